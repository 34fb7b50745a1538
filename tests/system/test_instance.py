"""The asking side of a second start: which words ask for the window, and whom it trusts."""

from __future__ import annotations

import json
import os
import socket
import stat
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.system import instance


@pytest.mark.parametrize(
    "words,wanted",
    [
        ((), ("", "")),
        (("--data", "x"), ("x", "")),
        (("--data=x",), ("x", "")),
        (("open", "302-123"), ("", "302-123")),
        (("--data", "x", "open", "desk://order/302-123"), ("x", "302-123")),
        (("open", "desk://order/WB%202026"), ("", "WB 2026")),
        (("open",), None),
        (("open", "--help"), None),
        (("open", "a", "b"), None),
        (("--json",), None),
        (("sync",), None),
        (("--version",), None),
        (("--data",), None),
    ],
)
def test_the_window_is_asked_for_with_these_words_only(words: tuple[str, ...], wanted: tuple[str, str] | None) -> None:
    assert instance.window_words(words) == wanted


def test_each_store_has_an_address_of_its_own_in_a_private_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "one")
    assert instance.address(tmp_path / "one") == instance.address(tmp_path / "link")
    assert instance.address(tmp_path / "one") != instance.address(tmp_path / "two")
    folder = Path(instance.address(tmp_path / "one")).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_long_or_open_runtime_folder_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    for name, rights in (("x" * 90, 0o700), ("open", 0o755)):
        (tmp_path / name).mkdir(mode=rights)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / name))
        assert Path(instance.address(tmp_path)).parent == tmp_path / f"desk-{os.getuid()}"


def test_a_folder_that_another_has_laid_down_first_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "theirs").mkdir()
    (tmp_path / f"desk-{os.getuid()}").symlink_to(tmp_path / "theirs")
    with pytest.raises(PermissionError):
        instance.address(tmp_path)
    instance.make_token(tmp_path)
    assert not instance.hand_over(tmp_path, "4711")


def test_the_token_is_this_users_and_new_each_time(tmp_path: Path) -> None:
    first = instance.make_token(tmp_path)
    assert stat.S_IMODE((tmp_path / instance.TOKEN_NAME).stat().st_mode) == 0o600
    assert instance.make_token(tmp_path) != first
    (tmp_path / instance.TOKEN_NAME).unlink()
    (tmp_path / "elsewhere").write_text("kept")
    (tmp_path / instance.TOKEN_NAME).symlink_to(tmp_path / "elsewhere")
    instance.make_token(tmp_path)
    assert (tmp_path / "elsewhere").read_text() == "kept"


def listen(data: Path, answer: Callable[[dict[str, str]], dict[str, str]]) -> tuple[threading.Thread, list[str]]:
    """Somebody who listens where the window should, and what they hear."""
    heard: list[str] = []
    server = socket.socket(socket.AF_UNIX)
    server.bind(instance.address(data))
    server.listen()

    def serve() -> None:
        with server, server.accept()[0] as line, line.makefile("rwb") as file:
            while word := file.readline():
                heard.append(word.decode())
                file.write(json.dumps(answer(json.loads(word))).encode() + b"\n")
                file.flush()

    thread = threading.Thread(target=serve)
    thread.start()
    return thread, heard


@pytest.mark.parametrize("proof", ["", "00", "ä", "guess"])
def test_who_does_not_know_the_token_learns_nothing(tmp_path: Path, proof: str) -> None:
    instance.make_token(tmp_path)
    told = instance.proof("f" * 64, "window", "x") if proof == "guess" else proof
    thread, heard = listen(tmp_path, lambda _: {"proof": told, "hello": "x"})
    assert not instance.hand_over(tmp_path, "4711 of Anna Müller")
    thread.join()
    assert len(heard) == 1
    assert "4711" not in heard[0]


def test_who_knows_the_token_is_told_and_has_to_say_that_it_is_done(tmp_path: Path) -> None:
    token = instance.make_token(tmp_path)

    def honest(word: dict[str, str]) -> dict[str, str]:
        if "hello" in word:
            return {"proof": instance.proof(token, "window", word["hello"]), "hello": "their"}
        return {"proof": instance.proof(token, "done", "their")}

    thread, heard = listen(tmp_path, honest)
    assert instance.hand_over(tmp_path, "4711")
    thread.join()
    assert json.loads(heard[1])["open"] == "4711"


def test_another_users_socket_and_token_are_not_even_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance.make_token(tmp_path)
    where = instance.address(tmp_path)
    server = socket.socket(socket.AF_UNIX)
    server.bind(where)
    server.listen()
    server.settimeout(0.2)
    monkeypatch.setattr(instance, "address", lambda _: where)
    monkeypatch.setattr(os, "getuid", lambda: Path(where).stat().st_uid + 1)
    monkeypatch.setattr(instance, "_read_token", lambda _: "known")
    with server:
        assert not instance.hand_over(tmp_path, "4711")
        with pytest.raises(TimeoutError):
            server.accept()
    monkeypatch.undo()
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(PermissionError):
        instance._read_token(tmp_path)


def test_where_nobody_listens_there_is_no_window(tmp_path: Path) -> None:
    assert not instance.hand_over(tmp_path, "")
    instance.make_token(tmp_path)
    assert not instance.hand_over(tmp_path, "")
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(instance.address(tmp_path))
    stale.close()
    assert not instance.hand_over(tmp_path, "")
