"""Owns reading the seller's books: what was sold and given back of an order, as Amazon's finances show it.

They lag hours behind, name items by ids of their own, and their totals are net of Amazon's fees; the buyer's side of a
transaction is its total without the fees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from connectors.channels.amazon.client import FIND_TRANSACTIONS, AmazonClient
from connectors.channels.amazon.errors import not_understood
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited
from connectors.http.messages import Answer
from desk.domain.clock import Instant, parse_utc
from desk.domain.values import Money, MoneyError

_PATH = "/finances/2024-06-19/transactions"
_MOST_PAGES = 20
REFUND = "Refund"
_FEES = "AmazonFees"
PRINCIPAL, SHIPPING, GIFT_WRAP = "Principal", "Shipping", "GiftWrap"


class _Part(msgspec.Struct, kw_only=True, rename="camel"):
    """Amazon names in camel case what we name in snake case."""


class _Amount(_Part):
    # A JSON number: read as it is written, never as a float.
    currency_amount: Decimal | None = None
    currency_code: str | None = None


class _Breakdown(_Part):
    breakdown_type: str = ""
    breakdown_amount: _Amount | None = None
    breakdowns: list[_Breakdown] | None = None


class _Context(_Part):
    sku: str | None = None


class _Item(_Part):
    total_amount: _Amount | None = None
    breakdowns: list[_Breakdown] | None = None
    contexts: list[_Context] | None = None


class _Transaction(_Part):
    transaction_type: str = ""
    transaction_id: str = ""
    posted_date: str = ""
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
        found: list[Transaction] = []
        for _ in range(_MOST_PAGES):
            page = _read(self._ask(query)).payload or _Payload()
            found += filter(None, map(_transaction, page.transactions or ()))
            if not page.next_token:
                # An entry may be told again on the next page when something was posted meanwhile.
                return tuple(sorted({one.id: one for one in found}.values(), key=lambda one: (one.at, one.id)))
            query = {**query, "nextToken": page.next_token}
        raise not_understood(FIND_TRANSACTIONS, f"more than {_MOST_PAGES} pages")

    def _ask(self, query: dict[str, str]) -> Answer:
        try:
            return self._client.ask(FIND_TRANSACTIONS, "GET", _PATH, query)
        except RateLimited as error:
            error.for_this_only = True
            raise
        except LoginNeeded as error:
            if error.code != "not_permitted":
                raise
            raise ConnectorError(
                "Amazon does not let this application look into the finances, and without them no refund is sent or "
                "proved. Give it the role Finance and Accounting in Seller Central, authorise it again and enter the "
                "new refresh token.",
                error.detail,
                account=error.account,
                operation=FIND_TRANSACTIONS,
                words=error.words,
                code="no_finance_role",
            ) from error


def _read(answer: Answer) -> _Answer:
    try:
        return _ANSWER.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise not_understood(FIND_TRANSACTIONS, str(error).split("\n", 1)[0][:160]) from error


def _transaction(one: _Transaction) -> Transaction | None:
    """None for what cannot be read and is no refund: fees and transfers have shapes of their own."""
    try:
        amount = _buyers_side(one.total_amount, one.breakdowns)
        return Transaction(
            id=one.transaction_id or f"{one.transaction_type} {one.posted_date}",
            kind=one.transaction_type,
            at=parse_utc(one.posted_date),
            amount=amount,
            items=tuple(_item(part) for part in one.items or ()),
        )
    except (ValueError, MoneyError) as error:
        if "refund" not in one.transaction_type.lower():
            return None
        raise not_understood(FIND_TRANSACTIONS, f"a transaction that cannot be read: {error}") from error


def _item(one: _Item) -> BookedItem:
    amount = _buyers_side(one.total_amount, one.breakdowns)
    kinds, taxes = Counter[str](), Counter[str]()
    for leaf in _leaves(one.breakdowns or ()):
        name, minor = leaf.breakdown_type.lower(), abs(_money(leaf.breakdown_amount).minor)
        kind = SHIPPING if "ship" in name else GIFT_WRAP if "gift" in name else PRINCIPAL
        kinds[kind] += minor
        taxes[kind] += minor if "tax" in name else 0
    # What no part tells of is the goods' own.
    kinds[PRINCIPAL] = max(0, amount.minor - kinds[SHIPPING] - kinds[GIFT_WRAP])
    sku = next((part.sku for part in one.contexts or () if part.sku), "")
    return BookedItem(sku=sku, amount=amount, kinds=dict(kinds), taxes=dict(taxes))


def _buyers_side(total: _Amount | None, breakdowns: Iterable[_Breakdown] | None) -> Money:
    whole = _money(total)
    fees = sum((_money(one.breakdown_amount) for one in _named(breakdowns or (), _FEES)), Money.zero(whole.currency))
    found = whole - fees
    return Money(abs(found.minor), found.currency)


def _named(breakdowns: Iterable[_Breakdown], name: str) -> Iterator[_Breakdown]:
    """The highest ones of this name; what lies under them is in their amount."""
    for one in breakdowns:
        if one.breakdown_type == name:
            yield one
        else:
            yield from _named(one.breakdowns or (), name)


def _leaves(breakdowns: Iterable[_Breakdown]) -> Iterator[_Breakdown]:
    """The smallest parts of the buyer's side."""
    for one in breakdowns:
        if one.breakdown_type == _FEES:
            continue
        if one.breakdowns:
            yield from _leaves(one.breakdowns)
        else:
            yield one


def _money(amount: _Amount | None) -> Money:
    if amount is None or amount.currency_amount is None or amount.currency_code is None:
        raise ValueError("an amount is missing")
    return Money.parse(format(amount.currency_amount, "f"), amount.currency_code)
