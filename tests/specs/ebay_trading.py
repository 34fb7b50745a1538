"""Owns what eBay's Trading endpoint may be asked and may answer: call names and headers of contract_facts.json, and the
names of elements as far as the facts and the sheet (7) go. The order of elements is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from connectors.simulation.wire import WireAnswer, WireRequest
from tests.specs.ebay_facts import facts

NAMESPACE = "urn:ebay:apis:eBLBaseComponents"
LEAST_COMPATIBILITY = 1451
# Any request may say in which language errors are told and how loud warnings are.
_ANY_REQUEST = frozenset({"ErrorLanguage", "WarningLevel", "Version", "MessageID"})
# Paths within the request; a path ending in * holds anything. GetOrders and SendInvoice are the facts', the rest the
# sheet's: carriers (5.1), and official time and user, which need no parameter.
REQUESTS: dict[str, frozenset[str]] = {
    "GeteBayOfficialTime": frozenset(),
    "GetUser": frozenset(),
    "GeteBayDetails": frozenset({"DetailName"}),
}
_ERROR = "ShortMessage LongMessage ErrorCode SeverityCode ErrorParameters ErrorParameters.Value ErrorClassification"
_ANY_ANSWER = frozenset({"Timestamp", "Ack", "Version", "Build", "CorrelationID", "Errors"}) | {
    f"Errors.{name}" for name in _ERROR.split()
}
ALWAYS = ("Timestamp", "Ack", "Version", "Build")
_ORDER = """OrderID OrderStatus AdjustmentAmount AmountPaid CheckoutStatus CheckoutStatus.eBayPaymentStatus
CheckoutStatus.LastModifiedTime CheckoutStatus.PaymentMethod CheckoutStatus.Status CreatedTime PaidTime ShippedTime
Subtotal Total BuyerUserID SellerUserID TransactionArray TransactionArray.Transaction"""
_TRANSACTION = """CreatedDate Item Item.ItemID Item.Title Item.SKU Item.Site QuantityPurchased TransactionID
TransactionPrice OrderLineItemID Variation Variation.SKU Variation.VariationTitle Variation.VariationSpecifics
Variation.VariationSpecifics.NameValueList Variation.VariationSpecifics.NameValueList.Name
Variation.VariationSpecifics.NameValueList.Value"""
_USER = "EIASToken RegistrationDate Site Status UserID SellerInfo SellerInfo.SellerBusinessType"


def _under(path: str, names: str) -> frozenset[str]:
    return frozenset(f"{path}.{name}" for name in names.split())


ANSWERS: dict[str, frozenset[str]] = {
    "GeteBayOfficialTime": frozenset(),
    "GetUser": frozenset({"User"}) | _under("User", _USER),
    "GeteBayDetails": frozenset({"ShippingCarrierDetails", "SiteDetails", "UpdateTime"})
    | _under("ShippingCarrierDetails", "ShippingCarrierID Description ShippingCarrier DetailVersion UpdateTime")
    | _under("SiteDetails", "Site SiteID DetailVersion UpdateTime"),
    "SendInvoice": frozenset(),
    "GetOrders": frozenset(
        """PaginationResult PaginationResult.TotalNumberOfPages PaginationResult.TotalNumberOfEntries HasMoreOrders
        OrderArray OrderArray.Order OrdersPerPage PageNumber ReturnedOrderCountActual""".split()
    )
    | _under("OrderArray.Order", _ORDER)
    | _under("OrderArray.Order.TransactionArray.Transaction", _TRANSACTION),
}
# What each order has, by the sheet (7).
ORDER_ALWAYS = ("OrderID", "CheckoutStatus", "TransactionArray", "Total", "CreatedTime")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def _facts_of(call: str) -> frozenset[str]:
    """From `Pagination.EntriesPerPage<=100`, `OrderRole=Seller`, `CheckoutInstructions?`, `OrderID or ItemID+..`."""
    names: set[str] = set()
    for told in facts()["operations"][f"trading.{call}"]["request"]:
        for one in re.split(r" or |\+", told):
            path = re.split(r"<=|=|\?", one)[0].strip()
            names |= {".".join(path.split(".")[: place + 1]) for place in range(path.count(".") + 1)}
    return frozenset(names)


def known_calls() -> dict[str, frozenset[str]]:
    named = [name.removeprefix("trading.") for name in facts()["operations"] if name.startswith("trading.")]
    return {**REQUESTS, **{name: _facts_of(name) for name in named}}


def _headers() -> list[str]:
    return [str(name).lower() for name in facts()["operations"]["trading.GetOrders"]["headers"]]


def request_problems(request: WireRequest) -> list[str]:
    call = request.headers.get("x-ebay-api-call-name", "")
    if request.method != "POST":
        return ["is no POST"]
    problems = [f"headers: {name} is missing" for name in _headers() if not request.headers.get(name)]
    if "authorization" in request.headers:
        problems.append("headers: authorization, which Trading does not know")
    if not request.headers.get("content-type", "").startswith("text/xml"):
        problems.append("headers: content-type is not text/xml")
    level = request.headers.get("x-ebay-api-compatibility-level", "")
    if not level.isdigit() or int(level) < LEAST_COMPATIBILITY:
        problems.append(f"headers: x-ebay-api-compatibility-level is below {LEAST_COMPATIBILITY}")
    calls = known_calls()
    if call not in calls:
        return [*problems, "headers: the call is named neither by the facts nor by the sheet"]
    root, faults = _root(request.body, f"{call}Request")
    if root is None:
        return problems + [f"body: {fault}" for fault in faults]
    allowed = calls[call] | _ANY_REQUEST
    return problems + [f"body: {path} is unknown here" for path in sorted(set(_paths(root)) - allowed)]


def answer_problems(request: WireRequest, answer: WireAnswer) -> list[str]:
    if request.method != "POST":
        return []
    call = request.headers.get("x-ebay-api-call-name", "")
    if answer.status != 200:
        return [f"Trading answers with 200, not {answer.status}"]
    if not answer.content_type.startswith("text/xml"):
        return [f"is {answer.content_type}, not XML"]
    name = call if call in ANSWERS else "Unknown"
    root, problems = _root(answer.body, f"{name}Response")
    if root is None:
        return problems
    problems = [f"{each} is missing" for each in ALWAYS if _text(root, each) is None]
    problems += [f"{each} is unknown here" for each in sorted(set(_paths(root)) - _ANY_ANSWER - _all_of(name))]
    ack = _text(root, "Ack")
    if ack not in {"Success", "Warning", "Failure", "PartialFailure"}:
        problems.append("Ack is none that is known")
    if (ack != "Success") != (root.find(f"{{{NAMESPACE}}}Errors") is not None):
        problems.append("Errors stand with any Ack but Success, and only with it")
    if not _TIME.fullmatch(_text(root, "Timestamp") or ""):
        problems.append("Timestamp is no instant in UTC")
    if name == "GetOrders" and ack in {"Success", "Warning", "PartialFailure"}:
        problems += _order_problems(root)
    return problems


def _all_of(name: str) -> frozenset[str]:
    return ANSWERS.get(name, frozenset())


def _order_problems(root: ET.Element) -> list[str]:
    orders = root.findall(f"{{{NAMESPACE}}}OrderArray/{{{NAMESPACE}}}Order")
    missing = {name for order in orders for name in ORDER_ALWAYS if order.find(f"{{{NAMESPACE}}}{name}") is None}
    amounts = [node for order in orders for node in order.iter() if node.tag.endswith(("}Total", "}Subtotal"))]
    problems = [f"OrderArray.Order.{name} is missing" for name in sorted(missing)]
    if any(not node.get("currencyID") for node in amounts):
        problems.append("an amount without currencyID")
    return problems


def _root(body: bytes, name: str) -> tuple[ET.Element | None, list[str]]:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return None, ["a document type"]
    try:
        root = ET.fromstring(body)
    except ET.ParseError:
        return None, ["is no XML"]
    if root.tag != f"{{{NAMESPACE}}}{name}":
        return None, [f"is no {name}"]
    return root, []


def _paths(node: ET.Element, above: str = "") -> Iterator[str]:
    for child in node:
        path = above + child.tag.removeprefix(f"{{{NAMESPACE}}}")
        yield path
        yield from _paths(child, f"{path}.")


def _text(root: ET.Element, name: str) -> str | None:
    found = root.find(f"{{{NAMESPACE}}}{name}")
    return None if found is None else (found.text or "")
