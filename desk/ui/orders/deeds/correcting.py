"""Owns the dialog that puts the number of a parcel right which the channel knows already."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk.domain.shipments import normalise_number
from desk.domain.views import ShipmentView
from desk.services.shipments import Queued
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.fields import ReasonBox
from desk.ui.orders.deeds.parcel import ParcelFields
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone


class CorrectParcelDialog(DeedDialog):
    """Which parcel, and the number that it really has. What is inside stays as it is."""

    glyph = Glyph.NOTE

    def title(self) -> str:
        return self.tr("Correct a parcel's number")

    def fill(self) -> None:
        self.parcel = ReasonBox([(one.number, _words(one)) for one in self._known()], self.tr("Parcel"), self)
        self.parcel.setPlaceholderText(self.tr("Choose a parcel"))
        self.parcel.currentIndexChanged.connect(self._chosen)
        self.labelled(self.tr("Parcel"), self.parcel)
        self.right = ParcelFields.of_order(self.view, self.calls, self, preset=False)
        self.right.changed.connect(self.check)
        self.body.addWidget(self.right)
        if self.parcel.count() == 1:
            self.parcel.setCurrentIndex(0)

    def _known(self) -> list[ShipmentView]:
        """Parcels that the channel tells, and that are not only on their way to it."""
        return [one for one in self.view.shipments if one.id is not None and one.number]

    def _chosen(self) -> None:
        """The carrier is seldom wrong, the number is."""
        found = next((one for one in self._known() if one.number == self.parcel.value()), None)
        if found is not None and not self.right.carrier.value():
            self.right.carrier.put(found.carrier)
        self.check()

    def first_field(self) -> QWidget | None:
        return self.right.number if self.parcel.value() else self.parcel

    def consequence(self) -> str:
        name = self.view.account_name or self.view.tile.name
        return self.tr("The buyer and {channel} see the new number in place of the old one.").format(channel=name)

    def why_not(self) -> str:
        may = self.view.may_correct
        if not may.allowed:
            return reason_text(may, self.view.account_name)
        if not self.parcel.value():
            return self.tr("Choose a parcel.")
        return self.right.why_not() or self._same()

    def is_wrong(self) -> bool:
        return bool(self._same())

    def _same(self) -> str:
        number = normalise_number(self.right.values()[1])
        if number and number == normalise_number(self.parcel.value()):
            return self.tr("That is the number it has.")
        return ""

    def verb(self) -> str:
        return self.tr("Correct the number")

    def work(self) -> Callable[[str], Queued]:
        calls, order, old, (carrier, number) = self.calls, self.view.id, self.parcel.value(), self.right.values()
        return lambda deed: calls.correct_parcel(order, old, carrier, number, deed=deed)


def _words(parcel: ShipmentView) -> str:
    return " ".join(filter(None, (alone(parcel.carrier), alone(parcel.number))))
