from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.errors import StoreUnavailable
from desk.domain.values import AccountId
from desk.services.ingest import ingest
from desk.store.engine import Store, open_store
from tests.support.orders import START, many, order
from tests.support.stores import KEY, add_account, count


def ingest_and_fail(store: Store, account: AccountId) -> None:
    with store.write() as transaction:
        ingest(transaction, account, [order(account=account)], (), START)
        raise KeyError


def test_an_exception_takes_the_whole_transaction_back(store: Store) -> None:
    account = add_account(store)
    with pytest.raises(KeyError):
        ingest_and_fail(store, account)
    assert count(store) == 0
    assert count(store, "search_doc") == 0


def test_a_reader_sees_one_state_though_a_writer_commits_meanwhile(store: Store) -> None:
    account = add_account(store)
    with store.read() as reading:
        assert reading.exec_driver_sql("select count(*) from orders").scalar() == 0
        with store.write() as transaction:
            ingest(transaction, account, [order(account=account)], (), START)
        assert reading.exec_driver_sql("select count(*) from orders").scalar() == 0
    assert count(store) == 1


def test_writers_and_readers_on_many_threads_lose_nothing(store: Store) -> None:
    account = add_account(store)
    orders = many(240, account=account)
    states: list[tuple[int, int]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with store.read() as connection:
                found = connection.exec_driver_sql(
                    "select (select count(*) from orders), (select count(*) from raw_payloads)"
                ).one()
                states.append((found[0], found[1]))
            done.wait(0.002)

    def write(worker: int) -> None:
        for one in orders[worker::4]:
            with store.write() as transaction:
                ingest(transaction, account, [one], (), START)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    done.set()
    for one in readers:
        one.join()
    assert count(store) == 240
    assert len(states) > 10
    assert [state for state in states if state[0] != state[1]] == []


def test_two_stores_on_one_file_write_in_turn(folder: Path) -> None:
    """Two processes as far as SQLite is concerned: they share nothing but the file."""
    one, other = open_store(folder, KEY), open_store(folder, KEY)
    account = add_account(one)
    orders = many(60, account=account)

    def write(store: Store, mine: list[OrderSnapshot]) -> None:
        for item in mine:
            with store.write() as transaction:
                ingest(transaction, account, [item], (), START)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (one, other), (orders[::2], orders[1::2])))
    assert count(one) == count(other) == 60
    one.close()
    other.close()


def test_a_store_locked_by_another_program_is_told(folder: Path) -> None:
    opened = open_store(folder, KEY)
    holder = opened.raw_connection()
    holder.execute("begin immediate")
    with opened.read():  # a connection that is open already learns it, too
        pass
    opened.wait_for_locks(0.05)
    began = time.monotonic()
    with pytest.raises(StoreUnavailable, match="keeps the store locked"), opened.write():
        pass
    raw = opened.raw_connection()
    with pytest.raises(raw.OperationalError, match="locked"):
        raw.execute("begin immediate")
    assert time.monotonic() - began < 12, "each would wait fifteen seconds, as it is set"
    raw.close()
    holder.execute("rollback")
    holder.close()
    with opened.write() as connection:
        assert connection.exec_driver_sql("select 1").scalar() == 1
    opened.close()
