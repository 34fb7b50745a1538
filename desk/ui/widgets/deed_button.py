"""Owns the button of a deed that may be barred: greyed, yet the keyboard still reaches it, and it tells why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.foreign import tip_of


class DeedButton(KeyButton):
    """Pressed, it wants its deed done, or, where that is barred, its reason told.

    It is never disabled: what is disabled is passed over by Tab, and who works by keyboard would not learn why.
    """

    wanted = Signal()
    why_wanted = Signal()

    def __init__(
        self, text: str = "", *, glyph: Glyph | None = None, key: str = "", parent: QWidget | None = None
    ) -> None:
        self._reason = ""
        super().__init__(text, glyph=glyph, key=key, parent=parent)
        self.clicked.connect(self._pressed)

    @property
    def reason(self) -> str:
        """Why the deed cannot be done now; empty when it can."""
        return self._reason

    @property
    def is_barred(self) -> bool:
        return bool(self._reason)

    def forbid(self, reason: str) -> None:
        self._reason = reason
        self.setToolTip(tip_of(reason))
        self._name()
        self.update()

    def show_text(self, text: str, *, glyph: Glyph | None = None, key: str | None = None) -> None:
        super().show_text(text, glyph=glyph, key=key)
        self._name()

    def _name(self) -> None:
        """Read out, it is said to be barred: nothing else tells who does not see that it is grey."""
        told = QCoreApplication.translate("DeedButton", "{deed}, not possible")
        self.setAccessibleName(told.format(deed=self.text()) if self._reason else self.text())
        self.setAccessibleDescription(self._reason or self._key)

    def is_open(self) -> bool:
        return super().is_open() and not self._reason

    def _pressed(self) -> None:
        (self.why_wanted if self._reason else self.wanted).emit()
