"""Buyers' wishes to cancel that an order itself tells: a case for somebody, and no parcel until it is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.snapshots import OrderSnapshot, WishSnapshot
from desk.domain.cases import CaseDeed, CaseKind, CaseLine, CaseState
from desk.domain.errors import NotAllowed
from desk.domain.orders import OrderFacet
from desk.domain.pushes import PushState
from desk.domain.shipments import Parcel
from desk.domain.values import OrderId
from desk.domain.views import CaseView, EventKind, OrderView
from desk.services import cancelling, orders, pusher, shipments, to_ship
from desk.services.bulk_planning import Entry, RowState
from desk.services.bulk_shipping import plan
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.parcel_table import ParcelRow
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import CAN_ALL, DeedChannel, DeedRegistry
from tests.services.fakes import never
from tests.support.orders import after, line, order

WISH = WishSnapshot(
    stands=True,
    reason="NO_LONGER_NEEDED",
    lines=(CaseLine(remote_line="11", title="Becher", quantity=2),),
    allows=(CaseDeed.APPROVE, CaseDeed.DECLINE),
)
NO_WISH = WishSnapshot(stands=False)
NUMBER = "00340434161094015902"
PARCEL = Parcel(carrier="dhl_de", number=NUMBER)


@pytest.fixture
def channel() -> DeedChannel:
    cancels = CAN_ALL.cancels_orders
    assert cancels is not None
    return DeedChannel(capabilities=replace(CAN_ALL, cancels_orders=replace(cancels, no_needs_parcel=False)))


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


def bought(remote_id: str = "1001", wish: WishSnapshot | None = WISH) -> OrderSnapshot:
    return order(remote_id, lines=(line("11", 2),), wish=wish)


def wish_of(view: OrderView) -> CaseView:
    (found,) = view.cases
    assert found.kind is CaseKind.CANCELLATION
    return found


def waiting(desk: Desk) -> list[OrderId]:
    return list(to_ship.ids(desk))


def test_a_wish_is_a_case_that_keeps_the_order_from_being_shipped(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought(), bought("1002", NO_WISH), bought("1003", None))
    ids = synced()
    view = orders.show(desk, ids["1001"])
    wish = wish_of(view)
    assert (wish.state, wish.channel_reason, wish.lines) == (CaseState.REQUESTED, "NO_LONGER_NEEDED", WISH.lines)
    assert wish.may[CaseDeed.APPROVE].allowed
    assert (view.may_ship.code, "Agree, or say no" in view.may_ship.text) == ("buyer_asks_to_cancel", True)
    assert sorted(waiting(desk)) == sorted([ids["1002"], ids["1003"]])
    with pytest.raises(NotAllowed, match="asks to cancel"):
        shipments.confirm(desk, ids["1001"], [PARCEL])
    row = ParcelRow(at=1, order="1001", number=NUMBER, carrier="DHL")
    (planned,) = plan(desk, [Entry(row=row)]).parcels
    assert planned.state is RowState.BLOCKED
    assert "asks to cancel" in planned.reason
    assert [one.kind for one in view.timeline].count(EventKind.CASE_OPENED) == 1
    assert [orders.show(desk, ids[name]).cases for name in ("1002", "1003")] == [(), ()]


def test_a_wish_that_comes_again_is_the_same_and_one_withdrawn_ends(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought())
    found = synced()["1001"]
    before = wish_of(orders.show(desk, found))
    channel.change("1001", buyer_note="more")
    synced()
    again = wish_of(orders.show(desk, found))
    assert (again.id, again.opened_at) == (before.id, before.opened_at)
    channel.change("1001", wish=NO_WISH)
    synced()
    view = orders.show(desk, found)
    assert wish_of(view).state is CaseState.CANCELLED
    assert view.may_ship.allowed
    assert waiting(desk) == [found]
    channel.change("1001", wish=WISH)
    synced()
    assert wish_of(orders.show(desk, found)).state is CaseState.REQUESTED, "asked once more"


def test_who_says_no_may_ship_and_the_order_that_tells_the_wish_on_changes_nothing(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought())
    found = synced()["1001"]
    wish = wish_of(orders.show(desk, found))
    cancelling.answer(desk, found, wish.id, approve=False, hold_seconds=0)
    pusher.drain(desk, account.id, never())
    assert [one.state for one in orders.show(desk, found).pushes] == [PushState.CONFIRMED]
    for _ in range(2):
        view = orders.show(desk, found)
        assert wish_of(view).state is CaseState.DECLINED
        assert view.may_ship.allowed
        assert waiting(desk) == [found]
        channel.change("1001", buyer_note="still")
        synced()


def test_who_agrees_calls_the_order_off(desk: Desk, account: Account, channel: DeedChannel, synced: Synced) -> None:
    channel.add(bought())
    found = synced()["1001"]
    cancelling.answer(desk, found, wish_of(orders.show(desk, found)).id, approve=True, hold_seconds=0)
    pusher.drain(desk, account.id, never())
    assert channel.order("1001").order is OrderFacet.CANCELLED
    channel.change("1001", wish=replace(NO_WISH, ended_as=CaseState.CLOSED))
    synced()
    assert wish_of(orders.show(desk, found)).state is CaseState.CLOSED


def test_an_older_report_opens_no_wish_again(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought())
    older = channel.order("1001")
    found = synced()["1001"]
    channel.change("1001", wish=NO_WISH)
    synced()
    with desk.store.write() as transaction:
        ingest(transaction, account.id, [older], (), after(90_000))
    assert wish_of(orders.show(desk, found)).state is CaseState.CANCELLED
