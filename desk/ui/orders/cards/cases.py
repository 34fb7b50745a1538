"""Owns the card of returns and cases: how each stands, until when somebody has to act, and what can be done with it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.cases import CaseDeed
from desk.domain.clock import Clock, Instant
from desk.domain.values import CaseId
from desk.domain.views import CaseView, OrderView
from desk.ui.locale import locale
from desk.ui.orders.cards.base import OrderCard, pooled
from desk.ui.orders.deeds.words import (
    DEEDS,
    Urgency,
    case_words,
    deadline_words,
    deed_words,
    read_code,
    reason_of,
    state_of,
    urgency_of,
)
from desk.ui.orders.links import can_open, open_link
from desk.ui.orders.texts import Block, Line
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import IconButton, LinkButton
from desk.ui.widgets.deed_button import DeedButton
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label
from desk.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from desk.ui.orders.deeds.why_not import WhyNot

_OPEN_AT_ONCE = 3
_TINTS = {Urgency.FAR: "2", Urgency.NEAR: "warn", Urgency.OVERDUE: "err"}


class CaseBox(QWidget):
    """One case."""

    deed_wanted = Signal(object, object)  # CaseId, CaseDeed
    allow_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.case: CaseView | None = None
        self._view: OrderView | None = None
        self.why: WhyNot | None = None
        self._url = ""
        self._unfolded = False
        self.kind = Line("", "name", parent=self)
        self.state = Pill(parent=self)
        self.link = IconButton(Glyph.EXTERNAL, "", parent=self)
        self.link.clicked.connect(lambda: open_link(self._url))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.kind, 1)
        head.addWidget(self.state)
        head.addWidget(self.link)
        self.deadlines = Label("", "strong-secondary", wrap=True)
        self.reason = Block("", "body", parent=self)
        self.comment = Block("", "body", "2", parent=self)
        self.facts = Block("", "secondary", "2", parent=self)
        self.buttons: dict[CaseDeed, DeedButton] = {}
        self._order: list[CaseDeed] = []
        self._deeds = QWidget(self)
        self._flow = Flow(8, self._deeds)
        self._flow.setContentsMargins(0, 4, 0, 0)
        self.fold = LinkButton(parent=self)
        self.fold.clicked.connect(self._toggle)
        self.history = Block("", "secondary", "2", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.deadlines, self.reason, self.comment, self.facts, self._deeds):
            column.addWidget(widget)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.history)

    def show_case(self, case: CaseView, view: OrderView, now: Instant) -> None:
        if self.case is None or self.case.id != case.id:
            self._unfolded = False
        self.case, self._view, self._url = case, view, case.open_in_channel
        self.kind.setText(case_words(case))
        word, tone, glyph = state_of(case)
        self.state.show_status(word, tone, glyph=glyph, filled=tone in ("warn", "err"))
        self.state.setToolTip(self.tr("The channel says “{}”.").format(read_code(case.channel_state)))
        self.link.show_name(self.tr("Open in the channel: {}").format(case_words(case)))
        self.link.setVisible(can_open(case.open_in_channel))
        self._show_deadlines(case, now)
        titles = {one.remote_id: one.title or one.sku for one in view.lines}
        lines = [(one.quantity, one.title or titles.get(one.remote_line, "")) for one in case.lines]
        goods = ", ".join(f"{locale().number(count)} × {alone(title)}" for count, title in lines if title)
        self.reason.setText(in_a_row((reason_of(case), goods)))
        self.reason.setVisible(bool(self.reason.full_text))
        self.comment.setText(self.tr("“{}”").format(alone(case.comment)) if case.comment else "")
        self.comment.setVisible(bool(case.comment))
        self.facts.setText(self._facts_of(case, now))
        self._show_deeds(case, view)
        self._show_history(now)

    def _show_deadlines(self, case: CaseView, now: Instant) -> None:
        self.deadlines.setText("\n".join(deadline_words(one, now) for one in case.deadlines))
        self.deadlines.setVisible(bool(case.deadlines))
        ours = [urgency_of(one, now) for one in case.deadlines if one.ours]
        worst = next((one for one in (Urgency.OVERDUE, Urgency.NEAR) if one in ours), Urgency.FAR)
        self.deadlines.set_tint(_TINTS[worst])
        self.deadlines.setToolTip("\n".join(read_code(one.what) for one in case.deadlines))

    def _facts_of(self, case: CaseView, now: Instant) -> str:
        by = self.tr("opened by the buyer") if case.opened_by_buyer else self.tr("opened by us")
        parts = [f"{by}, {locale().near(case.opened_at, now)}"]
        if case.expected is not None:
            parts.append(self.tr("to refund {}").format(locale().money(case.expected)))
        if case.refunded is not None and case.refunded:
            parts.append(self.tr("refunded {}").format(locale().money(case.refunded)))
        parcel = f"{case.carrier} {case.number}".strip()
        if parcel:
            parts.append(self.tr("parcel {}").format(alone(parcel)))
        if case.escalated_as:
            parts.append(self.tr("decided by the channel as {}").format(alone(case.escalated_as)))
        if case.other_options:
            others = ", ".join(read_code(one) for one in case.other_options)
            parts.append(self.tr("only in the channel: {}").format(others))
        return in_a_row(parts)

    def _show_deeds(self, case: CaseView, view: OrderView) -> None:
        for deed, glyph in DEEDS.items():
            permission = case.may.get(deed)
            button = self.buttons.get(deed)
            if permission is None:
                if button is not None:
                    button.hide()
                continue
            if button is None:
                button = self.buttons[deed] = DeedButton(glyph=glyph, parent=self._deeds)
                button.wanted.connect(lambda one=deed: self._wanted(one))
                button.why_wanted.connect(lambda one=deed: self._explain(one))
            button.show_text(deed_words(deed))
            button.forbid("" if permission.allowed else reason_text(permission, view.account_name))
            button.show()
        self._set_in_order(case)
        self._deeds.setVisible(bool(case.may))

    def _set_in_order(self, case: CaseView) -> None:
        """What can be done now stands first, and Tab goes the same way."""
        order = sorted((deed for deed in DEEDS if deed in case.may), key=lambda one: not case.may[one].allowed)
        if order == self._order:
            return  # laying buttons out anew is most of what opening an order with a case costs
        self._order = order
        while self._flow.count():
            self._flow.takeAt(0)
        before: DeedButton | None = None
        for deed in order:
            button = self.buttons[deed]
            self._flow.addWidget(button)
            if before is not None:
                self.setTabOrder(before, button)
            before = button

    def _show_history(self, now: Instant) -> None:
        case = self.case
        events = case.events if case is not None else ()
        shown = events if self._unfolded else ()
        self.fold.setVisible(bool(events))
        self.fold.show_text(self.tr("Hide the history") if self._unfolded else self.tr("History (%n)", "", len(events)))
        rows = [
            in_a_row((locale().near(one.at, now), read_code(one.actor), read_code(one.what), one.text)) for one in shown
        ]
        self.history.setText("\n".join(rows))
        self.history.setVisible(bool(rows))

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        card = self.parentWidget()
        if isinstance(card, CasesCard):
            self._show_history(card.clock.now())

    def _wanted(self, deed: CaseDeed) -> None:
        if self.case is not None:
            self.deed_wanted.emit(self.case.id, deed)

    def _explain(self, deed: CaseDeed) -> None:
        """Tell why a deed is barred: the case's own page in the channel helps further."""
        if self.case is None or self._view is None:
            return
        from desk.ui.orders.deeds.why_not import WhyNot, way_on

        button = self.buttons[deed]
        way = way_on(self.case.may[deed], self._view, self.allow_wanted.emit, page=self.case.open_in_channel)
        self.why = WhyNot(button.text(), button.reason, way, button)
        self.why.open_below(button)


