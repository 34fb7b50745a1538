"""Owns the translation of Amazon's orders into snapshots. No I/O; a record that makes no sense raises Unreadable."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from connectors.channels.amazon import money, payloads, units
from connectors.channels.amazon.money import Parts
from connectors.channels.amazon.payloads import Item, Order, Package, ShipWindow
from connectors.channels.amazon.settings import SellerSettings
from connectors.contract.errors import Unreadable
from connectors.contract.reasons import LACKS, NO_NUMBER, ODD_DATE, ODD_LINES, ODD_QUANTITY
from connectors.contract.snapshots import (
    LineSnapshot,
    OrderSnapshot,
    ShipmentSnapshot,
    ShippedLineSnapshot,
    WishSnapshot,
)
from desk.domain.cases import CaseDeed, CaseLine, CaseState
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
from desk.domain.values import AccountId, Money, MoneyError, RemoteRef

log = logging.getLogger("sync")

_ORDER = msgspec.json.Decoder(Order)
_NAME = msgspec.json.Decoder(payloads.OrderName)
_LARGEST_QUANTITY = 10**9


class OrderMapping:
    """Reads the orders of one account. Remembers only which unknown codes it has reported."""

    def __init__(self, account: AccountId, settings: SellerSettings) -> None:
        self._account = account
        self._settings = settings
        self._reported: set[tuple[str, str]] = set()

    def read(self, raw: bytes, *, plain: bool = False) -> OrderSnapshot:
        """One order; `plain` is one that was asked for without personal data. Raises Unreadable."""
        order = parse_order(raw)
        try:
            return replace(self._snapshot(order, raw), withheld=plain) if plain else self._snapshot(order, raw)
        except (MoneyError, ValueError, OverflowError) as error:
            raise unreadable(str(error)) from error

    def _snapshot(self, order: Order, raw: bytes) -> OrderSnapshot:
        if order.fulfillment is None:
            raise unreadable(f"{LACKS}: fulfillment")
        status = order.fulfillment.fulfillment_status
        _check(order, status)
        currency = money.currency_of(order)
        parts = [money.parts_of(item, currency) for item in order.order_items]
        totals = money.totals_of(order, parts, currency)
        for kind in money.unknown_types(order):
            self._report("part of the proceeds", kind)
        payment = self._payment(status)
        payments = () if payment is PaymentFacet.UNPAID else _payments(order)
        if payment is PaymentFacet.PAID and not payments:
            payments = _paid_in_all(order, totals.total)
        recipient = _recipient(order)
        facet = units.ORDER_FACETS.get(status, OrderFacet.UNKNOWN)
        if status not in units.ORDER_FACETS:
            self._report("order status", status)
        method = ", ".join(dict.fromkeys(one.method for one in payments if one.method))
        wish = _wish(order, status)
        return OrderSnapshot(
            ref=RemoteRef(self._account, order.order_id),
            number=order.order_id,
            placed_at=_instant(order.created_time),
            changed_at=_instant(order.last_updated_time),
            order=facet,
            payment=payment,
            shipping=units.SHIPPING_FACETS.get(status, ShippingFacet.UNKNOWN),
            channel_status=status,
            totals=totals,
            lines=tuple(
                _line(item, part, status, currency) for item, part in zip(order.order_items, parts, strict=True)
            ),
            buyer=_buyer(order, recipient),
            billing=_billing(order),
            recipient=recipient,
            payments=payments,
            shipments=tuple(_shipments(order)),
            payment_method=method,
            payment_method_title=method,
            buyer_note=_note(order, wish),
            handling=self._handling(status, order.fulfillment.fulfilled_by),
            ship_by=_ship_by(order.fulfillment.ship_by_window),
            refunds_apart=True,
            is_test=self._settings.is_sandbox,
            open_in_channel=self._page(order),
            instead_of=_instead_of(order),
            wish=wish,
            raw=raw,
        )

    def _payment(self, status: str) -> PaymentFacet:
        """Amazon names no payment status: it collects the money before it releases an order."""
        if status in units.PENDING or status == units.CANCELLED:
            return PaymentFacet.UNPAID
        return PaymentFacet.PAID if status in units.ORDER_FACETS else PaymentFacet.UNKNOWN

    def _handling(self, status: str, by: str | None) -> Handling:
        if by == units.BY_AMAZON:
            return Handling.CHANNEL
        if status in units.PENDING:
            return Handling.NOT_YET
        if by == units.BY_MERCHANT:
            return Handling.OURS
        # Whoever that is, it is not us: nothing of such an order may be told by mistake.
        self._report("fulfilledBy", by or "")
        return Handling.CHANNEL

    def _report(self, what: str, code: str) -> None:
        if (what, code) not in self._reported:
            self._reported.add((what, code))
            log.warning("account %d: unknown %s %r, kept as it is", self._account, what, code[:40])

    def _page(self, order: Order) -> str:
        known = units.MARKETPLACES.get(order.sales_channel.marketplace_id or "")
        domain = known.domain if known else units.MAIN_DOMAIN[self._settings.region]
        return f"https://sellercentral.amazon.{domain}/orders-v3/order/{order.order_id}"


def _ship_by(window: ShipWindow | None) -> Instant | None:
    """Until when Amazon wants to hear of the parcels; a time that cannot be read is no reason to refuse an order."""
    told = window.latest_date_time if window else None
    try:
        return _instant(told) if told else None
    except ValueError:
        return None


def parse_order(raw: bytes) -> Order:
    """The order's JSON, checked for what it must hold. Raises Unreadable."""
    try:
        order = _ORDER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unreadable(_plain(error)) from error
    if not order.order_id.strip():
        raise unreadable(NO_NUMBER)
    return order


