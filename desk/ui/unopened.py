"""Owns what is shown where Desk cannot start and nobody reads a terminal: one sentence with its next step."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from desk.domain.errors import DeskError
from desk.system.folders import data_folder
from desk.ui.locale import locale
from desk.ui.sentences import error_text
from desk.ui.settings.kept import Kept
from desk.ui.window import make_application


def tell(error: DeskError) -> int:
    """Show it until it is closed; the exit status."""
    application = make_application(["desk"])
    locale().speak(Kept(data_folder()).language)
    box = QMessageBox(
        QMessageBox.Icon.Warning, QCoreApplication.translate("unopened", "Desk cannot start"), error_text(error)
    )
    box.exec()
    application.processEvents()
    return 1
