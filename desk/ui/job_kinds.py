"""Owns what each kind of long work is called, how its progress is read, and what is said when it was stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from desk.domain.rows import SyncProgress
from desk.ui.jobs import JobKind, Share, as_share
from desk.ui.locale import locale
from desk.ui.widgets.foreign import alone

translate = QCoreApplication.translate


def fetching(name: Callable[[], str]) -> JobKind:
    """A sync of an account. What it has fetched stays, and the next run goes on from there."""

    def how_far(told: SyncProgress) -> Share:
        return Share(
            done=told.fetched,
            total=told.total,
            rest=told.rest_seconds,
            pause=told.pause_seconds,
            about=told.account_name,
        )

    def words(share: Share) -> str:
        return translate("jobs", "Fetching {account}").format(account=alone(share.about or name()))

    def stopped(share: Share) -> str:
        text = translate("jobs", "Stopped after %n order(s). The next run goes on from there.", None, share.done)
        return f"{alone(share.about or name())}: {text}"

    return JobKind(words=words, how_far=how_far, stopped=stopped)


def reporting(name: Callable[[], str]) -> JobKind:
    """The outbox's run to an account. What it did not reach waits there."""
    return JobKind(words=lambda _: translate("jobs", "Reporting to {account}").format(account=alone(name())))


def reporting_batch(total: int, done_of: Callable[[Any], int]) -> JobKind:
    """Many parcels at once into the outbox; its dialog tells each row."""
    return JobKind(
        words=lambda _: translate("jobs", "Reporting %n parcel(s)", None, total),
        how_far=lambda told: Share(done=done_of(told), total=total),
        is_lost=True,
    )


def settling_batch(total: int, done_of: Callable[[Any], int]) -> JobKind:
    """One deed on many returns; its dialog tells each row. Stopped, what was done stays."""
    return JobKind(
        words=lambda _: translate("jobs", "Working on %n return(s)", None, total),
        how_far=lambda told: Share(done=done_of(told), total=total),
        is_lost=True,
    )


def backing_up() -> JobKind:
    """A backup by hand. Stopped, nothing is left of it."""
    return JobKind(
        words=lambda _: translate("jobs", "Backing up the store"),
        how_far=as_share,
        stopped=lambda _: translate("jobs", "The backup was stopped. Nothing is left of it."),
        is_lost=True,
    )


def looking_after() -> JobKind:
    """The day's backup and the week's look at every page. What was stopped is due again."""
    return JobKind(
        words=lambda _: translate("jobs", "Daily backup and check"),
        how_far=as_share,
        stopped=lambda _: translate("jobs", "The daily backup was stopped. It is made later."),
    )


def forgetting() -> JobKind:
    """Buyers whose time has come. What was stopped is due again."""
    return JobKind(
        words=lambda _: translate("jobs", "Forgetting buyers"),
        how_far=as_share,
        stopped=lambda _: translate("jobs", "Stopped. The next run forgets the others."),
    )


def making_index() -> JobKind:
    """The search index made anew. Whoever began it tells how it ended; left, it begins again at the next start."""
    return JobKind(words=lambda _: translate("jobs", "Making the search index anew"), how_far=as_share)


def examining() -> JobKind:
    """The look at everything a store needs."""
    return JobKind(words=lambda _: translate("jobs", "Checking the store"), how_far=as_share)


def exporting(file: str) -> JobKind:
    """Orders into a file. Stopped, no half file is left."""
    return JobKind(
        words=partial(_exporting, file),
        how_far=lambda told: Share(done=told[0], total=told[1]),
        stopped=lambda _: translate("jobs", "The export was stopped. No file was written."),
        is_lost=True,
    )


def _exporting(file: str, _share: Share) -> str:
    return translate("jobs", "Exporting to {file}").format(file=alone(file))


def how_far(share: Share, pace: float | None) -> str:
    """Count, rate and rest: `1.240 / 3.100 · 52/s · noch 36 s`; `pace` is how much is done in a second."""
    parts = []
    if share.as_percent:
        parts.append(translate("jobs", "{number}%").format(number=locale().number(share.done)))
    elif share.total is not None:
        done, total = locale().number(share.done), locale().number(share.total)
        parts.append(translate("jobs", "{done} / {total}").format(done=done, total=total))
    elif share.done:
        parts.append(locale().number(share.done))
    if pace is not None and pace >= 1 and not share.as_percent:
        parts.append(translate("jobs", "{number}/s").format(number=locale().number(round(pace))))
    rest = rest_of(share, pace)
    if share.pause >= 1:
        parts.append(translate("jobs", "waits {duration}").format(duration=locale().duration(share.pause)))
    elif rest is not None and rest >= 1:
        parts.append(translate("jobs", "{duration} left").format(duration=locale().duration(rest)))
    return " · ".join(parts)


def rest_of(share: Share, pace: float | None) -> float | None:
    """Seconds left: as the work tells, else by its pace."""
    if share.rest is not None or share.total is None or not pace:
        return share.rest
    return max(0, share.total - share.done) / pace
