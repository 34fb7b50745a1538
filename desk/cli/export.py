"""`desk export`: everything stored of the orders, as JSON Lines, for people who want to check or take it elsewhere."""

from __future__ import annotations

import sys

import typer

from desk.cli.wiring import Session, to_json
from desk.services import orders


def register(app: typer.Typer) -> None:
    app.command("export")(export)


def export(context: typer.Context) -> None:
    """Print all orders, one JSON document a line; with --json one document with a list."""
    session: Session = context.obj
    with session.desk() as desk:
        found = orders.everything(desk)
        if session.json:
            sys.stdout.write(to_json({"orders": list(found)}) + "\n")
        else:
            for one in found:
                sys.stdout.write(to_json(one) + "\n")
