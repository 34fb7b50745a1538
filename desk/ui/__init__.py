"""The window, the only place with PySide6: calls desk.services off the main thread, shows their answers."""

from desk.ui.unread_sources import leave_sources_unread

leave_sources_unread()
