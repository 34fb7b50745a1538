"""Owns who listens to the simulators' traffic, and the file it can be written to. The kit's app tells of each
exchange with the channel, control routes left out; tests and drills hold them against the channel's own rules.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.simulation.wire import HoldsForeignRecords, SimulatedChannel, WireAnswer, WireRequest

# Every simulator in this process tells these, on its own thread and before the answer leaves.
Observer = Callable[["Exchange"], None]
OBSERVERS: list[Observer] = []
# A folder: whatever process finds it in its environment keeps its simulators' traffic in a file of its own there.
ENVIRONMENT = "SIMULATOR_TRAFFIC"
HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request to a channel and what the channel meant to say; None where it was not asked.

    `planted`: a fault made or spoilt the answer, or nobody was there to get it, so it says nothing of the channel.
    `foreign`: ids of the records that a fault or a deed has made unlike the channel's own, and that are still there.
    """

    kind: str
    request: WireRequest
    answer: WireAnswer | None
    planted: bool
    foreign: frozenset[str] = frozenset()


def tell(channel: SimulatedChannel, request: WireRequest, answer: WireAnswer | None, *, planted: bool) -> None:
    """Costs nothing while nobody listens."""
    if not OBSERVERS:
        return
    foreign = channel.foreign_records() if isinstance(channel, HoldsForeignRecords) else ()
    exchange = Exchange(channel.kind, request, answer, planted or answer is None, frozenset(foreign))
    for observer in tuple(OBSERVERS):
        observer(exchange)


# -- the file ------------------------------------------------------------------------------------------------------


class TrafficFile:
    """Appends one JSON line per exchange. What opens an account is hidden; its presence and scheme are kept."""

    def __init__(self, file: Path) -> None:
        self.path = file
        self._file = file.open("ab")

    def __call__(self, exchange: Exchange) -> None:
        self._file.write(json.dumps(document(exchange), ensure_ascii=False).encode() + b"\n")
        # The process may be killed at any time, and the last exchange is the one that is asked for then.
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def write_to(file: str | Path) -> TrafficFile:
    """From now on the traffic of all simulators in this process goes there too."""
    observer = TrafficFile(Path(file))
    OBSERVERS.append(observer)
    return observer


def document(exchange: Exchange) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    told: dict[str, Any] = {
        "kind": exchange.kind,
        "at": request.at.isoformat(),
        "method": request.method,
        "path": request.path,
        "query": _hide(request.query_string),
        "headers": {name: hidden_header(name, value) for name, value in request.headers.items()},
        "body": _hide(request.body.decode("utf-8", "backslashreplace")),
        "secure": request.secure,
        "planted": exchange.planted,
        "foreign": sorted(exchange.foreign),
    }
    if answer is not None:
        told["answer"] = {
            "status": answer.status,
            # A browser is sent on with what opens the account.
            "headers": [[name, _hide(hidden_header(name.lower(), value))] for name, value in answer.headers],
            "content_type": answer.content_type,
            "body": _hide(answer.body.decode("utf-8", "backslashreplace")),
        }
    return told


def read(told: Mapping[str, Any]) -> Exchange:
    """The other way round; what was hidden stays hidden."""
    request = WireRequest(
        method=told["method"],
        path=told["path"],
        query_string=told["query"],
        headers=told["headers"],
        body=str(told["body"]).encode(),
        secure=told["secure"],
        at=datetime.fromisoformat(told["at"]),
    )
    answer = None
    if (said := told.get("answer")) is not None:
        headers = [(str(name), str(value)) for name, value in said["headers"]]
        answer = WireAnswer(said["status"], str(said["body"]).encode(), headers, said["content_type"])
    return Exchange(told["kind"], request, answer, told["planted"], frozenset(told["foreign"]))


# -- what may not be read there --------------------------------------------------------------------------------------

_SCHEMES = re.compile(r"^(Basic|Bearer|IAF|TOKEN|OAuth)\s+", re.IGNORECASE)
_SECRET_HEADER = re.compile(r"authorization|token|cookie|signature|secret|certid|cert-name|api-key")
_SECRET_NAMES = (
    "access_token",
    "refresh_token",
    "client_secret",
    "client_id",
    "consumer_key",
    "consumer_secret",
    "oauth_consumer_key",
    "oauth_signature",
    "oauth_nonce",
    "privateKey",
    "jwe",
    "restrictedDataToken",
    "eBayAuthToken",
)
_ANY_SECRET = "|".join(_SECRET_NAMES)
_IN_FORM = re.compile(rf"(^|[&?])({_ANY_SECRET}|code)=[^&\s\"]*")
_IN_JSON = re.compile(rf'("(?:{_ANY_SECRET})"\s*:\s*)"(?:[^"\\]|\\.)*"')
_IN_XML = re.compile(r"(<((?:\w+:)?eBayAuthToken)>)[^<]*")


def hidden_header(name: str, value: str) -> str:
    if _SECRET_HEADER.search(name) is None:
        return value
    scheme = _SCHEMES.match(value)
    return (scheme[0] if scheme is not None else "") + HIDDEN


def _hide(text: str) -> str:
    # A page of orders is long and names none of them: looking for each word is far cheaper than the expressions.
    if "code=" not in text and not any(name in text for name in _SECRET_NAMES):
        return text
    hidden = _IN_FORM.sub(rf"\1\2={HIDDEN}", text)
    hidden = _IN_JSON.sub(rf'\1"{HIDDEN}"', hidden)
    return _IN_XML.sub(rf"\1{HIDDEN}", hidden)


def listen_as_the_environment_says() -> None:
    """Once in a process, however often it is called; again in one that was forked."""
    if folder := os.environ.get(ENVIRONMENT):
        file = Path(folder) / f"{os.getpid()}.jsonl"
        if not any(isinstance(observer, TrafficFile) and observer.path == file for observer in OBSERVERS):
            write_to(file)


listen_as_the_environment_says()
