"""Owns what Amazon's Selling Partner API may be asked and may answer: Amazon's own models made strict, no field and no
parameter beyond theirs, and what the channel sheet adds to them.

What the models do not hold comes from the sheet: Login with Amazon, the gateway's bare refusal, headers, and the rules
between parameters. See SHARPENED and TOGETHER below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from connectors.simulation.wire import WireAnswer, WireRequest
from tests.specs import amazon_documents as documents
from tests.specs.judge import SPECS
from tests.specs.parameters import Parameter, number, one_of, parameter_problems, pattern, some_of
from tests.specs.strict import FILLED, TEXT, Check, check, closed, record

FOLDER = SPECS / "amazon" / "models"
# The files of the calls that Desk makes, and of v0 only the one that stays.
MODELS = (
    "orders-api-model/orders_2026-01-01.json",
    "orders-api-model/ordersV0.json",
    "sellers-api-model/sellers.json",
    "feeds-api-model/feeds_2021-06-30.json",
    "reports-api-model/reports_2021-06-30.json",
    "messaging-api-model/messaging.json",
    "solicitations-api-model/solicitations.json",
    "uploads-api-model/uploads_2020-11-01.json",
    "finances-api-model/finances_2024-06-19.json",
    "tokens-api-model/tokens_2021-03-01.json",
)
# The reading calls of v0 go away (sheet 3): whoever makes one is at fault.
OF_V0 = frozenset({"confirmShipment"})

_TIME = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_ORDER_ID = {"type": "string", "pattern": r"^\d{3}-\d{7}-\d{7}$"}
_DIGITS = {"type": "string", "pattern": r"^\d+$"}
# Where the model leaves open what the sheet knows: file, definition, field (or "" for all of the definition).
SHARPENED: dict[tuple[str, str, str], dict[str, Any]] = {
    ("orders_2026-01-01", "Decimal", ""): {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    ("orders_2026-01-01", "Order", "orderId"): _ORDER_ID,
    ("orders_2026-01-01", "OrderItem", "orderItemId"): _DIGITS,
    ("orders_2026-01-01", "PackageItem", "orderItemId"): _DIGITS,
    ("ordersV0", "PackageReferenceId", ""): {"type": "string", "pattern": "^[1-9][0-9]*$"},  # models#5094
    ("ordersV0", "ConfirmShipmentOrderItem", "orderItemId"): _DIGITS,
    ("ordersV0", "ConfirmShipmentOrderItem", "quantity"): {"type": "integer", "minimum": 1},
    ("ordersV0", "ConfirmShipmentOrderItemsList", ""): {
        "type": "array",
        "items": {"$ref": "#/definitions/ConfirmShipmentOrderItem"},
        "minItems": 1,
    },
}
# The model joins closed records by allOf, which nothing could satisfy: a context is one of them.
_CONTEXT = {
    "type": "object",
    "properties": {"contextType": {"enum": ["ProductContext"]}, "quantityShipped": {"type": "integer"}}
    | {name: {"type": "string"} for name in ("asin", "sku", "fulfillmentNetwork")},
    "required": ["contextType"],
    "additionalProperties": False,
}
SHARPENED["finances_2024-06-19", "Context", ""] = _CONTEXT
# The same for parameters: operation, name.
SHARPER_QUERY: dict[tuple[str, str], Parameter] = {
    ("searchOrders", "maxResultsPerPage"): number(1, 100),
    ("searchOrders", "marketplaceIds"): pattern(r"[A-Z0-9]+(,[A-Z0-9]+){0,49}"),
}
# Which set of data brings which part of an order.
PARTS = {
    "BUYER": "buyer",
    "RECIPIENT": "recipient",
    "PROCEEDS": "proceeds",
    "FULFILLMENT": "fulfillment",
    "PACKAGES": "packages",
    "PAYMENT": "payment",
}
TOKEN_PATH = "/auth/o2/token"
TOKEN = check(
    record(
        {
            "access_token": FILLED,
            "token_type": {"enum": ["bearer"]},
            "expires_in": {"type": "integer", "minimum": 1},
            "refresh_token": FILLED,
        },
        optional={"refresh_token"},
    )
)
TOKEN_ERROR = check(
    record(
        {
            "error": {
                "enum": [
                    "invalid_grant",
                    "invalid_client",
                    "unauthorized_client",
                    "invalid_request",
                    "unsupported_grant_type",
                    "invalid_scope",
                ]
            },
            "error_description": TEXT,
        }
    )
)
# The gateway in front of the API knows no list of errors (sheet 11.1).
FORBIDDEN = check(record({"message": {"enum": ["Forbidden"]}}))
_FORM = "application/x-www-form-urlencoded"
_GRANTS: dict[str, set[str]] = {
    "refresh_token": {"grant_type", "refresh_token", "client_id", "client_secret"},
    "authorization_code": {"grant_type", "code", "redirect_uri", "client_id", "client_secret"},
    "client_credentials": {"grant_type", "scope", "client_id", "client_secret"},
}


# -- from the models -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Operation:
    name: str
    file: str
    method: str
    path: re.Pattern[str]
    query: Mapping[str, Parameter]
    needs: frozenset[str]
    body: str | None  # name of a definition
    answers: Mapping[int, str | None]  # status to name of a definition, None for no body
    rules: tuple[Callable[[Mapping[str, str]], str | None], ...] = field(default=())


@cache
def _model(file: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    return found


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".json")


@cache
def definitions(file: str) -> dict[str, Any]:
    """All of a model, each object closed and sharpened."""
    made: dict[str, Any] = closed(_without_words(_model(file)["definitions"]))
    for (stem, name, field_name), sharper in SHARPENED.items():
        if stem != _stem(file):
            continue
        if field_name:
            made[name]["properties"][field_name] = sharper
        else:
            made[name] = sharper
    return made


_WORDS = frozenset({"description", "example", "examples", "title", "x-docgen-enum-table-extension", "xml"})
_FORMATS = frozenset({"date-time", "date"})
# Where the values are examples, and the model says so.
OPEN = frozenset({"paymentMethod"})


def _without_words(node: Any, *, names: bool = True, name: str = "") -> Any:
    """What does not bind is left out, codes that a model tells in words only being bound first. `names`: the keys of
    this node are names of fields or definitions, `name` being one of them.
    """
    if isinstance(node, list):
        return [_without_words(each, names=False) for each in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {key: _without_words(value, names=False, name=key) for key, value in node.items()}
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    made = {
        key: _without_words(value, names=key == "properties")
        for key, value in node.items()
        if key not in _WORDS and (key != "format" or value in _FORMATS)
    }
    return _with_codes(made, str(node.get("description", ""))) if name not in OPEN else made


def _with_codes(schema: dict[str, Any], words: str) -> dict[str, Any]:
    codes = re.findall(r"`([A-Z_]+)`", words.partition("**Possible value")[2].partition("**Note")[0])
    if not codes or "enum" in schema:
        return schema
    if schema.get("type") == "array":
        return {**schema, "items": {**schema["items"], "enum": codes}}
    return {**schema, "enum": codes} if schema.get("type") == "string" else schema


@cache
def definition_check(file: str, name: str) -> Check:
    return check({"$ref": f"#/definitions/{name}", "definitions": definitions(file)})


@cache
def envelope_check(file: str, name: str, records: str) -> Check:
    """The same without looking at the records of a page, which are checked one by one."""
    envelope = {**definitions(file)[name]}
    envelope["properties"] = {**envelope["properties"], records: {"type": "array"}}
    return check({**envelope, "definitions": definitions(file)})


def _operations() -> list[Operation]:
    found = []
    for file in MODELS:
        for path, methods in _model(file)["paths"].items():
            for method, told in methods.items():
                if not isinstance(told, dict) or "operationId" not in told:
                    continue
                if _stem(file) == "ordersV0" and told["operationId"] not in OF_V0:
                    continue
                found.append(_operation(file, path, method.upper(), told))
    return found


def _operation(file: str, path: str, method: str, told: Mapping[str, Any]) -> Operation:
    parameters = [_resolved(file, each) for each in told.get("parameters", [])]
    query = {each["name"]: _parameter(each) for each in parameters if each["in"] == "query"}
    query |= {name: sharper for (call, name), sharper in SHARPER_QUERY.items() if call == told["operationId"]}
    body = next((each for each in parameters if each["in"] == "body"), None)
    answers = {
        int(status): _name(answer.get("schema"))
        for status, answer in ((s, _resolved(file, a)) for s, a in told["responses"].items())
    }
    expression = re.sub(r"\{\w*[oO]rderId\}", r"\\d{3}-\\d{7}-\\d{7}", path)
    return Operation(
        name=told["operationId"],
        file=file,
        method=method,
        path=re.compile(re.sub(r"\{\w+\}", "[^/]+", expression)),
        query=query,
        needs=frozenset(each["name"] for each in parameters if each["in"] == "query" and each.get("required")),
        body=_name(body["schema"]) if body is not None else None,
        answers=answers,
        rules=TOGETHER.get(told["operationId"], ()),
    )


def _resolved(file: str, node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = _model(file)
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def _name(schema: Mapping[str, Any] | None) -> str | None:
    return schema["$ref"].rpartition("/")[2] if schema else None


def _parameter(told: Mapping[str, Any]) -> Parameter:
    kind = told.get("type")
    if kind == "array":
        values = told.get("items", {}).get("enum")
        most = told.get("maxItems")
        if values:
            return some_of(values, most)
        many = f"{{0,{most - 1}}}" if most else "*"
        return pattern(rf"[^,]+(,[^,]+){many}")
    if kind == "integer":
        return number(told.get("minimum", 0), told.get("maximum"))
    if kind == "boolean":
        return one_of("true", "false")
    if told.get("format") == "date-time":
        return _TIME
    return one_of(*told["enum"]) if "enum" in told else pattern(".+")


# -- rules between parameters, by the sheet --------------------------------------------------------------------------


def _one_beginning(query: Mapping[str, str]) -> str | None:
    begun = [name for name in ("lastUpdatedAfter", "createdAfter") if name in query]
    return None if len(begun) == 1 else "query: exactly one of lastUpdatedAfter and createdAfter"


def _says_where(query: Mapping[str, str]) -> str | None:
    return None if "marketplaceIds" in query else "query: marketplaceIds is always sent"


TOGETHER: dict[str, tuple[Callable[[Mapping[str, str]], str | None], ...]] = {
    "searchOrders": (_one_beginning, _says_where),
}


# -- the verdict -----------------------------------------------------------------------------------------------------


class AmazonRules:
    def __init__(self) -> None:
        self._operations: list[Operation] | None = None

    def operations(self) -> list[Operation]:
        if self._operations is None:
            self._operations = _operations()
        return self._operations

    def find(self, request: WireRequest) -> Operation | None:
        for one in self.operations():
            if one.method == request.method and one.path.fullmatch(request.path):
                return one
        return None

    def request(self, request: WireRequest) -> list[str]:
        if request.path == TOKEN_PATH:
            return _token_request_problems(request)
        if request.path.startswith(documents.BUCKET):
            return documents.request_problems(request)
        operation = self.find(request)
        if operation is None:
            return ["is no call of the models"]
        query = dict(request.query)
        problems = parameter_problems(query, operation.query, required=operation.needs)
        if len(query) < len(request.query):
            problems.append("query: a name comes twice")
        problems += [found for rule in operation.rules if (found := rule(query))]
        problems += [f"headers: {name} is missing" for name in NEEDED if not request.headers.get(name, "").strip()]
        if "authorization" in request.headers:
            problems.append("headers: authorization, which the API does not know")
        return problems + _body_problems(operation, request)

    def answer(self, request: WireRequest, answer: WireAnswer, foreign: frozenset[str]) -> list[str]:
        if request.path == TOKEN_PATH:
            return _token_answer_problems(answer)
        if request.path.startswith(documents.BUCKET):
            return documents.answer_problems(request, answer)
        document, problems = _document(answer)
        if problems:
            return problems
        if answer.status == 403 and FORBIDDEN(document) is None:
            return []
        operation = self.find(request)
        if operation is None:
            # An address that is none is refused in the API's own form.
            return _told(_errors_check()(document)) if answer.status >= 400 else ["an answer to a call of no model"]
        if answer.status not in operation.answers:
            return [f"the model knows no {answer.status} for {operation.name}"]
        return _answer_problems(operation, request, answer, document, foreign)


def _answer_problems(
    operation: Operation, request: WireRequest, answer: WireAnswer, document: Any, foreign: frozenset[str]
) -> list[str]:
    name = operation.answers[answer.status]
    if name is None:
        return ["a body where the model has none"] if answer.body else []
    if not answer.body:
        return ["no body where the model has one"]
    if operation.name == "searchOrders" and answer.status == 200:
        return _page_problems(operation, document, request, foreign)
    single = operation.name == "getOrder" and answer.status == 200
    if single and _is_foreign(document.get("order"), foreign):
        return []
    problems = _told(definition_check(operation.file, name)(document))
    return problems + (_unasked(document.get("order"), request, "order.") if single else [])


NEEDED = ("x-amz-access-token", "user-agent")


@cache
def _errors_check() -> Check:
    return definition_check(MODELS[0], "ErrorList")


def _document(answer: WireAnswer) -> tuple[Any, list[str]]:
    if not answer.body:
        return None, []
    if not answer.content_type.startswith("application/"):
        return None, [f"is {answer.content_type}, not JSON"]
    try:
        return json.loads(answer.body), []
    except ValueError:
        return None, ["is no JSON"]


def _page_problems(operation: Operation, document: Any, request: WireRequest, foreign: frozenset[str]) -> list[str]:
    problems = _told(envelope_check(operation.file, operation.answers[200] or "", "orders")(document))
    if problems:
        return problems
    right = definition_check(operation.file, "Order")
    for place, order in enumerate(document["orders"]):
        if not _is_foreign(order, foreign):
            problems += _told(right(order), f"orders[{place}].")
            problems += _unasked(order, request, f"orders[{place}].")
    most = int(dict(request.query).get("maxResultsPerPage", 100))
    if len(document["orders"]) > most:
        problems.append(f"orders: more than the {most} that were asked for")
    return problems


def _unasked(order: Any, request: WireRequest, where: str) -> list[str]:
    asked = dict(request.query).get("includedData", "").split(",")
    return [
        f"{where}{part}: was not asked for"
        for name, part in PARTS.items()
        if name not in asked and isinstance(order, dict) and part in order
    ]


def _is_foreign(one: Any, foreign: frozenset[str]) -> bool:
    # A record without an id can only be one that was spoilt on purpose, if there is such a one at all.
    return bool(foreign) and isinstance(one, dict) and (str(one.get("orderId")) in foreign or "orderId" not in one)


def _told(problem: str | None, where: str = "") -> list[str]:
    return [where + problem] if problem else []


def _body_problems(operation: Operation, request: WireRequest) -> list[str]:
    if operation.body is None:
        return ["body: none belongs here"] if request.body else []
    if not request.headers.get("content-type", "").startswith("application/json"):
        return ["headers: a JSON body without content-type application/json"]
    try:
        document = json.loads(request.body)
    except ValueError:
        return ["body: is no JSON"]
    problems = _told(definition_check(operation.file, operation.body)(document), "body: ")
    if operation.name == "confirmShipment" and not problems:
        detail = document["packageDetail"]
        if detail["carrierCode"] == "Other" and not detail.get("carrierName"):
            problems.append("body: packageDetail.carrierName is needed when carrierCode is Other")
    return problems


# -- Login with Amazon -----------------------------------------------------------------------------------------------


def _token_request_problems(request: WireRequest) -> list[str]:
    form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    wanted = _GRANTS.get(form.get("grant_type", ""))
    problems = [] if request.method == "POST" else ["is no POST"]
    if not request.headers.get("content-type", "").startswith(_FORM):
        problems.append("headers: a form without its content-type")
    if request.query_string:
        problems.append("query: none belongs here")
    if wanted is None:
        return [*problems, "body: no grant_type of the sheet"]
    problems += [f"body: {name} is unknown here" for name in sorted(set(form) - wanted)]
    return problems + [f"body: {name} is missing" for name in sorted(wanted) if not form.get(name)]


def _token_answer_problems(answer: WireAnswer) -> list[str]:
    document, problems = _document(answer)
    if problems:
        return problems
    if answer.status == 200:
        return _told(TOKEN(document))
    if 400 <= answer.status < 500:
        return _told(TOKEN_ERROR(document))
    return [f"the sheet knows no {answer.status} here"]


def sandbox_examples(file: str) -> list[tuple[str, int, Mapping[str, Any], Any]]:
    """Amazon's own examples: operation, status, parameters by name, answer."""
    found: list[tuple[str, int, Mapping[str, Any], Any]] = []
    for methods in _model(file)["paths"].values():
        for told in methods.values():
            if not isinstance(told, dict):
                continue
            for status, answer in told.get("responses", {}).items():
                for example in answer.get("x-amzn-api-sandbox", {}).get("static", []):
                    given = example.get("request", {}).get("parameters", {})
                    values = {name: each.get("value") for name, each in given.items()}
                    found.append((told["operationId"], int(status), values, example.get("response")))
    return found
