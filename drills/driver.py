"""Owns Desk as a drill sees it: child processes of the command line, which can be killed at any moment. The store's
key goes to each child through a pipe that it inherits, never through a file or the environment.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drills.clock import Stopwatch, until
from drills.nursery import ROOT, Born, nursery

DESK = (sys.executable, "-m", "desk")
WARM = (
    "desk.app",
    "desk.cli",
    "desk.services",
    "desk.store",
    "desk.system",
    "connectors",
    # The channels' client libraries: Amazon's takes longer to import than most commands take.
    "ebaysdk.trading",
    "sp_api.api.orders.orders",
    "sp_api.auth",
    # What they import when they are used first; typer and SQLAlchemy look for the last ones.
    "_strptime",
    "alembic.command",
    "alembic.config",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "keyring.backends.fail",
    "rich.console",
    "rich.progress",
    "sqlcipher3.dbapi2",
    "pydantic.fields",
    "pydantic.type_adapter",
    "typer._adapters",
    "sqlalchemy.dialects.sqlite.pysqlite",
)
"""What Desk's commands import sooner or later."""
NETWORK_TIMEOUT = "2"
STORE = "desk.db"
_LONGEST = 300.0
_LISTENS = 0.1
_RESTS = re.compile(rb"goes on in (\d+) s")
Tell = Callable[[str], None]
Rest = Callable[[float], None]


class DeskTrouble(Exception):
    """Desk did something that no fault explains; the text says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended. `status` is None for one that was killed; `document` what it printed as JSON."""

    arguments: tuple[str, ...]
    status: int | None
    document: Any
    error: str
    seconds: float


