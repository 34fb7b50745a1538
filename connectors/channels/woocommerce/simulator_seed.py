"""Fills a simulated WooCommerce shop from the simulated world: what the world says happened, as this shop would
have stored it. Runs once, at the start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from connectors.channels.woocommerce.simulator_model import (
    BILLING_FIELDS,
    TRACKING_KEY,
    CouponLine,
    ExtraLine,
    Fulfillment,
    ProductLine,
    Refund,
    RefundLine,
    Shop,
    ShopOrder,
    net_of,
    rounded,
    taxes_by_rate,
    to_micro,
)
from connectors.simulation.world import Address, Parcel, WorldLine, WorldOrder
from connectors.simulation.world_numbers import CARRIER_NAMES

STATUS = {
    "pending": "pending",
    "on_hold": "on-hold",
    "processing": "processing",
    "partly_shipped": "processing",
    "shipped": "completed",
    "cancelled": "cancelled",
    "refunded": "refunded",
    "failed": "failed",
}
GATEWAYS = {
    "bank_transfer": ("bacs", "Direkte Banküberweisung"),
    "paypal": ("ppcp-gateway", "PayPal"),
    "card": ("stripe", "Kreditkarte (Stripe)"),
    "invoice": ("invoice", "Kauf auf Rechnung"),
    "cash_on_delivery": ("cod", "Nachnahme"),
    "marketplace": ("ppcp-gateway", "PayPal"),
}
SHIPPING_METHODS = {"Selbstabholung": "local_pickup", "Kostenloser Versand": "free_shipping"}
# How the names of the carriers read in the lists of the tracking plugins; what is missing there is a custom one.
ST_PROVIDERS = {"dhl": "Deutsche Post DHL", "dpd": "DPD.de", "hermes": "Hermes", "ups": "UPS Germany"}
TRACKING_LINKS = {
    "dhl": "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={n}",
    "dpd": "https://tracking.dpd.de/status/de_DE/parcel/{n}",
    "gls": "https://gls-group.com/DE/de/paketverfolgung?match={n}",
    "hermes": "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{n}",
    "ups": "https://www.ups.com/track?loc=de_DE&tracknum={n}",
}
COUPON_PERCENT = {"HERBST10": 10, "willkommen5": 5, "Stammkunde-15": 15}
FIRST_POST = 1042


def fill(shop: Shop, orders: Iterable[WorldOrder]) -> None:
    shop.next_post = max(shop.next_post, FIRST_POST)
    for order in orders:
        stored = _order(shop, order)
        shop.orders[stored.id] = stored


def _order(shop: Shop, order: WorldOrder) -> ShopOrder:
    post = shop.post_id()
    gateway, title = GATEWAYS[order.payment_method]
    lines = [_line(shop, line, order) for line in order.lines]
    cost = order.shipping_cost
    shipping_lines = [
        _extra(
            shop,
            cost.name,
            cost.part.gross,
            cost.part.tax_percent,
            order,
            SHIPPING_METHODS.get(cost.name, "flat_rate"),
        )
    ]
    fees = [_extra(shop, fee.name, fee.part.gross, fee.part.tax_percent, order) for fee in order.fees]
    key = hashlib.sha256(f"{shop.seed}:{order.key}".encode()).hexdigest()[:13]
    stored = ShopOrder(
        id=post,
        number=_number(shop, order) if shop.options.sequential_numbers else str(post),
        order_key=f"wc_order_{key}",
        status=STATUS[order.state],
        currency=order.currency,
        decimals=order.decimals,
        created=order.created_at,
        modified=order.modified_at,
        paid=order.paid_at,
        completed=order.completed_at,
        customer_id=order.buyer.account,
        customer_note=order.customer_note,
        billing={**_address(order.billing), "email": order.buyer.email, "phone": order.buyer.phone},
        shipping=_shipping(order),
        payment_method=gateway,
        payment_title=title,
        transaction_id=order.transaction,
        lines=lines,
        shipping_lines=shipping_lines,
        fee_lines=fees,
        coupon_lines=_coupons(shop, order, lines),
        total=to_micro(order.total, order.decimals),
        cart_tax=0,
        shipping_tax=0,
        world_key=order.key,
    )
    sum_taxes(stored)
    _meta(shop, stored, order)
    by_number = {line.number: stored.lines[place] for place, line in enumerate(order.lines)}
    _notes(shop, stored, order)
    for parcel in order.parcels:
        add_world_parcel(shop, stored, parcel, by_number)
    _refunds(shop, stored, order, by_number)
    return stored


def _number(shop: Shop, order: WorldOrder) -> str:
    """The world writes WB for all shops; one that stands beside others has a prefix of its own."""
    return f"{shop.options.number_prefix}{order.number.removeprefix('WB')}"


def sum_taxes(order: ShopOrder) -> None:
    """Taxes of the order are sums per rate, rounded to the currency; those of the lines are not rounded."""
    cart = taxes_by_rate([*order.lines, *order.fee_lines])
    shipping = taxes_by_rate(order.shipping_lines)
    order.cart_tax = sum(rounded(tax, order.decimals) for tax in cart.values())
    order.shipping_tax = sum(rounded(tax, order.decimals) for tax in shipping.values())


def _address(address: Address) -> dict[str, str]:
    values = (
        address.first_name,
        address.last_name,
        address.company,
        address.street,
        address.extra,
        address.town,
        address.state,
        address.postcode,
        address.country,
    )
    return dict(zip(BILLING_FIELDS[:9], values, strict=True))


def _shipping(order: WorldOrder) -> dict[str, str]:
    # A checkout without "ship to a different address" may leave the shipping address empty; a third of shops do.
    empty = order.shipping == order.billing and int(order.key[1:]) % 3 == 0
    address = dict.fromkeys(BILLING_FIELDS[:9], "") if empty else _address(order.shipping)
    return {**address, "phone": ""}


def _line(shop: Shop, line: WorldLine, order: WorldOrder) -> ProductLine:
    percent = line.total.tax_percent
    subtotal = to_micro(line.subtotal.gross, order.decimals)
    total = to_micro(line.total.gross, order.decimals)
    stored = ProductLine(
        id=shop.item_id(),
        name=line.name,
        product_id=line.product,
        variation_id=line.variation,
        sku=line.sku,
        ean=line.ean,
        quantity=line.quantity,
        tax_percent=percent,
        tax_class="reduced-rate" if percent == 7 else "",
        subtotal=net_of(subtotal, percent),
        subtotal_tax=subtotal - net_of(subtotal, percent),
        total=net_of(total, percent),
        total_tax=total - net_of(total, percent),
    )
    if line.variation:
        stored.meta.append(shop.new_meta("pa_variante", line.name.rpartition(" - ")[2]))
    return stored


def _extra(shop: Shop, name: str, minor: int, percent: int, order: WorldOrder, method: str = "") -> ExtraLine:
    gross = to_micro(minor, order.decimals)
    net = net_of(gross, percent)
    return ExtraLine(shop.item_id(), name, net, gross - net, percent, method, "3" if method else "")


def _coupons(shop: Shop, order: WorldOrder, lines: list[ProductLine]) -> list[CouponLine]:
    if not order.coupon:
        return []
    off = sum(line.subtotal - line.total for line in lines)
    tax = sum(line.subtotal_tax - line.total_tax for line in lines)
    return [CouponLine(shop.item_id(), order.coupon.lower(), off, tax, COUPON_PERCENT[order.coupon])]


def _meta(shop: Shop, stored: ShopOrder, order: WorldOrder) -> None:
    entries = {
        "is_vat_exempt": "yes" if order.total_tax == 0 else "no",
        "_wc_order_attribution_source_type": "organic",
        "_order_number": _number(shop, order) if shop.options.sequential_numbers else "",
        "_billing_vat_id": order.buyer.vat_id,
        "_wcpdf_invoice_number": order.invoice_number,
        "_gift_message": order.gift_message,
        "_warehouse": order.warehouse if order.warehouse != "DE-Hannover" else "",
        "_test_order": "yes" if order.is_test else "",
        "_shipping_dhl_postnumber": order.shipping.extra
        if order.shipping.street.startswith(("Packstation", "Postfiliale"))
        else "",
        "_amount_received": str(order.paid) if order.paid not in (0, order.total) else "",
    }
    stored.meta.extend(shop.new_meta(key, value) for key, value in entries.items() if value)


def _notes(shop: Shop, stored: ShopOrder, order: WorldOrder) -> None:
    if order.state == "on_hold":
        text = "Warte auf BACS-Zahlung. Bestellstatus von Ausstehende Zahlung in In Wartestellung geändert."
        shop.note(stored, order.created_at, text)
    if order.paid_at is not None and order.payment_method in ("paypal", "card"):
        shop.note(stored, order.paid_at, f"Zahlung über {stored.payment_title} abgeschlossen ({order.transaction}).")


def add_world_parcel(shop: Shop, order: ShopOrder, parcel: Parcel, lines: dict[int, ProductLine]) -> None:
    """A parcel that the shop's own staff entered, in the way that this shop has."""
    items = [(lines[number], quantity) for number, quantity in parcel.pieces]
    store_parcel(shop, order, parcel.carrier, parcel.tracking_number, parcel.shipped_at, items)


