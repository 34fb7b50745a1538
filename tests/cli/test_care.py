"""`desk backup`, `restore`, `recovery-key`, `recover` as an agent meets them, with a keyring that may be lost."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import sys
import threading
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import keyring
import keyring.backends.fail
import pytest
import sqlcipher3.dbapi2 as driver

from desk.cli.main import run
from desk.cli.wiring import Wiring
from desk.domain.clock import ManualClock
from desk.services import care_clock
from desk.services.care import Place, is_restore_unfinished
from desk.services.care_restore import finish
from desk.services.context import Desk
from desk.store import engine
from desk.store.accounts import Account
from desk.store.engine import FILE_NAME, StoreKey, open_store
from desk.system import logs
from desk.system.secrets import EnvironmentSecrets, KeyringSecrets
from desk.system.store_key import entry_of, store_key
from tests.cli.conftest import Said
from tests.conftest import MemoryKeyring
from tests.services.fakes import KEY, FakeChannel, FakeRegistry
from tests.support.orders import after, many
from tests.support.stores import KEY as STORE_KEY
from tests.support.stores import lay_new_store

PASSPHRASE = "vier Wörter reichen aus"
Terminal = Callable[..., Said]


@pytest.fixture
def channel() -> FakeChannel:
    made = FakeChannel(page_size=50)
    made.add(*many(30))
    return made


@pytest.fixture
def terminal(
    tmp_path: Path, channel: FakeChannel, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """One command as `desk` runs it, the store's key and the account's in the system's keyring."""
    clock = ManualClock(after(86_400))

    def open_desk(folder: Path) -> Desk:
        keyring = KeyringSecrets()
        if is_restore_unfinished(folder):
            finish(Place(folder=folder, secrets=keyring, clock=clock))
        store = open_store(folder, StoreKey(store_key(folder, keyring, exists=(folder / FILE_NAME).exists())))
        secrets = EnvironmentSecrets(keyring)
        return Desk(store=store, clock=clock, connectors=FakeRegistry(channel), secrets=secrets, agent="Ada")

    def unused(*_: object) -> None:
        raise AssertionError("no command of these tests needs it")

    wiring = Wiring(
        open_desk=open_desk,
        open_demo=open_desk,
        start_window=lambda _folder, _reference: 0,
        open_window=lambda _: 0,
        save_pictures=unused,  # type: ignore[arg-type]
        kinds=lambda: ("fake",),
        describe=FakeRegistry(channel).describe,
        simulator=unused,  # type: ignore[arg-type]
    )

    def carry_out(*arguments: str, data: str = "data", typed: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = run(["--data", str(tmp_path / data), *arguments], wiring)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Said(status, printed.out, printed.err)

    return carry_out


@pytest.fixture
def shop(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    lay_new_store(tmp_path / "data")
    KeyringSecrets().set(entry_of(tmp_path / "data"), STORE_KEY.hex)
    monkeypatch.setenv("KEY", KEY)
    settings = ("--set", "base_url=https://shop.example.org", "--secret", "consumer_key=KEY")
    assert terminal("accounts", "add", "fake", *settings).status == 0
    assert terminal("sync").status == 0
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", PASSPHRASE)
    return terminal


@pytest.fixture(autouse=True)
def log_lines() -> list[str]:
    """What all areas log, to look for what must not be there."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    for area in logs.AREAS:
        logging.getLogger(area).addHandler(handler)
        logging.getLogger(area).setLevel(logging.DEBUG)
    return lines


def lose_the_keyring(memory: MemoryKeyring) -> None:
    memory.entries.clear()


def test_a_backup_brings_the_store_back_where_no_keyring_knows_it(
    shop: Terminal, tmp_path: Path, memory_keyring: MemoryKeyring, log_lines: list[str]
) -> None:
    file = tmp_path / "a.deskbackup"
    said = shop("backup", str(file))
    assert said.status == 0
    assert "30 orders" in said.out
    assert "keys are not in it" in said.out
    before = shop("export").out
    lose_the_keyring(memory_keyring)
    said = shop("restore", str(file), data="new")
    assert said.status == 0
    assert "Restored 30 orders as they were on" in said.out
    assert "Fake shop needs its keys again: desk accounts set 'Fake shop' --secret" in said.out
    assert shop("export", data="new").out == before
    assert PASSPHRASE not in "".join([*log_lines, said.out, said.err])
    assert log_lines, "there were lines to look at"
    assert shop("accounts", "set", "Fake shop", "--secret", "consumer_key=KEY", data="new").status == 0
    assert shop("sync", data="new").status == 0


def test_a_wrong_passphrase_is_one_sentence_and_the_right_one_goes_on(
    shop: Terminal, tmp_path: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.deskbackup"
    assert shop("backup", str(file)).status == 0
    lose_the_keyring(memory_keyring)
    monkeypatch.setenv("DESK_BACKUP_PASSPHRASE", "another passphrase")
    said = shop("restore", str(file), data="new")
    assert (said.status, said.out) == (1, "")
    assert said.err == "This passphrase does not open it. Check what you typed, and which file it belongs to.\n"
    assert not (tmp_path / "new" / FILE_NAME).exists()
    monkeypatch.delenv("DESK_BACKUP_PASSPHRASE")
    assert shop("restore", str(file), data="new", typed=PASSPHRASE + "\n").status == 0


def test_a_backup_needs_no_typing_where_the_keyring_has_its_key(
    shop: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.deskbackup"
    assert shop("backup", str(file)).status == 0
    monkeypatch.delenv("DESK_BACKUP_PASSPHRASE")
    said = shop("restore", str(file))
    assert (said.status, said.out) == (1, "")
    assert "There is a store in this folder already. Say --replace" in said.err
    said = shop("restore", str(file), "--replace")
    assert said.status == 0
    assert "The store that was here is kept in" in said.out
    assert "needs its keys" not in said.out
    (aside,) = (tmp_path / "data").glob("before-restore-*")
    assert shop("export", data=f"data/{aside.name}").out == shop("export").out


def test_without_a_passphrase_a_backup_is_wrong_usage_with_the_way_out(
    shop: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DESK_BACKUP_PASSPHRASE")
    said = shop("backup", str(tmp_path / "a.deskbackup"))
    assert said.status == 2
    assert "DESK_BACKUP_PASSPHRASE" in said.err
    assert not (tmp_path / "a.deskbackup").exists()


def test_a_lost_keyring_ends_in_the_way_out_and_the_recovery_key_opens_the_store_again(
    shop: Terminal, memory_keyring: MemoryKeyring, tmp_path: Path
) -> None:
    said = shop("recovery-key")
    key = said.out.strip()
    assert re.fullmatch(r"([0-9A-Z]{4}-){13}[0-9A-Z]{4}", key)
    assert "Desk does not keep it" in said.err
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            assert key.encode() not in file.read_bytes(), file.name
            assert key.replace("-", "").encode() not in file.read_bytes(), file.name
    before = shop("export").out
    lose_the_keyring(memory_keyring)
    said = shop("search", "Müller")
    assert (said.status, said.out) == (1, "")
    assert "not in the keyring" in said.err
    assert "desk recover" in said.err

    wrong = key[:-1] + ("0" if key[-1] != "0" else "1")
    said = shop("recover", typed=wrong + "\n")
    assert (said.status, said.out) == (1, "")
    assert "holds a mistake" in said.err
    said = shop("recover", typed=key[:20] + "\n")
    assert "has 56 letters and digits" in said.err
    assert memory_keyring.entries == {}

    said = shop("recover", typed=key.lower().replace("-", " ") + "\n")
    assert said.status == 0
    assert "in the keyring again" in said.out
    assert "Fake shop needs its keys again" in said.out
    assert shop("export").out == before


def test_a_renewed_recovery_key_replaces_the_one_before(shop: Terminal, memory_keyring: MemoryKeyring) -> None:
    first = shop("recovery-key").out.strip()
    said = shop("recovery-key")
    assert said.status == 2
    assert "--renew" in said.err
    second = shop("recovery-key", "--renew").out.strip()
    lose_the_keyring(memory_keyring)
    said = shop("recover", typed=first + "\n")
    assert (said.status, said.err) == (
        1,
        "This recovery key does not open it. Check what you typed, and which file it belongs to.\n",
    )
    assert shop("recover", typed=second + "\n").status == 0


def test_without_a_recovery_key_made_before_the_sentence_names_the_backup(
    shop: Terminal, memory_keyring: MemoryKeyring
) -> None:
    lose_the_keyring(memory_keyring)
    said = shop("recover", typed="x\n")
    assert said.status == 1
    assert "No recovery key was made for this store. Restore a backup" in said.err
    said = shop("recover", data="nowhere", typed="x\n")
    assert "There is no store in this folder" in said.err


def test_the_daily_backup_is_opened_by_the_recovery_key_elsewhere(
    shop: Terminal, memory_keyring: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = shop("backup", "--daily")
    assert "Only this computer's keyring opens it" in said.err
    (first,) = (tmp_path / "data" / "backups").glob("*.deskbackup")
    first.unlink()
    key = shop("recovery-key").out.strip()
    said = shop("backup", "--daily")
    assert said.status == 0
    assert "keyring opens it" not in said.err
    assert shop("backup", "--daily").out == "Today's backup is there already.\n"
    (file,) = (tmp_path / "data" / "backups").glob("*.deskbackup")
    before = shop("export").out
    lose_the_keyring(memory_keyring)
    monkeypatch.delenv("DESK_BACKUP_PASSPHRASE")
    said = shop("restore", str(file), data="new", typed=key + "\n")
    assert said.status == 0
    assert shop("export", data="new").out == before
    lose_the_keyring(memory_keyring)
    assert shop("recover", data="new", typed=key + "\n").status == 0, "the recovery key came with the backup"


def test_a_damaged_store_ends_in_the_way_out_and_the_backup_brings_it_back(shop: Terminal, tmp_path: Path) -> None:
    assert shop("recovery-key").status == 0
    assert shop("backup", "--daily").status == 0
    before = shop("export").out
    file = tmp_path / "data" / FILE_NAME
    told = bytearray(file.read_bytes())
    told[len(told) // 2 : len(told) // 2 + 4096] = bytes(4096)
    file.write_bytes(told)
    said = shop("export")
    assert (said.status, said.out) == (1, "")
    assert "damaged. Restore the newest backup" in said.err
    (newest,) = (tmp_path / "data" / "backups").glob("*.deskbackup")
    assert shop("restore", str(newest), "--replace").status == 0
    assert shop("export").out == before


# --- Doctor ---------------------------------------------------------------------------------------------------------


Findings = dict[str, tuple[str, str, str]]


def findings(said: Said) -> Findings:
    document = said.document
    assert isinstance(document, dict)
    return {one["code"]: (one["grade"], one["text"], one["next_step"]) for one in document["findings"]}


def test_a_store_in_care_is_well(shop: Terminal) -> None:
    assert shop("recovery-key").status == 0
    assert shop("backup", "--daily").status == 0
    said = shop("doctor", "--json")
    found = findings(said)
    assert said.status == 0
    assert {grade for grade, _, _ in found.values()} <= {"ok", "warn"}
    wanted = {"versions", "keyring", "space", "logs", "store", "writing", "integrity", "search", "backup", "recovery"}
    assert wanted | {"accounts"} == set(found)
    assert {code for code, one in found.items() if one[0] == "warn"} <= {"space"}
    text = shop("doctor").out
    assert "ok   Every page of the store is what was written." in text


def test_what_is_missing_is_a_warning_with_the_next_step(shop: Terminal, memory_keyring: MemoryKeyring) -> None:
    for entry in list(memory_keyring.entries):
        if entry[1].startswith("account/"):
            del memory_keyring.entries[entry]
    said = shop("doctor", "--json")
    found = findings(said)
    assert said.status == 0
    assert found["backup"][::2] == ("warn", "Make one: desk backup")
    assert found["recovery"][0] == "warn"
    assert "desk recovery-key" in found["recovery"][2]
    assert found["account"][0] == "warn"
    assert "desk accounts set" in found["account"][2]


def test_before_the_first_start_nothing_is_bad_and_nothing_is_made(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("doctor", "--json")
    assert said.status == 0
    assert "no store" in findings(said)["store"][1]
    assert not (tmp_path / "data").exists()


def test_a_lost_keyring_is_bad_with_its_way_out(shop: Terminal, memory_keyring: MemoryKeyring) -> None:
    lose_the_keyring(memory_keyring)
    said = shop("doctor", "--json")
    assert said.status == 1
    grade, text, step = findings(said)["store"]
    assert (grade, text) == ("bad", "The store does not open.")
    assert "desk recover" in step


def test_a_keyring_that_refuses_is_bad(shop: Terminal) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    said = shop("doctor", "--json")
    assert said.status == 1
    assert findings(said)["keyring"][0] == "bad"
    assert "Unlock it" in findings(said)["keyring"][2]


@pytest.mark.parametrize("at", [0, 0.5])
def test_a_damaged_store_is_bad_and_the_newest_backup_is_named(shop: Terminal, tmp_path: Path, at: float) -> None:
    assert shop("backup", "--daily").status == 0
    (newest,) = (tmp_path / "data" / "backups").glob("*.deskbackup")
    spoil(tmp_path / "data" / FILE_NAME, at)
    said = shop("doctor", "--json")
    assert said.status == 1
    grade, _, step = findings(said)["store"]
    assert grade == "bad"
    assert f"desk restore {newest} --replace" in step


def spoil(file: Path, at: float) -> None:
    told = bytearray(file.read_bytes())
    start = int(len(told) * at) // 4096 * 4096
    told[start : start + 4096] = bytes(4096)
    file.write_bytes(told)


def test_damage_in_a_store_too_large_for_the_start_is_found(
    shop: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_CHECK_AT_START_BYTES", 1)
    assert shop("backup", "--daily").status == 0
    spoil(tmp_path / "data" / FILE_NAME, 0.9)
    said = shop("doctor", "--json")
    assert said.status == 1
    grade, text, step = findings(said)["integrity"]
    assert (grade, text) == ("bad", "The store is damaged.")
    assert "desk restore" in step


def test_an_index_that_lost_orders_is_bad(shop: Terminal, tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    (key,) = (value for (_, name), value in memory_keyring.entries.items() if name.startswith("store-key/"))
    store = open_store(tmp_path / "data", StoreKey(key))
    with store.write() as transaction:
        transaction.exec_driver_sql("delete from search_doc where owner_id % 5 = 0")
    store.close()
    said = shop("doctor", "--json")
    assert said.status == 1
    grade, text, step = findings(said)["search"]
    assert (grade, "24 of 30 are in it" in text) == ("bad", True)
    assert "desk doctor --rebuild-index" in step
    said = shop("doctor", "--rebuild-index", "--json")
    assert said.status == 0
    assert findings(said)["search"][:2] == ("ok", "The search index fits its 30 orders.")


def test_a_read_only_store_is_bad_with_the_next_step(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real store on connections that may only read, as on a read-only medium; tests may run as root."""
    real = driver.connect

    def read_only(file: str, **more: object) -> object:
        return real(f"file:{file}?mode=ro", uri=True, **more)

    monkeypatch.setattr(driver, "connect", read_only)
    said = shop("doctor", "--json")
    assert said.status == 1
    grade, _, step = findings(said)["writing"]
    assert grade == "bad"
    assert "Check the rights on its folder" in step


def test_clocks_are_compared_online_only(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    class Server(BaseHTTPRequestHandler):
        asked: ClassVar[list[str]] = []

        def do_HEAD(self) -> None:
            self.asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def date_time_string(self, timestamp: float | None = None) -> str:
            return "Tue, 03 Mar 2026 08:10:00 GMT"

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        settings = ("--set", f"base_url=http://127.0.0.1:{server.server_port}", "--set", "name=Late")
        assert shop("accounts", "add", "fake", *settings, "--secret", "consumer_key=KEY").status == 0
        assert "clock" not in findings(shop("doctor", "--json"))
        assert Server.asked == []
        monkeypatch.setattr(care_clock, "apart", only_loopback(care_clock.apart))
        said = shop("doctor", "--online", "--json")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert said.status == 1
    grade, text, step = findings(said)["clock"]
    assert (grade, text) == ("bad", "This computer's clock and that of Late differ by 600 s.")
    assert "Set this computer's clock" in step


def only_loopback(apart: Callable[[Desk, Account], float | None]) -> Callable[[Desk, Account], float | None]:
    return lambda desk, account: apart(desk, account) if "127.0.0.1" in account.settings["base_url"] else 0.0


@pytest.mark.parametrize("lost", [False, True])
def test_a_diagnostics_file_is_saved_also_where_the_store_does_not_open(
    shop: Terminal, tmp_path: Path, memory_keyring: MemoryKeyring, *, lost: bool
) -> None:
    if lost:
        lose_the_keyring(memory_keyring)
    file = tmp_path / "d.zip"
    said = shop("doctor", "--diagnostics", str(file))
    assert said.status == int(lost)
    assert f"Saved {file}. Look into it before you send it" in said.out
    with zipfile.ZipFile(file) as packed:
        assert json.loads(packed.read("store.json"))["opens"] is not lost
    said = shop("doctor", "--diagnostics", str(tmp_path / "nowhere" / "d.zip"))
    assert said.status == 1
    assert "The file cannot be written there" in said.err


def test_a_key_that_comes_through_a_pipe_serves_the_whole_command(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = StoreKey.new().hex
    monkeypatch.setenv("DESK_STORE_KEY", "")  # so that what the commands put there goes with the test
    found: Findings = {}
    for words in (("accounts", "list", "--json"), ("doctor", "--json")):
        monkeypatch.delenv("DESK_STORE_KEY", raising=False)
        reading, writing = os.pipe()
        os.write(writing, key.encode())
        os.close(writing)
        monkeypatch.setenv("DESK_STORE_KEY_FD", str(reading))
        said = terminal(*words)
        assert said.status == 0
        found = findings(said) if words[0] == "doctor" else found
    assert found["store"][0] == "ok"


def test_a_recovery_key_is_offered_with_the_first_account_and_only_then(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY", KEY)

    def add(name: str) -> str:
        settings = ("--set", "base_url=https://shop.example.org", "--set", f"name={name}")
        said = terminal("accounts", "add", "fake", *settings, "--secret", "consumer_key=KEY")
        assert said.status == 0
        return said.err

    assert "desk recovery-key" in add("One")
    assert add("Two") == ""
