"""Owns one return as an agent works on it: what came, what may follow and why not, and how its money is reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk.domain.cases import CaseDeed, Deadline
from desk.domain.clock import Instant
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.return_goods import Grade
from desk.domain.return_money import Claim, Reckoning, reckon
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.rows import ChannelTile
from desk.domain.values import AccountId, LineId, Money, OrderId, ReturnId
from desk.services import case_rules, return_file, return_guards, return_settling, return_views
from desk.services.context import Desk
from desk.services.return_file import ReturnFile, Said
from desk.services.return_settling import Terms
from desk.services.return_views import ReturnView
from desk.store import returns as return_store
from desk.system import tables

_ANY_NUMBER = "00340434161094042557"
_ALL_SAID = Said(words="-", parcel=_ANY_NUMBER, photo="-", reference="-")
"""Whatever a step asks for: what is refused all the same is not possible now."""
_BY_THE_CHANNEL = {ReturnStep.APPROVE: CaseDeed.APPROVE, ReturnStep.DECLINE: CaseDeed.DECLINE}
_BEFORE_GOODS = frozenset(
    {
        ReturnState.REQUESTED,
        ReturnState.APPROVED,
        ReturnState.LABEL_ISSUED,
        ReturnState.IN_TRANSIT,
        ReturnState.IN_CUSTOMS,
        ReturnState.DELIVERED_TO_US,
    }
)
_NEEDS_GOODS = frozenset(
    {ReturnStep.INSPECT, ReturnStep.RESOLVE_REFUND, ReturnStep.RESOLVE_EXCHANGE, ReturnStep.REJECT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMoney:
    """What so many pieces of a line cost: `net` = `gross` - `discount`."""

    pieces: int
    gross: Money
    discount: Money
    net: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCase:
    """One return with all that its page shows.

    `barred` says of each step that cannot be done now why not; a step that is not named there can. `loss_proposed` is
    what the grades' usual factors come to: never taken off unless the agent does it (DOMAIN 4.4).
    """

    view: ReturnView
    tile: ChannelTile
    account: AccountId
    account_name: str
    buyer: str
    buyer_words: str
    channel_state: str
    channel_reason: str
    page: str  # of the case in the channel, where it has one
    deadlines: tuple[Deadline, ...]  # the soonest first
    barred: Mapping[ReturnStep, DeskError]
    money: Mapping[LineId, LineMoney]
    claim: Claim
    reckoning: Reckoning
    shipping_paid: Money
    loss_proposed: Money
    in_case: bool
    buyer_reads: int  # how long a word may be that goes with the money; nought where the channel takes none
    comment: int  # how long a word to the buyer may be; nought where the channel takes none
    country: str  # where the parcel comes from
    label_files: tuple[str, ...]  # endings of labels that the channel hands on to the buyer now; none where it does not
    label_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One return among those of its order."""

    id: ReturnId
    number: str  # with hyphens
    stored: str  # as the order's history keeps it
    state: ReturnState
    announced: int
    received: int
    opened_at: Instant
    over: bool  # nobody has anything left to do


def of_order(desk: Desk, order: OrderId) -> tuple[Brief, ...]:
    """The returns of an order: those that are not over first, the newest before the others."""
    with desk.store.read() as transaction:
        found = return_store.load_of_orders(transaction, [order])
    briefs = [
        Brief(
            id=one.id,
            number=shown(one.number),
            stored=one.number,
            state=one.state,
            announced=sum(line.announced for line in one.lines),
            received=sum(line.received + line.extra for line in one.lines),
            opened_at=one.opened_at,
            over=one.state not in return_views.OPEN,
        )
        for one in reversed(found)
    ]
    return tuple(sorted(briefs, key=lambda one: one.over))


def show(desk: Desk, wanted: ReturnId) -> ReturnCase:
    """Raises NotFound."""
    with desk.store.read() as transaction:
        file = return_file.load(transaction, wanted, desk.clock.now())
        view = return_views.whole(transaction, file)
    terms = return_settling.kept_terms(file)
    settlement = return_settling.settlement(file, terms)
    case, order, can = file.case, file.order.order, file.order.can
    answers = can.answers_returns
    takes = case is not None and case_rules.now(file.order, case, CaseDeed.SEND_LABEL).allowed
    labels = answers if takes else None
    return ReturnCase(
        view=view,
        tile=desk.tiles()[file.order.account.kind],
        account=file.order.account.id,
        account_name=file.order.account.name,
        buyer=order.buyer.name or order.recipient.name,
        buyer_words="" if case is None else case.told.comment,
        channel_state="" if case is None else case.told.channel_state,
        channel_reason="" if case is None else case.told.channel_reason,
        page="" if case is None else case.told.open_in_channel,
        deadlines=() if case is None else tuple(sorted(case.told.deadlines, key=lambda one: one.at)),
        barred=_barred(file, settlement.refused),
        money=_money(file),
        claim=return_settling.claim(file, terms),
        reckoning=settlement.reckoning,
        shipping_paid=order.totals.shipping,
        loss_proposed=_loss(file),
        in_case=settlement.in_case,
        buyer_reads=return_settling.buyer_reads(file),
        comment=answers.comment if case is not None and answers is not None else 0,
        country=order.recipient.country,
        label_files=labels.label_files if labels is not None else (),
        label_bytes=labels.label_bytes if labels is not None else 0,
    )


