"""Owns the timeline card: what happened to the order, newest first, filtered by kind."""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desk.domain.clock import Clock, Instant
from desk.domain.views import EventKind, OrderView
from desk.services import wording
from desk.ui.locale import locale
from desk.ui.orders.cards.base import OrderCard, pooled
from desk.ui.orders.dispatch import Happening, history
from desk.ui.orders.texts import Line
from desk.ui.say import SAY
from desk.ui.theme import icons
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, current, qcolour, scaled
from desk.ui.widgets.button import IconButton, LinkButton
from desk.ui.widgets.label import Label

AT_FIRST = 6
_ROW = 50
_CIRCLE = 24

LOOKS: dict[EventKind, tuple[Glyph, str]] = {
    EventKind.IMPORTED: (Glyph.IMPORT, "neutral"),
    EventKind.ORDER_FACET: (Glyph.TAG, "neutral"),
    EventKind.PAYMENT_FACET: (Glyph.MONEY, "neutral"),
    EventKind.SHIPPING_FACET: (Glyph.TRUCK, "info"),
    EventKind.CHANNEL_STATUS: (Glyph.TAG, "neutral"),
    EventKind.RECIPIENT_CHANGED: (Glyph.PIN, "warn"),
    EventKind.BILLING_CHANGED: (Glyph.RECEIPT, "neutral"),
    EventKind.BUYER_CHANGED: (Glyph.USER, "neutral"),
    EventKind.BUYER_NOTE: (Glyph.NOTE, "info"),
    EventKind.LINES_CHANGED: (Glyph.LIST, "warn"),
    EventKind.TOTAL_CHANGED: (Glyph.EURO, "warn"),
    EventKind.PAID: (Glyph.DONE, "ok"),
    EventKind.REFUNDED: (Glyph.REFUND, "neutral"),
    EventKind.SHIPMENT_SEEN: (Glyph.BOX, "info"),
    EventKind.SHIPMENT_GONE: (Glyph.BOX, "warn"),
    EventKind.REMOVED: (Glyph.TRASH, "neutral"),
    EventKind.RESTORED: (Glyph.IMPORT, "info"),
    EventKind.PUSH_QUEUED: (Glyph.CLOUD_UP, "info"),
    EventKind.PUSH_SENT: (Glyph.CLOUD_UP, "info"),
    EventKind.PUSH_CONFIRMED: (Glyph.CLOUD_CHECK, "ok"),
    EventKind.PUSH_FAILED: (Glyph.ALERT, "err"),
    EventKind.PUSH_UNCLEAR: (Glyph.QUESTION, "warn"),
    EventKind.PUSH_CONFLICT: (Glyph.WARNING, "err"),
    EventKind.PUSH_RECALLED: (Glyph.RETURN, "neutral"),
    EventKind.PUSH_RETRIED: (Glyph.SYNC, "info"),
    EventKind.PUSH_RESOLVED: (Glyph.CHECK, "neutral"),
    EventKind.NOTE: (Glyph.NOTE, "neutral"),
    EventKind.CASE_OPENED: (Glyph.RETURN, "warn"),
    EventKind.CASE_CHANGED: (Glyph.RETURN, "info"),
    EventKind.MESSAGE_RECEIVED: (Glyph.MAIL, "info"),
    EventKind.MESSAGE_SENT: (Glyph.MAIL, "neutral"),
    EventKind.RETURN_OPENED: (Glyph.RETURN, "warn"),
    EventKind.RETURN_MOVED: (Glyph.RETURN, "info"),
    EventKind.RETURN_TASK: (Glyph.RETURN, "warn"),
    EventKind.RETURN_TASK_DONE: (Glyph.RETURN, "neutral"),
    EventKind.RETURN_EXCHANGED: (Glyph.RETURN, "info"),
    EventKind.RETURN_DEDUCTED: (Glyph.RETURN, "neutral"),
    EventKind.RETURN_TAKEN_BACK: (Glyph.RETURN, "neutral"),
}


class Sort(StrEnum):
    """The kinds an agent filters by."""

    ORDER = "order"
    PAYMENT = "payment"
    SHIPMENT = "shipment"
    PUSH = "push"
    CASE = "case"
    MESSAGE = "message"
    NOTE = "note"


def sort_of(kind: EventKind) -> Sort:
    if kind.startswith("PUSH_"):
        return Sort.PUSH
    if kind is EventKind.NOTE:
        return Sort.NOTE
    if kind in {EventKind.CASE_OPENED, EventKind.CASE_CHANGED} or kind.startswith("RETURN_"):
        return Sort.CASE
    if kind in {EventKind.MESSAGE_RECEIVED, EventKind.MESSAGE_SENT}:
        return Sort.MESSAGE
    if kind in {EventKind.PAID, EventKind.REFUNDED, EventKind.PAYMENT_FACET, EventKind.TOTAL_CHANGED}:
        return Sort.PAYMENT
    if kind in {EventKind.SHIPMENT_SEEN, EventKind.SHIPMENT_GONE, EventKind.SHIPPING_FACET}:
        return Sort.SHIPMENT
    return Sort.ORDER