def id_of(raw: bytes) -> str:
    """The order's id, also of one that cannot be read; empty where it has none."""
    try:
        return _NAME.decode(raw).order_id
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def unreadable(reason: str) -> Unreadable:
    return Unreadable(
        "This order could not be read. It is kept in the repair list with what Amazon sent.",
        reason,
        code="unreadable_order",
    )


def is_sent(package: Package) -> bool:
    """Whether the package counts as on its way: one that Amazon calls off, or only plans, holds no pieces."""
    status = package.package_status.status if package.package_status else None
    if status == units.CANCELLED:
        return False
    return bool(_text(package.tracking_number)) or status not in units.NOT_SENT


def _check(order: Order, status: str) -> None:
    """What Amazon sends with every order of such a kind; an order without it was damaged on its way."""
    ids = [item.order_item_id for item in order.order_items]
    if len(set(ids)) != len(ids) or not all(ids):
        raise unreadable(ODD_LINES)
    assert order.fulfillment is not None  # noqa: S101 - its caller has looked
    if status in units.PENDING or status not in units.ORDER_FACETS:
        return
    if order.fulfillment.fulfilled_by is None:
        raise unreadable(f"{LACKS}: fulfilledBy")
    sold_here = order.sales_channel.channel_name == units.ON_AMAZON
    by_us = order.fulfillment.fulfilled_by == units.BY_MERCHANT
    free = any(one.association_type in units.REPLACES for one in order.associated_orders or ())
    priced = order.proceeds is not None and order.proceeds.grand_total is not None
    if status in units.HAS_PRICES and sold_here and by_us and not free and not priced:
        raise unreadable(f"{LACKS}: grandTotal")


def _plain(error: Exception) -> str:
    """A decoder's words without the value at fault, which may be a buyer's."""
    return str(error).split("\n", 1)[0][:160]


