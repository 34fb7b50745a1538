"""Owns the mouse's side buttons: back and forward, wherever in the window the mouse is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class SideButtons(QObject):
    """Hears the system's window itself: lists and fields would keep the press to themselves."""

    def __init__(self, window: QWidget, back: Callable[[], object], forward: Callable[[], object]) -> None:
        super().__init__(window)
        self._deeds: Mapping[Qt.MouseButton, Callable[[], object]] = {
            Qt.MouseButton.BackButton: back,
            Qt.MouseButton.ForwardButton: forward,
        }
        self._window = window
        self._heard: QObject | None = None

    def listen(self) -> None:
        """From the first showing on; again after the system has made the window anew."""
        handle: QObject | None = self._window.windowHandle()
        if handle is not None and handle is not self._heard:
            handle.installEventFilter(self)
            self._heard = handle

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            deed = self._deeds.get(event.button())
            if deed is not None:
                deed()
                return True
        return super().eventFilter(watched, event)
