"""`desk return list/export/reasons`: which returns there are, as a table too, and what channels' codes mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from desk.cli.say import SAY, Count, echo
from desk.cli.wiring import Session
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId
from desk.services import (
    accounts,
    exports,
    return_export,
    return_lists,
    return_reasons,
    return_views,
    wording_returns,
)
from desk.services.context import Desk
from desk.services.return_lists import Filter, Group, ListRow, Sort

E = TypeVar("E", Group, Sort, ReturnState)
PAGES = 1000

State = Annotated[list[str] | None, typer.Option("--state", help="Only in this state; may be repeated.")]
Grouped = Annotated[str, typer.Option("--group", help="announced, arrived, inspected or done.")]
Account = Annotated[list[str] | None, typer.Option("--account", help="Its name; may be repeated.")]
Reason = Annotated[list[str] | None, typer.Option("--reason", help="A code; may be repeated.")]
Text = Annotated[str, typer.Option("--text", help="In a number, the buyer's name, an article or the parcel.")]
Ordered = Annotated[str, typer.Option("--sort", help="due, opened, changed, number or value.")]
Descending = Annotated[bool, typer.Option("--descending", help="The other way round.")]


def register(group: typer.Typer) -> None:
    group.command("list")(show_list)
    group.command("export")(export)
    group.command("reasons")(reasons)


def show_list(
    context: typer.Context,
    state: State = None,
    group: Grouped = "",
    account: Account = None,
    reason: Reason = None,
    text: Text = "",
    sku: Annotated[str, typer.Option(help="Only with this article.")] = "",
    country: Annotated[str, typer.Option(help="Two letters, such as AT.")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only past their deadline.")] = False,
    tasks: Annotated[bool, typer.Option("--tasks", help="Only those that wait for somebody in the channel.")] = False,
    unmapped: Annotated[bool, typer.Option("--unmapped", help="Only those whose reason Desk does not know.")] = False,
    sort: Ordered = Sort.DUE,
    descending: Descending = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 1000,
) -> None:
    """The returns that somebody still has to do something for, or those asked for; the most urgent first."""
    session: Session = context.obj
    order = _code(sort, Sort, "--sort")
    with session.desk() as desk:
        wanted = Filter(
            group=_code(group, Group, "--group") if group else None,
            states=_states(state, anywhere=bool(group)),
            accounts=account_ids(desk, account),
            reasons=frozenset(return_reasons.meant(desk, one) for one in reason or ()),
            unmapped=unmapped,
            tasks=tasks,
            overdue=overdue,
            sku=sku,
            country=country.upper(),
            text=text,
        )
        rows, total = _rows(desk, wanted, order, descending=descending, limit=limit)
        counts = return_lists.summary(desk, wanted)

    def tell() -> None:
        for row in rows:
            _tell(row)
        more = f" of {total}" if total > len(rows) else ""
        echo(f"{len(rows)}{more} returns")

    groups = {one.value: counts.groups[one] for one in Group}
    session.tell({"returns": rows, "total": total, "groups": groups}, tell)


def _tell(row: ListRow) -> None:
    due = f"  until {SAY.moment(row.due)}" if row.due else ""
    pieces = f"{row.received}/{row.announced}"
    odd = "" if row.mapped else f"  unknown reason {row.reason}"
    state = SAY.text(wording_returns.RETURN_STATES[row.state])
    left = f"  {row.tasks} tasks" if row.tasks else ""
    echo(f"{row.number}  {state:<26} {row.order_number:<22} {pieces:>5}  {row.title[:40]}{due}{odd}{left}")


def _rows(desk: Desk, wanted: Filter, sort: Sort, *, descending: bool, limit: int) -> tuple[list[ListRow], int]:
    first = return_lists.page(desk, wanted, sort=sort, descending=descending, limit=min(limit, PAGES))
    rows, at = list(first.rows), first.more
    while at is not None and len(rows) < limit:
        size = min(PAGES, limit - len(rows))
        page = return_lists.page(desk, wanted, sort=sort, descending=descending, after=at, limit=size)
        rows += page.rows
        at = page.more
    return rows, first.total or 0


def _states(state: Sequence[str] | None, *, anywhere: bool) -> frozenset[ReturnState]:
    if state:
        return frozenset(_code(one, ReturnState, "--state") for one in state)
    return frozenset() if anywhere else return_views.OPEN


def account_ids(desk: Desk, names: Sequence[str] | None) -> frozenset[AccountId]:
    """Accounts by their names. Raises NotFound."""
    return frozenset(accounts.find(desk, one).id for one in names or ())


def _code(text: str, kind: type[E], option: str) -> E:
    for one in kind:
        if one.value.casefold() == text.strip().casefold().replace("-", "_"):
            return one
    raise typer.BadParameter(f"{option} takes one of these: {', '.join(one.value for one in kind)}.")


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv|FILE.xlsx", help="It must not exist yet.")],
    state: State = None,
    group: Grouped = "",
    account: Account = None,
    reason: Reason = None,
    text: Text = "",
    sort: Ordered = Sort.DUE,
    descending: Descending = False,
) -> None:
    """Write a list of returns as a table for a spreadsheet; without a filter all of them."""
    session: Session = context.obj
    order = _code(sort, Sort, "--sort")
    with session.desk() as desk:
        wanted = Filter(
            group=_code(group, Group, "--group") if group else None,
            states=_states(state, anywhere=not state),
            accounts=account_ids(desk, account),
            reasons=frozenset(return_reasons.meant(desk, one) for one in reason or ()),
            text=text,
        )
        table = exports.Table(file=file.expanduser(), separator=",", comma=False)
        ids = return_lists.ids(desk, wanted, sort=order, descending=descending)
        count = Count("returns written", len(ids))
        try:
            written = return_export.write(desk, table, SAY, ids, progress=lambda done, _of: count.at(done))
        finally:
            count.close()
    session.tell({"file": file, "returns": written}, lambda: echo(f"{file}: {written} returns."))


def reasons(
    context: typer.Context,
    account: Annotated[str, typer.Option(help="With --map: the account whose code it is.")] = "",
    meaning: Annotated[str, typer.Option("--map", metavar="CODE=REASON", help="Say what a channel's code means.")] = "",
) -> None:
    """The codes of channels that Desk does not know; with --map say once what one means."""
    session: Session = context.obj
    if bool(account) != bool(meaning):
        raise typer.BadParameter("--account and --map go together.")
    with session.desk() as desk:
        if meaning:
            code, _, ours = meaning.rpartition("=")
            if not code or not ours:
                raise typer.BadParameter("--map takes CODE=REASON, such as TOO_SHINY=STYLE_COLOR.")
            return_reasons.map_code(desk, accounts.find(desk, account).id, code, ours)
        found = return_reasons.unmapped(desk)

    def tell() -> None:
        for one in found:
            echo(f"{one.account_name}: {one.code}  {one.returns} returns")
        echo(f"{len(found)} unknown codes")

    session.tell({"unmapped": found}, tell)
