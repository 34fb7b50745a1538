"""The ASGI application around one channel's simulator: control routes, faults and gate. It decides when something
happens to a request; what the channel does and says is the simulator's.
"""

from __future__ import annotations

import contextlib
import json
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from connectors.simulation.clock import SimulationClock, parse_instant, pause
from connectors.simulation.connection import EXTENSION, Connection, Receive, Scope, Send, answer_headers
from connectors.simulation.faults import REFUSING, ChosenFault, Faults
from connectors.simulation.gate import AFTER, BEFORE, Gate
from connectors.simulation.journal import Journal
from connectors.simulation.traffic import tell
from connectors.simulation.wire import (
    HTML_TYPE,
    ControlAnswer,
    DeedRefused,
    SimulatedChannel,
    WireAnswer,
    WireRequest,
)

CONTROL = "/_sim/"
MAINTENANCE_SECONDS = 600
PHP_WARNING = (
    b'<br />\n<b>Warning</b>:  Undefined array key "ratings" in '
    b"<b>/var/www/shop/wp-content/plugins/stars/stars.php</b> on line <b>214</b><br />\n"
)


class ClientLeft(Exception):
    """The client hung up before its request was served."""


class SimulatorApp:
    """One channel behind HTTP. Runs on one event loop, so that the channel's state needs no lock."""

    def __init__(self, channel: SimulatedChannel, clock: SimulationClock, journal: Journal, faults: Faults) -> None:
        self.channel = channel
        self.clock = clock
        self.journal = journal
        self.faults = faults
        self.gate = Gate()
        self.served = 0
        self.latency = 0.0
        self.bugs: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            body = await _whole_body(receive)
        except ClientLeft:
            return
        path = unquote(scope["raw_path"].decode("latin-1")) if scope.get("raw_path") else scope["path"]
        if path.startswith(CONTROL):
            control = self._control(scope["method"], path[len(CONTROL) :].strip("/"), scope, body)
            await _send(send, WireAnswer(control.status, control.encoded()))
            return
        request = WireRequest(
            method=scope["method"],
            path=path,
            query_string=scope.get("query_string", b"").decode("latin-1"),
            headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]},
            body=body,
            secure=scope.get("scheme") == "https",
            at=self.clock.now(),
        )
        try:
            await self._serve(request, scope, receive, send)
        except ClientLeft:
            return

    def answer(self, request: WireRequest) -> WireAnswer:
        """What the channel says when nothing is in the way: no fault, no gate, no socket."""
        answer = self._answer(request)
        tell(self.channel, request, answer, planted=False)
        return answer

    # -- one request -----------------------------------------------------------------------------------------------

    async def _serve(self, request: WireRequest, scope: Scope, receive: Receive, send: Send) -> None:
        self.served += 1
        connection: Connection | None = scope.get("extensions", {}).get(EXTENSION)
        if self.latency > 0:
            await pause(self.latency)
        when = self.gate.takes(request)
        if when == BEFORE:
            await self._hold(request, BEFORE, connection, receive)
        fault = self.faults.choose(request, lambda profile: self.channel.suits(profile, request))
        if fault is not None:
            fault = self._stage(fault, request)
        if fault is not None and fault.profile == "clock_skew":
            # A wrong clock is wrong in one direction, so the seed and not the dice says which.
            skew = self.faults.skew_seconds if self.faults.seed % 2 else -self.faults.skew_seconds
            request = _at(request, skew)
        if fault is not None:
            refusal = await self._refuse(fault, request, connection, receive)
            if refusal is not None:
                tell(self.channel, request, refusal, planted=True)
                await _send(send, self._dated(refusal, request))
                return
        answer = self._dated(self._answer(request), request)
        spoilt = None if fault is None else self._spoilt(fault, request, answer)
        on_socket = fault is not None and connection is not None and fault.profile in _ON_THE_SOCKET
        tell(self.channel, request, answer, planted=spoilt is not None or on_socket)
        if when == AFTER:
            await self._hold(request, AFTER, connection, receive)
        if fault is not None and connection is not None and on_socket:
            self.faults.hit(fault.profile)
            await self._spoil_socket(fault.profile, answer, connection, receive, send)
            raise ClientLeft
        if fault is not None and spoilt is not None:
            self.faults.hit(fault.profile)
        await _send(send, answer if spoilt is None else spoilt)

    def _answer(self, request: WireRequest) -> WireAnswer:
        with self._seen():
            answer = self.channel.answer(request)
        if 400 <= answer.status < 500:
            self.journal.refused(request, answer.status)
        return answer

    @contextlib.contextmanager
    def _seen(self) -> Iterator[None]:
        """A fault of the simulator itself shows in `/_sim/state` and goes on to the server, which answers 500."""
        whole = False
        try:
            yield
            whole = True
        finally:
            if not whole:
                self.bugs.append(traceback.format_exc())

    def _dated(self, answer: WireAnswer, request: WireRequest) -> WireAnswer:
        dated = [*answer.headers, ("date", format_datetime(request.at, usegmt=True))]
        return WireAnswer(answer.status, answer.body, dated, answer.content_type)

    async def _hold(self, request: WireRequest, when: str, connection: Connection | None, receive: Receive) -> None:
        if connection is None:
            return
        release = self.gate.close(request, when)
        released = await connection.until(release, receive)
        self.gate.open(release)
        if not released:
            if when == BEFORE:
                tell(self.channel, request, None, planted=True)
            connection.end()
            raise ClientLeft

    # -- faults ----------------------------------------------------------------------------------------------------

    def _stage(self, fault: ChosenFault, request: WireRequest) -> ChosenFault | None:
        """Faults that lie in what the channel holds happen before it answers; None when nothing could be done."""
        if fault.profile in ("page_shift", "late_record", "unknown_enum", "foreign_record", "channel_moved"):
            if self.channel.stage(fault.profile, request, fault.dice):
                self.faults.hit(fault.profile)
            return None
        return fault

    async def _refuse(
        self, fault: ChosenFault, request: WireRequest, connection: Connection | None, receive: Receive
    ) -> WireAnswer | None:
        """Faults by which the channel does nothing. None when the deed is to be done."""
        profile = fault.profile
        if profile in ("silence", "reset") and connection is not None:
            self.faults.hit(profile)
            tell(self.channel, request, None, planted=True)
            if profile == "silence":
                await connection.until_client_leaves(receive, self.faults.patience)
            await _reset(connection, receive)
            raise ClientLeft
        if profile in ("token_expired", "token_repeated"):
            own = self.channel.fault_answer(profile, request, fault.dice)
        elif profile == "empty_200" and (request.method == "GET" or fault.dice < 0.5):
            # A write's empty answer says nothing about whether the deed was done, so both occur.
            own = WireAnswer(200, b"", content_type=HTML_TYPE)
        elif profile in REFUSING:
            # A marketplace has words of its own for what most servers say alike.
            own = self.channel.fault_answer(profile, request, fault.dice) or _kit_refusal(profile, fault.dice)
        else:
            own = None
        if own is not None:
            self.faults.hit(profile)
        return own

    def _spoilt(self, fault: ChosenFault, request: WireRequest, answer: WireAnswer) -> WireAnswer | None:
        """Faults in the answer on the way back, the deed being done. None when the answer stays as it is."""
        if fault.profile == "clock_skew":
            return answer
        if fault.profile == "empty_200":
            return WireAnswer(200, b"", answer.headers, HTML_TYPE)
        if fault.profile == "warning_before_json":
            return answer.with_body(PHP_WARNING + answer.body)
        if fault.profile == "missing_field":
            return self.channel.spoil(fault.profile, request, answer, fault.dice)
        return None

    async def _spoil_socket(
        self, profile: str, answer: WireAnswer, connection: Connection, receive: Receive, send: Send
    ) -> None:
        if profile == "cut_body":
            connection.cut(answer)
            await _left(receive)
        elif profile == "slow_body":
            await _start(send, answer)
            half = len(answer.body) // 2
            await send({"type": "http.response.body", "body": answer.body[:half], "more_body": True})
            if not await connection.until_client_leaves(receive, self.faults.patience):
                await send({"type": "http.response.body", "body": answer.body[half:]})
        elif profile == "deed_done_no_answer":
            await connection.until_client_leaves(receive, self.faults.patience)
            await _reset(connection, receive)
        else:
            await _reset(connection, receive)

    # -- control routes --------------------------------------------------------------------------------------------

    def _control(self, method: str, name: str, scope: Scope, body: bytes) -> ControlAnswer:
        query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True))
        with self._seen():
            try:
                return self._control_answer(method, name, query, _json_object(body))
            except (ValueError, DeedRefused) as refusal:
                return ControlAnswer(400, {"error": str(refusal)})

    def _control_answer(self, method: str, name: str, query: dict[str, str], order: dict[str, Any]) -> ControlAnswer:
        writing = method == "POST"
        if name == "state":
            state = self.channel.state(query)
            return ControlAnswer(200, {**state, "served": self.served, "journal": len(self.journal), "bugs": self.bugs})
        if name == "do" and writing:
            deed = str(order.pop("deed", ""))
            return ControlAnswer(200, self.channel.do(deed, order, self.clock.now()))
        if name == "journal":
            entries = self.journal.since(int(query.get("since", 0)))
            refusals = [asdict(refusal) for refusal in self.journal.refusals]
            document = {"entries": [asdict(entry) for entry in entries], "last": len(self.journal)}
            return ControlAnswer(200, {**document, "refusals": refusals})
        if name == "faults":
            if writing:
                self.faults.configure(order)
                self.gate.configure(order)
            return ControlAnswer(200, {**self.faults.report(), **self.gate.report()})
        if name == "clock":
            if writing:
                self._set_clock(order)
            now = self.clock.now().isoformat().replace("+00:00", "Z")
            return ControlAnswer(200, {"now": now, "offset": self.clock.offset, "source": self.clock.source})
        return ControlAnswer(404, {"error": f"There is no {method} /_sim/{name}."})

    def _set_clock(self, order: dict[str, Any]) -> None:
        if unknown := set(order) - {"offset", "advance", "now", "latency"}:
            raise ValueError(f"/_sim/clock does not know {', '.join(sorted(unknown))}.")
        if "offset" in order:
            self.clock.offset = float(order["offset"])
        if "advance" in order:
            self.clock.advance(float(order["advance"]))
        if "now" in order:
            self.clock.set_now(parse_instant(str(order["now"])))
        if "latency" in order:
            self.latency = float(order["latency"])


