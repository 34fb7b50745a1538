"""Owns the strip that says that store or keyring fail behind the window: full disk, nothing written, damage, a lock.

A channel's trouble is noted at its account. This computer's own stands at none, and the store could not note it:
without this strip fetching would fail in silence. The main window puts it above the status bar.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError, StoreDamaged
from desk.ui.schedule_loop import ScheduleLoop
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.strip import Strip


class StoreStrip(Strip):
    """`met` says what is wrong until `well`. Its fix asks for everything once more (`try_again`), or, where pages are
    damaged, leads to a backup (`offer_restore`). `go_on` takes the keyboard where the strip had it and goes.
    """

    moved = Signal()  # it came, went or says something else

    def __init__(self, announce: Callable[[str], None], try_again: Callable[[], object], go_on: Callable[[], None]):
        super().__init__(Glyph.WARNING, "err")
        self._announce, self._try_again, self._go_on = announce, try_again, go_on
        self._restore: Callable[[], object] | None = None
        self._error: DeskError | None = None
        self.fix.clicked.connect(self._mend)

    def follow(self, loop: ScheduleLoop) -> None:
        loop.hindered.connect(self.met)
        loop.stored.connect(self.well)

    def offer_restore(self, restore: Callable[[], object]) -> None:
        """What leaves the window for a backup. Not offered in the demo, which has none."""
        self._restore = restore
        self._show()

    def met(self, error: DeskError) -> None:
        """A run has failed at this computer. Each try would say the same again, so it is announced once."""
        if self._is_damaged and not isinstance(error, StoreDamaged):
            return
        news = self._error is None or self._error.code != error.code
        self._error = error
        self._show()
        if news:
            self._announce(self.text)

    def met_damage(self) -> None:
        """The weekly look has found it."""
        self.met(
            StoreDamaged(
                "The store is damaged. Restore the newest backup; Desk will fetch from the channels what came after.",
                code="store_damaged",
            )
        )

    def well(self) -> None:
        """A run got through. That does not mend a page which it did not read."""
        if self._error is None or self._is_damaged:
            return
        self._error = None
        focused: QWidget | None = self.window().focusWidget()
        held = focused is not None and self.isAncestorOf(focused)
        self._show()
        if held:
            self._go_on()

    @property
    def _is_damaged(self) -> bool:
        return isinstance(self._error, StoreDamaged)

    def _mend(self) -> None:
        if not self._is_damaged:
            self._try_again()
        elif self._restore is not None:
            self._restore()

    def _show(self) -> None:
        fix = ""
        if self._is_damaged:
            fix = self.tr("Restore a backup …") if self._restore is not None else ""
        elif self._error is not None:
            fix = self.tr("Try now")
        self.say(error_text(self._error) if self._error is not None else "", fix)
        self.moved.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._error is not None:
            self._show()
