"""Owns the layout that sets widgets side by side, in lines as the width allows. Hidden ones take no room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lines of widgets at their own sizes, from the left, `spacing` apart both ways. `middle`: half way up in more room
    than they need, as beside something higher.
    """

    def __init__(self, spacing: int = 8, parent: QWidget | None = None, *, middle: bool = False) -> None:
        super().__init__(parent)
        self._middle = middle
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return (
            max((place.bottom() + 1 for _, place in self._places(width)), default=0) + self.contentsMargins().bottom()
        )

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """That of the largest widget: each may have a line of its own."""
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        spare = max(0, rect.height() - self.heightForWidth(rect.width())) if self._middle else 0
        for item, place in self._places(rect.width()):
            item.setGeometry(place.translated(rect.topLeft() + QPoint(0, spare // 2)))

    def _places(self, width: int) -> Iterator[tuple[QLayoutItem, QRect]]:
        margins, gap = self.contentsMargins(), self.spacing()
        x, y, line = margins.left(), margins.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line and x + size.width() > width - margins.right():
                x, y, line = margins.left(), y + line + gap, 0
            yield item, QRect(QPoint(x, y), size)
            x += size.width() + gap
            line = max(line, size.height())
