"""Owns the money of eBay's returns: what went back, what is offered and given, never more than is left."""

from __future__ import annotations

import msgspec

from connectors.channels.ebay import return_words as words
from connectors.channels.ebay import units
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.deed_payloads import RefundStarted, ReturnNow
from connectors.channels.ebay.money import in_currency
from connectors.channels.ebay.payloads import Amount
from connectors.channels.ebay.post_order import NOT_NOW, PostOrder, in_path
from connectors.channels.ebay.refunds import read_money, refund_failed, waits_for_another, weigh
from connectors.channels.ebay.sent import SentDeeds
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import ConnectorError, Refused, Unreadable
from connectors.contract.protocols import AlreadyDone, Look, Moved, NotThere, UnderWay
from connectors.http.messages import Answer
from desk.domain.pushes import AnswerReturn, Attempt, RefundReturn
from desk.domain.values import Money, MoneyError

_PAID_BACK = QT_TRANSLATE_NOOP("channel", "Money of this return has gone back at eBay meanwhile.")
_PAYING = QT_TRANSLATE_NOOP("channel", "The money of this return is on its way at eBay already.")


class ReturnRefunds:
    """Refunds inside returns of one account."""

    def __init__(self, client: SellerClient, post_order: PostOrder, sent: SentDeeds) -> None:
        self._client = client
        self._post_order = post_order
        self._sent = sent

    def judge(self, push: RefundReturn, now: ReturnNow, attempt: Attempt) -> Look:
        """Raises Refused where eBay shows that our try came to nothing."""
        total = push.goods + push.shipping
        ours = attempt.sent_at is not None
        back = _actual(now, total.currency)
        paying = words.is_paying(now)
        if back:
            if ours and paying and back < total:
                return UnderWay(push.case)  # eBay may pay it in several amounts
            return AlreadyDone(push.case) if ours and back == total else Moved(_PAID_BACK)
        if paying:
            return UnderWay(push.case) if ours else Moved(_PAYING)
        if ours and now.state in words.REFUND_FAILED:
            self._sent.forget(attempt.key)
            raise refund_failed(f"return is {now.state}")
        return NotThere() if words.offers(now, words.REFUND) else words.elsewhere(now)

    def weigh_offer(self, push: AnswerReturn, now: ReturnNow) -> None:
        """Raises Refused where more is offered than is left."""
        if push.amount is not None:
            self._weigh(push.order.id, push.amount, now)

    def send(self, push: RefundReturn, now: ReturnNow) -> None:
        total = push.goods + push.shipping
        self._weigh(push.order.id, total, now)
        parts = (("PURCHASE_PRICE", push.goods), ("ORIGINAL_SHIPPING", push.shipping))
        detail = {
            "itemizedRefundDetail": [
                {"refundAmount": words.number_amount(part), "refundFeeType": kind} for kind, part in parts if part
            ],
            "totalAmount": words.number_amount(total),
        }
        body: dict[str, object] = {"refundDetail": detail}
        if push.comment.strip():
            body["comments"] = {"content": push.comment.strip()}
        try:
            answer = self._post_order.post("return.issue_refund", f"/return/{in_path(push.case)}/issue_refund", body)
        except Refused as refused:
            if refused.code == NOT_NOW and self._is_paying_otherwise(push.order.id):
                raise waits_for_another(refused) from refused
            raise
        if _has_failed(answer):
            # The return may stay as it was; whoever waited for it to go on would send the refund again and again.
            raise refund_failed("eBay answered that it failed")

    def _is_paying_otherwise(self, order: str) -> bool:
        try:
            found = read_money(self._client, order)
        except ConnectorError:
            return False  # the refusal tells what there is to tell
        return found is not None and found.books.is_paying

    def _weigh(self, order: str, amount: Money, now: ReturnNow) -> None:
        """Against what the return itself is about, and what is left of the order."""
        told = now.seller_total_refund
        estimated = read_amount(told.estimated_refund_amount if told else None, amount.currency)
        if estimated is not None and amount > estimated:
            raise Refused(
                f"{amount} is more than the {estimated} that this return is about at eBay.",
                f"{amount.minor} of {estimated.minor}",
                code="more_than_left",
                left=estimated.minor,
                currency=estimated.currency,
            )
        found = read_money(self._client, order)
        if found is not None:
            weigh(found.books, amount, {})


def _actual(now: ReturnNow, currency: str) -> Money:
    """What has gone back of it so far."""
    told = now.seller_total_refund
    return read_amount(told.actual_refund_amount if told else None, currency) or Money.zero(currency)


def _has_failed(answer: Answer) -> bool:
    try:
        told = msgspec.json.decode(answer.body, type=RefundStarted, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False  # eBay need not say anything: the return itself tells
    return told.refund_status == units.FAILED


def read_amount(amount: Amount | None, currency: str) -> Money | None:
    if amount is None or amount.value is None:
        return None
    try:
        return in_currency(amount, currency)
    except MoneyError as error:
        raise Unreadable(
            "Desk cannot read what eBay shows of this return's money, so it gives none back. Look at the return there.",
            str(error)[:160],
            operation="return.look",
            code="unreadable_money",
        ) from error
