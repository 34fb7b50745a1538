"""What buyers, carriers and eBay's own people do to a simulated account after the purchase: returns, inquiries,
messages, and users who vanish. Deeds of `/_sim/do`, journalled as the account's own doing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.channels.ebay import simulator_inquiries as inquiries
from connectors.channels.ebay import simulator_messages as messages
from connectors.channels.ebay import simulator_refunds as refunds
from connectors.channels.ebay import simulator_return_steps as steps
from connectors.channels.ebay.simulator_claims import Inquiry, Return
from connectors.channels.ebay.simulator_model import EbayOrder, Line, Market, iso
from connectors.simulation.wire import DeedRefused

Arguments = Mapping[str, Any]
REASONS = (
    "NO_LONGER_NEED_ITEM",
    "WRONG_SIZE",
    "ORDERED_ACCIDENTALLY",
    "DEFECTIVE_ITEM",
    "ARRIVED_DAMAGED",
    "NOT_AS_DESCRIBED",
)


# What no client can make a return of: amounts and dates that are none, parts of another kind.
BAD_RETURNS: Mapping[str, dict[str, Any]] = {
    "garbage_amounts": {"sellerTotalRefund": {"estimatedRefundAmount": {"value": "n/a", "currency": "???"}}},
    "garbage_dates": {"creationInfo": {"creationDate": {"value": "gestern"}}},
    "wrong_types": {"creationInfo": "kaputt", "sellerAvailableOptions": {"0": 1}, "sellerResponseDue": "bald"},
}


def _order(market: Market, arguments: Arguments) -> EbayOrder:
    order = market.find(str(arguments["order"]))
    if order is None or not order.checked_out:
        raise DeedRefused(f"There is no paid order {arguments['order']}.")
    return order


def _line(order: EbayOrder, arguments: Arguments) -> Line:
    line = order.line(str(arguments["line"])) if "line" in arguments else order.lines[0]
    if line is None:
        raise DeedRefused(f"The order {order.id} has no line {arguments['line']}.")
    return line


def _return(market: Market, arguments: Arguments) -> Return:
    one = market.returns.get(str(arguments["return"]))
    if one is None or not one.open:
        raise DeedRefused(f"There is no open return {arguments['return']}.")
    return one


def _inquiry(market: Market, arguments: Arguments) -> Inquiry:
    one = market.inquiries.get(str(arguments["inquiry"]))
    if one is None or not one.open:
        raise DeedRefused(f"There is no open inquiry {arguments['inquiry']}.")
    return one


def _not_claimed(market: Market, order: EbayOrder, line: Line) -> None:
    claims: tuple[Return | Inquiry, ...] = (*market.returns.values(), *market.inquiries.values())
    if any(each.open and each.line_id == line.id for each in claims):
        raise DeedRefused(f"Something is open about the line {line.id} already.")
    if order.cancel_state != "NONE_REQUESTED" or refunds.left(order) <= 0:
        raise DeedRefused(f"The order {order.id} is called off or its money is back.")
    if line.net_total <= order.line_refunded(line.id):
        raise DeedRefused(f"The money for the line {line.id} is back.")


# -- returns -------------------------------------------------------------------------------------------------------


def open_return(market: Market, arguments: Arguments, at: datetime) -> Any:
    """`order`, `line`, `quantity`, `reason`, `comment`; with `rma` the seller gives a number first."""
    order = _order(market, arguments)
    line = _line(order, arguments)
    _not_claimed(market, order, line)
    quantity = int(arguments.get("quantity", line.quantity))
    if not 1 <= quantity <= line.quantity:
        raise DeedRefused(f"The line {line.id} has {line.quantity} pieces.")
    reason, comment = str(arguments.get("reason", REASONS[0])), str(arguments.get("comment", ""))
    one = steps.open_return(market, order, line, quantity, reason, comment, at)
    one.rma_wanted = bool(arguments.get("rma", False))
    return brief(one)


def ship_return(market: Market, arguments: Arguments, at: datetime) -> Any:
    """`carrier` and `number` are the label's unless given."""
    one = _return(market, arguments)
    if one.state != "ITEM_READY_TO_SHIP" or one.case_id:
        raise DeedRefused(f"The return {one.id} may not be sent yet, or is on its way.")
    _, carrier, number = one.label or ("", "", "")
    carrier = str(arguments.get("carrier") or carrier or "DHL")
    number = str(arguments.get("number") or number or f"0034{int(one.id):016d}")
    steps.ship(market, one, carrier, number, at)
    return brief(one)


