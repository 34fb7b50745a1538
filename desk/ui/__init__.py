"""The window, the only place with PySide6: calls desk.services off the main thread, shows their answers."""

from desk.ui.quick_enums import make_enums_quickly

make_enums_quickly()  # before PySide is loaded, which the next one does

from desk.ui.unread_sources import leave_sources_unread  # noqa: E402

leave_sources_unread()
