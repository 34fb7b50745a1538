"""Owns what to type next about an account's trouble: the window has a button there, the terminal a command."""

from __future__ import annotations

import shlex

from connectors.contract.capabilities import ConnectorKind
from connectors.contract.errors import LoginNeeded
from connectors.http.statuses import without_promise
from desk.domain.errors import DeskError
from desk.domain.views import AccountState, AccountView

_AGAIN = "Nothing is lost: run the command again."


def told(error: DeskError, account: str, kind: ConnectorKind) -> str:
    """The error's sentence, and the command that mends the setting at fault where one is named."""
    step = _mending(error, account, kind)
    # A command ends here; only the window goes on by itself.
    text = without_promise(error.text, _AGAIN)
    return f"{text} Then: {step}" if step else text


def of_account(view: AccountView) -> str:
    """What keeps an account from working, and the command that leads on. Empty where nothing does."""
    text = without_promise(view.trouble_text, _AGAIN)
    if text and view.state is AccountState.LOGIN_NEEDED:
        return f"{text} Then: desk accounts test {shlex.quote(view.name)}"
    return text


def _mending(error: DeskError, account: str, kind: ConnectorKind) -> str:
    if not isinstance(error, LoginNeeded):
        return ""
    at_fault = next((one for one in kind.settings if one.name == error.field), None)
    name = shlex.quote(account)
    if at_fault is None:
        return f"desk accounts test {name}"
    if at_fault.secret:
        return f"desk accounts set {name} --secret {at_fault.name}=ENVVAR"
    return f"desk accounts set {name} {at_fault.name}=VALUE"
