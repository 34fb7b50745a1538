"""Owns how a buyer's words get on screen unharmed: tooltips Qt cannot take for HTML, elided lines that copy in full."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from desk.ui.theme.icons import Glyph, icon
from desk.ui.theme.look import font
from desk.ui.widgets.foreign import calmed
from desk.ui.widgets.label import ElidingLabel, Label

_BLANKS = re.compile(r"(\s+)")


def plain_tip(text: str) -> str:
    """A tooltip that shows `text` letter by letter, whatever a buyer has typed; empty for none."""
    if not text:
        return ""
    escaped = calmed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>"


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def set_role(label: Label, role: str, *, tabular: bool = False) -> None:
    """Give a label another type role than it was made with."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.setFont(font(role, tabular=tabular))
        label.style().unpolish(label)
        label.style().polish(label)


class Line(ElidingLabel):
    """One line that shortens itself, can be selected, and copies its full text where the selection is shortened."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tint: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role, tint, mode=mode, parent=parent)
        self.selectable()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes from deed to deed, not from word to word

    def setToolTip(self, text: str) -> None:
        super().setToolTip(plain_tip(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(icon(Glyph.COPY), self.tr("Copy"), self._copy)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _copy(self) -> None:
        part = self.selectedText()
        copy(self.full_text if not part or "…" in part or part == self.text() else part)


class Block(Label):
    """Lines that wrap; a word wider than the room shortens itself, and the full text is the tooltip."""

    def __init__(self, text: str = "", role: str = "body", tint: str = "", *, parent: QWidget | None = None) -> None:
        self._full = text = calmed(text)
        super().__init__(text, role, tint, parent=parent, wrap=True)
        self.selectable()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def full_text(self) -> str:
        return self._full

    def setText(self, text: str) -> None:
        self._full = calmed(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Narrower than its longest word it still shows all lines."""
        return QSize(self.fontMetrics().horizontalAdvance("…") + 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and "…" in self.selectedText():
            copy(self._full)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        metrics, room = self.fontMetrics(), max(0, self.contentsRect().width())
        words = _BLANKS.split(self._full)
        shown = "".join(
            metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)
            if metrics.horizontalAdvance(word) > room
            else word
            for word in words
        )
        if shown != self.text():
            super().setText(shown)
        self.setAccessibleName(self._full if shown != self._full else "")
        self.setToolTip(plain_tip(self._full) if shown != self._full else "")
