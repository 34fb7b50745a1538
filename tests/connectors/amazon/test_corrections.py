"""A parcel's number is put right under its own reference, with what is inside, and never over somebody else's."""

from __future__ import annotations

import pytest

from connectors.channels.amazon.simulator_model import AmazonOrder
from connectors.contract.errors import OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, CorrectsShipments, Moved, NotThere
from desk.domain.pushes import ConfirmShipment, CorrectShipment, ShippedLine
from desk.domain.values import PushKey
from tests.connectors.amazon.deed_side import DeskAtAmazon, desk_at_amazon, ref

OLD, NEW = "00340434161094000001", "00340434161094000002"
KEY = PushKey("correction-1")


def reported(desk: DeskAtAmazon) -> AmazonOrder:
    """An order with one parcel of one piece, reported by Desk."""
    order = desk.bought(2)
    desk.connector.confirm_shipment(
        ConfirmShipment(
            order=ref(order),
            carrier="dhl_de",
            carrier_name="DHL Paket",
            number=OLD,
            tracking_url="",
            lines=(ShippedLine(remote_id=order.items[0].id, quantity=1),),
            completes=False,
            shipped_at=desk.now,
            parcel=1,
        ),
        KEY,
    )
    return order


def correction(desk: DeskAtAmazon, order: AmazonOrder, parcel: str = "1", old: str = OLD) -> CorrectShipment:
    return CorrectShipment(
        order=ref(order),
        parcel=parcel,
        old_number=old,
        carrier="dpd_de",
        carrier_name="DPD",
        number=NEW,
        shipped_at=desk.now,
    )


def test_the_parcel_keeps_its_reference_and_what_is_inside() -> None:
    with desk_at_amazon() as desk:
        order = reported(desk)
        push = correction(desk, order)
        assert isinstance(desk.connector, CorrectsShipments)
        assert desk.connector.look_correction(push, KEY) == NotThere()
        assert desk.connector.correct_shipment(push, KEY) == Accepted("1")
        (parcel,) = order.packages
        assert (parcel.reference, parcel.number, parcel.carrier) == ("1", NEW, "DPD")
        assert parcel.items == {order.items[0].id: 1}
        assert desk.connector.correct_shipment(push, KEY) == AlreadyDone("1")
        assert desk.deeds() == {"parcel_added": 1, "parcel_changed": 1}


@pytest.mark.parametrize("profile", ["deed_done_no_answer", "silence"])
def test_a_lost_answer_changes_nothing_twice(profile: str) -> None:
    with desk_at_amazon() as desk:
        order = reported(desk)
        push = correction(desk, order)
        desk.plant(profile, "shipmentConfirmation")
        with pytest.raises(OutcomeUnknown):
            desk.connector.correct_shipment(push, KEY)
        desk.again().correct_shipment(push, KEY)
        assert desk.deeds()["parcel_changed"] == 1


def test_whoever_was_there_meanwhile_is_not_written_over() -> None:
    with desk_at_amazon() as desk:
        order = reported(desk)
        for push in (correction(desk, order, old="another"), correction(desk, order, parcel="7")):
            assert isinstance(desk.connector.look_correction(push, KEY), Moved)
            with pytest.raises(Refused) as caught:
                desk.connector.correct_shipment(push, KEY)
            assert caught.value.code == "moved"
        assert desk.deeds() == {"parcel_added": 1}


def test_a_parcel_of_seller_central_is_corrected_there() -> None:
    with desk_at_amazon() as desk:
        order = desk.bought()
        desk.do("add_tracking", order=order.id, number=OLD)
        push = correction(desk, order, parcel=order.packages[0].reference)
        assert isinstance(desk.connector.look_correction(push, KEY), Moved)
