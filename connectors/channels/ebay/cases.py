"""Owns the reading of returns, inquiries and cancellations: which searches are due, and which cases are looked at."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import msgspec

from connectors.channels.ebay.case_mapping import CaseMapping, unreadable
from connectors.channels.ebay.case_payloads import (
    CaseStamp,
    InquiryDetail,
    Members,
    OneCancellation,
    OneReturn,
    ReturnDetail,
)
from connectors.channels.ebay.case_place import (
    CANCELLATIONS,
    CLOSED_RETURNS,
    INQUIRIES,
    RETURNS,
    CasePlace,
    Walk,
)
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.paging import as_text
from connectors.channels.ebay.post_order import PostOrder
from connectors.contract.errors import ConnectorError, Refused, Unavailable, Unreadable
from connectors.contract.reasons import NO_NUMBER
from connectors.contract.snapshots import CaseSnapshot, Cursor, Page, UnreadableRecord
from connectors.http.messages import Answer
from desk.domain.cases import CaseKind
from desk.domain.clock import Instant
from desk.domain.values import RemoteRef

log = logging.getLogger("sync")

LARGEST_PAGE = 200
_FARTHEST = 100 * LARGEST_PAGE
# Cases of a page that are looked at by themselves before it is given out: a page that takes minutes shows nothing.
_DETAILS_TO_A_PAGE = 25
_OPEN_FOR = timedelta(days=180)
_CLOSED_SINCE = timedelta(days=90)
_YOUNG = timedelta(days=60)  # of inquiries and cancellations, which end within weeks
_MEMBERS = msgspec.json.Decoder(Members, strict=False)
_STAMP = msgspec.json.Decoder(CaseStamp, strict=False)
_RETURN = msgspec.json.Decoder(OneReturn, strict=False)
_INQUIRY = msgspec.json.Decoder(InquiryDetail, strict=False)
_CANCELLATION = msgspec.json.Decoder(OneCancellation, strict=False)


@dataclass
class _Found:
    """What one page brings."""

    items: list[CaseSnapshot] = field(default_factory=list)
    bad: list[UnreadableRecord] = field(default_factory=list)
    looked: int = 0

    @property
    def is_full(self) -> bool:
        return self.looked >= _DETAILS_TO_A_PAGE


class Cases:
    """The cases of one seller."""

    def __init__(self, client: SellerClient, post_order: PostOrder, mapping: CaseMapping) -> None:
        self._client = client
        self._post_order = post_order
        self._mapping = mapping
        self._account = client.access.id
        self._clock = client.access.clock
        self._asked = client.access.asked

    # --- what may have changed -----------------------------------------------------------------------------

    def fetch(self, since: Cursor) -> Page[CaseSnapshot]:
        """One search's page, or some of the cases in it; the cursor holds all there is to know for the next."""
        place = self._read(since)
        now = self._clock.now()
        asked, self._asked = self._asked, False  # once a run
        if not asked and not place.is_due(now):
            return Page(items=(), cursor=since, done=True)
        walk = place.walk or place.begin(now)
        self._client.check_quota(_OPERATIONS[walk.part])
        walk.step += 1
        found = _Found()
        try:
            self._read_page(place, walk, found)
        except (Unavailable, Unreadable) as trouble:
            # What was read by then is given out; the rest is asked for again, and then the trouble is told.
            if not found.items and not found.bad:
                raise
            log.info("account %d: %s, goes on after %d cases", self._account, trouble.code, len(found.items))
        pause = 0.0 if place.walk is None else self._client.rest(_OPERATIONS[place.walk.part])
        return Page(
            items=tuple(found.items),
            cursor=Cursor(place.written()),
            done=place.walk is None,
            unreadable=tuple(found.bad),
            pause=pause,
        )

    def _read(self, since: Cursor) -> CasePlace:
        try:
            return CasePlace.read(cast(dict[str, Any], since.value))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            # Reading everything again costs time but loses nothing.
            log.warning("account %d: cases begin anew, the cursor is unknown (%s)", self._account, error)
            return CasePlace()

    def _read_page(self, place: CasePlace, walk: Walk, found: _Found) -> None:
        members, total = self._search(walk)
        for raw in members:
            if not self._take(place, walk, raw, found):
                return  # full: the same page is asked for again, and what was taken is known by then
        # EBay may hold fewer to a page than were asked for, so its total tells whether more follow.
        following = walk.offset + len(members)
        more = bool(members) and (len(members) >= LARGEST_PAGE if total is None else following < total)
        if more and following < _FARTHEST:
            walk.offset = following
            return
        if walk.part == RETURNS and not self._look_after(place, walk, found):
            return
        place.end_part()

    def _search(self, walk: Walk) -> tuple[list[bytes], int | None]:
        path, query = _search_of(walk)
        answer = self._post_order.get(_OPERATIONS[walk.part], path, query)
        if answer is None:
            return [], 0
        try:
            page = _MEMBERS.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _no_list(walk.part, str(error)[:160]) from error
        return [bytes(one) for one in page.all], page.entries

    def _take(self, place: CasePlace, walk: Walk, raw: bytes, found: _Found) -> bool:
        """Take in one listed case if it changed; false where the page is full before it."""
        marks = place.marks.setdefault(walk.part, {}) if walk.part != CLOSED_RETURNS else {}
        number, mark = _number_of(raw), _mark_of(raw)
        name = number or mark
        if name in walk.unseen:
            walk.unseen.remove(name)
        if marks.get(name) == mark:
            return True
        if found.is_full and walk.part != CLOSED_RETURNS:
            return False
        try:
            if not number:
                raise unreadable(NO_NUMBER)
            found.items.append(self._as_listed(walk.part, number, raw, found))
        except Unreadable as error:
            found.bad.append(UnreadableRecord(remote_id=number, reason=error.detail, sample=raw))
        marks[name] = mark
        return True

    def _as_listed(self, part: str, number: str, raw: bytes, found: _Found) -> CaseSnapshot:
        if part == CANCELLATIONS:
            return self._mapping.read_cancellation(raw)
        if part == CLOSED_RETURNS:
            return self._mapping.read_return(raw, None)  # its history was read when it closed, if it was known
        found.looked += 1
        if part == INQUIRIES:
            return self._mapping.read_inquiry(raw, self._inquiry(number))
        return self._mapping.read_return(raw, self._history(number))

    def _look_after(self, place: CasePlace, walk: Walk, found: _Found) -> bool:
        """Look at the returns that are listed as open no longer: what became of them. False where some are left."""
        while walk.unseen:
            if found.is_full:
                return False
            number = walk.unseen[0]
            found.looked += 1
            try:
                one = self._return(number)
                if one is not None:
                    found.items.append(one)
            except Unreadable as error:
                found.bad.append(UnreadableRecord(remote_id=number, reason=error.detail, sample=b""))
            # One that is open all the same will be new when it is listed again.
            place.marks.get(RETURNS, {}).pop(number, None)
            walk.unseen.pop(0)
        return True

    # --- one case ------------------------------------------------------------------------------------------

    def fetch_one(self, kind: CaseKind, ref: RemoteRef) -> CaseSnapshot:
        """One case as it is now. Raises Refused with code `no_such_case` where eBay has none."""
        reads = {
            CaseKind.RETURN: self._return,
            CaseKind.INQUIRY: self._whole_inquiry,
            CaseKind.CANCELLATION: self._cancellation,
        }
        if not (ref.id.isascii() and ref.id.isdigit()):
            raise self._no_such_case(kind)
        found = reads[kind](ref.id)
        if found is None:
            raise self._no_such_case(kind)
        return found

    def _return(self, number: str) -> CaseSnapshot | None:
        answer = self._post_order.get("return.get", f"/return/{number}", {"fieldgroups": "SUMMARY"})
        if answer is None:
            return None
        # Where the summary was all that was asked for, it may be the whole answer.
        summary = bytes(_decoded(_RETURN, answer).summary) or answer.body
        return self._mapping.read_return(summary, self._history(number))

    def _history(self, number: str) -> ReturnDetail | None:
        answer = self._post_order.get("return.get", f"/return/{number}", {"fieldgroups": "FULL"})
        try:
            return None if answer is None else _decoded(_RETURN, answer).detail
        except Unreadable as error:
            log.warning("account %d: the history of a return cannot be read (%s)", self._account, error.detail)
            return None

    def _inquiry(self, number: str) -> InquiryDetail | None:
        answer = self._post_order.get("inquiry.get", f"/inquiry/{number}")
        try:
            return None if answer is None else _decoded(_INQUIRY, answer)
        except Unreadable as error:
            log.warning("account %d: the history of an inquiry cannot be read (%s)", self._account, error.detail)
            return None

    def _whole_inquiry(self, number: str) -> CaseSnapshot | None:
        """By itself an inquiry does not tell who the buyer is: that stands in the search for its purchase alone."""
        detail = self._inquiry(number)
        if detail is None:
            return None
        query = {"item_id": str(detail.item_id or ""), "transaction_id": str(detail.transaction_id or "")}
        answer = self._post_order.get(_OPERATIONS[INQUIRIES], "/inquiry/search", query)
        members = [] if answer is None else _decoded(_MEMBERS, answer).all
        summary = next((bytes(one) for one in members if _number_of(bytes(one)) == number), None)
        return None if summary is None else self._mapping.read_inquiry(summary, detail)

    def _cancellation(self, number: str) -> CaseSnapshot | None:
        answer = self._post_order.get("cancellation.get", f"/cancellation/{number}")
        if answer is None:
            return None
        return self._mapping.read_cancellation(bytes(_decoded(_CANCELLATION, answer).cancel_detail))

    def _no_such_case(self, kind: CaseKind) -> ConnectorError:
        return Refused("eBay has no such case.", f"no such {kind.lower()}", account=self._account, code="no_such_case")


