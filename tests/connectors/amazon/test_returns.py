"""Returns out of Amazon's reports: asked for, looked at, read; through crashes, outages and refusals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.channels.amazon.connector import connect
from connectors.channels.amazon.return_place import FLAT, XML, ReturnPlace
from connectors.contract.errors import Refused, Unavailable, Unreadable
from connectors.contract.protocols import FetchesCases
from connectors.contract.snapshots import CaseSnapshot, Cursor, Page, UnreadableRecord
from desk.domain.cases import CaseKind, CaseState
from desk.domain.clock import ManualClock, parse_utc
from desk.domain.values import RemoteRef
from tests.connectors.amazon.bench import ACCOUNT, Bench, seller
from tests.connectors.amazon.desk_side import NOW, Asked, access, amazon, errors
from tests.connectors.amazon.test_return_report import as_flat, as_xml, entry
from tests.connectors.http.server import reply


@dataclass
class Reader:
    """Reads returns as a sync does, through JSON and with a new connector each time: whoever comes next goes on."""

    bench: Bench
    cursor: Cursor = field(default_factory=Cursor)
    known: dict[str, CaseSnapshot] = field(default_factory=dict)
    bad: list[UnreadableRecord] = field(default_factory=list)

    def step(self) -> Page[CaseSnapshot]:
        connector = connect(replace(self.bench.access))
        try:
            found = connector.fetch_cases(Cursor(json.loads(json.dumps(self.cursor.value))))
        finally:
            connector.close()
        self.cursor = found.cursor
        self.known |= {one.ref.id: one for one in found.items}
        self.bad += found.unreadable
        return found

    def walk(self, most: int = 120) -> None:
        """To the end of one walk, coming back after trouble and while a report is being made."""
        for _ in range(most):
            try:
                done = self.step().done
            except Unavailable as trouble:
                self.bench.drill.jump(trouble.retry_after or 5.0)
                continue
            if done and "walk" not in self.cursor.value:
                return
            if done:
                self.bench.drill.jump(60.0)
        raise AssertionError("the walk never ends")

    def later(self, hours: float) -> None:
        self.bench.drill.jump(hours * 3600)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with seller(tmp_path, orders=3, past_returns=False) as found:
        yield Reader(found)


def sent_order(bench: Bench, number: str = "00340434161094000077") -> Any:
    made = bench.do("new_order")
    bench.do("add_tracking", order=made["id"], number=number)
    return made["id"]


def asked_for(bench: Bench) -> Counter[str]:
    return Counter(one["type"] for one in bench.get("state")["reports"])


# --- what becomes of a return ----------------------------------------------------------------------------------


def test_a_return_comes_in_and_is_followed_to_its_end(reader: Reader) -> None:
    bench = reader.bench
    order = sent_order(bench)
    made = bench.do("open_return", order=order, in_policy=False)
    reader.later(0.1)
    reader.walk()
    found = reader.known[made["rma"]]
    there = next(one for one in bench.get("state")["returns"] if one["rma"] == made["rma"])
    assert (found.kind, found.order.id, found.state) == (CaseKind.RETURN, order, CaseState.REQUESTED)
    assert [(one.listing, one.quantity) for one in found.lines] == [
        (one["sku"], one["quantity"]) for one in there["items"]
    ]
    assert found.channel_reason.split(", ")[0] == there["items"][0]["reason"]
    assert len(found.deadlines) == 1
    seen = []
    for deed, more in (
        ("authorise_return", {}),
        ("send_return", {"number": "RT77"}),
        ("return_arrives", {}),
        ("refund", {"order": order}),
        ("close_return", {}),
    ):
        bench.do(deed, **({"rma": made["rma"]} | more if deed != "refund" else more))
        reader.later(4)
        reader.walk()
        seen.append(reader.known[made["rma"]].state)
    assert seen == [
        CaseState.APPROVED,
        CaseState.IN_TRANSIT,
        CaseState.DELIVERED_TO_US,
        CaseState.REFUNDED,
        CaseState.REFUNDED,
    ]
    last = reader.known[made["rma"]]
    assert last.number == "RT77"
    assert last.refunded is not None
    assert last.refunded.minor > 0
    assert reader.bad == []


def test_a_return_meets_the_lines_of_its_order(reader: Reader) -> None:
    bench = reader.bench
    order = sent_order(bench)
    bench.do("open_return", order=order)
    reader.walk()
    bench.later()
    bench.run()
    (found,) = reader.known.values()
    there = {line.listing: line.title for line in bench.mirror[order].lines}
    assert {line.listing: line.title for line in found.lines} == there


def test_a_claim_is_told_with_the_return(reader: Reader) -> None:
    bench = reader.bench
    order = sent_order(bench)
    bench.do("open_return", order=order)
    bench.do("open_claim", order=order)
    reader.walk()
    (found,) = reader.known.values()
    assert (found.state, found.escalated_as) == (CaseState.ESCALATED, "A-to-z Guarantee")


def test_no_returns_are_no_trouble(reader: Reader) -> None:
    reader.walk()
    assert (reader.known, reader.bad) == ({}, [])


# --- when, and how often ---------------------------------------------------------------------------------------


def test_a_walk_asks_for_two_reports_a_window_and_then_rests_for_hours(reader: Reader) -> None:
    reader.walk()
    first = asked_for(reader.bench)
    assert first[XML] == first[FLAT] == 2, "two windows reach back far enough at first"
    reader.later(1)
    assert reader.step().done
    assert asked_for(reader.bench) == first
    reader.later(2.5)
    reader.walk()
    assert asked_for(reader.bench)[XML] == 3, "thirty days are seen again"


def test_the_running_report_is_gone_on_with_after_a_crash(reader: Reader) -> None:
    reader.bench.do("open_return", order=sent_order(reader.bench))
    assert not reader.step().done
    before = reader.cursor
    reader.step()
    lost = reader.cursor
    reader.cursor = before  # killed before the second id was kept: it is asked for once more, and nothing else
    reader.step()
    assert reader.cursor != lost
    assert asked_for(reader.bench) == {XML: 1, FLAT: 2}
    reader.walk()
    assert len(reader.known) == 1
    assert asked_for(reader.bench)[XML] == 2


def test_a_report_is_looked_at_no_more_often_than_every_half_minute() -> None:
    looked: list[str] = []

    def script(asked: Asked) -> object:
        if asked.body is not None:
            return reply({"reportId": str(70 + len(looked))}, 202)
        looked.append(asked.path)
        return reply(report("IN_QUEUE"))

    clock = ManualClock(NOW)
    with amazon(script) as there:
        connector = connect(access(there.url, clock=clock))
        pages = [connector.fetch_cases(Cursor())]
        for seconds in (0, 0, 10, 10, 11):
            clock.advance(seconds)
            pages.append(connector.fetch_cases(pages[-1].cursor))
        connector.close()
    assert pages[-1].done
    assert len(looked) == 2, "one report at a time"


def report(status: str, document: str = "") -> dict[str, Any]:
    plain = {
        "reportId": "70",
        "reportType": XML,
        "createdTime": "2026-11-20T10:00:00Z",
        "processingStatus": status,
    }
    return {**plain, "reportDocumentId": document} if document else plain


@pytest.mark.parametrize(
    "since,now,windows",
    [
        ("", "2026-11-20T10:00:00Z", [("2026-09-22", ""), ("2026-07-25", "2026-09-22")]),
        ("2026-11-20T07:00:00Z", "2026-11-20T10:00:00Z", [("2026-09-22", ""), ("2026-09-21", "2026-09-22")]),
        ("2026-10-01T07:00:00Z", "2026-11-20T10:00:00Z", [("2026-09-22", ""), ("2026-08-02", "2026-09-22")]),
        # A clock that was set back: nothing is left out.
        ("2027-01-01T00:00:00Z", "2026-11-20T10:00:00Z", [("2026-09-22", ""), ("2026-09-21", "2026-09-22")]),
    ],
)
def test_windows_reach_back_over_all_that_may_have_changed_and_none_is_too_long(
    since: str, now: str, windows: list[tuple[str, str]]
) -> None:
    place = ReturnPlace(read_at=parse_utc(since) if since else None)
    walk = place.begin(None, parse_utc(now))
    assert [(f"{begins:%Y-%m-%d}", f"{ends:%Y-%m-%d}" if ends else "") for begins, ends in walk.windows] == windows
    assert all((ends or parse_utc(now)) - begins <= timedelta(days=60) for begins, ends in walk.windows)


def test_between_the_daily_far_walks_thirty_days_are_enough() -> None:
    place = ReturnPlace(read_at=parse_utc("2026-11-20T07:00:00Z"), far_at=parse_utc("2026-11-20T01:00:00Z"))
    assert [f"{begins:%Y-%m-%d}" for begins, _ in place.begin(None, parse_utc("2026-11-20T10:00:00Z")).windows] == [
        "2026-10-21"
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"v": 99},
        {"v": 1, "read": "gestern"},
        {"v": 1, "walk": {"began": "2026-11-20T10:00:00Z", "windows": []}},
        {"v": 1, "walk": {"windows": [["x", ""]]}},
        {"v": 1, "walk": "x"},
        {"since": 5},
    ],
)
def test_a_cursor_of_nobody_begins_anew(value: dict[str, object]) -> None:
    with amazon(lambda _: reply({"reportId": "70"}, 202)) as there:
        connector = connect(access(there.url))
        page = connector.fetch_cases(Cursor(value))
        connector.close()
    assert not page.done
    assert ReturnPlace.read(dict(page.cursor.value)).walk is not None


# --- trouble ---------------------------------------------------------------------------------------------------


def test_a_report_that_amazon_cannot_make_is_asked_for_again_later(reader: Reader) -> None:
    bench = reader.bench
    bench.do("open_return", order=sent_order(bench))
    bench.do("fail_report", count=2)
    for _ in range(8):
        if reader.step().done:
            reader.later(0.02)
    assert reader.known == {}
    reader.later(0.5)
    reader.walk()
    assert len(reader.known) == 1


def test_where_one_kind_of_report_cannot_be_made_the_other_is_enough(reader: Reader) -> None:
    bench = reader.bench
    bench.do("open_return", order=sent_order(bench))
    bench.do("fail_report")
    reader.walk()
    assert len(reader.known) == 1


def test_reports_that_never_come_are_told() -> None:
    clock = ManualClock(NOW)
    with amazon(lambda asked: reply({"reportId": "70"}, 202) if asked.body else reply(report("FATAL"))) as there:
        connector = connect(access(there.url, clock=clock))
        cursor, told = Cursor(), []
        for _ in range(40):
            try:
                cursor = connector.fetch_cases(cursor).cursor
            except Unavailable as trouble:
                told.append(trouble.code)
            clock.advance(300)
        connector.close()
    assert set(told) == {"no_report"}


def test_whoever_lacks_the_role_gets_orders_without_returns(reader: Reader) -> None:
    bench = reader.bench
    bench.do("set_roles", orders_role=False)
    page = reader.step()
    assert (page.done, page.items, page.unreadable) == (True, (), ())
    bench.run()
    assert bench.mirror
    served = bench.get("state")["served"]
    reader.later(5)
    reader.step()
    assert bench.get("state")["served"] == served, "not asked again at once"
    bench.do("set_roles", orders_role=True)
    bench.do("open_return", order=sent_order(bench))
    reader.later(24)
    reader.walk()
    assert len(reader.known) == 1


def test_a_quota_that_is_used_up_holds_nothing_else_up() -> None:
    asked_for: list[str] = []

    def script(asked: Asked) -> object:
        asked_for.append(asked.path)
        return reply(errors("QuotaExceeded", "You exceeded your quota."), 429)

    clock = ManualClock(NOW)
    with amazon(script) as there:
        connector = connect(access(there.url, clock=clock))
        first = connector.fetch_cases(Cursor())
        clock.advance(300)
        second = connector.fetch_cases(first.cursor)
        connector.close()
    assert (first.done, second.done) == (True, True)
    assert ReturnPlace.read(dict(second.cursor.value)).walk is not None, "it goes on where it was"
    assert asked_for


@pytest.mark.parametrize("gone", ["report", "document"])
def test_a_report_that_is_gone_is_asked_for_anew(gone: str) -> None:
    created: list[str] = []

    def script(asked: Asked) -> object:
        if asked.body is not None:
            created.append(asked.body["reportType"])
            return reply({"reportId": str(len(created))}, 202)
        if "/documents/" in asked.path or (gone == "report" and len(created) < 3):
            return reply(errors("NotFound", "Not found"), 404)
        return reply(report("DONE", "doc"))

    clock = ManualClock(NOW)
    with amazon(script) as there:
        connector = connect(access(there.url, clock=clock))
        pages = [connector.fetch_cases(Cursor())]
        for _ in range(6):
            clock.advance(60)
            pages.append(connector.fetch_cases(pages[-1].cursor))
        connector.close()
    assert len(created) >= 3
    assert all(page.unreadable == () for page in pages)


@pytest.mark.parametrize(
    "created,looked",
    [
        ({"reportId": ""}, {}),
        ({}, {}),
        ([], {}),
        ({"reportId": 5}, {}),
        ({"reportId": "70"}, {}),
        ({"reportId": "70"}, {"processingStatus": None}),
        ({"reportId": "70"}, []),
    ],
)
def test_an_answer_of_another_shape_is_told(created: object, looked: object) -> None:
    with amazon(lambda asked: reply(created, 202) if asked.body else reply(looked)) as there:
        connector = connect(access(there.url, clock=ManualClock(NOW)))

        def steps() -> None:
            cursor = Cursor()
            for _ in range(4):
                cursor = connector.fetch_cases(cursor).cursor

        with pytest.raises(Unreadable):
            steps()
        connector.close()


@pytest.mark.parametrize("status", ["IN_PROGRESS", "PAUSED", "DONE"])
def test_a_report_that_never_ends_is_asked_for_anew_the_next_day(status: str) -> None:
    """Also one of a status that is new to us, and one that is done without a file."""
    created: list[str] = []

    def script(asked: Asked) -> object:
        if asked.body is None:
            return reply(report(status))
        created.append(asked.body["reportType"])
        return reply({"reportId": str(len(created))}, 202)

    clock = ManualClock(NOW)
    with amazon(script) as there:
        connector = connect(access(there.url, clock=clock))
        cursor = Cursor()
        for _ in range(30):
            cursor = connector.fetch_cases(cursor).cursor
            clock.advance(3600)
        connector.close()
    assert len(created) >= 4


@pytest.mark.parametrize("profile", ["throttle", "server_html", "token_expired", "cut_body", "empty_200", "reset"])
def test_returns_come_in_whatever_amazon_suffers(tmp_path: Path, profile: str) -> None:
    with seller(tmp_path, orders=3, seed=5, past_returns=False) as bench:
        reader = Reader(bench)
        bench.do("open_return", order=sent_order(bench))
        bench.faults(**{profile: 0.25})
        reader.walk(400)
        assert (len(reader.known), reader.bad) == (1, [])


# --- files -----------------------------------------------------------------------------------------------------


def from_files(**files: object) -> Page[CaseSnapshot]:
    """The first window's page, with these files behind the addresses that Amazon names."""
    urls: dict[str, str] = {}

    def script(asked: Asked) -> object:
        if asked.body is not None:
            return reply({"reportId": "xml" if asked.body["reportType"] == XML else "flat"}, 202)
        if asked.path.startswith("/files/"):
            assert not asked.token, "no key goes to the storage"
            return files[asked.path.rpartition("/")[2]]
        if "/documents/" in asked.path:
            kind = asked.path.rpartition("/")[2]
            address = files.get(f"{kind}_url", f"{urls['root']}/files/{kind}")
            return reply({"reportDocumentId": kind, "url": address, "compressionAlgorithm": "GZIP"})
        return reply(report("DONE", asked.path.rpartition("/")[2]))

    with amazon(script) as there:
        urls["root"] = there.url
        clock = ManualClock(NOW)
        connector = connect(access(there.url, clock=clock))
        page: Page[CaseSnapshot] = Page(items=(), cursor=Cursor(), done=False)
        try:
            for _ in range(6):
                page = connector.fetch_cases(page.cursor)
                clock.advance(31)
                if page.items or page.unreadable or "walk" not in page.cursor.value:
                    break
        finally:
            connector.close()
    return page


