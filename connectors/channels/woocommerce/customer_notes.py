"""Owns writing to customers: a note on the order that the shop mails to them. It carries a reference to be known by."""

from __future__ import annotations

import html

import msgspec

from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.mapping import parse_order
from connectors.channels.woocommerce.payloads import AddressPart
from connectors.channels.woocommerce.tracking import reference
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanSendMessages
from connectors.contract.errors import OutcomeUnknown, Refused, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere
from desk.domain.pushes import Attempt, SendMessage

CAN_SEND = CanSendMessages(length=5000, to_order=True, settles=300)
"""A shop may still be at work on what it gave no answer to: PHP goes on when nobody listens, for some minutes."""

_DELETED = QT_TRANSLATE_NOOP("channel", "The order was deleted in the shop.")


class _Note(msgspec.Struct, kw_only=True):
    id: int
    note: str = ""


_NOTES = msgspec.json.Decoder(list[_Note], strict=False)
_NOTE = msgspec.json.Decoder(_Note, strict=False)


class CustomerNotes:
    """Texts to the customers of one account. Calling twice with one key is safe."""

    def __init__(self, client: ShopClient) -> None:
        self._client = client

    def look(self, push: SendMessage, attempt: Attempt) -> Look:
        """Whether the order has the note with this deed's reference. Sends nothing."""
        try:
            notes = _NOTES.decode(self._client.notes(push.order.id).body)
        except Refused as refused:
            if refused.code not in {"no_such_order", "not_found"}:
                raise
            return Moved(_DELETED)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreadable(
                "The order's notes in the shop cannot be read, so nothing is sent.",
                str(error)[:160],
                code="unreadable_notes",
            ) from error
        wanted = reference(attempt.key)
        found = next((one for one in notes if wanted in one.note), None)
        return AlreadyDone(str(found.id)) if found else NotThere()

    def send(self, push: SendMessage, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then send. Raises Refused with code ``moved`` where the order is gone."""
        if not push.text.strip() or push.images:
            raise Refused("A note to the customer is a text without pictures.", "no text", code="text_odd")
        look = self.look(push, attempt)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved):
            raise Refused(look.words, "no such order", words=look.words, code="moved")
        self._refuse_without_address(push)
        # The shop takes a note for HTML and shows it so; a text of ours has no markup.
        text = html.escape(push.text.strip(), quote=False)
        answer = self._client.add_note(push.order.id, f"{text}\n\n(Ref. {reference(attempt.key)})")
        try:
            return Accepted(str(_NOTE.decode(answer.body).id))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise OutcomeUnknown(
                "The shop's answer does not show the note. Desk looks there before it tries again.",
                f"status {answer.status}",
                operation="add_note",
                code="not_shown",
            ) from error

    def _refuse_without_address(self, push: SendMessage) -> None:
        """The shop keeps the note all the same, and mails it to nobody."""
        order = parse_order(self._client.order("look_order", push.order.id).body)
        billing = order.billing if isinstance(order.billing, AddressPart) else AddressPart()
        if "@" not in str(billing.email or ""):
            raise Refused(
                "The shop has no e-mail address of this customer, so it would send the text to nobody.",
                "no e-mail address",
                code="no_email",
            )
