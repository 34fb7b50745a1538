"""Owns the fields in which an agent says why money of a return is held back: a reason, and words for the buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.return_money import Deduction, LossReason
from desk.ui.orders.deeds.fields import CommentField, ReasonBox
from desk.ui.returns.case.words import loss_words
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.services.return_case import ReturnCase


class HeldFields(QWidget):
    """Shown while something is held back; what the channel takes no word of stays in Desk."""

    changed = Signal()

    def __init__(self, case: ReturnCase, parent: QWidget) -> None:
        super().__init__(parent)
        name = Label(self.tr("Why money is held back"), "body")
        self.reason = ReasonBox([(one, loss_words(one)) for one in LossReason], name.text(), self)
        name.setBuddy(self.reason)
        told = self.tr("More of it, for the buyer") if case.buyer_reads else self.tr("More of it; it stays in Desk")
        self.words = CommentField(told, _room(case), self)
        self.reason.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.words.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        why = QHBoxLayout()
        why.setSpacing(12)
        why.addWidget(name)
        why.addWidget(self.reason, 1)
        column.addLayout(why)
        column.addSpacing(4)
        column.addWidget(self.words)

    def put(self, held: Deduction) -> None:
        self.reason.choose(held.reason)
        self.words.edit.setPlainText(held.words)

    def value(self) -> LossReason | None:
        """None while nothing is chosen."""
        chosen = self.reason.value()
        return LossReason(chosen) if chosen else None

    def is_wrong(self) -> bool:
        return bool(self.words.why_not())

    def why_not(self) -> str:
        if self.value() is None:
            return self.tr("Choose why money is held back.")
        if self.value() is LossReason.OTHER and not self.words.text():
            return self.tr("Say in words why money is held back.")
        return self.words.why_not()


def _room(case: ReturnCase) -> int:
    """How long the words may be, whichever reason is chosen."""
    from desk.services import return_deducting

    most = (Deduction(amount=case.claim.left, reason=one) for one in LossReason)
    return min(return_deducting.room(one, case.country, case.buyer_reads) for one in most)
