"""Owns what the dialogs about one return share: the return they are about, and the services behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desk.ui.orders.deeds.dialog import AskingDialog
from desk.ui.returns.case.calls import CaseCalls
from desk.ui.widgets.foreign import in_a_row

if TYPE_CHECKING:
    from desk.services.return_case import ReturnCase

translate = QCoreApplication.translate


class ReturnDialog(AskingDialog):
    """One deed on one return."""

    def __init__(self, case: ReturnCase, calls: CaseCalls, parent: QWidget) -> None:
        self.case, self.calls = case, calls
        super().__init__(parent)

    @property
    def channel(self) -> str:
        return self.case.account_name or self.case.tile.name

    def subject(self) -> str:
        return in_a_row((self.case.view.number, self.channel, self.case.buyer))

    def way_back(self) -> str:
        return ""

    def show_case(self, case: ReturnCase) -> None:
        """It was loaded again: what may be done is checked against it; what was typed stays."""
        if case.view.id == self.case.view.id and not self._busy:
            self.case = case
            self.check()
