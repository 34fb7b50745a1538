"""Owns the items card: two-line rows in aligned columns, and the order's sums below."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.values import Money
from desk.domain.views import LineView, OrderView
from desk.ui.locale import locale
from desk.ui.orders.cards.base import OrderCard, pooled
from desk.ui.orders.faces import hides_amount
from desk.ui.orders.texts import Line, set_role
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, font, scaled
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_line
from desk.ui.widgets.pill import Pill

AT_FIRST = 12
"""So many lines are shown before "show all"; an order of a thousand lines opens as fast as one of three."""
_COLUMN_GAP = 14
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _number(role: str = "body", tint: str = "") -> Label:
    label = Label("", role, tint)
    label.setFont(font(role, tabular=True))
    label.setAlignment(_RIGHT)
    return label


class LineRow(QWidget):
    """One line of the order: title and SKU, quantity, price, sum; what of it is shipped or refunded."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Line("", "body", parent=self)
        self._sku = Line("", "secondary", "2", mode=Qt.TextElideMode.ElideMiddle, parent=self)
        self._shipped = Pill(parent=self)
        self._refunded = Pill(parent=self)
        self.numbers = (_number(), _number(), _number())
        first = QHBoxLayout()
        first.setSpacing(_COLUMN_GAP)
        first.addWidget(self._title, 1)
        for label in self.numbers:
            label.selectable()
            label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            first.addWidget(label)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self._sku)
        second.addWidget(self._shipped)
        second.addWidget(self._refunded)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 5)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)

    def show_line(self, line: LineView, *, priced: bool = True) -> None:
        """`priced`: the channel tells what it costs."""
        self.setMinimumHeight(scaled(tokens.ITEM_ROW))
        self._title.setText(line.title or line.sku or self.tr("Item without a name"))
        self._sku.setText(line.sku)
        self._sku.setVisible(bool(line.sku))
        texts = (
            locale().number(line.quantity),
            locale().money(line.unit_price) if priced else "–",
            locale().money(line.total) if priced else "–",
        )
        for label, text in zip(self.numbers, texts, strict=True):
            label.setText(text)
        self._show_shipped(line)
        self._refunded.setVisible(line.refunded > 0)
        if line.refunded:
            self._refunded.show_status(
                self.tr("%n refunded", "", line.refunded), "neutral", glyph=Glyph.REFUND, filled=False
            )

    def _show_shipped(self, line: LineView) -> None:
        part = line.shippable
        going = part.shipped + part.on_its_way
        # All gone says the order's own state already; only what is partly gone needs a word here.
        partly = 0 < going < part.ordered
        self._shipped.setVisible(partly)
        if partly:
            text = self.tr("{shipped} of {ordered} shipped").format(
                shipped=locale().number(going), ordered=locale().number(part.ordered)
            )
            self._shipped.show_status(text, "warn", glyph=Glyph.BOX, filled=False)