def test_a_packed_file_that_is_damaged_goes_aside_and_the_other_is_read() -> None:
    flat = as_flat({})
    page = from_files(
        xml=reply(b"\x1f\x8b\x08\x00broken", kind="text/xml"), flat=reply(flat.body, kind=flat.content_type)
    )
    assert len(page.items) == 1
    assert [one.reason for one in page.unreadable] == ["a report of returns breaks off or is none"]


def test_a_plain_file_is_read_whatever_its_algorithm_says_and_its_charset_is_its_own() -> None:
    flat = as_flat({"Item Name": "Größe"}, charset="iso-8859-1", told="text/plain; charset=ISO-8859-1")
    page = from_files(xml=reply(as_xml().body, kind="text/xml"), flat=reply(flat.body, kind=flat.content_type))
    assert [line.title for one in page.items for line in one.lines] == ["Größe"]


def test_one_return_that_cannot_be_read_goes_aside_and_the_others_come() -> None:
    xml = as_xml(entry("R1"), entry("R2", return_request_date="gestern"))
    page = from_files(xml=reply(xml.body, kind=xml.content_type), flat=reply(as_flat().body, kind="text/plain"))
    assert [one.ref.id for one in page.items] == ["R1"]
    assert [(one.remote_id, bool(one.sample)) for one in page.unreadable] == [("R2", True)]


@pytest.mark.parametrize("url", ["http://storage.invalid/xml", "http://[::1", "file:///etc/passwd", "", "https://"])
def test_a_file_elsewhere_is_fetched_over_a_safe_connection_only(url: str) -> None:
    page = from_files(
        xml_url=url,
        flat=reply(as_flat({}).body, kind="text/plain"),
    )
    assert len(page.items) == 1, "nothing was sent there"
    assert len(page.unreadable) == 1


@pytest.mark.parametrize("status", [403, 404, 400])
def test_an_address_that_is_over_says_nothing_about_the_keys(status: int) -> None:
    with pytest.raises(Unavailable) as caught:
        from_files(xml=reply(b"<Error><Code>AccessDenied</Code></Error>", status, kind="application/xml"))
    assert caught.value.code == "no_file"


def test_no_return_is_asked_for_by_itself() -> None:
    connector = connect(access())
    assert isinstance(connector, FetchesCases)
    with pytest.raises(Refused) as caught:
        connector.fetch_case(CaseKind.RETURN, RemoteRef(ACCOUNT, "R1"))
    assert caught.value.code == "not_singly"
    connector.close()
