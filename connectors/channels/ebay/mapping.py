"""Owns the translation of eBay's orders into snapshots. No I/O; a record that makes no sense raises Unreadable."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeVar
from urllib.parse import quote, unquote, urlsplit

import msgspec

from connectors.channels.ebay import units
from connectors.channels.ebay.money import Taxes, in_currency, tax_in, taxes_of, totals_of
from connectors.channels.ebay.paging import instant_in
from connectors.channels.ebay.payloads import (
    Contact,
    Fulfillment,
    Fulfillments,
    Instruction,
    LineItem,
    OrderPayload,
    Text,
)
from connectors.contract.errors import Unreadable
from connectors.contract.reasons import NO_DATE, ODD_DATE, ODD_LINES, ODD_QUANTITY
from connectors.contract.snapshots import LineSnapshot, OrderSnapshot, ShipmentSnapshot, ShippedLineSnapshot
from desk.domain.clock import Instant, parse_utc
from desk.domain.orders import (
    Address,
    Buyer,
    Handling,
    OrderFacet,
    Payment,
    PaymentFacet,
    PaymentKind,
    ShippingFacet,
)
from desk.domain.values import AccountId, Money, MoneyError, RemoteRef, check_currency

log = logging.getLogger("sync")

_F = TypeVar("_F", OrderFacet, PaymentFacet, ShippingFacet)
_ORDER = msgspec.json.Decoder(OrderPayload, strict=False)
_FULFILLMENTS = msgspec.json.Decoder(Fulfillments, strict=False)


class OrderMapping:
    """Reads the orders of one seller. `is_new` says whether something was told before, so that it is told once."""

    def __init__(self, account: AccountId, marketplace: str, is_new: Callable[[str], bool], *, sandbox: bool) -> None:
        self._account = account
        self._host = "www.sandbox.ebay.com" if sandbox else units.SITES[marketplace].host
        self._is_new = is_new
        self._sandbox = sandbox

    def read(
        self, raw: bytes, *, order: OrderPayload | None = None, shipments: tuple[ShipmentSnapshot, ...] | None = None
    ) -> OrderSnapshot:
        """One order. `shipments` are its parcels where they are known; None: not asked for. Raises Unreadable.

        `order` is `raw` parsed, where the caller has it already.
        """
        order = order or parse_order(raw)
        try:
            return self._snapshot(order, raw, shipments)
        except (MoneyError, InvalidOperation, ValueError) as error:
            raise unreadable(str(error)) from error

    def _snapshot(
        self, order: OrderPayload, raw: bytes, shipments: tuple[ShipmentSnapshot, ...] | None
    ) -> OrderSnapshot:
        placed = _instant(order.creation_date)
        if placed is None:
            raise unreadable(NO_DATE)
        pricing = order.pricing_summary
        currency = check_currency(pricing.total.currency or "")
        taxes = taxes_of(order, currency)
        needs_shipping = _needs_shipping(order)
        failed = _failed_refunds(order)
        lines = tuple(_line(item, currency, taxes, failed, needs_shipping) for item in order.line_items)
        if len({line.remote_id for line in lines}) != len(lines):
            raise unreadable(ODD_LINES)
        facet = self._order_facet(order)
        payments = _payments(order, currency)
        contact = _recipient_of(order)
        recipient = _address(contact, _reference(order))
        billing = _address(order.buyer.buyer_registration_address if order.buyer else None, "")
        paid = [one.at for one in payments if one.kind is PaymentKind.PAYMENT and one.at is not None]
        method = next(iter(_texts(order)), "")
        return OrderSnapshot(
            ref=RemoteRef(self._account, order.order_id),
            number=order.order_id,
            placed_at=placed,
            changed_at=_instant(order.last_modified_date) or placed,
            order=facet,
            payment=self._known(units.PAYMENT_FACETS, order.order_payment_status, PaymentFacet.UNKNOWN),
            shipping=self._shipping(order, lines, shipments),
            channel_status=order.order_fulfillment_status,
            totals=totals_of(pricing, currency, taxes),
            lines=lines,
            buyer=_buyer(order, contact, billing),
            billing=billing,
            recipient=recipient,
            payments=payments,
            shipments=shipments,
            payment_method=method,
            paid_at=max(paid) if paid else None,
            buyer_note=_text(order.buyer_checkout_notes),
            ship_by=_ship_by(order),
            handling=Handling.CHANNEL if order.fulfilled_by == units.BY_EBAY else Handling.OURS,
            is_test=self._sandbox,
            open_in_channel=f"https://{self._host}/mesh/ord/details?orderid={quote(order.order_id, safe='-')}",
            raw=raw,
        )

    # --- facets --------------------------------------------------------------------------------------------

    def _order_facet(self, order: OrderPayload) -> OrderFacet:
        if order.cancel_state not in units.CANCEL_STATES and order.cancel_state:
            self._tell("cancelState", order.cancel_state)
        if order.cancel_state == units.CANCELED:
            return OrderFacet.CANCELLED
        facet = self._known(units.ORDER_FACETS, order.order_fulfillment_status, OrderFacet.UNKNOWN)
        if facet is OrderFacet.OPEN and order.order_payment_status == units.FULLY_REFUNDED:
            return OrderFacet.COMPLETED  # all the money went back: nobody has anything to do
        return facet

    def _shipping(
        self, order: OrderPayload, lines: Sequence[LineSnapshot], shipments: Sequence[ShipmentSnapshot] | None
    ) -> ShippingFacet:
        if not any(line.needs_shipping and line.quantity for line in lines):
            return ShippingFacet.NOTHING_TO_SHIP
        told = self._known(units.SHIPPING_FACETS, order.order_fulfillment_status, ShippingFacet.UNKNOWN)
        if told is not ShippingFacet.UNSHIPPED or not shipments:
            return told
        # The order's own word may come later than its parcels.
        return _by_parcels(lines, shipments)

    def _known(self, table: dict[str, _F], code: str, unknown: _F) -> _F:
        if code not in table:
            self._tell(type(unknown).__name__, code)
        return table.get(code, unknown)

    def _tell(self, what: str, code: str) -> None:
        shown = code[:40] if code.replace("_", "").isalnum() else "?"
        if self._is_new(f"{what} {shown}"):
            log.warning("account %d: %s %s is new to this Desk; it is kept", self._account, what, shown)


def parse_order(raw: bytes) -> OrderPayload:
    """Raises Unreadable for what is no order."""
    try:
        return _ORDER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unreadable(_plain(error)) from error


def parse_fulfillments(body: bytes) -> list[Fulfillment]:
    """The answer of `shipping_fulfillment`. Raises Unreadable."""
    try:
        return _FULFILLMENTS.decode(body).fulfillments
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            "eBay's answer about an order's parcels cannot be read. Desk tries again at the next sync.", _plain(error)
        ) from error


def shipments_of(fulfillments: Sequence[Fulfillment]) -> tuple[ShipmentSnapshot, ...]:
    """An order's parcels. Raises Unreadable for one that makes no sense."""
    found: list[ShipmentSnapshot] = []
    for one in fulfillments:
        try:
            shipped_at = _instant(one.shipped_date)
        except ValueError as error:
            raise unreadable(str(error)) from error
        lines = one.line_items
        found.append(
            ShipmentSnapshot(
                remote_id=_unused(one.fulfillment_id, found),
                carrier=_text(one.shipping_carrier_code),
                number=number_of(one),
                shipped_at=shipped_at,
                lines=None
                if lines is None
                else tuple(
                    ShippedLineSnapshot(remote_line_id=line.line_item_id, quantity=line.quantity) for line in lines
                ),
            )
        )
    return tuple(found)


