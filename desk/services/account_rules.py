"""Owns what a merchant lays down for an account that is Desk's own business and no connector's: checked, and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desk.domain.errors import NotAllowed
from desk.domain.values import Money, MoneyError

FORGET_AFTER = "forget_after"
SECOND_PERSON_ABOVE = "second_person_above"
NEVER = "off"
_LONGEST = 3650


def check_days(text: str) -> None:
    """Raises NotAllowed."""
    if text in ("", NEVER) or (text.isascii() and text.isdigit() and 1 <= int(text) <= _LONGEST):
        return
    raise NotAllowed(
        f"{FORGET_AFTER} is a number of days from 1 to {_LONGEST}, or {NEVER}.", code="forget_after_odd", value=text
    )


def check_amount(text: str) -> None:
    """Raises NotAllowed."""
    if text in ("", NEVER):
        return
    try:
        amount = Money.parse(text, "EUR")
    except MoneyError:
        amount = None
    if amount is None or amount.minor < 0:
        raise NotAllowed(
            f"{SECOND_PERSON_ABOVE} is an amount such as 50.00, in the currency of each order, or {NEVER}.",
            code="second_person_odd",
            value=text,
        )


OUR_SETTINGS: Mapping[str, Callable[[str], None]] = {
    FORGET_AFTER: check_days,
    SECOND_PERSON_ABOVE: check_amount,
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
