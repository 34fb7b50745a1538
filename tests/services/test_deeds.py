"""The deeds: judged on what is known at the moment, queued once, and never a cent more than what was paid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.contract.capabilities import CanIssueRefunds
from desk.domain.cases import CaseDeed, CaseKind, CaseState
from desk.domain.clock import ManualClock
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.orders import Buyer, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import CancelReason, PushState, RefundReason, ReturnAnswer, SendMessage, SendReturnLabel
from desk.domain.values import CaseId, Money, OrderId, PushId
from desk.domain.views import OrderView
from desk.services import (
    accounts,
    cancelling,
    inquiries,
    messages,
    orders,
    outbox,
    push_facts,
    pusher,
    refunding,
    returns,
    wording,
)
from desk.services.context import Desk
from desk.services.refunding import LineAmount, Wanted
from desk.services.returns import LabelFile
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import CAN_ALL, DeedChannel, DeedRegistry, case, said, talk
from tests.services.fakes import Fault, never
from tests.services.say import PlainSay
from tests.support.orders import after, euros, line, order, parcel, refunded

BUYER = Buyer(name="Ada B", remote_id="ada_b")
DAY = 86_400.0


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    lines = (line("11", 2, listing="77"), line("12", 1))
    made.add(order("1001", buyer=BUYER, lines=lines))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def order_id(synced: Synced) -> OrderId:
    return synced()["1001"]


def show(desk: Desk, order_id: OrderId) -> OrderView:
    return orders.show(desk, order_id)


def drain(desk: Desk, account: Account) -> pusher.DrainReport:
    return pusher.drain(desk, account.id, never())


def goodwill(minor: int) -> Wanted:
    return Wanted(reason=RefundReason.GOODWILL, amount=euros(minor))


def of_lines(*lines: LineAmount) -> Wanted:
    return Wanted(reason=RefundReason.GOODWILL, lines=lines)


def case_id(desk: Desk, order_id: OrderId) -> CaseId:
    return show(desk, order_id).cases[0].id


def told(desk: Desk, push: PushId) -> tuple[PushState, str]:
    (found,) = [one for one in outbox.overview(desk) if one.id == push]
    return found.state, found.error_code


def label_of(desk: Desk, push: PushId) -> tuple[str, bytes]:
    with desk.store.read() as transaction:
        row = outbox_store.load_push(transaction, push)
    assert row is not None
    assert isinstance(row.push, SendReturnLabel)
    return row.push.file_name, row.push.file


# Refunds.


def test_a_refund_goes_its_way_and_each_step_is_visible(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    seen = refunding.preview(desk, order_id, goodwill(1000))
    assert (seen.paid, seen.left, seen.amount, seen.rest) == (euros(6460), euros(6460), euros(1000), euros(5460))
    (push,) = refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0).pushes
    assert show(desk, order_id).refundable == euros(5460)
    assert refunding.preview(desk, order_id, goodwill(1)).on_its_way == euros(1000)
    drain(desk, account)
    view = show(desk, order_id)
    assert told(desk, push) == (PushState.CONFIRMED, "")
    assert (view.refunded, view.refundable, channel.left("1001")) == (euros(1000), euros(5460), euros(5460))


def test_the_same_deed_twice_is_one_push(desk: Desk, order_id: OrderId) -> None:
    first = refunding.refund(desk, order_id, goodwill(1000), deed="d1")
    assert refunding.refund(desk, order_id, goodwill(1000), deed="d1").pushes == first.pushes
    assert len(outbox.overview(desk)) == 1


def test_two_refunds_of_one_amount_are_both_given(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    """The second was decided before the first had a name: it must not take that for itself, or for somebody else's."""
    for _ in range(2):
        refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0)
    drain(desk, account)
    assert [one.state for one in outbox.overview(desk)] == [PushState.CONFIRMED] * 2
    assert channel.left("1001") == euros(4460)


def test_a_refund_of_somebody_else_meanwhile_is_a_conflict(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    (push,) = refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0).pushes
    channel.give_back("1001", euros(1000))
    drain(desk, account)
    assert told(desk, push)[0] is PushState.CONFLICT
    assert channel.left("1001") == euros(5460)


def test_a_lost_answer_gives_nothing_twice(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId, clock: ManualClock
) -> None:
    channel.plan("issue_refund", Fault.DONE_NO_ANSWER)
    (push,) = refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0).pushes
    for _ in range(3):
        drain(desk, account)
        clock.advance(120)
    assert told(desk, push)[0] is PushState.CONFIRMED
    assert channel.did == [f"refund 1001 {euros(1000)}"]


