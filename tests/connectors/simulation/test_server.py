"""Faults that really happen on the socket, the gate, the control routes, and a server that ends when it is told to."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from connectors.simulation.server import RunningSimulator, serve
from tests.connectors.simulation.echo import echo

TIMEOUT = 30.0
"""Nobody waits so long for an answer that comes, however busy the machine is."""


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    with echo() as simulator:
        yield simulator


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def plan(http: requests.Session, running: RunningSimulator, profile: str, **more: Any) -> None:
    answer = http.post(f"{running.url}/_sim/faults", json={"planned": [{"profile": profile, **more}]}, timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text


def hits(http: requests.Session, running: RunningSimulator) -> dict[str, int]:
    counted: dict[str, int] = http.get(f"{running.url}/_sim/faults", timeout=TIMEOUT).json()["hits"]
    return counted


def effects(http: requests.Session, running: RunningSimulator) -> int:
    count: int = http.get(f"{running.url}/_sim/journal", timeout=TIMEOUT).json()["last"]
    return count


def test_answers_on_a_kept_connection_leave_at_once(http: requests.Session, running: RunningSimulator) -> None:
    http.get(f"{running.url}/orders", timeout=TIMEOUT)
    assert running._server is not None
    (transport,) = running._server.transports.values()
    assert transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_the_channel_turns_down_is_told_beside_the_journal(
    http: requests.Session, running: RunningSimulator
) -> None:
    plan(http, running, "throttle")
    statuses = [http.post(f"{running.url}{path}", timeout=TIMEOUT).status_code for path in ("/a", "/no/a", "/a")]
    told = http.get(f"{running.url}/_sim/journal", timeout=TIMEOUT).json()
    assert statuses == [429, 422, 200]
    assert [(one["method"], one["path"], one["status"]) for one in told["refusals"]] == [("POST", "/no/a", 422)]
    assert told["last"] == 1


def test_a_reset_after_the_deed(http: requests.Session, running: RunningSimulator) -> None:
    plan(http, running, "deed_done_reset")
    with pytest.raises(requests.ConnectionError) as failed:
        http.post(f"{running.url}/orders", data=b"{}", timeout=TIMEOUT)
    assert "reset" in str(failed.value).lower()
    assert effects(http, running) == 1
    assert hits(http, running) == {"deed_done_reset": 1}


def test_silence_after_the_deed(http: requests.Session, running: RunningSimulator) -> None:
    plan(http, running, "deed_done_no_answer")
    with pytest.raises(requests.Timeout):
        http.post(f"{running.url}/orders", data=b"{}", timeout=0.3)
    assert effects(http, running) == 1


def test_silence_and_reset_without_a_deed(http: requests.Session, running: RunningSimulator) -> None:
    plan(http, running, "silence")
    with pytest.raises(requests.Timeout):
        http.post(f"{running.url}/orders", data=b"{}", timeout=0.3)
    plan(http, running, "reset")
    with pytest.raises(requests.ConnectionError):
        http.post(f"{running.url}/orders", data=b"{}", timeout=TIMEOUT)
    assert effects(http, running) == 0


def test_a_body_that_is_cut(http: requests.Session, running: RunningSimulator) -> None:
    plan(http, running, "cut_body")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)) as failed:
        http.get(f"{running.url}/orders", timeout=TIMEOUT)
    assert "IncompleteRead" in str(failed.value)


def test_a_body_slower_than_the_time_out(http: requests.Session, running: RunningSimulator) -> None:
    plan(http, running, "slow_body")
    with pytest.raises(requests.ConnectionError) as failed:
        http.get(f"{running.url}/orders", timeout=0.3)
    assert "timed out" in str(failed.value).lower()
    assert hits(http, running) == {"slow_body": 1}


def test_a_slow_body_comes_in_the_end(http: requests.Session, running: RunningSimulator) -> None:
    http.post(f"{running.url}/_sim/faults", json={"patience": 0.2}, timeout=TIMEOUT)
    plan(http, running, "slow_body")
    assert http.get(f"{running.url}/orders", timeout=TIMEOUT).json()["path"] == "/orders"


@pytest.mark.parametrize("profile", ["throttle", "server_html", "maintenance"])
def test_refusals_are_html_and_do_nothing(http: requests.Session, running: RunningSimulator, profile: str) -> None:
    plan(http, running, profile, count=20)
    answers = [http.post(f"{running.url}/orders/{n}", data=b"{}", timeout=TIMEOUT) for n in range(20)]
    assert {answer.headers["content-type"].split(";")[0] for answer in answers} == {"text/html"}
    assert effects(http, running) == 0
    retry = {answer.headers.get("Retry-After") for answer in answers}
    statuses = {answer.status_code for answer in answers}
    if profile == "throttle":
        assert statuses == {429}
        assert None in retry and len(retry) > 1  # noqa: PT018 - both kinds occur
    if profile == "server_html":
        assert statuses == {500, 502, 503}
    if profile == "maintenance":
        assert (statuses, retry) == ({503}, {"600"})


def test_a_warning_before_the_json_and_nothing_at_all(http: requests.Session, running: RunningSimulator) -> None:
    plan(http, running, "warning_before_json")
    answer = http.get(f"{running.url}/orders", timeout=TIMEOUT)
    assert answer.text.startswith("<br />")
    assert answer.text.endswith("}")
    plan(http, running, "empty_200")
    answer = http.get(f"{running.url}/orders", timeout=TIMEOUT)
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_empty_answer_to_a_write_says_nothing_about_the_deed(
    http: requests.Session, running: RunningSimulator
) -> None:
    plan(http, running, "empty_200", count=30)
    for number in range(30):
        assert http.post(f"{running.url}/orders/{number}", data=b"{}", timeout=TIMEOUT).content == b""
    assert 3 < effects(http, running) < 27


def test_a_skewed_clock(http: requests.Session, running: RunningSimulator) -> None:
    def shown() -> float:
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(http.get(f"{running.url}/orders", timeout=TIMEOUT).headers["Date"]).timestamp()

    before = shown()
    plan(http, running, "clock_skew")
    assert 85 < shown() - before < 95
    assert abs(shown() - before) < 5


def test_the_channel_is_asked_to_stage_what_is_its_own(http: requests.Session, running: RunningSimulator) -> None:
    plan(http, running, "page_shift")
    plan(http, running, "token_expired")
    assert http.get(f"{running.url}/a", timeout=TIMEOUT).status_code == 200
    assert http.get(f"{running.url}/b", timeout=TIMEOUT).status_code == 401
    assert http.get(f"{running.url}/_sim/state", timeout=TIMEOUT).json()["staged"] == ["page_shift"]
    assert hits(http, running) == {"page_shift": 1, "token_expired": 1}


# -- the gate --------------------------------------------------------------------------------------------------------


def in_background(call: Any) -> tuple[threading.Thread, list[Any]]:
    results: list[Any] = []

    def work() -> None:
        try:
            results.append(call())
        except requests.RequestException as error:
            results.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, results


def wait_until_held(http: requests.Session, running: RunningSimulator) -> dict[str, str]:
    for _ in range(2000):
        holding: dict[str, str] | None = http.get(f"{running.url}/_sim/faults", timeout=TIMEOUT).json()["holding"]
        if holding is not None:
            return holding
        time.sleep(0.01)
    raise AssertionError("nothing was held")


@pytest.mark.parametrize("when,done_while_held", [("before", 0), ("after", 1)])
def test_a_request_is_held_and_released(
    http: requests.Session, running: RunningSimulator, when: str, done_while_held: int
) -> None:
    hold = {"method": "POST", "path_contains": "/orders", "when": when, "nth": 2}
    http.post(f"{running.url}/_sim/faults", json={"hold": hold}, timeout=TIMEOUT)
    assert http.post(f"{running.url}/orders/1", timeout=TIMEOUT).status_code == 200
    thread, results = in_background(lambda: requests.post(f"{running.url}/orders/2", timeout=TIMEOUT))
    assert wait_until_held(http, running) == {"method": "POST", "path": "/orders/2", "when": when}
    assert effects(http, running) == 1 + done_while_held
    http.post(f"{running.url}/_sim/faults", json={"release": True}, timeout=TIMEOUT)
    thread.join()
    assert results[0].status_code == 200
    assert effects(http, running) == 2
    assert http.get(f"{running.url}/_sim/faults", timeout=TIMEOUT).json()["holding"] is None


@pytest.mark.parametrize("when,effect", [("before", 0), ("after", 1)])
def test_a_client_that_dies_while_held(
    http: requests.Session, running: RunningSimulator, when: str, effect: int
) -> None:
    http.post(f"{running.url}/_sim/faults", json={"hold": {"when": when}}, timeout=TIMEOUT)
    with pytest.raises(requests.Timeout):
        requests.post(f"{running.url}/orders", timeout=0.3)
    for _ in range(1000):
        if http.get(f"{running.url}/_sim/faults", timeout=TIMEOUT).json()["holding"] is None:
            break
        time.sleep(0.02)
    assert effects(http, running) == effect
    assert http.post(f"{running.url}/orders", timeout=TIMEOUT).status_code == 200


def test_a_new_hold_does_not_forget_who_is_held(http: requests.Session, running: RunningSimulator) -> None:
    http.post(f"{running.url}/_sim/faults", json={"hold": {"path_contains": "/a"}}, timeout=TIMEOUT)
    first, answers = in_background(lambda: requests.post(f"{running.url}/a", timeout=TIMEOUT))
    wait_until_held(http, running)
    http.post(f"{running.url}/_sim/faults", json={"hold": {"path_contains": "/b"}}, timeout=TIMEOUT)
    second, others = in_background(lambda: requests.post(f"{running.url}/b", timeout=TIMEOUT))
    while http.get(f"{running.url}/_sim/faults", timeout=TIMEOUT).json()["held_total"] < 2:
        time.sleep(0.01)
    http.post(f"{running.url}/_sim/faults", json={"release": True}, timeout=TIMEOUT)
    first.join()
    second.join()
    assert [answer.status_code for answer in answers + others] == [200, 200]


def test_a_wrong_hold_is_refused(http: requests.Session, running: RunningSimulator) -> None:
    answer = http.post(f"{running.url}/_sim/faults", json={"hold": {"when": "later"}}, timeout=TIMEOUT)
    assert answer.status_code == 400
    assert "before or after" in answer.json()["error"]


# -- control routes --------------------------------------------------------------------------------------------------


def test_deeds_go_through_do(http: requests.Session, running: RunningSimulator) -> None:
    done = http.post(f"{running.url}/_sim/do", json={"deed": "greet", "name": "Jörg"}, timeout=TIMEOUT)
    assert done.json()["hello"] == "Jörg"
    refused = http.post(f"{running.url}/_sim/do", json={"deed": "dance"}, timeout=TIMEOUT)
    assert (refused.status_code, refused.json()) == (400, {"error": "There is no deed dance."})
    broken = http.post(f"{running.url}/_sim/do", data=b"[1]", timeout=TIMEOUT)
    assert broken.status_code == 400
    assert http.get(f"{running.url}/_sim/nonsense", timeout=TIMEOUT).status_code == 404


def test_the_clock_can_be_moved(http: requests.Session, running: RunningSimulator) -> None:
    answer = http.post(f"{running.url}/_sim/clock", json={"now": "2030-01-01T00:00:00Z"}, timeout=TIMEOUT).json()
    assert answer["now"].startswith("2030-01-01T00:00:0")
    assert http.get(f"{running.url}/orders", timeout=TIMEOUT).json()["at"].startswith("2030-01-01")
    assert http.post(f"{running.url}/_sim/clock", json={"warp": 9}, timeout=TIMEOUT).status_code == 400


def test_a_fault_of_the_simulator_is_not_hidden(http: requests.Session, running: RunningSimulator) -> None:
    assert http.get(f"{running.url}/broken", timeout=TIMEOUT).status_code == 500
    (bug,) = http.get(f"{running.url}/_sim/state", timeout=TIMEOUT).json()["bugs"]
    assert "the simulator is broken" in bug


def test_the_host_header_does_not_matter(http: requests.Session, running: RunningSimulator) -> None:
    answer = http.get(f"{running.url}/orders", headers={"Host": "garbled:99999"}, timeout=TIMEOUT)
    assert answer.status_code == 200


# -- the server ------------------------------------------------------------------------------------------------------


def test_stop_does_not_wait_for_held_and_silent_requests(http: requests.Session) -> None:
    with echo() as running:
        plan(http, running, "silence")
        http.post(f"{running.url}/_sim/faults", json={"patience": 60}, timeout=TIMEOUT)
        thread, results = in_background(lambda: requests.get(f"{running.url}/orders", timeout=120))
        for _ in range(1000):
            if hits(http, running):
                break
            time.sleep(0.01)
        began = time.monotonic()
        running.stop()
        assert time.monotonic() - began < 30
        thread.join()
    assert isinstance(results[0], requests.ConnectionError)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{running.url}/orders", timeout=TIMEOUT)


def test_only_loopback_is_served() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    with pytest.raises(ValueError, match="loopback only"):
        serve(app, host="0.0.0.0")


def test_a_taken_port_is_an_error() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            serve(app, port=taken.getsockname()[1])


def test_two_simulators_live_side_by_side(http: requests.Session, running: RunningSimulator) -> None:
    with echo() as other:
        assert other.url != running.url
        http.post(f"{other.url}/orders", timeout=TIMEOUT)
        assert (effects(http, running), effects(http, other)) == (0, 1)


def test_requests_are_counted_in_the_state(http: requests.Session, running: RunningSimulator) -> None:
    http.get(f"{running.url}/orders", timeout=TIMEOUT)
    assert http.get(f"{running.url}/_sim/state?x=1", timeout=TIMEOUT).json()["served"] == 1
