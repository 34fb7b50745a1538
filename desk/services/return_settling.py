"""Settle returns: reckon what goes back step by step, show it, queue it, and follow how the money went (DOMAIN 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from desk.domain.cases import CaseDeed, CaseKind
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.orders import PaymentKind
from desk.domain.pushes import NOT_SHOWN, Push, PushState, RefundReason
from desk.domain.return_money import Claim, Deduction, LossReason, MoneyStep, PaidLine, Reckoning, reckon, shipping_back
from desk.domain.return_states import ReturnState, ReturnStep, Settled
from desk.domain.rows import EventKind
from desk.domain.values import LineId, Money, OrderId, PushId, PushKey, ReturnId
from desk.services import case_rules, money_left, refunding, return_deducting, returns
from desk.services.context import Desk
from desk.services.order_file import UNDER_WAY, enqueue
from desk.services.refunding import Wanted
from desk.services.return_file import Moved, ReturnFile, change, load_many, moved_by
from desk.store import outbox as outbox_store
from desk.store.orders import OrderEvent, add_events
from desk.store.outbox import PushRow
from desk.store.returns import StoredReturn
from desk.store.types import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agent decides beyond the goods; all zero or above. `shipping` None: what the law and the rule give.

    A loss of value has its reason, and where the agent says more of it, words for the buyer.
    """

    shipping: Money | None = None
    extra: Money | None = None
    loss_of_value: Money | None = None
    label_fee: Money | None = None
    loss_reason: LossReason | None = None
    loss_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What would go back for one return, where, and why not, if so."""

    told: StoredReturn
    reckoning: Reckoning
    in_case: bool  # within the channel's own case; else as a refund of the order
    refused: DeskError | None


TermsOf = Callable[[ReturnId, str], Terms]
"""The terms of a return, by the currency of its order. May raise NotAllowed: then its row is barred for that."""


def preview(desk: Desk, wanted: Sequence[ReturnId], terms: Terms | None = None) -> list[Settlement]:
    """What would go back for each, without giving it. Raises NotFound; what is barred says so in its row."""
    return preview_each(desk, wanted, lambda _one, _currency: terms or Terms())


def preview_each(desk: Desk, wanted: Sequence[ReturnId], terms_of: TermsOf) -> list[Settlement]:
    """The same, each on its own terms, one after the other: of one order's money each takes what those before it leave.

    Raises NotFound.
    """
    with desk.store.read() as transaction:
        files = load_many(transaction, wanted, desk.clock.now())
    taken: dict[OrderId, Money] = {}
    found: list[Settlement] = []
    for file in files:
        before = taken.get(file.told.order, Money.zero(file.order.order.totals.total.currency))
        seen = _previewed(file, terms_of, before)
        if seen.refused is None:
            taken[file.told.order] = before + seen.reckoning.amount
        found.append(seen)
    return found


def _previewed(file: ReturnFile, terms_of: TermsOf, taken: Money) -> Settlement:
    try:
        terms = terms_of(file.told.id, taken.currency)
    except NotAllowed as error:
        return replace(settlement(file, Terms(), taken), refused=error)
    return settlement(file, terms, taken)


def settlement(file: ReturnFile, terms: Terms, taken: Money | None = None) -> Settlement:
    """What would go back for one return on these terms, with so much of its order's money `taken` by others first.

    Reads and writes nothing.
    """
    reckoning = _reckoned(file, terms, taken)
    refused: DeskError | None = None
    try:
        _judged(file, reckoning, terms)
    except NotAllowed as error:
        refused = error
    return Settlement(told=file.told, reckoning=reckoning, in_case=_in_case(file), refused=refused)


def settle(
    desk: Desk, wanted: ReturnId, terms: Terms | None = None, *, hold_seconds: float = 10, deed: str = ""
) -> Moved:
    """Queue the money of a return; a second call with the same `deed` changes nothing. Raises NotFound, NotAllowed."""
    said = terms or Terms()
    key = PushKey(f"{deed or uuid4().hex}-0")

    def work(transaction: Transaction, file: ReturnFile) -> tuple[StoredReturn, Sequence[PushId]]:
        if any(row.key == key for row in file.order.rows):
            return file.told, ()
        push = _judged(file, _reckoned(file, said), said)
        _drop_former(transaction, file)
        made = enqueue(desk, transaction, file.order, push, key=key, hold_seconds=hold_seconds).pushes
        held = _held(said)
        _note_held(transaction, file, held, actor=desk.agent)
        return replace(file.told, state=ReturnState.REFUND_PENDING, refund=made[0], deduction=held), made

    return change(desk, wanted, work)


def _held(terms: Terms) -> Deduction | None:
    """Raises NotAllowed where money is held back without a reason."""
    return return_deducting.judged(terms.loss_of_value, terms.loss_reason, terms.loss_words)


def _note_held(transaction: Transaction, file: ReturnFile, held: Deduction | None, *, actor: str) -> None:
    if held is None:
        return
    facts: dict[str, str | int] = {"return": file.told.number, "loss_reason": held.reason, "text": held.words}
    facts |= {"amount_minor": held.amount.minor, "currency": held.amount.currency}
    event = OrderEvent(at=file.now, kind=EventKind.RETURN_DEDUCTED, facts=facts, actor=actor)
    add_events(transaction, [(file.told.order, event)])


def kept_terms(file: ReturnFile) -> Terms:
    """The usual terms, with what was held back of this return when its money was last sent."""
    held = file.told.deduction
    if held is None:
        return Terms()
    return Terms(loss_of_value=held.amount, loss_reason=held.reason, loss_words=held.words)


def buyer_reads(file: ReturnFile) -> int:
    """How long a word may be that the buyer gets with the money; nought where the channel takes none."""
    can = file.order.can.answers_returns if _in_case(file) else file.order.can.issues_refunds
    return 0 if can is None else can.comment


def _reckoned(file: ReturnFile, terms: Terms, taken: Money | None = None) -> Reckoning:
    made = claim(file, terms)
    if not taken:
        return reckon(made)
    return reckon(replace(made, left=Money(max(0, made.left.minor - taken.minor), taken.currency)))


def goods(file: ReturnFile) -> dict[LineId, tuple[PaidLine, int]]:
    """For how many pieces of each line money goes back, and what the line's pieces cost."""
    lines = {file.order.line_ids[one.remote_id]: one for one in file.order.order.lines}
    found: dict[LineId, tuple[PaidLine, int]] = {}
    for one in file.told.lines:
        sold, quantity = lines[one.line], _pieces(file, one.announced, one.received)
        gone = min(sold.refunded, sold.quantity - min(quantity, sold.quantity))
        paid = PaidLine(total=sold.total, ordered=sold.quantity, gone=gone)
        found[one.line] = paid, min(quantity, sold.quantity - gone)
    return found


