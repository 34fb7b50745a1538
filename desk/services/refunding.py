"""Give money back without a return: what is left, how it comes about, and the push itself. Never a cent too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from desk.domain.cases import CaseDeed, CaseKind
from desk.domain.errors import NotAllowed
from desk.domain.orders import Handling, OrderFacet, PaymentKind, ShippingFacet
from desk.domain.pushes import (
    AnswerCancellation,
    CancelOrder,
    PushState,
    RefundedLine,
    RefundOrder,
    RefundReason,
)
from desk.domain.values import LineId, Money, OrderId
from desk.domain.views import Permission
from desk.services import cancelling, case_rules, order_file
from desk.services.context import Desk
from desk.services.money_left import balance, line_left, received
from desk.services.order_file import OrderFile, cannot, no, queue, refuse_unless, writes
from desk.services.shipments import Queued
from desk.store import outbox as outbox_store
from desk.store.outbox import OutboxRow
from desk.store.types import Transaction

_NOT_LEFT = (ShippingFacet.UNSHIPPED, ShippingFacet.NOTHING_TO_SHIP)
"""Under a status that nobody knows goods may have left: the channel judges that itself."""


@dataclass(frozen=True, slots=True)
class LineAmount:
    """Some of one line's money."""

    line: LineId
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an agent wants to give back: for single `lines`, or `amount` for the order as a whole.

    `by_hand`: the money was or will be sent some other way, and the channel is only to book it.
    """

    reason: RefundReason
    amount: Money | None = None
    lines: tuple[LineAmount, ...] = ()
    comment: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How a refund comes about, each step visible: paid - refunded - on its way = left; left - amount = rest."""

    paid: Money
    refunded: Money
    on_its_way: Money
    left: Money
    lines: tuple[tuple[str, Money], ...]  # title or SKU, and its share
    amount: Money
    rest: Money
    reason: RefundReason
    comment: str
    sends_money: bool = True  # False: the channel only books it, and the merchant sends the money by hand


def permission(file: OrderFile) -> Permission:
    """Whether money can be given back now, and if not, why and where instead."""
    can = file.can.issues_refunds
    if can is None:
        return cannot(file, "issues_refunds")
    refused = next(_against(file), None)
    if refused is not None:
        return refused
    if can.once_shipped and file.order.shipping in _NOT_LEFT:
        return no("refund_not_shipped", "Nothing of this order has left yet. Call it off instead.")
    paid_at = file.order.paid_at or file.order.placed_at
    if can.until is not None and file.now > paid_at + timedelta(days=can.until):
        return no("refund_too_late", "The channel takes no refund for so old an order.")
    return writes(file.account)


def _against(file: OrderFile) -> Iterator[Permission]:
    order = file.order
    if order.handling is Handling.CHANNEL:
        yield no("channel_handles", "The channel sees to this order itself.")
    if order.order is OrderFacet.REMOVED:
        yield no("order_removed", "The channel has removed this order.")
    if not received(file):
        yield no("not_paid", "Nothing was paid yet, so there is nothing to give back.")
    gives_back = cancelling.gives_back(file)
    if gives_back and any(_cancels(row) for row in file.under_way):
        yield no("cancellation_refunds", "A cancellation is on its way; the channel gives the money back with it.")
    if file.open_case(CaseKind.CANCELLATION) is not None:
        yield no(
            "refund_in_cancellation",
            "There is an open cancellation of this order: with it the channel gives the money back. Answer that one.",
        )
    if gives_back and order.order is OrderFacet.CANCELLED:
        yield no("cancelled_refunds", "This order is cancelled: the channel gives the money back itself.")
    if _refunds_in(file, CaseKind.RETURN):
        yield no("refund_in_return", "A return of this order is open: refund it in the return.")
    if _refunds_in(file, CaseKind.INQUIRY):
        yield no("refund_in_inquiry", "The buyer says that nothing arrived: refund it in that case.")
    if not balance(file).left:
        yield no("nothing_left_to_refund", "Nothing of this order's money is left to give back.")


def _refunds_in(file: OrderFile, kind: CaseKind) -> bool:
    """Whether such a case is open and takes the money back; where the channel takes none there, the order does."""
    can = file.can.answers_returns if kind is CaseKind.RETURN else file.can.answers_inquiries
    return can is not None and CaseDeed.REFUND in can.deeds and file.open_case(kind) is not None


def _cancels(row: outbox_store.PushRow) -> bool:
    return isinstance(row.push, CancelOrder) or (isinstance(row.push, AnswerCancellation) and row.push.approve)


def refund(desk: Desk, order_id: OrderId, wanted: Wanted, *, hold_seconds: float = 10, deed: str = "") -> Queued:
    """Queue a refund. Raises NotFound and NotAllowed."""
    return queue(desk, order_id, lambda file: judged(file, wanted), hold_seconds=hold_seconds, deed=deed)


