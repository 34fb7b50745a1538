"""Backup and restore are killed at each of their lines; whatever is left then is whole."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from desk.domain.clock import ManualClock
from desk.services import care, care_backup, care_recovery, care_restore
from desk.services.care import Place
from desk.services.context import Desk
from desk.store import backup
from desk.store.engine import StoreKey, open_store
from desk.system.store_key import entry_of, store_key
from tests.services.fakes import FakeChannel, FakeRegistry
from tests.support.dump import canonical_dump
from tests.support.kills import killed_at_each_line
from tests.support.orders import after
from tests.support.stores import KEY, fill, open_new_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="children are made by fork")


@dataclass(frozen=True)
class FileSecrets:
    """A keyring that outlives its process."""

    file: Path

    def _all(self) -> dict[str, str]:
        return cast("dict[str, str]", json.loads(self.file.read_text())) if self.file.exists() else {}

    def get(self, name: str) -> str | None:
        return self._all().get(name)

    def set(self, name: str, value: str) -> None:
        self._write(self._all() | {name: value})

    def delete(self, name: str) -> None:
        self._write({key: value for key, value in self._all().items() if key != name})

    def _write(self, values: dict[str, str]) -> None:
        made = self.file.with_suffix(".new")
        made.write_text(json.dumps(values))
        made.replace(self.file)


def filled(folder: Path, orders: int, key: StoreKey = KEY) -> Path:
    store = open_new_store(folder) if key == KEY else open_store(folder, key)
    fill(store, orders)
    store.close()
    return folder


def orders_in(folder: Path, key: StoreKey) -> int:
    store = open_store(folder, key)
    with closing(store.raw_connection()) as connection:
        found = len(canonical_dump(connection))
    store.close()
    return found


def backs_up(folder: Path, file: Path, passphrase: str = "a passphrase") -> Callable[[], None]:
    def work() -> None:
        store = open_store(folder, KEY)
        registry = FakeRegistry(FakeChannel())
        desk = Desk(store=store, clock=ManualClock(after(0)), connectors=registry, secrets=FileSecrets(file))
        care_backup.make(desk, file, passphrase)
        store.close()

    return work


def test_a_kill_at_any_line_of_a_backup_leaves_the_store_and_no_half_backup(tmp_path: Path) -> None:
    folder, file = filled(tmp_path / "data", 20), tmp_path / "stick" / "a.deskbackup"
    kills, whole = 0, 0
    for _ in killed_at_each_line(backs_up(folder, file), (care_backup, backup), step=3):
        kills += 1
        if file.exists():
            whole += 1
            assert backup.compare(file).orders == 20
            file.unlink()
    assert kills > 20
    assert whole < kills, "most kills came before the file had its name"
    assert backup.compare(file).orders == 20, "the last one was not killed"
    assert orders_in(folder, KEY) == 20


def test_a_kill_at_any_line_of_a_restore_leaves_the_old_store_or_the_restored_one(tmp_path: Path) -> None:
    other, file = filled(tmp_path / "other", 5), tmp_path / "a.deskbackup"
    backs_up(other, file)()
    old_key = StoreKey.new()
    old = filled(tmp_path / "old", 8, old_key)
    folder, secrets = tmp_path / "data", FileSecrets(tmp_path / "keyring.json")
    place = Place(folder=folder, secrets=secrets, clock=ManualClock(after(0)))

    def begin() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(old, folder)
        secrets._write({entry_of(folder): old_key.hex})

    def check() -> int:
        """Start as the program does; gives how many orders are there."""
        if care.is_restore_unfinished(folder):
            care_restore.finish(place)
        found = orders_in(folder, StoreKey(store_key(folder, secrets, exists=True)))
        asides = list(folder.glob("before-restore-*"))
        if found == 5:
            (aside,) = asides
            assert orders_in(aside, StoreKey(store_key(aside, secrets, exists=True))) == 8
        else:
            assert asides == []
        return found

    begin()
    seen: list[int] = []

    def work() -> None:
        care_restore.restore(place, file, KEY, replace=True)

    for _ in killed_at_each_line(work, (care_restore, backup, care, care_recovery), step=3):
        seen.append(check())
        begin()
    assert len(seen) > 20
    assert seen == sorted(seen, reverse=True), "before some line all are old, after it all are restored"
    assert set(seen) == {5, 8}
    begin()
    work()
    assert check() == 5
