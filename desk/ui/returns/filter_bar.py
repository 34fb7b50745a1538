"""Owns what stands above the returns: tabs with counts, and what they are filtered and grouped by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from desk.domain.values import AccountId
from desk.services.return_lists import Filter, Group, Summary
from desk.ui.locale import locale
from desk.ui.returns.faces import reason_words
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Chip, LinkButton
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.foreign import alone

translate = QCoreApplication.translate
T = TypeVar("T")
_TYPED_MS = 120
GROUPS: tuple[Group | None, ...] = (None, *Group)


def group_words(group: Group | None) -> str:
    if group is None:
        return translate("returns", "All")
    return {
        Group.ANNOUNCED: translate("returns", "Announced"),
        Group.ARRIVED: translate("returns", "Arrived"),
        Group.INSPECTED: translate("returns", "Inspected"),
        Group.DONE: translate("returns", "Done"),
    }[group]


class FilterBar(QWidget):
    """`changed` with the filter wanted, `grouped` with whether to group by reason. It shows what it is told."""

    changed = Signal(object)  # Filter
    grouped = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._summary: Summary | None = None
        self._accounts: dict[AccountId, str] = {}
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._pause.timeout.connect(self._typed)
        self.field.textEdited.connect(lambda _: self._pause.start())
        self.retranslate()

    def _build(self) -> None:
        group = QButtonGroup(self)
        self.tabs: dict[Group | None, Chip] = {}
        self.top = QHBoxLayout()
        self.top.setSpacing(6)
        tabs, narrowing = Flow(6, middle=True), Flow(6, middle=True)
        self.top.addLayout(tabs, 1)
        for one in GROUPS:
            chip = self.tabs[one] = Chip(parent=self)
            chip.clicked.connect(lambda _=False, its=one: self._want(replace(self._filter, group=its)))
            group.addButton(chip)
            tabs.addWidget(chip)
        self.field = QLineEdit(self)
        self.field.setMinimumWidth(scaled(180))
        self.field.setMaximumWidth(scaled(280))
        self.field.setMaxLength(100)
        self.channel, self.reason = Chip(glyph=Glyph.CARET_DOWN, parent=self), Chip(glyph=Glyph.CARET_DOWN, parent=self)
        self.channel.clicked.connect(self._choose_channel)
        self.reason.clicked.connect(self._choose_reason)
        self.overdue, self.unmapped, self.tasks = Chip(parent=self), Chip(parent=self), Chip(parent=self)
        self.overdue.clicked.connect(lambda on: self._want(replace(self._filter, overdue=on)))
        self.unmapped.clicked.connect(lambda on: self._want(replace(self._filter, unmapped=on)))
        self.tasks.clicked.connect(lambda on: self._want(replace(self._filter, tasks=on)))
        self.clear = LinkButton(parent=self)
        self.clear.clicked.connect(lambda: self._want(Filter(group=self._filter.group)))
        self.by_reason = Chip(parent=self)
        self.by_reason.clicked.connect(self.grouped)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.field, 1)
        for one_of in (self.channel, self.reason, self.overdue, self.tasks, self.unmapped, self.clear):
            narrowing.addWidget(one_of)
        below.addLayout(narrowing, 2)
        below.addWidget(self.by_reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(8)
        column.addLayout(self.top)
        column.addLayout(below)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Number, name, item …"))
        self.field.setAccessibleName(self.tr("Filter returns by number, name or item"))
        self.clear.show_text(self.tr("Clear filters"))
        self.by_reason.show_text(self.tr("Group by reason"))
        self._show()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_accounts(self, accounts: Mapping[AccountId, str]) -> None:
        self._accounts = dict(accounts)
        self._show()

    def show_filter(self, wanted: Filter) -> None:
        self._filter = wanted
        if self.field.text().strip() != wanted.text:
            self.field.setText(wanted.text)
        self._show()

    def show_summary(self, summary: Summary) -> None:
        self._summary = summary
        self._show()

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab leaves returns out."""
        return self._filter != Filter(group=self._filter.group)

    def _show(self) -> None:
        told = self._summary
        for group, chip in self.tabs.items():
            count = 0 if told is None else sum(told.groups.values()) if group is None else told.groups.get(group, 0)
            chip.show_text(group_words(group), locale().number(count))
            chip.setChecked(group is self._filter.group)
        self.channel.show_text(self._chosen(self.tr("Channel"), (self._name(one) for one in self._filter.accounts)))
        self.channel.setVisible(len(self._accounts) > 1)
        self.reason.show_text(self._chosen(self.tr("Reason"), map(reason_words, sorted(self._filter.reasons))))
        for chip, words, count, on in (
            (self.overdue, self.tr("Overdue"), told.overdue if told else 0, self._filter.overdue),
            (self.tasks, self.tr("With a task"), told.tasks if told else 0, self._filter.tasks),
            (self.unmapped, self.tr("Reason unknown"), told.unmapped if told else 0, self._filter.unmapped),
        ):
            chip.show_text(words, locale().number(count))
            chip.setChecked(on)
            chip.setVisible(on or count > 0)
        self.clear.setVisible(self.narrowed)

    def _chosen(self, name: str, chosen: Iterable[str]) -> str:
        words = ", ".join(chosen)
        return f"{name}: {words}" if words else name

    def _name(self, account: AccountId) -> str:
        return alone(self._accounts.get(account, "–"))

    # --- what is wanted ---------------------------------------------------------------------------------------

    def _want(self, wanted: Filter) -> None:
        if wanted != self._filter:
            self.show_filter(wanted)
            self.changed.emit(wanted)
        else:
            self._show()  # a chip that was pressed again stays as it is

    def _typed(self) -> None:
        self._want(replace(self._filter, text=self.field.text().strip()))

    def _choose_channel(self) -> None:
        counts = self._summary.accounts if self._summary else {}
        menu = QMenu(self)
        for account, name in self._accounts.items():
            entry = self._entry(menu, alone(name), counts.get(account, 0), on=account in self._filter.accounts)
            entry.triggered.connect(partial(self._want_account, account))
        self._open(menu, self.channel)

    def _choose_reason(self) -> None:
        counts = self._summary.reasons if self._summary else {}
        menu = QMenu(self)
        for code in sorted({*counts, *self._filter.reasons}, key=lambda one: -counts.get(one, 0)):
            entry = self._entry(menu, reason_words(code), counts.get(code, 0), on=code in self._filter.reasons)
            entry.triggered.connect(partial(self._want_reason, code))
        self._open(menu, self.reason)

    def _want_account(self, account: AccountId, on: bool) -> None:
        self._want(replace(self._filter, accounts=_with(self._filter.accounts, account, on=on)))

    def _want_reason(self, code: str, on: bool) -> None:
        self._want(replace(self._filter, reasons=_with(self._filter.reasons, code, on=on)))

    @staticmethod
    def _entry(menu: QMenu, words: str, count: int, *, on: bool) -> QAction:
        entry = menu.addAction(f"{words}\u2002{locale().number(count)}".replace("&", "&&"))
        entry.setCheckable(True)
        entry.setChecked(on)
        return entry

    @staticmethod
    def _open(menu: QMenu, chip: Chip) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))


def _with(those: frozenset[T], one: T, *, on: bool) -> frozenset[T]:
    return those | {one} if on else those - {one}
