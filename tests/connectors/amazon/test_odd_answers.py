"""Answers of Amazon's that are odd or hostile: each is read, put aside or told, and none is a traceback."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.channels.amazon.connector import connect
from connectors.contract.errors import ConnectorError, LoginNeeded, Unavailable, Unreadable
from connectors.contract.protocols import LoginReport
from connectors.contract.snapshots import Cursor, OrderSnapshot
from desk.domain.clock import ManualClock, parse_utc
from desk.domain.values import Money
from tests.connectors.amazon.desk_side import (
    GERMANY,
    NOW,
    Asked,
    access,
    amazon,
    amount,
    item,
    mapping,
    order,
    page,
    read,
)
from tests.connectors.http.server import reply

SHIPPED = {"packageReferenceId": "1", "trackingNumber": "X1", "packageStatus": {"status": "SHIPPED"}}
ONE = item("11", 1, "44.99", parts={"ITEM": "44.99"}, total="44.99")
OPEN = {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"}


# --- records -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"createdTime": ""},
        {"createdTime": "0000-00-00T00:00:00Z"},
        {"createdTime": "1969-01-01T00:00:00Z"},
        {"lastUpdatedTime": "9999-12-31T23:59:59Z"},
        {"lastUpdatedTime": "gestern"},
        {"proceeds": {"grandTotal": amount("9999999999999999.99")}},
        {"proceeds": {"grandTotal": amount("NaN")}},
        {"proceeds": {"grandTotal": amount("１２.00")}},
        {"proceeds": {"grandTotal": amount("44.99", "€")}},
        {"proceeds": {"grandTotal": amount("1500", "JPY")}},  # its articles are priced in another
        {"orderItems": [{**ONE, "quantityOrdered": -1}]},
        {"orderItems": [{**ONE, "quantityOrdered": 10**30}]},
        {"orderItems": [{**ONE, "quantityOrdered": True}]},
        {"orderItems": [{**ONE, "quantityOrdered": 1.5}]},
        {"orderItems": [ONE, ONE]},
        {"orderItems": None},
        {"fulfillment": {"fulfillmentStatus": None}},
        {"fulfillment": {"fulfillmentStatus": "UNSHIPPED"}},
        {"packages": [{**SHIPPED, "shipTime": "gestern"}]},
        {"packages": [{**SHIPPED, "packageItems": [{"orderItemId": "11", "quantity": -3}]}]},
        {"buyer": "Jörg"},
        {"buyer": {"buyerName": "\ud800"}},
        {"orderId": "  "},
        {"orderId": 5},
    ],
    ids="-".join,
)
def test_a_record_that_makes_no_sense_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        read(**changes)
    assert "Jörg" not in caught.value.detail


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b'{"orderId":"x"', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_order_at_all_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        mapping().read(raw)


@pytest.mark.parametrize(
    "told,at",
    [
        ("2026-11-18T09:00:00", "2026-11-18T09:00:00Z"),  # without a zone, where Amazon promises UTC
        ("2026-11-18T09:00:00.123456789Z", "2026-11-18T09:00:00.123456Z"),
        ("2026-11-18T14:30:00+05:30", "2026-11-18T09:00:00Z"),
    ],
)
def test_times_are_read_however_exact_and_in_whatever_zone(told: str, at: str) -> None:
    assert read(createdTime=told).placed_at == parse_utc(at)


@pytest.mark.parametrize("told", [None, "", "gestern", "9999-12-31T23:59:59Z", "1969-01-01T00:00:00Z"])
def test_a_day_to_ship_by_that_is_none_costs_no_order(told: str | None) -> None:
    assert read(fulfillment={**OPEN, "shipByWindow": {"latestDateTime": told}}).ship_by is None


def test_only_what_must_be_there_is_enough() -> None:
    found = read(buyer=None, recipient=None, payment=None, packages=None)
    assert (found.buyer.name, found.shipments, found.totals.total) == ("", (), Money(4499, "EUR"))
    nothing = read(buyer={"buyerName": None}, recipient={"deliveryAddress": None, "deliveryPreference": None})
    assert nothing.recipient.street == ""


def test_words_that_are_new_are_kept_or_passed_over() -> None:
    found = read(
        programs=["TELEPORT"],
        recipient={"deliveryAddress": {"name": "Jo", "addressType": "MOON", "countryCode": "zz"}},
        packages=[{**SHIPPED, "packageStatus": {"status": "TELEPORTED"}}],
        associatedOrders=[{"orderId": "302-1111111-1111111", "associationType": "TWIN"}],
        somethingNew={"deep": [1, {"er": None}]},
        fulfillment={**OPEN, "fulfillmentServiceLevel": "BEAM"},
    )
    assert [one.number for one in found.shipments or ()] == ["X1"]
    assert found.instead_of == ""


def test_a_parcel_told_twice_is_one_and_the_later_word_counts() -> None:
    found = read(packages=[SHIPPED, {**SHIPPED, "trackingNumber": "X2"}])
    assert [(one.remote_id, one.number) for one in found.shipments or ()] == [("1", "X2")]


def in_yen(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "JPY" if name == "currencyCode" else in_yen(one) for name, one in value.items()}
    return [in_yen(one) for one in value] if isinstance(value, list) else value


def test_a_currency_without_decimals_has_no_hundredths() -> None:
    goods = item("11", 2, "750", parts={"ITEM": "1500"}, total="1500")
    paid = {"paymentExecutions": [{"paymentMethod": "Card", "paymentAmount": amount("1500")}]}
    told = in_yen(order(proceeds={"grandTotal": amount("1500")}, payment=paid, orderItems=[goods]))
    found = mapping().read(json.dumps(told).encode())
    assert (found.totals.total, found.lines[0].unit_price) == (Money(1500, "JPY"), Money(750, "JPY"))


def test_an_amount_beyond_all_sense_that_still_counts_is_exact() -> None:
    big = "999999999999999"
    goods = item("11", 1, big, parts={"ITEM": big}, total=big)
    paid = {"paymentExecutions": [{"paymentMethod": "Card", "paymentAmount": amount(big)}]}
    assert read(proceeds={"grandTotal": amount(big)}, payment=paid, orderItems=[goods]).totals.total.minor == int(
        big + "00"
    )


# --- pages -------------------------------------------------------------------------------------------------------


def run_of(*answers: object) -> tuple[list[str], int]:
    """The orders of one run over these answers, and how many were asked for."""
    left = list(answers)
    with amazon(lambda _: left.pop(0)) as there:
        connector = connect(access(there.url, clock=ManualClock(NOW)))
        cursor, found = Cursor(), []
        try:
            for _ in range(10):
                got = connector.fetch_orders(Cursor(json.loads(json.dumps(cursor.value))))
                cursor = got.cursor
                found += [one.ref.id for one in got.items if isinstance(one, OrderSnapshot)]
                if got.done:
                    return found, len(there.calls)
        finally:
            connector.close()
    raise AssertionError("the run never ends")


def numbered(number: int) -> dict[str, Any]:
    return order(orderId=f"302-0000000-{number:07d}")


def test_empty_pages_with_a_token_are_gone_through_to_the_end() -> None:
    found, asked = run_of(
        reply(page(token="t1")), reply(page(numbered(1), token="t2")), reply(page(token="t3")), reply(page(numbered(2)))
    )
    assert ([one[-1] for one in found], asked) == (["1", "2"], 4)


@pytest.mark.parametrize("pagination", [{}, {"nextToken": None}, {"nextToken": ""}, None])
def test_a_page_that_names_no_token_is_the_last(pagination: object) -> None:
    assert run_of(reply({**page(numbered(1)), "pagination": pagination}))[1] == 1


@pytest.mark.parametrize("limit", ["n/a", "", "0", "-1", "NaN", "0.0056, 0.0056", "１"])
def test_the_advised_rate_is_advice_and_need_be_no_number(limit: str) -> None:
    told = reply(page(numbered(1))).replace(b"\r\n\r\n", f"\r\nx-amzn-RateLimit-Limit: {limit}\r\n\r\n".encode(), 1)
    assert run_of(told)[0] == ["302-0000000-0000001"]


@pytest.mark.parametrize(
    "body",
    [
        {"orders": None},
        {"orders": {}},
        {"orders": [], "pagination": []},
        {"orders": [], "lastUpdatedBefore": 5},
        {"errors": []},
        [],
        "text",
    ],
)
def test_a_page_of_another_shape_is_told_and_moves_no_cursor(body: object) -> None:
    with pytest.raises(ConnectorError) as caught:
        run_of(*[reply(body)] * 6)
    assert caught.value.operation == "search_orders"


@pytest.mark.parametrize(
    "before,since",
    [
        ("gestern", "2026-11-20T09:58:30Z"),
        ("", "2026-11-20T09:58:30Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "2026-11-20T09:58:30Z"),
    ],
)
def test_an_odd_time_of_the_page_puts_the_cursor_ahead_of_nothing(before: str, since: str) -> None:
    told = reply(page(numbered(1), before=before), Date="Fri, 20 Nov 2026 10:00:30 GMT")
    with amazon(lambda _: told) as there:
        connector = connect(access(there.url, clock=ManualClock(NOW)))
        found = connector.fetch_orders(Cursor())
        connector.close()
    assert (len(found.items), found.cursor.value["since"]) == (1, since)


# --- signing in --------------------------------------------------------------------------------------------------


def checked(sellers: object, token: object | None = None) -> LoginReport:
    def script(asked: Asked) -> object:
        if asked.path.startswith("/sellers/"):
            return reply(sellers)
        return reply({"reports": []} if asked.path.startswith("/reports/") else page())

    with amazon(script, None if token is None else lambda _: reply(token)) as there:
        connector = connect(access(there.url, clock=ManualClock(NOW)))
        try:
            return connector.check_login()
        finally:
            connector.close()


@pytest.mark.parametrize("sellers", [{"payload": None}, {"payload": []}, {}])
def test_a_seller_who_sells_nowhere_is_told_at_the_marketplaces(sellers: object) -> None:
    with pytest.raises(LoginNeeded) as caught:
        checked(sellers)
    assert caught.value.field == "marketplaces"


@pytest.mark.parametrize(
    "odd", [{}, {"marketplace": {}}, {"marketplace": {"id": "A1XXXXXXXXXXXX"}, "participation": {}, "new": 1}]
)
def test_a_marketplace_of_another_shape_leaves_the_others(odd: dict[str, Any]) -> None:
    ours = {"marketplace": {"id": GERMANY, "name": "Amazon.de"}, "participation": {"isParticipating": True}}
    assert checked({"payload": [odd, ours]}).identity == "Amazon.de"


@pytest.mark.parametrize(
    "token",
    [{}, [], {"access_token": 5}, {"access_token": ""}, {"access_token": "a\r\nX: y"}, {"access_token": "tökén"}],
)
def test_what_no_header_could_carry_is_no_token(token: object) -> None:
    with pytest.raises(Unavailable) as caught:
        checked({"payload": []}, token)
    assert caught.value.code == "no_token"


@pytest.mark.parametrize("lives", ["soon", -5, 0, None, 10**12])
def test_a_token_that_says_nothing_sensible_of_its_life_is_taken(lives: object) -> None:
    ours = {"marketplace": {"id": GERMANY, "name": "Amazon.de"}, "participation": {"isParticipating": True}}
    assert checked({"payload": [ours]}, {"access_token": "Atza|1", "expires_in": lives}).identity == "Amazon.de"
