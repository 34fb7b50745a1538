"""Owns what the figures of returns say: for each question a title in plain words, columns, rows, lists behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import Instant
from desk.domain.values import AccountId
from desk.services.return_lists import Filter
from desk.ui.locale import locale
from desk.ui.orders.cards.people import country_name
from desk.ui.returns.case.words import reason_words

if TYPE_CHECKING:
    from desk.services.return_statistics import Cohort, Share, Statistics, Wanted

translate = QCoreApplication.translate


class Question(StrEnum):
    """What is asked of the returns."""

    MONTHS = "months"
    REASONS = "reasons"
    ARTICLES = "articles"
    CHANNELS = "channels"
    COUNTRIES = "countries"


@dataclass(frozen=True, slots=True)
class Row:
    """One bar and its row. `rate` is none where pieces alone are counted; `behind` is the list of its returns."""

    name: str
    shipped: int | None
    returned: int
    rate: float
    reasons: str
    behind: Filter


def words_of(question: Question) -> str:
    return {
        Question.MONTHS: translate("analytics", "By month"),
        Question.REASONS: translate("analytics", "By reason"),
        Question.ARTICLES: translate("analytics", "By article"),
        Question.CHANNELS: translate("analytics", "By channel"),
        Question.COUNTRIES: translate("analytics", "By country"),
    }[question]


def title_of(question: Question) -> str:
    """What the chart shows, in plain words."""
    return {
        Question.MONTHS: translate("analytics", "How much of what was shipped in a month comes back"),
        Question.REASONS: translate("analytics", "Why goods come back"),
        Question.ARTICLES: translate("analytics", "Which articles come back"),
        Question.CHANNELS: translate("analytics", "How much comes back at each channel"),
        Question.COUNTRIES: translate("analytics", "How much comes back from each country"),
    }[question]


def summary_of(found: Statistics) -> str:
    """The figures in one sentence."""
    if not found.shipped:
        return translate("analytics", "Nothing was shipped in this time.")
    told = translate("analytics", "Of {shipped} pieces shipped {returned} come back: {rate}.")
    return told.format(
        shipped=locale().number(found.shipped),
        returned=locale().number(found.returned),
        rate=percent(found.returned / found.shipped),
    )


def percent(rate: float) -> str:
    """With one digit, a no-break space before the sign."""
    return f"{locale().decimal(rate * 100, 1)}\u00a0%"


def heads_of(question: Question) -> tuple[str, ...]:
    """The table's columns."""
    first = {
        Question.MONTHS: translate("analytics", "Shipped in"),
        Question.REASONS: translate("analytics", "Reason"),
        Question.ARTICLES: translate("analytics", "Article"),
        Question.CHANNELS: translate("analytics", "Channel"),
        Question.COUNTRIES: translate("analytics", "Country"),
    }[question]
    if question is Question.REASONS:
        return first, translate("analytics", "Returned"), translate("analytics", "Share of all")
    counted = (
        translate("analytics", "Shipped"),
        translate("analytics", "Returned"),
        translate("analytics", "Return rate"),
    )
    return (first, *counted) if question is Question.MONTHS else (first, *counted, translate("analytics", "Why"))


def cells_of(question: Question, row: Row) -> tuple[str, ...]:
    """What stands in a row, column by column."""
    returned, rate = locale().number(row.returned), percent(row.rate)
    if question is Question.REASONS:
        return row.name, returned, rate
    shipped = locale().number(row.shipped or 0)
    told = (row.name, shipped, returned, rate)
    return told if question is Question.MONTHS else (*told, row.reasons)


def rows_of(question: Question, found: Statistics, wanted: Wanted) -> tuple[Row, ...]:
    """The bars of a question, each with the list behind it."""
    base = Filter(accounts=wanted.accounts, shipped_since=wanted.since, shipped_until=wanted.until)
    if question is Question.MONTHS:
        return tuple(_month(one, wanted) for one in found.cohorts)
    if question is Question.REASONS:
        whole = sum(one.count for one in found.reasons) or 1
        return tuple(
            Row(
                _reason(one.reason),
                None,
                one.count,
                one.count / whole,
                "",
                _with(base, reasons=frozenset({one.reason})),
            )
            for one in found.reasons
        )
    if question is Question.ARTICLES:
        return tuple(_share(one, _with(base, sku=one.key)) for one in found.articles if one.returned)
    if question is Question.CHANNELS:
        return tuple(_share(one, _with(base, accounts=frozenset({AccountId(int(one.key))}))) for one in found.channels)
    return tuple(_share(one, _with(base, country=one.key), _country(one.key)) for one in found.countries)


def _of_reason(base: Filter, reason: str) -> Filter:
    return replace(base, reasons=frozenset({reason}))


def _with(base: Filter, **changes: object) -> Filter:
    return replace(base, **changes)  # type: ignore[arg-type]


def _reason(code: str) -> str:
    return reason_words(code) or translate("analytics", "No reason told")


def _country(code: str) -> str:
    return country_name(code) or code or translate("analytics", "Unknown")


def _month(one: Cohort, wanted: Wanted) -> Row:
    since, until = _start(one.month), _start(_next(one.month))
    behind = Filter(
        accounts=wanted.accounts, shipped_since=max(since, wanted.since), shipped_until=min(until, wanted.until)
    )
    return Row(locale().month(one.month), one.shipped, one.returned, one.rate, "", behind)


def _start(month: date) -> Instant:
    return Instant(datetime(month.year, month.month, 1, tzinfo=UTC))


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _share(one: Share, behind: Filter, name: str = "") -> Row:
    most = list(one.reasons.items())[:2]
    reasons = ", ".join(f"{_reason(code)} ({locale().number(count)})" for code, count in most)
    return Row(name or one.name or one.key, one.shipped, one.returned, one.rate, reasons, behind)
