"""Owns taking part in eBay's returns: what each deed looks like there when it is done, and the calls that do it.

What the seller may do is what the return offers at that moment; whoever looks first does nothing twice.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import singledispatchmethod

import msgspec

from connectors.channels.ebay import return_words as words
from connectors.channels.ebay.carriers import carrier_code, plain_number
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.deed_payloads import (
    ReturnDetail,
    ReturnFile,
    ReturnFiles,
    ReturnNow,
    ReturnStep,
    ReturnSummary,
)
from connectors.channels.ebay.post_order import PostOrder, decoded, in_path, odd_answer
from connectors.channels.ebay.return_money import ReturnRefunds
from connectors.channels.ebay.sent import sent_deeds, since
from connectors.channels.ebay.trading import TradingClient
from connectors.channels.ebay.units import OTHER_CARRIER
from connectors.contract.capabilities import CanAnswerReturns
from connectors.contract.errors import OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere, UnderWay
from connectors.contract.refunds import nothing_to_refund
from desk.domain.cases import CaseDeed
from desk.domain.pushes import (
    AnswerReturn,
    Attempt,
    EscalateReturn,
    ReceiveReturn,
    RefundReturn,
    ReturnAnswer,
    ReturnPush,
    SendReturnLabel,
    WriteToReturn,
)

LONGEST_COMMENT = 1000
LARGEST_LABEL = 5_000_000
LABEL_FILES = ("pdf", "jpg", "jpeg", "png", "gif", "bmp")
ESCALATIONS = (
    "BUYER_NORESPONSE",
    "BUYER_RETURNED_WRONG_ITEM",
    "DISAGREE_WITH_RETURN_REASON",
    "ITEM_RECEIVED_IN_DIFFERENT_CONDITION",
    "TROUBLE_COMMUNICATION_WITH_BUYER",
    "OTHER",
)
CAN_ANSWER_RETURNS = CanAnswerReturns(
    deeds=(
        CaseDeed.APPROVE,
        CaseDeed.DECLINE,
        CaseDeed.OFFER_PART,
        CaseDeed.SEND_LABEL,
        CaseDeed.RECEIVE,
        CaseDeed.REFUND,
        CaseDeed.WRITE,
        CaseDeed.ESCALATE,
    ),
    label_files=LABEL_FILES,
    label_bytes=LARGEST_LABEL,
    comment=LONGEST_COMMENT,
    escalations=ESCALATIONS,
)


class Returns:
    """Deeds in the returns of one account. Calling twice with one key is safe as long as `sent_at` is told."""

    def __init__(self, client: SellerClient, post_order: PostOrder, trading: TradingClient) -> None:
        self._client = client
        self._post_order = post_order
        self._trading = trading
        self._sent = sent_deeds(client.access)
        self._money = ReturnRefunds(client, post_order, self._sent)

    def look(self, push: ReturnPush, attempt: Attempt) -> Look:
        """Whether it is done there. Raises Refused where eBay shows that it came to nothing."""
        now = self._now(push.case)
        return Moved(words.GONE) if now is None else self._seen(push, now, attempt)

    def _seen(self, push: ReturnPush, now: ReturnNow, attempt: Attempt) -> Look:
        """As it stands; and where it has gone on since a try left, as its history tells."""
        told = self._sent.told(attempt)
        look = self._judge(push, now, told)
        steps = words.steps_of(push)
        if isinstance(look, AlreadyDone) or told.sent_at is None or not steps or now.state == words.RMA_PENDING:
            return look
        begin = since(told)
        ours = (one for one in self._history(push.case) or () if one.activity in steps and one.author != "BUYER")
        return AlreadyDone(push.case) if any(words.is_from(one.creation_date, begin) for one in ours) else look

    def carry_out(self, push: ReturnPush, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then send what is missing. Raises Refused with code ``moved`` where it makes no sense any more."""
        _check(push)
        now = self._now(push.case)
        look = Moved(words.GONE) if now is None else self._seen(push, now, attempt)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, UnderWay):
            return Accepted(look.remote_ref)  # nothing more is to be sent
        if now is None or isinstance(look, Moved):
            raise Refused(getattr(look, "words", words.GONE), "moved", words=_words_of(look), code="moved")
        if not words.offers(now, *_options(push)):
            raise _not_offered(now)
        if isinstance(push, AnswerReturn) and now.state == words.RMA_PENDING and not push.number:
            raise Refused(
                "The return is accepted already, and eBay waits for your own number of it. Enter that.",
                "no RMA number",
                code="number_needed",
            )
        try:
            with self._sent.sending(attempt.key):
                self._send(push, now)
        except Refused:
            # eBay refuses a second time what is so already.
            if isinstance(again := self.look(push, attempt), AlreadyDone):
                return again
            raise
        return Accepted(push.case)

    def _now(self, case: str) -> ReturnNow | None:
        answer = self._post_order.get("return.look", f"/return/{in_path(case)}", {"fieldgroups": "SUMMARY"})
        if answer is None:
            return None
        found = decoded(answer, ReturnSummary).summary or decoded(answer, ReturnNow)
        if not found.state and not found.return_id:
            raise odd_answer("no return")
        return found

    def _history(self, case: str) -> Sequence[ReturnStep] | None:
        """None where eBay tells none."""
        answer = self._post_order.get("return.look", f"/return/{in_path(case)}", {"fieldgroups": "FULL"})
        detail = None if answer is None else decoded(answer, ReturnDetail).detail
        return None if detail is None else detail.response_history

    # --- what done looks like ------------------------------------------------------------------------------

    @singledispatchmethod
    def _judge(self, push: ReturnPush, now: ReturnNow, attempt: Attempt) -> Look:
        raise TypeError(type(push).__name__)

    @_judge.register
    def _(self, push: AnswerReturn, now: ReturnNow, attempt: Attempt) -> Look:
        return words.judge_answer(push, now, attempt)

    @_judge.register
    def _(self, push: SendReturnLabel, now: ReturnNow, attempt: Attempt) -> Look:
        if words.offers(now, words.LABEL):
            return NotThere()
        if attempt.sent_at is not None and now.state in words.ON_ITS_WAY:
            return AlreadyDone(push.case)
        return words.elsewhere(now)

    @_judge.register
    def _(self, push: ReceiveReturn, now: ReturnNow, attempt: Attempt) -> Look:
        # The state tells of what was sent, though eBay may go on offering it.
        if now.state in words.ARRIVED and (attempt.sent_at is not None or not words.offers(now, words.RECEIVED)):
            return AlreadyDone(push.case)
        if words.offers(now, words.RECEIVED):
            return NotThere()
        if now.state in words.ENDED and self._has_arrived(push.case):
            return AlreadyDone(push.case)
        return words.elsewhere(now)

    def _has_arrived(self, case: str) -> bool:
        return any(one.activity in words.ARRIVALS for one in self._history(case) or ())

    @_judge.register
    def _(self, push: RefundReturn, now: ReturnNow, attempt: Attempt) -> Look:
        return self._money.judge(push, now, attempt)

    @_judge.register
    def _(self, push: EscalateReturn, now: ReturnNow, attempt: Attempt) -> Look:
        if case := words.escalated_as(now):
            return AlreadyDone(case)
        return words.elsewhere(now)

    @_judge.register
    def _(self, push: WriteToReturn, now: ReturnNow, attempt: Attempt) -> Look:
        if attempt.sent_at is None:
            return NotThere() if words.offers(now, words.TELL) else words.elsewhere(now)
        begin = since(attempt)
        history = self._history(push.case)
        if history is None:  # the text alone tells that it arrived: unseen, it must not be sent twice
            raise odd_answer("a return without its history")
        for one in history:
            said = (one.comments.content if one.comments else None) or ""
            ours = one.author != "BUYER" and words.is_from(one.creation_date, begin)
            if ours and words.same_words(said, push.text):
                return AlreadyDone(push.case)
        return NotThere() if words.offers(now, words.TELL) else words.elsewhere(now)

    # --- what does it --------------------------------------------------------------------------------------

    @singledispatchmethod
    def _send(self, push: ReturnPush, now: ReturnNow) -> None:
        raise TypeError(type(push).__name__)

    @_send.register
    def _(self, push: AnswerReturn, now: ReturnNow) -> None:
        if words.offers(now, words.APPROVE, words.DECLINE, words.OFFER):
            if push.amount is not None:
                self._money.weigh_offer(push, now)
            self._post_order.post("return.decide", f"/return/{in_path(push.case)}/decide", _decision(push))
        if push.answer is not ReturnAnswer.APPROVE or not push.number:
            return
        # eBay asks for our number only in returns that it has made so; it does so after the approval.
        again = self._now(push.case)
        if again is not None and words.offers(again, words.RMA):
            body = {"decision": "PROVIDE_RMA", "RMANumber": push.number, "keepOriginalItem": False}
            self._post_order.post("return.decide", f"/return/{in_path(push.case)}/decide", body)

    @_send.register
    def _(self, push: SendReturnLabel, now: ReturnNow) -> None:
        number = plain_number(push.number)
        # A label of eBay's own costs money, so it is never asked for here.
        body: dict[str, object] = {"labelAction": "MARK_AS_SENT", "forwardShippingLabelProvided": True}
        if push.file:
            body |= {"labelAction": "UPLOAD_LABEL", "fileId": self._uploaded(push)}
        if number:
            code = carrier_code(self._trading, push.carrier)
            body |= {"carrierEnum": code, "trackingNumber": number}
            if code == OTHER_CARRIER and push.carrier:
                body["carrierName"] = push.carrier
        self._post_order.post("return.add_shipping_label", f"/return/{in_path(push.case)}/add_shipping_label", body)

    @_send.register
    def _(self, push: ReceiveReturn, now: ReturnNow) -> None:
        path = f"/return/{in_path(push.case)}/mark_as_received"
        self._post_order.post("return.mark_as_received", path, _said(push.comment))

    @_send.register
    def _(self, push: RefundReturn, now: ReturnNow) -> None:
        self._money.send(push, now)

    @_send.register
    def _(self, push: EscalateReturn, now: ReturnNow) -> None:
        body = {"reason": push.reason, **_said(push.comment)}
        self._post_order.post("return.escalate", f"/return/{in_path(push.case)}/escalate", body)

    @_send.register
    def _(self, push: WriteToReturn, now: ReturnNow) -> None:
        body = {"message": {"content": push.text}}
        self._post_order.post("return.send_message", f"/return/{in_path(push.case)}/send_message", body)

    # --- the file of a label -------------------------------------------------------------------------------

    def _uploaded(self, push: SendReturnLabel) -> str:
        """The number of the file there, which is sent once: its name says what is in it."""
        name = _unique_name(push)
        if known := self._file(push.case, name):
            return known
        data = base64.b64encode(push.file).decode()
        body = {"data": data, "fileName": name, "filePurpose": "LABEL_RELATED"}
        try:
            made = self._post_order.post("return.file_upload", f"/return/{in_path(push.case)}/file/upload", body)
            return str(msgspec.json.decode(made.body, type=_Uploaded, strict=False).id)
        except (OutcomeUnknown, msgspec.DecodeError):
            # A file alone does nothing, so it may be looked for at once.
            if known := self._file(push.case, name):
                return known
            raise OutcomeUnknown(
                "eBay does not show the label that was sent. Desk looks there before it tries again.",
                "no file",
                operation="return.file_upload",
                code="not_shown",
            ) from None

    def _file(self, case: str, name: str) -> str:
        answer = self._post_order.get("return.look", f"/return/{in_path(case)}/files")
        if answer is None:
            return ""
        is_list = answer.body.lstrip().startswith(b"[")
        files = decoded(answer, list[ReturnFile]) if is_list else decoded(answer, ReturnFiles).files or ()
        return next((str(one.file_id) for one in files if one.file_name == name and one.file_id), "")


