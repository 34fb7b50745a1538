"""One exchange after the other against a server that misbehaves in every way: what does the caller learn?"""

from __future__ import annotations

import gzip
import logging
import socket
import time
from collections.abc import Iterator

import pytest
import requests

from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
    Unreadable,
)
from connectors.http import statuses
from connectors.http.limits import Buckets, Rate
from connectors.http.messages import Answer, Call, reading, writing
from connectors.http.retry import BackOff
from tests.connectors.http.bench import NOW, Bench, failure, get, put, send
from tests.connectors.http.server import RESET, SILENCE, Server, in_turn, reply, serving

HTML = "<html><body><h1>Briefly unavailable for scheduled maintenance.</h1></body></html>"


def test_an_answer_comes_whole_and_compressed_bodies_are_opened(bench: Bench) -> None:
    packed = gzip.compress(b'[{"id":1}]')
    answer, server = send(bench, in_turn(reply(packed, Content_Encoding="gzip", X_WP_Total="1")))
    assert isinstance(answer, Answer)
    assert answer.body == b'[{"id":1}]'
    assert answer.header("X-WP-Total") == "1"
    assert server.seen[0].headers["accept"] == "application/json"


def test_a_body_goes_out_as_json_once(bench: Bench) -> None:
    answer, server = send(bench, in_turn(reply()), put)
    assert isinstance(answer, Answer)
    assert [(one.method, one.target, one.body) for one in server.seen] == [("PUT", "/things/1", b'{"a":1}')]
    assert server.seen[0].headers["content-type"] == "application/json"


