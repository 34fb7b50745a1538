"""Owns which trouble of the schedule becomes a toast, and when such a toast goes again.

Routine sync makes no toasts (UX 7). Only a run that an agent asked for tells its trouble, unless a strip says it
already; and what is told so goes when the account is well again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from desk.domain.errors import DeskError
from desk.domain.rows import AccountView
from desk.domain.values import AccountId
from desk.ui.condition import Condition, condition_of
from desk.ui.sentences import error_text
from desk.ui.widgets.toast import Toast, Toasts


class Troubles:
    """Hears trouble, waits until it is known how the accounts stand, and tells what nothing else tells."""

    def __init__(self, toasts: Toasts, announce: Callable[[str], None]) -> None:
        self._toasts, self._announce = toasts, announce
        self._waiting: dict[AccountId, DeskError] = {}
        self._told: dict[AccountId, Toast] = {}
        self._store: Toast | None = None

    def met(self, error: DeskError, account: AccountId | None) -> None:
        """A run that was asked for has failed; without an account it is the store that does not answer."""
        if account is not None:
            self._waiting[account] = error
        elif self._store is None:
            self._store = self._toast(error_text(error), "err")

    def store_answers(self) -> None:
        if self._store is not None:
            self._store.go()
            self._store = None

    def look(self, accounts: Sequence[AccountView]) -> None:
        """How the accounts stand now: tell what waits, and take back what is over."""
        condition = condition_of(accounts)
        for account, toast in tuple(self._told.items()):
            troubled = any(one.id == account and one.trouble_code for one in accounts)
            if not troubled or _strip_tells(condition, account):
                toast.go()
                del self._told[account]
        waiting, self._waiting = self._waiting, {}
        for account, error in waiting.items():
            view = next((one for one in accounts if one.id == account), None)
            text = error_text(error)
            if _strip_tells(condition, account):
                self._announce(text)
                continue
            if view is not None and len(accounts) > 1:
                source = QCoreApplication.translate("condition", "{account}: {trouble}")
                text = source.format(account=view.name, trouble=text)
            # What leaves no trace at the account is over at once: nothing would ever take an error back.
            lasting = view is not None and bool(view.trouble_code)
            toast = self._toast(text, "err" if lasting else "warn")
            if lasting:
                self._told[account] = toast

    def _toast(self, text: str, tone: str) -> Toast:
        again = next((one for one in self._toasts.shown if one.text == text), None)
        return again or self._toasts.show(Toast(text, tone))


def _strip_tells(condition: Condition, account: AccountId) -> bool:
    return condition.offline or condition.broken == account
