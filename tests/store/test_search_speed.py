"""The index beside what a user would write instead: LIKE on one folded column of a plain, cached file."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desk.store.search_text import fold
from tests.store.search_connections import empty_index
from tests.store.search_orders import draw_orders, fields, typed_texts

ORDERS = 8_000
BATCH = 500


def milliseconds(search: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """The better of two for each text, sorted."""
    taken = []
    for text in texts:
        rounds = []
        for _ in range(2):
            begun = time.perf_counter()
            search(text)
            rounds.append(time.perf_counter() - begun)
        taken.append(min(rounds) * 1000)
    return sorted(taken)


def told(name: str, taken: list[float]) -> None:
    p50, p95, p99 = (taken[int(len(taken) * share)] for share in (0.5, 0.95, 0.99))
    print(f"{name}: p50 {p50:.2f} p95 {p95:.2f} p99 {p99:.2f} ms")


@pytest.mark.alone
def test_faster_than_reading_every_order(tmp_path: Path) -> None:
    orders = draw_orders(ORDERS, seed=21)
    connection, index = empty_index(tmp_path / "desk.db")
    begun = time.process_time()
    for at in range(0, ORDERS, BATCH):
        connection.execute("begin")
        index.put(orders[at : at + BATCH])
        connection.execute("commit")
    each = (time.process_time() - begun) / ORDERS * 1e6
    print(f"\nput: {each:.0f} µs of CPU an order")
    connection.execute("begin")
    index.rebuild_frequencies()
    index.optimize()
    connection.execute("commit")

    yardstick = sqlite3.connect(tmp_path / "yardstick.db")
    yardstick.execute("create table orders(id integer primary key, recency integer, folded text)")
    yardstick.execute("create index newest on orders(recency)")
    rows = ((one.owner_id, one.recency, fold(" ".join(fields(one)))) for one in orders)
    yardstick.executemany("insert into orders values (?, ?, ?)", rows)
    yardstick.commit()

    def like(text: str) -> object:
        found = yardstick.execute(
            "select id from orders where folded like ? order by recency desc limit 50", (f"%{fold(text)}%",)
        )
        return found.fetchall()

    draw = random.Random(22)
    texts = sorted({text for order in draw.sample(orders, 12) for text in typed_texts(order, draw)})
    texts = draw.sample(texts, 300)
    index.warm_up()
    ours, direct, theirs = (
        milliseconds(index.search, texts),
        milliseconds(index.direct, texts),
        milliseconds(like, texts),
    )
    told("all tiers", ours)
    told("exact and prefix", direct)
    told("like", theirs)
    # The bench measures the true ratios, at sizes where they count; here a plan that reads everything is found out.
    assert ours[int(len(ours) * 0.95)] < 0.7 * theirs[int(len(theirs) * 0.95)]
    assert direct[int(len(direct) * 0.99)] < 0.7 * theirs[int(len(theirs) * 0.99)]
    yardstick.close()
    connection.close()
