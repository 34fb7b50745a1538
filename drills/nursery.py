"""Owns a warm Python from which commands are forked: what a command would import is there when it begins.

A drill runs a hundred commands and half a dozen simulators, and each would spend longer on importing than on its work.
What is forked is a process of its own all the same: it has its own group, files, environment and end, and can be killed
at any line. Run as a program, this module is the warm Python; `Nursery` is the drill's end of it, and drills of one
process share those that `nursery` keeps. Needs a system that forks.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from drills.clock import until

_LONGEST_MESSAGE = 1 << 20
_LEFT_OUT = ("simulator", "simulation", "migrations")
"""Modules that are no part of what Desk's commands import, by a word in their names."""
_LONGEST_END = 10.0
ROOT = Path(__file__).resolve().parents[1]


class Born:
    """A forked command; ended, it knows its status, negative for the signal that killed it."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told
        self._heard = b""
        self.returncode: int | None = None
        self._told.settimeout(None)
        while b"\n" not in self._heard and self._hear():
            pass
        first, _, self._heard = self._heard.partition(b"\n")
        if not first:
            raise OSError("the warm Python ended before it forked")
        self.pid = int(first)
        self._told.setblocking(False)

    def _hear(self) -> bool:
        try:
            heard = self._told.recv(64)
        except BlockingIOError:
            return False
        self._heard += heard
        return bool(heard)

    def poll(self) -> int | None:
        if self.returncode is None and b"\n" not in self._heard:
            self._hear()
        if self.returncode is None and b"\n" in self._heard:
            self.returncode = int(self._heard)
            self._told.close()
        return self.returncode

    def wait(self) -> int | None:
        """None when it has not ended after some seconds."""
        until(lambda: self.poll() is not None, _LONGEST_END)
        return self.returncode

    def kill(self) -> None:
        """SIGKILL to the whole group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


class Nursery:
    """A warm Python that has imported the packages and modules `warm`, in the environment of whom it forks first."""

    def __init__(self, environment: Mapping[str, str], folder: Path, warm: Sequence[str]):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno()), json.dumps(list(warm))]
            self._process = subprocess.Popen(
                command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),)
            )
        self._line = ours

    def fork(
        self,
        program: Sequence[str],
        arguments: Sequence[str],
        environment: Mapping[str, str],
        files: Mapping[str, int],
    ) -> Born:
        """Begin a `program`, as one would start it after Python's name: ``-m module``, ``-c code`` or ``file``. `files`
        are open ones to inherit: "0", "1" and "2" as its input and output, others by the name of the variable that
        tells their number.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            wish = {
                "program": list(program),
                "arguments": list(arguments),
                "environment": dict(environment),
                "files": list(files),
            }
            fds = [theirs.fileno(), *files.values()]
            socket.send_fds(self._line, [json.dumps(wish).encode()], fds)
        return Born(ours)

    def close(self) -> None:
        """End it; what it forked goes on."""
        self._line.close()
        try:
            self._process.wait(_LONGEST_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@cache
def nursery(*warm: str) -> Nursery:
    """One for all of this process that want the same warm, to its end: to import it takes as long as many commands."""
    # Nothing that one drill alone has set: what is imported reads some of it once and for all.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DESK_", "SIMULATOR_", "SP_API_"))
    }
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    # The next warm Python starts faster when the first has left its compiled modules.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    made = Nursery(environment, ROOT, warm)
    atexit.register(made.close)
    return made


# -- the warm Python itself --------------------------------------------------------------------------------------------


def _warm_up(packages: Sequence[str]) -> None:
    for name in packages:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            if not any(word in found.name for word in _LEFT_OUT) and not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    # What is there now is never collected: the commands share its memory as it is.
    gc.collect()
    gc.freeze()


def _serve(line: socket.socket) -> dict[str, Any] | None:
    """Fork what is wished for. Returns the wish in the forked command, None when the drill is over."""
    waking, woken = socket.socketpair()
    for one in (waking, woken):
        one.setblocking(False)
    signal.set_wakeup_fd(woken.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    selector = selectors.DefaultSelector()
    selector.register(line, selectors.EVENT_READ)
    selector.register(waking, selectors.EVENT_READ)
    born: dict[int, socket.socket] = {}
    while True:
        for key, _ in selector.select():
            if key.fileobj is waking:
                with contextlib.suppress(BlockingIOError):
                    waking.recv(4096)
                _tell_ends(born)
                continue
            message, fds, _, _ = socket.recv_fds(line, _LONGEST_MESSAGE, 8)
            if not message:
                return None
            wish: dict[str, Any] = json.loads(message)
            told = socket.socket(fileno=fds[0])
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.setsid()
                for one in (line, waking, woken, told, *born.values()):
                    one.close()
                selector.close()
                return wish | {"files": dict(zip(wish["files"], fds[1:], strict=True))}
            for fd in fds[1:]:
                os.close(fd)
            born[pid] = told
            told.sendall(f"{pid}\n".encode())


def _tell_ends(born: dict[int, socket.socket]) -> None:
    for pid in list(born):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            with born.pop(pid) as told, contextlib.suppress(OSError):
                told.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(wish: Mapping[str, Any]) -> None:
    """Be the command, to its end."""
    program = wish["program"]
    environment = dict(wish["environment"])
    for name, fd in wish["files"].items():
        if name in ("0", "1", "2"):
            os.dup2(fd, int(name))
            os.close(fd)
        else:
            environment[name] = str(fd)
    os.environ.clear()
    os.environ.update(environment)
    if program[0] == "-c":
        sys.argv = ["-c", *program[2:], *wish["arguments"]]
        exec(compile(program[1], "<program>", "exec"), {"__name__": "__main__"})  # noqa: S102 as python -c does
    elif program[0] == "-m":
        sys.argv = [program[1], *program[2:], *wish["arguments"]]
        runpy.run_module(program[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = [*program, *wish["arguments"]]
        sys.path.insert(0, str(Path(program[0]).parent))
        runpy.run_path(program[0], run_name="__main__")


class _End:
    """How a command ends: as Python ends a program, but for taking apart all that it ever imported. That would copy the
    memory it shares with the warm Python, and take a quarter of a short command's time.
    """

    def __init__(self) -> None:
        self.status: int | None = None
        # Registered first, so called last: after the command's threads, and after all that wants to be done at an end.
        atexit.register(self._leave)

    def _leave(self) -> None:
        if self.status is not None:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(self.status)

    def of(self, command: Callable[[], None]) -> None:
        try:
            command()
        except SystemExit as ended:
            if ended.code is None or isinstance(ended.code, int):
                self.status = ended.code or 0
            raise
        self.status = 0


def _main() -> None:
    end = _End()
    line = socket.socket(fileno=int(sys.argv[1]))
    _warm_up(json.loads(sys.argv[2]))
    wish = _serve(line)
    if wish is not None:
        end.of(lambda: _become(wish))


if __name__ == "__main__":
    _main()
