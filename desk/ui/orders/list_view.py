"""Owns the results list's view: keys and mouse choose rows, headings are stepped over, skeleton rows while waiting."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk.ui.orders.hits import Entry, EntryKind
from desk.ui.orders.row_delegate import RowDelegate
from desk.ui.theme.look import colour, list_row, look, scaled
from desk.ui.turns import turns
from desk.ui.widgets.ground import lay_ground, promise_ground

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.ui.orders.list_model import HitsModel

_Action = QAbstractItemView.CursorAction
Index = QModelIndex | QPersistentModelIndex
_BY_KEY = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


class HitsView(QListView):
    """`chosen` when another row becomes the current one, `activated_entry` for Enter, click and double click."""

    chosen = Signal(object)  # Entry
    activated_entry = Signal(object)  # Entry
    near_end = Signal()
    resized = Signal()
    painted = Signal()

    def __init__(self, model: HitsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._skeleton = False
        self._room = QRect()
        self._quiet = False
        # Known here: to find out of which type one of Qt's own is, PySide would first make all that it may be.
        self.setViewport(QWidget(self))
        self.setModel(model)
        self.setItemDelegate(RowDelegate(model, self))
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        promise_ground(self)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, or amounts would jump sideways between a short list and a long one.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Results"))
        self.verticalScrollBar().setSingleStep(list_row() // 2)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.clicked.connect(self._clicked)
        look().changed.connect(self.scheduleDelayedItemsLayout)

    # --- choosing -------------------------------------------------------------------------------------------

    def current_entry(self) -> Entry | None:
        index = self.currentIndex()
        return self._model.entry(index.row()) if index.isValid() else None

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """Meanwhile no new current row is told: Qt picks a neighbour whenever the current one is removed."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def choose_row(self, row: int, *, quietly: bool = False) -> None:
        """Make a row the current one; `quietly` does not tell, since the screen already knows."""
        turns().take()
        with self.hushed() if quietly else nullcontext():
            if row < 0:
                self.selectionModel().clear()
            else:
                index = self._model.index(row)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.scrollTo(index)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into sight, with the heading above it where it is the first of its group."""
        above = self._model.entry(index.row() - 1)
        if above is not None and above.kind is EntryKind.HEADING:
            super().scrollTo(self._model.index(index.row() - 1), hint)
        super().scrollTo(index, hint)

    def place_of_current(self) -> int | None:
        """How far below the view's top the current row stands; None where it cannot be seen."""
        index = self.currentIndex()
        rect = self.visualRect(index) if index.isValid() else QRect()
        return rect.top() if rect.intersects(self.viewport().rect()) else None

    def put_current_at(self, place: int) -> None:
        """Scroll so that the current row stands where it stood."""
        index = self.currentIndex()
        if index.isValid():
            bar = self.verticalScrollBar()
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + self.visualRect(index).top() - place)

    def step(self, by: int) -> bool:
        """Go to the next or previous row that can be chosen; false at the end."""
        row = self._next(self.currentIndex().row(), by)
        if row < 0:
            return False
        self.choose_row(row)
        return True

    def _next(self, row: int, by: int) -> int:
        while 0 <= (row := row + by) < len(self._model.entries):
            if self._model.entries[row].kind is not EntryKind.HEADING:
                return row
        return -1

    def moveCursor(self, action: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Qt asks where a key leads; headings are never the answer."""
        here = self.currentIndex().row()
        last = len(self._model.entries)
        page = max(1, self.viewport().height() // list_row() - 1)
        if action is _Action.MoveHome:
            row = self._next(-1, 1)
        elif action is _Action.MoveEnd:
            row = self._next(last, -1)
        elif action in (_Action.MoveUp, _Action.MovePrevious, _Action.MovePageUp):
            steps = page if action is _Action.MovePageUp else 1
            row = self._many(last if here < 0 else here, -1, steps)
        else:
            steps = page if action is _Action.MovePageDown else 1
            row = self._many(here, 1, steps)
        return self._model.index(row if row >= 0 else max(here, 0))

    def _many(self, row: int, by: int, steps: int) -> int:
        for _ in range(steps):
            further = self._next(row, by)
            if further < 0:
                break
            row = further
        return row if row < len(self._model.entries) else -1

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        entry = self._model.entry(current.row()) if current.isValid() else None
        if entry is not None and not self._quiet:
            self.chosen.emit(entry)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one; here that opens an order, so only who comes by key gets it."""
        chosen = self.currentIndex().isValid()
        with self.hushed():
            super().focusInEvent(event)
        if not chosen:
            self.selectionModel().clear()
            if event.reason() in _BY_KEY:
                self.step(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            entry = self.current_entry()
            if entry is not None:
                self.activated_entry.emit(entry)
            return
        if event.text() and event.text().isprintable() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()  # single keys are commands; Qt's type-ahead would eat them
            return
        super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if entry is not None and entry.kind is not EntryKind.HEADING:
            self.activated_entry.emit(entry)

    def _look_ahead(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if value > bar.maximum() - 5 * list_row():
            self.near_end.emit()

    # --- waiting --------------------------------------------------------------------------------------------

    def show_skeleton(self, on: bool) -> None:
        if on != self._skeleton:
            self._skeleton = on
            self.viewport().update()

    @property
    def shows_skeleton(self) -> bool:
        return self._skeleton and not self._model.entries

    @property
    def room(self) -> QRect:
        """Where rows are painted. Asking Qt for the viewport itself makes PySide load every widget there is."""
        return self._room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room = QRect(QPoint(), event.size())
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        turns().take()
        lay_ground(self, event)
        super().paintEvent(event)
        if self.shows_skeleton:
            paint_skeleton(QPainter(self.viewport()), QRectF(self.viewport().rect()))
        self.painted.emit()


def paint_skeleton(painter: QPainter, room: QRectF) -> None:
    """Grey bars in the shape of rows, at their real height."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("line_soft"))
    high, top = list_row(), room.top() + scaled(30)
    while top < room.bottom():
        painter.drawRoundedRect(QRectF(20, top + (high - 28) / 2, 28, 28), 6, 6)
        painter.drawRoundedRect(QRectF(60, top + high / 2 - 15, room.width() * 0.35, 10), 4, 4)
        painter.drawRoundedRect(QRectF(60, top + high / 2 + 6, room.width() * 0.55, 8), 4, 4)
        painter.drawRoundedRect(QRectF(room.width() - 90, top + high / 2 - 15, 68, 10), 4, 4)
        top += high
