"""Owns when money goes back only once a second person has agreed. Pure; asked in the transaction that queues a deed.

What counts is all that goes back of one order through Desk: an amount is not made small by giving it in parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desk.domain.pushes import NOT_SHOWN, AnswerReturn, Push, PushState, RefundInquiry, RefundOrder, RefundReturn
from desk.domain.values import Money
from desk.services.account_rules import needs_second_person
from desk.store.outbox import PushRow


def must_be_approved(settings: Mapping[str, str], push: Push, rows: Iterable[PushRow]) -> bool:
    """Whether this push of an order, whose others are `rows`, waits for somebody else to agree."""
    amount = given_back(push)
    if amount is None:
        return False
    for row in rows:
        more = given_back(row.push)
        if more is not None and more.currency == amount.currency and not _came_to_nothing(row):
            amount += more
    return needs_second_person(settings, amount)


def given_back(push: Push) -> Money | None:
    """What an agent gives back with it, of their own choice; None for other deeds."""
    if isinstance(push, RefundOrder | RefundInquiry):
        return push.amount
    if isinstance(push, RefundReturn):
        return push.goods + push.shipping
    return push.amount if isinstance(push, AnswerReturn) else None


def _came_to_nothing(row: PushRow) -> bool:
    return row.state is PushState.RECALLED or (row.state is PushState.FAILED and row.error_code != NOT_SHOWN)


def is_same_person(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
