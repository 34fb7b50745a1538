"""That the money came in reaches the shop once, by the way that the order's state takes, and is read back."""

from __future__ import annotations

import pytest

from connectors.channels.woocommerce.simulator_model import ShopOrder
from connectors.contract.errors import OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, MarksPaid, Moved, NotThere
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.orders import PaymentFacet
from desk.domain.pushes import MarkPaid
from tests.connectors.woocommerce.deed_side import LOST, desk_at_shop, ref
from tests.support.channel_side import attempt


def paid(order: ShopOrder) -> MarkPaid:
    return MarkPaid(order=ref(order), transaction="Kontoauszug 47/11")


@pytest.mark.parametrize("status,deeds", [("pending", {"order_paid": 1, "status_set": 1}), ("on-hold", None)])
def test_the_money_is_told_once_and_the_mirror_sees_it(status: str, deeds: dict[str, int] | None) -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs", status)
        assert isinstance(desk.connector, MarksPaid)
        assert desk.connector.look_payment(paid(order), attempt(desk)) == NotThere()
        assert desk.deeds() == {}, "looking sends nothing"
        assert desk.connector.mark_paid(paid(order), attempt(desk)) == Accepted(str(order.id))
        assert (order.status, order.transaction_id) == ("processing", "Kontoauszug 47/11")
        assert order.paid is not None
        before = desk.deeds()
        assert before == (deeds or {"field_set": 1, "status_set": 1})
        assert desk.again().mark_paid(paid(order), attempt(desk)) == AlreadyDone(str(order.id))
        assert desk.deeds() == before
        found = desk.connector.fetch_order(ref(order))
        assert isinstance(found, OrderSnapshot)
        assert found.payment is PaymentFacet.PAID


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_found_again(fault: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs", "on-hold")
        desk.plant(fault, f"orders/{order.id}", method="PUT")
        with pytest.raises(OutcomeUnknown):
            desk.connector.mark_paid(paid(order), attempt(desk))
        assert desk.again().mark_paid(paid(order), attempt(desk)) == AlreadyDone(str(order.id))
        assert desk.deeds()["status_set"] == 1


@pytest.mark.parametrize("deed", ["cancel", "refund", "trash", "delete"])
def test_an_order_that_went_elsewhere_is_left_there(deed: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs", "on-hold")
        desk.do(deed, order=order.id)
        assert isinstance(desk.connector.look_payment(paid(order), attempt(desk)), Moved)
        with pytest.raises(Refused) as caught:
            desk.connector.mark_paid(paid(order), attempt(desk))
        assert caught.value.code == "moved"
        assert desk.deeds() == {}


@pytest.mark.parametrize("method", ["invoice", "cod"])
def test_an_invoice_that_is_in_work_already_is_the_back_offices(method: str) -> None:
    """The shop heeds `set_paid` only while the order needs payment, so Desk must not say that it did it."""
    with desk_at_shop() as desk:
        order = desk.bought(method)
        assert desk.connector.look_payment(paid(order), attempt(desk)) == NotThere()
        with pytest.raises(Refused) as caught:
            desk.connector.mark_paid(paid(order), attempt(desk))
        assert caught.value.code == "cannot_mark_paid"
        assert desk.deeds() == {}