_OPERATIONS = {
    RETURNS: "return.search",
    CLOSED_RETURNS: "return.search",
    INQUIRIES: "inquiry.search",
    CANCELLATIONS: "cancellation.search",
}


def _search_of(walk: Walk) -> tuple[str, Mapping[str, str]]:
    """The words of a search are taken with care: those that eBay does not know it ignores without one."""
    page = {"limit": str(LARGEST_PAGE), "offset": str(walk.offset)}
    if walk.part == INQUIRIES:
        return "/inquiry/search", {**_window("inquiry_creation_date_range", walk.began, _YOUNG), **page}
    if walk.part == CANCELLATIONS:
        return "/cancellation/search", {
            "role": "SELLER",
            **_window("creation_date_range", walk.began, _YOUNG),
            **page,
        }
    closed = walk.part == CLOSED_RETURNS
    return "/return/search", {
        "return_state": "CLOSED" if closed else "ALL_OPEN",
        **_window("creation_date_range", walk.began, _CLOSED_SINCE if closed else _OPEN_FOR),
        "sort": "-FILING_DATE",
        **page,
    }


def _window(name: str, until: Instant, length: timedelta) -> dict[str, str]:
    # A beginning alone would be a window of 90 days.
    return {f"{name}_from": as_text(Instant(until - length)), f"{name}_to": as_text(until)}


def _decoded(decoder: Any, answer: Answer) -> Any:
    try:
        return decoder.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unreadable(str(error).split("\n", 1)[0][:160]) from error


def _number_of(raw: bytes) -> str:
    try:
        return _STAMP.decode(raw).id
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _mark_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:10]


def _no_list(part: str, detail: str) -> Unreadable:
    return Unreadable(
        "eBay's list of cases is no list. Desk tries again at the next sync.", detail, operation=_OPERATIONS[part]
    )
