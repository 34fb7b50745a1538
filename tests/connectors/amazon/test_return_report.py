"""Amazon's two reports of returns, read and put together; and files that are broken, hostile or in another charset."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from connectors.channels.amazon import return_words
from connectors.channels.amazon.report_api import File
from connectors.channels.amazon.return_mapping import ReturnMapping
from connectors.channels.amazon.return_report import Read, ReturnFacts, merged, read_flat, read_xml
from connectors.channels.amazon.settings import read_settings
from connectors.contract.errors import Unreadable
from connectors.contract.snapshots import CaseSnapshot
from desk.domain.cases import CaseState
from desk.domain.clock import parse_utc
from desk.domain.values import Money
from tests.connectors.amazon.desk_side import ACCOUNT, ORDER, access

RMA = "DphoYwG8FRRMA"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Message>{entries}</Message></AmazonEnvelope>"""
REASONS = Path(__file__).parents[3] / "resources" / "data" / "return_reasons.csv"


def entry(rma: str = RMA, items: tuple[dict[str, str], ...] = ({},), **changes: str) -> str:
    plain = {
        "item_name": "Mug",
        "asin": "B08C1W5N87",
        "return_reason_code": "CR-DEFECTIVE",
        "merchant_sku": "SKU-11",
        "in_policy": "Y",
        "return_quantity": "1",
        "resolution": "StandardRefund",
        "refund_amount": "0.00",
    }
    about = {
        "order_id": ORDER,
        "order_date": "2026-11-01T10:00:00Z",
        "amazon_rma_id": rma,
        "return_request_date": "2026-11-10T10:00:00Z",
        "return_request_status": "Approved",
        "a_to_z_claim": "false",
        "is_prime": "N",
        "label_details": tags({"currency_code": "EUR", "label_cost": "0.00", "label_type": "AmazonUnPaidLabel"}),
        "label_to_be_paid_by": "Customer",
        "return_type": "C-Returns",
        "order_amount": "44.99",
        "order_quantity": "3",
        **changes,
    }
    goods = "".join(f"<item_details>{tags({**plain, **one})}</item_details>" for one in items)
    return f"<return_details>{goods}{tags(about)}</return_details>"


def tags(values: dict[str, str]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in values.items())


def as_xml(*entries: str, charset: str = "utf-8", told: str = "text/xml; charset=UTF-8") -> File:
    return File(XML.format(entries="".join(entries)).encode(charset), told)


FLAT = {
    "Order ID": ORDER,
    "Order date": "01-Nov-2026",
    "Return request date": "10-Nov-2026",
    "Return request status": "Approved",
    "Amazon RMA ID": RMA,
    "Merchant RMA ID": "RMA-7",
    "Currency code": "EUR",
    "Return carrier": "DHL",
    "Tracking ID": "",
    "A-to-Z Claim": "N",
    "ASIN": "B08C1W5N87",
    "Merchant SKU": "SKU-11",
    "Item Name": "Mug",
    "Return quantity": "1",
    "Return Reason": "CR-DEFECTIVE",
    "In policy": "Y",
    "Resolution": "StandardRefund",
    "Return delivery date": "",
    "SafeT claim id": "",
    "SafeT claim state": "",
    "SafeT Action reason": "",
    "SafeT claim creation time": "",
    "SafeT claim reimbursement amount": "",
    "Refunded Amount": "",
}


def as_flat(*rows: dict[str, str], charset: str = "utf-8", told: str = "text/plain; charset=UTF-8") -> File:
    lines = ["\t".join(FLAT), *("\t".join({**FLAT, **row}.values()) for row in rows)]
    return File("\r\n".join(lines).encode(charset), told)


def snapshot(*files: Read, told: list[str] | None = None, **settings: Any) -> CaseSnapshot:
    found = merged(files)
    assert found.bad == []
    (facts,) = found.returns
    return mapping(told, **settings).read(facts)


def mapping(told: list[str] | None = None, **settings: Any) -> ReturnMapping:
    kept = told if told is not None else []

    def is_new(what: str) -> bool:
        kept.append(what)
        return kept.count(what) == 1

    return ReturnMapping(ACCOUNT, read_settings(access(**settings)), is_new)


# --- what both tell --------------------------------------------------------------------------------------------


