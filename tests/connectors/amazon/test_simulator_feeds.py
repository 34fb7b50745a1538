"""Feeds of the simulated Amazon: documents that go up by signed addresses, feeds that take their time, refunds and
cancellations within Amazon's own limits, told message by message.
"""

import gzip
from typing import Any

import pytest

from connectors.channels.amazon.simulator_model import AmazonOrder
from connectors.channels.amazon.simulator_refunds import charged, left
from connectors.channels.amazon.simulator_render import amount
from tests.connectors.amazon.simulator_account import GERMANY
from tests.connectors.amazon.simulator_seller import (
    CANCEL,
    FEED_DOCUMENTS,
    FEEDS,
    REFUND,
    XML,
    SellerClient,
    Told,
    cancel_message,
    envelope,
    refund_message,
)

by_hand = pytest.mark.requests_by_hand


@pytest.fixture
def client() -> SellerClient:
    return SellerClient(5)


def made(client: SellerClient, deed: str) -> list[dict[str, Any]]:
    return [dict(entry.remote_ids) for entry in client.simulator.journal.since(0) if entry.deed == deed]


# -- documents -------------------------------------------------------------------------------------------------------


def test_an_address_takes_the_type_that_it_was_made_for(client: SellerClient) -> None:
    url = client.document()["url"]
    assert url.startswith("http://127.0.0.1")
    body = envelope("OrderAdjustment", [refund_message(order := client.shipped(), order.items[0], {"Principal": "1"})])
    assert client.storage("PUT", url, body, content_type=XML).status == 200
    assert client.storage("PUT", url, body, content_type=XML).status == 200


@by_hand
@pytest.mark.parametrize(
    "headers,code",
    [
        ({"content_type": "text/plain"}, b"SignatureDoesNotMatch"),
        ({}, b"SignatureDoesNotMatch"),
        ({"content_type": XML, "x_amz_access_token": "Atza|x"}, b"AccessDenied"),
        ({"content_type": XML, "authorization": "Bearer x"}, b"InvalidArgument"),
    ],
)
def test_an_address_refuses_what_its_signature_does_not_cover(
    client: SellerClient, headers: dict[str, str], code: bytes
) -> None:
    answer = client.storage("PUT", client.document()["url"], b"x", **headers)
    assert answer.status in (400, 403)
    assert code in answer.body


@by_hand
def test_an_address_ends_after_five_minutes(client: SellerClient) -> None:
    url = client.document()["url"]
    client.later(minutes=5, seconds=2)
    assert b"Request has expired" in client.storage("PUT", url, b"x", content_type=XML).body
    assert b"Request has expired" not in client.storage("PUT", url + "0", b"x", content_type=XML).body
    assert b"SignatureDoesNotMatch" in client.storage("GET", url).body
    assert client.storage("PUT", url.partition("?")[0], b"x", content_type=XML).status == 403


def test_results_are_zipped_or_plain_and_kept_for_a_month(client: SellerClient) -> None:
    seen = set()
    order = client.shipped()
    documents = []
    for _ in range(6):
        feed = client.feed(REFUND, refund_message(order, order.items[0], {"Principal": "0.01"}))
        client.later(minutes=10)
        documents.append(document := client.get(f"{FEEDS}/{feed}").json["resultFeedDocumentId"])
        told = client.ask("GET", f"{FEED_DOCUMENTS}/{document}", {"enableContentEncodingUrlHeader": "true"}).json
        answer = client.storage("GET", told["url"])
        zipped = told.get("compressionAlgorithm") == "GZIP"
        assert answer.headers["content-encoding"] == ("gzip" if zipped else "identity")
        assert answer.headers["content-type"] == XML
        assert b"<ProcessingReport>" in (gzip.decompress(answer.body) if zipped else answer.body)
        seen.add(zipped)
    assert seen == {True, False}
    client.later(days=29)
    assert client.get(f"{FEED_DOCUMENTS}/{documents[0]}").error == (404, "NotFound")


