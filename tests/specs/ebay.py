"""Owns what eBay may be asked and may answer over REST: methods, paths, parameters, fields and error numbers of
contract_facts.json, any other being a mistake, with the channel sheet for what the facts only name.

Trading's XML is ebay_trading's. The facts tell which fields an order has; what is inside them, and what is always
there, is the sheet's (4) and stands in INSIDE and ALWAYS. Calls that only the sheet names stand in BESIDE.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from connectors.simulation.wire import WireAnswer, WireRequest
from tests.specs import ebay_trading
from tests.specs.ebay_facts import UTC, error_schema, facts, shape
from tests.specs.parameters import Parameter, number, one_of, parameter_problems, pattern
from tests.specs.strict import BOOLEAN, FILLED, TEXT, WHOLE, Check, check, listing, record

TOKEN_PATH = "/identity/v1/oauth2/token"
TRADING_PATH = "/ws/api.dll"


# -- an order --------------------------------------------------------------------------------------------------------


def _of(name: str, inside: Mapping[str, Any], always: frozenset[str]) -> dict[str, Any]:
    """The fields that the facts name; `inside` says what stands in them, and only in them."""
    names = facts()["schemas"][name]
    if unknown := (set(inside) | always) - set(names):
        raise LookupError(f"contract_facts.json knows no {name}.{', '.join(sorted(unknown))}")
    return record({each: inside.get(each, {}) for each in names}, optional=set(names) - always)


def _texts(name: str, *always: str) -> dict[str, Any]:
    return _of(name, dict.fromkeys(facts()["schemas"][name], FILLED), frozenset(always))


def _some(always: Mapping[str, Any], **sometimes: Any) -> dict[str, Any]:
    return record({**always, **sometimes}, optional=set(sometimes))


@cache
def order_schema(*, single: bool) -> dict[str, Any]:
    """`single`: the answer of getOrder, which alone tells of cancel requests and tax numbers."""
    enums = {name: {"enum": values} for name, values in facts()["enums"].items()}
    amount = {**_texts("Amount", "value", "currency")}
    amount["properties"] = {
        **amount["properties"],
        "value": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    }
    address = _texts("Address", "countryCode")
    ship_to = _of(
        "ShipTo",
        {
            "fullName": FILLED,
            "companyName": FILLED,
            "email": FILLED,
            "contactAddress": address,
            "primaryPhone": record({"phoneNumber": FILLED}),
        },
        frozenset({"contactAddress"}),
    )
    request = record(
        {
            "cancelRequestId": FILLED,
            "cancelInitiator": FILLED,
            "cancelReason": enums["CancelReason"],
            "cancelRequestState": FILLED,
            "cancelRequestedDate": UTC,
        }
    )
    asked = listing(request) if single else {"type": "array", "maxItems": 0}
    tax_number = {"taxIdentifier": {"type": "object"}} if single else {}
    refund = _of(
        "OrderRefund",
        {"refundId": FILLED, "refundStatus": _REFUND_STATES, "refundDate": UTC, "amount": amount},
        frozenset({"refundId", "amount"}),
    )
    step = _of(
        "ShippingStep",
        {
            "shippingCarrierCode": FILLED,
            "shippingServiceCode": FILLED,
            "shipTo": ship_to,
            "shipToReferenceId": FILLED,
        },
        frozenset({"shippingServiceCode", "shipTo"}),
    )
    instruction = _some(
        {"fulfillmentInstructionsType": {"enum": ["SHIP_TO", "PREPARE_FOR_PICKUP", "DIGITAL", "SELLER_DEFINED"]}},
        ebaySupportedFulfillment=BOOLEAN,
        finalDestinationAddress=address,
        shippingStep=step,
        pickupStep={"type": "object"},
    )
    payment = _some(
        {"paymentMethod": FILLED, "paymentStatus": {"enum": ["PAID", "PENDING", "FAILED"]}, "amount": amount},
        paymentDate=UTC,
        paymentReferenceId=FILLED,
    )
    inside = {
        "orderId": FILLED,
        "creationDate": UTC,
        "lastModifiedDate": UTC,
        "orderFulfillmentStatus": enums["orderFulfillmentStatus"],
        "orderPaymentStatus": enums["orderPaymentStatus"],
        "sellerId": FILLED,
        "buyerCheckoutNotes": FILLED,
        "salesRecordReference": FILLED,
        "buyer": _some(
            {"username": FILLED},
            taxAddress=_texts("Address", "countryCode"),
            buyerRegistrationAddress=ship_to,
            **tax_number,
        ),
        "pricingSummary": _of(
            "PricingSummary",
            dict.fromkeys(facts()["schemas"]["PricingSummary"], amount),
            frozenset({"priceSubtotal", "deliveryCost", "total"}),
        ),
        "cancelStatus": _some({"cancelState": enums["cancelState"]}, cancelRequests=asked),
        "paymentSummary": _some({"payments": listing(payment)}, totalDueSeller=amount, refunds=listing(refund)),
        "fulfillmentStartInstructions": listing(instruction, minItems=1),
        "fulfillmentHrefs": listing({"type": "string", "pattern": r"^https?://.+/shipping_fulfillment/[^/]+$"}),
        "lineItems": listing(_line_schema(amount, enums), minItems=1),
        "totalFeeBasisAmount": amount,
        "totalMarketplaceFee": amount,
        "ebayCollectAndRemitTax": BOOLEAN,
        "program": _some({}, fulfillmentProgram=record({"fulfilledBy": FILLED})),
    }
    return _of("Order", inside, ALWAYS)


ALWAYS = frozenset(
    {
        "orderId",
        "creationDate",
        "lastModifiedDate",
        "orderFulfillmentStatus",
        "orderPaymentStatus",
        "buyer",
        "pricingSummary",
        "cancelStatus",
        "paymentSummary",
        "fulfillmentStartInstructions",
        "lineItems",
    }
)
_REFUND_STATES = {"enum": ["PENDING", "REFUNDED", "FAILED"]}


def _line_schema(amount: dict[str, Any], enums: Mapping[str, Any]) -> dict[str, Any]:
    inside = {
        "lineItemId": FILLED,
        "legacyItemId": FILLED,
        "legacyVariationId": FILLED,
        "sku": FILLED,
        "title": FILLED,
        "quantity": {"type": "integer", "minimum": 1},
        "lineItemCost": amount,
        "discountedLineItemCost": amount,
        "total": amount,
        "deliveryCost": _some({"shippingCost": amount}, discountAmount=amount),
        "taxes": listing(_some({"amount": amount}, taxType=FILLED)),
        "ebayCollectAndRemitTaxes": listing(
            _some({"taxType": FILLED, "amount": amount}, ebayReference=record({"name": FILLED, "value": FILLED}))
        ),
        "appliedPromotions": listing({"type": "object"}),
        "refunds": listing(_some({"refundId": FILLED, "amount": amount}, refundDate=UTC)),
        "lineItemFulfillmentStatus": enums["orderFulfillmentStatus"],
        "lineItemFulfillmentInstructions": _some({"shipByDate": UTC}),
        "variationAspects": listing(record({"name": FILLED, "value": FILLED})),
    }
    always = frozenset({"lineItemId", "legacyItemId", "title", "quantity", "lineItemCost", "total"})
    return _of("LineItem", inside, always)


# -- operations ------------------------------------------------------------------------------------------------------

_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
_WINDOW = rf"(creationdate|lastmodifieddate):\[{_DATE}\.\.({_DATE})?\]"
_STATES = r"orderfulfillmentstatus:\{(NOT_STARTED\|IN_PROGRESS|FULFILLED\|IN_PROGRESS)\}"
# What the facts tell in words.
QUERIES: dict[str, dict[str, Parameter]] = {
    "getOrders": {
        "filter": pattern(rf"({_WINDOW}|{_STATES})(,({_WINDOW}|{_STATES}))*"),
        "limit": number(1, 200),
        "offset": number(0),
        "orderIds": pattern(r"[^,]+(,[^,]+){0,49}"),
        "fieldGroups": one_of("TAX_BREAKDOWN"),
    },
    "getOrder": {"fieldGroups": one_of("TAX_BREAKDOWN")},
}
# Totals hold the taxes that eBay collects only with it (sheet 4).
NEEDED = {"getOrders": ("fieldGroups",), "getOrder": ("fieldGroups",)}
# Named by the sheet alone: whose token it is (2), what is left of the quotas (9).
BESIDE: dict[str, dict[str, Any]] = {
    "getUser": {"method": "GET", "path": "/commerce/identity/v1/user/", "response": {"username": "str"}},
    "getRateLimits": {"method": "GET", "path": "/developer/analytics/v1_beta/rate_limit/"},
    "getUserRateLimits": {"method": "GET", "path": "/developer/analytics/v1_beta/user_rate_limit/"},
}
# Any call may be refused so: token, scope, address, malformed, quota. Status to error numbers.
ANYWHERE: dict[int, frozenset[int]] = {
    400: frozenset({2004}),
    401: frozenset({1001, 1002}),
    403: frozenset({1100}),
    404: frozenset({2002}),
    405: frozenset({2004}),
    415: frozenset({2004}),
    429: frozenset({2001}),
}
_GRANTS: dict[str, tuple[set[str], set[str]]] = {  # what must and what may be in the form
    "refresh_token": ({"grant_type", "refresh_token"}, {"scope"}),
    "authorization_code": ({"grant_type", "code", "redirect_uri"}, set()),
    "client_credentials": ({"grant_type", "scope"}, set()),
}


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: re.Pattern[str]
    query: Mapping[str, Parameter]
    needs: tuple[str, ...]
    told: Mapping[str, Any]  # the facts

    @property
    def success(self) -> int:
        answer = self.told.get("response")
        return int(answer["status"]) if isinstance(answer, dict) and "status" in answer else 200

    @property
    def errors(self) -> dict[int, frozenset[int]]:
        return {int(status): frozenset(numbers) for status, numbers in self.told.get("errors", {}).items()}


def _operations() -> list[Operation]:
    found = []
    for name, told in {**facts()["operations"], **BESIDE}.items():
        if name.startswith("trading."):
            continue
        expression = re.sub(r"\{\w+\}", "[^/]+", str(told["path"])).rstrip("/") + "/?"
        query = QUERIES.get(name) or dict.fromkeys(told.get("query", {}), pattern(".+"))
        found.append(
            Operation(name, told["method"], re.compile(expression), query, NEEDED.get(name, ()), told),
        )
    return found


@cache
def _order_check(*, single: bool) -> Check:
    return check(order_schema(single=single))


@cache
def _answer_check(name: str) -> Check | None:
    """Of the body of a success; None where there is none. Orders of a page are looked at one by one."""
    told = {**facts()["operations"], **BESIDE}[name]
    if name == "getOrder":
        return _order_check(single=True)
    if name == "getOrders":
        page = dict(told["response"])
        page["orders"] = "any[]"
        return check(shape(page))
    if name == "getUser":
        return check(IDENTITY)
    response = told.get("response")
    if isinstance(response, dict) and "status" in response:
        inner = {key: value for key, value in response.items() if key not in ("status", "header", "body", "note")}
        return check(shape(inner)) if inner else None
    return check(shape(response)) if isinstance(response, dict) else check({"type": "object"})


IDENTITY = _some(
    {"userId": FILLED, "username": FILLED},
    accountType={"enum": ["BUSINESS", "INDIVIDUAL"]},
    registrationMarketplaceId=FILLED,
    businessAccount={"type": "object"},
    individualAccount={"type": "object"},
    status=TEXT,
)


@cache
def _request_check(name: str) -> Check | None:
    told = facts()["operations"].get(name, {}).get("request")
    return check(shape(told)) if told else None


@cache
def _error_check() -> Check:
    return check(record({"errors": listing(error_schema(), minItems=1)}))


TOKEN = check(
    _some(
        {
            "access_token": FILLED,
            "expires_in": WHOLE,
            "token_type": {"enum": ["User Access Token", "Application Access Token"]},
        },
        refresh_token=FILLED,
        refresh_token_expires_in=WHOLE,
    )
)
TOKEN_ERROR = check(record({"error": {"type": "string", "pattern": "^[a-z_]+$"}, "error_description": TEXT}))


# -- the verdict -----------------------------------------------------------------------------------------------------


class EbayRules:
    def __init__(self) -> None:
        self._operations: list[Operation] | None = None

    def find(self, request: WireRequest) -> Operation | None:
        if self._operations is None:
            self._operations = _operations()
        for one in self._operations:
            if one.method == request.method and one.path.fullmatch(request.path):
                return one
        return None

    def request(self, request: WireRequest) -> list[str]:
        if request.path == TOKEN_PATH:
            return _token_request_problems(request)
        if request.path == TRADING_PATH:
            return ebay_trading.request_problems(request)
        operation = self.find(request)
        if operation is None:
            return ["is no call of the facts"]
        query = dict(request.query)
        problems = parameter_problems(query, operation.query, required=operation.needs)
        if len(query) < len(request.query):
            problems.append("query: a name comes twice")
        if set("[]{}|") & set(request.query_string):
            problems.append("query: brackets, braces and bars are to be percent-encoded")
        if "orderIds" in query and set(query) - {"orderIds", "fieldGroups"}:
            problems.append("query: orderIds excludes the other parameters")
        problems += _header_problems(request)
        return problems + _body_problems(operation, request)

    def answer(self, request: WireRequest, answer: WireAnswer, foreign: frozenset[str]) -> list[str]:
        if request.path == TOKEN_PATH:
            return _token_answer_problems(answer)
        if request.path == TRADING_PATH:
            return ebay_trading.answer_problems(request, answer)
        if request.method == "HEAD":
            return []
        operation = self.find(request)
        if operation is None and answer.content_type.startswith("text/html") and answer.status >= 400:
            return []  # the edge in front of eBay: an address that is none
        if answer.status >= 400:
            return _refusal_problems(operation, request, answer)
        if operation is None:
            return _beside_problems(request, answer)
        if answer.status != operation.success:
            return [f"the facts know no {answer.status} for {operation.name}"]
        return _success_problems(operation, answer, foreign)


def _success_problems(operation: Operation, answer: WireAnswer, foreign: frozenset[str]) -> list[str]:
    problems = []
    header = operation.told["response"].get("header") if isinstance(operation.told.get("response"), dict) else None
    if header and not any(name == header.partition(":")[0] for name, _ in answer.headers):
        problems.append(f"headers: {header.partition(':')[0]} is missing")
    right = _answer_check(operation.name)
    if right is None:
        return [*problems, "a body where the facts have none"] if answer.body else problems
    document, faults = _json(answer)
    if faults:
        return problems + faults
    if operation.name == "getOrder" and _is_foreign(document, foreign):
        return problems
    problems += _told(right(document))
    if operation.name == "getOrders" and not problems:
        one = _order_check(single=False)
        for place, order in enumerate(document["orders"]):
            if not _is_foreign(order, foreign):
                problems += _told(one(order), f"orders[{place}].")
    return problems


def _beside_problems(request: WireRequest, answer: WireAnswer) -> list[str]:
    """One parcel by its own address, to which its Location leads."""
    if not re.fullmatch(r"/sell/fulfillment/v1/order/[^/]+/shipping_fulfillment/[^/]+/?", request.path):
        return ["an answer to a call of no fact"]
    document, problems = _json(answer)
    return problems or _told(_parcel_check()(document))


@cache
def _parcel_check() -> Check:
    return check(shape(facts()["operations"]["getShippingFulfillments"]["response"]["fulfillments"][0]))


def _refusal_problems(operation: Operation | None, request: WireRequest, answer: WireAnswer) -> list[str]:
    if (
        answer.status == 400
        and answer.content_type.startswith("text/html")
        and set("[]{}|") & set(unquote(request.query_string) if operation is None else request.query_string)
    ):
        return []  # the edge turned a malformed address down
    document, problems = _json(answer)
    problems = problems or _told(_error_check()(document))
    if problems:
        return problems
    allowed = dict(ANYWHERE)
    for status, numbers in (operation.errors if operation is not None else {}).items():
        # No number with a status: the facts know the status and not the numbers.
        allowed[status] = (allowed.get(status, frozenset()) | numbers) if numbers else frozenset()
    if operation is None:
        return []
    if answer.status not in allowed:
        return [f"the facts know no {answer.status} for {operation.name}"]
    numbers = allowed[answer.status]
    told = [error["errorId"] for error in document["errors"]]
    return [
        f"the facts know no error {each} with {answer.status} for {operation.name}"
        for each in told
        if numbers and each not in numbers
    ]


def _json(answer: WireAnswer) -> tuple[Any, list[str]]:
    if not answer.content_type.startswith("application/json"):
        return None, [f"is {answer.content_type}, not JSON"]
    try:
        return json.loads(answer.body), []
    except ValueError:
        return None, ["is no JSON"]


def _is_foreign(one: Any, foreign: frozenset[str]) -> bool:
    # A record without an id can only be one that was spoilt on purpose, if there is such a one at all.
    return bool(foreign) and isinstance(one, dict) and (str(one.get("orderId")) in foreign or "orderId" not in one)


def _told(problem: str | None, where: str = "") -> list[str]:
    return [where + problem] if problem else []


def _header_problems(request: WireRequest) -> list[str]:
    """The sheet (2): Post-Order wants IAF and the marketplace, everything else Bearer."""
    post_order = request.path.startswith("/post-order/")
    scheme = "IAF " if post_order else "Bearer "
    given = request.headers.get("authorization", "")
    problems = [] if given.startswith(scheme) else [f"headers: authorization is not {scheme.strip()}"]
    if post_order and not request.headers.get("x-ebay-c-marketplace-id"):
        problems.append("headers: x-ebay-c-marketplace-id is missing")
    return problems


def _body_problems(operation: Operation, request: WireRequest) -> list[str]:
    right = _request_check(operation.name)
    if right is None:
        return ["body: none belongs here"] if request.body else []
    if not request.headers.get("content-type", "").startswith("application/json"):
        return ["headers: a JSON body without content-type application/json"]
    try:
        document = json.loads(request.body)
    except ValueError:
        return ["body: is no JSON"]
    problems = _told(right(document), "body: ")
    if operation.name == "createShippingFulfillment" and not problems:
        if ("trackingNumber" in document) != ("shippingCarrierCode" in document):
            problems.append("body: trackingNumber and shippingCarrierCode only together")
        if not re.fullmatch(r"[A-Za-z0-9]+", document.get("trackingNumber", "x")):
            problems.append("body: trackingNumber is not alphanumeric")
    return problems


# -- tokens ----------------------------------------------------------------------------------------------------------


def _token_request_problems(request: WireRequest) -> list[str]:
    form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    told = facts()["oauth"]["token"]
    problems = [] if request.method == told["method"] else ["is no POST"]
    if not request.headers.get("content-type", "").startswith(told["content_type"]):
        problems.append("headers: a form without its content-type")
    if not request.headers.get("authorization", "").startswith("Basic "):
        problems.append("headers: authorization is not Basic")
    must, may = _GRANTS.get(form.get("grant_type", ""), (set(), set()))
    if not must:
        return [*problems, "body: no grant_type of the facts"]
    problems += [f"body: {name} is unknown here" for name in sorted(set(form) - must - may)]
    return problems + [f"body: {name} is missing" for name in sorted(must) if not form.get(name)]


def _token_answer_problems(answer: WireAnswer) -> list[str]:
    document, problems = _json(answer)
    if problems:
        return problems
    if answer.status == 200:
        return _told(TOKEN(document))
    if answer.status == 429:
        return _told(_error_check()(document))
    return _told(TOKEN_ERROR(document)) if answer.status < 500 else [f"the sheet knows no {answer.status} here"]