def test_both_reports_make_one_return_and_each_adds_what_the_other_lacks() -> None:
    label = {"currency_code": "EUR", "label_type": "SellerLabel", "tracking_id": "RT1", "return_carrier": "DHL"}
    xml = read_xml(as_xml(entry(items=({}, {"merchant_sku": "SKU-12", "asin": "B2"}), label_details=tags(label))))
    flat = read_flat(
        as_flat(
            {"Refunded Amount": "10.00", "Return delivery date": "13-Nov-2026"},
            {"Merchant SKU": "SKU-12", "ASIN": "B2", "Refunded Amount": "5.50", "Return quantity": "1"},
        )
    )
    found = snapshot(xml, flat)
    assert (found.ref.id, found.order.id, found.carrier, found.number) == (RMA, ORDER, "DHL", "RT1")
    assert [(one.listing, one.quantity) for one in found.lines] == [("SKU-11", 1), ("SKU-12", 1)]
    assert found.refunded == Money(1550, "EUR")
    assert found.state is CaseState.REFUNDED
    assert found.opened_at == parse_utc("2026-11-10T10:00:00Z"), "the flat file only knows the day"
    assert [(one.what, one.at) for one in found.events or ()] == [
        ("RETURN_REQUESTED", found.opened_at),
        ("RETURN_DELIVERED", parse_utc("2026-11-13T00:00:00Z")),
    ]
    assert "RMA RMA-7" in (found.events or ())[0].text
    assert found.open_in_channel == "https://sellercentral.amazon.de/gp/returns/list"
    assert found.allows == (), "no API takes an answer"
    assert b"SellerLabel" in found.raw


@pytest.mark.parametrize("alone", [read_xml(as_xml(entry())), read_flat(as_flat({}))])
def test_one_report_alone_is_enough(alone: Read) -> None:
    found = snapshot(alone)
    assert (found.state, found.reason, found.channel_reason) == (CaseState.APPROVED, "DEFECTIVE", "CR-DEFECTIVE")
    assert found.opened_at.date().isoformat() == "2026-11-10"


def test_two_pieces_of_one_article_for_two_reasons_stay_two() -> None:
    items = ({"return_reason_code": "CR-DEFECTIVE"}, {"return_reason_code": "CR-UNWANTED_ITEM"})
    rows = ({"Return Reason": "CR-DEFECTIVE"}, {"Return Reason": "CR-UNWANTED_ITEM"})
    found = snapshot(read_xml(as_xml(entry(items=items))), read_flat(as_flat(*rows)))
    assert len(found.lines) == 2
    assert found.channel_reason == "CR-DEFECTIVE, CR-UNWANTED_ITEM"


@pytest.mark.parametrize(
    "status,more,state",
    [
        ("Pending", {}, CaseState.REQUESTED),
        ("Approved", {}, CaseState.APPROVED),
        ("Approved", {"Tracking ID": "RT1"}, CaseState.IN_TRANSIT),
        ("Approved", {"Return delivery date": "13-Nov-2026"}, CaseState.DELIVERED_TO_US),
        ("Approved", {"A-to-Z Claim": "Y"}, CaseState.ESCALATED),
        ("Approved", {"A-to-Z Claim": "Y", "Refunded Amount": "3.00"}, CaseState.REFUNDED),
        ("Declined", {}, CaseState.DECLINED),
        ("Denied", {"A-to-Z Claim": "true"}, CaseState.ESCALATED),
        ("Completed", {}, CaseState.CLOSED),
        ("Completed", {"Refunded Amount": "3.00"}, CaseState.REFUNDED),
        ("Cancelled", {"A-to-Z Claim": "Y"}, CaseState.CANCELLED),
        ("Under Review", {}, CaseState.UNKNOWN),
    ],
)
def test_each_status_says_what_it_means_with_what_stands_beside_it(
    status: str, more: dict[str, str], state: CaseState
) -> None:
    found = snapshot(read_flat(as_flat({"Return request status": status, **more})))
    assert (found.state, found.channel_state) == (state, status)
    assert found.escalated_as == ("A-to-z Guarantee" if "A-to-Z Claim" in more else "")


