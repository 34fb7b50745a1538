"""Settings that exist so far: language, look, text size, menu bar."""
