"""Owns giving money back without a return: looks whether it has gone back, weighs it against what is left, then sends.

eBay takes the same refund twice without a word, and shows a refund only by number, amount and time. So everything
hangs on the look: what is new there, of the same amount and since the agent decided is ours once a try has left, and
somebody else's before.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec

from connectors.channels.ebay import units
from connectors.channels.ebay.books import Books, ShownRefund, read_books
from connectors.channels.ebay.client import SellerClient, ebays_now
from connectors.channels.ebay.mapping import parse_order
from connectors.channels.ebay.payloads import OrderPayload, RefundAnswer
from connectors.channels.ebay.post_order import PostOrder
from connectors.channels.ebay.sent import sent_deeds, since
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanIssueRefunds
from connectors.contract.errors import ConnectorError, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere, UnderWay
from connectors.contract.refunds import check_refund
from connectors.http.messages import Answer
from desk.domain.clock import Instant
from desk.domain.pushes import Attempt, RefundOrder, RefundReason
from desk.domain.values import Money, minor_digits

log = logging.getLogger("net")

REASONS = {
    RefundReason.GOODWILL: "OTHER_ADJUSTMENT",
    RefundReason.BUYER_CANCELLED: "BUYER_CANCEL",
    RefundReason.MERCHANT_CANCELLED: "SELLER_CANCEL",
    RefundReason.NOT_RECEIVED: "ITEM_NOT_RECEIVED",
    RefundReason.RETURNED: "BUYER_RETURN",
    RefundReason.NOT_AS_DESCRIBED: "ITEM_NOT_AS_DESCRIBED",
    RefundReason.SHIPPING_DISCOUNT: "SHIPPING_DISCOUNT",
}
LONGEST_COMMENT = 100
CAN_REFUND = CanIssueRefunds(reasons=tuple(REASONS), comment=LONGEST_COMMENT, until=90)

_OPEN_CASE, _UNDER_WAY = 34916, 34922
# How far a refund is, as it is kept with the push: eBay's refunds bear no mark of ours, so whoever is killed while
# only looking must not take somebody else's refund of the same amount for this one.
_STEP, _LOOKING, _SENDING = "step", "looking", "sending"
_WAITS = "eBay still works on an earlier refund of this order. This one goes when that is through."
# eBay's numbers about refunds: our code, and what to do.
_REFUSALS: dict[int, tuple[str, str]] = {
    34915: ("more_than_left", "That is more than is left of this order's money at eBay. Look what went back already."),
    34924: (
        "more_than_left",
        "That is more than is left of this article's money at eBay. Look what went back.",
    ),
    _OPEN_CASE: (
        "open_case",
        "A case is open about this order at eBay. Give the money back from the return or the inquiry.",
    ),
    34917: ("already_refunded", "eBay shows that all of this order's money has gone back already."),
    34920: ("too_late", "It is too late: eBay gives money back up to 90 days after the payment only."),
    34925: ("no_funds", "eBay could not charge the seller's means of payment: it was declined. Put it right at eBay."),
    34926: ("no_funds", "eBay could not charge the seller's means of payment: it has expired. Put it right at eBay."),
    34927: ("no_funds", "eBay has no means of payment of the seller's to take the money from. Enter one at eBay."),
    34928: (
        "no_funds",
        "The seller's funds at eBay are not enough. Put money there, or enter a means of payment.",
    ),
    34929: ("not_settled", "The buyer's payment is not settled at eBay yet. Try again in a few days."),
    34930: ("no_funds", "eBay cannot charge the seller's account. Look at the means of payment there."),
}
_OPEN_RETURN = "A return is open about this order at eBay. Give the money back from the return."
_OPEN_INQUIRY = "The buyer says at eBay that nothing arrived. Give the money back from that inquiry."
_FAILED = (
    "eBay could not carry this refund out, and no money went back. See at eBay why, put it right there, then try again."
)
_CANCELLED = QT_TRANSLATE_NOOP("channel", "The order is cancelled at eBay, which gives the money back by itself.")
_SOMEBODY = QT_TRANSLATE_NOOP(
    "channel", "Somebody gave the same amount back at eBay meanwhile. Look whether that was meant to be this refund."
)
_NO_ORDER = QT_TRANSLATE_NOOP("channel", "eBay no longer has this order.")
_NO_LINE = QT_TRANSLATE_NOOP("channel", "The order was changed at eBay: a line of this refund is gone.")


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """An order and its books as eBay has them now; `now` is eBay's own time, where told."""

    order: OrderPayload
    books: Books
    now: Instant | None


