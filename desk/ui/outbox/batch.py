"""Owns what the dialogs of a batch share once it runs: how far its pushes have come, and taking the batch back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.values import PushId
from desk.domain.views import PushView
from desk.ui.actions.commands import Commands
from desk.ui.background import Lane, hub, run_in_background
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton

_LOOK_AGAIN_MS = 1000
Pushes = dict[PushId, PushView]


class Following(QObject):
    """Asks the outbox how far a batch has come: each second while something is on its way, and at each change.

    `question` gathers what to ask for on the main thread; what it returns is called off it.
    """

    def __init__(
        self, question: Callable[[], Callable[[], Pushes]], show: Callable[[Pushes], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._question, self._show, self._widget = question, show, parent
        self._on = self._looking = self._look_more = False
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)
        hub().changed.connect(self._on_changes)

    @property
    def looking(self) -> bool:
        """Whether an answer is on its way."""
        return self._looking

    def start(self) -> None:
        self._on = True
        self._timer.start()
        self._look()

    def rest(self) -> None:
        """Nothing is on its way any more; only a change leads to another look."""
        self._timer.stop()

    def pause(self) -> None:
        """The batch itself runs: what it says of its rows comes first."""
        self._on = False
        self._timer.stop()

    def _on_changes(self, changes: Changes, _by: object) -> None:
        if changes.touches(Kind.PUSH):
            self._look()

    def _look(self) -> None:
        if self._looking:
            self._look_more = True  # what is on its way here may be older than what has changed
        elif self._on:
            self._looking, self._look_more = True, False
            looking = run_in_background(self._question(), parent=self._widget).on(Lane.READING)
            looking.success(self._show).failure(lambda _: None).finished(self._looked).start()

    def _looked(self) -> None:
        self._looking = False
        if self._look_more:
            self._look()


class BatchUndo(KeyButton):
    """Takes the whole batch back; there as long as the outbox holds it."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(glyph=Glyph.REFUND, key="Ctrl+Z", parent=parent)
        self._commands = commands
        self.clicked.connect(self.undo)
        self.hide()
        self._words()

    def _words(self) -> None:
        self.show_text(self.tr("Undo"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._words()

    def offer(self, seconds: float) -> None:
        self.show()
        QTimer.singleShot(int(seconds * 1000), self, self.hide)

    def undo(self) -> None:
        if self.isVisible():
            self.hide()
            self._commands.run("edit.undo")
