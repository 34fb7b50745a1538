"""Owns toasts: short words at the bottom right, at most three, some with a deed and a count-down (UX 6 and 7)."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui.locale import locale
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, qcolour, scaled
from desk.ui.widgets.announcing import announce
from desk.ui.widgets.button import IconButton, KeyButton
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_frame

SECONDS = 10
_AT_MOST = 3
_MARGIN = 16
_WIDTH = 480
_MOVES = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.Move)
_GLYPHS = {"ok": Glyph.DONE, "info": Glyph.INFO, "warn": Glyph.WARNING, "err": Glyph.ALERT}


class Toast(QWidget):
    """One message. `closed` comes once, when it went or was sent away."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        tone: str,
        *,
        action: str = "",
        key: str = "",
        deed: Callable[[], object] | None = None,
        seconds: float = SECONDS,
        counts: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._deed, self._left, self._counts = tone, deed, seconds, counts
        self._action_text = action
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 10, 8, 10)
        row.setSpacing(8)
        self._label = Label(text, "body", wrap=True)
        row.addWidget(self._label, 1)
        self._button = KeyButton(action, key=key)
        self._button.setVisible(bool(action))
        self._button.clicked.connect(self._act)
        row.addWidget(self._button)
        self._close = IconButton(Glyph.CLOSE, self.tr("Close message"))
        self._close.clicked.connect(self.go)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._tick)
        if tone != "err":
            self._timer.start()
        self._gone = False
        self._show_count()

    @property
    def text(self) -> str:
        return self._label.text()

    @property
    def button(self) -> KeyButton:
        return self._button

    def go(self) -> None:
        """Close; safe to call twice."""
        if not self._gone:
            self._gone = True
            self._timer.stop()
            self.hide()
            self.closed.emit()
            self.deleteLater()

    def stop_counting(self) -> None:
        """Stand still, for pictures."""
        self._timer.stop()

    def _act(self) -> None:
        deed = self._deed
        self.go()
        if deed is not None:
            deed()

    def _tick(self) -> None:
        self._left -= self._timer.interval() / 1000
        if self._left <= 0:
            self.go()
        else:
            self._show_count()

    def _show_count(self) -> None:
        if self._counts and self._action_text:
            seconds = locale().number(max(1, math.ceil(self._left)))
            self._button.show_text(self.tr("{action} ({seconds} s)").format(action=self._action_text, seconds=seconds))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        rect = QRectF(self.rect())
        draw_frame(painter, rect, qcolour(t.raised), qcolour(t.line), tokens.RADIUS_CARD)
        tone = qcolour(t.tone(self._tone).fg)
        icons.draw(painter, QRectF(0, 0, 44, rect.height()), _GLYPHS.get(self._tone, Glyph.INFO), tone, scaled(18))


class Toasts(QObject):
    """Keeps the toasts of one window in their corner, the newest below, never more than three."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._shown: list[Toast] = []
        self._bottom = 0
        self._avoided: list[QWidget] = []
        host.installEventFilter(self)

    @property
    def shown(self) -> tuple[Toast, ...]:
        return tuple(self._shown)

    def keep_off_bottom(self, pixels: int) -> None:
        """How much of the host's lower edge belongs to others."""
        if pixels != self._bottom:
            self._bottom = pixels
            self._place()

    def avoid(self, *bars: QWidget) -> None:
        """Stand above these while they are on show: deeds that a message lay over could not be reached."""
        for bar in bars:
            if bar not in self._avoided:
                self._avoided.append(bar)
                bar.installEventFilter(self)
        self._place()

    def show(self, toast: Toast) -> Toast:
        toast.setParent(self._host)
        self._shown.append(toast)
        toast.closed.connect(lambda: self._forget(toast))
        while len(self._shown) > _AT_MOST:
            self._shown[0].go()
        self._place()
        toast.show()
        toast.raise_()
        announce(self._host, toast.text)
        return toast

    def clear(self) -> None:
        for toast in tuple(self._shown):
            toast.go()

    def _forget(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
        self._place()

    def _top_of_bars(self) -> int:
        """Where the highest of the bars begins that are on show; else the host's lower edge."""
        shown = [one for one in self._avoided if one.isVisible()]
        tops = (one.mapTo(self._host, QPoint(0, 0)).y() for one in shown if self._host.isAncestorOf(one))
        return min(tops, default=self._host.height())

    def _place(self) -> None:
        bottom = min(self._host.height() - self._bottom, self._top_of_bars()) - _MARGIN
        wide = min(scaled(_WIDTH), self._host.width() - 2 * _MARGIN)
        for toast in reversed(self._shown):
            layout = toast.layout()
            high = max(layout.heightForWidth(wide) if layout is not None else 0, scaled(52))
            toast.setGeometry(QRect(self._host.width() - _MARGIN - wide, bottom - high, wide, high))
            bottom -= high + 8

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._host and kind is QEvent.Type.Resize:
            self._place()
        elif watched in self._avoided and kind in _MOVES:
            QTimer.singleShot(0, self, self._place)  # it has its new place only afterwards
        return super().eventFilter(watched, event)
