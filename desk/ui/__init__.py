"""The window, the only place with PySide6: calls desk.services off the main thread, shows their answers."""