_ON_THE_SOCKET = frozenset({"cut_body", "slow_body", "deed_done_no_answer", "deed_done_reset"})


def _at(request: WireRequest, skew: float) -> WireRequest:
    return WireRequest(
        request.method,
        request.path,
        request.query_string,
        request.headers,
        request.body,
        request.secure,
        request.at + timedelta(seconds=skew),
    )


def _kit_refusal(profile: str, dice: float) -> WireAnswer | None:
    if profile == "throttle":
        wait = [("Retry-After", str(1 + int(dice * 6)))] if dice < 0.5 else []
        return WireAnswer(429, _page(429, "Too Many Requests"), wait, HTML_TYPE)
    if profile == "server_html":
        status, words = ((500, "Internal Server Error"), (502, "Bad Gateway"), (503, "Service Unavailable"))[
            int(dice * 3)
        ]
        return WireAnswer(status, _page(status, words), (), HTML_TYPE)
    if profile == "maintenance":
        body = _page(503, "Briefly unavailable for scheduled maintenance. Check back in a minute.")
        return WireAnswer(503, body, [("Retry-After", str(MAINTENANCE_SECONDS))], HTML_TYPE)
    return None


def _json_object(body: bytes) -> dict[str, Any]:
    document = json.loads(body) if body else {}
    if not isinstance(document, dict):
        raise ValueError("The body is a JSON object.")  # noqa: TRY004 - bad input, not a bug
    return document


def _page(status: int, words: str) -> bytes:
    return (
        f"<!DOCTYPE html>\n<html>\n<head><title>{status} {words}</title></head>\n"
        f"<body>\n<center><h1>{status} {words}</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n"
    ).encode()


async def _whole_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _left(receive: Receive) -> None:
    # The server writes its own 500 unless it knows that the connection is gone.
    while (await receive())["type"] != "http.disconnect":
        pass


async def _reset(connection: Connection, receive: Receive) -> None:
    connection.reset()
    await _left(receive)


async def _start(send: Send, answer: WireAnswer) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer_headers(answer)]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def _send(send: Send, answer: WireAnswer) -> None:
    await _start(send, answer)
    await send({"type": "http.response.body", "body": answer.body})
