"""The deeds of `/_sim/do` after the sale: returns, claims, refunds at Seller Central, replacements, and what may go
wrong with feeds and reports. They are journalled as the shop's own doing; simulator_returns has the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.channels.amazon import simulator_returns as returns
from connectors.channels.amazon.simulator_model import AmazonOrder, Item, Seller
from connectors.channels.amazon.simulator_office import (
    APPROVED,
    CANCELLED,
    COMPLETED,
    DECLINED,
    IN_QUEUE,
    WITHDRAWN,
    Refund,
    Return,
)
from connectors.channels.amazon.simulator_refunds import left
from connectors.simulation.wire import DeedRefused

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Office:
    """Whose account it is, and when the deed happens."""

    seller: Seller
    at: datetime


Deed = Callable[[Office, Arguments], Any]


def order_of(seller: Seller, arguments: Arguments) -> AmazonOrder:
    wanted = str(arguments["order"])
    if wanted not in seller.orders:
        raise DeedRefused(f"There is no order {wanted}.")
    return seller.orders[wanted]


def _item(order: AmazonOrder, arguments: Arguments) -> Item:
    item = order.item(str(arguments["item"])) if "item" in arguments else order.items[0]
    if item is None:
        raise DeedRefused(f"The order {order.id} has no item {arguments['item']}.")
    return item


def _return(office: Office, arguments: Arguments) -> Return:
    wanted = str(arguments["rma"])
    if wanted not in office.seller.office.returns:
        raise DeedRefused(f"There is no return {wanted}.")
    return office.seller.office.returns[wanted]


# -- returns ---------------------------------------------------------------------------------------------------------


def open_return(office: Office, arguments: Arguments) -> Any:
    """The buyer wants to give back `items` as {item id: quantity}, or all that has left: `reason` (a code),
    `resolution`, `in_policy`, `label_type`, `label_cost`, `label_paid_by`.
    """
    order = order_of(office.seller, arguments)
    gone = {item.id: order.fulfilled(item) for item in order.items if order.fulfilled(item)}
    items = {str(name): int(many) for name, many in dict(arguments.get("items") or gone).items()}
    names = ("reason", "resolution", "in_policy", "label_type", "label_cost", "label_paid_by")
    given = {name: arguments[name] for name in names if name in arguments}
    return _brief(returns.open_return(office.seller, order, items, office.at, **given))


def authorise_return(office: Office, arguments: Arguments) -> Any:
    one = _return(office, arguments)
    one.merchant_rma = str(arguments.get("merchant_rma", one.merchant_rma))
    returns.move(office.seller, one, APPROVED, "return_authorised", office.at)
    return _brief(one)


def decline_return(office: Office, arguments: Arguments) -> Any:
    one = _return(office, arguments)
    returns.move(office.seller, one, DECLINED, "return_declined", office.at)
    return _brief(one)


def withdraw_return(office: Office, arguments: Arguments) -> Any:
    """The buyer keeps the goods after all."""
    one = _return(office, arguments)
    returns.move(office.seller, one, WITHDRAWN, "return_withdrawn", office.at)
    return _brief(one)


def close_return(office: Office, arguments: Arguments) -> Any:
    one = _return(office, arguments)
    returns.move(office.seller, one, COMPLETED, "return_closed", office.at)
    return _brief(one)


def send_return(office: Office, arguments: Arguments) -> Any:
    """`carrier` and `number` of the parcel that comes back."""
    one = _return(office, arguments)
    number = str(arguments.get("number") or f"RET{one.rma}")
    returns.send(office.seller, one, str(arguments.get("carrier", "DHL")), number, office.at)
    return _brief(one)


def return_arrives(office: Office, arguments: Arguments) -> Any:
    one = _return(office, arguments)
    returns.arrive(office.seller, one, office.at)
    return _brief(one)


def claim_safe_t(office: Office, arguments: Arguments) -> Any:
    """The seller asks Amazon to make good a return: `state`, `reason`, `amount` as it reads there."""
    one = _return(office, arguments)
    one.safe_t = {
        "id": str(arguments.get("id", f"SAFET-{one.rma}")),
        "state": str(arguments.get("state", "Pending")),
        "reason": str(arguments.get("reason", "")),
        "created": f"{office.at:%Y-%m-%d}",
        "amount": str(arguments.get("amount", "")),
    }
    returns.record(office.seller, office.at, "safe_t_claimed", one, state=one.safe_t["state"])
    return _brief(one)


def _brief(one: Return) -> dict[str, Any]:
    return {"rma": one.rma, "order": one.order_id, "status": one.status}


# -- money -----------------------------------------------------------------------------------------------------------


def refund(office: Office, arguments: Arguments) -> Any:
    """The seller's people refund at Seller Central: `item` (the first), `amount` in minor units or `components`; all
    that is left without them.
    """
    order = order_of(office.seller, arguments)
    item = _item(order, arguments)
    limits = left(office.seller, order, item)
    amount = int(arguments.get("amount", sum(limits.values())))
    components = dict(arguments.get("components") or returns.spread_over(limits, amount))
    reason = str(arguments.get("reason", "CustomerReturn"))
    made = returns.refund_by_hand(office.seller, order, item, components, office.at, reason, "shop")
    return refund_json(made)


def refund_json(one: Refund) -> dict[str, Any]:
    return {
        "id": one.id,
        "order": one.order_id,
        "item": one.item_id,
        "amount": one.amount,
        "currency": one.currency,
        "components": dict(one.components),
        "reason": one.reason,
        "by": one.by,
        "at": _instant(one.at),
        "posted": _instant(one.posted),
        "feed": one.feed_id,
        "message": one.message_id,
        "merchant_id": one.merchant_id,
    }


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def open_claim(office: Office, arguments: Arguments) -> Any:
    """The buyer calls on the A-to-Z guarantee: `item`, `amount` (all that was paid and did not go back)."""
    order = order_of(office.seller, arguments)
    item = _item(order, arguments)
    amount = int(arguments.get("amount", sum(left(office.seller, order, item).values())))
    claim = returns.open_claim(office.seller, order, item, amount, office.at)
    return {"claim": claim.id, "order": order.id, "amount": claim.amount, "state": claim.state}


def decide_claim(office: Office, arguments: Arguments) -> Any:
    wanted = str(arguments["claim"])
    if wanted not in office.seller.office.claims:
        raise DeedRefused(f"There is no claim {wanted}.")
    claim = office.seller.office.claims[wanted]
    returns.decide_claim(office.seller, claim, granted=bool(arguments["granted"]), at=office.at)
    return {"claim": claim.id, "order": claim.order_id, "amount": claim.amount, "state": claim.state}


# -- feeds and reports -----------------------------------------------------------------------------------------------


def fail_feed(office: Office, arguments: Arguments) -> Any:
    """Amazon aborts the next feed after so many messages (0): what they did stays done."""
    office.seller.office.doomed_feeds.append(int(arguments.get("after", 0)))
    return {"doomed_feeds": list(office.seller.office.doomed_feeds)}


def withdraw_feed(office: Office, arguments: Arguments) -> Any:
    """Another program of the seller's calls a `feed` off, or the newest, before Amazon begins with it."""
    feeds = office.seller.office.feeds
    wanted = str(arguments.get("feed") or next(reversed(feeds), ""))
    feed = feeds.get(wanted)
    if feed is None or feed.status != IN_QUEUE:
        raise DeedRefused(f"The feed {wanted or '(none)'} is not in the queue.")
    feed.status = CANCELLED
    office.seller.office.waiting.remove(feed)
    office.seller.journal.record(office.at, "feed_withdrawn", {"order_id": "", "feed_id": feed.id}, None)
    return {"feed": feed.id, "status": feed.status}


def fail_report(office: Office, arguments: Arguments) -> Any:
    """The next `count` reports end in an error of Amazon's own."""
    office.seller.office.doomed_reports += int(arguments.get("count", 1))
    return {"doomed_reports": office.seller.office.doomed_reports}


OFFICE_DEEDS: Mapping[str, Deed] = {
    "open_return": open_return,
    "authorise_return": authorise_return,
    "decline_return": decline_return,
    "withdraw_return": withdraw_return,
    "close_return": close_return,
    "send_return": send_return,
    "return_arrives": return_arrives,
    "claim_safe_t": claim_safe_t,
    "refund": refund,
    "open_claim": open_claim,
    "decide_claim": decide_claim,
    "fail_feed": fail_feed,
    "withdraw_feed": withdraw_feed,
    "fail_report": fail_report,
}
