"""Owns the card of the buyer's other orders; a click opens one."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.values import OrderId
from desk.domain.views import OrderRow, OrderView
from desk.services import wording_standings
from desk.ui.locale import locale
from desk.ui.orders.cards.base import OrderCard, pooled
from desk.ui.orders.faces import hides_amount
from desk.ui.orders.texts import plain_tip
from desk.ui.say import SAY
from desk.ui.theme import tokens
from desk.ui.theme.look import colour, current, font, qcolour, scaled
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_focus_ring, draw_frame, draw_text, draw_tile

_ROW = 40
_TILE = 24


class OrderLink(QAbstractButton):
    """One other order: tile, number, amount and standing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.row: OrderRow | None = None
        self._second = ""

    def show_row(self, row: OrderRow, link: str = "") -> None:
        """`link` says what it has to do with the order on show, beside being the same buyer's."""
        self.row = row
        words = wording_standings.standing(row.standings[0], SAY)
        amount = "–" if hides_amount(row.total, row.standings) else locale().money(row.total)
        self._second = " · ".join(filter(None, (amount, words, link)))
        self.setText(row.number)
        self.setAccessibleName(
            self.tr("Open order {number}, {details}").format(
                number=row.number, details=self._second.replace(" · ", ", ")
            )
        )
        self.setToolTip(
            plain_tip("\n".join((row.tile.name, row.number, row.first_item, locale().moment(row.placed_at))))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, scaled(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.row is None:
            return
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            hover = qcolour(current().hover)
            draw_frame(painter, rect, hover, hover, tokens.RADIUS_CONTROL)
        edge = scaled(_TILE)
        draw_tile(painter, QRectF(4, (rect.height() - edge) / 2, edge, edge), self.row.tile)
        texts = rect.adjusted(edge + 12, 2, -4, -2)
        half = texts.height() / 2
        painter.setFont(font("body", tabular=True))
        painter.setPen(colour("text"))
        draw_text(painter, texts.adjusted(0, 0, 0, -half), self.row.number, mode=Qt.TextElideMode.ElideMiddle)
        painter.setFont(font("secondary"))
        painter.setPen(colour("text_2"))
        draw_text(painter, texts.adjusted(0, half, 0, 0), self._second)
        if self.hasFocus():
            draw_focus_ring(painter, rect)


class FurtherCard(OrderCard):
    """The buyer's other orders, newest first."""

    order_opened = Signal(object)  # OrderId

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._count = Label("", "secondary", "2")
        self.add_to_title(self._count)
        self.links: list[OrderLink] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(-4, 0, -4, 0)
        self._list.setSpacing(2)
        self.content.addLayout(self._list)

    def title(self) -> str:
        return self.tr("Further orders")

    def content_of(self, view: OrderView) -> Hashable:
        return view.further_orders, view.buyer_orders, view.linked

    def is_wanted(self, view: OrderView) -> bool:
        return bool(view.further_orders)

    def fill(self, view: OrderView) -> None:
        self._count.setText(locale().number(max(view.buyer_orders - 1, len(view.further_orders))))
        links = pooled(self.links, len(view.further_orders), self._make, self._list)
        told = {one.id: self.tr("sent again here") if one.is_first else self.tr("sent again") for one in view.linked}
        for link, row in zip(links, view.further_orders, strict=True):
            link.show_row(row, told.get(row.id, ""))

    def _make(self) -> OrderLink:
        link = OrderLink(self)
        link.clicked.connect(lambda: self._open(link))
        return link

    def _open(self, link: OrderLink) -> None:
        if link.row is not None:
            self.order_opened.emit(OrderId(link.row.id))
