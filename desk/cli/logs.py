"""`desk logs`: where the log lies, its last lines, and the report of a crash."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.say import echo
from desk.cli.wiring import Session
from desk.system import crash, logs
from desk.system.folders import data_folder


def register(app: typer.Typer) -> None:
    app.command("logs")(show)


def show(
    context: typer.Context,
    lines: Annotated[int, typer.Option(min=0, max=100_000, help="Print so many of the last lines.")] = 0,
    report: Annotated[bool, typer.Option("--report", help="Print the report of the last crash.")] = False,
) -> None:
    """Say where the log lies. DESK_LOG=DEBUG in the environment has more written to it."""
    session: Session = context.obj
    folder = logs.folder_in(data_folder(session.data))
    found = logs.last_lines(folder, lines)
    crashed = crash.found(folder)
    document: dict[str, object] = {"folder": folder, "crashed": crashed is not None, "lines": found}
    if report:
        document["report"] = crash.report(folder, crash=crashed)

    def tell() -> None:
        if report:
            for line in str(document["report"]).splitlines():
                echo(line)
            return
        echo(str(folder))
        for line in found:
            echo(line)
        if crashed is not None:
            echo("Desk did not end properly last time. The report: desk logs --report", err=True)

    session.tell(document, tell)