class Refunds:
    """Refunds of one account. Calling twice with one key is safe as long as `sent_at` is told."""

    def __init__(self, client: SellerClient, post_order: PostOrder) -> None:
        self._client = client
        self._post_order = post_order
        self._sent = sent_deeds(client.access)

    # --- looking -------------------------------------------------------------------------------------------

    def look(self, push: RefundOrder, attempt: Attempt) -> Look:
        """Raises Refused where eBay shows that it came to nothing."""
        found = read_money(self._client, push.order.id)
        return Moved(_NO_ORDER) if found is None else self._judge(found, push, self._told(attempt))

    def _told(self, attempt: Attempt) -> Attempt:
        """The attempt with the last try that may have arrived: one that ended in looking has sent nothing."""
        if attempt.progress.get(_STEP) == _LOOKING:
            attempt = replace(attempt, sent_at=None)
        return self._sent.told(attempt)

    def _judge(self, found: OrderMoney, push: RefundOrder, attempt: Attempt) -> Look:
        books = found.books
        known = {*push.known, *self._sent.of_others(attempt.key)}
        new = [one for one in books.refunds if one.id not in known]
        if taken := self._sent.number(attempt.key):
            ours = [one for one in new if one.id == taken]
            # A list that is late must not make eBay pay twice.
            return self._outcome(ours, attempt) if ours else UnderWay(taken)
        same = [one for one in new if one.amount == push.amount]
        if attempt.sent_at is not None:
            begin = self._not_before(found, attempt)
            ours = [one for one in same if (one.at is None or one.at >= begin) and _same_lines(one, push)]
            if ours:
                return self._outcome(ours, attempt)
        if any(not one.failed for one in same):
            return Moved(_SOMEBODY)
        return _moved(found.order, books, push) or NotThere()

    def _outcome(self, ours: list[ShownRefund], attempt: Attempt) -> Look:
        """What became of it; whatever eBay calls neither done nor failed is on its way."""
        for one in ours:
            if one.status == units.REFUNDED:
                return AlreadyDone(one.id)
        for one in ours:
            if not one.failed:
                return UnderWay(one.id)
        self._sent.forget(attempt.key)
        raise refund_failed(f"refund {ours[-1].id}")

    def _not_before(self, found: OrderMoney, attempt: Attempt) -> Instant:
        """From when on a refund may be ours, on eBay's clock; its clock may well be behind ours."""
        behind = timedelta(0)
        if found.now is not None:
            behind = max(behind, self._client.access.clock.now() - found.now)
        return Instant(since(attempt) - behind)

    # --- sending -------------------------------------------------------------------------------------------

    def issue(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, weigh, then send. Raises Refused with code ``moved`` where it makes no sense any more."""
        _check(push)
        if attempt.sent_at is None:
            attempt.keep({_STEP: _LOOKING})
        found = read_money(self._client, push.order.id)
        if found is None:
            raise Refused(_NO_ORDER, "no such order", words=_NO_ORDER, code="moved")
        look = self._judge(found, push, self._told(attempt))
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, UnderWay):
            return Accepted(look.remote_ref)  # nothing more is to be sent
        if isinstance(look, Moved):
            raise Refused(look.words, f"order is {found.order.cancel_state[:20]}", words=look.words, code="moved")
        weigh(found.books, push.amount, {line.remote_id: line.amount for line in push.lines})
        return self._send(push, attempt)

    def _send(self, push: RefundOrder, attempt: Attempt) -> Accepted:
        try:
            answer = self._sent_off(push, attempt)
        except Refused as refused:
            if refused.facts.get("number") == _UNDER_WAY:
                raise waits_for_another(refused) from refused
            raise self._explained(refused, push) from refused
        try:
            told = msgspec.json.decode(answer.body, type=RefundAnswer, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError):
            told = RefundAnswer()
        if not told.refund_id:
            raise not_shown("issue_refund", answer)
        self._sent.name(attempt.key, str(told.refund_id))
        return Accepted(str(told.refund_id))

    def _sent_off(self, push: RefundOrder, attempt: Attempt) -> Answer:
        before = dict(attempt.progress)  # an earlier try may have arrived all the same
        attempt.keep({_STEP: _SENDING})
        try:
            with self._sent.sending(attempt.key):
                return self._client.issue_refund(push.order.id, _body(push))
        except OutcomeUnknown:
            raise
        except ConnectorError:
            attempt.keep(before)
            raise

    def _explained(self, refused: Refused, push: RefundOrder) -> Refused:
        """The refusal in our words, naming the way that is open instead."""
        number = refused.facts.get("number")
        code, text = _REFUSALS.get(number if isinstance(number, int) else 0, (refused.code, refused.text))
        if number == _OPEN_CASE:
            code, text = self._open_case(push.order.id) or (code, text)
        found = Refused(text, refused.detail, words=refused.words, code=code, operation="issue_refund")
        found.account, found.sample = refused.account, refused.sample
        found.facts.update(refused.facts)
        return found

    def _open_case(self, order: str) -> tuple[str, str] | None:
        """Which case keeps the order busy; None where eBay does not tell."""
        for operation, path, query, found in (
            ("return.look", "/return/search", {"return_state": "ALL_OPEN"}, ("open_return", _OPEN_RETURN)),
            ("inquiry.look", "/inquiry/search", {"inquiry_status": "OPEN"}, ("open_inquiry", _OPEN_INQUIRY)),
        ):
            try:
                answer = self._post_order.get(operation, path, {**query, "order_id": order, "limit": "1"})
                if answer is not None and msgspec.json.decode(answer.body).get("members"):
                    return found
            except (ConnectorError, msgspec.DecodeError, AttributeError) as error:
                log.info("issue_refund: open cases are not told (%s)", type(error).__name__)
        return None


# --- what other deeds with money use, too ------------------------------------------------------------------


def read_money(client: SellerClient, order: str) -> OrderMoney | None:
    """The order and its money; None where eBay has no such order. Raises ConnectorError kinds."""
    try:
        answer = client.order("look_order", order)
        payload = parse_order(answer.body)
        if payload.order_id != order or payload.seems_damaged:
            # Half an answer must not decide whether money goes out.
            answer = client.order("look_order", order)
            payload = parse_order(answer.body)
    except Refused as refused:
        if refused.code not in {"no_such_order", "not_found"}:
            raise
        return None
    return OrderMoney(payload, read_books(payload), ebays_now(answer))


def weigh(books: Books, amount: Money, lines: Mapping[str, Money]) -> None:
    """Raises Refused where an amount is none, or more than eBay shows to be left, whole or by line."""
    if {books.currency} != {amount.currency, *(one.currency for one in lines.values())}:
        raise Refused(
            f"This order was paid in {books.currency}, so only {books.currency} can go back.",
            f"{amount.currency} for {books.currency}",
            code="other_currency",
        )
    if amount > books.left:
        raise _more_than_left(amount, books.left)
    for line, part in lines.items():
        if part > books.left_of(line):
            raise _more_than_left(part, books.left_of(line))


def amount_text(amount: Money) -> str:
    return f"{amount.decimal:.{minor_digits(amount.currency)}f}"


def not_shown(operation: str, answer: Answer) -> OutcomeUnknown:
    """For an answer that should name what came of a deed."""
    return OutcomeUnknown(
        "eBay's answer does not show what came of it. Desk looks there before it tries again.",
        f"status {answer.status}",
        operation=operation,
        code="not_shown",
    )


def waits_for_another(refused: Refused) -> ConnectorError:
    """For a refund that eBay takes once the one before is through: it goes by itself then."""
    return ConnectorError(
        _WAITS, refused.detail, account=refused.account, operation=refused.operation, code="refund_under_way"
    )


def refund_failed(detail: str) -> Refused:
    return Refused(_FAILED, detail, code="refund_failed")


# --- inside ------------------------------------------------------------------------------------------------


def _same_lines(one: ShownRefund, push: RefundOrder) -> bool:
    """Whether the parts by line are this push's, as far as both tell any."""
    return not one.lines or not push.lines or dict(one.lines) == _by_line(push)


def _moved(order: OrderPayload, books: Books, push: RefundOrder) -> Moved | None:
    if _is_called_off(order):
        return Moved(_CANCELLED)
    if any(line.remote_id not in books.lines for line in push.lines):
        return Moved(_NO_LINE)
    return None


def _is_called_off(order: OrderPayload) -> bool:
    """Cancelled, or about to be: eBay is still busy with the money of all but a buyer's unanswered wish."""
    if order.cancel_state == units.CANCELED:
        return True
    if order.cancel_state != units.CANCEL_ASKED:
        return False
    status = order.cancel_status
    asked = [one for one in (status.cancel_requests if status else None) or () if one.cancel_request_state]
    still = [one for one in asked if one.cancel_request_state not in {"REJECTED", "DECLINED", "CLOSED"}]
    return any(one.cancel_initiator == "SELLER" or one.cancel_request_state != "REQUESTED" for one in still)


def _check(push: RefundOrder) -> None:
    """What makes no refund is refused before anything is asked."""
    check_refund(push)
    if len(push.comment) > LONGEST_COMMENT:
        raise Refused(
            f"eBay takes at most {LONGEST_COMMENT} characters with a refund. Shorten the text.",
            f"{len(push.comment)} characters",
            code="comment_too_long",
        )


def _body(push: RefundOrder) -> dict[str, object]:
    body: dict[str, object] = {"reasonForRefund": REASONS[push.reason]}
    if push.comment.strip():
        body["comment"] = push.comment.strip()
    if push.lines:
        body["refundItems"] = [
            {"lineItemId": line, "refundAmount": _amount(part)} for line, part in _by_line(push).items()
        ]
    else:
        body["orderLevelRefundAmount"] = _amount(push.amount)
    return body


def _by_line(push: RefundOrder) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for line in push.lines:
        found[line.remote_id] = found.get(line.remote_id, Money.zero(line.amount.currency)) + line.amount
    return found


def _amount(amount: Money) -> dict[str, str]:
    return {"value": amount_text(amount), "currency": amount.currency}


def _more_than_left(amount: Money, left: Money) -> Refused:
    return Refused(
        f"{amount} is more than the {left} that eBay shows to be left. Look what went back already.",
        f"{amount.minor} of {left.minor}",
        code="more_than_left",
        left=left.minor,
        currency=left.currency,
    )
