"""What the proof beside all tests does: it fails the test whose traffic is wrong, counts over all workers, tells no
value, and reads what child processes wrote.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.simulation import traffic
from connectors.simulation.traffic import Exchange
from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop
from tests.specs.channels import available, judge_of_all
from tests.specs.judge import MISSING, Judge, Report, counted
from tests.specs.plugin import Children, Collector
from tests.specs.samples import answer, request

ROOT = Path(__file__).parents[2]
WRONG = Path(__file__).parent / "wrong_traffic.py"
pytestmark = [pytest.mark.skipif(not available(), reason=MISSING), pytest.mark.requests_by_hand]
PAST = Exchange("woocommerce", request("GET", ORDERS, "x=1", headers={"authorization": "Basic ***"}), answer([]), False)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", str(WRONG), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "two workers"])
def test_wrong_traffic_fails_its_test_and_only_that(workers: tuple[str, ...]) -> None:
    done = run(*workers)
    failed = set(re.findall(r"^ERROR \S+::(\w+)", done.stdout, re.MULTILINE))
    assert failed == {
        "test_a_parameter_that_nobody_knows",
        "test_an_answer_with_a_field_too_many",
        "test_a_simulator_in_a_process_of_its_own",
    }, done.stdout
    assert "6 passed" in done.stdout
    assert "specs: woocommerce 3 requests, 6 answers" in done.stdout
    assert "woocommerce request: GET /wp-json/wc/v3/orders: query: since is unknown here" in done.stdout
    assert "billing must not contain {'nickname'} properties" in done.stdout
    assert "Grünwald" not in done.stdout


def test_counts_are_summed() -> None:
    one, other = Report(), Report()
    one.requests["amazon"], one.answers["amazon"], other.requests["amazon"] = 1200, 1199, 34
    other.planted["ebay"] = 2
    one.add(counted(other.counts()))
    assert one.words() == "amazon 1,234 requests, 1,199 answers; ebay 0 requests, 0 answers"
    assert Report().words() == "no traffic"


def test_planted_answers_are_not_judged_but_their_requests_are() -> None:
    wrong = answer([{"id": "x"}])
    spoilt = Exchange(PAST.kind, PAST.request, wrong, planted=True)
    report = judge_of_all().judge([spoilt])
    assert [each.what for each in report.violations] == ["request"]
    assert (report.requests["woocommerce"], report.answers["woocommerce"], report.planted["woocommerce"]) == (1, 0, 1)
    meant = Exchange(PAST.kind, PAST.request, wrong, planted=False)
    assert [each.what for each in judge_of_all().judge([meant], by_hand=True).violations] == ["answer 200"]


def test_what_was_right_once_may_still_be_wrong_elsewhere() -> None:
    judge = judge_of_all()
    shop = Shop(3)
    asked = request("GET", ORDERS, headers={"authorization": "Basic ***"})
    right = Exchange("woocommerce", asked, shop.simulator.app.channel.answer(asked), planted=False)
    assert right.answer is not None
    refused = Exchange("woocommerce", asked, answer([{"id": 1}]), planted=False)
    for _ in range(2):
        assert [len(judge.judge([each]).violations) for each in (right, refused)] == [0, 1]


def test_channels_without_rules_are_left_alone() -> None:
    assert Judge({}).judge([PAST]).words() == "no traffic"


def test_much_traffic_is_judged_before_the_test_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.specs.plugin._MOST_KEPT", 1)
    collector = Collector(judge_of_all())
    collector(PAST)
    assert collector._kept == []
    assert len(collector.take().violations) == 1
    assert collector.take().violations == []


def test_files_of_children_are_read_on_from_where_they_were() -> None:
    children = Children(judge_of_all())
    try:
        observer = traffic.TrafficFile(children.folder / "1.jsonl")
        observer(PAST)
        assert len(children.take(by_hand=False).violations) == 1
        assert children.take(by_hand=False).requests == {}
        observer(PAST)
        observer.close()
        assert children.take(by_hand=False).requests["woocommerce"] == 1
    finally:
        for file in children.folder.iterdir():
            file.unlink()
        children.folder.rmdir()
