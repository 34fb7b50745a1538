"""The seller's books: the buyer's side of each entry, without fees, to the cent, whatever page it stands on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.amazon.finances import Finances, Transaction
from connectors.contract.errors import Unreadable
from connectors.http.messages import Answer
from desk.domain.values import Money
from tests.connectors.amazon.deed_side import desk_at_amazon


class Books:
    """Stands for the client: hands out pages in turn."""

    def __init__(self, *pages: dict[str, Any]) -> None:
        self.pages, self.asked = list(pages), list[dict[str, str]]()

    def ask(self, _operation: str, _method: str, _path: str, query: dict[str, str]) -> Answer:
        self.asked.append(dict(query))
        return Answer(status=200, headers={}, body=json.dumps({"payload": self.pages.pop(0)}).encode(), host="")


def read(*pages: dict[str, Any]) -> tuple[Transaction, ...]:
    return Finances(Books(*pages)).of_order("306-1")  # type: ignore[arg-type]


def amount(number: float) -> dict[str, Any]:
    return {"currencyAmount": number, "currencyCode": "EUR"}


def entry(total: float, fees: float = 0.0, kind: str = "Refund", name: str = "t1", **more: Any) -> dict[str, Any]:
    parts = [
        {"breakdownType": "Expenses", "breakdowns": [{"breakdownType": "AmazonFees", "breakdownAmount": amount(fees)}]}
    ]
    return {
        "transactionType": kind,
        "transactionId": name,
        "postedDate": "2026-11-20T10:00:00Z",
        "totalAmount": amount(total),
        "breakdowns": parts if fees else [],
        **more,
    }


@given(st.integers(1, 10**8), st.integers(0, 10**6))
def test_the_buyers_side_is_the_total_without_the_fees_to_the_cent(gross: int, fee: int) -> None:
    (found,) = read({"transactions": [entry((fee - gross) / 100, fee / 100)]})
    assert (found.amount, found.is_refund) == (Money(gross, "EUR"), True)


def test_pages_are_read_to_the_last_and_nothing_counts_twice() -> None:
    books = Books(
        {"transactions": [], "nextToken": "a"},
        {"transactions": [entry(-1, name="t1")], "nextToken": "b"},
        {"transactions": [entry(-1, name="t1"), entry(-2, name="t2")]},
    )
    found = Finances(books).of_order("306-1")  # type: ignore[arg-type]
    assert [one.id for one in found] == ["t1", "t2"]
    assert [one.get("nextToken") for one in books.asked] == [None, "a", "b"]
    assert {one["relatedIdentifierValue"] for one in books.asked} == {"306-1"}


def test_what_cannot_be_read_is_left_out_unless_money_went_back_by_it() -> None:
    odd = entry(5, kind="ServiceFee")
    del odd["totalAmount"]
    assert [one.kind for one in read({"transactions": [odd, entry(5, kind="Shipment")]})] == ["Shipment"]
    with pytest.raises(Unreadable):
        read({"transactions": [odd | {"transactionType": "Refund"}]})


def test_a_guarantee_that_pays_the_buyer_counts_as_gone_back() -> None:
    assert read({"transactions": [entry(-5, kind="A-to-z Guarantee Refund")]})[0].is_refund


@pytest.mark.parametrize("fees", [True, False])
def test_the_simulated_books_are_read_as_what_the_buyer_got(fees: bool) -> None:
    with desk_at_amazon(finance_seconds=0, finance_fees=fees, empty_pages=True) as desk:
        order = desk.shipped()
        desk.do("refund", order=order.id, components={"Principal": 345})
        desk.later(hours=1)
        client: Any = desk.connector._client
        books = Finances(client).of_order(order.id)
        assert [one.amount.minor for one in books if one.is_refund] == [345]
        assert [(one.items[0].sku, one.items[0].amount.minor) for one in books if one.is_refund] == [
            (order.items[0].sku, 345)
        ]
