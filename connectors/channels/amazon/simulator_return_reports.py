"""The return reports of a simulated Amazon account: which returns a report holds, as XML or as a flat file, in the
charset that the report says of itself. Reads only.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from connectors.channels.amazon.simulator_model import MERCHANT, AmazonOrder, Item, Seller, digest
from connectors.channels.amazon.simulator_office import Return, ReturnedItem
from connectors.channels.amazon.simulator_render import amount, instant

Row = tuple[Return, ReturnedItem, AmazonOrder, Item]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
JAPAN = "A1VC38T7YXB528"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class Rendered:
    content_type: str
    body: bytes


def rendered(
    seller: Seller,
    render: Renderer,
    marketplaces: Collection[str],
    period: tuple[datetime, datetime],
) -> Rendered | None:
    """None when there is nothing to tell."""
    found = [
        one
        for one in sorted(seller.office.returns.values(), key=lambda one: (one.requested, one.rma))
        if period[0] <= one.requested <= period[1] and _belongs(seller.orders[one.order_id], marketplaces)
    ]
    return render(seller, found) if found else None


def _belongs(order: AmazonOrder, marketplaces: Collection[str]) -> bool:
    return order.marketplace in marketplaces and order.fulfilled_by == MERCHANT


def is_prime(order: AmazonOrder) -> bool:
    return "PRIME" in order.programs


def refunded(seller: Seller, one: Return, item: Item) -> int:
    """What has gone back for the item since the buyer asked to return it."""
    refunds = seller.office.refunds_of(one.order_id, item.id)
    return sum(refund.amount for refund in refunds if refund.at >= one.requested)


def _plain(order: AmazonOrder, minor: int) -> str:
    return amount(order, minor)["amount"]


def _rows(seller: Seller, one: Return) -> list[Row]:
    order = seller.orders[one.order_id]
    return [(one, each, order, item) for each in one.items if (item := order.item(each.item_id)) is not None]


# -- XML -------------------------------------------------------------------------------------------------------------


def _xml(seller: Seller, returns: Sequence[Return]) -> Rendered | None:
    root = etree.Element("AmazonEnvelope", nsmap={"xsi": _INSTANCE})
    root.set(f"{{{_INSTANCE}}}noNamespaceSchemaLocation", "amzn-envelope.xsd")
    message = etree.SubElement(root, "Message")
    for one in returns:
        _fill(etree.SubElement(message, "return_details"), _details(seller, one))
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Rendered("text/xml; charset=UTF-8", body)


def _details(seller: Seller, one: Return) -> list[tuple[str, Any]]:
    order = seller.orders[one.order_id]
    label = [
        ("currency_code", order.currency),
        ("label_cost", _plain(order, one.label_cost)),
        ("label_type", one.label_type),
    ]
    if one.tracking:
        label = [("tracking_id", one.tracking), ("return_carrier", one.carrier), *label]
    return [
        *[("item_details", _item_details(seller, row)) for row in _rows(seller, one)],
        ("order_id", order.id),
        ("order_date", instant(order.created)),
        ("amazon_rma_id", one.rma),
        ("return_request_date", instant(one.requested)),
        ("return_request_status", one.status),
        ("a_to_z_claim", "true" if one.claimed else "false"),
        ("is_prime", "Y" if is_prime(order) else "N"),
        ("label_details", label),
        ("label_to_be_paid_by", one.label_paid_by),
        ("return_type", "C-Returns"),
        ("order_amount", _plain(order, order.total)),
        ("order_quantity", str(sum(item.quantity for item in order.items))),
    ]


def _item_details(seller: Seller, row: Row) -> list[tuple[str, str]]:
    one, returned, order, item = row
    return [
        ("item_name", item.title),
        ("asin", item.asin),
        ("return_reason_code", returned.reason),
        ("merchant_sku", item.sku),
        ("in_policy", "Y" if returned.in_policy else "N"),
        ("return_quantity", str(returned.quantity)),
        ("resolution", returned.resolution),
        ("refund_amount", _plain(order, refunded(seller, one, item))),
    ]


def _fill(node: Any, content: Sequence[tuple[str, Any]]) -> None:
    for name, value in content:
        child = etree.SubElement(node, name)
        if isinstance(value, str):
            child.text = value
        else:
            _fill(child, value)


# -- flat files ------------------------------------------------------------------------------------------------------

Column = Callable[[Seller, Row], str]


def _day(moment: datetime | None) -> str:
    """12-Nov-2026, in English whatever the machine speaks."""
    return "" if moment is None else f"{moment.day:02d}-{MONTHS[moment.month - 1]}-{moment.year}"


COLUMNS: dict[str, Column] = {
    "Order ID": lambda _seller, row: row[2].id,
    "Order date": lambda _seller, row: _day(row[2].created),
    "Return request date": lambda _seller, row: _day(row[0].requested),
    "Return request status": lambda _seller, row: row[0].status,
    "Amazon RMA ID": lambda _seller, row: row[0].rma,
    "Merchant RMA ID": lambda _seller, row: row[0].merchant_rma,
    "Label type": lambda _seller, row: row[0].label_type,
    "Label cost": lambda _seller, row: _plain(row[2], row[0].label_cost),
    "Currency code": lambda _seller, row: row[2].currency,
    "Return carrier": lambda _seller, row: row[0].carrier,
    "Tracking ID": lambda _seller, row: row[0].tracking,
    "Label to be paid by": lambda _seller, row: row[0].label_paid_by,
    "A-to-Z Claim": lambda _seller, row: "Y" if row[0].claimed else "N",
    "Is prime": lambda _seller, row: "Y" if is_prime(row[2]) else "N",
    "ASIN": lambda _seller, row: row[3].asin,
    "Merchant SKU": lambda _seller, row: row[3].sku,
    "Item Name": lambda _seller, row: row[3].title,
    "Return quantity": lambda _seller, row: str(row[1].quantity),
    "Return Reason": lambda _seller, row: row[1].reason,
    "In policy": lambda _seller, row: "Y" if row[1].in_policy else "N",
    "Return type": lambda _seller, _row: "C-Returns",
    "Resolution": lambda _seller, row: row[1].resolution,
    "Invoice number": lambda _seller, row: row[2].alias,
    "Return delivery date": lambda _seller, row: _day(row[0].arrived),
    "Order Amount": lambda _seller, row: _plain(row[2], row[2].total),
    "Order quantity": lambda _seller, row: str(sum(item.quantity for item in row[2].items)),
    "SafeT Action reason": lambda _seller, row: row[0].safe_t.get("reason", ""),
    "SafeT claim id": lambda _seller, row: row[0].safe_t.get("id", ""),
    "SafeT claim state": lambda _seller, row: row[0].safe_t.get("state", ""),
    "SafeT claim creation time": lambda _seller, row: row[0].safe_t.get("created", ""),
    "SafeT claim reimbursement amount": lambda _seller, row: row[0].safe_t.get("amount", ""),
    "Refunded Amount": lambda seller, row: _plain(row[2], refunded(seller, row[0], row[3])),
}


def _flat(seller: Seller, returns: Sequence[Return], delimiter: str, kind: str) -> Rendered:
    lines = io.StringIO(newline="")
    if delimiter == ",":
        writer = csv.writer(lines)
    else:
        writer = csv.writer(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(COLUMNS)
    for one in returns:
        for row in _rows(seller, one):
            cells = [column(seller, row) for column in COLUMNS.values()]
            writer.writerow(cells if delimiter == "," else [" ".join(cell.split()) for cell in cells])
    charset = _charset(seller, returns)
    body = lines.getvalue().encode(charset, "replace")
    return Rendered(f"{kind}; charset={charset}", body)


def _charset(seller: Seller, returns: Sequence[Return]) -> str:
    """Flat files keep to no single charset; what a file has is told with it."""
    if any(seller.orders[one.order_id].marketplace == JAPAN for one in returns):
        return "Shift_JIS"
    chosen = seller.options.flat_charset
    if chosen != "mixed":
        return chosen
    return "ISO-8859-1" if digest(seller.seed, *(one.rma for one in returns)) % 2 else "UTF-8"


def _tsv(seller: Seller, returns: Sequence[Return]) -> Rendered | None:
    return _flat(seller, returns, "\t", "text/plain")


def _csv(seller: Seller, returns: Sequence[Return]) -> Rendered | None:
    return _flat(seller, returns, ",", "text/csv")


Renderer = Callable[[Seller, Sequence[Return]], Rendered | None]


def _of_prime(render: Renderer) -> Renderer:
    def only(seller: Seller, returns: Sequence[Return]) -> Rendered | None:
        prime = [one for one in returns if is_prime(seller.orders[one.order_id])]
        return render(seller, prime) if prime else None

    return only


REPORTS: dict[str, Renderer] = {
    "GET_XML_RETURNS_DATA_BY_RETURN_DATE": _xml,
    "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE": _tsv,
    "GET_XML_MFN_PRIME_RETURNS_REPORT": _of_prime(_xml),
    "GET_CSV_MFN_PRIME_RETURNS_REPORT": _of_prime(_csv),
}
