"""Owns reading the seller's books: what was sold and given back of an order, as Amazon's finances show it.

They lag hours behind, name items by ids of their own, and their totals are net of Amazon's fees; the buyer's side of a
transaction is its total without the fees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from connectors.channels.amazon.client import FIND_TRANSACTIONS, AmazonClient
from connectors.channels.amazon.errors import by_itself, not_understood
from connectors.http.messages import Answer
from desk.domain.clock import Instant, parse_utc
from desk.domain.values import Money, MoneyError

_PATH = "/finances/2024-06-19/transactions"
_MOST_PAGES = 20
REFUND = "Refund"
_FEES = frozenset({"amazonfees", "fbafees"})
# Of the identifiers that an entry of the books names beside its own.
_RELEASES, _RELEASED_BY = "DEFERRED_TRANSACTION_ID", "RELEASE_TRANSACTION_ID"
PRINCIPAL, SHIPPING, GIFT_WRAP = "Principal", "Shipping", "GiftWrap"


class _Part(msgspec.Struct, kw_only=True, rename="camel"):
    """Amazon names in camel case what we name in snake case."""


class _Amount(_Part):
    # A JSON number: read as it is written, never as a float.
    currency_amount: Decimal | None = None
    currency_code: str | None = None


class _Related(_Part):
    related_identifier_name: str | None = None
    related_identifier_value: str | None = None


class _Breakdown(_Part):
    breakdown_type: str | None = None
    breakdown_amount: _Amount | None = None
    breakdowns: list[_Breakdown] | None = None


class _Context(_Part):
    sku: str | None = None


class _Item(_Part):
    total_amount: _Amount | None = None
    breakdowns: list[_Breakdown] | None = None
    contexts: list[_Context] | None = None


class _Transaction(_Part):
    transaction_type: str | None = None
    transaction_id: str | None = None
    posted_date: str | None = None
    related_identifiers: list[_Related] | None = None
    total_amount: _Amount | None = None
    breakdowns: list[_Breakdown] | None = None
    items: list[_Item] | None = None


class _Payload(_Part):
    transactions: list[_Transaction] | None = None
    next_token: str | None = None


class _Answer(_Part):
    payload: _Payload | None = None


_ANSWER = msgspec.json.Decoder(_Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedItem:
    """What of a transaction concerns one article: the buyer's side, by kind with its tax, and that tax by itself."""

    sku: str
    amount: Money
    kinds: Mapping[str, int]  # minor units; they make up the amount
    taxes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One entry of the seller's books. `amount` is the buyer's side of it, never negative."""

    id: str
    kind: str
    at: Instant
    amount: Money
    items: tuple[BookedItem, ...]

    @property
    def is_refund(self) -> bool:
        """Whether money went back to the buyer, by a refund or by a guarantee."""
        return "refund" in self.kind.lower()


class Finances:
    """The books of one seller."""

    def __init__(self, client: AmazonClient) -> None:
        self._client = client

    def of_order(self, order: str) -> tuple[Transaction, ...]:
        """All that the books show of an order, the oldest first.

        Raises ConnectorError with code ``no_finance_role`` where the application may not look into them.
        """
        query = {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": order}
        told: list[_Transaction] = []
        for _ in range(_MOST_PAGES):
            page = _read(self._ask(query)).payload or _Payload()
            told += page.transactions or ()
            if not page.next_token:
                found = filter(None, map(_transaction, _without_releases(told)))
                # An entry may be told again on the next page when something was posted meanwhile.
                return tuple(sorted({one.id: one for one in found}.values(), key=lambda one: (one.at, one.id)))
            query = {**query, "nextToken": page.next_token}
        raise not_understood(FIND_TRANSACTIONS, f"more than {_MOST_PAGES} pages")

    def _ask(self, query: dict[str, str]) -> Answer:
        with by_itself(
            FIND_TRANSACTIONS,
            "Amazon does not let this application look into the finances, and without them no refund is sent or "
            "proved. Give it the role Finance and Accounting in Seller Central, authorise it again and enter the "
            "new refresh token.",
            code="no_finance_role",
        ):
            return self._client.ask(FIND_TRANSACTIONS, "GET", _PATH, query)


def _read(answer: Answer) -> _Answer:
    try:
        return _ANSWER.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise not_understood(FIND_TRANSACTIONS, str(error).split("\n", 1)[0][:160]) from error


def _without_releases(told: Sequence[_Transaction]) -> Iterator[_Transaction]:
    """Money that Amazon held back is booked once more when it is released: it is the same money."""
    known = {one.transaction_id for one in told}
    releases = {value for one in told for value in _related(one, _RELEASED_BY)}
    for one in told:
        of = {value for value in _related(one, _RELEASES) if value != one.transaction_id}
        if not of & known and one.transaction_id not in releases:
            yield one


def _related(one: _Transaction, name: str) -> Iterator[str]:
    for each in one.related_identifiers or ():
        if each.related_identifier_name == name and each.related_identifier_value:
            yield each.related_identifier_value


def _transaction(one: _Transaction) -> Transaction | None:
    """None for what cannot be read and is no refund: fees and transfers have shapes of their own."""
    kind, posted = one.transaction_type or "", one.posted_date or ""
    try:
        amount = _buyers_side(one.total_amount, one.breakdowns)
        return Transaction(
            id=one.transaction_id or f"{kind} {posted}",
            kind=kind,
            at=parse_utc(posted),
            amount=amount,
            items=tuple(filter(None, map(_item, one.items or ()))),
        )
    except (ValueError, MoneyError) as error:
        if "refund" not in kind.lower():
            return None
        raise not_understood(FIND_TRANSACTIONS, f"a transaction that cannot be read: {error}") from error


def _item(one: _Item) -> BookedItem | None:
    """None for an article without any amount, which may be absent."""
    if not _is_told(one.total_amount) and not any(_is_told(each.breakdown_amount) for each in one.breakdowns or ()):
        return None
    amount = _buyers_side(one.total_amount, one.breakdowns)
    kinds, taxes = Counter[str](), Counter[str]()
    for leaf in _leaves(one.breakdowns or ()):
        name, minor = (leaf.breakdown_type or "").lower(), abs(_money(leaf.breakdown_amount).minor)
        kind = SHIPPING if "ship" in name else GIFT_WRAP if "gift" in name else PRINCIPAL
        kinds[kind] += minor
        taxes[kind] += minor if "tax" in name else 0
    # What no part tells of is the goods' own.
    kinds[PRINCIPAL] = max(0, amount.minor - kinds[SHIPPING] - kinds[GIFT_WRAP])
    sku = next((part.sku for part in one.contexts or () if part.sku), "")
    return BookedItem(sku=sku, amount=amount, kinds=dict(kinds), taxes=dict(taxes))


def _buyers_side(total: _Amount | None, breakdowns: Sequence[_Breakdown] | None) -> Money:
    """The whole without Amazon's fees; where no whole is told, its highest parts make it up."""
    parts = breakdowns or ()
    if _is_told(total):
        whole = _money(total)
    else:
        if not parts:
            raise ValueError("an amount is missing")
        first, *rest = (_money(one.breakdown_amount) for one in parts)
        whole = sum(rest, first)
    fees = sum((_money(one.breakdown_amount) for one in _fees(parts)), Money.zero(whole.currency))
    found = whole - fees
    return Money(abs(found.minor), found.currency)


def _fees(breakdowns: Iterable[_Breakdown]) -> Iterator[_Breakdown]:
    """The highest parts that are Amazon's fees; what lies under them is in their amount."""
    for one in breakdowns:
        if not _is_fee(one):
            yield from _fees(one.breakdowns or ())
        elif _is_told(one.breakdown_amount):
            yield one


def _leaves(breakdowns: Iterable[_Breakdown]) -> Iterator[_Breakdown]:
    """The smallest parts of the buyer's side."""
    for one in breakdowns:
        if _is_fee(one):
            continue
        if one.breakdowns:
            yield from _leaves(one.breakdowns)
        elif _is_told(one.breakdown_amount):
            yield one


def _is_fee(one: _Breakdown) -> bool:
    """Amazon writes these names with blanks and without."""
    return "".join((one.breakdown_type or "").split()).lower() in _FEES


def _is_told(amount: _Amount | None) -> bool:
    return amount is not None and amount.currency_amount is not None and amount.currency_code is not None


def _money(amount: _Amount | None) -> Money:
    if amount is None or amount.currency_amount is None or amount.currency_code is None:
        raise ValueError("an amount is missing")
    return Money.parse(str(amount.currency_amount), amount.currency_code)
