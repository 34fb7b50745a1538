"""`desk status`: an order moves to another of the channel's own statuses."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.say import echo
from desk.cli.wiring import Session
from desk.services import orders, restating


def register(app: typer.Typer) -> None:
    app.command("status")(status)


def status(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Order number or channel id.")],
    to: Annotated[
        str, typer.Option("--to", metavar="STATUS", help="The channel's code; without it, those there are.")
    ] = "",
) -> None:
    """Move an order to another of the channel's own statuses. It waits in the outbox until it is pushed."""
    session: Session = context.obj
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        view = orders.show(desk, order)
        queued = restating.set_status(desk, order, to.strip(), hold_seconds=0) if to.strip() else None
    may = view.limits.statuses if view.may_set_status.allowed else ()
    document = {
        "order": view.number,
        "status": view.channel_status,
        "may_become": may,
        "pushes": queued.pushes if queued else (),
    }
    session.tell(
        document, lambda: echo(_told(view.number, view.channel_status, may, to.strip(), view.may_set_status.text))
    )


def _told(number: str, now: str, may: tuple[str, ...], to: str, why_not: str) -> str:
    if to:
        return f"Status to the outbox: {number}  {now} > {to}"
    return f"{number}: {now}\n  May become: {', '.join(may)}" if may else f"{number}: {now}\n  {why_not}"
