"""Owns what a WooCommerce shop may be asked and may answer: the stored schemas made strict, no field beyond those that
the schema or the channel sheet names, and none of them missing; parameters and bodies by the sheet.

What had to be relaxed, and why, stands in RELAXED and BEYOND below. The source of the schemas is a third-party tool
whose own oddities its README names: `custom_note` for `customer_note`, and `shop_url`, which that tool adds.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from connectors.simulation.wire import WireAnswer, WireRequest
from tests.specs.judge import SPECS
from tests.specs.parameters import Parameter, one_of, parameter_problems, pattern
from tests.specs.strict import BOOLEAN, FILLED, NUMBER, TEXT, WHOLE, Check, check, listing, record

FOLDER = SPECS / "webshops" / "woocommerce"

# -- the stored schemas, made strict ---------------------------------------------------------------------------------

DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$"}  # naive, without Z
LINKS = {"type": "object", "required": ["self", "collection"]}
META = listing(record({"id": WHOLE, "key": TEXT, "value": {"type": ["string", "object", "array"]}}))
DISPLAY_META = copy.deepcopy(META)
DISPLAY_META["items"]["properties"].update(display_key=TEXT, display_value=TEXT)
# The source repeats tax_lines where line taxes belong; the sheet (4) has id, total, subtotal.
LINE_TAXES = listing(record({"id": WHOLE, "total": TEXT, "subtotal": TEXT}))
# Fields of real answers that the source does not list: path to schema.
BEYOND: dict[str, dict[str, dict[str, Any]]] = {
    "orders": {
        "payment_url": TEXT,
        "is_editable": BOOLEAN,
        "needs_payment": BOOLEAN,
        "needs_processing": BOOLEAN,
        "currency_symbol": TEXT,
    },
    "orders.shipping": {"phone": TEXT},  # since 5.6
    "orders.line_items": {
        "image": {"type": "object"},
        "parent_name": {"type": ["string", "null"]},
        "global_unique_id": TEXT,  # since 9.x
    },
    "orders.tax_lines": {"rate_percent": NUMBER},
    "orders.shipping_lines": {"instance_id": TEXT, "tax_status": TEXT},
    "orders.fee_lines": {"amount": TEXT},
    "orders.coupon_lines": {"discount_type": TEXT, "nominal_amount": NUMBER, "free_shipping": BOOLEAN},
    "order_notes": {"customer_note": BOOLEAN, "_links": LINKS},
    "order_refunds": {
        "parent_id": WHOLE,
        "tax_lines": {"type": "array"},
        "shipping_lines": {"type": "array"},
        "fee_lines": {"type": "array"},
        "_links": LINKS,
    },
    "order_refunds.line_items": {
        "image": {"type": "object"},
        "parent_name": {"type": ["string", "null"]},
        "global_unique_id": TEXT,
    },
    "payment_gateways": {"_links": LINKS},
}
# Where the source says something else than the API does.
RELAXED: dict[str, dict[str, Any]] = {
    "orders.tax_lines.rate_id": WHOLE,  # the source takes the rate's number for text
    "orders.line_items.taxes": LINE_TAXES,
    "orders.shipping_lines.taxes": LINE_TAXES,
    "orders.fee_lines.taxes": LINE_TAXES,
    "order_refunds.line_items.taxes": LINE_TAXES,
    "order_refunds.line_items.price": NUMBER,  # the source knows only whole numbers and text
    "payment_gateways.settings": {"type": "object"},  # each gateway names its own
}
# What the API does not answer with: added by the source's tool, or for writing only.
ABSENT = {
    "orders": {"shop_url", "set_paid"},
    "order_notes": {"custom_note", "added_by_user"},
    "order_refunds": {"api_refund"},
    "order_refunds.line_items": {"refund_total"},
    "payment_gateways": {"shop_url"},
}
# Only these may be null, and the source lets everything be.
NULLABLE = {"date_completed", "date_completed_gmt", "date_paid", "date_paid_gmt", "parent_name"}


@cache
def strict(name: str) -> dict[str, Any]:
    """The schema of one order, note, refund or gateway as the API answers with it, every field there."""
    return _strict(json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")), name)


def _strict(schema: dict[str, Any], path: str) -> dict[str, Any]:
    if path in RELAXED:
        return RELAXED[path]
    name = path.rpartition(".")[2]
    if name == "meta_data":
        in_line = path.endswith("line_items.meta_data")
        return DISPLAY_META if in_line else META
    made = {key: value for key, value in schema.items() if key not in ("$schema", "format")}
    kinds = made.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if name not in NULLABLE and "null" in kinds:
        kinds.remove("null")
        made["type"] = kinds[0] if len(kinds) == 1 else kinds
    if name.startswith("date_"):
        made["pattern"] = DATE["pattern"]
    if "items" in made:
        made["items"] = _strict(made["items"], path)
    if "properties" in made:
        known = {key: value for key, value in made["properties"].items() if key not in ABSENT.get(path, set())}
        properties = {key: _strict(value, f"{path}.{key}") for key, value in known.items()}
        properties.update(BEYOND.get(path, {}))
        if name == "_links":
            properties = {key: {"type": "array"} for key in properties}
        made.update(properties=properties, required=sorted(properties), additionalProperties=False)
    return made


# -- the rest, by the sheet --------------------------------------------------------------------------------------------

ERROR = record(
    {
        "code": {"type": ["string", "integer"]},
        "message": TEXT,
        "data": record(
            {
                "status": WHOLE,
                "params": {"type": ["object", "array"]},
                "details": {"type": "object"},
                "json_error_code": WHOLE,
                "json_error_message": TEXT,
            },
            optional={"params", "details", "json_error_code", "json_error_message"},
        ),
    }
)
# A plugin's refusals need not carry a status.
BARE_ERROR = {**ERROR, "properties": {**ERROR["properties"], "data": {"type": ["object", "array", "null"]}}}
SITE = {
    "type": "object",
    "required": ["name", "url", "home", "namespaces"],
    "properties": {
        "name": TEXT,
        "url": FILLED,
        "home": FILLED,
        "namespaces": listing(FILLED),
        "timezone_string": TEXT,
        "gmt_offset": {"type": ["string", "number"]},
        "routes": {"type": "object"},
    },
}
API_INDEX = record({"namespace": FILLED, "routes": {"type": "object"}, "_links": {"type": "object"}})
DESCRIPTION = record(
    {
        "namespace": FILLED,
        "methods": listing(TEXT),
        "endpoints": listing(record({"methods": listing(TEXT), "args": {"type": "object"}})),
        "schema": {"type": "object", "required": ["title", "properties"]},
    }
)
SYSTEM_STATUS = {"type": "object", "required": ["environment"], "properties": {"environment": {"type": "object"}}}
FULFILLMENT = record(
    {
        "id": WHOLE,
        "fulfillment_id": WHOLE,
        "entity_type": TEXT,
        "entity_id": FILLED,
        "status": {"enum": ["fulfilled", "unfulfilled"]},
        "is_fulfilled": BOOLEAN,
        "date_updated": TEXT,
        "date_deleted": {"type": ["string", "null"]},
        "meta_data": listing(record({"id": WHOLE, "key": TEXT, "value": {}})),
    }
)
TRACKING = record(
    {
        "tracking_id": FILLED,
        "tracking_provider": TEXT,
        "tracking_link": TEXT,
        "tracking_number": TEXT,
        "date_shipped": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "_links": {"type": "object", "required": ["self", "collection", "up"]},
    }
)
PROVIDERS = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": TEXT}}

_WRITTEN_META = listing(record({"id": WHOLE, "key": FILLED, "value": {}}, optional={"id"}), minItems=1)
# The sheet (5): whatever else stands in a change of an order recalculates its totals.
ORDER_CHANGE = {
    **record(
        {
            "status": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
            "meta_data": _WRITTEN_META,
            "set_paid": BOOLEAN,
            "transaction_id": TEXT,
            "manual_update": BOOLEAN,
        },
        optional={"status", "meta_data", "set_paid", "transaction_id", "manual_update"},
    ),
    "minProperties": 1,
}
# Of many orders only the status goes by one request, at most a hundred at once.
STATUSES = record(
    {
        "update": {
            **listing(record({"id": WHOLE, "status": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}}), minItems=1),
            "maxItems": 100,
        }
    }
)
NOTE = record({"note": FILLED, "customer_note": BOOLEAN})
# The sheet (6): `api_refund` on every call, since by itself the shop sends the money; the mark in the meta.
REFUND = record(
    {
        "amount": {"type": "string", "pattern": r"^\d+(\.\d+)?$"},
        "reason": FILLED,
        "api_refund": BOOLEAN,
        "api_restock": BOOLEAN,
        "line_items": listing(
            record(
                {
                    "id": WHOLE,
                    "quantity": {"type": "integer", "minimum": 0},
                    "refund_total": NUMBER,
                    "refund_tax": listing(record({"id": WHOLE, "refund_total": NUMBER})),
                }
            ),
            minItems=1,
        ),
        "meta_data": listing(record({"key": {"enum": ["_oms_push_id"]}, "value": FILLED}), minItems=1),
    },
    optional={"line_items"},
)
MAIL = record({"template_id": {"enum": ["customer_invoice"]}})
_PARCEL_META = {
    "_items": listing(record({"item_id": {"type": "integer", "minimum": 1}, "qty": {"type": "number", "minimum": 1}})),
    "_tracking_number": FILLED,
    "_shipment_provider": FILLED,
    "_tracking_url": FILLED,
}
_KNOWN_META = [record({"key": {"enum": [name]}, "value": value}) for name, value in _PARCEL_META.items()]
_OTHER_META = record({"key": {"type": "string", "pattern": "^_(oms|desk|provider)_"}, "value": {}})
NEW_FULFILLMENT = record(
    {
        "status": {"enum": ["fulfilled"]},
        "is_fulfilled": {"enum": [True]},
        "meta_data": listing({"oneOf": [*_KNOWN_META, _OTHER_META]}, minItems=2),
    }
)
_BY_NAME = {"tracking_provider": FILLED}
_BY_LINK = {"custom_tracking_provider": FILLED, "custom_tracking_link": TEXT}
_ENTRY = {"tracking_number": FILLED, "date_shipped": TRACKING["properties"]["date_shipped"]}
_FOR_AST = {"status_shipped": {"type": ["string", "integer"]}, "replace_tracking": {"type": ["string", "integer"]}}
NEW_TRACKING = {"oneOf": [record({**_ENTRY, **_BY_NAME}), record({**_ENTRY, **_BY_LINK})]}
NEW_AST_TRACKING = {
    "oneOf": [record({**_ENTRY, **way, **_FOR_AST}, optional=set(_FOR_AST)) for way in (_BY_NAME, _BY_LINK)]
}

# -- addresses ---------------------------------------------------------------------------------------------------------

_COUNT = pattern(r"\d+")
_DATE_TIME = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")  # naive: with Z the shop would shift it
_IDS = pattern(r"\d+(,\d+)*")
_FIELDS = {"_fields": pattern(r"[\w.]+(,[\w.]+)*")}
_PAGES = {"page": pattern(r"[1-9]\d*"), "per_page": pattern(r"[1-9]\d?|100"), "offset": _COUNT}
_LIST = {
    **_FIELDS,
    **_PAGES,
    "dp": _COUNT,
    "search": pattern(r".+"),
    "after": _DATE_TIME,
    "before": _DATE_TIME,
    "modified_after": _DATE_TIME,
    "modified_before": _DATE_TIME,
    "dates_are_gmt": one_of("true"),
    "status": pattern(r"[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*"),
    "orderby": one_of("date", "id", "include", "modified"),
    "order": one_of("asc", "desc"),
    "include": _IDS,
    "exclude": _IDS,
}
_ONE = {**_FIELDS, "dp": _COUNT}
_SIGNATURE = frozenset(
    {
        "consumer_key",
        "consumer_secret",
        "oauth_consumer_key",
        "oauth_timestamp",
        "oauth_nonce",
        "oauth_signature",
        "oauth_signature_method",
    }
)


@dataclass(frozen=True)
class Operation:
    """One method on one route. `request` None: the connector has no business there, whatever the shop answers."""

    name: str
    answers: Mapping[int, str]  # status to the name of an answer's schema, with [] for a list of it
    query: Mapping[str, Parameter] | None = None
    body: Mapping[str, Any] | None = None
    needs: frozenset[str] = field(default_factory=frozenset)


_ORDER = r"/wc/v3/orders/\d+"
_ONE_OR = {200: "orders"}
ROUTES: dict[str, dict[str, Operation]] = {
    "/": {"GET": Operation("index", {200: "site"}, _FIELDS)},
    r"/(wc|wc-shipment-tracking|wc-ast)/v3": {"GET": Operation("namespace", {200: "api"}, {})},
    r"/wc/v3/orders": {
        "GET": Operation("list", {200: "orders[]"}, _LIST),
        "POST": Operation("create", {201: "orders"}),
    },
    r"/wc/v3/orders/batch": {
        "POST": Operation("batch", {200: "batch"}, {}, STATUSES),
        **dict.fromkeys(("PUT", "PATCH"), Operation("batch", {200: "batch"})),
    },
    _ORDER: {
        "GET": Operation("order", _ONE_OR, _ONE),
        "PUT": Operation("change order", _ONE_OR, {}, ORDER_CHANGE),
        "POST": Operation("change order", _ONE_OR),
        "PATCH": Operation("change order", _ONE_OR),
        "DELETE": Operation("delete order", _ONE_OR),
    },
    rf"{_ORDER}/notes": {
        "GET": Operation("notes", {200: "order_notes[]"}, {"type": one_of("any", "customer", "internal")}),
        "POST": Operation("add note", {201: "order_notes"}, {}, NOTE),
    },
    rf"{_ORDER}/notes/\d+": dict.fromkeys(("GET", "DELETE"), Operation("note", {200: "order_notes"})),
    rf"{_ORDER}/refunds": {
        "GET": Operation("refunds", {200: "order_refunds[]"}, {**_PAGES, **_ONE}),
        "POST": Operation("book refund", {201: "order_refunds"}, {}, REFUND),
    },
    rf"{_ORDER}/refunds/\d+": dict.fromkeys(("GET", "DELETE"), Operation("refund", {200: "order_refunds"})),
    r"/wc/v3/refunds": {"GET": Operation("all refunds", {200: "order_refunds[]"}, {**_PAGES, **_ONE})},
    rf"{_ORDER}/fulfillments": {
        "GET": Operation("fulfillments", {200: "fulfillment[]"}, {}),
        "POST": Operation(
            "add fulfillment", {201: "fulfillment"}, {"notify_customer": one_of("true", "false")}, NEW_FULFILLMENT
        ),
    },
    rf"{_ORDER}/fulfillments/\d+": {
        **dict.fromkeys(("GET", "POST", "PUT", "PATCH"), Operation("fulfillment", {200: "fulfillment"})),
        "DELETE": Operation("remove fulfillment", {200: "removed"}),
    },
    r"/wc-(shipment-tracking|ast)/v3/(orders/\d+/)?shipment-trackings/providers": {
        "GET": Operation("providers", {200: "providers"}, {})
    },
    r"/wc-shipment-tracking/v3/orders/\d+/shipment-trackings": {
        "GET": Operation("trackings", {200: "tracking[]"}, {}),
        "POST": Operation("add tracking", {201: "tracking"}, {}, NEW_TRACKING),
    },
    r"/wc-ast/v3/orders/\d+/shipment-trackings": {
        "GET": Operation("trackings", {200: "tracking[]"}, {}),
        "POST": Operation("add tracking", {201: "tracking"}, {}, NEW_AST_TRACKING),
    },
    r"/wc-(shipment-tracking|ast)/v3/orders/\d+/shipment-trackings/[a-fA-F0-9]{0,32}": dict.fromkeys(
        ("GET", "DELETE"), Operation("tracking", {200: "tracking"})
    ),
    r"/wc/v3/system_status": {"GET": Operation("system status", {200: "system_status"}, _FIELDS)},
    rf"{_ORDER}/actions/email_templates": {"GET": Operation("mails", {200: "templates"}, {})},
    rf"{_ORDER}/actions/send_email": {"POST": Operation("send mail", {200: "mailed"}, {}, MAIL)},
    rf"{_ORDER}/actions/send_order_details": {"POST": Operation("send details", {200: "mailed"}, {}, record({}))},
    r"/wc/v3/payment_gateways": {"GET": Operation("gateways", {200: "payment_gateways[]"}, _FIELDS)},
    r"/wc/v3/payment_gateways/[\w-]+": {"GET": Operation("gateway", {200: "payment_gateways"}, {})},
}
_PATTERNS = [(re.compile(route), methods) for route, methods in ROUTES.items()]
_BESIDES: dict[str, dict[str, Any]] = {
    "site": SITE,
    "api": API_INDEX,
    "fulfillment": FULFILLMENT,
    "tracking": TRACKING,
    "providers": PROVIDERS,
    "system_status": SYSTEM_STATUS,
    "removed": record({"message": FILLED}),
    "mailed": record({"message": FILLED}),
    "templates": listing(record({"id": FILLED, "title": TEXT, "description": TEXT})),
    "batch": {"type": "object", "additionalProperties": {"type": "array"}},
    "description": DESCRIPTION,
    "error": {"anyOf": [ERROR, BARE_ERROR]},
}


@cache
def _whole(name: str) -> Check:
    return check(_BESIDES.get(name) or strict(name))


@cache
def _cut(name: str) -> Check:
    """With `_fields` any of them may be missing."""
    return check(_optional(_BESIDES.get(name) or strict(name)))


def _optional(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_optional(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _optional(value) for key, value in schema.items() if key != "required"}


@cache
def _body_check(route: str, method: str) -> Check | None:
    body = ROUTES[route][method].body
    return check(body) if body is not None else None


def problems_of(document: Any, name: str) -> list[str]:
    """What is wrong with one order, note, refund or gateway."""
    found = _whole(name)(document)
    return [found] if found else []


class WooCommerceRules:
    def request(self, request: WireRequest) -> list[str]:
        route, query = _route(request)
        if route is None:
            return [] if _may_be_no_api(request) else ["is no address of the API"]
        if request.method == "OPTIONS":
            return []
        found = _operation(route, request.method)
        if found is None:
            return ["is no call that the sheet names"]
        pattern_text, operation = found
        if operation.query is None:
            return ["is a call that the connector does not make"]
        problems = parameter_problems(query, operation.query, required=operation.needs)
        if any(name.endswith(("after", "before")) for name in query) and "dates_are_gmt" not in query:
            problems.append("query: a date without dates_are_gmt is in the shop's own time")
        problems += _sign_in_problems(request, route)
        problems += _body_problems(request, _body_check(pattern_text, request.method))
        return problems

    def answer(self, request: WireRequest, answer: WireAnswer, foreign: frozenset[str]) -> list[str]:
        route, query = _route(request)
        if route is None:
            return []  # the theme's own pages are nobody's contract
        if request.method == "HEAD":
            return []
        if answer.status == 404 and answer.content_type.startswith("text/html"):
            return []  # the theme's page again: this shop's API is elsewhere
        if not answer.content_type.startswith("application/json"):
            return [f"is {answer.content_type}, not JSON"]
        try:
            document = json.loads(answer.body)
        except ValueError:
            return ["is no JSON"]
        if answer.status >= 400:
            return _told(_whole("error")(document), "")
        method = "OPTIONS" if request.method == "OPTIONS" else _method(request)
        found = _operation(route, method)
        if method == "OPTIONS":
            return _told(_whole("description")(document), "")
        if found is None or answer.status not in found[1].answers:
            return [f"the sheet knows no {answer.status} here"]
        return _document_problems(document, found[1].answers[answer.status], cut="_fields" in query, foreign=foreign)


def _document_problems(document: Any, name: str, *, cut: bool, foreign: frozenset[str]) -> list[str]:
    single = name.removesuffix("[]")
    right = _cut(single) if cut else _whole(single)
    if name == single:
        return [] if _is_foreign(document, foreign) else _told(right(document), "")
    if not isinstance(document, list):
        return [f"is no list of {single}"]
    return [
        each
        for place, one in enumerate(document)
        if not _is_foreign(one, foreign)
        for each in _told(right(one), f"[{place}].")
    ]


def _is_foreign(one: Any, foreign: frozenset[str]) -> bool:
    # A record without an id can only be one that was spoilt on purpose, if there is such a one at all.
    return bool(foreign) and isinstance(one, dict) and (str(one.get("id")) in foreign or "id" not in one)


def _told(problem: str | None, where: str) -> list[str]:
    return [where + problem] if problem else []


def _route(request: WireRequest) -> tuple[str | None, dict[str, str]]:
    """The REST route with what stays of the query; None for an address of the theme."""
    query = {name: value for name, value in request.query if name not in _SIGNATURE}
    if "rest_route" in query:
        return "/" + query.pop("rest_route").strip("/"), query
    _, found, route = request.path.partition("/wp-json")
    return ("/" + route.strip("/") if found else None), query


def _may_be_no_api(request: WireRequest) -> bool:
    return request.path in ("", "/", "/index.php") and request.method == "GET"


def _method(request: WireRequest) -> str:
    return str(dict(request.query).get("_method") or request.headers.get("x-http-method-override") or request.method)


def _operation(route: str, method: str) -> tuple[str, Operation] | None:
    for expression, methods in _PATTERNS:
        if method in methods and expression.fullmatch(route):
            return expression.pattern, methods[method]
    return None


def _sign_in_problems(request: WireRequest, route: str) -> list[str]:
    if not route.startswith("/wc"):
        return []
    query = set(dict(request.query))
    keys = request.headers.get("authorization", "").startswith("Basic ") or query >= {"consumer_key", "consumer_secret"}
    # On loopback nothing leaves the computer, so a shop that knows only keys may have them over http too.
    bare = request.secure or request.headers.get("host", "").startswith(("127.0.0.1", "localhost", "[::1]"))
    return [] if query >= _OAUTH or (keys and bare) else ["is not signed in as the sheet says"]


_OAUTH = frozenset({"oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature"})


def _body_problems(request: WireRequest, right: Check | None) -> list[str]:
    if right is None:
        return ["body: none belongs here"] if request.body else []
    if not request.headers.get("content-type", "").startswith("application/json"):
        return ["headers: a JSON body without content-type application/json"]
    try:
        document = json.loads(request.body)
    except ValueError:
        return ["body: is no JSON"]
    return _told(right(document), "body: ")
