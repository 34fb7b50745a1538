"""Owns giving money back: looks for the deed's own mark, weighs the amount against what is left, then sends.

A refund carries the deed's key in its meta, so the shop itself tells which refund is whose. The shop saves that mark
right after the refund: one of the same amount without any mark is a matter for people.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import msgspec

from connectors.channels.woocommerce import units
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.gateways import Gateways
from connectors.channels.woocommerce.order_money import LineMoney, OrderMoney, booked_refund, read_money
from connectors.channels.woocommerce.sent import SentDeeds
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanIssueRefunds
from connectors.contract.errors import ConnectorError, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, Moved, NotThere, UnderWay
from connectors.contract.refunds import check_refund
from desk.domain.pushes import Attempt, RefundOrder, RefundReason
from desk.domain.values import Money, PushKey, minor_digits

log = logging.getLogger("net")

LONGEST_COMMENT = 500
SETTLES = 300
"""A shop may still be at work on what it gave no answer to: PHP goes on when nobody listens, for some minutes."""

# What the customer reads beside the amount where the agent wrote nothing.
REASON_WORDS: dict[RefundReason, tuple[str, str]] = {
    RefundReason.GOODWILL: ("Kulanz", "Goodwill"),
    RefundReason.BUYER_CANCELLED: ("Vom Käufer storniert", "Cancelled by the buyer"),
    RefundReason.MERCHANT_CANCELLED: ("Von uns storniert", "Cancelled by us"),
    RefundReason.NOT_RECEIVED: ("Nicht angekommen", "Not received"),
    RefundReason.RETURNED: ("Rücksendung", "Return"),
    RefundReason.NOT_AS_DESCRIBED: ("Nicht wie beschrieben", "Not as described"),
    RefundReason.SHIPPING_DISCOUNT: ("Nachlass auf den Versand", "Discount on shipping"),
}
_GOODS_ARE_OURS = frozenset({RefundReason.BUYER_CANCELLED, RefundReason.MERCHANT_CANCELLED, RefundReason.RETURNED})
"""With these a line given back in full is told by pieces, too: they go back into the shop's stock."""

_DELETED = QT_TRANSLATE_NOOP("channel", "The order was deleted in the shop.")
_BIN = QT_TRANSLATE_NOOP("channel", "The order is in the shop's bin.")
_NO_LINE = QT_TRANSLATE_NOOP("channel", "The order was changed in the shop: a line of this refund is gone.")
_SOMEBODY = QT_TRANSLATE_NOOP(
    "channel",
    "Somebody gave the same amount back in the shop meanwhile. Look whether that was meant to be this refund.",
)
_NO_MARK = QT_TRANSLATE_NOOP(
    "channel",
    "The shop shows a refund of this amount without Desk's mark, made since this one was sent. Look whether it is "
    "this one.",
)
_NO_GATEWAY = (
    "The shop cannot send money back by this order's payment method, and booked nothing. Book the refund only, and "
    "send the money by hand."
)
_GATEWAY_REFUSED = (
    "The shop's payment provider did not give the money back, and the shop booked nothing. Look at the provider "
    "whether money went out before you try again."
)
_BOOKING_REFUSED = "The shop did not book this refund. Look at the order there."


def can_refund(gateways: Gateways) -> CanIssueRefunds:
    return CanIssueRefunds(
        reasons=tuple(RefundReason),
        sends_money_by=gateways.refunding(),
        comment=LONGEST_COMMENT,
        settles=SETTLES,
    )


