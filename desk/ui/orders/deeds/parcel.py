"""Owns the fields of one parcel in a deed's dialog: number, and the carrier recognised from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desk.domain.carriers import Carrier, Guess
from desk.domain.views import OrderView
from desk.ui.background import Lane, run_in_background
from desk.ui.orders.parcel_form import CarrierBox
from desk.ui.widgets.label import Label

_RECOGNISE_AFTER_MS = 20


class KnowsCarriers(Protocol):
    """What the fields ask of the services."""

    def carriers(self) -> Sequence[Carrier]: ...

    def recognise(self, number: str, country: str) -> Guess: ...


class ParcelFields(QWidget):
    """Number and carrier. `country` is where the parcel goes, or comes from."""

    changed = Signal()

    def __init__(
        self,
        country: str,
        calls: KnowsCarriers,
        parent: QWidget,
        *,
        number: str = "",
        carrier: str = "",
        needed: bool = True,
        carrier_needed: bool = True,
    ) -> None:
        super().__init__(parent)
        self._calls, self._country, self._needed = calls, country, needed
        self._carrier_needed, self._chosen = carrier_needed, False
        translate = QCoreApplication.translate
        self.number = QLineEdit(self)
        self.number.setAccessibleName(translate("deeds", "Tracking number"))
        self.number.setMaxLength(60)
        self.carrier = CarrierBox(self)
        self.carrier.name_it(translate("deeds", "Carrier"), translate("deeds", "Carrier"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, (name, field) in enumerate(
            ((translate("deeds", "Tracking number"), self.number), (translate("deeds", "Carrier"), self.carrier))
        ):
            label = Label(name, "secondary", "2")
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 3 - column)
        self._soon = QTimer(self, singleShot=True, interval=_RECOGNISE_AFTER_MS)
        self._soon.timeout.connect(self._recognise)
        self.number.setText(number)
        self.carrier.put(carrier)
        self._chosen = bool(carrier)
        self.number.textChanged.connect(self._typed)
        self.carrier.picked.connect(self._picked)
        self.carrier.editTextChanged.connect(lambda _text: self.changed.emit())
        run_in_background(calls.carriers, parent=self).on(Lane.READING).success(self._offer).start()

    @classmethod
    def of_order(
        cls, view: OrderView, calls: KnowsCarriers, parent: QWidget, *, preset: bool = True, needed: bool = True
    ) -> Self:
        """With those of the order's last parcel, where they are to stand there at first."""
        last = view.shipments[-1] if preset and view.shipments else None
        number, carrier = ("", "") if last is None else (last.number, last.carrier)
        return cls(view.recipient.country, calls, parent, number=number, carrier=carrier, needed=needed)

    def values(self) -> tuple[str, str]:
        """Carrier, as a code or as typed, and number."""
        return self.carrier.value(), self.number.text().strip()

    def why_not(self) -> str:
        carrier, number = self.values()
        if not self._needed and not number and not carrier:
            return ""
        if not number:
            return QCoreApplication.translate("deeds", "Enter the tracking number.")
        return "" if carrier or not self._carrier_needed else QCoreApplication.translate("deeds", "Choose the carrier.")

    def _offer(self, carriers: Sequence[Carrier]) -> None:
        self.carrier.offer(carriers)
        self.changed.emit()

    def _typed(self) -> None:
        self._soon.start()
        self.changed.emit()

    def _picked(self, _carrier: str) -> None:
        self._chosen = True
        self.changed.emit()

    def _recognise(self) -> None:
        calls, number, country = self._calls, self.number.text().strip(), self._country
        if number and not self._chosen:
            run_in_background(lambda: calls.recognise(number, country), parent=self).on(Lane.READING).success(
                self._guessed
            ).start()

    def _guessed(self, guess: Guess) -> None:
        if guess.sure and not self._chosen:
            self.carrier.put(guess.carrier)
            self.changed.emit()