def claim(file: ReturnFile, terms: Terms) -> Claim:
    """All that the reckoning of a return goes by."""
    order = file.order.order
    zero = Money.zero(order.totals.total.currency)
    lines = {file.order.line_ids[one.remote_id]: one for one in order.lines}
    coming = {one.line: _pieces(file, one.announced, one.received) for one in file.told.lines}
    whole = all(coming.get(line, 0) >= sold.quantity for line, sold in lines.items() if sold.needs_shipping)
    shipping = shipping_back(order.totals.shipping, None, whole=whole) if terms.shipping is None else terms.shipping
    case = file.case
    return Claim(
        goods=list(goods(file).values()),
        shipping=shipping,
        extra=terms.extra or zero,
        loss_of_value=terms.loss_of_value or zero,
        label_fee=terms.label_fee or zero,
        refunded=zero if case is None or case.told.refunded is None else case.told.refunded,
        left=money_left.balance(file.order).left,
    )


def _pieces(file: ReturnFile, announced: int, received: int) -> int:
    """What is paid back: pieces that came; where none may come any more (kept, lost), those announced."""
    here = any(one.received or one.extra for one in file.told.lines)
    return received if here else announced


def _judged(file: ReturnFile, reckoning: Reckoning, terms: Terms) -> Push:
    """The push that gives the money back. Raises NotAllowed."""
    _check_state(file)
    given = (terms.shipping, terms.extra, terms.loss_of_value, terms.label_fee)
    if any(one is not None and one.minor < 0 for one in given):
        raise NotAllowed("Amounts of a settlement are not below zero.", code="return_terms_odd")
    told = return_deducting.to_buyer(_held(terms), file.order.order.recipient.country, buyer_reads(file))
    amount = reckoning.amount
    if reckoning.spent:
        raise NotAllowed(
            "Nothing is left of this order's money: it went back already, or goes back with another return. "
            "See its payments, then close this return.",
            code="return_money_gone",
        )
    if not amount:
        raise NotAllowed("Nothing goes back for this return: close it, or change the amounts.", code="return_no_money")
    case = file.case
    if _in_case(file) and case is not None:
        way = min(file.order.order.totals.shipping.minor, _part(reckoning, MoneyStep.SHIPPING).minor, amount.minor)
        shipping = Money(way, amount.currency)
        return returns.repayment(file.order, case.id, goods=amount - shipping, shipping=shipping, comment=told)
    return refunding.judged(file.order, Wanted(reason=RefundReason.RETURNED, amount=amount, comment=told))


