"""`desk status`: orders move to another of the channel's own statuses."""

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
    references: Annotated[list[str], typer.Argument(metavar="REF...", help="Order numbers or channel ids.")],
    to: Annotated[
        str, typer.Option("--to", metavar="STATUS", help="The channel's code; without it, those there are.")
    ] = "",
) -> None:
    """Move orders to another of the channel's own statuses. They wait in the outbox until they are pushed."""
    session: Session = context.obj
    told, lines = [], []
    wanted = to.strip()
    with session.desk() as desk:
        # Named before anything is queued: one that is not there keeps the others where they are.
        found = [orders.find(desk, one, by_number=True) for one in dict.fromkeys(references)]
        for order in found:
            view = orders.show(desk, order)
            queued = restating.set_status(desk, order, wanted, hold_seconds=0) if wanted else None
            may = view.limits.statuses if view.may_set_status.allowed else ()
            pushes = queued.pushes if queued else ()
            told.append({"order": view.number, "status": view.channel_status, "may_become": may, "pushes": pushes})
            if wanted:
                lines.append(f"Status to the outbox: {view.number}  {view.channel_status} > {wanted}")
            else:
                lines.append(f"{view.number}: {view.channel_status}")
                lines.append(f"  May become: {', '.join(may)}" if may else f"  {view.may_set_status.text}")
    document = {"orders": told, "pushes": [push for one in told for push in one["pushes"]]}
    session.tell(document, lambda: echo("\n".join(lines)))
