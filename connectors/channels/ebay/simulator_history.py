"""Gives a simulated eBay account some returns, inquiries and letters to begin with, for a demo or a test that wants
them there: the newest orders that have been sent, each in another state.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.channels.ebay import simulator_buyers as buyers
from connectors.channels.ebay import simulator_refunds as refunds
from connectors.channels.ebay import simulator_return_steps as steps
from connectors.channels.ebay.simulator_claims import Inquiry, Return
from connectors.channels.ebay.simulator_model import NONE_REQUESTED, EbayOrder, Market, whole_milliseconds

YOUNG = timedelta(days=60)
WORDS = (
    "Guten Tag, wann kommt meine Bestellung an?",
    "Der Karton war offen, der Inhalt ist aber heil. Danke!",
    "Kann ich noch eine Rechnung auf meine Firma bekommen?",
)


def add_claims(market: Market, claims: int, now: datetime) -> None:
    """So many of the newest orders have something open."""
    for place, order in enumerate(fitting_orders(market, now)[:claims]):
        at = whole_milliseconds(max(order.created, now - timedelta(hours=3 + 5 * place)))
        _open(market, order, place, at)


def fitting_orders(market: Market, now: datetime) -> list[EbayOrder]:
    """Those about which something may be opened, the newest first."""
    claims: tuple[Return | Inquiry, ...] = (*market.returns.values(), *market.inquiries.values())
    busy = {one.order_id for one in claims}
    fitting = [order for order in market.all() if order.id not in busy and _fits(order, now)]
    return sorted(fitting, key=lambda order: (order.created, order.id), reverse=True)


def _fits(order: EbayOrder, now: datetime) -> bool:
    calm = order.cancel_state == NONE_REQUESTED and not order.refunds and order.spoilt is None
    return (
        calm
        and bool(order.fulfillments)
        and not order.pickup
        and refunds.left(order) > 0
        and now - order.created < YOUNG
    )


def _open(market: Market, order: EbayOrder, place: int, at: datetime) -> None:
    what = place % 5
    named = {"order": order.id}
    if what == 1:
        buyers.write_message(market, {**named, "text": WORDS[place // 5 % len(WORDS)]}, at)
    elif what == 3:
        buyers.open_inquiry(market, {**named, "comment": "Es ist nichts angekommen."}, at)
    else:
        reason = "ARRIVED_DAMAGED" if what == 2 else "NO_LONGER_NEED_ITEM"
        made = buyers.open_return(market, {**named, "reason": reason, "comment": "Bitte um Rücknahme."}, at)
        one = market.returns[made["id"]]
        if what == 2:
            steps.accept(market, one, at, label_by_ebay=False)
        if what == 4:
            steps.accept(market, one, at, label_by_ebay=True)
            buyers.ship_return(market, {"return": one.id}, at)
