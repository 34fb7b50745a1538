from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import PushState
from desk.domain.standing import CLOSED, Standing, standings

ORDERS, PAYMENTS, SHIPPINGS = (st.sampled_from(one) for one in (OrderFacet, PaymentFacet, ShippingFacet))
PUSHES = st.lists(st.sampled_from(PushState), max_size=4)
OPEN, PAID, UNSHIPPED = OrderFacet.OPEN, PaymentFacet.PAID, ShippingFacet.UNSHIPPED


@given(ORDERS, PAYMENTS, SHIPPINGS, PUSHES)
def test_there_is_always_one_and_the_worst_comes_first(
    order: OrderFacet, payment: PaymentFacet, shipping: ShippingFacet, pushes: list[PushState]
) -> None:
    found = standings(order, payment, shipping, pushes)
    assert found
    ranks = [list(Standing).index(one) for one in found]
    assert ranks == sorted(set(ranks))


@given(ORDERS, PAYMENTS, SHIPPINGS, PUSHES)
def test_a_push_in_trouble_comes_before_everything(
    order: OrderFacet, payment: PaymentFacet, shipping: ShippingFacet, pushes: list[PushState]
) -> None:
    worst = standings(order, payment, shipping, [*pushes, PushState.CONFLICT])[0]
    assert worst is Standing.PUSH_CONFLICT


@given(ORDERS, PAYMENTS, SHIPPINGS)
def test_nothing_is_to_be_done_for_a_closed_order(
    order: OrderFacet, payment: PaymentFacet, shipping: ShippingFacet
) -> None:
    found = set(standings(order, payment, shipping))
    to_do = {Standing.TO_SHIP, Standing.WAITING_FOR_PAYMENT, Standing.PAYMENT_FAILED, Standing.PARTLY_SHIPPED}
    assert not (found & CLOSED and found & to_do)


@given(PAYMENTS, SHIPPINGS)
def test_only_paid_or_trusted_orders_are_to_ship(payment: PaymentFacet, shipping: ShippingFacet) -> None:
    may_go = payment in {PAID, PaymentFacet.PARTLY_REFUNDED, PaymentFacet.PAY_LATER}
    expected = may_go and shipping is UNSHIPPED
    assert (Standing.TO_SHIP in standings(OPEN, payment, shipping)) is expected


@pytest.mark.parametrize(
    "order,payment,shipping,pushes,expected",
    [
        (OPEN, PAID, UNSHIPPED, [], [Standing.TO_SHIP]),
        (OPEN, PaymentFacet.UNPAID, UNSHIPPED, [], [Standing.WAITING_FOR_PAYMENT]),
        (OPEN, PaymentFacet.FAILED, UNSHIPPED, [], [Standing.PAYMENT_FAILED]),
        (OPEN, PAID, UNSHIPPED, [PushState.HELD], [Standing.REPORTING, Standing.TO_SHIP]),
        (OPEN, PAID, UNSHIPPED, [PushState.FAILED], [Standing.PUSH_FAILED, Standing.TO_SHIP]),
        (OPEN, PAID, UNSHIPPED, [PushState.RECALLED, PushState.CONFIRMED], [Standing.TO_SHIP]),
        (OPEN, PAID, ShippingFacet.PARTLY_SHIPPED, [], [Standing.PARTLY_SHIPPED]),
        (OrderFacet.COMPLETED, PAID, ShippingFacet.SHIPPED, [], [Standing.SHIPPED]),
        (OrderFacet.COMPLETED, PAID, ShippingFacet.NOTHING_TO_SHIP, [], [Standing.COMPLETED]),
        (OPEN, PAID, ShippingFacet.NOTHING_TO_SHIP, [], [Standing.PAID]),
        (OrderFacet.CANCELLED, PAID, UNSHIPPED, [], [Standing.CANCELLED]),
        (OrderFacet.REMOVED, PaymentFacet.UNPAID, UNSHIPPED, [], [Standing.REMOVED]),
        (OPEN, PaymentFacet.REFUNDED, UNSHIPPED, [], [Standing.REFUNDED]),
        (OPEN, PaymentFacet.PARTLY_REFUNDED, UNSHIPPED, [], [Standing.TO_SHIP, Standing.PARTLY_REFUNDED]),
    ],
)
def test_the_word_an_order_gets(
    order: OrderFacet,
    payment: PaymentFacet,
    shipping: ShippingFacet,
    pushes: list[PushState],
    expected: list[Standing],
) -> None:
    assert standings(order, payment, shipping, pushes) == tuple(expected)


def test_what_the_channel_ships_or_keeps_back_is_not_to_ship() -> None:
    assert standings(OPEN, PAID, UNSHIPPED, handling=Handling.CHANNEL) == (Standing.CHANNEL_SHIPS,)
    assert Standing.SHIPPED in standings(OPEN, PAID, ShippingFacet.SHIPPED, handling=Handling.CHANNEL)
    assert Standing.TO_SHIP not in standings(OPEN, PAID, UNSHIPPED, handling=Handling.NOT_YET)
    assert standings(OrderFacet.CANCELLED, PAID, UNSHIPPED, handling=Handling.CHANNEL) == (Standing.CANCELLED,)
