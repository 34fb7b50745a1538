"""Owns the raw end of one connection, below HTTP, so that a fault really happens on the socket. The server hands it
to the app in the scope; only faults use it.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from connectors.simulation.wire import WireAnswer

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

EXTENSION = "simulation.connection"


class Connection:
    def __init__(self, transport: asyncio.Transport, stopping: asyncio.Event) -> None:
        self._transport = transport
        self._stopping = stopping

    def reset(self) -> None:
        """The client sees ECONNRESET: with zero linger the kernel sends RST instead of an orderly end."""
        raw = self._transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    def cut(self, answer: WireAnswer) -> None:
        """Promises the whole body, sends about half and hangs up."""
        self._transport.write(head(answer) + answer.body[: len(answer.body) // 2])
        self._transport.close()

    def end(self) -> None:
        self._transport.close()

    async def until_client_leaves(self, receive: Receive, seconds: float) -> bool:
        """Waits until the client hangs up, the server stops or so many real seconds are over; true when the client
        left.
        """
        return await wait_for_leave(receive, self._stopping, seconds)

    async def until(self, event: asyncio.Event, receive: Receive) -> bool:
        """Waits for the event; false when the client or the server went first."""
        opened = asyncio.ensure_future(event.wait())
        left = asyncio.ensure_future(receive())
        stopped = asyncio.ensure_future(self._stopping.wait())
        await _first_of(opened, left, stopped)
        return event.is_set() and not self._stopping.is_set()


async def wait_for_leave(receive: Receive, stopping: asyncio.Event, seconds: float) -> bool:
    left = asyncio.ensure_future(receive())
    stopped = asyncio.ensure_future(stopping.wait())
    done = await _first_of(left, stopped, seconds=seconds)
    return left in done


async def _first_of(*tasks: asyncio.Future[Any], seconds: float | None = None) -> set[asyncio.Future[Any]]:
    done, pending = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return done


def head(answer: WireAnswer) -> bytes:
    """Status line and headers as bytes, with the length of the whole body."""
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in answer_headers(answer)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer_headers(answer: WireAnswer) -> list[tuple[str, str]]:
    return [
        ("content-type", answer.content_type),
        ("content-length", str(len(answer.body))),
        *((name.lower(), value) for name, value in answer.headers),
    ]
