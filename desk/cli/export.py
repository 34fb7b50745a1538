"""`desk export`: everything stored of the orders, as JSON Lines, for people who want to check or take it elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.say import SAY, Count, echo
from desk.cli.wiring import Session, to_json
from desk.services import exports, orders


def register(app: typer.Typer) -> None:
    app.command("export")(export)


def export(
    context: typer.Context,
    table: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv|FILE.xlsx", help="Write a table for a spreadsheet instead, one order a row."),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Also what colleagues wrote; never for third parties.")
    ] = False,
) -> None:
    """Print all orders, one JSON document a line; with --json one document, cases and messages too. Notes stay out."""
    session: Session = context.obj
    if table is not None:
        _write_table(session, table.expanduser(), notes=notes)
        return
    with session.desk() as desk:
        found = orders.everything(desk, notes=notes)
        if session.json:
            told = {"orders": list(found), "cases": orders.all_cases(desk)}
            sys.stdout.write(to_json({**told, "conversations": orders.all_conversations(desk)}) + "\n")
        else:
            for one in found:
                sys.stdout.write(to_json(one) + "\n")


def _write_table(session: Session, file: Path, *, notes: bool) -> None:
    count: Count | None = None

    def told(done: int, of: int) -> None:
        nonlocal count
        count = count or Count("orders written", of)
        count.at(done)

    with session.desk() as desk:
        try:
            wanted = exports.Table(file=file, notes=notes, separator=",", comma=False)
            written = exports.write_table(desk, wanted, SAY, told)
        finally:
            if count is not None:
                count.close()
    session.tell({"file": file, "orders": written}, lambda: echo(f"{file}: {written} orders."))
