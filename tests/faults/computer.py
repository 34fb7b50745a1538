"""Owns an agent's computer for the tests of faults: its disk, its keyring and its network can fail and be mended.

Both doors, terminal and window, open the same store in the same way. The channel is in memory and keeps a journal, so
that what was done, lost or done twice can be counted there.
"""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import event
from sqlalchemy.pool import Pool

from connectors.contract.errors import ConnectorError, Unavailable
from desk.cli.main import run
from desk.cli.wiring import Wiring
from desk.domain.clock import Clock, ManualClock
from desk.services.context import ConnectorSource, Desk
from desk.store.engine import FILE_NAME, StoreKey, open_store
from desk.system.secrets import EnvironmentSecrets, KeyringSecrets
from desk.system.store_key import entry_of, store_key
from tests.cli.conftest import Said
from tests.conftest import MemoryKeyring
from tests.services.fakes import KEY, FakeChannel, FakeRegistry, Fault
from tests.support.dump import canonical_dump
from tests.support.orders import after, line, order
from tests.support.stores import KEY as STORE_KEY
from tests.support.stores import lay_new_store

ACCOUNT = "Laden"
TO_SHIP = 50
_ENDLESS = 2**30


class Shop(FakeChannel):
    """A channel that fails in one way until it is mended."""

    trouble: ConnectorError | None = None

    def begin(self, operation: str) -> Fault | None:
        if self.trouble is not None:
            self.calls.append(operation)
            raise self.trouble
        return super().begin(operation)

    def place(self, *numbers: int) -> None:
        """Buyers order; each record is large enough to need room on the disk."""
        for number in numbers:
            lines = (line(f"{number}-1", 2), line(f"{number}-2"))
            self.add(order(str(number), lines=lines, number=f"L-{number}", raw=bytes(range(256)) * 24))

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each parcel that had an effect there, by order and number."""
        return sorted((one.order, one.number) for one in self.journal)


def unreachable() -> Unavailable:
    """As connectors.http tells it."""
    return Unavailable("laden.example cannot be reached just now. Desk keeps trying.", code="connection_refused")


class Disk:
    """The disk under the store: full, or such that nothing can be written. The real database meets it, by a limit on
    its pages and by connections that may only read; rights would not hold for a test that runs as root.
    """

    def __init__(self) -> None:
        self.is_full = False
        self.is_read_only = False

    def _limit(self, connection: Any, *_: object) -> None:
        (pages,) = connection.execute("pragma page_count").fetchone()
        connection.execute(f"pragma max_page_count = {pages if self.is_full else _ENDLESS}")

    @contextmanager
    def under(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        connect = driver.connect

        def through_the_rights(file: str, **more: Any) -> Any:
            return connect(f"file:{file}?mode=ro", uri=True, **more) if self.is_read_only else connect(file, **more)

        monkeypatch.setattr(driver, "connect", through_the_rights)
        event.listen(Pool, "checkout", self._limit)
        yield
        event.remove(Pool, "checkout", self._limit)


@dataclass
class Computer:
    """`terminal` runs one command as `desk` does. `open_desk` is what both doors open."""

    data: Path
    shop: Shop
    disk: Disk
    keyring: MemoryKeyring
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    clock: Clock = field(default_factory=lambda: ManualClock(after(86_400)))
    connectors: ConnectorSource | None = None

    def open_desk(self, folder: Path) -> Desk:
        secrets = KeyringSecrets()
        key = store_key(folder, secrets, exists=(folder / FILE_NAME).exists())
        return Desk(
            store=open_store(folder, StoreKey(key)),
            clock=self.clock,
            connectors=self.connectors or FakeRegistry(self.shop),
            secrets=EnvironmentSecrets(secrets),
            agent="Ada",
            timeout=5.0,
        )

    def terminal(self, *words: str, typed: str = "") -> Said:
        """One command. It never ends in a traceback, and what fails says so on stderr alone."""
        wiring = Wiring(
            open_desk=self.open_desk,
            open_demo=_unused,
            start_window=_unused,
            open_window=_unused,
            save_pictures=_unused,
            kinds=lambda: ("fake",),
            describe=(self.connectors or FakeRegistry(self.shop)).describe,
            simulator=_unused,
        )
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = run(["--data", str(self.data), *words], wiring)
        printed = self.capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        assert status in (0, 1), printed.err
        return Said(status, printed.out, printed.err)

    def does(self, sentence: str, **variables: str) -> Said:
        """Type the command that a sentence ends with, its ENVVAR being a variable that holds the right value."""
        _, found, command = sentence.rpartition(": desk ")
        assert found, sentence
        for value in variables.values():
            self.monkeypatch.setenv("ENVVAR", value)
        return self.terminal(*shlex.split(command))

    def pass_time(self, seconds: float) -> None:
        assert isinstance(self.clock, ManualClock)
        self.clock.advance(seconds)

    # --- what may fail ------------------------------------------------------------------------------------------

    def lock_the_keyring(self) -> None:
        keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]

    def unlock_the_keyring(self) -> None:
        keyring.set_keyring(self.keyring)

    def lose_the_keys_of_accounts(self) -> None:
        for entry in [one for one in self.keyring.entries if one[1].startswith("account/")]:
            del self.keyring.entries[entry]

    def spoil_the_store(self) -> None:
        """Some pages of the file are not what was written."""
        file = self.data / FILE_NAME
        told = bytearray(file.read_bytes())
        for at in range(len(told) // 3, len(told) - 4096, 4096):
            told[at : at + 64] = bytes(64)
        file.write_bytes(told)

    # --- what must not be lost ----------------------------------------------------------------------------------

    def kept(self) -> list[dict[str, Any]]:
        """All orders of the store, as two equal stores agree in them."""
        (key,) = (value for (_, name), value in self.keyring.entries.items() if name == entry_of(self.data))
        store = open_store(self.data, StoreKey(key))
        with closing(store.raw_connection()) as connection:
            found = canonical_dump(connection)
        store.close()
        return found

    def waiting(self) -> int:
        """How many changes are in the outbox and did not arrive yet."""
        document: Any = self.terminal("outbox", "list", "--json").document
        return sum(one["state"] in ("held", "waiting", "sending") for one in document["pushes"])


def _unused(*_: object) -> Any:
    raise AssertionError("no test of faults needs it")


def set_up(computer: Computer) -> None:
    """An account that may write, and its orders fetched."""
    lay_new_store(computer.data)
    KeyringSecrets().set(entry_of(computer.data), STORE_KEY.hex)
    computer.monkeypatch.setenv("KEY", KEY)
    settings = ("--set", "base_url=https://laden.example", "--set", "writing=on", "--set", f"name={ACCOUNT}")
    assert computer.terminal("accounts", "add", "fake", *settings, "--secret", "consumer_key=KEY").status == 0
    computer.monkeypatch.delenv("KEY")
    assert computer.terminal("sync").status == 0