def _line(item: Item, parts: Parts, status: str, currency: str) -> LineSnapshot:
    quantity = item.quantity_ordered
    if not 0 <= quantity <= _LARGEST_QUANTITY:
        raise ValueError(ODD_QUANTITY)
    price = item.product.price.unit_price if item.product.price else None
    unit = money.money(price, currency)
    if quantity and unit * quantity != parts.goods:
        # Net prices, or none given: what people compare with the total is the gross price of a piece.
        unit = Money((parts.goods.minor * 2 + quantity) // (quantity * 2), currency)
    return LineSnapshot(
        remote_id=item.order_item_id,
        sku=_text(item.product.seller_sku) or _text(item.product.asin),
        listing=_text(item.product.seller_sku) or _text(item.product.asin),  # what a return's report calls it
        title=_text(item.product.title),
        quantity=quantity,
        unit_price=unit,
        total=parts.goods - parts.off_goods,
        tax=parts.goods_tax,
        refunded=_called_off(item, status),
    )


def _called_off(item: Item, status: str) -> int:
    """Pieces that need no parcel any more: Amazon counts neither among the shipped nor the open ones."""
    ordered, told = item.quantity_ordered, item.fulfillment
    shipped = (told.quantity_fulfilled if told else None) or 0
    if status == units.CANCELLED:
        return max(0, ordered - shipped)
    cancelled = item.cancellation is not None and item.cancellation.cancellation_execution is not None
    missing = 0
    if told is not None and told.quantity_fulfilled is not None and told.quantity_unfulfilled is not None:
        missing = min(ordered, max(0, ordered - told.quantity_fulfilled - told.quantity_unfulfilled))
    return max(0, ordered - shipped) if cancelled and not missing else missing


def _payments(order: Order) -> tuple[Payment, ...]:
    """What the buyer paid Amazon, as told also under a status that nobody knows. It has no date: Amazon tells none."""
    executions = (order.payment.payment_executions if order.payment else None) or []
    return tuple(
        Payment(
            remote_id=f"{order.order_id}-paid-{place}",
            kind=PaymentKind.PAYMENT,
            amount=Money.parse(str(one.payment_amount.amount), one.payment_amount.currency_code),
            at=None,
            method=_text(one.payment_method),
        )
        for place, one in enumerate(executions, start=1)
        if one.payment_amount is not None
    )


def _paid_in_all(order: Order, total: Money) -> tuple[Payment, ...]:
    """Of a released order of which no payment is told."""
    if total.minor <= 0:
        return ()
    return (Payment(remote_id=f"{order.order_id}-paid-1", kind=PaymentKind.PAYMENT, amount=total, at=None),)


def _shipments(order: Order) -> Iterable[ShipmentSnapshot]:
    # One reference is one parcel: told twice, the later word counts.
    for package in {one.package_reference_id: one for one in order.packages or ()}.values():
        if not is_sent(package):
            continue
        items = package.package_items
        if any(not 0 <= one.quantity <= _LARGEST_QUANTITY for one in items or ()):
            raise ValueError(ODD_QUANTITY)
        yield ShipmentSnapshot(
            remote_id=package.package_reference_id,
            carrier=_text(package.carrier),
            number=_text(package.tracking_number),
            shipped_at=_instant(package.ship_time) if package.ship_time else None,
            lines=tuple(ShippedLineSnapshot(remote_line_id=one.order_item_id, quantity=one.quantity) for one in items)
            if items is not None
            else None,
        )


def _recipient(order: Order) -> Address:
    return _address(order.recipient.delivery_address if order.recipient else None)


def _billing(order: Order) -> Address:
    """Only a buyer's tax registration tells one; Amazon keeps all others to itself."""
    return _address(next((one.tax_registration_address for one in _registrations(order)), None))


def _registrations(order: Order) -> list[payloads.Registration]:
    told = (order.tax.tax_registrations if order.tax else None) or []
    return [one for one in told if one.entity_type == units.BUYER]


def _address(part: payloads.Address | None) -> Address:
    if part is None:
        return Address()
    texts = (_text(part.address_line1), _text(part.address_line2), _text(part.address_line3))
    lines = [line for line in texts if line]
    # A pick-up point's number and the customer's own stand in these lines; none of them may be dropped.
    more = [*lines[1:], _text(part.municipality)]
    return Address(
        name=_text(part.name),
        company=_text(part.company_name),
        street=lines[0] if lines else "",
        extra=", ".join(line for line in more if line),
        postcode=_text(part.postal_code),
        town=_text(part.city),
        region=_text(part.state_or_region) or _text(part.district_or_county),
        country=_text(part.country_code).upper(),
        phone=_text(part.phone),
    )


def _buyer(order: Order, recipient: Address) -> Buyer:
    part = order.buyer or payloads.Buyer()
    name, company, email = _text(part.buyer_name), _text(part.buyer_company_name), _text(part.buyer_email)
    legal_names = [_text(one.legal_name) for one in _registrations(order)]
    if email.lower().startswith(units.NO_REAL_BUYER) or name.lower() == units.NOBODYS_NAME:
        # Amazon buys in its own name for thousands of businesses: who gets the goods tells them apart.
        name, company, email, legal_names = "", recipient.company, "", []
    return Buyer(
        name=name or recipient.name,
        company=company or next(filter(None, legal_names), ""),
        email=email,
        phone=recipient.phone,
        vat_id=next((_text(one.tax_registration_number) for one in _registrations(order)), ""),
    )


def _instead_of(order: Order) -> str:
    """The order whose goods this one brings once more, or others for them."""
    told = (_text(one.order_id) for one in order.associated_orders or () if one.association_type in units.REPLACES)
    return next((one for one in told if one and one != order.order_id), "")


def _wish(order: Order, status: str) -> WishSnapshot:
    """The buyer's wish to cancel. Amazon knows no answer: whoever cancels agrees, whoever ships says no."""
    asked = [
        (item, item.cancellation.cancellation_request)
        for item in order.order_items
        if item.cancellation is not None
        and item.cancellation.cancellation_request is not None
        and item.cancellation.cancellation_request.requester in (units.BUYER, None)
        and item.cancellation.cancellation_execution is None
    ]
    ours = order.fulfillment is not None and order.fulfillment.fulfilled_by == units.BY_MERCHANT
    if not asked or not ours or status not in units.OPEN:
        ends = {units.CANCELLED: CaseState.CLOSED, "SHIPPED": CaseState.DECLINED}
        return WishSnapshot(stands=False, ended_as=ends.get(status, CaseState.CANCELLED))
    reasons = [text for _item, wish in asked if (text := _text(wish.cancel_reason))]
    return WishSnapshot(
        stands=True,
        reason=", ".join(dict.fromkeys(reasons)),
        lines=tuple(
            CaseLine(remote_line=item.order_item_id, title=_text(item.product.title), quantity=item.quantity_ordered)
            for item, _wish in asked
        ),
        # Only a whole order is called off here: neither what has left in part, nor a part of the articles.
        allows=(CaseDeed.APPROVE, CaseDeed.DECLINE)
        if status == units.UNSHIPPED and len(asked) == len(order.order_items)
        else (CaseDeed.DECLINE,),
    )


def _note(order: Order, wish: WishSnapshot) -> str:
    """What is said with the order. A buyer's wish to cancel is a case of its own; others' are told here, first."""
    said: list[str] = []
    place = order.recipient.delivery_preference if order.recipient else None
    for item in order.order_items:
        asked = item.cancellation.cancellation_request if item.cancellation else None
        done = item.cancellation.cancellation_execution if item.cancellation else None
        if asked is not None and done is None:
            if wish.stands and asked.requester in (units.BUYER, None):
                continue
            who = "Buyer" if asked.requester in (units.BUYER, None) else asked.requester.title()
            said.append(f"{who} asks to cancel: {_text(asked.cancel_reason) or 'no reason given'}")
        elif done is not None:
            said.append(f"Cancelled by {(done.cancelled_by or 'somebody').lower()}: {_text(done.cancel_reason)}")
    if order.buyer and _text(order.buyer.buyer_purchase_order_number):
        said.append(f"Purchase order {_text(order.buyer.buyer_purchase_order_number)}")
    said += [_text(text) for text in (place.address_instruction, place.drop_off_location)] if place else []
    for item in order.order_items:
        gift = item.fulfillment.packing.gift_option if item.fulfillment and item.fulfillment.packing else None
        said.append(_text(gift.gift_message) if gift else "")
    return "\n".join(dict.fromkeys(one for one in said if one))


def _text(value: str | None) -> str:
    """A text for people: trimmed, empty where Amazon hides it."""
    text = (value or "").strip()
    return "" if text and not text.strip("*") else text


def _instant(text: str) -> Instant:
    """A time in ISO 8601. Raises ValueError for one that is none."""
    found = parse_utc(text)
    if not 1970 <= found.year < 2200:
        raise ValueError(ODD_DATE)
    return found
