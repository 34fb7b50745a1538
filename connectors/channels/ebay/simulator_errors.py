"""What a simulated eBay says when it refuses: the errors of its REST calls by number, those of OAuth, and HTML from
the edge in front of both. Pure.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from connectors.simulation.wire import HTML_TYPE, WireAnswer, WireRequest

REST_TYPE = "application/json"
FULFILLMENT = "API_FULFILLMENT"

# Number: HTTP status, domain, category, words.
ERRORS: dict[int, tuple[int, str, str, str]] = {
    1001: (401, "OAuth", "REQUEST", "Invalid access token"),
    1002: (401, "OAuth", "REQUEST", "Missing access token"),
    1100: (403, "ACCESS", "REQUEST", "Access denied"),
    2001: (429, "ACCESS", "REQUEST", "Too many requests."),
    2002: (404, "ACCESS", "REQUEST", "Resource not found"),
    2004: (400, "ACCESS", "REQUEST", "Invalid request"),
    30700: (400, FULFILLMENT, "REQUEST", "Invalid filter name: {0}"),
    30800: (400, FULFILLMENT, "REQUEST", "Invalid filter value {1} for filter {0}"),
    30810: (400, FULFILLMENT, "REQUEST", "Invalid date format"),
    30820: (400, FULFILLMENT, "REQUEST", "Start date is missing"),
    30830: (400, FULFILLMENT, "REQUEST", "Time range between start date and end date must be within '2' years."),
    30840: (400, FULFILLMENT, "REQUEST", "Start date should be before end date"),
    30850: (400, FULFILLMENT, "REQUEST", "Start and end dates can't be in the future"),
    30900: (400, FULFILLMENT, "REQUEST", "Exceeded maximum number of order IDs"),
    31000: (400, FULFILLMENT, "REQUEST", "Invalid offset: {0}"),
    31100: (400, FULFILLMENT, "REQUEST", "Invalid limit: {0}"),
    32100: (400, FULFILLMENT, "REQUEST", "Invalid order ID: {0}"),
    32110: (400, FULFILLMENT, "REQUEST", "Invalid shipping fulfillment ID: {0}"),
    32200: (400, FULFILLMENT, "REQUEST", "Invalid line item id: {0}"),
    32210: (400, FULFILLMENT, "REQUEST", "Duplicate line item in the request"),
    32300: (400, FULFILLMENT, "REQUEST", "Invalid shipment tracking number or carrier"),
    32500: (400, FULFILLMENT, "REQUEST", "Invalid shipped date"),
    32600: (400, FULFILLMENT, "REQUEST", "Invalid input data"),
    32800: (400, FULFILLMENT, "REQUEST", "Invalid field group: {0}"),
    34100: (400, FULFILLMENT, "REQUEST", "Maximum tracking number for order is exceeded"),
    34200: (400, FULFILLMENT, "REQUEST", "Line Items mix Global Shipping Program and other orders"),
    34300: (400, FULFILLMENT, "REQUEST", "Several Global Shipping Program line items are not supported"),
    34500: (400, FULFILLMENT, "REQUEST", "Please use PUT operation for updating shipping fulfillment"),
}
# Of the gate that looks at signatures.
ERRORS |= {
    215001: (403, "ACCESS", "REQUEST", "Missing x-ebay-signature-key header"),
    215120: (403, "ACCESS", "REQUEST", "Signature validation failed"),
    215122: (403, "ACCESS", "REQUEST", "Signature validation failed"),
}
# Of refunds. The sheet tells what the business ones mean and only the numbers of the others.
ERRORS |= {
    34901: (400, FULFILLMENT, "REQUEST", "Invalid refund request"),
    34902: (400, FULFILLMENT, "REQUEST", "Invalid reason for refund: {0}"),
    34903: (400, FULFILLMENT, "REQUEST", "The comment is too long"),
    34905: (400, FULFILLMENT, "REQUEST", "Invalid refund amount: {0}"),
    34906: (400, FULFILLMENT, "REQUEST", "Invalid currency: {0}"),
    34907: (400, FULFILLMENT, "REQUEST", "Invalid line item: {0}"),
    34908: (400, FULFILLMENT, "REQUEST", "Duplicate line item: {0}"),
    34913: (404, FULFILLMENT, "REQUEST", "Order not found: {0}"),
    34915: (400, FULFILLMENT, "BUSINESS", "The refund amount is more than what is left of the order"),
    34916: (400, FULFILLMENT, "BUSINESS", "There is an open case or return on the order"),
    34917: (400, FULFILLMENT, "BUSINESS", "The order has already been refunded"),
    34920: (400, FULFILLMENT, "BUSINESS", "The time limit to issue a refund has passed"),
    34922: (400, FULFILLMENT, "BUSINESS", "The previous refund is still being processed"),
    34924: (409, FULFILLMENT, "BUSINESS", "The refund amount is more than what is left of the line item: {0}"),
    34925: (409, FULFILLMENT, "BUSINESS", "The seller's payment method was declined"),
    34926: (409, FULFILLMENT, "BUSINESS", "The seller's payment method has expired"),
    34927: (409, FULFILLMENT, "BUSINESS", "The seller's payment method is not there"),
    34928: (409, FULFILLMENT, "BUSINESS", "The seller's funds are not sufficient"),
    34929: (409, FULFILLMENT, "BUSINESS", "The buyer's payment has not been settled"),
    34930: (409, FULFILLMENT, "BUSINESS", "The seller's account cannot be charged"),
}
# Of messages. The sheet has the numbers only; which is which is not told there.
MESSAGE = "API_MESSAGE"
ERRORS |= {
    355001: (400, MESSAGE, "REQUEST", "The conversation type is missing"),
    355002: (400, MESSAGE, "REQUEST", "Invalid conversation type: {0}"),
    355003: (400, MESSAGE, "REQUEST", "Invalid user name: {0}"),
    355004: (400, MESSAGE, "REQUEST", "Invalid time: {0}"),
    355005: (400, MESSAGE, "REQUEST", "Times are for conversations with members only"),
    355006: (400, MESSAGE, "REQUEST", "Invalid reference: {0}"),
    355007: (400, MESSAGE, "REQUEST", "Invalid conversation ID: {0}"),
    355008: (400, MESSAGE, "REQUEST", "Invalid limit: {0}"),
    355009: (400, MESSAGE, "REQUEST", "Invalid offset: {0}"),
    355010: (400, MESSAGE, "REQUEST", "The message text is missing"),
    355011: (400, MESSAGE, "REQUEST", "The message text is too long"),
    355012: (400, MESSAGE, "REQUEST", "Too many media"),
    355013: (400, MESSAGE, "REQUEST", "Invalid media"),
    355014: (400, MESSAGE, "REQUEST", "Either a conversation or another party"),
    355015: (400, MESSAGE, "BUSINESS", "The other party cannot be written to"),
    355017: (400, MESSAGE, "REQUEST", "Invalid conversation status: {0}"),
}
LONG_WORDS = {
    1001: "Invalid access token. Check the value of the Authorization HTTP request header.",
    1002: "Access token is missing in the Authorization HTTP request header.",
    1100: "Insufficient permissions to fulfill the request.",
    2001: "The request limit has been reached for the resource.",
    215001: "Missing x-ebay-signature-key header to fulfill the request.",
    215120: "Signature validation failed to fulfill the request.",
    215122: "Signature validation failed to fulfill the request.",
}


class RestError(Exception):
    """A refusal by number. `parameters` say what it is about, in the order of the words' places."""

    def __init__(self, number: int, *parameters: tuple[str, str], status: int = 0) -> None:
        usual, self.domain, self.category, words = ERRORS[number]
        super().__init__(words.format(*(value for _, value in parameters), "", ""))
        self.number = number
        self.status = status or usual
        self.parameters = parameters

    def document(self) -> dict[str, Any]:
        error: dict[str, Any] = {
            "errorId": self.number,
            "domain": self.domain,
            "category": self.category,
            "message": str(self),
            "parameters": [{"name": name, "value": value} for name, value in self.parameters if value],
        }
        if self.number in LONG_WORDS:
            error["longMessage"] = LONG_WORDS[self.number]
        return {"errors": [error]}

    def answer(self) -> WireAnswer:
        return rest_answer(self.document(), self.status)


