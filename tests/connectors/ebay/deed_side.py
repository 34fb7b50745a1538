"""Owns what the tests of deeds share: purchases at a simulated eBay, deeds with a key of their own, planted faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from connectors.channels.ebay.simulator_claims import Inquiry, Return
from connectors.channels.ebay.simulator_model import EbayOrder, Market
from desk.domain.pushes import RefundedLine, RefundOrder, RefundReason
from desk.domain.values import RemoteRef
from tests.connectors.ebay.account import EbayAccount, ebay_account
from tests.connectors.ebay.desk_side import ACCOUNT
from tests.support.channel_side import eur

LOST = ("deed_done_no_answer", "deed_done_reset", "cut_body", "empty_200")
"""What takes the answer to a deed away after it was done."""


@contextmanager
def desk_at_ebay(**options: Any) -> Iterator[EbayAccount]:
    """An empty account; Desk's connector waits a short time only."""
    with ebay_account(0, **options) as account:
        account.again(timeout=0.3)
        yield account


def market(account: EbayAccount) -> Market:
    found: Market = account.running.simulator.market
    return found


def bought(account: EbayAccount, lines: int = 1, **more: Any) -> EbayOrder:
    """A new paid order in EUR that nobody has done anything about."""
    channel = account.running.simulator.app.channel
    for _ in range(60):
        made = channel.do("new_order", {"country": "DE", "pickup": False, "hub": False, **more}, account.now)
        order = market(account).orders[made["id"]]
        if len(order.lines) == lines and order.currency == "EUR" and order.tax == 0:
            return order
    raise AssertionError(f"nobody buys {lines} articles")


def ref(order: EbayOrder) -> RemoteRef:
    return RemoteRef(ACCOUNT, order.id)


def returned(account: EbayAccount, **more: Any) -> tuple[EbayOrder, Return]:
    """A return of an order that has arrived."""
    order = bought(account)
    account.do("add_tracking", order=order.id, number=f"0034{order.id.replace('-', '')}")
    made = account.do("open_return", order=order.id, **more)
    return order, market(account).returns[made["id"]]


def missed(account: EbayAccount) -> tuple[EbayOrder, Inquiry]:
    """An inquiry after an order that has not arrived."""
    order = bought(account)
    made = account.do("open_inquiry", order=order.id, comment="Nichts da")
    return order, market(account).inquiries[made["id"]]


def refund(order: EbayOrder, minor: int = 0, *, lines: tuple[tuple[str, int], ...] = (), **more: Any) -> RefundOrder:
    usual = {
        "amount": eur(minor or sum(part for _, part in lines)),
        "lines": tuple(RefundedLine(remote_id=line, amount=eur(part)) for line, part in lines),
        "reason": RefundReason.GOODWILL,
        "known": tuple(one.id for one in order.refunds),
    }
    return RefundOrder(order=ref(order), **{**usual, **more})
