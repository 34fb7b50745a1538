"""`python -m drills NAME`: plays a drill and tells what came of it. Exit status 0 only when every rule holds."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from drills import amazon_month, feed_steps, fortnight, month, returns, ship
from drills.driver import DeskTrouble
from drills.kills import LEAST
from drills.result import Result
from drills.simulators import SimulatorTrouble
from drills.stage import Terms

DRILLS: Mapping[str, Callable[[Terms], Result]] = {
    "ship": ship.run,
    "ebay": fortnight.run,
    "amazon": amazon_month.run,
    "woocommerce": month.run,
    "returns": returns.run,
}
LEAST_OF = {"amazon": feed_steps.LEAST, "returns": returns.LEAST}
"""Drills whose pushes have more steps to die in."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="drill", description="Play a scripted stretch of a merchant's life.")
    parser.add_argument("name", choices=sorted(DRILLS))
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same world and the same script")
    parser.add_argument("--scale", type=float, default=1.0, help="1 has 2,000 orders, or 500 returns; 0.1 is for tests")
    parser.add_argument(
        "--kills",
        type=int,
        help=f"how often Desk is killed, at least {LEAST}; amazon {feed_steps.LEAST}, returns {returns.LEAST}",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="play in this new folder and leave it, logs and all")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    given = parser.parse_args(arguments)
    least = LEAST_OF.get(given.name, LEAST)
    kills = given.kills if given.kills is not None else max(least, round(20 * given.scale))
    if not 0 < given.scale <= 10:
        parser.error("--scale is above 0 and at most 10.")
    if kills < least:
        parser.error(f"--kills needs at least {least}, so that Desk dies in every state it can be in.")
    if sys.platform == "win32":
        sys.stderr.write("A drill needs Linux or macOS: it hands keys over by inherited pipes and kills by signals.\n")
        return 2

    def tell(line: str) -> None:
        if not given.json:
            print(line, file=sys.stderr)

    with _folder(given.keep) as folder:
        try:
            terms = Terms(seed=given.seed, scale=given.scale, kills=kills, folder=folder, tell=tell)
            result = DRILLS[given.name](terms)
        except (DeskTrouble, SimulatorTrouble) as trouble:
            sys.stderr.write(f"The drill could not be played to its end: {trouble}\n")
            return 1
    print(json.dumps(result.document(), ensure_ascii=False, indent=None if given.json else 2))
    for reason in result.reasons():
        sys.stderr.write(reason + "\n")
    return 0 if result.holds else 1


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="desk-drill-", ignore_cleanup_errors=True) as made:
        yield Path(made)


if __name__ == "__main__":
    sys.exit(main())
