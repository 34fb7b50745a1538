"""Owns the strip that says that store or keyring fail behind the window: full disk, nothing written, damage, a lock.

A channel's trouble is noted at its account. This computer's own stands at none, and the store could not note it:
without this strip fetching would fail in silence. The main window puts it above the status bar.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError, StoreDamaged
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.strip import Strip


class StoreStrip(Strip):
    """`met` says what is wrong until `well`. Its fix is `try_again`, which asks for everything once more; `go_on` takes
    the keyboard where the strip had it and goes.
    """

    moved = Signal()  # it came, went or says something else

    def __init__(self, announce: Callable[[str], None], try_again: Callable[[], object], go_on: Callable[[], None]):
        super().__init__(Glyph.WARNING, "err")
        self._announce, self._go_on = announce, go_on
        self._error: DeskError | None = None
        self.fix.clicked.connect(try_again)

    def met(self, error: DeskError) -> None:
        """A run has failed at this computer. Each try would say the same again, so it is announced once."""
        news = self._error is None or self._error.code != error.code
        self._error = error
        self._show()
        if news:
            self._announce(self.text)

    def well(self) -> None:
        """A run got through."""
        if self._error is None:
            return
        self._error = None
        focused: QWidget | None = self.window().focusWidget()
        held = focused is not None and self.isAncestorOf(focused)
        self._show()
        if held:
            self._go_on()

    def _show(self) -> None:
        error = self._error
        # Trying again mends no damage: its sentence leads to the backup.
        again = error is not None and not isinstance(error, StoreDamaged)
        self.say(error_text(error) if error is not None else "", self.tr("Try now") if again else "")
        self.moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._error is not None:
            self._show()
