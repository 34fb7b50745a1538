"""What a simulated WooCommerce shop says of itself: index, schemas, system status, payment gateways. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from connectors.channels.woocommerce.simulator_model import BILLING_FIELDS, SHIPPING_FIELDS, Shop
from connectors.channels.woocommerce.simulator_seed import GATEWAYS
from connectors.channels.woocommerce.simulator_wire import route_url

NAMESPACES = ("oembed/1.0", "wc/v1", "wc/v2", "wc/v3", "wc-telemetry", "wc/store", "wc/store/v1", "wc-admin", "wp/v2")
PLUGIN_SPACES = {"shipment-tracking": ("wc-shipment-tracking/v3",), "ast": ("wc-ast/v3",)}


def site_index(shop: Shop, routes: Sequence[str]) -> dict[str, Any]:
    # The offset is today's; nothing that is compared depends on it.
    offset = datetime(2026, 11, 20, tzinfo=UTC).astimezone(shop.options.zone).utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return {
        "name": "Werkstatt & Blüte",
        "description": "Werkzeug, Haushalt, Garten",
        "url": shop.site_url,
        "home": shop.site_url,
        "gmt_offset": f"{hours:g}",
        "timezone_string": shop.options.timezone,
        "page_for_posts": 0,
        "page_on_front": 12,
        "show_on_front": "page",
        "namespaces": [*NAMESPACES, *PLUGIN_SPACES.get(shop.options.tracking, ())],
        "authentication": [],
        "routes": {_readable(route): {"namespace": "", "methods": ["GET"]} for route in routes},
        "site_logo": 0,
        "site_icon": 0,
        "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
    }


def namespace_index(shop: Shop, space: str, routes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "namespace": space,
        "routes": {
            _readable(route): {"namespace": space, "methods": list(methods), "endpoints": []}
            for route, methods in routes.items()
            if space in route
        },
        "_links": {"up": [{"href": route_url(shop, "/")}]},
    }


def _readable(route: str) -> str:
    shown = (
        route.replace("{id}", r"(?P<id>[\d]+)")
        .replace("{n}", r"(?P<id>[\d]+)")
        .replace("{hex}", r"(?P<id>[a-fA-F0-9]{0,32})")
    )
    for space in ("wc-shipment-tracking/v3", "wc-ast/v3", "wc/v3"):
        shown = shown.replace(f"(?P<space>{space})", space)
    return shown.replace("{word}", r"(?P<id>[\w-]+)")


_MONEY = {"type": "string", "context": ["view", "edit"], "readonly": True}
_DATE = {"type": "date-time", "context": ["view", "edit"], "readonly": True}


def order_schema(shop: Shop, methods: Sequence[str]) -> dict[str, Any]:
    """What OPTIONS on orders says: enough of the schema to detect what this shop can do."""
    text = {"type": "string", "context": ["view", "edit"]}
    properties: dict[str, Any] = {
        "id": {"type": "integer", "context": ["view", "edit"], "readonly": True},
        "number": {**text, "readonly": True},
        "status": {**text, "default": "pending", "enum": list(shop.statuses)},
        "currency": {**text, "default": shop.options.currency},
        "date_created_gmt": _DATE,
        "date_modified_gmt": _DATE,
        "date_paid_gmt": _DATE,
        "date_completed_gmt": _DATE,
        "total": _MONEY,
        "total_tax": _MONEY,
        "billing": {"type": "object", "properties": dict.fromkeys(BILLING_FIELDS, text)},
        "shipping": {"type": "object", "properties": dict.fromkeys(SHIPPING_FIELDS, text)},
        "payment_method": text,
        "transaction_id": text,
        "meta_data": {"type": "array", "context": ["view", "edit"]},
        "line_items": {"type": "array", "context": ["view", "edit"]},
        "set_paid": {"type": "boolean", "default": False, "context": ["edit"]},
    }
    status = {
        "type": "array",
        "items": {"type": "string", "enum": ["any", "trash", *shop.statuses]},
        "default": "any",
    }
    arguments = {
        "page": {"type": "integer", "default": 1, "minimum": 1},
        "per_page": {"type": "integer", "default": 10, "minimum": 1, "maximum": shop.options.per_page_cap},
        "modified_after": {"type": "string", "format": "date-time"},
        "modified_before": {"type": "string", "format": "date-time"},
        "dates_are_gmt": {"type": "boolean", "default": False},
        "status": status,
        "dp": {"type": "integer", "default": 2},
    }
    return {
        "namespace": "wc/v3",
        "methods": list(methods),
        "endpoints": [{"methods": ["GET"], "args": arguments}],
        "schema": {
            "$schema": "http://json-schema.org/draft-04/schema#",
            "title": "shop_order",
            "type": "object",
            "properties": properties,
        },
    }


def refund_schema(shop: Shop, methods: Sequence[str]) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "amount": {"type": "string"},
        "reason": {"type": "string"},
        "api_refund": {"type": "boolean", "default": True},
        "api_restock": {"type": "boolean", "default": True},
        "line_items": {"type": "array"},
        "meta_data": {"type": "array"},
    }
    if shop.options.version >= (11, 1):
        arguments["compute_totals"] = {"type": "boolean", "default": False}
    return {
        "namespace": "wc/v3",
        "methods": list(methods),
        "endpoints": [{"methods": ["GET"], "args": {}}, {"methods": ["POST"], "args": arguments}],
        "schema": {"title": "shop_order_refund", "type": "object", "properties": arguments},
    }


def system_status(shop: Shop) -> dict[str, Any]:
    options = shop.options
    plugins = {
        "shipment-tracking": ("woocommerce-shipment-tracking", "WooCommerce Shipment Tracking", "2.9.2"),
        "ast": ("woo-advanced-shipment-tracking", "Advanced Shipment Tracking", "3.8.4"),
    }
    active = [("woocommerce", "WooCommerce", options.wc_version)]
    if options.tracking in plugins:
        active.append(plugins[options.tracking])
    return {
        "environment": {
            "home_url": shop.site_url,
            "site_url": shop.site_url,
            "version": options.wc_version,
            "wp_version": "6.8.3",
            "wp_multisite": False,
            "php_version": "8.3.14",
            "default_timezone": "UTC",
            "language": "de_DE",
            "external_object_cache": None,
        },
        "database": {"wc_database_version": options.wc_version, "database_prefix": "wp_"},
        "active_plugins": [
            {"plugin": f"{file}/{file}.php", "name": name, "version": version} for file, name, version in active
        ],
        "theme": {"name": "Storefront", "version": "4.6.1"},
        "settings": {
            "api_enabled": True,
            "currency": options.currency,
            "currency_symbol": "&euro;",
            "number_of_decimals": 2,
            "HPOS_enabled": options.hpos,
            "HPOS_sync_enabled": False,
        },
        "security": {"secure_connection": shop.site_url.startswith("https"), "hide_errors": True},
    }


def gateways(shop: Shop) -> list[dict[str, Any]]:
    known = dict(GATEWAYS.values())
    return [
        {
            "id": gateway,
            "title": title,
            "description": "",
            "order": place,
            "enabled": True,
            "method_title": title,
            "method_description": "",
            "method_supports": ["products", "refunds"] if gateway in ("ppcp-gateway", "stripe") else ["products"],
            "settings": {},
            "_links": {
                "self": [{"href": route_url(shop, f"/wc/v3/payment_gateways/{gateway}")}],
                "collection": [{"href": route_url(shop, "/wc/v3/payment_gateways")}],
            },
        }
        for place, (gateway, title) in enumerate(known.items())
    ]
