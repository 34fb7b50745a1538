"""Owns the bar chart. The library behind it is loaded when this module first is, which the screen does when it opens.

The table beside the chart says all of it: screen readers and the keyboard go there.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desk.ui.theme.look import colour, current, font, look, qcolour, scaled

_SIGN = 8
"""So wide is a letter below a bar, in pixels; names beside each other must not run into one another."""
_WIDE = 0.62
_BELOW_BARS = -1
"""Where axes and the lines across are painted: else they would stripe the bars."""


class BarChart(pyqtgraph.PlotWidget):  # type: ignore[misc]  # the library tells no types
    """One bar per row; `opened` with the place of the bar that was pressed."""

    opened = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        self._values: list[float] = []
        self._names: list[str] = []
        super().__init__(parent)
        self._bars: pyqtgraph.BarGraphItem | None = None
        self._unit = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.getViewBox().setDefaultPadding(0.02)
        self.setMouseTracking(True)
        look().changed.connect(self._paint)

    def show_bars(self, names: Sequence[str], values: Sequence[float], unit: str) -> None:
        self._names, self._values, self._unit = list(names), list(values), unit
        self._paint()

    def place_at(self, position: QPointF) -> int:
        """Which bar stands at a point of the widget; -1 for none. All of its column counts, however low it is."""
        at = self.getViewBox().mapSceneToView(self.mapToScene(position.toPoint()))
        place = round(at.x())
        inside = 0 <= place < len(self._values) and abs(at.x() - place) <= _WIDE / 2 and at.y() >= 0
        return place if inside else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and place >= 0:
            self.opened.emit(place)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self._names[place] if place >= 0 else "")
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._names:
            self._name_bars()

    def _name_bars(self) -> None:
        """As much of each name as the bar's column has room for; the whole is its tooltip and stands in the table."""
        longest = max(2, int(self.width() / max(1, len(self._names)) / scaled(_SIGN)))
        ticks = [(place, _short(name, longest)) for place, name in enumerate(self._names)]
        self.getPlotItem().getAxis("bottom").setTicks([ticks])

    def _paint(self) -> None:
        t = current()
        self.setBackground(qcolour(t.surface))
        item = self.getPlotItem()
        item.clear()
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(qcolour(t.line)))
            axis.setTextPen(pyqtgraph.mkPen(qcolour(t.text_2)))
            axis.setStyle(tickFont=font("secondary"), tickLength=0)
            axis.setZValue(_BELOW_BARS)
        item.getAxis("left").setLabel(self._unit)
        item.showGrid(x=False, y=True, alpha=0.15)
        self._name_bars()
        accent = colour("accent")
        self._bars = pyqtgraph.BarGraphItem(
            x=list(range(len(self._values))),
            height=self._values,
            width=_WIDE,
            brush=pyqtgraph.mkBrush(accent),
            pen=pyqtgraph.mkPen(None),  # an edge would show a bar where there is nothing
        )
        item.addItem(self._bars)
        most = max(self._values, default=0.0)
        self.getViewBox().setRange(
            xRange=(-0.6, max(0.6, len(self._values) - 0.4)), yRange=(0, most * 1.08 or 1.0), padding=0
        )


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
