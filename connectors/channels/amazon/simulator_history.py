"""What came back before a simulated Amazon account is looked at: returns of the world's past and the refunds for them.
It fills the account at the start, as simulator_seed does, and stays out of the journal.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.channels.amazon.simulator_model import MERCHANT, AmazonOrder, Item, Seller, digest
from connectors.channels.amazon.simulator_office import COMPLETED, Return, ReturnedItem
from connectors.channels.amazon.simulator_refunds import Adjustment, book, charged, left
from connectors.channels.amazon.simulator_returns import REASON_CODES, rma, spread_over
from connectors.simulation.world import WorldOrder

SHORTEST = timedelta(days=1)
LONGEST_WISH = timedelta(days=9)  # from the wish to the money
CLAIMED = 12  # one return of so many ended as a claim


def came_back(seller: Seller, order: AmazonOrder, world: WorldOrder) -> None:
    if order.fulfilled_by != MERCHANT or not order.packages or order.replaces:
        return
    for refund in world.refunds:
        pieces = _pieces(order, world) if refund.lines else {}
        shares = {item_id: many for item_id, many in pieces.items() if many}
        if shares:
            # Money that went back within a day went ahead of any goods.
            if refund.at - max(package.shipped for package in order.packages) > SHORTEST:
                _return(seller, order, shares, refund.at)
            for item_id, many in shares.items():
                _refund(seller, order, item_id, many, refund.at)
        elif not refund.lines:
            # A gesture: nothing came back.
            item = order.items[0]
            limits = left(seller, order, item)
            amount = min(refund.amount, sum(limits.values()))
            if amount > 0:
                _book(seller, order, item, spread_over(limits, amount), refund.at, "GeneralAdjustment")


def _pieces(order: AmazonOrder, world: WorldOrder) -> dict[str, int]:
    by_sku = {item.sku: item for item in order.items}
    back = {line.sku: line.returned for line in world.lines}
    return {item.id: min(back.get(sku, 0), order.fulfilled(item)) for sku, item in by_sku.items()}


def _return(seller: Seller, order: AmazonOrder, pieces: dict[str, int], refunded: datetime) -> None:
    shipped = max(package.shipped for package in order.packages)
    asked = max(shipped, refunded - LONGEST_WISH)
    one = Return(
        rma=rma(seller, order, len(seller.office.returns)),
        order_id=order.id,
        requested=asked,
        items=[
            ReturnedItem(item_id, many, REASON_CODES[digest(order.id, item_id) % len(REASON_CODES)])
            for item_id, many in pieces.items()
        ],
        status=COMPLETED,
        carrier="DHL",
        tracking=f"RT{digest(order.id, 'back') % 10**10:010d}",
        arrived=asked + (refunded - asked) * 2 // 3,
        claimed=digest(order.id, "claimed") % CLAIMED == 0,
    )
    seller.office.add_return(one)


def _refund(seller: Seller, order: AmazonOrder, item_id: str, many: int, at: datetime) -> None:
    item = order.item(item_id)
    if item is None:
        return
    whole = charged(order, item)["Principal"] * many // order.fulfilled(item)
    amount = min(whole, left(seller, order, item)["Principal"])
    if amount > 0:
        _book(seller, order, item, {"Principal": amount}, at, "CustomerReturn")


def _book(
    seller: Seller, order: AmazonOrder, item: Item, components: dict[str, int], at: datetime, reason: str
) -> None:
    book(seller, order, Adjustment(item, reason, "", components), at, by="shop")
