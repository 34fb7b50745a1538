"""Show one order with everything known about it, and fetch it anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from connectors.contract.snapshots import CaseSnapshot, ConversationSnapshot, OrderSnapshot, ShipmentSnapshot
from desk.domain.carriers import tracking_url
from desk.domain.changes import Changes
from desk.domain.chunks import chunks
from desk.domain.clock import Instant
from desk.domain.errors import NotFound
from desk.domain.orders import PaymentKind, ShippingFacet
from desk.domain.pushes import PushState
from desk.domain.shipments import ShippableLine, normalise_number
from desk.domain.standing import standings
from desk.domain.values import AccountId, Money, OrderId
from desk.domain.views import (
    EventKind,
    LineView,
    NoteView,
    OrderRow,
    OrderView,
    PushView,
    SearchResults,
    ShipmentView,
    Step,
    StepState,
    TimelineEntry,
)
from desk.services import (
    accounts,
    cancelling,
    correcting,
    merging,
    messages,
    order_cases,
    order_file,
    outbox,
    paying,
    refetching,
    refunding,
    restating,
    shipments,
)
from desk.services.buyer_marks import Marker
from desk.services.context import Desk
from desk.services.history import keeps_amounts
from desk.services.money_left import balance, line_left, received
from desk.services.order_file import OrderFile
from desk.store import accounts as account_store
from desk.store import cases as case_store
from desk.store import messages as message_store
from desk.store import notes as note_store
from desk.store import orders as order_store
from desk.store import outbox as outbox_store
from desk.store import views as view_store
from desk.store.outbox import ParcelPushRow
from desk.store.types import Transaction
from desk.store.views import OrderParts

if TYPE_CHECKING:
    from desk.services.search import Searcher


def find(desk: Desk, reference: str, *, by_number: bool = False, searcher: Searcher | None = None) -> OrderId:
    """The order with exactly this number, channel id or parcel number; else the only one the search finds.

    With `by_number` what the search finds must bear this number, however it is written: a deed is not for an order
    that only looks like the one meant. Where two accounts number alike, `Shop 2:1001` says whose is meant. Who looks
    for many brings a searcher, since opening one takes its time. Raises NotFound, also when several fit.
    """
    with desk.store.read() as transaction:
        account, text = _account_told(transaction, reference)
        found = view_store.find_by_reference(transaction, text, account)
        names = view_store.account_names(transaction, found) if len(found) > 1 else []
    if len(names) > 1:
        raise NotFound(
            f"Several orders fit {text[:60]!r}: of {', '.join(names)}. Say whose, as in '{names[-1]}:{text[:60]}'.",
            code="order_of_several",
        )
    if not found:
        hits = _search(desk, text, searcher, direct_only=by_number)  # a number is found by its beginning
        found = [
            row.id
            for row in hits.orders
            if row.tier != "fuzzy"
            and (not by_number or _plain(row.number) == _plain(text))
            and (account is None or row.account == account)
        ]
    if not found:
        raise NotFound(f"No order fits {reference[:60]!r}. Look for it with: desk search TEXT", code="no_such_order")
    if len(found) > 1:
        raise NotFound(f"Several orders fit {reference[:60]!r}. Give the whole order number.", code="several_orders")
    return found[0]


def _account_told(transaction: Transaction, reference: str) -> tuple[AccountId | None, str]:
    """The account named before a colon, and what stands behind it; else no account and all of it."""
    name, colon, rest = reference.rpartition(":")
    for one in account_store.load_accounts(transaction) if colon else ():
        if one.name.casefold() == name.strip().casefold():
            return one.id, rest.strip()
    return None, reference


def _search(desk: Desk, text: str, searcher: Searcher | None, *, direct_only: bool) -> SearchResults:
    if searcher is not None:
        return searcher.find(text, limit=5, direct_only=direct_only)
    from desk.services.search import Searcher

    with Searcher(desk) as once:
        return once.find(text, limit=5, direct_only=direct_only)


def _plain(number: str) -> str:
    """An order number without what people leave out: blanks, dashes, a #, capitals."""
    return "".join(c for c in number.casefold() if c.isalnum())