def shipments_in_hrefs(hrefs: Sequence[str]) -> tuple[ShipmentSnapshot, ...]:
    """What the addresses of an order's parcels tell by themselves: the last part is the tracking number, if any."""
    found: list[ShipmentSnapshot] = []
    for href in hrefs:
        name = unquote(urlsplit(href).path.rstrip("/").rpartition("/")[2])
        if name:
            found.append(
                ShipmentSnapshot(
                    remote_id=_unused(name, found),
                    carrier="",
                    number=_number_in(name),
                    shipped_at=None,
                    lines=None,
                )
            )
    return tuple(found)


def number_of(fulfillment: Fulfillment) -> str:
    """A parcel's tracking number, empty for one without."""
    return _text(fulfillment.shipment_tracking_number) or _number_in(fulfillment.fulfillment_id)


def _number_in(name: str) -> str:
    """The tracking number by which eBay names a parcel; one without gets some short number."""
    return name if len(name) >= units.SHORTEST_TRACKING else ""


def unreadable(reason: str) -> Unreadable:
    return Unreadable(
        "This order could not be read. It is kept in the repair list with what eBay sent.",
        reason,
        code="unreadable_order",
    )


def _unused(name: str, found: Sequence[ShipmentSnapshot]) -> str:
    """Two parcels with one number have one id at eBay; the mirror needs them apart."""
    taken = {one.remote_id for one in found}
    if name not in taken:
        return name
    return next(made for count in range(2, len(found) + 3) if (made := f"{name}#{count}") not in taken)


