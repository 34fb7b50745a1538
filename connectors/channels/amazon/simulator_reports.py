"""The Reports API of the simulated Selling Partner API: reports of returns to ask for, follow, cancel and download.
What a report holds is simulator_return_reports'.
"""

from __future__ import annotations

from typing import Any

from connectors.channels.amazon.simulator_errors import as_json, invalid, not_found
from connectors.channels.amazon.simulator_feeds import cancel, download, times_json
from connectors.channels.amazon.simulator_jobs import RETENTION, instant_of, json_body, listed, marketplaces_of, times
from connectors.channels.amazon.simulator_model import Seller
from connectors.channels.amazon.simulator_office import Report
from connectors.channels.amazon.simulator_render import instant
from connectors.channels.amazon.simulator_return_reports import REPORTS
from connectors.channels.amazon.simulator_storage import found
from connectors.simulation.wire import WireAnswer, WireRequest


def create_report(seller: Seller, request: WireRequest) -> WireAnswer:
    given = json_body(request, ("reportType",), lists=("marketplaceIds",))
    if given["reportType"] not in REPORTS:
        raise invalid("Invalid request parameters", f"reportType {given['reportType']} is not supported.")
    marketplaces = marketplaces_of(seller, given)
    start, end = request.at, request.at
    if "dataStartTime" in given:
        start = instant_of(given["dataStartTime"], "dataStartTime")
    if "dataEndTime" in given:
        end = instant_of(given["dataEndTime"], "dataEndTime")
    if start > request.at or end > request.at or start > end:
        words = "dataStartTime and dataEndTime must follow each other and lie in the past."
        raise invalid("Invalid request parameters", words)
    office, place = seller.office, len(seller.office.reports)
    starts, ends = times(seller, "report", place, seller.options.report_seconds, request.at)
    report = Report(
        id=str(70_034_000_000 + seller.seed % 900 * 1_000 + place + 1),
        type=given["reportType"],
        marketplaces=marketplaces,
        created=request.at,
        starts=starts,
        ends=ends,
        request=request,
        data_start=start,
        data_end=end,
        dies=office.doomed_reports > 0,
    )
    office.doomed_reports = max(0, office.doomed_reports - 1)
    office.reports[report.id] = report
    office.waiting.append(report)
    return WireAnswer(202, as_json({"reportId": report.id}))


def get_report(seller: Seller, report_id: str, request: WireRequest) -> WireAnswer:
    return WireAnswer(200, as_json(report_json(_report(seller, report_id, request))))


def get_reports(seller: Seller, request: WireRequest) -> WireAnswer:
    page, token = listed(request, list(seller.office.reports.values()), "reportTypes", tuple(REPORTS))
    told: dict[str, Any] = {"reports": [report_json(report) for report in page]}
    return WireAnswer(200, as_json(told | ({"nextToken": token} if token else {})))


def cancel_report(seller: Seller, report_id: str, request: WireRequest) -> WireAnswer:
    cancel(seller, _report(seller, report_id, request))
    return WireAnswer(200)


def get_report_document(seller: Seller, document_id: str, request: WireRequest) -> WireAnswer:
    document = found(seller, document_id, request.at, of_report=True)
    return WireAnswer(200, as_json({"reportDocumentId": document.id, **download(seller, document, request)}))


def report_json(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = {
        "reportId": report.id,
        "reportType": report.type,
        "marketplaceIds": list(report.marketplaces),
        "dataStartTime": instant(report.data_start or report.created),
        "dataEndTime": instant(report.data_end or report.created),
        **times_json(report),
    }
    return told | ({"reportDocumentId": report.document} if report.document else {})


def _report(seller: Seller, report_id: str, request: WireRequest) -> Report:
    report = seller.office.reports.get(report_id)
    if report is None or request.at - report.created > RETENTION:
        raise not_found()
    return report