class PostOrderError(Exception):
    """A refusal of Post-Order, which has a shape of its own. eBay's list of numbers is in no sheet: clients go by the
    status, and show number and words.
    """

    def __init__(
        self, status: int, number: int, domain: str, words: str, *parameters: str, category: str = "REQUEST"
    ) -> None:
        super().__init__(words)
        self.status = status
        self.number = number
        self.domain = domain
        self.category = category
        self.parameters = parameters

    def answer(self) -> WireAnswer:
        error: dict[str, Any] = {
            "errorId": self.number,
            "domain": self.domain,
            "severity": "ERROR",
            "category": self.category,
            "message": str(self),
            "parameter": [{"name": f"param{place}", "value": value} for place, value in enumerate(self.parameters)],
            "httpStatusCode": self.status,
        }
        return rest_answer({"errorMessage": {"error": [error]}}, self.status)


class OAuthError(Exception):
    """A refusal of the token endpoint, in OAuth's own shape."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.code = code

    def answer(self) -> WireAnswer:
        return rest_answer({"error": self.code, "error_description": str(self)}, self.status)


def rest_answer(document: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> WireAnswer:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() if document is not None else b""
    return WireAnswer(status, body, headers, REST_TYPE)


def json_object(request: WireRequest, fields: frozenset[str]) -> dict[str, Any]:
    """The body of a call: an object of these fields and no other. Numbers with a point come as Decimal."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != REST_TYPE:
        raise RestError(2004, ("contentType", request.headers.get("content-type", "")), status=415)
    try:
        document = json.loads(request.body, parse_float=Decimal)
    except ValueError as error:
        raise RestError(2004) from error
    if not isinstance(document, dict) or not fields.issuperset(document):
        raise RestError(2004)
    return document


def edge_page(status: int, words: str) -> WireAnswer:
    """What stands before eBay's services answers in HTML: addresses that are none, requests that are malformed."""
    page = f"<!doctype html><html lang=en><title>HTTP Status {status}</title><h1>HTTP Status {status} - {words}</h1>"
    return WireAnswer(status, page.encode(), (), HTML_TYPE)
