"""Owns a simulator as a drill sees it: a process of its own, driven and read through its control routes `/_sim/*`."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from drills.nursery import Born, nursery

_WARM = (
    "connectors.simulation.server",
    "connectors.channels.amazon.simulator",
    "connectors.channels.ebay.simulator",
    "connectors.channels.woocommerce.simulator",
    # What its server imports when it starts.
    "encodings.idna",
    "uvicorn.lifespan.off",
)
_PATIENCE = 30.0
_PLANTED_LATE = timedelta(minutes=20)
"""Some planted records are dated up to ten minutes before they appear."""
# Simulators are on this computer; a proxy of the environment has no business between.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class SimulatorTrouble(Exception):
    """A simulator did not start or did not do what it was told; the text says which and what."""


class DeedRefused(SimulatorTrouble):
    """The buyer or shop owner cannot do this (any more): the order is elsewhere by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulator:
    """One simulated channel that runs. `name` is also the name of its account in Desk."""

    name: str
    kind: str
    url: str
    credentials: Mapping[str, str]
    settings: Mapping[str, str]
    process: Born
    lives: IO[bytes]
    """It serves for as long as this is open."""

    def ask(self, route: str, wish: Mapping[str, Any] | None = None, **query: str | int) -> dict[str, Any]:
        """One control route; with a wish it is a POST."""
        url = f"{self.url}/_sim/{route}" + (f"?{urlencode(query)}" if query else "")
        body = json.dumps(wish).encode() if wish is not None else None
        try:
            with _DIRECT.open(urllib.request.Request(url, data=body), timeout=_PATIENCE) as answer:  # noqa: S310
                found = json.load(answer)
        except urllib.error.HTTPError as refusal:
            words = refusal.read().decode(errors="replace")[:300]
            kind = DeedRefused if route == "do" and refusal.code == 400 else SimulatorTrouble
            raise kind(f"{self.name}: /_sim/{route} answers {refusal.code} {words}") from refusal
        except OSError as error:
            raise SimulatorTrouble(f"{self.name}: /_sim/{route} does not answer ({error}).") from error
        return dict(found)

    def do(self, deed: str, **arguments: Any) -> dict[str, Any]:
        """The buyer's and the shop owner's side. Raises DeedRefused."""
        return self.ask("do", {"deed": deed, **arguments})

    def state(self) -> dict[str, Any]:
        return self.ask("state")

    def order(self, order: str) -> dict[str, Any] | None:
        """One order as the channel holds it, None when it is gone."""
        found = self.ask("state", None, order=order)["orders"]
        return dict(found[0]) if found else None

    def summary(self) -> dict[str, Any]:
        return self.ask("state", orders=0)

    def secrets(self) -> list[str]:
        """All that it ever issued and no log of a client may hold."""
        return [*self.credentials.values(), *map(str, self.ask("state", None, secrets=1)["secrets"])]

    def journal(self) -> dict[str, Any]:
        return self.ask("journal")

    def hits(self) -> dict[str, int]:
        return dict(self.ask("faults")["hits"])

    def hold(self, when: str, method: str, path_contains: str, nth: int) -> None:
        """The nth such request from now on is held, before or after its effect; one that is held goes on."""
        wish = {"when": when, "method": method, "path_contains": path_contains, "nth": nth}
        self.ask("faults", {"release": True, "hold": wish})

    def holding(self) -> bool:
        return self.ask("faults")["holding"] is not None

    def held_total(self) -> int:
        """How many requests were ever held."""
        return int(self.ask("faults")["held_total"])

    def release(self) -> None:
        self.ask("faults", {"release": True})

    def stop(self) -> None:
        self.lives.close()
        if self.process.wait() is None:
            self.process.kill()


class Watched:
    """The orders of one simulator over a drill. After the first full looks, only what changed lately is asked for."""

    def __init__(self) -> None:
        self._orders: dict[str, dict[str, Any]] = {}
        self._fetched = False
        self._looked_since = False

    def fetched(self) -> None:
        """Desk has all orders. What aged while it fetched them is still to be seen; from then on what ages without
        changing matters to nobody but the last, full look.
        """
        self._fetched = True

    def orders(self, simulator: Simulator) -> tuple[dict[str, Any], ...]:
        whole = not (self._looked_since and self._orders)
        self._looked_since = self._fetched
        if not whole:
            newest = max(order["modified"] for order in self._orders.values())
            since = datetime.fromisoformat(newest) - _PLANTED_LATE
            told = simulator.ask("state", None, since=since.isoformat())
        else:
            told = simulator.state()
        self._orders |= {order["id"]: order for order in told["orders"]}
        return tuple(self._orders.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A simulator to be started. `settings` are those of its account beside what the simulator tells."""

    name: str
    kind: str
    seed: int
    orders: int
    options: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)


def start_all(wanted: Sequence[Wanted], clock_file: Path, log: IO[bytes]) -> list[Simulator]:
    """Starts them side by side. Raises SimulatorTrouble, with none left running."""
    begun = [(one, *_begin(one, clock_file, log)) for one in wanted]
    started: list[Simulator] = []
    for one, process, lives, says in begun:
        with says:
            told = says.readline()
        if not told:
            for _, other, held, heard in begun:
                other.kill()
                held.close()
                heard.close()
            raise SimulatorTrouble(f"The simulator {one.name} did not start.")
        line = json.loads(told)
        started.append(
            Simulator(
                name=one.name,
                kind=one.kind,
                url=line["url"],
                credentials=line["credentials"],
                settings={**line["account_settings"], **one.settings},
                process=process,
                lives=lives,
            )
        )
    return started


def _begin(one: Wanted, clock_file: Path, log: IO[bytes]) -> tuple[Born, IO[bytes], IO[bytes]]:
    """A simulator, what keeps it alive while it is open, and where it says where it can be reached."""
    words = [one.kind, "--orders", str(one.orders), "--seed", str(one.seed), "--clock-file", str(clock_file)]
    for name, value in one.options.items():
        words += ["--option", f"{name}={value}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
    reads, lives = os.pipe()
    says, writes = os.pipe()
    try:
        files = {"0": reads, "1": writes, "2": log.fileno()}
        process = nursery(*_WARM).fork(("-m", "connectors.simulation"), words, environment, files)
    finally:
        os.close(reads)
        os.close(writes)
    return process, os.fdopen(lives, "wb"), os.fdopen(says, "rb")