class Refunds:
    """Refunds of one account. Calling twice with one key is safe."""

    def __init__(self, client: ShopClient, gateways: Gateways, access: AccountAccess) -> None:
        self._client = client
        self._gateways = gateways
        self._booked = access.shared.of("booked refunds", SentDeeds)

    # --- looking -------------------------------------------------------------------------------------------

    def look(self, push: RefundOrder, attempt: Attempt) -> Look:
        """Whether the shop shows a refund with this deed's mark. Sends nothing."""
        found = read_money(self._client, push.order.id)
        return Moved(_DELETED) if found is None else self._judge(found, push, attempt)

    def _judge(self, found: OrderMoney, push: RefundOrder, attempt: Attempt) -> Look:
        ours = next((one for one in found.refunds if one.mark == attempt.key), None)
        if ours is not None:
            return AlreadyDone(ours.id)
        if booked := self._booked.number(attempt.key):
            # A shop that keeps no meta; and what it named once is never sent again, though it shows no more.
            return AlreadyDone(booked) if any(one.id == booked for one in found.refunds) else UnderWay(booked)
        known = {*push.known, *self._booked.of_others(attempt.key)}
        if any(not one.mark and one.amount == push.amount and one.id not in known for one in found.refunds):
            return Moved(_NO_MARK if attempt.sent_at is not None else _SOMEBODY)
        if found.status == units.TRASH:
            return Moved(_BIN)
        if any(line.remote_id not in found.lines for line in push.lines):
            return Moved(_NO_LINE)
        return NotThere()

    # --- sending -------------------------------------------------------------------------------------------

    def issue(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, weigh, then send. Raises Refused with code ``moved`` where it makes no sense any more."""
        check_refund(push)
        found = read_money(self._client, push.order.id)
        if found is None:
            raise Refused(_DELETED, "no such order", words=_DELETED, code="moved")
        look = self._judge(found, push, attempt)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, UnderWay):
            return Accepted(look.remote_ref)
        if isinstance(look, Moved):
            raise Refused(look.words, f"order is {found.status[:20]}", words=look.words, code="moved")
        _weigh(found, push)
        if push.sends_money and self._gateways.refunds(found.method) is False:
            raise Refused(_NO_GATEWAY, f"method {found.method[:40]}", code="no_gateway", operation="issue_refund")
        try:
            answer = self._client.issue_refund(push.order.id, self._body(found, push, attempt.key))
        except Refused as refused:
            if refused.code != "refund_refused":
                raise
            raise self._explained(refused, push) from refused
        booked = booked_refund(answer)
        if not booked:
            raise OutcomeUnknown(
                "The shop's answer does not show the refund. Desk looks there before it tries again.",
                f"status {answer.status}",
                operation="issue_refund",
                code="not_shown",
            )
        self._booked.name(attempt.key, booked)
        return Accepted(booked)

    def _body(self, found: OrderMoney, push: RefundOrder, key: PushKey) -> dict[str, object]:
        german = self._client.settings.language == "de"
        reason = push.comment.strip() or REASON_WORDS[push.reason][0 if german else 1]
        lines = [_line_body(line, found.lines[line], part, push.reason) for line, part in _by_line(push).items()]
        body: dict[str, object] = {
            # All that is left goes as the shop counts it, and so never is a fraction of a cent too much.
            "amount": _text(push.amount) if push.amount.decimal <= found.exact else f"{found.exact:f}",
            "reason": reason,
            # Never left to the shop: by itself it sends the money.
            "api_refund": push.sends_money,
            "api_restock": any(one["quantity"] for one in lines),
            "meta_data": [{"key": units.PUSH_MARK, "value": key}],
        }
        if lines:
            body["line_items"] = lines
        return body

    def _explained(self, refused: Refused, push: RefundOrder) -> Refused:
        """Why the shop booked nothing. It says so in its own language, so its state is asked, not its words."""
        code, text = ("gateway_refused", _GATEWAY_REFUSED) if push.sends_money else (refused.code, _BOOKING_REFUSED)
        facts: dict[str, str | int] = {}
        try:
            now = read_money(self._client, push.order.id)
            if now is not None and now.left < push.amount:
                over = _more_than_left(push.amount, now.left)
                code, text, facts = over.code, over.text, over.facts
            elif now is not None and push.sends_money and self._gateways.refunds(now.method) is False:
                code, text = "no_gateway", _NO_GATEWAY
        except ConnectorError as error:
            log.info("issue_refund: what is left is not told (%s)", error.code)
        found = Refused(text, refused.detail, words=refused.words, code=code, operation="issue_refund")
        found.account, found.sample = refused.account, refused.sample
        found.facts.update(facts)
        return found


def _weigh(found: OrderMoney, push: RefundOrder) -> None:
    """Raises Refused where the shop itself shows less to be left, of the order or of a line."""
    if push.amount.currency != found.total.currency:
        raise Refused(
            f"This order was paid in {found.total.currency}, so only {found.total.currency} can go back.",
            f"{push.amount.currency} for {found.total.currency}",
            code="other_currency",
        )
    if found.left < push.amount:
        raise _more_than_left(push.amount, found.left)
    for line, part in _by_line(push).items():
        if found.lines[line].left < part:
            raise _more_than_left(part, found.lines[line].left)


def _more_than_left(amount: Money, left: Money) -> Refused:
    refused = Refused(
        "That is more than is left of this order's money in the shop. Look what went back already.",
        f"{amount.minor} of {left.minor}",
        code="more_than_left",
    )
    refused.facts["left"] = left.minor
    return refused


def _by_line(push: RefundOrder) -> Mapping[str, Money]:
    found: dict[str, Money] = {}
    for line in push.lines:
        found[line.remote_id] = found.get(line.remote_id, Money.zero(line.amount.currency)) + line.amount
    return found


def _line_body(line: str, money: LineMoney, part: Money, reason: RefundReason) -> dict[str, object]:
    net, taxes = money.parts(part)
    whole = part == money.left and reason in _GOODS_ARE_OURS
    return {
        "id": int(line),
        "quantity": max(0, money.pieces - money.pieces_back) if whole else 0,
        "refund_total": _number(net),
        "refund_tax": [{"id": rate, "refund_total": _number(tax)} for rate, tax in taxes],
    }


def _text(amount: Money) -> str:
    return f"{amount.decimal:.{minor_digits(amount.currency)}f}"


def _number(amount: Money) -> msgspec.Raw:
    """A number in JSON, exact: no float comes near it."""
    return msgspec.Raw(_text(amount).encode())
