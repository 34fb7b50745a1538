"""Owns the cards about people: the customer with key figures, addresses where they differ, and the buyer's note."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.orders import Address
from desk.domain.views import OrderView
from desk.ui.locale import locale
from desk.ui.orders.addresses import address_lines, same_place
from desk.ui.orders.cards.base import CopyButton, OrderCard
from desk.ui.orders.texts import Block, Line
from desk.ui.sentences import channel_text
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, scaled
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.label import Label

HOME = "DE"


def country_name(code: str) -> str:
    """A country in the window's language; empty for none, the code itself where Qt knows no name."""
    if not code:
        return ""
    territory = QLocale.codeToTerritory(code)
    if territory == QLocale.Country.AnyCountry:
        return code
    if locale().language == "de":
        return _german(code, territory)
    return QLocale.territoryToString(territory)


def _german(code: str, territory: QLocale.Country) -> str:
    """Qt names a country only in a language spoken there or in English, so the names we meet daily stand here."""
    return _GERMAN.get(code, QLocale.territoryToString(territory))


_GERMAN = {
    "AT": "Österreich",
    "AU": "Australien",
    "BE": "Belgien",
    "BG": "Bulgarien",
    "CA": "Kanada",
    "CH": "Schweiz",
    "CN": "China",
    "CY": "Zypern",
    "CZ": "Tschechien",
    "DE": "Deutschland",
    "DK": "Dänemark",
    "EE": "Estland",
    "ES": "Spanien",
    "FI": "Finnland",
    "FR": "Frankreich",
    "GB": "Vereinigtes Königreich",
    "GR": "Griechenland",
    "HR": "Kroatien",
    "HU": "Ungarn",
    "IE": "Irland",
    "IS": "Island",
    "IT": "Italien",
    "JP": "Japan",
    "LI": "Liechtenstein",
    "LT": "Litauen",
    "LU": "Luxemburg",
    "LV": "Lettland",
    "MT": "Malta",
    "NL": "Niederlande",
    "NO": "Norwegen",
    "PL": "Polen",
    "PT": "Portugal",
    "RO": "Rumänien",
    "SE": "Schweden",
    "SI": "Slowenien",
    "SK": "Slowakei",
    "TR": "Türkei",
    "UA": "Ukraine",
    "US": "Vereinigte Staaten",
}


def written(address: Address, *, with_name: bool = True) -> str:
    """An address in lines; the country is named where it is not the merchant's own."""
    abroad = country_name(address.country) if address.country not in ("", HOME) else ""
    return "\n".join(address_lines(address, abroad, with_name=with_name))


def delivery_address(view: OrderView) -> str:
    """Where an order's parcel goes, in lines."""
    return written(view.recipient or view.billing)


