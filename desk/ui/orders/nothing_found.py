"""Owns what stands in the list's place when it is empty: why, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.orders.hits import Filter, Hits
from desk.ui.orders.texts import copy
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label

_LONGEST_SHOWN = 60


class NothingFound(QWidget):
    """Four cases: no account, an empty store, a filter that hides all hits, a text that matches nothing."""

    filter_dropped = Signal()
    query_wanted = Signal(str)
    command_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._title = Label("", "card-name", wrap=True)
        self._why = Label("", "body", "2", wrap=True).selectable()
        self._why.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._loosen = KeyButton(glyph=Glyph.FILTER)
        self._fewer = KeyButton(glyph=Glyph.SEARCH)
        self._copy = KeyButton(glyph=Glyph.COPY)
        self.connect_button = KeyButton(glyph=Glyph.PLUS, primary=True)
        self.demo_button = KeyButton(glyph=Glyph.PUZZLE)
        self.connect_button.clicked.connect(lambda: self.command_wanted.emit("account.connect"))
        self.demo_button.clicked.connect(lambda: self.command_wanted.emit("demo.open"))
        self._loosen.clicked.connect(self.filter_dropped)
        self._fewer.clicked.connect(lambda: self.query_wanted.emit(shorter(self._text)))
        self._copy.clicked.connect(lambda: copy(self._text))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 24)
        column.setSpacing(8)
        for label in (self._title, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            column.addWidget(label)
        column.addSpacing(8)
        for button in (self.connect_button, self.demo_button, self._loosen, self._fewer, self._copy):
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)

    def tell(self, hits: Hits, shown: Filter, chip: str, *, any_account: bool = True) -> None:
        """Say why nothing is shown. `chip` is the word of the narrowing that is on."""
        self._text = hits.text
        hidden = bool(shown) and bool(hits.orders)
        typed = hits.text if len(hits.text) <= _LONGEST_SHOWN else hits.text[:_LONGEST_SHOWN] + "…"
        if hidden:
            title = self.tr("None of these orders is “%1”").replace("%1", chip)
            self._title.setText(self.tr("None of these orders fits the filter") if shown.besides else title)
            self._why.setText(self.tr("%n order(s) do not fit the filter.", "", len(hits.orders)))
        elif not any_account:
            self._title.setText(self.tr("No account yet"))
            self._why.setText(
                self.tr(
                    "Connect the channel you sell on, or look around among made-up orders first. F1 lists all keys."
                )
            )
        elif hits.text:
            self._title.setText(self.tr("Nothing found for “%1”").replace("%1", typed))
            self._why.setText(
                self.tr(
                    "Looked for in order number, name, company, e-mail address, phone, postcode, article number, "
                    "tracking number and invoice number of all fetched orders. A part is enough: try fewer words, or "
                    "only the end of a number."
                )
            )
        else:
            self._title.setText(self.tr("No orders yet"))
            self._why.setText(self.tr("Orders appear here as soon as an account has fetched its first ones."))
        self.connect_button.show_text(self.tr("Connect an account …"))
        self.connect_button.setVisible(not any_account)
        self.demo_button.show_text(self.tr("Look at demo data"))
        self.demo_button.setVisible(not any_account)
        self._loosen.show_text(self.tr("Show all hits"))
        self._loosen.setVisible(hidden)
        fewer = shorter(hits.text)
        self._fewer.show_text(self.tr("Search for “%1”").replace("%1", _short(fewer)))
        self._fewer.setVisible(not hidden and bool(fewer) and any_account)
        self._copy.show_text(self.tr("Copy search text"))
        self._copy.setVisible(bool(hits.text))
        self.show()


def shorter(text: str) -> str:
    """The text without its last word; empty when there is but one."""
    return " ".join(text.split()[:-1])


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:24] + "…"
