"""Cancellations at a simulated eBay: whether an order may be called off and why not, the seller's own and the buyer's
requests, and the money that eBay then gives back by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.ebay import simulator_refunds as refunds
from connectors.channels.ebay import simulator_seed as seed
from connectors.channels.ebay.simulator_claims import business_days
from connectors.channels.ebay.simulator_errors import PostOrderError, json_object, rest_answer
from connectors.channels.ebay.simulator_lists import Json, created_window, invalid, money, page, when
from connectors.channels.ebay.simulator_model import (
    CANCELED,
    IN_PROGRESS,
    NONE_REQUESTED,
    CancelRequest,
    EbayOrder,
    Market,
    Refund,
    whole_milliseconds,
)
from connectors.simulation.wire import WireAnswer, WireRequest

DOMAIN = "cancelErrorDomain"
UNPAID = "ORDER_UNPAID"
SELLERS = ("OUT_OF_STOCK_OR_CANNOT_FULFILL", "BUYER_ASKED_CANCEL", "ADDRESS_ISSUES")
UNPAID_FROM, UNPAID_UNTIL = timedelta(days=4), timedelta(days=30)
PAID_UNTIL = timedelta(days=30)
ANSWER_DAYS = 3
_CREATE_FIELDS = frozenset({"legacyOrderId", "cancelReason", "buyerPaid", "buyerPaidDate"})
_ELIGIBILITY_FIELDS = frozenset({"legacyOrderId"})
_REJECT_FIELDS = frozenset({"shipmentDate", "trackingNumber"})


class Cancellations:
    """The calls. Raises PostOrderError."""

    def __init__(self, market: Market) -> None:
        self.market = market

    def search(self, request: WireRequest) -> WireAnswer:
        query = dict(request.query)
        if query.get("role", "SELLER") not in ("SELLER", "BUYER"):
            raise invalid("role", query["role"])
        window = created_window(query, "creation_date_range", request.at)
        found = [
            (order, asked)
            for order, asked in self._all()
            if _matches(order, query) and (window is None or window.holds(asked.requested))
        ]
        if query.get("role") == "BUYER":
            found = []  # the seller buys nothing
        found.sort(key=lambda one: (one[1].requested, one[1].id), reverse=True)
        return rest_answer(page("cancellations", found, query, lambda one: self._json(*one)))

    def get(self, request: WireRequest, cancel_id: str) -> WireAnswer:
        return rest_answer({"cancelDetail": self._json(*self._find(cancel_id))})

    def check_eligibility(self, request: WireRequest) -> WireAnswer:
        order = self._order(json_object(request, _ELIGIBILITY_FIELDS))
        return rest_answer(eligibility(self.market, order, request.at))

    def create(self, request: WireRequest) -> WireAnswer:
        wanted = json_object(request, _CREATE_FIELDS)
        order, reason = self._order(wanted), wanted.get("cancelReason")
        if reason not in (*SELLERS, UNPAID):
            raise PostOrderError(400, 1021, DOMAIN, "The cancel reason is not one of a seller's.", str(reason))
        if wanted.get("buyerPaid") is not order.checked_out:
            raise PostOrderError(400, 1022, DOMAIN, "buyerPaid does not fit the order.", order.trading_id)
        told = eligibility(self.market, order, request.at)
        if reason not in told.get("eligibleCancelReason", ()):
            failures = told.get("failureReason", ["INVALID_CANCEL_REASON"])
            raise PostOrderError(409, 1023, DOMAIN, "The order is not eligible to be cancelled.", *failures)
        made = CancelRequest(str(self.market.number("cancel")), "SELLER", str(reason), whole_milliseconds(request.at))
        order.cancel_requests.append(made)
        call_off(self.market, order, made, request.at, request)
        return rest_answer({"cancelId": made.id})

    def approve(self, request: WireRequest, cancel_id: str) -> WireAnswer:
        if request.body:
            raise PostOrderError(400, 1024, DOMAIN, "This call takes no body.")
        order, asked = self._open(cancel_id)
        call_off(self.market, order, asked, request.at, request)
        return WireAnswer(200, b"", (), "application/json")

    def reject(self, request: WireRequest, cancel_id: str) -> WireAnswer:
        wanted = json_object(request, _REJECT_FIELDS) if request.body else {}
        order, asked = self._open(cancel_id)
        shipped = wanted.get("shipmentDate")
        if shipped is not None:
            asked.shipped = _shipped(shipped)
        turn_down(self.market, order, asked, request.at, request)
        return WireAnswer(200, b"", (), "application/json")

    # -- looking up ------------------------------------------------------------------------------------------------

    def _all(self) -> list[tuple[EbayOrder, CancelRequest]]:
        return [(order, asked) for order in self.market.all() for asked in order.cancel_requests]

    def _find(self, cancel_id: str) -> tuple[EbayOrder, CancelRequest]:
        found = next((one for one in self._all() if one[1].id == cancel_id), None)
        if found is None:
            raise PostOrderError(404, 1025, DOMAIN, "There is no such cancellation.", cancel_id)
        return found

    def _open(self, cancel_id: str) -> tuple[EbayOrder, CancelRequest]:
        order, asked = self._find(cancel_id)
        if asked.state != "REQUESTED":
            raise PostOrderError(409, 1026, DOMAIN, "The cancellation is closed.", cancel_id)
        return order, asked

    def _order(self, wanted: Mapping[str, Any]) -> EbayOrder:
        order = self.market.find(str(wanted.get("legacyOrderId", "")))
        if order is None:
            raise PostOrderError(404, 1027, DOMAIN, "There is no such order.", str(wanted.get("legacyOrderId", "")))
        return order

    def _json(self, order: EbayOrder, asked: CancelRequest) -> Json:
        refund = next((each for each in order.refunds if each.id == asked.refund_id), None)
        state, status = cancel_words(asked, refund)
        told: Json = {
            "cancelId": asked.id,
            "marketplaceId": order.marketplace,
            "legacyOrderId": order.id if order.checked_out else order.trading_id,
            "requestorType": asked.initiator,
            "cancelState": state,
            "cancelStatus": status,
            "cancelReason": asked.reason,
            "paymentStatus": "PAID" if order.checked_out else "NOT_PAID",
            "cancelRequestDate": when(asked.requested),
            "lastModifiedDate": when(asked.closed or asked.requested),
            "lineItems": [{"itemId": line.item_id, "transactionId": line.transaction_id} for line in order.lines],
            "buyerLoginName": order.username,
            "sellerLoginName": self.market.options.seller,
        }
        if refund is not None:
            told["requestRefundAmount"] = money(order, refund.amount)
        if asked.due is not None and asked.state == "REQUESTED":
            told["sellerResponseDueDate"] = when(asked.due)
        if asked.closed is not None:
            told["cancelCloseDate"] = when(asked.closed)
        if asked.shipped is not None:
            told["shipmentDate"] = when(asked.shipped)
        return told


def _matches(order: EbayOrder, query: Mapping[str, str]) -> bool:
    if "legacy_order_id" in query and query["legacy_order_id"] not in (order.id, order.trading_id):
        return False
    wanted = (query.get("item_id"), query.get("transaction_id"))
    return any(wanted[0] in (None, line.item_id) and wanted[1] in (None, line.transaction_id) for line in order.lines)


def cancel_words(asked: CancelRequest, refund: Refund | None) -> tuple[str, str]:
    """State and status as Post-Order tells them."""
    if asked.state == "REQUESTED":
        return "APPROVAL_PENDING", "CANCEL_REQUESTED"
    if asked.state == "REJECTED":
        return "CLOSED", "CANCEL_REJECTED"
    if refund is not None and refund.status == refunds.PENDING:
        return "REFUND_PENDING", "CANCEL_PENDING"
    if refund is not None and refund.status == refunds.FAILED:
        return "REFUND_FAILED_RETRY", "CANCEL_PENDING"
    if asked.reason == UNPAID:
        return "CLOSED", "CANCEL_CLOSED_FOR_COMMITMENT"
    return "CLOSED", "CANCEL_CLOSED_NO_REFUND" if refund is None else "CANCEL_CLOSED_WITH_REFUND"


def eligibility(market: Market, order: EbayOrder, now: datetime) -> Json:
    failures = _failures(market, order, now)
    reasons: list[str] = []
    if not failures:
        reasons = list(SELLERS)
        if not order.checked_out and now - order.created >= UNPAID_FROM:
            reasons.append(UNPAID)
    items = [
        {"eligible": not failures, "itemId": line.item_id, "transactionId": line.transaction_id} for line in order.lines
    ]
    told: Json = {"eligible": not failures, "legacyOrderId": order.trading_id, "itemEligibilityResult": items}
    return told | ({"failureReason": failures} if failures else {"eligibleCancelReason": reasons})


def _failures(market: Market, order: EbayOrder, now: datetime) -> list[str]:
    """Why not. The whole order or nothing, and only before it is on its way."""
    failures = []
    if order.cancel_state != NONE_REQUESTED or order.withdrawn:
        failures.append("CANCELLATION_EXIST")
    if market.open_claims(order):
        failures.append("CASE_EXIST")
    if order.checked_out and refunds.left(order) <= 0:
        failures.append("FULL_REFUNDED_ORDER")
    if order.fulfillments:
        failures.append("ITEM_SHIPPED")
    if order.fulfilled_by_ebay:
        failures.append("FULFILLED_BY_EBAY")
    since = order.paid or order.created
    if now - since > (PAID_UNTIL if order.checked_out else UNPAID_UNTIL):
        failures.append("CANCEL_WINDOW_ELAPSED")
    return failures


def ask_to_cancel(market: Market, order: EbayOrder, reason: str, at: datetime) -> CancelRequest:
    """The buyer asks; whoever does not answer in time has said no."""
    due = business_days(at, ANSWER_DAYS)
    asked = CancelRequest(str(market.number("cancel")), "BUYER", reason, at, due=due)
    order.cancel_requests.append(asked)
    order.cancel_state = IN_PROGRESS
    market.record(at, "cancel_requested", order, None, cancel_id=asked.id)
    market.save(order, at)

    def lapse(now: datetime) -> None:
        if asked.state == "REQUESTED":
            turn_down(market, order, asked, now, None)

    market.later(due, lapse)
    return asked


def call_off(market: Market, order: EbayOrder, asked: CancelRequest, at: datetime, request: WireRequest | None) -> None:
    """The whole order; eBay gives the money back by itself."""
    at = whole_milliseconds(at)
    asked.state, asked.closed = "COMPLETED", at
    market.record(at, "order_cancelled", order, request, cancel_id=asked.id, reason=asked.reason, after=CANCELED)
    if not order.checked_out:
        order.withdrawn = True
        market.save(order, at)
        return
    order.cancel_state = CANCELED
    market.save(order, at)
    if refunds.left(order) > 0:
        refund = seed.whole_refund(market, order, at, asked.reason)
        asked.refund_id = refund.id
        refunds.begin(market, order, refund, None, "cancellation")


def turn_down(
    market: Market, order: EbayOrder, asked: CancelRequest, at: datetime, request: WireRequest | None
) -> None:
    at = whole_milliseconds(at)
    asked.state, asked.closed = "REJECTED", at
    order.cancel_state = NONE_REQUESTED
    market.record(at, "cancel_rejected", order, request, cancel_id=asked.id)
    market.save(order, at)


def _shipped(told: Any) -> datetime:
    value = told.get("value") if isinstance(told, dict) else None
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise invalid("shipmentDate", str(value)) from error
    if found.tzinfo is None:
        raise invalid("shipmentDate", str(value))
    return found
