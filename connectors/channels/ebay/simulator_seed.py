"""Fills a simulated eBay account from the simulated world: what the world says happened, as eBay would hold it. Runs at
the start, and once for each new purchase.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.channels.ebay.simulator_model import (
    CANCELED,
    SHOP,
    CancelRequest,
    EbayOrder,
    Fulfillment,
    Line,
    Market,
    Place,
    Refund,
    whole_milliseconds,
)
from connectors.simulation.world import Address, WorldLine, WorldOrder, WorldRefund

CARRIERS = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes", "ups": "UPS"}
SERVICES = {
    "Selbstabholung": "DE_Pickup",
    "DHL Paket": "DE_DHLPaket",
    "Kostenloser Versand": "DE_DHLPaket",
    "Versand Europa": "DE_DHLPaketInternational",
}
MARKETPLACES = {"GBP": "EBAY_GB", "PLN": "EBAY_PL", "CHF": "EBAY_CH"}
EU = frozenset({"AT", "GR", "PL", "DK", "FR", "NL", "SE", "CZ", "IT", "HU"})
VAT_PERCENT = {"AT": 20, "GR": 24, "PL": 23, "DK": 25, "FR": 20, "NL": 21, "SE": 25, "CZ": 21, "IT": 22, "GB": 20}
IOSS = ("IOSS", "IM2760000742")
UK_VAT = ("VAT", "GB365608576")
# Up to here eBay collects import taxes itself, in minor units of the currency of the country.
IOSS_UP_TO, UK_UP_TO = 15_000, 13_500
DELIVERY_PRICE = 490
SHIPPED_ABROAD_BY_EBAY = frozenset({"TR", "CH", "GB"})


@dataclass(frozen=True, slots=True)
class _Nature:
    """What eBay adds to an order that the world does not know, drawn from the order's key."""

    fulfilled_by_ebay: bool
    hub: bool
    import_tax: tuple[str, str] | None
    free_delivery: bool


