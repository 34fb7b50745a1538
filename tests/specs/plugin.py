"""Owns the proof that runs beside all tests: what simulators are asked and answer, here and in child processes, is
held against the channels' rules. A test fails with what is wrong in its own traffic; the end of a run tells the counts.

Whoever sends requests of its own making to a simulator marks its tests `requests_by_hand`: their answers count only.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.simulation import traffic
from connectors.simulation.traffic import Exchange
from tests.specs.channels import available, judge_of_all
from tests.specs.judge import MISSING, Judge, Report, counted
from tests.specs.traffic import read_from

BY_HAND = "requests_by_hand"
_MOST_TOLD = 12
# More than this is judged at once and not at the test's end, for the sake of memory.
_MOST_KEPT = 64_000_000
_OUTPUT = "specs"


class Collector:
    """Keeps exchanges as they happen, on the simulators' threads, and judges them when nobody waits for an answer."""

    def __init__(self, judge: Judge) -> None:
        self.by_hand = False
        self._judge = judge
        self._report = Report()
        self._kept: list[Exchange] = []
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, exchange: Exchange) -> None:
        with self._lock:
            self._kept.append(exchange)
            self._size += len(exchange.answer.body) if exchange.answer is not None else 0
            if self._size > _MOST_KEPT:
                self._judge_kept()

    def take(self) -> Report:
        """The verdict on all since the last time; what a fixture of several tests did is told with the first."""
        with self._lock:
            self._judge_kept()
            report, self._report = self._report, Report()
            return report

    def _judge_kept(self) -> None:
        kept, self._kept, self._size = self._kept, [], 0
        self._report.add(self._judge.judge(kept, by_hand=self.by_hand))


class Children:
    """The files of other processes, which may still be writing: each is read on from where it was left."""

    def __init__(self, judge: Judge) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desk-traffic-"))
        self._judge = judge
        self._read: dict[Path, int] = {}

    def take(self, *, by_hand: bool) -> Report:
        report = Report()
        for file in sorted(self.folder.glob("*.jsonl")):
            found, self._read[file] = read_from(file, self._read.get(file, 0))
            report.add(self._judge.judge(found, by_hand=by_hand))
        return report


class Specs:
    """One per pytest process."""

    def __init__(self) -> None:
        judge = judge_of_all()
        self.collector = Collector(judge)
        self.children = Children(judge)
        self.total = Report()

    def start(self) -> None:
        traffic.OBSERVERS.append(self.collector)
        os.environ[traffic.ENVIRONMENT] = str(self.children.folder)

    def stop(self) -> None:
        traffic.OBSERVERS.remove(self.collector)
        os.environ.pop(traffic.ENVIRONMENT, None)
        shutil.rmtree(self.children.folder, ignore_errors=True)

    @pytest.fixture(autouse=True)
    def traffic_keeps_to_the_specs(self, request: pytest.FixtureRequest) -> Iterator[None]:
        by_hand = request.node.get_closest_marker(BY_HAND) is not None
        self.collector.by_hand = by_hand
        yield
        if wrong := self.verdict(by_hand=by_hand):
            pytest.fail(wrong, pytrace=False)

    def verdict(self, *, by_hand: bool) -> str:
        """On all since the last one; empty when nothing is wrong."""
        report = self.collector.take()
        report.add(self.children.take(by_hand=by_hand))
        self.total.add(report.only_counts())
        return _words(report) if report.violations else ""

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_OUTPUT] = self.total.counts()
        self.stop()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        counts = getattr(node, "workeroutput", {}).get(_OUTPUT, {})
        self.total.add(counted(counts))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(f"specs: {self.total.words()}")


class NoSpecs:
    """Stands where the specifications are missing, and says so."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(f"specs: nothing was checked, {MISSING}")


def _words(report: Report) -> str:
    told = list(dict.fromkeys(map(str, report.violations)))
    more = [f"... and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
    head = f"{len(report.violations)} times the traffic breaks the channel's rules:"
    return "\n  ".join([head, *told[:_MOST_TOLD], *more])


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{BY_HAND}: the requests are the test's own, so only their answers are judged")
    _stop_writing()
    if not available():
        config.pluginmanager.register(NoSpecs(), "desk-specs")
        return
    specs = Specs()
    specs.start()
    config.pluginmanager.register(specs, "desk-specs")


def _stop_writing() -> None:
    """A run of tests within another, or a worker of it, judges for itself."""
    for observer in tuple(traffic.OBSERVERS):
        if isinstance(observer, traffic.TrafficFile):
            traffic.OBSERVERS.remove(observer)
            observer.close()
