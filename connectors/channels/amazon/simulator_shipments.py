"""confirmShipment of the simulated Selling Partner API: what it refuses and what a package changes. The same reference
again edits the package; each such effect is journalled on its own. Also used for packages made at Seller Central.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.channels.amazon.simulator_errors import CHECK_FIELDS, invalid, not_found
from connectors.channels.amazon.simulator_model import (
    AMAZON,
    CANCELLED,
    UNFULFILLABLE,
    AmazonOrder,
    Package,
    Seller,
    digits,
    settle,
)
from connectors.channels.amazon.simulator_orders import ORDER_ID
from connectors.simulation.clock import whole_seconds
from connectors.simulation.wire import WireAnswer, WireRequest

# The codes of the order feed's schema; the live list is longer and differs by marketplace.
CARRIER_CODES = frozenset(
    """DHL|DHL Global Mail|Deutsche Post|DPD|GLS|GO!|Hermes Logistik Gruppe|UPS|UPSMI|UPS Mail Innovations|FedEx
    |FedEx SmartPost|TNT|USPS|Royal Mail|Parcelforce|Parcelnet|City Link|Yodel|Chronopost|La Poste|Poste Italiane|SDA
    |Canada Post|OnTrac|Lasership|OSM|Streamlite|Newgistics|Blue Package|Fastway|Smartmail|Target|Aramex|BlueDart
    |AFL/Fedex|India Post|DTDC|Delhivery|Professional|Overnite Express|First Flight|SAGAWA|YAMATO|NITTSU|JP_EXPRESS
    |FEDEX_JP|Amazon Shipping|Other""".replace("\n    ", "").split("|")
)
UNKNOWN_ITEM = "OrderItemId is invalid, please obtain the value through the getOrderItems API or Manage Orders page"
SHIP_PLUS = "FBM_SHIP_PLUS"
BAD_REFERENCE = "PackageReferenceId: is invalid, must be a positive numeric value."
NOTHING_TO_UPDATE = (
    "Failed to create package due to not finding a matching package or order already fulfilled. "
    "ErrorMessage(errorCode=GeneralError, errorDescription=Unable to find package to update for order (), "
    "errorMetric=PackageToUpdateNotFound, packageIndex=null)"
)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
# Clocks differ a little.
TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Confirmation:
    reference: str | None
    carrier: str
    number: str
    shipped: datetime
    method: str
    items: dict[str, int]


def confirm_shipment(seller: Seller, order_id: str, request: WireRequest) -> WireAnswer:
    if ORDER_ID.fullmatch(order_id) is None:
        raise invalid()
    document = _document(request)
    marketplace, detail = document.get("marketplaceId"), document.get("packageDetail")
    _check_types(document, detail)
    if not isinstance(detail, dict) or not isinstance(marketplace, str):
        raise invalid(details="marketplaceId and packageDetail are required.")
    order = seller.orders.get(order_id)
    if order is None:
        raise not_found()
    if marketplace != order.marketplace:
        raise invalid("MarketplaceId is invalid for this order.")
    check_open(order)
    store(seller, order, _confirmation(order, detail, request.at), request.at, request)
    return WireAnswer(204)


def check_open(order: AmazonOrder) -> None:
    if order.fulfilled_by == AMAZON:
        raise invalid("The order is fulfilled by Amazon. Shipments of this order cannot be confirmed.")
    if order.kept_back:
        raise invalid("The order is in a pending state. Shipments of pending orders cannot be confirmed.")
    if order.status == CANCELLED:
        raise invalid("The order has been canceled. Shipments of canceled orders cannot be confirmed.")
    if order.status == UNFULFILLABLE:
        raise invalid("The order cannot be fulfilled.")
    if SHIP_PLUS in order.programs:
        raise invalid("The order ships with a Ship+ label, which has confirmed its shipment.")


# -- the request -----------------------------------------------------------------------------------------------------


def _document(request: WireRequest) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise invalid(details="The request's Content-Type must be application/json.")
    try:
        document = json.loads(request.body)
    except ValueError as error:
        raise invalid() from error
    if not isinstance(document, dict):
        raise invalid()
    return document


def _check_types(document: Mapping[str, Any], detail: Any) -> None:
    """All fields of a wrong JSON type at once, as Amazon lists them."""
    wrong = []
    if "marketplaceId" in document and not isinstance(document["marketplaceId"], str):
        wrong.append("marketplaceId")
    if detail is not None and not isinstance(detail, dict):
        wrong.append("packageDetail")
    if isinstance(detail, dict):
        texts = ("packageReferenceId", "carrierCode", "carrierName", "shippingMethod", "trackingNumber", "shipDate")
        wrong += [f"packageDetail.{name}" for name in texts if name in detail and not isinstance(detail[name], str)]
        if "orderItems" in detail and not _are_items(detail["orderItems"]):
            wrong.append("packageDetail.orderItems")
    if wrong:
        raise invalid(CHECK_FIELDS.format(fields=", ".join(wrong)))


def _are_items(items: Any) -> bool:
    return isinstance(items, list) and all(
        isinstance(item, dict) and isinstance(item.get("orderItemId"), str) and type(item.get("quantity")) is int
        for item in items
    )


def _confirmation(order: AmazonOrder, detail: Mapping[str, Any], now: datetime) -> Confirmation:
    reference = detail.get("packageReferenceId")
    if reference is not None and not re.fullmatch(r"0*[1-9]\d*", reference, re.ASCII):
        raise invalid(BAD_REFERENCE)
    carrier = detail.get("carrierCode", "")
    if carrier not in CARRIER_CODES:
        raise invalid("CarrierCode is invalid or missing.")
    if carrier == "Other":
        carrier = detail.get("carrierName", "").strip()
        if not carrier:
            raise invalid("CarrierName is required when CarrierCode is Other.")
    number = detail.get("trackingNumber", "").strip()
    if not number:
        raise invalid("TrackingNumber is required.")
    return Confirmation(
        reference=reference,
        carrier=carrier,
        number=number,
        shipped=_ship_date(order, detail.get("shipDate", ""), now),
        method=detail.get("shippingMethod", ""),
        items=_quantities(order, detail.get("orderItems") or [], reference),
    )


def _ship_date(order: AmazonOrder, text: str, now: datetime) -> datetime:
    if _DATE_TIME.fullmatch(text) is None:
        raise invalid("Invalid Input", "ShipDate must be in ISO 8601 format.")
    try:
        shipped = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid("Invalid Input", "ShipDate must be in ISO 8601 format.") from error
    if shipped > now + TOLERANCE:
        raise invalid("ShipDate cannot be in the future.")
    if shipped < order.created - TOLERANCE:
        raise invalid("ShipDate cannot be before the order was placed.")
    return shipped


def _quantities(order: AmazonOrder, entries: list[dict[str, Any]], reference: str | None) -> dict[str, int]:
    if not entries:
        raise invalid("OrderItems is required.")
    quantities: dict[str, int] = {}
    for entry in entries:
        item = order.item(entry["orderItemId"])
        if item is None:
            raise invalid(UNKNOWN_ITEM)
        if entry["quantity"] < 1:
            raise invalid("Quantity is invalid, must be a positive value.")
        quantities[item.id] = quantities.get(item.id, 0) + entry["quantity"]
    for item_id, quantity in quantities.items():
        check_left(order, item_id, quantity, reference)
    return quantities


def check_left(order: AmazonOrder, item_id: str, quantity: int, reference: str | None) -> None:
    item = order.item(item_id)
    if item is None:
        raise invalid(UNKNOWN_ITEM)
    left = item.quantity - item.cancelled - order.fulfilled(item, without=reference)
    if left <= 0:
        raise invalid(NOTHING_TO_UPDATE)
    if quantity > left:
        raise invalid(f"Quantity is invalid, only {left} of OrderItemId {item_id} can be shipped.")


# -- the effect ------------------------------------------------------------------------------------------------------


def store(
    seller: Seller, order: AmazonOrder, confirmed: Confirmation, at: datetime, request: WireRequest | None
) -> Package:
    """Adds the package, or edits the one of the same reference. Each is an effect, also where nothing differs."""
    reference = confirmed.reference or _assigned(seller, order)
    package = order.package(reference)
    ids: dict[str, Any] = {
        "package_reference_id": reference,
        "tracking_number": confirmed.number,
        "carrier": confirmed.carrier,
        "items": dict(confirmed.items),
    }
    deed = "parcel_added"
    if package is None:
        package = Package(
            reference=reference,
            created=whole_seconds(at),
            carrier=confirmed.carrier,
            number=confirmed.number,
            shipped=confirmed.shipped,
            method=confirmed.method,
            items=confirmed.items,
            by="client" if request is not None else "shop",
        )
        order.packages.append(package)
    else:
        deed, ids["previous_number"] = "parcel_changed", package.number
        package.carrier, package.number, package.method = confirmed.carrier, confirmed.number, confirmed.method
        package.shipped, package.items = confirmed.shipped, confirmed.items
    seller.record(at, deed, order, request, **ids)
    settle(order)
    seller.save(order, at)
    return package


def _assigned(seller: Seller, order: AmazonOrder) -> str:
    """Amazon's own number for a package that came without one; none that the order has."""
    place = len(order.packages)
    while order.package(found := digits(10, seller.seed, order.id, "package", place)) is not None:
        place += 1
    return found
