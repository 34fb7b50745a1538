"""Owns the table of returns as seen: how rows are painted and how keys and mouse move, select and open them."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk.domain.values import ReturnId
from desk.services.return_lists import ListRow, Sort
from desk.ui.locale import locale
from desk.ui.returns.faces import Face, Mark
from desk.ui.returns.list_model import Column, Heading, ReturnsModel
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import Density, current, font, look, qcolour, scaled
from desk.ui.widgets.ground import lay_ground, promise_ground
from desk.ui.widgets.paint import (
    draw_frame,
    draw_line,
    draw_pill,
    draw_text,
    draw_tile,
    fill,
    pill_width,
    text_width,
)

Index = QModelIndex | QPersistentModelIndex
_ROW, _ROW_COMPACT = 36, 28
_NEAR_END = 20
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})
_WIDTHS = {
    Column.BOX: 38,
    Column.NUMBER: 160,
    Column.CHANNEL: 72,
    Column.ORDER: 168,
    Column.ITEM: 120,
    Column.REASON: 138,
    Column.STATE: 128,
    Column.VALUE: 108,
    Column.DUE: 116,
}
_ALWAYS = frozenset({Column.BOX, Column.NUMBER})
SORTS = {Column.NUMBER: Sort.NUMBER, Column.VALUE: Sort.VALUE, Column.DUE: Sort.DUE}
"""Columns that a click sorts by."""


def row_height() -> int:
    return scaled(_ROW_COMPACT if look().density is Density.COMPACT else _ROW)


class ReturnsTable(QTableView):
    """`opened` for Enter and double click, `near_end` when the next page is wanted, `all_wanted` for Ctrl+A."""

    opened = Signal(object)  # ReturnId
    near_end = Signal()
    all_wanted = Signal()
    copied = Signal()
    sorted_by = Signal(object, bool)  # Sort, descending

    def __init__(self, model: ReturnsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._anchor = -1
        self._own_layout = False
        self.sort, self.descending = Sort.DUE, False
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(model, self))
        self.setMouseTracking(True)
        promise_ground(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsMovable(True)
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(scaled(36))
        head.sectionClicked.connect(self._sort_by)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._open_columns)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        model.regrouped.connect(self._span)
        self._measure()
        self.show_sort(Sort.DUE, descending=False)
        look().changed.connect(self._measure)

    def paintEvent(self, event: QPaintEvent) -> None:
        lay_ground(self, event)
        super().paintEvent(event)

    def _measure(self) -> None:
        down, head = self.verticalHeader(), self.horizontalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(row_height())
        down.setDefaultSectionSize(row_height())
        for column, wide in _WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            if not self._own_layout:
                self.setColumnWidth(column, scaled(wide))
        head.setSectionResizeMode(Column.BOX, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(Column.ITEM, QHeaderView.ResizeMode.Stretch)

    def layout_state(self) -> QByteArray:
        """Widths, order and hidden columns, to be kept between starts."""
        return self.horizontalHeader().saveState()

    def restore_layout(self, kept: object) -> None:
        head = self.horizontalHeader()
        if isinstance(kept, QByteArray) and head.restoreState(kept):
            self._own_layout = True
        self.show_sort(self.sort, descending=self.descending)

    def _open_columns(self, at: QPoint) -> None:
        """Which columns are shown."""
        menu, head = QMenu(self), self.horizontalHeader()
        for column in Column:
            if column in _ALWAYS:
                continue
            words = str(self._model.headerData(column, Qt.Orientation.Horizontal))
            entry = menu.addAction(words)
            entry.setCheckable(True)
            entry.setChecked(not head.isSectionHidden(column))
            entry.triggered.connect(lambda on, one=column: head.setSectionHidden(one, not on))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(head.mapToGlobal(at))

    def _span(self) -> None:
        """A heading takes the whole row."""
        self.clearSpans()
        for at in self._model.headings():
            self.setSpan(at, 0, 1, len(Column))

    def show_sort(self, sort: Sort, *, descending: bool) -> None:
        self.sort, self.descending = sort, descending
        column = next((one for one, its in SORTS.items() if its is sort), None)
        head = self.horizontalHeader()
        head.setSortIndicatorShown(column is not None)
        if column is not None:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            head.setSortIndicator(column, order)

    def _sort_by(self, column: int) -> None:
        sort = SORTS.get(Column(column))
        if sort is None:
            self.show_sort(self.sort, descending=self.descending)
            return
        descending = not self.descending if sort is self.sort else sort is Sort.VALUE
        self.show_sort(sort, descending=descending)
        self.sorted_by.emit(sort, descending)

    # --- where one is -----------------------------------------------------------------------------------------

    def current_row(self) -> ListRow | None:
        index = self.currentIndex()
        return self._model.row(index.row()) if index.isValid() else None

    def go_to(self, at: int) -> None:
        """Make a row the current one; without effect where there is none."""
        if 0 <= at < self._model.rowCount():
            index = self._model.index(at, Column.NUMBER)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def step(self, by: int) -> None:
        """To the next return that way; headings are passed over."""
        here = self.currentIndex().row()
        there = here + by
        while self._model.heading(there) is not None:
            there += by
        if self._model.row(there) is not None:
            self.go_to(there)
        elif self._model.row(here) is None:
            self.go_to(next((at for at in range(self._model.rowCount()) if self._model.row(at)), -1))

    def held_place(self) -> tuple[ReturnId, int] | None:
        """The row to keep where it is: the current one, else the first in sight; with how far it is from the top."""
        at = self.currentIndex().row()
        seen = at >= 0 and self.visualRect(self._model.index(at, 1)).intersects(self.viewport().rect())
        if not seen:
            at = self.rowAt(1)
        row = self._model.row(at)
        return None if row is None else (row.id, self.rowViewportPosition(at))

    def show_rows(self, rows: tuple[ListRow, ...], *, grouped: bool) -> int:
        """Replace the rows. What the agent looks at stays where it is; gives how many new ones came in above it."""
        held, known = self.held_place(), {row.id for row in self._model.loaded}
        kept, at = self.current_row(), self.currentIndex().row()
        scrolled = self.verticalScrollBar().value() > 0 or kept is not None
        self._model.show(rows, grouped=grouped)
        self._anchor = -1
        if kept is not None:
            now = self._model.row_of(kept.id)
            # The row may be elsewhere meanwhile; then the next one takes its place.
            self._be_at(now if now >= 0 else min(at, self._model.rowCount() - 1))
        place = self._model.row_of(held[0]) if held is not None else -1
        if held is not None and place >= 0 and scrolled:
            self.updateGeometries()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(place) - held[1])
        if not known or place <= 0:
            return 0
        above = [self._model.row(one) for one in range(place)]
        return sum(row is not None and row.id not in known for row in above)

    def _be_at(self, at: int) -> None:
        if 0 <= at < self._model.rowCount():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self._model.index(at, Column.NUMBER), flags)

    # --- keys and mouse ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        here = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(here)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_X) and not event.modifiers():
            self._model.toggle(here)
            self._anchor = here
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and shift:
            self._extend(here, 1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            self._anchor = -1
            self.step(1 if key == Qt.Key.Key_Down else -1)
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
        row = self._model.row(here)
        if row is not None and abs(there - self._anchor) < abs(here - self._anchor):
            self._model.choose([row.id], on=False)
        self._model.choose_range(self._anchor, there)
        self.go_to(there)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        at = index.row()
        if event.button() is not Qt.MouseButton.LeftButton or at < 0:
            super().mousePressEvent(event)
            return
        here = self.currentIndex().row()
        super().mousePressEvent(event)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._model.choose_range(self._anchor if self._anchor >= 0 else max(here, 0), at)
            return
        boxed = index.column() == Column.BOX and event.position().x() < self.columnWidth(Column.BOX)
        if boxed or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._model.toggle(at)
        self._anchor = at

    def _open(self, at: int) -> None:
        row = self._model.row(at)
        if row is not None:
            self.opened.emit(row.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.step(1)

    def _look_ahead(self, value: int) -> None:
        if value > self.verticalScrollBar().maximum() - _NEAR_END * row_height():
            self.near_end.emit()


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, model: ReturnsModel, table: ReturnsTable) -> None:
        super().__init__(table)
        self._model, self._table = model, table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = QRectF(option.rect)
        painter.setClipRect(rect)
        row, heading = self._model.row(index.row()), self._model.heading(index.row())
        state: QStyle.StateFlag = option.state
        here = self._table.currentIndex().row() == index.row()
        self._paint_ground(painter, rect, row, here=here, first=index.column() == Column.BOX)
        if heading is not None:
            _paint_heading(painter, rect.adjusted(16, 0, -10, 0), heading)
        elif row is not None:
            self._paint_cell(painter, rect, Column(index.column()), row, self._model.face(row))
        if here and self._table.hasFocus() and bool(state & QStyle.StateFlag.State_Enabled):
            t = qcolour(current().accent)
            for edge in (rect.topLeft() + QPointF(0, 1), rect.bottomLeft() - QPointF(0, 1)):
                draw_line(painter, edge, QPointF(rect.right(), edge.y()), t, tokens.FOCUS_RING)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, row: ListRow | None, *, here: bool, first: bool) -> None:
        t = current()
        chosen = row is not None and self._model.is_chosen(row.id)
        if here or chosen:
            fill(painter, rect.toRect(), qcolour(t.sel))
        if chosen and first:
            fill(painter, rect.toRect().adjusted(0, 0, tokens.ACCENT_BAR - rect.toRect().width(), 0), qcolour(t.accent))
        below = QPointF(0, -0.5)
        draw_line(painter, rect.bottomLeft() + below, rect.bottomRight() + below, qcolour(t.line_soft))

    def _paint_cell(self, painter: QPainter, rect: QRectF, column: Column, row: ListRow, face: Face) -> None:
        t, inner = current(), rect.adjusted(10, 0, -8, 0)
        painter.setPen(qcolour(t.text))
        if column is Column.BOX:
            _paint_box(painter, rect, on=self._model.is_chosen(row.id))
        elif column is Column.CHANNEL:
            edge = scaled(22)
            draw_tile(painter, QRectF(inner.left(), inner.center().y() - edge / 2, edge, edge), row.tile)
        elif column in (Column.REASON, Column.STATE, Column.DUE):
            mark = {Column.REASON: face.reason, Column.STATE: face.state, Column.DUE: face.due}[column]
            _paint_mark(painter, inner, mark)
        elif column is Column.VALUE:
            painter.setFont(font("button", tabular=True))
            draw_text(painter, inner, face.value, align=Qt.AlignmentFlag.AlignRight)
        elif column is Column.NUMBER:
            painter.setFont(font("name", tabular=True))
            draw_text(painter, inner, face.number, mode=Qt.TextElideMode.ElideMiddle)
        elif column is Column.ORDER:
            painter.setFont(font("body", tabular=True))
            draw_text(painter, inner, face.order, mode=Qt.TextElideMode.ElideMiddle)
        else:
            painter.setFont(font("body"))
            draw_text(painter, inner, face.title)


def _paint_heading(painter: QPainter, rect: QRectF, heading: Heading) -> None:
    painter.setFont(font("name"))
    painter.setPen(qcolour(current().text))
    draw_text(painter, rect, heading.words)
    wide = text_width(heading.words, font("name"))
    painter.setFont(font("secondary"))
    painter.setPen(qcolour(current().text_2))
    draw_text(painter, rect.adjusted(wide + 8, 0, 0, 0), locale().number(heading.count))


def _paint_box(painter: QPainter, rect: QRectF, *, on: bool) -> None:
    t, edge = current(), scaled(tokens.ICON)
    box = QRectF(rect.center().x() - edge / 2 + 2, rect.center().y() - edge / 2, edge, edge)
    draw_frame(painter, box, qcolour(t.accent if on else t.surface), qcolour(t.accent if on else t.field_line), 4)
    if on:
        icons.draw(painter, box, Glyph.CHECK, qcolour(t.on_accent), edge - 4)


def _paint_mark(painter: QPainter, rect: QRectF, mark: Mark) -> None:
    if mark.glyph is None:
        painter.setFont(font("body"))
        painter.setPen(qcolour(current().text if mark.word != "–" else current().text_3))
        draw_text(painter, rect, mark.word)
        return
    high = scaled(tokens.PILL)
    wide = min(rect.width(), pill_width(mark.word, glyph=mark.glyph, filled=mark.filled))
    pill = QRectF(rect.left(), rect.center().y() - high / 2, wide, high)
    draw_pill(painter, pill, mark.word, mark.tone, glyph=mark.glyph, filled=mark.filled)
