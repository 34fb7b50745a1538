"""How a simulated WooCommerce shop writes what it holds: JSON as WordPress encodes it, money as text with `dp`
decimals, dates naive in shop time and UTC. Reads the shop's state, never changes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from connectors.channels.woocommerce.simulator_model import (
    Fulfillment,
    Meta,
    Note,
    ProductLine,
    Refund,
    Shop,
    ShopOrder,
    round_half_up,
    taxes_by_rate,
)

SYMBOLS = {
    "EUR": "&euro;",
    "GBP": "&pound;",
    "CHF": "CHF",
    "PLN": "z&#322;",
    "DKK": "DKK",
    "HUF": "Ft",
    "JPY": "&yen;",
}
RATE_IDS = {19: 1, 7: 2}
DEFAULT_DP = 2


def wp_json(document: Any) -> bytes:
    """WordPress escapes slashes and everything beyond ASCII."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def money(amount: int, dp: int) -> str:
    """A micro amount as text, rounded half away from zero."""
    dp = min(dp, 6)
    units = round_half_up(amount, 10 ** (6 - dp))
    sign = "-" if units < 0 else ""
    whole, part = divmod(abs(units), 10**dp)
    return f"{sign}{whole}.{part:0{dp}d}" if dp else f"{sign}{whole}"


def full_money(amount: int) -> str:
    """An unrounded amount, as taxes of lines are written whatever `dp` says."""
    text = money(amount, 6).rstrip("0").rstrip(".")
    return text or "0"


def gmt(instant: datetime | None) -> str | None:
    return instant.replace(tzinfo=None).isoformat() if instant is not None else None


def local(shop: Shop, instant: datetime | None) -> str | None:
    return shop.local(instant).isoformat() if instant is not None else None


def metas(entries: Iterable[Meta]) -> list[dict[str, Any]]:
    return [{"id": meta.id, "key": meta.key, "value": meta.value} for meta in entries]


def display_metas(entries: Iterable[Meta]) -> list[dict[str, Any]]:
    return [
        {
            "id": meta.id,
            "key": meta.key,
            "value": meta.value,
            "display_key": "Variante" if meta.key == "pa_variante" else meta.key,
            "display_value": meta.value,
        }
        for meta in entries
    ]


def route_url(shop: Shop, route: str) -> str:
    if shop.options.pretty_permalinks:
        return f"{shop.site_url}/wp-json{route}"
    return f"{shop.site_url}/index.php?rest_route={route}"


def order_bytes(shop: Shop, order: ShopOrder, dp: int) -> bytes:
    """The order as JSON, made once for each version and number of decimals."""
    made = order.rendered.get(dp)
    if made is None:
        made = order.rendered[dp] = wp_json(order_json(shop, order, dp))
    return made


def order_json(shop: Shop, order: ShopOrder, dp: int) -> dict[str, Any]:
    discount = sum(line.subtotal - line.total for line in order.lines)
    discount_tax = sum(line.subtotal_tax - line.total_tax for line in order.lines)
    document: dict[str, Any] = {
        "id": order.id,
        "parent_id": order.parent_id,
        "status": order.status,
        "currency": order.currency,
        "version": shop.options.wc_version,
        "prices_include_tax": True,
        "date_created": local(shop, order.created),
        "date_modified": local(shop, order.modified),
        "discount_total": money(discount, dp),
        "discount_tax": money(discount_tax, dp),
        "shipping_total": money(sum(extra.total for extra in order.shipping_lines), dp),
        "shipping_tax": money(order.shipping_tax, dp),
        "cart_tax": money(order.cart_tax, dp),
        "total": money(order.total, dp),
        "total_tax": money(order.cart_tax + order.shipping_tax, dp),
        "customer_id": order.customer_id,
        "order_key": order.order_key,
        "billing": dict(order.billing),
        "shipping": dict(order.shipping),
        "payment_method": order.payment_method,
        "payment_method_title": order.payment_title,
        "transaction_id": order.transaction_id,
        "customer_ip_address": f"198.51.100.{order.id % 250 + 1}",
        "customer_user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
        "created_via": order.created_via,
        "customer_note": order.customer_note,
        "date_completed": local(shop, order.completed),
        "date_paid": local(shop, order.paid),
        "cart_hash": order.order_key[-13:].ljust(32, "0"),
        "number": order.number,
        "meta_data": metas(order.meta),
        "line_items": [line_json(line, dp) for line in order.lines],
        "tax_lines": tax_lines(order, dp),
        "shipping_lines": _shipping_lines(order, dp),
        "fee_lines": _fee_lines(order, dp),
        "coupon_lines": _coupon_lines(order, dp),
        "refunds": [
            {"id": refund.id, "reason": refund.reason, "total": "-" + money(refund.amount, dp)}
            for refund in reversed(order.refunds)
        ],
        "payment_url": f"{shop.site_url}/kasse/order-pay/{order.id}/?pay_for_order=true&key={order.order_key}",
        "is_editable": order.status in ("pending", "on-hold", "auto-draft"),
        "needs_payment": order.needs_payment,
        "needs_processing": True,
        "date_created_gmt": gmt(order.created),
        "date_modified_gmt": gmt(order.modified),
        "date_completed_gmt": gmt(order.completed),
        "date_paid_gmt": gmt(order.paid),
        "currency_symbol": SYMBOLS.get(order.currency, order.currency),
        "_links": {
            "self": [{"href": route_url(shop, f"/wc/v3/orders/{order.id}")}],
            "collection": [{"href": route_url(shop, "/wc/v3/orders")}],
        },
    }
    return _with_spoils(document, order.spoilt)


