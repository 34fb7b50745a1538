from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine
from sqlalchemy.pool import QueuePool

from desk.domain.errors import StoreUnavailable
from desk.domain.values import AccountId
from desk.services.ingest import ingest
from desk.store.engine import FILE_NAME, Store, open_store
from tests.support.orders import START, many, order
from tests.support.stores import KEY, ROOT, add_account, count, limit_pages


def go_on_for(store: Store, account: AccountId, pages: int) -> None:
    for at in range(pages):
        with store.write() as transaction:
            ingest(transaction, account, many(20, account=account, first=30_000 + 20 * at), (), START)


@pytest.mark.parametrize("spare", [0, 1, 3, 8, 20, 50])
def test_a_full_disk_is_told_keeps_what_was_there_and_blames_no_record(store: Store, spare: int) -> None:
    account = add_account(store)
    with store.write() as transaction:
        ingest(transaction, account, many(20, account=account), (), START)
    limit_pages(store, spare)
    with pytest.raises(StoreUnavailable, match=r"disk is full\. Free some space") as told:
        go_on_for(store, account, 40)
    assert told.value.code == "store_disk_full"
    assert count(store) % 20 == 0
    assert count(store) >= 20
    assert count(store, "unreadable_records") == 0
    assert count(store, "search_doc") == count(store)


def test_work_goes_on_where_it_stopped_when_there_is_room_again(folder: Path) -> None:
    opened = open_store(folder, KEY)
    account = add_account(opened)
    limit_pages(opened, 5)
    with pytest.raises(StoreUnavailable), opened.write() as transaction:
        ingest(transaction, account, many(200, account=account), (), START)
    opened.close()
    opened = open_store(folder, KEY)
    with opened.write() as transaction:
        ingest(transaction, account, many(200, account=account), (), START)
    assert count(opened) == 200
    opened.close()


FULL = """
import resource, signal, sys
from pathlib import Path
from desk.domain.errors import StoreError
from desk.services.ingest import ingest
from desk.store.engine import StoreKey, open_store
sys.path.insert(0, "tests/support")  # a library of ours brings a package named tests, which hides the folder
from orders import START, many
folder = Path(sys.argv[1])
store = open_store(folder, StoreKey("1f" * 32))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
most = (folder / "desk.db").stat().st_size + 100_000
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    for at in range(100):
        with store.write() as t:
            ingest(t, 1, many(100, first=50_000 + 100 * at), (), START)
except StoreError as error:
    print(error.code, error.text)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on a file's size")
def test_a_file_that_may_not_grow_is_told_by_a_child_process(closed: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", FULL, str(closed)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (child.returncode, child.stderr) == (0, "")
    assert child.stdout.split(" ")[0] in {"store_disk_full", "store_io"}
    assert "space" in child.stdout
    opened = open_store(closed, KEY)
    assert count(opened) >= 300
    assert count(opened, "unreadable_records") == 0
    opened.close()


@pytest.fixture
def read_only(closed: Path) -> Iterator[Store]:
    """The real store on a connection that may only read, as on a medium that is read-only."""

    def opener() -> object:
        connection = driver.connect(f"file:{closed / FILE_NAME}?mode=ro", uri=True, check_same_thread=False)
        connection.isolation_level = None
        connection.execute(f"pragma key = \"x'{KEY.hex}'\"")
        return connection

    engine = create_engine("sqlite://", creator=opener, module=driver, poolclass=QueuePool)
    made = Store(lambda: engine, opener)
    yield made
    made.close()


def test_a_read_only_store_is_read_and_says_why_it_is_not_written(read_only: Store) -> None:
    assert count(read_only) == 300
    with pytest.raises(StoreUnavailable, match=r"cannot be written\. Check the rights") as told, read_only.write() as t:
        ingest(t, AccountId(1), [order("1")], (), START)
    assert told.value.code == "store_read_only"