def reckoned(claim: Claim, terms: Terms) -> Reckoning:
    """The same claim on other terms; reckons, and reads nothing."""
    zero = Money.zero(claim.left.currency)
    return reckon(
        Claim(
            goods=claim.goods,
            shipping=claim.shipping if terms.shipping is None else terms.shipping,
            extra=terms.extra or zero,
            loss_of_value=terms.loss_of_value or zero,
            label_fee=terms.label_fee or zero,
            refunded=claim.refunded,
            left=claim.left,
        )
    )


def _barred(file: ReturnFile, settling: DeskError | None) -> dict[ReturnStep, DeskError]:
    found = {step: why for step in ReturnStep if (why := _why_not(file, step)) is not None}
    found.pop(ReturnStep.RESOLVE_REFUND, None)
    if settling is not None:
        told = _too_early(file, ReturnStep.RESOLVE_REFUND) if settling.code == "return_step" else None
        found[ReturnStep.RESOLVE_REFUND] = told or settling
    return found


def _why_not(file: ReturnFile, step: ReturnStep) -> DeskError | None:
    try:
        if step is ReturnStep.WAREHOUSE_SCAN:
            _check_receivable(file)
            return None
        if step is not ReturnStep.INSPECT or file.told.state is not ReturnState.RECEIVED:
            return_file.moved_by(file, step)
        if step is ReturnStep.INSPECT:
            return None  # its guard speaks of the last piece
        return_guards.judged(file, step, _ALL_SAID)
    except NotAllowed as error:
        return _too_early(file, step) or error if error.code == "return_step" else error
    return _by_the_channel(file, step)


def _check_receivable(file: ReturnFile) -> None:
    """What lies here already may be counted on. Raises NotAllowed."""
    if file.told.state is not ReturnState.RECEIVED:
        step = ReturnStep.REOPEN if file.told.state is ReturnState.CLOSED else ReturnStep.WAREHOUSE_SCAN
        return_file.moved_by(file, step)


def _too_early(file: ReturnFile, step: ReturnStep) -> NotAllowed | None:
    """What has to come first, where that is the goods."""
    if step not in _NEEDS_GOODS:
        return None
    if file.told.state in _BEFORE_GOODS:
        return NotAllowed("Nothing of this return has come yet.", code="return_nothing_came")
    waiting = sum(one.uninspected for one in file.told.lines)
    if file.told.state is ReturnState.RECEIVED and waiting:
        return NotAllowed(f"{waiting} pieces still wait for inspection.", code="return_pieces_waiting", waiting=waiting)
    return None


def _by_the_channel(file: ReturnFile, step: ReturnStep) -> NotAllowed | None:
    deed = _BY_THE_CHANNEL.get(step)
    if deed is None or file.case is None or not case_rules.is_known(file.order, file.case, deed):
        return None  # what the channel lets no program do becomes a task
    may = case_rules.now(file.order, file.case, deed)
    return None if may.allowed else NotAllowed(may.text, code=may.code, account=file.order.account.name)


def _money(file: ReturnFile) -> dict[LineId, LineMoney]:
    sold = {file.order.line_ids[one.remote_id]: one for one in file.order.order.lines}
    found: dict[LineId, LineMoney] = {}
    for line, (paid, pieces) in return_settling.goods(file).items():
        net = paid.share(pieces)
        # A channel may tell prices without tax: no discount can be read out of those.
        gross = Money(max(sold[line].unit_price.minor * pieces, net.minor), net.currency)
        found[line] = LineMoney(pieces=pieces, gross=gross, discount=gross - net, net=net)
    return found


def _loss(file: ReturnFile) -> Money:
    """By the grades' usual factors, rounded in the buyer's favour."""
    factors = tables.value_factors()
    total = 0
    for line, (paid, pieces) in return_settling.goods(file).items():
        each = paid.total.minor // (paid.ordered or 1)
        found = file.line(line).findings
        lost = sum(each * one.quantity * (100 - factors[one.grade]) // 100 for one in found if one.grade != Grade.WRONG)
        total += min(lost, paid.share(pieces).minor)
    return Money(total, file.order.order.totals.total.currency)
