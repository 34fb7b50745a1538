"""Owns the ground of lists that scroll: Qt moves what is painted already only where it knows nothing shines through."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView

from desk.ui.theme.look import colour
from desk.ui.widgets.paint import fill


def promise_ground(view: QAbstractItemView) -> None:
    """Else each step of scrolling would paint every row anew. The view calls `lay_ground` whenever it paints."""
    view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def lay_ground(view: QAbstractItemView, event: QPaintEvent) -> None:
    """The surface below the rows that are to be painted."""
    painter = QPainter(view.viewport())
    fill(painter, event.rect(), colour("surface"))
    painter.end()
