"""Owns the list of services that the account screens call. All block: call them through `desk.ui.background` only.

A test hands its own `AccountCalls`; the program gets `ServiceAccountCalls`, the one implementation in the product.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Clock
from desk.domain.rows import AccountView, ChannelTile
from desk.domain.values import AccountId

if TYPE_CHECKING:
    from connectors.contract.capabilities import ConnectorKind
    from connectors.contract.protocols import LoginReport
    from desk.services.accounts import Details
    from desk.services.anonymising import Forgotten
    from desk.services.context import Desk
    from desk.services.trials import TriedOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What stands in a form: settings and secrets by name. Never shown as a whole, since it holds secrets."""

    settings: Mapping[str, str]
    secrets: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Entered(settings={dict(self.settings)!r}, secrets={sorted(self.secrets)!r})"


@dataclass(frozen=True, slots=True)
class Done:
    """A deed at one account: what the channel said of itself, and that views of accounts are to look again."""

    report: LoginReport
    changes: Changes


class AccountCalls(Protocol):
    """What the account screens ask of the services."""

    @property
    def clock(self) -> Clock: ...

    def kinds(self) -> tuple[tuple[ConnectorKind, ChannelTile], ...]:
        """Every kind of channel there is."""
        ...

    def try_out(self, kind: str, entered: Entered, stop: threading.Event) -> TriedOut: ...

    def sign_in_page(self, kind: str, entered: Entered, state: str, account: AccountId | None) -> str: ...

    def finish_sign_in(
        self, kind: str, entered: Entered, pasted: str, state: str, account: AccountId | None
    ) -> Mapping[str, str]: ...

    def add(self, kind: str, entered: Entered, name: str, stop: threading.Event) -> AccountView: ...

    def details(self, account: AccountId) -> Details: ...

    def check_login(self, account: AccountId) -> Done: ...

    def change(self, account: AccountId, entered: Entered, stop: threading.Event) -> Done: ...

    def switch_writing(self, account: AccountId, *, on: bool) -> Changes: ...

    def remove(self, account: AccountId) -> Changes: ...

    def find_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten: ...

    def forget_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten:
        """`changes` of it say what is to look again."""
        ...


class ServiceAccountCalls:
    """The real services, imported where they are used: the first paint waits for none of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def clock(self) -> Clock:
        return self._desk.clock

    def kinds(self) -> tuple[tuple[ConnectorKind, ChannelTile], ...]:
        source, tiles = self._desk.connectors, self._desk.tiles()
        return tuple((source.describe(kind), tiles[kind]) for kind in source.kinds())

    def try_out(self, kind: str, entered: Entered, stop: threading.Event) -> TriedOut:
        from desk.services import trials

        return trials.try_out(self._desk, kind, entered.settings, entered.secrets, stop=stop)

    def add(self, kind: str, entered: Entered, name: str, stop: threading.Event) -> AccountView:
        from desk.services import accounts

        return accounts.add(self._desk, kind, entered.settings, entered.secrets, name=name, stop=stop)

    def sign_in_page(self, kind: str, entered: Entered, state: str, account: AccountId | None) -> str:
        from desk.services import browser_sign_in

        return browser_sign_in.page(self._desk, kind, entered.settings, entered.secrets, state, account=account)

    def finish_sign_in(
        self, kind: str, entered: Entered, pasted: str, state: str, account: AccountId | None
    ) -> Mapping[str, str]:
        from desk.services import browser_sign_in

        return browser_sign_in.finish(
            self._desk, kind, entered.settings, entered.secrets, pasted, state, account=account
        )

    def details(self, account: AccountId) -> Details:
        from desk.services import accounts

        return accounts.details(self._desk, account)

    def check_login(self, account: AccountId) -> Done:
        from desk.services import accounts

        report = accounts.check_login(self._desk, accounts.load(self._desk, account))
        return Done(report, Changes.of(Kind.ACCOUNT, [account]))

    def change(self, account: AccountId, entered: Entered, stop: threading.Event) -> Done:
        from desk.services import accounts

        known = accounts.load(self._desk, account)
        report = accounts.change(self._desk, known, entered.settings, entered.secrets, stop=stop)
        return Done(report, Changes.of(Kind.ACCOUNT, [account]))

    def switch_writing(self, account: AccountId, *, on: bool) -> Changes:
        from desk.services import accounts

        return accounts.switch_writing(self._desk, account, on=on)

    def remove(self, account: AccountId) -> Changes:
        from desk.services import accounts

        return accounts.remove(self._desk, accounts.load(self._desk, account))

    def find_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten:
        from desk.services import anonymising

        return anonymising.find(self._desk, kind, names)

    def forget_buyer(self, kind: str, names: tuple[str, ...]) -> Forgotten:
        from desk.services import anonymising

        return anonymising.anonymise(self._desk, kind, names)