BROKEN = {
    "html page": (reply(HTML, kind="text/html"), "html_answer"),
    "empty 200": (reply(b""), "empty_answer"),
    "cut JSON": (reply(b'[{"id":1},{"id"'), "cut_answer"),
    "cut body": (reply(b'[{"id":1}]')[:-4], "cut_answer"),
    "500 HTML": (reply(HTML, 500, "text/html"), "server_error"),
    "502 HTML": (reply(HTML, 502, "text/html"), "server_error"),
    "503": (reply(HTML, 503, "text/html"), "maintenance"),
    "408": (reply({}, 408), "timed_out"),
    "silence": (SILENCE, "timed_out"),
    "reset": (RESET, "connection_lost"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "connection_lost"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_reading_call_is_tried_again_until_it_works(bench: Bench, name: str) -> None:
    broken, _ = BROKEN[name]
    answer, server = send(bench, in_turn(broken, reply([1])))
    assert isinstance(answer, Answer), answer
    assert answer.body == b"[1]"
    assert len(server.seen) == 2
    assert bench.clock.now() > NOW, "it waited between the tries"


@pytest.mark.parametrize("name", BROKEN)
def test_a_reading_call_gives_up_after_few_tries(bench: Bench, name: str) -> None:
    broken, code = BROKEN[name]
    error, server = send(bench, in_turn(broken), back_off=BackOff(tries=2))
    assert isinstance(error, Unavailable)
    assert (error.code, len(server.seen)) == (code, 2)
    assert (error.account, error.operation) == (7, "fetch_things")
    assert "127.0.0.1" in error.text


@pytest.mark.parametrize("name", BROKEN)
def test_after_a_writing_call_trouble_means_that_nobody_knows(bench: Bench, name: str) -> None:
    """Whatever the server may have carried out is looked up, never sent again."""
    broken, _ = BROKEN[name]
    error, server = send(bench, in_turn(broken, reply()), put)
    assert isinstance(error, OutcomeUnknown)
    assert error.code == "no_answer"
    assert len(server.seen) == 1


def test_a_refused_connection_was_never_sent(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    client = bench.client(back_off=BackOff(tries=1))
    error = failure(client, writing("change_thing", "PUT", f"{address}/x", b"{}"))
    client.close()
    assert isinstance(error, Unavailable)
    assert error.code == "connection_refused"


def test_a_host_that_is_not_there_is_named(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    client = bench.client(back_off=BackOff(tries=1))
    error = failure(client, writing("change_thing", "PUT", "http://shop.example/x", b"{}"))
    client.close()
    assert (type(error), error.code) == (Unavailable, "no_such_host")
    assert "shop.example" in error.text


STATUSES = {
    400: (Refused, "refused"),
    401: (LoginNeeded, "login_needed"),
    403: (LoginNeeded, "not_permitted"),
    404: (Refused, "not_found"),
    409: (Refused, "refused"),
    410: (Refused, "not_found"),
    422: (Refused, "refused"),
    429: (RateLimited, "rate_limited"),
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("make", [get, put])
def test_each_refusal_has_its_kind(bench: Bench, status: int, make: object) -> None:
    kind, code = STATUSES[status]
    error, server = send(bench, in_turn(reply({}, status)), make, back_off=BackOff(tries=1))
    assert type(error) is kind
    assert isinstance(error, ConnectorError)
    assert error.code == code
    assert len(server.seen) == 1


def test_a_firewalls_page_is_no_word_about_the_keys(bench: Bench) -> None:
    error, _ = send(bench, in_turn(reply(HTML, 403, "text/html")), back_off=BackOff(tries=1))
    assert isinstance(error, Unavailable)
    assert error.code == "firewall"
    assert "Briefly unavailable" in error.sample


def test_a_short_retry_after_is_waited_for_by_the_accounts_clock(bench: Bench) -> None:
    answer, _ = send(bench, in_turn(reply({}, 429, Retry_After="5"), reply([1])))
    assert isinstance(answer, Answer)
    assert 5.0 <= (bench.clock.now() - NOW).total_seconds() < 6.0


@pytest.mark.parametrize("text", ["600", "Fri, 20 Nov 2026 10:10:00 GMT"])
def test_a_long_retry_after_is_handed_on_not_slept(bench: Bench, text: str) -> None:
    error, server = send(bench, in_turn(reply(HTML, 503, "text/html", Retry_After=text)))
    assert isinstance(error, Unavailable)
    assert error.retry_after == 600.0
    assert len(server.seen) == 1
    assert bench.clock.now() == NOW


def test_a_writing_call_that_was_held_back_says_when(bench: Bench) -> None:
    error, server = send(bench, in_turn(reply({}, 429, Retry_After="3")), put)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 3.0
    assert len(server.seen) == 1


def trickle(head: bytes, part: bytes) -> Iterator[bytes]:
    yield head
    while True:
        time.sleep(0.05)
        yield part


@pytest.mark.parametrize(
    "head",
    [
        reply(b"x" * 1000)[:-1000],
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["body", "headers", "chunks"],
)
def test_what_trickles_ends_at_the_deadline(bench: Bench, head: bytes) -> None:
    """Each byte comes in time, so only the deadline of the whole exchange can end it."""
    part = b"X-A: b\r\n" if head == b"HTTP/1.1 200 OK\r\n" else b"1"
    begun = time.monotonic()
    error, _ = send(bench, lambda _: trickle(head, part), back_off=BackOff(tries=1))
    assert isinstance(error, Unavailable), error
    assert time.monotonic() - begun < 3.0


def test_a_body_may_not_be_larger_than_allowed(bench: Bench) -> None:
    error, _ = send(bench, in_turn(reply(b"[" + b"1," * 120_000 + b"1]")))
    assert isinstance(error, Unreadable)
    assert error.code == "too_large"


def test_a_packed_body_counts_unpacked(bench: Bench) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    error, _ = send(bench, in_turn(reply(bomb, Content_Encoding="gzip")))
    assert isinstance(error, Unreadable)


def test_warnings_in_front_of_the_data_are_cut_off_and_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    noise = b"<br />\n<b>Warning</b>: Undefined array key [12] in <b>/x.php</b> on line <b>9</b><br />\n"
    with caplog.at_level(logging.WARNING, "net"):
        answer, server = send(bench, in_turn(reply(noise + b'[{"id":1}]', kind="text/html")))
    assert isinstance(answer, Answer)
    assert answer.body == b'[{"id":1}]'
    assert len(server.seen) == 1
    assert "Undefined array key" in caplog.text


def test_redirects_lead_on_within_the_host_only_for_reading(bench: Bench) -> None:
    moved = reply({}, 301, Location="/wp-json/?page=2&oauth_signature=old")
    answer, server = send(bench, in_turn(moved, reply([1])))
    assert isinstance(answer, Answer)
    assert [one.target for one in server.seen] == ["/things", "/wp-json/?page=2"]
    error, server = send(bench, in_turn(moved, reply([1])), put)
    assert isinstance(error, LoginNeeded)
    assert len(server.seen) == 1


def test_keys_are_not_sent_to_another_host(bench: Bench) -> None:
    with serving(in_turn(reply([1]))) as elsewhere:
        error, _ = send(bench, in_turn(reply({}, 302, Location=f"{elsewhere.address}/things")))
        assert elsewhere.seen == []
    assert isinstance(error, LoginNeeded)
    assert (error.field, error.code) == ("base_url", "redirected")
    assert elsewhere.address.removeprefix("http://") in error.text


def test_an_upgrade_to_https_is_explained(bench: Bench) -> None:
    error, _ = send(bench, in_turn(reply({}, 301, Location="https://127.0.0.1/things")))
    assert isinstance(error, LoginNeeded)
    assert (error.field, error.code) == ("base_url", "redirected_to_https")


def test_redirects_in_a_circle_end(bench: Bench) -> None:
    error, server = send(bench, in_turn(reply({}, 302, Location="/things")))
    assert isinstance(error, LoginNeeded)
    assert len(server.seen) == 3


class Renewing:
    """An auth whose first key is refused."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys

    def apply(self, request: requests.PreparedRequest) -> None:
        request.headers["Authorization"] = f"Bearer {self.keys[0]}"

    def refresh(self, answer: Answer, tried: int) -> bool:
        del answer, tried
        if len(self.keys) == 1:
            return False
        self.keys.pop(0)
        return True


@pytest.mark.parametrize("make", [get, put])
def test_refused_keys_are_renewed_and_the_call_goes_again(bench: Bench, make: object) -> None:
    auth = Renewing(["old-token", "new-token"])
    answer, server = send(bench, in_turn(reply({}, 401), reply([1])), make, auth=auth)
    assert isinstance(answer, Answer)
    assert [one.headers["authorization"] for one in server.seen] == ["Bearer old-token", "Bearer new-token"]


def test_keys_that_stay_refused_ask_for_a_login(bench: Bench) -> None:
    error, server = send(bench, in_turn(reply({}, 401)), auth=Renewing(["a", "b", "c", "d", "e", "f"]))
    assert isinstance(error, LoginNeeded)
    assert len(server.seen) == 5, "the call, and four renewals at most"


def test_public_pages_are_asked_without_keys(bench: Bench) -> None:
    def public(server: Server) -> Call:
        return reading("find_api", f"{server.address}/", signed=False)

    _, server = send(bench, in_turn(reply()), public, auth=Renewing(["old-token"]))
    assert "authorization" not in server.seen[0].headers


def test_setting_stop_ends_the_waiting(bench: Bench) -> None:
    bench.stop.set()
    error, server = send(bench, in_turn(reply()))
    assert isinstance(error, Unavailable)
    assert error.code == "stopped"
    assert server.seen == []


def test_stop_ends_a_back_off(bench: Bench) -> None:
    def script(_: object) -> bytes:
        bench.stop.set()
        return reply({}, 500)

    error, server = send(bench, script)
    assert isinstance(error, Unavailable)
    assert (error.code, len(server.seen)) == ("stopped", 1)


def test_calls_are_paced_by_the_accounts_bucket(bench: Bench) -> None:
    buckets = Buckets({"fetch_things": Rate(per_second=2.0, burst=1)}, bench.clock)
    with serving(in_turn(reply())) as server:
        client = bench.client(buckets=buckets)
        for _ in range(5):
            client.send(get(server))
        client.close()
    assert (bench.clock.now() - NOW).total_seconds() == pytest.approx(2.0)


def test_a_connectors_own_reading_comes_before_the_table(bench: Bench) -> None:
    def explain(call: Call, answer: Answer) -> ConnectorError | None:
        assert (call.operation, answer.status) == ("fetch_things", 404)
        return Refused("No such thing.", code="no_such_thing")

    error, _ = send(bench, in_turn(reply({"code": "no_thing", "name": "Erika"}, 404)), explain=explain)
    assert isinstance(error, Refused)
    assert (error.code, error.account, error.operation) == ("no_such_thing", 7, "fetch_things")
    assert "no_thing" in error.sample
    assert "Erika" not in error.sample


def test_the_environment_leads_nothing_astray(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proxies, netrc and certificate bundles of the environment are other programs' business."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    answer, _ = send(bench, in_turn(reply()))
    assert isinstance(answer, Answer)


def test_logs_name_the_call_and_no_values(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    def search(server: Server) -> Call:
        return reading("fetch_things", f"{server.address}/things/7", {"search": "erika@example.org"})

    with caplog.at_level(logging.DEBUG, logger="net"):  # whatever a test before left it at
        send(bench, in_turn(reply({"message": "topsecretkey wrong for erika@example.org"}, 500), reply()), search)
    lines = [record.getMessage() for record in caplog.records if record.name == "net"]
    assert any("GET 127.0.0.1" in line and "/things/7 -> 200" in line and "2 bytes" in line for line in lines)
    text = "\n".join(lines)
    assert "erika" not in text
    assert "topsecretkey" not in text


@pytest.mark.parametrize("name", BROKEN)
def test_who_sets_an_account_up_is_not_told_that_desk_goes_on(bench: Bench, name: str) -> None:
    broken, code = BROKEN[name]
    error, _ = send(bench, in_turn(broken), back_off=BackOff(tries=1))
    assert isinstance(error, Unavailable)
    told = statuses.at_setup(code, error.text)
    assert "Desk keeps" not in told
    assert "Desk goes on" not in told
    assert "heck the address" in told
