"""Owns the benches' stores: encrypted as the agent's own, on a folder that is thrown away, filled as a sync does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from connectors.contract.snapshots import OrderSnapshot
from desk.bench.drawing import NEWEST
from desk.domain.values import AccountId
from desk.services.ingest import ingest
from desk.store.accounts import add_account
from desk.store.engine import Store, StoreKey, open_store

A_PAGE = 1_000
"""So many orders to a transaction (PERFORMANCE 3)."""


def made_store(folder: Path, kind: str, key: StoreKey | None = None) -> tuple[Store, AccountId]:
    """An empty store with one account of this kind."""
    store = open_store(folder, key or StoreKey.new())
    return store, with_account(store, kind)


def with_account(store: Store, kind: str) -> AccountId:
    """A new account in the store; nothing is ever asked of its channel."""
    with store.write() as transaction:
        return add_account(
            transaction, kind=kind, name="Bench", merchant="", settings={}, writing=False, start_date=None, now=NEWEST
        )


def bring_in(store: Store, account: AccountId, orders: Sequence[OrderSnapshot], *, findable: bool = True) -> None:
    """One page, as the sync stores it."""
    with store.write() as transaction:
        ingest(transaction, account, orders, (), NEWEST, findable=findable)


def pages(orders: Iterator[OrderSnapshot], size: int = A_PAGE) -> Iterator[list[OrderSnapshot]]:
    while page := list(islice(orders, size)):
        yield page
