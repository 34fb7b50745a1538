"""`desk return stats`: how much of what was shipped comes back, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from desk.cli.return_lists import Account, account_ids
from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.clock import Instant
from desk.services import return_statistics, wording
from desk.services.return_statistics import Share, Statistics

_SHOWN = 20


def register(group: typer.Typer) -> None:
    group.command("stats")(stats)


def stats(
    context: typer.Context,
    since: Annotated[str, typer.Option(metavar="DATE", help="Shipped from this day; a year ago when left out.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Shipped before this day; now when left out.")] = "",
    account: Account = None,
) -> None:
    """How much of what was shipped comes back, by the month it left, article, account and country, and why."""
    session: Session = context.obj
    with session.desk() as desk:
        now = desk.clock.now()
        begin = _day(since, "--since") if since else Instant(now - dt.timedelta(days=365))
        end = _day(until, "--until") if until else now
        if end <= begin:
            raise typer.BadParameter("--until lies before --since.")
        wanted = return_statistics.Wanted(since=begin, until=end, accounts=account_ids(desk, account))
        found = return_statistics.statistics(desk, wanted)
    session.tell({"since": begin, "until": end} | _document(found), lambda: _tell(found))


def _day(text: str, option: str) -> Instant:
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"{option} takes a day such as 2026-11-01, not {text!r}.") from None
    return Instant(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))  # as months are counted


def _document(found: Statistics) -> dict[str, object]:
    def shares(some: Sequence[Share]) -> list[dict[str, object]]:
        return [
            {"key": one.key, "name": one.name, "shipped": one.shipped, "returned": one.returned}
            | {"rate": round(one.rate, 4), "reasons": dict(one.reasons)}
            for one in some
        ]

    months = [
        {"month": f"{one.month:%Y-%m}", "shipped": one.shipped, "returned": one.returned, "rate": round(one.rate, 4)}
        for one in found.cohorts
    ]
    return {
        "shipped": found.shipped,
        "returned": found.returned,
        "months": months,
        "reasons": {one.reason: one.count for one in found.reasons},
        "articles": shares(found.articles),
        "accounts": shares(found.channels),
        "countries": shares(found.countries),
    }


def _tell(found: Statistics) -> None:
    _line("All", found.shipped, found.returned)
    echo("By the month they left:")
    for month in found.cohorts:
        _line(f"{month.month:%Y-%m}", month.shipped, month.returned)
    for title, shares in (("Accounts", found.channels), ("Countries", found.countries), ("Articles", found.articles)):
        echo(f"{title}:")
        for one in shares[:_SHOWN]:
            _line(one.name, one.shipped, one.returned)
    echo("Reasons:")
    for reason in found.reasons:
        told = wording.case_reason(reason.reason, reason.reason or "none given", SAY)
        echo(f"  {told[:40]:<40} {reason.count:>9}")


def _line(name: str, shipped: int, returned: int) -> None:
    rate = f"{100 * returned / shipped:.1f} %" if shipped else "-"
    echo(f"  {name[:40]:<40} {shipped:>9} shipped {returned:>8} returned {rate:>8}")