def preview(desk: Desk, order_id: OrderId, wanted: Wanted) -> Preview:
    """What would be given back and how it comes about, without giving it. Raises as `refund` does."""
    with desk.store.read() as transaction:
        file = order_file.load(transaction, order_id, desk.clock.now())
    push = judged(file, wanted)
    money = balance(file)
    titles = {line.remote_id: line.title or line.sku for line in file.order.lines}
    return Preview(
        paid=money.paid,
        refunded=money.refunded,
        on_its_way=money.on_its_way,
        left=money.left,
        lines=tuple((titles[one.remote_id], one.amount) for one in push.lines),
        amount=push.amount,
        rest=money.left - push.amount,
        reason=push.reason,
        comment=push.comment,
        sends_money=push.sends_money,
    )


def judged(file: OrderFile, wanted: Wanted) -> RefundOrder:
    """The push as it would be queued. Raises NotAllowed; reads and writes nothing."""
    refuse_unless(permission(file), file)
    can = file.can.issues_refunds
    if can is None:  # refused above
        raise NotAllowed("This channel takes no such change.", code="channel_cannot")
    if wanted.reason not in can.reasons:
        raise NotAllowed("The channel does not take this reason for this order.", code="reason_not_taken")
    comment = case_rules.check_comment(wanted.comment, can.comment)
    lines = _lines(file, wanted.lines) if wanted.lines else ()
    if lines and not can.by_line:
        raise NotAllowed("This channel takes refunds for the order as a whole only.", code="refund_whole_only")
    amount = _amount(file, wanted, lines)
    if wanted.by_hand and can.sends_money_by is None:
        raise NotAllowed("This channel always sends the money itself.", code="refund_by_hand_not_taken")
    if not can.partial and amount != balance(file).paid:
        raise NotAllowed("This channel takes refunds of the whole amount only.", code="refund_all_only")
    return RefundOrder(
        order=file.order.ref,
        amount=amount,
        lines=lines,
        reason=wanted.reason,
        comment=comment,
        known=_known(file),
        sends_money=sends_money(file) and not wanted.by_hand,
    )


def sends_money(file: OrderFile) -> bool:
    """Whether the channel itself sends the money back; else it only books what the merchant sends by hand."""
    can = file.can.issues_refunds
    return can is None or can.sends_money_by is None or file.order.payment_method in can.sends_money_by


def _lines(file: OrderFile, wanted: Sequence[LineAmount]) -> tuple[RefundedLine, ...]:
    lines = {file.line_ids[line.remote_id]: line for line in file.order.lines}
    left = balance(file).left
    if len({one.line for one in wanted}) < len(wanted):
        raise NotAllowed("A line is named twice. Give its whole amount once.", code="line_twice")
    made = []
    for one in wanted:
        line = lines.get(one.line)
        if line is None:
            raise NotAllowed("The order has no such line.", code="no_such_line")
        _check_amount(one.amount, line_left(file, line, left), "refund_over_line")
        made.append(RefundedLine(remote_id=line.remote_id, amount=one.amount))
    return tuple(made)


def _amount(file: OrderFile, wanted: Wanted, lines: Sequence[RefundedLine]) -> Money:
    amount = wanted.amount
    if lines:
        total = sum((one.amount for one in lines), Money.zero(lines[0].amount.currency))
        if amount is not None and amount != total:
            raise NotAllowed("The amount is not the sum of the lines. Give one of both.", code="refund_sum_odd")
        amount = total
    if amount is None:
        raise NotAllowed("Say how much goes back: an amount, or amounts of single lines.", code="amount_missing")
    _check_amount(amount, balance(file).left, "refund_over_left")
    return amount


def _check_amount(amount: Money, left: Money, code: str) -> None:
    if amount.currency != left.currency:
        raise NotAllowed(
            f"This order is in {left.currency}, not in {amount.currency}.", code="currency_odd", currency=left.currency
        )
    if amount.minor <= 0:
        raise NotAllowed("A refund is more than nothing.", code="amount_odd")
    if left < amount:
        raise NotAllowed(f"Only {left} are left to give back, not {amount}.", code=code, left=str(left))


def check_left(file: OrderFile, amount: Money) -> None:
    """Raises NotAllowed where this much cannot go back, whichever way it takes."""
    _check_amount(amount, balance(file).left, "refund_over_left")


def _known(file: OrderFile) -> tuple[str, ...]:
    shown = [one.remote_id for one in file.order.payments if one.kind is PaymentKind.REFUND]
    return tuple(dict.fromkeys([*shown, *_ours(file.rows)]))


def _ours(rows: Sequence[outbox_store.PushRow]) -> Iterator[str]:
    for row in rows:
        if isinstance(row.push, RefundOrder) and row.state is PushState.CONFIRMED and row.remote_ref:
            yield row.remote_ref


def as_known(transaction: Transaction, row: OutboxRow[RefundOrder]) -> RefundOrder:
    """The push with our own earlier refunds among those it knows: one of the same amount is not this one.

    They may have gone out while it waited. Only for one that surely was never sent.
    """
    rows = outbox_store.load_pushes_of(transaction, [row.order]).get(row.order, [])
    return replace(row.push, known=tuple(dict.fromkeys([*row.push.known, *_ours(rows)])))
