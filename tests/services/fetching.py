"""Owns what the tests of fetching share: a run, and what of it stands in the store."""

from __future__ import annotations

from desk.domain.views import AccountView
from desk.services import accounts, sync
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store.accounts import Account
from tests.services.fakes import never
from tests.support.dump import canonical_dump


def fetch(desk: Desk, account: Account, **more: object) -> sync.SyncReport:
    return sync.fetch(desk, account.id, lambda _: None, never(), **more)  # type: ignore[arg-type]


def view(desk: Desk, account: Account) -> AccountView:
    return next(one for one in accounts.overview(desk) if one.id == account.id)


def run_state(desk: Desk, account: Account) -> account_store.RunState:
    with desk.store.read() as connection:
        return account_store.load_run(connection, account.id, sync.ORDERS)


def stored(desk: Desk) -> list[str]:
    connection = desk.store.raw_connection()
    found = [one["remote_id"] for one in canonical_dump(connection)]
    connection.close()
    return found