class _Lines(QWidget):
    """The rows with hairlines between them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place in range(self.rows.count()):
            item = self.rows.itemAt(place)
            row = item.widget() if item is not None else None
            if row is not None and row.isVisible():
                top = row.y() + 0.5
                tint = colour("line" if row.y() == 0 else "line_soft")
                draw_line(painter, QPointF(0, top), QPointF(self.width(), top), tint)


class ItemsCard(OrderCard):
    """Lines and sums."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._count = Label("", "secondary", "2")
        self.add_to_title(self._count)
        self._heads = (Label("", "secondary", "2"), *(_number("secondary", "2") for _ in range(3)))
        head = QHBoxLayout()
        head.setSpacing(_COLUMN_GAP)
        head.setContentsMargins(0, 2, 0, 0)
        head.addWidget(self._heads[0], 1)
        for label in self._heads[1:]:
            head.addWidget(label)
        self.content.addLayout(head)
        self._lines = _Lines(self)
        self.content.addWidget(self._lines)
        self.rows: list[LineRow] = []
        self._all = LinkButton()
        self._all.clicked.connect(self._show_all)
        self.content.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        self._sums = QGridLayout()
        self._sums.setHorizontalSpacing(24)
        self._sums.setVerticalSpacing(3)
        self._sums.setContentsMargins(0, 6, 0, 0)
        self._sums.setColumnStretch(0, 1)
        self._sum_labels: list[tuple[Label, Label]] = []
        self.content.addLayout(self._sums)
        self._everything = False

    def title(self) -> str:
        return self.tr("Items")

    def content_of(self, view: OrderView) -> Hashable:
        return view.id, view.lines, view.totals, hides_amount(view.totals.total, view.standings)

    def fill(self, view: OrderView) -> None:
        if self._count.property("order") != view.id:
            self._everything = False
            self._count.setProperty("order", view.id)
        self._count.setText(self.tr("%n item(s)", "", sum(line.quantity for line in view.lines)))
        heads = (self.tr("Item"), self.tr("Qty"), self.tr("Price"), self.tr("Sum"))
        for label, text in zip(self._heads, heads, strict=True):
            label.setText(text)
        self._fill_lines(view)
        self._fill_sums(view)

    def _fill_lines(self, view: OrderView) -> None:
        lines, priced = view.lines, not hides_amount(view.totals.total, view.standings)
        shown = lines if self._everything else lines[:AT_FIRST]
        rows = pooled(self.rows, len(shown), lambda: LineRow(self._lines), self._lines.rows)
        for row, line in zip(rows, shown, strict=True):
            row.show_line(line, priced=priced)
        self._all.setVisible(len(shown) < len(lines))
        self._all.show_text(self.tr("Show all %n items", "", len(lines)))
        self._align(rows)
        self._lines.update()

    def _align(self, rows: Sequence[LineRow]) -> None:
        """One width per column of numbers, by its widest text."""
        for column in range(3):
            head = self._heads[column + 1]
            labels = [head, *(row.numbers[column] for row in rows)]
            small = QFontMetrics(font("secondary", tabular=True)).horizontalAdvance(head.text())
            metrics = QFontMetrics(font("body", tabular=True))
            widest = max(small, *(metrics.horizontalAdvance(label.text()) for label in labels[1:]), 0) + 2
            for label in labels:
                label.setFixedWidth(widest)

    def _show_all(self) -> None:
        self._everything = True
        if self._view is not None:
            self._fill_lines(self._view)

    def _fill_sums(self, view: OrderView) -> None:
        totals = view.totals
        sums: list[tuple[str, Money]] = [(self.tr("Shipping"), totals.shipping)]
        if totals.fees:
            sums.append((self.tr("Fees"), totals.fees))
        if totals.discount:
            goods = sum((line.total.minor for line in view.lines), 0)
            is_taken_off = goods + totals.shipping.minor + totals.fees.minor == totals.total.minor
            told = self.tr("Discount, already taken off above") if is_taken_off else self.tr("Discount")
            sums.append((told, -totals.discount))
        total = self.tr("Total")
        if totals.tax:
            total = self.tr("Total incl. {tax} VAT").format(tax=locale().money(totals.tax))
        sums.append((total, totals.total))
        while len(self._sum_labels) < len(sums):
            place = len(self._sum_labels)
            pair = (_number(), _number())
            for column, label in enumerate(pair):
                self._sums.addWidget(label, place, column + 1, Qt.AlignmentFlag.AlignRight)
            self._sum_labels.append(pair)
        for place, pair in enumerate(self._sum_labels):
            shown = place < len(sums)
            for label in pair:
                label.setVisible(shown)
            if not shown:
                continue
            last = place == len(sums) - 1
            name, amount = pair
            name.setText(sums[place][0])
            hidden = hides_amount(totals.total, view.standings)
            amount.setText("–" if hidden else locale().money(sums[place][1]))
            set_role(name, "title" if last else "secondary")
            set_role(amount, "title" if last else "body", tabular=True)
            name.set_tint("" if last else "2")
