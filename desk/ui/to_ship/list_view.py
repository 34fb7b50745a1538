"""Owns the list's view: how rows are painted and how keys and mouse move, select and open them."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.domain.values import OrderId
from desk.services.to_ship import ToShipRow
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, font, list_row, look, qcolour, scaled
from desk.ui.to_ship.faces import Face
from desk.ui.to_ship.list_model import ToShipModel
from desk.ui.widgets.ground import lay_ground, promise_ground
from desk.ui.widgets.paint import (
    draw_focus_ring,
    draw_frame,
    draw_line,
    draw_pill,
    draw_selection,
    draw_text,
    draw_tile,
    pill_width,
    text_width,
)

Index = QModelIndex | QPersistentModelIndex
_MARGIN = 8
_BOX_LEFT = 12
_BOX_AREA = 44  # so wide at the row's left end a click selects instead of moving there
_NEAR_END = 20
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


class ToShipView(QListView):
    """`opened` for Enter and double click, `near_end` when the next page is wanted, `all_wanted` for Ctrl+A."""

    opened = Signal(object)  # OrderId
    near_end = Signal()
    all_wanted = Signal()
    pasted = Signal()

    def __init__(self, model: ToShipModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._anchor = -1
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(model, self))
        self.setMouseTracking(True)
        promise_ground(self)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(list_row() // 2)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        look().changed.connect(self.scheduleDelayedItemsLayout)

    # --- where one is -----------------------------------------------------------------------------------------

    def current_row(self) -> ToShipRow | None:
        index = self.currentIndex()
        return self._model.row(index.row()) if index.isValid() else None

    def go_to(self, at: int) -> None:
        """Make a row the current one; without effect where there is none."""
        if self._model.row(at) is not None:
            index = self._model.index(at)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def step(self, by: int) -> None:
        here = self.currentIndex().row()
        self.go_to(min(max(here + by, 0), self._model.rowCount() - 1))

    def held_place(self) -> tuple[OrderId, int] | None:
        """The row to keep where it is: the current one, else the first in sight; with how far it is from the top."""
        at = self.currentIndex().row()
        seen = at >= 0 and self.visualRect(self._model.index(at)).intersects(self.viewport().rect())
        if not seen:
            at = self.indexAt(self.viewport().rect().adjusted(1, 1, -1, -1).topLeft()).row()
        row = self._model.row(at)
        return None if row is None else (row.order.id, self.visualRect(self._model.index(at)).top())

    def show_rows(self, rows: tuple[ToShipRow, ...]) -> int:
        """Replace the rows. What the agent looks at stays where it is; gives how many new ones came in above it."""
        held, known = self.held_place(), {row.order.id for row in self._loaded()}
        kept, at = self.current_row(), self.currentIndex().row()
        anchor = self._model.row(self._anchor)
        scrolled = self.verticalScrollBar().value() > 0 or kept is not None
        self._model.show(rows)
        self._anchor = self._model.row_of(anchor.order.id) if anchor is not None else -1
        if kept is not None:
            now = self._model.row_of(kept.order.id)
            # The row may be shipped meanwhile; then the next one takes its place.
            self._be_at(now if now >= 0 else min(at, self._model.rowCount() - 1))
        if held is not None and (place := self._model.row_of(held[0])) >= 0 and scrolled:
            self.executeDelayedItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self._model.index(place)).top() - held[1])
        if not known:
            return 0
        first = self.indexAt(self.viewport().rect().center()).row() if held is None else self._model.row_of(held[0])
        top = max(0, first)
        return sum(row.order.id not in known for row in self._loaded()[:top])

    def _be_at(self, at: int) -> None:
        if self._model.row(at) is not None:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(at), flag)

    def _loaded(self) -> list[ToShipRow]:
        rows = (self._model.row(at) for at in range(self._model.rowCount()))
        return [row for row in rows if row is not None]

    def paintEvent(self, event: QPaintEvent) -> None:
        lay_ground(self, event)
        super().paintEvent(event)

    # --- keys and mouse ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        here = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(here)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_X) and not event.modifiers():
            self._model.toggle(here)
            self._anchor = here
        elif shift and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._extend(here, 1 if key == Qt.Key.Key_Down else -1)
        elif event.text() and event.text().isprintable() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()  # single keys are commands; Qt's type-ahead would eat them
        else:
            if key not in _MODIFIERS:  # Shift itself comes as a key, too
                self._anchor = -1
            super().keyPressEvent(event)

    def _extend(self, here: int, by: int) -> None:
        if self._anchor < 0:
            self._anchor = max(here, 0)
        there = min(max(here + by, 0), self._model.rowCount() - 1)
        if abs(there - self._anchor) < abs(here - self._anchor):
            row = self._model.row(here)
            if row is not None:
                self._model.choose([row.order.id], on=False)
        self._model.choose_range(self._anchor, there)
        self.go_to(there)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint()).row()
        if event.button() is not Qt.MouseButton.LeftButton or at < 0:
            super().mousePressEvent(event)
            return
        here = self.currentIndex().row()
        super().mousePressEvent(event)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._model.choose_range(self._anchor if self._anchor >= 0 else max(here, 0), at)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.position().x() < scaled(_BOX_AREA):
            self._model.toggle(at)
            self._anchor = at
        else:
            self._anchor = at

    def _open(self, at: int) -> None:
        row = self._model.row(at)
        if row is not None:
            self.opened.emit(row.order.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go_to(0)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LanguageChange:
            self._model.forget_faces()
        return super().event(event)

    def _look_ahead(self, value: int) -> None:
        if value > self.verticalScrollBar().maximum() - _NEAR_END * list_row():
            self.near_end.emit()


class _RowDelegate(QStyledItemDelegate):
    """56 px: box, tile, name and amount; below them number, pieces, place, and by when it must go."""

    def __init__(self, model: ToShipModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, list_row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row(index.row())
        if row is None:
            return
        state: QStyle.StateFlag = option.state
        place: QRect = option.rect
        rect = QRectF(place).adjusted(_MARGIN, 1, -_MARGIN, -1)
        here = bool(state & QStyle.StateFlag.State_Selected)
        chosen = self._model.is_chosen(row.order.id)
        if here or chosen or state & QStyle.StateFlag.State_MouseOver:
            draw_selection(painter, rect, hover=not (here or chosen))
        else:
            below = QPointF(0, 0.5)
            draw_line(painter, rect.bottomLeft() + below, rect.bottomRight() + below, qcolour(current().line_soft))
        self._paint_box(painter, rect, on=chosen)
        self._paint_words(painter, rect, row, self._model.face(index.row()))
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, rect)

    def _paint_box(self, painter: QPainter, rect: QRectF, *, on: bool) -> None:
        t, edge = current(), scaled(tokens.ICON)
        box = QRectF(rect.left() + _BOX_LEFT, rect.center().y() - edge / 2, edge, edge)
        draw_frame(painter, box, qcolour(t.accent if on else t.surface), qcolour(t.accent if on else t.field_line), 4)
        if on:
            icons.draw(painter, box, Glyph.CHECK, qcolour(t.on_accent), edge - 4)

    def _paint_words(self, painter: QPainter, rect: QRectF, row: ToShipRow, face: Face) -> None:
        t = current()
        edge = scaled(tokens.TILE)
        left = rect.left() + _BOX_LEFT + scaled(tokens.ICON) + 12
        draw_tile(painter, QRectF(left, rect.center().y() - edge / 2, edge, edge), row.order.tile)
        left, right = left + edge + 12, rect.right() - 12
        half = rect.height() / 2
        upper = QRectF(left, rect.top() + 5, right - left, half - 5)
        lower = QRectF(left, rect.top() + half, right - left, half - 6)
        amount = font("button", tabular=True)
        painter.setFont(amount)
        painter.setPen(qcolour(t.text))
        draw_text(painter, upper, face.amount, align=Qt.AlignmentFlag.AlignRight)
        room = upper.width() - text_width(face.amount, amount) - 16
        painter.setFont(font("name"))
        draw_text(painter, QRectF(left, upper.top(), room, upper.height()), face.title)
        end, high = right, scaled(tokens.PILL)
        for glyph, tone, word, filled in (
            (face.day.glyph, face.day.tone, face.day.word, face.day.filled),
            *(() if face.mark is None else ((face.mark.glyph, face.mark.tone, face.mark.word, True),)),
        ):
            wide = pill_width(word, glyph=glyph, filled=filled)
            pill = QRectF(end - wide, lower.center().y() - high / 2, wide, high)
            draw_pill(painter, pill, word, tone, glyph=glyph, filled=filled)
            end = pill.left() - 10
        painter.setFont(font("secondary"))
        painter.setPen(qcolour(t.text_2))
        draw_text(painter, QRectF(left, lower.top(), max(0.0, end - left), lower.height()), face.second)
