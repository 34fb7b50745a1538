"""Owns a client of HTTP as its tests use it: what it asks, and what came of one call."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from connectors.contract.errors import (
    ConnectorError,
)
from connectors.http.client import Bounds, HttpClient
from connectors.http.messages import Call, reading, writing
from connectors.http.redaction import Redactor
from desk.domain.clock import ManualClock, parse_utc
from desk.domain.values import AccountId
from tests.connectors.http.server import Server, serving

NOW = parse_utc("2026-11-20T10:00:00")


@dataclass
class Bench:
    """A client with a clock that only waiting moves, and short real time-outs."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    stop: threading.Event = field(default_factory=threading.Event)

    def client(self, **more: object) -> HttpClient:
        bounds = Bounds(timeout=0.4, deadline=0.8, largest=200_000)
        arguments: dict[str, object] = {
            "account": AccountId(7),
            "clock": self.clock,
            "redactor": Redactor(("topsecretkey",)),
            "bounds": bounds,
            "stop": self.stop,
            **more,
        }
        return HttpClient(**arguments)  # type: ignore[arg-type]


def get(server: Server, path: str = "/things") -> Call:
    return reading("fetch_things", f"{server.address}{path}")


def put(server: Server) -> Call:
    return writing("change_thing", "PUT", f"{server.address}/things/1", b'{"a":1}')


def failure(client: HttpClient, call: Call) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        client.send(call)
    return caught.value


def send(bench: Bench, script: object, make: object = get, **more: object) -> tuple[object, Server]:
    """The answer or the error of one call, and the server that saw it."""
    with serving(script) as server:  # type: ignore[arg-type]
        client = bench.client(**more)
        try:
            result: object = client.send(make(server))  # type: ignore[operator]
        except ConnectorError as error:
            result = error
        finally:
            client.close()
    return result, server
