"""`desk privacy`: forget buyers once nothing is left to do for them, as channels want it."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.say import SAY, Count, echo
from desk.cli.wiring import Session
from desk.services import accounts, care_copies, privacy
from desk.services.privacy import AccountPlan, Report

app = typer.Typer(help="Forget buyers once nothing is left to do for them.", no_args_is_help=True)


def register(to: typer.Typer) -> None:
    to.add_typer(app, name="privacy")


@app.callback()
def _privacy() -> None:
    """Keeps `run` a command of its own."""


@app.command()
def run(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    account: Annotated[str, typer.Option(help="Only this account (name, id or kind).")] = "",
) -> None:
    """Blank buyers' data that is due, as an open window does every day. Orders, amounts and returns stay."""
    session: Session = context.obj
    count: Count | None = None

    def told(done: int, of: int) -> None:
        nonlocal count
        count = count or Count("orders looked at", of)
        count.at(done)

    with session.desk() as desk:
        only = accounts.find(desk, account).id if account else None
        try:
            report = privacy.plan(desk, only) if dry_run else privacy.run(desk, only, told)
        finally:
            if count is not None:
                count.close()
        older = care_copies.older_copies(desk)
    document = {"dry_run": dry_run, "accounts": report.accounts, "clean": report.clean, "older_copies": older}
    session.tell(document, lambda: _tell(report, older, dry_run=dry_run))


def _tell(report: Report, older: care_copies.OlderCopies, *, dry_run: bool) -> None:
    if not report.accounts:
        echo("No account forgets its buyers. To have one do so: desk accounts set NAME forget_after=DAYS")
    for one in report.accounts:
        echo(f"{one.name}: {_counts(one)} {'would be' if dry_run else 'are'} blanked, {one.days} days after the order.")
        if one.oldest is not None:
            echo(f"   the first was due {SAY.date(one.oldest)}")
        if one.waiting:
            echo(f"   {one.waiting} more orders are due and wait for their entries in the outbox: desk outbox list")
    if not report.clean:
        echo("Somebody still reads the store: its free pages and log are wiped at the next run.", err=True)
    if older.backups or older.aside:
        echo(
            f"{older.backups} older backups and {older.aside} stores kept aside may still hold these buyers. Daily "
            "backups go within four weeks; delete the others yourself once they are not needed.",
            err=True,
        )


def _counts(one: AccountPlan) -> str:
    parts = (
        (one.orders, "orders"),
        (one.cases, "cases"),
        (one.conversations, "conversations"),
        (one.notes, "notes"),
        (one.samples, "unreadable records"),
    )
    return ", ".join(f"{count} {word}" for count, word in parts if count or word == "orders")
