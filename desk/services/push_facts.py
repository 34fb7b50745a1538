"""Owns what is told of a push: plain facts for history, lists and wording, by the kind of the deed."""

from __future__ import annotations

from functools import singledispatch

from desk.domain.pushes import (
    AnswerCancellation,
    AnswerReturn,
    CancelOrder,
    ConfirmShipment,
    CorrectShipment,
    EscalateReturn,
    MarkPaid,
    Push,
    ReceiveReturn,
    RefundInquiry,
    RefundOrder,
    RefundReturn,
    SendMessage,
    SendPayLink,
    SendReturnLabel,
    SetStatus,
    TellInquiry,
    WriteToReturn,
)
from desk.domain.values import Money
from desk.system import tables

Facts = dict[str, str | int]
_EXCERPT = 80


def facts_of(push: Push) -> Facts:
    """What is told of it; `deed` is the kind of the push."""
    return {"deed": _snake(type(push).__name__)} | _facts(push)


def _snake(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name).lstrip("_")


@singledispatch
def _facts(push: Push) -> Facts:
    raise TypeError(type(push).__name__)


@_facts.register
def _(push: ConfirmShipment) -> Facts:
    return {
        "carrier": push.carrier_name,
        "number": push.number,
        "pieces": sum(line.quantity for line in push.lines),
        "completes": int(push.completes),
    }


@_facts.register
def _(push: CorrectShipment) -> Facts:
    return {"carrier": push.carrier_name, "number": push.number, "old_number": push.old_number}


@_facts.register
def _(push: CancelOrder) -> Facts:
    return {"cancel_reason": push.reason, "paid": int(push.paid)}


@_facts.register
def _(push: AnswerCancellation) -> Facts:
    return {"case": push.case, "approve": int(push.approve)}


@_facts.register
def _(push: RefundOrder) -> Facts:
    return {"refund_reason": push.reason, "text": push.comment} | _money(push.amount)


@_facts.register
def _(push: AnswerReturn) -> Facts:
    facts: Facts = {"case": push.case, "answer": push.answer, "text": push.comment}
    return facts if push.amount is None else facts | _money(push.amount)


@_facts.register
def _(push: SendReturnLabel) -> Facts:
    return {"case": push.case, "carrier": _carrier(push.carrier), "number": push.number}


@_facts.register
def _(push: ReceiveReturn) -> Facts:
    return {"case": push.case}


@_facts.register
def _(push: RefundReturn) -> Facts:
    return {"case": push.case} | _money(push.goods + push.shipping)


@_facts.register
def _(push: EscalateReturn) -> Facts:
    return {"case": push.case, "reason": push.reason}


@_facts.register
def _(push: WriteToReturn) -> Facts:
    return {"case": push.case, "text": _excerpt(push.text)}


@_facts.register
def _(push: MarkPaid) -> Facts:
    return {"transaction": push.transaction}


@_facts.register
def _(_push: SendPayLink) -> Facts:
    return {}


@_facts.register
def _(push: SetStatus) -> Facts:
    return {"status": push.status}


@_facts.register
def _(push: TellInquiry) -> Facts:
    return {"case": push.case, "carrier": _carrier(push.carrier), "number": push.number}


@_facts.register
def _(push: RefundInquiry) -> Facts:
    return {"case": push.case} | _money(push.amount)


@_facts.register
def _(push: SendMessage) -> Facts:
    return {"text": _excerpt(push.text)}


def _carrier(code: str) -> str:
    """What people read: the name of a carrier that Desk knows by this code."""
    return next((one.name for one in tables.carriers() if one.code == code), code)


def _money(amount: Money) -> Facts:
    return {"amount_minor": amount.minor, "currency": amount.currency}


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
