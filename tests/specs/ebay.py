"""Owns what eBay may be asked and may answer over REST: methods, paths, parameters, fields and error numbers of
contract_facts.json, any other being a mistake, with the channel sheet for what the facts only name.

Trading's XML is ebay_trading's, tokens are ebay_tokens', an order is ebay_order's and the bodies of the other calls are
ebay_bodies'. Calls that only the sheet names stand in BESIDE.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from connectors.simulation.wire import WireAnswer, WireRequest
from tests.specs import ebay_bodies, ebay_tokens, ebay_trading
from tests.specs.ebay_facts import error_schema, facts, shape
from tests.specs.ebay_order import order_schema, some
from tests.specs.ebay_tokens import PAGES, TOKEN_PATH
from tests.specs.parameters import Parameter, number, one_of, parameter_problems, pattern
from tests.specs.strict import FILLED, TEXT, Check, check, listing, record

TRADING_PATH = "/ws/api.dll"


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
# Totals hold the taxes that eBay collects only with it (sheet 4), and conversations are of one type (8).
NEEDED = {
    "getOrders": ("fieldGroups",),
    "getOrder": ("fieldGroups",),
    "getConversations": ("conversation_type",),
    "getConversation": ("conversation_type",),
}
_INSTANT = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def _own_form(operation: str, name: str) -> Parameter:
    """Of a parameter that the facts name: what they tell of its values."""
    enums = facts()["enums"]
    if name == "limit":
        return number(1, 50 if operation.startswith("getConversation") else 200)
    if name == "offset":
        return number(0)
    if name.endswith(("_from", "_to", "_time")):
        return _INSTANT
    told = {
        "conversation_type": ["FROM_MEMBERS", "FROM_EBAY"],
        "return_state": enums["ReturnCountFilter"],
        "inquiry_status": enums["InquiryStatusFilter"],
        "role": ["SELLER"],
        "fieldgroups": ["FULL", "SUMMARY", "NONE"],
    }.get(name)
    return one_of(*told) if told else pattern(".+")


# Named by the sheet alone: whose token it is (2), what is left of the quotas (9).
BESIDE: dict[str, dict[str, Any]] = {
    "getUser": {"method": "GET", "path": "/commerce/identity/v1/user/", "response": {"username": "str"}},
    "getRateLimits": {"method": "GET", "path": "/developer/analytics/v1_beta/rate_limit/"},
    "getUserRateLimits": {"method": "GET", "path": "/developer/analytics/v1_beta/user_rate_limit/"},
    "getSigningKeys": {"method": "GET", "path": "/developer/key_management/v1/signing_key"},
    "getSigningKey": {"method": "GET", "path": "/developer/key_management/v1/signing_key/{id}"},
    # Still there after 2.8.0, as eBay's own index and the community's definition have it.
    "inquiry.get": {"method": "GET", "path": "/post-order/v2/inquiry/{inquiryId}"},
}
POST_ORDER = "/post-order/"
SIGNATURE_HEADERS = ("x-ebay-signature-key", "signature-input", "signature")
HIDDEN = "***"
# Any call may be refused so: token, scope, address, malformed, quota. Status to error numbers.
ANYWHERE: dict[int, frozenset[int]] = {
    400: frozenset({2004}),
    401: frozenset({1001, 1002}),
    403: frozenset({1100, 215001, 215120, 215122}),
    404: frozenset({2002}),
    405: frozenset({2004}),
    415: frozenset({2004}),
    429: frozenset({2001}),
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
    def successes(self) -> frozenset[int]:
        answer = self.told.get("response")
        if isinstance(answer, dict) and "status" in answer:
            return frozenset({int(answer["status"])})
        return ebay_bodies.SUCCESSES.get(self.name, frozenset({200}))

    @property
    def errors(self) -> dict[int, frozenset[int]]:
        return {int(status): frozenset(numbers) for status, numbers in self.told.get("errors", {}).items()}


def _operations() -> list[Operation]:
    found = []
    for name, told in {**facts()["operations"], **BESIDE}.items():
        if name.startswith("trading."):
            continue
        # Post-Order has calls beside its records' numbers, and withdrawn ones too.
        number_or_name = "[0-9]+" if told["path"].startswith(POST_ORDER) else "[^/]+"
        expression = re.sub(r"\{\w+\}", number_or_name, str(told["path"])).rstrip("/") + "/?"
        query = QUERIES.get(name) or {each: _own_form(name, each) for each in told.get("query", {})}
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
    if (own := ebay_bodies.answer_check(name)) is not None:
        return own
    response = told.get("response")
    if isinstance(response, dict) and "status" in response:
        inner = {key: value for key, value in response.items() if key not in ("status", "header", "body", "note")}
        return check(shape(inner)) if inner else None
    return check(shape(response)) if isinstance(response, dict) else check({"type": "object"})


IDENTITY = some(
    {"userId": FILLED, "username": FILLED},
    accountType={"enum": ["BUSINESS", "INDIVIDUAL"]},
    registrationMarketplaceId=FILLED,
    businessAccount={"type": "object"},
    individualAccount={"type": "object"},
    status=TEXT,
)


@cache
def _request_check(name: str) -> Check | None:
    schema = ebay_bodies.request_schema(name)
    return check(schema) if schema is not None else None


@cache
def _post_order_error_check() -> Check:
    return ebay_bodies.error_check()


@cache
def _error_check() -> Check:
    return check(record({"errors": listing(error_schema(), minItems=1)}))


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
            return ebay_tokens.request_problems(request)
        if request.path.startswith(PAGES):
            return ebay_tokens.page_request_problems(request)
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
        problems += _header_problems(request) + _signature_problems(operation, request)
        return problems + _body_problems(operation, request)

    def answer(self, request: WireRequest, answer: WireAnswer, foreign: frozenset[str]) -> list[str]:
        if request.path == TOKEN_PATH:
            return ebay_tokens.answer_problems(answer)
        if request.path.startswith(PAGES):
            return ebay_tokens.page_answer_problems(answer)
        if request.path == TRADING_PATH:
            return ebay_trading.answer_problems(request, answer)
        if request.method == "HEAD":
            return []
        operation = self.find(request)
        if operation is None and answer.content_type.startswith("text/html") and answer.status >= 400:
            return []  # the edge in front of eBay: an address that is none
        if operation is not None and answer.status in operation.successes and not answer.body:
            return _empty_problems(operation, answer)
        if answer.status >= 400:
            return _refusal_problems(operation, request, answer)
        if operation is None:
            return _beside_problems(request, answer)
        if answer.status not in operation.successes:
            return [f"the facts know no {answer.status} for {operation.name}"]
        return _success_problems(operation, answer, foreign)


def _empty_problems(operation: Operation, answer: WireAnswer) -> list[str]:
    """Some calls have nothing to say, and Post-Order says so with any success."""
    nothing_told = operation.name.startswith(("cancellation.", "return.", "inquiry."))
    if answer.status in (204, 404) or nothing_told or _answer_check(operation.name) is None:
        return _missing_header(operation, answer)
    return ["has no body"]


def _missing_header(operation: Operation, answer: WireAnswer) -> list[str]:
    header = operation.told["response"].get("header") if isinstance(operation.told.get("response"), dict) else None
    if header and not any(name == header.partition(":")[0] for name, _ in answer.headers):
        return [f"headers: {header.partition(':')[0]} is missing"]
    return []


def _success_problems(operation: Operation, answer: WireAnswer, foreign: frozenset[str]) -> list[str]:
    problems = _missing_header(operation, answer)
    right = _answer_check(operation.name)
    if right is None:
        return [*problems, "a body where the facts have none"] if answer.body else problems
    document, faults = _json(answer)
    if faults:
        return problems + faults
    if operation.name == "getOrder" and _is_foreign(document, foreign):
        return problems
    if foreign and operation.name in ("return.search", "return.get"):
        document = _without_foreign_returns(document, foreign)
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
    if request.path.startswith(POST_ORDER) and isinstance(document, dict) and "errorMessage" in document:
        # The facts know no numbers of Post-Order's.
        return _told(_post_order_error_check()(document))
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


def _without_foreign_returns(document: Any, foreign: frozenset[str]) -> Any:
    """Returns with codes that nobody knows yet may be anything; those beside them may not."""
    if not isinstance(document, dict):
        return document
    kept = {name: value for name, value in document.items() if not _foreign_return(value, foreign)}
    if isinstance(kept.get("members"), list):
        kept["members"] = [each for each in kept["members"] if not _foreign_return(each, foreign)]
    return kept


def _foreign_return(one: Any, foreign: frozenset[str]) -> bool:
    return isinstance(one, dict) and str(one.get("returnId")) in foreign


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


def _signature_problems(operation: Operation, request: WireRequest) -> list[str]:
    """The sheet (3): these calls carry a signature, with the digest of a body if there is one. Of the traffic of other
    processes the signatures are hidden.
    """
    if not operation.told.get("digital_signature"):
        return []
    names = SIGNATURE_HEADERS + (("content-digest",) if request.body else ())
    problems = [f"headers: {name} is missing" for name in names if not request.headers.get(name)]
    if not request.body and "content-digest" in request.headers:
        problems.append("headers: a digest of no body")
    told = request.headers.get("signature-input", HIDDEN)
    order = '"content-digest" ' if request.body else ""
    form = rf'sig1=\({order}"x-ebay-signature-key" "@method" "@path" "@authority"\);created=\d{{10}}'
    if told != HIDDEN and not re.fullmatch(form, told):
        problems.append("headers: signature-input is of another form")
    return problems


def _body_problems(operation: Operation, request: WireRequest) -> list[str]:
    right = _request_check(operation.name)
    if right is None:
        return ["body: none belongs here"] if request.body else []
    if not request.body and not (ebay_bodies.request_schema(operation.name) or {}).get("required"):
        return []  # all of it may be missing
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
