"""Owns the dialog that forgets a buyer for good: who it is, what was found of them, and one verb that is not undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import ConfirmButton, KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.services.anonymising import Forgotten

_LOOK_AFTER_MS = 250


class ForgetCalls(Protocol):
    """What the dialog asks of the services. Both block."""

    def find_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten: ...

    def forget_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten: ...


class ForgetDialog(QDialog):
    """`forgotten` carries what went. The verb waits until something was found of exactly what stands there."""

    forgotten = Signal(object)  # Forgotten

    def __init__(self, calls: ForgetCalls, kind: str, channel: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._kind = calls, kind
        self._found: tuple[tuple[str, ...], Forgotten] | None = None
        self._looking: Operation[Forgotten] | None = None
        self._busy = False
        title = self.tr("Anonymise a buyer of {channel}").format(channel=alone(channel))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "card-name", wrap=True))
        about = self.tr(
            "As the channel or the buyer asks for it: name, addresses, mail, phone, messages, notes and all that the "
            "channel sent are taken out, in every account of this channel. What was bought, paid and shipped stays."
        )
        column.addWidget(Label(about, "body", "2", wrap=True))
        self.user = self._field(self.tr("User name"), column)
        self.user_id = self._field(self.tr("User ID"), column)
        self.token = self._field(self.tr("Token"), column)
        self.told = Label("", "body", "", wrap=True)
        column.addWidget(self.told)
        rest = self.tr("This cannot be undone. Backups from before still hold it.")
        column.addWidget(Label(rest, "secondary", "3", wrap=True))
        self.cancel = KeyButton(self.tr("Cancel"), key="Esc", parent=self)
        self.verb = ConfirmButton(
            self.tr("Forget this buyer"), glyph=Glyph.TRASH, key="Ctrl+Enter", danger=True, parent=self
        )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.verb)
        column.addLayout(buttons)
        self.cancel.clicked.connect(self.reject)
        self.verb.clicked.connect(self.forget)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.forget)
        self._soon = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._soon.timeout.connect(self._look)
        self.setFixedWidth(scaled(500))
        self._tell("", "")
        self.user.setFocus()

    def _field(self, name: str, column: QVBoxLayout) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setAccessibleName(name)
        edit.setMaxLength(200)
        edit.textChanged.connect(self._typed)
        label = Label(name, "strong-secondary", "2")
        label.setBuddy(edit)
        box = QVBoxLayout()
        box.setSpacing(3)
        box.addWidget(label)
        box.addWidget(edit)
        column.addLayout(box)
        return edit

    def names(self) -> tuple[str, ...]:
        """What was entered, in the order of the fields."""
        typed = (edit.text().strip() for edit in (self.user, self.user_id, self.token))
        return tuple(one for one in typed if one)

    def _typed(self) -> None:
        self._found = None
        self._tell("", "")
        self._soon.start()

    def _look(self) -> None:
        """Tell what is there of this person, before anything goes."""
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        names, kind, calls = self.names(), self._kind, self._calls
        if not names:
            return
        self._looking = (
            run_in_background(lambda: calls.find_buyer(kind, names), parent=self)
            .on(Lane.READING)
            .success(lambda found: self._seen(names, found))
            .failure(lambda error: self._tell(error_text(error), "err"))
            .start()
        )

    def _seen(self, names: tuple[str, ...], found: Forgotten) -> None:
        self._looking = None
        if names != self.names():
            return
        if not (found.orders or found.conversations or found.cases):
            self._tell(self.tr("Nothing is known of this buyer here."), "2")
            return
        self._found = (names, found)
        self._tell(self.tr("Will be forgotten: {what}.").format(what=self.counted(found)), "warn")

    def counted(self, found: Forgotten) -> str:
        """What belongs to the person, in numbers."""
        return ", ".join(
            (
                self.tr("%n order(s)", "", len(found.orders)),
                self.tr("%n conversation(s)", "", found.conversations),
                self.tr("%n case(s)", "", found.cases),
            )
        )

    def _tell(self, text: str, tint: str) -> None:
        self.told.setText(text)
        self.told.set_tint(tint)
        self.told.setVisible(bool(text))
        why = "" if self._found is not None else self.tr("First enter who it is.")
        self.verb.forbid(self.tr("Being done right now.") if self._busy else why)
        fit(self)

    def forget(self) -> None:
        """Once, and only what was looked for."""
        if self._busy or self._found is None or self._found[0] != self.names():
            return
        self._busy = True
        self._tell(self.told.text(), "warn")
        names, kind, calls = self.names(), self._kind, self._calls
        (
            run_in_background(lambda: calls.forget_buyer(kind, names), parent=self)
            .success(self._gone)
            .failure(self._refused)
            .start()
        )

    def _gone(self, found: Forgotten) -> None:
        self._busy = False
        self.forgotten.emit(found)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self._tell(error_text(error), "err")

    def reject(self) -> None:
        if not self._busy:
            super().reject()
