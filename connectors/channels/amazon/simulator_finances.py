"""listTransactions of the simulated Selling Partner API: sales and refunds as the seller's account books them, hours
after they happened, net of Amazon's fees and with item ids of its own. Reads only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.amazon.simulator_errors import as_json, invalid
from connectors.channels.amazon.simulator_feed_xml import SELLER_ID
from connectors.channels.amazon.simulator_jobs import instant_of, make_token, query_of, read_token
from connectors.channels.amazon.simulator_model import MARKETPLACES, MERCHANT, AmazonOrder, Seller, digest, digits
from connectors.channels.amazon.simulator_office import Refund
from connectors.channels.amazon.simulator_refunds import charged, finance_delay
from connectors.channels.amazon.simulator_render import instant
from connectors.simulation.wire import WireAnswer, WireRequest

KNOWN = (
    "postedAfter",
    "postedBefore",
    "marketplaceId",
    "transactionStatus",
    "relatedIdentifierName",
    "relatedIdentifierValue",
    "nextToken",
)
RELATED = ("ORDER_ID", "FINANCIAL_EVENT_GROUP_ID")
STATUSES = ("DEFERRED", "RELEASED", "DEFERRED_RELEASED")
LATE = timedelta(minutes=2)
LONGEST = timedelta(days=180)
PAGE = 50
FEE_PERCENT = 15


@dataclass(frozen=True, slots=True)
class Transaction:
    """A sale or a refund. Each item has its amounts by component, from the buyer's side positive."""

    id: str
    order: AmazonOrder
    posted: datetime
    sign: int  # 1 for a sale, -1 for a refund
    items: dict[str, dict[str, int]]
    refund: Refund | None = None


def list_transactions(seller: Seller, request: WireRequest) -> WireAnswer:
    query = query_of(request, KNOWN)
    token = query.pop("nextToken", "")
    before, after = _check(query, request.at)
    place = _place(query, token, request.at)
    chosen = [one for one in _transactions(seller, query) if after <= one.posted < before and _fits(one, query)]
    chosen.sort(key=lambda one: (one.posted, one.id))
    if "postedAfter" in query and before - after > LONGEST:
        chosen = []
    if not token and seller.options.empty_pages and digest(*sorted(query.items())) % 3 == 0:
        # A page may be empty though more follow.
        told = {"transactions": [], "nextToken": make_token(query, 0, request.at)}
        return WireAnswer(200, as_json({"payload": told}))
    payload: dict[str, Any] = {"transactions": [_json(seller, one) for one in chosen[place : place + PAGE]]}
    if place + PAGE < len(chosen):
        payload["nextToken"] = make_token(query, place + PAGE, request.at)
    return WireAnswer(200, as_json({"payload": payload}))


def _check(query: dict[str, str], at: datetime) -> tuple[datetime, datetime]:
    name = query.get("relatedIdentifierName")
    if name is not None and name not in RELATED:
        raise invalid("Invalid request parameters", f"relatedIdentifierName {name} cannot be used to filter.")
    if (name is None) != ("relatedIdentifierValue" not in query):
        raise invalid("Invalid request parameters", "relatedIdentifierName and relatedIdentifierValue belong together.")
    if name is None and "postedAfter" not in query:
        raise invalid("Invalid request parameters", "postedAfter is required without a related identifier.")
    if query.get("transactionStatus", "RELEASED") not in STATUSES:
        raise invalid("Invalid request parameters", "transactionStatus is not valid.")
    if query.get("marketplaceId", next(iter(MARKETPLACES))) not in MARKETPLACES:
        raise invalid("Invalid request parameters", "marketplaceId is not valid.")
    latest = at - LATE
    before = instant_of(query["postedBefore"], "postedBefore") if "postedBefore" in query else latest
    after = instant_of(query["postedAfter"], "postedAfter") if "postedAfter" in query else at - timedelta(days=730)
    if after > latest or before > latest or before < after:
        words = "postedAfter and postedBefore must follow each other and lie two minutes in the past."
        raise invalid("Invalid request parameters", words)
    return before, after


def _place(query: dict[str, str], token: str, at: datetime) -> int:
    if not token:
        return 0
    asked, place = read_token(token, at)
    if asked != query:
        raise invalid("Invalid request parameters", "nextToken goes with the arguments of the call that produced it.")
    return place


def _transactions(seller: Seller, query: dict[str, str]) -> Iterator[Transaction]:
    related = query.get("relatedIdentifierName"), query.get("relatedIdentifierValue", "")
    orders = list(seller.orders.values())
    if related[0] == "ORDER_ID":
        orders = [order for order in orders if order.id == related[1]]
    for order in orders:
        for one in _of_order(seller, order):
            if related[0] != "FINANCIAL_EVENT_GROUP_ID" or group(seller, one) == related[1]:
                yield one


