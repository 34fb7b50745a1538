"""`desk task list/done/again`: what a person has to do in a channel itself, since it lets no program do it."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.return_numbers import shown
from desk.services import return_tasks, wording_returns


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="What somebody has to do by hand, in the channel itself.")
    group.command("list")(show_list)
    group.command("done")(done)
    group.command("again")(again)
    app.add_typer(group, name="task")


def show_list(
    context: typer.Context,
    finished: Annotated[bool, typer.Option("--done", help="Those that were done, the last first.")] = False,
) -> None:
    """What waits, the oldest first, each with the page where it is done."""
    session: Session = context.obj
    with session.desk() as desk:
        found = return_tasks.done_tasks(desk) if finished else return_tasks.open_tasks(desk)

    def tell() -> None:
        for one in found:
            what = SAY.text(wording_returns.TASKS[one.what])
            by = f"  by {one.done_by or 'the channel'}, {SAY.moment(one.done_at)}" if one.done_at else ""
            echo(f"{one.id:>5}  {shown(one.number)}  {one.account_name}  order {one.order_number}  {what}{by}")
            if one.page and one.done_at is None:
                echo(f"       {one.page}")
        echo(f"{len(found)} tasks")

    session.tell({"tasks": found}, tell)


def done(
    context: typer.Context, tasks: Annotated[list[int], typer.Argument(metavar="ID...", help="As listed.")]
) -> None:
    """Tick tasks off; who and when is kept in the order's history."""
    session: Session = context.obj
    with session.desk() as desk:
        return_tasks.done(desk, tasks)
        left = return_tasks.open_tasks(desk)
    session.tell({"done": tasks, "left": len(left)}, lambda: echo(f"Done. {len(left)} left."))


def again(context: typer.Context, task: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Take a tick off: it is not done after all."""
    session: Session = context.obj
    with session.desk() as desk:
        return_tasks.reopen(desk, task)
    session.tell({"task": task}, lambda: echo("It waits again."))
