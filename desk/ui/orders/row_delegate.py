"""Owns how the rows of the results list are painted: 56 px, two lines, as in the reference picture."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.ui.orders.faces import Face
from desk.ui.orders.hits import Entry, EntryKind
from desk.ui.orders.list_model import HitsModel
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, font, scaled
from desk.ui.widgets.paint import (
    draw_focus_ring,
    draw_glyph_tile,
    draw_marked_text,
    draw_pill,
    draw_selection,
    draw_text,
    draw_tile,
    pill_width,
)

MARGIN = 8  # between the pane's edge and the ground of a selected row
_TILE_LEFT = 20
_TEXT_LEFT = 60
_TEXT_RIGHT = 21  # from the row's right end
_HEADING_LEFT = 16
HEADING_HEIGHT = 30
MORE_HEIGHT = 36
_AMOUNT_ROOM = 74
_DATE_GAP = 8
_RIGHT = Qt.AlignmentFlag.AlignRight


def height_of(entry: Entry) -> int:
    if entry.kind is EntryKind.HEADING:
        return scaled(HEADING_HEIGHT)
    return scaled(MORE_HEIGHT if entry.kind is EntryKind.MORE_CUSTOMERS else tokens.LIST_ROW)


class RowDelegate(QStyledItemDelegate):
    """Paints from the model's faces, without asking `data()` for each part."""

    def __init__(self, model: HitsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, height_of(self._model.entries[index.row()]))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.row()
        kind = self._model.entries[row].kind
        face = self._model.face(row)
        rect = QRectF(option.rect)
        state = option.state
        if kind is EntryKind.HEADING:
            _paint_heading(painter, rect, face)
            return
        ground = rect.adjusted(MARGIN, 1, -MARGIN, -1)
        if state & QStyle.StateFlag.State_Selected:
            draw_selection(painter, ground)
        elif state & QStyle.StateFlag.State_MouseOver:
            draw_selection(painter, ground, hover=True)
        if kind is EntryKind.MORE_CUSTOMERS:
            painter.setFont(font("pill"))
            painter.setPen(colour("accent"))
            draw_text(painter, rect.adjusted(scaled(_TEXT_LEFT), 0, -_TEXT_RIGHT, 0), face.title)
        else:
            _paint_row(painter, rect, face)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, ground)


def _paint_heading(painter: QPainter, rect: QRectF, face: Face) -> None:
    painter.setFont(font("strong-secondary"))
    painter.setPen(colour("text_2"))
    line = rect.adjusted(_HEADING_LEFT, 5, -_TEXT_RIGHT, 0)
    draw_text(painter, line, face.title)
    wide = painter.fontMetrics().horizontalAdvance(face.title)
    painter.setFont(font("secondary", tabular=True))
    draw_text(painter, line.adjusted(wide + 8, 0, 0, 0), face.second)


def _paint_row(painter: QPainter, rect: QRectF, face: Face) -> None:
    left, right = rect.left() + scaled(_TEXT_LEFT), rect.right() - _TEXT_RIGHT
    half = scaled(22)
    first = QRectF(left, rect.top() + scaled(8), right - left, half)
    second = QRectF(left, rect.top() + scaled(29), right - left, scaled(tokens.PILL))
    edge = scaled(tokens.TILE)
    tile = QRectF(rect.left() + _TILE_LEFT, rect.center().y() - edge / 2, edge, edge)
    if face.tile is not None:
        draw_tile(painter, tile, face.tile)
    else:
        draw_glyph_tile(painter, tile, Glyph.USER)
    name_room = first
    if face.amount:
        name_room = first.adjusted(0, 0, -_paint_numbers(painter, first, face), 0)
    painter.setFont(font("name"))
    draw_marked_text(painter, name_room, face.title, face.title_marks)
    second_room = second
    if face.mark is not None:
        mark = face.mark
        wide = pill_width(mark.word, glyph=mark.glyph, filled=mark.filled)
        place = QRectF(second.right() - wide, second.top(), wide, second.height())
        draw_pill(painter, place, mark.word, mark.tone, glyph=mark.glyph, filled=mark.filled)
        second_room = second.adjusted(0, 0, -wide - _DATE_GAP, 0)
    painter.setFont(font("secondary"))
    draw_marked_text(painter, second_room, face.second, face.second_marks, tint=colour("text_2"))


def _paint_numbers(painter: QPainter, line: QRectF, face: Face) -> float:
    """Amount and date, right-aligned in their columns; how much room they took."""
    amount_font = font("amount", tabular=True)
    amount = max(scaled(_AMOUNT_ROOM), QFontMetrics(amount_font).horizontalAdvance(face.amount) + 1)
    painter.setFont(amount_font)
    painter.setPen(colour("text"))
    painter.drawText(line, _RIGHT | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, face.amount)
    date_font = font("secondary", tabular=True)
    painter.setFont(date_font)
    painter.setPen(colour("text_2"))
    dates = line.adjusted(0, 0, -amount - _DATE_GAP, 0)
    metrics, date = painter.fontMetrics(), face.date
    name = QFontMetrics(font("name")).horizontalAdvance(face.title)
    if name + _DATE_GAP + metrics.horizontalAdvance(date) > dates.width():
        date = face.short_date
    painter.drawText(dates, _RIGHT | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, date)
    return amount + 2 * _DATE_GAP + metrics.horizontalAdvance(date)
