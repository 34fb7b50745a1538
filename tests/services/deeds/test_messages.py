"""Texts to buyers, and the words of every deed and of what the channel does not offer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.errors import NotAllowed
from desk.domain.pushes import PushState, ReturnAnswer, SendMessage
from desk.domain.values import OrderId
from desk.services import accounts, messages, returns, wording
from desk.services.context import Desk
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.deeds.steps import case_id, show
from tests.services.fake_deeds import CAN_ALL, DeedChannel, case, said, talk
from tests.services.outbox_deeds import drain
from tests.services.say import PlainSay
from tests.support.orders import euros


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
