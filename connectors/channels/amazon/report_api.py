"""Owns the calls of Amazon's Reports API: ask for a report, look how far it is, fetch what stands in it.

A file comes from a storage beside the API by an address that is good for five minutes, so address and file are asked
for in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

import msgspec

from connectors.channels.amazon.client import (
    CREATE_REPORT,
    FIND_REPORTS,
    GET_REPORT,
    GET_REPORT_DOCUMENT,
    AmazonClient,
)
from connectors.channels.amazon.errors import not_understood
from connectors.channels.amazon.packed import unpacked
from connectors.channels.amazon.paging import text_of
from connectors.contract.errors import Refused
from connectors.http.messages import Answer
from desk.domain.clock import Instant

T = TypeVar("T")

_ROOT = "/reports/2021-06-30"
_LARGEST = 128 * 1024 * 1024
IN_QUEUE, IN_PROGRESS, DONE, CANCELLED, FATAL = "IN_QUEUE", "IN_PROGRESS", "DONE", "CANCELLED", "FATAL"


class _Part(msgspec.Struct, kw_only=True, rename="camel"):
    """Amazon names in camel case what we name in snake case."""


class _Created(_Part):
    report_id: str


class Report(_Part):
    """How far a report is. `report_document_id` is there once it is done."""

    processing_status: str
    report_document_id: str | None = None


class _Document(_Part):
    url: str


_CREATED = msgspec.json.Decoder(_Created)
_REPORT = msgspec.json.Decoder(Report)
_DOCUMENT = msgspec.json.Decoder(_Document)


@dataclass(frozen=True, slots=True)
class File:
    """What stands in a report, unpacked but as it was written."""

    body: bytes
    content_type: str


class ReportApi:
    """The reports of one seller."""

    def __init__(self, client: AmazonClient) -> None:
        self._client = client

    def create(self, kind: str, begins: Instant, ends: Instant | None) -> str:
        """Ask for a report of this time, up to now without an end. Gives its id."""
        body: dict[str, object] = {
            "reportType": kind,
            "marketplaceIds": list(self._client.settings.marketplaces),
            "dataStartTime": text_of(begins),
        }
        if ends is not None:
            body["dataEndTime"] = text_of(ends)
        answer = self._client.ask(CREATE_REPORT, "POST", f"{_ROOT}/reports", body=body)
        found = _read(_CREATED, answer, CREATE_REPORT).report_id
        if not found.strip():
            raise not_understood(CREATE_REPORT, "a report without id")
        return found

    def look(self, report: str) -> Report | None:
        """How far the report is; None for one that Amazon no longer knows."""
        try:
            answer = self._client.ask(GET_REPORT, "GET", f"{_ROOT}/reports/{quote(report, safe='')}")
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return None
        return _read(_REPORT, answer, GET_REPORT)

    def may_ask(self, kind: str) -> None:
        """Raises LoginNeeded where the application lacks the role; asks for nothing to be made."""
        self._client.ask(FIND_REPORTS, "GET", f"{_ROOT}/reports", {"reportTypes": kind, "pageSize": "1"})

    def fetch(self, document: str) -> File | None:
        """What stands in a report; None where Amazon no longer has it."""
        try:
            answer = self._client.ask(GET_REPORT_DOCUMENT, "GET", f"{_ROOT}/documents/{quote(document, safe='')}")
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return None
        told = _read(_DOCUMENT, answer, GET_REPORT_DOCUMENT)
        came = self._client.download(told.url)
        return File(unpacked(came.body, _LARGEST, GET_REPORT_DOCUMENT), came.header("content-type"))


def _read(decoder: msgspec.json.Decoder[T], answer: Answer, operation: str) -> T:
    try:
        return decoder.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise not_understood(operation, str(error).split("\n", 1)[0][:160]) from error
