"""Owns which pages behind an order may be shown, and showing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from desk.domain.views import OrderView


def open_link(url: str) -> None:
    """Show a page in the browser; only safe web addresses, since the text came from a channel."""
    if can_open(url):
        QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


def can_open(url: str) -> bool:
    """Whether it is a safe web address."""
    target = QUrl(url, QUrl.ParsingMode.StrictMode)
    return target.isValid() and target.scheme() == "https" and bool(target.host())


def page_name(view: OrderView) -> str:
    """What the merchant's own pages of the channel are called."""
    return view.limits.page_name or view.account_name or view.tile.name
