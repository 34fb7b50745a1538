"""Owns the wizard's pages: which channel, what it needs, what was found there, the account's rules, the first fetch.

A page shows and is asked; which one comes next is the wizard's business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from connectors.contract.capabilities import ConnectorKind
from desk.domain.clock import Instant
from desk.domain.views import AccountView, ChannelTile, SyncProgress
from desk.services.trials import Glimpse, TriedOut
from desk.ui.accounts.kind_tile import KindTile
from desk.ui.locale import locale
from desk.ui.sentences import channel_text, findings_text
from desk.ui.widgets.button import Check, Chip
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import ElidingLabel, Label
from desk.ui.widgets.tile import Tile

Kinds = Sequence[tuple[ConnectorKind, ChannelTile]]
_PERIODS = (30, 90, 365, 730)
_PRESET = 90
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


class Page(QWidget):
    """What all pages share: a column, and that words can change their language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4, 4, 4, 4)
        self.column.setSpacing(12)

    def take_focus(self) -> None:
        """Give the keyboard to what the page is about."""

    def retranslate(self) -> None:
        """Say everything anew."""


class ChoosePage(Page):
    """1: the channel."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._about = Label("", "body", "2", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self.tiles: list[KindTile] = []
        self.column.addWidget(self._about)
        self.column.addLayout(self._grid)
        self.column.addStretch(1)

    def offer(self, kinds: Kinds) -> None:
        for place, (_, tile) in enumerate(kinds):
            button = KindTile(tile, self)
            button.taken.connect(self.chosen)
            button.clicked.connect(lambda _=False: self.chosen.emit())
            self.tiles.append(button)
            self._grid.addWidget(button, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)
            button.show()  # at once: what is not on show takes no keyboard
        self._grid.setColumnStretch(1, 1)
        if self.tiles:
            self.tiles[0].setChecked(True)

    @property
    def kind(self) -> str:
        """The chosen kind; empty while there is none."""
        return next((one.tile.kind for one in self.tiles if one.isChecked()), "")

    def take_focus(self) -> None:
        for one in self.tiles:
            if one.isChecked():
                one.setFocus()

    def retranslate(self) -> None:
        self._about.setText(self.tr("Which channel do you sell on?"))


class NeedsPage(Page):
    """2: what is needed from the channel, and why."""

    def __init__(self) -> None:
        super().__init__()
        self._kind: ConnectorKind | None = None
        self._tile = Tile(size=32)
        self._name = Label("", "card-name")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._tile)
        head.addWidget(self._name, 1)
        self.column.addLayout(head)
        self._labels = [
            Label("", role, tint, wrap=True).selectable()
            for role, tint in (("title", ""), ("body", "2"), ("title", ""), ("body", "2"), ("title", ""), ("body", "2"))
        ]
        for label in self._labels:
            self.column.addWidget(label)
        self.column.addStretch(1)

    def show_kind(self, kind: ConnectorKind, tile: ChannelTile) -> None:
        self._kind = kind
        self._tile.show_tile(tile)
        self.retranslate()

    def retranslate(self) -> None:
        if self._kind is None:
            return
        self._name.setText(self._kind.name)
        needed = [channel_text(one.label) for one in self._kind.settings if one.required]
        texts = (
            self.tr("You need"),
            "\n".join(f"• {one}" for one in needed),
            self.tr("Where to find it"),
            channel_text(self._kind.needs),
            self.tr("Which rights, and why"),
            channel_text(self._kind.rights),
        )
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        for place in (2, 4):
            for label in self._labels[place : place + 2]:
                label.setVisible(bool(self._labels[place + 1].text()))


class ReadPage(Page):
    """4: who answered, and the newest orders, so that the agent sees that it is the right place."""

    def __init__(self) -> None:
        super().__init__()
        self._tried: TriedOut | None = None
        self._identity = Label("", "card-name", wrap=True).selectable()
        self._title = Label("", "body", "2", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._warnings = Label("", "body", "warn", wrap=True).selectable()
        self._findings = Label("", "secondary", "3", wrap=True).selectable()
        self._promise = Label("", "secondary", "3", wrap=True)
        self.column.addWidget(self._identity)
        self.column.addWidget(self._title)
        self.column.addLayout(self._grid)
        for label in (self._warnings, self._findings, self._promise):
            self.column.addWidget(label)
        self.column.addStretch(1)

    def show_trial(self, tried: TriedOut) -> None:
        self._tried = tried
        self.retranslate()

    def shown_orders(self) -> int:
        return self._grid.rowCount() if self._tried is not None and self._tried.orders else 0

    def retranslate(self) -> None:
        tried = self._tried
        if tried is None:
            return
        self._identity.setText(self.tr("{shop} answers").format(shop=alone(tried.report.identity)))
        self._title.setText(
            self.tr("Its newest orders. Is it the right one?")
            if tried.orders
            else self.tr("The sign-in works. There are no orders in the last 90 days.")
        )
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, order in enumerate(tried.orders):
            self._show_order(row, order)
        self._grid.setColumnStretch(1, 1)
        self._warnings.setText("\n".join(map(channel_text, tried.report.warnings)))
        self._warnings.setVisible(bool(tried.report.warnings))
        self._findings.setText(findings_text(tried.report.findings))
        self._findings.setVisible(bool(tried.report.findings))
        self._promise.setText(self.tr("This was only a look: nothing was changed there, nothing is stored yet."))

    def _show_order(self, row: int, order: Glimpse) -> None:
        texts = (
            (order.number, "name"),
            (alone(order.name), "body"),
            (locale().date(order.placed_at), "secondary"),
            (self.tr("%n piece(s)", "", order.pieces), "secondary"),
            (locale().money(order.total), "amount"),
        )
        for column, (text, role) in enumerate(texts):
            label = ElidingLabel(text, role, "2" if role == "secondary" else "")
            align = Qt.AlignmentFlag.AlignRight if column > 2 else Qt.AlignmentFlag.AlignLeft
            if column != 1:
                self._grid.addWidget(label, row, column, align | Qt.AlignmentFlag.AlignVCenter)
            else:
                self._grid.addWidget(label, row, column)


class RulesPage(Page):
    """5: name, first day, and whether Desk may write. Reading only is preset."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.start = QLineEdit()
        self.writing = Check()
        self._labels = {one: Label("", "strong-secondary", "2") for one in ("name", "start", "writing")}
        self._problems = {one: Label("", "secondary", "err", wrap=True) for one in ("name", "start_date")}
        self._about_start = Label("", "secondary", "3", wrap=True)
        self._about_writing = Label("", "secondary", "3", wrap=True)
        self._periods: dict[int, Chip] = {}
        group = QButtonGroup(self)
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for days in _PERIODS:
            chip = self._periods[days] = Chip()
            group.addButton(chip)
            chip.clicked.connect(lambda _=False, one=days: self._choose(one))
            chips.addWidget(chip)
        chips.addStretch(1)
        self._days: int | None = _PRESET
        self._today = QDate(2000, 1, 1)
        self._may_write = True
        for label, edit in (("name", self.name), ("start", self.start)):
            self._labels[label].setBuddy(edit)
            edit.returnPressed.connect(self.entered)
        self.start.textEdited.connect(self._typed_start)
        self.name.textEdited.connect(lambda _: self.show_problem("name", ""))
        for widgets in (
            (self._labels["name"], self.name, self._problems["name"]),
            (self._labels["start"], chips, self.start, self._problems["start_date"], self._about_start),
            (self._labels["writing"], self.writing, self._about_writing),
        ):
            block = QVBoxLayout()
            block.setSpacing(4)
            for one in widgets:
                if isinstance(one, QWidget):
                    block.addWidget(one)
                else:
                    block.addLayout(one)
            self.column.addLayout(block)
        for problem in self._problems.values():
            problem.hide()
        self.column.addStretch(1)

    def begin(self, name: str, taken: Collection[str], today: Instant, *, may_write: bool) -> None:
        """A name that is free, the usual period, and reading only."""
        proposed, number = name, 1
        while proposed in taken:
            number += 1
            proposed = f"{name} {number}"
        self.name.setText(proposed)
        local = locale().local(today)
        self._today = QDate(local.year, local.month, local.day)
        self.writing.setChecked(False)
        self._may_write = may_write
        self._choose(_PRESET)
        self.retranslate()

    def _choose(self, days: int) -> None:
        self._days = days
        self._periods[days].setChecked(True)
        self.start.setText(self._shown(self._today.addDays(-days)))
        self.show_problem("start_date", "")

    def _typed_start(self) -> None:
        self._days = None
        self.show_problem("start_date", "")

    def _shown(self, day: QDate) -> str:
        return day.toString(_pattern())

    def day(self) -> QDate:
        """The first day; an invalid one for a text that is none."""
        text = self.start.text().strip()
        # Both languages write the day first, so either way of writing is understood in either.
        found = QDate.fromString(
            *((text, "yyyy-M-d") if _ISO.fullmatch(text) else (text.replace("/", "."), "d.M.yyyy"))
        )
        return found if found.year() >= 1970 else QDate()

    def start_date(self) -> str:
        """As the services take it; what is no date comes as it was typed, and is refused there."""
        day = self.day()
        return day.toString("yyyy-MM-dd") if day.isValid() else self.start.text().strip() or "-"

    def why_not(self) -> str:
        """What is wrong with the first day; empty for nothing."""
        day = self.day()
        if not day.isValid():
            return self.tr("This is no date. It looks like {date}.").format(date=self._shown(self._today))
        return self.tr("This day is still to come.") if day > self._today else ""

    def problem(self, field: str) -> str:
        return self._problems[field].text()

    def show_problem(self, field: str, text: str) -> None:
        label, edit = self._problems[field], self.name if field == "name" else self.start
        label.setText(text)
        label.setVisible(bool(text))
        edit.setProperty("problem", "true" if text else "false")
        edit.style().unpolish(edit)
        edit.style().polish(edit)
        edit.setAccessibleDescription(text)
        if text:
            edit.setFocus()

    def take_focus(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def retranslate(self) -> None:
        self._labels["name"].setText(self.tr("Name of the account"))
        self._labels["start"].setText(self.tr("Orders from this day on"))
        self._labels["writing"].setText(self.tr("What Desk may do there"))
        self.name.setAccessibleName(self._labels["name"].text())
        self.start.setAccessibleName(self._labels["start"].text())
        for days, chip in self._periods.items():
            chip.show_text(self.tr("%n day(s)", "", days) if days < 365 else self.tr("%n year(s)", "", days // 365))
        if self._days is not None:
            self._choose(self._days)
        self._about_start.setText(
            self.tr("Older orders are not fetched. The further back, the longer the first fetch takes.")
        )
        self.writing.show_text(self.tr("Desk may report shipments, too"))
        self.writing.setEnabled(self._may_write)
        self._about_writing.setText(
            self.tr("Read-only to begin with: Desk changes nothing there. It can be switched on at any time.")
            if self._may_write
            else self.tr("This key may only read. With one that may write, reporting can be switched on later.")
        )
        self.writing.setAccessibleDescription(self._about_writing.text())


def _pattern() -> str:
    return "dd.MM.yyyy" if locale().language == "de" else "dd/MM/yyyy"


class FirstPage(Page):
    """6: the account is there and its first orders come in."""

    def __init__(self) -> None:
        super().__init__()
        self._account: AccountView | None = None
        self._progress: SyncProgress | None = None
        self._title = Label("", "card-name", wrap=True)
        self.state = Label("", "body", "2", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._about = Label("", "body", "2", wrap=True)
        for widget in (self._title, self.bar, self.state, self._about):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def show_account(self, account: AccountView, progress: SyncProgress | None) -> None:
        """How far the first fetch is."""
        self._account = account
        self._progress = progress
        self.retranslate()

    def retranslate(self) -> None:
        account, progress = self._account, self._progress
        if account is None:
            return
        self._title.setText(self.tr("{account} is connected").format(account=alone(account.name)))
        self.bar.setAccessibleName(self.tr("First fetch"))
        total = progress.total if progress is not None else None
        self.bar.setVisible(bool(total))
        if progress is not None and total:
            self.bar.setRange(0, total)
            self.bar.setValue(min(progress.fetched, total))
            text = self.tr("{done} of {total} orders are here").format(
                done=locale().number(progress.fetched), total=locale().number(total)
            )
            if progress.rest_seconds:
                text += f" · {self.tr('about {rest} left').format(rest=locale().duration(progress.rest_seconds))}"
        elif account.trouble_code:
            text = self.tr("The first fetch was interrupted. It goes on by itself; the status bar says how it stands.")
        elif account.last_good_sync is not None:
            text = self.tr("All orders are here: %n.", "", account.orders)
        else:
            count = progress.fetched if progress is not None else account.orders
            text = self.tr("The first orders are being fetched: %n so far.", "", count)
        self.state.setText(text)
        self._about.setText(
            self.tr("You can work meanwhile: what has come in can be searched at once. The status bar shows the rest.")
        )
