"""Owns the words of the account screens: what channels say of their settings, and errors as told at a field."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from connectors.contract.errors import LoginNeeded
from desk.domain.errors import DeskError
from desk.services.account_rules import COUNT_FROM_AMOUNT, COUNT_FROM_ROWS, SECOND_PERSON_ABOVE
from desk.ui.sentences import error_text
from desk.ui.words import QT_TRANSLATE_NOOP

COMMON_FIELDS = {
    "account_name_taken": "name",
    "account_name_odd": "name",
    "not_a_date": "start_date",
    "second_person_odd": SECOND_PERSON_ABOVE,
    "count_rows_odd": COUNT_FROM_ROWS,
    "count_amount_odd": COUNT_FROM_AMOUNT,
}
"""Fields at fault that every account has, by the error's code."""
AT_FIELD = {
    "setting_missing": QT_TRANSLATE_NOOP("account-texts", "This is needed."),
    "no_such_choice": QT_TRANSLATE_NOOP("account-texts", "Choose one of the list."),
    "account_name_taken": QT_TRANSLATE_NOOP("account-texts", "There is an account of this name already."),
    "account_name_odd": QT_TRANSLATE_NOOP("account-texts", "A name is one line of at most 80 characters."),
    "not_a_date": QT_TRANSLATE_NOOP("account-texts", "This is no date."),
    "second_person_odd": QT_TRANSLATE_NOOP("account-texts", "Enter an amount such as 50.00, or leave it empty."),
    "count_rows_odd": QT_TRANSLATE_NOOP("account-texts", "Enter a number of rows such as 25, or leave it empty."),
    "count_amount_odd": QT_TRANSLATE_NOOP("account-texts", "Enter an amount such as 1000.00, or leave it empty."),
}
_GOES_ON = (
    QT_TRANSLATE_NOOP("account-texts", "Desk keeps trying."),
    QT_TRANSLATE_NOOP("account-texts", "Desk goes on when it is back."),
    QT_TRANSLATE_NOOP("account-texts", "Desk goes on when it allows."),
)
_NOBODY_THERE = frozenset({"connection_refused", "timed_out", "no_such_host"})
_CHECK = QT_TRANSLATE_NOOP("account-texts", "Check the address.")
_LATER = QT_TRANSLATE_NOOP("account-texts", "Try again in a few minutes; if it stays so, check the address.")


def _told(source: str) -> str:
    return QCoreApplication.translate("account-texts", source)


def field_of(error: DeskError) -> str:
    """The setting at fault; empty where none is named."""
    if isinstance(error, LoginNeeded) and error.field:
        return error.field
    if "setting" in error.facts:
        return str(error.facts["setting"])
    if error.code == "ca_file_missing":
        return "ca_file"
    return COMMON_FIELDS.get(error.code, "")


def setup_text(error: DeskError) -> str:
    """An error for somebody who waits for the answer: nothing goes on by itself, so it says what to do now."""
    if error.code in AT_FIELD:
        return _told(AT_FIELD[error.code])
    told = error_text(error)
    for promise in _GOES_ON:
        told = told.replace(_told(promise), _told(_CHECK if error.code in _NOBODY_THERE else _LATER))
    return told
