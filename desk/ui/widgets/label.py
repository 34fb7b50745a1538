"""Owns text on screen: labels by type role and tint, eliding ones included. The style sheet paints them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desk.ui.theme.look import font
from desk.ui.widgets.foreign import calmed, tip_of


class Label(QLabel):
    """Plain text in a type role (theme.tokens.TYPE) and a tint ("", "2", "3", "accent", "ok", "warn", "err").

    Never interprets markup: buyers' texts are shown as they are.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tint: str = "",
        *,
        parent: QWidget | None = None,
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tint", tint)
        self.role = role
        self.setFont(font(role))
        self.setWordWrap(wrap)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(calmed(text))

    def set_tint(self, tint: str) -> None:
        if self.property("tint") != tint:
            self.setProperty("tint", tint)
            self.style().unpolish(self)
            self.style().polish(self)

    def selectable(self) -> Label:
        """Let the text be selected and copied by mouse and keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self


class ElidingLabel(Label):
    """One line that shortens itself to its room; the full text is the tooltip and what screen readers get."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tint: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        self._full = text = calmed(text)
        self._mode = mode
        self._hints: tuple[QSize, QSize] | None = None
        self._heights: dict[int, tuple[int, int]] = {}  # by how many lines break
        super().__init__(text, role, tint, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def full_text(self) -> str:
        return self._full

    def setText(self, text: str) -> None:
        text = calmed(text)
        if text == self._full and self.accessibleName() == text:
            return  # a layout made anew, and a tooltip set anew, for nothing
        self._full, self._hints = text, None
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return (self._hints or self._measure())[0]

    def minimumSizeHint(self) -> QSize:
        return (self._hints or self._measure())[1]

    def _measure(self) -> tuple[QSize, QSize]:
        """Once for a text and a font: a layout asks several times."""
        metrics = QFontMetrics(self.font())
        breaks = self.text().count("\n")
        if breaks not in self._heights:  # one line is as high as another, and Qt reckons its style anew for each text
            self._heights[breaks] = (super().sizeHint().height(), super().minimumSizeHint().height())
        high, least = self._heights[breaks]
        self._hints = (
            QSize(metrics.horizontalAdvance(self._full) + 2, high),
            QSize(metrics.horizontalAdvance("…") + 2, least),
        )
        return self._hints

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._hints = None
            self._heights.clear()
            self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._mode, max(0, self.width()))
        if shown != self.text():
            super().setText(shown)
        self.setToolTip(tip_of(self._full) if shown != self._full else "")
