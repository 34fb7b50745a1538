"""Owns an order's sums: eBay's amounts in the order's currency, which taxes lie on top, parts that add up. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.channels.ebay.payloads import Amount, OrderPayload, Pricing, TaxPart
from desk.domain.orders import Totals
from desk.domain.values import Money, MoneyError


def in_currency(amount: Amount | None, currency: str) -> Money:
    """In the order's currency: as eBay gives it, or as it was before eBay changed it into the seller's."""
    if amount is None or amount.value is None:
        return Money.zero(currency)
    own = (amount.currency or currency).upper()
    if own == currency:
        return Money.parse(str(amount.value), currency)
    if (amount.converted_from_currency or "").upper() == currency and amount.converted_from_value is not None:
        return Money.parse(str(amount.converted_from_value), currency)
    raise MoneyError(f"an amount in {own[:3]} in an order in {currency}")


def _total(amounts: Sequence[Amount | None], currency: str) -> Money:
    return Money(sum(in_currency(one, currency).minor for one in amounts), currency)


@dataclass(frozen=True, slots=True)
class Taxes:
    """An order's taxes: all of them, and which come on top of the prices, so that the buyer pays them beside.

    `own` is raised by the seller, `remitted` by eBay, which hands it to the state: no part of a line's price.
    """

    all: Money
    own_on_top: bool
    remitted_on_top: Money


def taxes_of(order: OrderPayload, currency: str) -> Taxes:
    """Found by what makes the parts add up to the total: sales tax is on top, European VAT lies within.

    Taxes that eBay collects and remits are in the total, and in the sum of taxes or in none of the other sums.
    """
    pricing = order.pricing_summary
    missing = (in_currency(pricing.total, currency) - _before_tax(pricing, currency)).minor
    told = in_currency(pricing.tax, currency).minor
    own = sum(tax_in(item.taxes, currency).minor for item in order.line_items)
    remitted = sum(tax_in(item.ebay_collect_and_remit_taxes, currency).minor for item in order.line_items)
    # The first that fits: where the order's sum of taxes is that of the remitted ones, they are one and the same.
    ways = {(False, False): 0, (False, True): remitted, (True, False): told, (True, True): told + remitted}
    own_on_top, remitted_on_top = min(ways, key=lambda way: abs(missing - ways[way]))
    return Taxes(
        all=Money(max(own + remitted, told), currency),
        own_on_top=own_on_top,
        remitted_on_top=Money(remitted if remitted_on_top else 0, currency),
    )


def _before_tax(pricing: Pricing, currency: str) -> Money:
    parts = (
        pricing.price_subtotal,
        pricing.price_discount,
        pricing.delivery_cost,
        pricing.delivery_discount,
        pricing.fee,
        pricing.adjustment,
    )
    return _total(parts, currency)


def tax_in(parts: Sequence[TaxPart] | None, currency: str) -> Money:
    return _total([one.amount for one in parts or ()], currency)


def totals_of(pricing: Pricing, currency: str, taxes: Taxes) -> Totals:
    """The order's sums, gross. eBay's total is the truth; what the parts miss of it finds a place.

    A discount is negative at eBay, and an adjustment may be either. What eBay remits is a fee beside the goods.
    """
    total = in_currency(pricing.total, currency)
    goods = in_currency(pricing.price_subtotal, currency)
    shipping = in_currency(pricing.delivery_cost, currency)
    fees = in_currency(pricing.fee, currency) + taxes.remitted_on_top
    zero = Money.zero(currency)
    discount = zero
    for part in (pricing.price_discount, pricing.delivery_discount, pricing.adjustment):
        amount = in_currency(part, currency)
        if amount < zero:
            discount -= amount
        else:
            fees += amount
    missing = total - (goods + shipping + fees - discount)
    if (taxes.own_on_top and zero < missing) or abs(missing.minor) <= 1:
        goods += missing
    elif missing < zero:
        discount -= missing
    else:
        fees += missing
    return Totals(goods=goods, shipping=shipping, fees=fees, discount=discount, tax=taxes.all, total=total)
