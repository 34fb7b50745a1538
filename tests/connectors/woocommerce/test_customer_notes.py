"""Texts to customers go out as notes that the shop mails, once, whoever bought; and as mails with the link to pay."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.channels.woocommerce.simulator_model import ShopOrder
from connectors.channels.woocommerce.tracking import reference
from connectors.contract.errors import OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere, SendsMessages, SendsPayLinks
from desk.domain.pushes import SendMessage, SendPayLink
from tests.connectors.woocommerce.deed_side import LOST, DeskAtShop, desk_at_shop, ref
from tests.support.channel_side import after, attempt


def text(order: ShopOrder, words: str = "Ihr Paket ging heute hinaus.", **more: Any) -> SendMessage:
    return SendMessage(order=ref(order), conversation="", buyer="", listing="", text=words, **more)


def link(order: ShopOrder) -> SendPayLink:
    return SendPayLink(order=ref(order))


def mails(desk: DeskAtShop) -> list[str]:
    return [mail.kind for mail in desk.shop.mails if mail.kind in ("customer_note", "customer_invoice")]


# --- notes -------------------------------------------------------------------------------------------------


def test_a_guest_gets_a_note_by_mail_once_with_our_reference() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        order.customer_id = 0
        push, first = text(order, "5 < 6 & mehr,\nbis bald"), attempt(desk)
        assert isinstance(desk.connector, SendsMessages)
        assert desk.connector.look_message(push, first) == NotThere()
        made = desk.connector.send_message(push, first)
        note = order.notes[-1]
        assert made == Accepted(str(note.id))
        assert note.text == f"5 &lt; 6 &amp; mehr,\nbis bald\n\n(Ref. {reference(first.key)})"
        assert note.to_customer
        again = desk.again()
        assert again.look_message(push, first) == AlreadyDone(str(note.id))
        assert again.send_message(push, first) == AlreadyDone(str(note.id))
        assert mails(desk) == ["customer_note"]


@pytest.mark.parametrize("fault", LOST)
def test_a_note_whose_answer_was_lost_is_found_again(fault: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        push, first = text(order), attempt(desk)
        desk.plant(fault, "notes")
        with pytest.raises(OutcomeUnknown):
            desk.connector.send_message(push, first)
        assert isinstance(desk.again().send_message(push, after(first, desk.now)), AlreadyDone)
        assert mails(desk) == ["customer_note"]


def test_the_same_words_by_another_deed_are_another_note() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        for _ in range(2):
            assert isinstance(desk.connector.send_message(text(order), attempt(desk)), Accepted)
        assert mails(desk) == ["customer_note"] * 2


def test_a_text_to_nobody_or_of_nothing_is_refused() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        for push in (text(order, " "), text(order, images=("https://shop.example/1.jpg",))):
            with pytest.raises(Refused):
                desk.connector.send_message(push, attempt(desk))
        order.billing["email"] = ""
        order.rendered.clear()
        with pytest.raises(Refused) as caught:
            desk.connector.send_message(text(order), attempt(desk))
        assert caught.value.code == "no_email"
        desk.do("delete", order=order.id)
        assert isinstance(desk.connector.look_message(text(order), attempt(desk)), Moved)
        with pytest.raises(Refused) as caught:
            desk.connector.send_message(text(order), attempt(desk))
        assert caught.value.code == "moved"
        assert mails(desk) == []


# --- the link to pay ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["10.3.5", "9.4.1"])
def test_the_link_to_pay_goes_by_the_way_that_the_shop_has(version: str) -> None:
    with desk_at_shop(wc_version=version) as desk:
        order = desk.bought("bacs", "on-hold")
        assert desk.connector.capabilities().sends_pay_link is not None
        assert isinstance(desk.connector, SendsPayLinks)
        first = attempt(desk)
        assert desk.connector.look_pay_link(link(order), first) == NotThere()
        assert desk.connector.send_pay_link(link(order), first) == Accepted(str(order.id))
        assert isinstance(desk.connector.look_pay_link(link(order), first), AlreadyDone)
        assert isinstance(desk.again().send_pay_link(link(order), after(first, desk.now)), AlreadyDone)
        assert mails(desk) == ["customer_invoice"]


def test_a_shop_that_is_too_old_says_so() -> None:
    with desk_at_shop(wc_version="8.9.0") as desk:
        order = desk.bought("bacs", "on-hold")
        can = desk.connector.capabilities()
        assert can.sends_pay_link is None
        assert "too old" in can.why_not["sends_pay_link"]
        with pytest.raises(Refused) as caught:
            desk.connector.send_pay_link(link(order), attempt(desk))
        assert caught.value.code == "no_route"
        assert mails(desk) == []


@pytest.mark.parametrize("fault", LOST)
def test_a_link_whose_answer_was_lost_is_known_by_the_shops_own_note(fault: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs", "on-hold")
        first = attempt(desk)
        desk.plant(fault, "send_email")
        with pytest.raises(OutcomeUnknown):
            desk.connector.send_pay_link(link(order), first)
        assert isinstance(desk.again().send_pay_link(link(order), after(first, desk.now)), AlreadyDone)
        assert mails(desk) == ["customer_invoice"]


def test_a_link_that_somebody_had_mailed_long_before_is_not_ours() -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs", "on-hold")
        desk.connector.send_pay_link(link(order), attempt(desk))
        desk.later(hours=3)
        assert desk.again().look_pay_link(link(order), attempt(desk, sent=True)) == NotThere()


@pytest.mark.parametrize("deed", ["pay", "cancel", "trash", "delete"])
def test_no_link_for_what_is_not_to_be_paid(deed: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs", "on-hold")
        desk.do(deed, order=order.id)
        desk.shop.mails.clear()
        assert isinstance(desk.connector.look_pay_link(link(order), attempt(desk)), Moved)
        with pytest.raises(Refused) as caught:
            desk.connector.send_pay_link(link(order), attempt(desk))
        assert caught.value.code == "moved"
        assert mails(desk) == []


def test_no_link_to_nobody() -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs", "on-hold")
        order.billing["email"] = ""
        order.rendered.clear()
        with pytest.raises(Refused) as caught:
            desk.connector.send_pay_link(link(order), attempt(desk))
        assert caught.value.code == "no_email"