@pytest.mark.parametrize(
    "row,what,at",
    [
        ({"Return request status": "Pending"}, return_words.ANSWER_DUE, "2026-11-11T00:00:00Z"),
        # Friday: the weekend counts for nothing.
        ({"Return delivery date": "13-Nov-2026"}, return_words.REFUND_DUE, "2026-11-17T23:59:59Z"),
        ({"Return delivery date": "17-Nov-2026"}, return_words.REFUND_DUE, "2026-11-19T23:59:59Z"),
    ],
)
def test_what_amazon_expects_is_a_deadline_that_says_it_is_only_usual(row: dict[str, str], what: str, at: str) -> None:
    (found,) = snapshot(read_flat(as_flat(row))).deadlines
    assert (found.what, found.at, found.ours) == (what, parse_utc(at), True)
    assert "as a rule" in found.what


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"Return request status": "Completed", "Return delivery date": "13-Nov-2026"},
        {"Refunded Amount": "9.99", "Return delivery date": "13-Nov-2026"},
    ],
)
def test_nothing_is_due_where_nobody_has_to_act(row: dict[str, str]) -> None:
    assert snapshot(read_flat(as_flat(row))).deadlines == ()


def test_a_reason_is_cleaned_for_ours_and_kept_as_it_came() -> None:
    for code in ("CR-SWITCHEROO", "SWITCHEROO", "cr-switcheroo"):
        found = snapshot(read_flat(as_flat({"Return Reason": code})))
        assert (found.reason, found.channel_reason) == ("WRONG_ITEM_SENT", code)
    told: list[str] = []
    found = snapshot(read_flat(as_flat({"Return Reason": "CR-TOO_LOUD"})), told=told)
    assert (found.reason, found.channel_reason) == ("", "CR-TOO_LOUD")
    assert told == ["reason of a return CR-TOO_LOUD"]


def test_the_reasons_are_those_of_the_table() -> None:
    with REASONS.open(encoding="utf-8") as file:
        table = {
            code: row["code"] for row in csv.DictReader(file) for code in row["amazon_in"].split(";") if code.strip()
        }
    assert table == return_words.REASONS


def test_a_claim_against_a_carrier_is_kept_with_its_facts() -> None:
    row = {
        "SafeT claim id": "SAFET-1",
        "SafeT claim state": "Pending Review",
        "SafeT Action reason": "damaged",
        "SafeT claim creation time": "2026-11-15",
        "SafeT claim reimbursement amount": "12.00",
    }
    told = (snapshot(read_flat(as_flat(row))).events or ())[-1]
    assert (told.what, told.text, told.at) == (
        "SAFE_T_PENDING_REVIEW",
        "SAFET-1, damaged, 12.00",
        parse_utc("2026-11-15T00:00:00Z"),
    )


# --- money -----------------------------------------------------------------------------------------------------


def test_an_amount_without_a_currency_takes_the_marketplaces_where_that_is_clear() -> None:
    flat = read_flat(as_flat({"Currency code": "", "Refunded Amount": "5.00"}))
    assert snapshot(flat, marketplaces="DE,FR").refunded == Money(500, "EUR")
    assert snapshot(flat, marketplaces="DE,PL").refunded is None


def test_an_empty_amount_is_unknown_and_yen_have_no_decimals() -> None:
    assert snapshot(read_flat(as_flat({"Refunded Amount": ""}))).refunded is None
    assert snapshot(read_flat(as_flat({"Currency code": "JPY", "Refunded Amount": "1500"}))).refunded == Money(
        1500, "JPY"
    )


@pytest.mark.parametrize(
    "row",
    [
        {"Refunded Amount": "abc"},
        {"Refunded Amount": "-1.00"},
        {"Refunded Amount": "1" * 40},
        {"Refunded Amount": "NaN"},
        {"Currency code": "EURO", "Refunded Amount": "1.00"},
        {"Return quantity": "-1"},
        {"Return quantity": "99999999"},
        {"Return quantity": "two"},
        {"Return request date": "gestern"},
        {"Return request date": "31-Feb-2026"},
        {"Return request date": "01-Jan-0001"},
        {"Return delivery date": "40-Nov-2026"},
        {"Amazon RMA ID": "../../etc"},
        {"Order ID": "x"},
    ],
)
def test_what_makes_no_sense_is_unreadable_and_never_a_traceback(row: dict[str, str]) -> None:
    (facts,) = merged([read_flat(as_flat(row))]).returns
    with pytest.raises(Unreadable):
        mapping().read(facts)


# --- broken and hostile files ------------------------------------------------------------------------------------


