"""Conversations of a simulated eBay: what is new comes once and whole, what is sent goes out once."""

from __future__ import annotations

import dataclasses
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import requests

from connectors.channels.ebay import message_place, messages
from connectors.channels.ebay.connector import connect
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused, Unavailable, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, FetchesMessages, NotThere, SendsMessages
from connectors.contract.snapshots import ConversationSnapshot, Cursor, UnreadableRecord
from desk.domain.clock import Instant
from desk.domain.pushes import Attempt, SendMessage
from desk.domain.values import PushKey, RemoteRef
from tests.connectors.ebay.account import EbayAccount, ebay_account, through_json
from tests.connectors.ebay.desk_side import ACCOUNT, access
from tests.connectors.http.server import Seen, reply, serving

KEY = PushKey("0192f0c1-message")
TEXT = "Guten Tag, das Paket ging heute auf die Reise."


class Reader:
    """What a reader knows after following pages, each cursor through JSON as in the store."""

    def __init__(self, account: EbayAccount) -> None:
        self.account = account
        self.cursor = Cursor()
        self.known: dict[str, ConversationSnapshot] = {}
        self.bad: list[UnreadableRecord] = []
        self.pages = 0

    def page(self) -> tuple[list[ConversationSnapshot], bool]:
        found = self.account.connector.fetch_messages(through_json(self.cursor))
        self.pages += 1
        assert found.done or found.cursor != self.cursor, "the reader would take it for a loop"
        self.cursor = found.cursor
        self.bad += found.unreadable
        self.known |= {one.ref.id: one for one in found.items}
        return list(found.items), found.done

    def run(self) -> list[ConversationSnapshot]:
        items: list[ConversationSnapshot] = []
        for _ in range(100):
            try:
                found, done = self.page()
            except (Unavailable, Unreadable, LoginNeeded):  # two tokens in a row that ran out at once
                continue
            items += found
            if done:
                return items
        raise AssertionError("the run never ends")

    def next_run(self) -> list[ConversationSnapshot]:
        self.account.later(minutes=5)
        return self.run()


def written(account: EbayAccount, text: str = "Wann kommt es an?", place: int = 0, **more: Any) -> dict[str, Any]:
    order = account.shipped_orders()[place]
    told: dict[str, Any] = account.do("write_message", order=order["id"], text=text, **more)
    return {**told, "order": order}


def push(order: dict[str, Any], conversation: str = "", text: str = TEXT, **more: Any) -> SendMessage:
    return SendMessage(
        order=RemoteRef(ACCOUNT, order["id"]),
        conversation=conversation,
        buyer=order["username"],
        listing=order["lines"][0]["item_id"],
        text=text,
        **more,
    )


def first(account: EbayAccount) -> Attempt:
    return Attempt(key=KEY, queued_at=account.now)


def texts_of(account: EbayAccount) -> list[str]:
    """What the seller's side has sent, as eBay has it."""
    told = account.state()["conversations"]
    return [text["text"] for one in told for text in one["messages"] if text["by"] == "client"]


# --- reading -----------------------------------------------------------------------------------------------


def test_a_conversation_comes_whole_with_buyer_listing_and_pictures() -> None:
    with ebay_account() as account:
        assert isinstance(account.connector, FetchesMessages)
        assert isinstance(account.connector, SendsMessages)
        picture = ["bild.png", "IMAGE", "https://i.example/bild.png"]
        made = written(account, media=[picture])
        account.connector.send_message(push(made["order"], made["conversation"]), first(account))
        (one,) = Reader(account).run()
        alone = account.connector.fetch_conversation(one.ref)
    order = made["order"]
    assert one.ref == RemoteRef(ACCOUNT, made["conversation"])
    assert (one.buyer, one.listing, one.order) == (order["username"], order["lines"][0]["item_id"], None)
    assert [(text.ours, text.text) for text in one.messages] == [(False, "Wann kommt es an?"), (True, TEXT)]
    assert one.messages[0].remote_id == made["id"]
    assert one.messages[0].media == (("bild.png", "https://i.example/bild.png"),)
    assert (one.messages[0].unread, one.messages[1].unread, one.unread) == (True, False, 1)
    assert (one.title, one.closed) == (order["username"], False)
    assert dataclasses.replace(alone, raw=b"") == dataclasses.replace(one, raw=b"")


