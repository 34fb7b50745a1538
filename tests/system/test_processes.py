"""Whether a process is gone: told of the dead at once, of the living and of whoever cannot be known never."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk.system import processes
from desk.system.processes import is_gone, own_name

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells for sure")
ROOT = Path(__file__).parents[2]


@contextmanager
def another() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that lives, and its name."""
    code = "import sys; from desk.system.processes import own_name; print(own_name(), flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        try:
            yield child, child.stdout.readline().strip()
        finally:
            child.kill()


def test_the_living_are_never_gone() -> None:
    assert not is_gone(own_name())
    assert not is_gone(own_name() + "/a run of it")
    assert own_name() != own_name()
    with another() as (_, name):
        assert not is_gone(name)


def test_the_killed_are_gone_whether_their_parent_has_asked_or_not() -> None:
    with another() as (child, name):
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert is_gone(name + "/a run of it"), "a zombie"
        child.wait()
        assert is_gone(name)


def test_a_number_given_anew_is_another_process() -> None:
    place, number, start, lot = own_name().split(":")
    assert is_gone(f"{place}:{number}:{int(start) - 1}:{lot}")


@pytest.mark.parametrize("room", ["sys/kernel/random/boot_id", "pid", "time"])
def test_of_another_computer_or_container_nothing_is_known(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its numbers mean other processes, or none, here."""
    with another() as (child, name):
        child.kill()
        child.wait()
    here = processes.place_of_processes()
    *boot, pid_room, time_room = here.split("-")
    there = {
        "pid": "-".join([*boot, pid_room + "1", time_room]),
        "time": "-".join([*boot, pid_room, time_room + "1"]),
    }.get(room, "-".join(["0" * 8, *boot[1:], pid_room, time_room]))
    assert is_gone(name)
    assert not is_gone(name.replace(here, there))
    monkeypatch.setattr(processes, "place_of_processes", lambda: there)
    assert not is_gone(name)


@pytest.mark.parametrize("name", ["", "dead", "a:b:c", "a:b:c:d", "x" * 32, ":::", ":0:0:0", ":-1:1:1", ":1:1:1"])
def test_of_a_name_that_says_nothing_nothing_is_known(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_gone(name)
    monkeypatch.setattr(processes, "place_of_processes", lambda: "")
    assert not is_gone(name)


def test_where_nothing_is_told_for_sure_names_are_drawn_by_lot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    name = own_name()
    assert ":" not in name
    assert not is_gone(name)
