"""Owns the verdict on simulators' traffic: every request, and every answer that is no planted fault, against the
channel's rules. Counts what was checked and tells what is wrong without quoting values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from connectors.simulation.traffic import Exchange
from connectors.simulation.wire import WireAnswer, WireRequest

SPECS = Path(__file__).parents[3] / "shared" / "specs"
MISSING = "the channels' specifications are not beside this checkout"
_MOST_PER_EXCHANGE = 5
_LONG_DIGITS = re.compile(r"\d{5,}")


class Rules(Protocol):
    """What one channel allows. Each problem is one line."""

    def request(self, request: WireRequest) -> list[str]: ...

    def answer(self, request: WireRequest, answer: WireAnswer, foreign: frozenset[str]) -> list[str]:
        """`foreign` are ids of records that may be anything."""


@dataclass(frozen=True, slots=True)
class Violation:
    kind: str
    what: str  # request or answer
    method: str
    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.kind} {self.what}: {self.method} {self.path}: {self.problem}"


@dataclass
class Report:
    requests: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)

    def add(self, other: Report) -> None:
        self.requests += other.requests
        self.answers += other.answers
        self.planted += other.planted
        self.violations += other.violations

    def only_counts(self) -> Report:
        return Report(self.requests, self.answers, self.planted)

    def counts(self) -> dict[str, dict[str, int]]:
        return {"requests": dict(self.requests), "answers": dict(self.answers), "planted": dict(self.planted)}

    def words(self) -> str:
        """`amazon 1,234 requests, 1,230 answers; ...`"""
        kinds = sorted({*self.requests, *self.answers, *self.planted})
        told = [f"{kind} {self.requests[kind]:,} requests, {self.answers[kind]:,} answers" for kind in kinds]
        return "; ".join(told) or "no traffic"


def counted(counts: Mapping[str, Mapping[str, int]]) -> Report:
    """The other way round from `counts`: what another process counted."""
    requests, answers, planted = (Counter(counts.get(name, {})) for name in ("requests", "answers", "planted"))
    return Report(requests, answers, planted)


class Judge:
    """Judges exchange after exchange. What was found right once is not looked at again."""

    def __init__(self, rules: dict[str, Rules]) -> None:
        self._rules = rules
        self._right: set[int] = set()

    def judge(self, exchanges: Iterable[Exchange], *, by_hand: bool = False) -> Report:
        """`by_hand`: the requests are a test's own and may be nonsense; the answers still have to be right."""
        report = Report()
        for exchange in exchanges:
            rules = self._rules.get(exchange.kind)
            if rules is not None:
                self._one(rules, exchange, report, by_hand=by_hand)
        return report

    def _one(self, rules: Rules, exchange: Exchange, report: Report, *, by_hand: bool) -> None:
        kind, request, answer = exchange.kind, exchange.request, exchange.answer
        if not by_hand:
            report.requests[kind] += 1
            report.violations += _violations(exchange, "request", rules.request(request))
        if exchange.planted or answer is None:
            report.planted[kind] += 1
            return
        report.answers[kind] += 1
        mark = hash((kind, request.method, request.path, request.query_string, answer.status, answer.body))
        if mark in self._right:
            return
        problems = rules.answer(request, answer, exchange.foreign)
        if not problems and not exchange.foreign:
            self._right.add(mark)
        report.violations += _violations(exchange, "answer", problems)


def _violations(exchange: Exchange, what: str, problems: list[str]) -> list[Violation]:
    request = exchange.request
    path = _LONG_DIGITS.sub("{n}", request.path)
    if what == "answer" and exchange.answer is not None:
        what = f"answer {exchange.answer.status}"
    return [Violation(exchange.kind, what, request.method, path, each) for each in problems[:_MOST_PER_EXCHANGE]]
