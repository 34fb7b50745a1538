"""Owns the judging of parcels that are reported together: what each row of a preview says, and why it is left out.

Reads nothing by itself: desk.services.bulk_shipping brings what the store knows of all orders at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desk.domain import carriers as carrier_rules
from desk.domain.clock import Instant
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.pushes import ConfirmShipment, PushState
from desk.domain.shipments import LineQuantity, Parcel, normalise_number
from desk.domain.values import AccountId, LineId, OrderId, PushId
from desk.domain.views import ChannelTile
from desk.services import parcel_table, shipments
from desk.services.parcel_table import ParcelRow
from desk.store.accounts import Account
from desk.store.outbox import PushRow
from desk.store.views import OrderParts
from desk.system import tables

_DEAD = (PushState.FAILED, PushState.CONFLICT)


class RowState(StrEnum):
    """What the preview says of a parcel."""

    READY = "ready"
    BLOCKED = "blocked"
    UNFINISHED = "unfinished"  # the agent has still to enter its number or choose its carrier
    DONE = "done"  # reported already; the same file may be given again


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row as it comes in: of a table, or an order that was chosen (`order`), whose number is typed in later."""

    row: ParcelRow
    order: OrderId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedParcel:
    """One parcel of the preview. `at` are the lines of the table it comes from; `items` what the channel is told."""

    at: tuple[int, ...]
    reference: str
    number: str
    carrier: str  # code, or the name as typed; empty where it is not known
    carrier_name: str
    recognised: bool  # the number told the carrier
    state: RowState
    order: OrderId | None = None
    order_number: str = ""
    name: str = ""
    account: AccountId | None = None
    account_name: str = ""
    tile: ChannelTile | None = None
    items: tuple[tuple[str, int], ...] = ()
    lines: tuple[LineQuantity, ...] = ()
    completes: bool = False
    failed_push: PushId | None = None  # reported before and refused: it is this one that is tried again
    code: str = ""
    reason: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    note: str = ""  # a code: nothing is blocked, but worth a look

    @property
    def first(self) -> int:
        return self.at[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would happen, in the rows' own order. `deed` makes running it twice the same as once."""

    parcels: tuple[PlannedParcel, ...]
    deed: str

    @property
    def ready(self) -> tuple[PlannedParcel, ...]:
        return self.of(RowState.READY)

    def of(self, state: RowState) -> tuple[PlannedParcel, ...]:
        return tuple(one for one in self.parcels if one.state is state)

    def blocked_first(self) -> tuple[PlannedParcel, ...]:
        """As people look at it: what is left out first, then what still lacks something."""
        ranks = (RowState.BLOCKED, RowState.UNFINISHED, RowState.READY, RowState.DONE)
        return tuple(sorted(self.parcels, key=lambda one: (ranks.index(one.state), one.first)))

    def per_account(self) -> dict[str, int]:
        """How many parcels each account will be told of."""
        return dict(sorted(Counter(one.account_name for one in self.ready).items()))


@dataclass(frozen=True, slots=True)
class KnownOrders:
    """What the store says of all orders of a plan."""

    orders: Mapping[OrderId, OrderParts]
    pushes: Mapping[OrderId, Sequence[PushRow]]
    accounts: Mapping[AccountId, Account]
    tiles: Mapping[str, ChannelTile]


def unknown(rows: Sequence[Entry], *, several: bool) -> PlannedParcel:
    first = rows[0].row
    text, code = f"No order bears the number {first.order[:60]!r}.", "order_unknown"
    if not first.order:
        text, code = "The row names no order.", "order_missing"
    elif parcel_table.is_scientific(first.order):
        text, code = _mangled(first.order)
    elif several:
        text, code = (
            f"Several orders bear the number {first.order[:60]!r}. Report it from the order.",
            "order_ambiguous",
        )
    return PlannedParcel(
        at=tuple(one.row.at for one in rows),
        reference=first.order,
        number=first.number,
        carrier=first.carrier,
        carrier_name=first.carrier,
        recognised=False,
        state=RowState.BLOCKED,
        code=code,
        reason=text,
        facts={"order": first.order[:60], "number": first.order[:60]},
    )


def _mangled(text: str) -> tuple[str, str]:
    told = (
        f"The spreadsheet has shortened this number to {text}; its last digits are lost. Format the column as text "
        "and copy it anew."
    )
    return told, "number_scientific"


class OrderPlan:
    """Plans one order's parcels in turn: each finds only what those before it leave."""

    def __init__(self, known: KnownOrders, order: OrderId, parcels: Sequence[Sequence[Entry]], now: Instant) -> None:
        self._order, self._rows = order, parcels
        self._parts = known.orders[order]
        self._snapshot = self._parts.record.merged
        self._account = known.accounts[self._snapshot.ref.account]
        self._tile = known.tiles[self._account.kind]
        self._pushes = shipments.parcels_of(known.pushes.get(order, ()))
        self._now = now
        self._before: list[Parcel] = []
        # A parcel without lines holds what is left. Before another, it would take everything and the other be lost.
        whole = [at for at, rows in enumerate(parcels) if not any(one.row.line for one in rows)]
        self._clear = whole in ([], [len(parcels) - 1])

    def planned(self) -> list[PlannedParcel]:
        return [self._one(rows) for rows in self._rows]

    def _one(self, rows: Sequence[Entry]) -> PlannedParcel:
        first = rows[0].row
        carrier, recognised, candidates = self._carrier(first)
        base = PlannedParcel(
            at=tuple(one.row.at for one in rows),
            reference=first.order or self._snapshot.number,
            number=first.number.strip(),
            carrier=carrier,
            carrier_name=shipments.carrier_named(carrier).name if carrier else "",
            recognised=recognised,
            state=RowState.READY,
            order=self._order,
            order_number=self._snapshot.number,
            name=self._snapshot.recipient.name or self._snapshot.buyer.name or self._snapshot.buyer.company,
            account=self._account.id,
            account_name=self._account.name,
            tile=self._tile,
        )
        try:
            return self._judged(base, [one.row for one in rows], candidates)
        except DeskError as error:
            state = RowState.BLOCKED
            if error.code == "number_repeated":
                state = RowState.DONE
            elif error.code in ("number_missing", "carrier_missing", "carrier_none", "carrier_unsure"):
                state = RowState.UNFINISHED
            return replace(base, state=state, code=error.code, reason=error.text, facts=dict(error.facts))

    def _carrier(self, row: ParcelRow) -> tuple[str, bool, tuple[str, ...]]:
        """The carrier's code, whether the number told it, and which ones would fit where it does not for sure."""
        named = row.carrier.strip()
        if named:
            found = carrier_rules.named(named, tables.carriers())
            return (found.code if found else named), False, ()
        if not row.number.strip():
            return "", False, ()
        to = self._snapshot.recipient or self._snapshot.billing
        guess = shipments.recognise(row.number, to.country)
        return (guess.carrier if guess.sure else ""), guess.sure, guess.candidates

    def _judged(self, base: PlannedParcel, rows: Sequence[ParcelRow], candidates: tuple[str, ...]) -> PlannedParcel:
        self._refuse_repeated(base.number)
        self._refuse_unshippable()
        to = self._snapshot.recipient or self._snapshot.billing
        refuse_mangled(base.number, base.carrier, to.country)
        lines = self._lines(rows)
        if base.number and not base.carrier:
            shipments.refuse_unsure(base.number, candidates)
        parcel = Parcel(carrier=base.carrier, number=base.number, lines=lines)
        push = shipments.judged(self._parts, self._pushes, self._account, [*self._before, parcel], self._now)[-1]
        ids = self._parts.line_ids
        exact = tuple(LineQuantity(ids[one.remote_id], one.quantity) for one in push.lines)
        self._before.append(replace(parcel, lines=exact))
        titles = {line.remote_id: line.title or line.sku for line in self._snapshot.lines}
        return replace(
            base,
            items=tuple((titles[one.remote_id], one.quantity) for one in push.lines),
            lines=exact,
            completes=push.completes,
            failed_push=self._failed_before(push),
        )

    def _refuse_repeated(self, number: str) -> None:
        """What is told already is no mistake of the row, whatever else it says."""
        plain = normalise_number(number)
        told = {normalise_number(one.number) for one in self._snapshot.shipments or ()}
        told |= {
            normalise_number(row.push.number) for row in self._pushes if row.state not in (*_DEAD, PushState.RECALLED)
        }
        if plain and plain in told:
            raise NotAllowed(
                f"The number {number} is reported for this order already.", code="number_repeated", number=number
            )

    def _refuse_unshippable(self) -> None:
        lines = shipments.shippable(self._snapshot, self._parts.line_ids, self._pushes)
        allowed = shipments.permission(self._snapshot, lines, self._account, asked_off=self._parts.asked_off)
        if not allowed.allowed:
            raise NotAllowed(allowed.text, code=allowed.code, account=self._account.name)

    def _lines(self, rows: Sequence[ParcelRow]) -> tuple[LineQuantity, ...]:
        named = [row for row in rows if row.line]
        if named and len(named) < len(rows):
            raise NotAllowed(
                "Some rows of this parcel name a line and others none. Name it in each.", code="line_missing"
            )
        if not named and any(row.quantity for row in rows):
            raise NotAllowed(
                "A quantity needs its line. Name the line, or leave both empty for all pieces.", code="no_line"
            )
        if not named and not self._clear:
            raise NotAllowed(
                "This order has several parcels here. Say by line and quantity what is in each; only the last may go "
                "without and holds the rest.",
                code="parcels_without_lines",
            )
        return tuple(LineQuantity(self._line(row.line), _count(row.quantity)) for row in named)

    def _line(self, name: str) -> LineId:
        lines = self._snapshot.lines
        for fits in (
            [one for one in lines if one.remote_id == name],
            [one for one in lines if one.sku and one.sku.casefold() == name.casefold()],
        ):
            if len(fits) == 1:
                return self._parts.line_ids[fits[0].remote_id]
        known = ", ".join(f"{one.remote_id} ({one.sku})" for one in lines)
        raise NotAllowed(
            f"The order has no line {name[:60]!r}. It has: {known}.", code="line_unknown", line=name[:60], known=known
        )

    def _failed_before(self, push: ConfirmShipment) -> PushId | None:
        """The refused report of the very same parcel: trying it again must not make a second one."""
        for row in reversed(self._pushes):
            same = normalise_number(row.push.number) == normalise_number(push.number)
            if row.state in _DEAD and same and row.push.carrier == push.carrier and row.push.lines == push.lines:
                return row.id
        return None


def refuse_mangled(number: str, carrier: str, country: str) -> None:
    """Raises NotAllowed where a spreadsheet has shortened, rounded or stripped a number; it goes to `country`."""
    if parcel_table.is_scientific(number):
        text, code = _mangled(number)
        raise NotAllowed(text, code=code, number=number)
    if parcel_table.is_rounded(number):
        raise NotAllowed(
            f"The spreadsheet has rounded this number: {number} ends in zeros. Format the column as text and copy "
            "it anew.",
            code="number_rounded",
            number=number,
        )
    meant = parcel_table.with_zeros(number, country)
    if meant and (not carrier or carrier in shipments.recognise(meant, country).candidates):
        raise NotAllowed(
            f"The spreadsheet seems to have taken the zeros from the front of {number}. Is it {meant}?",
            code="zeros_lost",
            number=number,
            meant=meant,
        )


def _count(text: str) -> int:
    if not text:
        return 1
    plain = text.removesuffix(",0").removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 7):
        raise NotAllowed(f"{text[:20]!r} is no number of pieces.", code="quantity_odd", quantity=text[:20])
    return int(plain)
