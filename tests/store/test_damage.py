from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.domain.errors import StoreDamaged
from desk.store.engine import FILE_NAME, Store, find_damage, open_store
from tests.support.stores import KEY, ROOT, count, fill


def flip(file: Path, at: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        old = opened.read(8)
        opened.seek(at)
        opened.write(bytes(byte ^ 0xFF for byte in old))


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.1, 0.5, 0.9, 0.999])
def test_changed_bytes_are_found_at_start(closed: Path, share: float) -> None:
    file = closed / FILE_NAME
    flip(file, min(int(file.stat().st_size * share), file.stat().st_size - 8))
    with pytest.raises(StoreDamaged, match=r"damaged|no store of Desk") as told:
        open_store(closed, KEY)
    assert "backup" in told.value.text


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.99])
@pytest.mark.parametrize("odd", [0, 7])
def test_a_cut_file_is_found_at_start(closed: Path, share: float, odd: int) -> None:
    file = closed / FILE_NAME
    os.truncate(file, int(file.stat().st_size * share) // 4096 * 4096 + odd)
    with pytest.raises(StoreDamaged, match="backup"):
        open_store(closed, KEY)


def plain_database(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("create table orders(id)")


@pytest.mark.parametrize(
    "replaced",
    [
        lambda file: file.write_bytes(b"hello world " * 2000),
        lambda file: file.write_bytes(b"\0" * 8192),
        plain_database,
    ],
    ids=["text", "zeros", "plain"],
)
def test_what_is_no_store_is_refused_and_left_alone(closed: Path, replaced: Callable[[Path], object]) -> None:
    replaced(closed / FILE_NAME)
    before = (closed / FILE_NAME).read_bytes()
    with pytest.raises(StoreDamaged, match="no store of Desk"):
        open_store(closed, KEY)
    assert (closed / FILE_NAME).read_bytes() == before


def test_a_whole_store_shows_no_damage(store: Store) -> None:
    fill(store)
    with closing(store.raw_connection()) as connection:
        assert find_damage(connection) == []


def test_damage_met_while_reading_is_told_as_damage(closed: Path) -> None:
    """The page is spoilt after the check at start, so that only the read meets it."""
    opened = open_store(closed, KEY)
    size = (closed / FILE_NAME).stat().st_size
    for at in range(size // 3, size - 8, 4096):
        flip(closed / FILE_NAME, at)
    with pytest.raises(StoreDamaged, match="damaged"), opened.read() as connection:
        connection.exec_driver_sql("select sum(length(payload)) from raw_payloads").scalar()
    opened.close()


WRITER = """
import sys
from pathlib import Path
from desk.services.ingest import ingest
from desk.store import accounts
from desk.store.engine import StoreKey, open_store
sys.path.insert(0, "tests/support")  # a library of ours brings a package named tests, which hides the folder
from orders import START, many
store = open_store(Path(sys.argv[1]), StoreKey("1f" * 32))
with store.write() as t:
    account = accounts.add_account(
        t, kind="fake", name="Shop", merchant="", settings={}, writing=True, start_date=None, now=START
    )
orders = many(5000, account=account)
for at in range(0, 5000, 10):
    with store.write() as t:
        ingest(t, account, orders[at:at + 10], (), START)
    print(at + 10, flush=True)
"""


@pytest.mark.parametrize("pages", [1, 12, 40])
def test_a_killed_writer_leaves_whole_transactions_and_a_store_that_opens(folder: Path, pages: int) -> None:
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = 0
    for _ in range(pages):
        told = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    opened = open_store(folder, KEY)
    assert count(opened) >= told
    assert count(opened) % 10 == 0
    assert count(opened, "raw_payloads") == count(opened)
    assert count(opened, "search_doc") == count(opened)
    opened.close()
