"""The search index is made anew beside the work: search answers throughout, and no change made meanwhile is lost."""

from __future__ import annotations

import threading

import pytest

from desk.domain.errors import NotAllowed, StoreUnavailable
from desk.domain.values import AccountId
from desk.services import sync
from desk.services.care_rebuild import RebuildStopped, rebuild_index
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.search import Searcher
from desk.store import integrity, search_documents
from desk.store.accounts import Account
from desk.store.search_index import SearchIndex
from desk.system.locks import FileLock
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel, never
from tests.support.orders import START, many, order
from tests.support.stores import limit_pages


@pytest.fixture
def filled(desk: Desk, account: Account) -> AccountId:
    with desk.store.write() as transaction:
        ingest(transaction, account.id, many(450, account=account.id), (), START)
    return account.id


def problems(desk: Desk) -> list[str]:
    """What the index itself finds wrong, its pieces and vocabulary included."""
    connection = desk.store.raw_connection()
    try:
        connection.execute("begin")
        return SearchIndex(connection).check()
    finally:
        connection.close()


def content(desk: Desk) -> list[tuple[object, ...]]:
    connection = desk.store.raw_connection()
    try:
        return [
            tuple(row)
            for row in connection.execute("select kind, owner_id, recency, tie, tok from search_doc order by 2")
        ]
    finally:
        connection.close()


def spoil(desk: Desk) -> None:
    with desk.store.write() as transaction:
        run = transaction.exec_driver_sql
        run("delete from search_doc where owner_id % 3 = 0")
        run("delete from search_gr where rowid in (select rkey from search_doc limit 100)")
        run("delete from term")
        run("insert into search_doc select max(rkey) + 1, 'order', 999999, 1, 'x', ' gone ' from search_doc")


def files(desk: Desk) -> set[str]:
    return {file.name for file in desk.store.place.folder.glob("search.rebuilding*")}


@pytest.mark.usefixtures("filled")
def test_a_spoilt_index_is_whole_again_and_as_the_first_one_was(desk: Desk) -> None:
    before = content(desk)
    with Searcher(desk) as searcher:
        found = searcher.find("Lindenstr").total
        assert found > 0
        spoil(desk)
        assert not integrity.index_state(desk.store).fits
        assert problems(desk) != []
        steps: list[tuple[int, int]] = []
        assert rebuild_index(desk, lambda done, of: steps.append((done, of))) == 450
        assert searcher.find("Lindenstr").total == found, "an open search sees the new index"
    assert content(desk) == before
    assert problems(desk) == []
    assert integrity.index_state(desk.store).fits
    assert (steps[0], steps[-1]) == ((0, 450), (450, 450))
    assert files(desk) == set()


def test_search_answers_and_changes_made_meanwhile_are_in_the_new_index(
    desk: Desk, filled: AccountId, channel: FakeChannel
) -> None:
    done_once: list[str] = []

    def meanwhile(done: int, _of: int) -> None:
        if done < 200 or done_once:
            return
        with Searcher(desk) as searcher:
            assert searcher.find("Lindenstr").total > 0, "search waits for nothing"
        channel.add(order("brandneu", account=filled))
        with desk.store.write() as transaction:
            ingest(transaction, filled, [order("4711-neu", account=filled)], (), START)
            (gone,) = transaction.exec_driver_sql("select min(id) from orders").one()
            search_documents.forget_orders(transaction, [gone])
            transaction.exec_driver_sql(f"delete from orders where id = {gone}")
        sync.fetch(desk, filled, lambda _: None, never())
        done_once.append("changed")

    rebuild_index(desk, meanwhile)
    assert done_once
    with Searcher(desk) as searcher:
        assert [row.number for row in searcher.find("4711-neu").orders] == ["4711-neu"]
        assert [row.number for row in searcher.find("brandneu").orders] == ["brandneu"]
    assert problems(desk) == []
    assert integrity.index_state(desk.store).fits


@pytest.mark.usefixtures("filled")
def test_it_can_be_called_off_and_leaves_the_index_it_had(desk: Desk) -> None:
    stop, before = threading.Event(), content(desk)
    with pytest.raises(RebuildStopped):
        rebuild_index(desk, lambda done, _of: stop.set() if done else None, stop)
    assert content(desk) == before
    assert problems(desk) == []
    assert files(desk) == set()
    assert left_behind(desk) == 0


def left_behind(desk: Desk) -> int:
    with desk.store.read() as connection:
        asked = "select count(*) from sqlite_master where name like 'search_touched%'"
        return int(connection.exec_driver_sql(asked).scalar_one())


@pytest.mark.usefixtures("filled")
def test_what_a_kill_left_is_cleared_by_the_next(desk: Desk) -> None:
    with desk.store.write() as transaction:
        run = transaction.exec_driver_sql
        run("create table search_touched(kind text, owner_id integer)")
        run("create trigger search_touched_insert after insert on search_doc begin select 1; end")
    (desk.store.place.folder / "search.rebuilding").write_bytes(b"half")
    assert rebuild_index(desk) == 450
    assert left_behind(desk) == 0
    assert files(desk) == set()


@pytest.mark.usefixtures("filled")
def test_only_one_process_is_at_it(desk: Desk) -> None:
    lock = FileLock(desk.store.place.folder / "rebuilding.lock")
    assert lock.take()
    with pytest.raises(NotAllowed, match="Wait until that has ended"):
        rebuild_index(desk)
    lock.drop()


@pytest.mark.usefixtures("filled")
def test_a_full_disk_leaves_the_index_it_had(desk: Desk) -> None:
    before = content(desk)
    limit_pages(desk.store, 0)
    raw = desk.store.raw_connection
    pages: list[int] = []

    def limited() -> object:
        connection = raw()
        (size,) = connection.execute("pragma page_count").fetchone()
        pages.append(size)
        connection.execute(f"pragma max_page_count = {size}")
        return connection

    with desk.store.write() as transaction:
        transaction.exec_driver_sql("delete from search_doc")  # the new index needs more room than the old one left
    desk.store.raw_connection = limited  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable, match=r"not enough space.*Search goes on"):
        rebuild_index(desk)
    assert before
    assert content(desk) == []


def test_an_empty_store_has_an_empty_index(desk: Desk, synced: Synced) -> None:
    assert synced() == {}
    assert rebuild_index(desk) == 0
    assert problems(desk) == []


def test_the_new_index_lies_encrypted_like_the_store(desk: Desk, filled: AccountId) -> None:
    seen: list[bytes] = []

    def look(done: int, of: int) -> None:
        if done == of:
            seen.append((desk.store.place.folder / "search.rebuilding").read_bytes())

    rebuild_index(desk, look)
    assert filled
    assert len(seen[-1]) > 10_000
    for word in (b"lindenstr", b"sqlite format"):
        assert word not in seen[-1].lower()