class Fact(QWidget):
    """An icon and a selectable text beside it: one line that shortens itself, or several."""

    def __init__(self, glyph: Glyph, name: str, *, wrap: bool = False, parent: QWidget) -> None:
        super().__init__(parent)
        # Not `Maximum` for several lines: that would hold them at their height before they wrap.
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Maximum
        )
        self._glyph = glyph
        self.text: Label = Block() if wrap else Line("", "body")
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.copy = CopyButton(name, quiet=True, parent=self)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(4)
        if wrap:
            self.text.setContentsMargins(0, 3, 0, 3)
        row.addWidget(self.text, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaints on enter and leave, its button with it

    def show_text(self, text: str, name: str) -> None:
        self._row.setContentsMargins(scaled(23), 0, 0, 0)
        self.setMinimumHeight(scaled(tokens.HIT_AREA))
        self.text.setText(text)
        self.copy.show_name(name)
        self.copy.offer(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = scaled(tokens.ICON)
        icons.draw(
            painter, QRectF(0, (scaled(tokens.HIT_AREA) - size) / 2, size, size), self._glyph, colour("text_2"), size
        )


class Figure(QWidget):
    """A number with its name under it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._value = Label("", "card-name")
        self._name = Label("", "secondary", "2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._value)
        column.addWidget(self._name)

    def show_figure(self, value: str, name: str) -> None:
        self._value.setText(value)
        self._name.setText(name)


class CustomerCard(OrderCard):
    """Who bought: name, ways to reach them, where it goes, and what they bought before."""

    orders_wanted = Signal(str)  # a text that finds all their orders

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self.content.setSpacing(0)
        self._link = LinkButton()
        self._link.clicked.connect(self._find)
        self.add_to_title(self._link)
        self.name = Block("", "card-name")
        self._company = Block("", "secondary", "2")
        self.withheld = Block("", "secondary", "warn")
        for label in (self.name, self._company, self.withheld):
            self.content.addWidget(label)
        self.mail = Fact(Glyph.MAIL, "", parent=self)
        self.phone = Fact(Glyph.PHONE, "", parent=self)
        self.place = Fact(Glyph.PIN, "", wrap=True, parent=self)
        for fact in (self.mail, self.phone, self.place):
            self.content.addWidget(fact)
        self._figures = [Figure(self) for _ in range(3)]
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(20)
        for figure in self._figures:
            row.addWidget(figure)
        row.addStretch(1)
        self.content.addLayout(row)

    def title(self) -> str:
        return self.tr("Customer")

    def content_of(self, view: OrderView) -> Hashable:
        known = view.buyer_orders, view.buyer_revenue, view.buyer_earlier, view.forgotten, view.withheld
        return view.buyer, view.recipient, view.billing, known

    def fill(self, view: OrderView) -> None:
        buyer = view.buyer
        address = view.recipient or view.billing
        hidden = self.tr("Name hidden by the channel")
        self.name.setText(self.tr("Buyer forgotten") if view.forgotten else buyer.name or address.name or hidden)
        self.name.setToolTip(
            self.tr("Taken out for privacy: nothing is left to do for them.") if view.forgotten else ""
        )
        company = in_a_row((buyer.company or address.company, buyer.vat_id, self._earlier(view)))
        self._company.setText(company)
        self._company.setVisible(bool(company))
        self.withheld.setText(channel_text(view.withheld))
        self.withheld.setVisible(bool(view.withheld))
        self.mail.show_text(buyer.email, self.tr("Copy e-mail address"))
        self.phone.show_text(buyer.phone or address.phone, self.tr("Copy phone number"))
        # Another person's name belongs to the address, or the parcel goes to the wrong door.
        other_name = bool(address.name) and address.name.casefold() != buyer.name.casefold()
        self.place.show_text(written(address, with_name=other_name), self.tr("Copy address"))
        self.place.copy.offer(written(address))
        self._figures[0].show_figure(
            locale().number(view.buyer_orders), self.tr("Order") if view.buyer_orders == 1 else self.tr("Orders")
        )
        for figure, place in zip(self._figures[1:], range(2), strict=True):
            figure.setVisible(place < len(view.buyer_revenue))
            if place < len(view.buyer_revenue):
                figure.show_figure(locale().money(view.buyer_revenue[place]), self.tr("Revenue"))
        self._link.show_text(self.tr("All orders"))
        self._link.setVisible(not view.forgotten and bool(buyer.email or buyer.name) and view.buyer_orders > 1)

    def _earlier(self, view: OrderView) -> str:
        """That they bought before, where those orders are not found by their name any more."""
        unseen = view.buyer_earlier > max(0, view.buyer_orders - 1)
        return self.tr("%n earlier order(s)", "", view.buyer_earlier) if unseen else ""

    def _find(self) -> None:
        if self._view is not None:
            self.orders_wanted.emit(self._view.buyer.email or self._view.buyer.name)


class AddressesCard(OrderCard):
    """Delivery and invoice address, only where they differ."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._heads = (Label("", "secondary", "2"), Label("", "secondary", "2"))
        self.facts = (
            Fact(Glyph.PIN, "", wrap=True, parent=self),
            Fact(Glyph.RECEIPT, "", wrap=True, parent=self),
        )
        for head, fact in zip(self._heads, self.facts, strict=True):
            self.content.addWidget(head)
            self.content.addWidget(fact)

    def title(self) -> str:
        return self.tr("Addresses")

    def content_of(self, view: OrderView) -> Hashable:
        return view.recipient, view.billing

    def is_wanted(self, view: OrderView) -> bool:
        return bool(view.recipient) and bool(view.billing) and not same_place(view.recipient, view.billing)

    def fill(self, view: OrderView) -> None:
        for head, text in zip(self._heads, (self.tr("Delivery address"), self.tr("Invoice address")), strict=True):
            head.setText(text)
        self.facts[0].show_text(written(view.recipient), self.tr("Copy delivery address"))
        self.facts[1].show_text(written(view.billing), self.tr("Copy invoice address"))


class NoteCard(OrderCard):
    """What the buyer wrote when ordering."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self.text = Block()
        self.content.addWidget(self.text)

    def title(self) -> str:
        return self.tr("Buyer's note")

    def content_of(self, view: OrderView) -> Hashable:
        return view.buyer_note

    def is_wanted(self, view: OrderView) -> bool:
        return bool(view.buyer_note.strip())

    def fill(self, view: OrderView) -> None:
        self.text.setText(view.buyer_note)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
