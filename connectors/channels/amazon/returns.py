"""Owns the reading of returns: which report is asked for, looked at or read next, one step at a time.

Reports take minutes. Nobody waits for them: a run that finds one not made yet ends, and the next run looks again.
"""

from __future__ import annotations

import logging
from typing import Any, cast

from connectors.channels.amazon import report_api, return_report
from connectors.channels.amazon.report_api import ReportApi
from connectors.channels.amazon.return_mapping import ReturnMapping
from connectors.channels.amazon.return_place import (
    KINDS,
    LOOK_EVERY,
    MOST_FAILURES,
    REST,
    XML,
    Asked,
    ReturnPlace,
    Walk,
)
from connectors.channels.amazon.return_report import Read
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Refused, Unavailable, Unreadable
from connectors.contract.protocols import AccountAccess
from connectors.contract.snapshots import CaseSnapshot, Cursor, Page, UnreadableRecord
from desk.domain.clock import Instant

log = logging.getLogger("sync")

NOT_SINGLY = "not_singly"
"""Refused with this code: Amazon tells of returns in its reports only."""


class Returns:
    """The returns of one seller."""

    def __init__(self, access: AccountAccess, api: ReportApi, mapping: ReturnMapping) -> None:
        self._access = access
        self._api = api
        self._mapping = mapping
        self._account = access.id

    def fetch(self, since: Cursor) -> Page[CaseSnapshot]:
        """The next step: ask for a report, look how far one is, or read both of a window."""
        place = self._read(since)
        now = self._access.clock.now()
        place.drop_old(now)
        walk = place.walk
        if not place.is_due(now):
            if walk is not None and walk.failures >= MOST_FAILURES:
                raise _no_report()
            return Page(items=(), cursor=since, done=True)
        try:
            return self._step(place, walk or place.begin(self._access.start_date, now), now)
        except RateLimited as error:
            # Nobody waits for returns; the orders of this account must not wait for them either.
            log.info("account %d: returns wait for their quota (%s)", self._account, error.detail)
            return self._page(place, done=True)
        except LoginNeeded as error:
            if error.code != "not_permitted":
                raise
            # Orders come in all the same; the test of the keys says what is missing.
            log.warning("account %d: Amazon does not let this application see returns", self._account)
            place.walk, place.denied_at = None, now
            return self._page(place, done=True)

    def _read(self, since: Cursor) -> ReturnPlace:
        try:
            return ReturnPlace.read(cast(dict[str, Any], since.value))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            # Reading everything again costs time but loses nothing.
            log.warning(
                "account %d: returns begin anew, the cursor is unknown (%s)", self._account, type(error).__name__
            )
            return ReturnPlace()

    def _step(self, place: ReturnPlace, walk: Walk, now: Instant) -> Page[CaseSnapshot]:
        walk.rest_until = None
        begins, ends = walk.windows[0]
        for kind in KINDS:
            if kind not in walk.reports:
                walk.reports[kind] = self._asked_for(kind, walk, begins, ends)
                return self._page(place)
        if any(not one.over and not one.document for one in walk.reports.values()):
            if walk.looked is not None and walk.looked <= now < walk.looked + LOOK_EVERY:
                return self._page(place, done=True)
            if not self._look(walk, now):
                return self._page(place, done=True)
        if not any(one.document for one in walk.reports.values()) and walk.failures:
            walk.reports, walk.rest_until = {}, Instant(now + REST * min(walk.failures, MOST_FAILURES))
            return self._page(place, done=True)
        return self._take(place, walk, now)

    def _asked_for(self, kind: str, walk: Walk, begins: Instant, ends: Instant | None) -> Asked:
        """A report that Amazon makes now. One kind that it does not make keeps the other from nobody."""
        try:
            return Asked(self._api.create(kind, begins, ends))
        except Refused as refused:
            if len(walk.reports) + 1 == len(KINDS) and not any(one.id for one in walk.reports.values()):
                raise
            log.warning("account %d: Amazon makes no %s (%s)", self._account, kind, refused.detail)
            return Asked("", over=True)

    def _look(self, walk: Walk, now: Instant) -> bool:
        """Look at one report after the other; false at the first that is not made yet."""
        walk.looked = now
        for kind, asked in list(walk.reports.items()):
            if asked.over or asked.document:
                continue
            found = self._api.look(asked.id)
            if found is None:
                del walk.reports[kind]  # it is gone: another is asked for
                return False
            asked.document = found.report_document_id or "" if found.processing_status == report_api.DONE else ""
            # Also where nothing came back in that time.
            asked.over = found.processing_status in (report_api.CANCELLED, report_api.DONE) and not asked.document
            if found.processing_status == report_api.FATAL:
                log.warning("account %d: Amazon could not make %s", self._account, kind)
                asked.over, walk.failures = True, walk.failures + 1
            if not asked.over and not asked.document:
                return False
        return True

    def _take(self, place: ReturnPlace, walk: Walk, now: Instant) -> Page[CaseSnapshot]:
        """Read what both reports of the window tell, and go on to the next window."""
        files = self._files(walk)
        if any(not one.remote_id and not file.returns for file in files for one in file.bad) and not walk.failures:
            # It may have been spoilt on its way: fetched once more before it counts.
            walk.failures, walk.rest_until = 1, Instant(now + LOOK_EVERY)
            return self._page(place, done=True)
        found = return_report.merged(files)
        items: list[CaseSnapshot] = []
        bad = list(found.bad)
        for facts in found.returns:
            try:
                items.append(self._mapping.read(facts))
            except Unreadable as error:
                bad.append(UnreadableRecord(remote_id=facts.rma, reason=error.detail, sample=_sample(facts)))
        place.end_window()
        return self._page(place, items, bad, done=place.walk is None)

    def _files(self, walk: Walk) -> list[Read]:
        files: list[Read] = []
        for kind, asked in walk.reports.items():
            if not asked.document:
                continue
            try:
                file = self._api.fetch(asked.document)
            except Unreadable as error:
                files.append(Read(bad=[UnreadableRecord(remote_id="", reason=return_report.NO_REPORT, sample=b"")]))
                log.warning("account %d: %s cannot be read (%s)", self._account, kind, error.detail)
                continue
            if file is not None:
                files.append(return_report.read_xml(file) if kind == XML else return_report.read_flat(file))
        return files

    def _page(
        self,
        place: ReturnPlace,
        items: list[CaseSnapshot] | None = None,
        bad: list[UnreadableRecord] | None = None,
        *,
        done: bool = False,
    ) -> Page[CaseSnapshot]:
        cursor = Cursor(place.written())
        return Page(items=tuple(items or ()), cursor=cursor, done=done, unreadable=tuple(bad or ()))

    def not_singly(self) -> ConnectorError:
        return Refused(
            "Amazon tells of returns in its reports only. Desk reads them every few hours.",
            "returns are in reports",
            account=self._account,
            code=NOT_SINGLY,
        )


def _sample(facts: return_report.ReturnFacts) -> bytes:
    return repr((facts.about, facts.items)).encode()[:2000]


def _no_report() -> Unavailable:
    return Unavailable(
        "Amazon could not make its report of returns. Desk asks for it again later.", "FATAL", code="no_report"
    )
