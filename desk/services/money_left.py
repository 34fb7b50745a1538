"""Owns what of an order's money can still go back. Pure: no deed may give more, whatever else is on its way.

What is left = paid - refunded as the channel tells it - what is on its way back through the outbox, never below zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.contract.snapshots import LineSnapshot
from desk.domain.orders import PaymentFacet, PaymentKind
from desk.domain.pushes import (
    NOT_SHOWN,
    AnswerCancellation,
    AnswerReturn,
    CancelOrder,
    Push,
    PushState,
    RefundInquiry,
    RefundOrder,
    RefundReturn,
    ReturnAnswer,
)
from desk.domain.values import Money
from desk.services.order_file import UNDER_WAY, OrderFile
from desk.store.outbox import PushRow

_PAID = (PaymentFacet.PAID, PaymentFacet.PARTLY_REFUNDED, PaymentFacet.REFUNDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """An order's money, each step by itself: `left` is what they come to."""

    paid: Money
    refunded: Money
    on_its_way: Money
    left: Money


def balance(file: OrderFile) -> Balance:
    """What came in, went back, is on its way back, and is left."""
    zero = Money.zero(file.order.totals.total.currency)
    paid, refunded, going = received(file), zero, zero
    for one in file.order.payments:
        if one.kind is PaymentKind.REFUND and one.amount.currency == zero.currency:
            refunded += one.amount
    for row in file.rows:
        if counts(file, row):
            going += _gives_back(row.push, paid)
    rest = paid.minor - refunded.minor - going.minor
    return Balance(paid=paid, refunded=refunded, on_its_way=going, left=Money(max(0, rest), zero.currency))


def received(file: OrderFile) -> Money:
    """What the buyer paid; where the channel tells no single payments, all of a paid order."""
    total = file.order.totals.total
    payments = [
        one.amount
        for one in file.order.payments
        if one.kind is PaymentKind.PAYMENT and one.amount.currency == total.currency
    ]
    if payments:
        return sum(payments, Money.zero(total.currency))
    return total if file.order.payment in _PAID else Money.zero(total.currency)


def counts(file: OrderFile, row: PushRow) -> bool:
    """Whether the money of this push is gone or may be going without showing among the channel's refunds yet."""
    if row.state in UNDER_WAY or (row.state is PushState.FAILED and row.error_code == NOT_SHOWN):
        return True
    if row.state is not PushState.CONFIRMED or row.settled_at is None:
        return False
    if row.remote_ref and isinstance(row.push, RefundOrder):
        return row.remote_ref not in {one.remote_id for one in file.order.payments if one.kind is PaymentKind.REFUND}
    # Refunds of other deeds bear no id of ours: they show with the first report of the order that came later.
    return isinstance(row.push, RefundOrder | RefundReturn | RefundInquiry) and (
        file.parts.record.fetched_at < row.settled_at
    )


def _gives_back(push: Push, paid: Money) -> Money:
    """What of the money a push gives back, as far as it can be told before it is done."""
    if isinstance(push, RefundOrder | RefundInquiry):
        return push.amount
    if isinstance(push, RefundReturn):
        return push.goods + push.shipping
    if isinstance(push, AnswerReturn) and push.answer is ReturnAnswer.OFFER_PART and push.amount is not None:
        return push.amount
    if isinstance(push, CancelOrder) and push.paid:
        return paid
    if isinstance(push, AnswerCancellation) and push.approve:
        return paid
    return Money.zero(paid.currency)


def line_left(file: OrderFile, line: LineSnapshot, left: Money) -> Money:
    """What is left of one line's money, at most the order's `left`.

    Channels tell what was given back for which line only by whole pieces.
    """
    ours = sum(amount.minor for amount in _for_line(file, line.remote_id) if amount.currency == line.total.currency)
    pieces = line.total.minor * min(line.refunded, line.quantity) // line.quantity if line.quantity else 0
    rest = max(0, line.total.minor - max(ours, pieces))
    return Money(min(rest, left.minor), line.total.currency)


def _for_line(file: OrderFile, remote_line: str) -> Iterator[Money]:
    for row in file.rows:
        gone = row.state in UNDER_WAY or row.state is PushState.CONFIRMED or row.error_code == NOT_SHOWN
        if isinstance(row.push, RefundOrder) and gone:
            yield from (one.amount for one in row.push.lines if one.remote_id == remote_line)
