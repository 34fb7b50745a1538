"""Owns an order's money as the shop has it now: its lines with their taxes, the refunds it shows, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, TypeAlias, TypeVar

import msgspec

from connectors.channels.woocommerce import units
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.payloads import Amount, Loose, RefundSummary, meta_of
from connectors.contract.errors import Refused, Unreadable
from connectors.http.messages import Answer
from desk.domain.clock import Instant, parse_utc
from desk.domain.values import Money, MoneyError, check_currency, minor_digits

_REFUNDED_ITEM = "_refunded_item_id"
_MOST_PIECES = 10**9
_LARGEST = Decimal("1e15")
_ROUNDED_AWAY = 5
"""Minor units that the rounding of some parts may take from a tax or add to it."""
T = TypeVar("T")


class _Tax(msgspec.Struct, kw_only=True):
    id: int
    total: Amount = None


_Some: TypeAlias = list[T] | dict[str, T] | None
"""A list. Where a plugin took entries out of it, PHP writes it as a map with the places of the rest."""


class _Line(msgspec.Struct, kw_only=True):
    id: int
    quantity: int | float | str | None = 0
    total: Amount = None
    total_tax: Amount = None
    taxes: _Some[_Tax] = None


class _Order(msgspec.Struct, kw_only=True):
    id: int
    status: str
    currency: str
    total: str | int | float
    payment_method: Loose = None
    line_items: _Some[_Line] = None
    refunds: _Some[RefundSummary] = None


class _RefundedLine(msgspec.Struct, kw_only=True):
    quantity: int | float | str | None = 0
    total: Amount = None
    total_tax: Amount = None
    taxes: _Some[_Tax] = None
    meta_data: Any = None


class _Refund(msgspec.Struct, kw_only=True):
    id: int
    amount: Amount = None
    date_created_gmt: str | None = None
    meta_data: Any = None
    line_items: _Some[_RefundedLine] = None


class _Booked(msgspec.Struct, kw_only=True):
    id: int


_ORDER = msgspec.json.Decoder(_Order, strict=False)
_REFUNDS = msgspec.json.Decoder(list[_Refund], strict=False)
_BOOKED = msgspec.json.Decoder(_Booked, strict=False)


@dataclass(frozen=True, slots=True)
class ShownRefund:
    """One refund of the shop's. `mark` is the key of the deed of ours that it came of, empty for anybody else's."""

    id: str
    amount: Money
    at: Instant | None
    mark: str


@dataclass(frozen=True, slots=True)
class LineMoney:
    """One line, gross: what it cost, what of it went back, and its taxes by the shop's number of the rate."""

    gross: Money
    back: Money
    pieces: int
    pieces_back: int
    taxes: tuple[tuple[int, Decimal], ...]
    taxes_back: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def left(self) -> Money:
        return Money(max(0, self.gross.minor - self.back.minor), self.gross.currency)

    def parts(self, part: Money) -> tuple[Money, tuple[tuple[int, Money], ...]]:
        """Some of the line's gross amount as net and taxes, which together are the whole of it again."""
        if not self.gross:
            return part, ()
        share = Decimal(part.minor) / self.gross.minor
        taxes = tuple((rate, _rounded(whole * share, part.currency)) for rate, whole in self.taxes)
        if part == self.left and self.taxes_back:
            taxes = tuple((rate, self._rest(rate, tax)) for rate, tax in taxes)
        net = part - sum((tax for _, tax in taxes), Money.zero(part.currency))
        return net, taxes

    def _rest(self, rate: int, share: Money) -> Money:
        """What is left of a tax, so that the parts of a line make up its taxes to the cent; else its share.

        Whoever gave back net or tax alone before has left more than what rounding leaves.
        """
        whole = next(tax for name, tax in self.taxes if name == rate)
        rest = _rounded(whole - self.taxes_back.get(rate, Decimal(0)), share.currency)
        return rest if abs(rest.minor - share.minor) <= _ROUNDED_AWAY and rest.minor >= 0 else share


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """An order's money. `left` is what the shop itself would still give back, `exact` the same as the shop counts it:
    one whose prices have more decimals than its currency refuses what was rounded up.
    """

    status: str
    method: str
    total: Money
    left: Money
    exact: Decimal
    lines: Mapping[str, LineMoney]
    refunds: tuple[ShownRefund, ...]