def deliver_return(market: Market, arguments: Arguments, at: datetime) -> Any:
    """The carrier has handed the parcel over."""
    one = _return(market, arguments)
    if one.state != "ITEM_SHIPPED":
        raise DeedRefused(f"The return {one.id} is not on its way.")
    steps.arrive(market, one, steps.SYSTEM, at, None)
    return brief(one)


def answer_offer(market: Market, arguments: Arguments, at: datetime) -> Any:
    """The buyer takes the partial refund and keeps the article, or with `accept` false does not."""
    one = _return(market, arguments)
    if one.state != "PARTIAL_REFUND_REQUESTED":
        raise DeedRefused(f"The return {one.id} has no offer.")
    accept = bool(arguments.get("accept", True))
    one.say("BUYER_ACCEPTS_PARTIAL_REFUND" if accept else "BUYER_DECLINE_PARTIAL_REFUND", steps.BUYER, at)
    market.record(at, "return_answered", steps.order_of(market, one), None, return_id=one.id, accepted=accept)
    if not accept:
        one.state = "PARTIAL_REFUND_DECLINED"
    elif 0 < one.offered <= steps.givable(market, one):
        one.state = "PARTIAL_REFUND_INITIATED"
        steps.give_back(market, one, one.offered, at, None)
    else:
        one.state = "PARTIAL_REFUND_FAILED"  # the money has gone another way meanwhile
    return brief(one)


def close_return(market: Market, arguments: Arguments, at: datetime) -> Any:
    """The buyer has thought better of it."""
    one = _return(market, arguments)
    if one.refund_id and one.state.endswith("_INITIATED"):
        raise DeedRefused(f"The money for the return {one.id} is on its way.")
    one.state = "CLOSED"
    one.say("BUYER_CLOSE_RETURN", steps.BUYER, at)
    steps.close(market, one, "BUYER_CLOSED", at)
    return brief(one)


def escalate_return(market: Market, arguments: Arguments, at: datetime) -> Any:
    one = _return(market, arguments)
    if one.case_id or one.state.endswith("_INITIATED"):
        raise DeedRefused(f"The return {one.id} cannot be escalated.")
    steps.open_case(market, one, steps.BUYER, at, None)
    return brief(one)


def decide_case(market: Market, arguments: Arguments, at: datetime) -> Any:
    """EBay's word on an escalated return: `favour` BUYER or SELLER."""
    one = _return(market, arguments)
    if not one.case_id:
        raise DeedRefused(f"The return {one.id} has not been escalated.")
    steps.decide_case(market, one, at, for_buyer=str(arguments.get("favour", "BUYER")) == "BUYER")
    return brief(one)


def foreign_return_word(market: Market, arguments: Arguments, at: datetime) -> Any:
    """A code that nobody knows: `field` state, status or reason, and `word`."""
    one, field = _return(market, arguments), str(arguments["field"])
    if field not in ("state", "status", "reason"):
        raise DeedRefused("A return has a state, a status and a reason.")
    one.foreign_words[field] = str(arguments["word"])
    one.modified = at
    return brief(one)


def bad_return(market: Market, arguments: Arguments, at: datetime) -> Any:
    """Makes a return unreadable: `kind` is one of BAD_RETURNS, and without one it is mended again."""
    one, kind = _return(market, arguments), str(arguments.get("kind", ""))
    if kind and kind not in BAD_RETURNS:
        raise DeedRefused(f"A bad return is one of {', '.join(BAD_RETURNS)}.")
    one.spoilt = dict(BAD_RETURNS[kind]) if kind else {}
    one.modified = at
    return brief(one)


# -- inquiries -----------------------------------------------------------------------------------------------------


