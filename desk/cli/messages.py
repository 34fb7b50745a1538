"""`desk message`: read what was written with an order's buyer, and write to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.views import ConversationView, MessageView
from desk.services import messages, orders, wording


def register(app: typer.Typer) -> None:
    app.command("message")(message)


def message(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Order number or channel id.")],
    text: Annotated[str | None, typer.Option(help="What to write; without it the conversation is shown.")] = None,
    image: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="An https address of a picture; may be repeated.")
    ] = None,
) -> None:
    """Show what was written with the buyer, or write to them. A text waits in the outbox until it is pushed."""
    session: Session = context.obj
    if text is None and image:
        raise typer.BadParameter("--image goes with --text.")
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        queued = None if text is None else messages.send(desk, order, text, images=image or (), hold_seconds=0)
        view = orders.show(desk, order)
    document = {
        "order": view.number,
        "conversations": view.conversations,
        "pushes": () if queued is None else queued.pushes,
    }

    def tell() -> None:
        if queued is not None:
            echo(f"Message to the outbox: {view.number}")
        elif not view.conversations:
            echo("Nothing was written with this buyer yet.")
        else:
            tell_conversations(view.conversations)

    session.tell(document, tell)


def tell_conversations(conversations: Sequence[ConversationView]) -> None:
    """Each text with who wrote it and when, the oldest first."""
    for one in conversations:
        closed = ", closed" if one.closed else ""
        unread = f", {one.unread} unread" if one.unread else ""
        echo(f"Messages: {one.title or one.listing or one.buyer}{closed}{unread}")
        for text in one.messages:
            echo(f"  {SAY.moment(text.at)}  {_by(text, one)}{_state(text)}")
            for said in text.text.splitlines():
                echo(f"    {said}")
            for name, address in text.media:
                echo(f"    [{name or 'attached'}] {address}")


def _by(text: MessageView, conversation: ConversationView) -> str:
    return "we" if text.ours else conversation.buyer or "the buyer"


def _state(text: MessageView) -> str:
    return f" · {wording.push_state(text.state, SAY)}" if text.state else ""