def store_parcel(
    shop: Shop,
    order: ShopOrder,
    carrier: str,
    number: str,
    at: datetime,
    items: list[tuple[ProductLine, int]],
) -> None:
    if shop.options.tracking == "fulfillments":
        link = TRACKING_LINKS.get(carrier, "").replace("{n}", number)
        meta = {
            "_items": [{"item_id": line.id, "qty": quantity} for line, quantity in items],
            "_tracking_number": number,
            "_shipment_provider": carrier,
            "_tracking_url": link,
            "_date_fulfilled": shop.local(at).strftime("%Y-%m-%d %H:%M:%S"),
        }
        entries = [shop.new_meta(key, value) for key, value in meta.items()]
        order.fulfillments.append(Fulfillment(shop.fulfillment_id(), "fulfilled", True, at, entries))
        note_fulfilled(shop, order)
        order.rendered.clear()
        return
    # Without a route the list is what a plugin left behind that is no longer active.
    known = ST_PROVIDERS.get(carrier)
    entry = tracking_entry(
        provider=known if shop.options.tracking != "ast" else carrier,
        custom_provider="" if known or shop.options.tracking == "ast" else CARRIER_NAMES.get(carrier, carrier),
        custom_link="" if known else TRACKING_LINKS.get(carrier, "").replace("{n}", "%1$s"),
        number=number,
        shipped=at,
    )
    shop.set_meta(order, TRACKING_KEY, [*(order.meta_value(TRACKING_KEY) or []), entry])
    order.rendered.clear()


