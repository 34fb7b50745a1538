"""Owns the pill that tells how many rows have come in above, out of sight. Lists of any area put it in their head."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Chip


class NewPill(Chip):
    """Hidden while nothing is new. `leads_to`: pressing it shows this list's top, and the keyboard goes there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(glyph=Glyph.SYNC, parent=parent)
        self._above = 0
        self.hide()

    @property
    def above(self) -> int:
        return self._above

    def leads_to(self, rows: QAbstractItemView) -> None:
        def show() -> None:
            self.tell(0)
            rows.scrollToTop()
            rows.setFocus()

        self.clicked.connect(show)

    def tell(self, above: int) -> None:
        """So many rows are new above."""
        self._above = above
        self.setVisible(above > 0)
        self.show_text(self.tr("%n new", "", above))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.tell(self._above)
