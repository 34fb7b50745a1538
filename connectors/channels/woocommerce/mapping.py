"""Owns the translation of a shop's orders into snapshots. No I/O; a record that makes no sense raises Unreadable."""

from __future__ import annotations

import html
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from connectors.channels.woocommerce import tracking, units
from connectors.channels.woocommerce.payloads import (
    ALWAYS_SENT,
    AddressPart,
    Amount,
    LineItem,
    Loose,
    Meta,
    OrderPayload,
    Refund,
    meta_of,
)
from connectors.contract.errors import Unreadable
from connectors.contract.reasons import LACKS, NO_DATE, ODD_AMOUNT, ODD_DATE, ODD_QUANTITY
from connectors.contract.snapshots import LineSnapshot, OrderSnapshot, ShipmentSnapshot
from desk.domain.clock import Instant, parse_utc
from desk.domain.orders import (
    Address,
    Buyer,
    OrderFacet,
    Payment,
    PaymentFacet,
    PaymentKind,
    ShippingFacet,
    Totals,
)
from desk.domain.values import AccountId, Money, MoneyError, RemoteRef, check_currency, minor_digits

log = logging.getLogger("sync")

T = TypeVar("T")
_NOTHING = Decimal(0)
_LARGEST_AMOUNT = Decimal("1e15")
_MOST_PIECES = 10**9
_AGAIN = 4_000
"""Towns, goods, prices and noughts come over and over: to read each anew takes a third of reading an order."""
# Plugins and caches in front of shops write ids as texts.
_ORDER = msgspec.json.Decoder(OrderPayload, strict=False)
_PARTS = attrgetter(
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "postcode",
    "city",
    "state",
    "country",
    "phone",
)
_HOUSE_NUMBER = {which: (key,) for which, key in units.HOUSE_NUMBER_META.items()}
_NOWHERE = Address()
_ENDS_OF_ERASED = frozenset("]d0")
"""All that WordPress writes in place of what it erased ends so; to ask for more takes as long as all the rest."""
_LISTS = ("line_items", "fee_lines", "refunds")
_REFUNDS = msgspec.json.Decoder(list[Refund], strict=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDetail:
    """One refund and how many pieces of which line it took back."""

    id: int
    amount: Amount
    at: Instant | None
    reason: str
    pieces: tuple[tuple[str, int], ...]


class OrderMapping:
    """Reads the orders of one shop. Remembers only which unknown statuses it has reported."""

    def __init__(self, account: AccountId, root: str, pay_later: frozenset[str]) -> None:
        self._account = account
        self._root = root
        self._pay_later = pay_later
        self._reported: set[str] = set()

    def read(
        self,
        raw: bytes,
        *,
        order: OrderPayload | None = None,
        refunds: Sequence[RefundDetail] | None = None,
        shipments: tuple[ShipmentSnapshot, ...] | None = None,
    ) -> OrderSnapshot:
        """One order. `refunds` and `shipments` add what the order itself does not tell. Raises Unreadable.

        `order` is `raw` parsed, where the caller has it already.
        """
        order = order or parse_order(raw)
        try:
            return self._snapshot(order, raw, refunds, shipments)
        except (MoneyError, InvalidOperation, ValueError) as error:
            raise unreadable(str(error)) from error

    def _snapshot(
        self,
        order: OrderPayload,
        raw: bytes,
        refunds: Sequence[RefundDetail] | None,
        shipments: tuple[ShipmentSnapshot, ...] | None,
    ) -> OrderSnapshot:
        meta = meta_of(order.meta_data)
        currency = check_currency(order.currency)
        status = order.status.removeprefix("wc-")
        facet = self._facet(status)
        paid_at = _instant(order.date_paid_gmt)
        placed = _instant(order.date_created_gmt) or _instant(order.date_modified_gmt)
        if placed is None:
            raise unreadable(NO_DATE)
        if shipments is None:
            shipments = tracking.shipments_in_meta(meta)
        totals = _totals(order, currency)
        payments = _payments(order, currency, totals.total, paid_at, refunds)
        lines = tuple(_line(item, currency, refunds or ()) for item in order.line_items or ())
        told = {one.key: one.value for one in meta}
        billing = _address(order.billing, told, "billing")
        recipient = _address(order.shipping, told, "shipping")
        method = _text(order.payment_method)
        return OrderSnapshot(
            ref=RemoteRef(self._account, str(order.id)),
            number=_text(order.number) or str(order.id),
            placed_at=placed,
            changed_at=_instant(order.date_modified_gmt) or placed,
            order=facet,
            payment=self._payment(status, facet, method, totals.total, payments),
            shipping=_shipping(status, lines, shipments, order.date_completed_gmt),
            channel_status=status,
            totals=totals,
            lines=lines,
            buyer=_buyer(order, billing, told),
            billing=billing,
            recipient=recipient or billing,
            payments=payments,
            shipments=shipments,
            payment_method=method,
            payment_method_title=_text(order.payment_method_title),
            paid_at=paid_at,
            buyer_note=_text(order.customer_note),
            invoice_number=_first(told, units.INVOICE_NUMBER_META),
            is_test=_is_test(meta, told),
            open_in_channel=f"{self._root}/wp-admin/post.php?post={order.id}&action=edit",
            raw=raw,
        )

    def _facet(self, status: str) -> OrderFacet:
        found = units.ORDER_FACETS.get(status)
        if found is None:
            if status not in self._reported:
                self._reported.add(status)
                log.warning("account %d: unknown order status %r, kept as it is", self._account, status[:40])
            return OrderFacet.UNKNOWN
        return found

    def _payment(
        self, status: str, facet: OrderFacet, method: str, total: Money, payments: Sequence[Payment]
    ) -> PaymentFacet:
        """Where the money stands, by section 8 of the channel sheet."""
        back = sum([p.amount.minor for p in payments if p.kind is PaymentKind.REFUND])
        paid = bool(payments) and any(p.kind is PaymentKind.PAYMENT for p in payments)
        if status == "refunded" or (back and back >= total.minor):
            return PaymentFacet.REFUNDED
        if back:
            return PaymentFacet.PARTLY_REFUNDED
        if paid or total.minor <= 0:
            return PaymentFacet.PAID
        if status == "failed":
            return PaymentFacet.FAILED
        if method.lower() in self._pay_later and facet is not OrderFacet.CANCELLED:
            return PaymentFacet.PAY_LATER
        if status in units.AWAITING_PAYMENT or facet is OrderFacet.CANCELLED:
            return PaymentFacet.UNPAID
        if status in units.PAID_WHEN_REACHED:
            return PaymentFacet.PAID
        return PaymentFacet.UNKNOWN if facet is OrderFacet.UNKNOWN else PaymentFacet.UNPAID


def parse_order(raw: bytes) -> OrderPayload:
    """The order's JSON, checked for what it must hold. Raises Unreadable."""
    try:
        order = _ORDER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        found = _with_lists(raw)
        if found is None:
            raise unreadable(_plain(error)) from error
        order = found
    if order.version:
        missing = [name for name in ALWAYS_SENT if getattr(order, name) is UNSET]
        if missing:
            raise unreadable(f"{LACKS}: {', '.join(missing)}")
    return order


def _with_lists(raw: bytes) -> OrderPayload | None:
    """The order where a plugin took entries out of its lists: PHP then writes them as maps with the rest's places."""
    try:
        order = msgspec.json.decode(raw)
        if not isinstance(order, dict) or not any(isinstance(order.get(name), dict) for name in _LISTS):
            return None
        for name in _LISTS:
            value = order.get(name)
            if isinstance(value, dict) and all(place.isdigit() for place in value):
                order[name] = list(value.values())
        return msgspec.convert(order, OrderPayload, strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def parse_refunds(body: bytes) -> tuple[RefundDetail, ...]:
    """The answer of `orders/<id>/refunds`. Raises Unreadable."""
    try:
        return tuple(
            RefundDetail(
                id=one.id,
                amount=one.amount,
                at=_instant(one.date_created_gmt),
                reason=_text(one.reason),
                pieces=tuple(_returned(one)),
            )
            for one in _REFUNDS.decode(body)
        )
    except (msgspec.DecodeError, ValueError, InvalidOperation) as error:
        raise unreadable(_plain(error)) from error


def unreadable(reason: str) -> Unreadable:
    return Unreadable(
        "This order could not be read. It is kept in the repair list with what the shop sent.",
        reason,
        code="unreadable_order",
    )


def _plain(error: Exception) -> str:
    """A decoder's words without the value at fault, which may be a buyer's."""
    return str(error).split("\n", 1)[0][:160]


def _returned(refund: Refund) -> Iterable[tuple[str, int]]:
    told = refund.line_items or ()
    for line in told.values() if isinstance(told, dict) else told:
        pieces = abs(_quantity(line.quantity or 0, negative=True))
        origin = next((m.value for m in meta_of(line.meta_data) if m.key == "_refunded_item_id"), None)
        if pieces and origin is not None:
            yield str(origin), pieces


@lru_cache(maxsize=_AGAIN, typed=True)
def _decimal(value: Amount | UnsetType) -> Decimal:
    if value is UNSET or value is None or value == "":
        return _NOTHING
    number = Decimal(str(value).strip())
    if not number.is_finite():
        raise ValueError(ODD_AMOUNT)
    return number


def _money(amount: Decimal, currency: str) -> Money:
    """Half up to the minor unit, as Money.parse; without the way through text, since an order has dozens."""
    if not -_LARGEST_AMOUNT <= amount <= _LARGEST_AMOUNT:
        raise MoneyError("an amount is too large")
    return Money(int(amount.scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_UP)), currency)


@lru_cache(maxsize=_AGAIN, typed=True)
def _amount(value: Amount | UnsetType, currency: str) -> Money:
    return _money(_decimal(value), currency)


def _totals(order: OrderPayload, currency: str) -> Totals:
    """The order's sums, gross. The shop's total is the truth; what the parts miss of it finds a place.

    Parts are rounded one by one, so cents may be missing: they go to the goods. More than that is a gift card,
    store credit or a plugin's surcharge that appears in no line: a discount or a fee.
    """
    total = Money.parse(str(order.total), currency)
    items = order.line_items or ()
    goods = _money(sum([_before_discount(item) for item in items], _NOTHING), currency)
    shipping = _sum(order.shipping_total, order.shipping_tax, currency)
    fee_lines = [] if isinstance(order.fee_lines, UnsetType) else order.fee_lines or []
    fees = _money(sum([_decimal(f.total) + _decimal(f.total_tax) for f in fee_lines], _NOTHING), currency)
    discount = _sum(order.discount_total, order.discount_tax, currency)
    if all([item.subtotal is UNSET for item in items]):  # noqa: C419 - a generator takes twice the time
        discount = Money.zero(currency)  # lines without a price before discount already are after it
    missing = total - (goods + shipping + fees - discount)
    if abs(missing.minor) <= len(items) + len(fee_lines) + 4:
        goods += missing
    elif missing.minor < 0:
        discount -= missing
    else:
        fees += missing
    tax = _amount(order.total_tax, currency)
    return Totals(goods=goods, shipping=shipping, fees=fees, discount=discount, tax=tax, total=total)


@lru_cache(maxsize=_AGAIN, typed=True)
def _sum(net: Amount | UnsetType, tax: Amount | UnsetType, currency: str) -> Money:
    return _money(_decimal(net) + _decimal(tax), currency)


def _before_discount(item: LineItem) -> Decimal:
    if item.subtotal is UNSET:
        return _decimal(item.total) + _decimal(item.total_tax)
    return _decimal(item.subtotal) + _decimal(item.subtotal_tax)


def _line(item: LineItem, currency: str, refunds: Sequence[RefundDetail]) -> LineSnapshot:
    quantity = _quantity(item.quantity)
    line_id = str(item.id)
    back = sum(pieces for one in refunds for line, pieces in one.pieces if line == line_id) if refunds else 0
    return LineSnapshot(
        remote_id=line_id,
        sku=_text(item.sku),
        title=_text(item.name),
        quantity=quantity,
        unit_price=_money(_before_discount(item) / max(quantity, 1), currency),
        total=_sum(item.total, item.total_tax, currency),
        tax=_amount(item.total_tax, currency),
        refunded=min(back, quantity),
    )


def _quantity(value: float | str, *, negative: bool = False) -> int:
    """Whole pieces. Raises ValueError for parts of a piece and, unless allowed, for less than none."""
    if type(value) is int and 0 <= value <= _MOST_PIECES:
        return value  # as nearly all are
    number = Decimal(str(value).strip() or "0")
    if not number.is_finite() or not -_MOST_PIECES <= number <= _MOST_PIECES or number != int(number):
        raise ValueError(ODD_QUANTITY)
    if number < 0 and not negative:
        raise ValueError(ODD_QUANTITY)
    return int(number)


def _payments(
    order: OrderPayload,
    currency: str,
    total: Money,
    paid_at: Instant | None,
    details: Sequence[RefundDetail] | None,
) -> tuple[Payment, ...]:
    found: list[Payment] = []
    method = _text(order.payment_method)
    if paid_at is not None and total.minor > 0:
        found.append(
            Payment(
                remote_id=f"{order.id}-paid",
                kind=PaymentKind.PAYMENT,
                amount=total,
                at=paid_at,
                method=method,
            )
        )
    listed = [] if isinstance(order.refunds, UnsetType) else order.refunds or []
    known = {one.id: one for one in details or ()} if listed else {}
    for one in listed:
        detail = known.get(one.id)
        found.append(
            Payment(
                remote_id=str(one.id),
                kind=PaymentKind.REFUND,
                amount=_money(abs(_decimal(one.total)), currency),
                at=detail.at if detail else None,
                method=method,
                reason=_text(one.reason),
            )
        )
    return tuple(found)


def _shipping(
    status: str,
    lines: Sequence[LineSnapshot],
    shipments: Sequence[ShipmentSnapshot] | None,
    completed: str | None,
) -> ShippingFacet:
    if not [line for line in lines if line.needs_shipping and line.quantity]:
        return ShippingFacet.NOTHING_TO_SHIP
    if status == units.COMPLETED or (status == "refunded" and completed):
        return ShippingFacet.SHIPPED
    if not shipments:
        known = status in units.ORDER_FACETS
        return ShippingFacet.UNSHIPPED if known else ShippingFacet.UNKNOWN
    open_pieces = {line.remote_id: line.quantity - line.refunded for line in lines if line.needs_shipping}
    for shipment in shipments:
        for line in shipment.lines or ():
            if line.remote_line_id in open_pieces:
                open_pieces[line.remote_line_id] -= line.quantity
    everything = all(left <= 0 for left in open_pieces.values())
    return ShippingFacet.SHIPPED if everything else ShippingFacet.PARTLY_SHIPPED


def _is_test(meta: Sequence[Meta], told: Mapping[str, object]) -> bool:
    if told.keys().isdisjoint(units.TEST_META):
        return False
    return any(str(one.value).lower() == units.TEST_META.get(one.key) for one in meta)


def _buyer(order: OrderPayload, billing: Address, meta: Mapping[str, object]) -> Buyer:
    part = order.billing if isinstance(order.billing, AddressPart) else AddressPart()
    customer = _text(order.customer_id)
    return Buyer(
        name=billing.name,
        company=billing.company,
        email=_text(part.email),
        phone=billing.phone,
        vat_id=_first(meta, units.VAT_ID_META),
        remote_id="" if customer == "0" else customer,
    )


def _address(part: AddressPart | list[object] | None, meta: Mapping[str, object], which: str) -> Address:
    if not isinstance(part, AddressPart):
        return _NOWHERE
    told = _PARTS(part)
    if not any(told):
        return _NOWHERE  # as the place of delivery mostly is
    first_name, last_name, company, street, extra, postcode, town, region, country = map(_text, told[:-1])
    number = _first(meta, _HOUSE_NUMBER[which])
    if street and number and number not in street.split():
        street = f"{street} {number}"
    if which == "shipping":
        post_number = _first(meta, units.POST_NUMBER_META)
        if post_number and street and post_number not in f"{street} {extra}":
            extra = f"{extra}, Postnummer {post_number}" if extra else f"Postnummer {post_number}"
    return Address(
        name=f"{first_name} {last_name}" if first_name and last_name else first_name or last_name,
        company=company,
        street=street,
        extra=extra,
        postcode=postcode,
        town=town,
        region=region,
        country=country.upper(),
        phone=_phone(told[-1]),
    )


def _text(value: Loose) -> str:
    """A text for people: trimmed, entities resolved, empty where the shop erased it."""
    if not isinstance(value, str):
        if value is None or isinstance(value, bool):
            return ""
        value = str(value)
    elif not value:
        return value
    text = (html.unescape(value) if "&" in value else value).strip()
    return "" if text[-1:] in _ENDS_OF_ERASED and units.erased(text) else text


def _phone(value: Loose) -> str:
    """WordPress erases a phone number by writing a zero for each digit."""
    text = _text(value)
    return text if not text or set(text) & set("123456789") else ""


def _first(meta: Mapping[str, object], keys: Iterable[str]) -> str:
    if meta.keys().isdisjoint(keys):
        return ""  # as nearly all are: no shop has all plugins
    for key in keys:
        value = meta.get(key)
        if value is None:
            continue
        if isinstance(value, dict):
            value = value.get("number")  # some invoice plugins keep a number in parts
        if isinstance(value, str | int) and not isinstance(value, bool):
            text = _text(value)
            if text:
                return text
    return ""


def _instant(text: str | None) -> Instant | None:
    """A `_gmt` date: naive, and UTC by the field's promise. Raises ValueError for one that is no date."""
    if not text:
        return None
    found = parse_utc(text)
    if not 1970 <= found.year < 2200:
        raise ValueError(ODD_DATE)
    return found