def open_inquiry(market: Market, arguments: Arguments, at: datetime) -> Any:
    """It has not arrived: `order`, `line`, `comment`."""
    order = _order(market, arguments)
    line = _line(order, arguments)
    _not_claimed(market, order, line)
    one = inquiries.open_inquiry(market, order, line, str(arguments.get("comment", "")), at)
    return {"id": one.id, "status": one.status, "due": iso(one.due) if one.due else None}


def escalate_inquiry(market: Market, arguments: Arguments, at: datetime) -> Any:
    one = _inquiry(market, arguments)
    inquiries.escalate(market, one, at)
    return {"id": one.id, "status": one.status, "case": one.case_id}


def close_inquiry(market: Market, arguments: Arguments, at: datetime) -> Any:
    """It has arrived after all."""
    one = _inquiry(market, arguments)
    if one.refund_id:
        raise DeedRefused(f"The money for the inquiry {one.id} is on its way.")
    one.say("BUYER_CLOSED_INQUIRY", "BUYER", at)
    one.close("CLOSED", at)
    market.record(at, "inquiry_closed", market.orders[one.order_id], None, inquiry_id=one.id)
    return {"id": one.id, "status": one.status}


# -- messages and people -------------------------------------------------------------------------------------------


def write_message(market: Market, arguments: Arguments, at: datetime) -> Any:
    """The buyer of `order` writes `text` about its first article or `item`; `media` is a list of name, type, url."""
    order = _order(market, arguments)
    if order.username in market.vanished:
        raise DeedRefused(f"{order.username} is no more.")
    item = str(arguments.get("item", order.lines[0].item_id))
    media = tuple((str(name), str(kind), str(url)) for name, kind, url in arguments.get("media", ()))
    parties = (order.username, market.options.seller)
    made, one = messages.write(market, order.username, item, parties, str(arguments["text"]), at, media)
    market.record(at, "message_written", order, None, message_id=made.id, conversation_id=one.id)
    return {"id": made.id, "conversation": one.id}


def ebay_writes(market: Market, arguments: Arguments, at: datetime) -> Any:
    """A letter of eBay's own, that nobody can answer."""
    made, one = messages.write(market, "", "", ("eBay", market.options.seller), str(arguments["text"]), at)
    return {"id": made.id, "conversation": one.id}


def vanish(market: Market, arguments: Arguments, at: datetime) -> Any:
    """The user has the account deleted: eBay tells nothing of the person any more and another name everywhere. What
    eBay would tell the seller's endpoint comes back: `username`, `user_id` and `eias_token`.
    """
    before = _order(market, arguments).username
    digest = hashlib.sha256(f"{market.seed}:{before}".encode()).hexdigest()
    after = f"deleted_{digest[:10]}"
    for order in [each for each in market.all() if each.username == before]:
        order.username, order.email, order.hidden = after, "", True
        market.record(at, "buyer_vanished", order, None)
        market.save(order, at)
    for one in [each for each in market.conversations.values() if each.other == before]:
        one.other = one.title = after
        for message in one.messages:
            message.sender = after if message.sender == before else message.sender
            message.recipient = after if message.recipient == before else message.recipient
            message.subject = after
    market.vanished.add(after)
    return {"username": before, "user_id": digest[10:22], "eias_token": f"nY+sHZ2PrBmdj6wV{digest[22:38]}=="}


DEEDS = {
    "open_return": open_return,
    "ship_return": ship_return,
    "deliver_return": deliver_return,
    "answer_offer": answer_offer,
    "close_return": close_return,
    "escalate_return": escalate_return,
    "decide_case": decide_case,
    "foreign_return_word": foreign_return_word,
    "bad_return": bad_return,
    "open_inquiry": open_inquiry,
    "escalate_inquiry": escalate_inquiry,
    "close_inquiry": close_inquiry,
    "write_message": write_message,
    "ebay_writes": ebay_writes,
    "vanish": vanish,
}


def brief(one: Return) -> dict[str, Any]:
    told: dict[str, Any] = {"id": one.id, "order": one.order_id, "state": one.state, "options": list(one.options)}
    return told | {"due": iso(one.due[1]) if one.due is not None else None, "case": one.case_id}
