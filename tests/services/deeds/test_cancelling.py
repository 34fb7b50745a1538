"""Orders are called off, and buyers' wishes to call them off answered, as far as the channel takes it."""

from __future__ import annotations

import pytest

from desk.domain.cases import CaseDeed, CaseKind, CaseState
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed
from desk.domain.orders import OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import CancelReason
from desk.domain.values import OrderId
from desk.services import cancelling
from desk.services.context import Desk
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.deeds.steps import DAY, case_id, show
from tests.services.fake_deeds import DeedChannel, case
from tests.services.outbox_deeds import drain
from tests.support.orders import after, euros, order, parcel


def test_a_cancelled_order_gets_its_money_from_the_channel_and_never_a_refund_beside(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    cancelling.cancel(desk, order_id, CancelReason.OUT_OF_STOCK, hold_seconds=0)
    view = show(desk, order_id)
    assert (view.may_refund.code, view.may_cancel.code) == ("cancellation_refunds", "cancellation_on_its_way")
    assert view.refundable == euros(0)
    drain(desk, account)
    view = show(desk, order_id)
    assert (view.order, view.payment) == (OrderFacet.CANCELLED, PaymentFacet.REFUNDED)
    assert view.may_refund.code == "cancelled_refunds"
    assert channel.did == [f"refund 1001 {euros(6460)}", "cancel 1001"]


def test_an_unpaid_order_is_called_off_as_unpaid_only_in_its_days(
    desk: Desk, channel: DeedChannel, synced: Synced, clock: ManualClock
) -> None:
    placed = clock.now()
    channel.add(order("3001", payments=(), payment=PaymentFacet.UNPAID, paid_at=None, placed_at=placed))
    found = synced()["3001"]
    for days, code in ((3.9, "unpaid_too_early"), (0.2, ""), (25.7, ""), (0.3, "unpaid_too_late")):
        clock.advance(days * DAY)
        assert (CancelReason.UNPAID in show(desk, found).limits.cancel_reasons) == (not code)
        if code:
            with pytest.raises(NotAllowed) as refused:
                cancelling.cancel(desk, found, CancelReason.UNPAID)
            assert refused.value.code == code
    clock.advance(-1 * DAY)
    cancelling.cancel(desk, found, CancelReason.UNPAID)
    with pytest.raises(NotAllowed, match="on its way already"):
        cancelling.cancel(desk, found, CancelReason.UNPAID)


def test_a_paid_order_is_never_called_off_as_unpaid(desk: Desk, order_id: OrderId) -> None:
    with pytest.raises(NotAllowed) as refused:
        cancelling.cancel(desk, order_id, CancelReason.UNPAID)
    assert refused.value.code == "order_paid"


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"shipping": ShippingFacet.SHIPPED}, "order_shipped"),
        ({"order": OrderFacet.CANCELLED}, "order_cancelled"),
        ({"payment": PaymentFacet.REFUNDED}, "order_refunded"),
        ({"payment": PaymentFacet.PARTLY_REFUNDED}, "partly_refunded"),
    ],
)
def test_what_cannot_be_called_off_says_why(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId, changes: dict[str, object], code: str
) -> None:
    channel.change("1001", **changes)
    synced()
    assert show(desk, order_id).may_cancel.code == code


@pytest.mark.parametrize("approve", [True, False])
def test_a_buyers_wish_to_cancel_is_answered(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced, order_id: OrderId, approve: bool
) -> None:
    channel.put_case(case("c1", kind=CaseKind.CANCELLATION))
    synced()
    wish = show(desk, order_id).cases[0]
    assert show(desk, order_id).may_cancel.code == "cancellation_open"
    number = "" if approve else "00340434161094015902"
    cancelling.answer(desk, order_id, wish.id, approve=approve, number=number, hold_seconds=0)
    assert show(desk, order_id).cases[0].may[CaseDeed.APPROVE].code == "case_on_its_way"
    drain(desk, account)
    after_it = show(desk, order_id)
    assert after_it.cases[0].state is (CaseState.CLOSED if approve else CaseState.DECLINED)
    assert after_it.order is (OrderFacet.CANCELLED if approve else OrderFacet.OPEN)


def test_saying_no_needs_a_parcel_and_takes_the_one_that_is_known(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    channel.put_case(case("c1", kind=CaseKind.CANCELLATION))
    synced()
    wish = case_id(desk, order_id)
    with pytest.raises(NotAllowed, match="tracking number"):
        cancelling.answer(desk, order_id, wish, approve=False)
    channel.change("1001", shipments=(parcel("00340434161094015902", at=after(50)),))
    synced()
    cancelling.answer(desk, order_id, wish, approve=False)
    assert show(desk, order_id).pushes[0].what["approve"] == 0
