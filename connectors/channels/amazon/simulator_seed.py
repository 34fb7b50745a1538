"""Fills a simulated Amazon account from the simulated world: what the world says happened, as Amazon would hold it.
What Amazon knows nothing of (customer accounts, invoices) stays out. Runs at the
start, and for each new order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors.channels.amazon.simulator_history import came_back
from connectors.channels.amazon.simulator_model import (
    AMAZON,
    CANCELLED,
    MARKETPLACES,
    MERCHANT,
    PENDING,
    PENDING_AVAILABILITY,
    SHIPPED,
    UNFULFILLABLE,
    UNSHIPPED,
    AmazonOrder,
    Item,
    Package,
    Seller,
    digest,
    digits,
    settle,
)
from connectors.simulation.world import Address, NamedPart, WorldLine, WorldOrder
from connectors.simulation.world_shapes import part_of_gross, spread

WRAPPING = "VP-0001"  # what other channels sell as an article is a charge here
CARRIERS = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes Logistik Gruppe", "ups": "UPS"}
METHODS = {"DHL": "DHL Paket", "DPD": "DPD Classic", "GLS": "GLS BusinessParcel", "UPS": "UPS Standard"}
FREE_SHIPPING_VALUE = 490
CANCEL_WISHES = ("Versehentlich bestellt", "Lieferung kommt zu spät", "Woanders günstiger gefunden", "")
EU = frozenset("DE AT FR NL PL DK SE CZ IT HU GR BE IE ES".split())
WAITING = ("pending", "on_hold", "failed")
RECENT = timedelta(hours=12)
IBA_NAME = "Amazon Business EU SARL"
IBA_MAIL = "no-reply-amazon-iba-buyer@amazon.example"


def fill(seller: Seller, orders: Sequence[WorldOrder]) -> None:
    latest = max((order.modified_at for order in orders), default=None)
    last_of_person: dict[int, str] = {}
    for order in orders:
        if latest is None or order.number in seller.orders:
            continue
        stored = make_order(seller, order, latest)
        _replacement(seller, stored, last_of_person.get(order.buyer.person))
        last_of_person[order.buyer.person] = stored.id
        seller.add(stored)
        if seller.options.past_returns:
            came_back(seller, stored, order)


def make_order(seller: Seller, order: WorldOrder, latest: datetime) -> AmazonOrder:
    draw = digest(seller.seed, order.number)
    fba = draw % 100 < seller.options.fba_percent
    business = bool(order.buyer.vat_id or order.billing.company)
    invoiced = business and draw // 100 % 4 == 0
    stored = AmazonOrder(
        id=order.number,
        marketplace=_marketplace(seller, order.shipping.country),
        status=UNSHIPPED,
        fulfilled_by=AMAZON if fba else MERCHANT,
        currency=order.currency,
        decimals=order.decimals,
        created=order.created_at,
        updated=order.modified_at,
        buyer_name=IBA_NAME if invoiced else _name(order.billing),
        buyer_email=IBA_MAIL if invoiced else _mail(order),
        buyer_company=IBA_NAME if invoiced else order.billing.company,
        purchase_number=f"PO-{order.created_at.year}-{draw % 90_000 + 10_000}" if business and draw // 7 % 2 else "",
        vat_id=order.buyer.vat_id,
        address=_address(order, draw),
        instruction=order.customer_note,
        items=_items(seller, order, business=business),
        programs=_programs(fba=fba, business=business, invoiced=invoiced, draw=draw),
        alias=order.invoice_number.replace("RE-", "SB-") if draw % 3 == 0 else "",
        service_level=("STANDARD", "STANDARD", "STANDARD", "EXPEDITED", "NEXT_DAY")[draw // 11 % 5],
        payment_method="Invoice" if business and draw // 13 % 2 else "Other",
        world_key=order.key,
    )
    _fate(stored, order, latest, draw)
    return stored


def _marketplace(seller: Seller, country: str) -> str:
    """The buyer's own marketplace where the seller sells there, else the seller's first."""
    own = seller.options.marketplace_ids
    return next((each for each in own if MARKETPLACES[each].country == country), own[0])


def _name(address: Address) -> str:
    return f"{address.first_name} {address.last_name}".strip()


def _mail(order: WorldOrder) -> str:
    # Amazon never gives the buyer's own address away.
    mail = order.buyer.email
    return mail if not mail or "@marketplace.amazon." in mail else f"test{order.key}@marketplace.amazon.example"


def _address(order: WorldOrder, draw: int) -> dict[str, str]:
    address = order.shipping
    one, two = address.street, address.extra
    if two and draw % 9 == 0 and not two.isdigit():
        one, two = two, one  # people type the lines in either sequence
    pickup = address.street.startswith(("Packstation", "Postfiliale"))
    fields = {
        "name": _name(address),
        "companyName": address.company,
        "addressLine1": one,
        "addressLine2": two,
        "city": address.town,
        "stateOrRegion": address.state,
        "postalCode": address.postcode,
        "countryCode": address.country,
        "phone": order.buyer.phone,
        "addressType": "PICKUP_POINT" if pickup else "COMMERCIAL" if address.company else "RESIDENTIAL",
    }
    return {name: value for name, value in fields.items() if value}


def _programs(*, fba: bool, business: bool, invoiced: bool, draw: int) -> tuple[str, ...]:
    chosen = []
    if fba or draw // 17 % 6 == 0:
        chosen.append("PRIME")
    if business:
        chosen.append("AMAZON_BUSINESS")
    if invoiced:
        chosen.append("INVOICE_BY_AMAZON")
    if draw // 19 % 40 == 0:
        chosen.append("PREMIUM")
    return tuple(chosen)


# -- amounts ---------------------------------------------------------------------------------------------------------


def _items(seller: Seller, order: WorldOrder, *, business: bool) -> list[Item]:
    wraps = [line for line in order.lines if line.sku == WRAPPING]
    lines = [line for line in order.lines if line.sku != WRAPPING] or list(order.lines)
    if len(lines) == len(order.lines):
        wraps = []
    taxed = order.total_tax > 0 and (business or digest(seller.seed, order.number, "tax") % 3 == 0)
    weights = [line.total.gross for line in lines]
    off = spread(-min(0, sum(fee.part.gross for fee in order.fees)), weights)
    shipping = spread(_shipping(order, taxed=taxed), [line.subtotal.gross for line in lines])
    items = []
    for place, line in enumerate(lines):
        item = _item(seller, order, line, taxed=taxed)
        _add(item, "DISCOUNT", -off[place], line.total.tax_percent, taxed=taxed)
        _add(item, "SHIPPING", shipping[place], order.shipping_cost.part.tax_percent, taxed=taxed)
        if _is_free(order.shipping_cost) and not taxed:
            item.shipping_discount = -shipping[place]
            item.promotions = (*item.promotions, "DE Core Free Shipping")
        items.append(item)
    for wrap in wraps:
        _add(items[0], "GIFT_WRAP", wrap.total.gross, wrap.total.tax_percent, taxed=taxed)
    items[0].gift_message = order.gift_message
    return items


def _is_free(cost: NamedPart) -> bool:
    return cost.name == "Kostenloser Versand"


def _shipping(order: WorldOrder, *, taxed: bool) -> int:
    # Free shipping is told as a charge with a discount of the same amount, where no tax is told.
    free = _is_free(order.shipping_cost) and not taxed
    return FREE_SHIPPING_VALUE if free else order.shipping_cost.part.gross


def _add(item: Item, name: str, gross: int, percent: int, *, taxed: bool) -> None:
    if gross == 0:
        return
    part = part_of_gross(gross, percent if taxed else 0)
    item.parts[name] = item.parts.get(name, 0) + part.net
    if part.tax:
        item.taxes[name] = item.taxes.get(name, 0) + part.tax


def _item(seller: Seller, order: WorldOrder, line: WorldLine, *, taxed: bool) -> Item:
    before, after = line.subtotal, line.total
    item = Item(
        id=digits(14, seller.seed, order.number, line.number),
        sku=line.sku,
        asin=f"B0{digest('asin', line.sku) % 36**8:08X}"[:10],
        title=line.name,
        quantity=line.quantity,
        unit_price=before.gross // line.quantity,
        parts={"ITEM": before.net if taxed else before.gross},
        taxes={"ITEM": before.tax} if taxed and before.tax else {},
        promotions=(f"PAWS-{order.coupon.upper()}",) if before.gross != after.gross else (),
        facilitated=order.shipping.country not in EU,
    )
    if before.gross != after.gross:
        item.parts["DISCOUNT"] = (after.net - before.net) if taxed else (after.gross - before.gross)
        if taxed and after.tax != before.tax:
            item.taxes["DISCOUNT"] = after.tax - before.tax
    if digest(item.id, "custom") % 80 == 0:
        item.customized_url = f"https://zme-caps.amazon.example/t/{item.id}/customization.zip"
    return item


# -- what became of it -----------------------------------------------------------------------------------------------


def _fate(stored: AmazonOrder, order: WorldOrder, latest: datetime, draw: int) -> None:
    _cancel_lines(stored, order, draw)
    if stored.status == CANCELLED:
        return
    fresh = order.state == "processing" and latest - order.created_at < RECENT
    if order.state in WAITING or (fresh and draw // 23 % 4 == 0):
        stored.status = PENDING
    elif order.state == "processing" and draw // 29 % 40 == 0:
        stored.status = PENDING_AVAILABILITY
    elif order.state == "processing" and draw // 31 % 20 == 0:
        stored.status = UNFULFILLABLE
    elif stored.fulfilled_by == AMAZON:
        stored.status = SHIPPED if order.state in ("shipped", "partly_shipped", "refunded") else UNSHIPPED
    else:
        _packages(stored, order, latest, draw)
        settle(stored)
    if stored.status == UNSHIPPED and stored.fulfilled_by == MERCHANT and draw // 37 % 15 == 0:
        wish = CANCEL_WISHES[draw % len(CANCEL_WISHES)]
        for item in stored.items:
            item.request_reason = wish


def _cancel_lines(stored: AmazonOrder, order: WorldOrder, draw: int) -> None:
    whole = order.state == "cancelled" or (order.state == "refunded" and not order.parcels)
    cancelled = {line.sku: line.quantity if whole else line.cancelled for line in order.lines}
    for item in stored.items:
        item.cancelled = min(item.quantity, cancelled.get(item.sku, 0))
        if item.cancelled:
            item.cancelled_by = ("BUYER", "MERCHANT", "AMAZON")[draw // 41 % 3] if whole else MERCHANT
            item.cancel_reason = "Buyer requested cancellation" if item.cancelled_by == "BUYER" else "No inventory"
    if all(item.cancelled >= item.quantity for item in stored.items):
        stored.status = CANCELLED


def _packages(stored: AmazonOrder, order: WorldOrder, latest: datetime, draw: int) -> None:
    by_sku = {item.sku: item for item in stored.items}
    by_number = {line.number: by_sku[line.sku] for line in order.lines if line.sku in by_sku}
    at_seller_central = draw // 43 % 3 == 0
    for parcel in order.parcels:
        held = {by_number[number].id: many for number, many in parcel.pieces if number in by_number}
        if not held:
            continue  # nothing in it but wrapping paper
        place = len(stored.packages) + 1
        age = latest - parcel.shipped_at
        status, detailed = ("SHIPPED", "PICKED_UP")
        if age > timedelta(days=4):
            status = detailed = "DELIVERED"
        elif age > timedelta(days=1):
            status, detailed = "IN_TRANSIT", "OUT_FOR_DELIVERY"
        carrier = CARRIERS.get(parcel.carrier, parcel.carrier)
        stored.packages.append(
            Package(
                reference=f"PKG-{parcel.shipped_at:%Y%m%d}-{place:03d}" if at_seller_central else str(place),
                created=parcel.shipped_at,
                carrier=carrier,
                number=parcel.tracking_number,
                shipped=parcel.shipped_at,
                method=METHODS.get(carrier, ""),
                items=held,
                by="shop",
                warehouse=order.warehouse,
                status=status,
                detailed=detailed,
            )
        )


def _replacement(seller: Seller, order: AmazonOrder, earlier: str | None) -> None:
    """Now and then the buyer's last order is sent once more, free of charge."""
    if earlier is None or order.status == CANCELLED or digest(seller.seed, order.id, "replaces") % 25:
        return
    order.replaces = earlier
    free_of_charge(order)


def free_of_charge(order: AmazonOrder) -> None:
    for item in order.items:
        item.unit_price = item.shipping_discount = 0
        item.parts, item.taxes, item.promotions = {"ITEM": 0}, {}, ()
