"""Cancellations reach Amazon once, only for what has not left, and are believed when the order itself says so."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.channels.amazon.simulator_feeds import cancel as cancel_feed
from connectors.channels.amazon.simulator_model import AmazonOrder
from connectors.contract.errors import OutcomeUnknown, Refused, Undecided
from connectors.contract.protocols import AlreadyDone, CancelsOrders, Moved, NotThere, UnderWay
from desk.domain.pushes import AnswerCancellation, CancellationPush, CancelOrder, CancelReason
from tests.connectors.amazon.deed_side import FEEDS, Crash, DeskAtAmazon, Kept, desk_at_amazon, ref


def call_off(order: AmazonOrder, reason: CancelReason = CancelReason.OUT_OF_STOCK) -> CancelOrder:
    return CancelOrder(order=ref(order), reason=reason, paid=True)


def step(desk: DeskAtAmazon, push: CancellationPush, deed: Kept) -> object:
    """One try as the outbox makes it."""
    attempt = deed.attempt(desk.now)
    try:
        made = desk.connector.cancel_order(push, attempt)
    except OutcomeUnknown:
        return desk.connector.look_cancellation(push, attempt)
    if isinstance(made, AlreadyDone):
        return made
    return desk.connector.look_cancellation(push, attempt)


def to_the_end(desk: DeskAtAmazon, push: CancellationPush, deed: Kept, *, times: int = 60) -> object:
    found: object = None
    for _ in range(times):
        found = step(desk, push, deed)
        if isinstance(found, AlreadyDone):
            return found
        assert isinstance(found, UnderWay), found
        desk.later(minutes=5)
    return found


def told(desk: DeskAtAmazon) -> list[dict[str, Any]]:
    desk.catch_up()
    journal = desk.running.simulator.journal.since(0)
    return [dict(one.remote_ids) for one in journal if one.deed == "order_cancelled" and one.actor == "client"]


@pytest.mark.parametrize(
    "reason,words",
    [
        (CancelReason.OUT_OF_STOCK, "NoInventory"),
        (CancelReason.BUYER_ASKED, "BuyerCanceled"),
        (CancelReason.ADDRESS, "ShippingAddressUndeliverable"),
    ],
)
def test_an_order_is_called_off_with_its_reason_and_believed_when_it_shows(reason: CancelReason, words: str) -> None:
    with desk_at_amazon() as desk:
        order = desk.bought(2)
        push, deed = call_off(order, reason), desk.deed()
        assert isinstance(desk.connector, CancelsOrders)
        assert desk.connector.look_cancellation(push, deed.attempt(desk.now)) == NotThere()
        assert isinstance(step(desk, push, deed), UnderWay)
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        (there,) = told(desk)
        assert there["reasons"] == {item.id: words for item in order.items}
        assert order.status == "CANCELLED"
        desk.again()
        assert isinstance(step(desk, push, desk.deed()), AlreadyDone)
        assert desk.deeds() == {"feed_submitted": 1, "order_cancelled": 1}


def test_a_feed_is_sent_in_the_name_of_the_seller_that_the_account_tells() -> None:
    with desk_at_amazon() as desk:
        for told, sent in (("", b"M_SELLER"), (" A2SELLERTOKEN ", b"A2SELLERTOKEN")):
            desk.again(settings={**desk.access.settings, "merchant_token": told})
            step(desk, call_off(desk.bought()), desk.deed())
            body = list(desk.seller.office.documents.values())[-1].body or b""
            assert b"<MerchantIdentifier>" + sent + b"</MerchantIdentifier>" in body


def test_a_buyers_wish_is_granted_in_the_buyers_name_and_a_no_sends_nothing() -> None:
    with desk_at_amazon() as desk:
        order, other = desk.bought(), desk.bought()
        for one in (order, other):
            desk.do("request_cancel", order=one.id)
        yes = AnswerCancellation(order=ref(order), case=order.id, approve=True)
        assert isinstance(to_the_end(desk, yes, desk.deed()), AlreadyDone)
        assert set(told(desk)[0]["reasons"].values()) == {"BuyerCanceled"}
        no = AnswerCancellation(order=ref(other), case=other.id, approve=False)
        assert isinstance(step(desk, no, desk.deed()), AlreadyDone)
        assert desk.deeds() == {"feed_submitted": 1, "order_cancelled": 1}


def test_what_has_left_or_is_not_ours_stays() -> None:
    with desk_at_amazon() as desk:
        fba = desk.bought(fulfilled_by="AMAZON")
        for order in (desk.shipped(), fba, desk.bought(status="PENDING")):
            push, deed = call_off(order), desk.deed()
            attempt = deed.attempt(desk.now)
            with pytest.raises(Refused) as caught:
                desk.connector.cancel_order(push, attempt)
            assert caught.value.code == "moved"
            assert isinstance(desk.connector.look_cancellation(push, attempt), Moved)
        assert desk.deeds() == {}


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("state", ["prepared", "uploaded", "submitting", "submitted"])
def test_a_crash_at_any_step_calls_it_off_once(state: str, before: bool) -> None:
    with desk_at_amazon() as desk:
        order = desk.bought()
        push, deed = call_off(order), desk.deed()
        deed.dies_at, deed.before = state, before
        with pytest.raises(Crash):
            to_the_end(desk, push, deed)
        deed.dies_at = ""
        desk.again()
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone), deed.states
        assert len(told(desk)) == 1


@pytest.mark.parametrize("names_all", [True, False])
@pytest.mark.parametrize("profile", ["silence", "deed_done_no_answer"])
def test_a_lost_answer_is_found_again(profile: str, names_all: bool) -> None:
    with desk_at_amazon(report_names_all=names_all) as desk:
        order = desk.bought()
        push, deed = call_off(order), desk.deed()
        desk.plant(profile, FEEDS)
        assert isinstance(step(desk, push, deed), UnderWay)
        desk.again()
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        assert len(told(desk)) == 1


def test_what_left_meanwhile_is_refused_in_amazons_words() -> None:
    with desk_at_amazon() as desk:
        order = desk.bought()
        push, deed = call_off(order), desk.deed()
        step(desk, push, deed)
        desk.do("add_tracking", order=order.id, number="0034")
        desk.later(minutes=10)
        with pytest.raises(Refused) as caught:
            step(desk, push, deed)
        assert caught.value.code == "moved"
        assert told(desk) == []


def test_a_feed_that_somebody_cancels_did_nothing() -> None:
    with desk_at_amazon() as desk:
        order = desk.bought()
        push, deed = call_off(order), desk.deed()
        step(desk, push, deed)
        cancel_feed(desk.seller, desk.seller.office.feeds[deed.values["feed"]])
        with pytest.raises(Refused) as caught:
            step(desk, push, deed)
        assert caught.value.code == "feed_cancelled"
        deed.sent_at = None
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone)


def test_a_feed_that_amazon_breaks_off_is_sent_again_but_not_for_ever() -> None:
    with desk_at_amazon() as desk:
        order, other = desk.bought(), desk.bought()
        push, deed = call_off(order), desk.deed()
        desk.do("fail_feed", after=0)
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        assert desk.deeds()["feed_submitted"] == 2
        for _ in range(5):
            desk.do("fail_feed", after=0)
        hopeless = desk.deed()
        with pytest.raises(Undecided) as caught:
            to_the_end(desk, call_off(other), hopeless)
        assert caught.value.code == "cancellation_unsure"
        assert desk.deeds()["feed_submitted"] == 5
