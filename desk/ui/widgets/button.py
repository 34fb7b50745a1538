"""Owns the buttons: with icon, text and the cap of its key; primary or plain; links and bare icons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, font, look, qcolour, scaled
from desk.ui.widgets.foreign import tip_of
from desk.ui.widgets.paint import (
    draw_focus_ring,
    draw_frame,
    draw_key_cap,
    draw_text,
    key_cap_width,
    text_width,
)

_PADDING = 12
_GAP = 8
_KEY_PADDING = 6
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def key_text(sequence: str | QKeySequence) -> str:
    """A shortcut as people read it, in the system's words: `Strg+F`, `⌘F`."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


class _Button(QAbstractButton):
    """What all buttons share: hover, focus by Tab and click, Enter as well as Space, size by text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look().changed.connect(self.updateGeometry)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt takes Enter for a press only where the system's theme says so.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _COMMANDS:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def is_open(self) -> bool:
        """Whether pressing it does what it says."""
        return self.isEnabled()

    def _hot(self) -> bool:
        return self.is_open() and (self.underMouse() or self.isDown())


class KeyButton(_Button):
    """A 32 px button: icon, text, key cap. `key`, such as `Ctrl+Enter`, is only shown, in the language that the window
    speaks now; the shortcut belongs to the command.
    """

    def __init__(
        self,
        text: str = "",
        *,
        glyph: Glyph | None = None,
        key: str = "",
        primary: bool = False,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._glyph, self._sequence, self._primary, self._danger = glyph, key, primary, danger
        self._key = ""
        self.show_text(text)

    def show_text(self, text: str, *, glyph: Glyph | None = None, key: str | None = None) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        if glyph is not None:
            self._glyph = glyph
        if key is not None:
            self._sequence = key
        self._name_key()
        self.setAccessibleDescription(self._key)

    def _name_key(self) -> None:
        self._key = key_text(self._sequence) or self._sequence
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            described = self.accessibleDescription() == self._key
            self._name_key()
            if described:
                self.setAccessibleDescription(self._key)

    def set_primary(self, primary: bool) -> None:
        self._primary = primary
        self.update()

    def forbid(self, reason: str) -> None:
        """Disable with the reason in the tooltip and for screen readers; an empty reason allows it again."""
        self.setEnabled(not reason)
        self.setToolTip(tip_of(reason))
        self.setAccessibleDescription(reason or self._key)

    def sizeHint(self) -> QSize:
        wide = text_width(self.text(), font("button")) + 2 * _PADDING + 1
        if self._glyph is not None:
            wide += scaled(tokens.ICON) + (_GAP if self.text() else 0)
        if self._key:
            wide += key_cap_width(self._key) + 2 * _GAP - _KEY_PADDING
        return QSize(wide, scaled(tokens.BUTTON))

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Ground, edge, text."""
        t = current()
        if not self.is_open():
            return qcolour(t.raised), qcolour(t.line), qcolour(t.text_3)
        if self._primary:
            ground = qcolour(t.accent_hover if self._hot() else t.accent)
            return ground, ground, qcolour(t.on_accent)
        text = t.err.fg if self._danger else t.text
        return qcolour(t.hover if self._hot() else t.raised), qcolour(t.line), qcolour(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        ground, edge, text = self._colours()
        draw_frame(painter, rect, ground, edge, tokens.RADIUS_CONTROL)
        left, right = rect.left() + _PADDING, rect.right() - _PADDING
        if self._key:
            wide, high = key_cap_width(self._key), scaled(18)
            cap = QRectF(rect.right() - _KEY_PADDING - wide, rect.center().y() - high / 2, wide, high)
            on_primary = self._primary and self.is_open()
            cap_ground = QColor(text) if on_primary else None
            if cap_ground is not None:
                cap_ground.setAlphaF(0.22 if not current().dark else 0.16)
            draw_key_cap(painter, cap, self._key, fg=text if on_primary else None, bg=cap_ground)
            right = cap.left() - _GAP
        if self._glyph is not None:
            size = scaled(tokens.ICON)
            plain = not self._primary and self.is_open() and not self._danger
            icons.draw(
                painter,
                QRectF(left, rect.top(), size, rect.height()),
                self._glyph,
                qcolour(current().text_2) if plain else text,
                size,
            )
            left += size + _GAP
        painter.setFont(font("button"))
        painter.setPen(text)
        draw_text(painter, QRectF(left, rect.top(), right - left + 2, rect.height()), self.text())
        if self.hasFocus():
            primary = self._primary and self.is_open()
            ring = rect.adjusted(2, 2, -2, -2) if primary else rect
            if primary:
                painter.setPen(qcolour(current().on_accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(ring, tokens.RADIUS_KEY_CAP, tokens.RADIUS_KEY_CAP)
            else:
                draw_focus_ring(painter, ring)


class ConfirmButton(KeyButton):
    """Enter alone never confirms, even when the button has the keyboard (UX 6)."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class IconButton(_Button):
    """A bare icon of 24 px hit area. Its name, a verb and an object, is the tooltip and what is read out."""

    def __init__(
        self,
        glyph: Glyph,
        name: str,
        *,
        size: int = tokens.ICON,
        tint: str = "text_2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._glyph, self._size, self._tint = glyph, size, tint
        self.show_name(name)

    def show_name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(tip_of(name))

    def show_glyph(self, glyph: Glyph) -> None:
        self._glyph = glyph
        self.update()

    def sizeHint(self) -> QSize:
        edge = max(tokens.HIT_AREA, scaled(self._size) + 8)
        return QSize(edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._hot():
            hover = qcolour(current().hover)
            draw_frame(painter, rect, hover, hover, tokens.RADIUS_KEY_CAP)
        tint = qcolour(current().colour(self._tint if self.isEnabled() else "text_3"))
        icons.draw(painter, rect, self._glyph, tint, scaled(self._size))
        if self.hasFocus():
            draw_focus_ring(painter, rect, tokens.RADIUS_KEY_CAP)


class LinkButton(_Button):
    """Accent-coloured text that does something, such as "show all 11"; its key may stand behind it."""

    def __init__(self, text: str = "", *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key_text(key)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _shown(self) -> str:
        return f"{self.text()}  {self._key}" if self._key else self.text()

    def sizeHint(self) -> QSize:
        return QSize(text_width(self._shown(), font("pill")) + 9, scaled(tokens.HIT_AREA))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("pill"))
        tint = "accent_hover" if self._hot() else "accent"
        painter.setPen(qcolour(current().colour(tint if self.isEnabled() else "text_3")))
        draw_text(painter, QRectF(self.rect()).adjusted(4, 0, -4, 0), self._shown())
        if self.hasFocus():
            draw_focus_ring(painter, self.rect(), tokens.RADIUS_KEY_CAP)


class Chip(_Button):
    """A 26 px filter chip with its count; checked ones are accent-coloured."""

    def __init__(
        self, text: str = "", count: str = "", *, glyph: Glyph | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._count, self._glyph = count, glyph
        self.setCheckable(glyph is None)
        self.show_text(text, count)

    def show_text(self, text: str, count: str = "") -> None:
        self._count = count
        self.setText(text)
        self.setAccessibleName(f"{text} {count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = text_width(self.text(), font("pill")) + 2 * 10 + 1
        if self._count:
            wide += 5 + text_width(self._count, font("secondary"))
        if self._glyph is not None:
            wide += scaled(tokens.ICON_PILL) + 5
        return QSize(wide, scaled(tokens.CHIP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        rect = QRectF(self.rect())
        on = self.isChecked()
        ground = t.sel if on else (t.hover if self._hot() else t.raised)
        draw_frame(painter, rect, qcolour(ground), qcolour(t.accent if on else t.line), rect.height() / 2)
        text = qcolour(t.text_3 if not self.isEnabled() else t.info.fg if on else t.text)
        left = rect.left() + 10
        if self._glyph is not None:
            size = scaled(tokens.ICON_PILL)
            icons.draw(painter, QRectF(left, 0, size, rect.height()), self._glyph, qcolour(t.text_2), size)
            left += size + 5
        painter.setFont(font("pill"))
        painter.setPen(text)
        wide = text_width(self.text(), font("pill")) + 1
        draw_text(painter, QRectF(left, 0, wide, rect.height()), self.text())
        if self._count:
            painter.setFont(font("secondary"))
            painter.setPen(text if on else qcolour(t.text_2))
            draw_text(painter, QRectF(left + wide + 4, 0, rect.width(), rect.height()), self._count)
        if self.hasFocus():
            draw_focus_ring(painter, rect, rect.height() / 2)


class Check(_Button):
    """A box with a tick and its words, for what is on or off."""

    def __init__(self, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(tokens.ICON) + _GAP + text_width(self.text(), font("body")) + 8, scaled(tokens.HIT_AREA))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        rect = QRectF(self.rect())
        edge = scaled(tokens.ICON)
        box = QRectF(2, rect.center().y() - edge / 2, edge, edge)
        on = self.isChecked()
        ground, line = (t.accent, t.accent) if on else (t.hover if self._hot() else t.surface, t.field_line)
        draw_frame(painter, box, qcolour(ground), qcolour(line), tokens.RADIUS_KEY_CAP)
        if on:
            icons.draw(painter, box, Glyph.CHECK, qcolour(t.on_accent), edge - 4)
        painter.setFont(font("body"))
        painter.setPen(qcolour(t.text if self.isEnabled() else t.text_3))
        draw_text(painter, rect.adjusted(edge + _GAP, 0, 0, 0), self.text())
        if self.hasFocus():
            draw_focus_ring(painter, rect, tokens.RADIUS_KEY_CAP)
