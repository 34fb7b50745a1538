"""The buyer's and the seller's side of a simulated eBay account: the deeds of `/_sim/do`. They change it as eBay's own
pages would, and are journalled as the account's own doing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.ebay import simulator_buyers
from connectors.channels.ebay import simulator_seed as seed
from connectors.channels.ebay.simulator_auth import Auth
from connectors.channels.ebay.simulator_cancellations import ask_to_cancel, turn_down
from connectors.channels.ebay.simulator_consent import ConsentPages
from connectors.channels.ebay.simulator_details import CARRIERS
from connectors.channels.ebay.simulator_model import (
    CANCELED,
    EbayOrder,
    Market,
    Refund,
    iso,
    whole_milliseconds,
)
from connectors.channels.ebay.simulator_shipping import add_parcel
from connectors.channels.ebay.simulator_signatures import ED25519
from connectors.simulation.clock import parse_instant
from connectors.simulation.wire import DeedRefused
from connectors.simulation.world import NamedPart, WorldOrder, world

BAD_KINDS: Mapping[str, dict[str, Any]] = {
    # What no client can make an order of: amounts and dates that are none, parts of another kind, no number.
    "garbage_amounts": {"pricingSummary": {"total": {"value": "n/a", "currency": "???"}}},
    "garbage_dates": {"creationDate": "0000-00-00T00:00:00.000Z", "lastModifiedDate": "gestern"},
    "wrong_types": {"lineItems": {"0": "kaputt"}, "buyer": [], "pricingSummary": "39.98"},
    "no_id": {"orderId": None},
}
# Codes that eBay might bring in tomorrow: the field and the word.
FOREIGN_WORDS = (
    ("orderFulfillmentStatus", "READY_FOR_HANDOVER"),
    ("orderPaymentStatus", "UNDER_REVIEW"),
    ("cancelStatus.cancelState", "AWAITING_SELLER"),
)
BUYERS_REASONS = ("ORDER_MISTAKE", "FOUND_CHEAPER_PRICE", "WONT_ARRIVE_IN_TIME", "WRONG_SHIPPING_ADDRESS")
SELLERS_REASONS = ("OUT_OF_STOCK_OR_CANNOT_FULFILL", "BUYER_ASKED_CANCEL", "ADDRESS_ISSUES", "ORDER_UNPAID")
REFUND_STATES = ("REFUNDED", "PENDING", "FAILED")
Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """Whose deeds these are: what eBay holds for the seller, and the access to it."""

    market: Market
    auth: Auth


Deed = Callable[[Account, Arguments, datetime], Any]


def do(account: Account, deed: str, arguments: Arguments, at: datetime) -> Any:
    """One deed. `at` may be overridden by an instant in the arguments, for changes of the past."""
    if deed not in DEEDS and deed not in simulator_buyers.DEEDS:
        known = ", ".join(sorted({**DEEDS, **simulator_buyers.DEEDS}))
        raise DeedRefused(f"There is no deed {deed or '(none)'}. Known: {known}.")
    when = parse_instant(str(arguments["at"])) if "at" in arguments else at
    try:
        if deed in simulator_buyers.DEEDS:
            return simulator_buyers.DEEDS[deed](account.market, arguments, whole_milliseconds(when))
        return DEEDS[deed](account, arguments, whole_milliseconds(when))
    except KeyError as error:
        raise DeedRefused(f"The deed {deed} needs {error.args[0]}.") from error


def _order(account: Account, arguments: Arguments) -> EbayOrder:
    order = account.market.find(str(arguments["order"]))
    if order is None:
        raise DeedRefused(f"There is no order {arguments['order']}.")
    return order


def _paid_order(account: Account, arguments: Arguments) -> EbayOrder:
    order = _order(account, arguments)
    if not order.checked_out:
        raise DeedRefused(f"Nobody has paid for {order.id} yet.")
    return order


def new_order(account: Account, arguments: Arguments, at: datetime) -> Any:
    """Somebody buys, and pays at once unless `paid` is false. `fulfilled_by` EBAY, `hub`, `pickup` and `country` choose
    what kind of order it is, `buyer_of` an order whose buyer it is; without them the world draws it.
    """
    market = account.market
    drawn = _drawn(market, arguments, at)
    (order,) = seed.fill(market, (drawn,))
    order.world_key = f"new-{len(market.orders)}"
    order.created = order.modified = at
    order.fulfillments, order.refunds = [], []
    for line in order.lines:
        line.ship_by, line.returned, line.cancelled = at + timedelta(days=2), 0, 0
    order.paid = at if arguments.get("paid", True) is True else None
    if order.checked_out:
        order.trading_id = order.id
    elif len(order.lines) == 1:
        order.trading_id = f"{order.lines[0].item_id}-{order.lines[0].transaction_id}"
    order.fulfilled_by_ebay = str(arguments.get("fulfilled_by", "SELLER")) == "EBAY"
    if "hub" in arguments:
        order.hub_reference = f"{int(seed.dice(order.id) * 10**13):013d}" if arguments["hub"] else ""
        for line in order.lines:
            line.gsp = bool(arguments["hub"])
    order.pickup = bool(arguments.get("pickup", order.pickup))
    if "buyer_of" in arguments:
        other = _order(account, {"order": arguments["buyer_of"]})
        order.username, order.email, order.currency = other.username, other.email, other.currency
        order.billing, order.recipient = other.billing, other.recipient
    market.record(at, "order_created", order, None, paid=order.checked_out)
    return brief(order)


def _drawn(market: Market, arguments: Arguments, at: datetime) -> WorldOrder:
    """The next order of the world's that fits: some are unpaid or cancelled there, and only their buyers count here."""
    country = arguments.get("country")
    for turn in range(400):
        base = market.seed * 1009 + 7 + len(market.orders) * 401
        drawn = world(base + turn, 1, ("ebay",), now=at + timedelta(minutes=20)).orders[0]
        if country in (None, drawn.shipping.country):
            break
    else:
        raise DeedRefused(f"Nobody from {country} buys.")
    if "pickup" in arguments:
        name = "Selbstabholung" if arguments["pickup"] else "DHL Paket"
        drawn = replace(drawn, shipping_cost=NamedPart(name, drawn.shipping_cost.part))
    lines = tuple(replace(line, returned=0, cancelled=0) for line in drawn.lines)
    return replace(
        drawn,
        key=f"n{len(market.orders)}",
        state="processing",
        created_at=at,
        modified_at=at,
        paid_at=at,
        lines=lines,
        parcels=(),
        refunds=(),
    )


