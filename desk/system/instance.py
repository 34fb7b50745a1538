"""Owns how a second start finds the window that is open on the same store, proves itself to it and hands over.

The one that is open listens at `address` and writes a token that only this user can read beside the store. Both sides
show that they know it before anything is told: what another user puts there is never trusted. Standard library only
and quick, for this is all that a second start loads. desk.ui.instance is the listening side.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from desk.system.locks import open_private

TOKEN_NAME = "window.token"  # noqa: S105 (a file's name)
LONGEST = 20_000
"""Bytes of one word of the talk; a longer one is nobody's of ours."""
_PATIENCE = 2.0
_PATH_LIMIT = 100
"""Characters of a socket's path, which systems allow about 104 of."""
SCHEME = "desk://order/"


def window_words(arguments: Sequence[str]) -> tuple[str, str] | None:
    """The folder and the reference told where the words ask for the window: `[open REF] [--data DIR]`; else None."""
    data, rest, left = "", [], list(arguments)
    while left:
        one = left.pop(0)
        if one == "--data" and left:
            data = left.pop(0)
        elif one.startswith("--data="):
            data = one.removeprefix("--data=")
        else:
            rest.append(one)
    if not rest:
        return data, ""
    if len(rest) == 2 and rest[0] == "open" and not rest[1].startswith("-"):
        return data, reference(rest[1])
    return None


def reference(told: str) -> str:
    """What to look for: the number in a link desk://order/NUMBER, else the words as they are."""
    from urllib.parse import unquote

    return unquote(told.removeprefix(SCHEME)).strip("/ ") if told.startswith(SCHEME) else told.strip()


def address(data: Path) -> str:
    """Where the window on this store listens: a socket's path, on Windows the name of a pipe. Made for this user."""
    user = os.environ.get("USERNAME", "") if sys.platform == "win32" else str(os.getuid())
    import hashlib

    name = "desk-" + hashlib.sha256(f"{user}\0{data.resolve()}".encode()).hexdigest()[:20]
    return name if sys.platform == "win32" else str(_private_folder() / f"{name}.sock")


def _private_folder() -> Path:
    """A folder that only this user can enter. Raises OSError where another user has taken its place."""
    told = os.environ.get("XDG_RUNTIME_DIR", "")
    if told and len(told) < _PATH_LIMIT - 40 and _is_private(Path(told)):
        return Path(told)
    import tempfile

    made = Path(tempfile.gettempdir()) / f"desk-{os.getuid()}"
    made.mkdir(mode=0o700, exist_ok=True)
    if not _is_private(made):
        raise PermissionError(f"{made} belongs to somebody else")
    return made


def _is_private(folder: Path) -> bool:
    try:
        known = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(known.st_mode) and known.st_uid == os.getuid() and not known.st_mode & 0o077


def make_token(data: Path) -> str:
    """A new token for the window that begins to listen. Raises OSError."""
    made = os.urandom(32).hex()
    (data / TOKEN_NAME).unlink(missing_ok=True)  # a file put there by others keeps its owner and rights
    descriptor = open_private(data / TOKEN_NAME, os.O_WRONLY | os.O_EXCL)
    try:
        os.write(descriptor, made.encode())
    finally:
        os.close(descriptor)
    return made


def _read_token(data: Path) -> str:
    file = data / TOKEN_NAME
    if sys.platform != "win32" and file.lstat().st_uid != os.getuid():
        raise PermissionError("the token is somebody else's")
    return file.read_text(encoding="ascii").strip()


def proof(token: str, *words: str) -> str:
    import hmac

    return hmac.new(token.encode(), "\0".join(words).encode(), "sha256").hexdigest()


def is_proof(told: object, token: str, *words: str) -> bool:
    import hmac

    return isinstance(told, str) and hmac.compare_digest(told.encode(), proof(token, *words).encode())


def read_word(line: bytes) -> dict[str, Any]:
    """One word of the talk; an empty one for what is none."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


class _Line(Protocol):
    """What both a socket's file and a pipe can do."""

    def readline(self, limit: int = -1, /) -> bytes: ...

    def write(self, data: bytes, /) -> int | None: ...

    def flush(self) -> None: ...


def hand_over(data: Path, told: str) -> bool:
    """Bring the window that is open on this store to the front, and have it open what is told. False: there is none."""
    try:
        token = _read_token(data)
        if sys.platform == "win32":
            with open(rf"\\.\pipe\{address(data)}", "r+b", buffering=0) as pipe:  # noqa: PTH123 (a pipe is no path)
                return _talk(pipe, token, told)
        path = address(data)
        if Path(path).lstat().st_uid != os.getuid():
            return False
        import socket

        with closing(socket.socket(socket.AF_UNIX)) as line:
            line.settimeout(_PATIENCE)
            line.connect(path)
            with line.makefile("rwb") as file:
                return _talk(file, token, told)
    except (OSError, UnicodeError):
        return False


def _talk(line: _Line, token: str, told: str) -> bool:
    mine = os.urandom(16).hex()
    answer = _ask(line, {"hello": mine})
    if not is_proof(answer.get("proof"), token, "window", mine):
        return False
    _let_come_to_front(answer.get("process"))
    # A Wayland desktop lets a window come to the front only with the mark of the click that asked for it.
    activation = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    theirs = str(answer.get("hello", ""))
    wish = {"open": told, "activation": activation, "proof": proof(token, "start", theirs, told, activation)}
    return is_proof(_ask(line, wish).get("proof"), token, "done", theirs)


def _ask(line: _Line, word: dict[str, str]) -> dict[str, Any]:
    line.write(json.dumps(word).encode() + b"\n")
    line.flush()
    return read_word(line.readline(LONGEST))


def _let_come_to_front(process: object) -> None:
    """Windows lets only the program that the user has just started say who may come to the front."""
    if sys.platform == "win32" and isinstance(process, int):
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)
