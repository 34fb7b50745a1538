"""Owns what every dialog of a deed shares: title, object, live check, one verb, and the outbox taking it once.

What cannot be undone at the channel starts with the keyboard on Cancel, and Enter alone never confirms (UX 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desk.domain.errors import DeskError
from desk.domain.values import Money
from desk.domain.views import OrderView
from desk.ui.background import run_in_background
from desk.ui.orders.deeds.calls import DeedCalls
from desk.ui.orders.deeds.fields import AmountField
from desk.ui.orders.parcel_form import CarrierBox
from desk.ui.orders.texts import Line
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Check, ConfirmButton, KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.label import Label

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has entered in a dialog, kind of field by kind."""

    amounts: tuple[Money | None, ...]
    lines: tuple[str, ...]
    texts: tuple[str, ...]
    checks: tuple[bool, ...]
    choices: tuple[str, ...]


def _plain_lines(dialog: QWidget) -> list[QLineEdit]:
    """Fields of one line that are neither an amount nor a part of another field."""
    found = dialog.findChildren(QLineEdit)
    return [one for one in found if not isinstance(one, AmountField) and not isinstance(one.parent(), QComboBox)]


def _choice_of(box: QComboBox) -> str:
    return box.value() if isinstance(box, CarrierBox) else str(box.currentData() or "")