@dataclass(slots=True)
class Child:
    """One command that runs, in a process group of its own."""

    arguments: tuple[str, ...]
    process: Born
    out: Path
    err: Path
    watch: Stopwatch = field(default_factory=Stopwatch)

    def running(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> bool:
        """SIGKILL to the whole group; false when it had ended by itself."""
        alive = self.running()
        self.process.kill()
        return alive and self.process.returncode == -signal.SIGKILL


class DeskDriver:
    """One Desk: a folder with an encrypted store, and its commands."""

    def __init__(
        self,
        folder: Path,
        clock_file: Path,
        program: Sequence[str] = DESK,
        tell: Tell = lambda _: None,
        rest: Rest = lambda _: None,
        warm: Sequence[str] = (),
    ) -> None:
        """`rest` is told how many drill seconds a command says that it will wait for a channel's quota, `warm` are
        packages that commands find imported.
        """
        self.folder = folder
        self.data = folder / "data"
        self.program = tuple(program)
        self.tell = tell
        self.rest = rest
        self.commands = 0
        self._key = secrets.token_hex(32)
        home = folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DESK_", "XDG_"))},
            "HOME": str(home),
            # All that Desk can say of itself: the logs are searched for what they may not hold.
            "DESK_LOG": "DEBUG",
            "DESK_DATA": str(self.data),
            "DESK_CLOCK": str(clock_file),
            "DESK_NETWORK_TIMEOUT": NETWORK_TIMEOUT,
            # Whoever reaches for a keyring in a drill has lost the key that came through the pipe.
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))),
        }
        # Hundreds of children start faster when the first has left its compiled modules.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._warm = tuple(warm)

    def warm_up(self) -> None:
        """Begin to import what commands need, if nobody has; the first one would do so otherwise."""
        nursery(*self._warm)

    def know_secrets(self, account: str, values: Mapping[str, str]) -> dict[str, str]:
        """Puts an account's secrets where children find them; the variable of each."""
        names = {key: f"DESK_SECRET_{account}_{key}".upper() for key in values}
        self.environment |= {names[key]: value for key, value in values.items()}
        return names

    def start(self, *arguments: str) -> Child:
        """Begins a command, without waiting for it."""
        self.commands += 1
        stem = self.folder / f"command-{self.commands}"
        out, err = stem.with_suffix(".out"), stem.with_suffix(".err")
        reading, writing = os.pipe()
        try:
            os.write(writing, self._key.encode())
            os.close(writing)
            with out.open("wb") as told, err.open("wb") as complained:
                files = {"1": told.fileno(), "2": complained.fileno(), "DESK_STORE_KEY_FD": reading}
                process = nursery(*self._warm).fork(self.program[1:], [*arguments, "--json"], self.environment, files)
        finally:
            os.close(reading)
        return Child(arguments, process, out, err)

    def finish(self, child: Child) -> Outcome:
        """Waits for its end. Raises DeskTrouble for one that does not end by itself."""
        self._await(child)
        told, error = child.out.read_bytes(), child.err.read_text(encoding="utf-8", errors="replace")
        with self.complaints.open("a", encoding="utf-8") as kept:
            kept.write(error)
        child.out.unlink()
        child.err.unlink()
        status: int | None = child.process.returncode
        if status == -signal.SIGKILL:
            status, told = None, b""
        if "Traceback (most recent call last)" in error:
            raise DeskTrouble(f"desk {' '.join(child.arguments)} broke:\n{error.strip()[-3000:]}")
        try:
            document = json.loads(told) if told.strip() else None
        except ValueError:
            raise DeskTrouble(f"desk {' '.join(child.arguments)} printed no JSON: {told[:200]!r}") from None
        self.tell(f"  desk {' '.join(child.arguments)[:70]}: {status}, {child.watch.seconds:.1f} s")
        return Outcome(
            arguments=child.arguments, status=status, document=document, error=error, seconds=child.watch.seconds
        )

    def _await(self, child: Child) -> None:
        """Until it has ended. Where it says that it rests, drill time passes at once."""
        rested = 0
        while child.running():
            until(lambda: not child.running(), _LISTENS)
            rests = _RESTS.findall(child.err.read_bytes())
            if len(rests) > rested:
                rested = len(rests)
                self.rest(float(rests[-1]))
            if child.watch.seconds > _LONGEST:
                child.kill()
                raise DeskTrouble(f"desk {' '.join(child.arguments)} did not end within {_LONGEST:.0f} s.")

    def run(self, *arguments: str) -> Outcome:
        """A command from beginning to end; its status is the caller's to judge."""
        return self.finish(self.start(*arguments))

    def must(self, *arguments: str, tries: int = 1) -> Any:
        """A command that nothing may stop but a very busy computer: its document. Raises DeskTrouble."""
        outcome = self.run(*arguments)
        if outcome.status != 0 and tries > 1:
            return self.must(*arguments, tries=tries - 1)
        if outcome.status != 0:
            raise DeskTrouble(f"desk {' '.join(arguments)} ended with {outcome.status}: {outcome.error.strip()[-600:]}")
        return outcome.document

    def written(self) -> tuple[int, int]:
        """Changes whenever something is written to the store: size and time of its write-ahead log."""
        try:
            log = (self.data / f"{STORE}-wal").stat()
        except FileNotFoundError:
            return 0, 0
        return log.st_size, log.st_mtime_ns

    @property
    def complaints(self) -> Path:
        """What all its commands said on stderr."""
        return self.folder / "stderr.log"

    def logs(self) -> dict[str, str]:
        """All that Desk wrote for people who look for what went wrong, by the file's name."""
        files = [*sorted((self.data / "logs").glob("*")), *([self.complaints] if self.complaints.exists() else [])]
        return {file.name: file.read_text(encoding="utf-8", errors="replace") for file in files}

    def key_leaks(self) -> list[str]:
        """Files under the data folder that hold the store's key, or a store that is not encrypted."""
        found = []
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                if self._key.encode() in content or bytes.fromhex(self._key) in content:
                    found.append(f"{path.name} holds the store's key")
                if path.name == STORE and content.startswith(b"SQLite format 3"):
                    found.append("the store is not encrypted")
        return found


def wait_for_end(child: Child, seconds: float) -> bool:
    """True when the command has ended within so many real seconds."""
    return until(lambda: not child.running(), seconds)
