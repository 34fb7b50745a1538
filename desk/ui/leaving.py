"""Owns the question that is asked once before Desk is left while changes still wait."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

translate = QCoreApplication.translate


def ask_before_leaving(window: QWidget, waiting: int) -> bool:
    """True when the agent leaves anyway; what waits goes out at the next start."""
    box = QMessageBox(window)
    box.setWindowTitle(translate("leaving", "Leave Desk?"))
    box.setText(translate("leaving", "%n change(s) have not reached the channel yet.", "", waiting))
    box.setInformativeText(translate("leaving", "They stay in the outbox and go out when Desk is open again."))
    leave = box.addButton(translate("leaving", "Leave"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(translate("leaving", "Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