class _Uploaded(msgspec.Struct, kw_only=True):
    id: str | int = msgspec.field(name="fileId")


# --- inside ------------------------------------------------------------------------------------------------


def _options(push: ReturnPush) -> tuple[str, ...]:
    """Which of the offered options the deed takes; any of them will do."""
    if isinstance(push, AnswerReturn):
        return words.ANSWERS[push.answer]
    return {
        SendReturnLabel: (words.LABEL,),
        ReceiveReturn: (words.RECEIVED,),
        RefundReturn: (words.REFUND,),
        EscalateReturn: (words.ESCALATE,),
        WriteToReturn: (words.TELL,),
    }[type(push)]


def _decision(push: AnswerReturn) -> dict[str, object]:
    # A plain APPROVE may have eBay make a label and charge the seller for it.
    decision = {
        ReturnAnswer.APPROVE: "APPROVE_WITHOUT_EBAY_LABEL",
        ReturnAnswer.DECLINE: "DECLINE",
        ReturnAnswer.OFFER_PART: "OFFER_PARTIAL_REFUND",
    }[push.answer]
    body: dict[str, object] = {"decision": decision, **_said(push.comment)}
    if push.answer is ReturnAnswer.OFFER_PART and push.amount is not None:
        body |= {"partialRefundAmount": words.number_amount(push.amount), "keepOriginalItem": True}
    return body


