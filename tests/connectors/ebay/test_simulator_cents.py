"""Whatever the seller, the buyer and eBay do, in whatever order: no order gives back a cent more than was paid, and the
state, the journal and what eBay tells say the same.
"""

from random import Random
from typing import Any

import pytest

from connectors.channels.ebay.simulator_model import plain_amount
from connectors.simulation.wire import DeedRefused
from tests.connectors.ebay.simulator_market import ORDERS, Market

pytestmark = pytest.mark.requests_by_hand


class Play:
    """Everybody does something at random; most of it is refused, which is the point."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.market = Market(0, seed=seed)
        self.orders = [self.market.bought((1, 2), hub=False) for _ in range(4)]

    def step(self) -> None:
        order = self.dice.choice(self.orders)
        amount = self.dice.choice((1, 100, order.due_seller // 2, order.due_seller))
        self.dice.choice((self.refund, self.cancel, self.claim, self.settle, self.planted, self.wait))(order, amount)

    def refund(self, order: Any, amount: int) -> None:
        told = {"value": plain_amount(amount, 2), "currency": order.currency}
        wanted = {"reasonForRefund": "OTHER_ADJUSTMENT"}
        line = self.dice.choice(order.lines)
        entries: Any = {"orderLevelRefundAmount": told}
        if self.dice.random() < 0.5:
            entries = {"refundItems": [{"lineItemId": line.id, "refundAmount": told}]}
        self.market.signed(f"{ORDERS}/{order.id}/issue_refund", wanted | entries)

    def cancel(self, order: Any, _: int) -> None:
        document = {"legacyOrderId": order.id, "cancelReason": "BUYER_ASKED_CANCEL", "buyerPaid": True}
        if self.dice.random() < 0.3:
            self.market.order_post("/cancellation", document, sign=True)

    def claim(self, order: Any, _: int) -> None:
        deed = self.dice.choice(("open_return", "open_inquiry", "request_cancel"))
        line = {"line": self.dice.choice(order.lines).id} if deed != "request_cancel" else {}
        self.try_deed(deed, order=order.id, **line)

    def settle(self, order: Any, amount: int) -> None:
        market = self.market.simulator.market
        for one in [each for each in market.returns.values() if each.order_id == order.id and each.open]:
            detail = [{"refundAmount": {"value": amount / 100, "currency": "EUR"}, "refundFeeType": "PURCHASE_PRICE"}]
            refund = {"refundDetail": {"itemizedRefundDetail": detail, "totalAmount": detail[0]["refundAmount"]}}
            self.market.order_post(f"/return/{one.id}/issue_refund", refund, sign=True)
            self.try_deed(self.dice.choice(("close_return", "escalate_return", "decide_case")), **{"return": one.id})
        for claim in [each for each in market.inquiries.values() if each.order_id == order.id and each.open]:
            self.market.order_post(f"/inquiry/{claim.id}/issue_refund", {}, sign=True)

    def planted(self, order: Any, amount: int) -> None:
        self.try_deed("refund", order=order.id, amount=amount)
        self.try_deed("refund_trouble", order=order.id, failing=self.dice.choice((0, 0, 1)))

    def wait(self, _: Any, amount: int) -> None:
        self.market.later(seconds=self.dice.choice((30, 400, 90_000)))

    def try_deed(self, deed: str, **arguments: Any) -> None:
        try:
            self.market.do(deed, **arguments)
        except DeedRefused:
            return


@pytest.mark.parametrize("seed", range(6))
def test_no_cent_more_than_was_paid(seed: int) -> None:
    play = Play(seed)
    for _ in range(60):
        play.step()
        for order in play.orders:
            assert 0 <= order.refunded <= order.due_seller
            for line in order.lines:
                assert order.line_refunded(line.id) <= line.net_total
    play.market.later(days=30)
    state = play.market.state()
    assert sum(order["refunded"] for order in state["orders"]) > 0
    booked: dict[str, int] = {}
    for entry in play.market.simulator.journal.since(0):
        # A planted refund goes through at once; the others when they are done.
        at_once = entry.deed == "refund_booked" and "way" not in entry.remote_ids
        if at_once or entry.deed == "refund_done":
            order_id = str(entry.remote_ids["order_id"])
            booked[order_id] = booked.get(order_id, 0) + int(entry.remote_ids["amount"])
    for order in state["orders"]:
        told = play.market.get(f"{ORDERS}/{order['id']}").json["paymentSummary"]["refunds"]
        standing = [each["amount"]["value"] for each in told if each["refundStatus"] == "REFUNDED"]
        assert order["left"] == order["due_seller"] - order["refunded"]
        assert booked.get(order["id"], 0) == order["refunded"]
        assert sum(round(float(value) * 100) for value in standing) == order["refunded"]
    for one in state["returns"]:
        assert one["refunded"] <= one["estimated"]
