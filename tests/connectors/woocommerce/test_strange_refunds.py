"""Refunds at shops that keep to WooCommerce's schemas and are not our simulator: other pages, maps for lists, null."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest

from connectors.channels.woocommerce.mapping import parse_refunds
from connectors.channels.woocommerce.order_money import read_money
from connectors.contract.errors import Refused, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone
from desk.domain.pushes import Attempt, RefundedLine, RefundOrder, RefundReason
from desk.domain.values import RemoteRef
from tests.connectors.http.server import Seen, reply
from tests.connectors.woocommerce.deed_side import desk_at_shop
from tests.connectors.woocommerce.desk_side import ACCOUNT, NOW, order
from tests.connectors.woocommerce.test_odd_shops import API, INDEX, connected
from tests.connectors.woocommerce.test_refunds import refund
from tests.support.channel_side import attempt, eur, new_key


def test_a_shop_with_smaller_pages_shows_all_that_went_back() -> None:
    """Its cap refuses pages of a hundred; the deed's own mark stands on the second of ten."""
    with desk_at_shop(per_page_cap=50) as desk:
        one = desk.bought()
        push, first = refund(one, 100), attempt(desk)
        desk.connector.issue_refund(push, first)
        for _ in range(11):
            desk.do("refund", order=one.id, amount=1)
        there = str(one.refunds[0].id)
        assert desk.again().look_refund(push, first) == AlreadyDone(there)
        seen = read_money(desk.connector._client, str(one.id))
    assert seen is not None
    assert (len(seen.refunds), len({found.id for found in seen.refunds})) == (12, 12)
    assert seen.left == seen.total - eur(111)


@pytest.mark.parametrize("quantity", ["one", "Infinity", "1e9999999", "-1e12"])
def test_an_order_of_no_number_of_pieces_gives_no_money_and_no_traceback(quantity: str) -> None:
    shop = partial(strange, pieces=quantity)
    with connected(shop) as (connector, _), pytest.raises(Unreadable) as caught:
        connector.issue_refund(to_line(100), now())
    assert caught.value.code == "unreadable_money"


def places(records: list[Any]) -> dict[str, Any]:
    """A list as PHP writes it once a plugin took an entry out."""
    return {str(place + 1): record for place, record in enumerate(records)}


def strange(seen: Seen, *, booked: bytes = b"", total: str = "30.00", pieces: object = 1) -> object:
    """An order of one line at 30.00 gross, of which 10.00 went back with its goods not told."""
    path = urlsplit(seen.target).path
    back = {
        "id": 801,
        "amount": "10.00",
        "date_created_gmt": None,
        "reason": None,
        "meta_data": {},
        "line_items": places(
            [
                {
                    "quantity": None,
                    "total": "-8.40",
                    "total_tax": "-1.60",
                    "meta_data": places([{"key": "_refunded_item_id", "value": 111}]),
                }
            ]
        ),
    }
    if path == "/wp-json/":
        return reply(INDEX)
    if path.endswith("/refunds") and seen.method == "POST":
        return booked
    if path.endswith("/refunds"):
        return reply([back])
    if path.endswith("/payment_gateways"):
        return reply([{"id": "bacs", "method_supports": ["products"]}])
    line = {
        "id": 111,
        "name": "Tasse",
        "quantity": pieces,
        "total": "25.2101",
        "total_tax": "4.7899",
        "taxes": places([{"id": "5", "total": "4.7899", "subtotal": ""}]),
    }
    told = order(
        line_items=places([line]), refunds=places([{"id": 801, "reason": None, "total": "-10.00"}]), total=total
    )
    return reply(told) if path.startswith(f"{API}/orders/") else reply({"code": "rest_no_route", "message": None}, 404)


def now() -> Attempt:
    return Attempt(key=new_key(), queued_at=NOW)


def to_line(minor: int) -> RefundOrder:
    return RefundOrder(
        order=RemoteRef(ACCOUNT, str(order()["id"])),
        amount=eur(minor),
        lines=(RefundedLine(remote_id="111", amount=eur(minor)),),
        reason=RefundReason.RETURNED,
        known=("801",),
        sends_money=False,
    )


@pytest.mark.parametrize(
    "said", [reply({"id": 802, "line_items": "?"}, 201), reply({"id": "802", "amount": None}, 200)]
)
def test_maps_and_null_where_lists_and_amounts_belong_keep_no_refund_back(said: bytes) -> None:
    sent: list[dict[str, Any]] = []

    def shop(seen: Seen) -> object:
        if seen.method == "POST":
            sent.append(json.loads(seen.body))
        return strange(seen, booked=said)

    with connected(shop) as (connector, _):
        assert connector.issue_refund(to_line(2000), now()) == Accepted("802")
        with pytest.raises(Refused) as caught:
            connector.issue_refund(to_line(2001), now())
    assert caught.value.code == "more_than_left"
    (line,) = sent[0]["line_items"]
    assert (line["refund_total"], line["refund_tax"]) == (16.81, [{"id": 5, "refund_total": 3.19}])


@pytest.mark.parametrize("minor,amount", [(2001, "20.0050"), (2000, "20.00"), (2002, "")])
def test_the_last_of_the_money_goes_as_a_shop_with_more_decimals_counts_it(minor: int, amount: str) -> None:
    """Rounded up to the cent it would be more than is left, which the shop refuses."""
    sent: list[str] = []

    def shop(seen: Seen) -> object:
        if seen.method == "POST":
            sent.append(json.loads(seen.body)["amount"])
        return strange(seen, booked=reply({"id": 803}, 201), total="30.0050")

    with connected(shop) as (connector, _):
        push = replace(to_line(minor), lines=())
        if amount:
            assert connector.issue_refund(push, now()) == Accepted("803")
        else:
            with pytest.raises(Refused, match="more than is left"):
                connector.issue_refund(push, now())
    assert sent == [amount] * bool(amount)


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_refund_that_the_shop_did_not_book_is_told_so_whatever_the_status(status: int) -> None:
    said = {"code": "woocommerce_rest_cannot_create_order_refund", "message": "Nein.", "data": None}
    with (
        connected(lambda seen: strange(seen, booked=reply(said, status))) as (connector, _),
        pytest.raises(Refused) as caught,
    ):
        connector.issue_refund(to_line(100), now())
    assert (caught.value.code, caught.value.words) == ("refund_refused", "Nein.")


def test_the_pieces_of_a_refund_are_read_from_maps_and_null_alike() -> None:
    lines = [{"quantity": -2, "meta_data": [{"key": "_refunded_item_id", "value": "111"}]}, {"quantity": None}]
    body = json.dumps([{"id": 1, "amount": None, "line_items": places(lines)}]).encode()
    assert parse_refunds(body)[0].pieces == (("111", 2),)


@pytest.mark.parametrize("quantity", ["one", "1-2", "Infinity", [1]])
def test_pieces_that_are_no_number_are_unreadable_and_no_traceback(quantity: object) -> None:
    line = {"quantity": quantity, "meta_data": [{"key": "_refunded_item_id", "value": "111"}]}
    with pytest.raises(Unreadable):
        parse_refunds(json.dumps([{"id": 1, "amount": "1.00", "line_items": [line]}]).encode())
