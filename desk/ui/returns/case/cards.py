"""Owns the cards of one return: its goods line by line with what was found, its money, and what is known besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Clock, Instant
from desk.domain.return_money import MoneyStep
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, Money
from desk.services.return_lists import GROUPS, Group
from desk.ui.locale import locale
from desk.ui.orders.deeds.words import read_code
from desk.ui.orders.links import can_open, open_link
from desk.ui.orders.texts import Block, Line
from desk.ui.returns.case.calls import CaseCalls
from desk.ui.returns.case.photos import Photos
from desk.ui.returns.case.steps_table import StepsTable
from desk.ui.returns.case.words import (
    disposition_words,
    grade_words,
    is_ours,
    loss_words,
    reason_words,
    task_words,
)
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import font
from desk.ui.widgets.button import IconButton, LinkButton
from desk.ui.widgets.card import Card
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.domain.return_goods import Finding
    from desk.services.return_case import ReturnCase
    from desk.services.return_views import LineView
    from desk.store.return_exchanges import Exchange
    from desk.store.return_tasks import StoredTask

_FINDINGS_STAY = frozenset(ReturnState) - {ReturnState.RECEIVED, ReturnState.INSPECTED}


class FindingRow(QWidget):
    """What was found of some pieces, and a link that takes it back."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = Block("", "secondary", parent=self)
        self.back = LinkButton(parent=self)
        self.back.clicked.connect(self.back_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)

    def show_finding(self, finding: Finding, *, may_back: bool) -> None:
        goes = f"{locale().number(finding.quantity)} × {grade_words(finding.grade)}"
        photo = self.tr("photo {name}").format(name=alone(finding.photo)) if finding.photo else ""
        note = self.tr("“{}”").format(alone(finding.note)) if finding.note else ""
        self.text.setText(in_a_row((goes, disposition_words(finding.disposition), note, photo)))
        self.back.show_text(self.tr("Take back"))
        self.back.setAccessibleName(self.tr("Take the last finding back"))
        self.back.setVisible(may_back)


class LineBox(QWidget):
    """One line: title, counts, why it comes back, what was found."""

    inspect_wanted = Signal(object)  # LineId
    back_wanted = Signal(object)  # LineId

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._line: LineId | None = None
        self.title = Line("", "name", parent=self)
        self.sku = Line("", "secondary", "2", parent=self)
        self.counts: list[Label] = []
        self._heads: list[Label] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for column in range(5):
            head, number = Label("", "secondary", "2"), Label("", "body")
            number.setFont(font("body", tabular=True))
            for row, label in enumerate((head, number)):
                label.setAlignment(Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label, row, column)
            self._heads.append(head)
            self.counts.append(number)
        grid.setColumnStretch(5, 1)
        self.inspect = LinkButton(parent=self)
        self.inspect.clicked.connect(lambda: self.inspect_wanted.emit(self._line))
        grid.addWidget(self.inspect, 1, 5, Qt.AlignmentFlag.AlignRight)
        self.reason = Line("", "secondary", parent=self)
        self.findings: list[FindingRow] = []
        self._found = QVBoxLayout()
        self._found.setSpacing(2)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 2, 0, 6)
        column_.setSpacing(3)
        column_.addWidget(self.title)
        column_.addWidget(self.sku)
        column_.addWidget(self.reason)
        column_.addLayout(grid)
        column_.addLayout(self._found)

    def show_line(self, one: LineView, case: ReturnCase) -> None:
        self._line, counted = one.line, one.counted
        self.title.setText(one.title or one.sku)
        sold = self.tr("%n bought", "", one.ordered)
        self.sku.setText(in_a_row((one.sku, sold)))
        unknown = not is_ours(counted.reason)
        told = reason_words(counted.reason)
        if unknown:
            told = self.tr("{reason}: the channel's own word, which none of our reasons stands for").format(reason=told)
        self.reason.setText(told)
        self.reason.set_tint("warn" if unknown else "")
        self.reason.setVisible(bool(told))
        heads = (
            self.tr("Announced"),
            self.tr("Received"),
            self.tr("Missing"),
            self.tr("Extra"),
            self.tr("To inspect"),
        )
        numbers = (counted.announced, counted.received, counted.missing, counted.extra, counted.uninspected)
        for head, label, words, number in zip(self._heads, self.counts, heads, numbers, strict=True):
            head.setText(words)
            label.setText(locale().number(number))
            label.setAccessibleName(f"{words}: {locale().number(number)}")
            label.set_tint("" if number else "3")
        if counted.missing:
            self.counts[2].set_tint("warn")
        if counted.extra:
            self.counts[3].set_tint("warn")
        open_ = counted.uninspected > 0 and ReturnStep.INSPECT not in case.barred
        self.inspect.setVisible(open_)
        self.inspect.show_text(self.tr("Inspect …"))
        self.inspect.setAccessibleName(self.tr("Inspect {item}").format(item=one.title or one.sku))
        while len(self.findings) < len(counted.findings):
            row = FindingRow(self)
            row.back_wanted.connect(lambda: self.back_wanted.emit(self._line))
            self.findings.append(row)
            self._found.addWidget(row)
        for place, row in enumerate(self.findings):
            row.setVisible(place < len(counted.findings))
            if place < len(counted.findings):
                last = place == len(counted.findings) - 1
                may = last and case.view.state not in _FINDINGS_STAY
                row.show_finding(counted.findings[place], may_back=may)


