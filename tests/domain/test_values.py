from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.values import AccountId, Money, MoneyError, RemoteRef, check_currency, minor_digits

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CLF"])
MINORS = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    "text,currency,minor",
    [
        ("12.50", "EUR", 1250),
        ("-12.5", "EUR", -1250),
        (" 0.005 ", "EUR", 1),  # half up, not to even
        ("0.015", "EUR", 2),
        ("-0.005", "EUR", -1),  # away from zero, so that a refund mirrors its payment
        ("0.0049999", "EUR", 0),
        ("1E2", "EUR", 10000),
        ("1234", "JPY", 1234),
        ("1234.5", "JPY", 1235),
        ("1.2345", "KWD", 1235),
        ("1.2", "clf", 12000),
    ],
)
def test_an_amount_is_read_to_the_currencys_minor_unit(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency.upper())


HUGE = ["1e9999999", "-1e9999999", "1e" + "9" * 30]


@pytest.mark.parametrize("text", ["", "12,50", "€ 5", "NaN", "Infinity", "1e16", "0x10", "1_000", "５", *HUGE])
def test_what_is_no_plain_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyError, match="not an amount"):
        Money.parse(text, "EUR")


@pytest.mark.parametrize("code", ["", "EU", "EURO", "E1R", "€€€", "ΕUR"])  # the last begins with a Greek letter
def test_a_currency_is_three_latin_letters(code: str) -> None:
    with pytest.raises(MoneyError, match="not a currency"):
        Money.parse("1", code)
    assert check_currency(" eur ") == "EUR"


def test_two_currencies_are_never_combined() -> None:
    euro, dollar = Money(1, "EUR"), Money(1, "USD")
    for combine in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar, lambda: euro <= dollar):
        with pytest.raises(MoneyError, match="cannot combine EUR with USD"):
            combine()
    assert euro != dollar


@given(MINORS, CURRENCIES)
def test_an_amount_survives_being_written_and_read(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(str(money.decimal), currency) == money
    assert str(money) == f"{money.decimal:.{minor_digits(currency)}f} {currency}"


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6), CURRENCIES)
def test_reading_rounds_half_up_by_less_than_a_minor_unit(amount: Decimal, currency: str) -> None:
    step = Decimal(1).scaleb(-minor_digits(currency))
    assert Money.parse(f"{amount:f}", currency).decimal == amount.quantize(step, ROUND_HALF_UP)


@given(MINORS, MINORS, st.integers(-50, 50))
def test_sums_are_exact(one: int, other: int, times: int) -> None:
    a, b = Money(one, "EUR"), Money(other, "EUR")
    assert (a + b) - b == a
    assert -a + a == Money.zero("EUR")
    assert (a * times).minor == one * times
    assert (a < b) is (one < other)
    assert bool(a) is (one != 0)


def test_a_remote_reference_needs_an_id_and_belongs_to_its_account() -> None:
    with pytest.raises(ValueError, match="needs an id"):
        RemoteRef(AccountId(1), "")
    assert RemoteRef(AccountId(1), "7") != RemoteRef(AccountId(2), "7")
