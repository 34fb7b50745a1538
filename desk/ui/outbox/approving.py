"""Owns the dialog in which a second person agrees that money goes back (UX 6)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from desk.domain.push_states import PushState
from desk.domain.views import PushView
from desk.ui.outbox.question import PushQuestion
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label


def may_approve(push: PushView) -> bool:
    return push.state is PushState.APPROVAL


class ApproveDialog(PushQuestion):
    """Accepted where somebody else than who queued it agrees; `name` says who."""

    def __init__(self, pushes: Sequence[PushView], agent: str, parent: QWidget) -> None:
        super().__init__(pushes, Glyph.CHECK, parent)
        self._actors = {one.actor.strip().casefold() for one in pushes}
        self.who = Label("", "body", "2", wrap=True)
        self._asked = Label("", "secondary", "2")
        self.field = QLineEdit(self)
        self.field.setMaxLength(60)
        self.field.setText("" if agent.strip().casefold() in self._actors else agent)
        self.field.textChanged.connect(self.check)
        self._asked.setBuddy(self.field)
        self.problem = Label("", "body", "err", wrap=True)
        self.lay_out(self.who, self._asked, self.field, self.problem)
        (self.leave if self.field.text() else self.field).setFocus()

    @property
    def name(self) -> str:
        """Who agrees."""
        return self.field.text().strip()

    def why_not(self) -> str:
        if not self.name:
            return self.tr("Enter your name: the history keeps who agreed.")
        if " ".join(self.name.split()).casefold() in self._actors:
            return self.tr("Who queued it cannot agree too. Ask somebody else.")
        return ""

    def retranslate(self) -> None:
        actors = ", ".join(sorted({alone(one.actor) for one in self.pushes}))
        told = self.tr("{agent} has queued it. Once you agree it goes to the channel and cannot be called back.")
        self.who.setText(told.format(agent=actors or "–"))
        self._asked.setText(self.tr("Who agrees"))
        self.field.setAccessibleName(self.tr("Who agrees"))
        self.told(self.tr("Agree as a second person"), self.tr("Agree"))
        self.check()

    def check(self) -> None:
        why = self.why_not()
        self.go.forbid(why)
        self.problem.setText(why if self.name else "")  # an empty field is no reproach yet
        self.problem.setVisible(bool(self.problem.text()))
        fit(self)

    def confirm(self) -> None:
        if not self.why_not():
            self.accept()
