"""Owns the command palette: one field over all commands, found by German and English words, typos included.

Below the commands it lists orders: those opened last and, as soon as something is typed, what the search finds.
"""

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
    Signal,
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

from desk.ui.actions.command import Command
from desk.ui.actions.commands import Choice, Commands, words
from desk.ui.orders.lookup import FoundOrder, Lookup
from desk.ui.theme import icons, tokens
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.widgets.button import key_text
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import (
    draw_frame,
    draw_key_cap,
    draw_selection,
    draw_text,
    draw_tile,
    key_cap_width,
    text_width,
)

WIDTH, HEIGHT = 640, 420
_TILE = 22
_DIRECT = 100.0
_ENOUGH = 75.0
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Offer:
    """A command as the palette lists it; `reason` says why it is not possible now."""

    command: Command
    text: str
    key: str
    reason: str


Line = Offer | FoundOrder | Choice
"""What one line of the palette is."""


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


def asked(text: str) -> str:
    """What is looked for: the text without the sign that leads here from the search field."""
    return text.strip().lstrip(">").strip()


def ranked(known: Sequence[Offer], text: str) -> list[Offer]:
    """Those that the text means, best first: by shown and English words and synonyms. Possible ones come first."""
    wanted = asked(text).lower()
    if not wanted:
        return sorted(known, key=lambda one: (bool(one.reason), not one.command.id.startswith("order.")))
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
    # What was meant by a slip of the fingers only helps where nothing is called so.
    least = _DIRECT if any(points > _DIRECT for points, _ in scored) else _ENOUGH
    found = [(points, one) for points, one in scored if points >= least]
    return [one for _, one in sorted(found, key=lambda pair: (bool(pair[1].reason), -pair[0]))]


def with_orders(listed: Sequence[Offer], orders: Sequence[FoundOrder]) -> list[Line]:
    """Commands that are possible, then orders, then commands that are not."""
    possible: list[Line] = [one for one in listed if not one.reason]
    return [*possible, *orders, *(one for one in listed if one.reason)]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[Line] = []

    def show(self, found: list[Line]) -> None:
        self.beginResetModel()
        self.offers = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = 0) -> str | None:
        offer = self.offers[index.row()]
        if isinstance(offer, FoundOrder):
            words = (offer.tile.name, offer.number, offer.context)
        elif isinstance(offer, Choice):
            words = (offer.text, offer.hint, "")
        else:
            words = (offer.text, offer.key, offer.reason)
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return ". ".join(filter(None, words))
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
        if isinstance(offer, FoundOrder):
            _paint_order(painter, rect, offer)
            return
        if isinstance(offer, Choice):
            _paint_choice(painter, rect, offer)
            return
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


def _paint_choice(painter: QPainter, rect: QRectF, offered: Choice) -> None:
    left, right = rect.left() + 16, rect.right() - 10
    hint = text_width(offered.hint, font("secondary")) + 14 if offered.hint else 0
    painter.setFont(font("body"))
    painter.setPen(qcolour(current().text))
    draw_text(painter, QRectF(left, rect.top(), right - left - hint, rect.height()), offered.text)
    painter.setFont(font("secondary"))
    painter.setPen(qcolour(current().text_2))
    draw_text(
        painter, QRectF(left, rect.top(), right - left, rect.height()), offered.hint, align=Qt.AlignmentFlag.AlignRight
    )


def _paint_order(painter: QPainter, rect: QRectF, found: FoundOrder) -> None:
    edge = scaled(_TILE)
    draw_tile(painter, QRectF(rect.left() + 8, rect.center().y() - edge / 2, edge, edge), found.tile)
    left, right = rect.left() + 40, rect.right() - 10
    painter.setFont(font("body", tabular=True))
    painter.setPen(qcolour(current().text))
    wide = min(text_width(found.number, painter.font()) + 2, right - left)
    draw_text(painter, QRectF(left, rect.top(), wide, rect.height()), found.number)
    painter.setFont(font("secondary"))
    painter.setPen(qcolour(current().text_2))
    draw_text(painter, QRectF(left + wide + 12, rect.top(), right - left - wide - 12, rect.height()), found.context)


