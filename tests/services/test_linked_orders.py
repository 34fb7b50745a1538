"""An order sent instead of another: each is told with the other, also where only one of them is here."""

from __future__ import annotations

from desk.domain.views import LinkedOrder
from desk.services import orders
from desk.services.context import Desk
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel
from tests.support.orders import order


def test_an_order_sent_instead_of_another_is_linked_with_it_both_ways(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(order("1001"), order("1002", instead_of="1001"), order("1003"))
    ids = synced()
    first, second, third = (orders.show(desk, ids[name]) for name in ("1001", "1002", "1003"))
    assert first.linked == (LinkedOrder(number=second.number, id=second.id, is_first=False),)
    assert second.linked == (LinkedOrder(number=first.number, id=first.id, is_first=True),)
    assert third.linked == ()
    assert first.further_orders[0].id == second.id
    assert second.further_orders[0].id == first.id
    assert len({row.id for row in first.further_orders}) == len(first.further_orders)


def test_an_order_that_is_not_here_is_told_by_its_id(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1002", instead_of="1001"))
    found = synced()["1002"]
    assert orders.show(desk, found).linked == (LinkedOrder(number="1001", id=None, is_first=True),)
    channel.add(order("1001"))
    first = synced()["1001"]
    assert [one.id for one in orders.show(desk, found).linked] == [first], "known as soon as it comes"