class CasesCard(OrderCard):
    """Cases as the view orders them: open ones first, the soonest deadline before the others."""

    deed_wanted = Signal(object, object)  # CaseId, CaseDeed
    allow_wanted = Signal()

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._everything = False
        self._all = LinkButton()
        self._all.clicked.connect(self._toggle_all)
        self.add_to_title(self._all)
        self.boxes: list[CaseBox] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.content.addLayout(self._list)

    def title(self) -> str:
        return self.tr("Returns and cases")

    def is_wanted(self, view: OrderView) -> bool:
        return bool(view.cases)

    def content_of(self, view: OrderView) -> Hashable:
        # Time runs on while nothing else changes: what is left of a deadline is told anew each minute.
        minute = int(self.clock.now().timestamp() // 60)
        return view.id, minute if view.cases else 0, tuple(_told(one) for one in view.cases)

    def fill(self, view: OrderView) -> None:
        shown = view.cases if self._everything else view.cases[:_OPEN_AT_ONCE]
        now = self.clock.now()
        for box, case in zip(pooled(self.boxes, len(shown), self._make, self._list), shown, strict=True):
            box.show_case(case, view, now)
        self._all.setVisible(len(view.cases) > _OPEN_AT_ONCE)
        self._all.show_text(self.tr("Show fewer") if self._everything else self.tr("Show all %n", "", len(view.cases)))

    def show_again(self) -> None:
        """Time has passed."""
        if self._view is not None and self._view.cases:
            self.fill(self._view)

    def box_of(self, case: CaseId) -> CaseBox | None:
        """Where a case is on show."""
        return next((box for box in self.boxes if box.case is not None and box.case.id == case), None)

    def _make(self) -> CaseBox:
        box = CaseBox(self)
        box.deed_wanted.connect(self.deed_wanted)
        box.allow_wanted.connect(self.allow_wanted)
        return box

    def _toggle_all(self) -> None:
        self._everything = not self._everything
        if self._view is not None:
            self.fill(self._view)


def _told(case: CaseView) -> Hashable:
    """All of a case that is on show, in a shape that can be compared."""
    may = tuple((deed, one.allowed, one.text) for deed, one in case.may.items())
    return case.id, case.state, case.channel_state, case.changed_at, case.deadlines, may, case.events, case.refunded