def dice(*parts: object) -> float:
    """An even number in [0, 1) that belongs to these parts."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / float(1 << 56)


def spread_evenly(amount: int, weights: Sequence[int]) -> list[int]:
    """Shares that add up exactly, also for negative amounts and where all weights are nothing."""
    if amount < 0:
        return [-share for share in spread_evenly(-amount, weights)]
    weights = list(weights) if sum(weights) > 0 else [1] * len(weights)
    whole = sum(weights)
    shares = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % whole), place))
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def fill(market: Market, orders: Iterable[WorldOrder]) -> list[EbayOrder]:
    stored = [_order(market, order) for order in orders]
    for order in stored:
        market.orders[order.id] = order
    return stored


def _order(market: Market, order: WorldOrder) -> EbayOrder:
    nature = _nature(order)
    lines = _lines(market, order, nature)
    number = _free_number(market, order)
    stored = EbayOrder(
        id=number,
        trading_id=number,
        sales_record=str(market.number("record")),
        created=order.created_at,
        modified=order.modified_at,
        paid=order.paid_at,
        currency=order.currency,
        marketplace=MARKETPLACES.get(order.currency, market.options.marketplace),
        username=_username(order),
        email=order.buyer.email,
        tax_id=order.buyer.vat_id,
        tax_country=order.billing.country if order.buyer.vat_id else "",
        billing=place_of(order.billing, order.buyer.phone),
        recipient=place_of(order.shipping, order.buyer.phone),
        notes=order.customer_note,
        service=SERVICES.get(order.shipping_cost.name, "DE_SonstigeDomestic"),
        lines=lines,
        adjustment=sum(fee.part.gross for fee in order.fees),
        pickup=order.shipping_cost.name == "Selbstabholung",
        hub_reference=f"{int(dice(order.key, 'hub') * 10**13):013d}" if nature.hub else "",
        fulfilled_by_ebay=nature.fulfilled_by_ebay,
        world_key=order.key,
    )
    if order.state == "pending":
        # Until the checkout there is no order, only a commitment to buy one thing.
        if len(lines) == 1:
            stored.trading_id = f"{lines[0].item_id}-{lines[0].transaction_id}"
        return stored
    stored.paid = order.paid_at or min(order.created_at + timedelta(seconds=40), order.modified_at)
    stored.fulfillments = _parcels(order, lines)
    stored.refunds = [_refund(market, stored, refund) for refund in order.refunds]
    if order.state == "cancelled":
        cancel(market, stored, "BUYER", "ORDER_MISTAKE", order.modified_at)
        stored.modified = order.modified_at
    return stored


def _nature(order: WorldOrder) -> _Nature:
    country, own = order.shipping.country, dice(order.key, order.number, "nature")
    pickup = order.shipping_cost.name == "Selbstabholung"
    # One article only: eBay takes no parcel of several lines for its hub.
    hub = country in SHIPPED_ABROAD_BY_EBAY and len(order.lines) == 1 and own < 0.6 and not pickup
    by_ebay = country == "DE" and own < 0.04 and not pickup
    goods = sum(line.total.gross for line in order.lines)
    tax = None
    if not order.refunds and not hub and not pickup and order.state != "cancelled":
        if country == "GB" and order.currency == "GBP" and goods <= UK_UP_TO:
            tax = UK_VAT
        elif country in EU and order.currency == "EUR" and goods <= IOSS_UP_TO and own < 0.5 and not by_ebay:
            tax = IOSS  # sent from outside the Union
    free = order.shipping_cost.name == "Kostenloser Versand" and order.currency == "EUR" and own < 0.5
    return _Nature(by_ebay, hub, tax, free)


def _free_number(market: Market, order: WorldOrder) -> str:
    """No two orders have one number at eBay; the world draws them at random."""
    number, turn = order.number, 0
    while number in market.orders:
        turn += 1
        drawn = f"{int(dice(order.key, order.number, turn) * 10**12):012d}"
        number = f"{drawn[:2]}-{drawn[2:7]}-{drawn[7:]}"
    return number


def _username(order: WorldOrder) -> str:
    """Opaque: some are names, others immutable ids."""
    person = order.buyer.person
    if dice("username", person) < 0.3:
        return hashlib.sha256(f"ebay-user-{person}".encode()).hexdigest()[:11]
    return f"{order.buyer.email.partition('@')[0][:4] or 'user'}_{person}".replace(".", "")


def place_of(address: Address, phone: str) -> Place:
    return Place(
        name=f"{address.first_name.strip()} {address.last_name.strip()}".strip(),
        company=address.company,
        line1=address.street,
        line2=address.extra,
        city=address.town,
        state=address.state.partition("-")[2],
        postcode=address.postcode,
        country=address.country,
        phone=phone,
    )


# -- lines and money -----------------------------------------------------------------------------------------------


def _lines(market: Market, order: WorldOrder, nature: _Nature) -> list[Line]:
    weights = [line.total.gross for line in order.lines]
    deliveries = spread_evenly(order.shipping_cost.part.gross, weights)
    off = spread_evenly(DELIVERY_PRICE, weights) if nature.free_delivery else [0] * len(weights)
    lines = [
        _line(market, order, line, delivery, free)
        for line, delivery, free in zip(order.lines, deliveries, off, strict=True)
    ]
    if nature.import_tax is not None:
        percent = VAT_PERCENT.get(order.shipping.country, 20)
        for line in lines:
            line.tax_reference = nature.import_tax
            line.tax = (line.net_total * percent * 2 + 100) // 200
            if nature.import_tax is IOSS:
                line.location, line.location_country = "Zürich", "CH"
    for line in lines:
        line.gsp = nature.hub
    return lines


def _line(market: Market, order: WorldOrder, line: WorldLine, delivery: int, free: int) -> Line:
    number = market.number("line")
    own = market.options.own_transaction_ids
    variant = line.name.rpartition(" - ")[2] if line.variation else ""
    country, _, town = order.warehouse.partition("-")
    return Line(
        id=str(number),
        transaction_id=str(2_000_000_000_000 + number * 7) if own else str(number),
        item_id=str(110_000_000_000 + line.product * 1_000_003 % 899_999_999_999),
        variation_id=str(410_000_000_000 + line.variation * 1_000_003) if line.variation else "",
        sku=line.sku,
        title=line.name,
        quantity=line.quantity,
        cost=line.subtotal.gross,
        discounted=line.total.gross,
        delivery=delivery,
        delivery_off=free,
        location=town,
        location_country=country,
        ship_by=order.created_at + timedelta(days=2),
        aspects=(("Ausführung", variant),) if variant else (),
        promotion=f"{int(dice(order.coupon) * 10**10):010d}@9" if order.coupon else "",
        returned=line.returned,
        cancelled=line.cancelled,
    )


def _parcels(order: WorldOrder, lines: list[Line]) -> list[Fulfillment]:
    by_number = {line.number: stored for line, stored in zip(order.lines, lines, strict=True)}
    return [
        Fulfillment(
            id=parcel.tracking_number,
            number=parcel.tracking_number,
            carrier=CARRIERS[parcel.carrier],
            shipped=parcel.shipped_at,
            items={by_number[line].id: quantity for line, quantity in parcel.pieces},
            by=SHOP,
        )
        for parcel in order.parcels
    ]


def _refund(market: Market, stored: EbayOrder, refund: WorldRefund) -> Refund:
    if refund.amount >= stored.due_seller:
        return whole_refund(market, stored, refund.at, refund.reason)
    lines = {stored.lines[each.line - 1].id: each.part.gross for each in refund.lines}
    return Refund(str(market.number("refund")), refund.at, refund.amount, refund.reason, lines)


def whole_refund(market: Market, order: EbayOrder, at: datetime, reason: str) -> Refund:
    """All that is left; what the lines cannot hold, an adjustment say, stays with the order."""
    left = order.due_seller - order.refunded
    return Refund(str(market.number("refund")), at, left, reason, whole_split(order))


def whole_split(order: EbayOrder) -> dict[str, int]:
    """What is left of each line, the lines in sum no more than what is left of the order."""
    left = order.due_seller - order.refunded
    lines = {line.id: line.net_total - order.line_refunded(line.id) for line in order.lines}
    # Earlier refunds of the whole order have no line, and a negative adjustment leaves less than the lines' sum.
    over = sum(lines.values()) - left
    for line_id, amount in lines.items():
        cut = min(max(over, 0), amount)
        lines[line_id], over = amount - cut, over - cut
    return {line: part for line, part in lines.items() if part}


def cancel(market: Market, order: EbayOrder, initiator: str, reason: str, at: datetime) -> None:
    """The whole order, as always at eBay, which gives the money back by itself."""
    at = whole_milliseconds(at)
    asked = next((request for request in order.cancel_requests if request.state == "REQUESTED"), None)
    if asked is None:
        asked = CancelRequest(str(market.number("cancel")), initiator, reason, at)
        order.cancel_requests.append(asked)
    asked.state, asked.closed = "COMPLETED", at
    order.cancel_state = CANCELED
    if order.paid is not None and order.refunded < order.due_seller:
        refund = whole_refund(market, order, at, reason)
        order.refunds.append(refund)
        asked.refund_id = refund.id
    market.save(order, at)
