"""Owns the checks that `python run.py check` makes of the sources; nothing that is shipped imports it."""
