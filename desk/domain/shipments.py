"""Owns what can still be shipped and what a parcel is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.values import LineId

_SEPARATORS = re.compile(r"[\s.\-]")


def normalise_number(text: str) -> str:
    """The form in which two tracking numbers are compared: capitals, without blanks, dots, hyphens or a leading %."""
    return _SEPARATORS.sub("", text.upper()).lstrip("%")


def only_day_known(shipped_at: Instant) -> bool:
    """Whether the channel told but the day of a dispatch, which is kept at midnight UTC."""
    return (shipped_at.hour, shipped_at.minute, shipped_at.second, shipped_at.microsecond) == (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LineQuantity:
    """So many pieces of one order line."""

    line: LineId
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What an agent reports: one piece on its way, with the lines in it.

    `carrier` is a code of resources/data/carriers.csv or, where none fits, the carrier's name as typed.
    Empty `lines` means: everything that is still open.
    """

    carrier: str
    number: str
    lines: tuple[LineQuantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippableLine:
    """One line's quantities: all pieces of it, and those that need no parcel (any more)."""

    line: LineId
    ordered: int
    shipped: int  # by shipments the channel confirmed
    on_its_way: int  # in pushes not yet confirmed
    cancelled: int  # called off, or refunded before it was shipped

    @property
    def open(self) -> int:
        return max(0, self.ordered - self.shipped - self.on_its_way - self.cancelled)


@dataclass(frozen=True, slots=True)
class Allotment:
    """What each of several parcels holds, and whether nothing stays open after them."""

    parcels: tuple[tuple[LineQuantity, ...], ...]
    completes: bool


def allot(lines: Sequence[ShippableLine], parcels: Iterable[Parcel]) -> Allotment:
    """Fill parcels with open pieces, refusing what was not ordered or is gone already.

    A parcel without lines takes all that is open at its turn. Raises NotAllowed for an unknown line, a quantity
    below one, more pieces than are open, or a parcel that would be empty.
    """
    left: dict[LineId, int] = {line.line: line.open for line in lines}
    filled: list[tuple[LineQuantity, ...]] = []
    for parcel in parcels:
        wanted = _joined(parcel.lines) if parcel.lines else {k: v for k, v in left.items() if v}
        if not wanted:
            raise NotAllowed("Nothing of this order is left to ship.", code="nothing_left_to_ship")
        for line, quantity in wanted.items():
            if line not in left:
                raise NotAllowed("This order has no such line.", f"line {line}", code="no_such_line")
            if quantity < 1:
                raise NotAllowed("A parcel holds at least one piece of a line.", code="quantity_below_one")
            if quantity > left[line]:
                raise NotAllowed(
                    f"Only {left[line]} of this line are left to ship, not {quantity}.",
                    code="pieces_not_left",
                    left=left[line],
                    wanted=quantity,
                )
            left[line] -= quantity
        filled.append(tuple(LineQuantity(line, quantity) for line, quantity in wanted.items()))
    return Allotment(tuple(filled), not any(left.values()))


def _joined(lines: Iterable[LineQuantity]) -> Mapping[LineId, int]:
    sums: dict[LineId, int] = {}
    for one in lines:
        if one.quantity < 1:
            raise NotAllowed("A parcel holds at least one piece of a line.", code="quantity_below_one")
        sums[one.line] = sums.get(one.line, 0) + one.quantity
    return sums