class GoodsCard(Card):
    """All lines."""

    inspect_wanted = Signal(object)  # LineId
    back_wanted = Signal(object)  # LineId
    missing_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.boxes: list[LineBox] = []
        self.missing = LinkButton()
        self.missing.clicked.connect(self.missing_wanted)
        self.add_to_title(self.missing)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.content.addLayout(self._list)

    def show_case(self, case: ReturnCase) -> None:
        self.show_title(self.tr("Goods"))
        expected = sum(one.counted.expected for one in case.view.lines)
        here = any(one.counted.received or one.counted.extra for one in case.view.lines)
        self.missing.setVisible(bool(expected) and here)
        self.missing.show_text(self.tr("%n will not come", "", expected))
        self.missing.setToolTip(self.tr("Say that what is still expected will not come"))
        while len(self.boxes) < len(case.view.lines):
            box = LineBox(self)
            box.inspect_wanted.connect(self.inspect_wanted)
            box.back_wanted.connect(self.back_wanted)
            self.boxes.append(box)
            self._list.addWidget(box)
        for place, box in enumerate(self.boxes):
            box.setVisible(place < len(case.view.lines))
            if place < len(case.view.lines):
                box.show_line(case.view.lines[place], case)


class MoneyCard(Card):
    """What goes back, step by step, and why not, if so."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.steps = StepsTable(self)
        self.left = Label("", "secondary", "2", wrap=True)
        self.way = Label("", "secondary", "2", wrap=True)
        self.why_not = Label("", "secondary", "warn", wrap=True)
        self.held = Block("", "secondary", parent=self)
        for widget in (self.steps, self.held, self.left, self.way, self.why_not):
            self.content.addWidget(widget)

    def show_case(self, case: ReturnCase) -> None:
        self.show_title(self.tr("Money"))
        self._tell_held(case)
        is_over = case.view.state in GROUPS[Group.DONE]
        for widget in (self.steps, self.way):
            widget.setVisible(not is_over)
        self.steps.forget()
        if is_over:
            self._tell_end(case)
            return
        self.steps.show_case(case, case.reckoning)
        left = locale().money(case.claim.left)
        self.left.setText(self.tr("Of the order's money {amount} can still go back.").format(amount=left))
        channel = case.account_name or case.tile.name
        self.way.setText(
            self.tr("It goes back in the channel's own case of the return.")
            if case.in_case
            else self.tr("It goes back as a refund of the order at {channel}.").format(channel=channel)
        )
        barred = case.barred.get(ReturnStep.RESOLVE_REFUND)
        self.why_not.setText("" if barred is None else error_text(barred))
        self.why_not.setVisible(barred is not None)

    def _tell_held(self, case: ReturnCase) -> None:
        """What was held back when the money was last sent, and what the buyer was told of it."""
        held = case.view.deduction
        self.held.setVisible(held is not None)
        if held is not None:
            told = self.tr("Held back: {amount}").format(amount=locale().money(held.amount))
            words = self.tr("“{}”").format(alone(held.words)) if held.words else ""
            self.held.setText(in_a_row((told, loss_words(held.reason), words)))

    def _tell_end(self, case: ReturnCase) -> None:
        """Nothing goes back any more: a reckoning would promise what nobody pays."""
        back = -dict(case.reckoning.steps).get(MoneyStep.REFUNDED, Money.zero(case.claim.left.currency)).minor
        told = locale().money(Money(back, case.claim.left.currency))
        words = (
            self.tr("{amount} of this return went back.") if back else self.tr("No money went back for this return.")
        )
        self.left.setText(words.format(amount=told))
        self.why_not.hide()


class FactsCard(Card):
    """Why the buyer sends it back in their own words, the parcel, and what the channel says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._url = ""
        self.link = IconButton(Glyph.EXTERNAL, "", parent=self)
        self.link.clicked.connect(lambda: open_link(self._url))
        self.add_to_title(self.link)
        self.comment = Block("", "body", parent=self)
        self.facts = Block("", "secondary", "2", parent=self)
        for widget in (self.comment, self.facts):
            self.content.addWidget(widget)

    def show_case(self, case: ReturnCase) -> None:
        self.show_title(self.tr("Known besides"))
        view = case.view
        self.comment.setText(self.tr("“{}”").format(alone(case.buyer_words)) if case.buyer_words else "")
        self.comment.setVisible(bool(case.buyer_words))
        facts: list[str] = []
        if view.parcel:
            facts.append(self.tr("Parcel {number}").format(number=alone(f"{view.carrier} {view.parcel}".strip())))
        if view.case:
            facts.append(self.tr("Case {number} at the channel").format(number=alone(view.case)))
        if case.channel_state:
            facts.append(self.tr("The channel says “{}”.").format(read_code(case.channel_state)))
        if view.words:
            facts.append(self.tr("Noted: {words}").format(words=alone(view.words)))
        if view.exchange is not None:
            facts.append(_exchange_words(view.exchange))
        self.facts.setText("\n".join(facts))
        self.facts.setVisible(bool(facts))
        self._url = case.page
        self.link.show_name(self.tr("Open in the channel"))
        self.link.setVisible(can_open(case.page))
        self.setVisible(bool(facts or case.buyer_words or can_open(case.page)))