def test_reading_leaves_the_conversation_unread_there() -> None:
    with ebay_account() as account:
        written(account)
        Reader(account).run()
        (there,) = account.state()["conversations"]
        assert there["unread"] == 1
        assert account.deeds() == {}


def test_only_conversations_with_something_new_are_read_again() -> None:
    with ebay_account() as account:
        quiet, busy = written(account, place=0), written(account, place=1)
        reader = Reader(account)
        assert len(reader.run()) == 2
        assert reader.next_run() == []
        before = sum(quiet["conversation"] in path for path in account.seen)
        written(account, "Und noch etwas.", place=1)
        (again,) = reader.next_run()
        assert [text.text for text in again.messages] == ["Wann kommt es an?", "Und noch etwas."]
        assert again.ref.id == busy["conversation"]
        account.later(hours=5)
        assert reader.run() == []
        assert sum(quiet["conversation"] in path for path in account.seen) == before


def test_letters_of_ebays_own_stay_out() -> None:
    with ebay_account() as account:
        account.do("ebay_writes", text="Ihre Rechnung ist da.")
        assert Reader(account).run() == []


def test_nothing_is_asked_before_it_is_time() -> None:
    with ebay_account() as account:
        reader = Reader(account)
        reader.run()
        asked = len(account.seen)
        account.later(minutes=3)
        assert reader.page() == ([], True)
        assert len(account.seen) == asked


def test_a_long_thread_is_read_to_its_beginning() -> None:
    with ebay_account() as account:
        order = account.shipped_orders()[0]
        for count in range(60):
            account.running.simulator.clock.advance(1)
            account.do("write_message", order=order["id"], text=f"Nachricht {count}")
        (one,) = Reader(account).run()
    assert [text.text for text in one.messages] == [f"Nachricht {count}" for count in range(60)]
    assert one.unread == 60


def test_who_dies_at_any_page_goes_on_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_THREADS_TO_A_PAGE", 2)
    with ebay_account(40) as account:
        for one in account.shipped_orders()[:9]:
            account.do("write_message", order=one["id"], text="Hallo")
        reader, done = Reader(account), False
        while not done:
            account.again()
            account.connector.fetch_messages(through_json(reader.cursor))  # dies with its process
            account.again()
            _, done = reader.page()
        assert set(reader.known) == {one["id"] for one in account.state()["conversations"]}
        assert reader.pages > 3


def test_a_list_that_shrinks_meanwhile_hides_no_conversation() -> None:
    with ebay_account(120) as account:
        market = account.running.simulator.market
        orders = account.shipped_orders()
        for place in range(56):
            account.do("write_message", order=orders[place]["id"], text="Hallo")
        reader = Reader(account)
        while message_place.MessagePlace.read(dict(reader.cursor.value)) == message_place.MessagePlace():
            reader.page()
        while (walk := message_place.MessagePlace.read(dict(reader.cursor.value)).walk) and not walk.offset:
            reader.page()
        for gone in sorted(market.conversations.values(), key=lambda one: one.latest.at, reverse=True)[:3]:
            gone.status = "DELETE"
        reader.run()
        left = {one.id for one in market.conversations.values() if one.status != "DELETE"}
        assert left <= set(reader.known)


@pytest.mark.parametrize("profile", ["server_html", "throttle", "token_expired", "cut_body", "empty_200", "clock_skew"])
def test_the_messages_come_in_whatever_ebay_suffers(profile: str) -> None:
    with ebay_account(30) as account:
        for place in range(6):
            written(account, place=place)
        account.faults(**{profile: 0.1 if profile == "token_expired" else 0.3})
        reader = Reader(account)
        reader.run()
        assert set(reader.known) == {one["id"] for one in account.state()["conversations"]}


