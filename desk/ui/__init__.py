"""The window, the only place with PySide6: calls desk.services off the main thread, shows their answers."""

from desk.ui.late_patterns import patterns_compiled_late
from desk.ui.quick_enums import make_enums_quickly

make_enums_quickly()  # before PySide is loaded, which the next one does

with patterns_compiled_late():
    from desk.ui.unread_sources import leave_sources_unread

leave_sources_unread()