class TaskRow(QWidget):
    """One task: what, since when, the page where it is done, and ticking it off."""

    done_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._task, self._url = 0, ""
        self.what = Block("", "body", parent=self)
        self.page = LinkButton(parent=self)
        self.page.clicked.connect(lambda: open_link(self._url))
        self.done = LinkButton(parent=self)
        self.done.clicked.connect(lambda: self.done_wanted.emit(self._task))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.what, 1)
        row.addWidget(self.page, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTop)

    def show_task(self, task: StoredTask, now: Instant) -> None:
        self._task, self._url = task.id, task.page
        words = task_words(task.what)
        words_of = self.tr("“{}”").format(alone(task.words)) if task.words else ""
        self.what.setText(in_a_row((words, words_of, locale().near(task.made_at, now))))
        self.page.show_text(self.tr("To the channel"))
        self.page.setAccessibleName(self.tr("Open in the channel: {what}").format(what=words))
        self.page.setVisible(can_open(task.page))
        self.done.show_text(self.tr("Done"))
        self.done.setAccessibleName(self.tr("Mark as done: {what}").format(what=words))


class TasksCard(Card):
    """What the channel takes from people only."""

    done_wanted = Signal(int)

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._clock = clock
        self.rows: list[TaskRow] = []

    def show_case(self, case: ReturnCase) -> None:
        self.show_title(self.tr("To do in the channel"))
        waiting = [one for one in case.view.tasks if one.done_at is None]
        while len(self.rows) < len(waiting):
            row = TaskRow(self)
            row.done_wanted.connect(self.done_wanted)
            self.rows.append(row)
            self.content.addWidget(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(waiting))
            if place < len(waiting):
                row.show_task(waiting[place], self._clock.now())
        self.setVisible(bool(waiting))


class PhotosCard(Card):
    """The pictures of the return."""

    def __init__(self, calls: CaseCalls, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.photos = Photos(calls, self)
        self.content.addWidget(self.photos)

    def show_case(self, case: ReturnCase) -> None:
        self.show_title(self.tr("Photos"))
        self.photos.reword()
        self.photos.show_photos(case.view.id, case.view.photos)


def _exchange_words(told: Exchange) -> str:
    """What went out instead, and what it costs more or less."""
    translate = QCoreApplication.translate
    goes = " ".join(alone(one) for one in (told.reference, told.carrier, told.number) if one)
    words = translate("returns", "Goes out instead: {what}").format(what=goes)
    if not told.difference:
        return words
    amount = locale().money(told.difference)
    if told.difference.minor < 0:
        more = translate("returns", "difference {amount}")
    elif told.paid_at is not None:
        more = translate("returns", "difference {amount}, paid")
    else:
        more = translate("returns", "difference {amount}, not paid yet")
    return f"{words} · {more.format(amount=amount)}"
