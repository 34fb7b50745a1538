"""The finances of the simulated Amazon: sales and refunds, late, net of fees and under ids of their own."""

from decimal import Decimal
from typing import Any

import pytest

from tests.connectors.amazon.simulator_account import Answer
from tests.connectors.amazon.simulator_seller import REFUND, TRANSACTIONS, SellerClient, refund_message

by_hand = pytest.mark.requests_by_hand


@pytest.fixture
def client() -> SellerClient:
    return SellerClient(5)


def gross(transaction: dict[str, Any]) -> Decimal:
    """What the buyer got or paid."""
    (found,) = [
        part["breakdownAmount"]["currencyAmount"]
        for one in transaction["breakdowns"]
        for part in one["breakdowns"]
        if part["breakdownType"] == "ProductCharges"
    ]
    return Decimal(str(found))


def test_a_refund_appears_hours_later(client: SellerClient) -> None:
    order = client.shipped()
    assert client.outcome(REFUND, refund_message(order, order.items[0], {"Principal": "2.00"})).successful == 1
    seen = []
    for _ in range(24):
        seen.append(sum(one["transactionType"] == "Refund" for one in client.transactions(order.id)))
        client.later(minutes=15)
    assert sorted(seen) == seen
    assert seen[:3] == [0, 0, 0]
    assert seen[-1] == 1
    (refund,) = [one for one in client.transactions(order.id) if one["transactionType"] == "Refund"]
    assert gross(refund) == Decimal(-2)
    assert refund["totalAmount"] == {"currencyAmount": -1.7, "currencyCode": order.currency}
    identity = refund["items"][0]["relatedIdentifiers"][0]["itemRelatedIdentifierValue"]
    assert identity not in {item.id for item in order.items}
    assert refund["items"][0]["contexts"][0]["sku"] == order.items[0].sku


def test_a_sale_is_no_refund(client: SellerClient) -> None:
    order = client.shipped()
    client.later(hours=5)
    (sale,) = client.transactions(order.id)
    assert sale["transactionType"] == "Shipment"
    assert gross(sale) == Decimal(order.total).scaleb(-order.decimals)


def test_refunds_from_elsewhere_are_booked_too(client: SellerClient) -> None:
    order = client.shipped()
    client.do("refund", order=order.id, amount=100)
    claim = client.do("open_claim", order=order.id, amount=70)
    client.do("decide_claim", claim=claim["claim"], granted=True)
    client.later(hours=5)
    refunds = [one for one in client.transactions(order.id) if one["transactionType"] == "Refund"]
    assert sorted(gross(one) for one in refunds) == [Decimal(-1), Decimal("-0.7")]
    assert [one["by"] for one in client.state(order=order.id)["orders"][0]["refunds"]] == ["shop", "amazon"]


def test_without_fees_the_total_is_the_refund() -> None:
    client = SellerClient(5, finance_fees=False, finance_seconds=0)
    order = client.shipped()
    client.do("refund", order=order.id, amount=100)
    client.later(minutes=3)
    totals = [one["totalAmount"]["currencyAmount"] for one in client.transactions(order.id)]
    assert -1 in totals


def ask(client: SellerClient, **query: Any) -> Answer:
    return client.ask("GET", TRANSACTIONS, query)


def test_an_empty_page_may_have_a_next_one(client: SellerClient) -> None:
    orders = [client.shipped() for _ in range(12)]
    client.later(hours=5)
    related = {"relatedIdentifierName": "ORDER_ID"}
    first = [ask(client, **related, relatedIdentifierValue=order.id).json["payload"] for order in orders]
    empty = [page for page in first if not page["transactions"]]
    assert 0 < len(empty) < len(first)
    assert all("nextToken" in page for page in empty)
    assert all(client.transactions(order.id) for order in orders)


def test_all_of_a_month_in_pages() -> None:
    client = SellerClient(200, empty_pages=False)
    query: dict[str, Any] = {"postedAfter": "2026-07-01T00:00:00Z"}
    pages = [ask(client, **query).json["payload"]]
    while "nextToken" in pages[-1]:
        pages.append(ask(client, **query, nextToken=pages[-1]["nextToken"]).json["payload"])
    found = [one["transactionId"] for page in pages for one in page["transactions"]]
    assert len(pages) > 1
    assert len(found) == len(set(found)) > 50
    group = pages[0]["transactions"][0]["relatedIdentifiers"][1]["relatedIdentifierValue"]
    same = ask(client, relatedIdentifierName="FINANCIAL_EVENT_GROUP_ID", relatedIdentifierValue=group).json["payload"]
    assert 0 < len(same["transactions"]) < len(found)
    beyond = ask(client, postedAfter="2026-01-01T00:00:00Z", postedBefore="2026-11-01T00:00:00Z").json["payload"]
    assert beyond == {"transactions": []}


@by_hand
def test_questions_that_amazon_does_not_answer(client: SellerClient) -> None:
    for wrong in (
        {},
        {"relatedIdentifierName": "ORDER_ID"},
        {"relatedIdentifierName": "REFUND_ID", "relatedIdentifierValue": "1"},
        {"postedAfter": "2026-11-20T12:59:00Z"},
        {"postedAfter": "2026-11-01T00:00:00Z", "postedBefore": "2026-10-01T00:00:00Z"},
        {"postedAfter": "2026-11-01T00:00:00Z", "transactionStatus": "LOST"},
        {"postedAfter": "2026-11-01T00:00:00Z", "nextToken": "eA=="},
    ):
        assert ask(client, **wrong).error == (400, "InvalidInput"), wrong
    client.do("set_roles", finance_role=False)
    assert ask(client, postedAfter="2026-11-01T00:00:00Z").error == (403, "Unauthorized")
