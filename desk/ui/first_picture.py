"""Owns the moment when the window's first picture stands: what an agent waits for. All other work begins after it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desk.ui.orders.screen import OrdersScreen

_UNPAINTED_MS = 100
"""So long after the answer at most: an empty list paints no rows."""
_AT_LATEST_MS = 3000
"""A window that starts hidden or minimised paints nothing at all."""


class FirstPicture(QObject):
    """`stands` once: when the first orders are painted, or it is plain that none will be."""

    stands = Signal()

    def __init__(self, orders: OrdersScreen, parent: QObject) -> None:
        super().__init__(parent)
        self._told = self._answered = False
        orders.list.view.painted.connect(self._painted)
        orders.searching.answered.connect(self._hear)
        orders.searching.failed.connect(self._hear)
        QTimer.singleShot(_AT_LATEST_MS, self, self._tell)

    def _hear(self, _: object) -> None:
        if not self._answered:
            self._answered = True
            QTimer.singleShot(_UNPAINTED_MS, self, self._tell)

    def _painted(self) -> None:
        if self._answered and not self._told:
            QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.stands.emit()
            self.deleteLater()