def _shipping_lines(order: ShopOrder, dp: int) -> list[dict[str, Any]]:
    return [
        {
            "id": extra.id,
            "method_title": extra.name,
            "method_id": extra.method_id,
            "instance_id": extra.instance_id,
            "total": money(extra.total, dp),
            "total_tax": money(extra.total_tax, dp),
            "taxes": _taxes(extra.tax_percent, extra.total_tax, None),
            "tax_status": "taxable",
            "meta_data": [],
        }
        for extra in order.shipping_lines
    ]


def _fee_lines(order: ShopOrder, dp: int) -> list[dict[str, Any]]:
    return [
        {
            "id": extra.id,
            "name": extra.name,
            "tax_class": "",
            "tax_status": "taxable",
            "amount": full_money(extra.total),
            "total": money(extra.total, dp),
            "total_tax": money(extra.total_tax, dp),
            "taxes": _taxes(extra.tax_percent, extra.total_tax, None),
            "meta_data": [],
        }
        for extra in order.fee_lines
    ]


def _coupon_lines(order: ShopOrder, dp: int) -> list[dict[str, Any]]:
    return [
        {
            "id": coupon.id,
            "code": coupon.code,
            "discount": money(coupon.discount, dp),
            "discount_tax": money(coupon.discount_tax, dp),
            "meta_data": [],
            "discount_type": "percent",
            "nominal_amount": coupon.percent,
            "free_shipping": False,
        }
        for coupon in order.coupon_lines
    ]


def _with_spoils(document: dict[str, Any], spoilt: Mapping[str, Any] | None) -> dict[str, Any]:
    for name, value in (spoilt or {}).items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
    return document


def line_json(line: ProductLine, dp: int) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "product_id": line.product_id,
        "variation_id": line.variation_id,
        "quantity": line.quantity,
        "tax_class": line.tax_class,
        "subtotal": money(line.subtotal, dp),
        "subtotal_tax": money(line.subtotal_tax, dp),
        "total": money(line.total, dp),
        "total_tax": money(line.total_tax, dp),
        "taxes": _taxes(line.tax_percent, line.total_tax, line.subtotal_tax),
        "meta_data": display_metas(line.meta),
        "sku": line.sku,
        "global_unique_id": line.ean,
        "price": _per_piece(line.total, line.quantity),
        "image": {"id": "", "src": ""},
        "parent_name": line.name.rpartition(" - ")[0] if line.variation_id else None,
    }


def _per_piece(total: int, quantity: int) -> float | int:
    # The one amount that WooCommerce writes as a number.
    return round(total / quantity / 1_000_000, 6) if quantity else 0


def _taxes(percent: int, total: int, subtotal: int | None) -> list[dict[str, Any]]:
    if percent == 0:
        return []
    rate = RATE_IDS[percent]
    return [
        {
            "id": rate,
            "total": full_money(total),
            "subtotal": full_money(subtotal) if subtotal is not None else "",
        }
    ]


