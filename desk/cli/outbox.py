"""`desk outbox`: what waits, fails or is unclear, and what to do about it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from typing import Annotated

import typer

from desk.cli import next_step
from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.pushes import PushState
from desk.domain.values import PushId
from desk.domain.views import AccountState, AccountView, PushView
from desk.services import accounts, outbox, pusher, wording
from desk.services.pusher import DrainReport

_LARGEST = 2**63 - 1  # that a store can count
app = typer.Typer(help="List, push, retry, recall and settle what is meant for channels.", invoke_without_command=True)
Ids = Annotated[
    list[int], typer.Argument(min=1, max=_LARGEST, help="Numbers of entries, as `desk outbox list` shows them.")
]


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        show(context)


def register(to: typer.Typer) -> None:
    to.add_typer(app, name="outbox")


@app.command("list")
def show(
    context: typer.Context,
    state: Annotated[list[PushState] | None, typer.Option(help="Only entries in this state; may be repeated.")] = None,
    account: Annotated[str, typer.Option(help="Only this account (name, id or kind).")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000)] = 1000,
) -> None:
    """List the outbox, newest first."""
    session: Session = context.obj
    with session.desk() as desk:
        only = accounts.find(desk, account).id if account else None
        found = outbox.overview(desk, states=state or None, account=only, limit=limit)
    session.tell({"pushes": found}, lambda: _tell(found))


def _what(one: PushView) -> str:
    """A parcel by its number alone, any other deed by its name."""
    if "pieces" in one.what:
        return f"{one.what['carrier']} {one.what['number']}"
    return ", ".join(filter(None, wording.deed(one.what, SAY)))


def _tell(found: Sequence[PushView]) -> None:
    if not found:
        echo("The outbox is empty.")
    for one in found:
        echo(
            f"{one.id}  {one.account_name}  {one.order_number}  {_what(one)}  "
            f"{wording.push_state(one.state, SAY)}  {one.attempts} {'try' if one.attempts == 1 else 'tries'}"
        )
        if one.error_text:
            words = f" ({one.channel_words})" if one.channel_words else ""
            echo(f"   {one.error_text}{words}")
        if one.state in (PushState.HELD, PushState.WAITING):
            echo(f"   not before {SAY.moment(one.not_before)}")
        if one.state is PushState.APPROVAL:
            echo(f"   {one.actor} queued it; somebody else: desk outbox approve {one.id} or decline {one.id}")
        if one.state in (PushState.UNCLEAR, PushState.CONFLICT):
            echo(f"   Look into {one.account_name}, then: desk outbox resolve {one.id} --done or --not-done")


@app.command()
def push(
    context: typer.Context,
    account: Annotated[str, typer.Option(help="Only this account (name, id or kind).")] = "",
) -> None:
    """Send what is due and say what became of it."""
    session: Session = context.obj
    done: list[DrainReport] = []
    failed: list[tuple[AccountView, DeskError]] = []
    with session.desk() as desk:
        wanted = accounts.overview(desk)
        if account:
            only = accounts.find(desk, account).id
            wanted = tuple(one for one in wanted if one.id == only)
        for one in wanted:
            try:
                done.append(pusher.drain(desk, one.id, threading.Event()))
                _say_what_holds(one)
            except DeskError as trouble:
                failed.append((one, trouble))
        postponed = {report.account for report in done if report.postponed}
        waiting = [one for one in accounts.overview(desk) if one.id in postponed and one.trouble_text]
    counts = {
        name: sum(getattr(report, name) for report in done)
        for name in ("confirmed", "failed", "unclear", "conflict", "postponed")
    }
    waits = [report.again_after for report in done if report.again_after is not None]
    document = counts | {
        "again_after": max(waits, default=None),
        "errors": [{"account": one.name, "code": error.code, "text": error.text} for one, error in failed],
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    session.tell(document, lambda: echo(told or "Nothing was due."))
    for one in waiting:
        echo(f"{one.name}: {next_step.of_account(one)}", err=True)
    for one, error in failed:
        echo(f"{one.name}: {next_step.told(error, one.name, session.wiring.describe(one.tile.kind))}", err=True)
    if failed:
        raise typer.Exit(1)


def _say_what_holds(account: AccountView) -> None:
    """Raises NotAllowed where something waits that does not go, because the account may not or cannot push."""
    if not account.open_pushes:
        return
    if not account.writing:
        raise NotAllowed("It is read-only, so nothing is sent. Switch writing on first.", code="outbox_read_only")
    if account.state is AccountState.PAUSED:
        raise NotAllowed("It is paused, so nothing is sent. Let it go on first.", code="outbox_paused")
    if account.state is AccountState.LOGIN_NEEDED:
        raise NotAllowed(
            f"Nothing is sent until its keys work again: {next_step.of_account(account)}",
            code="login_needed",
        )


@app.command()
def retry(
    context: typer.Context,
    ids: Ids,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask where money may go back twice.")] = False,
) -> None:
    """Try entries again; each looks at its channel first."""
    session: Session = context.obj
    with session.desk() as desk:
        if not yes:
            _ask_for_money(outbox.overview(desk, states=[PushState.UNCLEAR], limit=_LARGEST), ids)
        outbox.retry(desk, [PushId(one) for one in ids])
    session.tell({"retried": ids}, lambda: echo("They go with the next push."))


def _ask_for_money(unclear: Sequence[PushView], ids: Sequence[int]) -> None:
    """Whether the agent has looked into the channel: what is unclear may have arrived."""
    doubtful = [one for one in unclear if one.id in ids and outbox.is_doubtful(one)]
    if not doubtful:
        return
    what = "; ".join(f"{one.id}, {_what(one)}" for one in doubtful)
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            f"This may have arrived, and money would go back twice: {what}. Look into the channel, then say --yes."
        )
    if not typer.confirm(f"This may have arrived ({what}). Is it surely not in the channel?", err=True):
        raise typer.Exit(1)


@app.command()
def recall(context: typer.Context, ids: Ids) -> None:
    """Take entries back that are not sent yet."""
    session: Session = context.obj
    with session.desk() as desk:
        outbox.recall(desk, [PushId(one) for one in ids])
    session.tell({"recalled": ids}, lambda: echo("Taken back."))


By = Annotated[str, typer.Option(metavar="NAME", help="Who you are, where the computer's user is not you.")]


@app.command()
def approve(context: typer.Context, ids: Ids, by: By = "") -> None:
    """Agree to money going back that somebody else has queued; it goes with the next push."""
    session: Session = context.obj
    with session.desk() as desk:
        outbox.approve(desk, [PushId(one) for one in ids], by=by)
    session.tell({"approved": ids}, lambda: echo("Approved. They go with the next push."))


@app.command()
def decline(context: typer.Context, ids: Ids, by: By = "") -> None:
    """Say no to money going back that waits for a second person; it never goes."""
    session: Session = context.obj
    with session.desk() as desk:
        outbox.decline(desk, [PushId(one) for one in ids], by=by)
    session.tell({"declined": ids}, lambda: echo("Declined. Nothing is sent."))


@app.command()
def resolve(
    context: typer.Context,
    entry: Annotated[int, typer.Argument(min=1, max=_LARGEST, help="Number of the entry.")],
    done: Annotated[bool, typer.Option("--done/--not-done", help="Whether it arrived in the channel.")],
) -> None:
    """Say how an unclear or conflicting entry ended, after a look into the channel."""
    session: Session = context.obj
    with session.desk() as desk:
        outbox.resolve(desk, PushId(entry), done=done)
    session.tell({"resolved": entry, "done": done}, lambda: echo("Settled."))
