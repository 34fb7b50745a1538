"""The ways by which a simulated WooCommerce shop takes tracking numbers: Order Fulfillments of the core, Shipment
Tracking, Advanced Shipment Tracking. None of them refuses a number that is already there; each effect is
journalled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.channels.woocommerce.simulator_model import TRACKING_KEY, Fulfillment, Shop, ShopOrder
from connectors.channels.woocommerce.simulator_params import Params, RestError, boolean, missing
from connectors.channels.woocommerce.simulator_seed import note_fulfilled, slug, tracking_entry
from connectors.channels.woocommerce.simulator_wire import route_url
from connectors.channels.woocommerce.simulator_writes import Act, set_status
from connectors.simulation.clock import whole_seconds

# Country, provider, link; `%1$s` is the number.
ST_PROVIDERS: Mapping[str, Mapping[str, str]] = {
    "Austria": {
        "post.at": "https://www.post.at/sv/sendungsdetails?snr=%1$s",
        "DPD.at": "https://tracking.dpd.de/parcelstatus?query=%1$s",
    },
    "Germany": {
        "Hermes": "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation/#%1$s",
        "Deutsche Post DHL": "https://www.dhl.de/de/privatkunden.html?piececode=%1$s",
        "UPS Germany": "https://www.ups.com/track?loc=de_DE&tracknum=%1$s",
        "DPD.de": "https://tracking.dpd.de/parcelstatus?query=%1$s",
    },
    "Netherlands": {
        "PostNL": "https://postnl.nl/tracktrace/?B=%1$s",
        "DPD.NL": "https://tracking.dpd.de/parcelstatus?query=%1$s",
    },
    "Poland": {
        "InPost": "https://inpost.pl/sledzenie-przesylek?number=%1$s",
        "DPD.PL": "https://tracktrace.dpd.com.pl/parcelDetails?p1=%1$s",
    },
    "United Kingdom": {
        "DHL": "https://www.dhl.com/en/express/tracking.html?AWB=%1$s",
        "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/%1$s",
    },
    "United States": {
        "Fedex": "https://www.fedex.com/fedextrack/?trknbr=%1$s",
        "UPS": "https://www.ups.com/track?tracknum=%1$s",
        "DHL US": "https://www.logistics.dhl/us-en/home/tracking/tracking-ecommerce.html?tracking-id=%1$s",
    },
}
AST_PROVIDERS: Mapping[str, Mapping[str, str]] = {
    "Germany": {
        "DHL Germany": "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=%number%",
        "DPD": "https://tracking.dpd.de/status/de_DE/parcel/%number%",
        "GLS": "https://gls-group.com/DE/de/paketverfolgung?match=%number%",
        "Hermes Germany": "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#%number%",
    },
    "Global": {
        "UPS": "https://www.ups.com/track?tracknum=%number%",
        "FedEx": "https://www.fedex.com/fedextrack/?trknbr=%number%",
    },
}
FULFILLMENT_STATUSES = ("unfulfilled", "fulfilled")


def invalid_order() -> RestError:
    return RestError(404, "woocommerce_rest_order_invalid_id", "Invalid order ID.")


# -- Shipment Tracking and Advanced Shipment Tracking ----------------------------------------------------------------


def providers(shop: Shop) -> Mapping[str, Mapping[str, str]]:
    return AST_PROVIDERS if shop.options.tracking == "ast" else ST_PROVIDERS


def entries(order: ShopOrder) -> list[dict[str, Any]]:
    kept = order.meta_value(TRACKING_KEY)
    return [entry for entry in kept if isinstance(entry, dict)] if isinstance(kept, list) else []


def entry_json(shop: Shop, order: ShopOrder, entry: Mapping[str, Any], namespace: str) -> dict[str, Any]:
    name, link = _shown(shop, entry)
    base = f"/{namespace}/orders/{order.id}/shipment-trackings"
    shipped = datetime.fromtimestamp(int(entry.get("date_shipped") or 0), UTC)
    return {
        "tracking_id": entry.get("tracking_id", ""),
        "tracking_provider": name,
        "tracking_link": link,
        "tracking_number": entry.get("tracking_number", ""),
        "date_shipped": shipped.strftime("%Y-%m-%d"),
        "_links": {
            "self": [{"href": route_url(shop, f"{base}/{entry.get('tracking_id', '')}")}],
            "collection": [{"href": route_url(shop, base)}],
            "up": [{"href": route_url(shop, f"/{namespace}/orders/{order.id}")}],
        },
    }


def _shown(shop: Shop, entry: Mapping[str, Any]) -> tuple[str, str]:
    """Name and link as the customer sees them. Shipment Tracking shows neither for a provider that it does not know."""
    number = str(entry.get("tracking_number", ""))
    if entry.get("custom_tracking_provider"):
        link = str(entry.get("custom_tracking_link", ""))
        return str(entry["custom_tracking_provider"]), link.replace("%1$s", number).replace("%number%", number)
    kept = str(entry.get("tracking_provider", ""))
    for group in providers(shop).values():
        for name, link in group.items():
            if slug(name) == kept:
                return name, link.replace("%1$s", number).replace("%number%", number)
    return (kept if shop.options.tracking == "ast" else ""), ""


def add_entry(shop: Shop, order: ShopOrder, params: Params, act: Act, namespace: str) -> dict[str, Any]:
    if params.get("tracking_id"):
        words = "Cannot create existing order shipment tracking."
        raise RestError(400, "woocommerce_rest_shop_order_shipment_tracking_exists", words)
    if "tracking_number" not in params:
        raise missing("tracking_number")
    is_ast = shop.options.tracking == "ast"
    custom = str(params.get("custom_tracking_provider") or "")
    named = str(params.get("tracking_provider") or "")
    entry = tracking_entry(
        provider=(custom or named) if is_ast else named,
        custom_provider="" if is_ast else custom,
        custom_link=str(params.get("custom_tracking_link") or ""),
        number=str(params["tracking_number"]).strip(),
        shipped=_shipped_day(params, act.at),
    )
    # Each entry has an identity of its own, also when number and provider are there already.
    entry["tracking_id"] = f"{shop.post_id():08x}{entry['tracking_id'][8:]}"
    kept = entries(order)
    if is_ast:
        entry["status_shipped"] = str(params.get("status_shipped") or "")
        entry["source"] = "REST_API"
        if str(params.get("replace_tracking") or "0") == "1":
            for gone in kept:
                _record_removed(shop, order, gone, act)
            kept = []
    shop.set_meta(order, TRACKING_KEY, [*kept, entry])
    shop.record(
        act.at,
        "tracking_added",
        order,
        act.request,
        tracking_number=entry["tracking_number"],
        tracking_id=entry["tracking_id"],
        provider=custom or named,
        way=shop.options.tracking,
    )
    shop.save(order, act.at)
    if is_ast and entry["status_shipped"] in ("1", "2"):
        set_status(shop, order, "completed" if entry["status_shipped"] == "1" else "partial-shipped", act)
    return entry_json(shop, order, entry, namespace)


def _shipped_day(params: Params, at: datetime) -> datetime:
    text = str(params.get("date_shipped") or "")
    try:
        day = datetime.fromisoformat(text) if text else at
    except ValueError:
        # strtotime() of nonsense is false, which is then shown as the first day of 1970.
        return datetime(1970, 1, 1, tzinfo=UTC)
    return day if day.tzinfo is not None else day.replace(tzinfo=UTC)


def find_entry(order: ShopOrder, tracking_id: str) -> dict[str, Any]:
    for entry in entries(order):
        if entry.get("tracking_id") == tracking_id:
            return entry
    raise RestError(404, "woocommerce_rest_order_shipment_tracking_invalid_id", "Invalid shipment tracking ID.")


def remove_entry(shop: Shop, order: ShopOrder, entry: dict[str, Any], act: Act) -> None:
    shop.set_meta(order, TRACKING_KEY, [kept for kept in entries(order) if kept is not entry])
    _record_removed(shop, order, entry, act)
    shop.save(order, act.at)


def _record_removed(shop: Shop, order: ShopOrder, entry: Mapping[str, Any], act: Act) -> None:
    number, identity = entry.get("tracking_number", ""), entry.get("tracking_id", "")
    shop.record(act.at, "tracking_removed", order, act.request, tracking_number=number, tracking_id=identity)


# -- Order Fulfillments ----------------------------------------------------------------------------------------------


def live(order: ShopOrder) -> list[Fulfillment]:
    return [fulfillment for fulfillment in order.fulfillments if fulfillment.deleted is None]


def find_fulfillment(order: ShopOrder, fulfillment_id: int) -> Fulfillment:
    for fulfillment in live(order):
        if fulfillment.id == fulfillment_id:
            return fulfillment
    raise RestError(400, 0, "Invalid fulfillment ID.")


def add_fulfillment(shop: Shop, order: ShopOrder, params: Params, act: Act) -> Fulfillment:
    if "meta_data" not in params:
        raise missing("meta_data")
    status = str(params.get("status") or "unfulfilled")
    metas = [shop.new_meta(str(meta["key"]), meta.get("value")) for meta in params["meta_data"]]
    fulfilled = boolean(params, "is_fulfilled", False)
    fulfillment = Fulfillment(0, status, fulfilled, whole_seconds(act.at), metas)
    _check_fulfillment(fulfillment)
    fulfillment.id = shop.fulfillment_id()
    if fulfilled:
        fulfillment.meta.append(shop.new_meta("_date_fulfilled", shop.local(act.at).strftime("%Y-%m-%d %H:%M:%S")))
    order.fulfillments.append(fulfillment)
    _record_fulfillment(shop, order, fulfillment, "fulfillment_added", act)
    _after_fulfillment(shop, order, params, fulfilled, act, "created")
    return fulfillment


def change_fulfillment(shop: Shop, order: ShopOrder, fulfillment: Fulfillment, params: Params, act: Act) -> None:
    """`PUT` keeps only the meta that it repeats."""
    metas = fulfillment.meta
    if isinstance(params.get("meta_data"), list):
        kept = {meta.key: meta for meta in fulfillment.meta}
        metas = []
        for given in params["meta_data"]:
            meta = kept.get(str(given["key"])) or shop.new_meta(str(given["key"]), None)
            meta.value = given.get("value")
            metas.append(meta)
    changed = Fulfillment(
        fulfillment.id,
        str(params.get("status") or fulfillment.status),
        boolean(params, "is_fulfilled", fulfillment.is_fulfilled),
        whole_seconds(act.at),
        metas,
    )
    _check_fulfillment(changed)
    order.fulfillments[order.fulfillments.index(fulfillment)] = changed
    _record_fulfillment(shop, order, changed, "fulfillment_changed", act)
    _after_fulfillment(shop, order, params, changed.is_fulfilled, act, "updated")


def remove_fulfillment(shop: Shop, order: ShopOrder, fulfillment: Fulfillment, params: Params, act: Act) -> None:
    fulfillment.deleted = whole_seconds(act.at)
    _record_fulfillment(shop, order, fulfillment, "fulfillment_removed", act)
    _after_fulfillment(shop, order, params, fulfillment.is_fulfilled, act, "deleted")


def _check_fulfillment(fulfillment: Fulfillment) -> None:
    if fulfillment.status not in FULFILLMENT_STATUSES:
        raise RestError(400, 0, "Invalid fulfillment status.")
    items = fulfillment.value("_items")
    if not items:
        raise RestError(400, 0, "The fulfillment should contain at least one item.")
    if not isinstance(items, list):
        raise RestError(400, 0, "The fulfillment items should be an array.")
    for item in items:
        if (
            not isinstance(item, dict)
            or not _positive(item.get("item_id"), int)
            or not _positive(item.get("qty"), int, float)
        ):
            raise RestError(400, 0, "Invalid item.")


def _positive(value: Any, *kinds: type) -> bool:
    return type(value) in kinds and bool(value > 0)


def _record_fulfillment(shop: Shop, order: ShopOrder, fulfillment: Fulfillment, deed: str, act: Act) -> None:
    shop.record(
        act.at,
        deed,
        order,
        act.request,
        fulfillment_id=fulfillment.id,
        tracking_number=str(fulfillment.value("_tracking_number") or ""),
        provider=str(fulfillment.value("_shipment_provider") or ""),
        items=fulfillment.value("_items"),
    )


def _after_fulfillment(shop: Shop, order: ShopOrder, params: Params, fulfilled: bool, act: Act, what: str) -> None:
    note_fulfilled(shop, order)
    shop.save(order, act.at)
    if fulfilled and boolean(params, "notify_customer", False):
        shop.mail(order, act.at, f"customer_fulfillment_{what}")
