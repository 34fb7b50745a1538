"""Faults that lie in the returns of a simulated eBay account: codes that nobody knows, returns that cannot be read,
that shift pages or come late, and fields that are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.ebay import simulator_buyers as buyers
from connectors.channels.ebay.simulator_claims import Return
from connectors.channels.ebay.simulator_history import fitting_orders
from connectors.channels.ebay.simulator_model import Market
from connectors.simulation.wire import WireAnswer, WireRequest

SEARCH = "/post-order/v2/return/search"
PROFILES = ("page_shift", "late_record", "unknown_enum", "foreign_record", "missing_field")
# Codes that eBay might bring in tomorrow, and one that it has brought in already.
FOREIGN_WORDS = (
    ("state", "WAITING_FOR_DROP_OFF"),
    ("status", "WAITING_FOR_DROP_OFF"),
    ("reason", "WITHDRAW_FROM_PURCHASE_CONTRACT"),
)
# Fields that no reader may depend on.
DISPENSABLE = ("sellerLoginName", "currentType", "buyerLoginName")


def is_search(request: WireRequest) -> bool:
    return request.method == "GET" and request.path.rstrip("/") == SEARCH


def suits(market: Market, profile: str, now: datetime) -> bool:
    if profile in ("page_shift", "late_record"):
        return bool(fitting_orders(market, now))
    return bool(_open(market))


def stage(market: Market, profile: str, dice: float, at: datetime, late: timedelta) -> bool:
    if profile in ("page_shift", "late_record"):
        orders = fitting_orders(market, at)
        order = orders[int(dice * len(orders))]
        when = max(at - late, order.created) if profile == "late_record" else at
        buyers.open_return(market, {"order": order.id, "reason": "NO_LONGER_NEED_ITEM"}, when)
        return True
    held = _open(market)
    one, turn = held[int(dice * len(held))], int(dice * 1000)
    if profile == "unknown_enum":
        field, word = FOREIGN_WORDS[turn % len(FOREIGN_WORDS)]
        buyers.foreign_return_word(market, {"return": one.id, "field": field, "word": word}, at)
    else:
        kinds = list(buyers.BAD_RETURNS)
        buyers.bad_return(market, {"return": one.id, "kind": kinds[turn % len(kinds)]}, at)
    return True


def foreign(market: Market) -> list[str]:
    """Returns that are unlike eBay's own, or have a reason that eBay's lists do not know yet."""
    held = market.returns.values()
    return [one.id for one in held if one.foreign_words or one.spoilt or one.reason_type == "UNKNOWN"]


def spoil(answer: WireAnswer, dice: float) -> WireAnswer | None:
    """One return of a page without a field."""
    document: Mapping[str, Any] = json.loads(answer.body) if answer.body else {}
    members = document.get("members") or []
    if not members:
        return None
    members[int(dice * len(members))].pop(DISPENSABLE[int(dice * 1000) % len(DISPENSABLE)], None)
    return answer.with_body(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _open(market: Market) -> list[Return]:
    return [one for one in market.returns.values() if one.open]
