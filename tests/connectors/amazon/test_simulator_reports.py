"""Reports of the simulated Amazon: returns of buyers, what the seller's people and Amazon make of them, and how they
read as XML and as a flat file.
"""

import csv
import gzip
import io
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from connectors.channels.amazon.simulator_model import AmazonOrder
from connectors.channels.amazon.simulator_return_reports import COLUMNS
from tests.connectors.amazon.simulator_seller import (
    FEED_DOCUMENTS,
    FLAT_RETURNS,
    REPORT_DOCUMENTS,
    REPORTS,
    RETURNS,
    SellerClient,
)

by_hand = pytest.mark.requests_by_hand


@pytest.fixture
def client() -> SellerClient:
    return SellerClient(5)


def details(client: SellerClient, kind: str = RETURNS, **more: Any) -> list[ET.Element]:
    shown = client.finished(client.report(kind, **more))
    assert shown["processingStatus"] == "DONE", shown
    return ET.fromstring(client.content(f"{REPORT_DOCUMENTS}/{shown['reportDocumentId']}")).findall(".//return_details")


def words(one: ET.Element, *names: str) -> list[str | None]:
    return [one.findtext(name) for name in names]


# -- the course of a report ------------------------------------------------------------------------------------------


def test_a_report_takes_its_time(client: SellerClient) -> None:
    client.do("open_return", order=client.shipped().id)
    report = client.report()
    seen = []
    for _ in range(30):
        seen.append(client.get(f"{REPORTS}/{report}").json["processingStatus"])
        client.later(seconds=4)
    assert list(dict.fromkeys(seen)) == ["IN_QUEUE", "IN_PROGRESS", "DONE"]


def test_a_report_without_data_is_cancelled(client: SellerClient) -> None:
    assert client.finished(client.report())["processingStatus"] == "CANCELLED"
    client.do("open_return", order=client.shipped().id)
    assert client.finished(client.report())["processingStatus"] == "DONE"
    client.later(days=31)
    assert client.finished(client.report())["processingStatus"] == "CANCELLED"


@by_hand
def test_more_than_sixty_days_are_fatal(client: SellerClient) -> None:
    client.do("open_return", order=client.shipped().id)
    assert client.finished(client.report(days=60))["processingStatus"] == "DONE"
    shown = client.finished(client.report(days=60.01))
    assert (shown["processingStatus"], "reportDocumentId" in shown) == ("FATAL", False)
    client.do("fail_report")
    assert client.finished(client.report())["processingStatus"] == "FATAL"
    assert client.finished(client.report())["processingStatus"] == "DONE"


def test_reports_are_listed_and_cancelled(client: SellerClient) -> None:
    reports = [client.report(), client.report(FLAT_RETURNS), client.report()]
    assert client.ask("DELETE", f"{REPORTS}/{reports[2]}").status == 200
    found = client.get(REPORTS, reportTypes=f"{RETURNS},{FLAT_RETURNS}", pageSize=2).json
    assert [one["reportId"] for one in found["reports"]] == [reports[2], reports[1]]
    rest = client.get(REPORTS, nextToken=found["nextToken"]).json
    assert [one["reportId"] for one in rest["reports"]] == [reports[0]]
    cancelled = client.get(REPORTS, reportTypes=RETURNS, processingStatuses="CANCELLED").json["reports"]
    assert [one["reportId"] for one in cancelled] == [reports[2]]


@by_hand
def test_reports_that_amazon_does_not_make(client: SellerClient) -> None:
    right = client.wanted()
    for wrong in (
        {**right, "reportType": "GET_V2_SETTLEMENT_REPORT_DATA_XML"},
        {**right, "marketplaceIds": []},
        {**right, "dataStartTime": "gestern"},
        {**right, "dataEndTime": "2027-01-01T00:00:00Z"},
        {**right, "dataStartTime": right["dataEndTime"], "dataEndTime": right["dataStartTime"]},
    ):
        assert client.ask("POST", REPORTS, body=wrong).error == (400, "InvalidInput"), wrong
    assert client.ask("POST", REPORTS, raw=b"x", headers={"content-type": "text/plain"}).status == 415
    assert client.ask("DELETE", f"{REPORTS}/1").error == (404, "NotFound")
    client.do("set_roles", orders_role=False)
    assert client.ask("POST", REPORTS, body=right).error == (403, "Unauthorized")


