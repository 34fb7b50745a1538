"""Owns what is shown where Desk cannot start and nobody reads a terminal: one sentence with its next step."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from desk.domain.errors import DeskError
from desk.system.folders import data_folder
from desk.ui.care.rescue import RESCUED, rescue
from desk.ui.locale import locale
from desk.ui.sentences import error_text
from desk.ui.settings.kept import Kept
from desk.ui.window import make_application


def tell(error: DeskError, folder: Path | None = None) -> int:
    """Show it until it is closed; the exit status, which is 0 where the store opens again."""
    application = make_application(["desk"])
    place = folder or data_folder()
    locale().speak(Kept(place).language)
    if folder is not None and error.code in RESCUED:
        return 0 if rescue(error, folder) else 1
    box = QMessageBox(
        QMessageBox.Icon.Warning, QCoreApplication.translate("unopened", "Desk cannot start"), error_text(error)
    )
    box.exec()
    application.processEvents()
    return 1
