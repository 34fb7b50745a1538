from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.return_money import Claim, MoneyStep, PaidLine, Reckoning, reckon, shipping_back
from desk.domain.values import Money, MoneyError

amounts = st.integers(0, 200_000)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def reckoned(
    *goods: tuple[PaidLine, int],
    shipping: int = 0,
    extra: int = 0,
    loss: int = 0,
    fee: int = 0,
    refunded: int = 0,
    left: int = 10_000_000,
) -> Reckoning:
    return reckon(
        Claim(
            goods=goods,
            shipping=eur(shipping),
            extra=eur(extra),
            loss_of_value=eur(loss),
            label_fee=eur(fee),
            refunded=eur(refunded),
            left=eur(left),
        )
    )


def test_the_formula_with_each_of_its_steps() -> None:
    """Two of three pieces of 100.00 together, 4.90 for the way, 5.00 goodwill, 10.00 worn, label 3.50, 20.00 before."""
    found = reckoned(
        (PaidLine(total=eur(10_000), ordered=3), 2),
        shipping=490,
        extra=500,
        loss=1000,
        fee=350,
        refunded=2000,
    )
    assert found.amount == eur(6666 + 490 + 500 - 1000 - 350 - 2000)
    assert [step for step, _ in found.steps] == [step for step in MoneyStep if step is not MoneyStep.LIMIT]


def test_no_more_than_is_left_and_the_step_says_so() -> None:
    found = reckoned((PaidLine(total=eur(5000), ordered=1), 1), left=1200)
    assert found.amount == eur(1200)
    assert found.steps[-1] == (MoneyStep.LIMIT, eur(1200 - 5000))


def test_a_loss_above_the_price_gives_nothing_and_takes_nothing() -> None:
    assert reckoned((PaidLine(total=eur(500), ordered=1), 1), loss=9000).amount == eur(0)


def test_two_currencies_do_not_meet() -> None:
    with pytest.raises(MoneyError):
        reckoned((PaidLine(total=Money(500, "SEK"), ordered=1), 1))


@given(amounts, st.integers(1, 40), st.data())
def test_shares_of_single_pieces_add_up_to_the_line(total: int, ordered: int, data: st.DataObject) -> None:
    gone, given_back = 0, 0
    while gone < ordered:
        quantity = data.draw(st.integers(1, ordered - gone))
        given_back += PaidLine(total=eur(total), ordered=ordered, gone=gone).share(quantity).minor
        gone += quantity
    assert given_back == total


@given(st.lists(st.tuples(amounts, amounts, amounts, amounts), max_size=8), amounts)
def test_no_sequence_gives_more_than_was_paid(claims: list[tuple[int, int, int, int]], paid: int) -> None:
    """Each refund is reckoned with what is left; together they never exceed the payment, and the steps add up."""
    left = paid
    for goods, extra, loss, fee in claims:
        found = reckoned((PaidLine(total=eur(goods), ordered=1), 1), extra=extra, loss=loss, fee=fee, left=left)
        assert sum(amount.minor for _, amount in found.steps) == found.amount.minor
        assert 0 <= found.amount.minor <= left
        left -= found.amount.minor


@pytest.mark.parametrize(
    "cheapest, whole, back", [(None, True, 790), (390, True, 390), (990, True, 790), (390, False, 0)]
)
def test_the_way_there_goes_back_with_the_whole_order_at_the_cheapest_rate(
    cheapest: int | None, whole: bool, back: int
) -> None:
    assert shipping_back(eur(790), None if cheapest is None else eur(cheapest), whole=whole) == eur(back)
