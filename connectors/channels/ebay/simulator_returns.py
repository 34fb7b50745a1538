"""The return calls of a simulated Post-Order: what the seller may do is what the return offers at this moment, and each
thing only once. What then happens is simulator_return_steps'.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from connectors.channels.ebay import simulator_refunds as refunds
from connectors.channels.ebay import simulator_return_steps as steps
from connectors.channels.ebay.simulator_claims import (
    ANSWER_DAYS,
    APPROVE,
    DECLINE,
    ESCALATE,
    LABEL,
    OFFER,
    RECEIVED,
    REFUND,
    RMA,
    TELL,
    File,
    Return,
    business_days,
)
from connectors.channels.ebay.simulator_errors import PostOrderError, json_object, rest_answer
from connectors.channels.ebay.simulator_lists import created_window, invalid, page
from connectors.channels.ebay.simulator_model import Market
from connectors.channels.ebay.simulator_return_wire import detail, file_json, in_filter, summary
from connectors.simulation.wire import WireAnswer, WireRequest

DOMAIN = "returnErrorDomain"
# Which of the offered options each decision takes, of those that are supported.
DECISIONS = {
    "APPROVE": APPROVE,
    "APPROVE_WITHOUT_EBAY_LABEL": APPROVE,
    "OFFER_RETURN": APPROVE,
    "OFFER_RETURN_WITHOUT_LABEL": APPROVE,
    "DECLINE": DECLINE,
    "OFFER_PARTIAL_REFUND": OFFER,
    "PROVIDE_RMA": RMA,
}
LABEL_BY_EBAY = ("APPROVE", "OFFER_RETURN")
PURPOSES = ("ITEM_RELATED", "LABEL_RELATED", "REFUND_RELATED")
LABEL_ACTIONS = ("UPLOAD_LABEL", "MARK_AS_SENT", "EBAY_LABEL")
PICTURES = ("bmp", "gif", "jpg", "jpeg", "png")
SELLERS_REASONS = (
    "BUYER_NORESPONSE",
    "BUYER_RETURNED_WRONG_ITEM",
    "DISAGREE_WITH_RETURN_REASON",
    "ITEM_RECEIVED_IN_DIFFERENT_CONDITION",
    "TROUBLE_COMMUNICATION_WITH_BUYER",
    "OTHER",
)
MOST_FILE = 5_000_000
MOST_WORDS = 1_000
_DECIDE = frozenset({"decision", "comments", "partialRefundAmount", "RMANumber", "keepOriginalItem"})
_LABEL = frozenset(
    {
        "labelAction",
        "forwardShippingLabelProvided",
        "carrierEnum",
        "carrierName",
        "trackingNumber",
        "fileId",
        "comments",
    }
)


class Returns:
    """The calls. Raises PostOrderError."""

    def __init__(self, market: Market) -> None:
        self.market = market

    # -- reading ---------------------------------------------------------------------------------------------------

    def search(self, request: WireRequest) -> WireAnswer:
        query = dict(request.query)
        window = created_window(query, "creation_date_range", request.at)
        found = [
            one
            for one in self.market.returns.values()
            if self._matches(one, query, request) and (window is None or window.holds(one.created))
        ]
        newest_first = query.get("sort", "-FILING_DATE") == "-FILING_DATE"
        found.sort(key=lambda one: (one.created, one.id), reverse=newest_first)
        empty = {"204": 204, "404": 404}.get(self.market.options.empty_search)
        if not found and empty is not None:
            return WireAnswer(empty, b"", (), "application/json")
        return rest_answer(page("members", found, query, lambda one: summary(self.market, one)))

    def _matches(self, one: Return, query: Mapping[str, str], request: WireRequest) -> bool:
        line = steps.line_of(self.market, one)
        wanted = {
            "order_id": one.order_id,
            "item_id": line.item_id,
            "transaction_id": line.transaction_id,
            "role": "SELLER",
        }
        if any(query.get(name, own) != own for name, own in wanted.items()):
            return False
        return in_filter(one, query.get("return_state", ""), request.at)

    def get(self, request: WireRequest, return_id: str) -> WireAnswer:
        """SUMMARY has what the seller may do, FULL the history; neither has both."""
        one = self._find(return_id)
        wanted = dict(request.query).get("fieldgroups", "FULL")
        if wanted not in ("FULL", "SUMMARY", "NONE"):
            raise invalid("fieldgroups", wanted)
        if wanted == "SUMMARY":
            return rest_answer({"summary": summary(self.market, one)})
        return rest_answer({"detail": detail(one)} if wanted == "FULL" else {})

    def files(self, request: WireRequest, return_id: str) -> WireAnswer:
        return rest_answer({"files": [file_json(each) for each in self._find(return_id).files]})

    def tracking(self, request: WireRequest, return_id: str) -> WireAnswer:
        one, query = self._find(return_id), dict(request.query)
        carrier, number = query.get("carrier_used", ""), query.get("tracking_number", "")
        if one.parcel != (carrier, number):
            raise PostOrderError(404, 1041, DOMAIN, "There is no such parcel.", number)
        return rest_answer({"carrierUsed": carrier, "trackingNumber": number, "trackingStatus": one.tracked})

    # -- deciding --------------------------------------------------------------------------------------------------

    def decide(self, request: WireRequest, return_id: str) -> WireAnswer:
        one, wanted = self._find(return_id), json_object(request, _DECIDE)
        decision = str(wanted.get("decision", ""))
        if decision not in DECISIONS:
            raise PostOrderError(400, 1042, DOMAIN, "The decision is not supported.", decision)
        words = _words(wanted.get("comments"))
        self._offered(one, DECISIONS[decision])
        if decision == "PROVIDE_RMA":
            one.rma = str(wanted.get("RMANumber") or "")
            if not one.rma:
                raise invalid("RMANumber", "")
        offered = self._partial(one, wanted) if decision == "OFFER_PARTIAL_REFUND" else 0
        one.say(DECISIONS[decision], steps.SELLER, request.at, words)
        order = steps.order_of(self.market, one)
        self.market.record(request.at, "return_decided", order, request, return_id=one.id, decision=decision)
        if decision == "DECLINE":
            one.state = "RETURN_REJECTED"
            steps.close(self.market, one, "SELLER_DECLINED", request.at)
        elif decision == "OFFER_PARTIAL_REFUND":
            one.offered, one.keep, one.state, one.due = offered, True, "PARTIAL_REFUND_REQUESTED", None
            self._until_the_buyer_answers(one, request)
        else:
            steps.accept(self.market, one, request.at, label_by_ebay=decision in LABEL_BY_EBAY)
        return _done()

    def _partial(self, one: Return, wanted: Mapping[str, Any]) -> int:
        amount = self._money(one, wanted.get("partialRefundAmount"))
        if amount > steps.givable(self.market, one):
            raise PostOrderError(400, 1043, DOMAIN, "The amount is more than what is left.", str(amount))
        return amount

    def _until_the_buyer_answers(self, one: Return, request: WireRequest) -> None:
        def lapse(now: Any) -> None:
            if one.open and one.state == "PARTIAL_REFUND_REQUESTED":
                one.state = "PARTIAL_REFUND_DECLINED"
                one.say("TIMEOUT", steps.SYSTEM, now)

        self.market.later(business_days(request.at, ANSWER_DAYS), lapse)

    # -- label, parcel, money --------------------------------------------------------------------------------------

    def upload(self, request: WireRequest, return_id: str) -> WireAnswer:
        one = self._find(return_id)
        wanted = json_object(request, frozenset({"data", "fileName", "filePurpose"}))
        name, purpose = str(wanted.get("fileName", "")), str(wanted.get("filePurpose", ""))
        ending = name.lower().rpartition(".")[2]
        allowed = (*PICTURES, "pdf") if purpose == "LABEL_RELATED" else PICTURES
        if purpose not in PURPOSES or ending not in allowed:
            raise PostOrderError(400, 1044, DOMAIN, "The file is of the wrong kind.", name, purpose)
        try:
            data = base64.b64decode(str(wanted.get("data", "")), validate=True)
        except binascii.Error as error:
            raise PostOrderError(400, 1045, DOMAIN, "The data is not base64.", name) from error
        if not data or len(data) > MOST_FILE:
            raise PostOrderError(400, 1046, DOMAIN, "The file is empty or too large.", name)
        made = File(str(self.market.number("file")), name, purpose, request.at)
        one.files.append(made)
        order = steps.order_of(self.market, one)
        self.market.record(request.at, "return_file_added", order, request, return_id=one.id, file_id=made.id)
        return rest_answer({"fileId": made.id})

    def submit(self, request: WireRequest, return_id: str) -> WireAnswer:
        one, wanted = self._find(return_id), json_object(request, frozenset({"filePurpose"}))
        purpose = wanted.get("filePurpose")
        for each in one.files:
            if each.purpose == purpose:
                each.status = "SUBMITTED"
        return _done()

    def add_label(self, request: WireRequest, return_id: str) -> WireAnswer:
        one, wanted = self._find(return_id), json_object(request, _LABEL)
        action = str(wanted.get("labelAction", ""))
        if action not in LABEL_ACTIONS:
            raise invalid("labelAction", action)
        carrier, number = str(wanted.get("carrierEnum", "")), str(wanted.get("trackingNumber", ""))
        files = {each.id for each in one.files if each.purpose == "LABEL_RELATED"}
        if action == "UPLOAD_LABEL" and (wanted.get("fileId") not in files or not carrier or not number):
            raise PostOrderError(400, 1047, DOMAIN, "A label has a file, a carrier and a tracking number.")
        self._offered(one, LABEL)
        one.label = (action, carrier, number)
        one.say(LABEL, steps.SELLER, request.at, _words(wanted.get("comments")))
        order = steps.order_of(self.market, one)
        self.market.record(request.at, "return_label_added", order, request, return_id=one.id, action=action)
        steps.accept(self.market, one, request.at, label_by_ebay=True)
        return _done()

    def mark_as_received(self, request: WireRequest, return_id: str) -> WireAnswer:
        one = self._find(return_id)
        wanted = json_object(request, frozenset({"comments"})) if request.body else {}
        _words(wanted.get("comments"))
        self._offered(one, RECEIVED)
        steps.arrive(self.market, one, steps.SELLER, request.at, request)
        return _done()

    def issue_refund(self, request: WireRequest, return_id: str) -> WireAnswer:
        one = self._find(return_id)
        wanted = json_object(request, frozenset({"refundDetail", "comments"}))
        told = wanted.get("refundDetail")
        if not isinstance(told, dict) or set(told) != {"itemizedRefundDetail", "totalAmount"}:
            raise invalid("refundDetail", "")
        parts = self._parts(one, told["itemizedRefundDetail"])
        total = self._money(one, told["totalAmount"])
        if total != sum(parts.values()):
            raise PostOrderError(400, 1048, DOMAIN, "The total is not the sum of its parts.", str(total))
        self._offered(one, REFUND)
        order, line = steps.order_of(self.market, one), steps.line_of(self.market, one)
        if refunds.on_its_way(order):
            raise PostOrderError(409, 1049, DOMAIN, "The previous refund is still being processed.")
        if total > steps.givable(self.market, one) or parts.get("ORIGINAL_SHIPPING", 0) > line.delivery:
            raise PostOrderError(400, 1043, DOMAIN, "The amount is more than what is left.", str(total))
        one.state = "REFUND_INITIATED"
        one.say(REFUND, steps.SELLER, request.at, _words(wanted.get("comments")))
        steps.give_back(self.market, one, total, request.at, request)
        return rest_answer({"refundStatus": "PENDING"})

    def _parts(self, one: Return, told: Any) -> dict[str, int]:
        if not isinstance(told, list) or not told:
            raise invalid("itemizedRefundDetail", "")
        parts: dict[str, int] = {}
        for each in told:
            kind = each.get("refundFeeType") if isinstance(each, dict) else None
            # The others belong to other countries' taxes and to what the buyer paid for the way back.
            if kind not in ("PURCHASE_PRICE", "ORIGINAL_SHIPPING") or kind in parts:
                raise invalid("refundFeeType", str(kind))
            parts[kind] = self._money(one, each.get("refundAmount"))
        return parts

    # -- words -----------------------------------------------------------------------------------------------------

    def send_message(self, request: WireRequest, return_id: str) -> WireAnswer:
        one, wanted = self._find(return_id), json_object(request, frozenset({"message"}))
        words = _words(wanted.get("message"))
        if not words:
            raise invalid("message", "")
        self._offered(one, TELL)
        one.say(TELL, steps.SELLER, request.at, words)
        order = steps.order_of(self.market, one)
        self.market.record(request.at, "return_messaged", order, request, return_id=one.id, text=words)
        return _done()

    def escalate(self, request: WireRequest, return_id: str) -> WireAnswer:
        one, wanted = self._find(return_id), json_object(request, frozenset({"reason", "comments"}))
        if wanted.get("reason") not in SELLERS_REASONS:
            raise invalid("reason", str(wanted.get("reason")))
        _words(wanted.get("comments"))
        self._offered(one, ESCALATE)
        steps.open_case(self.market, one, steps.SELLER, request.at, request)
        return _done()

    # -- looking up ------------------------------------------------------------------------------------------------

    def _find(self, return_id: str) -> Return:
        if return_id not in self.market.returns:
            raise PostOrderError(404, 1040, DOMAIN, "There is no such return.", return_id)
        return self.market.returns[return_id]

    def _offered(self, one: Return, option: str) -> None:
        if option not in one.options:
            raise PostOrderError(409, 1050, DOMAIN, "The action is not available now.", option, one.state)

    def _money(self, one: Return, told: Any) -> int:
        return minor_number(told, steps.order_of(self.market, one).currency, steps.order_of(self.market, one).decimals)


def minor_number(told: Any, currency: str, decimals: int) -> int:
    """Post-Order's amounts are numbers."""
    value = told.get("value") if isinstance(told, dict) and set(told) == {"value", "currency"} else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise invalid("amount", str(value))
    if told["currency"] != currency:
        raise invalid("currency", str(told["currency"]))
    minor = Decimal(value).scaleb(decimals)
    if minor != minor.to_integral_value() or minor <= 0:
        raise invalid("amount", str(value))
    return int(minor)


def _words(told: Any) -> str:
    if told is None:
        return ""
    words = told.get("content") if isinstance(told, dict) else None
    if not isinstance(words, str) or len(words) > MOST_WORDS:
        raise invalid("content", "")
    return words


def _done() -> WireAnswer:
    return WireAnswer(200, b"", (), "application/json")
