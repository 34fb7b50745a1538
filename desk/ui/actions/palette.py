"""Owns the command palette: one field over all commands, found by German and English words, typos included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk.ui.actions.catalogue import Command
from desk.ui.actions.commands import Commands, words
from desk.ui.theme import icons, tokens
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.widgets.button import key_text
from desk.ui.widgets.paint import (
    draw_frame,
    draw_key_cap,
    draw_selection,
    draw_text,
    key_cap_width,
    text_width,
)

WIDTH, HEIGHT = 640, 420
_ENOUGH = 60.0
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Offer:
    """A command as the palette lists it; `reason` says why it is not possible now."""

    command: Command
    text: str
    key: str
    reason: str


def offers(commands: Commands) -> list[Offer]:
    """All commands in the window's language, in the catalogue's order."""
    return [
        Offer(
            command,
            action.text().replace("&", ""),
            key_text(command.keys[0]) if command.keys else "",
            commands.why_not(command.id),
        )
        for command, action in commands.known()
        if command.id != "app.palette"
    ]


def ranked(known: Sequence[Offer], text: str) -> list[Offer]:
    """Those that the text means, best first: by shown and English words and synonyms. Possible ones come first."""
    wanted = text.strip().lstrip(">").strip().lower()
    if not wanted:
        return sorted(known, key=lambda one: bool(one.reason))
    from rapidfuzz import fuzz

    def score(one: Offer) -> float:
        name = one.text.lower()
        if name.startswith(wanted):
            return 200.0
        if any(word.startswith(wanted) for word in name.split()):
            return 150.0
        source = one.command.text.lower().replace("&", "")
        if any(word.startswith(wanted) for word in source.split()):
            return 140.0
        terms = f"{name} {source} {words(one.command.synonyms).lower()} {one.command.synonyms}"
        if any(word.startswith(wanted) for word in terms.split()):
            return 120.0
        return float(max(fuzz.ratio(wanted, word) for word in terms.split()))

    scored = [(score(one), one) for one in known]
    found = [(points, one) for points, one in scored if points >= _ENOUGH]
    return [one for _, one in sorted(found, key=lambda pair: (bool(pair[1].reason), -pair[0]))]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []

    def show(self, found: list[Offer]) -> None:
        self.beginResetModel()
        self.offers = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = 0) -> str | None:
        offer = self.offers[index.row()]
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return ". ".join(filter(None, (offer.text, offer.key, offer.reason)))
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, scaled(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Model):
            return
        offer = model.offers[index.row()]
        t = current()
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        rect = QRectF(place).adjusted(8, 1, -8, -1)
        if state & QStyle.StateFlag.State_Selected:
            draw_selection(painter, rect)
        tint = qcolour(t.text_3 if offer.reason else t.text)
        if offer.command.glyph is not None:
            size = scaled(tokens.ICON)
            icons.draw(
                painter,
                QRectF(rect.left() + 12, rect.top(), size, rect.height()),
                offer.command.glyph,
                qcolour(t.text_2),
                size,
            )
        right = rect.right() - 10
        if offer.key:
            wide, high = key_cap_width(offer.key), scaled(20)
            cap = QRectF(right - wide, rect.center().y() - high / 2, wide, high)
            draw_key_cap(painter, cap, offer.key)
            right = cap.left() - 10
        left = rect.left() + 40
        painter.setFont(font("body"))
        painter.setPen(tint)
        wide = text_width(offer.text, font("body")) + 2
        draw_text(painter, QRectF(left, rect.top(), min(wide, right - left), rect.height()), offer.text)
        if offer.reason and right - left - wide > 40:
            painter.setFont(font("secondary"))
            painter.setPen(qcolour(t.text_3))
            room = QRectF(left + wide + 12, rect.top(), right - left - wide - 12, rect.height())
            draw_text(painter, room, offer.reason, align=Qt.AlignmentFlag.AlignRight)


class Palette(QWidget):
    """Lies over the window. Enter does the marked command, Esc closes; the keyboard goes back where it was."""

    def __init__(self, commands: Commands, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._commands = commands
        self._known: list[Offer] = []
        self._before: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._find)
        column.addWidget(self.field)
        self.list = QListView()
        self.list.setProperty("ground", "none")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self._model = _Model(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.clicked.connect(lambda index: self._run(index.row()))
        column.addWidget(self.list, 1)
        self.hide()

    @property
    def listed(self) -> list[Offer]:
        return self._model.offers

    def open(self, text: str = "") -> None:
        """Show over the window and take the keyboard."""
        host = self._host
        self._before = self.window().focusWidget()
        self._retranslate()
        wide, high = min(scaled(WIDTH), host.width() - 32), min(scaled(HEIGHT), host.height() - 96)
        self.setGeometry((host.width() - wide) // 2, 72, wide, high)
        self.field.setText(text)
        self._find(text)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Type a command"))
        self.field.setAccessibleName(self.tr("Type a command"))
        self.list.setAccessibleName(self.tr("Commands"))
        self.setAccessibleName(self.tr("Commands"))
        self._known = offers(self._commands)
        self._find(self.field.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self.isVisible():
            # The window renames its commands on the same event; they are listed once they are renamed.
            QTimer.singleShot(0, self, self._retranslate)

    def close_palette(self) -> None:
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def _find(self, text: str) -> None:
        self._model.show(ranked(self._known, text))
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))

    def _run(self, row: int) -> None:
        if not 0 <= row < self._model.rowCount():
            return
        offer = self._model.offers[row]
        if not offer.reason:
            self.hide()
            self._commands.run(offer.command.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step:
                row = self.list.currentIndex().row() + step[Qt.Key(event.key())]
                self.list.setCurrentIndex(self._model.index(min(max(row, 0), self._model.rowCount() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex().row())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = current()
        draw_frame(QPainter(self), QRectF(self.rect()), qcolour(t.raised), qcolour(t.field_line), tokens.RADIUS_CARD)
