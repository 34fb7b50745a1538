"""Owns what a merchant lays down for an account that is Desk's own business and no connector's: checked, and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from desk.domain.errors import NotAllowed
from desk.domain.values import Money, MoneyError

FORGET_AFTER = "forget_after"
SECOND_PERSON_ABOVE = "second_person_above"
COUNT_FROM_ROWS = "count_typed_from_rows"
COUNT_FROM_AMOUNT = "count_typed_from_amount"
USUAL_ROWS, USUAL_AMOUNT = 25, 1000
"""From so many rows, or so much of a currency, who does what cannot be undone types how many rows there are (UX 6)."""
NEVER = "off"
_LONGEST, _MOST_ROWS = 3650, 10_000


def check_days(text: str) -> None:
    """Raises NotAllowed."""
    if text in ("", NEVER) or (text.isascii() and text.isdigit() and 1 <= int(text) <= _LONGEST):
        return
    raise NotAllowed(
        f"{FORGET_AFTER} is a number of days from 1 to {_LONGEST}, or {NEVER}.", code="forget_after_odd", value=text
    )


def check_rows(text: str) -> None:
    """Raises NotAllowed."""
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_ROWS):
        raise NotAllowed(
            f"{COUNT_FROM_ROWS} is a number of rows from 1 to {_MOST_ROWS}.", code="count_rows_odd", value=text
        )


def check_count_amount(text: str) -> None:
    """Raises NotAllowed."""
    if text and not _is_amount(text):
        raise NotAllowed(
            f"{COUNT_FROM_AMOUNT} is an amount such as 1000.00, in the currency of each order.",
            code="count_amount_odd",
            value=text,
        )


def _is_amount(text: str) -> bool:
    try:
        return Money.parse(text, "EUR").minor >= 0
    except MoneyError:
        return False


def check_amount(text: str) -> None:
    """Raises NotAllowed."""
    if text not in ("", NEVER) and not _is_amount(text):
        raise NotAllowed(
            f"{SECOND_PERSON_ABOVE} is an amount such as 50.00, in the currency of each order, or {NEVER}.",
            code="second_person_odd",
            value=text,
        )


OUR_SETTINGS: Mapping[str, Callable[[str], None]] = {
    FORGET_AFTER: check_days,
    SECOND_PERSON_ABOVE: check_amount,
    COUNT_FROM_ROWS: check_rows,
    COUNT_FROM_AMOUNT: check_count_amount,
}
"""How each is checked."""


def forgets_after(settings: Mapping[str, str], of_kind: int | None) -> int | None:
    """After how many days buyers are forgotten; None where never. The merchant's word goes before the channel's."""
    told = settings.get(FORGET_AFTER, "")
    if told == NEVER:
        return None
    return int(told) if told else of_kind


def needs_second_person(settings: Mapping[str, str], amount: Money) -> bool:
    """Whether so much money goes back only once somebody else has agreed."""
    told = settings.get(SECOND_PERSON_ABOVE, "")
    return told not in ("", NEVER) and Money.parse(told, amount.currency) < amount


def needs_count(settings: Iterable[Mapping[str, str]], rows: int, sums: Iterable[Money]) -> bool:
    """Whether somebody types how many rows a batch has that gives so much back; the strictest account counts."""
    told = tuple(settings)
    if rows >= min((int(one.get(COUNT_FROM_ROWS) or USUAL_ROWS) for one in told), default=USUAL_ROWS):
        return True
    limits = [one.get(COUNT_FROM_AMOUNT) or str(USUAL_AMOUNT) for one in told] or [str(USUAL_AMOUNT)]
    return any(Money.parse(limit, one.currency) <= one for one in sums for limit in limits)
