"""What the feeds and the reports of a simulated Selling Partner API have in common: reading a JSON body, filters and
pages of a list, instants. Pure but for the tokens, which carry their own time.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from connectors.channels.amazon.simulator_errors import ApiError, as_json, invalid
from connectors.channels.amazon.simulator_model import MARKETPLACES, Seller, digest
from connectors.channels.amazon.simulator_office import PROCESSING, Job
from connectors.simulation.wire import WireRequest

RETENTION = timedelta(days=90)
TOKEN_LIFE = timedelta(hours=24)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?")
J = TypeVar("J", bound=Job)


def json_body(request: WireRequest, texts: Sequence[str], *, lists: Sequence[str] = ()) -> dict[str, Any]:
    """Each of these is required, of its type and filled."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiError(415, "UnsupportedMediaType", "The request's Content-Type must be application/json.")
    try:
        document = json.loads(request.body)
    except ValueError as error:
        raise invalid() from error
    if not isinstance(document, dict):
        raise invalid()
    wrong = [name for name in texts if not isinstance(document.get(name), str) or not document[name]]
    for name in lists:
        value = document.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            wrong.append(name)
    if wrong:
        raise invalid("Invalid request parameters", f"{', '.join(wrong)} is missing or not valid.")
    return document


def marketplaces_of(seller: Seller, document: Mapping[str, Any]) -> tuple[str, ...]:
    given = tuple(document["marketplaceIds"])
    if len(given) > 25 or any(each not in MARKETPLACES for each in given):
        raise invalid("Invalid request parameters", "marketplaceIds is not valid.")
    if any(each not in seller.options.marketplace_ids for each in given):
        raise ApiError(403, "Unauthorized", "Access to requested resource is denied.", "marketplaceIds")
    return given


def instant_of(text: Any, name: str) -> datetime:
    if not isinstance(text, str) or _DATE_TIME.fullmatch(text) is None:
        raise invalid("Invalid request parameters", f"{name} is not an ISO 8601 date-time.")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid("Invalid request parameters", f"{name} is not an ISO 8601 date-time.") from error
    return moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def times(seller: Seller, kind: str, place: int, seconds: int, at: datetime) -> tuple[datetime, datetime]:
    """When a job starts and ends: drawn around the account's usual time, a third of it in the queue."""
    share = 50 + digest(seller.seed, kind, place) % 101
    whole = seconds * share / 100
    return at + timedelta(seconds=whole / 3), at + timedelta(seconds=whole)


def query_of(request: WireRequest, known: Sequence[str]) -> dict[str, str]:
    query: dict[str, str] = {}
    for name, value in request.query:
        if name in known and name in query:
            raise invalid("Invalid request parameters", f"{name} was given more than once.")
        query[name] = value
    return {name: value for name, value in query.items() if name in known}


# -- lists -----------------------------------------------------------------------------------------------------------


def listed(
    request: WireRequest, jobs: Sequence[J], types: str, known_types: Sequence[str]
) -> tuple[list[J], str | None]:
    """A page, newest first, and the token of the next."""
    names = (types, "marketplaceIds", "pageSize", "processingStatuses", "createdSince", "createdUntil", "nextToken")
    query, start = query_of(request, names), 0
    if "nextToken" in query:
        if len(query) > 1:
            raise invalid("Invalid request parameters", "nextToken cannot be provided with any other parameter.")
        query, start = read_token(query["nextToken"], request.at)
    chosen = _chosen(query, request, jobs, types, known_types)
    size = _size(query)
    token = make_token(query, start + size, request.at) if start + size < len(chosen) else None
    return chosen[start : start + size], token


def _chosen(
    query: Mapping[str, str], request: WireRequest, jobs: Sequence[J], types: str, known_types: Sequence[str]
) -> list[J]:
    if types not in query:
        raise invalid("Invalid request parameters", f"Either {types} or nextToken is required.")
    wanted = _values(query, types, known_types, 10)
    places = _values(query, "marketplaceIds", tuple(MARKETPLACES), 10)
    statuses = _values(query, "processingStatuses", PROCESSING, 5)
    since = instant_of(query["createdSince"], "createdSince") if "createdSince" in query else request.at - RETENTION
    until = instant_of(query["createdUntil"], "createdUntil") if "createdUntil" in query else request.at
    fits: Callable[[J], bool] = lambda job: (  # noqa: E731 - one sentence
        job.type in wanted
        and max(since, request.at - RETENTION) <= job.created <= until
        and (not places or bool(set(places) & set(job.marketplaces)))
        and (not statuses or job.status in statuses)
    )
    return sorted((job for job in jobs if fits(job)), key=lambda job: (job.created, job.id), reverse=True)


def _values(query: Mapping[str, str], name: str, allowed: Sequence[str], most: int) -> list[str]:
    values = query[name].split(",") if name in query else []
    if len(values) > most or any(value not in allowed for value in values):
        raise invalid("Invalid request parameters", f"{name} is not valid.")
    return values


def _size(query: Mapping[str, str]) -> int:
    given = query.get("pageSize", "10")
    if not re.fullmatch(r"\d{1,3}", given, re.ASCII) or not 1 <= int(given) <= 100:
        raise invalid("Invalid request parameters", "pageSize must be between 1 and 100.")
    return int(given)


def make_token(query: Mapping[str, str], place: int, at: datetime) -> str:
    content = {"q": dict(query), "p": place, "t": at.timestamp()}
    return base64.urlsafe_b64encode(as_json(content)).decode()


def read_token(token: str, at: datetime) -> tuple[dict[str, str], int]:
    try:
        content = json.loads(base64.urlsafe_b64decode(token.encode()))
        made, place = datetime.fromtimestamp(content["t"], UTC), int(content["p"])
        query = {str(name): str(value) for name, value in content["q"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise invalid("Invalid request parameters", "nextToken is not valid.") from error
    if at > made + TOKEN_LIFE:
        raise invalid("Invalid request parameters", "nextToken has expired.")
    return query, place