# -- the course of a feed --------------------------------------------------------------------------------------------


def test_a_feed_takes_its_time_and_works_at_its_end(client: SellerClient) -> None:
    order = client.shipped()
    feed = client.feed(REFUND, refund_message(order, order.items[0], {"Principal": "1.00"}))
    seen = [client.feed_status(feed)]
    for _ in range(40):
        client.later(seconds=6)
        seen.append(client.feed_status(feed))
        assert bool(client.seller.office.refunds) == (seen[-1] == "DONE")
    assert list(dict.fromkeys(seen)) == ["IN_QUEUE", "IN_PROGRESS", "DONE"]
    (refund,) = made(client, "refund_made")
    assert (refund["amount"], refund["feed_id"], refund["merchant_adjustment_id"]) == (100, feed, "R-1")
    shown = client.get(f"{FEEDS}/{feed}").json
    assert shown["createdTime"] < shown["processingStartTime"] < shown["processingEndTime"]


def test_feeds_of_a_kind_wait_for_each_other(client: SellerClient) -> None:
    order = client.shipped()
    message = refund_message(order, order.items[0], {"Principal": "0.10"})
    first, second = client.feed(REFUND, message), client.feed(REFUND, message)
    while client.feed_status(first) != "DONE":
        assert client.feed_status(second) == "IN_QUEUE"
        client.later(seconds=5)
    client.later(minutes=10)
    assert client.feed_status(second) == "DONE"


def test_only_what_waits_can_be_cancelled(client: SellerClient) -> None:
    order = client.shipped()
    feed = client.feed(REFUND, refund_message(order, order.items[0], {"Principal": "1"}))
    answer = client.ask("DELETE", f"{FEEDS}/{feed}")
    assert (answer.status, answer.body) == (200, b"")
    client.later(hours=1)
    assert client.feed_status(feed) == "CANCELLED"
    assert client.ask("DELETE", f"{FEEDS}/{feed}").error == (400, "InvalidInput")
    assert made(client, "refund_made") == []
    assert [ids["feed_id"] for ids in made(client, "feed_cancelled")] == [feed]


def test_feeds_are_found_by_kind_and_time(client: SellerClient) -> None:
    order = client.shipped()
    message = refund_message(order, order.items[0], {"Principal": "0.01"})
    feeds = []
    for _ in range(5):
        feeds.append(client.feed(REFUND, message))
        client.later(minutes=20)
    since = client.get(f"{FEEDS}/{feeds[2]}").json["createdTime"]
    found = client.get(FEEDS, feedTypes=REFUND, createdSince=since, pageSize=2).json
    assert [one["feedId"] for one in found["feeds"]] == [feeds[4], feeds[3]]
    rest = client.get(FEEDS, nextToken=found["nextToken"]).json
    assert [one["feedId"] for one in rest["feeds"]] == [feeds[2]]
    assert "nextToken" not in rest
    assert client.get(FEEDS, feedTypes=CANCEL).json == {"feeds": []}
    assert client.get(FEEDS, feedTypes=REFUND, processingStatuses="IN_QUEUE").json == {"feeds": []}


@by_hand
def test_lists_refuse_what_does_not_go_together(client: SellerClient) -> None:
    order = client.shipped()
    for _ in range(2):
        client.feed(REFUND, refund_message(order, order.items[0], {"Principal": "0.01"}))
    token = client.get(FEEDS, feedTypes=REFUND, pageSize=1).json["nextToken"]
    for wrong in (
        {},
        {"feedTypes": "POST_PRODUCT_DATA"},
        {"feedTypes": REFUND, "pageSize": 101},
        {"feedTypes": REFUND, "processingStatuses": "READY"},
        {"feedTypes": REFUND, "createdSince": "gestern"},
        {"nextToken": token, "feedTypes": REFUND},
        {"nextToken": "eA=="},
    ):
        assert client.get(FEEDS, **wrong).error == (400, "InvalidInput"), wrong
    client.later(hours=25)
    assert "expired" in client.get(FEEDS, nextToken=token).words


