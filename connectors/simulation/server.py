"""Runs an application on loopback: in a thread of its own that `stop()` joins, or blocking. Every simulator uses
it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.simulation.connection import EXTENSION, Connection, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "::1", "localhost")
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass
class RunningSimulator:
    """A simulator that is being served. Use it as a context manager or call `stop()`."""

    url: str
    port: int
    kind: str = ""
    credentials: Mapping[str, str] = field(default_factory=dict)
    account_settings: Mapping[str, str] = field(default_factory=dict)
    simulator: Any = None
    _server: _Server | None = None
    _thread: threading.Thread | None = None

    def stop(self) -> None:
        """Ends every connection, held and silent ones too, and joins the thread. Safe to call twice."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        server.end()
        thread.join(timeout=15)
        if thread.is_alive():
            raise RuntimeError("The simulator's server did not end within 15 seconds.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(
    app: Application,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    certificate: str | None = None,
    certificate_key: str | None = None,
) -> RunningSimulator:
    """Starts serving and returns when the port answers. Loopback only: what is simulated has no business elsewhere."""
    if host not in LOOPBACK:
        raise ValueError(f"A simulator listens on loopback only, not on {host}.")
    # The protocol is named, since asyncio switches Nagle's delay (40 ms an answer) off only where it is.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    bound = listener.getsockname()[1]
    server = _Server(app, certificate, certificate_key)
    thread = threading.Thread(target=server.work, args=(listener,), name=f"simulator-{bound}")
    thread.start()
    server.up.wait(timeout=30)
    if not server.started:
        thread.join(timeout=5)
        listener.close()
        raise RuntimeError("The simulator's server did not start.")
    scheme = "https" if certificate else "http"
    return RunningSimulator(url=f"{scheme}://{host}:{bound}", port=bound, _server=server, _thread=thread)


def run(running: RunningSimulator, announcement: str, *, watch_stdin: bool = True) -> None:
    """Says on stdout where it can be reached, then blocks until SIGTERM, SIGINT or the end of stdin, and stops."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    if watch_stdin:
        threading.Thread(target=_until_end_of_stdin, args=(over,), daemon=True).start()
    # Only now, so that whoever reads the line may at once send a signal.
    sys.stdout.write(announcement + "\n")
    sys.stdout.flush()
    # A bare wait cannot be interrupted on Windows; a bounded one can.
    while not over.wait(timeout=0.5):
        pass
    running.stop()


def _until_end_of_stdin(over: threading.Event) -> None:
    # Not through sys.stdin, whose lock the interpreter wants at its end while this thread still reads.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    over.set()


class _Server(uvicorn.Server):
    def __init__(self, app: Application, certificate: str | None, certificate_key: str | None) -> None:
        self.app = app
        self.up = threading.Event()
        self.stopping: asyncio.Event | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.transports: dict[tuple[str, int], asyncio.Transport] = {}
        super().__init__(
            uvicorn.Config(
                self._with_connection,
                http=_protocol(self.transports),
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                timeout_keep_alive=60,
                timeout_graceful_shutdown=3,
                ssl_certfile=certificate,
                ssl_keyfile=certificate_key,
            )
        )

    def work(self, listener: socket.socket) -> None:
        try:
            asyncio.run(self.serve(sockets=[listener]))
        finally:
            self.up.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        self.stopping = asyncio.Event()
        await super().startup(sockets=sockets)
        self.up.set()

    async def main_loop(self) -> None:
        """Until the end is told: uvicorn itself looks ten times a second, which each of hundreds of tests waits for."""
        if self.stopping is not None:
            await self.stopping.wait()

    def end(self) -> None:
        self.should_exit = True
        if self.loop is not None and self.stopping is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self.loop.call_soon_threadsafe(self.stopping.set)

    async def _with_connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = self.transports.get(tuple(scope.get("client") or ("", 0)))
        if transport is not None and self.stopping is not None:
            scope["extensions"] = {
                **scope.get("extensions", {}),
                EXTENSION: Connection(transport, self.stopping),
            }
        await self.app(scope, receive, send)


def _protocol(transports: dict[tuple[str, int], asyncio.Transport]) -> type[H11Protocol]:
    class KnownConnection(H11Protocol):
        """Remembers the transport by the client's address, which is all the app sees of a connection."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            peer = transport.get_extra_info("peername")
            self.peer = (str(peer[0]), int(peer[1]))
            transports[self.peer] = transport
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            transports.pop(self.peer, None)
            super().connection_lost(exc)

    return KnownConnection
