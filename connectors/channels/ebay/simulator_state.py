"""The canonical form of what a simulated eBay account holds, for comparators: amounts in minor units, instants in UTC,
people as eBay tells them at this moment. Reads only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.ebay.simulator_claims import TELL, Conversation, Inquiry, Return
from connectors.channels.ebay.simulator_model import CLIENT, SHOP, EbayOrder, Line, Market, Place, iso
from connectors.channels.ebay.simulator_refunds import left
from connectors.channels.ebay.simulator_return_steps import givable
from connectors.channels.ebay.simulator_trading import ACTIVE, trading_status
from connectors.channels.ebay.simulator_wire import HUB, PICKUP_LOCATION

Json = dict[str, Any]


def market_state(market: Market, query: Mapping[str, str], now: datetime) -> Json:
    """`?orders=0` leaves the orders out; `?order=<id>` gives one; `?since=<ISO>` those changed since."""
    every = list(market.all())
    listed = [order for order in every if market.listed(order, now)]
    summary = {
        "kind": "ebay",
        "seller": market.options.seller,
        "counts": {
            "orders": len(listed),
            "readable": sum(1 for order in listed if readable(order)),
            "unpaid": sum(1 for order in every if trading_status(order) == ACTIVE),
            # All that a client can learn of: Trading tells of the purchases of 90 days.
            "shown": len(listed) + sum(1 for order in every if _trading_shows(order, now)),
            "by_status": dict(Counter(_word(order, "orderFulfillmentStatus") for order in listed)),
            "refunds": sum(len(order.refunds) for order in every),
            "returns": len(market.returns),
            "open_returns": sum(1 for one in market.returns.values() if one.open),
            "inquiries": len(market.inquiries),
            "messages": sum(len(one.messages) for one in market.conversations.values()),
            "trackings": sum(len(order.fulfillments) for order in every),
        },
    }
    if query.get("orders") == "0":
        return summary
    if "order" in query:
        found = market.find(query["order"])
        every = [found] if found is not None else []
    chosen = {order.id for order in every}
    # A claim may change without its order.
    returns = [one for one in market.returns.values() if one.order_id in chosen]
    inquiries = [one for one in market.inquiries.values() if one.order_id in chosen]
    if "since" in query:
        since = datetime.fromisoformat(query["since"])
        every = [order for order in every if order.modified >= since]
        returns = [one for one in returns if one.modified >= since]
        inquiries = [one for one in inquiries if one.modified >= since]
    return {
        **summary,
        "orders": [canonical(market, order, now) for order in every],
        "returns": [_return(market, one) for one in returns],
        "inquiries": [_inquiry(one) for one in inquiries],
        "conversations": [_conversation(market, one) for one in market.conversations.values()],
    }


def _trading_shows(order: EbayOrder, now: datetime) -> bool:
    return trading_status(order) == ACTIVE and now - order.created <= timedelta(days=90)


def readable(order: EbayOrder) -> bool:
    return order.spoilt is None


def canonical(market: Market, order: EbayOrder, now: datetime) -> Json:
    person, mail = order.shows_person(now), order.shows_email(now)
    billing = shown_place(order.billing, person=person)
    recipient = _recipient(order, person=person)
    names = [billing["name"], billing["company"], recipient["name"], recipient["company"]]
    return {
        "id": order.id,
        "number": order.id,
        "trading_id": order.trading_id,
        "sales_record": order.sales_record,
        "status": _word(order, "orderFulfillmentStatus"),
        "payment_status": _word(order, "orderPaymentStatus"),
        "cancel_state": order.foreign_words.get("cancelStatus.cancelState", order.cancel_state),
        "trading_status": trading_status(order),
        "readable": readable(order),
        "foreign_words": dict(order.foreign_words),
        "listed": market.listed(order, now),
        "unpaid": trading_status(order) == ACTIVE,
        "invoices": [iso(each) for each in order.invoices],
        "handling": "CHANNEL" if order.fulfilled_by_ebay else "OURS",
        "created": iso(order.created),
        "modified": iso(order.modified),
        "paid": iso(order.paid) if order.paid is not None else None,
        "names": [name for name in dict.fromkeys(names) if name],
        "emails": [order.email] if mail and order.email else [],
        "phones": [one for one in dict.fromkeys((billing["phone"], recipient["phone"])) if one],
        "username": order.username,
        "vat_id": order.tax_id,
        "billing": billing,
        "recipient": recipient,
        "hub_reference": order.hub_reference,
        "pickup": order.pickup,
        "notes": order.notes,
        "service": order.service,
        "marketplace": order.marketplace,
        **_money(order),
        "lines": [_line(order, line) for line in order.lines],
        "trackings": [
            {
                "id": parcel.id,
                "number": parcel.number,
                "carrier": parcel.carrier,
                "items": dict(parcel.items),
                "shipped": iso(parcel.shipped),
                "by": parcel.by,
            }
            for parcel in order.fulfillments
        ],
        "cancel_requests": [
            {
                "id": asked.id,
                "by": asked.initiator,
                "reason": asked.reason,
                "state": asked.state,
                "due": iso(asked.due) if asked.due is not None and asked.state == "REQUESTED" else None,
                "refund": asked.refund_id,
            }
            for asked in order.cancel_requests
        ],
    }


# -- what stands beside the orders ---------------------------------------------------------------------------------


def _return(market: Market, one: Return) -> Json:
    """`givable` is what eBay would still let the seller give back for it."""
    state, status, reason = one.words
    return {
        "id": one.id,
        "order": one.order_id,
        "line": one.line_id,
        "quantity": one.quantity,
        "state": state,
        "status": status,
        "reason": reason,
        "reason_type": one.reason_type,
        "comment": one.comment,
        "open": one.open,
        "readable": not one.spoilt,
        "created": iso(one.created),
        "modified": iso(one.modified),
        "closed": iso(one.closed) if one.closed is not None else None,
        "due": {"activity": one.due[0], "by": iso(one.due[1])} if one.due is not None else None,
        "options": list(one.options),
        "case": one.case_id,
        "rma": one.rma,
        "label": list(one.label) if one.label is not None else None,
        "parcel": list(one.parcel) if one.parcel is not None else None,
        "files": [{"id": file.id, "name": file.name, "purpose": file.purpose} for file in one.files],
        "messages": [said.words for said in one.history if said.activity == TELL],
        "estimated": one.estimated,
        "offered": one.offered,
        "refunded": one.refunded,
        "refund": one.refund_id,
        "givable": givable(market, one) if one.open else 0,
    }


def _inquiry(one: Inquiry) -> Json:
    return {
        "id": one.id,
        "order": one.order_id,
        "line": one.line_id,
        "status": one.status,
        "open": one.open,
        "created": iso(one.created),
        "modified": iso(one.modified),
        "due": iso(one.due) if one.due is not None else None,
        "case": one.case_id,
        "parcel": list(one.parcel) if one.parcel is not None else None,
        "claimed": one.claimed,
        "refunded": one.refunded,
        "refund": one.refund_id,
    }


def _conversation(market: Market, one: Conversation) -> Json:
    seller = market.options.seller
    return {
        "id": one.id,
        "with": one.other,
        "item": one.item_id,
        "status": one.status,
        "unread": one.unread(seller),
        "messages": [
            {
                "id": each.id,
                "by": SHOP if each.sender != seller else CLIENT,
                "text": each.text,
                "at": iso(each.at),
                "read": each.read,
                "media": len(each.media),
            }
            for each in one.messages
        ],
    }


def _money(order: EbayOrder) -> Json:
    """`total` is what TAX_BREAKDOWN shows: the seller's due and what eBay collects beside it."""
    payments = []
    if order.paid is not None:
        payments.append({"amount": order.due_seller, "at": iso(order.paid), "method": "EBAY"})
    return {
        "currency": order.currency,
        "decimals": order.decimals,
        "total": order.total,
        "due_seller": order.due_seller,
        "collected_tax": order.tax,
        "goods": sum(line.cost for line in order.lines),
        "discount": sum(line.cost - line.discounted for line in order.lines),
        "shipping": sum(line.delivery for line in order.lines),
        "shipping_discount": sum(line.delivery_off for line in order.lines),
        "adjustment": order.adjustment,
        "payments": payments,
        "refunded": order.refunded,
        "left": left(order),
        "refunds": [
            {
                "id": refund.id,
                "amount": refund.amount,
                "at": iso(refund.at),
                "status": refund.status,
                "reason": refund.reason,
                "lines": dict(refund.lines),
            }
            for refund in order.refunds
        ],
    }


