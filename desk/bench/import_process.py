"""Owns the processes of the bench of a first import: the shop, and the Desk that imports from it and may be killed.

`python -m desk.bench.import_process shop SEED ORDERS` tells in one line of JSON where the shop is, and serves it until
its input ends. `... import` reads its task from one line, and writes one for each page that is stored.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

from connectors import registry
from desk.bench.measuring import now, processor
from desk.domain.clock import SystemClock
from desk.domain.rows import SyncProgress
from desk.domain.values import AccountId
from desk.services import sync
from desk.services.context import Desk
from desk.store.engine import StoreKey, open_store
from desk.system import garbage
from desk.system.secrets import MemorySecrets


def serialised_kind() -> tuple[str, ModuleType]:
    """The kind of channel whose simulator makes its lists beforehand."""
    for kind in registry.kinds():
        simulator = registry.simulator(kind)
        if hasattr(simulator, "start_serialised"):
            return kind, simulator
    raise LookupError("no simulator makes its lists beforehand")


def desk_on(folder: Path, key: str, secrets: dict[str, str]) -> Desk:
    store = open_store(folder, StoreKey(key))
    return Desk(store=store, clock=SystemClock(), connectors=registry, secrets=MemorySecrets(secrets), agent="Bench")


def serve(seed: int, orders: int) -> None:
    kind, simulator = serialised_kind()
    with simulator.start_serialised(seed, orders) as running:
        _say(
            kind=kind,
            settings=dict(running.account_settings),
            secrets=dict(running.credentials),
            ids=simulator.serialised_ids(running),
        )
        sys.stdin.read()


def bring_in(task: dict[str, Any]) -> None:
    desk = desk_on(Path(task["folder"]), task["key"], task["secrets"])
    begun, worked = now(), processor()

    def told(progress: SyncProgress) -> None:
        _say(fetched=progress.fetched, cpu=processor() - worked, wall=now() - begun)

    report = sync.fetch(desk, AccountId(task["account"]), told, threading.Event())
    _say(finished=report.finished, unreadable=report.unreadable, cpu=processor() - worked, wall=now() - begun)
    desk.store.close()


def _say(**document: object) -> None:
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def main() -> None:
    garbage.look_seldom()  # as the program itself
    if sys.argv[1] == "shop":
        serve(int(sys.argv[2]), int(sys.argv[3]))
    else:
        bring_in(json.loads(sys.stdin.readline()))


if __name__ == "__main__":
    main()
