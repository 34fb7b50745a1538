"""What buyers of a simulated Amazon account do after the sale, and what the seller's people and Amazon do about it at
Seller Central: returns, A-to-Z claims, refunds by hand, replacements. No API reaches any of it but the reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.channels.amazon.simulator_model import MERCHANT, AmazonOrder, Item, Seller, digest
from connectors.channels.amazon.simulator_office import (
    APPROVED,
    COMPLETED,
    DECLINED,
    PENDING,
    WITHDRAWN,
    Claim,
    Refund,
    Return,
    ReturnedItem,
)
from connectors.channels.amazon.simulator_refunds import Adjustment, give_back, left
from connectors.simulation.wire import DeedRefused

REASON_CODES = (
    "CR-DEFECTIVE",
    "CR-UNWANTED_ITEM",
    "CR-SWITCHEROO",
    "CR-ORDERED_WRONG_ITEM",
    "CR-DAMAGED_BY_CARRIER",
    "CR-QUALITY_UNACCEPTABLE",
    "AMZ-PG-APP-TOO-SMALL",
)
RESOLUTIONS = ("StandardRefund", "Replacement", "Exchange")
_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# From what a return may come to be what.
MOVES: Mapping[str, tuple[str, ...]] = {
    APPROVED: (PENDING,),
    DECLINED: (PENDING,),
    COMPLETED: (APPROVED,),
    WITHDRAWN: (PENDING, APPROVED),
}


def open_return(seller: Seller, order: AmazonOrder, items: Mapping[str, int], at: datetime, **given: Any) -> Return:
    """The buyer asks. What is in policy Amazon approves by itself, the rest waits for the seller."""
    if order.fulfilled_by != MERCHANT or not order.packages:
        raise DeedRefused(f"Nothing of the order {order.id} could come back: it is {order.status}.")
    returned = [_returned(seller, order, item_id, pieces, given) for item_id, pieces in items.items()]
    place = len(seller.office.returns)
    one = Return(
        rma=rma(seller, order, place),
        order_id=order.id,
        requested=at,
        items=returned,
        status=APPROVED if all(each.in_policy for each in returned) else PENDING,
        label_type=str(given.get("label_type", "AmazonUnPaidLabel")),
        label_cost=int(given.get("label_cost", 0)),
        label_paid_by=str(given.get("label_paid_by", "Customer")),
    )
    seller.office.add_return(one)
    record(seller, at, "return_opened", one, items=dict(items), reasons=[each.reason for each in returned])
    return one


def rma(seller: Seller, order: AmazonOrder, place: int) -> str:
    drawn = digest(seller.seed, order.id, "rma", place)
    letters = "".join(_LETTERS[drawn // len(_LETTERS) ** at % len(_LETTERS)] for at in range(8))
    return f"D{letters}RRMA"


def _returned(seller: Seller, order: AmazonOrder, item_id: str, pieces: int, given: Mapping[str, Any]) -> ReturnedItem:
    item = order.item(item_id)
    if item is None or not 1 <= pieces <= order.fulfilled(item) - _under_way(seller, order, item_id):
        raise DeedRefused(f"The order {order.id} has no {pieces} pieces of {item_id} that could come back.")
    resolution = str(given.get("resolution", RESOLUTIONS[0]))
    if resolution not in RESOLUTIONS:
        raise DeedRefused(f"A return ends with {', '.join(RESOLUTIONS)}.")
    reason = str(given.get("reason") or REASON_CODES[digest(order.id, item_id, "reason") % len(REASON_CODES)])
    return ReturnedItem(item_id, pieces, reason, bool(given.get("in_policy", True)), resolution)


def _under_way(seller: Seller, order: AmazonOrder, item_id: str) -> int:
    open_ones = [one for one in seller.office.returns_of(order.id) if one.status not in (DECLINED, WITHDRAWN)]
    return sum(each.quantity for one in open_ones for each in one.items if each.item_id == item_id)


def move(seller: Seller, one: Return, status: str, deed: str, at: datetime) -> None:
    if one.status not in MOVES[status]:
        raise DeedRefused(f"The return {one.rma} is {one.status} and cannot become {status}.")
    one.status = status
    record(seller, at, deed, one, status=status)


def send(seller: Seller, one: Return, carrier: str, tracking: str, at: datetime) -> None:
    """The buyer hands the parcel in."""
    if one.status != APPROVED or one.tracking:
        raise DeedRefused(f"The return {one.rma} is {one.status} and cannot be sent now.")
    one.carrier, one.tracking = carrier, tracking
    record(seller, at, "return_sent", one, tracking_number=tracking)


def arrive(seller: Seller, one: Return, at: datetime) -> None:
    if one.status != APPROVED or one.arrived is not None:
        raise DeedRefused(f"The return {one.rma} is {one.status} and cannot arrive now.")
    one.arrived = at
    record(seller, at, "return_arrived", one)


def record(seller: Seller, at: datetime, deed: str, one: Return, **ids: Any) -> None:
    seller.record(at, deed, seller.orders[one.order_id], None, rma=one.rma, **ids)


# -- money -----------------------------------------------------------------------------------------------------------


def refund_by_hand(
    seller: Seller, order: AmazonOrder, item: Item, components: Mapping[str, int], at: datetime, reason: str, by: str
) -> Refund:
    """At Seller Central, or by Amazon itself; within the same limits as a feed's."""
    limits = left(seller, order, item)
    wanted = {name: int(minor) for name, minor in components.items() if int(minor)}
    if not wanted or any(not 0 < minor <= limits.get(name, 0) for name, minor in wanted.items()):
        raise DeedRefused(f"So much cannot go back for the item {item.id}; what can is {limits}.")
    return give_back(seller, order, Adjustment(item, reason, "", wanted), at, by=by)


def spread_over(limits: Mapping[str, int], amount: int) -> dict[str, int]:
    """An amount over the components, the goods first."""
    found: dict[str, int] = {}
    for name, most in limits.items():
        part = min(most, amount - sum(found.values()))
        if part > 0:
            found[name] = part
    return found if sum(found.values()) == amount else {}


# -- A-to-Z ----------------------------------------------------------------------------------------------------------


def open_claim(seller: Seller, order: AmazonOrder, item: Item, amount: int, at: datetime) -> Claim:
    whole = sum(left(seller, order, item).values())
    if not 0 < amount <= whole:
        raise DeedRefused(f"The buyer can claim at most {whole} for the item {item.id}.")
    place = len(seller.office.claims)
    claim = Claim(f"AZ-{digest(seller.seed, order.id, place) % 10**9:09d}", order.id, item.id, at, amount)
    seller.office.claims[claim.id] = claim
    for one in seller.office.returns_of(order.id):
        if any(each.item_id == item.id for each in one.items):
            one.claimed = True
    seller.record(at, "claim_opened", order, None, claim_id=claim.id, item_id=item.id, amount=amount)
    return claim


def decide_claim(seller: Seller, claim: Claim, *, granted: bool, at: datetime) -> None:
    """Amazon decides; what it grants it takes from the seller and gives to the buyer."""
    if claim.state != "OPEN":
        raise DeedRefused(f"The claim {claim.id} is {claim.state}.")
    order = seller.orders[claim.order_id]
    item = order.item(claim.item_id)
    claim.state = "GRANTED" if granted else "DENIED"
    seller.record(at, "claim_decided", order, None, claim_id=claim.id, state=claim.state)
    if granted and item is not None:
        limits = left(seller, order, item)
        components = spread_over(limits, min(claim.amount, sum(limits.values())))
        if components:
            refund_by_hand(seller, order, item, components, at, "A-to-z Guarantee", "amazon")
