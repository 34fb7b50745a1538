"""Returns and inquiries of the channel are answered, paid and given their label."""

from __future__ import annotations

import pytest

from desk.domain.cases import CaseKind, CaseState
from desk.domain.errors import NotAllowed
from desk.domain.pushes import ReturnAnswer
from desk.domain.values import OrderId
from desk.services import inquiries, returns
from desk.services.context import Desk
from desk.services.returns import LabelFile
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.deeds.steps import case_id, label_of, show
from tests.services.fake_deeds import DeedChannel, case
from tests.services.outbox_deeds import drain
from tests.support.orders import after, euros, parcel


def test_a_return_goes_from_answer_to_money(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    channel.put_case(case())
    synced()
    found = case_id(desk, order_id)
    label = LabelFile("C:/labels/back.pdf", b"%PDF-1.7 label")
    returns.decide(desk, order_id, found, ReturnAnswer.APPROVE, number="RT-1", hold_seconds=0)
    with pytest.raises(NotAllowed) as refused:
        returns.decide(desk, order_id, found, ReturnAnswer.DECLINE)
    assert refused.value.code == "case_on_its_way"
    drain(desk, account)
    assert show(desk, order_id).cases[0].state is CaseState.APPROVED
    (push,) = returns.send_label(desk, order_id, found, carrier="DHL", number="0034", file=label, hold_seconds=0).pushes
    assert label_of(desk, push) == ("back.pdf", b"%PDF-1.7 label")
    returns.write(desk, order_id, found, "Thank you.", hold_seconds=0)
    returns.receive(desk, order_id, found, hold_seconds=0)
    returns.refund(desk, order_id, found, goods=euros(1990), shipping=euros(490), hold_seconds=0)
    drain(desk, account)
    view = show(desk, order_id)
    assert view.cases[0].state is CaseState.REFUNDED
    assert view.refunded == euros(2480)
    assert "SendReturnLabel 5001" in channel.did
    assert label_of(desk, push) == ("back.pdf", b""), "the channel has it, and lists need not carry it"


@pytest.mark.parametrize(
    "file, code",
    [
        (LabelFile("label.exe", b"MZ"), "label_kind"),
        (LabelFile("label.pdf", b""), "label_empty"),
        (LabelFile("label.pdf", b"\x89PNG\r\n\x1a\n"), "label_not_that"),
        (LabelFile("label.pdf", b"%PDF-" + b"x" * 1000), "label_large"),
    ],
)
def test_a_label_must_be_what_the_channel_takes(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId, file: LabelFile, code: str
) -> None:
    channel.put_case(case())
    synced()
    with pytest.raises(NotAllowed) as refused:
        returns.send_label(desk, order_id, case_id(desk, order_id), carrier="DHL", number="0034", file=file)
    assert refused.value.code == code


def test_a_return_refunds_no_more_shipping_than_was_paid_and_takes_known_reasons_only(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    channel.put_case(case())
    synced()
    found = case_id(desk, order_id)
    with pytest.raises(NotAllowed, match=r"4\.90"):
        returns.refund(desk, order_id, found, goods=euros(100), shipping=euros(491))
    with pytest.raises(NotAllowed, match="TROUBLE"):
        returns.escalate(desk, order_id, found, "BECAUSE")
    returns.escalate(desk, order_id, found, "TROUBLE")


def test_an_inquiry_is_answered_with_the_known_parcel_or_all_the_money(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    channel.put_case(case("i1", kind=CaseKind.INQUIRY))
    channel.change("1001", shipments=(parcel("0034043416", at=after(50)),))
    channel.give_back("1001", euros(460), "elsewhere")
    synced()
    found = case_id(desk, order_id)
    inquiries.tell_shipment(desk, order_id, found, hold_seconds=0)
    drain(desk, account)
    assert channel.cases[CaseKind.INQUIRY, "i1"].number == "0034043416"
    inquiries.refund(desk, order_id, found, hold_seconds=0)
    assert show(desk, order_id).refundable == euros(0)
    drain(desk, account)
    assert (channel.left("1001"), show(desk, order_id).refunded) == (euros(0), euros(6460))
