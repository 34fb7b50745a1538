"""Owns the question that is asked once before Desk is left while changes still wait."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


def ask_before_leaving(window: QWidget, waiting: int, running: Sequence[str] = ()) -> bool:
    """True when the agent leaves anyway; what waits goes out at the next start, what runs is broken off."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setWindowTitle(translate("leaving", "Leave Desk?"))
    texts, details = [], []
    if waiting:
        texts.append(translate("leaving", "%n change(s) have not reached the channel yet.", "", waiting))
        details.append(translate("leaving", "They stay in the outbox and go out when Desk is open again."))
    if running:
        texts.append(translate("leaving", "Still running: {jobs}").format(jobs=", ".join(running)))
        details.append(translate("leaving", "What runs is broken off between two steps; what is done stays done."))
    box.setText("\n".join(texts))
    box.setInformativeText(" ".join(details))
    leave = box.addButton(translate("leaving", "Leave"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(translate("leaving", "Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
