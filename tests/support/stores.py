"""Owns helpers for tests of the store: a new one, a key, an account, orders in it, counts and limits."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from desk.domain.values import AccountId
from desk.services.ingest import ingest
from desk.store import accounts as account_store
from desk.store.engine import Store, StoreKey, open_store
from tests.support.orders import START, many

ROOT = Path(__file__).parents[2]
KEY = StoreKey("1f" * 32)


@cache
def _new_files() -> dict[str, bytes]:
    with TemporaryDirectory(prefix="desk-new-store-") as folder:
        open_store(Path(folder), KEY).close()
        return {file.name: file.read_bytes() for file in Path(folder).iterdir()}


def lay_new_store(folder: Path) -> None:
    """What `open_store` makes of an empty folder, with `KEY`: all migrations are gone through once in a run only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in _new_files().items():
        with os.fdopen(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)


def open_new_store(folder: Path) -> Store:
    """A store that was not there before. Tests of the opening itself call `open_store`."""
    lay_new_store(folder)
    return open_store(folder, KEY)


def add_account(store: Store, name: str = "Shop") -> AccountId:
    with store.write() as transaction:
        return account_store.add_account(
            transaction, kind="fake", name=name, merchant="", settings={}, writing=True, start_date=None, now=START
        )


def fill(store: Store, orders: int = 300) -> AccountId:
    account = add_account(store)
    with store.write() as transaction:
        ingest(transaction, account, many(orders, account=account), (), START)
    return account


def made_by_older(folder: Path, orders: int) -> None:
    """A store whose search tables another Desk has made."""
    made = open_store(folder, KEY)
    fill(made, orders)
    with made.write() as connection:
        connection.exec_driver_sql("insert into search_gr(search_gr) values ('delete-all')")
        connection.exec_driver_sql("pragma user_version = 1")
    made.close()


def count(store: Store, table: str = "orders") -> int:
    with store.read() as connection:
        return int(connection.exec_driver_sql(f"select count(*) from {table}").scalar_one())


def limit_pages(store: Store, spare: int) -> None:
    """From now on the file may grow by so many pages only: what a full disk does, without filling one."""
    with store.read() as connection:
        pages = int(connection.exec_driver_sql("pragma page_count").scalar_one()) + spare

    def limit(connection: object, *_: object) -> None:
        connection.execute(f"pragma max_page_count = {pages}")  # type: ignore[attr-defined]

    event.listen(store._engine, "checkout", limit)
