"""Owns the deeds of one return: at most five in sight, the next one first, each barred one with its reason (UX 4.2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desk.domain.return_states import ReturnState, ReturnStep
from desk.ui.orders.deeds.why_not import WayOn, WhyNot
from desk.ui.orders.links import can_open, open_link
from desk.ui.returns.case.words import MAIN, STEPS, step_words
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.deed_button import DeedButton

if TYPE_CHECKING:
    from desk.services.return_case import ReturnCase

_GAP = 8
_MOST = 5
"""Buttons in sight, "More" among them."""
_HERE = frozenset({"writing_off", "account_paused", "case_on_its_way", "return_money_under_way"})
"""What is changed in Desk: the channel's page would not help."""
NEXT: dict[ReturnState, tuple[ReturnStep, ...]] = {
    ReturnState.REQUESTED: (ReturnStep.APPROVE, ReturnStep.DECLINE, ReturnStep.WAREHOUSE_SCAN, ReturnStep.OFFER_KEEP),
    ReturnState.APPROVED: (ReturnStep.ISSUE_LABEL, ReturnStep.WAREHOUSE_SCAN),
    ReturnState.RECEIVED: (ReturnStep.INSPECT, ReturnStep.RESOLVE_REFUND, ReturnStep.WRONG_CONTENT),
    ReturnState.INSPECTED: (ReturnStep.RESOLVE_REFUND, ReturnStep.RESOLVE_EXCHANGE, ReturnStep.REJECT),
    ReturnState.REFUND_PENDING: (ReturnStep.RESOLVE_REFUND, ReturnStep.CLOSE),
    ReturnState.REFUNDED: (ReturnStep.CLOSE,),
    ReturnState.EXCHANGE_SENT: (ReturnStep.CLOSE,),
    ReturnState.REJECTED_AFTER_INSPECTION: (ReturnStep.CLOSE, ReturnStep.CUSTOMER_DISPUTES),
    ReturnState.IN_REPAIR: (ReturnStep.REPAIR_DONE, ReturnStep.REPAIR_FAILED),
    ReturnState.CLOSED: (ReturnStep.REOPEN,),
}
_COMING = (ReturnStep.WAREHOUSE_SCAN, ReturnStep.INSPECT, ReturnStep.RESOLVE_REFUND)
"""What comes next wherever the goods are still on their way."""


class DeedBar(QWidget):
    """`wanted` with the step; a barred one tells why and leads to the channel where that helps."""

    wanted = Signal(object)  # ReturnStep
    allow_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._case: ReturnCase | None = None
        self.why: WhyNot | None = None
        self.buttons: dict[ReturnStep, DeedButton] = {}
        self._order: list[ReturnStep] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        for step, (_, glyph) in STEPS.items():
            button = self.buttons[step] = DeedButton(glyph=glyph, parent=self)
            button.wanted.connect(partial(self.wanted.emit, step))
            button.why_wanted.connect(partial(self._explain, step))
            button.hide()
        self.more = KeyButton(glyph=Glyph.MORE, parent=self)
        self.more.clicked.connect(self._open_menu)

    def show_case(self, case: ReturnCase) -> None:
        self._case = case
        self._order = _order_of(case)
        self.more.show_text(self.tr("More"))
        for step, button in self.buttons.items():
            button.show_text(step_words(step))
            why = case.barred.get(step)
            button.forbid("" if why is None else error_text(why))
            button.set_primary(bool(self._order) and step is self._order[0] and why is None)
        while self._row.count():
            self._row.takeAt(0)
        before: QWidget | None = None
        for widget in (*(self.buttons[one] for one in self._order), self.more):
            self._row.addWidget(widget)
            if before is not None:
                self.setTabOrder(before, widget)
            before = widget
        self._row.addStretch(1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def first(self) -> DeedButton | None:
        """Where the keyboard goes: the next deed."""
        return self.buttons[self._order[0]] if self._order else None

    def _fit(self) -> None:
        """What has no room goes into the menu behind "More", the last one first."""
        kept = list(self._order)
        wide = {one: self.buttons[one].sizeHint().width() + _GAP for one in kept}
        if len(kept) > _MOST or sum(wide.values()) - _GAP > self.width():
            room = self.width() - self.more.sizeHint().width() - _GAP
            del kept[_MOST - 1 :]
            while len(kept) > 1 and sum(wide[one] for one in kept) - _GAP > room:
                kept.pop()
        for step, button in self.buttons.items():
            button.setVisible(step in kept)
        self.more.setVisible(len(kept) < len(self._order))

    def menu(self) -> QMenu:
        """The deeds that have no room. Barred ones can be chosen too: they tell their reason."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for step in self._order:
            button = self.buttons[step]
            if button.isHidden():
                words = self.tr("{deed} (not possible)").format(deed=button.text())
                action = menu.addAction(words if button.is_barred else button.text(), button.click)
                action.setToolTip(button.toolTip())
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.exec(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))
        menu.deleteLater()

    def _explain(self, step: ReturnStep) -> None:
        """Tell why a deed is barred; the return's own page in the channel may help further."""
        case, button = self._case, self.buttons[step]
        if case is None or not button.is_barred:
            return
        code, way = case.barred[step].code, None
        if code == "writing_off":
            way = WayOn(self.tr("Switch writing on …"), self.allow_wanted.emit, Glyph.CLOUD_UP)
        elif code not in _HERE and not code.startswith("return_") and can_open(case.page):
            way = WayOn(self.tr("Open in the channel"), lambda: open_link(case.page))
        anchor = self.more if button.isHidden() else button
        self.why = WhyNot(button.text(), button.reason, way, anchor)
        self.why.open_below(anchor)


def _order_of(case: ReturnCase) -> list[ReturnStep]:
    """What comes next first, then what else is possible, then what is not."""
    shown = [one for one in STEPS if one in MAIN or one not in case.barred]
    first = NEXT.get(case.view.state, _COMING)
    # What comes next keeps its place where it is barred: its reason says what has to come before.
    return sorted(
        shown,
        key=lambda one: (
            (0, first.index(one))
            if one in first and one not in case.barred
            else (1, first.index(one))
            if one in first
            else (2 if one not in case.barred else 3, list(STEPS).index(one))
        ),
    )
