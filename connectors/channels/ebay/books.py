"""Owns what eBay shows of an order's money: what was paid, what has gone back or is on its way, what is left. No I/O.

A refund counts against what is left from the moment that eBay shows it, unless it has failed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import InvalidOperation

from connectors.channels.ebay import units
from connectors.channels.ebay.money import in_currency, tax_in
from connectors.channels.ebay.paging import instant_in
from connectors.channels.ebay.payloads import LineItem, OrderPayload, RefundPart
from connectors.contract.errors import Unreadable
from desk.domain.clock import Instant
from desk.domain.values import Money, MoneyError, check_currency


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRefund:
    """A refund as the order shows it. `lines` are its parts by line, empty where eBay tells none."""

    id: str
    amount: Money
    status: str
    at: Instant | None
    lines: Mapping[str, Money] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return self.status == units.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The money of one order at one moment."""

    currency: str
    paid: Money
    lines: Mapping[str, Money]  # what each line cost, as far as the seller gets it
    refunds: Sequence[ShownRefund]

    @property
    def left(self) -> Money:
        """What may still go back of the whole order."""
        gone = sum(one.amount.minor for one in self.refunds if not one.failed)
        return Money(max(0, self.paid.minor - gone), self.currency)

    @property
    def is_paying(self) -> bool:
        """Whether a refund of it is on its way."""
        return any(one.status == units.PENDING for one in self.refunds)

    def left_of(self, line: str) -> Money:
        """What may still go back for one line; never more than what is left of the order."""
        gone = sum(one.lines[line].minor for one in self.refunds if not one.failed and line in one.lines)
        rest = max(0, self.lines[line].minor - gone)
        return Money(min(rest, self.left.minor), self.currency)


def read_books(order: OrderPayload) -> Books:
    """Raises Unreadable where an amount is none."""
    try:
        return _read(order)
    except (MoneyError, InvalidOperation, ValueError) as error:
        raise Unreadable(
            "Desk cannot read what eBay shows of this order's money, so it gives none back. Look at the order there.",
            str(error)[:160],
            operation="look_order",
            code="unreadable_money",
        ) from error


def _read(order: OrderPayload) -> Books:
    currency = check_currency(order.pricing_summary.total.currency or "")
    return Books(
        currency=currency,
        paid=_paid(order, currency),
        lines={item.line_item_id: _of_line(item, currency) for item in order.line_items},
        refunds=_refunds(order, currency),
    )


def _paid(order: OrderPayload, currency: str) -> Money:
    """What the buyer paid to the seller: what came in, and never more than is due to the seller."""
    summary = order.payment_summary
    if summary is None:
        return Money.zero(currency)
    came_in = sum(
        in_currency(one.amount, currency).minor for one in summary.payments or () if one.payment_status == units.PAID
    )
    if summary.total_due_seller is not None:
        came_in = min(came_in, in_currency(summary.total_due_seller, currency).minor)
    return Money(came_in, currency)


def _of_line(item: LineItem, currency: str) -> Money:
    """With its shipping, without the taxes that eBay hands to the state and gives back itself."""
    price = item.total or item.discounted_line_item_cost or item.line_item_cost
    taxes = tax_in(item.ebay_collect_and_remit_taxes, currency) if item.total else Money.zero(currency)
    return in_currency(price, currency) - taxes


def _refunds(order: OrderPayload, currency: str) -> tuple[ShownRefund, ...]:
    """The refunds of the order's summary, with their parts by line; those that only lines tell of come after."""
    summary = order.payment_summary
    told: dict[str, list[RefundPart]] = {}
    for place, back in enumerate((summary.refunds if summary else None) or ()):
        if back.amount is not None:
            told.setdefault(str(back.refund_id or f"{order.order_id}-refund-{place + 1}"), []).append(back)
    # A line may name a refund by its reference alone.
    names = {
        str(one.refund_reference_id): name for name, ones in told.items() for one in ones if one.refund_reference_id
    }
    parts: dict[str, dict[str, Money]] = {}
    by_lines: dict[str, RefundPart] = {}
    for item in order.line_items:
        for place, part in enumerate(item.refunds or ()):
            name = str(part.refund_id or names.get(str(part.refund_reference_id), ""))
            if part.amount is None or (not name and told):
                continue  # without a name it is one of those that the summary tells of
            name = name or f"{item.line_item_id}-refund-{place + 1}"
            inside = parts.setdefault(name, {})
            before = inside.get(item.line_item_id, Money.zero(currency))
            inside[item.line_item_id] = before + _above_zero(in_currency(part.amount, currency))
            by_lines.setdefault(name, part)
    found = [_together(name, ones, currency, parts.get(name, {})) for name, ones in told.items()]
    for name, inside in parts.items():
        if name not in told:
            amount = Money(sum(one.minor for one in inside.values()), currency)
            found.append(_shown(name, amount, by_lines[name], inside))
    return tuple(found)


def _together(name: str, ones: Sequence[RefundPart], currency: str, lines: Mapping[str, Money]) -> ShownRefund:
    """One refund, which eBay may pay in several amounts: those that failed are none of it, unless all did."""
    paid = [one for one in ones if one.refund_status != units.FAILED] or list(ones)
    waiting = next((one for one in paid if one.refund_status != units.REFUNDED), paid[0])
    amount = sum((_above_zero(in_currency(one.amount, currency)) for one in paid), Money.zero(currency))
    return _shown(name, amount, waiting, lines)


def _shown(name: str, amount: Money, part: RefundPart, lines: Mapping[str, Money]) -> ShownRefund:
    at = instant_in(part.refund_date)
    return ShownRefund(id=name, amount=amount, status=part.refund_status or "", at=at, lines=lines)


def _above_zero(amount: Money) -> Money:
    return Money(abs(amount.minor), amount.currency)