def _line(order: EbayOrder, line: Line) -> Json:
    """Amounts of refunds are told and no pieces, so `refunded` is all or nothing."""
    back = order.line_refunded(line.id)
    cancelled = order.cancel_state == "CANCELED"
    return {
        "id": line.id,
        "sku": line.sku,
        "name": line.title,
        "quantity": line.quantity,
        "total": line.discounted,
        "cost": line.cost,
        "delivery": line.delivery,
        "collected_tax": line.tax,
        "refunded": line.quantity if back >= line.net_total > 0 else 0,
        "refunded_amount": back,
        "cancelled": line.quantity if cancelled else 0,
        "shipped": order.shipped(line.id),
        "status": order.line_state(line),
        "item_id": line.item_id,
        "variation_id": line.variation_id,
        "transaction_id": line.transaction_id,
    }


def _word(order: EbayOrder, name: str) -> str:
    own = {"orderFulfillmentStatus": order.fulfillment_state, "orderPaymentStatus": order.payment_state}
    return order.foreign_words.get(name, own[name])


def _recipient(order: EbayOrder, *, person: bool) -> Json:
    """Whom and where the parcel goes to: for eBay's own shipping abroad the hub, with the reference."""
    if order.pickup:
        return {**shown_place(Place(), person=False), "pickup_location": PICKUP_LOCATION}
    if not order.hub_reference:
        return shown_place(order.recipient, person=person)
    hub = shown_place(HUB, person=True)
    return {**hub, "line2": f"Reference #{order.hub_reference}", "name": order.recipient.name if person else ""}


def shown_place(place: Place, *, person: bool) -> Json:
    """Name, phone and street go with age; town, postcode and country stay."""
    return {
        "name": place.name if person else "",
        "company": place.company if person else "",
        "line1": place.line1 if person else "",
        "line2": place.line2 if person else "",
        "city": place.city,
        "state": place.state,
        "postcode": place.postcode,
        "country": place.country,
        "phone": place.phone if person else "",
    }
