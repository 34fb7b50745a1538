from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import ProgrammingError

from desk.domain.errors import StoreBug, StoreError, StoreTooNew, StoreUnavailable
from desk.store import accounts as account_store
from desk.store.engine import FILE_NAME, KEY_CHECK_NAME, Store, StoreKey, open_store
from desk.store.migrations import HEAD
from tests.support.stores import KEY, ROOT, count, fill

# --- Keys -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "1f" * 31, "1F" * 32, "zz" * 32, "1f" * 32 + " "])
def test_a_key_is_64_hexadecimal_digits(text: str) -> None:
    with pytest.raises(StoreUnavailable, match="64 hexadecimal digits"):
        StoreKey(text)


def test_a_key_never_shows_itself() -> None:
    assert KEY.hex not in repr(KEY) + str(KEY) + f"{KEY}"
    assert KEY.hex not in KEY.check
    assert StoreKey.new().hex != StoreKey.new().hex


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_key_is_told_in_a_sentence_and_harms_nothing(closed: Path, known: bool) -> None:
    if not known:
        (closed / KEY_CHECK_NAME).unlink()
    before = (closed / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match=r"key") as told:
        open_store(closed, StoreKey.new())
    assert told.value.code == ("store_wrong_key" if known else "store_not_a_store")
    assert (closed / FILE_NAME).read_bytes() == before
    opened = open_store(closed, KEY)
    assert count(opened) == 300
    opened.close()


def test_a_wrong_key_leaves_nothing_on_stderr_but_our_sentence(closed: Path) -> None:
    (closed / KEY_CHECK_NAME).unlink()
    script = (
        "import sys; from pathlib import Path; from desk.store.engine import *\n"
        "try: open_store(Path(sys.argv[1]), StoreKey.new())\n"
        "except Exception as error: print(error)"
    )
    child = subprocess.run(
        [sys.executable, "-c", script, str(closed)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert child.stdout.startswith("This file is no store of Desk")
    assert child.stderr == ""


# --- Making and opening -----------------------------------------------------------------------------------


def test_a_made_store_is_found_again_with_what_was_written(folder: Path) -> None:
    made = open_store(folder, KEY)
    account = fill(made, 5)
    made.close()
    opened = open_store(folder, KEY)
    assert count(opened) == 5
    with opened.read() as connection:
        assert [one.id for one in account_store.load_accounts(connection)] == [account]
        assert connection.exec_driver_sql("select version_num from alembic_version").scalar() == HEAD
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2, "FULL"
    opened.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_the_owner_may_read_the_store_and_its_log(folder: Path) -> None:
    before = os.umask(0o022)
    try:
        opened = open_store(folder, KEY)
        fill(opened, 20)
    finally:
        os.umask(before)
    rights = {one.name: one.stat().st_mode & 0o777 for one in folder.iterdir() if one.name != KEY_CHECK_NAME}
    assert rights.keys() >= {FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"}
    assert set(rights.values()) == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    opened.close()


def test_two_processes_may_make_one_store_at_once(folder: Path) -> None:
    folder.mkdir()
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(folder, KEY), range(4)))
    fill(stores[0], 3)
    assert [count(one) for one in stores] == [3, 3, 3, 3]
    for one in stores:
        one.close()


def test_a_reader_that_outlives_the_store_leaves_its_file_alone(folder: Path) -> None:
    opened = open_store(folder, KEY)
    with opened.read_plainly() as connection:
        opened.close()
    with pytest.raises(ProgrammingError, match="closed"):
        connection.execute("select 1")


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(StoreUnavailable, match="Choose another with --data") as told:
        open_store(tmp_path / "data", KEY)
    assert told.value.code == "store_folder"


CHILD = """
import os, sys
from pathlib import Path
import sqlalchemy.exc, sqlcipher3.dbapi2  # loaded when they are needed, which may be no longer allowed by then
from desk.domain.errors import StoreError
from desk.store.engine import StoreKey, open_store
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    open_store(Path(sys.argv[1]), StoreKey("1f" * 32)).close()
except StoreError as error:
    print(error.code, error.text)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
@pytest.mark.parametrize("there", [False, True], ids=["new", "existing"])
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, there: bool) -> None:
    """In a child that gives up root's rights, since root may write everywhere."""
    folder = tmp_path / "data"
    folder.mkdir()
    if there:
        made = open_store(folder, KEY)
        fill(made, 3)
        made.close()
        (folder / FILE_NAME).chmod(0o444)
        (folder / KEY_CHECK_NAME).chmod(0o444)
    folder.chmod(0o555)
    upwards = [one for one in folder.parents if one.stat().st_uid == os.geteuid() and one.is_relative_to("/tmp")]
    modes = {one: one.stat().st_mode for one in upwards}
    for one in upwards:
        one.chmod(0o755)
    try:
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
        )
    finally:
        for one, mode in modes.items():
            one.chmod(mode)
        folder.chmod(0o755)
    assert (child.returncode, child.stderr) == (0, "")
    code, _, text = child.stdout.partition(" ")
    assert code in {"store_folder", "store_read_only", "store_cannot_open"}
    assert "rights" in text or "folder" in text


def test_a_store_of_a_newer_desk_is_refused_with_a_sentence(closed: Path) -> None:
    opened = open_store(closed, KEY)
    with opened.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    opened.close()
    before = (closed / FILE_NAME).read_bytes()
    with pytest.raises(StoreTooNew, match=r"written by a newer Desk\. Update Desk") as told:
        open_store(closed, KEY)
    assert told.value.detail == "revision 9999"
    assert (closed / FILE_NAME).read_bytes() == before


# --- Errors -----------------------------------------------------------------------------------------------


def test_our_own_mistakes_are_told_apart_and_carry_no_buyers_data(store: Store) -> None:
    with pytest.raises(StoreBug, match="report it") as told, store.read() as connection:
        connection.exec_driver_sql("select nobody from orders where buyer_name = ?", ("Jürgen Müller",))
    assert "Jürgen" not in told.value.detail + str(told.value)
    with pytest.raises(StoreBug), store.write() as connection:
        connection.exec_driver_sql("insert into cursors values (99, 'x', '{}', null, 0, null, 0)")


def test_the_drivers_own_errors_leave_with_a_sentence_too(folder: Path) -> None:
    """The search works on the driver's connection, past SQLAlchemy."""
    opened = open_store(folder, KEY)
    opened.close()
    shutil.rmtree(folder)
    with pytest.raises(StoreUnavailable, match="cannot open its store"):
        opened.raw_connection()


def test_a_kill_while_the_key_check_is_written_keeps_nobody_out(closed: Path) -> None:
    """What such a kill, or a full disk, leaves behind is an empty file."""
    (closed / KEY_CHECK_NAME).write_text("")
    opened = open_store(closed, KEY)
    assert count(opened) == 300
    opened.close()
    with pytest.raises(StoreUnavailable) as told:
        open_store(closed, StoreKey("00" * 32))
    assert told.value.code == "store_wrong_key", "the check is whole again"
    assert not list(closed.glob(f"{KEY_CHECK_NAME}.*"))