def test_a_conversation_that_cannot_be_read_goes_aside_and_the_others_come() -> None:
    fine = {"conversationId": "7", "latestMessage": {"messageId": "1", "createdDate": "2026-11-20T09:00:00.000Z"}}
    text = {"messageId": "1", "senderUsername": "kauf", "recipientUsername": "werk", "messageBody": "Hallo"}
    told = {"7": {**text, "createdDate": "2026-11-20T09:00:00.000Z"}, "8": {**text, "createdDate": "gestern"}}

    def answer(seen: Seen) -> bytes:
        if "oauth2" in seen.target:
            return reply({"access_token": "v^1.1#t", "expires_in": 7200})
        if "identity" in seen.target:
            return reply({"username": "werk", "userId": "u1"})
        number = seen.target.partition("/conversation/")[2].partition("?")[0]
        if number:
            return reply({"messages": [told[number]], "total": 1})
        return reply({"conversations": [{"nothing": 1}, {**fine, "conversationId": "8"}, fine], "total": 3})

    with serving(answer) as server:
        connector = connect(access(server.address))
        try:
            page = connector.fetch_messages(Cursor())
        finally:
            connector.close()
    assert [one.ref.id for one in page.items] == ["7"]
    assert [one.remote_id for one in page.unreadable] == ["", "8"]
    assert page.done


def test_a_cursor_that_nobody_wrote_begins_anew() -> None:
    with ebay_account() as account:
        made = written(account)
        for strange in ({"v": 7}, {"v": 1}, {"v": 1, "latest": {"1": 3}}, {"v": 1, "latest": {}, "walk": {}}):
            found = account.connector.fetch_messages(Cursor(dict(strange)))
            assert [one.ref.id for one in found.items] == [made["conversation"]]


def test_a_consent_that_does_not_cover_messages_stops_nothing_else_and_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with ebay_account(scopes="base sell.fulfillment") as account:
        for _ in range(2):
            page = account.connector.fetch_messages(Cursor())
            assert (page.items, page.cursor, page.done) == ((), Cursor(), True)
        assert sum("does not cover messages" in one.getMessage() for one in caplog.records) == 1
        assert any("does not cover messages" in one for one in account.connector.check_login().warnings)
        assert account.connector.fetch_orders(Cursor()).items


def test_a_clock_that_was_set_back_asks_all_the_same() -> None:
    place = message_place.MessagePlace(read_at=Instant(access().clock.now() + timedelta(days=1)))
    walk = place.begin(access().clock.now(), None)
    assert place.is_due(walk.began)
    assert walk.start < walk.began


# --- writing -----------------------------------------------------------------------------------------------


def test_an_answer_goes_into_its_conversation() -> None:
    with ebay_account() as account:
        made = written(account)
        done = account.connector.send_message(push(made["order"], made["conversation"]), first(account))
        (there,) = account.state()["conversations"]
        assert isinstance(done, Accepted)
        assert [(text["id"], text["by"]) for text in there["messages"]] == [
            (made["id"], "shop"),
            (done.remote_ref, "client"),
        ]


def test_the_merchant_may_write_first_about_what_was_bought_with_pictures() -> None:
    with ebay_account() as account:
        order = account.shipped_orders()[0]
        pictures = tuple(f"https://i.example/{count}.png" for count in range(5))
        account.connector.send_message(push(order, images=pictures), first(account))
        (there,) = account.state()["conversations"]
    assert (there["with"], there["item"]) == (order["username"], order["lines"][0]["item_id"])
    assert [(text["text"], text["media"]) for text in there["messages"]] == [(TEXT, 5)]


@pytest.mark.parametrize(
    "changes,code",
    [
        ({"text": "x" * 2001}, "message_length"),
        ({"text": " \n"}, "message_length"),
        ({"images": tuple(f"https://i.example/{count}" for count in range(6))}, "message_images"),
        ({"images": ("http://i.example/1",)}, "message_images"),
        ({"listing": ""}, "message_to_nobody"),
        ({"buyer": ""}, "message_to_nobody"),
    ],
)
def test_what_ebay_would_not_take_is_refused_before_it_is_sent(changes: dict[str, Any], code: str) -> None:
    with ebay_account(2) as account:
        one = dataclasses.replace(push(account.state()["orders"][0]), **changes)
        with pytest.raises(Refused) as caught:
            account.connector.send_message(one, first(account))
        assert caught.value.code == code
        assert account.seen == []


