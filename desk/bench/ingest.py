"""Owns `desk bench ingest`: orders through desk.services.ingest beside the same rows by bare executemany."""

from __future__ import annotations

import gc
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from desk.bench.drawing import Drawer
from desk.bench.measuring import BenchResult, Budget, Figure, Spent, Tell, load, now, spent
from desk.bench.stores import A_PAGE, bring_in, made_store, pages
from desk.store.yardsticks import bare_rows, write_bare

ORDERS = 20_000
_AT_LEAST_WITH_SEARCH = 0.06
_AT_LEAST_WITHOUT = 0.30
_AT_LEAST_UNCHANGED = 1.0
_AT_LEAST_PER_SECOND = 3_000
_FEW, _CHANNELS_PAGE = 5_000, 100


@dataclass
class _Taken:
    with_search: Spent = field(default_factory=Spent)
    without: Spent = field(default_factory=Spent)
    unchanged: Spent = field(default_factory=Spent)
    raw: Spent = field(default_factory=Spent)
    small_pages: Spent = field(default_factory=Spent)


def bench(orders: int, kind: str, folder: Path, tell: Tell, *, seed: int = 1) -> BenchResult:
    """First import with and without search beside the bare inserts, page by page in turn; then all of it again.

    The processor's seconds decide, since they are the same whatever else the machine does meanwhile.
    """
    begun, before = now(), load()
    size = min(A_PAGE, -(-orders // 4))
    taken = _Taken()
    with ExitStack() as stack:
        stores = [made_store(folder / name, kind) for name in ("with", "without", "raw", "small")]
        for store, _ in stores:
            stack.callback(store.close)
        (ours, account), (without, _), (theirs, _), (small, _) = stores
        connection = theirs.raw_connection()
        stack.callback(connection.close)
        done = 0
        for page in pages(Drawer(orders, seed=seed).orders(account), size):
            gc.collect()
            taken.with_search += spent(lambda: bring_in(ours, account, page))  # noqa: B023 - called at once
            taken.without += spent(lambda: bring_in(without, account, page, findable=False))  # noqa: B023
            rows = bare_rows(ours, done + 1, done + len(page), len(page))
            taken.raw += spent(lambda: write_bare(connection, rows, 0))  # noqa: B023
            done += len(page)
            tell(f"{done} of {orders} orders written")
        tell("the same orders again")
        for page in pages(Drawer(orders, seed=seed).orders(account), size):
            taken.unchanged += spent(lambda: bring_in(ours, account, page))  # noqa: B023
        few = min(orders, _FEW)
        for page in pages(Drawer(few, seed=seed).orders(account), _CHANNELS_PAGE):
            taken.small_pages += spent(lambda: bring_in(small, account, page))  # noqa: B023
    return _result(orders, size, few, taken, now() - begun, before)


def _result(orders: int, size: int, few: int, taken: _Taken, seconds: float, before: float | None) -> BenchResult:
    ratios = {
        "vs_raw": _ratio(taken.raw, taken.with_search),
        "vs_raw_without_search": _ratio(taken.raw, taken.without),
        "unchanged_vs_raw": _ratio(taken.raw, taken.unchanged),
    }
    rate = orders / taken.with_search.cpu
    return BenchResult(
        bench="ingest",
        orders=orders,
        desk={
            "orders_per_s": round(rate),
            "with_search": _rates(orders, taken.with_search),
            "without_search": _rates(orders, taken.without),
            "unchanged": _rates(orders, taken.unchanged),
            "in_pages_of_100": _rates(few, taken.small_pages),
            "orders_per_transaction": size,
        },
        yardsticks={"raw_executemany": _rates(orders, taken.raw)},
        ratios={**ratios},
        budgets=(
            Budget("vs_raw", ratios["vs_raw"], at_least=_AT_LEAST_WITH_SEARCH),
            Budget("vs_raw_without_search", ratios["vs_raw_without_search"], at_least=_AT_LEAST_WITHOUT),
            Budget("unchanged_vs_raw", ratios["unchanged_vs_raw"], at_least=_AT_LEAST_UNCHANGED),
            Budget("orders_per_s", round(rate), at_least=_AT_LEAST_PER_SECOND),
        ),
        seconds=seconds,
        load_before=before,
        notes=(
            "orders_per_s and the ratios are in seconds of the processor; wall_orders_per_s is what was waited here.",
        ),
    )


def _ratio(yardstick: Spent, ours: Spent) -> float:
    return round(yardstick.cpu / ours.cpu, 3)


def _rates(orders: int, took: Spent) -> dict[str, Figure]:
    return {
        "orders_per_s": round(orders / took.cpu),
        "wall_orders_per_s": round(orders / took.wall),
        "us_per_order": round(took.cpu / orders * 1e6, 1),
        "orders": orders,
    }