def pay(account: Account, arguments: Arguments, at: datetime) -> Any:
    """The buyer comes to the checkout after all: from now on it is an order, under its own number. What the same buyer
    pays `together` with it is one order then, and the other purchases are no more.
    """
    order = _order(account, arguments)
    others = [_order(account, {"order": each}) for each in arguments.get("together", ())]
    for each in (order, *others):
        if each.checked_out or each.withdrawn:
            raise DeedRefused(f"The order {each.id} is paid or called off already.")
        if (each.username, each.currency) != (order.username, order.currency):
            raise DeedRefused("Only one buyer's purchases are paid together.")
    for each in others:
        order.lines += each.lines
        order.adjustment += each.adjustment
        del account.market.orders[each.id]
        account.market.record(at, "purchase_merged", each, None, trading_id=each.trading_id, into=order.id)
    before, order.trading_id, order.paid = order.trading_id, order.id, at
    account.market.record(at, "order_paid", order, None, trading_id=before)
    account.market.save(order, at)
    return brief(order)


def cancel(account: Account, arguments: Arguments, at: datetime) -> Any:
    """Called off whole, by the seller's people or because the buyer's request was approved; eBay gives money back."""
    order = _order(account, arguments)
    if order.cancel_state == CANCELED or order.withdrawn:
        raise DeedRefused(f"The order {order.id} is called off already.")
    reason = str(arguments.get("reason", SELLERS_REASONS[0]))
    if reason not in SELLERS_REASONS + BUYERS_REASONS:
        raise DeedRefused(f"A reason is one of {', '.join(SELLERS_REASONS + BUYERS_REASONS)}.")
    # A buyer who waits for an answer has it by that.
    asked = next((each for each in order.cancel_requests if each.state == "REQUESTED"), None)
    answers = {"cancel_id": asked.id} if asked is not None else {}
    if order.checked_out:
        seed.cancel(account.market, order, "BUYER" if reason in BUYERS_REASONS else "SELLER", reason, at)
    else:
        order.withdrawn = True
        account.market.save(order, at)
    account.market.record(at, "order_cancelled", order, None, reason=reason, after=CANCELED, **answers)
    return brief(order)


def request_cancel(account: Account, arguments: Arguments, at: datetime) -> Any:
    """The buyer asks; the seller may still ship, which says no."""
    order = _paid_order(account, arguments)
    if order.cancel_state != "NONE_REQUESTED" or order.fulfillments:
        raise DeedRefused(f"The order {order.id} cannot be called off by its buyer any more.")
    reason = str(arguments.get("reason", BUYERS_REASONS[0]))
    if reason not in BUYERS_REASONS:
        raise DeedRefused(f"A buyer's reason is one of {', '.join(BUYERS_REASONS)}.")
    asked = ask_to_cancel(account.market, order, reason, at)
    return {**brief(order), "cancel_id": asked.id}


