"""Owns which pages behind an order may be shown, and showing them."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_link(url: str) -> None:
    """Show a page in the browser; only safe web addresses, since the text came from a channel."""
    if can_open(url):
        QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


def can_open(url: str) -> bool:
    """Whether it is a safe web address."""
    target = QUrl(url, QUrl.ParsingMode.StrictMode)
    return target.isValid() and target.scheme() == "https" and bool(target.host())