def test_entries_before_the_place_where_a_file_breaks_off_are_read() -> None:
    whole = as_xml(entry("R1"), entry("R2")).body
    cut = whole[: whole.rindex(b"<amazon_rma_id>")]
    found = read_xml(File(cut, "text/xml"))
    assert [one.rma for one in found.returns] == ["R1"]
    assert [one.reason for one in found.bad] == ["a report of returns breaks off or is none"]


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("typed", [BOMB, OUTSIDE, '<!doctype a SYSTEM "http://127.0.0.1:1/a.dtd">'])
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_are_never_looked_up(typed: str, charset: str) -> None:
    body = f"{typed}<AmazonEnvelope>{entry(return_request_status='&a;')}</AmazonEnvelope>".encode(charset)
    found = read_xml(File(body, f"text/xml; charset={charset}"))
    assert found.returns == []
    assert [one.reason for one in found.bad] == [
        "a report of returns defines a document type, which Desk does not read"
    ]


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe\x00", b"<html><body>Sorry</body></html>", b"{}", b"<a>" * 100_000, b"&a;", b"<a/><b/>"]
)
def test_a_file_that_is_no_report_holds_no_returns(body: bytes) -> None:
    for read in (read_xml, read_flat):
        found = read(File(body, "text/plain"))
        assert found.returns == []
        assert len(found.bad) <= 1


def test_a_row_with_other_cells_than_the_head_goes_aside_and_the_others_stay() -> None:
    file = as_flat({"Amazon RMA ID": "R1"}, {"Amazon RMA ID": "R2"}, {"Amazon RMA ID": "R3"})
    lines = file.body.split(b"\r\n")
    lines[2] = lines[2].replace(b"\tMug\t", b"\tMug\twith\tmore\t")
    lines[3] = b"\t".join(lines[3].split(b"\t")[:17])  # empty cells at the end left out
    found = read_flat(File(b"\n".join(lines), file.content_type))
    assert [one.rma for one in found.returns] == ["R1", "R3"]
    assert [(one.remote_id, one.reason) for one in found.bad] == [
        ("R2", "a row of a report of returns has other cells than its head")
    ]


def test_what_one_file_cannot_tell_the_other_mends() -> None:
    broken = read_flat(as_flat({"Return request date": ""}))
    assert [(one.remote_id, one.reason) for one in broken.bad] == [(RMA, "it lacks: return_request_date")]
    found = merged([read_xml(as_xml(entry())), broken])
    assert [one.rma for one in found.returns] == [RMA]
    assert found.bad == []


@pytest.mark.parametrize(
    "charset,told",
    [
        ("iso-8859-1", "text/plain; charset=ISO-8859-1"),
        ("iso-8859-1", "text/plain; charset=UTF-8"),
        ("iso-8859-1", "text/plain; charset=zip"),
        ("utf-8", "text/plain"),
        ("utf-8-sig", "text/plain; charset=UTF-8"),
    ],
)
def test_a_flat_files_charset_is_what_it_says_or_what_it_can_be(charset: str, told: str) -> None:
    (facts,) = read_flat(as_flat({"Item Name": "Größe"}, charset=charset, told=told)).returns
    assert (facts.rma, facts.items[0]["item_name"]) == (RMA, "Größe")


def test_japanese_files_are_read_by_their_own_charset() -> None:
    (facts,) = read_flat(
        as_flat({"Item Name": "茶碗"}, charset="shift_jis", told="text/plain;charset=Shift_JIS")
    ).returns
    assert facts.items[0]["item_name"] == "茶碗"


def test_an_xml_in_another_charset_is_read_by_its_own_word() -> None:
    body = XML.replace("UTF-8", "ISO-8859-1").format(entries=entry(items=({"item_name": "Größe"},)))
    (facts,) = read_xml(File(body.encode("iso-8859-1"), "application/octet-stream")).returns
    assert facts.items[0]["item_name"] == "Größe"


def test_an_entry_without_what_names_it_goes_aside() -> None:
    def bad(**changes: Any) -> list[Any]:
        return [(one.remote_id, one.reason) for one in read_xml(as_xml(entry(**changes))).bad]

    assert bad(amazon_rma_id="") == [("", "it lacks: amazon_rma_id")]
    assert bad(order_id=" ", return_request_date="") == [(RMA, "it lacks: order_id, return_request_date")]
    assert isinstance(read_xml(as_xml(entry())).returns[0], ReturnFacts)