def reject_cancel(account: Account, arguments: Arguments, at: datetime) -> Any:
    order = _order(account, arguments)
    asked = next((each for each in order.cancel_requests if each.state == "REQUESTED"), None)
    if asked is None:
        raise DeedRefused(f"Nobody asks to call {order.id} off.")
    turn_down(account.market, order, asked, at, None)
    return brief(order)


def add_tracking(account: Account, arguments: Arguments, at: datetime) -> Any:
    """The seller's people enter a parcel in Seller Hub: `carrier`, `number`, `items` as {line: quantity} or all. For
    what eBay packs itself it is eBay's warehouse that does so.
    """
    order = _paid_order(account, arguments)
    if order.cancel_state == CANCELED:
        raise DeedRefused(f"The order {order.id} is called off.")
    number, carrier = str(arguments["number"]), str(arguments.get("carrier", "DHL"))
    carrier = seed.CARRIERS.get(carrier, carrier)
    if carrier not in CARRIERS:
        raise DeedRefused(f"eBay knows no carrier {carrier}.")
    items = {line.id: line.quantity for line in order.lines}
    if "items" in arguments:
        items = {str(line): int(quantity) for line, quantity in dict(arguments["items"]).items()}
    for line_id, quantity in items.items():
        line = order.line(line_id)
        if line is None or not 1 <= quantity <= line.quantity:
            raise DeedRefused(f"The order {order.id} has no such line or quantity.")
    add_parcel(account.market, order, items, number, carrier, at, at, None)
    return brief(order)


def refund(account: Account, arguments: Arguments, at: datetime) -> Any:
    """All that is left, an `amount` in minor units, or `line` for one line's rest. It may be PENDING or have FAILED as
    `status` says.
    """
    order = _paid_order(account, arguments)
    status = str(arguments.get("status", REFUND_STATES[0]))
    if status not in REFUND_STATES:
        raise DeedRefused(f"A refund is one of {', '.join(REFUND_STATES)}.")
    left = order.due_seller - order.refunded
    reason = str(arguments.get("reason", "OTHER_ADJUSTMENT"))
    booked: Refund
    if "line" in arguments:
        line = order.line(str(arguments["line"]))
        if line is None:
            raise DeedRefused(f"The order {order.id} has no line {arguments['line']}.")
        rest = line.net_total - order.line_refunded(line.id)
        wanted = int(arguments.get("amount", min(rest, left)))
        booked = Refund(str(account.market.number("refund")), at, wanted, reason, {line.id: wanted})
        left = min(left, rest)
    elif "amount" in arguments:
        wanted = int(arguments["amount"])
        booked = Refund(str(account.market.number("refund")), at, wanted, reason, {})
    else:
        booked = seed.whole_refund(account.market, order, at, reason)
    if not 0 < booked.amount <= left:
        raise DeedRefused(f"The order {order.id} has {left} minor units left to refund.")
    booked.status = status
    order.refunds.append(booked)
    account.market.record(at, "refund_booked", order, None, refund_id=booked.id, amount=booked.amount)
    account.market.save(order, at)
    return brief(order)


def refund_trouble(account: Account, arguments: Arguments, at: datetime) -> Any:
    """The next `failing` refunds come to nothing after a while; or none is taken at all, for the reason of `number`
    (34925 to 34930), until it is 0.
    """
    order = _paid_order(account, arguments)
    order.refunds_failing = int(arguments.get("failing", order.refunds_failing))
    order.refund_refusal = int(arguments.get("number", order.refund_refusal))
    if order.refund_refusal and order.refund_refusal not in range(34925, 34931):
        raise DeedRefused("Refunds are refused with 34925 to 34930.")
    account.market.record(at, "refunds_troubled", order, None, failing=order.refunds_failing)
    return brief(order)


def hide_buyer(account: Account, arguments: Arguments, at: datetime) -> Any:
    """What age does, before its time: e-mail, names, phones and streets are not told any more."""
    order = _order(account, arguments)
    order.hidden = True
    account.market.record(at, "buyer_hidden", order, None)
    account.market.save(order, at)
    return brief(order)


def touch(account: Account, arguments: Arguments, at: datetime) -> Any:
    """Changes without consequence, all in the same moment: `orders` names them, or `count` takes the oldest."""
    if "orders" in arguments:
        chosen = [_order(account, {"order": wanted}) for wanted in arguments["orders"]]
    else:
        chosen = list(account.market.all())[: int(arguments["count"])]
    for order in chosen:
        account.market.record(at, "order_touched", order, None)
        account.market.save(order, at)
    return {"touched": [order.id for order in chosen]}


