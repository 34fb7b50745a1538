"""Which orders a list request of a simulated WooCommerce shop means, and in what sequence. Reads the shop only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter

from connectors.channels.woocommerce.simulator_model import NOT_ANY, Shop, ShopOrder
from connectors.channels.woocommerce.simulator_params import (
    Params,
    boolean,
    choice,
    choices,
    date_pieces,
    date_time,
    integer,
    integers,
)

ORDERBY = ("date", "id", "include", "title", "slug", "modified")


@dataclass(frozen=True, slots=True)
class OrderPage:
    orders: list[ShopOrder]
    total: int
    page: int
    pages: int


def find_orders(shop: Shop, params: Params) -> OrderPage:
    """Checks the arguments as the API does, then selects, sorts and pages."""
    page = integer(params, "page", 1, least=1)
    per_page = integer(params, "per_page", 10, least=1, most=shop.options.per_page_cap)
    offset = integer(params, "offset", -1)
    statuses = choices(params, "status", ("any",), ("any", "trash", *shop.statuses))
    orderby = choice(params, "orderby", "date", ORDERBY)
    descending = choice(params, "order", "desc", ("asc", "desc")) == "desc"
    include, exclude = integers(params, "include"), set(integers(params, "exclude"))
    customer = integer(params, "customer", -1)
    product = integer(params, "product", -1)
    tests = _date_tests(shop, params)
    words = str(params.get("search", "")).casefold().strip()
    chosen = set(include)
    found = [
        order
        for order in shop.visible()
        if _status_fits(order.status, statuses)
        and (not include or order.id in chosen)
        and order.id not in exclude
        and (customer < 0 or order.customer_id == customer)
        and (product < 0 or any(line.product_id == product for line in order.lines))
        and all(test(order) for test in tests)
        and (not words or words in _searched(order))
    ]
    if orderby == "include" and include:
        found.sort(key=lambda order: include.index(order.id))
    else:
        found.sort(key=_sort_key(orderby), reverse=descending)
    first = offset if offset >= 0 else (page - 1) * per_page
    pages = -(-len(found) // per_page)
    return OrderPage(found[first : first + per_page], len(found), page, pages)


def _status_fits(status: str, wanted: list[str]) -> bool:
    return (status not in NOT_ANY) if "any" in wanted else status in wanted


def _sort_key(orderby: str) -> Callable[[ShopOrder], tuple[object, int]]:
    # The ID comes second wherever seconds may be equal.
    if orderby == "modified":
        return lambda order: (order.modified, order.id)
    if orderby in ("date", "title", "slug"):
        return lambda order: (order.created, order.id)
    return lambda order: (order.id, order.id)


def _searched(order: ShopOrder) -> str:
    fields = [str(order.id), order.number, *order.billing.values(), *order.shipping.values()]
    fields += [line.name for line in order.lines]
    return "\n".join([" ".join((order.billing["first_name"], order.billing["last_name"])), *fields]).casefold()


def _date_tests(shop: Shop, params: Params) -> list[Callable[[ShopOrder], bool]]:
    in_gmt = boolean(params, "dates_are_gmt", False)
    tests: list[Callable[[ShopOrder], bool]] = []
    for name in ("after", "before", "modified_after", "modified_before"):
        text = date_time(params, name)
        if text is not None:
            tests.append(_date_test(shop, name, as_mysql_compares(shop, text), in_gmt))
    return tests


def _date_test(shop: Shop, name: str, limit: datetime, in_gmt: bool) -> Callable[[ShopOrder], bool]:
    # Stored instants are whole seconds, so the strict bounds below are strict at that precision.
    field = attrgetter("modified" if name.startswith("modified") else "created")
    local = shop.local

    def column(order: ShopOrder) -> datetime:
        instant: datetime = field(order)
        return instant if in_gmt else local(instant)

    limit = limit.replace(tzinfo=UTC) if in_gmt else limit
    if name.endswith("after"):
        return lambda order: column(order) > limit
    return lambda order: column(order) < limit


def as_mysql_compares(shop: Shop, text: str) -> datetime:
    """What WordPress' date query makes of an argument, whatever column it then compares with: a value with an offset
    becomes shop time; a naive one stays, except that an hour which the shop's clock skips moves on past the gap.
    """
    naive, offset = date_pieces(text)
    zone = shop.options.zone
    moment = datetime.fromisoformat(naive + (offset or ""))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone).astimezone(UTC)
    return moment.astimezone(zone).replace(tzinfo=None)
