"""Owns what screen readers are told beyond what has the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have it read out, on behalf of the widget."""
    # Loaded here, for it makes a dozen types and lists of words, and nothing is told before the first picture.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
