"""Owns what the storage beside Amazon's API may be asked and may answer, and what feeds, processing reports and return
reports look like inside, by the channel sheet.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping

from lxml import etree

from connectors.simulation.wire import WireAnswer, WireRequest

BUCKET = "/tortuga-prod-eu/"
_SIGNED = ("X-Amz-Algorithm", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature")
_ZIPPED = b"\x1f\x8b"
# Of an envelope: what a message holds, by the sheet.
_REASONS = {
    "CancelReason": set(
        """NoInventory ShippingAddressUndeliverable CustomerExchange BuyerCanceled GeneralAdjustment
        CarrierCreditDecision RiskAssessmentInformationNotValid CarrierCoverageFailure CustomerReturn
        MerchandiseNotReceived""".split()
    ),
    "AdjustmentReason": set(
        """NoInventory CustomerReturn GeneralAdjustment CouldNotShip DifferentItem Abandoned CustomerCancel PriceError
        ProductOutofStock CustomerAddressIncorrect Exchange Other CarrierCreditDecision
        RiskAssessmentInformationNotValid CarrierCoverageFailure TransactionRecord Undeliverable
        RefusedDelivery""".split()
    ),
}
_FORMS = {
    "MessageID": r"[1-9]\d*",
    "AmazonOrderID": r"\d{3}-\d{7}-\d{7}",
    "AmazonOrderItemCode": r"\d+",
    "Amount": r"\d+(\.\d+)?",
    "ActionType": "Refund",
    "StatusCode": "Failure",
    "MerchantIdentifier": r"\S+",
    "DocumentVersion": r"1\.\d\d",
    "MerchantAdjustmentItemID": r"\S+",
    "Type": "Principal|Shipping|GiftWrap|Tax|ShippingTax|GiftWrapTax",
}
# The children that an element has, and has to have.
_SHAPES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "AmazonEnvelope": (("Header", "MessageType", "Message"), ()),
    "Header": (("DocumentVersion", "MerchantIdentifier"), ()),
    "OrderAcknowledgement": (("AmazonOrderID", "StatusCode", "Item"), ()),
    "OrderFulfillment": (("AmazonOrderID", "FulfillmentDate", "FulfillmentData", "Item"), ()),
    "Item": (("AmazonOrderItemCode",), ("CancelReason", "Quantity")),
    "OrderAdjustment": (("AmazonOrderID", "ActionType", "AdjustedItem"), ()),
    "AdjustedItem": (
        ("AmazonOrderItemCode", "MerchantAdjustmentItemID", "AdjustmentReason", "ItemPriceAdjustments"),
        (),
    ),
    "ItemPriceAdjustments": (("Component",), ()),
    "Component": (("Type", "Amount"), ()),
    "FulfillmentData": (("ShipperTrackingNumber",), ("CarrierCode", "CarrierName", "ShippingMethod")),
    "ProcessingReport": (("DocumentTransactionID", "StatusCode", "ProcessingSummary"), ("Result",)),
    "ProcessingSummary": (
        ("MessagesProcessed", "MessagesSuccessful", "MessagesWithError", "MessagesWithWarning"),
        (),
    ),
    "Result": (("MessageID", "ResultCode"), ("ResultMessageCode", "ResultDescription", "AdditionalInfo")),
    "return_details": (
        (
            "item_details",
            "order_id",
            "order_date",
            "amazon_rma_id",
            "return_request_date",
            "return_request_status",
            "a_to_z_claim",
            "is_prime",
            "label_details",
            "label_to_be_paid_by",
            "return_type",
            "order_amount",
            "order_quantity",
        ),
        (),
    ),
    "item_details": (
        (
            "item_name",
            "asin",
            "return_reason_code",
            "merchant_sku",
            "in_policy",
            "return_quantity",
            "resolution",
            "refund_amount",
        ),
        (),
    ),
    "label_details": (("currency_code", "label_cost", "label_type"), ("tracking_id", "return_carrier")),
}
_FED = ("OrderAcknowledgement", "OrderAdjustment", "OrderFulfillment")


def request_problems(request: WireRequest) -> list[str]:
    """Also what is uploaded: only what the sheet's two feeds hold."""
    query = dict(request.query)
    problems = [f"query: {name} is missing" for name in _SIGNED if name not in query]
    if request.method not in ("GET", "PUT"):
        problems.append("is neither an upload nor a download")
    unsigned = [name for name in request.headers if name.startswith("x-amz-") or name == "authorization"]
    problems += [f"headers: {name}, which the storage does not take" for name in unsigned]
    if request.method == "GET":
        return problems + (["body: none belongs here"] if request.body else [])
    if not request.headers.get("content-type"):
        problems.append("headers: an upload without its content-type")
    return problems + _inside(request.body, _FED)


