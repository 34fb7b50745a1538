"""Owns what of an account is in the keyring. services.accounts alone keeps and removes it there."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping

from connectors.contract.capabilities import ConnectorKind, Setting
from connectors.contract.errors import LoginNeeded, Unavailable
from desk.domain.errors import DeskError, SecretsUnavailable
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.system.secrets import account_secret


def kept(desk: Desk, account: Account) -> dict[str, str]:
    """The keys of an account that are there. Raises SecretsUnavailable where a needed one cannot be read."""
    described = desk.connectors.describe(account.kind)
    found = {one.name: _kept(desk, account.name, one) for one in described.settings if one.secret}
    return {name: value for name, value in found.items() if value}


def needed(desk: Desk, account: Account) -> dict[str, str]:
    """The same, for whoever signs in with them. Raises LoginNeeded for one that is missing."""
    found = kept(desk, account)
    for one in desk.connectors.describe(account.kind).settings:
        if one.secret and one.required and one.name not in found:
            raise LoginNeeded(
                f"The key {one.name} of {account.name} is not in the keyring. Enter it again.",
                account=account.id,
                field=one.name,
                code="secret_missing",
            )
    return found


def names_kept(desk: Desk, account: str, kind: ConnectorKind) -> frozenset[str]:
    """Which of them are there; where no keyring answers, none."""
    found = set()
    for one in kind.settings:
        with contextlib.suppress(SecretsUnavailable):
            if one.secret and _kept(desk, account, one):
                found.add(one.name)
    return frozenset(found)


def _kept(desk: Desk, account: str, setting: Setting) -> str:
    """A secret, empty where there is none. Raises SecretsUnavailable.

    One that may be missing is missing where no keyring can be asked: those that must be there came with the
    environment then.
    """
    try:
        return desk.secrets.get(account_secret(account, setting.name)) or ""
    except SecretsUnavailable:
        if setting.required:
            raise
        return ""


def keep_new(desk: Desk, account: str, hidden: Mapping[str, str], stop: threading.Event | None) -> None:
    """All of a new account, or none. Raises SecretsUnavailable, and Unavailable where whoever waited left."""
    try:
        change(desk, account, hidden)
        if stop is not None and stop.is_set():
            raise Unavailable("Stopped before the account was kept.", code="stopped")
    except DeskError:
        for key in hidden:
            with contextlib.suppress(SecretsUnavailable):
                desk.secrets.delete(account_secret(account, key))
        raise


def change(desk: Desk, account: str, fresh: Mapping[str, str]) -> None:
    """Keep these; one that is empty is removed. Raises SecretsUnavailable."""
    for key, value in fresh.items():
        if value:
            desk.secrets.set(account_secret(account, key), value)
        else:
            desk.secrets.delete(account_secret(account, key))


def remove(desk: Desk, account: str, kind: ConnectorKind | None) -> None:
    """All of an account; None: of a kind that this Desk does not know. Raises SecretsUnavailable."""
    for one in kind.settings if kind is not None else ():
        if one.secret:
            desk.secrets.delete(account_secret(account, one.name))