def note_fulfilled(shop: Shop, order: ShopOrder) -> None:
    """The order keeps how far it is fulfilled in a meta of its own."""
    done: dict[int, float] = {}
    for fulfillment in order.fulfillments:
        if fulfillment.is_fulfilled and fulfillment.deleted is None:
            for item in fulfillment.value("_items") or []:
                done[item["item_id"]] = done.get(item["item_id"], 0) + item["qty"]
    whole = all(done.get(line.id, 0) >= line.quantity for line in order.lines)
    standing = "fulfilled" if whole and done else "partially_fulfilled" if done else "unfulfilled"
    shop.set_meta(order, "_fulfillment_status", standing)


def tracking_entry(
    *, provider: str | None, custom_provider: str, custom_link: str, number: str, shipped: datetime
) -> dict[str, str]:
    """One element of the meta that Shipment Tracking and its successors keep."""
    day = datetime(shipped.year, shipped.month, shipped.day, tzinfo=UTC)
    identity = f"{provider or custom_provider}-{number}-{shipped.timestamp()}"
    return {
        "tracking_provider": slug(provider or ""),
        "custom_tracking_provider": custom_provider,
        "custom_tracking_link": custom_link,
        "tracking_number": number,
        "date_shipped": str(int(day.timestamp())),
        "tracking_id": hashlib.md5(identity.encode(), usedforsecurity=False).hexdigest(),
    }


def slug(text: str) -> str:
    """As WordPress makes titles into addresses."""
    kept = [sign if sign.isalnum() else "-" for sign in text.lower().replace(".", "-")]
    return "-".join(part for part in "".join(kept).split("-") if part)


def _refunds(shop: Shop, stored: ShopOrder, order: WorldOrder, lines: dict[int, ProductLine]) -> None:
    for refund in order.refunds:
        back = []
        for entry in refund.lines:
            gross = to_micro(entry.part.gross, order.decimals)
            net = net_of(gross, entry.part.tax_percent)
            back.append(RefundLine(shop.item_id(), lines[entry.line], entry.quantity, net, gross - net))
        shipping = to_micro(refund.shipping.gross, order.decimals) if refund.shipping else 0
        net = net_of(shipping, refund.shipping.tax_percent) if refund.shipping else 0
        stored.refunds.append(
            Refund(
                id=shop.post_id(),
                at=refund.at,
                amount=to_micro(refund.amount, order.decimals),
                reason=refund.reason,
                lines=back,
                shipping=net,
                shipping_tax=shipping - net,
                by=1,
                paid_back=stored.payment_method in ("ppcp-gateway", "stripe"),
            )
        )