@by_hand
def test_a_document_has_a_short_address_and_a_long_life(client: SellerClient) -> None:
    client.do("open_return", order=client.shipped().id)
    document = client.finished(client.report())["reportDocumentId"]
    url = client.get(f"{REPORT_DOCUMENTS}/{document}").json["url"]
    assert client.get(f"{FEED_DOCUMENTS}/{document}").error == (404, "NotFound")
    client.later(minutes=6)
    assert b"Request has expired" in client.storage("GET", url).body
    assert client.content(f"{REPORT_DOCUMENTS}/{document}")
    client.later(days=91)
    assert client.get(f"{REPORT_DOCUMENTS}/{document}").error == (404, "NotFound")


# -- what it says ----------------------------------------------------------------------------------------------------


def test_a_return_and_what_becomes_of_it(client: SellerClient) -> None:
    order = client.shipped(pieces=3)
    item = order.items[0]
    made = client.do("open_return", order=order.id, items={item.id: 2}, reason="CR-DEFECTIVE", in_policy=False)
    (one,) = details(client)
    names = ("order_id", "amazon_rma_id", "return_request_status", "a_to_z_claim")
    assert words(one, *names) == [order.id, made["rma"], "Pending", "false"]
    assert one.find("label_details/tracking_id") is None
    inside = ("asin", "merchant_sku", "return_reason_code", "return_quantity", "in_policy", "refund_amount")
    (held,) = one.findall("item_details")
    assert words(held, *inside) == [item.asin, item.sku, "CR-DEFECTIVE", "2", "N", "0.00"]

    client.do("authorise_return", rma=made["rma"])
    client.do("send_return", rma=made["rma"], carrier="DHL", number="RT123")
    client.do("return_arrives", rma=made["rma"])
    client.do("refund", order=order.id, item=item.id, amount=150)
    claim = client.do("open_claim", order=order.id, item=item.id, amount=50)
    client.do("decide_claim", claim=claim["claim"], granted=True)
    client.do("close_return", rma=made["rma"])
    (one,) = details(client)
    assert words(one, *names) == [order.id, made["rma"], "Completed", "true"]
    assert words(one, "label_details/tracking_id", "item_details/refund_amount") == ["RT123", "2.00"]
    assert client.state()["claims"][0]["state"] == "GRANTED"
    (shown,) = client.state()["returns"]
    assert (shown["status"], shown["claimed"], shown["tracking"]) == ("Completed", True, "RT123")
    deeds = [deed for deed, order_id in client.journal() if order_id == order.id]
    assert deeds[-9:] == [
        "return_opened",
        "return_authorised",
        "return_sent",
        "return_arrived",
        "refund_made",
        "claim_opened",
        "claim_decided",
        "refund_made",
        "return_closed",
    ]


def test_only_the_window_and_the_marketplace_count(client: SellerClient) -> None:
    order = client.shipped(pieces=2)
    first = client.do("open_return", order=order.id, items={order.items[0].id: 1})
    client.later(days=10)
    second = client.do("open_return", order=order.id, items={order.items[0].id: 1})
    assert [one.findtext("amazon_rma_id") for one in details(client, days=5)] == [second["rma"]]
    both = [one.findtext("amazon_rma_id") for one in details(client, days=15)]
    assert both == [first["rma"], second["rma"]]