def _of_order(seller: Seller, order: AmazonOrder) -> Iterator[Transaction]:
    if order.fulfilled_by == MERCHANT and order.packages:
        lag = timedelta(seconds=finance_delay(seller, digest(order.id) % 10_000))
        sold = {item.id: charged(order, item) for item in order.items if order.fulfilled(item)}
        posted = max(package.shipped for package in order.packages) + lag
        yield Transaction(_identity(seller, order.id, "sale"), order, posted, 1, sold)
    for refund in seller.office.refunds_of(order.id):
        items = {refund.item_id: refund.components}
        yield Transaction(_identity(seller, refund.id), order, refund.posted, -1, items, refund)


def _fits(one: Transaction, query: dict[str, str]) -> bool:
    return query.get("marketplaceId", one.order.marketplace) == one.order.marketplace and query.get(
        "transactionStatus", _status(one)
    ) == _status(one)


def _status(one: Transaction) -> str:
    """Sales on account wait for the business that buys."""
    return "DEFERRED" if one.sign > 0 and one.order.payment_method == "Invoice" else "RELEASED"


def group(seller: Seller, one: Transaction) -> str:
    """The fortnight that settles it."""
    return _identity(seller, "group", int(one.posted.timestamp()) // (14 * 86400))


def _identity(seller: Seller, *parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, ("finance", seller.seed, *parts))).encode()).hexdigest()[:43]


# -- on the wire -----------------------------------------------------------------------------------------------------


def _json(seller: Seller, one: Transaction) -> dict[str, Any]:
    order, marketplace = one.order, MARKETPLACES[one.order.marketplace]
    related = {"ORDER_ID": order.id, "FINANCIAL_EVENT_GROUP_ID": group(seller, one)}
    if one.refund is not None:
        related["REFUND_ID"] = one.refund.id
    whole = sum(sum(components.values()) for components in one.items.values())
    return {
        "sellingPartnerMetadata": {
            "sellingPartnerId": SELLER_ID,
            "accountType": "Standard Orders",
            "marketplaceId": order.marketplace,
        },
        "relatedIdentifiers": [
            {"relatedIdentifierName": name, "relatedIdentifierValue": value} for name, value in related.items()
        ],
        "transactionType": "Shipment" if one.sign > 0 else "Refund",
        "transactionId": one.id,
        "transactionStatus": _status(one),
        "description": "Order Payment" if one.sign > 0 else "Refund Order",
        "postedDate": instant(one.posted),
        "totalAmount": _money(order, one.sign * (whole - _fee(seller, whole))),
        "marketplaceDetails": {"marketplaceId": marketplace.id, "marketplaceName": marketplace.name},
        "items": [_item(seller, one, item_id, components) for item_id, components in one.items.items()],
        "breakdowns": _breakdowns(seller, one, _summed(one)),
    }


def _summed(one: Transaction) -> dict[str, int]:
    found: dict[str, int] = {}
    for components in one.items.values():
        for name, minor in components.items():
            found[name] = found.get(name, 0) + minor
    return found


def _item(seller: Seller, one: Transaction, item_id: str, components: dict[str, int]) -> dict[str, Any]:
    item, whole = one.order.item(item_id), sum(components.values())
    # Not the id that the orders have.
    own = digits(14, seller.seed, one.id, item_id, "finance")
    return {
        "description": item.title if item is not None else "",
        "relatedIdentifiers": [
            {"itemRelatedIdentifierName": "ORDER_ADJUSTMENT_ITEM_ID", "itemRelatedIdentifierValue": own}
        ],
        "totalAmount": _money(one.order, one.sign * (whole - _fee(seller, whole))),
        "breakdowns": _breakdowns(seller, one, components),
        "contexts": [
            {
                "contextType": "ProductContext",
                "asin": item.asin if item is not None else "",
                "sku": item.sku if item is not None else "",
                "quantityShipped": one.order.fulfilled(item) if item is not None else 0,
                "fulfillmentNetwork": "MFN",
            }
        ],
    }


def _breakdowns(seller: Seller, one: Transaction, components: dict[str, int]) -> list[dict[str, Any]]:
    """What the buyer paid or got back stands under ProductCharges, Amazon's part of it under AmazonFees."""
    order, whole = one.order, sum(components.values())
    fee = _fee(seller, whole)
    charges = [_breakdown(order, name, one.sign * minor) for name, minor in components.items() if minor]
    gross = _breakdown(order, "ProductCharges", one.sign * whole, charges)
    fees = _breakdown(order, "AmazonFees", -one.sign * fee)
    plus, minus = ("Sales", "Expenses") if one.sign > 0 else ("Expenses", "Sales")
    found = [_breakdown(order, plus, one.sign * whole, [gross])]
    return [*found, _breakdown(order, minus, -one.sign * fee, [fees])] if fee else found


def _breakdown(order: AmazonOrder, name: str, minor: int, parts: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"breakdownType": name, "breakdownAmount": _money(order, minor), "breakdowns": parts or []}


def _fee(seller: Seller, whole: int) -> int:
    return whole * FEE_PERCENT // 100 if seller.options.finance_fees else 0


def _money(order: AmazonOrder, minor: int) -> dict[str, Any]:
    # The model has a number here, of all places; division only turns minor units into what JSON writes.
    number = minor / 10**order.decimals if order.decimals else minor
    return {"currencyAmount": number, "currencyCode": order.currency}
