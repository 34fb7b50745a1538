"""Owns the five-step bar of a shipment: painted points and lines, with real labels under them for everybody to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.domain.rows import StepState
from desk.ui.locale import locale
from desk.ui.orders.dispatch import day_alone
from desk.ui.orders.texts import set_role
from desk.ui.theme import icons
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, look, scaled
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.domain.views import Step

_INSET_LEFT, _INSET_RIGHT = 28, 34
_POINT = 16
_TOP = 4
_NAME_TOP, _DATE_TOP = 28, 43
_HEIGHT = 60


class StepBar(QWidget):
    """Ordered, paid, shipped, on the way, delivered."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._steps: tuple[Step, ...] = ()
        self._names: list[Label] = []
        self._dates: list[Label] = []
        look().changed.connect(self._changed)

    def word(self, name: str) -> str:
        """A step's name in the window's language; an unknown one as it came."""
        return {
            "ordered": self.tr("Ordered"),
            "paid": self.tr("Paid"),
            "shipped": self.tr("Shipped"),
            "on_the_way": self.tr("Delivery"),
            "delivered": self.tr("Delivered"),
        }.get(name, name)

    def show_steps(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)
        while len(self._names) < len(self._steps):
            for labels, role in ((self._names, "secondary"), (self._dates, "secondary")):
                label = Label("", role, parent=self)
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                labels.append(label)
        for place, (name, date) in enumerate(zip(self._names, self._dates, strict=True)):
            shown = place < len(self._steps)
            name.setVisible(shown)
            date.setVisible(shown)
            if not shown:
                continue
            step = self._steps[place]
            name.setText(self.word(step.name))
            problem = step.state is StepState.CURRENT_PROBLEM
            set_role(name, "strong-secondary" if problem else "secondary")
            name.set_tint({StepState.REACHED: "", StepState.CURRENT_PROBLEM: "warn"}.get(step.state, "2"))
            day = day_alone(step.at) if step.at else None
            when = day or step.at
            date.setText(locale().day(when) if when else "–")
            date.set_tint("2")
            date.setToolTip(locale().date(day) if day else locale().moment(step.at) if step.at else "")
        self.setAccessibleName(self._spoken())
        self._place()
        self.update()

    def _spoken(self) -> str:
        words = {
            StepState.REACHED: self.tr("reached"),
            StepState.CURRENT_PROBLEM: self.tr("problem"),
            StepState.AHEAD: self.tr("ahead"),
        }
        return ", ".join(f"{self.word(step.name)}: {words[step.state]}" for step in self._steps)

    def sizeHint(self) -> QSize:
        return QSize(240, scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        widest = max((label.sizeHint().width() for label in self._names), default=0)
        return QSize((widest + 4) * max(1, len(self._steps)), scaled(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _changed(self) -> None:
        self.updateGeometry()
        self._place()

    def _points(self) -> list[float]:
        """Where the points stand, each over the middle of its label."""
        count = len(self._steps)
        if count < 2:
            return [self.width() / 2] * count
        first = max(_INSET_LEFT, self._names[0].sizeHint().width() / 2)
        last = self.width() - max(_INSET_RIGHT, self._names[count - 1].sizeHint().width() / 2)
        return [first + (last - first) * place / (count - 1) for place in range(count)]

    def _place(self) -> None:
        for point, name, date in zip(self._points(), self._names, self._dates, strict=False):
            for label, top in ((name, _NAME_TOP), (date, _DATE_TOP)):
                wide = label.sizeHint().width() + 2
                label.setGeometry(round(point - wide / 2), scaled(top) - 1, wide, scaled(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = scaled(_POINT)
        middle = _TOP + size / 2
        points = self._points()
        for place in range(1, len(points)):
            tint = {
                StepState.REACHED: "ok",
                StepState.CURRENT_PROBLEM: "warn",
            }.get(self._steps[place].state, "line")
            painter.setPen(QPen(colour(tint), 2))
            gap = size / 2 + 1
            painter.drawLine(QPointF(points[place - 1] + gap, middle), QPointF(points[place] - gap, middle))
        for point, step in zip(points, self._steps, strict=True):
            rect = QRectF(point - size / 2, _TOP, size, size)
            if step.state is StepState.REACHED:
                icons.draw(painter, rect, Glyph.DONE_FILL, colour("ok"), size)
            elif step.state is StepState.CURRENT_PROBLEM:
                icons.draw(painter, rect, Glyph.WARNING_FILL, colour("warn"), size)
            else:
                icons.draw(painter, rect, Glyph.CIRCLE, colour("field_line"), size)
