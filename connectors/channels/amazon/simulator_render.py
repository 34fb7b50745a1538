"""How an order of a simulated Amazon account reads on the wire: the model of Orders v2026-01-01, gated by what was
asked for, by the application's roles and by the order's own state. Reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

from connectors.channels.amazon.simulator_model import (
    AMAZON,
    CANCELLED,
    MARKETPLACES,
    MERCHANT,
    PARTIALLY_SHIPPED,
    SHIPPED,
    UNSHIPPED,
    AmazonOrder,
    Item,
    Package,
    Seller,
    digest,
)

DATA_SETS = (
    "BUYER",
    "RECIPIENT",
    "PROCEEDS",
    "EXPENSE",
    "PROMOTION",
    "CANCELLATION",
    "FULFILLMENT",
    "PACKAGES",
    "TAX",
    "PAYMENT",
    "FULFILLMENT_ORDERS",
)
PERSONAL = ("BUYER", "RECIPIENT", "TAX")
RELAYED = (UNSHIPPED, PARTIALLY_SHIPPED, SHIPPED)
PERSONAL_ADDRESS = ("name", "companyName", "addressLine1", "addressLine2", "addressLine3", "phone")
WAREHOUSE_ADDRESSES = {
    "DE-Hannover": ("Lager Hannover", "Industrieweg 4", "Hannover", "30179", "DE"),
    "DE-Regensburg": ("Lager Regensburg", "Donaustaufer Straße 120", "Regensburg", "93059", "DE"),
    "PL-Poznań": ("Magazyn Poznań", "ul. Magazynowa 8", "Poznań", "61-003", "PL"),
    "CZ-Brno": ("Sklad Brno", "Průmyslová 12", "Brno", "602 00", "CZ"),
}


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def amount(order: AmazonOrder, minor: int) -> dict[str, str]:
    sign = "-" if minor < 0 else ""
    whole, rest = divmod(abs(minor), 10**order.decimals)
    text = f"{sign}{whole}.{rest:0{order.decimals}d}" if order.decimals else f"{sign}{whole}"
    return {"amount": text, "currencyCode": order.currency}


def order_json(seller: Seller, order: AmazonOrder, wanted: Collection[str], now: datetime) -> dict[str, Any]:
    marketplace = MARKETPLACES[order.marketplace]
    document: dict[str, Any] = {
        "orderId": order.id,
        "createdTime": instant(order.created),
        "lastUpdatedTime": instant(order.updated),
        "salesChannel": {
            "channelName": "AMAZON",
            "marketplaceId": marketplace.id,
            "marketplaceName": marketplace.name,
        },
        "orderItems": [item_json(order, item, wanted) for item in order.items],
    }
    if order.alias:
        document["orderAliases"] = [{"aliasId": order.alias, "aliasType": "SELLER_ORDER_ID"}]
    if order.programs:
        document["programs"] = list(order.programs)
    if order.replaces:
        document["associatedOrders"] = [
            {"orderId": order.replaces, "associationType": "REPLACEMENT_ORIGINAL_ID"},
        ]
    parts: dict[str, tuple[str, Callable[[], Any]]] = {
        "BUYER": ("buyer", lambda: buyer_json(seller, order)),
        "RECIPIENT": ("recipient", lambda: recipient_json(seller, order, now)),
        "PROCEEDS": ("proceeds", lambda: _order_proceeds(order)),
        "PAYMENT": ("payment", lambda: _payment(order)),
        "TAX": ("tax", lambda: _order_tax(seller, order)),
        "FULFILLMENT": ("fulfillment", lambda: _fulfillment(order)),
        "PACKAGES": ("packages", lambda: [package_json(package) for package in order.packages]),
    }
    for name, (field, make) in parts.items():
        if name in wanted and (part := make()):
            document[field] = part
    return _spoilt(order, document)


def _spoilt(order: AmazonOrder, document: dict[str, Any]) -> dict[str, Any]:
    if order.spoilt is None:
        return document
    for name, value in order.spoilt.items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
    return document


# -- people ----------------------------------------------------------------------------------------------------------


def buyer_json(seller: Seller, order: AmazonOrder) -> dict[str, str]:
    """Nothing of a buyer whose order Amazon keeps back or has erased."""
    if order.kept_back or order.hidden:
        return {}
    shown = {}
    if seller.options.tax_role:
        shown["buyerName"] = order.buyer_name
        shown["buyerCompanyName"] = order.buyer_company
    if seller.options.delivery_role and order.fulfilled_by == MERCHANT and order.status in RELAYED:
        shown["buyerEmail"] = order.buyer_email
    shown["buyerPurchaseOrderNumber"] = order.purchase_number
    if _withheld(seller, order, "name"):
        shown.pop("buyerName", None)
    if _withheld(seller, order, "email"):
        shown.pop("buyerEmail", None)
    return {name: value for name, value in shown.items() if value}


def _withheld(seller: Seller, order: AmazonOrder, kind: str) -> bool:
    """Of a kind that is shown in part, every other order has it."""
    wholly = seller.options.withholding.get(kind)
    return wholly is True or (wholly is False and digest(order.id, kind) % 2 == 0)


def recipient_json(seller: Seller, order: AmazonOrder, now: datetime) -> dict[str, Any]:
    if order.kept_back or seller.options.withholding.get("address"):
        return {}
    address = dict(order.address)
    in_part = "address" in seller.options.withholding
    if order.hidden or in_part or not seller.options.delivery_role:
        address = {name: value for name, value in address.items() if name not in PERSONAL_ADDRESS}
    late = order.status == SHIPPED and now > order.deliver_by[1]
    if order.fulfilled_by == AMAZON or late or _withheld(seller, order, "phone"):
        address.pop("phone", None)
    recipient: dict[str, Any] = {"deliveryAddress": address}
    if order.instruction and not order.hidden and not in_part and seller.options.delivery_role:
        recipient["deliveryPreference"] = {"addressInstruction": order.instruction}
    return recipient


def _order_tax(seller: Seller, order: AmazonOrder) -> dict[str, Any]:
    if not order.vat_id or order.kept_back or order.hidden or not seller.options.tax_role:
        return {}
    if _withheld(seller, order, "tax"):
        return {}
    registration = {
        "entityType": "BUYER",
        "taxRegistrationType": "VAT",
        "taxRegistrationNumber": order.vat_id,
    }
    if order.buyer_company:
        registration["legalName"] = order.buyer_company
    return {"taxRegistrations": [registration]}


# -- money -----------------------------------------------------------------------------------------------------------


def breakdowns(item: Item) -> dict[str, int]:
    """Each kind of proceeds of an item; they add up to `item.proceeds`."""
    found: dict[str, int] = {}
    found.update({name: item.parts[name] for name in ("ITEM", "SHIPPING", "GIFT_WRAP") if name in item.parts})
    if item.discount:
        found["DISCOUNT"] = item.discount
    if item.taxes:
        found["TAX"] = item.tax
    return found


def _item_proceeds(order: AmazonOrder, item: Item) -> dict[str, Any]:
    entries = []
    for kind, minor in breakdowns(item).items():
        entry: dict[str, Any] = {"type": kind, "subtotal": amount(order, minor)}
        if kind == "TAX":
            entry["detailedBreakdowns"] = [
                {"subtype": name, "value": amount(order, tax)} for name, tax in item.taxes.items()
            ]
        if kind == "DISCOUNT":
            off = {"ITEM": item.parts.get("DISCOUNT", 0), "SHIPPING": item.shipping_discount}
            entry["detailedBreakdowns"] = [
                {"subtype": name, "value": amount(order, part)} for name, part in off.items() if part
            ]
        entries.append(entry)
    return {"proceedsTotal": amount(order, item.proceeds), "breakdowns": entries}


def _order_proceeds(order: AmazonOrder) -> dict[str, Any]:
    if order.kept_back:
        return {}
    sums: dict[str, int] = {}
    for item in order.items:
        for kind, minor in breakdowns(item).items():
            sums[kind] = sums.get(kind, 0) + minor
    return {
        "grandTotal": amount(order, order.total),
        "breakdowns": [{"type": kind, "subtotal": amount(order, minor)} for kind, minor in sums.items()],
    }


def _payment(order: AmazonOrder) -> dict[str, Any]:
    if order.kept_back or order.status == CANCELLED:
        return {}
    execution = {"paymentMethod": order.payment_method, "paymentAmount": amount(order, order.total)}
    return {"paymentExecutions": [execution]}


# -- goods -----------------------------------------------------------------------------------------------------------


def item_json(order: AmazonOrder, item: Item, wanted: Collection[str]) -> dict[str, Any]:
    product: dict[str, Any] = {
        "asin": item.asin,
        "title": item.title,
        "sellerSku": item.sku,
        "condition": {"conditionType": "NEW", "conditionSubtype": "NEW"},
    }
    if not order.kept_back:
        product["price"] = {"unitPrice": amount(order, item.unit_price)}
        if "AMAZON_BUSINESS" in order.programs:
            product["price"]["priceDesignation"] = "BUSINESS_PRICE"
    if item.customized_url and not order.kept_back and not order.hidden:
        product["customization"] = {"customizedUrl": item.customized_url}
    document: dict[str, Any] = {"orderItemId": item.id, "quantityOrdered": item.quantity, "product": product}
    if "PROCEEDS" in wanted and not order.kept_back:
        document["proceeds"] = _item_proceeds(order, item)
    if "PROMOTION" in wanted and item.promotions and not order.kept_back:
        document["promotion"] = {"breakdowns": [{"promotionId": each} for each in item.promotions]}
    if "CANCELLATION" in wanted and (cancellation := _cancellation(item)):
        document["cancellation"] = cancellation
    if "FULFILLMENT" in wanted:
        document["fulfillment"] = _item_fulfillment(order, item)
    if "TAX" in wanted and item.facilitated and not order.kept_back:
        responsible = "Amazon Services Europe S.a.r.L."
        document["tax"] = {
            "taxCollections": [{"model": "MARKETPLACE_FACILITATOR", "responsibleParty": responsible}],
        }
    return document


def _cancellation(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if item.request_reason is not None:
        found["cancellationRequest"] = {"requester": "BUYER", "cancelReason": item.request_reason}
    if item.cancelled:
        found["cancellationExecution"] = {"cancelledBy": item.cancelled_by, "cancelReason": item.cancel_reason}
    return found


def _item_fulfillment(order: AmazonOrder, item: Item) -> dict[str, Any]:
    fulfilled = order.fulfilled(item)
    found: dict[str, Any] = {
        "quantityFulfilled": fulfilled,
        "quantityUnfulfilled": max(0, item.quantity - item.cancelled - fulfilled),
    }
    if item.gift_message and not order.hidden and not order.kept_back:
        option = {"giftMessage": item.gift_message, "giftWrapLevel": "STANDARD"}
        found["packing"] = {"giftOption": option}
    return found


def _fulfillment(order: AmazonOrder) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "fulfillmentStatus": order.shown_status or order.status,
        "fulfilledBy": order.fulfilled_by,
        "fulfillmentServiceLevel": order.service_level,
    }
    if not order.kept_back:
        for name, (earliest, latest) in (("shipByWindow", order.ship_by), ("deliverByWindow", order.deliver_by)):
            shown[name] = {"earliestDateTime": instant(earliest), "latestDateTime": instant(latest)}
    return shown


def package_json(package: Package) -> dict[str, Any]:
    document: dict[str, Any] = {
        "packageReferenceId": package.reference,
        "createdTime": instant(package.created),
        "packageStatus": {"status": package.status, "detailedStatus": package.detailed},
        "carrier": package.carrier,
        "shipTime": instant(package.shipped),
        "trackingNumber": package.number,
        "packageItems": [{"orderItemId": item, "quantity": many} for item, many in package.items.items()],
    }
    if package.method:
        document["shippingService"] = package.method
    if package.warehouse in WAREHOUSE_ADDRESSES:
        names = ("name", "addressLine1", "city", "postalCode", "countryCode")
        document["shipFromAddress"] = dict(zip(names, WAREHOUSE_ADDRESSES[package.warehouse], strict=True))
    return document