@by_hand
def test_feeds_that_amazon_does_not_take(client: SellerClient) -> None:
    document = client.document()["feedDocumentId"]
    assert client.submit("POST_PRODUCT_DATA", document).error == (400, "InvalidInput")
    assert client.submit(REFUND, "amzn1.tortuga.4.eu.x").error == (400, "InvalidInput")
    assert client.submit(REFUND, document, ["A1F83G8C2ARO7P"]).error == (403, "Unauthorized")
    assert client.submit(REFUND, document, []).error == (400, "InvalidInput")
    assert client.ask("POST", FEED_DOCUMENTS, body={}).error == (400, "InvalidInput")
    assert client.get(f"{FEEDS}/1").error == (404, "NotFound")
    client.do("set_roles", orders_role=False)
    assert client.submit(REFUND, document).error == (403, "Unauthorized")


@by_hand
@pytest.mark.parametrize(
    "content,words",
    [
        (b"", ""),
        (b"<AmazonEnvelope>", "XML Parsing Error"),
        (gzip.compress(b"<AmazonEnvelope/>", mtime=0), "XML Parsing Error"),
        (b"<!DOCTYPE x><AmazonEnvelope/>", "DTD"),
        (envelope("OrderAdjustment", []), "no Message"),
        (envelope("OrderAcknowledgement", [cancel_message("1", {})]), "MessageType"),
    ],
)
def test_a_document_that_is_none_is_fatal(client: SellerClient, content: bytes, words: str) -> None:
    document = client.uploaded(content) if content else client.document()["feedDocumentId"]
    feed = client.submit(REFUND, document).json["feedId"]
    client.later(minutes=10)
    shown = client.get(f"{FEEDS}/{feed}").json
    assert shown["processingStatus"] == "FATAL"
    assert ("resultFeedDocumentId" in shown) == bool(words)
    if words:
        assert words in client.told(feed).errors["0"]


def test_a_feed_that_dies_keeps_what_it_did(client: SellerClient) -> None:
    order = client.shipped()
    message = refund_message(order, order.items[0], {"Principal": "1.00"})
    client.do("fail_feed", after=1)
    feed = client.feed(REFUND, message, message)
    client.later(minutes=10)
    assert client.feed_status(feed) == "FATAL"
    assert len(made(client, "refund_made")) == 1


def test_a_feed_that_another_program_withdraws_does_nothing(client: SellerClient) -> None:
    order = client.shipped()
    feed = client.feed(REFUND, refund_message(order, order.items[0], {"Principal": "1.00"}))
    client.do("withdraw_feed", feed=feed)
    client.later(minutes=10)
    shown = client.get(f"{FEEDS}/{feed}").json
    assert (shown["processingStatus"], "resultFeedDocumentId" in shown) == ("CANCELLED", False)
    assert made(client, "refund_made") == []
    (told,) = client.state()["feeds"]
    assert (told["status"], told["orders"]) == ("CANCELLED", [order.id])


@by_hand
def test_a_document_is_kept_for_four_weeks(client: SellerClient) -> None:
    order = client.shipped()
    content = envelope("OrderAdjustment", [refund_message(order, order.items[0], {"Principal": "1.00"})])
    document = client.uploaded(content)
    client.later(days=27)
    assert client.submit(REFUND, document).status == 202
    client.later(days=2)
    assert client.submit(REFUND, document).status == 400


# -- refunds ---------------------------------------------------------------------------------------------------------


