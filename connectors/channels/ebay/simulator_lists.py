"""How a simulated Post-Order reads the query of its searches and writes their pages. Names that it does not know are
ignored without a word, as eBay ignores them. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.ebay.simulator_errors import PostOrderError
from connectors.channels.ebay.simulator_model import EbayOrder, iso, plain_amount

Json = dict[str, Any]
DEFAULT_LIMIT, MOST = 25, 200
FORWARD = timedelta(days=90)  # where only the beginning of a window is given
OLDEST = timedelta(days=550)  # eighteen months and some days of grace


@dataclass(frozen=True, slots=True)
class Window:
    start: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant <= self.end


def invalid(name: str, value: str) -> PostOrderError:
    return PostOrderError(400, 1010, "postOrderErrorDomain", f"Invalid value for {name}.", value)


def created_window(query: Mapping[str, str], prefix: str, now: datetime) -> Window | None:
    """`prefix` + `_from` and `_to`; None where no beginning is given."""
    first, last = query.get(f"{prefix}_from"), query.get(f"{prefix}_to")
    if first is None:
        if last is not None:
            raise invalid(f"{prefix}_to", last)
        return None
    start = _instant(f"{prefix}_from", first)
    end = _instant(f"{prefix}_to", last) if last is not None else start + FORWARD
    if start < now - OLDEST or start > end:
        raise invalid(f"{prefix}_from", first)
    return Window(start, end)


def page(name: str, members: Sequence[Any], query: Mapping[str, str], write: Any) -> Json:
    limit = _whole(query, "limit", DEFAULT_LIMIT)
    offset = _whole(query, "offset", 0)
    if not 1 <= limit <= MOST:
        raise invalid("limit", str(limit))
    shown = members[offset : offset + limit]
    paging = {
        "limit": limit,
        "offset": offset,
        "totalEntries": len(members),
        "totalPages": -(-len(members) // limit),
    }
    return {name: [write(each) for each in shown], "total": len(members), "paginationOutput": paging}


def when(instant: datetime) -> Json:
    return {"value": iso(instant)}


def money(order: EbayOrder, minor: int) -> Json:
    # Post-Order writes amounts as numbers; two digits after the point survive that.
    return {"value": float(plain_amount(minor, order.decimals)), "currency": order.currency}


def _whole(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise invalid(name, text)
    return int(text)


def _instant(name: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid(name, text) from error
    if found.tzinfo is None:
        raise invalid(name, text)
    return found
