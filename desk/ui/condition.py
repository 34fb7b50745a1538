"""Owns the question in what condition all accounts together are: offline, or one of them broken. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desk.domain.rows import AccountState, AccountView
from desk.domain.values import AccountId
from desk.ui.sentences import trouble_of

UNREACHABLE = frozenset({"unavailable", "no_such_host", "connection_refused", "connection_lost", "timed_out"})
"""Codes of trouble that mean: the channel cannot be reached."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`offline` when no account can be reached. `trouble` is the sentence of the first broken account."""

    offline: bool = False
    broken: AccountId | None = None
    trouble: str = ""


def is_unreachable(view: AccountView) -> bool:
    return view.trouble_code in UNREACHABLE and view.state is AccountState.READY


def condition_of(accounts: Sequence[AccountView]) -> Condition:
    broken = next((one for one in accounts if one.state is AccountState.LOGIN_NEEDED), None)
    trouble = ""
    if broken is not None:
        source = QCoreApplication.translate("condition", "{account}: {trouble}")
        trouble = source.format(account=broken.name, trouble=trouble_of(broken))
    return Condition(
        offline=bool(accounts) and all(is_unreachable(one) for one in accounts),
        broken=broken.id if broken is not None else None,
        trouble=trouble,
    )
