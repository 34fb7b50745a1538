"""Backups: what they hold, that they can be restored anywhere, and that no kill, cut or full disk harms a store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desk.domain.clock import ManualClock
from desk.domain.errors import DeskError, NotAllowed, StoreTooNew, StoreUnavailable
from desk.domain.orders import ShippingFacet
from desk.domain.shipments import Parcel
from desk.services import care_backup, care_restore, pusher, return_opening, return_photos, shipments, sync
from desk.services.care import Place
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.store.backup import BackupDamaged, BackupStopped
from desk.store.engine import FILE_NAME, Store, StoreKey, open_store
from desk.system.secrets import MemorySecrets
from desk.system.store_key import entry_of
from desk.system.wrapping import WrongPassphrase
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel, Killed, never
from tests.support.dump import canonical_dump, differences
from tests.support.orders import after, line, many, order, parcel
from tests.support.pictures import png
from tests.support.stores import ROOT, fill, limit_pages, open_new_store

PASSPHRASE = "vier Wörter reichen aus"


@pytest.fixture
def full(channel: FakeChannel, synced: Synced) -> None:
    channel.add(*many(40))
    synced()


def dump(store: Store) -> list[dict[str, object]]:
    with closing(store.raw_connection()) as connection:
        return canonical_dump(connection)


def elsewhere(tmp_path: Path, clock: ManualClock, name: str = "elsewhere") -> Place:
    """Another computer: an empty folder and an empty keyring."""
    return Place(folder=tmp_path / name, secrets=MemorySecrets(), clock=clock)


def brought_back(place: Place, file: Path, typed: str = PASSPHRASE) -> Store:
    key = care_restore.key_by(care_restore.look_at(file), typed)
    care_restore.restore(place, file, key)
    kept = place.secrets.get(entry_of(place.folder))
    assert kept is not None
    return open_store(place.folder, StoreKey(kept))


@pytest.mark.usefixtures("full")
def test_a_backup_opens_elsewhere_with_its_passphrase_and_equals_the_store(
    desk: Desk, tmp_path: Path, clock: ManualClock
) -> None:
    file = tmp_path / "stick" / "monday.deskbackup"
    made = care_backup.make(desk, file, PASSPHRASE)
    assert (made.orders, made.size) == (40, file.stat().st_size)
    place = elsewhere(tmp_path, clock)
    head = care_restore.look_at(file)
    assert care_restore.own_key(place, file, head) is None
    store = brought_back(place, file)
    assert differences(dump(desk.store), dump(store)) == []
    assert len(dump(store)) == 40
    store.close()


def test_a_photo_comes_back_with_its_return(
    desk: Desk, channel: FakeChannel, synced: Synced, tmp_path: Path, clock: ManualClock
) -> None:
    channel.add(order("1001", shipping=ShippingFacet.SHIPPED, shipments=(parcel("00340434161094042557"),)))
    sold = synced()["1001"]
    told = return_opening.open_return(desk, sold, return_opening.free_of(desk, sold)).told
    photo = return_photos.add(desk, told.id, png(), line=told.lines[0].line)
    file = tmp_path / "stick" / "monday.deskbackup"
    care_backup.make(desk, file, PASSPHRASE)
    there = replace(desk, store=brought_back(elsewhere(tmp_path, clock), file))
    assert return_photos.of_return(there, told.id) == (photo,)
    assert return_photos.load(there, photo.id) == png()
    there.store.close()


@pytest.mark.usefixtures("full")
def test_neither_passphrase_nor_key_nor_buyers_stand_in_a_backup(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "a.deskbackup"
    care_backup.make(desk, file, PASSPHRASE)
    told = file.read_bytes()
    key = desk.store.place.key
    for secret in (PASSPHRASE.encode(), key.hex.encode(), bytes.fromhex(key.hex), b"the key", b"Lindenstra"):
        assert secret not in told
    assert b"vier W" in PASSPHRASE.encode()
    with closing(desk.store.raw_connection()) as connection:
        streets = connection.execute("select group_concat(street) from order_addresses").fetchone()[0]
    assert "Lindenstra" in streets, "the search above could have failed"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("full")
def test_what_is_written_meanwhile_neither_stops_nor_enters_a_backup(
    desk: Desk, tmp_path: Path, clock: ManualClock, channel: FakeChannel, account: Account
) -> None:
    written: list[int] = []

    def write(_done: int, _of: int) -> None:
        if not written:
            channel.add(order("late"))
            sync.fetch(desk, account.id, lambda _: None, never())
            written.append(len(dump(desk.store)))

    file = tmp_path / "a.deskbackup"
    assert care_backup.make(desk, file, PASSPHRASE, progress=write).orders == 40
    assert written == [41]
    store = brought_back(elsewhere(tmp_path, clock), file)
    assert len(dump(store)) == 40
    store.close()


@pytest.mark.usefixtures("full")
def test_a_backup_that_is_stopped_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    stop = threading.Event()
    folder = tmp_path / "stick"
    with pytest.raises(BackupStopped):
        care_backup.make(desk, folder / "a.deskbackup", PASSPHRASE, lambda _done, _of: stop.set(), stop)
    assert list(folder.iterdir()) == []


def test_a_short_passphrase_and_a_taken_name_are_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "a.deskbackup"
    with pytest.raises(NotAllowed, match="at least 10 characters"):
        care_backup.make(desk, file, "kurz")
    file.write_text("mine")
    with pytest.raises(NotAllowed, match="exists already"):
        care_backup.make(desk, file, PASSPHRASE)
    assert file.read_text() == "mine"


@pytest.fixture
def made(desk: Desk, tmp_path: Path, channel: FakeChannel, synced: Synced) -> Path:
    channel.add(*many(40))
    synced()
    return care_backup.make(desk, tmp_path / "a.deskbackup", PASSPHRASE).file


def spoil_the_head(file: Path, **values: object) -> None:
    magic, head, rest = file.read_bytes().split(b"\n", 2)
    file.write_bytes(b"\n".join((magic, json.dumps(json.loads(head) | values).encode(), rest)))


def flip(file: Path) -> None:
    told = bytearray(file.read_bytes())
    told[len(told) // 2] ^= 1
    file.write_bytes(told)


@pytest.mark.parametrize(
    "spoil,kind,words",
    [
        (lambda file: os.truncate(file, file.stat().st_size - 1), BackupDamaged, "cut short. Use another one"),
        (lambda file: os.truncate(file, 40), BackupDamaged, "cut short. Use another one"),
        (lambda file: os.truncate(file, 5), NotAllowed, "no backup of Desk. .* choose one"),
        (lambda file: file.write_bytes(b"hello" * 100), NotAllowed, "no backup of Desk. .* choose one"),
        (flip, BackupDamaged, "damaged.* Use another one"),
        (lambda file: spoil_the_head(file, format=2), StoreTooNew, "newer Desk. Update Desk"),
        (lambda file: spoil_the_head(file, revision="9999"), StoreTooNew, "newer Desk. Update Desk"),
        (lambda file: spoil_the_head(file, size=-1), BackupDamaged, "damaged.* Use another one"),
        (lambda file: spoil_the_head(file, wraps=7), BackupDamaged, "damaged.* Use another one"),
        (lambda file: file.unlink(), StoreUnavailable, "cannot be read.* Check the path"),
    ],
)
def test_a_backup_that_cannot_be_restored_is_one_sentence_and_touches_nothing(
    made: Path, desk: Desk, spoil: Callable[[Path], object], kind: type[DeskError], words: str
) -> None:
    before = dump(desk.store)
    place = Place(folder=desk.store.place.folder, secrets=MemorySecrets(), clock=desk.clock)
    key = desk.store.place.key
    spoil(made)
    with pytest.raises(kind, match=words):
        care_restore.restore(place, made, key, replace=True)
    assert dump(desk.store) == before
    assert not list(place.folder.glob("before-restore*"))
    assert not (place.folder / "restoring").exists()


@pytest.mark.parametrize("changed", [{"cost": 1 << 30}, {"cost": 3}, {"salt": "%"}, {"nonce": ""}, {"key": "AAAA"}])
def test_a_wrap_that_was_tampered_with_opens_nothing_and_costs_little(made: Path, changed: dict[str, object]) -> None:
    head = care_restore.look_at(made)
    (wrap,) = head.wraps
    with pytest.raises(NotAllowed):
        care_restore.key_by(replace(head, wraps=({**wrap, **changed},)), PASSPHRASE)


def test_a_wrong_passphrase_is_told(made: Path) -> None:
    with pytest.raises(WrongPassphrase, match=r"does not open it\. Check what you typed"):
        care_restore.key_by(care_restore.look_at(made), PASSPHRASE + ".")


def test_an_umlaut_may_be_typed_in_either_way(made: Path, desk: Desk) -> None:
    typed = unicodedata.normalize("NFD", PASSPHRASE)
    assert typed != PASSPHRASE
    assert care_restore.key_by(care_restore.look_at(made), typed) == desk.store.place.key


def test_a_store_that_is_there_is_kept_aside_with_its_key(
    made: Path, desk: Desk, channel: FakeChannel, account: Account, clock: ManualClock
) -> None:
    """Also with what stands in its log only: nothing of it is lost."""
    channel.add(order("newer"))
    sync.fetch(desk, account.id, lambda _: None, never())
    folder, key, before = desk.store.place.folder, desk.store.place.key, dump(desk.store)
    desk.store.close()
    place = Place(folder=folder, secrets=MemorySecrets({entry_of(folder): key.hex}), clock=clock)
    with pytest.raises(NotAllowed, match="--replace"):
        care_restore.restore(place, made, key)
    done = care_restore.restore(place, made, key, replace=True)
    assert done.aside is not None
    assert done.aside.parent == folder
    kept = place.secrets.get(entry_of(done.aside))
    assert kept is not None
    for where, orders in ((done.aside, before), (folder, [one for one in before if one["remote_id"] != "newer"])):
        store = open_store(where, StoreKey(kept))
        assert differences(dump(store), orders) == []
        store.close()


def test_a_store_without_a_keyring_gets_the_key_that_is_given(made: Path, desk: Desk, tmp_path: Path) -> None:
    given = StoreKey.new()
    place = replace(elsewhere(tmp_path, ManualClock(after(0))), given=given.hex)
    care_restore.restore(place, made, care_restore.key_by(care_restore.look_at(made), PASSPHRASE))
    assert place.secrets.get(entry_of(place.folder)) is None
    store = open_store(place.folder, given)
    assert differences(dump(desk.store), dump(store)) == []
    store.close()


def test_an_open_window_is_not_restored_under(made: Path, tmp_path: Path, clock: ManualClock) -> None:
    from desk.system.crash import Run

    place = elsewhere(tmp_path, clock)
    run = Run(place.folder, clock)
    assert run.begin()
    key = care_restore.key_by(care_restore.look_at(made), PASSPHRASE)
    with pytest.raises(NotAllowed, match="Close it, then restore"):
        care_restore.restore(place, made, key)
    run.good_bye()
    assert care_restore.restore(place, made, key).orders == 40


# --- The outbox -----------------------------------------------------------------------------------------------------


@pytest.fixture
def parcel_waits(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1", lines=(line("11", 2),)))
    ids = synced()
    shipments.confirm(desk, ids["1"], [Parcel(carrier="DHL", number="00340434161094042557")], hold_seconds=0)


@pytest.mark.usefixtures("parcel_waits")
@pytest.mark.parametrize("killed", [False, True], ids=["waiting", "sending"])
def test_what_was_sent_since_the_backup_is_not_sent_again(
    desk: Desk, account: Account, channel: FakeChannel, tmp_path: Path, clock: ManualClock, *, killed: bool
) -> None:
    file = tmp_path / "a.deskbackup"
    if killed:
        channel.plan("look_shipment", Killed())
        with pytest.raises(Killed):
            pusher.drain(desk, account.id, never())
        assert len(channel.journal) == 1
    care_backup.make(desk, file, PASSPHRASE)
    clock.advance(7200)
    pusher.drain(desk, account.id, never())
    assert len(channel.journal) == 1
    store = brought_back(elsewhere(tmp_path, clock), file)
    restored = replace(desk, store=store, owner="another process")
    report = pusher.drain(restored, account.id, never())
    assert (report.confirmed, report.failed, report.unclear) == (1, 0, 0)
    assert len(channel.journal) == 1, "the channel was told twice"
    store.close()


# --- Full disk ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("full")
def test_a_store_that_may_not_grow_is_backed_up_all_the_same(desk: Desk, tmp_path: Path) -> None:
    """The way out of a full disk must not need room on it."""
    limit_pages(desk.store, 0)
    with pytest.raises(StoreUnavailable, match="disk is full"), desk.store.write() as transaction:
        transaction.exec_driver_sql("create table filler as select zeroblob(100000) as x")
    assert care_backup.make(desk, tmp_path / "stick" / "a.deskbackup", PASSPHRASE).orders == 40


FULL = """
import resource, signal, sys
from pathlib import Path
from types import SimpleNamespace
from desk.domain.clock import SystemClock
from desk.domain.errors import DeskError
from desk.services import care_backup, care_restore
from desk.services.care import Place
from desk.store.engine import StoreKey, open_store
from desk.system.secrets import MemorySecrets
what, folder, file, limit = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
key = StoreKey("1f" * 32)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    if what == "backup":
        store = open_store(folder, key)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        care_backup.make(SimpleNamespace(store=store, clock=SystemClock()), file, "a passphrase")
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        place = Place(folder=folder, secrets=MemorySecrets(), clock=SystemClock())
        care_restore.restore(place, file, key, replace=True)
