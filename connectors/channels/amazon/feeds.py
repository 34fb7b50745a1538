"""Owns the steps of a deed that goes to Amazon as a feed, each kept with the push before the next is taken.

prepared - a document is put there (uploaded) - *submitting* is kept - the feed is made (submitted) - it is over: done
or failed. Up to *submitting* nothing has happened, and it begins anew. Who finds *submitting* cannot know whether the
feed was made: Amazon's list of feeds is asked, and what came of the feeds in question tells which of them is ours.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.feed_api import CANCELLED, DONE, FATAL, Feed, FeedApi
from connectors.channels.amazon.feed_xml import Report, Result, read_report
from connectors.channels.amazon.paging import text_of
from connectors.contract.errors import ConnectorError, OutcomeUnknown, Refused
from connectors.contract.protocols import AccountAccess
from desk.domain.clock import Instant, parse_utc
from desk.domain.pushes import Attempt
from desk.domain.values import PushKey

log = logging.getLogger("outbox")

EARLIER = timedelta(minutes=5)
"""How much older than our own note a feed may be that came of it: two clocks, and the way there."""
QUIET = timedelta(minutes=10)
"""A feed whose answer was lost shows in Amazon's list by then; before, its absence proves nothing."""


class Step(StrEnum):
    """How far a feed is, as it is kept."""

    NEW = ""
    PREPARED = "prepared"
    UPLOADED = "uploaded"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"
    DONE = "done"  # its report says that our message was carried out
    FAILED = "failed"  # nothing came of it
    UNKNOWN = "unknown"  # nobody can tell; a person decides


