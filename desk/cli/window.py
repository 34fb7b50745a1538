"""`desk` and `desk open`: the window on the agent's store, or the one brought to the front that is open on it."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.display import need_display
from desk.cli.wiring import Session
from desk.system.folders import data_folder
from desk.system.instance import reference


def register(app: typer.Typer) -> None:
    app.command("open")(open_reference)


def open_reference(
    context: typer.Context,
    told: Annotated[
        str, typer.Argument(metavar="REF", help="Order number, channel id, parcel number or desk:// link.")
    ],
) -> None:
    """Show one order in the window, in the one that is open where there is one."""
    show(context.obj, reference(told))


def show(session: Session, told: str) -> None:
    """The window until it is closed; with `told`, at what is found for it."""
    need_display()
    raise typer.Exit(session.wiring.start_window(data_folder(session.data), told))
