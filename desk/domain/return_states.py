"""Owns the states of a return and which step leads from one to the next (resources/data/return_transitions.csv). Pure.

The table is data: `Course` answers from its rows alone, so that what people may edit and what Desk does are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class ReturnState(StrEnum):
    """How far a return is (DOMAIN 4.1). Its money is a facet of its own: an early refund leaves the goods open."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    LABEL_ISSUED = "LABEL_ISSUED"
    IN_TRANSIT = "IN_TRANSIT"
    IN_CUSTOMS = "IN_CUSTOMS"
    DELIVERED_TO_US = "DELIVERED_TO_US"
    RECEIVED = "RECEIVED"
    INSPECTED = "INSPECTED"
    REFUND_PENDING = "REFUND_PENDING"
    REFUNDED = "REFUNDED"
    EXCHANGE_SENT = "EXCHANGE_SENT"
    IN_REPAIR = "IN_REPAIR"
    REJECTED_AFTER_INSPECTION = "REJECTED_AFTER_INSPECTION"
    ESCALATED = "ESCALATED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    CLOSED = "CLOSED"


class ReturnStep(StrEnum):
    """What moves a return on, in the table's own words."""

    REQUEST = "request"
    AUTO_APPROVE = "auto_approve"
    APPROVE = "approve"
    DECLINE = "decline"
    OFFER_KEEP = "offer_keep"
    ISSUE_LABEL = "issue_label"
    FIRST_SCAN = "first_scan"
    LABEL_EXPIRED = "label_expired"
    CUSTOMS_EVENT = "customs_event"
    CUSTOMS_CLEARED = "customs_cleared"
    CARRIER_DELIVERED = "carrier_delivered"
    LOST_CONFIRMED = "lost_confirmed"
    WAREHOUSE_SCAN = "warehouse_scan"
    INSPECT = "inspect"
    WRONG_CONTENT = "wrong_content"
    AUTO_REFUND = "auto_refund"
    RESOLVE_REFUND = "resolve_refund"
    RESOLVE_EXCHANGE = "resolve_exchange"
    RESOLVE_REPAIR = "resolve_repair"
    REPAIR_DONE = "repair_done"
    REPAIR_FAILED = "repair_failed"
    REJECT = "reject"
    CUSTOMER_DISPUTES = "customer_disputes"
    REFUND_CONFIRMED = "refund_confirmed"
    REFUND_FAILED = "refund_failed"
    CLOSE = "close"
    CANCEL = "cancel"
    CHANNEL_ESCALATED = "channel_escalated"
    CASE_CLOSED = "case_closed"
    REOPEN = "reopen"


class Settled(StrEnum):
    """How much of what a return is worth has gone back (DOMAIN 4.1)."""

    NONE = "none"
    PENDING = "pending"
    PART = "part"
    FULL = "full"


_NOWHERE, _ANYWHERE = "-", "*"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `guard` and `effects` are its words for people; None for `before` is the beginning."""

    before: ReturnState | None
    step: ReturnStep
    after: ReturnState
    guard: str = ""
    effects: str = ""


def transitions(rows: Iterable[dict[str, str]]) -> tuple[Transition, ...]:
    """The table's rows, one for each state and step: `*` is every state but the one it leads to.

    Raises ValueError for a state or a step that this Desk does not know.
    """
    found: list[Transition] = []
    for row in rows:
        after = ReturnState(row["to"])
        befores = _befores(row["from"], after)
        # "request (portal, agent …)" says in brackets by whom; "auto_approve / approve" are two steps.
        words = row["event"].partition("(")[0].split("/")
        found += [
            Transition(before, ReturnStep(word.strip()), after, row["guard"], row["effects"])
            for before in befores
            for word in words
        ]
    return tuple(found)


def _befores(word: str, after: ReturnState) -> list[ReturnState | None]:
    if word == _NOWHERE:
        return [None]
    if word == _ANYWHERE:
        return [state for state in ReturnState if state is not after]
    return [ReturnState(word)]


@dataclass(frozen=True, slots=True)
class Course:
    """Which step may follow in which state, and where it leads."""

    rows: tuple[Transition, ...]
    _to: dict[tuple[ReturnState | None, ReturnStep], ReturnState] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_to", {(row.before, row.step): row.after for row in self.rows})

    def after(self, state: ReturnState | None, step: ReturnStep) -> ReturnState | None:
        """Where the step leads; None where the table has no such transition."""
        return self._to.get((state, step))

    def steps(self, state: ReturnState | None) -> tuple[ReturnStep, ...]:
        """What may be done in this state, in the table's order."""
        return tuple(row.step for row in self.rows if row.before is state)
