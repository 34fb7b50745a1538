"""The command line's frame: Ctrl+C, no display, simulators that cannot start."""

from __future__ import annotations

import errno
import io
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import IO

import pytest
import typer

from desk.cli import display as display_module
from desk.cli.main import COMMANDS, command_line
from desk.store.engine import Store, StoreKey, open_store
from tests.cli.conftest import Call
from tests.services.fakes import FakeChannel

ROOT = Path(__file__).parents[2]


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_keeps_what_is_fetched_and_says_so(call: Call, channel: FakeChannel) -> None:
    channel.page_size = 1
    settings = ("--set", "base_url=https://shop.example.org", "--secret", "consumer_key=KEY")
    assert call("accounts", "add", "fake", *settings).status == 0

    def interrupt() -> None:
        signal.raise_signal(signal.SIGINT)

    channel.plan("fetch_orders", None, interrupt)
    said = call("sync", "--json")
    assert (said.status, said.out) == (1, "")
    assert said.err == "Stopped. What was done so far is kept; the next run goes on from there.\n"
    assert "1 orders" in call("accounts", "list").out
    assert call("sync").status == 0
    assert "2 orders" in call("accounts", "list").out


@pytest.mark.parametrize("display", ["", ":987654"])
def test_without_a_display_the_window_is_refused_in_one_sentence(
    call: Call, monkeypatch: pytest.MonkeyPatch, display: str
) -> None:
    monkeypatch.setattr(display_module, "sys", SimpleNamespace(platform="linux"))
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    said = call()
    assert (said.status, said.out) == (1, "")
    assert said.err == "There is no display to open the window on. Use a command instead: desk --help\n"
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display_module.has_display()
    assert call().status == 0


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desk", "simulate", "--orders", "1", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ)
    )


def test_a_simulator_on_a_taken_port_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = simulate("--port", str(port))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"The port {port} cannot be used: ")
    assert ended.stderr.count("\n") == 1


def test_an_unknown_fault_profile_is_wrong_usage() -> None:
    ended = simulate("--faults", "gremlins")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "There is no fault profile gremlins. Known: throttle" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_locked_store_is_told_within_five_seconds(tmp_path: Path) -> None:
    key = "ab" * 32
    store = open_store(tmp_path, StoreKey(key))
    holder = store.raw_connection()
    holder.execute("begin immediate")
    ended = subprocess.run(
        [sys.executable, "-m", "desk", "--data", str(tmp_path), "outbox", "recall", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=dict(os.environ, DESK_STORE_KEY=key),
    )
    holder.execute("rollback")
    holder.close()
    store.close()
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Another program keeps the store locked. Close it and try again.\n"


def test_a_command_waits_three_seconds_for_a_lock_and_two_are_left_for_its_start(
    shop: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []
    monkeypatch.setattr(Store, "wait_for_locks", lambda _, seconds: told.append(seconds))
    assert shop("outbox").status == 0
    assert told[-1] == 3.0


def names_in(line: typer.Typer) -> set[str]:
    command = typer.main.get_command(line)
    assert isinstance(command, typer.core.TyperGroup)
    return set(command.commands)


def test_each_command_is_found_in_the_module_that_it_is_loaded_from() -> None:
    assert names_in(command_line(["--help"])) == set(COMMANDS)
    for name in COMMANDS:
        assert name in names_in(command_line([name, "--help"]))


def test_a_command_loads_no_other_commands_code() -> None:
    code = "import sys; from desk.cli.main import command_line; command_line(['outbox']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "desk.cli.outbox" in loaded.split()
    assert not {"desk.cli.demo", "desk.cli.care", "connectors.simulation.world"} & set(loaded.split())


class FullDisk(io.TextIOBase):
    """Where output goes that is written to a disk without room, as in `desk export > FILE`."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fileno(self) -> int:
        return self._file.fileno()


@pytest.mark.parametrize("words", [("search", "WB"), ("export",), ("export", "--json")])
def test_output_for_which_the_disk_has_no_room_is_told_and_nothing_is_left_to_write(
    shop: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr("sys.stdout", FullDisk(file))
        monkeypatch.setattr("desk.cli.main.open_streams", lambda **_: None)
        said = shop(*words)
        file.write("goes nowhere")
    assert (said.status, said.out) == (1, "")
    assert said.err == "The disk on which the output is written is full. Free some space, or write it elsewhere.\n"
    assert (tmp_path / "out").read_text() == ""
