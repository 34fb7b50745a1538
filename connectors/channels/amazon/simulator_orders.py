"""searchOrders and getOrder of the simulated Selling Partner API: which orders a request means, what it refuses, and
the tokens by which it turns pages. Reads the account only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.channels.amazon.simulator_errors import (
    CHECK_PAGE,
    DENIED,
    ApiError,
    as_json,
    invalid,
    not_found,
)
from connectors.channels.amazon.simulator_model import (
    AMAZON,
    HISTORY,
    LATE_SECONDS,
    MARKETPLACES,
    MERCHANT,
    STATUSES,
    AmazonOrder,
    Seller,
)
from connectors.channels.amazon.simulator_render import DATA_SETS, PERSONAL, instant, order_json
from connectors.simulation.clock import whole_seconds
from connectors.simulation.wire import WireAnswer, WireRequest

ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
TOKEN_LIFE = timedelta(hours=24)
MAY_CHANGE = ("paginationToken", "maxResultsPerPage", "includedData")
FILTERS = (
    "createdAfter",
    "createdBefore",
    "lastUpdatedAfter",
    "lastUpdatedBefore",
    "fulfillmentStatuses",
    "marketplaceIds",
    "fulfilledBy",
)
KNOWN = (*FILTERS, *MAY_CHANGE)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class Search:
    """A request that has passed all checks. `field` is what it selects by, `after` and `before` bound it."""

    field: str
    after: datetime
    before: datetime
    statuses: Sequence[str]
    marketplaces: Sequence[str]
    fulfilled_by: Sequence[str]
    wanted: Sequence[str]
    size: int
    from_key: tuple[datetime, str] | None
    digest: str


def search_orders(seller: Seller, request: WireRequest) -> WireAnswer:
    search = _parse(seller, request)
    found = _select(seller, search, request.at)
    page = found[: search.size]
    document: dict[str, Any] = {
        "orders": [order_json(seller, order, search.wanted, request.at) for order in page],
        f"{search.field}Before": instant(search.before),
    }
    if len(found) > len(page):
        document["pagination"] = {"nextToken": _token(search, page[-1], request.at)}
    return WireAnswer(200, as_json(document))


def get_order(seller: Seller, order_id: str, request: WireRequest) -> WireAnswer:
    query = _single(request)
    wanted = _list(query, "includedData", DATA_SETS)
    if ORDER_ID.fullmatch(order_id) is None:
        raise invalid()
    _check_roles(seller, wanted)
    order = seller.orders.get(order_id)
    if order is None or order.created < request.at - HISTORY or not _is_visible(order, request.at):
        raise not_found()
    return WireAnswer(200, as_json({"order": order_json(seller, order, wanted, request.at)}))


# -- which orders ----------------------------------------------------------------------------------------------------


def _select(seller: Seller, search: Search, now: datetime) -> list[AmazonOrder]:
    """One more than the page holds, when there is more. Pages go on by key, so a change between them moves nothing."""
    if search.field == "lastUpdated":
        ordered = seller.by_update()
    else:
        ordered = sorted(seller.orders.values(), key=lambda order: (order.created, order.id))

    def key(order: AmazonOrder) -> tuple[datetime, str]:
        return (order.updated if search.field == "lastUpdated" else order.created, order.id)

    if search.from_key is not None:
        first = bisect_right(ordered, search.from_key, key=key)
    else:
        first = bisect_left(ordered, (search.after, ""), key=key)
    found: list[AmazonOrder] = []
    for order in ordered[first:]:
        if key(order)[0] > search.before or len(found) > search.size:
            break
        if _fits(order, search, now):
            found.append(order)
    return found


def _fits(order: AmazonOrder, search: Search, now: datetime) -> bool:
    return (
        (not search.statuses or order.status in search.statuses)
        and (not search.marketplaces or order.marketplace in search.marketplaces)
        and (not search.fulfilled_by or order.fulfilled_by in search.fulfilled_by)
        and order.created >= now - HISTORY
        and _is_visible(order, now)
    )


def _is_visible(order: AmazonOrder, now: datetime) -> bool:
    return order.visible_from is None or now >= order.visible_from


# -- arguments -------------------------------------------------------------------------------------------------------


def _parse(seller: Seller, request: WireRequest) -> Search:
    query = _single(request)
    latest = whole_seconds(request.at) - timedelta(seconds=LATE_SECONDS)
    field = _field(query)
    statuses = _list(query, "fulfillmentStatuses", STATUSES)
    fulfilled_by = _list(query, "fulfilledBy", (MERCHANT, AMAZON))
    marketplaces = _list(query, "marketplaceIds", _region(seller))
    if len(marketplaces) > 50:
        raise invalid(details="marketplaceIds holds more than 50 values.")
    wanted = _list(query, "includedData", DATA_SETS)
    after = _instant(query, f"{field}After")
    before = _instant(query, f"{field}Before") if f"{field}Before" in query else None
    if before is not None and (before < after or before > request.at - timedelta(seconds=LATE_SECONDS)):
        raise invalid(details=f"{field}Before must be after {field}After and at least two minutes ago.")
    size = min(_size(query), seller.options.page_cap)
    _check_roles(seller, wanted)
    fingerprint = _fingerprint(query)
    search = Search(
        field=field,
        after=after,
        before=before or latest,
        statuses=statuses,
        marketplaces=marketplaces,
        fulfilled_by=fulfilled_by,
        wanted=wanted,
        size=size,
        from_key=None,
        digest=fingerprint,
    )
    return _continued(search, query["paginationToken"], request.at) if "paginationToken" in query else search


def _single(request: WireRequest) -> dict[str, str]:
    """Lists are comma separated; a name that comes twice is a mistake. Unknown names are passed over."""
    query: dict[str, str] = {}
    for name, value in request.query:
        if name in KNOWN and name in query:
            raise invalid(details=f"{name} was given more than once.")
        query[name] = value
    return query


def _field(query: dict[str, str]) -> str:
    """`lastUpdated` or `created`: exactly one, and none of the other's bounds beside it."""
    chosen = [field for field in ("lastUpdated", "created") if f"{field}After" in query]
    if len(chosen) != 1:
        raise invalid(details="Exactly one of createdAfter and lastUpdatedAfter must be provided.")
    other = "created" if chosen[0] == "lastUpdated" else "lastUpdated"
    if f"{other}Before" in query:
        raise invalid(details=f"{other}Before cannot be provided with {chosen[0]}After.")
    return chosen[0]


