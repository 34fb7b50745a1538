"""Owns what a channel has shown of its buyers over a drill. What it hides later must still be in Desk, if Desk has
fetched it before; where that is not certain, it may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.simulation.world import DEFAULT_NOW
from drills.truth import OneOf

FARTHEST = DEFAULT_NOW - timedelta(days=728)
"""Marketplaces list orders of two years; older ones go out of the list while a drill lasts."""

_FADING = DEFAULT_NOW - timedelta(days=680)


def stays_listed(order: Mapping[str, Any]) -> bool:
    """Whether a marketplace lists it until the drill ends. Nobody returns or refunds what is two years old: what
    happened to it after the last look could not be known in Desk.
    """
    return bool(order["listed"]) and datetime.fromisoformat(order["created"]) > _FADING


Texts = Mapping[str, str]
"""Of one order: field by field what is shown, empty where it is not."""


class Shown:
    """What was shown of the orders of each account."""

    def __init__(self) -> None:
        self._seen: defaultdict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
        self._fetched: dict[tuple[str, str, str], str] = {}
        self._before: dict[str, Mapping[str, Texts]] = {}

    def looked(self, shop: str, orders: Mapping[str, Texts]) -> None:
        """What a look has found. What was shown before a fetch and is still, was shown while it ran."""
        before = self._before.pop(shop, {})
        for order, texts in orders.items():
            earlier = before.get(order, {})
            for field, text in texts.items():
                if not text:
                    continue
                key = (shop, order, field)
                self._seen[key][text] = None
                if earlier.get(field) == text:
                    self._fetched[key] = text

    def synced(self, shop: str, before: Mapping[str, Texts]) -> None:
        """Desk has fetched everything since that look."""
        self._before[shop] = before

    def expected(self, shop: str, order: str, texts: Texts) -> dict[str, Any]:
        """What Desk must show of one order, `texts` being what the channel shows now."""
        # An address that is shown is shown as it is; only its phone may be hidden by itself.
        whole = {role for role in ("billing", "recipient") if texts[f"{role}.name"] and texts[f"{role}.street"]}
        return {
            field: text
            if field.partition(".")[0] in whole and not field.endswith(".phone")
            else self._expected(shop, order, field, text)
            for field, text in texts.items()
        }

    def _expected(self, shop: str, order: str, field: str, now: str) -> Any:
        if now:
            return now
        key = (shop, order, field)
        seen, fetched = self._seen.get(key, {}), self._fetched.get(key)
        role, _, part = field.partition(".")
        if part == "phone" and role != "buyer" and (shop, order, f"{role}.street") not in self._seen:
            # An address that never had a street is as it was told last, whether its phone is hidden by now or not.
            fetched = None
        if fetched is not None:
            return fetched if set(seen) <= {fetched} else OneOf((fetched, *seen))
        return OneOf(("", *seen)) if seen else ""