def refresh(desk: Desk, order_id: OrderId) -> Changes:
    """Fetch one order from its channel, with its open cases and its conversations.

    Raises NotFound and ConnectorError; what was fetched until then is kept.
    """
    with desk.store.read() as transaction:
        file = order_file.load(transaction, order_id, desk.clock.now())
    changes = Changes()
    asked_at = desk.clock.now()

    def keep(fresh: refetching.Fresh) -> Changes:
        with desk.store.write() as transaction:
            return refetching.keep(transaction, file.account.id, fresh, desk.clock.now(), asked_at)

    with accounts.connected(desk, file.account, urgent=True) as connector:
        for fresh in refetching.all_of(connector, file):
            changes += desk.on_database(partial(keep, fresh))
            asked_at = desk.clock.now()
    return changes


def show(desk: Desk, order_id: OrderId) -> OrderView:
    """Everything known about one order. Raises NotFound."""
    with desk.store.read() as transaction:
        return _view(desk, transaction, order_file.load(transaction, order_id, desk.clock.now()))


def _view(desk: Desk, transaction: Transaction, file: OrderFile) -> OrderView:
    order_id, parts, account, rows = file.id, file.parts, file.account, file.rows
    order = file.order
    tiles = desk.tiles()
    parcels = shipments.parcels_of(rows)
    lines = shipments.shippable(order, parts.line_ids, parcels)
    notes = note_store.load_notes(transaction, order_id)
    marks = _marks(desk, file)
    figures = view_store.buyer_figures(transaction, order_id, marks)
    linked, linked_rows = view_store.load_linked(transaction, order.ref, order.instead_of, tiles)
    return OrderView(
        id=order_id,
        tile=tiles[account.kind],
        account=account.id,
        account_name=account.name,
        number=order.number,
        remote_id=order.ref.id,
        placed_at=order.placed_at,
        changed_at=order.changed_at,
        fetched_at=parts.record.fetched_at,
        order=order.order,
        payment=order.payment,
        shipping=order.shipping,
        handling=order.handling,
        channel_status=order.channel_status,
        standings=standings(order.order, order.payment, order.shipping, (row.state for row in rows), order.handling),
        totals=order.totals,
        lines=_lines(file, lines),
        buyer=order.buyer,
        billing=order.billing,
        recipient=order.recipient or order.billing,
        payments=order.payments,
        paid=_sum(order, PaymentKind.PAYMENT),
        refunded=_sum(order, PaymentKind.REFUND),
        payment_method=order.payment_method_title or order.payment_method,
        paid_at=order.paid_at,
        buyer_note=order.buyer_note,
        invoice_number=order.invoice_number,
        is_test=order.is_test,
        open_in_channel=order.open_in_channel,
        shipments=_shipments(parts, parcels),
        pushes=outbox.views_of(desk, transaction, rows),
        timeline=_timeline(file, notes),
        further_orders=_further(linked_rows, view_store.load_further(transaction, order_id, tiles, marks=marks)),
        linked=tuple(linked),
        buyer_orders=figures.orders,
        buyer_earlier=figures.earlier,
        buyer_revenue=figures.revenue,
        forgotten=merging.is_anonymous(parts.record),
        withheld=_withheld(file),
        steps=_steps(order, parts, parcels),
        may_ship=shipments.permission(order, lines, account, asked_off=parts.asked_off),
        writing=account.writing,
        notes=notes,
        cases=order_cases.views(file),
        conversations=messages.views(file),
        may_cancel=cancelling.permission(file),
        may_refund=refunding.permission(file),
        may_mark_paid=paying.may_mark_paid(file),
        may_send_link=paying.may_send_link(file),
        may_write=messages.permission(file),
        may_set_status=restating.permission(file),
        may_correct=correcting.permission(file),
        refundable=balance(file).left if received(file) else None,
        limits=order_cases.limits(file),
        ship_by=order.ship_by,
        agent=desk.agent,
    )


def _withheld(file: OrderFile) -> str:
    """Why nobody can tell where it goes, and what to do, where the channel keeps that from us for now."""
    recipient = file.order.recipient or file.order.billing
    told = recipient.name or recipient.street or merging.is_anonymous(file.parts.record)
    return "" if told else accounts.withheld(file.account)


def _marks(desk: Desk, file: OrderFile) -> tuple[str, str]:
    """By which earlier orders of this buyer are found although they are forgotten there."""
    if merging.is_anonymous(file.parts.record):
        return "", ""  # the order has its own
    marks = Marker(desk.store.place, file.account.kind).marks(file.order)
    return marks.mail, marks.home


