"""Messages: threads about a listing, what is read and sent, their limits, and people who vanish."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.channels.ebay.simulator_model import EbayOrder, iso
from connectors.simulation.wire import DeedRefused
from tests.connectors.ebay.simulator_market import ORDERS, Answer, Market
from tests.specs.ebay_facts import facts

pytestmark = pytest.mark.requests_by_hand
BASE = "/commerce/message/v1"
MEMBERS = {"conversation_type": "FROM_MEMBERS"}
PICTURE = {"mediaName": "kratzer", "mediaType": "IMAGE", "mediaUrl": "https://i.ebayimg.example/1.jpg"}


def threads(market: Market, **query: str) -> list[dict[str, Any]]:
    answer = market.get(f"{BASE}/conversation", **{**MEMBERS, **query})
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.json["conversations"]
    return found


def messages(market: Market, conversation_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = market.get(f"{BASE}/conversation/{conversation_id}", **MEMBERS).json["messages"]
    return found


def send(market: Market, text: str, **more: Any) -> Answer:
    return market.post(f"{BASE}/send_message", {"messageText": text, **more})


def written(market: Market, text: str = "Wann kommt es?", **more: Any) -> tuple[EbayOrder, str]:
    order = market.bought(hub=False)
    return order, market.do("write_message", order=order.id, text=text, **more)["conversation"]


def test_a_buyer_writes_and_is_answered() -> None:
    market = Market(0)
    order, conversation = written(market, media=[["bild", "IMAGE", "https://i.ebayimg.example/2.jpg"]])
    (one,) = threads(market)
    assert (one["conversationId"], one["unreadCount"]) == (conversation, 1)
    assert (one["referenceType"], one["referenceId"]) == ("LISTING", order.lines[0].item_id)
    latest = one["latestMessage"]
    assert (latest["messageBody"], latest["senderUsername"]) == ("Wann kommt es?", order.username)
    assert latest["messageMedia"][0]["mediaUrl"] == "https://i.ebayimg.example/2.jpg"
    market.later(minutes=1)
    answer = send(market, "Morgen.", conversationId=conversation)
    assert answer.status == 201
    # Who sends learns the names with another letter than who reads.
    assert (answer.json["senderUserName"], answer.json["recipientUserName"]) == ("werkbank-handel", order.username)
    told = messages(market, conversation)
    assert [each["messageBody"] for each in told] == ["Morgen.", "Wann kommt es?"]
    assert told[0]["messageId"] == answer.json["messageId"]
    assert threads(market)[0]["latestMessage"]["messageId"] == answer.json["messageId"]
    assert market.deeds()[-2:] == ["message_written", "message_sent"]


def test_the_first_word_to_a_buyer() -> None:
    market = Market(0)
    order = market.bought(hub=False)
    reference = {"referenceType": "LISTING", "referenceId": order.lines[0].item_id}
    first = send(market, "Guten Tag", otherPartyUsername=order.username, reference=reference, messageMedia=[PICTURE])
    again = send(market, "Guten Tag", otherPartyUsername=order.username, reference=reference)
    assert first.json["conversationId"] == again.json["conversationId"]
    assert first.json["messageId"] != again.json["messageId"]
    assert [each["messageBody"] for each in messages(market, first.json["conversationId"])] == ["Guten Tag"] * 2


@pytest.mark.parametrize(
    "changes,number",
    [
        ({"messageText": "x" * 2001}, 355011),
        ({"messageText": "  "}, 355010),
        ({"messageMedia": [PICTURE] * 6}, 355012),
        ({"messageMedia": [{**PICTURE, "mediaUrl": "http://i.example/1.jpg"}]}, 355013),
        ({"messageMedia": [{**PICTURE, "mediaType": "FILM"}]}, 355013),
        ({"otherPartyUsername": "somebody"}, 355014),
        ({"conversationId": "1"}, 355007),
        ({"subject": "x"}, 2004),
    ],
)
def test_what_is_not_sent(changes: dict[str, Any], number: int) -> None:
    market = Market(0)
    _, conversation = written(market)
    answer = market.post(f"{BASE}/send_message", {"messageText": "x", "conversationId": conversation, **changes})
    assert (answer.status, answer.error) == (400, number)
    assert "message_sent" not in market.deeds()


def test_two_thousand_signs_are_the_most() -> None:
    market = Market(0)
    _, conversation = written(market)
    assert send(market, "ß" * 2000, conversationId=conversation).status == 201


def test_strangers_cannot_be_written_to() -> None:
    market = Market(0)
    order = market.bought(hub=False)
    assert send(market, "x", otherPartyUsername="nobody").error == 355015
    elsewhere = {"referenceType": "LISTING", "referenceId": "1"}
    assert send(market, "x", otherPartyUsername=order.username, reference=elsewhere).error == 355015
    assert send(market, "x", otherPartyUsername=order.username, reference={"referenceType": "SHOP"}).error == 355006
    assert send(market, "x").error == 355014


def test_threads_are_found_by_time_party_and_state() -> None:
    market = Market(0)
    first, older = written(market)
    market.later(hours=2)
    _, newer = written(market)
    market.do("ebay_writes", text="Neue Gebühren")
    assert [one["conversationId"] for one in threads(market)] == [newer, older]
    since = iso(market.now - timedelta(hours=1))
    assert [one["conversationId"] for one in threads(market, start_time=since)] == [newer]
    assert [one["conversationId"] for one in threads(market, end_time=since)] == [older]
    found = threads(market, other_party_username=first.username, reference_type="LISTING")
    assert [one["conversationId"] for one in found] == [older]
    assert [one["conversationId"] for one in threads(market, limit="1", offset="1")] == [older]
    (letter,) = threads(market, conversation_type="FROM_EBAY")
    assert letter["latestMessage"]["senderUsername"] == "eBay"
    assert send(market, "x", conversationId=letter["conversationId"]).error == 355007
    read = {"conversationId": older, "conversationType": "FROM_MEMBERS", "read": True}
    for _ in range(2):
        assert market.post(f"{BASE}/update_conversation", read).status == 204
    assert [one["conversationId"] for one in threads(market, conversation_status="UNREAD")] == [newer]
    archived = {"conversationId": older, "conversationType": "FROM_MEMBERS", "conversationStatus": "ARCHIVE"}
    assert market.post(f"{BASE}/update_conversation", archived).status == 204
    assert [one["conversationId"] for one in threads(market, conversation_status="ACTIVE")] == [newer]


def test_updates_of_threads_that_are_none() -> None:
    market = Market(0)
    _, conversation = written(market)
    told = {"conversationId": conversation, "conversationType": "FROM_MEMBERS"}
    assert market.post(f"{BASE}/update_conversation", {**told, "conversationType": "ALL"}).error == 2004
    assert market.post(f"{BASE}/update_conversation", {**told, "conversationStatus": "READ"}).error == 2004
    assert market.post(f"{BASE}/update_conversation", {**told, "conversationId": "1"}).status == 404
    assert market.get(f"{BASE}/conversation/{conversation}").error == 355007


@pytest.mark.parametrize(
    "query,number",
    [
        ({"conversation_type": "ALL"}, 355002),
        ({"limit": "51"}, 355008),
        ({"limit": "0"}, 355008),
        ({"limit": "10", "offset": "5"}, 355009),
        ({"offset": "x"}, 355009),
        ({"start_time": "gestern"}, 355004),
        ({"conversation_type": "FROM_EBAY", "start_time": "2026-11-20T00:00:00.000Z"}, 355005),
        ({"reference_type": "ORDER"}, 355006),
        ({"conversation_status": "OLD"}, 355017),
    ],
)
def test_queries_that_are_wrong(query: dict[str, str], number: int) -> None:
    market = Market(0)
    assert market.get(f"{BASE}/conversation", **{**MEMBERS, **query}).error == number
    assert market.get(f"{BASE}/conversation").error == 355001
    known = facts()["operations"]["getConversations"]["errors"]["400"]
    assert {number, 355001} - {355007, 355004} <= {*known, 355004}


def test_it_takes_the_scope() -> None:
    market = Market(0, scopes="base sell.fulfillment")
    assert market.get(f"{BASE}/conversation", **MEMBERS).error == 1100
    assert market.get(f"{BASE}/bulk_update_conversation").status == 403


def test_a_user_vanishes() -> None:
    market = Market(0)
    order, conversation = written(market)
    told = market.do("vanish", order=order.id)
    assert set(told) == {"username", "user_id", "eias_token"}
    whole = market.get(f"{ORDERS}/{order.id}").json
    assert whole["buyer"]["username"].startswith("deleted_")
    ship_to = whole["fulfillmentStartInstructions"][0]["shippingStep"]["shipTo"]
    assert {"fullName", "email", "primaryPhone"} & set(ship_to) == set()
    assert told["username"] not in str(threads(market)) + str(messages(market, conversation)) + str(whole)
    assert send(market, "Hallo?", conversationId=conversation).error == 355015
    with pytest.raises(DeedRefused, match="is no more"):
        market.do("write_message", order=order.id, text="x")
