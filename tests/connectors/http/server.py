"""Owns a loopback server for tests that answers with whatever bytes a test wants, also broken, slow or none."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

RESET = object()
"""Instead of an answer: the connection is torn down."""
SILENCE = object()
"""Instead of an answer: nothing, for as long as the client waits."""


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Script = Callable[[Seen], object]


def reply(
    body: bytes | str | object = b"{}",
    status: int = 200,
    kind: str = "application/json",
    **headers: str,
) -> bytes:
    """A complete answer. Anything but text and bytes becomes JSON."""
    if isinstance(body, str):
        body = body.encode()
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Server:
    """Answers each request by `script`; `seen` is what arrived, in order."""

    script: Script
    seen: list[Seen] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, name="test server")
        self._accepting.start()

    def stop(self) -> None:
        self.stopping.set()
        self._accepting.join()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=self._serve, args=(connection,), name="test connection")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                seen = _read(connection)
                if seen is None:
                    return
                self.seen.append(seen)
                self._answer(connection, self.script(seen))
            except OSError:
                return  # the client has hung up, which some tests want

    def _answer(self, connection: socket.socket, answer: object) -> None:
        if answer is RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif answer is SILENCE:
            self.stopping.wait(10)
        elif isinstance(answer, bytes):
            connection.sendall(answer)
        elif isinstance(answer, Iterator):
            for part in answer:
                connection.sendall(part)
        else:
            raise TypeError(f"a script answers with bytes, not {answer!r}")


def _read(connection: socket.socket) -> Seen | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    wanted = int(headers.get("content-length", "0"))
    while len(body) < wanted:
        body += connection.recv(65536)
    return Seen(method, target, headers, body)


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    server = Server(script)
    try:
        yield server
    finally:
        server.stop()


def in_turn(*answers: object) -> Script:
    """One answer after the other; the last one again and again."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]
