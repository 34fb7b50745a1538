"""Owns the outbox's list: the model over PushViews and the delegate that paints two-line rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.domain.clock import Clock
from desk.domain.values import PushId
from desk.domain.views import PushView
from desk.ui.outbox.entries import Entry, entry_of
from desk.ui.theme import tokens
from desk.ui.theme.look import current, font, list_row, qcolour, scaled
from desk.ui.widgets.foreign import tip_of
from desk.ui.widgets.paint import (
    draw_focus_ring,
    draw_line,
    draw_pill,
    draw_selection,
    draw_text,
    draw_tile,
    pill_width,
    text_width,
)

Index = QModelIndex | QPersistentModelIndex
# As numbers: comparing a role with the enum costs more than all the rest of `data`.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


class PushModel(QAbstractListModel):
    """The listed pushes; put into words when they are first looked at, since of thousands only a screenful is."""

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._now = clock.now()
        self._pushes: tuple[PushView, ...] = ()
        self._entries: dict[int, Entry] = {}

    def show(self, pushes: Sequence[PushView]) -> None:
        """List these. The same ids in the same order only change in place, so selection and scrolling stay."""
        same = [one.id for one in pushes] == [one.id for one in self._pushes]
        if not same:
            self.beginResetModel()
        self._pushes = tuple(pushes)
        self._word()
        if not same:
            self.endResetModel()

    def word_again(self) -> None:
        """Times have passed, or the language was switched."""
        self._word()

    def _word(self) -> None:
        self._entries.clear()
        self._now = self._clock.now()
        if self._pushes:
            self.dataChanged.emit(self.index(0), self.index(len(self._pushes) - 1))

    def push(self, row: int) -> PushView | None:
        return self._pushes[row] if 0 <= row < len(self._pushes) else None

    def entry(self, row: int) -> Entry:
        found = self._entries.get(row)
        if found is None:
            found = self._entries[row] = entry_of(self._pushes[row], self._now)
        return found

    def rows_of(self, pushes: Collection[PushId]) -> list[int]:
        """The rows of some pushes, in order."""
        return [row for row, one in enumerate(self._pushes) if one.id in pushes]

    def row_of(self, push: PushId) -> int:
        """The row of a push, -1 when it is not listed."""
        return next((row for row, one in enumerate(self._pushes) if one.id == push), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._pushes)

    def data(self, index: Index, role: int = _DISPLAY) -> str | None:
        if role == _DISPLAY:
            return self.entry(index.row()).title
        if role == _SPOKEN:
            return self.entry(index.row()).spoken
        if role == _TIP:
            return tip_of(self.entry(index.row()).detail)
        return None


class PushDelegate(QStyledItemDelegate):
    """56 px: tile, what and where, when and state; below it the reason, the attempts, the next try."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, list_row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PushModel):
            return
        push = model.push(index.row())
        if push is None:
            return
        entry = model.entry(index.row())
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        rect = QRectF(place).adjusted(8, 1, -8, -1)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            draw_selection(painter, rect, hover=not selected)
        else:
            below = QPointF(0, 0.5)
            draw_line(painter, rect.bottomLeft() + below, rect.bottomRight() + below, qcolour(current().line_soft))
        self._paint_words(painter, rect, push, entry)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, rect)

    def _paint_words(self, painter: QPainter, rect: QRectF, push: PushView, entry: Entry) -> None:
        t = current()
        edge = scaled(tokens.TILE)
        draw_tile(painter, QRectF(rect.left() + 12, rect.center().y() - edge / 2, edge, edge), push.tile)
        left, right = rect.left() + 12 + edge + 12, rect.right() - 12
        half = rect.height() / 2
        upper = QRectF(left, rect.top() + 5, right - left, half - 5)
        lower = QRectF(left, rect.top() + half, right - left, half - 6)
        painter.setFont(font("secondary"))
        painter.setPen(qcolour(t.text_2))
        draw_text(painter, upper, entry.when, align=Qt.AlignmentFlag.AlignRight)
        room = upper.width() - text_width(entry.when, font("secondary")) - 16
        number = text_width(entry.order, font("secondary")) + 2
        painter.setFont(font("name"))
        painter.setPen(qcolour(t.text))
        title = min(text_width(entry.title, font("name")) + 2.0, room - number - 12)
        draw_text(painter, QRectF(left, upper.top(), title, upper.height()), entry.title)
        painter.setFont(font("secondary"))
        painter.setPen(qcolour(t.text_2))
        draw_text(painter, QRectF(left + title + 12, upper.top(), number, upper.height()), entry.order)
        wide, high = pill_width(entry.state, glyph=entry.glyph, filled=entry.filled), scaled(tokens.PILL)
        pill = QRectF(right - wide, lower.center().y() - high / 2, wide, high)
        draw_pill(painter, pill, entry.state, entry.tone, glyph=entry.glyph, filled=entry.filled)
        detail = entry.detail or push.account_name
        painter.setFont(font("secondary"))
        painter.setPen(qcolour(t.text_2))
        draw_text(painter, QRectF(left, lower.top(), pill.left() - 12 - left, lower.height()), detail)
