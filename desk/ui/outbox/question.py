"""Owns the shape of a question about entries of the outbox before money goes. The dialogs beside it add their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.views import PushView
from desk.ui.outbox.entries import title_of
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import ConfirmButton, KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.label import Label

_MOST = 5


class PushQuestion(QDialog):
    """Its title, the entries it is about, what a dialog adds, and two buttons. Enter alone never confirms.

    A dialog calls `lay_out` when its widgets are made.
    """

    def __init__(self, pushes: Sequence[PushView], glyph: Glyph, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pushes = tuple(pushes)
        self._title = Label("", "card-name", wrap=True)
        self.what = Label("", "body", wrap=True)
        self.leave = KeyButton(key="Esc", parent=self)
        self.leave.clicked.connect(self.reject)
        self.go = ConfirmButton(glyph=glyph, key="Ctrl+Enter", danger=True, parent=self)
        self.go.clicked.connect(self.confirm)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.confirm)

    def lay_out(self, *widgets: QWidget) -> None:
        """`widgets` stand between the entries and the buttons."""
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self._title, self.what, *widgets):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        column.addSpacing(6)
        column.addLayout(buttons)
        self.setFixedWidth(scaled(480))
        self.retranslate()

    def confirm(self) -> None:
        self.accept()

    def retranslate(self) -> None:
        """A dialog shows its own words and then calls `told`."""
        raise NotImplementedError

    def told(self, title: str, go: str) -> None:
        """The title, the entries and the buttons in the window's language."""
        self._title.setText(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        shown = [in_a_row((title_of(one), one.order_number, one.account_name)) for one in self.pushes[:_MOST]]
        if len(self.pushes) > _MOST:
            shown.append(QCoreApplication.translate("outbox", "and %n more", "", len(self.pushes) - _MOST))
        self.what.setText("\n".join(shown))
        self.leave.show_text(QCoreApplication.translate("outbox", "Leave it"))
        self.go.show_text(go)
        fit(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)
