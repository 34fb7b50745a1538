"""Owns the words that connectors share for what they lack: why a record cannot be read, what a channel withholds."""

from __future__ import annotations

from connectors.contract.kinds import QT_TRANSLATE_NOOP

LACKS = QT_TRANSLATE_NOOP("channel", "it lacks")
"""Followed by a colon and the channel's own names of what is missing."""
NO_DATE = QT_TRANSLATE_NOOP("channel", "it has no date")
NO_NUMBER = QT_TRANSLATE_NOOP("channel", "it has no number")
ODD_AMOUNT = QT_TRANSLATE_NOOP("channel", "an amount is not a number")
ODD_DATE = QT_TRANSLATE_NOOP("channel", "a date lies before 1970 or after 2200")
ODD_LINES = QT_TRANSLATE_NOOP("channel", "its lines have no numbers of their own")
ODD_QUANTITY = QT_TRANSLATE_NOOP("channel", "the quantity of a line is no count of pieces")
NOT_STORED = QT_TRANSLATE_NOOP("channel", "Desk could not store it")
WITHHELD = QT_TRANSLATE_NOOP("channel", "Personal data")
"""The finding of an account that says what the channel keeps from us for now and what to do: somebody has to act."""
