"""Owns answering at eBay a buyer to whom nothing arrived: by the parcel, or by all of the money."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.channels.ebay.carriers import carrier_code, plain_number
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.deed_payloads import InquiryNow, InquiryParcel
from connectors.channels.ebay.paging import as_text, instant_in
from connectors.channels.ebay.payloads import Amount
from connectors.channels.ebay.post_order import PostOrder, decoded, in_path
from connectors.channels.ebay.refunds import read_money, refund_failed, weigh
from connectors.channels.ebay.return_money import read_amount
from connectors.channels.ebay.sent import sent_deeds, since
from connectors.channels.ebay.trading import TradingClient
from connectors.channels.ebay.units import OTHER_CARRIER
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanAnswerInquiries
from connectors.contract.errors import Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere, UnderWay
from connectors.contract.refunds import nothing_to_refund
from desk.domain.cases import CaseDeed
from desk.domain.pushes import Attempt, InquiryPush, RefundInquiry, TellInquiry

LONGEST_COMMENT = 1000
CAN_ANSWER_INQUIRIES = CanAnswerInquiries(deeds=(CaseDeed.TELL_SHIPMENT, CaseDeed.REFUND), comment=LONGEST_COMMENT)

_WAITS_FOR_US = frozenset({"OPEN", "WAITING_SELLER_RESPONSE"})
_WAITS_FOR_BUYER = "WAITING_BUYER_RESPONSE"
_PENDING = "PENDING"
_ESCALATED = "CLOSED_WITH_ESCALATION"
_FAILED = "REFUND_FAILED"

_GONE = QT_TRANSLATE_NOOP("channel", "eBay no longer has this inquiry.")
_CLOSED = QT_TRANSLATE_NOOP("channel", "The inquiry was closed at eBay meanwhile.")
_EBAY_DECIDES = QT_TRANSLATE_NOOP("channel", "The buyer asked eBay to step in, which decides now.")
_ANSWERED = QT_TRANSLATE_NOOP("channel", "The inquiry was answered by another parcel at eBay meanwhile.")
_PAYING = QT_TRANSLATE_NOOP("channel", "The money of this inquiry is on its way at eBay already.")
_PAID_BACK = QT_TRANSLATE_NOOP("channel", "Money has gone back for this inquiry at eBay meanwhile.")


class Inquiries:
    """Deeds in the inquiries of one account. Calling twice with one key is safe as long as `sent_at` is told."""

    def __init__(self, client: SellerClient, post_order: PostOrder, trading: TradingClient) -> None:
        self._client = client
        self._post_order = post_order
        self._trading = trading
        self._sent = sent_deeds(client.access)

    def look(self, push: InquiryPush, attempt: Attempt) -> Look:
        """Whether it is done there. Raises Refused where eBay shows that it came to nothing."""
        now = self._now(push.case)
        return Moved(_GONE) if now is None else self._judge(push, now, self._sent.told(attempt))

    def carry_out(self, push: InquiryPush, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then send. Raises Refused with code ``moved`` where it makes no sense any more."""
        _check(push)
        now = self._now(push.case)
        look = Moved(_GONE) if now is None else self._judge(push, now, self._sent.told(attempt))
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, UnderWay):
            return Accepted(look.remote_ref)  # nothing more is to be sent
        if now is None or isinstance(look, Moved):
            words = look.words if isinstance(look, Moved) else _GONE
            raise Refused(words, "moved", words=words, code="moved")
        try:
            with self._sent.sending(attempt.key):
                self._tell(push) if isinstance(push, TellInquiry) else self._refund(push, now)
        except Refused:
            # eBay refuses a second time what is so already.
            if isinstance(again := self.look(push, attempt), AlreadyDone):
                return again
            raise
        return Accepted(push.case)

    def _now(self, case: str) -> InquiryNow | None:
        answer = self._post_order.get("inquiry.look", f"/inquiry/{in_path(case)}")
        return None if answer is None else decoded(answer, InquiryNow)

    # --- what done looks like ------------------------------------------------------------------------------

    def _judge(self, push: InquiryPush, now: InquiryNow, attempt: Attempt) -> Look:
        return self._judge_parcel(push, now) if isinstance(push, TellInquiry) else self._judge_money(push, now, attempt)

    def _judge_parcel(self, push: TellInquiry, now: InquiryNow) -> Look:
        number = plain_number(push.number).upper()
        if number and any(plain_number(str(one.tracking_number or "")).upper() == number for one in _parcels(now)):
            return AlreadyDone(push.case)
        if now.status in _WAITS_FOR_US:
            return NotThere()
        return Moved(_ANSWERED) if now.status == _WAITS_FOR_BUYER else _ended(now)

    def _judge_money(self, push: RefundInquiry, now: InquiryNow, attempt: Attempt) -> Look:
        ours = attempt.sent_at is not None
        back = read_amount(_given_back(now), push.amount.currency)
        if back:
            return AlreadyDone(push.case) if ours and back == push.amount else Moved(_PAID_BACK)
        if now.status == _PENDING:
            return UnderWay(push.case) if ours else Moved(_PAYING)
        if now.status not in _WAITS_FOR_US and now.status != _WAITS_FOR_BUYER:
            return _ended(now)
        if ours and _came_to_nothing(now, attempt):
            self._sent.forget(attempt.key)
            raise refund_failed("the inquiry's refund failed")
        return NotThere()

    # --- what does it --------------------------------------------------------------------------------------

    def _tell(self, push: TellInquiry) -> None:
        number = plain_number(push.number)
        code = carrier_code(self._trading, push.carrier)
        body: dict[str, object] = {
            "shippedWithTracking": bool(number),
            "shippingCarrierName": (push.carrier.strip() or code) if code == OTHER_CARRIER else code,
            "shippingDate": {"value": as_text(push.shipped_at)},
        }
        if number:
            body["trackingNumber"] = number
        self._post_order.post("inquiry.provide_shipment_info", f"/inquiry/{push.case}/provide_shipment_info", body)

    def _refund(self, push: RefundInquiry, now: InquiryNow) -> None:
        self._weigh(push, now)
        body = {"comments": {"content": push.comment.strip()}} if push.comment.strip() else {}
        self._post_order.post("inquiry.issue_refund", f"/inquiry/{push.case}/issue_refund", body)

    def _weigh(self, push: RefundInquiry, now: InquiryNow) -> None:
        """EBay asks for no amount and gives all of it back, so what the agent saw has to be what it gives."""
        found = read_money(self._client, push.order.id)
        if found is not None:
            weigh(found.books, push.amount, {})
        claimed = read_amount(now.claim_amount, push.amount.currency)
        if claimed is None:
            return
        gives = found.books.left if found is not None and found.books.left < claimed else claimed
        if gives != push.amount:
            raise Refused(
                f"eBay would give {gives} back for this inquiry, and no other amount. Look at it again.",
                f"{push.amount.minor} for {gives.minor}",
                code="amount_changed",
            )


