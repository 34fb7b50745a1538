"""Owns how a row of a list is made of what the store holds of an order. Asks nothing itself; needs no database library.

desk.store.views and desk.store.newest ask, each in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from desk.domain.facets import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.push_states import PushState
from desk.domain.rows import ChannelTile, MatchTier, OrderRow
from desk.domain.standing import Standing, standings
from desk.domain.values import AccountId, Money, OrderId

COLUMNS = (
    *("id", "account_id", "number", "remote_id", "buyer_name", "buyer_company", "first_item", "pieces", "placed_at"),
    *("total", "currency", "order_facet", "payment_facet", "shipping_facet", "handling", "ship_by"),
)
"""What a row needs of the order, and behind it the kind and the name of its account."""

_NO_TIERS: Mapping[OrderId, MatchTier] = {}


def order_rows(
    found: Iterable[Any],
    states: Mapping[int, Iterable[str]],
    recipients: Mapping[int, str],
    tile: Callable[[str], ChannelTile],
    tiers: Mapping[OrderId, MatchTier] = _NO_TIERS,
) -> list[OrderRow]:
    """Rows of what was found (`COLUMNS`, kind, account's name), with their pushes' states and recipients' names."""
    rows = []
    for (
        one, account, number, remote_id, buyer_name, buyer_company, first_item, pieces, placed_at, total, currency,
        order, payment, shipping, handling, ship_by, kind, account_name,
    ) in found:  # fmt: skip
        rows.append(
            OrderRow(
                id=OrderId(one),
                tile=tile(kind),
                account=AccountId(account),
                account_name=account_name,
                number=number,
                remote_id=remote_id,
                name=buyer_name or recipients.get(one, "") or buyer_company,
                first_item=first_item,
                items=pieces,
                placed_at=placed_at,
                total=Money(total, currency),
                standings=_standings(order, payment, shipping, frozenset(states.get(one, ())), handling),
                tier=tiers.get(OrderId(one)),
                ship_by=ship_by,
            )
        )
    return rows


@lru_cache(maxsize=4096)
def _standings(order: str, payment: str, shipping: str, pushes: frozenset[str], handling: str) -> tuple[Standing, ...]:
    """Lists are full of orders that stand alike."""
    return standings(
        OrderFacet(order), PaymentFacet(payment), ShippingFacet(shipping), map(PushState, pushes), Handling(handling)
    )
