"""Owns the dialog in which a second person agrees that money goes back (UX 6)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.domain.push_states import PushState
from desk.domain.views import PushView
from desk.ui.outbox.entries import title_of
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import ConfirmButton, KeyButton, key_text
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label

_MOST = 5


def may_approve(push: PushView) -> bool:
    return push.state is PushState.APPROVAL


class ApproveDialog(QDialog):
    """Accepted where somebody else than who queued it agrees; `name` says who. Enter alone never confirms."""

    def __init__(self, pushes: Sequence[PushView], agent: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pushes = pushes
        self._actors = {one.actor.strip().casefold() for one in pushes}
        self._title = Label("", "card-name", wrap=True)
        self.what = Label("", "body", wrap=True)
        self.who = Label("", "body", "2", wrap=True)
        self._asked = Label("", "secondary", "2")
        self.field = QLineEdit(self)
        self.field.setMaxLength(60)
        self.field.setText("" if agent.strip().casefold() in self._actors else agent)
        self.field.textChanged.connect(self.check)
        self._asked.setBuddy(self.field)
        self.problem = Label("", "body", "err", wrap=True)
        self.leave = KeyButton(key=key_text("Esc"), parent=self)
        self.leave.clicked.connect(self.reject)
        self.agree = ConfirmButton(glyph=Glyph.CHECK, key=key_text("Ctrl+Enter"), danger=True, parent=self)
        self.agree.clicked.connect(self.confirm)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (self._title, self.what, self.who, self._asked, self.field, self.problem):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.agree)
        column.addSpacing(6)
        column.addLayout(buttons)
        self.setFixedWidth(scaled(480))
        self.retranslate()
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
        title = self.tr("Agree as a second person")
        self._title.setText(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        shown = [in_a_row((title_of(one), one.order_number, one.account_name)) for one in self._pushes[:_MOST]]
        if len(self._pushes) > _MOST:
            shown.append(self.tr("and %n more", "", len(self._pushes) - _MOST))
        self.what.setText("\n".join(shown))
        actors = ", ".join(sorted({alone(one.actor) for one in self._pushes}))
        told = self.tr("{agent} has queued it. Once you agree it goes to the channel and cannot be called back.")
        self.who.setText(told.format(agent=actors or "–"))
        self._asked.setText(self.tr("Who agrees"))
        self.field.setAccessibleName(self.tr("Who agrees"))
        self.leave.show_text(self.tr("Leave it"), key=key_text("Esc"))
        self.agree.show_text(self.tr("Agree"), key=key_text("Ctrl+Enter"))
        self.check()

    def check(self) -> None:
        why = self.why_not()
        self.agree.forbid(why)
        self.problem.setText(why if self.name else "")  # an empty field is no reproach yet
        self.problem.setVisible(bool(self.problem.text()))
        fit(self)

    def confirm(self) -> None:
        if not self.why_not():
            self.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)
