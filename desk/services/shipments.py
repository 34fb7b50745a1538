"""Report parcels: what is left to ship, what the channel will be told, and the push itself with its history entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from connectors.contract.snapshots import LineSnapshot, OrderSnapshot
from desk.domain import carriers as carrier_rules
from desk.domain.carriers import Carrier, Guess
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import OPEN_STATES, ConfirmShipment, CorrectShipment, PushState, ShippedLine
from desk.domain.shipments import Allotment, Parcel, ShippableLine, allot, normalise_number
from desk.domain.values import LineId, OrderId, PushId, PushKey
from desk.domain.views import AccountState, EventKind, Permission
from desk.services import accounts, push_facts
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store
from desk.store import views as view_store
from desk.store.accounts import Account
from desk.store.orders import OrderEvent, add_events
from desk.store.outbox import ParcelPushRow, PushRow
from desk.store.types import Transaction
from desk.store.views import OrderParts
from desk.system import tables

MAX_NUMBER = 60
CARRIER_ODD = "This is no carrier's name. Choose the carrier of the parcel, and scan the number into its own field."


@dataclass(frozen=True, slots=True)
class Queued:
    """What a deed put into the outbox."""

    pushes: tuple[PushId, ...]
    changes: Changes
    needs_approval: bool = False  # somebody else has to agree before it goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One parcel as the channel will be told of it."""

    carrier_name: str
    number: str
    lines: tuple[tuple[str, int], ...]  # title or SKU, pieces
    completes: bool


def carriers() -> tuple[Carrier, ...]:
    """The carriers Desk knows, the most usual first."""
    return tables.carriers()


def recognise(number: str, country: str = "") -> Guess:
    """Which carrier a number looks like; `country` is where the parcel goes."""
    return carrier_rules.recognise(number, country, tables.number_formats(), tables.carriers())


def shippable(
    order: OrderSnapshot, line_ids: Mapping[str, LineId], pushes: Sequence[ParcelPushRow]
) -> list[ShippableLine]:
    """What of each line is shipped, on its way to be reported, or needs no parcel."""
    ours = {normalise_number(row.push.number): row for row in pushes if row.state is PushState.CONFIRMED}
    shipped: dict[str, int] = defaultdict(int)
    for one in order.shipments or ():
        if one.lines is not None:
            for part in one.lines:
                shipped[part.remote_line_id] += part.quantity
            ours.pop(normalise_number(one.number), None)
    # What the channel took from us but does not break down by line, our own push knows.
    for row in ours.values():
        for line in row.push.lines:
            shipped[line.remote_id] += line.quantity
    waiting: dict[str, int] = defaultdict(int)
    for row in pushes:
        if row.state in OPEN_STATES or row.state is PushState.UNCLEAR:
            for line in row.push.lines:
                waiting[line.remote_id] += line.quantity
    return [_quantities(order, line, line_ids[line.remote_id], shipped, waiting) for line in order.lines]


def _quantities(
    order: OrderSnapshot,
    line: LineSnapshot,
    line_id: LineId,
    shipped: Mapping[str, int],
    waiting: Mapping[str, int],
) -> ShippableLine:
    gone = min(line.quantity, shipped[line.remote_id]) if line.remote_id in shipped else 0
    if order.shipping is ShippingFacet.SHIPPED:
        gone = line.quantity
    cancelled = line.quantity - gone if not line.needs_shipping else min(line.refunded, line.quantity - gone)
    return ShippableLine(
        line=line_id,
        ordered=line.quantity,
        shipped=gone,
        on_its_way=waiting.get(line.remote_id, 0),
        cancelled=cancelled,
    )


def permission(
    order: OrderSnapshot, lines: Sequence[ShippableLine], account: Account, *, asked_off: bool = False
) -> Permission:
    """Whether a parcel can be reported now, and if not, why. `asked_off`: the buyer asks to cancel, unanswered."""
    can = accounts.capabilities_of(account)
    if can.confirms_shipments is None:
        why = can.why_not.get("confirms_shipments", "")
        return Permission(False, "channel_cannot_ship", why or "This channel takes no parcel numbers.")
    if order.handling is Handling.CHANNEL:
        return Permission(False, "channel_ships", "The channel ships this order itself.")
    if order.order is OrderFacet.CANCELLED:
        return Permission(False, "order_cancelled", "This order is cancelled.")
    if order.order is OrderFacet.REMOVED:
        return Permission(False, "order_removed", "The channel has removed this order.")
    if order.payment is PaymentFacet.REFUNDED:
        return Permission(False, "order_refunded", "This order is refunded in full.")
    if order.handling is Handling.NOT_YET:
        return Permission(False, "channel_keeps_back", "The channel has not released this order yet: do not ship it.")
    if asked_off:
        return Permission(
            False,
            "buyer_asks_to_cancel",
            "The buyer asks to cancel this order. Agree, or say no, before anything is shipped.",
        )
    if not any(line.open for line in lines):
        return Permission(False, "nothing_left_to_ship", "Nothing of this order is left to ship.")
    return _writes(account)