def _parcels(now: InquiryNow) -> Sequence[InquiryParcel]:
    history = now.inquiry_history_details
    told = history.shipment_tracking_details if history else None
    if told is None:
        return ()
    return told if isinstance(told, list) else (told,)


def _given_back(now: InquiryNow) -> Amount | None:
    details = now.inquiry_details
    return details.refund_amounts.total_amount if details and details.refund_amounts else None


def _came_to_nothing(now: InquiryNow, attempt: Attempt) -> bool:
    """Whether the history tells of a refund that failed since the agent decided."""
    history = now.inquiry_history_details
    begin = since(attempt)
    for one in (history.history if history else None) or ():
        at = instant_in(one.date.value if one.date else None)
        if one.action == _FAILED and (at is None or at >= begin):
            return True
    return False


def _ended(now: InquiryNow) -> Moved:
    return Moved(_EBAY_DECIDES if now.status == _ESCALATED else _CLOSED)


def _check(push: InquiryPush) -> None:
    """What eBay would refuse anyway is refused before anything is asked."""
    if isinstance(push, TellInquiry) and not push.carrier.strip():
        raise Refused("eBay wants to know who carries the parcel. Enter the carrier.", "no carrier", code="no_carrier")
    if isinstance(push, RefundInquiry) and push.amount.minor <= 0:
        raise nothing_to_refund()
    if isinstance(push, RefundInquiry) and len(push.comment) > LONGEST_COMMENT:
        raise Refused(
            f"eBay takes at most {LONGEST_COMMENT} characters here. Shorten the text.",
            f"{len(push.comment)} characters",
            code="comment_too_long",
        )
