"""Returns and refunds at an Amazon that keeps to its models and the sheet and is not our simulator."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.channels.amazon.connector import connect
from connectors.channels.amazon.finances import Finances, Transaction
from connectors.channels.amazon.mapping import parse_order
from connectors.channels.amazon.refundable import refundable
from connectors.channels.amazon.report_api import File
from connectors.channels.amazon.return_place import FLAT, XML, ReturnPlace
from connectors.channels.amazon.return_report import read_flat, read_xml
from connectors.contract.errors import Refused, Unreadable
from connectors.contract.snapshots import CaseSnapshot, Cursor
from connectors.http.messages import Answer
from desk.domain.clock import ManualClock
from desk.domain.values import Money
from tests.connectors.amazon import test_return_report as sample
from tests.connectors.amazon.desk_side import NOW, ORDER, Asked, access, amazon, errors, item, raw
from tests.connectors.amazon.test_finances import amount, entry, read
from tests.connectors.amazon.test_return_report import RMA, as_xml, snapshot
from tests.connectors.amazon.test_returns import report
from tests.connectors.http.server import reply
from tests.support.channel_side import eur

# --- reports -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["return", "Return", "return_detail"])
def test_an_entry_of_the_xml_is_known_by_what_it_holds(name: str) -> None:
    """No sheet tells what the entries are called."""
    inside = sample.entry(items=({}, {"merchant_sku": "SKU-12", "asin": "B2"}))
    inside = inside.removeprefix("<return_details>").removesuffix("</return_details>")
    found = snapshot(read_xml(as_xml(f"<{name}>{inside}</{name}>")))
    assert (found.ref.id, [line.listing for line in found.lines]) == (RMA, ["SKU-11", "SKU-12"])


def test_articles_are_found_in_a_group_of_their_own() -> None:
    whole = sample.entry(items=({}, {"merchant_sku": "SKU-12", "asin": "B2"}))
    last = whole.rindex("</item_details>") + len("</item_details>")
    first = whole.index("<item_details>")
    grouped = f"{whole[:first]}<items>{whole[first:last]}</items>{whole[last:]}"
    assert [line.listing for line in snapshot(read_xml(as_xml(grouped))).lines] == ["SKU-11", "SKU-12"]
    nested = "<a>" * 5000 + "</a>" * 5000
    assert read_xml(as_xml(sample.entry(order_amount=nested))).returns[0].rma == RMA


@pytest.mark.parametrize("head", ["{}", '"{}"'])
@pytest.mark.parametrize("gap", [" ", "-", "_"])
def test_a_flat_file_is_read_however_its_head_is_spelt_and_its_cells_are_quoted(head: str, gap: str) -> None:
    names = [head.format(name.replace(" ", gap)) for name in sample.FLAT]
    cells = [
        head.format(cell.replace("Mug", 'Mug ""XL""' if head != "{}" else 'Mug "XL"')) for cell in sample.FLAT.values()
    ]
    found = snapshot(read_flat(File("\r\n".join(["\t".join(names), "\t".join(cells)]).encode(), "text/plain")))
    assert (found.ref.id, found.order.id, found.reason) == (RMA, ORDER, "DEFECTIVE")
    assert [line.title for line in found.lines] == ['Mug "XL"']


def test_the_names_of_the_xml_head_a_flat_file_as_well() -> None:
    row = {"order_id": ORDER, "amazon_rma_id": RMA, "return_request_date": "2026-11-10T10:00:00+00:00"}
    row |= {"return_request_status": "Approved", "return_quantity": "2.00", "return_reason_code": "CR-SWITCHEROO"}
    found = snapshot(read_flat(File("\n".join(["\t".join(row), "\t".join(row.values())]).encode(), "text/plain")))
    assert (found.reason, [line.quantity for line in found.lines]) == ("WRONG_ITEM_SENT", [2])


def walked(script: Any) -> tuple[dict[str, CaseSnapshot], ReturnPlace]:
    """Both windows of a first walk."""
    clock, known, cursor = ManualClock(NOW), dict[str, CaseSnapshot](), Cursor()
    with amazon(script) as there:
        connector = connect(access(there.url, clock=clock))
        try:
            for _ in range(12):
                found = connector.fetch_cases(cursor)
                cursor = found.cursor
                known |= {one.ref.id: one for one in found.items}
                clock.advance(40)
        finally:
            connector.close()
        return known, ReturnPlace.read(dict(cursor.value))


@pytest.mark.parametrize("refused", [XML, FLAT])
def test_one_kind_of_report_that_amazon_does_not_make_keeps_the_other_from_nobody(refused: str) -> None:
    def script(asked: Asked) -> object:
        if asked.body is not None:
            if asked.body["reportType"] == refused:
                return reply(errors("InvalidInput", "The report type is not supported."), 400)
            return reply({"reportId": asked.body["reportType"][:10]}, 202)
        if "/documents/" in asked.path:
            return reply({"reportDocumentId": "d", "url": asked.seen.headers["host"].join(("http://", "/file"))})
        if asked.path == "/file":
            return reply((as_xml(sample.entry()) if refused == FLAT else sample.as_flat({})).body, kind="text/plain")
        return reply(report("DONE", "d"))

    known, place = walked(script)
    assert set(known) == {RMA}
    assert place.walk is None


def test_an_amazon_that_makes_neither_report_says_so() -> None:
    with pytest.raises(Refused):
        walked(lambda _: reply(errors("InvalidInput", "The report type is not supported."), 400))


# --- the books ---------------------------------------------------------------------------------------------


def test_money_that_was_held_back_and_released_went_back_once() -> None:
    def related(name: str, value: str) -> dict[str, Any]:
        return {"relatedIdentifiers": [{"relatedIdentifierName": name, "relatedIdentifierValue": value}]}

    held, freed = entry(-5, name="t1"), entry(-5, name="t2")
    for pair in (
        [held, freed | related("DEFERRED_TRANSACTION_ID", "t1")],
        [freed | related("DEFERRED_TRANSACTION_ID", "t1"), held | related("RELEASE_TRANSACTION_ID", "t2")],
        [held | related("RELEASE_TRANSACTION_ID", "t2"), freed],
    ):
        assert [one.id for one in read({"transactions": pair})] == ["t1"]
    alone = read({"transactions": [freed | related("DEFERRED_TRANSACTION_ID", "t1")]})
    assert [one.amount for one in alone] == [eur(500)], "what was held back stands nowhere else"
    assert len(read({"transactions": [held, freed]})) == 2, "two refunds of one amount"


def parts(**told: float) -> list[dict[str, Any]]:
    return [{"breakdownType": name, "breakdownAmount": amount(value)} for name, value in told.items()]


def test_an_entry_is_read_by_its_parts_where_its_sums_are_not_told() -> None:
    goods = {
        "breakdowns": parts(Principal=-4, Shipping=-1),
        "contexts": [{"contextType": "ProductContext", "sku": "S"}],
    }
    nothing = {"totalAmount": None, "breakdowns": None, "contexts": None}
    told = entry(-5, breakdowns=None, items=[goods, nothing, {}], relatedIdentifiers=None, transactionStatus=None)
    (found,) = read({"transactions": [told]})
    (one,) = found.items
    assert (found.amount, one.sku, one.amount, dict(one.kinds)) == (
        eur(500),
        "S",
        eur(500),
        {"Principal": 400, "Shipping": 100},
    )
    (found,) = read({"transactions": [told | {"totalAmount": None, "breakdowns": parts(Refunds=-5)}]})
    assert found.amount == eur(500)
    with pytest.raises(Unreadable):
        read({"transactions": [told | {"totalAmount": None, "breakdowns": [{"breakdownType": None}]}]})


@pytest.mark.parametrize("name", ["AmazonFees", "Amazon Fees", "FBA fees"])
def test_amazons_fees_are_known_with_blanks_and_without(name: str) -> None:
    fees = [{"breakdownType": "Expenses", "breakdowns": [{"breakdownType": name, "breakdownAmount": amount(1.5)}]}]
    assert read({"transactions": [entry(-8.5, breakdowns=fees)]})[0].amount == eur(1000)


@pytest.mark.parametrize("number,minor", [(b"-1.05e1", 1050), (b"-10.50000", 1050), (b"-1.05e99999999", None)])
def test_an_amount_is_read_in_whichever_way_a_number_is_written(number: bytes, minor: int | None) -> None:
    body = json.dumps({"payload": {"transactions": [entry(-5)]}}).encode().replace(b"-5", number)

    class Raw:
        def ask(self, *_: object) -> Answer:
            return Answer(status=200, headers={}, body=body, host="")

    client: Any = Raw()
    if minor is None:
        with pytest.raises(Unreadable):
            Finances(client).of_order("306-1")
    else:
        assert [one.amount for one in Finances(client).of_order("306-1")] == [eur(minor)]


def test_null_in_other_entries_keeps_no_refund_from_being_seen() -> None:
    odd = dict.fromkeys(("transactionType", "transactionId", "postedDate", "totalAmount", "items", "breakdowns"))
    assert [one.id for one in read({"transactions": [odd, {}, entry(-5)], "nextToken": None})] == ["t1"]


# --- what is left ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status,left", [("SHIPPED", 1000), ("PARTIALLY_SHIPPED", 0), ("UNSHIPPED", 0)])
def test_all_of_a_shipped_order_can_go_back_though_no_pieces_are_counted(status: str, left: int) -> None:
    """Pieces are optional in the model; the order's own status is not."""
    books: tuple[Transaction, ...] = ()
    for fulfillment in ({}, {"quantityFulfilled": None}, None):
        told = raw(
            fulfillment={"fulfillmentStatus": status, "fulfilledBy": "MERCHANT"},
            orderItems=[item("12", 1, "10.00", parts={"ITEM": "10.00"}, total="10.00") | {"fulfillment": fulfillment}],
        )
        assert refundable(parse_order(told), books).left == Money(left, "EUR")