class Palette(QWidget):
    """Lies over the window. Enter does the marked command or opens the order, Esc closes; the keyboard goes back.

    A command with an argument asks for it in the same field; Backspace in the empty field leads back to the commands.
    """

    orderWanted = Signal(object)  # OrderId

    def __init__(self, commands: Commands, lookup: Lookup, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._commands, self._lookup = commands, lookup
        self._hits: tuple[FoundOrder, ...] = ()
        lookup.found.connect(self._show_hits)
        self._known: list[Offer] = []
        self._before: QWidget | None = None
        self._asking = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self.field = QLineEdit()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._find)
        self.asked_for = Label("", "name", "accent")
        self.asked_for.setContentsMargins(12, 4, 12, 0)
        self.asked_for.hide()
        column.addWidget(self.asked_for)
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
        self.nothing = Label("", "body", "2", parent=self.list)
        self.nothing.setContentsMargins(12, 8, 12, 0)
        self.hide()

    @property
    def listed(self) -> list[Line]:
        return self._model.offers

    def ask(self, command: str) -> None:
        """Show over the window and ask for a command's argument at once."""
        if not self._commands.why_not(command):
            self.open()
            self._ask(command)

    def open(self, text: str = "") -> None:
        """Show over the window and take the keyboard."""
        host = self._host
        self._before = self.window().focusWidget()
        self._asking = ""
        self._retranslate()
        wide, high = min(scaled(WIDTH), host.width() - 32), min(scaled(HEIGHT), host.height() - 96)
        self.setGeometry((host.width() - wide) // 2, 72, wide, high)
        self.field.setText(text)
        self.show()
        self._find(text)
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _retranslate(self) -> None:
        asked_for = self._commands.action(self._asking).text().replace("&", "") if self._asking else ""
        self.asked_for.setText(asked_for)
        self.asked_for.setVisible(bool(asked_for))
        name = asked_for or self.tr("Type a command, an order or a customer")
        self.field.setPlaceholderText(self.tr("Type, or choose below") if asked_for else name)
        self.field.setAccessibleName(name)
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

    def _ask(self, command: str) -> None:
        """Ask for this command's argument; an empty one leads back to the commands."""
        self._asking = command
        self.field.blockSignals(True)  # listed once, below
        self.field.clear()
        self.field.blockSignals(False)
        self._retranslate()

    def _list_choices(self, text: str) -> None:
        choices = self._commands.choices(self._asking)
        self._show(list(choices(text)) if choices is not None else [], answered=True)
        self.list.setCurrentIndex(self._model.index(0))

    def _find(self, text: str) -> None:
        self._hits = ()
        if self._asking:
            self._list_choices(text)
            return
        self._list_all(text)
        if self.isVisible():
            self._lookup.ask(asked(text))

    def _show_hits(self, text: str, hits: tuple[FoundOrder, ...]) -> None:
        if self.isVisible() and not self._asking and text == asked(self.field.text()):
            self._hits = hits
            self._list_all(self.field.text(), keep=True)

    def _list_all(self, text: str, *, keep: bool = False) -> None:
        """Commands, then orders. `keep`: hits that come later leave the mark where the agent has put it."""
        wanted = asked(text)
        recent = [one for one in self._lookup.recent if one.fits(wanted)]
        known = {one.order for one in recent}
        orders = [*recent, *(one for one in self._hits if one.order not in known)]
        row = self.list.currentIndex().row()
        marked = self._model.offers[row] if keep and 0 < row < self._model.rowCount() else None
        listed = with_orders(ranked(self._known, text), orders)
        self._show(listed, answered=keep)
        if listed:
            place = listed.index(marked) if marked is not None and marked in listed else 0
            self.list.setCurrentIndex(self._model.index(place))

    def _show(self, lines: list[Line], *, answered: bool) -> None:
        self._model.show(lines)
        nothing = answered and not lines  # until then orders may still come
        self.nothing.setText(self.tr("Nothing fits. Try fewer letters.") if nothing else "")
        self.nothing.adjustSize()
        self.nothing.setVisible(nothing)

    def _run(self, row: int) -> None:
        if not 0 <= row < self._model.rowCount():
            return
        offer = self._model.offers[row]
        if isinstance(offer, FoundOrder):
            self.hide()
            self.orderWanted.emit(offer.order)
        elif isinstance(offer, Choice):
            self.hide()
            offer.deed()
        elif not offer.reason and self._commands.choices(offer.command.id) is not None:
            self._ask(offer.command.id)
        elif not offer.reason:
            self.hide()
            self._commands.run(offer.command.id)
        elif self._commands.can_explain(offer.command.id):
            self.hide()
            self._commands.explain(offer.command.id)

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
            if event.key() == Qt.Key.Key_Backspace and self._asking and not self.field.text():
                self._ask("")
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = current()
        draw_frame(QPainter(self), QRectF(self.rect()), qcolour(t.raised), qcolour(t.field_line), tokens.RADIUS_CARD)
