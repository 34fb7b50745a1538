"""Owns how Amazon's proceeds become gross amounts: per line and per order. Pure, no I/O.

Amazon lists an item's money in parts: goods, shipping, gift wrap …, a discount and a tax. It does not say whether
the tax lies in the parts or comes on top (net prices, as in the US): their sum against the item's total tells. Nor
whether a discount is written with a minus: it never adds to what the buyer pays, so its size is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.channels.amazon import units
from connectors.channels.amazon.payloads import Amount, Breakdown, Item, Order
from desk.domain.orders import Totals
from desk.domain.values import Money, MoneyError, check_currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """One item's money, gross: goods, shipping, fees and discount make up the total, `tax` is contained in it.

    `off_goods` is the share of the discount that concerns the goods, `goods_tax` the tax on them.
    """

    goods: Money
    shipping: Money
    fees: Money
    discount: Money
    off_goods: Money
    tax: Money
    goods_tax: Money
    total: Money


def money(amount: Amount | None, currency: str) -> Money:
    """An amount of the order's currency; nothing for none. Raises MoneyError for another currency."""
    if amount is None:
        return Money.zero(currency)
    found = Money.parse(str(amount.amount), amount.currency_code)
    if found.currency != currency:
        raise MoneyError("an order with two currencies")
    return found


def currency_of(order: Order) -> str:
    """The order's currency; where it has no price yet, that of its marketplace."""
    proceeds = order.proceeds
    amounts: list[Amount | None] = [proceeds.grand_total if proceeds else None]
    for item in order.order_items:
        amounts.append(item.proceeds.proceeds_total if item.proceeds else None)
        amounts.append(item.product.price.unit_price if item.product.price else None)
    for one in amounts:
        if one is not None:
            return check_currency(one.currency_code)
    known = units.MARKETPLACES.get(order.sales_channel.marketplace_id or "")
    return known.currency if known else units.NO_CURRENCY


def parts_of(item: Item, currency: str) -> Parts:
    """An item's money. Where Amazon gives no parts, the price times the pieces is the goods."""
    zero = Money.zero(currency)
    breakdowns = (item.proceeds.breakdowns if item.proceeds else None) or []
    told = item.proceeds.proceeds_total if item.proceeds else None
    if not breakdowns:
        price = item.product.price.unit_price if item.product.price else None
        whole = money(told, currency) if told else money(price, currency) * item.quantity_ordered
        return Parts(
            goods=whole, shipping=zero, fees=zero, discount=zero, off_goods=zero, tax=zero, goods_tax=zero, total=whole
        )
    return _summed(breakdowns, told, currency)


def _summed(breakdowns: Sequence[Breakdown], told: Amount | None, currency: str) -> Parts:
    goods = _sum(breakdowns, currency, units.GOODS)
    shipping = _sum(breakdowns, currency, units.SHIPPING)
    known = {units.GOODS, units.SHIPPING, units.TAX, units.DISCOUNT}
    fees = _sum(breakdowns, currency, *({one.type for one in breakdowns} - known))
    discount = _size(_sum(breakdowns, currency, units.DISCOUNT))
    off_goods = _detail(breakdowns, units.DISCOUNT, units.GOODS, currency, missing=discount)
    tax = _sum(breakdowns, currency, units.TAX)
    net = goods + shipping + fees - discount
    total = money(told, currency) if told else net
    goods_tax = _detail(breakdowns, units.TAX, units.GOODS, currency, missing=tax)
    if tax and total != net and _closer(net + tax, net, total):
        ship_tax = _detail(breakdowns, units.TAX, units.SHIPPING, currency, missing=Money.zero(currency))
        back = _detail(breakdowns, units.TAX, units.DISCOUNT, currency, missing=Money.zero(currency))
        if not _has_details(breakdowns, units.TAX):
            ship_tax = _share(tax, shipping, goods + shipping + fees)
            goods_tax = tax - ship_tax
        goods, shipping = goods + goods_tax, shipping + ship_tax
        discount, off_goods = discount + back, off_goods + back
        fees += tax - goods_tax - ship_tax + back
    missing = total - (goods + shipping + fees - discount)
    if missing.minor < 0:
        discount -= missing  # a reduction that no part tells of
    else:
        fees += missing
    return Parts(
        goods=goods,
        shipping=shipping,
        fees=fees,
        discount=discount,
        off_goods=min(off_goods, discount, goods, key=lambda one: one.minor),
        tax=tax,
        goods_tax=goods_tax,
        total=total,
    )


def totals_of(order: Order, parts: Sequence[Parts], currency: str) -> Totals:
    """The order's sums. Amazon's grand total is the truth; what the items miss of it finds a place."""
    zero = Money.zero(currency)
    goods, shipping, fees, discount, tax = (
        sum((getattr(one, name) for one in parts), zero) for name in ("goods", "shipping", "fees", "discount", "tax")
    )
    proceeds = order.proceeds
    for one in (proceeds.breakdowns if proceeds else None) or []:
        if one.type in units.OF_THE_ORDER:
            fees += money(one.subtotal, currency)
    told = proceeds.grand_total if proceeds else None
    own = goods + shipping + fees - discount
    total = money(told, currency) if told else own
    missing = total - own
    if missing.minor < 0:
        discount -= missing
    else:
        fees += missing
    return Totals(goods=goods, shipping=shipping, fees=fees, discount=discount, tax=tax, total=total)


def unknown_types(order: Order) -> set[str]:
    """Parts of the money that Desk does not know; they are counted among the fees."""
    listed = [(order.proceeds.breakdowns if order.proceeds else None) or []]
    listed += [(item.proceeds.breakdowns if item.proceeds else None) or [] for item in order.order_items]
    known = units.FEES | {units.GOODS, units.SHIPPING, units.TAX, units.DISCOUNT}
    return {one.type for breakdowns in listed for one in breakdowns} - known


def _sum(breakdowns: Iterable[Breakdown], currency: str, *types: str) -> Money:
    return sum((money(one.subtotal, currency) for one in breakdowns if one.type in types), Money.zero(currency))


def _has_details(breakdowns: Iterable[Breakdown], type_: str) -> bool:
    return any(one.detailed_breakdowns for one in breakdowns if one.type == type_)


def _detail(breakdowns: Iterable[Breakdown], type_: str, subtype: str, currency: str, *, missing: Money) -> Money:
    """The share of a tax or discount that concerns one part; `missing` where Amazon does not split it."""
    found = [one for one in breakdowns if one.type == type_]
    if not any(one.detailed_breakdowns for one in found):
        return missing
    shares = (
        money(detail.value, currency)
        for one in found
        for detail in one.detailed_breakdowns or ()
        if detail.subtype == subtype
    )
    return (
        _size(sum(shares, Money.zero(currency))) if type_ == units.DISCOUNT else _tax_share(shares, subtype, currency)
    )


def _tax_share(shares: Iterable[Money], subtype: str, currency: str) -> Money:
    found = sum(shares, Money.zero(currency))
    return _size(found) if subtype == units.DISCOUNT else found


def _share(whole: Money, part: Money, of: Money) -> Money:
    """A share in proportion, rounded down."""
    return Money(whole.minor * part.minor // of.minor, whole.currency) if of.minor > 0 else Money.zero(whole.currency)


def _closer(one: Money, other: Money, to: Money) -> bool:
    return abs(to.minor - one.minor) < abs(to.minor - other.minor)


def _size(amount: Money) -> Money:
    return Money(abs(amount.minor), amount.currency)