class AskingDialog(QDialog):
    """One deed. Children fill `body`, and say what it is about, what is wrong, what the verb is, and what is done."""

    queued = Signal(object)  # what the work came to
    danger = False
    """Whether it cannot be undone at the channel."""
    glyph = Glyph.CHECK

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # One deed per dialog: whatever happens to the button, the outbox takes it once.
        self._deed = uuid4().hex
        self._busy = False
        self._tried = False
        self.setFixedWidth(scaled(540))
        self.build()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.confirm)

    def build(self) -> None:
        """Everything as nobody has typed yet, in the window's language; whatever stood there before goes."""
        old = self.layout()
        if old is not None:
            QWidget().setLayout(old)  # takes its widgets along and is gone with them
        self._tried = False
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._lay_out()
        self.setWindowTitle(self.title())
        self.setAccessibleName(self.title())
        self.fill()
        for amount in self.findChildren(AmountField):
            amount.scanned.connect(self._scanned)
        self.check()
        first = None if self.danger else self.first_field()
        (first or self.cancel).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and not self._busy:
            # The window words itself anew on the same event; formats follow the language only then.
            QTimer.singleShot(0, self, self.reword)

    def reword(self) -> None:
        """Everything in the window's language, with what was typed."""
        if self._busy:
            return
        tried, typed = self._tried, self.typed()
        self.build()
        self.put_back(typed)
        self._tried = tried
        self.check()

    def typed(self) -> Typed:
        """What stands in the fields, in the order in which they were made."""
        return Typed(
            amounts=tuple(one.amount() for one in self.findChildren(AmountField)),
            lines=tuple(one.text() for one in _plain_lines(self)),
            texts=tuple(one.toPlainText() for one in self.findChildren(QPlainTextEdit)),
            checks=tuple(one.isChecked() for one in self.findChildren(Check)),
            choices=tuple(_choice_of(one) for one in self.findChildren(QComboBox)),
        )

    def put_back(self, typed: Typed) -> None:
        """Into the same fields, made anew."""
        for check, on in zip(self.findChildren(Check), typed.checks, strict=False):
            check.setChecked(on)
        for field, amount in zip(self.findChildren(AmountField), typed.amounts, strict=False):
            if amount is not None and amount.minor:
                field.put(amount)
        for line, words in zip(_plain_lines(self), typed.lines, strict=False):
            line.setText(words)
        for box, text in zip(self.findChildren(QPlainTextEdit), typed.texts, strict=False):
            box.setPlainText(text)
        for choice, value in zip(self.findChildren(QComboBox), typed.choices, strict=False):
            if isinstance(choice, CarrierBox):
                choice.put(value)
            else:
                choice.setCurrentIndex(choice.findData(value))

    def _scanned(self, code: str) -> None:
        told = translate("deeds", "“{code}” was scanned and not typed, so it is not taken for an amount.")
        self.problem.setText(told.format(code=code))
        self.problem.show()
        fit(self)

    # --- what a child says ----------------------------------------------------------------------------------------

    def subject(self) -> str:
        """What it is done to, in a line below the title."""
        raise NotImplementedError

    def way_back(self) -> str:
        """Until when it can be taken back; empty where that is no question."""
        return translate("deeds", "Can be taken back for 10 seconds.")

    def title(self) -> str:
        """The deed, as a verb and its object."""
        raise NotImplementedError

    def fill(self) -> None:
        """Put the fields into `body`, once."""

    def first_field(self) -> QWidget | None:
        """Where the keyboard starts, where the deed is no irreversible one."""
        return None

    def verb(self) -> str:
        """What the button says, amounts and all."""
        raise NotImplementedError

    def why_not(self) -> str:
        """What is missing or wrong, as a sentence; empty when it can be confirmed."""
        return ""

    def consequence(self) -> str:
        """What it means at the channel, and what is not undone."""
        return ""

    def work(self) -> Callable[[str], object]:
        """The call that does or queues it, with all values gathered here and now; it gets the deed's name."""
        raise NotImplementedError

    # --- the frame ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.setSpacing(2)
        head.addWidget(Label(self.title(), "card-name", wrap=True))
        head.addWidget(Line(self.subject(), "secondary", "2", parent=self))
        column.addLayout(head)
        self.body.setContentsMargins(20, 0, 20, 0)
        column.addLayout(self.body)
        rule = QFrame(self)
        rule.setProperty("line", "below")
        column.addWidget(rule)
        column.addLayout(self._made_foot())

    def _made_foot(self) -> QVBoxLayout:
        self.told = Label("", "body", "2", wrap=True)
        self.problem = Label("", "body", "err", wrap=True).selectable()
        self.undo = Label(self.way_back(), "secondary", "3", wrap=True)
        self.undo.setVisible(bool(self.undo.text()))
        self.cancel = KeyButton(translate("deeds", "Leave it"), key="Esc", parent=self)
        self.cancel.clicked.connect(self.reject)
        self.confirm_button = ConfirmButton(
            glyph=self.glyph, key="Ctrl+Enter", primary=not self.danger, danger=self.danger, parent=self
        )
        self.confirm_button.clicked.connect(self.confirm)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        foot.setSpacing(6)
        for widget in (self.told, self.problem, self.undo):
            foot.addWidget(widget)
        foot.addSpacing(6)
        foot.addLayout(buttons)
        return foot

    def labelled(self, name: str, field: QWidget) -> None:
        """A field below its name."""
        label = Label(name, "secondary", "2")
        label.setBuddy(field)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(label)
        box.addWidget(field)
        self.body.addLayout(box)

    def check(self) -> None:
        """Look at the fields again: the verb, what it means, and why it cannot be done yet."""
        self.confirm_button.show_text(translate("deeds", "Being queued …") if self._busy else self.verb())
        why = self.why_not()
        self.told.setText(self.consequence())
        self.told.setVisible(bool(self.told.text()))
        self.confirm_button.forbid(why)
        # What is merely not filled in yet is no reproach before somebody tried.
        self.problem.setText(why if self._tried or self.is_wrong() else "")
        self.problem.setVisible(bool(self.problem.text()))
        fit(self)

    def is_wrong(self) -> bool:
        """Whether what keeps it from being done was typed, and is not only missing."""
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: fit(self))

    def event(self, event: QEvent) -> bool:
        # What is put into a dialog on show counts for its height only once Qt has shown that too.
        if event.type() is QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, lambda: fit(self))
        return super().event(event)

    # --- the deed -------------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Hand it to the outbox, once."""
        if self._busy:
            return
        self._tried = True
        self.check()
        if self.why_not():
            (self.first_field() or self.cancel).setFocus()
            return
        self._set_busy(busy=True)
        work, deed = self.work(), self._deed
        run_in_background(lambda: work(deed), parent=self).success(self._taken).failure(self._refused).start()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.check()
        if busy:
            self.confirm_button.setEnabled(False)
        self.cancel.setEnabled(not busy)

    def _taken(self, done: object) -> None:
        self.queued.emit(done)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self._set_busy(busy=False)
        self.problem.setText(error_text(error))
        self.problem.show()
        fit(self)
        self.cancel.setFocus()

    def reject(self) -> None:
        if not self._busy:
            super().reject()


class DeedDialog(AskingDialog):
    """One deed on one order, which the outbox takes."""

    def __init__(self, view: OrderView, calls: DeedCalls, parent: QWidget) -> None:
        self.view, self.calls = view, calls
        super().__init__(parent)

    def subject(self) -> str:
        view = self.view
        name = view.buyer.name or view.recipient.name
        return in_a_row((view.number, view.account_name or view.tile.name, name))

    def show_view(self, view: OrderView) -> None:
        """The order changed by a sync: what may be done is checked against it; what was typed stays."""
        if view.id == self.view.id and not self._busy:
            self.view = view
            self.check()