def test_two_thousand_characters_go_through() -> None:
    with ebay_account() as account:
        order = account.shipped_orders()[0]
        account.connector.send_message(push(order, text="ü" * 2000), first(account))
        assert texts_of(account) == ["ü" * 2000]


def test_somebody_who_is_no_more_and_a_conversation_that_is_not_there_are_told() -> None:
    with ebay_account() as account:
        made = written(account)
        account.do("vanish", order=made["order"]["id"])
        for one, code in (
            (push(made["order"], made["conversation"]), "buyer_not_reachable"),
            (push(made["order"], "1"), "no_such_conversation"),
        ):
            with pytest.raises(Refused) as caught:
                account.connector.send_message(one, first(account))
            assert caught.value.code == code
        with pytest.raises(Refused):
            account.connector.fetch_conversation(RemoteRef(ACCOUNT, "../1"))


@pytest.mark.parametrize("begins", [False, True])
@pytest.mark.parametrize("profile", ["deed_done_no_answer", "deed_done_reset"])
def test_a_text_whose_answer_got_lost_is_found_and_not_sent_again(profile: str, begins: bool) -> None:
    with ebay_account() as account:
        account.access = dataclasses.replace(account.access, timeout=0.3)
        account.again()
        made = written(account)
        one = push(made["order"], "" if begins else made["conversation"], text=f"  {TEXT}\n\n Grüße & Dank ")
        decided = first(account)
        account.later(seconds=30)
        account.faults(**{profile: 1.0})
        with pytest.raises(OutcomeUnknown):
            account.connector.send_message(one, decided)
        account.faults()
        again = dataclasses.replace(decided, sent_at=account.now)
        seen = account.connector.look_message(one, again)
        assert isinstance(seen, AlreadyDone)
        assert account.connector.send_message(one, again) == seen
        assert len(texts_of(account)) == 1


def test_a_text_that_did_not_arrive_is_sent_and_an_older_one_like_it_is_another() -> None:
    with ebay_account() as account:
        made = written(account)
        one = push(made["order"], made["conversation"], text="Danke!")
        account.connector.send_message(one, first(account))
        account.later(minutes=1)
        decided = first(account)
        later = dataclasses.replace(decided, sent_at=Instant(account.now + timedelta(seconds=5)))
        account.later(seconds=30)
        assert account.connector.look_message(one, later) == NotThere()
        assert isinstance(account.connector.send_message(one, later), Accepted)
        assert texts_of(account) == ["Danke!", "Danke!"]


def test_before_the_first_try_nothing_there_is_ours() -> None:
    with ebay_account() as account:
        made = written(account)
        one = push(made["order"], made["conversation"])
        decided = first(account)
        account.later(seconds=5)
        account.connector.send_message(one, decided)  # by hand in eBay's own pages, say
        assert account.connector.look_message(one, decided) == NotThere()


def test_our_text_is_found_though_this_computers_clock_is_an_hour_ahead() -> None:
    with ebay_account() as account:
        made = written(account)
        account.clock.advance(3600)
        one = push(made["order"], made["conversation"])
        decided = first(account)
        account.connector.send_message(one, decided)
        again = dataclasses.replace(decided, sent_at=decided.queued_at)
        assert isinstance(account.connector.look_message(one, again), AlreadyDone)


def test_what_may_be_sent_is_told() -> None:
    with ebay_account(2) as account:
        can = account.connector.capabilities().sends_messages
    assert can is not None
    assert (can.length, can.images, can.begins) == (2000, 5, True)
    assert "e-mail" in can.forbidden


# --- what never shows --------------------------------------------------------------------------------------


def test_no_secret_and_no_word_of_a_buyer_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ebay_account() as account:
        made = written(account, "Mein Name ist Hase")
        account.connector.send_message(push(made["order"], made["conversation"], text="Geheimtext"), first(account))
        Reader(account).run()
        secrets = requests.get(f"{account.running.url}/_sim/state?secrets=1", timeout=5).json()["secrets"]
    told = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith(("urllib3", "uvicorn")))
    assert "/commerce/message/v1/" in told
    hidden = (*secrets, made["order"]["username"], "Hase", "Geheimtext", json.dumps("Hase"))
    assert [one for one in hidden if one and one in told] == []
