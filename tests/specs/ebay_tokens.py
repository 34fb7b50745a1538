"""Owns what eBay's token endpoint and consent pages may be asked and may answer (sheet 2)."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from connectors.simulation.wire import WireAnswer, WireRequest
from tests.specs.ebay_facts import error_schema, facts
from tests.specs.ebay_order import some
from tests.specs.strict import FILLED, TEXT, WHOLE, check, listing, record

TOKEN_PATH = "/identity/v1/oauth2/token"
PAGES = "/oauth2/"
_ASKED = {"client_id", "redirect_uri", "response_type", "scope", "state", "prompt"}
_GRANTS: dict[str, tuple[set[str], set[str]]] = {  # what must and what may be in the form
    "refresh_token": ({"grant_type", "refresh_token"}, {"scope"}),
    "authorization_code": ({"grant_type", "code", "redirect_uri"}, set()),
    "client_credentials": ({"grant_type", "scope"}, set()),
}
TOKEN = check(
    some(
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


def request_problems(request: WireRequest) -> list[str]:
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


def answer_problems(answer: WireAnswer) -> list[str]:
    if not answer.content_type.startswith("application/json"):
        return [f"is {answer.content_type}, not JSON"]
    document = json.loads(answer.body)
    if answer.status == 200:
        return _told(TOKEN(document))
    if answer.status == 429:
        return _told(check(record({"errors": listing(error_schema(), minItems=1)}))(document))
    return _told(TOKEN_ERROR(document)) if answer.status < 500 else [f"the sheet knows no {answer.status} here"]


def page_request_problems(request: WireRequest) -> list[str]:
    """A browser is sent there with the sheet's parameters and no other; the rest is eBay's own."""
    if not request.path.endswith("/authorize"):
        return []
    query: dict[str, Any] = dict(request.query)
    must = _ASKED - {"prompt", "state"}
    problems = [f"query: {name} is missing" for name in sorted(must) if not query.get(name)]
    return problems + [f"query: {name} is unknown here" for name in sorted(set(query) - _ASKED)]


def page_answer_problems(answer: WireAnswer) -> list[str]:
    if answer.status == 302:
        (place,) = [value for name, value in answer.headers if name == "Location"]
        return [] if re.search(r"[?&]isAuthSuccessful=(true&.*code=|false)", place) else ["Location tells nothing"]
    return [] if answer.content_type.startswith("text/html") else ["is no page"]


def _told(problem: str | None) -> list[str]:
    return [problem] if problem else []
