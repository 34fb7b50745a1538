"""Owns the chips above the results: what of the hits is shown, with counts, and the menu for what does not fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desk.domain.values import AccountId
from desk.ui.locale import locale
from desk.ui.orders.hits import Filter, Hits, Narrowing
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Chip

_GAP = 6


class ChipRow(QWidget):
    """One chip per narrowing that has hits; the menu has all of them, and the accounts."""

    chosen = Signal(object)  # Filter

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._hits = Hits()
        self._chips = {narrowing: Chip(parent=self) for narrowing in Narrowing}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 17, 4)
        row.setSpacing(_GAP)
        for narrowing, chip in self._chips.items():
            chip.clicked.connect(lambda _checked=False, one=narrowing: self._narrow(one))
            row.addWidget(chip)
        row.addStretch(1)
        self._more = Chip(glyph=Glyph.FILTER, parent=self)
        self._more.clicked.connect(self._open_menu)
        row.addWidget(self._more)
        self.show_hits(Hits(), Filter())

    def words(self, narrowing: Narrowing) -> str:
        return {
            Narrowing.ALL: self.tr("All"),
            Narrowing.OPEN: self.tr("Open"),
            Narrowing.TO_SHIP: self.tr("To ship"),
            Narrowing.UNPAID: self.tr("Awaiting payment"),
            Narrowing.TROUBLE: self.tr("Problems"),
        }[narrowing]

    def show_hits(self, hits: Hits, shown: Filter) -> None:
        self._hits, self._filter = hits, shown
        counts = hits.counts(shown.accounts)
        for narrowing, chip in self._chips.items():
            chip.show_text(self.words(narrowing), self._count(narrowing, counts[narrowing]))
            chip.setChecked(narrowing is shown.narrowing)
        self._more.show_text(self.tr("Filter"), locale().number(1) if shown.accounts else "")
        self._fit(counts)

    def _count(self, narrowing: Narrowing, loaded: int) -> str:
        if narrowing is Narrowing.ALL and not self._filter.accounts:
            exact, count = self._hits.total_is_exact, max(self._hits.total, loaded)
        else:
            exact, count = self._hits.all_loaded, loaded
        return locale().number(count) + ("" if exact else "+")

    def _fit(self, counts: dict[Narrowing, int]) -> None:
        """Show what has hits and room; the chosen one always."""
        room = self.width() - 33 - self._more.sizeHint().width() - _GAP
        chosen = self._chips[self._filter.narrowing].sizeHint().width() + _GAP
        for narrowing, chip in self._chips.items():
            if narrowing is self._filter.narrowing:
                chip.show()
                room -= chosen
                chosen = 0
                continue
            wide = chip.sizeHint().width() + _GAP
            wanted = narrowing is Narrowing.ALL or counts[narrowing] > 0
            fits = wanted and wide <= room - chosen
            chip.setVisible(fits)
            if fits:
                room -= wide

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self._hits.counts(self._filter.accounts))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.show_hits(self._hits, self._filter)

    def _narrow(self, narrowing: Narrowing) -> None:
        # A second click on the chosen chip shows everything again.
        wanted = Narrowing.ALL if narrowing is self._filter.narrowing else narrowing
        self.chosen.emit(Filter(wanted, self._filter.accounts))

    def menu(self) -> QMenu:
        """All narrowings and accounts with their counts; what is on is ticked."""
        menu = QMenu(self)
        counts = self._hits.counts(self._filter.accounts)
        for narrowing in Narrowing:
            text = f"{self.words(narrowing)}\t{self._count(narrowing, counts[narrowing])}"
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(narrowing is self._filter.narrowing)
            action.triggered.connect(
                lambda _checked=False, one=narrowing: self.chosen.emit(Filter(one, self._filter.accounts))
            )
        menu.addSeparator()
        for account, (name, count) in self._hits.accounts().items():
            action = menu.addAction(f"{name.replace('&', '&&')}\t{locale().number(count)}")
            action.setCheckable(True)
            action.setChecked(account in self._filter.accounts)
            action.triggered.connect(lambda _checked=False, one=account: self._toggle(one))
        return menu

    def _toggle(self, account: AccountId) -> None:
        self.chosen.emit(Filter(self._filter.narrowing, self._filter.accounts ^ {account}))

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.exec(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))
        menu.deleteLater()
