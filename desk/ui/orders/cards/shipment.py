"""Owns the shipment card: the five-step bar, and each parcel with carrier, number and link."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.push_states import PushState
from desk.services import wording
from desk.ui.locale import locale
from desk.ui.orders.cards.base import CopyButton, OrderCard, pooled
from desk.ui.orders.cards.step_bar import StepBar
from desk.ui.orders.dispatch import day_alone
from desk.ui.orders.links import can_open, open_link
from desk.ui.orders.texts import Line
from desk.ui.say import SAY
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import IconButton
from desk.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from desk.domain.views import OrderView, ShipmentView

PUSH_LOOKS: dict[PushState, tuple[Glyph, str, bool]] = {
    PushState.APPROVAL: (Glyph.HOURGLASS, "warn", True),
    PushState.HELD: (Glyph.HOURGLASS, "info", False),
    PushState.WAITING: (Glyph.CLOUD_UP, "info", False),
    PushState.SENDING: (Glyph.CLOUD_UP, "info", False),
    PushState.CONFIRMED: (Glyph.CLOUD_CHECK, "ok", False),
    PushState.FAILED: (Glyph.ALERT, "err", True),
    PushState.UNCLEAR: (Glyph.QUESTION, "warn", True),
    PushState.CONFLICT: (Glyph.WARNING, "err", True),
    PushState.RECALLED: (Glyph.RETURN, "neutral", False),
}
"""How a push's state looks: icon, tone, and whether somebody must act."""


def tracking_numbers(view: OrderView) -> str:
    """The numbers of all parcels, one a line."""
    return "\n".join(one.number for one in view.shipments if one.number)


class ParcelRow(QWidget):
    """Carrier and number, what is in it, how far its report is, and two buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.number = Line("", "body", mode=Qt.TextElideMode.ElideMiddle, parent=self)
        self._detail = Line("", "secondary", "2", parent=self)
        texts.addWidget(self.number)
        texts.addWidget(self._detail)
        row.addLayout(texts, 1)
        self._state = Pill(parent=self)
        row.addWidget(self._state)
        self.copy = CopyButton(parent=self)
        self.link = IconButton(Glyph.EXTERNAL, self.tr("Track the parcel"), parent=self)
        row.addWidget(self.copy)
        row.addWidget(self.link)
        self._url = ""
        self.link.clicked.connect(lambda: open_link(self._url))

    def show_parcel(self, parcel: ShipmentView) -> None:
        self.number.setText(f"{parcel.carrier} {parcel.number}".strip())
        pieces = sum(count for _line, count in parcel.lines)
        detail = []
        if parcel.shipped_at:
            detail.append(locale().date(day_alone(parcel.shipped_at) or parcel.shipped_at))
        if pieces:
            detail.append(self.tr("%n piece(s)", "", pieces))
        self._detail.setText(" · ".join(detail))
        self._detail.setVisible(bool(detail))
        self.copy.show_name(self.tr("Copy tracking number"))
        self.copy.offer(parcel.number)
        self.link.show_name(self.tr("Track the parcel"))
        self.link.setVisible(can_open(parcel.url))
        self._url = parcel.url
        state = parcel.state
        shown = state is not None and state is not PushState.CONFIRMED
        self._state.setVisible(shown)
        if state is not None and shown:
            glyph, tone, filled = PUSH_LOOKS[state]
            self._state.show_status(wording.push_state(state, SAY), tone, glyph=glyph, filled=filled)


class ShipmentCard(OrderCard):
    """The bar, and one row per parcel."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self.bar = StepBar(self)
        self.content.addWidget(self.bar)
        self._rows: list[ParcelRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.content.addLayout(self._list)
        # One parcel that the channel knows stands in the title, as there is nothing else to say of it.
        self._single = Line("", "secondary", "2", mode=Qt.TextElideMode.ElideMiddle)
        self._copy = CopyButton()
        self._link = IconButton(Glyph.EXTERNAL, self.tr("Track the parcel"))
        self._url = ""
        self._link.clicked.connect(lambda: open_link(self._url))
        for widget in (self._single, self._copy, self._link):
            self.add_to_title(widget)

    def title(self) -> str:
        return self.tr("Shipment")

    def content_of(self, view: OrderView) -> Hashable:
        return view.steps, view.shipments

    def fill(self, view: OrderView) -> None:
        self.bar.show_steps(view.steps)
        parcels = view.shipments
        single = parcels[0] if len(parcels) == 1 and parcels[0].state in (None, PushState.CONFIRMED) else None
        for widget in (self._single, self._copy, self._link):
            widget.setVisible(single is not None)
        if single is not None:
            self._single.setText(f"{single.carrier} {single.number}".strip())
            self._copy.show_name(self.tr("Copy tracking number"))
            self._copy.offer(single.number)
            self._url = single.url
            self._link.show_name(self.tr("Track the parcel"))
            self._link.setVisible(can_open(single.url))
        rows = pooled(self._rows, 0 if single else len(parcels), lambda: ParcelRow(self), self._list)
        for row, parcel in zip(rows, parcels, strict=False):
            row.show_parcel(parcel)