except DeskError as error:
    print(error.code, error.text)
"""


def child(*words: object) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", FULL, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A store of 300 orders that nobody has open."""
    store = open_new_store(tmp_path / "closed")
    fill(store)
    store.close()
    return tmp_path / "closed"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on a file's size")
@pytest.mark.parametrize("share", [0.001, 0.5, 1.0], ids=["at once", "copying", "packing"])
def test_a_full_disk_leaves_no_half_backup(closed: Path, tmp_path: Path, share: float) -> None:
    stick = tmp_path / "stick"
    size = (closed / FILE_NAME).stat().st_size
    said = child("backup", closed, stick / "a.deskbackup", int(size * share))
    assert said.startswith("backup_no_room There is not enough space")
    assert "Free some space or choose another place" in said
    assert list(stick.iterdir()) == []
    assert child("backup", closed, stick / "a.deskbackup", 1 << 30) == ""
    assert care_restore.look_at(stick / "a.deskbackup").orders == 300


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on a file's size")
def test_a_full_disk_leaves_the_store_as_it_was_when_restoring(closed: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.deskbackup"
    assert child("backup", closed, file, 1 << 30) == ""
    before = (closed / FILE_NAME).read_bytes()
    said = child("restore", closed, file, 50_000)
    assert said.startswith("restore_no_room There is not enough space")
    assert "Your store is untouched; free some space" in said
    assert (closed / FILE_NAME).read_bytes() == before
    assert not (closed / "restoring").exists()
    assert child("restore", closed, file, 1 << 30) == ""