def answer_problems(request: WireRequest, answer: WireAnswer) -> list[str]:
    if answer.status >= 400:
        root, problems = _root(answer.body)
        if root is None:
            return problems
        names = [each.tag for each in root]
        return [] if root.tag == "Error" and names == ["Code", "Message"] else ["an error in no form of the storage's"]
    if answer.status != 200:
        return [f"the storage knows no {answer.status}"]
    if request.method == "PUT":
        return ["a body after an upload"] if answer.body else []
    if answer.content_type.partition(";")[0] in ("text/plain", "text/csv"):
        return []
    return _inside(answer.body, ("ProcessingReport", "return_details", *_FED))


def _inside(body: bytes, kinds: tuple[str, ...]) -> list[str]:
    if body.startswith(_ZIPPED[:1]):
        try:
            body = gzip.decompress(body)
        except (OSError, EOFError):
            return []  # another process has written it down as text
    root, problems = _root(body)
    if root is None:
        return problems
    if root.tag != "AmazonEnvelope":
        return ["body: is no AmazonEnvelope"]
    messages = root.findall("Message")
    held = [each for message in messages for each in message if each.tag != "MessageID"]
    if not held or any(each.tag not in kinds for each in held):
        return ["body: a Message without what belongs in it"]
    if "Header" in [each.tag for each in root] and root.findtext("MessageType") != held[0].tag:
        problems.append("body: MessageType is not what the messages hold")
    # A report of returns has no header and no numbers.
    skipped = {"AmazonEnvelope"} if held[0].tag == "return_details" else set()
    for node in root.iter(etree.Element):
        if str(node.tag) not in skipped:
            problems += _node_problems(node, fed=held[0].tag in _FED)
    return problems


def _root(body: bytes) -> tuple[etree._Element | None, list[str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(body, parser), []
    except (etree.XMLSyntaxError, ValueError):
        return None, ["body: is no XML"]


def _parent(node: etree._Element) -> str:
    above = node.getparent()
    return "" if above is None else str(above.tag)


def _node_problems(node: etree._Element, *, fed: bool) -> list[str]:
    tag, problems = str(node.tag), []
    if tag in _SHAPES:
        needed, optional = _SHAPES[tag]
        if tag == "Item":
            needed = (*needed, "CancelReason" if _parent(node) == "OrderAcknowledgement" else "Quantity")
        names = [str(each.tag) for each in node]
        problems += [f"body: {tag} without {name}" for name in needed if name not in names]
        problems += [f"body: {tag} with {name}" for name in names if name not in (*needed, *optional)]
    text = (node.text or "").strip()
    if fed and tag in _FORMS and re.fullmatch(_FORMS[tag], text) is None:
        problems.append(f"body: {tag} is not of the form {_FORMS[tag]}")
    if tag in _REASONS and text not in _REASONS[tag]:
        problems.append(f"body: {tag} is none of the sheet's")
    if tag == "Amount" and re.fullmatch("[A-Z]{3}", node.get("currency", "")) is None:
        problems.append("body: Amount without its currency")
    return problems
