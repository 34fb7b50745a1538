"""Amounts: whatever parts Amazon tells of, they add up to its total, gross and in whole minor units."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.values import Money
from tests.connectors.amazon.desk_side import amount, item, order, read

PARTS = ("ITEM", "SHIPPING", "GIFT_WRAP", "COD_FEE", "OTHER", "DISCOUNT", "TAX", "STORAGE")


def text(minor: int) -> str:
    return f"{Decimal(minor).scaleb(-2):.2f}"


def line(parts: dict[str, str], total: str, quantity: int = 1, price: str = "0.00") -> dict[str, Any]:
    return item("11", quantity, price, parts=parts, total=total)


def one(parts: dict[str, str], total: str, *, details: dict[str, dict[str, str]] | None = None) -> OrderSnapshot:
    found = line(parts, total)
    for part in found["proceeds"]["breakdowns"]:
        shares = (details or {}).get(part["type"])
        if shares:
            part["detailedBreakdowns"] = [{"subtype": name, "value": amount(value)} for name, value in shares.items()]
    return read(orderItems=[found], proceeds={"grandTotal": amount(total)})


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


@given(
    lines=st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(PARTS), st.integers(-50_000, 50_000), max_size=6),
            st.integers(0, 200_000),
            st.integers(0, 40),
        ),
        min_size=1,
        max_size=4,
    ),
    total=st.one_of(st.none(), st.integers(0, 500_000)),
    tip=st.one_of(st.none(), st.integers(0, 2_000)),
)
def test_the_parts_always_add_up_to_amazons_total(
    lines: list[tuple[dict[str, int], int, int]], total: int | None, tip: int | None
) -> None:
    items = []
    for place, (parts, proceeds, quantity) in enumerate(lines):
        told = {name: text(minor) for name, minor in parts.items()}
        items.append({**line(told, text(proceeds), quantity, "3.33"), "orderItemId": str(place)})
    told_total = sum(proceeds for _, proceeds, _ in lines) if total is None else total
    whole: dict[str, Any] = {"grandTotal": amount(text(told_total))}
    if tip is not None:
        whole["breakdowns"] = [{"type": "DELIVERY_TIP", "subtotal": amount(text(tip))}]
    totals = read(orderItems=items, proceeds=whole).totals
    assert totals.total == euro(told_total)
    assert totals.goods + totals.shipping + totals.fees - totals.discount == totals.total


@given(
    net=st.integers(1, 100_000),
    ship=st.integers(0, 2_000),
    off=st.integers(0, 1),
    quantity=st.integers(1, 9),
    vat=st.sampled_from([7, 19, 20, 25]),
)
def test_net_prices_become_gross_ones(net: int, ship: int, off: int, quantity: int, vat: int) -> None:
    goods_tax, ship_tax = net * vat // 100, ship * vat // 100
    back, back_tax = off * net // 10, off * net // 10 * vat // 100
    total = net + ship + goods_tax + ship_tax - back - back_tax
    parts = {
        "ITEM": text(net),
        "SHIPPING": text(ship),
        "DISCOUNT": text(-back),
        "TAX": text(goods_tax + ship_tax - back_tax),
    }
    found = line(parts, text(total), quantity)
    shares = {"ITEM": goods_tax, "SHIPPING": ship_tax, "DISCOUNT": -back_tax}
    found["proceeds"]["breakdowns"][3]["detailedBreakdowns"] = [
        {"subtype": name, "value": amount(text(minor))} for name, minor in shares.items()
    ]
    snapshot = read(orderItems=[found], proceeds={"grandTotal": amount(text(total))})
    if goods_tax + ship_tax == back_tax:
        return  # there is no tax on top to tell from
    totals = snapshot.totals
    assert totals.goods == euro(net + goods_tax)
    assert totals.shipping == euro(ship + ship_tax)
    assert totals.discount == euro(back + back_tax)
    assert snapshot.lines[0].total == euro(net + goods_tax - back - back_tax)
    assert totals.fees == euro(0)


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_discount_is_one_however_it_is_written(sign: str) -> None:
    found = one({"ITEM": "20.00", "SHIPPING": "5.00", "DISCOUNT": f"{sign}7.00"}, "18.00")
    assert (found.totals.goods, found.totals.shipping, found.totals.discount) == (euro(2000), euro(500), euro(700))
    assert found.lines[0].total == euro(1300)


def test_a_discount_on_the_shipping_takes_nothing_off_the_goods() -> None:
    details = {"DISCOUNT": {"SHIPPING": "-5.00"}}
    found = one({"ITEM": "20.00", "SHIPPING": "5.00", "DISCOUNT": "-5.00"}, "20.00", details=details)
    assert found.lines[0].total == euro(2000)
    assert found.totals.discount == euro(500)


def test_a_tax_that_lies_in_the_parts_is_not_added() -> None:
    found = one({"ITEM": "11.90", "TAX": "1.90"}, "11.90")
    assert (found.totals.goods, found.totals.tax, found.lines[0].tax) == (euro(1190), euro(190), euro(190))


def test_a_tax_on_top_that_is_not_split_is_shared_by_size() -> None:
    found = one({"ITEM": "90.00", "SHIPPING": "10.00", "TAX": "19.00"}, "119.00")
    assert (found.totals.goods, found.totals.shipping) == (euro(10_710), euro(1190))
    assert found.lines[0].tax == euro(1710)


def test_gift_wrap_and_what_is_new_are_fees() -> None:
    found = one({"ITEM": "10.00", "GIFT_WRAP": "2.50", "COD_FEE": "1.00", "STORAGE": "0.50"}, "14.00")
    assert (found.totals.goods, found.totals.fees) == (euro(1000), euro(400))


def test_a_price_is_that_of_one_piece_gross() -> None:
    found = read(
        orderItems=[line({"ITEM": "30.00", "TAX": "6.00"}, "36.00", quantity=3, price="10.00")],
        proceeds={"grandTotal": amount("36.00")},
    )
    assert found.lines[0].unit_price == euro(1200)
    assert read().lines[0].unit_price == euro(2000)


def test_without_parts_the_price_times_the_pieces_is_the_goods() -> None:
    bare = line({}, "0.00", quantity=3, price="10.00")
    del bare["proceeds"]
    found = read(orderItems=[bare], proceeds={"grandTotal": amount("30.00")})
    assert (found.totals.goods, found.lines[0].total) == (euro(3000), euro(3000))


def test_a_currency_without_decimals_keeps_its_whole_units() -> None:
    yen = {
        "orderItemId": "11",
        "quantityOrdered": 2,
        "product": {"price": {"unitPrice": amount("6980", "JPY")}},
        "proceeds": {"proceedsTotal": amount("13960", "JPY")},
    }
    found = read(orderItems=[yen], proceeds={"grandTotal": amount("13960", "JPY")}, payment=None)
    assert found.totals.total == Money(13960, "JPY")
    assert found.payments[0].amount == Money(13960, "JPY")


def test_several_payments_keep_their_methods() -> None:
    executions = [
        {"paymentMethod": "GiftCard", "paymentAmount": amount("20.00")},
        {"paymentMethod": "CreditCard", "paymentAmount": amount("24.99")},
    ]
    found = read(payment={"paymentExecutions": executions})
    assert [(one.method, one.amount) for one in found.payments] == [
        ("GiftCard", euro(2000)),
        ("CreditCard", euro(2499)),
    ]
    assert found.payment_method == "GiftCard, CreditCard"
    assert len({one.remote_id for one in found.payments}) == 2
    assert order()["orderId"] in found.payments[0].remote_id


def test_money_that_came_stays_known_while_nobody_knows_the_status() -> None:
    told = [{"paymentMethod": "CREDIT_CARD", "paymentAmount": amount("20.40")}]
    unknown = {"fulfillmentStatus": "IN_REVIEW", "fulfilledBy": "MERCHANT"}
    (one,) = read(fulfillment=unknown, payment={"paymentExecutions": told}).payments
    assert one.amount == euro(2040)
    assert read(fulfillment=unknown, payment=None).payments == (), "nothing is guessed"
