"""Owns saying that an order is paid, and having the shop mail the link to pay. Looks where the order stands first."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from connectors.channels.woocommerce import units
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.mapping import parse_order
from connectors.channels.woocommerce.payloads import AddressPart, OrderPayload
from connectors.channels.woocommerce.sent import SentDeeds
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanMarkPaid, CanSendPayLink
from connectors.contract.errors import Refused, Unreadable
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, Moved, NotThere
from desk.domain.clock import parse_utc
from desk.domain.pushes import Attempt, MarkPaid, SendPayLink

CAN_MARK_PAID = CanMarkPaid(transaction=True)
CAN_SEND_LINK = CanSendPayLink(settles=300)

_CLOCKS_MAY_DIFFER = timedelta(minutes=5)
_PROCESSING = "processing"
_NEEDS_PAYMENT = frozenset({"pending", "failed"})
"""Only in these the shop heeds `set_paid`; an order on hold is paid by moving it on."""
_SHUT = {
    "cancelled": QT_TRANSLATE_NOOP("channel", "The order was cancelled in the shop."),
    "refunded": QT_TRANSLATE_NOOP("channel", "The order was refunded in the shop."),
    units.TRASH: QT_TRANSLATE_NOOP("channel", "The order is in the shop's bin."),
}
_DELETED = QT_TRANSLATE_NOOP("channel", "The order was deleted in the shop.")
_PAID = QT_TRANSLATE_NOOP("channel", "The order was paid meanwhile.")


class _Note(msgspec.Struct, kw_only=True):
    id: int
    note: str = ""
    customer_note: bool = False
    date_created_gmt: str | None = None


_NOTES = msgspec.json.Decoder(list[_Note], strict=False)


class Payments:
    """Payments of one account. Calling twice with one key is safe."""

    def __init__(self, client: ShopClient, access: AccountAccess) -> None:
        self._client = client
        self._mailed = access.shared.of("mailed links", SentDeeds)

    # --- paid ----------------------------------------------------------------------------------------------

    def look_paid(self, push: MarkPaid) -> Look:
        order = self._order(push.order.id)
        return Moved(_DELETED) if order is None else self._judge_paid(order)

    def _judge_paid(self, order: OrderPayload) -> Look:
        status = _status(order)
        if status in _SHUT:
            return Moved(_SHUT[status])
        return AlreadyDone(str(order.id)) if self._is_paid(order) else NotThere()

    def _is_paid(self, order: OrderPayload) -> bool:
        if order.date_paid_gmt:
            return True
        later = str(order.payment_method or "").lower() in self._client.settings.pay_later
        return _status(order) in units.PAID_WHEN_REACHED and not later

    def mark_paid(self, push: MarkPaid) -> Accepted | AlreadyDone:
        """Look, then say so, and read back whether the shop took it. Raises Refused."""
        order = self._order(push.order.id)
        look = Moved(_DELETED) if order is None else self._judge_paid(order)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved) or order is None:
            words = look.words if isinstance(look, Moved) else _DELETED
            raise Refused(words, "order went elsewhere", words=words, code="moved")
        if _status(order) in units.PAID_WHEN_REACHED:
            raise Refused(
                "The shop lets an order that is shipped before it is paid be marked as paid in its back office only.",
                f"status {_status(order)}",
                code="cannot_mark_paid",
            )
        body: dict[str, object] = {"set_paid": True} if _status(order) in _NEEDS_PAYMENT else {"status": _PROCESSING}
        if push.transaction.strip():
            body["transaction_id"] = push.transaction.strip()
        told = parse_order(self._client.change_order("mark_paid", push.order.id, body).body)
        if not self._is_paid(told) and _status(told) not in units.PAID_WHEN_REACHED:
            raise Refused(
                "The shop did not take the order for paid. Look at it there.",
                f"status {_status(told)[:40]}",
                words=_status(told)[:40],
                code="not_marked_paid",
            )
        return Accepted(push.order.id)

    # --- the link ------------------------------------------------------------------------------------------

    def look_link(self, push: SendPayLink, attempt: Attempt) -> Look:
        """Whether the shop mailed it since: it writes itself a note of that, which names the address."""
        order = self._order(push.order.id)
        return Moved(_DELETED) if order is None else self._judge_link(order, attempt)

    def _judge_link(self, order: OrderPayload, attempt: Attempt) -> Look:
        if self._mailed.number(attempt.key):
            return AlreadyDone(self._mailed.number(attempt.key))
        if attempt.sent_at is not None and (note := self._note_of_mail(order, attempt)):
            return AlreadyDone(note)
        if _status(order) in _SHUT:
            return Moved(_SHUT[_status(order)])
        return Moved(_PAID) if self._is_paid(order) else NotThere()

    def _note_of_mail(self, order: OrderPayload, attempt: Attempt) -> str:
        begin, address = attempt.queued_at - _CLOCKS_MAY_DIFFER, _email(order)
        try:
            notes = _NOTES.decode(self._client.notes(str(order.id), "internal").body)
            for one in notes:
                written = parse_utc(one.date_created_gmt) if one.date_created_gmt else None
                if address and address in one.note and not one.customer_note and written and written >= begin:
                    return str(one.id)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            raise Unreadable(
                "The order's notes in the shop cannot be read, so nothing is sent.",
                str(error)[:160],
                code="unreadable_notes",
            ) from error
        return ""

    def send_link(self, push: SendPayLink, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then have the shop mail its invoice with the link to pay. Raises Refused."""
        order = self._order(push.order.id)
        look = Moved(_DELETED) if order is None else self._judge_link(order, attempt)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved) or order is None:
            words = look.words if isinstance(look, Moved) else _DELETED
            raise Refused(words, "order went elsewhere", words=words, code="moved")
        if not _email(order):
            raise Refused(
                "The shop has no e-mail address of this customer, so it would send the link to nobody.",
                "no e-mail address",
                code="no_email",
            )
        self._client.send_invoice(push.order.id)
        self._mailed.name(attempt.key, push.order.id)
        return Accepted(push.order.id)

    def _order(self, order: str) -> OrderPayload | None:
        try:
            return parse_order(self._client.order("look_order", order).body)
        except Refused as refused:
            if refused.code not in {"no_such_order", "not_found"}:
                raise
            return None


def _status(order: OrderPayload) -> str:
    return order.status.removeprefix("wc-")


def _email(order: OrderPayload) -> str:
    billing = order.billing if isinstance(order.billing, AddressPart) else AddressPart()
    found = str(billing.email or "").strip()
    return found if "@" in found else ""
