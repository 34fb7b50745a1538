"""The tests that take long begin first, on all workers at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import dealt


@given(long=st.integers(0, 9), short=st.integers(0, 40), hands=st.integers(1, 5))
def test_each_worker_begins_with_its_share_of_the_long_ones(long: int, short: int, hands: int) -> None:
    longs, shorts = [f"long {one}" for one in range(long)], [f"short {one}" for one in range(short)]
    row = dealt(longs, shorts, hands)
    assert sorted(row) == sorted(longs + shorts), "none is left out, none comes twice"
    shares, rest = [], row
    for runs in range(hands, 0, -1):  # as xdist hands them out
        size = len(rest) // runs
        run, rest = rest[:size], rest[size:]
        told = [one.startswith("long") for one in run]
        assert told == sorted(told, reverse=True), "the long ones of a run are its first"
        shares.append(sum(told))
    assert sum(shares) == long
    assert max(shares) - min(shares) <= 1 or short < long
