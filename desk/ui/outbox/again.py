"""Owns the question before money whose outcome is not known is sent once more (UX 4.8)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.views import PushView
from desk.ui.outbox.entries import title_of
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import ConfirmButton, KeyButton, key_text
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.label import Label

_MOST = 5


class AgainDialog(QDialog):
    """Accepted where it is to be sent again. The keyboard starts on leaving it; Enter alone never confirms."""

    def __init__(self, pushes: Sequence[PushView], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pushes = pushes
        self._title = Label("", "card-name", wrap=True)
        self.what = Label("", "body", wrap=True)
        self.told = Label("", "body", "2", wrap=True)
        self.leave = KeyButton(key=key_text("Esc"), parent=self)
        self.leave.clicked.connect(self.reject)
        self.again = ConfirmButton(glyph=Glyph.CLOUD_UP, key=key_text("Ctrl+Enter"), danger=True, parent=self)
        self.again.clicked.connect(self.accept)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for label in (self._title, self.what, self.told):
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.again)
        column.addSpacing(6)
        column.addLayout(buttons)
        self.setFixedWidth(scaled(480))
        self.retranslate()
        self.leave.setFocus()

    def retranslate(self) -> None:
        title = self.tr("Send it once more?")
        self._title.setText(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        shown = [in_a_row((title_of(one), one.order_number, one.account_name)) for one in self._pushes[:_MOST]]
        if len(self._pushes) > _MOST:
            shown.append(self.tr("and %n more", "", len(self._pushes) - _MOST))
        self.what.setText("\n".join(shown))
        self.told.setText(
            self.tr(
                "It was sent, and nobody knows whether it arrived. Look at the order in the channel first: if the "
                "money has gone already, choose “It arrived” instead. Sent again, the buyer may get it twice."
            )
        )
        self.leave.show_text(self.tr("Leave it"), key=key_text("Esc"))
        self.again.show_text(self.tr("Send again"), key=key_text("Ctrl+Enter"))
        fit(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)
