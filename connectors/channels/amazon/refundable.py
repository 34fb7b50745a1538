"""Owns how much of an Amazon order can go back, item by item and part by part, and how an amount is spread. Pure.

Amazon charges what has left, so of an item shipped in part only that part can go back; and of that what its books show
as gone back already cannot go back again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from connectors.channels.amazon import money, units
from connectors.channels.amazon.finances import GIFT_WRAP, PRINCIPAL, SHIPPING, BookedItem, Transaction
from connectors.channels.amazon.payloads import Item, Order
from desk.domain.pushes import RefundedLine
from desk.domain.values import Money

KINDS = (PRINCIPAL, SHIPPING, GIFT_WRAP)
_TAXED = (units.GIFT_WRAP, units.SHIPPING)
_TAX_OF = {PRINCIPAL: "Tax", SHIPPING: "ShippingTax", GIFT_WRAP: "GiftWrapTax"}


@dataclass(slots=True)
class ItemMoney:
    """What of one item's money is left, in minor units by kind, gross; `tax` is what of that is tax."""

    item: str
    sku: str
    left: dict[str, int]
    tax: dict[str, int] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        return sum(self.left.values())


@dataclass(frozen=True, slots=True)
class Refundable:
    """An order's money that can still go back."""

    currency: str
    tax_apart: bool
    items: tuple[ItemMoney, ...]
    most: int
    """What all of it may come to, which is less where the books show money gone back for nobody knows which item."""

    @property
    def left(self) -> Money:
        return Money(max(0, min(self.most, sum(one.rest for one in self.items))), self.currency)

    def left_of(self, item: str) -> Money:
        found = next((one.rest for one in self.items if one.item == item), 0)
        return Money(max(0, min(self.most, found)), self.currency)


Shares = dict[str, dict[str, tuple[int, int]]]
"""Minor units by item and kind: gross, and what of it is tax."""


def refundable(order: Order, books: Iterable[Transaction]) -> Refundable:
    """What the channel itself says is left. Raises MoneyError for amounts that make no sense."""
    currency = money.currency_of(order)
    apart = (order.sales_channel.marketplace_id or "") in units.TAX_APART
    shipped = order.fulfillment is not None and order.fulfillment.fulfillment_status == units.SHIPPED
    items = [_charged(item, currency, apart=apart, shipped=shipped) for item in order.order_items]
    charged = sum(one.rest for one in items)
    gone = 0
    for one in books:
        if not one.is_refund or one.amount.currency != currency:
            continue
        gone += one.amount.minor
        for part in one.items:
            _take_back([each for each in items if part.sku and each.sku == part.sku], part)
    return Refundable(currency, apart, tuple(items), charged - gone)


def spread(found: Refundable, amount: Money, lines: Sequence[RefundedLine], *, shipping_first: bool) -> Shares:
    """Which items' money an amount is, part by part. The caller has weighed it: what is not left is not in it."""
    order = (SHIPPING, PRINCIPAL, GIFT_WRAP) if shipping_first else KINDS
    shares: Shares = {}
    if not lines:
        rest = amount.minor
        for kind in order:
            for one in found.items:
                rest -= _take(one, kind, rest, shares)
        return shares
    for line in lines:
        one = next(each for each in found.items if each.item == line.remote_id)
        rest = line.amount.minor
        for kind in order:
            rest -= _take(one, kind, rest, shares)
    return shares


def components(found: Refundable, shares: Mapping[str, tuple[int, int]]) -> tuple[tuple[str, Money], ...]:
    """The parts of an item's refund as Amazon wants them told: gross, or with the tax apart where prices are net."""
    parts: list[tuple[str, Money]] = []
    for kind, (gross, tax) in shares.items():
        apart = tax if found.tax_apart else 0
        parts.append((kind, Money(gross - apart, found.currency)))
        parts.append((_TAX_OF[kind], Money(apart, found.currency)))
    return tuple((kind, amount) for kind, amount in parts if amount.minor > 0)


def _take(one: ItemMoney, kind: str, wanted: int, shares: Shares) -> int:
    left, tax = one.left.get(kind, 0), one.tax.get(kind, 0)
    taken = max(0, min(wanted, left))
    if taken:
        # In proportion to what is left, so that the last of it takes all of the tax that is left.
        taxed = tax * taken // left
        one.left[kind], one.tax[kind] = left - taken, tax - taxed
        before = shares.setdefault(one.item, {}).get(kind, (0, 0))
        shares[one.item][kind] = (before[0] + taken, before[1] + taxed)
    return taken


def _charged(item: Item, currency: str, *, apart: bool, shipped: bool) -> ItemMoney:
    parts = money.parts_of(item, currency)
    off_shipping = parts.discount.minor - parts.off_goods.minor
    wrap, wrap_tax, ship_tax = _priced(item, currency), *(_tax(item, currency, of) for of in _TAXED)
    whole = {
        PRINCIPAL: parts.goods.minor - parts.off_goods.minor,
        SHIPPING: parts.shipping.minor - off_shipping,
        GIFT_WRAP: min(parts.fees.minor, wrap + wrap_tax),
    }
    tax = {
        PRINCIPAL: max(0, parts.tax.minor - ship_tax - wrap_tax),
        SHIPPING: ship_tax,
        GIFT_WRAP: wrap_tax,
    }
    told = item.fulfillment.quantity_fulfilled if item.fulfillment else None
    # An order that is shipped need not count the pieces of each item.
    told = item.quantity_ordered if told is None and shipped else told
    gone, ordered = min(told or 0, item.quantity_ordered), item.quantity_ordered

    def share(minor: int) -> int:
        return max(0, minor) * gone // ordered if ordered else 0

    taxes = {kind: share(each) if apart else 0 for kind, each in tax.items()}
    left = {kind: share(each - tax[kind]) + taxes[kind] if apart else share(each) for kind, each in whole.items()}
    return ItemMoney(item.order_item_id, (item.product.seller_sku or "").strip(), left, taxes)


def _priced(item: Item, currency: str) -> int:
    """What the gift wrap costs, without the tax that may lie beside it."""
    told = (item.proceeds.breakdowns if item.proceeds else None) or []
    return sum(money.money(one.subtotal, currency).minor for one in told if one.type == units.GIFT_WRAP)


def _tax(item: Item, currency: str, of: str) -> int:
    told = (item.proceeds.breakdowns if item.proceeds else None) or []
    return sum(
        money.money(detail.value, currency).minor
        for one in told
        if one.type == units.TAX
        for detail in one.detailed_breakdowns or ()
        if detail.subtype == of
    )


def _take_back(items: Sequence[ItemMoney], part: BookedItem) -> None:
    """What the books show as gone back for an article, from the items that are of it."""
    for kind in KINDS:
        gone, taxed = part.kinds.get(kind, 0), part.taxes.get(kind, 0)
        for one in items:
            taken = max(0, min(gone, one.left[kind]))
            one.left[kind] -= taken
            gone -= taken
            tax = max(0, min(taxed, one.tax[kind]))
            one.tax[kind] -= tax
            taxed -= tax
        # More than was charged for this part: it came out of the others.
        for one in items:
            for other in KINDS:
                taken = max(0, min(gone, one.left[other]))
                one.left[other] -= taken
                gone -= taken
    for one in items:
        for kind in KINDS:
            one.tax[kind] = min(one.tax[kind], one.left[kind])