@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-1"])
def test_a_flat_file_has_more_columns_and_a_charset_of_its_own(charset: str) -> None:
    client = SellerClient(5, flat_charset=charset, compression="gzip")
    order = client.shipped()
    order.items[0].title = "Gießkanne\tgrün"
    made = client.do("open_return", order=order.id, in_policy=False)
    client.do("authorise_return", rma=made["rma"], merchant_rma="M-7")
    client.do("claim_safe_t", rma=made["rma"], amount="3.50")
    document = client.finished(client.report(FLAT_RETURNS))["reportDocumentId"]
    told = client.get(f"{REPORT_DOCUMENTS}/{document}").json
    assert told["compressionAlgorithm"] == "GZIP"
    answer = client.storage("GET", told["url"])
    assert answer.headers["content-type"] == f"text/plain; charset={charset}"
    text = gzip.decompress(answer.body).decode(charset)
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["Merchant SKU"] for row in rows] == [item.sku for item in order.items]
    row = rows[0]
    assert (row["Item Name"], row["Merchant RMA ID"], row["SafeT claim state"]) == ("Gießkanne grün", "M-7", "Pending")
    assert row["Return request date"] == "20-Nov-2026"
    assert row["SafeT claim reimbursement amount"] == "3.50"


def test_flat_files_differ_in_charset() -> None:
    client = SellerClient(5, compression="plain")
    seen = set()
    for _ in range(8):
        client.do("open_return", order=client.shipped().id)
        told = client.finished(client.report(FLAT_RETURNS))
        url = client.get(f"{REPORT_DOCUMENTS}/{told['reportDocumentId']}").json["url"]
        seen.add(client.storage("GET", url).headers["content-type"].partition("charset=")[2])
    assert seen == {"UTF-8", "ISO-8859-1"}


def test_prime_has_reports_of_its_own(client: SellerClient) -> None:
    plain, prime = client.shipped(), client.shipped()
    plain.programs, prime.programs = (), ("PRIME",)
    for order in (plain, prime):
        client.do("open_return", order=order.id)
    (one,) = details(client, "GET_XML_MFN_PRIME_RETURNS_REPORT")
    assert words(one, "order_id", "is_prime") == [prime.id, "Y"]
    document = client.finished(client.report("GET_CSV_MFN_PRIME_RETURNS_REPORT"))["reportDocumentId"]
    lines = client.content(f"{REPORT_DOCUMENTS}/{document}").decode("latin-1").splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == {prime.id}


# -- deeds that make no sense ----------------------------------------------------------------------------------------


@by_hand
def test_what_cannot_come_back_does_not(client: SellerClient) -> None:
    from connectors.simulation.wire import DeedRefused

    order: AmazonOrder = client.shipped(pieces=2)
    item = order.items[0].id
    made = client.do("open_return", order=order.id, items={item: 2})
    wrong: list[Callable[[], Any]] = [
        lambda: client.do("open_return", order=client.some().id),
        lambda: client.do("open_return", order=order.id, items={item: 1}),
        lambda: client.do("open_return", order=order.id, items={"1": 1}),
        lambda: client.do("open_return", order=client.shipped().id, resolution="Thanks"),
        lambda: client.do("authorise_return", rma=made["rma"]),
        lambda: client.do("authorise_return", rma="D1"),
        lambda: client.do("refund", order=order.id, amount=10**9),
        lambda: client.do("refund", order=order.id, item="1"),
        lambda: client.do("open_claim", order=order.id, amount=10**9),
        lambda: client.do("decide_claim", claim="AZ-1", granted=True),
    ]
    for deed in wrong:
        with pytest.raises(DeedRefused):
            deed()
    client.do("withdraw_return", rma=made["rma"])
    with pytest.raises(DeedRefused):
        client.do("close_return", rma=made["rma"])
    again = client.do("open_return", order=order.id, items={item: 2}, in_policy=False)
    client.do("decline_return", rma=again["rma"])
    with pytest.raises(DeedRefused):
        client.do("send_return", rma=again["rma"])