def _plain(error: Exception) -> str:
    """A decoder's words without the value at fault, which may be a buyer's."""
    return str(error).split("\n", 1)[0][:160]


def _failed_refunds(order: OrderPayload) -> frozenset[str]:
    """Refunds that came to nothing; lines name them all the same, and do not tell."""
    told = (order.payment_summary.refunds if order.payment_summary else None) or ()
    return frozenset(str(one.refund_id) for one in told if one.refund_id and one.refund_status == units.FAILED)


def _line(item: LineItem, currency: str, taxes: Taxes, failed: frozenset[str], needs_shipping: bool) -> LineSnapshot:
    if item.quantity < 0 or item.quantity > 10**9:
        raise ValueError(ODD_QUANTITY)
    cost = in_currency(item.line_item_cost, currency)
    price = in_currency(item.discounted_line_item_cost, currency) if item.discounted_line_item_cost else cost
    own = tax_in(item.taxes, currency)
    each = (Decimal(cost.minor) / max(item.quantity, 1)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return LineSnapshot(
        remote_id=item.line_item_id,
        sku=_text(item.sku),
        title=_text(item.title),
        quantity=item.quantity,
        unit_price=Money(int(each), currency),
        total=price + own if taxes.own_on_top else price,
        tax=own,
        refunded=item.quantity if _all_went_back(item, price, currency, taxes, failed) else 0,
        needs_shipping=needs_shipping,
        listing=_text(item.legacy_item_id),
    )


def _all_went_back(item: LineItem, price: Money, currency: str, taxes: Taxes, failed: frozenset[str]) -> bool:
    """Whether all that was paid for the line was refunded. eBay counts money, not pieces, so less tells nothing."""
    back = sum(
        abs(in_currency(one.amount, currency).minor)
        for one in item.refunds or ()
        if one.amount is not None and one.refund_status in (None, units.REFUNDED) and str(one.refund_id) not in failed
    )
    # A line's total holds its share of the delivery and, where they are broken down, the taxes that eBay remits.
    paid = in_currency(item.total, currency) if item.total else price
    if taxes.remitted_on_top:
        paid -= tax_in(item.ebay_collect_and_remit_taxes, currency)
    return 0 < paid.minor <= back


def _ship_by(order: OrderPayload) -> Instant | None:
    """Until when the first of an order's lines is to be on its way. A date that is none is no reason to do without
    the order.
    """
    told = [one.line_item_fulfillment_instructions for one in order.line_items]
    found = [moment for one in told if one is not None and (moment := instant_in(one.ship_by_date)) is not None]
    return min(found) if found else None


def _payments(order: OrderPayload, currency: str) -> tuple[Payment, ...]:
    summary = order.payment_summary
    if summary is None:
        return ()
    found: list[Payment] = []
    taken: set[str] = set()

    def name(given: Text, otherwise: str) -> str:
        made = _text(given) or otherwise
        while made in taken:
            made = f"{made}#"
        taken.add(made)
        return made

    method = ""
    for place, one in enumerate(summary.payments or ()):
        method = _text(one.payment_method)
        if one.payment_status == units.PAID and one.amount is not None:
            found.append(
                Payment(
                    remote_id=name(one.payment_reference_id, f"{order.order_id}-paid-{place + 1}"),
                    kind=PaymentKind.PAYMENT,
                    amount=_positive(in_currency(one.amount, currency)),
                    at=_instant(one.payment_date),
                    method=method,
                )
            )
    for place, back in enumerate(summary.refunds or ()):
        # One that is pending has not gone back yet, and one that failed never will.
        if back.refund_status in (None, units.REFUNDED) and back.amount is not None:
            found.append(
                Payment(
                    remote_id=name(back.refund_id, f"{order.order_id}-refund-{place + 1}"),
                    kind=PaymentKind.REFUND,
                    amount=_positive(in_currency(back.amount, currency)),
                    at=_instant(back.refund_date),
                    method=method,
                )
            )
    return tuple(found)


def _positive(amount: Money) -> Money:
    return Money(abs(amount.minor), amount.currency)


def _texts(order: OrderPayload) -> list[str]:
    """The payment methods an order names."""
    payments = (order.payment_summary.payments if order.payment_summary else None) or ()
    return [found for one in payments if (found := _text(one.payment_method))]


# --- people and places -------------------------------------------------------------------------------------


def _instruction(order: OrderPayload) -> Instruction | None:
    """How the order goes out: the one with a step to take, where there are several."""
    every = order.fulfillment_start_instructions or []
    return next((one for one in every if one.shipping_step or one.pickup_step), every[0] if every else None)


def _recipient_of(order: OrderPayload) -> Contact | None:
    """Where a parcel goes. With eBay's international shipping that is its hub, never the final destination."""
    found = _instruction(order)
    return found.shipping_step.ship_to if found and found.shipping_step else None


def _reference(order: OrderPayload) -> str:
    """The hub knows a parcel by this line alone."""
    found = _instruction(order)
    return _text(found.shipping_step.ship_to_reference_id) if found and found.shipping_step else ""


def _needs_shipping(order: OrderPayload) -> bool:
    """Not what the buyer fetches, nor what goes by wire."""
    found = _instruction(order)
    if found is None or found.shipping_step is not None:
        return True
    return not found.pickup_step and found.fulfillment_instructions_type != units.DIGITAL


def _address(contact: Contact | None, reference: str) -> Address:
    if contact is None:
        return Address()
    part = contact.contact_address
    street = _text(part.address_line1) if part else ""
    extra = _text(part.address_line2) if part else ""
    if reference and reference not in f"{street} {extra}":
        extra = f"{extra}, {reference}" if extra else reference
    return Address(
        name=_text(contact.full_name),
        company=_text(contact.company_name),
        street=street,
        extra=extra,
        postcode=_text(part.postal_code) if part else "",
        town=_text(part.city) if part else "",
        region=_text(part.state_or_province) if part else "",
        country=_text(part.country_code).upper() if part else "",
        phone=_phone(contact),
    )


def _buyer(order: OrderPayload, contact: Contact | None, billing: Address) -> Buyer:
    part = order.buyer
    registered = part.buyer_registration_address if part else None
    tax = part.tax_identifier if part else None
    return Buyer(
        name=billing.name or (_text(contact.full_name) if contact else ""),
        company=billing.company or (_text(contact.company_name) if contact else ""),
        email=(_text(registered.email) if registered else "") or (_text(contact.email) if contact else ""),
        phone=billing.phone or (_phone(contact) if contact else ""),
        vat_id=_text(tax.taxpayer_id) if tax and tax.tax_identifier_type == units.VAT_NUMBER else "",
        remote_id=_text(part.username) if part else "",
    )


def _phone(contact: Contact) -> str:
    return _text(contact.primary_phone.phone_number) if contact.primary_phone else ""


def _by_parcels(lines: Sequence[LineSnapshot], shipments: Sequence[ShipmentSnapshot]) -> ShippingFacet:
    left = {line.remote_id: line.quantity - line.refunded for line in lines if line.needs_shipping}
    for parcel in shipments:
        for line in parcel.lines or ():
            if line.remote_line_id in left:
                left[line.remote_line_id] -= line.quantity
    everything = all(pieces <= 0 for pieces in left.values())
    return ShippingFacet.SHIPPED if everything else ShippingFacet.PARTLY_SHIPPED


def _text(value: Text) -> str:
    """A text for people: trimmed, empty where eBay hides it."""
    return "" if value is None else str(value).strip()


def _instant(text: str | None) -> Instant | None:
    """A time in UTC. Raises ValueError for one that is none."""
    if not text:
        return None
    found = parse_utc(text)
    if not 1970 <= found.year < 2200:
        raise ValueError(ODD_DATE)
    return found