NOT_SENT = frozenset({Step.NEW, Step.PREPARED, Step.UPLOADED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedJob:
    """One deed's feed. `message` is our message's number in it, `tries` counts the feeds that the agent wanted.

    `feed` is surely ours; while none is, `perhaps` are those that may be, and `silent` those of them that are over and
    do not tell; `listed` is when Amazon's list was asked for them. `others` are surely not, or came to nothing. `at` is
    Amazon's time when it was about to be made, and `over_at` when it ended. `broken`: Amazon gave it up and does not
    say how far it came. `known` are transactions of the order that were there before.
    """

    step: Step = Step.NEW
    message: str = ""
    tries: int = 1
    document: str = ""
    digest: str = ""
    at: Instant | None = None
    over_at: Instant | None = None
    listed: Instant | None = None
    feed: str = ""
    perhaps: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    broken: bool = False
    code: str = ""
    words: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> FeedJob:
        """What was kept. Raises ValueError for what this code did not write."""
        return cls(
            step=Step(kept.get("state", "")),
            message=kept.get("message", ""),
            tries=int(kept.get("tries", "1")),
            document=kept.get("document", ""),
            digest=kept.get("digest", ""),
            at=_instant(kept.get("at", "")),
            over_at=_instant(kept.get("over", "")),
            listed=_instant(kept.get("listed", "")),
            feed=kept.get("feed", ""),
            perhaps=tuple(kept.get("perhaps", "").split()),
            silent=tuple(kept.get("silent", "").split()),
            others=tuple(kept.get("others", "").split()),
            known=tuple(kept.get("known", "").split()),
            broken=kept.get("broken", "") == "yes",
            code=kept.get("code", ""),
            words=kept.get("words", ""),
        )

    def written(self) -> dict[str, str]:
        found = {
            "state": self.step.value,
            "message": self.message,
            "tries": str(self.tries),
            "document": self.document,
            "digest": self.digest,
            "at": text_of(self.at) if self.at else "",
            "over": text_of(self.over_at) if self.over_at else "",
            "listed": text_of(self.listed) if self.listed else "",
            "feed": self.feed,
            "perhaps": " ".join(self.perhaps),
            "silent": " ".join(self.silent),
            "others": " ".join(self.others),
            "known": " ".join(self.known),
            "broken": "yes" if self.broken else "",
            "code": self.code,
            "words": self.words,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def sure(self) -> bool:
        return bool(self.feed)


def message_of(key: PushKey, tries: int) -> str:
    """Our message's number: the same at each look, and no other deed's."""
    return str(int(hashlib.sha256(f"{key}/{tries}".encode()).hexdigest()[:11], 16) + 1)


def mark_of(key: PushKey, tries: int, place: int) -> str:
    """Our own name for one item of a deed."""
    return f"D-{hashlib.sha256(f'{key}/{tries}'.encode()).hexdigest()[:20]}-{place}"


class _Ours:
    """Which feeds were made for which push by this process."""

    def __init__(self) -> None:
        self._keys: dict[str, PushKey] = {}

    def name(self, feed: str, key: PushKey) -> None:
        self._keys[feed] = key

    def of_others(self, key: PushKey) -> set[str]:
        return {feed for feed, whose in self._keys.items() if whose != key}


class Feeds:
    """The feeds of one account."""

    def __init__(self, client: AmazonClient, access: AccountAccess) -> None:
        self._api = FeedApi(client)
        self._clock = access.clock
        self._ours = access.shared.of("amazon feeds", _Ours)

    def submit(self, kind: str, marketplace: str, body: bytes, job: FeedJob, attempt: Attempt) -> FeedJob:
        """Take all steps up to a feed that is made. Raises OutcomeUnknown when it may be there without our knowing."""
        digest = hashlib.sha256(body).hexdigest()
        job = keep(replace(job, step=Step.PREPARED, digest=digest, document="", at=None), attempt)
        place = self._api.create_document()
        self._api.upload(place, body)
        job = keep(replace(job, step=Step.UPLOADED, document=place.document), attempt)
        self._api.check_room()
        job = keep(replace(job, step=Step.SUBMITTING, at=place.at or self._clock.now()), attempt)
        try:
            feed = self._api.create(kind, marketplace, place.document)
        except OutcomeUnknown:
            raise
        except ConnectorError:
            # Amazon said no, or never heard of it.
            keep(replace(job, step=Step.UPLOADED), attempt)
            raise
        self._ours.name(feed, attempt.key)
        return keep(replace(job, step=Step.SUBMITTED, feed=feed), attempt)

    def follow(self, kind: str, job: FeedJob, attempt: Attempt) -> FeedJob:
        """Ask Amazon once how far it is. Sends nothing; what is found in *submitting* may turn out never to be sent."""
        if job.step is Step.SUBMITTING or (job.step is Step.SUBMITTED and not job.sure and self._may_show_more(job)):
            job = self._found(kind, job, attempt)
        if job.step is not Step.SUBMITTED:
            return job
        return self._own(job, attempt) if job.sure else self._one_of(job, attempt)

    # --- a feed whose answer was lost ----------------------------------------------------------------------

    def _found(self, kind: str, job: FeedJob, attempt: Attempt) -> FeedJob:
        begun = job.at or attempt.queued_at
        feeds, told = self._api.since(kind, Instant(begun - EARLIER))
        now = told or self._clock.now()
        known = {*job.others, *job.silent, *self._ours.of_others(attempt.key)}
        perhaps = tuple(one.feed_id for one in feeds if one.feed_id not in known)
        log.info("a feed without an answer: %d of Amazon's may be it", len(perhaps) + len(job.silent))
        if perhaps or job.silent:
            return keep(replace(job, step=Step.SUBMITTED, perhaps=perhaps, listed=now), attempt)
        if now >= begun + QUIET:
            return keep(replace(job, step=Step.PREPARED), attempt)
        return job

    def _may_show_more(self, job: FeedJob) -> bool:
        """Whether the list was asked before a late feed would surely have shown, and can be asked again now."""
        if job.at is None or job.listed is None:
            return False
        return job.listed < job.at + QUIET <= self._clock.now()

    def _one_of(self, job: FeedJob, attempt: Attempt) -> FeedJob:
        """Which of those that may be ours is, as far as their reports tell."""
        waiting: list[str] = []
        others, silent = list(job.others), list(job.silent)
        for name in job.perhaps:
            feed = self._api.look(name)
            if feed is not None and feed.processing_status not in (DONE, FATAL, CANCELLED):
                waiting.append(name)
                continue
            report = self._report(feed)
            if report is not None and job.message in report.results:
                self._ours.name(name, attempt.key)
                job = replace(job, feed=name, perhaps=(), silent=())
                return self._judged(job, report.results[job.message], attempt)
            if feed is not None and (_harmless(feed, report) or _of_others(report)):
                others.append(name)
            else:
                silent.append(name)
        # Where none is left the list is asked again, which alone may say that nothing was sent.
        step = Step.SUBMITTED if waiting or silent else Step.SUBMITTING
        over = None if waiting else job.over_at or self._clock.now()
        found = replace(
            job, step=step, perhaps=tuple(waiting), silent=tuple(silent), others=tuple(others), over_at=over
        )
        return found if found == job else keep(found, attempt)

    # --- our own -------------------------------------------------------------------------------------------

    def _own(self, job: FeedJob, attempt: Attempt) -> FeedJob:
        self._ours.name(job.feed, attempt.key)
        if job.broken:
            return job
        feed = self._api.look(job.feed)
        if feed is not None and feed.processing_status not in (DONE, FATAL, CANCELLED):
            return job
        if feed is not None and feed.processing_status == CANCELLED:
            return self._judged(job, Result(True, "cancelled", ""), attempt)
        report = self._report(feed)
        if report is None:
            return keep(replace(job, broken=True, over_at=self._clock.now()), attempt)
        told = report.whole or report.results.get(job.message)
        if told is None and report.failed and report.processed == 1:
            told = next((one for one in report.results.values() if one.failed), Result(True))
        return self._judged(job, told or Result(failed=not report.processed), attempt)

    def _judged(self, job: FeedJob, told: Result, attempt: Attempt) -> FeedJob:
        step = Step.FAILED if told.failed else Step.DONE
        code = ("feed_cancelled" if told.code == "cancelled" else "feed_refused") if told.failed else ""
        over = self._clock.now()
        return keep(replace(job, step=step, code=code, words=told.words, over_at=over), attempt)

    def _report(self, feed: Feed | None) -> Report | None:
        """What stands in a feed's report; None where there is none, or no longer."""
        if feed is None or not feed.result_feed_document_id:
            return None
        body = self._api.fetch(feed.result_feed_document_id)
        return None if body is None else read_report(body)


def read_job(attempt: Attempt) -> FeedJob:
    """What was kept of the push's feed."""
    return FeedJob.read(attempt.progress)


def give_up(job: FeedJob, attempt: Attempt, step: Step, code: str) -> FeedJob:
    """Nothing more comes of it: it failed, or nobody can tell."""
    return keep(replace(job, step=step, code=code), attempt)


def anew(job: FeedJob, attempt: Attempt) -> FeedJob:
    """The agent wants it tried again after it came to nothing: a message of its own, and no feed of before is it."""
    tries = job.tries + 1
    spent = tuple(dict.fromkeys([*job.others, *job.perhaps, *job.silent, *filter(None, [job.feed])]))
    return FeedJob(message=message_of(attempt.key, tries), tries=tries, others=spent)


def first(attempt: Attempt) -> FeedJob:
    return FeedJob(message=message_of(attempt.key, 1))


def _harmless(feed: Feed, report: Report | None) -> bool:
    """Whether nothing of it was done, so that it is the same as if it were not there."""
    return feed.processing_status == CANCELLED or (report is not None and report.whole is not None)


def _of_others(report: Report | None) -> bool:
    """Whether it names messages, and only others than ours; or has another number of them."""
    return report is not None and (bool(report.results) or report.processed != 1)


def keep(job: FeedJob, attempt: Attempt) -> FeedJob:
    """Written and committed before the next step is taken."""
    attempt.keep(job.written())
    return job


def _instant(text: str) -> Instant | None:
    return parse_utc(text) if text else None


def refused(job: FeedJob) -> Refused:
    """Why nothing came of it, with Amazon's own words."""
    return Refused(_WHY[job.code], f"feed {job.feed}", words=job.words, code=job.code)


_WHY = {
    "feed_refused": "Amazon refused this, and nothing was done. Look why, then try again.",
    "feed_cancelled": "Somebody cancelled this at Amazon before it was carried out. Try again if it is still wanted.",
    "feed_broken": (
        "Amazon broke off while it worked on this, and three days later its books show nothing of it. Look at the "
        "order in Seller Central before you try again."
    ),
}
