"""The index beside what a user would write instead: LIKE on one folded column of a plain, cached file."""

from __future__ import annotations

import random
import time
from pathlib import Path
from statistics import median

import pytest

from desk.bench.measuring import milliseconds, ratio, spread
from desk.store.yardsticks import PlainSearch
from tests.store.search_connections import empty_index
from tests.store.search_orders import draw_orders, typed_texts

ORDERS = 8_000
BATCH = 500
ROUNDS = 3


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

    yardstick = PlainSearch(tmp_path / "yardstick.db")
    yardstick.fill(sorted(orders, key=lambda one: one.recency))

    draw = random.Random(22)
    texts = sorted({text for order in draw.sample(orders, 12) for text in typed_texts(order, draw)})
    texts = draw.sample(texts, 300)
    index.warm_up()
    yardstick.warm_up()
    of_all, of_direct = [], []
    for _ in range(ROUNDS):
        ours, direct, theirs = (milliseconds(ask, texts) for ask in (index.search, index.direct, yardstick.like))
        for name, taken in (("all tiers", ours), ("exact and prefix", direct), ("like", theirs)):
            print(f"{name}: {spread(taken)}")
        of_all.append(ratio(ours, theirs, 0.95))
        of_direct.append(ratio(direct, theirs, 0.99))
    # The bench measures the true ratios, at sizes where they count; here a plan that reads everything is found out. It
    # is so in each round, while a few slow texts of one are the computer's.
    assert median(of_all) < 0.7
    assert median(of_direct) < 0.7
    yardstick.close()
    connection.close()