def _further(linked: Sequence[OrderRow], others: Sequence[OrderRow]) -> tuple[OrderRow, ...]:
    """Those about the same goods before the buyer's others, each once."""
    return tuple({row.id: row for row in (*linked, *others)}.values())


def _lines(file: OrderFile, quantities: Sequence[ShippableLine]) -> tuple[LineView, ...]:
    by_line = file.can.issues_refunds is not None and file.can.issues_refunds.by_line
    ids, left = file.line_ids, balance(file).left
    return tuple(
        LineView(
            id=ids[line.remote_id],
            remote_id=line.remote_id,
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            unit_price=line.unit_price,
            total=line.total,
            tax=line.tax,
            refunded=line.refunded,
            shippable=quantity,
            needs_shipping=line.needs_shipping,
            refundable=line_left(file, line, left) if by_line else None,
        )
        for line, quantity in zip(file.order.lines, quantities, strict=True)
    )


def _sum(order: OrderSnapshot, kind: PaymentKind) -> Money:
    found = Money.zero(order.totals.total.currency)
    for one in order.payments:
        if one.kind is kind and one.amount.currency == found.currency:
            found += one.amount
    return found


def _shipments(parts: OrderParts, rows: Sequence[ParcelPushRow]) -> tuple[ShipmentView, ...]:
    """Parcels the channel knows, then ours that are not there yet."""
    known = {normalise_number(one.number) for one in parts.record.merged.shipments or ()}
    ours = {normalise_number(row.push.number): row for row in rows if row.state is not PushState.RECALLED}
    views = [
        _known_shipment(parts, one, ours.get(normalise_number(one.number)))
        for one in parts.record.merged.shipments or ()
    ]
    for number, row in ours.items():
        if number in known:
            continue
        views.append(
            ShipmentView(
                id=None,
                carrier=row.push.carrier_name,
                number=row.push.number,
                url=row.push.tracking_url,
                shipped_at=row.push.shipped_at,
                lines=tuple(
                    (parts.line_ids[line.remote_id], line.quantity)
                    for line in row.push.lines
                    if line.remote_id in parts.line_ids
                ),
                push=row.id,
                state=row.state,
            )
        )
    return tuple(views)


def _known_shipment(parts: OrderParts, one: ShipmentSnapshot, ours: ParcelPushRow | None) -> ShipmentView:
    told = [(part.remote_line_id, part.quantity) for part in one.lines or ()]
    if one.lines is None and ours is not None:
        told = [(part.remote_id, part.quantity) for part in ours.push.lines]
    return ShipmentView(
        id=parts.shipment_ids[one.remote_id],
        carrier=ours.push.carrier_name if ours else shipments.carrier_named(one.carrier).name,
        number=one.number,
        url=one.tracking_url or (ours.push.tracking_url if ours else "") or _page_of(parts, one),
        shipped_at=one.shipped_at,
        lines=tuple((parts.line_ids[line], count) for line, count in told if line in parts.line_ids),
        push=ours.id if ours else None,
        state=ours.state if ours else None,
    )


def _page_of(parts: OrderParts, one: ShipmentSnapshot) -> str:
    """The carrier's own page for a parcel, where the channel names none and the carrier is known."""
    goes_to = parts.record.merged.recipient or parts.record.merged.billing
    carrier = shipments.carrier_named(one.carrier)
    return tracking_url(carrier, one.number, postcode=goes_to.postcode, country=goes_to.country) if one.number else ""


def _timeline(file: OrderFile, notes: Sequence[NoteView]) -> tuple[TimelineEntry, ...]:
    """History entries and what payments, shipments, cases, messages and notes tell by themselves, newest first."""
    noted = [
        TimelineEntry(at=one.at, kind=EventKind.NOTE, facts={"text": " ".join(one.text.split())}, actor=one.author)
        for one in notes
    ]
    entries = [*file.parts.events, *_told(file.parts), *order_cases.told(file), *noted]
    order = {kind: position for position, kind in enumerate(EventKind)}
    return tuple(sorted(entries, key=lambda one: (one.at, order[one.kind]), reverse=True))