def _said(comment: str) -> dict[str, object]:
    return {"comments": {"content": comment.strip()}} if comment.strip() else {}


def _unique_name(push: SendReturnLabel) -> str:
    stem, _, ending = push.file_name.rpartition(".")
    plain = "".join(one for one in stem if one.isascii() and (one.isalnum() or one in "-_"))[:40] or "label"
    return f"{plain}-{hashlib.sha256(push.file).hexdigest()[:12]}.{ending.lower()}"


def _words_of(look: Look) -> str:
    return look.words if isinstance(look, Moved) else words.GONE


def _not_offered(now: ReturnNow) -> Refused:
    return Refused(
        "eBay does not take this for the return as it is now. Look at the return again.",
        f"return is {(now.state or '')[:40]}",
        words=now.state or "",
        code="not_offered",
    )


def _check(push: ReturnPush) -> None:
    """What eBay would refuse anyway is refused before anything is asked."""
    told = push.text if isinstance(push, WriteToReturn) else getattr(push, "comment", "")
    if len(told) > LONGEST_COMMENT:
        raise Refused(
            f"eBay takes at most {LONGEST_COMMENT} characters here. Shorten the text.",
            f"{len(told)} characters",
            code="comment_too_long",
        )
    if isinstance(push, WriteToReturn) and not push.text.strip():
        raise Refused("There is no text to send. Write one.", "empty", code="no_text")
    if isinstance(push, EscalateReturn) and push.reason not in ESCALATIONS:
        raise Refused("eBay knows no such reason. Choose one of the list.", push.reason[:40], code="reason_not_taken")
    if isinstance(push, AnswerReturn):
        offers = push.answer is ReturnAnswer.OFFER_PART
        if offers and (push.amount is None or push.amount.minor <= 0):
            raise Refused("An offer needs an amount. Enter one.", "no amount", code="nothing_to_refund")
    if isinstance(push, RefundReturn):
        _check_parts(push)
    if isinstance(push, SendReturnLabel) and push.file:
        _check_label(push)


def _check_parts(push: RefundReturn) -> None:
    parts = (push.goods, push.shipping)
    if len({one.currency for one in parts}) != 1:
        raise Refused("One refund is of one currency. Enter it anew.", "two currencies", code="other_currency")
    if min(one.minor for one in parts) < 0 or not any(parts):
        raise nothing_to_refund()


def _check_label(push: SendReturnLabel) -> None:
    if push.file_name.rpartition(".")[2].lower() not in LABEL_FILES:
        raise Refused(
            "eBay takes labels as PDF, JPEG, PNG, GIF or BMP. Choose such a file.", "ending", code="wrong_file"
        )
    if len(push.file) > LARGEST_LABEL:
        raise Refused("The label is too large for eBay: at most 5 MB.", f"{len(push.file)} bytes", code="wrong_file")
    if not plain_number(push.number) or not push.carrier.strip():
        raise Refused(
            "With a label eBay wants its carrier and tracking number. Enter both.",
            "no number or carrier",
            code="no_tracking_number",
        )
