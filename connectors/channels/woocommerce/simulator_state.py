"""The canonical, compact form of what a simulated WooCommerce shop holds, for comparators: amounts in minor units,
instants in UTC, parcels of all tracking ways alike. Reads only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.channels.woocommerce import simulator_tracking as tracking
from connectors.channels.woocommerce.simulator_model import NOT_ANY, Shop, ShopOrder, to_minor


def shop_state(shop: Shop, query: Mapping[str, str]) -> dict[str, Any]:
    """`?orders=0` leaves the orders out; `?order=<id or number>` gives one; `?since=<ISO>` those changed since."""
    listed = [order for order in shop.visible() if order.status not in NOT_ANY]
    summary = {
        "kind": "woocommerce",
        "site_url": shop.site_url,
        "counts": {
            # What a client that asks for status=any can see.
            "orders": len(listed),
            "readable": sum(1 for order in listed if order.spoilt is None),
            "trash": sum(1 for order in shop.visible() if order.status == "trash"),
            "by_status": dict(Counter(order.status for order in shop.visible())),
            "refunds": sum(len(order.refunds) for order in shop.visible()),
            "trackings": sum(len(trackings(order)) for order in shop.visible()),
            "mails": len(shop.mails),
        },
        "mails": dict(Counter(mail.kind for mail in shop.mails)),
        "statuses": list(shop.statuses),
    }
    if query.get("orders") == "0":
        return summary
    chosen = list(shop.visible())
    if "order" in query:
        chosen = [order for order in chosen if query["order"] in (str(order.id), order.number)]
    if "since" in query:
        since = datetime.fromisoformat(query["since"])
        chosen = [order for order in chosen if order.modified >= since]
    mails: dict[int, list[str]] = {}
    for mail in shop.mails:
        mails.setdefault(mail.order_id, []).append(mail.kind)
    return {**summary, "orders": [{**canonical(order), "mails": mails.get(order.id, [])} for order in chosen]}


def canonical(order: ShopOrder) -> dict[str, Any]:
    places = order.decimals
    return {
        "id": str(order.id),
        "number": order.number,
        "status": order.status,
        "readable": order.spoilt is None,
        "listed": order.status not in NOT_ANY,
        "created": _instant(order.created),
        "modified": _instant(order.modified),
        "names": _names(order),
        "emails": [mail] if (mail := order.billing.get("email", "")) else [],
        "currency": order.currency,
        "decimals": places,
        "total": to_minor(order.total, places),
        "total_tax": to_minor(order.cart_tax + order.shipping_tax, places),
        "shipping_total": to_minor(sum(each.total + each.total_tax for each in order.shipping_lines), places),
        "date_created": _instant(order.created),
        "date_modified": _instant(order.modified),
        "date_paid": _instant(order.paid),
        "date_completed": _instant(order.completed),
        "payment_method": order.payment_method,
        "transaction_id": order.transaction_id,
        "customer_id": order.customer_id,
        "customer_note": order.customer_note,
        "invoice_number": str(order.meta_value("_wcpdf_invoice_number") or ""),
        "vat_id": str(order.meta_value("_billing_vat_id") or ""),
        "billing": dict(order.billing),
        "shipping": dict(order.shipping),
        "lines": [
            {
                "id": str(line.id),
                "sku": line.sku,
                "name": line.name,
                "quantity": line.quantity,
                "total": to_minor(line.total + line.total_tax, places),
            }
            for line in order.lines
        ],
        "trackings": trackings(order),
        "refunds": [
            {
                "id": str(refund.id),
                "amount": to_minor(refund.amount, places),
                "reason": refund.reason,
                "lines": {str(line.order_line.id): line.quantity for line in refund.lines},
            }
            for refund in order.refunds
        ],
        "notes": [{"id": str(note.id), "text": note.text, "to_customer": note.to_customer} for note in order.notes],
        "meta": {meta.key: meta.value for meta in order.meta},
    }


def _names(order: ShopOrder) -> list[str]:
    """Who bought and who receives, as people read them."""
    named = (
        f"{part.get('first_name', '')} {part.get('last_name', '')}".strip() for part in (order.billing, order.shipping)
    )
    return [name for name in dict.fromkeys(named) if name]


def trackings(order: ShopOrder) -> list[dict[str, Any]]:
    """Every parcel that the shop knows, whichever way it came in."""
    found: list[dict[str, Any]] = [
        {
            "number": str(entry.get("tracking_number", "")),
            "provider": str(entry.get("custom_tracking_provider") or entry.get("tracking_provider") or ""),
            "items": [],
            "id": str(entry.get("tracking_id", "")),
        }
        for entry in tracking.entries(order)
    ]
    for fulfillment in tracking.live(order):
        items = fulfillment.value("_items") or []
        found.append(
            {
                "number": str(fulfillment.value("_tracking_number") or ""),
                "provider": str(fulfillment.value("_shipment_provider") or ""),
                "items": [{"line": str(item["item_id"]), "quantity": item["qty"]} for item in items],
                "id": str(fulfillment.id),
            }
        )
    return found


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None