def tax_lines(order: ShopOrder, dp: int) -> list[dict[str, Any]]:
    cart = taxes_by_rate([*order.lines, *order.fee_lines])
    shipping = taxes_by_rate(order.shipping_lines)
    return [
        {
            "id": order.id * 10 + percent,
            "rate_code": f"DE-MWST {percent}%-1",
            "rate_id": RATE_IDS[percent],
            "label": f"MwSt. {percent}%",
            "compound": False,
            "tax_total": money(cart.get(percent, 0), dp),
            "shipping_tax_total": money(shipping.get(percent, 0), dp),
            "rate_percent": percent,
            "meta_data": [],
        }
        for percent in sorted({*cart, *shipping}, reverse=True)
        if percent
    ]


def refund_json(shop: Shop, order: ShopOrder, refund: Refund, dp: int) -> dict[str, Any]:
    base = f"/wc/v3/orders/{order.id}"
    shipping = []
    if refund.shipping or refund.shipping_tax:
        paid = order.shipping_lines[0]
        shipping.append(
            {
                "id": refund.id * 10,
                "method_title": paid.name,
                "method_id": paid.method_id,
                "total": money(-refund.shipping, dp),
                "total_tax": money(-refund.shipping_tax, dp),
                "taxes": _taxes(paid.tax_percent, -refund.shipping_tax, None),
                "meta_data": [],
            }
        )
    return {
        "id": refund.id,
        "parent_id": order.id,
        "date_created": local(shop, refund.at),
        "date_created_gmt": gmt(refund.at),
        "amount": money(refund.amount, dp),
        "reason": refund.reason,
        "refunded_by": refund.by,
        "refunded_payment": refund.paid_back,
        "meta_data": metas(refund.meta),
        "line_items": [
            _refund_line(entry.order_line, entry.id, entry.quantity, entry.total, entry.total_tax, dp)
            for entry in refund.lines
        ],
        "shipping_lines": shipping,
        "tax_lines": [],
        "fee_lines": [],
        "_links": {
            "self": [{"href": route_url(shop, f"{base}/refunds/{refund.id}")}],
            "collection": [{"href": route_url(shop, f"{base}/refunds")}],
            "up": [{"href": route_url(shop, base)}],
        },
    }


def _refund_line(line: ProductLine, item: int, quantity: int, total: int, tax: int, dp: int) -> dict[str, Any]:
    document = line_json(line, dp)
    document.update(
        id=item,
        quantity=-quantity,
        subtotal=money(-total, dp),
        subtotal_tax=money(-tax, dp),
        total=money(-total, dp),
        total_tax=money(-tax, dp),
        taxes=_taxes(line.tax_percent, -tax, -tax),
        price=_per_piece(-total, -quantity) if quantity else 0,
    )
    mark = {"id": item * 10, "key": "_refunded_item_id", "value": str(line.id)}
    document["meta_data"] = [{**mark, "display_key": mark["key"], "display_value": mark["value"]}]
    return document


def note_json(shop: Shop, order: ShopOrder, note: Note) -> dict[str, Any]:
    base = f"/wc/v3/orders/{order.id}"
    return {
        "id": note.id,
        "author": note.author,
        "date_created": local(shop, note.at),
        "date_created_gmt": gmt(note.at),
        "note": note.text,
        "customer_note": note.to_customer,
        "_links": {
            "self": [{"href": route_url(shop, f"{base}/notes/{note.id}")}],
            "collection": [{"href": route_url(shop, f"{base}/notes")}],
            "up": [{"href": route_url(shop, base)}],
        },
    }


def fulfillment_json(shop: Shop, order: ShopOrder, fulfillment: Fulfillment) -> dict[str, Any]:
    return {
        "id": fulfillment.id,
        "fulfillment_id": fulfillment.id,
        "entity_type": "WC_Order",
        "entity_id": str(order.id),
        "status": fulfillment.status,
        "is_fulfilled": fulfillment.is_fulfilled,
        "date_updated": shop.local(fulfillment.updated).strftime("%Y-%m-%d %H:%M:%S"),
        "date_deleted": None,
        "meta_data": metas(fulfillment.meta),
    }


def only_fields(document: dict[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """WordPress' `_fields`: names of fields, with dots for what lies inside; unknown names are passed over."""
    kept: dict[str, Any] = {}
    for path in wanted:
        _keep(document, kept, path.split("."))
    return {name: kept[name] for name in document if name in kept}


def _keep(source: dict[str, Any], target: dict[str, Any], path: list[str]) -> None:
    name = path[0]
    if name not in source:
        return
    if len(path) == 1 or not isinstance(source[name], dict):
        target[name] = source[name]
        return
    inner = target.setdefault(name, {})
    if isinstance(inner, dict) and inner is not source[name]:
        _keep(source[name], inner, path[1:])
