"""What the agent of the drill ebay asks Desk for fits what eBay would take."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from drills.seller import effect_of, wishes

NOW = datetime(2026, 11, 30, tzinfo=UTC)
LINE = {"id": "11", "item_id": "7", "total": 8999, "delivery": 500, "refunded_amount": 0}
ORDER: dict[str, Any] = {
    "id": "65-1", "number": "65-1", "readable": True, "foreign_words": "", "cancel_requests": [], "unpaid": False,
    "left": 9499, "decimals": 2, "lines": [LINE], "username": "kauf",
}  # fmt: skip
INQUIRY = {"id": "5360000345", "order": "65-1", "line": "11", "status": "WAITING_SELLER_RESPONSE", "claimed": 8999}


def asked(**changes: Any) -> set[str]:
    """The kinds of deeds that may come of an inquiry, whatever the dice say."""
    state = {
        "orders": [ORDER | changes],
        "inquiries": [{**INQUIRY, "open": True}],
        "returns": [],
        "conversations": [],
    }
    return {one.kind for seed in range(20) for one in wishes(state, NOW, Random(seed), "label.pdf")}


@pytest.mark.parametrize(
    "changes, kinds",
    [
        ({}, {"refund_inquiry", "tell_inquiry"}),
        ({"left": 0}, {"tell_inquiry"}),
        ({"lines": [{**LINE, "refunded_amount": 9499}]}, {"tell_inquiry"}),
    ],
    ids=["all of it is there", "the order's money went back", "the line's money went back"],
)
def test_money_goes_back_for_an_inquiry_only_while_some_is_left(changes: dict[str, Any], kinds: set[str]) -> None:
    assert asked(**changes) == kinds


@pytest.mark.parametrize("handling, kinds", [("OURS", {"cancel_order"}), ("CHANNEL", set())])
def test_what_is_not_paid_for_days_is_called_off_where_it_is_the_sellers(handling: str, kinds: set[str]) -> None:
    unpaid = ORDER | {
        "unpaid": True, "handling": handling, "created": "2026-11-20T10:00:00Z", "trading_id": "1-2",
    }  # fmt: skip
    state = {"orders": [unpaid], "inquiries": [], "returns": [], "conversations": []}
    assert {one.kind for one in wishes(state, NOW, Random(1), "label.pdf")} == kinds


@pytest.mark.parametrize(
    "actor, path, ids, key",
    [
        (
            "client",
            "/post-order/v2/cancellation/53/approve",
            {"cancel_id": "53"},
            ("answer_cancellation", "53", "approve"),
        ),
        ("client", "/post-order/v2/cancellation", {"cancel_id": "53"}, ("cancel_order", "65-1")),
        # The seller's people call off, whether the buyer waits for it or not.
        ("shop", "", {"cancel_id": "53"}, ("answer_cancellation", "53", "approve")),
        ("shop", "", {}, ("cancel_order", "65-1")),
    ],
)
def test_whoever_calls_off_answers_the_buyer_who_asked(
    actor: str, path: str, ids: dict[str, str], key: tuple[str, ...]
) -> None:
    entry = {"deed": "order_cancelled", "actor": actor, "path": path, "remote_ids": {"order_id": "65-1", **ids}}
    assert effect_of(entry) == key
