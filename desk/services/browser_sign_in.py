"""Sign in at a channel's own page: which address to open, and what the address that the browser ends at brings.

Keeps nothing: what is brought goes the way of typed settings and keys, which are tried before they are kept.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from connectors.contract.protocols import AccountAccess
from desk.domain.values import AccountId
from desk.services import account_secrets, accounts
from desk.services.context import Desk
from desk.services.trials import ca_file, told_to_whoever_waits


def page(
    desk: Desk,
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    state: str,
    *,
    account: AccountId | None = None,
) -> str:
    """The address to open in the browser. `state` is a random text that comes back with the answer.

    With an `account` its kept settings and keys stand where none are given. Raises NotFound (a kind that signs in
    otherwise) and LoginNeeded with the setting that is missing.
    """
    plain, hidden = _together(desk, kind, settings, secrets, account)
    with told_to_whoever_waits():
        return desk.connectors.sign_in(kind).sign_in_page(plain, hidden, state)


def finish(
    desk: Desk,
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    pasted: str,
    state: str,
    *,
    account: AccountId | None = None,
    stop: threading.Event | None = None,
) -> Mapping[str, str]:
    """Settings and secrets that the pasted address (or code) brings. Raises as `page` does, and ConnectorError."""
    plain, hidden = _together(desk, kind, settings, secrets, account)
    access = AccountAccess(
        id=AccountId(0),
        kind=kind,
        settings=plain,
        secrets=hidden,
        clock=desk.clock,
        start_date=None,
        timeout=desk.timeout,
        ca_file=ca_file(plain),
        stop=stop or threading.Event(),
        urgent=True,
    )
    with told_to_whoever_waits():
        return desk.connectors.sign_in(kind).finish_sign_in(access, pasted, state)


def _together(
    desk: Desk, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str], account: AccountId | None
) -> tuple[dict[str, str], dict[str, str]]:
    plain, hidden = dict(settings), {name: value for name, value in secrets.items() if value}
    if account is not None:
        known = accounts.load(desk, account)
        plain = {**known.settings, **plain}
        hidden = {**account_secrets.kept(desk, known), **hidden}
    defaults = {one.name: one.default for one in desk.connectors.describe(kind).settings if not one.secret}
    return {**defaults, **{name: value for name, value in plain.items() if value}}, hidden
