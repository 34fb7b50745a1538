"""What a drill reads out of Amazon's journal: one message of a feed is one deed, and nothing beyond what was paid."""

from collections.abc import Mapping
from typing import Any

from drills.amazon_seller import CANCEL, REFUND, decimal, effects, overpaid

ORDER = "305-0000001-0000001"


def made(amount: int, feed: str, message: str = "1", *, actor: str = "client", refund: str = "R") -> dict[str, Any]:
    ids = {"order_id": ORDER, "feed_id": feed, "message_id": message, "amount": amount, "refund_id": refund}
    return {"actor": actor, "deed": "refund_made", "remote_ids": ids}


def test_the_items_of_one_message_are_one_refund() -> None:
    assert effects([made(300, "7"), made(200, "7")], by_client=True) == {(REFUND, ORDER, "500"): 1}


def test_the_same_message_in_another_feed_is_a_second_refund() -> None:
    assert effects([made(500, "7"), made(500, "8")], by_client=True) == {(REFUND, ORDER, "500"): 2}


def test_what_people_did_by_hand_is_told_apart() -> None:
    entries = [made(500, "7"), made(40, "", "", actor="shop", refund="A"), made(40, "", "", actor="shop", refund="B")]
    assert effects(entries, by_client=False) == {(REFUND, ORDER, "40"): 2}


def test_each_cancellation_counts() -> None:
    entry = {"actor": "client", "deed": "order_cancelled", "remote_ids": {"order_id": ORDER}}
    assert effects([entry, entry], by_client=True) == {(CANCEL, ORDER): 2}


def state(*refunds: tuple[str, int]) -> Mapping[str, Any]:
    lines = [{"id": "1", "charged": {"Principal": 1000}}, {"id": "2", "charged": {"Principal": 500, "Shipping": 100}}]
    told = [{"item": item, "amount": amount} for item, amount in refunds]
    return {"orders": [{"id": ORDER, "total": 1600, "lines": lines, "refunds": told}]}


def test_all_that_was_paid_may_go_back_and_not_a_cent_more() -> None:
    assert list(overpaid(state(("1", 1000), ("2", 600)))) == []
    assert list(overpaid(state(("1", 900), ("1", 101)))) == [f"order {ORDER}, line 1: more went back than was paid"]
    assert [one.partition(":")[0] for one in overpaid(state(("1", 1000), ("2", 601)))] == [
        f"order {ORDER}",
        f"order {ORDER}, line 2",
    ]


def test_amounts_are_written_with_the_currency_s_places() -> None:
    assert [decimal(5, {"decimals": 2}), decimal(1250, {"decimals": 2}), decimal(7, {"decimals": 0})] == [
        "0.05",
        "12.50",
        "7",
    ]
