"""Owns the fixtures of the services' tests: a Desk on a real encrypted store, with a channel in memory behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.domain.clock import ManualClock
from desk.domain.values import AccountId, OrderId
from desk.services import accounts, sync
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.store.engine import Store, StoreKey
from desk.system.secrets import MemorySecrets
from tests.services.fakes import KEY, FakeChannel, FakeRegistry, never
from tests.support.orders import after, order
from tests.support.stores import KEY as STORE_KEY
from tests.support.stores import open_new_store


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(after(86_400))


@pytest.fixture
def key() -> StoreKey:
    return STORE_KEY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_new_store(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def registry(channel: FakeChannel) -> FakeRegistry:
    return FakeRegistry(channel)


@pytest.fixture
def desk(store: Store, clock: ManualClock, registry: FakeRegistry) -> Desk:
    return Desk(store=store, clock=clock, connectors=registry, secrets=MemorySecrets(), agent="Ada")


@pytest.fixture
def account(desk: Desk) -> Account:
    """An account that may write, already tried."""
    settings = {"base_url": "https://shop.example.org", "writing": "on"}
    made = accounts.add(desk, "fake", settings, {"consumer_key": KEY}, name="Shop")
    return accounts.load(desk, made.id)


Synced = Callable[[], dict[str, OrderId]]
"""Fetch everything of the account; gives the order ids by remote id."""


@pytest.fixture
def synced(desk: Desk, account: Account) -> Synced:
    def fetch() -> dict[str, OrderId]:
        sync.fetch(desk, account.id, lambda _: None, never())
        return order_ids(desk, account.id)

    return fetch


def order_ids(desk: Desk, account: AccountId) -> dict[str, OrderId]:
    connection = desk.store.raw_connection()
    found = connection.execute("select remote_id, id from orders where account_id = ?", (account,)).fetchall()
    connection.close()
    return {remote_id: OrderId(one) for remote_id, one in found}


@pytest.fixture
def ids(channel: FakeChannel, synced: Synced) -> dict[str, OrderId]:
    """Two orders of two cups (line 11) and one plate (line 12) each."""
    channel.add(order("1"), order("2"))
    return synced()


@pytest.fixture
def one(ids: dict[str, OrderId]) -> OrderId:
    return ids["1"]
