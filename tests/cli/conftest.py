"""Owns the fixtures of the command line's tests: its own store and keys, a channel in memory, what was printed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desk.cli.main import run
from desk.cli.wiring import Wiring
from desk.domain.clock import ManualClock
from desk.services.context import Desk
from desk.store.engine import open_store
from desk.system.secrets import MemorySecrets
from tests.services.fake_deeds import registry_of
from tests.services.fakes import KEY, FakeChannel
from tests.support.orders import after, line, order
from tests.support.stores import KEY as STORE_KEY
from tests.support.stores import lay_new_store


@dataclass(frozen=True, slots=True)
class Said:
    """What one call of the command line left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> object:
        return msgspec.json.decode(self.out)


Call = Callable[..., Said]


def document(call: Call, *words: str) -> Any:
    """What a command that works tells programs."""
    done = call("--json", *words)
    assert done.status == 0, done.err
    return done.document


@pytest.fixture
def channel() -> FakeChannel:
    made = FakeChannel()
    made.add(
        replace(order("1", lines=(line("11", 2), line("12"))), number="WB-2026-10001"),
        replace(order("2", lines=(line("21", 3),)), number="WB-2026-10002"),
    )
    return made


@pytest.fixture
def wiring(tmp_path: Path, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch) -> Wiring:
    """What commands are given: `open_desk` opens the one store that they share."""
    for name in [one for one in os.environ if one.startswith("DESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KEY", KEY)
    secrets, clock = MemorySecrets(), ManualClock(after(86_400))
    lay_new_store(tmp_path / "data")

    def open_desk(folder: Path) -> Desk:
        store = open_store(folder, STORE_KEY)
        return Desk(store=store, clock=clock, connectors=registry_of(channel), secrets=secrets, agent="Ada")

    def unused(*_: object) -> None:
        raise AssertionError("no command of these tests needs it")

    return Wiring(
        open_desk=open_desk,
        open_demo=open_desk,
        start_window=lambda _folder, _reference: 0,
        open_window=lambda _: 0,
        save_pictures=unused,  # type: ignore[arg-type]
        kinds=lambda: ("fake",),
        describe=registry_of(channel).describe,
        simulator=unused,  # type: ignore[arg-type]
    )


@pytest.fixture
def call(tmp_path: Path, wiring: Wiring, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run one command as `desk` does, each on a store opened anew."""

    def carry_out(*arguments: str) -> Said:
        status = run(["--data", str(tmp_path / "data"), *arguments], wiring)
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    return carry_out


@pytest.fixture
def shop(call: Call) -> Call:
    """With an account that may write, and its orders fetched."""
    settings = ("--set", "base_url=https://shop.example.org", "--set", "writing=on")
    assert call("accounts", "add", "fake", *settings, "--secret", "consumer_key=KEY").status == 0
    assert call("sync").status == 0
    return call