def _writes(account: Account) -> Permission:
    """Whether anything may go out to this account now."""
    if not account.writing:
        return Permission(
            False,
            "writing_off",
            f"{account.name} is read-only. Switch writing on for this account first.",
        )
    if account.state is AccountState.PAUSED:
        return Permission(False, "account_paused", f"{account.name} is paused. Let it go on first.")
    return Permission(True)


def confirm(
    desk: Desk,
    order_id: OrderId,
    parcels: Sequence[Parcel],
    *,
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Queue one push per parcel, in one transaction with the order's history.

    `deed` names what the agent did once: a second call with it changes nothing. Raises NotFound and NotAllowed.
    """
    deed = deed or uuid4().hex
    now = desk.clock.now()
    with desk.store.write() as transaction:
        parts, pushes, account = _load(transaction, order_id)
        repeated = [row.id for row in pushes if row.key.rpartition("-")[0] == deed]
        if repeated:
            return Queued(tuple(repeated), Changes())
        told = judged(parts, pushes, account, parcels, now)
        queued = [
            outbox_store.queue_push(
                transaction,
                key=PushKey(f"{deed}-{position}"),
                account=account.id,
                order=order_id,
                push=push,
                state=PushState.HELD if hold_seconds > 0 else PushState.WAITING,
                not_before=Instant(now + timedelta(seconds=hold_seconds)),
                now=now,
                actor=desk.agent,
            )
            for position, push in enumerate(told)
        ]
        events = [
            OrderEvent(at=now, kind=EventKind.PUSH_QUEUED, facts=push_facts.facts_of(push), actor=desk.agent)
            for push in told
        ]
        add_events(transaction, [(order_id, event) for event in events])
    return Queued(tuple(queued), Changes.of(Kind.ORDER, [order_id]) + Changes.of(Kind.PUSH, queued))


def _load(transaction: Transaction, order_id: OrderId) -> tuple[OrderParts, list[ParcelPushRow], Account]:
    parts = view_store.load_parts(transaction, order_id)
    if parts is None:
        raise NotFound("This order is not in the store.", code="order_gone")
    account = account_store.load_account(transaction, parts.record.merged.ref.account)
    if account is None:
        raise NotFound("This account is gone.", code="account_gone")
    rows = outbox_store.load_pushes_of(transaction, [order_id]).get(order_id, [])
    return parts, parcels_of(rows), account


def parcels_of(rows: Sequence[PushRow]) -> list[ParcelPushRow]:
    """The parcels that were reported, as they stand: one whose number was corrected shows under its new one."""
    corrected = {
        normalise_number(row.push.old_number)
        for row in outbox_store.of_kind(rows, CorrectShipment)
        if row.state is PushState.CONFIRMED
    }
    return [
        row
        for row in outbox_store.of_kind(rows, ConfirmShipment)
        if row.state is not PushState.CONFIRMED or normalise_number(row.push.number) not in corrected
    ]


def judged(
    parts: OrderParts, pushes: Sequence[ParcelPushRow], account: Account, parcels: Sequence[Parcel], now: Instant
) -> list[ConfirmShipment]:
    """One push per parcel as it would be queued. Raises NotAllowed; reads and writes nothing."""
    order = parts.record.merged
    # First, since what is told already is also why nothing may be left to ship.
    _check(order, pushes, parcels)
    lines = shippable(order, parts.line_ids, pushes)
    allowed = permission(order, lines, account, asked_off=parts.asked_off)
    if not allowed.allowed:
        raise NotAllowed(allowed.text, code=allowed.code, account=account.name)
    return _pushes(parts, allot(lines, parcels), parcels, now)


def _check(order: OrderSnapshot, pushes: Sequence[ParcelPushRow], parcels: Sequence[Parcel]) -> None:
    """Raises NotAllowed where a number or carrier is missing, odd or told already."""
    if not parcels:
        raise NotAllowed("Enter at least one parcel.", code="no_parcel")
    dead = (PushState.RECALLED, PushState.FAILED, PushState.CONFLICT)
    told = {normalise_number(row.push.number) for row in pushes if row.state not in dead}
    told |= {normalise_number(one.number) for one in order.shipments or ()}
    for parcel in parcels:
        number = normalise_number(parcel.number)
        if not number:
            raise NotAllowed("A parcel needs its tracking number.", code="number_missing")
        _refuse_odd(parcel.number)
        if not parcel.carrier.strip():
            raise NotAllowed("Choose the carrier of the parcel.", code="carrier_missing")
        if carrier_rules.is_odd_carrier(parcel.carrier):
            raise NotAllowed(CARRIER_ODD, code="carrier_odd")
        if number in told:
            raise NotAllowed(
                f"The number {parcel.number.strip()} is reported for this order already.",
                code="number_repeated",
                number=parcel.number.strip(),
            )
        told.add(number)


def _refuse_odd(number: str) -> None:
    if len(normalise_number(number)) > MAX_NUMBER or not number.isprintable():
        raise NotAllowed(
            "This does not look like a tracking number. Check what was scanned or pasted.",
            code="number_odd",
        )


def refuse_unsure(number: str, candidates: Sequence[str]) -> None:
    """No carrier was named, and the number alone does not tell it: `candidates` are those that it would fit."""
    _refuse_odd(number)
    if not candidates:
        raise NotAllowed(
            "Desk knows no carrier with such numbers. Check it, and give the carrier.", code="carrier_none"
        )
    fitting = ", ".join(carrier_named(one).name for one in candidates)
    raise NotAllowed(
        f"The number does not tell its carrier for sure (fitting: {fitting}). Give the carrier.",
        code="carrier_unsure",
        candidates=fitting,
    )


def _pushes(parts: OrderParts, allotment: Allotment, parcels: Sequence[Parcel], now: Instant) -> list[ConfirmShipment]:
    order = parts.record.merged
    remote = {line_id: remote_id for remote_id, line_id in parts.line_ids.items()}
    known = {one.code: one for one in tables.carriers()}
    made = []
    for position, (parcel, lines) in enumerate(zip(parcels, allotment.parcels, strict=True)):
        carrier = known.get(parcel.carrier.strip()) or carrier_named(parcel.carrier)
        to = order.recipient or order.billing
        made.append(
            ConfirmShipment(
                order=order.ref,
                carrier=carrier.code,
                carrier_name=carrier.name,
                number=parcel.number.strip(),
                tracking_url=carrier_rules.tracking_url(
                    carrier, parcel.number, postcode=to.postcode, country=to.country
                ),
                lines=tuple(ShippedLine(remote_id=remote[line.line], quantity=line.quantity) for line in lines),
                completes=allotment.completes and position == len(parcels) - 1,
                shipped_at=now,
            )
        )
    return made


def carrier_named(text: str) -> Carrier:
    """A carrier by the name people use, else one Desk does not know."""
    name = text.strip()
    return carrier_rules.named(name, tables.carriers()) or Carrier(
        code=name, name=name, home_country="", url="", s10_country=""
    )


def preview(desk: Desk, order_id: OrderId, parcels: Sequence[Parcel]) -> tuple[Told, ...]:
    """What the channel will be told, without telling it. Raises as `confirm` does."""
    with desk.store.read() as transaction:
        parts, pushes, account = _load(transaction, order_id)
    order = parts.record.merged
    told = judged(parts, pushes, account, parcels, desk.clock.now())
    titles = {line.remote_id: line.title or line.sku for line in order.lines}
    return tuple(
        Told(
            carrier_name=one.carrier_name,
            number=one.number,
            lines=tuple((titles[line.remote_id], line.quantity) for line in one.lines),
            completes=one.completes,
        )
        for one in told
    )


def as_it_stands(transaction: Transaction, row: ParcelPushRow) -> ConfirmShipment:
    """The push as it makes sense now: whether it completes the order depends on what became of the others."""
    parts, pushes, _ = _load(transaction, row.order)
    lines = shippable(parts.record.merged, parts.line_ids, pushes)
    mine: dict[str, int] = defaultdict(int)
    for other in pushes:
        if other.id <= row.id and (other.state in OPEN_STATES or other.state is PushState.UNCLEAR):
            for line in other.push.lines:
                mine[line.remote_id] += line.quantity
    remote = {line_id: remote_id for remote_id, line_id in parts.line_ids.items()}
    completes = all(line.ordered <= line.shipped + line.cancelled + mine[remote[line.line]] for line in lines)
    return replace(row.push, completes=completes)


def numbered(transaction: Transaction, row: ParcelPushRow) -> ConfirmShipment:
    """The push with its parcel's number within the order, which it keeps from its first try on.

    A number that the channel has meanwhile given to another parcel is not taken, or taken back.
    """
    parts, pushes, _ = _load(transaction, row.order)
    mine = normalise_number(row.push.number)
    there = {one.remote_id for one in parts.record.merged.shipments or () if normalise_number(one.number) != mine}
    if row.push.parcel and str(row.push.parcel) not in there:
        return row.push
    taken = {other.push.parcel for other in pushes} | {int(one) for one in there if _is_count(one)}
    return replace(row.push, parcel=max(taken, default=0) + 1)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
