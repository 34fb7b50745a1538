"""Owns how the rows of the results list are painted: 56 px, two lines, as in the reference picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk.ui.orders.faces import Face, Marks
from desk.ui.orders.hits import Entry, EntryKind
from desk.ui.orders.list_model import HitsModel
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, font, list_row, look, scaled
from desk.ui.widgets.paint import (
    draw_focus_ring,
    draw_glyph_tile,
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
_NAME_AT_LEAST = 90
_PLANS_KEPT = 400
_NO_PEN = Qt.PenStyle.NoPen


def height_of(entry: Entry) -> int:
    if entry.kind is EntryKind.HEADING:
        return scaled(HEADING_HEIGHT)
    return scaled(MORE_HEIGHT) if entry.kind is EntryKind.MORE_CUSTOMERS else list_row()


class RowDelegate(QStyledItemDelegate):
    """Paints from the model's faces, without asking `data()` for each part."""

    def __init__(self, model: HitsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._plans: dict[str, _Plan] = {}

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
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(rect.topLeft())
            _paint_plan(painter, self._plan(self._model.entries[row].key, face, rect.width()))
            painter.restore()
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, ground)

    def _plan(self, key: str, face: Face, width: float) -> _Plan:
        """Measuring costs as much as painting, so a row is measured once for a width and text size."""
        measure = (width, look().text_scale, list_row())
        plan = self._plans.get(key)
        if plan is None or plan.face is not face or plan.measure != measure:
            if len(self._plans) > _PLANS_KEPT:
                self._plans.clear()
            plan = self._plans[key] = plan_of(face, measure)
        return plan


def _paint_heading(painter: QPainter, rect: QRectF, face: Face) -> None:
    painter.setFont(font("strong-secondary"))
    painter.setPen(colour("text_2"))
    line = rect.adjusted(_HEADING_LEFT, 5, -_TEXT_RIGHT, 0)
    draw_text(painter, line, face.title)
    wide = painter.fontMetrics().horizontalAdvance(face.title)
    painter.setFont(font("secondary", tabular=True))
    draw_text(painter, line.adjusted(wide + 8, 0, 0, 0), face.second)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text where it stands, with the ground of its marks: measured once, painted often."""

    at: QPointF
    text: str
    marks: tuple[QRectF, ...] = ()


_Measure = tuple[float, float, int]
"""Width, text size and height of a row: with another one it is measured anew."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything of a row stands, counted from the row's corner, for one measure."""

    face: Face
    measure: _Measure
    tile: QRectF
    name: _Piece
    second: _Piece
    date: _Piece | None
    amount: _Piece | None
    pill: QRectF | None


def plan_of(face: Face, measure: _Measure) -> _Plan:
    """Measure a row that is so wide and high."""
    width, _, row = measure
    left, right = scaled(_TEXT_LEFT), width - _TEXT_RIGHT
    # The middles of the two lines: 19 and 39 of 56, 13 and 31 of 44.
    first, second = row / 2 - scaled(9), row / 2 + scaled(11 if row == scaled(tokens.LIST_ROW) else 9)
    edge = scaled(tokens.TILE)
    date = amount = None
    name_right = right
    if face.amount:
        amount_font, date_font = QFontMetricsF(font("amount", tabular=True)), _secondary_numbers()
        wide = amount_font.horizontalAdvance(face.amount)
        amount = _Piece(_baseline(right - wide, first, amount_font), face.amount)
        date_right = right - max(scaled(_AMOUNT_ROOM), wide + 1) - _DATE_GAP
        text = face.date
        # A long name shortens itself: when it was ordered is told in full, unless hardly a name would be left.
        if date_right - date_font.horizontalAdvance(text) - _DATE_GAP - left < scaled(_NAME_AT_LEAST):
            text = face.date.partition(", ")[0]  # the day without its time
        name_right = date_right - date_font.horizontalAdvance(text)
        date = _Piece(_baseline(name_right, first, date_font), text)
        name_right -= _DATE_GAP
    second_right, pill = right, None
    if face.mark is not None:
        wide = pill_width(face.mark.word, glyph=face.mark.glyph, filled=face.mark.filled)
        high = scaled(tokens.PILL)
        pill = QRectF(right - wide, second - high / 2, wide, high)
        second_right = right - wide - _DATE_GAP
    return _Plan(
        face=face,
        measure=measure,
        tile=QRectF(scaled(_TILE_LEFT), (list_row() - edge) / 2, edge, edge),
        name=_marked(face.title, face.title_marks, left, name_right, first, font("name")),
        second=_marked(face.second, face.second_marks, left, second_right, second, font("secondary")),
        date=date,
        amount=amount,
        pill=pill,
    )


def _secondary_numbers() -> QFontMetricsF:
    return QFontMetricsF(font("secondary", tabular=True))


def _baseline(left: float, middle: float, metrics: QFontMetricsF) -> QPointF:
    return QPointF(left, round(middle + (metrics.ascent() - metrics.descent()) / 2))


def _marked(text: str, marks: Marks, left: float, right: float, middle: float, using: QFont) -> _Piece:
    """One line elided to its room, and the grounds of those marks that are still to be seen."""
    metrics = QFontMetricsF(using)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - left)
    kept = len(text) if shown == text else len(shown) - 1
    high = metrics.height() + 2
    grounds = []
    for start, end in marks:
        if start < kept:
            begin = metrics.horizontalAdvance(shown[:start])
            wide = metrics.horizontalAdvance(shown[: min(end, kept)]) - begin
            grounds.append(QRectF(left + begin - 1, middle - high / 2, wide + 2, high))
    return _Piece(_baseline(left, middle, metrics), shown, tuple(grounds))


def _paint_plan(painter: QPainter, plan: _Plan) -> None:
    face = plan.face
    if face.tile is not None:
        draw_tile(painter, plan.tile, face.tile)
    else:
        draw_glyph_tile(painter, plan.tile, Glyph.USER)
    for piece, using, tint in (
        (plan.amount, font("amount", tabular=True), "text"),
        (plan.date, font("secondary", tabular=True), "text_2"),
        (plan.name, font("name"), "text"),
        (plan.second, font("secondary"), "text_2"),
    ):
        if piece is not None:
            if piece.marks:
                painter.setPen(_NO_PEN)
                painter.setBrush(colour("mark"))
                for ground in piece.marks:
                    painter.drawRoundedRect(ground, 3, 3)
            painter.setFont(using)
            painter.setPen(colour(tint))
            painter.drawText(piece.at, piece.text)
    if face.mark is not None and plan.pill is not None:
        mark = face.mark
        draw_pill(painter, plan.pill, mark.word, mark.tone, glyph=mark.glyph, filled=mark.filled)