def test_lines_are_refunded_up_to_what_they_cost(desk: Desk, order_id: OrderId) -> None:
    view = show(desk, order_id)
    cups, plate = view.lines
    assert (cups.refundable, plate.refundable) == (euros(3980), euros(1990))
    wanted = Wanted(
        reason=RefundReason.GOODWILL, lines=(LineAmount(cups.id, euros(1000)), LineAmount(plate.id, euros(1990)))
    )
    refunding.refund(desk, order_id, wanted)
    view = show(desk, order_id)
    assert [one.refundable for one in view.lines] == [euros(2980), euros(0)]
    assert view.refundable == euros(3470)
    with pytest.raises(NotAllowed, match=r"29\.80"):
        refunding.refund(
            desk, order_id, Wanted(reason=RefundReason.GOODWILL, lines=(LineAmount(cups.id, euros(2981)),))
        )


@pytest.mark.parametrize(
    "wanted, code",
    [
        (goodwill(6461), "refund_over_left"),
        (goodwill(0), "amount_odd"),
        (goodwill(-5), "amount_odd"),
        (Wanted(reason=RefundReason.GOODWILL, amount=Money(100, "USD")), "currency_odd"),
        (Wanted(reason=RefundReason.GOODWILL), "amount_missing"),
        (Wanted(reason=RefundReason.GOODWILL, amount=euros(1), comment="x" * 101), "comment_too_long"),
    ],
)
def test_a_refund_that_makes_no_sense_is_refused_with_its_reason(
    desk: Desk, order_id: OrderId, wanted: Wanted, code: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        refunding.refund(desk, order_id, wanted)
    assert refused.value.code == code
    assert outbox.overview(desk) == ()


def test_money_is_refunded_where_its_case_is(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    for kind, code in (
        (CaseKind.RETURN, "refund_in_return"),
        (CaseKind.INQUIRY, "refund_in_inquiry"),
        (CaseKind.CANCELLATION, "refund_in_cancellation"),
    ):
        opened = channel.put_case(case("5001", kind=kind))
        synced()
        assert show(desk, order_id).may_refund.code == code
        channel.put_case(replace(opened, state=CaseState.CLOSED, allows=()))
        synced()
    assert show(desk, order_id).may_refund.allowed


def test_money_of_a_case_goes_back_with_the_order_where_the_channel_takes_none_there(
    desk: Desk, channel: DeedChannel, account: Account, synced: Synced, order_id: OrderId
) -> None:
    channel.capabilities = replace(CAN_ALL, answers_returns=None)
    accounts.check_login(desk, account)
    channel.put_case(case("5001"))
    synced()
    assert show(desk, order_id).may_refund.allowed


def test_a_channel_that_refunds_what_left_only_says_so_until_it_has(
    desk: Desk, channel: DeedChannel, account: Account, synced: Synced, order_id: OrderId
) -> None:
    channel.capabilities = replace(CAN_ALL, issues_refunds=CanIssueRefunds(reasons=("GOODWILL",), once_shipped=True))
    accounts.check_login(desk, account)
    assert show(desk, order_id).may_refund.code == "refund_not_shipped"
    for facet in (ShippingFacet.PARTLY_SHIPPED, ShippingFacet.UNKNOWN):
        channel.change("1001", shipping=facet)
        synced()
        assert show(desk, order_id).may_refund.allowed, "under a status that nobody knows it may have left"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["whole", "line", "return", "offer", "inquiry", "send", "elsewhere", "recall"]),
        st.integers(1, 4000),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(STEPS)
def test_whatever_is_queued_no_more_goes_back_than_was_paid(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced, steps: list[tuple[str, int]]
) -> None:
    name = str(2000 + len(channel.orders))
    channel.add(order(name, buyer=BUYER))
    channel.put_case(case(f"r{name}", name, state=CaseState.CLOSED))
    channel.put_case(case(f"i{name}", name, CaseKind.INQUIRY, state=CaseState.CLOSED))
    found = synced()[name]
    ids = {one.kind: one.id for one in show(desk, found).cases}
    cup = show(desk, found).lines[0].id
    for what, minor in steps:
        try:
            if what == "whole":
                refunding.refund(desk, found, goodwill(minor), hold_seconds=0)
            elif what == "line":
                refunding.refund(desk, found, of_lines(LineAmount(cup, euros(minor))), hold_seconds=0)
            elif what == "return":
                returns.refund(desk, found, ids[CaseKind.RETURN], goods=euros(minor), hold_seconds=0)
            elif what == "offer":
                returns.decide(
                    desk, found, ids[CaseKind.RETURN], ReturnAnswer.OFFER_PART, amount=euros(minor), hold_seconds=0
                )
            elif what == "inquiry":
                inquiries.refund(desk, found, ids[CaseKind.INQUIRY], hold_seconds=0)
            elif what == "send":
                drain(desk, account)
            elif what == "elsewhere":
                channel.give_back(name, euros(minor))
            else:
                outbox.recall(desk, [one.id for one in outbox.overview(desk, states=[PushState.WAITING])][:1])
        except DeskError:
            continue
        with desk.store.read() as transaction:
            rows = outbox_store.load_pushes_of(transaction, [found]).get(found, [])
        waiting = sum(
            facts["amount_minor"]
            for facts in (push_facts.facts_of(row.push) for row in rows if row.state is PushState.WAITING)
            if isinstance(facts["amount_minor"], int)
        )
        known = show(desk, found)
        assert known.refundable is not None
        assert known.refunded.minor + waiting + known.refundable.minor <= 6460
        assert channel.left(name).minor >= 0


# Cancellations.


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


# Returns and inquiries.


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


# Messages.


def test_a_text_lies_over_its_conversation_until_the_channel_has_it(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    channel.put_texts(talk("talk-1", said("Where is it?", at=3000)))
    synced()
    messages.send(desk, order_id, "It left today.", images=["https://shop.example.org/a.png"], hold_seconds=0)
    (shown,) = show(desk, order_id).conversations
    assert [(text.text, text.state) for text in shown.messages] == [
        ("Where is it?", None),
        ("It left today.", PushState.WAITING),
    ]
    drain(desk, account)
    (shown,) = show(desk, order_id).conversations
    assert [(text.text, text.state) for text in shown.messages] == [("Where is it?", None), ("It left today.", None)]


def test_without_a_conversation_one_is_begun_about_what_was_bought(
    desk: Desk, account: Account, synced: Synced, order_id: OrderId
) -> None:
    messages.send(desk, order_id, "Hello", hold_seconds=0)
    with desk.store.read() as transaction:
        (row,) = outbox_store.of_kind(outbox_store.load_pushes(transaction), SendMessage)
    assert (row.push.conversation, row.push.buyer, row.push.listing) == ("", "ada_b", "77")
    (begun,) = show(desk, order_id).conversations
    assert begun.id is None
    drain(desk, account)
    synced()
    (there,) = show(desk, order_id).conversations
    assert [(text.text, text.push) for text in there.messages] == [("Hello", None)]


@pytest.mark.parametrize(
    "text, images, code",
    [
        (" ", [], "text_empty"),
        ("x" * 201, [], "text_too_long"),
        ("Dear {{ buyer }}", [], "placeholder_left"),
        ("Dear {first_name}", [], "placeholder_left"),
        ("a\x07b", [], "text_odd"),
        ("ok", ["http://shop.example.org/a.png"], "image_address"),
        ("ok", ["file:///a.png"], "image_address"),
        ("ok", ["https://a.example.org/1", "https://a.example.org/2", "https://a.example.org/3"], "images_too_many"),
    ],
)
def test_a_text_that_cannot_go_is_refused(
    desk: Desk, order_id: OrderId, text: str, images: list[str], code: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        messages.send(desk, order_id, text, images=images)
    assert refused.value.code == code


# What the account allows, and words.


def test_what_the_channel_does_not_offer_is_refused_in_its_words(
    desk: Desk, channel: DeedChannel, account: Account, order_id: OrderId
) -> None:
    channel.capabilities = replace(
        CAN_ALL,
        issues_refunds=None,
        why_not={"issues_refunds": "Not without a signature."},
        elsewhere={"issues_refunds": "https://office.example.org/refunds"},
        page_name="Back office",
    )
    accounts.check_login(desk, account)
    view = show(desk, order_id)
    assert view.may_refund.text == "Not without a signature."
    assert (view.may_refund.page, view.limits.page_name) == ("https://office.example.org/refunds", "Back office")
    assert (view.lines[0].refundable, view.limits.refund_reasons) == (None, ())
    accounts.switch_writing(desk, account.id, on=False)
    view = show(desk, order_id)
    assert {view.may_cancel.code, view.may_write.code} == {"writing_off"}


def test_every_deed_has_words_for_outbox_and_history(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    channel.put_case(case())
    synced()
    found = case_id(desk, order_id)
    returns.decide(desk, order_id, found, ReturnAnswer.OFFER_PART, amount=euros(500), comment="Keep it.")
    messages.send(desk, order_id, "Hello")
    view = show(desk, order_id)
    say = PlainSay()
    assert [wording.deed(one.what, say) for one in view.pushes] == [
        ("Answer to a return", "Part of the money offered · 5.00 EUR"),
        ("Message", "Hello"),
    ]
    queued = {wording.timeline(one, say) for one in view.timeline if one.kind == "PUSH_QUEUED"}
    assert ("Message: waits in the outbox", "Hello") in queued
    opened = next(one for one in view.timeline if one.kind == "CASE_OPENED")
    assert wording.timeline(opened, say)[0] == "Return opened"


def test_refunds_that_the_channel_shows_are_known_beforehand(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    payments = (*channel.order("1001").payments, refunded(100, after(5), "r-9"))
    channel.change("1001", payments=payments, payment=PaymentFacet.PARTLY_REFUNDED)
    synced()
    refunding.refund(desk, order_id, goodwill(100))
    with desk.store.read() as transaction:
        (row,) = outbox_store.load_pushes(transaction)
    assert row.push.known == ("r-9",)  # type: ignore[union-attr]