def _part(reckoning: Reckoning, step: MoneyStep) -> Money:
    return next((amount for one, amount in reckoning.steps if one is step), Money.zero(reckoning.amount.currency))


def _check_state(file: ReturnFile) -> None:
    if file.told.state is not ReturnState.REFUND_PENDING:
        moved_by(file, ReturnStep.RESOLVE_REFUND)
        return
    row = _former(file)
    if row is None:
        return
    if row.state in UNDER_WAY:
        raise NotAllowed("The money of this return is on its way already.", code="return_money_under_way")
    if row.state is PushState.CONFLICT or row.error_code == NOT_SHOWN:
        raise NotAllowed(
            "The channel may have given this money back already: look there, then settle its entry in the outbox.",
            code="return_money_conflict",
        )


def _former(file: ReturnFile) -> PushRow | None:
    """The entry of the outbox that last tried to give this return's money back."""
    return next((row for row in file.order.rows if row.id == file.told.refund), None)


def _drop_former(transaction: Transaction, file: ReturnFile) -> None:
    """What was refused before is not tried again beside the new one: whoever retries it would give back twice."""
    row = _former(file)
    if row is not None and row.state is PushState.FAILED:
        outbox_store.move(transaction, row, PushState.RECALLED, settled_at=file.now)


def _in_case(file: ReturnFile) -> bool:
    """Whether the channel gives the money back within its own case of the return."""
    case = file.case
    return case is not None and case_rules.now(file.order, case, CaseDeed.REFUND).allowed


def offer_keep(desk: Desk, wanted: ReturnId, below: Money, *, hold_seconds: float = 10) -> Moved:
    """Let the buyer keep goods worth less than `below`, and give the money back. Raises NotFound and NotAllowed."""

    def work(transaction: Transaction, file: ReturnFile) -> tuple[StoredReturn, Sequence[PushId]]:
        after = moved_by(file, ReturnStep.OFFER_KEEP)
        reckoning = _reckoned(file, Terms())
        if not reckoning.amount < below:
            raise NotAllowed(
                f"These goods are worth {below} or more: let them come back.", code="return_keep_over", below=str(below)
            )
        push = _judged(replace(file, told=replace(file.told, state=ReturnState.REFUND_PENDING)), reckoning, Terms())
        key = PushKey(f"{uuid4().hex}-0")
        made = enqueue(desk, transaction, file.order, push, key=key, hold_seconds=hold_seconds).pushes
        return replace(file.told, state=after, refund=made[0], words="KEEP_IT", deduction=None), made

    return change(desk, wanted, work)


def settled(file: ReturnFile) -> Settled:
    """How much of the money went back, as far as Desk or the channel's case tells."""
    row = _former(file)
    if row is not None and row.state in UNDER_WAY:
        return Settled.PENDING
    case = file.case
    by_case = None if case is None or case.told.kind is not CaseKind.RETURN else case.told.refunded
    if (row is not None and row.state is PushState.CONFIRMED) or by_case:
        refunded = sum(
            (one.amount.minor for one in file.order.order.payments if one.kind is PaymentKind.REFUND), start=0
        )
        whole = refunded >= file.order.order.totals.total.minor
        return Settled.FULL if whole or file.told.state in (ReturnState.REFUNDED, ReturnState.CLOSED) else Settled.PART
    return Settled.NONE
