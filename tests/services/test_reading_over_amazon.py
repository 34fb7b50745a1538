"""What Amazon tells beside its orders, from its simulated account to the agent: returns, and wishes to cancel."""

from __future__ import annotations

from desk.domain.cases import CaseDeed, CaseKind, CaseState
from desk.domain.orders import OrderFacet
from desk.domain.pushes import PushState
from desk.domain.shipments import Parcel
from desk.domain.values import OrderId
from desk.domain.views import CaseView
from desk.services import cancelling, shipments
from tests.services import test_deeds_over_amazon as deeds
from tests.services.test_deeds_over_amazon import NEW, Bench

bench = deeds.bench


def case_of(bench: Bench, order: OrderId) -> CaseView:
    (found,) = bench.view(order).cases
    return found


def fetched_returns(bench: Bench) -> None:
    """As a schedule does it: each run looks once how far the reports are, and none waits for them."""
    for _ in range(8):
        bench.later(minutes=5)
        bench.fetch()


def test_a_return_stands_with_its_order_and_its_lines_and_is_answered_in_seller_central(bench: Bench) -> None:
    order, there = bench.bought(shipped=True)
    made = bench.do("open_return", order=there.id, in_policy=False)
    fetched_returns(bench)
    case = case_of(bench, order)
    assert (case.kind, case.remote_id, case.state) == (CaseKind.RETURN, made["rma"], CaseState.REQUESTED)
    assert {one.listing for one in case.lines} == {item.sku for item in there.items}
    assert ["as a rule" in due.what for due in case.deadlines] == [True]
    assert case.open_in_channel.startswith("https://sellercentral.amazon.")
    assert not any(may.allowed for may in case.may.values())
    bench.do("authorise_return", rma=made["rma"])
    bench.later(hours=4)
    fetched_returns(bench)
    assert case_of(bench, order).state is CaseState.APPROVED


def test_a_buyer_who_asks_to_cancel_is_answered_before_anything_leaves(bench: Bench) -> None:
    order, there = bench.bought()
    bench.do("request_cancel", order=there.id, reason="Zu spät")
    bench.later(minutes=10)
    bench.fetch()
    view = bench.view(order)
    assert (view.may_ship.code, case_of(bench, order).state) == ("buyer_asks_to_cancel", CaseState.REQUESTED)
    case = case_of(bench, order)
    assert case.may[CaseDeed.DECLINE].allowed
    (no,) = cancelling.answer(bench.desk, order, case.id, approve=False, hold_seconds=0).pushes
    assert bench.until_settled(no) is PushState.CONFIRMED
    assert case_of(bench, order).state is CaseState.DECLINED
    (parcel,) = shipments.confirm(bench.desk, order, [Parcel(carrier="dhl_de", number=NEW)], hold_seconds=0).pushes
    assert bench.until_settled(parcel) is PushState.CONFIRMED
    assert case_of(bench, order).state is CaseState.DECLINED, "the order goes on telling the wish"


def test_a_wish_that_is_granted_calls_the_order_off(bench: Bench) -> None:
    order, there = bench.bought()
    bench.do("request_cancel", order=there.id, reason="Zu spät")
    bench.later(minutes=10)
    bench.fetch()
    case = case_of(bench, order)
    (yes,) = cancelling.answer(bench.desk, order, case.id, approve=True, hold_seconds=0).pushes
    assert bench.until_settled(yes) is PushState.CONFIRMED
    bench.later(minutes=10)
    bench.fetch()
    assert (bench.view(order).order, case_of(bench, order).state) == (OrderFacet.CANCELLED, CaseState.CLOSED)


def test_a_wish_that_is_withdrawn_lets_the_order_go(bench: Bench) -> None:
    order, there = bench.bought()
    for deed in ("request_cancel", "withdraw_cancel"):
        bench.do(deed, order=there.id)
        bench.later(minutes=10)
        bench.fetch()
    assert case_of(bench, order).state is CaseState.CANCELLED
    assert bench.view(order).may_ship.allowed
