"""Owns `desk bench import`: the first import of a large shop by its connector, killed half-way and begun again, beside
what `desk bench ingest` stores of drawn orders in the same run.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from desk.bench.drawing import Drawer
from desk.bench.import_process import desk_on
from desk.bench.measuring import BenchResult, Budget, Spent, Tell, load, now, spent
from desk.bench.stores import A_PAGE, bring_in, made_store, pages
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId
from desk.services import accounts
from desk.services.context import Desk
from desk.services.search import Searcher
from desk.store.engine import StoreKey
from desk.store.yardsticks import documents, stored_numbers
from desk.system.secrets import account_secret

ORDERS = 50_000
_MOST_DRAWN = 20_000
"""Orders of the yardstick: so many show what storing takes, and the bench is to end within five minutes."""
_AT_LEAST_PER_SECOND = 1_000
_AT_LEAST_OF_INGEST = 0.5
_LOOKED_FOR = 200
_NAME = "Bench"
_NOTE = (
    "orders_per_s is in seconds of the importing process: connector, merge, store, search and the tidying at the end, "
    "up to the kill and from where it went on."
)
_CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class _Shop:
    kind: str
    settings: dict[str, str]
    secrets: dict[str, str]
    ids: list[str]

    @property
    def kept(self) -> dict[str, str]:
        return {account_secret(_NAME, name): value for name, value in self.secrets.items()}


@dataclass(frozen=True, slots=True)
class _Run:
    """One import until it ended or was killed: what it had stored, as it told."""

    fetched: int
    finished: bool
    unreadable: int
    took: Spent


@dataclass(frozen=True, slots=True)
class _Found:
    """What is in the store beside what the shop lists, and whether it is found by its number."""

    stored: int
    gaps: int
    doubles: int
    documents: int
    of_sample: float


def bench(orders: int, folder: Path, tell: Tell, *, seed: int = 1) -> BenchResult:
    """Killed by the system in the middle, the import goes on where its last page was stored."""
    if getattr(sys, "frozen", False):
        raise NotAllowed("This bench starts Python itself. Run it from Desk's checkout.", code="bench_frozen")
    begun, before = now(), load()
    tell("the shop puts its orders into JSON")
    with _shop(seed, orders) as shop:
        key = StoreKey.new()
        desk = desk_on(folder / "store", key.hex, shop.kept)
        try:
            account = accounts.add(desk, shop.kind, {**shop.settings, "writing": "off"}, shop.secrets, name=_NAME).id
        finally:
            desk.store.close()
        task = {"folder": str(folder / "store"), "key": key.hex, "account": account, "secrets": shop.kept}
        killed = _import(task, tell, kill_at=len(shop.ids) // 2)
        resumed = _import(task, tell)
        desk = desk_on(folder / "store", key.hex, shop.kept)
        try:
            found = _looked_over(desk, account, shop.ids, seed)
        finally:
            desk.store.close()
    drawn = min(orders, _MOST_DRAWN)
    ingest = _ingest(drawn, shop.kind, folder / "drawn", tell, seed)
    return _result(shop, drawn, (killed, resumed), found, ingest, now() - begun, before)


@contextmanager
def _shop(seed: int, orders: int) -> Iterator[_Shop]:
    with _process("shop", str(seed), str(orders)) as process:
        yield _Shop(**_line(process))
        if process.stdin is not None:
            process.stdin.close()


@contextmanager
def _process(*words: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "desk.bench.import_process", *words],
        cwd=_CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise NotAllowed("A process of the bench ended by itself. Its words stand above.", code="bench_broken")
    document: dict[str, Any] = json.loads(line)
    return document


def _import(task: dict[str, Any], tell: Tell, *, kill_at: int | None = None) -> _Run:
    """One process that imports. With `kill_at` it is killed once so many orders are stored: while it fetches or stores
    the next page.
    """
    fetched = 0
    with _process("import") as process:
        if process.stdin is not None:
            process.stdin.write(json.dumps(task) + "\n")
            process.stdin.flush()
        while True:
            told = _line(process)
            took = Spent(told["wall"], told["cpu"])
            if "finished" in told:
                return _Run(fetched, told["finished"], told["unreadable"], took)
            fetched = told["fetched"]
            if fetched % 5_000 < 100:
                tell(f"{fetched} orders imported")
            if kill_at is not None and fetched >= kill_at:
                process.kill()
                tell(f"killed at {fetched} orders")
                return _Run(fetched, False, 0, took)


def _looked_over(desk: Desk, account: AccountId, ids: list[str], seed: int) -> _Found:
    stored = stored_numbers(desk.store, account)
    numbers = dict(stored)
    draw = random.Random(f"import {seed}")  # noqa: S311 - drawn by seed, not for secrecy
    some = draw.sample(sorted(numbers), min(_LOOKED_FOR, len(numbers)))
    with Searcher(desk) as searcher:
        found = sum(any(row.number == numbers[one] for row in searcher.find(numbers[one]).orders) for one in some)
    return _Found(
        stored=len(stored),
        gaps=len(set(ids) - set(numbers)),
        doubles=len(stored) - len(numbers),
        documents=documents(desk.store),
        of_sample=round(found / len(some), 4) if some else 0.0,
    )


def _ingest(orders: int, kind: str, folder: Path, tell: Tell, seed: int) -> Spent:
    """As `desk bench ingest` does it, with search."""
    tell("drawn orders beside")
    store, account = made_store(folder, kind)
    took = Spent()
    for page in pages(islice(Drawer(orders, seed=seed).orders(account), orders), min(A_PAGE, -(-orders // 4))):
        gc.collect()
        took += spent(lambda: bring_in(store, account, page))  # noqa: B023 - called at once
    store.close()
    return took


def _result(
    shop: _Shop,
    drawn: int,
    runs: tuple[_Run, _Run],
    found: _Found,
    ingest: Spent,
    seconds: float,
    before: float | None,
) -> BenchResult:
    orders, took = len(shop.ids), runs[0].took + runs[1].took
    rate, beside = orders / took.cpu, drawn / ingest.cpu
    ratios = {"vs_ingest": round(rate / beside, 3)}
    return BenchResult(
        bench="import",
        orders=orders,
        desk={
            "orders_per_s": round(rate),
            "wall_orders_per_s": round(orders / took.wall),
            "us_per_order": round(took.cpu / orders * 1e6, 1),
            "killed_at": runs[0].fetched,
            "finished": runs[1].finished,
            "unreadable": runs[1].unreadable,
            "listed": orders,
            "stored": found.stored,
            "gaps": found.gaps,
            "doubles": found.doubles,
            "documents": found.documents,
            "found_of_sample": found.of_sample,
        },
        yardsticks={
            "ingest": {
                "orders_per_s": round(beside),
                "wall_orders_per_s": round(drawn / ingest.wall),
                "us_per_order": round(ingest.cpu / drawn * 1e6, 1),
                "orders": drawn,
            }
        },
        ratios={**ratios},
        budgets=(
            Budget("orders_per_s", round(rate), at_least=_AT_LEAST_PER_SECOND),
            Budget("vs_ingest", ratios["vs_ingest"], at_least=_AT_LEAST_OF_INGEST),
            Budget("gaps", found.gaps, at_most=0),
            Budget("doubles", found.doubles, at_most=0),
            Budget("documents", found.documents, at_least=orders, at_most=orders),
            Budget("found_of_sample", found.of_sample, at_least=1.0),
        ),
        seconds=seconds,
        load_before=before,
        notes=(_NOTE,),
    )
