"""The orders of some days, newest first, with open ends."""

from __future__ import annotations

from datetime import timedelta

from desk.domain.clock import Instant
from desk.services.context import Desk
from desk.services.dated import placed_between
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel
from tests.support.orders import START, order


def test_orders_of_some_days(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    days = [Instant(START + timedelta(days=number)) for number in range(4)]
    channel.add(*(order(str(number), placed_at=day) for number, day in enumerate(days)))
    synced()

    def found(since: Instant | None, until: Instant | None, limit: int = 50) -> list[str]:
        return [row.remote_id for row in placed_between(desk, since, until, limit)]

    assert found(days[1], days[3]) == ["2", "1"], "the moment it ends is not in it"
    assert found(days[1], None) == ["3", "2", "1"]
    assert found(None, days[1]) == ["0"]
    assert found(None, None, limit=2) == ["3", "2"]
    assert found(days[3], days[1]) == []
