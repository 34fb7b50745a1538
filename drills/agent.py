"""Owns the agent of a drill: which orders she ships in which parcels, the files she gives to Desk, and the book she
keeps of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from connectors.simulation.world_numbers import CARRIERS, tracking_number
from drills.compare import Deed
from drills.truth import Shippable

# As people write a carrier into a sheet; the codes are Desk's own.
_WRITTEN = {
    "dhl": ("DHL", "dhl_de", "DHL Paket"),
    "dpd": ("DPD", "dpd_de"),
    "gls": ("GLS", "gls_de"),
    "hermes": ("Hermes", "hermes_de"),
    "ups": ("UPS", "ups"),
}
_COLUMNS = ("order", "carrier", "number", "line", "quantity")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: a parcel, or one line of it."""

    order: Shippable
    carrier: str
    tracking: str
    line: str = ""
    quantity: int = 0
    ours: bool = True  # false where she has no business: the channel ships it, or keeps it back


class Agent:
    """Ships orders, some whole, some in several parcels at once or over days."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._deeds: dict[tuple[str, str, str], Deed] = {}
        self._rests: list[Shippable] = []

    @property
    def deeds(self) -> tuple[Deed, ...]:
        return tuple(self._deeds.values())

    def busy(self, shop: str) -> set[str]:
        """Orders of a shop that she has touched."""
        return {deed.order for deed in self._deeds.values() if deed.shop == shop and deed.ours}

    # -- parcels ---------------------------------------------------------------------------------------------------

    def pack(
        self,
        orders: Iterable[Shippable],
        open_still: Mapping[str, frozenset[str]],
        forbidden: Iterable[Shippable] = (),
    ) -> list[Row]:
        """Rows for these orders, and the rest of earlier ones that are still open in their channel; by mistake she also
        writes down parcels for those that are not hers to ship.
        """
        rows = [Row(order, *self._parcel(), ours=False) for order in forbidden]
        rows += [self._rest(order) for order in self._rests if order.id in open_still.get(order.shop, ())]
        self._rests = []
        for order in orders:
            rows += self._parcels(order)
        return rows

    def _parcels(self, order: Shippable) -> list[Row]:
        way = self._dice.random()
        if order.pieces < 2 or way < 0.4:
            return [self._rest(order)]
        first, left = self._part(order)
        if way < 0.6:
            return [*first, self._rest(order)]
        if way < 0.7 and left.pieces >= 2:
            second, _ = self._part(left)
            return [*first, *second, self._rest(order)]
        if way < 0.9:
            self._rests.append(order)
        return first

    def _rest(self, order: Shippable) -> Row:
        """A parcel without lines holds all that is open."""
        return Row(order, *self._parcel())

    def _part(self, order: Shippable) -> tuple[list[Row], Shippable]:
        """A parcel with at least one piece, leaving at least one."""
        count = self._dice.randrange(1, order.pieces)
        pieces = [line.id for line in order.lines for _ in range(line.quantity)]
        self._dice.shuffle(pieces)
        inside = pieces[:count]
        carrier, tracking = self._parcel()
        rows = [Row(order, carrier, tracking, line, inside.count(line)) for line in sorted(set(inside))]
        lines = tuple(
            type(line)(id=line.id, quantity=line.quantity - inside.count(line.id))
            for line in order.lines
            if line.quantity > inside.count(line.id)
        )
        return rows, Shippable(shop=order.shop, id=order.id, number=order.number, lines=lines)

    def _parcel(self) -> tuple[str, str]:
        carrier = self._dice.choice(CARRIERS)
        return self._dice.choice(_WRITTEN[carrier]), tracking_number(self._dice, carrier)

    # -- files and the book ----------------------------------------------------------------------------------------

    def write(self, rows: Sequence[Row], file: Path) -> None:
        with file.open("w", encoding="utf-8", newline="") as sheet:
            writer = csv.writer(sheet, delimiter=self._dice.choice(";,"))
            writer.writerow(_COLUMNS)
            for row in rows:
                writer.writerow([row.order.number, row.carrier, row.tracking, row.line, row.quantity or ""])

    def book(self, rows: Sequence[Row], results: Iterable[Mapping[str, Any]]) -> list[str]:
        """Note which parcels Desk took; `results` are the rows that it answered. What it said to those it did not."""
        refused = []
        by_parcel = {(row.order.number, row.tracking): row for row in rows}
        for result in results:
            row = by_parcel[(result["order"], result["number"])]
            accepted = result["result"] in ("reported", "already reported")
            if not accepted and row.ours:
                refused.append(f"{result['order']} {result['number']}: {result['reason']}")
            deed = Deed(
                shop=row.order.shop,
                order=row.order.id,
                number=row.order.number,
                tracking=result["number"],
                accepted=accepted,
                ours=row.ours,
            )
            self._deeds[deed.key] = deed
        return refused
