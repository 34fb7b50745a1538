"""Owns the question before money whose outcome is not known is sent once more (UX 4.8)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desk.domain.views import PushView
from desk.ui.outbox.question import PushQuestion
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.label import Label


class AgainDialog(PushQuestion):
    """Accepted where it is to be sent again. The keyboard starts on leaving it."""

    def __init__(self, pushes: Sequence[PushView], parent: QWidget) -> None:
        super().__init__(pushes, Glyph.CLOUD_UP, parent)
        self._warning = Label("", "body", "2", wrap=True)
        self.lay_out(self._warning)
        self.leave.setFocus()

    def retranslate(self) -> None:
        self._warning.setText(
            self.tr(
                "It was sent, and nobody knows whether it arrived. Look at the order in the channel first: if the "
                "money has gone already, choose “It arrived” instead. Sent again, the buyer may get it twice."
            )
        )
        self.told(self.tr("Send it once more?"), self.tr("Send again"))
