"""From how large a batch its number of rows is typed: by the merchant's word, the strictest account's first."""

import pytest

from desk.domain.errors import NotAllowed
from desk.domain.values import Money
from desk.services import accounts
from desk.services.account_rules import needs_count
from desk.services.context import Desk
from desk.store.accounts import Account
from tests.support.orders import euros


def test_twenty_five_rows_or_a_thousand_are_many_where_nobody_says_otherwise() -> None:
    assert [needs_count([{}], rows, [euros(99_999)]) for rows in (24, 25)] == [False, True]
    assert [needs_count([{}], 1, [euros(minor)]) for minor in (99_999, 100_000)] == [False, True]
    assert needs_count([{}], 1, [Money(1000, "JPY")]), "a thousand of any currency"


def test_the_strictest_account_of_a_batch_counts() -> None:
    strict: dict[str, str] = {}
    lenient = {"count_typed_from_rows": "500", "count_typed_from_amount": "99999"}
    assert not needs_count([lenient], 499, [euros(9_999_800)])
    assert needs_count([lenient, strict], 25, [])
    assert needs_count([lenient, {"count_typed_from_amount": "20.50"}], 1, [euros(2050)])


@pytest.mark.parametrize(
    "name, value, code",
    [
        ("count_typed_from_rows", "0", "count_rows_odd"),
        ("count_typed_from_rows", "many", "count_rows_odd"),
        ("count_typed_from_amount", "-5", "count_amount_odd"),
        ("count_typed_from_amount", "5 EUR", "count_amount_odd"),
    ],
)
def test_what_is_no_number_is_refused(desk: Desk, account: Account, name: str, value: str, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        accounts.change(desk, account, {name: value}, {})
    assert refused.value.code == code
