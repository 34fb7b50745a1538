"""Owns what was typed into the ship dialog, and keeps it per order for the session. Qt-free and pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from desk.domain.shipments import LineQuantity, Parcel, ShippableLine, normalise_number
from desk.domain.values import LineId, OrderId
from desk.domain.views import OrderView

_T = TypeVar("_T")
_BETWEEN_NUMBERS = re.compile(r"[\r\n\t;,]+")


def numbers_in(text: str) -> tuple[str, ...]:
    """The tracking numbers of a pasted text, one a line; blanks inside a number stay, those around it go."""
    found = (" ".join(part.split()) for part in _BETWEEN_NUMBERS.split(text))
    return tuple(part for part in found if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelDraft:
    """One row of the dialog. `chosen`: the agent picked the carrier, so no guess replaces it any more.

    `offered`: Enter after a number made room for a next one; until something is typed here it is no parcel.
    """

    number: str = ""
    carrier: str = ""
    chosen: bool = False
    offered: bool = False
    quantities: tuple[tuple[LineId, int], ...] = ()

    def quantity(self, line: LineId) -> int:
        return dict(self.quantities).get(line, 0)

    def holding(self, line: LineId, quantity: int) -> ParcelDraft:
        kept = {**dict(self.quantities), line: quantity}
        return replace(self, quantities=tuple((one, count) for one, count in kept.items() if count > 0))

    @property
    def blank(self) -> bool:
        return not self.number.strip() and not self.chosen

    @property
    def waits(self) -> bool:
        """Made ready for a next scan that has not come."""
        return self.offered and self.blank and not self.quantities


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipDraft:
    """All parcels of one dialog. `touched`: the agent set quantities, so that none is moved any more."""

    parcels: tuple[ParcelDraft, ...] = (ParcelDraft(),)
    touched: bool = False

    @property
    def worth_keeping(self) -> bool:
        return self.touched or any(not parcel.blank for parcel in self.parcels)

    def spread(self, lines: Sequence[ShippableLine]) -> ShipDraft:
        """Give every open piece a parcel, unless the agent has done so; drop lines that are gone."""
        if self.touched:
            return self._fitted(lines)
        first, *others = self.parcels
        emptied = tuple(replace(one, quantities=()) for one in (replace(first, offered=False), *others))
        shares = iter(shares_of(lines, sum(not one.waits for one in emptied)))
        return replace(
            self, parcels=tuple(one if one.waits else replace(one, quantities=next(shares)) for one in emptied)
        )

    @property
    def real(self) -> tuple[ParcelDraft, ...]:
        """The parcels there will be: without a row that still waits for its number."""
        return tuple(one for one in self.parcels if not one.waits)

    def offers_another(self, lines: Sequence[ShippableLine]) -> bool:
        """Whether pieces are left for one more parcel."""
        if self.touched:
            return any(self.rest(line) > 0 for line in lines)
        return sum(line.open for line in lines if line.open > 0) > len(self.real)

    def offering(self) -> ShipDraft:
        """One more row, for the number that a scanner may send next."""
        return replace(self, parcels=(*self.parcels, ParcelDraft(offered=True)))

    def typed_into(self, at: int, lines: Sequence[ShippableLine]) -> ShipDraft:
        """A row that waited has become a parcel: it gets its share, or what no other holds."""
        if not self.touched:
            return self.spread(lines)
        rest = tuple((line.line, self.rest(line)) for line in lines if self.rest(line) > 0)
        return self.with_parcel(at, replace(self.parcels[at], offered=False, quantities=rest))

    def _fitted(self, lines: Sequence[ShippableLine]) -> ShipDraft:
        known = {line.line for line in lines}
        return replace(
            self,
            parcels=tuple(
                replace(parcel, quantities=tuple((one, n) for one, n in parcel.quantities if one in known))
                for parcel in self.parcels
            ),
        )

    def with_number(self, at: int, text: str) -> ShipDraft:
        """Put a number into a row; several lines fill this row and rows after it, new ones where needed."""
        numbers = numbers_in(text) or ("",)
        parcels = list(self.parcels)
        parcels[at] = replace(parcels[at], number=numbers[0])
        place = at + 1
        for number in numbers[1:]:
            if place < len(parcels) and not parcels[place].number.strip():
                parcels[place] = replace(parcels[place], number=number)
            else:
                parcels.insert(place, ParcelDraft(number=number))
            place += 1
        return replace(self, parcels=tuple(parcels))

    def with_parcel(self, at: int, parcel: ParcelDraft) -> ShipDraft:
        return replace(self, parcels=(*self.parcels[:at], parcel, *self.parcels[at + 1 :]))

    def with_quantity(self, at: int, line: LineId, quantity: int) -> ShipDraft:
        return replace(self.with_parcel(at, self.parcels[at].holding(line, quantity)), touched=True)

    def added(self, lines: Sequence[ShippableLine]) -> ShipDraft:
        """One more parcel, holding what no other holds."""
        rest = tuple((line.line, self.rest(line)) for line in lines if self.rest(line) > 0)
        grown = replace(self, parcels=(*self.parcels, ParcelDraft(quantities=rest)))
        return grown if self.touched else grown.spread(lines)

    def removed(self, at: int, lines: Sequence[ShippableLine]) -> ShipDraft:
        left = (*self.parcels[:at], *self.parcels[at + 1 :]) or (ParcelDraft(),)
        return replace(self, parcels=left).spread(lines)

    def rest(self, line: ShippableLine) -> int:
        """How many open pieces of a line lie in no parcel yet; below nought when too many do."""
        return line.open - sum(parcel.quantity(line.line) for parcel in self.parcels)

    def as_parcels(self) -> tuple[Parcel, ...]:
        return tuple(
            Parcel(
                carrier=parcel.carrier.strip(),
                number=parcel.number.strip(),
                lines=tuple(LineQuantity(line, count) for line, count in parcel.quantities if count > 0),
            )
            for parcel in self.real
        )


def shares_of(lines: Sequence[ShippableLine], parcels: int) -> tuple[tuple[tuple[LineId, int], ...], ...]:
    """A first guess of what lies in which parcel: whole lines where there are enough, else single pieces."""
    open_lines = [(line.line, line.open) for line in lines if line.open > 0]
    if len(open_lines) >= parcels:
        return tuple(tuple(part) for part in _parts(open_lines, parcels))
    pieces = [line for line, count in open_lines for _ in range(count)]
    return tuple(_counted(part) for part in _parts(pieces, parcels))


def _parts(things: Sequence[_T], parts: int) -> Iterable[Sequence[_T]]:
    size, more = divmod(len(things), parts)
    start = 0
    for part in range(parts):
        end = start + size + (1 if part < more else 0)
        yield things[start:end]
        start = end


def _counted(pieces: Iterable[LineId]) -> tuple[tuple[LineId, int], ...]:
    counts: dict[LineId, int] = {}
    for line in pieces:
        counts[line] = counts.get(line, 0) + 1
    return tuple(counts.items())


def doubled_numbers(draft: ShipDraft, view: OrderView) -> tuple[frozenset[int], frozenset[int]]:
    """Rows whose number this order already has, and rows whose number stands in an earlier row."""
    reported = {normalise_number(shipment.number) for shipment in view.shipments} - {""}
    seen: set[str] = set()
    again: set[int] = set()
    twice: set[int] = set()
    for at, parcel in enumerate(draft.parcels):
        number = normalise_number(parcel.number)
        if not number:
            continue
        if number in reported:
            again.add(at)
        if number in seen:
            twice.add(at)
        seen.add(number)
    return frozenset(again), frozenset(twice)


@dataclass(slots=True)
class Drafts:
    """What was typed and not sent, per order, until the program ends."""

    kept: dict[OrderId, ShipDraft] = field(default_factory=dict)

    def of(self, order: OrderId) -> ShipDraft:
        return self.kept.get(order, ShipDraft())

    def keep(self, order: OrderId, draft: ShipDraft) -> None:
        if draft.worth_keeping:
            self.kept[order] = draft
        else:
            self.kept.pop(order, None)

    def drop(self, order: OrderId) -> None:
        self.kept.pop(order, None)