def read_money(client: ShopClient, order: str) -> OrderMoney | None:
    """The order's money now; None where the shop has no such order. Raises ConnectorError kinds."""
    try:
        told = _fresh(client.order("look_order", order))
        shown = _fresh(client.refunds(order, "look_refunds"))
    except Refused as refused:
        if refused.code not in {"no_such_order", "not_found"}:
            raise
        return None
    try:
        payload = _ORDER.decode(told.body)
        refunds = _REFUNDS.decode(shown.body)
        return _money(order, payload, refunds)
    except (msgspec.DecodeError, UnicodeDecodeError, MoneyError, InvalidOperation, ValueError) as error:
        raise Unreadable(
            "The shop's account of this order's money cannot be read, so nothing is sent.",
            str(error).split("\n", 1)[0][:160],
            code="unreadable_money",
        ) from error


def booked_refund(answer: Answer) -> str:
    """The number of the refund that an answer tells of; empty where it tells none."""
    try:
        return str(_BOOKED.decode(answer.body).id)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _fresh(answer: Answer) -> Answer:
    """What a cache kept must not decide whether money goes out."""
    age = answer.header("age").strip()
    if age.isascii() and age.isdigit() and int(age):
        raise Unreadable(
            "A cache answers in the shop's place, so nobody can tell what went back already. Keep the shop's cache "
            "away from /wp-json; nothing is sent until then.",
            f"age {age[:10]}",
            code="shop_cached",
        )
    return answer


def _money(wanted: str, order: _Order, refunds: Sequence[_Refund]) -> OrderMoney:
    if str(order.id) != wanted:
        raise ValueError("the shop sent another order than asked for")
    currency = check_currency(order.currency)
    total = Money.parse(str(order.total), currency)
    shown = tuple(_shown(one, currency) for one in refunds)
    told = sum((abs(_decimal(one.total)) for one in _listed(order.refunds)), Decimal(0))
    listed = sum((abs(_decimal(one.amount)) for one in refunds), Decimal(0))
    exact = max(Decimal(0), _decimal(order.total) - max(told, listed))
    return OrderMoney(
        status=order.status.removeprefix("wc-"),
        method=str(order.payment_method or ""),
        total=total,
        left=_rounded(exact, currency),
        exact=exact,
        lines={str(line.id): _line(line, refunds, currency) for line in _listed(order.line_items)},
        refunds=shown,
    )


def _shown(one: _Refund, currency: str) -> ShownRefund:
    mark = next((meta.value for meta in meta_of(one.meta_data) if meta.key == units.PUSH_MARK), "")
    try:
        at = parse_utc(one.date_created_gmt) if one.date_created_gmt else None
    except ValueError:
        at = None
    amount = _rounded(abs(_decimal(one.amount)), currency)
    return ShownRefund(str(one.id), amount, at, str(mark or ""))


def _line(line: _Line, refunds: Sequence[_Refund], currency: str) -> LineMoney:
    back, pieces = Decimal(0), 0
    taxes: dict[int, Decimal] = {}
    for refund in refunds:
        for part in _listed(refund.line_items):
            origin = next((meta.value for meta in meta_of(part.meta_data) if meta.key == _REFUNDED_ITEM), None)
            if str(origin) == str(line.id):
                back += abs(_decimal(part.total) + _decimal(part.total_tax))
                pieces += abs(_pieces(part.quantity))
                for tax in _listed(part.taxes):
                    taxes[tax.id] = taxes.get(tax.id, Decimal(0)) + abs(_decimal(tax.total))
    return LineMoney(
        gross=_rounded(_decimal(line.total) + _decimal(line.total_tax), currency),
        back=_rounded(back, currency),
        pieces=_pieces(line.quantity),
        pieces_back=pieces,
        taxes=tuple((tax.id, _decimal(tax.total)) for tax in _listed(line.taxes)),
        taxes_back=taxes,
    )


def _listed(told: _Some[T]) -> Sequence[T]:
    return list(told.values()) if isinstance(told, dict) else told or ()


def _pieces(value: float | str | None) -> int:
    """Whole pieces; parts of one are none."""
    number = Decimal(str(value or 0))
    if not number.is_finite() or not -_MOST_PIECES <= number <= _MOST_PIECES:
        raise ValueError("a quantity is not a number")
    return int(number)


def _decimal(value: Amount) -> Decimal:
    number = Decimal(str(value).strip()) if value not in (None, "") else Decimal(0)
    if not number.is_finite() or not -_LARGEST <= number <= _LARGEST:
        raise ValueError("an amount is not a number")
    return number


def _rounded(amount: Decimal, currency: str) -> Money:
    scaled = amount.scaleb(minor_digits(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Money(int(scaled), currency)
