"""Owns signing in by the channel's own page: it opens the system browser, says what to do there, and takes the address
that the browser ends at.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.values import AccountId
from desk.ui.accounts.calls import Entered
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label


class SignInCalls(Protocol):
    """What signing in by the browser asks of the services."""

    def sign_in_page(self, kind: str, entered: Entered, state: str, account: AccountId | None) -> str:
        """The address to open. `account`: its kept settings and keys stand where nothing was entered."""
        ...

    def finish_sign_in(
        self, kind: str, entered: Entered, pasted: str, state: str, account: AccountId | None
    ) -> Mapping[str, str]:
        """Settings and secrets that the pasted address brings."""
        ...


class SignInBox(QWidget):
    """Two steps and what they are for. `got` carries settings and secrets by name, `failed` what went wrong."""

    got = Signal(object)  # Mapping[str, str]
    failed = Signal(object)  # DeskError

    def __init__(
        self,
        calls: SignInCalls,
        kind: str,
        entered: Callable[[], Entered],
        parent: QWidget | None = None,
        *,
        account: AccountId | None = None,
        open_page: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._calls, self._kind, self._entered, self._account = calls, kind, entered, account
        self._open_page = open_page or _in_the_browser
        # One text per box: what comes back with another's belongs to another sign-in.
        self._state = secrets.token_urlsafe(24)
        self._running: Operation[Any] | None = None
        self._opened = self._done = False
        self._title = Label("", "title")
        self.about = Label("", "body", "2", wrap=True)
        self.page = KeyButton(glyph=Glyph.EXTERNAL, parent=self)
        self.page.clicked.connect(self.open)
        self._label = Label("", "strong-secondary", "2")
        self.pasted = QLineEdit(self)
        self.pasted.setMaxLength(8000)
        self._label.setBuddy(self.pasted)
        self.take = KeyButton(parent=self)
        self.take.clicked.connect(self.finish)
        self.pasted.returnPressed.connect(self.finish)
        self.pasted.textChanged.connect(self._typed)
        self.state = Label("", "body", "", wrap=True).selectable()
        self.state.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.pasted, 1)
        row.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.about)
        column.addWidget(self.page, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._label)
        column.addLayout(row)
        column.addWidget(self.state)
        self.retranslate()

    def open(self) -> None:
        """Ask for the page's address, and show it in the system's browser."""
        if self._running is not None:
            return
        calls, kind, entered, state, account = self._calls, self._kind, self._entered(), self._state, self._account
        self._run(
            run_in_background(lambda: calls.sign_in_page(kind, entered, state, account), parent=self)
            .on(Lane.READING)
            .success(self._show_page)
            .failure(self._trouble)
        )

    def _show_page(self, address: str) -> None:
        self._running = None
        self._opened = True
        self._open_page(address)
        self._say(self.tr("The page is open in the browser. Paste here the address that it ends at."), "2")
        self.pasted.setFocus()
        self.retranslate()

    def finish(self) -> None:
        """Let the channel make keys of what was pasted."""
        pasted = self.pasted.text().strip()
        if self._running is not None:
            return
        if not pasted:
            self._say(self.tr("Paste the address first that the browser ends at."), "err")
            self.pasted.setFocus()
            return
        calls, kind, entered, state, account = self._calls, self._kind, self._entered(), self._state, self._account
        self._run(
            run_in_background(lambda: calls.finish_sign_in(kind, entered, pasted, state, account), parent=self)
            .on(Lane.NETWORK)
            .success(self._got)
            .failure(self._trouble)
        )

    def _run(self, operation: Operation[Any]) -> None:
        self._running = operation
        operation.start()
        self.retranslate()

    def _got(self, brought: Mapping[str, str]) -> None:
        self._running = None
        self._done = True
        self.pasted.clear()  # it holds a code that is worth a key
        self._state = secrets.token_urlsafe(24)
        self._say(self.tr("You are signed in. Now let Desk check it."), "ok")
        self.retranslate()
        self.got.emit(brought)

    def _trouble(self, error: DeskError) -> None:
        self._running = None
        self.state.hide()
        self.retranslate()
        self.failed.emit(error)

    def show_trouble(self, text: str) -> None:
        """What went wrong, where no field of the form is at fault."""
        self._say(text, "err")
        self.pasted.setFocus()

    def _typed(self) -> None:
        if self.pasted.text():
            self.state.hide()

    def _say(self, text: str, tint: str) -> None:
        self.state.setText(text)
        self.state.set_tint(tint)
        self.state.setVisible(bool(text))

    def forget(self) -> None:
        """Nothing that is worth a key stays on a screen that is left."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
        self.pasted.clear()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Sign in by the browser"))
        self.about.setText(
            self.tr(
                "Enter application ID and secret below, then open the page: sign in there as the seller and agree. "
                "The browser ends at a page that may look empty or faulty. Copy its whole address and paste it here "
                "within five minutes."
            )
        )
        self.page.show_text(self.tr("Open the page again") if self._opened else self.tr("Open the sign-in page"))
        self._label.setText(self.tr("Address that the browser ends at"))
        self.pasted.setAccessibleName(self._label.text())
        self.take.show_text(self.tr("Signing in …") if self._running is not None else self.tr("Sign in"))
        for button in (self.page, self.take):
            button.setEnabled(self._running is None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "take"):
            self.retranslate()


def _in_the_browser(address: str) -> None:
    target = QUrl(address, QUrl.ParsingMode.StrictMode)
    # Simulated channels speak http on this computer.
    if target.isValid() and (target.scheme() == "https" or target.host() in ("127.0.0.1", "localhost")):
        QDesktopServices.openUrl(target)
