"""Owns how high a dialog is: as high as its wrapped texts need at its width, no word of a key cut off."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def fit(dialog: QDialog) -> None:
    """Call it when the dialog is shown and whenever a text in it changes."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        high = max(layout.totalHeightForWidth(dialog.width()), layout.totalMinimumSize().height())
        if high != dialog.height():
            dialog.setFixedHeight(high)
