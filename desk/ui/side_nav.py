"""Owns the side navigation: the brand, the areas that exist, settings at the foot; 208 px or a 56 px rail."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.locale import locale
from desk.ui.nav_views import NavViews
from desk.ui.navigation import Area
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, look, qcolour, scaled
from desk.ui.widgets.label import Label
from desk.ui.widgets.nav import NavRow
from desk.ui.widgets.paint import fill

_GLYPHS = {
    Area.SEARCH: Glyph.SEARCH,
    Area.RETURNS: Glyph.RETURN,
    Area.TO_SHIP: Glyph.BOX,
    Area.OUTBOX: Glyph.CLOUD_UP,
    Area.ANALYTICS: Glyph.CHART,
    Area.SETTINGS: Glyph.GEAR,
}
_MARK = 26


class _Brand(QWidget):
    """The square mark beside the name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Desk")  # not translated: the program's name

    def sizeHint(self) -> QSize:
        return QSize(scaled(_MARK), scaled(_MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolour(current().accent))
        painter.drawRoundedRect(self.rect(), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        icons.draw(painter, QRectF(self.rect()), Glyph.HEADSET, qcolour(current().on_accent), scaled(16))


class SideNav(QWidget):
    """`chosen` with the area the agent wants."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rail = False
        self._rows: dict[Area, NavRow] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(tokens.NAV_PITCH - tokens.NAV_ROW)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(8, 16, 0, 18)
        self._head.setSpacing(10)
        self._brand = _Brand(self)
        self._head.addWidget(self._brand)
        self._name = Label("Desk", "card-name")  # not translated: the program's name
        self._head.addWidget(self._name, 1)
        column.addLayout(self._head)
        for area, glyph in _GLYPHS.items():
            if area is Area.SETTINGS:
                self.views = NavViews(self)
                column.addWidget(self.views, 1)
            row = self._rows[area] = NavRow(glyph, self)
            row.clicked.connect(lambda _=False, one=area: self.chosen.emit(one))
            group.addButton(row)
            column.addWidget(row)
        column.addSpacing(16)
        look().changed.connect(self._resize)
        self._resize()
        self.retranslate()

    def row(self, area: Area) -> NavRow:
        return self._rows[area]

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Areas"))
        self._rows[Area.SEARCH].show_text(self.tr("Search"))
        self._rows[Area.RETURNS].show_text(self.tr("Returns"))
        self._rows[Area.TO_SHIP].show_text(self.tr("To ship"))
        self._rows[Area.OUTBOX].show_text(self.tr("Outbox"))
        self._rows[Area.ANALYTICS].show_text(self.tr("Analytics"))
        self._rows[Area.SETTINGS].show_text(self.tr("Settings"))
        self.views.retranslate()

    def show_area(self, area: Area) -> None:
        self._rows[area].setChecked(True)

    def show_outbox(self, waiting: int, needing: int) -> None:
        """The badge of UX 2: what needs a person, else what waits."""
        row = self._rows[Area.OUTBOX]
        if needing:
            row.show_badge(locale().number(needing), "warn", self.tr("%n need(s) you", "", needing))
        elif waiting:
            row.show_badge(locale().number(waiting), "", self.tr("%n on the way", "", waiting))
        else:
            row.show_badge("")

    def show_returns(self, to_check: int, overdue: int) -> None:
        """How many returns wait to be checked; a pill where a deadline is over."""
        row = self._rows[Area.RETURNS]
        if overdue:
            row.show_badge(locale().number(overdue), "warn", self.tr("%n overdue", "", overdue))
        elif to_check:
            row.show_badge(locale().number(to_check), "", self.tr("%n to check", "", to_check))
        else:
            row.show_badge("")

    def show_to_ship(self, waiting: int, overdue: int) -> None:
        """How many orders wait for their parcel; a pill where some are overdue."""
        row = self._rows[Area.TO_SHIP]
        if overdue:
            row.show_badge(locale().number(waiting), "warn", self.tr("%n overdue", "", overdue))
        elif waiting:
            row.show_badge(locale().number(waiting), "", self.tr("%n to ship", "", waiting))
        else:
            row.show_badge("")

    def show_as_rail(self, rail: bool) -> None:
        if rail == self._rail:
            return
        self._rail = rail
        self._name.setVisible(not rail)
        self._head.setContentsMargins(7 if rail else 8, 16, 0, 18)
        for row in self._rows.values():
            row.show_as_rail(rail)
        self.views.show_as_rail(rail)
        self._resize()

    def _resize(self) -> None:
        if self._rail:
            self.setFixedWidth(max(tokens.RAIL_WIDTH, scaled(tokens.RAIL_WIDTH)))
        else:
            self.setFixedWidth(max(tokens.NAV_WIDTH, scaled(tokens.NAV_WIDTH)))

    def focusable(self) -> QWidget:
        """Where F6 puts the keyboard."""
        return next((row for row in self._rows.values() if row.isChecked()), self._rows[Area.SEARCH])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, self.rect(), qcolour(current().nav))
        fill(painter, QRect(self.width() - 1, 0, 1, self.height()), qcolour(current().line))
