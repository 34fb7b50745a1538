"""Inquiries at a simulated eBay, after what has not arrived: the seller's calls, and what the buyer and eBay do. The
money goes back as everywhere, late and never twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from connectors.channels.ebay import simulator_refunds as refunds
from connectors.channels.ebay.simulator_claims import (
    ANSWER_DAYS,
    CLOSED,
    ESCALATED,
    WAITING_BUYER,
    WAITING_SELLER,
    Inquiry,
    business_days,
)
from connectors.channels.ebay.simulator_errors import PostOrderError, json_object, rest_answer
from connectors.channels.ebay.simulator_lists import Json, created_window, invalid, money, page, when
from connectors.channels.ebay.simulator_model import EbayOrder, Line, Market, Refund, whole_milliseconds
from connectors.simulation.wire import WireAnswer, WireRequest

DOMAIN = "inquiryErrorDomain"
STATUSES = (
    "OPEN",
    "WAITING_BUYER_RESPONSE",
    "WAITING_SELLER_RESPONSE",
    "PENDING",
    "CLOSED",
    "CLOSED_WITH_ESCALATION",
    "CS_CLOSED",
    "OTHER",
)
_SHIPMENT = frozenset(
    {"sellerComments", "shippedWithTracking", "shippingCarrierName", "shippingDate", "trackingNumber"}
)


class Inquiries:
    """The calls. Raises PostOrderError."""

    def __init__(self, market: Market) -> None:
        self.market = market

    def search(self, request: WireRequest) -> WireAnswer:
        query = dict(request.query)
        status = query.get("inquiry_status", "")
        if status and status not in STATUSES:
            raise invalid("inquiry_status", status)
        window = created_window(query, "inquiry_creation_date_range", request.at)
        found = [
            one
            for one in self.market.inquiries.values()
            if self._matches(one, query) and (window is None or window.holds(one.created))
        ]
        found.sort(key=lambda one: (one.created, one.id), reverse=True)
        return rest_answer(page("members", found, query, self._summary))

    def get(self, request: WireRequest, inquiry_id: str) -> WireAnswer:
        return rest_answer(self._whole(self._find(inquiry_id)))

    def provide_shipment_info(self, request: WireRequest, inquiry_id: str) -> WireAnswer:
        one, wanted = self._find(inquiry_id), json_object(request, _SHIPMENT)
        tracked = wanted.get("shippedWithTracking")
        carrier, number = wanted.get("shippingCarrierName"), wanted.get("trackingNumber")
        if not isinstance(tracked, bool) or not carrier or (tracked and not number):
            raise PostOrderError(400, 1061, DOMAIN, "The shipment is not told whole.")
        self._only_open(one)
        if one.status != WAITING_SELLER:
            raise PostOrderError(409, 1062, DOMAIN, "The seller has answered already.", one.status)
        one.parcel, one.status, one.due = (str(carrier), str(number or "")), WAITING_BUYER, None
        one.say("SELLER_PROVIDED_SHIPMENT_INFO", "SELLER", request.at, str(number or ""))
        order = self.market.orders[one.order_id]
        self.market.record(request.at, "inquiry_answered", order, request, inquiry_id=one.id, tracking_number=number)
        return WireAnswer(200, b"", (), "application/json")

    def issue_refund(self, request: WireRequest, inquiry_id: str) -> WireAnswer:
        """All that was paid for it; eBay asks for no amount."""
        one = self._find(inquiry_id)
        if request.body:
            json_object(request, frozenset({"comments"}))
        self._only_open(one)
        if one.refund_id or refunds.on_its_way(self.market.orders[one.order_id]):
            raise PostOrderError(409, 1063, DOMAIN, "The previous refund is still being processed.")
        if givable(self.market, one) <= 0:
            raise PostOrderError(409, 1064, DOMAIN, "There is nothing left to refund.")
        one.say("SELLER_ISSUED_REFUND", "SELLER", request.at)
        give_back(self.market, one, request.at, request)
        return rest_answer({"refundStatus": "PENDING"})

    # -- looking up, writing ---------------------------------------------------------------------------------------

    def _find(self, inquiry_id: str) -> Inquiry:
        if inquiry_id not in self.market.inquiries:
            raise PostOrderError(404, 1060, DOMAIN, "There is no such inquiry.", inquiry_id)
        return self.market.inquiries[inquiry_id]

    def _only_open(self, one: Inquiry) -> None:
        if not one.open:
            raise PostOrderError(409, 1065, DOMAIN, "The inquiry is closed.", one.status)

    def _matches(self, one: Inquiry, query: Mapping[str, str]) -> bool:
        line = line_of(self.market, one)
        wanted = {"order_id": one.order_id, "item_id": line.item_id, "transaction_id": line.transaction_id}
        if any(query.get(name, own) != own for name, own in wanted.items()):
            return False
        status = query.get("inquiry_status", "")
        return status in ("", one.status) or (status == "OPEN" and one.open)

    def _summary(self, one: Inquiry) -> Json:
        order, line = self.market.orders[one.order_id], line_of(self.market, one)
        told: Json = {
            "inquiryId": one.id,
            "itemId": line.item_id,
            "transactionId": line.transaction_id,
            "buyer": order.username,
            "seller": self.market.options.seller,
            "claimAmount": money(order, one.claimed),
            "creationDate": when(one.created),
            "lastModifiedDate": when(one.modified),
            "inquiryStatusEnum": one.status,
        }
        return told | ({"respondByDate": when(one.due)} if one.due is not None else {})

    def _whole(self, one: Inquiry) -> Json:
        order, line = self.market.orders[one.order_id], line_of(self.market, one)
        details: Json = {"creationDate": when(one.created)}
        if one.case_id and one.closed is not None:
            details["escalationDate"] = when(one.closed)
        if one.refunded:
            details["refundAmounts"] = {"totalAmount": money(order, one.refunded)}
        said = [
            {
                "action": each.activity,
                "actor": each.author,
                "date": when(each.at),
                **({"description": each.words} if each.words else {}),
            }
            for each in one.history
        ]
        history: Json = {"history": said}
        if one.parcel is not None:
            carrier, number = one.parcel
            history["shipmentTrackingDetails"] = {
                "carrier": carrier,
                **({"trackingNumber": number} if number else {}),
            }
        told: Json = {
            "inquiryId": one.id,
            "itemId": line.item_id,
            "transactionId": line.transaction_id,
            "status": one.status,
            "state": "OPEN" if one.open else "CLOSED",
            "initiator": "BUYER",
            "claimAmount": money(order, one.claimed),
            "inquiryQuantity": one.quantity,
            "inquiryDetails": details,
            "inquiryHistoryDetails": history,
        }
        return told | ({"sellerMakeItRightByDate": when(one.due)} if one.due is not None else {})


# -- what happens --------------------------------------------------------------------------------------------------


def open_inquiry(market: Market, order: EbayOrder, line: Line, comment: str, at: datetime) -> Inquiry:
    claimed = min(line.net_total - order.line_refunded(line.id), refunds.left(order))
    made = Inquiry(
        id=str(market.number("inquiry")),
        order_id=order.id,
        line_id=line.id,
        quantity=line.quantity,
        comment=comment,
        created=at,
        claimed=claimed,
        due=business_days(at, ANSWER_DAYS),
    )
    made.say("BUYER_CREATED_INQUIRY", "BUYER", at, comment)
    market.inquiries[made.id] = made
    market.record(at, "inquiry_opened", order, None, inquiry_id=made.id)
    return made


def line_of(market: Market, one: Inquiry) -> Line:
    return next(line for line in market.orders[one.order_id].lines if line.id == one.line_id)


def givable(market: Market, one: Inquiry) -> int:
    order, line = market.orders[one.order_id], line_of(market, one)
    return max(min(one.claimed, line.net_total - order.line_refunded(line.id), refunds.left(order)), 0)


def give_back(market: Market, one: Inquiry, at: datetime, request: WireRequest | None) -> Refund:
    amount = givable(market, one)
    booked = Refund(
        str(market.number("refund")), whole_milliseconds(at), amount, "ITEM_NOT_RECEIVED", {one.line_id: amount}
    )
    one.refund_id, one.due, one.status = booked.id, None, "PENDING"

    def done(refund: Refund, now: datetime) -> None:
        if refund.status == refunds.FAILED:
            one.refund_id, one.status = "", WAITING_SELLER if one.open else one.status
            one.say("REFUND_FAILED", "SYSTEM", now)
            return
        one.refunded = refund.amount
        one.say("REFUND_SENT", "SYSTEM", now)
        if one.open:
            one.close(CLOSED, now)

    refunds.begin(market, market.orders[one.order_id], booked, request, "inquiry", done)
    return booked


def escalate(market: Market, one: Inquiry, at: datetime) -> None:
    """The buyer asks eBay to step in: the inquiry ends, a case begins, and eBay decides it for the buyer at once."""
    one.case_id = str(market.number("case"))
    one.say("BUYER_ESCALATED", "BUYER", at)
    market.record(at, "inquiry_escalated", market.orders[one.order_id], None, inquiry_id=one.id, case_id=one.case_id)
    if not one.refund_id and givable(market, one) > 0:
        give_back(market, one, at, None)
    one.close(ESCALATED, at)
