"""What the simulators tell of their traffic: each request once, control routes never, and what a fault did."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from connectors.simulation import traffic
from connectors.simulation.server import RunningSimulator
from connectors.simulation.traffic import OBSERVERS, Exchange
from tests.connectors.simulation.echo import EchoChannel, echo
from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop
from tests.specs.channels import available
from tests.specs.judge import MISSING
from tests.specs.samples import answer, request
from tests.specs.traffic import judge, read_from

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.requests_by_hand
Heard = list[Exchange]


@pytest.fixture
def heard() -> Iterator[Heard]:
    found: Heard = []
    OBSERVERS.append(found.append)
    yield found
    OBSERVERS.remove(found.append)


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    with echo() as one:
        yield one


def plan(running: RunningSimulator, **fault: object) -> None:
    requests.post(f"{running.url}/_sim/faults", json=fault, timeout=5).raise_for_status()


def ask(running: RunningSimulator, method: str = "GET", path: str = "/orders") -> None:
    with contextlib.suppress(requests.RequestException):
        requests.request(method, f"{running.url}{path}", timeout=1)


def test_each_request_is_told_with_its_answer(running: RunningSimulator, heard: Heard) -> None:
    ask(running, "POST", "/orders?a=1")
    ask(running, "GET", "/no/thing")
    assert [(one.kind, one.request.method, one.request.path, one.planted) for one in heard] == [
        ("echo", "POST", "/orders", False),
        ("echo", "GET", "/no/thing", False),
    ]
    assert [one.answer.status for one in heard if one.answer is not None] == [200, 422]


def test_control_routes_are_nobodys_business(running: RunningSimulator, heard: Heard) -> None:
    plan(running, profiles={})
    ask(running, "GET", "/_sim/state")
    assert heard == []


@pytest.mark.parametrize(
    "profile,method,status",
    [
        ("throttle", "GET", 429),
        ("server_html", "GET", None),
        ("maintenance", "GET", 503),
        ("token_expired", "GET", 401),
        ("empty_200", "GET", 200),
        ("warning_before_json", "GET", 200),
        ("missing_field", "GET", 200),
        ("clock_skew", "GET", 200),
        ("cut_body", "GET", 200),
        ("slow_body", "GET", 200),
        ("deed_done_no_answer", "POST", 200),
        ("deed_done_reset", "POST", 200),
        ("reset", "GET", 0),
        ("silence", "GET", 0),
    ],
)
def test_what_a_fault_made_is_planted(
    running: RunningSimulator, heard: Heard, profile: str, method: str, status: int | None
) -> None:
    plan(running, planned={"profile": profile}, patience=0.2)
    ask(running, method)
    ask(running, method)
    assert [one.planted for one in heard] == [True, False]
    told = heard[0].answer
    assert (told.status if told is not None else 0) == (status if status is not None else (told and told.status))


@pytest.mark.parametrize("profile", ["page_shift", "late_record", "unknown_enum", "foreign_record"])
def test_what_only_changes_the_channel_leaves_the_answer_its_own(
    running: RunningSimulator, heard: Heard, profile: str
) -> None:
    plan(running, planned={"profile": profile})
    ask(running)
    assert [one.planted for one in heard] == [False]


@pytest.mark.parametrize("when,answered", [("before", False), ("after", True)])
def test_who_leaves_at_the_gate(running: RunningSimulator, heard: Heard, when: str, answered: bool) -> None:
    """Before its effect there is no answer at all; after it, the channel has said what it would have said."""
    plan(running, hold={"when": when, "nth": 1})
    with pytest.raises(requests.Timeout):
        requests.get(f"{running.url}/orders", timeout=0.3)
    requests.get(f"{running.url}/_sim/state", timeout=5)
    for _ in range(100):
        if heard:
            break
        requests.get(f"{running.url}/_sim/state", timeout=5)
    assert [(one.planted, one.answer is not None) for one in heard] == [(not answered, answered)]


def test_records_spoilt_on_purpose_are_named(heard: Heard) -> None:
    shop = Shop(3)
    made = shop.do("bad_record")
    shop.listed()
    shop.do("mend_record", order=made["id"])
    shop.listed()
    assert [one.foreign for one in heard] == [frozenset({str(made["id"])}), frozenset()]


def test_with_nobody_listening_the_answer_is_not_even_looked_at() -> None:
    looked_at: list[str] = []

    class Watched:
        def __getattr__(self, name: str) -> object:
            looked_at.append(name)
            raise AttributeError(name)

    def tell() -> None:
        traffic.tell(Watched(), Watched(), Watched(), planted=False)  # type: ignore[arg-type]

    before = list(OBSERVERS)
    try:
        OBSERVERS[:] = [lambda _: None]
        with pytest.raises(AttributeError):
            tell()
        assert looked_at, "with somebody listening it is"
        looked_at.clear()
        OBSERVERS.clear()
        tell()
        assert looked_at == []
    finally:
        OBSERVERS[:] = before


# -- the file ----------------------------------------------------------------------------------------------------------

SECRETS = {
    "authorization": "Bearer v^1.1#SECRET",
    "x-amz-access-token": "Atza|SECRET",
    "x-ebay-api-iaf-token": "v^1.1#SECRET",
    "x-ebay-signature-key": "SECRET",
    "cookie": "a=SECRET",
}
FORM = b"grant_type=refresh_token&refresh_token=Atzr%7CSECRET&client_id=SECRET&client_secret=SECRET&code=SECRET"
TOKEN = {"access_token": 'Atza|SEC\\"RET-SECRET', "expires_in": 3600, "refresh_token": "SECRET", "jwe": "SECRET"}


def test_the_file_holds_everything_but_secrets(tmp_path: Path) -> None:
    query = "per_page=5&consumer_key=ck_SECRET&consumer_secret=cs_SECRET&oauth_signature=SECRET"
    asked = request("POST", "/auth/o2/token", query, headers=SECRETS, body=FORM)
    xml = b"<a><RequesterCredentials><eBayAuthToken>SECRET</eBayAuthToken></RequesterCredentials></a>"
    exchanges = [
        Exchange("amazon", asked, answer(TOKEN, headers={"Set-Cookie": "SECRET", "Location": "/x"}), planted=False),
        Exchange("ebay", request("POST", "/ws/api.dll", body=xml), None, planted=True, foreign=frozenset({"7"})),
    ]
    observer = traffic.TrafficFile(tmp_path / "traffic")
    for one in exchanges:
        observer(one)
    observer.close()
    assert b"SECRET" not in (tmp_path / "traffic").read_bytes()
    (first, second), _ = read_from(tmp_path / "traffic")
    assert first.request.headers["authorization"] == "Bearer ***"
    assert first.request.query_string.startswith("per_page=5&consumer_key=***")
    assert b"grant_type=refresh_token&refresh_token=***&client_id=***" in first.request.body
    assert first.answer is not None
    assert json.loads(first.answer.body) == {**TOKEN, "access_token": "***", "refresh_token": "***", "jwe": "***"}
    assert ("Location", "/x") in first.answer.headers
    assert (second.answer, second.planted, second.foreign) == (None, True, frozenset({"7"}))


def test_what_holds_no_secret_comes_back_as_it_was(tmp_path: Path) -> None:
    asked = request("GET", ORDERS, "search=Gr%C3%BCnwald", headers={"user-agent": "Desk/1"})
    told = Exchange("woocommerce", asked, answer([{"name": "Grünwald ß"}], headers={"X-WP-Total": "1"}), planted=False)
    observer = traffic.TrafficFile(tmp_path / "traffic")
    observer(told)
    observer(told)
    observer.close()
    with (tmp_path / "traffic").open("rb+") as file:
        file.truncate((tmp_path / "traffic").stat().st_size - 9)
    found, place = read_from(tmp_path / "traffic")
    assert found == [told]  # the second was cut, as by a kill
    assert read_from(tmp_path / "traffic", place) == ([], place)


@pytest.mark.skipif(not available(), reason=MISSING)
def test_a_simulators_process_writes_its_traffic(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "connectors.simulation", "woocommerce", "--orders", "3", "--no-stdin"]
    command += ["--option", f"traffic_file={tmp_path / 'traffic'}"]
    with (
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=_quiet()) as child,
        contextlib.ExitStack() as ended,
    ):
        assert child.stdout is not None
        ended.callback(child.kill)
        line = json.loads(child.stdout.readline())
        keys = (line["credentials"]["consumer_key"], line["credentials"]["consumer_secret"])
        for query in ("?dp=4", "?nonsense=1"):
            requests.get(f"{line['url']}{ORDERS}{query}", auth=keys, timeout=5)
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=60) == 0
    assert keys[1].encode() not in (tmp_path / "traffic").read_bytes()
    report = judge(tmp_path / "traffic")
    assert report.words() == "woocommerce 2 requests, 2 answers"
    assert [each.problem for each in report.violations] == ["query: nonsense is unknown here"]


def _quiet() -> dict[str, str]:
    """Without the file that every child of this run writes."""
    return {name: value for name, value in os.environ.items() if name != traffic.ENVIRONMENT}


def test_a_channel_need_not_name_foreign_records() -> None:
    assert not hasattr(EchoChannel, "foreign_records")