def bad_record(account: Account, arguments: Arguments, at: datetime) -> Any:
    """Makes an order unreadable, a new one unless `order` names it. `kind` is one of BAD_KINDS, or `fields` says what
    replaces what on the wire (null drops a field).
    """
    kind = str(arguments.get("kind", "garbage_amounts"))
    if kind not in BAD_KINDS:
        raise DeedRefused(f"A bad record is one of {', '.join(BAD_KINDS)}.")
    if "order" not in arguments:
        arguments = {**arguments, "order": new_order(account, {}, at)["id"]}
    order = _paid_order(account, arguments)
    order.spoilt = dict(arguments.get("fields") or BAD_KINDS[kind])
    account.market.record(at, "record_spoilt", order, None, kind=kind)
    account.market.save(order, at)
    return brief(order)


def foreign_word(account: Account, arguments: Arguments, at: datetime) -> Any:
    """A code that nobody knows: `field` and `word`."""
    order = _order(account, arguments)
    order.foreign_words[str(arguments["field"])] = str(arguments["word"])
    account.market.record(at, "word_changed", order, None, field=str(arguments["field"]), after=str(arguments["word"]))
    account.market.save(order, at)
    return brief(order)


def mend_record(account: Account, arguments: Arguments, at: datetime) -> Any:
    order = _order(account, arguments)
    order.spoilt, order.foreign_words = None, {}
    account.market.record(at, "record_mended", order, None)
    account.market.save(order, at)
    return brief(order)


# -- access --------------------------------------------------------------------------------------------------------


def revoke_consent(account: Account, _: Arguments, at: datetime) -> Any:
    """The seller takes the program's access away; a new password does the same."""
    account.auth.revoke_consent()
    account.market.journal.record(at, "consent_revoked", {"order_id": ""}, None)
    return {"refresh_token": ""}


def renew_consent(account: Account, _: Arguments, at: datetime) -> Any:
    token = account.auth.renew_consent(at)
    account.market.journal.record(at, "consent_given", {"order_id": ""}, None)
    return {"refresh_token": token}


def consent(account: Account, arguments: Arguments, at: datetime) -> Any:
    """The seller goes through eBay's page: `url` is where the browser ends up. `agree` may be false; `scope` and
    `state` are what the application asked for.
    """
    pages = ConsentPages(account.market, account.auth)
    asked = {
        "client_id": account.auth.keyset.app_id,
        "redirect_uri": account.auth.keyset.ru_name,
        "response_type": "code",
        **{name: str(arguments[name]) for name in ("scope", "state") if name in arguments},
    }
    if (fault := pages.fault(asked)) is not None:
        raise DeedRefused(f"eBay does not ask the seller: {fault}.")
    answer = pages.decide({**asked, "answer": "agree" if arguments.get("agree", True) else "decline"}, at)
    return {"url": dict(answer.headers)["Location"]}


def signing_key(account: Account, arguments: Arguments, at: datetime) -> Any:
    """The seller's people make a key on eBay's page for developers, and are told it whole."""
    made = account.auth.keys.create(str(arguments.get("cipher", ED25519)), at)
    account.auth.issued += [made.private, made.jwe]
    return made.document(secret=True)


def expire_tokens(account: Account, _: Arguments, at: datetime) -> Any:
    """Every access token runs out now; the consent stays."""
    account.auth.expire_tokens(at)
    return {"expired": len(account.auth.tokens)}


def trading_trouble(account: Account, arguments: Arguments, _: datetime) -> Any:
    """The next `calls` of GetOrders answer PartialFailure: some of the purchases are left out."""
    account.market.partial_failures = int(arguments.get("calls", 1))
    return {"calls": account.market.partial_failures}


def use_up(account: Account, arguments: Arguments, at: datetime) -> Any:
    """Other programs of the same application call: `family` (sell.fulfillment, trading.GetOrders ..), `calls`."""
    family, calls = str(arguments["family"]), int(arguments["calls"])
    used = account.auth.calls.used(family, at)
    account.auth.calls.counts[family] = used + calls
    return {"family": family, "used": used + calls}


DEEDS: Mapping[str, Deed] = {
    "new_order": new_order,
    "pay": pay,
    "cancel": cancel,
    "request_cancel": request_cancel,
    "reject_cancel": reject_cancel,
    "add_tracking": add_tracking,
    "refund": refund,
    "refund_trouble": refund_trouble,
    "hide_buyer": hide_buyer,
    "touch": touch,
    "bad_record": bad_record,
    "foreign_word": foreign_word,
    "mend_record": mend_record,
    "consent": consent,
    "signing_key": signing_key,
    "revoke_consent": revoke_consent,
    "renew_consent": renew_consent,
    "expire_tokens": expire_tokens,
    "trading_trouble": trading_trouble,
    "use_up": use_up,
}


def brief(order: EbayOrder) -> dict[str, Any]:
    status = order.foreign_words.get("orderFulfillmentStatus", order.fulfillment_state)
    return {"id": order.id, "number": order.id, "status": status, "modified": iso(order.modified)}
