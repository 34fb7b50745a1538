"""Owns the words of an order's standing and what tells them (`Say`); desk.services.wording has all others.

Apart from those: a window shows a list first, and loads no sentence that it lacks.
"""

from __future__ import annotations

from typing import Protocol

from desk.domain.clock import Instant
from desk.domain.standing import Standing
from desk.domain.values import Money
from desk.services.marking import QT_TRANSLATE_NOOP

CONTEXT = "wording"


class Say(Protocol):
    """How texts, amounts and times are told to the reader."""

    def text(self, source: str) -> str: ...

    def money(self, amount: Money) -> str: ...

    def moment(self, at: Instant) -> str: ...

    def date(self, at: Instant) -> str: ...


STANDINGS: dict[Standing, str] = {
    Standing.PUSH_CONFLICT: QT_TRANSLATE_NOOP("wording", "Conflict"),
    Standing.PUSH_FAILED: QT_TRANSLATE_NOOP("wording", "Report failed"),
    Standing.PUSH_UNCLEAR: QT_TRANSLATE_NOOP("wording", "Unclear"),
    Standing.UNKNOWN: QT_TRANSLATE_NOOP("wording", "Unknown state"),
    Standing.CANCELLED: QT_TRANSLATE_NOOP("wording", "Cancelled"),
    Standing.REMOVED: QT_TRANSLATE_NOOP("wording", "Removed"),
    Standing.REFUNDED: QT_TRANSLATE_NOOP("wording", "Refunded"),
    Standing.PAYMENT_FAILED: QT_TRANSLATE_NOOP("wording", "Payment failed"),
    Standing.WAITING_FOR_PAYMENT: QT_TRANSLATE_NOOP("wording", "Awaiting payment"),
    Standing.REPORTING: QT_TRANSLATE_NOOP("wording", "Reporting"),
    Standing.PARTLY_SHIPPED: QT_TRANSLATE_NOOP("wording", "Partly shipped"),
    Standing.TO_SHIP: QT_TRANSLATE_NOOP("wording", "To ship"),
    Standing.CHANNEL_SHIPS: QT_TRANSLATE_NOOP("wording", "Channel ships"),
    Standing.PARTLY_REFUNDED: QT_TRANSLATE_NOOP("wording", "Partly refunded"),
    Standing.SHIPPED: QT_TRANSLATE_NOOP("wording", "Shipped"),
    Standing.COMPLETED: QT_TRANSLATE_NOOP("wording", "Completed"),
    Standing.PAID: QT_TRANSLATE_NOOP("wording", "Paid"),
}


def standing(one: Standing, say: Say) -> str:
    return say.text(STANDINGS[one])
