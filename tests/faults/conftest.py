"""Owns the fixtures of the tests of faults: one agent's computer, with an account and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MemoryKeyring
from tests.faults.computer import TO_SHIP, Computer, Disk, Shop, set_up


@pytest.fixture
def bare(
    tmp_path: Path,
    memory_keyring: MemoryKeyring,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Computer]:
    """Before there is an account."""
    shop, disk = Shop(page_size=100), Disk()
    shop.place(*range(1, TO_SHIP + 1))
    made = Computer(tmp_path / "data", shop, disk, memory_keyring, capsys, monkeypatch)
    with disk.under(monkeypatch):
        yield made


@pytest.fixture
def computer(bare: Computer) -> Computer:
    """With an account that may write, and its orders fetched."""
    set_up(bare)
    return bare