class EntryRow(QWidget):
    """One entry: icon in a circle, title, detail, time; a line leads to the next one. A return can be opened."""

    return_wanted = Signal(str)  # its number, as the history keeps it

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._glyph, self._tone, self._last = Glyph.TAG, "neutral", False
        self.title = Line("", "button", parent=self)
        self._detail = Line("", "secondary", "2", parent=self)
        self._time = Label("", "secondary", "2")
        self.open = IconButton(Glyph.FORWARD, "", parent=self)
        self._return = ""
        self.open.clicked.connect(lambda: self.return_wanted.emit(self._return))
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self.title)
        texts.addWidget(self._detail)
        texts.addStretch(1)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        row.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)

    def show_entry(self, happening: Happening, now: Instant, *, last: bool) -> None:
        entry = happening.entry
        self._row.setContentsMargins(scaled(_CIRCLE) + 10, 2, 0, 0)
        self.setFixedHeight(scaled(_ROW) if not last else scaled(_ROW - 10))
        title, detail = wording.timeline(entry, SAY)
        self._glyph, self._tone = LOOKS[entry.kind]
        self._last = last
        self.title.setText(title)
        self._return = str(entry.facts.get("return", ""))
        self.open.setVisible(bool(self._return))
        self.open.show_name(self.tr("Open this return: {what}").format(what=title))
        if entry.actor:
            detail = f"{detail} · {entry.actor}" if detail else entry.actor
        self._detail.setText(detail)
        if happening.day is None:
            self._time.setText(locale().near(entry.at, now))
            self._time.setToolTip(locale().exact(entry.at))
        else:
            self._time.setText(locale().near(happening.day, now, time=False))
            self._time.setToolTip(locale().date(happening.day))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = scaled(_CIRCLE)
        pair = current().tone(self._tone)
        if not self._last:
            painter.setPen(colour("line"))
            middle = size / 2
            painter.drawLine(QPointF(middle, size + 1), QPointF(middle, self.height() - 6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolour(pair.bg))
        painter.drawEllipse(QRectF(0, 0, size, size))
        icons.draw(painter, QRectF(0, 0, size, size), self._glyph, qcolour(pair.fg), scaled(14))


class TimelineCard(OrderCard):
    """Entries newest first, a few at first."""

    return_wanted = Signal(str)  # its number, as the history keeps it

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._everything = False
        self._hidden: frozenset[Sort] = frozenset()
        self._all = LinkButton()
        self._all.clicked.connect(self._toggle_all)
        self.add_to_title(self._all)
        self._filter = IconButton(Glyph.FILTER, self.tr("Filter the timeline"))
        self._filter.clicked.connect(self._open_menu)
        self.add_to_title(self._filter)
        self.rows: list[EntryRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(0, 2, 0, 0)
        self.content.addLayout(self._list)
        self._none = Label("", "secondary", "2")
        self.content.addWidget(self._none)

    def title(self) -> str:
        return self.tr("Timeline")

    def content_of(self, view: OrderView) -> Hashable:
        return view.id, tuple(
            (one.entry.at, one.day, one.entry.kind, tuple(one.entry.facts.items())) for one in history(view)
        )

    def fill(self, view: OrderView) -> None:
        if self.property("order") != view.id:
            self._everything = False
            self.setProperty("order", view.id)
        entries = [one for one in history(view) if sort_of(one.entry.kind) not in self._hidden]
        shown = entries if self._everything else entries[:AT_FIRST]
        now = self.clock.now()
        rows = pooled(self.rows, len(shown), self._made_row, self._list)
        for place, (row, entry) in enumerate(zip(rows, shown, strict=True)):
            row.show_entry(entry, now, last=place == len(shown) - 1)
        self._all.setVisible(len(entries) > AT_FIRST)
        self._all.show_text(self.tr("Show fewer") if self._everything else self.tr("Show all %n", "", len(entries)))
        self._filter.show_name(self.tr("Filter the timeline"))
        self._none.setVisible(not shown)
        self._none.setText(
            self.tr("The filter hides all entries.") if view.timeline else self.tr("Nothing has happened yet.")
        )

    def _made_row(self) -> EntryRow:
        row = EntryRow(self)
        row.return_wanted.connect(self.return_wanted)
        return row

    def _toggle_all(self) -> None:
        self._everything = not self._everything
        self._refill()

    def _refill(self) -> None:
        if self._view is not None:
            self.fill(self._view)

    def menu(self) -> QMenu:
        """One tick per kind."""
        menu = QMenu(self)
        words = {
            Sort.ORDER: self.tr("Order and addresses"),
            Sort.PAYMENT: self.tr("Payment"),
            Sort.SHIPMENT: self.tr("Shipment"),
            Sort.PUSH: self.tr("Reported to the channel"),
            Sort.CASE: self.tr("Returns and cases"),
            Sort.MESSAGE: self.tr("Messages"),
            Sort.NOTE: self.tr("Internal notes"),
        }
        for sort, text in words.items():
            action = menu.addAction(text)
            action.setData(sort)
            action.setCheckable(True)
            action.setChecked(sort not in self._hidden)
            action.triggered.connect(lambda _checked=False, one=sort: self._toggle(one))
        return menu

    def _toggle(self, sort: Sort) -> None:
        self._hidden ^= {sort}
        self._refill()

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.exec(self._filter.mapToGlobal(QPoint(0, self._filter.height() + 4)))
        menu.deleteLater()