def _told(parts: OrderParts) -> Iterator[TimelineEntry]:
    order = parts.record.merged
    facts: dict[str, str | int] = {"items": sum(line.quantity for line in order.lines)}
    if not keeps_amounts(order):
        facts |= {"amount_minor": order.totals.total.minor, "currency": order.totals.total.currency}
    yield TimelineEntry(at=order.placed_at, kind=EventKind.IMPORTED, facts=facts, actor="")
    for one in order.payments:
        kind = EventKind.PAID if one.kind is PaymentKind.PAYMENT else EventKind.REFUNDED
        seen: Instant = parts.seen[f"{one.kind}/{one.remote_id}"]
        money: dict[str, str | int] = {"amount_minor": one.amount.minor, "currency": one.amount.currency}
        yield TimelineEntry(
            at=one.at or seen,
            kind=kind,
            facts=money | {"method": order.payment_method_title or one.method, "reason": one.reason},
            actor="",
        )
    for parcel in order.shipments or ():
        yield TimelineEntry(
            # Channels often tell only the day: nothing is shipped before it is ordered.
            at=max(parcel.shipped_at or parts.seen[parcel.remote_id], order.placed_at),
            kind=EventKind.SHIPMENT_SEEN,
            facts={"carrier": shipments.carrier_named(parcel.carrier).name, "number": parcel.number},
            actor="",
        )


def _steps(order: OrderSnapshot, parts: OrderParts, rows: Sequence[ParcelPushRow]) -> tuple[Step, ...]:
    """The five points of the shipping bar; the last two are reached when carriers are asked (tracking)."""
    shipped_at = [one.shipped_at or parts.seen[one.remote_id] for one in order.shipments or ()]
    shipped = order.shipping in (ShippingFacet.SHIPPED, ShippingFacet.PARTLY_SHIPPED) or bool(shipped_at)
    refused = any(row.state in (PushState.FAILED, PushState.CONFLICT, PushState.UNCLEAR) for row in rows)
    paid = bool(order.paid_at or any(one.kind is PaymentKind.PAYMENT for one in order.payments))
    paid_at = order.paid_at or next(
        (one.at for one in order.payments if one.kind is PaymentKind.PAYMENT and one.at), None
    )
    ahead = StepState.CURRENT_PROBLEM if refused else StepState.AHEAD
    return (
        Step("ordered", StepState.REACHED, order.placed_at),
        Step("paid", StepState.REACHED if paid else StepState.AHEAD, paid_at),
        Step("shipped", StepState.REACHED if shipped else ahead, max(shipped_at, default=None)),
        Step("on_the_way", StepState.AHEAD, None),
        Step("delivered", StepState.AHEAD, None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One order as stored: account, the merged snapshot (its raw payload left out) and its pushes, oldest first."""

    id: OrderId
    account: str
    order: OrderSnapshot
    pushes: tuple[PushView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedWithNotes(Exported):
    """The same with what colleagues wrote of it: for a merchant's own use, never for third parties."""

    notes: tuple[NoteView, ...]


def everything(desk: Desk, *, notes: bool = False) -> Iterator[Exported]:
    """All orders of the store, by account and channel id; all seen at one moment. Internal notes only if asked."""
    with desk.store.read() as transaction:
        names = {one.id: one.name for one in account_store.load_accounts(transaction)}
        ids = view_store.all_ids(transaction)
        for chunk in chunks(ids):
            records = order_store.load_records(transaction, chunk)
            rows = outbox_store.load_pushes_of(transaction, chunk)
            for one in chunk:
                merged = records[one].merged
                pushes = outbox.views_of(desk, transaction, rows[one]) if one in rows else ()
                account = names[merged.ref.account]
                if notes:
                    said = note_store.load_notes(transaction, one)
                    yield ExportedWithNotes(id=one, account=account, order=merged, pushes=pushes, notes=said)
                else:
                    yield Exported(id=one, account=account, order=merged, pushes=pushes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedCase:
    """A case as the channel told it last."""

    account: str
    case: CaseSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedConversation:
    """All texts with one buyer that were ever fetched."""

    account: str
    conversation: ConversationSnapshot


def all_cases(desk: Desk) -> tuple[ExportedCase, ...]:
    """Every case of the store."""
    with desk.store.read() as transaction:
        names = {one.id: one.name for one in account_store.load_accounts(transaction)}
        found = case_store.load_all(transaction)
    return tuple(ExportedCase(account=names[one.told.ref.account], case=one.told) for one in found)


def all_conversations(desk: Desk) -> tuple[ExportedConversation, ...]:
    """Every conversation of the store."""
    with desk.store.read() as transaction:
        names = {one.id: one.name for one in account_store.load_accounts(transaction)}
        found = message_store.load_all(transaction)
    return tuple(ExportedConversation(account=names[one.told.ref.account], conversation=one.told) for one in found)
