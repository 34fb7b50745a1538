"""Owns calling orders off at eBay and answering buyers who wish to: looks first, since eBay lets each happen once only.

eBay gives the money of a cancelled order back by itself, so nothing here does.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from connectors.channels.ebay import units
from connectors.channels.ebay.carriers import plain_number
from connectors.channels.ebay.case_words import SELLERS_REASONS
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.deed_payloads import CancelDetail, Cancellation, Cancellations, Eligibility
from connectors.channels.ebay.mapping import parse_order
from connectors.channels.ebay.paging import as_text
from connectors.channels.ebay.payloads import OrderPayload
from connectors.channels.ebay.post_order import PostOrder, decoded, in_path
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanCancelOrders
from connectors.contract.errors import Refused, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere, UnderWay
from desk.domain.pushes import AnswerCancellation, CancellationPush, CancelOrder, CancelReason

CAN_CANCEL = CanCancelOrders(reasons=tuple(SELLERS_REASONS), answers=True, unpaid_from=4, unpaid_until=30)

# cancelStatus of a cancellation; what is none of these and not closed is on its way.
_ASKED = "CANCEL_REQUESTED"
_DECLINED = "CANCEL_REJECTED"
_CLOSED = frozenset(
    {
        "CANCEL_CLOSED_FOR_COMMITMENT",
        "CANCEL_CLOSED_NO_REFUND",
        "CANCEL_CLOSED_UNKNOWN_REFUND",
        "CANCEL_CLOSED_WITH_REFUND",
    }
)
_PENDING = "CANCEL_PENDING"
# Why eBay calls no order off: our code, and what to do.
_FAILURES = {
    "ITEM_SHIPPED": ("already_shipped", "eBay has a parcel of this order already, so it cannot be cancelled there."),
    "CASE_EXIST": ("open_case", "A return or inquiry is open about this order at eBay. Answer that one."),
    "FULL_REFUNDED_ORDER": ("already_refunded", "All of this order's money has gone back, so there is no cancelling."),
    "FULFILLED_BY_EBAY": ("by_ebay", "eBay itself packs and ships this order, and does not let sellers cancel it."),
    "CANCEL_WINDOW_ELAPSED": (
        "too_late",
        "It is too late: eBay cancels orders within 30 days only. Give the money back by a refund.",
    ),
    "CANCELLATION_EXIST": (
        "cancellation_exists",
        "There is a cancellation of this order at eBay already. Look at it there.",
    ),
}
_GONE = QT_TRANSLATE_NOOP(
    "channel", "eBay no longer has this purchase under its number: the buyer may have paid, which gives it a new one."
)
_PAID = QT_TRANSLATE_NOOP("channel", "The buyer has paid meanwhile.")
_BUYER_ASKS = QT_TRANSLATE_NOOP(
    "channel", "The buyer has asked eBay to cancel this order meanwhile. Agree to that instead."
)
_NO_WISH = QT_TRANSLATE_NOOP("channel", "eBay no longer has this wish to cancel.")
_AGREED = QT_TRANSLATE_NOOP("channel", "The cancellation was agreed to at eBay meanwhile.")
_TURNED_DOWN = QT_TRANSLATE_NOOP("channel", "The buyer's wish to cancel was declined at eBay, or ran out there.")


class CancelledOrders:
    """Cancellations of one account. Calling twice with one key is safe."""

    def __init__(self, client: SellerClient, post_order: PostOrder) -> None:
        self._client = client
        self._post_order = post_order

    def look(self, push: CancellationPush) -> Look:
        """Whether the order is called off, or the wish answered so. Whoever did it: there is one outcome only."""
        return self._look_order(push) if isinstance(push, CancelOrder) else self._look_wish(push)

    def carry_out(self, push: CancellationPush) -> Accepted | AlreadyDone:
        """Look, then send. Raises Refused with code ``moved`` where it makes no sense any more."""
        look = self.look(push)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, UnderWay):
            return Accepted(look.remote_ref)
        if isinstance(look, Moved):
            raise Refused(look.words, "the channel has moved", words=look.words, code="moved")
        try:
            return self._create(push) if isinstance(push, CancelOrder) else self._answer(push)
        except Refused:
            # eBay refuses a second time what is so already.
            again = self.look(push)
            if isinstance(again, AlreadyDone):
                return again
            raise

    # --- the order -----------------------------------------------------------------------------------------

    def _look_order(self, push: CancelOrder) -> Look:
        order = self._order(push.order.id)
        if order is not None and order.cancel_state == units.CANCELED:
            return AlreadyDone(_latest_request(order))
        if order is not None and not push.paid and order.order_payment_status not in units.UNPAID:
            return Moved(_PAID)
        found = self._cancellations(push.order.id)
        for one in found:
            if one.cancel_status in _CLOSED:
                return AlreadyDone(str(one.cancel_id or ""))
        for one in found:
            if one.cancel_status == _ASKED and one.requestor_type == "BUYER":
                return Moved(_BUYER_ASKS)
            if one.cancel_status != _DECLINED:
                return UnderWay(str(one.cancel_id or ""))
        return NotThere()

    def _order(self, number: str) -> OrderPayload | None:
        """None for what the buyer has not paid yet: only Trading and Post-Order know that."""
        try:
            return parse_order(self._client.order("look_order", number).body)
        except Refused as refused:
            if refused.code not in {"no_such_order", "not_found"}:
                raise
            return None

    def _cancellations(self, order: str) -> Sequence[Cancellation]:
        query = {"role": "SELLER", "legacy_order_id": order, "limit": "25"}
        answer = self._post_order.get("cancellation.look", "/cancellation/search", query)
        return () if answer is None else decoded(answer, Cancellations).cancellations or ()

    def _create(self, push: CancelOrder) -> Accepted:
        self._check_eligible(push)
        body = {"legacyOrderId": push.order.id, "cancelReason": SELLERS_REASONS[push.reason], "buyerPaid": push.paid}
        made = self._post_order.post("cancellation.create", "/cancellation", body)
        try:
            return Accepted(str(decoded(made, _Made).id))
        except Unreadable:
            return Accepted()  # the search has its number

    def _check_eligible(self, push: CancelOrder) -> None:
        """EBay's own word on whether the order may be called off, and for what. Raises Refused."""
        asked = {"legacyOrderId": push.order.id}
        try:
            answer = self._post_order.ask("cancellation.eligible", "/cancellation/check_eligibility", asked)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            raise Refused(_GONE, refused.detail, words=refused.words, code="moved") from refused
        told = decoded(answer, Eligibility)
        if told.eligible and SELLERS_REASONS[push.reason] in (told.eligible_cancel_reason or ()):
            return
        reasons = told.failure_reason or []
        for name, (code, text) in _FAILURES.items():
            if name in reasons:
                raise Refused(text, "not eligible", words=", ".join(reasons), code=code)
        if told.eligible and push.reason is CancelReason.UNPAID:
            raise Refused(
                "eBay cancels a purchase for not being paid from the fourth day after it, and until the thirtieth.",
                "not eligible for that reason",
                code="not_yet",
            )
        if told.eligible:
            raise Refused(
                "eBay does not take this reason for this order. Choose another one.",
                "not eligible for that reason",
                code="reason_not_taken",
            )
        raise Refused(
            "eBay does not let this order be cancelled. Look at it there.",
            "not eligible",
            words=", ".join(reasons),
            code="not_eligible",
        )

    # --- a buyer's wish ------------------------------------------------------------------------------------

    def _look_wish(self, push: AnswerCancellation) -> Look:
        answer = self._post_order.get("cancellation.look", f"/cancellation/{in_path(push.case)}")
        if answer is None:
            return Moved(_NO_WISH)
        status = decoded(answer, CancelDetail).cancel_detail.cancel_status
        if status == _ASKED:
            return NotThere()
        if status == _DECLINED:
            return Moved(_TURNED_DOWN) if push.approve else AlreadyDone(push.case)
        if status in _CLOSED or status == _PENDING:
            return AlreadyDone(push.case) if push.approve else Moved(_AGREED)
        return Moved(_NO_WISH)

    def _answer(self, push: AnswerCancellation) -> Accepted:
        path = f"/cancellation/{in_path(push.case)}"
        if push.approve:
            self._post_order.post("cancellation.approve", f"{path}/approve")
            return Accepted(push.case)
        body: dict[str, object] = {}
        if push.shipped_at is not None:
            body["shipmentDate"] = {"value": as_text(push.shipped_at)}
        if number := plain_number(push.number):
            body["trackingNumber"] = number
        self._post_order.post("cancellation.reject", f"{path}/reject", body)
        return Accepted(push.case)


class _Made(msgspec.Struct, kw_only=True):
    id: str | int = msgspec.field(name="cancelId")


def _latest_request(order: OrderPayload) -> str:
    status = order.cancel_status
    asked = [str(one.cancel_request_id) for one in (status.cancel_requests if status else None) or ()]
    return asked[-1] if asked else ""
