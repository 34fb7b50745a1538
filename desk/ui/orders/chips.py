"""Owns the chips above the results: what of the hits is shown, with counts, and the menu for what does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desk.domain.clock import Clock, Instant
from desk.domain.values import AccountId
from desk.ui.locale import locale
from desk.ui.orders.hits import SUMS, Filter, Hits, Narrowing, Period, Sums
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Chip, LinkButton

if TYPE_CHECKING:
    from desk.ui.orders.days import Days

_GAP = 6
_LONGEST_NAMES = 22

translate = QCoreApplication.translate


def period_words(period: Period) -> str:
    if period is Period.TODAY:
        return translate("ChipRow", "Today")
    return translate("ChipRow", "Last %n day(s)", None, int(period))


def days_words(days: Days) -> str:
    """`01.11.2026 – 30.11.2026`, or one end of it."""
    first = locale().day_of(days.first) if days.first is not None else ""
    last = locale().day_of(days.last) if days.last is not None else ""
    if first == last:
        return first
    return f"{first} – {last}".strip()


def shown_days(shown: Filter) -> Days:
    """The days of a filter on the merchant's clock."""
    from desk.ui.orders.days import Days  # only once somebody filters by days

    first = locale().local(shown.since).date() if shown.since is not None else None
    last = locale().local(Instant(shown.until - timedelta(seconds=1))).date() if shown.until is not None else None
    return Days(first, last)


def days_filter_words(shown: Filter) -> str:
    """A period by its name, free days by their dates, nothing where all days are shown."""
    if shown.period is not None:
        return period_words(shown.period)
    if not shown.has_days:
        return ""
    days = shown_days(shown)
    if days.last is None and days.first is not None:
        return translate("ChipRow", "From {day}").format(day=locale().day_of(days.first))
    if days.first is None and days.last is not None:
        return translate("ChipRow", "Until {day}").format(day=locale().day_of(days.last))
    return days_words(days)


def without_days(shown: Filter) -> Filter:
    return replace(shown, period=None, since=None, until=None)


def with_days(shown: Filter, days: Days) -> Filter:
    """The same filter for these days; none at all for open ones."""
    until = days.last + timedelta(days=1) if days.last is not None else None
    return replace(
        shown,
        period=None,
        since=locale().start_of(days.first) if days.first is not None else None,
        until=locale().start_of(until) if until is not None else None,
    )


def sums_words(sums: Sums) -> str:
    least, below = SUMS[sums]
    if below is None:
        return translate("ChipRow", "Amount from {amount}").format(amount=_whole(least))
    if not least:
        return translate("ChipRow", "Amount below {amount}").format(amount=_whole(below))
    return translate("ChipRow", "Amount {least} to {most}").format(least=_whole(least), most=_whole(below))


def _whole(amount: int) -> str:
    """Without a currency: each order is compared in its own."""
    return locale().number(amount)


