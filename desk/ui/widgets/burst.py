"""Owns telling a scanner's burst of keys from typing, in fields that a scanned code must never get into (UX 4.4)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_GAP_MS = 40
"""Nobody types several keys in a row so fast."""
_KEYS = 6
_OVER_MS = 60
"""So long after its last key a burst without Enter is over."""
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class BurstGuard(QObject):
    """Takes a scanned code out of a field again, with the Enter or Tab that ends it, and tells what was scanned."""

    scanned = Signal(str)

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._before, self._keys, self._last = "", "", 0
        self._over = QTimer(self, singleShot=True, interval=_OVER_MS)
        self._over.timeout.connect(self._take_out)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Whether the key is to be kept from the field."""
        near = event.timestamp() - self._last < _GAP_MS
        self._last = event.timestamp()
        if event.key() in _ENDS:
            ends = near and len(self._keys) >= _KEYS
            self._take_out()
            return ends
        sign = event.text()
        if not sign or not sign.isprintable():
            self._keys = ""
            return False
        if not near or not self._keys:
            self._before, self._keys = self._field.text(), ""
        self._keys += sign
        if len(self._keys) >= _KEYS:
            self._over.start()
        return False

    def _take_out(self) -> None:
        self._over.stop()
        keys, self._keys = self._keys, ""
        if len(keys) >= _KEYS:
            self._field.setText(self._before)
            self.scanned.emit(keys)
