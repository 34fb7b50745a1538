"""Owns the one search field: icon, text, hit count, key cap; a 2 px accent frame while it has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desk.ui.locale import locale
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, look, qcolour, scaled
from desk.ui.widgets.announcing import announce
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_frame, draw_key_cap, key_cap_width

_ICON_ROOM = 38


class _KeyCap(QWidget):
    """The shortcut's cap at the end of the field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_key(self, key: str) -> None:
        self._key = key
        self.setAccessibleName(key)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self._key), scaled(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_key_cap(QPainter(self), QRectF(self.rect()), self._key)


class SearchField(QWidget):
    """Emits `typed` for each keystroke, `entered` for Enter, `left` for the arrow keys that lead to the list."""

    typed = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(8)
        self.edit = QLineEdit()
        self.edit.setProperty("bare", True)
        self.edit.setMaxLength(2000)  # a whole mail may be pasted
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.typed)
        self.edit.returnPressed.connect(self.entered)
        self._count = Label("", "secondary", "2")
        self._cap = _KeyCap(self)
        row.addWidget(self.edit, 1)
        row.addWidget(self._count)
        row.addWidget(self._cap)
        self._hits: tuple[int, bool] | None = None
        look().changed.connect(self._resize)
        self._resize()
        self.retranslate()

    def retranslate(self) -> None:
        self.edit.setPlaceholderText(self.tr("Order number, name, e-mail, phone, tracking number …"))
        self.edit.setAccessibleName(self.tr("Search orders and customers"))
        self._show_hits()

    def show_key(self, key: str) -> None:
        self._cap.show_key(key)

    def take_focus(self) -> None:
        """Put the cursor here with the text selected, so that typing starts anew."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def show_hits(self, count: int | None, *, exact: bool = True) -> None:
        """Show how many were found (None: nothing was searched) and tell screen readers."""
        hits = None if count is None else (count, exact)
        if hits == self._hits:
            return
        self._hits = hits
        self._show_hits()
        if hits is not None:
            announce(self.edit, self._count.text())

    def _show_hits(self) -> None:
        if self._hits is None:
            self._count.setText("")
            return
        count, exact = self._hits
        if exact:
            self._count.setText(self.tr("%n hit(s)", "", count).replace(str(count), locale().number(count)))
        else:
            self._count.setText(self.tr("more than {} hits").format(locale().number(count)))

    def _resize(self) -> None:
        self._row.setContentsMargins(scaled(_ICON_ROOM), 0, 10, 0)
        self.setFixedHeight(scaled(tokens.SEARCH_FIELD))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if bare and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        rect = QRectF(self.rect())
        active = self.edit.hasFocus()
        draw_frame(painter, rect, qcolour(t.surface), qcolour(t.field_line), tokens.RADIUS_CARD)
        if active:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(qcolour(t.accent), tokens.FOCUS_RING))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), tokens.RADIUS_CARD - 1, tokens.RADIUS_CARD - 1)
        place = QRectF(0, 0, scaled(_ICON_ROOM) + 4, rect.height())
        icons.draw(painter, place, Glyph.SEARCH, qcolour(t.accent if active else t.text_2), scaled(tokens.ICON_LARGE))
