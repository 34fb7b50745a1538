"""The canonical, compact form of what a simulated Amazon account holds and shows now, for comparators: amounts in minor
units, instants in UTC. Reads only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.channels.amazon.simulator_feeds import orders_named
from connectors.channels.amazon.simulator_model import AMAZON, CANCELLED, HISTORY, AmazonOrder, Item, Seller
from connectors.channels.amazon.simulator_office import Job, Return
from connectors.channels.amazon.simulator_office_deeds import refund_json
from connectors.channels.amazon.simulator_refunds import charged, left
from connectors.channels.amazon.simulator_render import breakdowns, buyer_json, instant, recipient_json


def account_state(seller: Seller, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """`?orders=0` leaves the orders out; `?order=<id>` gives one; `?since=<ISO>` those changed since."""
    listed = list(seller.listed(now))
    summary: dict[str, Any] = {
        "kind": "amazon",
        "marketplaces": list(seller.options.marketplace_ids),
        "counts": {
            "orders": len(listed),
            "readable": sum(1 for order in listed if order.spoilt is None),
            "by_status": dict(Counter(order.shown_status or order.status for order in listed)),
            "by_handling": dict(Counter(handling(order) for order in listed)),
            "trackings": sum(len(order.packages) for order in listed),
            "refunds": len(seller.office.refunds),
            "returns": len(seller.office.returns),
            "feeds": dict(Counter(feed.status for feed in seller.office.feeds.values())),
            "reports": dict(Counter(report.status for report in seller.office.reports.values())),
        },
    }
    if query.get("orders") == "0":
        return summary
    chosen = list(seller.orders.values())
    if "order" in query:
        chosen = [order for order in chosen if order.id == query["order"]]
    if "since" in query:
        since = datetime.fromisoformat(query["since"])
        chosen = [order for order in chosen if order.updated >= since]
    return {
        **summary,
        "orders": [canonical(seller, order, now) for order in chosen],
        "returns": [_return(seller, one) for order in chosen for one in seller.office.returns_of(order.id)],
        "claims": [
            {
                "id": claim.id,
                "order": claim.order_id,
                "item": claim.item_id,
                "opened": instant(claim.opened),
                "amount": claim.amount,
                "state": claim.state,
            }
            for claim in seller.office.claims.values()
        ],
        "feeds": [{**_job(feed), "orders": orders_named(feed.content or b"")} for feed in seller.office.feeds.values()],
        "reports": [_job(report) for report in seller.office.reports.values()],
    }


def _return(seller: Seller, one: Return) -> dict[str, Any]:
    order = seller.orders[one.order_id]
    by_id = {item.id: item for item in order.items}
    return {
        "rma": one.rma,
        "order": one.order_id,
        "requested": instant(one.requested),
        "status": one.status,
        "merchant_rma": one.merchant_rma,
        "claimed": one.claimed,
        "carrier": one.carrier,
        "tracking": one.tracking,
        "arrived": None if one.arrived is None else instant(one.arrived),
        "safe_t": dict(one.safe_t),
        "items": [
            {
                "item": each.item_id,
                "sku": by_id[each.item_id].sku,
                "quantity": each.quantity,
                "reason": each.reason,
                "in_policy": each.in_policy,
                "resolution": each.resolution,
            }
            for each in one.items
        ],
    }


def _job(job: Job) -> dict[str, Any]:
    return {"id": job.id, "type": job.type, "status": job.status, "created": instant(job.created)}


def handling(order: AmazonOrder) -> str:
    """Whose the order is to work on. What Amazon ships stays Amazon's also while it is pending."""
    if order.fulfilled_by == AMAZON:
        return "CHANNEL"
    return "NOT_YET" if order.kept_back else "OURS"


def canonical(seller: Seller, order: AmazonOrder, now: datetime) -> dict[str, Any]:
    """Null is what the channel does not show: no amount of a pending order, no buyer that it hides."""
    buyer = buyer_json(seller, order)
    recipient = recipient_json(seller, order, now)
    address = recipient.get("deliveryAddress", {})
    priced = not order.kept_back
    names = [buyer.get("buyerName", ""), address.get("name", "")]
    return {
        "id": order.id,
        "number": order.id,
        "alias": order.alias,
        "readable": order.spoilt is None,
        "listed": order.created >= now - HISTORY,
        "status": order.shown_status or order.status,
        "real_status": order.status,
        "handling": handling(order),
        "fulfilled_by": order.fulfilled_by,
        "marketplace": order.marketplace,
        "programs": list(order.programs),
        "created": instant(order.created),
        "modified": instant(order.updated),
        "names": [name for name in dict.fromkeys(names) if name],
        "emails": [buyer["buyerEmail"]] if "buyerEmail" in buyer else [],
        "phone": address.get("phone"),
        "company": buyer.get("buyerCompanyName"),
        "purchase_number": buyer.get("buyerPurchaseOrderNumber"),
        "vat_id": order.vat_id if priced and not order.hidden and seller.options.tax_role else "",
        "address": dict(address),
        "instruction": recipient.get("deliveryPreference", {}).get("addressInstruction"),
        "currency": order.currency if priced else None,
        "decimals": order.decimals,
        "total": order.total if priced else None,
        "paid": priced and order.status != CANCELLED,
        "breakdowns": _sums(order) if priced else {},
        "lines": [_line(seller, order, item, priced=priced) for item in order.items],
        "trackings": [
            {
                "id": package.reference,
                "number": package.number,
                "carrier": package.carrier,
                "items": dict(package.items),
                "by": package.by,
                "status": package.status,
                "shipped": instant(package.shipped),
            }
            for package in order.packages
        ],
        "refunds": [refund_json(one) for one in seller.office.refunds_of(order.id)],
        "replaces": order.replaces,
        "cancel_requested": any(item.request_reason is not None for item in order.items),
        "ship_by": instant(order.ship_by[1]) if priced else None,
        "deliver_by": instant(order.deliver_by[1]) if priced else None,
        "hidden": order.hidden,
        "planted": [name for name, on in (("foreign", order.spoilt), ("unknown_enum", order.shown_status)) if on],
        "world_key": order.world_key,
    }


def _sums(order: AmazonOrder) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for item in order.items:
        sums.update(breakdowns(item))
    return dict(sums)


def _line(seller: Seller, order: AmazonOrder, item: Item, *, priced: bool) -> dict[str, Any]:
    """`total` is the goods' own, gross after discount; shipping and gift wrap stand beside it, `proceeds` is all."""
    gross = {name: item.parts.get(name, 0) + item.taxes.get(name, 0) for name in ("SHIPPING", "GIFT_WRAP")}
    return {
        "id": item.id,
        "sku": item.sku,
        "name": item.title,
        "asin": item.asin,
        "quantity": item.quantity,
        "cancelled": item.cancelled,
        "refunded": 0,
        "charged": charged(order, item) if priced else {},
        "refundable": left(seller, order, item) if priced else {},
        "fulfilled": order.fulfilled(item),
        "unit_price": item.unit_price if priced else None,
        "total": item.goods if priced else None,
        "shipping": gross["SHIPPING"] + item.shipping_discount if priced else None,
        "gift_wrap": gross["GIFT_WRAP"] if priced else None,
        "tax": item.tax if priced else None,
        "proceeds": item.proceeds if priced else None,
        "gift_message": item.gift_message if priced and not order.hidden else "",
        "cancel_reason": item.request_reason,
    }
