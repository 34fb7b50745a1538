"""`desk sync`: fetch once, with a progress bar that can be stopped."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from desk.cli import next_step, sync_status
from desk.cli.say import echo
from desk.cli.wiring import Session
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError
from desk.domain.views import AccountView, SyncProgress
from desk.services import accounts, sync
from desk.services.context import Desk
from desk.services.sync import SyncReport

PRINT_AT = 5000


def register(app: typer.Typer) -> None:
    app.command("sync")(fetch)


def fetch(
    context: typer.Context,
    account: Annotated[str, typer.Option(help="Only this account (name, id or kind).")] = "",
    since: Annotated[str, typer.Option(help="Fetch again everything from this day (2026-01-31).")] = "",
    status: Annotated[bool, typer.Option("--status", help="Fetch nothing; tell how each account stands.")] = False,
    unreadable: Annotated[
        bool, typer.Option("--unreadable", help="Fetch nothing; list the records that could not be read.")
    ] = False,
    read_again: Annotated[
        str, typer.Option(metavar="ID", help="Ask for one record of that list again; needs --account.")
    ] = "",
) -> None:
    """Fetch what is new from all accounts, or from one."""
    session: Session = context.obj
    if read_again and not account:
        raise typer.BadParameter("--read-again needs --account: numbers of records are the channel's own.")
    if status or unreadable or read_again:
        sync_status.answer(session, account, unreadable=unreadable, read_again=read_again)
        return
    _fetch_and_tell(session, account, _day(since))


def _fetch_and_tell(session: Session, account: str, start: Instant | None) -> None:
    done: list[SyncReport] = []
    failed: list[tuple[AccountView, DeskError]] = []
    with session.desk() as desk:
        wanted = accounts.overview(desk)
        if account:
            only = accounts.find(desk, account).id
            wanted = tuple(one for one in wanted if one.id == only)
        for one in wanted:
            try:
                done.append(fetch_with_bar(desk, one, since=start))
            except DeskError as trouble:
                failed.append((one, trouble))

    def tell() -> None:
        if not wanted:
            echo("No account yet. Add one with: desk accounts add KIND …")
        for report in done:
            name = next(one.name for one in wanted if one.id == report.account)
            beside = f"; {report.cases} cases, {report.conversations} conversations" * bool(
                report.cases + report.conversations
            )
            echo(f"{name}: {report.fetched} fetched, {report.new} new, {report.changed} changed{beside}")
            if report.unreadable:
                echo(f"   {report.unreadable} could not be read and wait on the repair list")

    reports = [
        {
            "account": next(one.name for one in wanted if one.id == report.account),
            "fetched": report.fetched,
            "new": report.new,
            "changed": report.changed,
            "cases": report.cases,
            "conversations": report.conversations,
            "unreadable": report.unreadable,
            "finished": report.finished,
        }
        for report in done
    ]
    failures = [{"account": one.name, "code": error.code, "text": error.text} for one, error in failed]
    session.tell({"synced": reports, "failed": failures}, tell)
    for one, error in failed:
        echo(f"{one.name}: {next_step.told(error, one.name, session.wiring.describe(one.tile.kind))}", err=True)
    if failed:
        raise typer.Exit(1)


def _day(text: str) -> Instant | None:
    if not text:
        return None
    found: Instant | None = None
    with suppress(ValueError):
        found = parse_utc(text)
    if found is None or found.year < 1970:  # there were no shops before
        raise typer.BadParameter(f"--since takes a day such as 2026-01-31, not {text!r}.")
    return found


def fetch_with_bar(desk: Desk, account: AccountView, *, since: Instant | None = None) -> SyncReport:
    """One run with a bar on stderr: count, total, rest time. Ctrl+C stops between two pages."""
    stop = threading.Event()
    with _bar(account.name) as advance:
        try:
            return sync.fetch(desk, account.id, advance, stop, since=since, asked=sys.stdin.isatty())
        except KeyboardInterrupt:
            stop.set()
            raise


@contextmanager
def _bar(name: str) -> Iterator[Callable[[SyncProgress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        with _lines(name) as told:
            yield told
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=None)

        def advance(progress: SyncProgress) -> None:
            words = f"{name} {_rest(progress)}" if progress.pause_seconds >= 1 else name
            bar.update(task, description=words, completed=progress.fetched, total=progress.total)

        yield advance


def _rest(progress: SyncProgress) -> str:
    return f"goes on in {progress.pause_seconds:.0f} s, as the channel's quota asks"


@contextmanager
def _lines(name: str) -> Iterator[Callable[[SyncProgress], None]]:
    """Where there is no terminal, a line now and then."""
    told = 0

    def advance(progress: SyncProgress) -> None:
        nonlocal told
        rests = progress.pause_seconds >= 1 and progress.fetched > told
        if progress.fetched - told >= PRINT_AT or rests:
            told = progress.fetched
            of = f" of {progress.total}" if progress.total else ""
            echo(f"{name}: {progress.fetched}{of} fetched{', ' + _rest(progress) if rests else ''}", err=True)

    yield advance
