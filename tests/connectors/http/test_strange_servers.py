"""Servers that nobody has seen before: odd charsets, redirects, headers, rests; and what errors keep to themselves."""

from __future__ import annotations

import json
import socket
import threading
import traceback
from pathlib import Path

import pytest

from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Unavailable
from connectors.http.auth import Auth
from connectors.http.bodies import find_json, in_utf8
from connectors.http.messages import Answer, Call, reading, writing
from connectors.http.retry import LONGEST_REST, read_retry_after
from tests.connectors.http.bench import NOW, Bench, failure, get, put, send
from tests.connectors.http.server import SILENCE, Seen, Server, in_turn, reply, serving


@pytest.mark.parametrize(
    "charset, coded",
    [
        ("iso-8859-1", "latin-1"),
        ('"windows-1252"', "cp1252"),
        ("UTF-16", "utf-16"),
        ("utf-16le", "utf-16-le"),
        ("UTF-8", "utf-8"),
        ("iso-8859-1", "utf-8"),  # the header is wrong
        ("hex", "utf-8"),
        ("no-such", "utf-8"),
    ],
)
def test_a_body_in_another_charset_is_read(bench: Bench, charset: str, coded: str) -> None:
    body = '{"town":"Köln"}'.encode(coded)
    answer, _ = send(bench, in_turn(reply(body, kind=f"application/json; charset={charset}")))
    assert isinstance(answer, Answer), answer
    assert json.loads(answer.body) == {"town": "Köln"}


def test_a_body_in_no_charset_at_all_stays_what_it_is() -> None:
    assert in_utf8(b"\xff\xfe\xfd", "application/json; charset=ascii") == b"\xff\xfe\xfd"


def test_brackets_without_end_are_a_broken_answer_and_no_crash() -> None:
    assert find_json(b"[" * 200_000 + b"]" * 200_000) is None


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_change_follows_a_redirect_that_only_wants_a_slash(bench: Bench, status: int) -> None:
    """A router that wants a slash at the end; it has not carried out anything yet."""
    answer, server = send(bench, in_turn(reply({}, status, Location="/things/1/"), reply({"a": 1})), put)
    assert isinstance(answer, Answer), answer
    assert [(one.method, one.target, one.body) for one in server.seen] == [
        ("PUT", "/things/1", b'{"a":1}'),
        ("PUT", "/things/1/", b'{"a":1}'),
    ]


@pytest.mark.parametrize("status, target", [(301, "/thing/1"), (302, "/")])
def test_a_change_follows_no_redirect_that_would_make_it_a_reading_call(bench: Bench, status: int, target: str) -> None:
    error, server = send(bench, in_turn(reply({}, status, Location=target), reply({"a": 1})), put)
    assert isinstance(error, LoginNeeded)
    assert len(server.seen) == 1


@pytest.mark.parametrize("target", ["/things/1/", "/done", "https://login.example/"])
def test_a_change_that_is_answered_by_another_page_may_have_been_carried_out(bench: Bench, target: str) -> None:
    """See other is what a server says when it is done."""
    error, server = send(bench, in_turn(reply({}, 303, Location=target), reply({"a": 1})), put)
    assert isinstance(error, OutcomeUnknown)
    assert len(server.seen) == 1


@pytest.mark.parametrize("target", ["http://[", "http://[::1", "//[x]/", ""])
def test_a_redirect_to_nonsense_is_a_sentence(bench: Bench, target: str) -> None:
    error, _ = send(bench, in_turn(reply({}, 302, Location=target)))
    assert isinstance(error, LoginNeeded)
    assert (error.code, error.field) == ("redirected", "base_url")


@pytest.mark.parametrize("asked", ["999999999999999", "1e400", "Fri, 31 Dec 9999 23:59:59 GMT", "9" * 400])
def test_nobody_is_kept_away_for_longer_than_a_day(asked: str) -> None:
    found = read_retry_after(asked, NOW)
    assert found is None or 0 <= found <= LONGEST_REST


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN PRIVATE KEY-----", b"\x30\x82\x00"])
def test_a_certificate_file_without_one_is_the_settings_fault(
    bench: Bench, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    client = bench.client(ca_file=file)
    for call in (reading("fetch", "https://127.0.0.1:9/"), writing("change", "PUT", "https://127.0.0.1:9/", b"{}")):
        error = failure(client, call)
        assert isinstance(error, LoginNeeded)
        assert (error.code, error.field) == ("ca_file_missing", "ca_file")
    client.close()


class _InTheQuery(Auth):
    """Signs as a shop wants it whose server drops the header."""

    def apply(self, request: object) -> None:
        request.url += "?consumer_key=ck_plain&consumer_secret=cs_plain"  # type: ignore[attr-defined]

    def refresh(self, answer: Answer, tried: int) -> bool:
        return False


@pytest.mark.parametrize("make", [get, put])
def test_no_error_carries_the_signed_address_in_its_traceback(bench: Bench, make: object) -> None:
    error, _ = send(bench, in_turn(SILENCE), make, auth=_InTheQuery())
    assert isinstance(error, Unavailable | OutcomeUnknown)
    told = "".join(traceback.format_exception(error)) + repr(error) + error.detail
    assert "plain" not in told


def test_odd_headers_put_no_keys_on_stderr(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """The library under us warns of them with the whole address."""

    def odd(_: Seen) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\nno colon here\r\nX: y\r\n\r\n{}"

    with serving(odd) as server:
        client = bench.client(auth=_InTheQuery())
        client.send(get(server))
        client.close()
    assert "plain" not in capsys.readouterr().err


def test_what_goes_over_the_wire_is_not_in_a_repr(bench: Bench) -> None:
    server = Server(in_turn(reply({"name": "Ada Lovelace"})))
    call = Call(operation="x", method="POST", url=server.address, writes=True, body=b"Ada", query=(("q", "Ada"),))
    client = bench.client()
    answer = client.send(call)
    client.close()
    server.stop()
    assert "Ada" not in repr(answer) + repr(call)


def test_a_change_goes_out_on_a_fresh_connection() -> None:
    """One that was kept may be dead by now, and then nobody could tell whether the change went through."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked: list[tuple[int, bytes]] = []

    def serve() -> None:
        for number in range(2):
            connection, _ = listener.accept()
            with connection:
                while data := connection.recv(65536):
                    asked.append((number, data.split(b" ", 1)[0]))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    thread = threading.Thread(target=serve)
    thread.start()
    client = Bench().client()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    client.send(reading("look", address))
    client.send(reading("look", address))
    client.send(writing("change", "PUT", address, b""))
    client.send(reading("look", address))
    client.close()
    thread.join()
    listener.close()
    assert asked == [(0, b"GET"), (0, b"GET"), (1, b"PUT"), (1, b"GET")]
