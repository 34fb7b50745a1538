"""Owns the translation of purchases that nobody has paid yet, as Trading tells them, into snapshots. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.channels.ebay import units
from connectors.channels.ebay.mapping import unreadable
from connectors.channels.ebay.paging import instant_in
from connectors.contract.reasons import LACKS, NO_DATE, NO_NUMBER, ODD_AMOUNT, ODD_LINES, ODD_QUANTITY
from connectors.contract.snapshots import LineSnapshot, OrderSnapshot
from desk.domain.clock import Instant
from desk.domain.orders import Address, Buyer, OrderFacet, PaymentFacet, ShippingFacet, Totals
from desk.domain.values import AccountId, Money, MoneyError, RemoteRef

ACTIVE = "Active"
GONE = frozenset({"Cancelled", "Inactive", "Invalid"})
_CHECKED_OUT = "Complete"

Purchase = tuple[str, str]
"""Article and transaction: what a purchase is known by before and after it is paid."""


@dataclass(frozen=True, slots=True)
class TradingOrder:
    """One entry of GetOrders, as far as its fate is to be told. `raw` is the library's reading of it."""

    id: str
    status: str
    purchases: frozenset[Purchase]
    created: Instant | None
    paid: bool
    raw: Mapping[str, Any]

    @property
    def waits_for_money(self) -> bool:
        return self.status == ACTIVE and not self.paid


def read_entry(entry: object) -> TradingOrder:
    """Raises Unreadable for what has no id."""
    if not isinstance(entry, Mapping):
        raise unreadable(NO_NUMBER)
    number = _text(entry.get("OrderID"))
    if not number:
        raise unreadable(NO_NUMBER)
    checkout = _mapping(entry.get("CheckoutStatus"))
    return TradingOrder(
        id=number,
        status=_text(entry.get("OrderStatus")),
        purchases=frozenset(
            (item, transaction)
            for one in transactions_of(entry)
            if (item := _text(_mapping(one.get("Item")).get("ItemID")))
            and (transaction := _text(one.get("TransactionID")))
        ),
        created=instant_in(_text(entry.get("CreatedTime"))),
        paid=bool(_text(entry.get("PaidTime"))) or _text(checkout.get("Status")) == _CHECKED_OUT,
        raw=entry,
    )


def transactions_of(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The library gives one by itself, several as a list, and none as nothing."""
    found = _mapping(entry.get("TransactionArray")).get("Transaction")
    every = found if isinstance(found, list) else [found]
    return [one for one in every if isinstance(one, Mapping)]


class UnpaidMapping:
    """Reads the unpaid purchases of one seller."""

    def __init__(self, account: AccountId, marketplace: str, *, sandbox: bool) -> None:
        self._account = account
        self._host = "www.sandbox.ebay.com" if sandbox else units.SITES[marketplace].host
        self._sandbox = sandbox

    def read(self, order: TradingOrder, *, called_off: bool = False) -> OrderSnapshot:
        """As an order that waits for its money, or that was called off without any. Raises Unreadable."""
        try:
            return self._snapshot(order, called_off=called_off)
        except MoneyError as error:
            raise unreadable(ODD_AMOUNT) from error

    def _snapshot(self, order: TradingOrder, *, called_off: bool) -> OrderSnapshot:
        entry = order.raw
        if order.created is None:
            raise unreadable(NO_DATE)
        total = _money(entry.get("Total"))
        lines = tuple(_line(one) for one in transactions_of(entry))
        if not lines:
            raise unreadable(f"{LACKS}: TransactionArray")
        if len({line.remote_id for line in lines}) != len(lines):
            raise unreadable(ODD_LINES)
        checkout = _mapping(entry.get("CheckoutStatus"))
        return OrderSnapshot(
            ref=RemoteRef(self._account, order.id),
            number=order.id,
            placed_at=order.created,
            changed_at=instant_in(_text(checkout.get("LastModifiedTime"))) or order.created,
            order=OrderFacet.CANCELLED if called_off else OrderFacet.OPEN,
            payment=PaymentFacet.UNPAID,
            shipping=ShippingFacet.UNSHIPPED,
            channel_status=order.status,
            totals=_totals(entry, total, lines),
            lines=lines,
            buyer=Buyer(remote_id=_text(entry.get("BuyerUserID"))),
            billing=Address(),
            recipient=Address(),
            is_test=self._sandbox,
            open_in_channel=f"https://{self._host}/mesh/ord/details?orderid={quote(order.id, safe='-')}",
            raw=msgspec.json.encode(entry),
        )


def _line(one: Mapping[str, Any]) -> LineSnapshot:
    item, variation = _mapping(one.get("Item")), _mapping(one.get("Variation"))
    number = _text(one.get("TransactionID")) or _text(one.get("OrderLineItemID"))
    if not number:
        raise unreadable(ODD_LINES)
    count = _text(one.get("QuantityPurchased"))
    if not (count.isascii() and count.isdigit() and 0 < int(count) < 10**9):
        raise unreadable(ODD_QUANTITY)
    price = _money(one.get("TransactionPrice"))
    return LineSnapshot(
        remote_id=number,
        sku=_text(variation.get("SKU")) or _text(item.get("SKU")),
        title=_text(variation.get("VariationTitle")) or _text(item.get("Title")),
        quantity=int(count),
        unit_price=price,
        total=price * int(count),
        tax=Money.zero(price.currency),
        listing=_text(item.get("ItemID")),
    )


def _totals(entry: Mapping[str, Any], total: Money, lines: tuple[LineSnapshot, ...]) -> Totals:
    """Trading's total is the truth; what lies between it and the goods is their way, or a discount."""
    zero = Money.zero(total.currency)
    goods = _money(entry["Subtotal"]) if entry.get("Subtotal") else sum((line.total for line in lines), zero)
    beside = total - goods
    return Totals(
        goods=goods,
        shipping=max(zero, beside),
        fees=zero,
        discount=-beside if beside < zero else zero,
        tax=zero,
        total=total,
    )


def _money(amount: object) -> Money:
    found = _mapping(amount)
    return Money.parse(_text(found.get("value")), _text(found.get("_currencyID")))


def _mapping(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    """A text of the library's; elements with attributes come as a mapping with the text inside."""
    if isinstance(value, Mapping):
        value = value.get("value")
    return value.strip() if isinstance(value, str) else ""
