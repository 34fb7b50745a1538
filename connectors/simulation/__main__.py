"""`python -m connectors.simulation KIND`: one simulator as a process of its own. Prints one JSON line with its
address and credentials, then serves until SIGTERM or the end of stdin.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys

from connectors.simulation import traffic
from connectors.simulation.server import RunningSimulator, run


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m connectors.simulation")
    parser.add_argument("kind", help="the channel, for example woocommerce")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default=None, help="profiles or presets with shares: transport:0.1,late_record")
    parser.add_argument("--clock-file", default=None, help="the drill's clock; DESK_CLOCK serves as well")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="an option of the channel")
    parser.add_argument("--no-stdin", action="store_true", help="do not stop at the end of stdin")
    given = parser.parse_args(arguments)
    traffic.listen_as_the_environment_says()
    options = dict(option.partition("=")[::2] for option in given.option)
    if given.clock_file:
        options["clock_file"] = given.clock_file
    # Every channel has this one, and this process serves one channel.
    traffic_file = options.pop("traffic_file", None)
    try:
        # By name, so that the kit depends on no channel.
        channel = importlib.import_module(f"connectors.channels.{given.kind}.simulator")
    except ModuleNotFoundError:
        return _refuse(f"There is no simulator for {given.kind}.")
    try:
        if traffic_file:
            traffic.write_to(traffic_file)
        running: RunningSimulator = channel.start(
            seed=given.seed, orders=given.orders, port=given.port, faults=given.faults, **options
        )
    except (ValueError, OSError) as error:
        return _refuse(f"The simulator did not start: {error}")
    line = {
        "kind": running.kind,
        "url": running.url,
        "credentials": dict(running.credentials),
        "account_settings": dict(running.account_settings),
    }
    run(running, json.dumps(line), watch_stdin=not given.no_stdin)
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
