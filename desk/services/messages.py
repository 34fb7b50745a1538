"""Write to buyers, and show what was written with them: what the channel has, and ours that is on its way there."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from desk.domain.errors import NotAllowed, NotFound
from desk.domain.orders import OrderFacet
from desk.domain.pushes import PushState, SendMessage
from desk.domain.values import ConversationId, OrderId
from desk.domain.views import ConversationView, MessageView, Permission
from desk.services.context import Desk
from desk.services.order_file import OrderFile, cannot, no, queue, refuse_unless, writes
from desk.services.shipments import Queued
from desk.services.texts_to_buyers import check_text
from desk.store import outbox as outbox_store
from desk.store.messages import StoredConversation
from desk.store.outbox import OutboxRow

_LONGEST_ADDRESS = 2000


def permission(file: OrderFile) -> Permission:
    """Whether the buyer can be written to now, and if not, why."""
    can = file.can.sends_messages
    if can is None:
        return cannot(file, "sends_messages")
    if file.order.order is OrderFacet.REMOVED:
        return no("order_removed", "The channel has removed this order.")
    if can.to_order:
        if not file.order.buyer.email:
            return no("no_email", "The channel has no e-mail address of the buyer, so nothing can be sent.")
        return writes(file.account)
    if not file.order.buyer.remote_id:
        return no("buyer_unknown", "The channel does not tell who the buyer is, so nobody can be written to.")
    if not open_one(file):
        if not can.begins:
            return no("buyer_writes_first", "On this channel only the buyer can begin a conversation.")
        if not _listing(file):
            return no(
                "listing_unknown", "The channel does not tell from which offer it was bought. Write to them there."
            )
    return writes(file.account)


def open_one(file: OrderFile) -> StoredConversation | None:
    """The conversation to go on in: the one with the newest text that is not closed."""
    going = [one for one in file.conversations if not one.told.closed]
    return max(going, key=lambda one: (_last(one), one.id), default=None)


def _last(one: StoredConversation) -> float:
    return max((text.at.timestamp() for text in one.told.messages), default=0.0)


def _listing(file: OrderFile) -> str:
    return next((line.listing for line in file.order.lines if line.listing), "")


def send(
    desk: Desk,
    order_id: OrderId,
    text: str,
    *,
    conversation: ConversationId | None = None,
    images: Sequence[str] = (),
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Queue a text to the buyer; without a conversation in the newest open one, else in a new one.

    `images` are https addresses that anybody can open. Raises NotFound and NotAllowed.
    """

    def judge(file: OrderFile) -> SendMessage:
        refuse_unless(permission(file), file)
        can = file.can.sends_messages
        told = check_text(text, 0 if can is None else can.length)
        pictures = _images(images, 0 if can is None else can.images)
        found = open_one(file)
        if conversation is not None:
            found = next((one for one in file.conversations if one.id == conversation), None)
            if found is None:
                raise NotFound("This order has no such conversation.", code="no_such_conversation")
            if found.told.closed:
                raise NotAllowed("This conversation is closed.", code="conversation_closed")
        return SendMessage(
            order=file.order.ref,
            conversation=found.told.ref.id if found else "",
            buyer=found.told.buyer if found and found.told.buyer else file.order.buyer.remote_id,
            listing=found.told.listing if found and found.told.listing else _listing(file),
            text=told,
            images=pictures,
        )

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)


def _images(addresses: Sequence[str], most: int) -> tuple[str, ...]:
    found = tuple(one.strip() for one in addresses if one.strip())
    if len(found) > most:
        raise NotAllowed(
            f"The channel takes {most} pictures with a message, not {len(found)}.", code="images_too_many", most=most
        )
    for one in found:
        if not _is_public_https(one):
            raise NotAllowed(
                "A picture is given by an https address that anybody can open; files of this computer cannot be sent.",
                code="image_address",
            )
    return found


def _is_public_https(address: str) -> bool:
    if len(address) > _LONGEST_ADDRESS or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host and not parts.username


def views(file: OrderFile) -> tuple[ConversationView, ...]:
    """The order's conversations, the one with the newest text first; ours that are not there yet lie over them."""
    known = {text.remote_id for one in file.conversations for text in one.told.messages}
    rows = [
        row
        for row in outbox_store.of_kind(file.rows, SendMessage)
        if row.state is not PushState.RECALLED
        and not (row.state is PushState.CONFIRMED and (not row.remote_ref or row.remote_ref in known))
    ]
    shown = [_view(one, [row for row in rows if _goes_on_in(row, one)]) for one in file.conversations]
    told = {one.told.ref.id for one in file.conversations}
    alone = [row for row in rows if row.push.conversation not in told]
    if alone:
        shown.append(_begun(alone))
    return tuple(sorted(shown, key=lambda one: (-_newest(one), one.remote_id)))


def _goes_on_in(row: OutboxRow[SendMessage], one: StoredConversation) -> bool:
    return row.push.conversation == one.told.ref.id


def _newest(one: ConversationView) -> float:
    return max((text.at.timestamp() for text in one.messages), default=0.0)


def _view(one: StoredConversation, rows: Sequence[OutboxRow[SendMessage]]) -> ConversationView:
    told = one.told
    there = [
        MessageView(
            at=text.at, ours=text.ours, text=text.text, subject=text.subject, unread=text.unread, media=text.media
        )
        for text in told.messages
    ]
    return ConversationView(
        id=one.id,
        remote_id=told.ref.id,
        title=told.title,
        buyer=told.buyer,
        listing=told.listing,
        unread=told.unread,
        closed=told.closed,
        messages=(*there, *(_on_its_way(row) for row in rows)),
    )


def _begun(rows: Sequence[OutboxRow[SendMessage]]) -> ConversationView:
    return ConversationView(
        id=None,
        remote_id="",
        title="",
        buyer=rows[0].push.buyer,
        listing=rows[0].push.listing,
        unread=0,
        closed=False,
        messages=tuple(_on_its_way(row) for row in rows),
    )


def _on_its_way(row: OutboxRow[SendMessage]) -> MessageView:
    return MessageView(
        at=row.created_at,
        ours=True,
        text=row.push.text,
        media=tuple(("", one) for one in row.push.images),
        push=row.id,
        state=row.state,
    )