class ChipRow(QWidget):
    """One chip per narrowing that has hits; the menu has all of them, and the accounts."""

    chosen = Signal(object)  # Filter
    days_wanted = Signal()  # the agent wants to say which

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._clock = clock
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
        self._more.clicked.connect(self.open_menu)
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
        counts = hits.counts(shown)
        for narrowing, chip in self._chips.items():
            chip.show_text(self.words(narrowing), self._count(narrowing, counts[narrowing]))
            chip.setChecked(narrowing is shown.narrowing)
        parts = sum((bool(shown.accounts), shown.has_days, shown.sums is not None))
        self._more.show_text(self.tr("Filter"), locale().number(parts) if parts else "")
        self._fit(counts)

    def _count(self, narrowing: Narrowing, loaded: int) -> str:
        if narrowing is Narrowing.ALL and not self._filter.besides:
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
        self._fit(self._hits.counts(self._filter))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.show_hits(self._hits, self._filter)

    def _narrow(self, narrowing: Narrowing) -> None:
        # A second click on the chosen chip shows everything again.
        wanted = Narrowing.ALL if narrowing is self._filter.narrowing else narrowing
        self.chosen.emit(replace(self._filter, narrowing=wanted))

    def menu(self) -> QMenu:
        """All narrowings and accounts with their counts; what is on is ticked."""
        menu = QMenu(self)
        counts = self._hits.counts(self._filter)
        for narrowing in Narrowing:
            text = f"{self.words(narrowing)}\t{self._count(narrowing, counts[narrowing])}"
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(narrowing is self._filter.narrowing)
            action.triggered.connect(
                lambda _checked=False, one=narrowing: self.chosen.emit(replace(self._filter, narrowing=one))
            )
        menu.addSeparator()
        for account, (name, count) in self._hits.accounts().items():
            action = menu.addAction(f"{name.replace('&', '&&')}\t{locale().number(count)}")
            action.setCheckable(True)
            action.setChecked(account in self._filter.accounts)
            action.triggered.connect(lambda _checked=False, one=account: self._toggle(one))
        menu.addSeparator()
        for period in Period:
            action = menu.addAction(period_words(period))
            action.setCheckable(True)
            action.setChecked(period is self._filter.period)
            action.triggered.connect(lambda _checked=False, one=period: self._since(one))
        days = menu.addAction(self.tr("Days …"))
        days.setCheckable(True)
        days.setChecked(self._filter.period is None and self._filter.has_days)
        days.triggered.connect(lambda _checked=False: self.days_wanted.emit())
        menu.addSeparator()
        for sums in Sums:
            action = menu.addAction(sums_words(sums))
            action.setCheckable(True)
            action.setChecked(sums is self._filter.sums)
            action.triggered.connect(lambda _checked=False, one=sums: self._amounts(one))
        return menu

    def _since(self, period: Period) -> None:
        """Days are those of the merchant; chosen once more, it goes."""
        if period is self._filter.period:
            self.chosen.emit(without_days(self._filter))
            return
        today = locale().local(self._clock.now()).date()
        since = locale().start_of(today - timedelta(days=period - 1))
        self.chosen.emit(replace(self._filter, period=period, since=since, until=None))

    def _amounts(self, sums: Sums) -> None:
        self.chosen.emit(replace(self._filter, sums=None if sums is self._filter.sums else sums))

    def _toggle(self, account: AccountId) -> None:
        self.chosen.emit(replace(self._filter, accounts=self._filter.accounts ^ {account}))

    def open_menu(self) -> None:
        """All that narrows the list, below its chip."""
        menu = self.menu()
        menu.exec(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))
        menu.deleteLater()


class ActiveFilters(QWidget):
    """What hides hits besides the chips, always visible: a click on one takes it away, Esc takes all."""

    chosen = Signal(object)  # Filter

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._filter = Filter()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 17, 6)
        row.setSpacing(_GAP)
        self.accounts = Chip(glyph=Glyph.CLOSE, parent=self)
        self.period = Chip(glyph=Glyph.CLOSE, parent=self)
        self.sums = Chip(glyph=Glyph.CLOSE, parent=self)
        self.accounts.clicked.connect(lambda: self.chosen.emit(replace(self._filter, accounts=frozenset())))
        self.period.clicked.connect(lambda: self.chosen.emit(without_days(self._filter)))
        self.sums.clicked.connect(lambda: self.chosen.emit(replace(self._filter, sums=None)))
        self.all = LinkButton(key="Esc", parent=self)
        self.all.clicked.connect(lambda: self.chosen.emit(Filter()))
        for widget in (self.accounts, self.period, self.sums, self.all):
            row.addWidget(widget)
        row.addStretch(1)
        self.hide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def show_filter(self, shown: Filter, hits: Hits) -> None:
        self._filter = shown
        known = hits.accounts()
        names = ", ".join(known[one][0] for one in sorted(shown.accounts) if one in known)
        if len(names) > _LONGEST_NAMES:
            names = names[:_LONGEST_NAMES] + "…"
        for chip, text in (
            (self.accounts, (names or self.tr("%n account(s)", "", len(shown.accounts))) if shown.accounts else ""),
            (self.period, days_filter_words(shown)),
            (self.sums, sums_words(shown.sums) if shown.sums is not None else ""),
        ):
            chip.show_text(text)
            chip.setAccessibleName(self.tr("Remove filter: {filter}").format(filter=text))
            chip.setToolTip(chip.accessibleName())
            chip.setVisible(bool(text))
        self.all.show_text(self.tr("Show all"))
        self.setVisible(shown.besides)
