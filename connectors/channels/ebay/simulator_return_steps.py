"""What happens to a return at a simulated eBay, whoever does it: the seller over the API, the buyer, a carrier, or eBay
itself when a deadline has passed. No HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from connectors.channels.ebay import simulator_refunds as refunds
from connectors.channels.ebay.simulator_claims import (
    ANSWER_DAYS,
    APPROVE,
    LABEL,
    LABEL_DAYS,
    REFUND,
    REFUND_DAYS,
    RMA,
    Return,
    business_days,
)
from connectors.channels.ebay.simulator_model import EbayOrder, Line, Market, Refund, whole_milliseconds
from connectors.simulation.wire import WireRequest

BUYER, SELLER, SYSTEM = "BUYER", "SELLER", "SYSTEM"


def open_return(
    market: Market, order: EbayOrder, line: Line, quantity: int, reason: str, comment: str, at: datetime
) -> Return:
    whole = quantity == line.quantity
    estimated = line.discounted * quantity // line.quantity + (line.delivery if whole else 0)
    made = Return(
        id=str(market.number("return")),
        order_id=order.id,
        line_id=line.id,
        quantity=quantity,
        reason=reason,
        comment=comment,
        created=at,
        estimated=min(estimated, refunds.left(order)),
    )
    made.seller_pays = made.reason_type == "SNAD" or market.options.free_returns
    made.say("BUYER_CREATE_RETURN", BUYER, at, comment)
    market.returns[made.id] = made
    market.record(at, "return_opened", order, None, return_id=made.id, reason=reason)
    wait_for(market, made, APPROVE, business_days(at, ANSWER_DAYS), "RETURN_REQUEST_TIMEOUT")
    return made


def wait_for(market: Market, one: Return, activity: str, by: datetime, late: str | Callable[[datetime], None]) -> None:
    """The seller is to do this until then; `late` is the state that the return falls into, or what eBay does."""
    due = (activity, whole_milliseconds(by))
    one.due = due

    def lapse(now: datetime) -> None:
        if one.due != due or not one.open or one.case_id:
            return
        if callable(late):
            late(now)
        else:
            one.state, one.due = late, None
            one.say("TIMEOUT", SYSTEM, now)

    market.later(by, lapse)


def order_of(market: Market, one: Return) -> EbayOrder:
    return market.orders[one.order_id]


def line_of(market: Market, one: Return) -> Line:
    return next(line for line in order_of(market, one).lines if line.id == one.line_id)


# -- the way back --------------------------------------------------------------------------------------------------


def accept(market: Market, one: Return, at: datetime, *, label_by_ebay: bool) -> None:
    """The buyer may send it; first the seller may have to give a number or a label."""
    one.due = None
    if one.rma_wanted and not one.rma:
        one.state = "RMA_PENDING"
        wait_for(market, one, RMA, business_days(at, LABEL_DAYS), "ITEM_READY_TO_SHIP")
    elif one.seller_pays and not label_by_ebay and one.label is None:
        one.state = "RETURN_LABEL_PENDING"
        wait_for(market, one, LABEL, business_days(at, LABEL_DAYS), "RETURN_LABEL_PENDING_TIMEOUT")
    else:
        one.state = "ITEM_READY_TO_SHIP"


def ship(market: Market, one: Return, carrier: str, number: str, at: datetime) -> None:
    one.parcel, one.state, one.tracked, one.due = (carrier, number), "ITEM_SHIPPED", "IN_TRANSIT", None
    one.say("BUYER_PROVIDE_TRACKING_INFO", BUYER, at)
    market.record(at, "return_shipped", order_of(market, one), None, return_id=one.id, tracking_number=number)


def arrive(market: Market, one: Return, author: str, at: datetime, request: WireRequest | None) -> None:
    """Whether the carrier says so or the seller: now the money is due."""
    one.state = "ITEM_DELIVERED"
    if author == SYSTEM:
        one.tracked = "DELIVERED"
    one.say("SELLER_MARK_AS_RECEIVED" if author == SELLER else "NOTIFIED_DELIVERED", author, at)
    market.record(at, "return_received", order_of(market, one), request, return_id=one.id)

    def by_itself(now: datetime) -> None:
        if one.state != "ITEM_DELIVERED" or not one.open or one.case_id:
            return
        if refunds.on_its_way(order_of(market, one)):
            market.later(now + timedelta(days=1), by_itself)
        elif (most := givable(market, one)) > 0:
            one.state, one.due = "AUTO_REFUND_INITIATED", None
            one.say("SYSTEM_AUTO_REFUND", SYSTEM, now)
            give_back(market, one, most, now, None)
        else:
            one.state = "CLOSED"
            close(market, one, "ALREADY_REFUNDED", now)

    wait_for(market, one, REFUND, business_days(at, REFUND_DAYS), by_itself)


# -- money ---------------------------------------------------------------------------------------------------------


def givable(market: Market, one: Return) -> int:
    """Never more than what is left of the estimate, of the line and of the order."""
    order, line = order_of(market, one), line_of(market, one)
    of_line = line.net_total - order.line_refunded(line.id)
    return max(min(one.estimated - one.refunded, of_line, refunds.left(order)), 0)


def give_back(market: Market, one: Return, amount: int, at: datetime, request: WireRequest | None) -> Refund:
    """Closes the return when the money has gone through."""
    order = order_of(market, one)
    booked = Refund(str(market.number("refund")), whole_milliseconds(at), amount, "BUYER_RETURN", {one.line_id: amount})
    one.refund_id, one.due = booked.id, None
    partial = one.state == "PARTIAL_REFUND_INITIATED"

    def done(refund: Refund, now: datetime) -> None:
        if refund.status == refunds.FAILED:
            one.state = "PARTIAL_REFUND_FAILED" if partial else "REFUND_FAILED"
            one.say("REFUND_FAILED", SYSTEM, now)
            return
        one.refunded += refund.amount
        whole = one.refunded >= one.estimated
        one.state = "CLOSED" if whole else "PARTIAL_REFUNDED" if partial else "LESS_THAN_A_FULL_REFUND_ISSUED"
        one.say("REFUND_SENT", SYSTEM, now)
        close(market, one, "FULL_REFUND" if whole else "PARTIAL_REFUND", now)

    refunds.begin(market, order, booked, request, "return", done)
    return booked


# -- the end -------------------------------------------------------------------------------------------------------


def close(market: Market, one: Return, reason: str, at: datetime) -> None:
    one.close(reason, at)
    market.record(at, "return_closed", order_of(market, one), None, return_id=one.id, reason=reason)


def open_case(market: Market, one: Return, author: str, at: datetime, request: WireRequest | None) -> None:
    """EBay steps in; until it has decided, the seller can only write."""
    one.case_id, one.due = str(market.number("case")), None
    one.say(f"{author}_ESCALATE", author, at)
    market.record(at, "return_escalated", order_of(market, one), request, return_id=one.id, case_id=one.case_id)


def decide_case(market: Market, one: Return, at: datetime, *, for_buyer: bool) -> None:
    one.case_id = ""
    most = givable(market, one)
    if for_buyer and most > 0:
        one.state = "AUTO_REFUND_INITIATED"
        give_back(market, one, most, at, None)
    else:
        one.state = "CLOSED"
        close(market, one, "ESCALATION_DECIDED", at)
