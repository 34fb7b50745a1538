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
        self._rows: QAbstractItemView | None = None
        self.hide()

    def leads_to(self, rows: QAbstractItemView) -> None:
        """The list whose rows it counts."""
        self._rows = rows
        self.clicked.connect(self._show_top)

    def _show_top(self) -> None:
        self.tell(0)
        if self._rows is not None:
            self._rows.scrollToTop()
            self._rows.setFocus()

    def count(self, fresh: int) -> None:
        """So many more rows are new above; what the list shows at its top is seen and told no more."""
        scrolled = self._rows is not None and self._rows.verticalScrollBar().value() > 0
        self.tell(self._above + fresh if scrolled else 0)

    def tell(self, above: int) -> None:
        """So many rows are new above."""
        self._above = above
        self.setVisible(above > 0)
        self.show_text(self.tr("%n new", "", above))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.tell(self._above)