def test_the_same_refund_twice_refunds_twice_up_to_what_was_paid(client: SellerClient) -> None:
    order = client.shipped()
    item = order.items[0]
    most = charged(order, item)["Principal"]
    half = amount(order, most // 2)["amount"]
    message = refund_message(order, item, {"Principal": half})
    told = client.outcome(REFUND, message, message, message)
    assert (told.successful, set(told.errors), told.named) == (2, {"3"}, ["1", "2", "3"])
    assert "exceeds" in told.errors["3"]
    assert left(client.seller, order, item)["Principal"] == most - most // 2 * 2
    refused = client.simulator.journal.refusals[-1]
    assert (refused.deed, refused.remote_ids["order_id"], refused.status) == ("refund_refused", order.id, 202)
    (shown,) = [one for one in client.state()["orders"] if one["id"] == order.id]
    assert [one["amount"] for one in shown["refunds"]] == [most // 2] * 2


def test_a_refund_in_parts_reaches_every_component(client: SellerClient) -> None:
    order = client.shipped()
    item = order.items[0]
    paid = {name: minor for name, minor in charged(order, item).items() if minor}
    told = client.outcome(REFUND, refund_message(order, item, {n: amount(order, m)["amount"] for n, m in paid.items()}))
    assert (told.successful, told.errors) == (1, {})
    assert sum(left(client.seller, order, item).values()) == 0


def test_of_an_item_shipped_in_part_only_that_part_was_charged(client: SellerClient) -> None:
    order = client.shipped(pieces=4, shipped=1)
    item = order.items[0]
    assert charged(order, item)["Principal"] == item.goods // item.quantity
    told = client.outcome(REFUND, refund_message(order, item, {"Principal": amount(order, item.goods)["amount"]}))
    assert "exceeds" in told.errors["1"]


@by_hand
def test_messages_that_amazon_refuses_one_by_one(client: SellerClient) -> None:
    order, open_order = client.shipped(), client.some()
    gone, amazons, pending = client.some(), client.some(fulfilled_by="AMAZON"), client.some("PENDING")
    client.do("cancel", order=gone.id)
    item = order.items[0]
    one = {"Principal": "1.00"}
    other = "USD" if order.currency != "USD" else "EUR"
    wrong = {
        "was not found": refund_message(order, item, one).replace(order.id, "123-1234567-1234567"),
        "does not belong": refund_message(order, open_order.items[0], one),
        "has not been shipped": refund_message(open_order, open_order.items[0], one),
        "already been cancelled": refund_message(gone, gone.items[0], one),
        "fulfilled by Amazon": refund_message(amazons, amazons.items[0], one),
        "Only shipped": refund_message(pending, pending.items[0], one),
        "is not the order's": refund_message(order, item, one, currency=other),
        "not eligible": refund_message(order, item, {**one, "Tax": "0.19"}),
        "Type Goodwill": refund_message(order, item, {"Goodwill": "1.00"}),
        "not a positive": refund_message(order, item, {"Principal": "0"}),
        "AdjustmentReason": refund_message(order, item, one, reason="Mood"),
        "needs a Component": refund_message(order, item, {}),
        "exceeds": refund_message(order, item, {"Principal": "99999"}),
        "ActionType": refund_message(order, item, one).replace(">Refund<", ">Charge<"),
    }
    right = refund_message(order, item, {"Principal": "1.00"})
    told = client.outcome(REFUND, *wrong.values(), right)
    assert told.successful == 1
    for number, words in enumerate(wrong, start=1):
        assert words in told.errors[str(number)]
    assert len(made(client, "refund_made")) == 1
    assert len([one for one in client.simulator.journal.refusals if one.deed == "refund_refused"]) == len(wrong)


@by_hand
def test_a_quantity_multiplies_the_amount(client: SellerClient) -> None:
    order = client.shipped(pieces=3)
    message = refund_message(order, order.items[0], {"Principal": "0.10"})
    message = message.replace("</ItemPriceAdjustments>", "</ItemPriceAdjustments><Quantity>3</Quantity>")
    assert client.outcome(REFUND, message).successful == 1
    assert made(client, "refund_made")[0]["amount"] == 30


def test_a_message_of_two_items_is_done_whole_or_not_at_all(client: SellerClient) -> None:
    order = client.shipped()
    first = refund_message(order, order.items[0], {"Principal": "1.00"})
    again = first[first.index("<AdjustedItem>") : first.index("</OrderAdjustment>")].replace("1.00", "99999.00")
    told = client.outcome(REFUND, first.replace("</OrderAdjustment>", again + "</OrderAdjustment>"))
    assert (told.successful, list(told.errors)) == (0, ["1"])
    assert made(client, "refund_made") == []


def test_where_prices_stand_without_tax_the_tax_goes_back_on_its_own() -> None:
    america = "ATVPDKIKX0DER"
    client = SellerClient(60, region="na", marketplaces=america)
    taxed = [one for one in client.seller.orders.values() if one.packages and one.items[0].taxes.get("ITEM")]
    order, item = taxed[0], taxed[0].items[0]
    found = charged(order, item)
    assert found["Tax"] > 0
    body = envelope("OrderAdjustment", [refund_message(order, item, {"Tax": amount(order, found["Tax"])["amount"]})])
    feed = client.submit(REFUND, client.uploaded(body), [america]).json["feedId"]
    client.later(minutes=10)
    assert client.told(feed).successful == 1


@by_hand
def test_a_report_may_name_errors_only() -> None:
    client = SellerClient(5, report_names_all=False)
    order = client.shipped()
    right = refund_message(order, order.items[0], {"Principal": "1.00"})
    told = client.outcome(REFUND, right, refund_message(order, order.items[0], {"Principal": "99999"}), right)
    assert (told.successful, told.named) == (2, ["2"])


@by_hand
def test_a_message_number_counts_once(client: SellerClient) -> None:
    order = client.shipped()
    message = refund_message(order, order.items[0], {"Principal": "1.00"})
    body = envelope("OrderAdjustment", [message, message]).replace(b"<MessageID>2", b"<MessageID>1")
    feed = client.submit(REFUND, client.uploaded(body)).json["feedId"]
    client.later(minutes=10)
    assert "more than once" in client.told(feed).errors["1"]
    assert len(made(client, "refund_made")) == 1


# -- parcels ---------------------------------------------------------------------------------------------------------


def parcel(client: SellerClient, order: AmazonOrder, pieces: int, **changed: str) -> str:
    told = {"code": "DHL", "number": "0034", "date": client.now.isoformat(), "item": order.items[0].id, **changed}
    return (
        f"<OrderFulfillment><AmazonOrderID>{order.id}</AmazonOrderID><FulfillmentDate>{told['date']}</FulfillmentDate>"
        f"<FulfillmentData><CarrierCode>{told['code']}</CarrierCode><ShippingMethod>Paket</ShippingMethod>"
        f"<ShipperTrackingNumber>{told['number']}</ShipperTrackingNumber></FulfillmentData>"
        f"<Item><AmazonOrderItemCode>{told['item']}</AmazonOrderItemCode><Quantity>{pieces}</Quantity></Item>"
        "</OrderFulfillment>"
    )


def fulfilled(client: SellerClient, *messages: str) -> Told:
    body = envelope("OrderFulfillment", messages)
    feed = client.submit("POST_ORDER_FULFILLMENT_DATA", client.uploaded(body)).json["feedId"]
    client.later(minutes=10)
    return client.told(feed)


def test_the_same_parcel_twice_is_two_parcels(client: SellerClient) -> None:
    order = client.some(pieces=3)
    told = fulfilled(client, parcel(client, order, 1), parcel(client, order, 1))
    assert (told.successful, told.errors) == (2, {})
    packages = client.order(order.id)["packages"]
    assert [one["trackingNumber"] for one in packages] == ["0034", "0034"]
    assert len({one["packageReferenceId"] for one in packages}) == 2
    assert [one.actor for one in client.simulator.journal.since(0) if one.deed == "parcel_added"] == ["client"] * 2


@by_hand
def test_parcels_that_amazon_refuses(client: SellerClient) -> None:
    order, pending, amazons = client.some(), client.some("PENDING"), client.some(fulfilled_by="AMAZON")
    wrong = {
        "CarrierCode": parcel(client, order, 1, code="Pigeon"),
        "ShipperTrackingNumber": parcel(client, order, 1, number=""),
        "ISO 8601": parcel(client, order, 1, date="gestern"),
        "between": parcel(client, order, 1, date="2020-01-01T00:00:00Z"),
        "Quantity is not": parcel(client, order, 0),
        "OrderItemId is invalid": parcel(client, order, 1, item="1"),
        "only": parcel(client, order, 999),
        "pending state": parcel(client, pending, 1),
        "fulfilled by Amazon": parcel(client, amazons, 1),
    }
    told = fulfilled(client, *wrong.values())
    for number, words in enumerate(wrong, start=1):
        assert words in told.errors[str(number)]
    assert not order.packages


# -- cancellations ---------------------------------------------------------------------------------------------------


def test_an_order_is_cancelled_by_the_seller(client: SellerClient) -> None:
    order = client.some()
    told = client.outcome(CANCEL, cancel_message(order.id, {item.id: "NoInventory" for item in order.items}))
    assert (told.successful, told.errors) == (1, {})
    shown = client.order(order.id)
    assert shown["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    execution = shown["orderItems"][0]["cancellation"]["cancellationExecution"]
    assert execution == {"cancelledBy": "MERCHANT", "cancelReason": "NoInventory"}
    (entry,) = [one for one in client.simulator.journal.since(0) if one.deed == "order_cancelled"]
    assert (entry.actor, entry.path) == ("client", FEEDS)


def test_items_that_have_not_left_are_cancelled_alone(client: SellerClient) -> None:
    order = next(one for one in iter(client.some, None) if len(one.items) > 1)
    client.do("add_tracking", order=order.id, number="1", items={order.items[0].id: order.items[0].quantity})
    kept = {item.id: "BuyerCanceled" for item in order.items[1:]}
    assert client.outcome(CANCEL, cancel_message(order.id, kept)).successful == 1
    assert order.status == "SHIPPED"
    assert [item.cancelled for item in order.items] == [0, *(item.quantity for item in order.items[1:])]


@by_hand
def test_cancellations_that_amazon_refuses(client: SellerClient) -> None:
    gone, sent, pending = client.some(), client.shipped(), client.some("PENDING")
    parted, fine = client.shipped(pieces=3, shipped=1), client.some()
    client.do("cancel", order=gone.id)

    def wanted(order: AmazonOrder, reason: str = "NoInventory") -> str:
        return cancel_message(order.id, {order.items[0].id: reason})

    wrong = {
        "already been cancelled": wanted(gone),
        "has been shipped already and cannot": wanted(sent),
        "cannot be cancelled by the seller": wanted(pending),
        "has been shipped already.": wanted(parted),
        "CancelReason": wanted(fine, "Mood"),
        "does not belong": cancel_message(fine.id, {"1": "NoInventory"}),
        "StatusCode": cancel_message(fine.id, {}, "Perhaps"),
        "was not found": cancel_message("123-1234567-1234567", {}),
    }
    told = client.outcome(CANCEL, *wrong.values(), wanted(fine), wanted(fine))
    for number, words in enumerate(wrong, start=1):
        assert words in told.errors[str(number)]
    assert told.successful == 1
    assert "already been cancelled" in told.errors[str(len(wrong) + 2)]
    assert {one.deed for one in client.simulator.journal.refusals} == {"cancel_refused"}


def test_the_buyer_may_be_faster(client: SellerClient) -> None:
    order = client.some()
    feed = client.feed(CANCEL, cancel_message(order.id, {order.items[0].id: "NoInventory"}))
    client.do("cancel", order=order.id)
    client.later(minutes=10)
    assert "already been cancelled" in client.told(feed).errors["1"]


def test_another_marketplace_is_not_the_orders(client: SellerClient) -> None:
    client = SellerClient(5, marketplaces=f"{GERMANY},A1F83G8C2ARO7P")
    order = client.shipped()
    order.marketplace = "A1F83G8C2ARO7P"
    told = client.outcome(REFUND, refund_message(order, order.items[0], {"Principal": "1.00"}))
    assert "was not found" in told.errors["1"]
