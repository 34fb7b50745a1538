"""The window: the only place with PySide6. Calls desk.services off the main thread and paints what they answer."""
