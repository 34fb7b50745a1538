"""Owns secrets: the accounts' keys and the store's, in the operating system's keyring and nowhere else.

`DESK_SECRET_<NAME>` in the environment serves this process without being written anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Protocol

from desk.domain.errors import SecretsUnavailable

SERVICE = "Desk"


class Secrets(Protocol):
    """A place for secrets. Every call may raise SecretsUnavailable."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


class MemorySecrets:
    """Secrets that end with the process: for the demo and tests."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = dict(values or {})

    def get(self, name: str) -> str | None:
        return self._values.get(name)

    def set(self, name: str, value: str) -> None:
        self._values[name] = value

    def delete(self, name: str) -> None:
        self._values.pop(name, None)


class KeyringSecrets:
    """The operating system's keyring. The library is imported at the first use, since it is slow to load."""

    def get(self, name: str) -> str | None:
        import keyring
        import keyring.errors

        try:
            return keyring.get_password(SERVICE, name)
        except keyring.errors.KeyringError as error:
            raise _unavailable(error, name) from None

    def set(self, name: str, value: str) -> None:
        import keyring
        import keyring.errors

        try:
            keyring.set_password(SERVICE, name, value)
        except keyring.errors.KeyringError as error:
            raise _unavailable(error, name) from None

    def delete(self, name: str) -> None:
        import keyring
        import keyring.errors

        try:
            keyring.delete_password(SERVICE, name)
        except keyring.errors.PasswordDeleteError:
            return  # it was not there
        except keyring.errors.KeyringError as error:
            raise _unavailable(error, name) from None


def _unavailable(error: Exception, name: str) -> SecretsUnavailable:
    variables = variables_of(name)
    instead = (
        f"give {variables[0]} in its environment."
        if variables
        else "give DESK_STORE_KEY and, for each key of an account, DESK_SECRET_<ACCOUNT>_<KEY> in its environment "
        f"(such as {variables_of(account_secret('Shop', 'consumer_key'))[0]})."
    )
    return SecretsUnavailable(
        "Desk cannot use this computer's keyring. Unlock it, or set one up, and try again; for a scheduled command "
        + instead,
        type(error).__name__,
    )


class EnvironmentSecrets:
    """What the environment gives comes first and is never written; everything else is the keyring's."""

    def __init__(self, behind: Secrets, environment: Mapping[str, str] | None = None) -> None:
        self._behind = behind
        self._environment = os.environ if environment is None else environment

    def get(self, name: str) -> str | None:
        return self.from_environment(name) or self._behind.get(name)

    def from_environment(self, name: str) -> str | None:
        """What the first of `variables_of` that is set holds."""
        for variable in variables_of(name):
            if self._environment.get(variable):
                return self._environment[variable].strip()
        return None

    def set(self, name: str, value: str) -> None:
        if self.from_environment(name) != value:
            self._behind.set(name, value)

    def delete(self, name: str) -> None:
        if self.from_environment(name) is None:
            self._behind.delete(name)


def variables_of(name: str) -> tuple[str, ...]:
    """`account/shop/consumer_key` is looked for as DESK_SECRET_SHOP_CONSUMER_KEY, then DESK_SECRET_CONSUMER_KEY."""
    kind, _, rest = name.partition("/")
    account, _, secret = rest.rpartition("/")  # an account's own name may hold a slash
    if kind != "account" or not account:
        return ()
    return f"DESK_SECRET_{_variable(account)}_{_variable(secret)}", f"DESK_SECRET_{_variable(secret)}"


def _variable(text: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in text.upper())


def account_secret(account_name: str, secret: str) -> str:
    """The name under which an account's secret is kept."""
    return f"account/{account_name}/{secret}"
