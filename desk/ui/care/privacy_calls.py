"""Owns the list of services that forgetting buyers calls. All block: call them in the background only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desk.domain.values import AccountId

if TYPE_CHECKING:
    from desk.services.context import Desk
    from desk.services.privacy import Report

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long an account keeps its buyers: `told` by the merchant, else `asked` for by the channel (None: never)."""

    account: AccountId
    name: str
    told: str
    asked: int | None


class PrivacyCalls(Protocol):
    """What the dialog about privacy asks of the services."""

    def retentions(self) -> tuple[Retention, ...]: ...

    def keep_retention(self, account: AccountId, told: str) -> None:
        """`told`: days, "off" for never, empty for what the channel asks. The channel is asked to sign in by it."""
        ...

    def plan(self) -> Report:
        """What would go now; changes nothing."""
        ...

    def forget(self, progress: Progress, stop: threading.Event) -> Report: ...


class ServicePrivacyCalls:
    """The real services, imported where they are used."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def retentions(self) -> tuple[Retention, ...]:
        from desk.services import accounts
        from desk.services.account_rules import FORGET_AFTER

        found = (accounts.details(self._desk, one.id) for one in accounts.overview(self._desk))
        return tuple(
            Retention(
                account=one.id,
                name=one.name,
                told=one.settings.get(FORGET_AFTER, ""),
                asked=one.kind.forget_buyers_after,
            )
            for one in found
        )

    def keep_retention(self, account: AccountId, told: str) -> None:
        from desk.services import accounts
        from desk.services.account_rules import FORGET_AFTER

        accounts.change(self._desk, accounts.load(self._desk, account), {FORGET_AFTER: told}, {})

    def plan(self) -> Report:
        from desk.services import privacy

        return privacy.plan(self._desk)

    def forget(self, progress: Progress, stop: threading.Event) -> Report:
        from desk.services import privacy

        return privacy.run(self._desk, progress=progress, stop=stop)