def _instant(query: dict[str, str], name: str) -> datetime:
    text = query[name]
    if _DATE_TIME.fullmatch(text) is None:
        raise invalid(details=f"Invalid date-time field(s) [{name}].")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(details=f"Invalid date-time field(s) [{name}].") from error


def _list(query: dict[str, str], name: str, allowed: Sequence[str]) -> list[str]:
    if name not in query:
        return []
    values = query[name].split(",")
    if unknown := [value for value in values if value not in allowed]:
        raise invalid(details=f"{name} does not allow {', '.join(unknown) or 'an empty value'}.")
    return values


def _region(seller: Seller) -> list[str]:
    return [each.id for each in MARKETPLACES.values() if each.region == seller.options.region]


def _size(query: dict[str, str]) -> int:
    text = query.get("maxResultsPerPage", "100")
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= 100:
        raise invalid(details="maxResultsPerPage must be between 1 and 100.")
    return int(text)


def _check_roles(seller: Seller, wanted: Sequence[str]) -> None:
    denied = seller.options.denied
    if denied == "all" or (denied == "pii" and any(name in PERSONAL for name in wanted)):
        raise ApiError(403, "AccessDenied", DENIED)


# -- page tokens -----------------------------------------------------------------------------------------------------


def _fingerprint(query: dict[str, str]) -> str:
    """Of all that may not change from page to page. Values of a list may come in any sequence."""
    kept = sorted((name, ",".join(sorted(value.split(",")))) for name, value in query.items() if name in FILTERS)
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:24]


def _token(search: Search, last: AmazonOrder, now: datetime) -> str:
    moment = last.updated if search.field == "lastUpdated" else last.created
    content = {
        "f": search.digest,
        "b": search.before.timestamp(),
        "k": [moment.timestamp(), last.id],
        "t": now.timestamp(),
    }
    return base64.urlsafe_b64encode(as_json(content)).decode()


def _continued(search: Search, token: str, now: datetime) -> Search:
    try:
        content = json.loads(base64.urlsafe_b64decode(token.encode()))
        made, before = datetime.fromtimestamp(content["t"], UTC), datetime.fromtimestamp(content["b"], UTC)
        key = (datetime.fromtimestamp(content["k"][0], UTC), str(content["k"][1]))
        digest = content["f"]
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, OSError) as error:
        raise invalid(CHECK_PAGE) from error
    if digest != search.digest:
        raise invalid(CHECK_PAGE)
    if now > made + TOKEN_LIFE:
        raise invalid(CHECK_PAGE, "The paginationToken has expired.")
    return Search(
        field=search.field,
        after=search.after,
        before=before,
        statuses=search.statuses,
        marketplaces=search.marketplaces,
        fulfilled_by=search.fulfilled_by,
        wanted=search.wanted,
        size=search.size,
        from_key=key,
        digest=search.digest,
    )
