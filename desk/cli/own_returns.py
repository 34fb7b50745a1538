"""`desk return list/open/show/receive/missing/inspect/step/settle`: returns of every channel in one way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from desk.cli import table_files
from desk.cli.amounts import amount as read_amount
from desk.cli.amounts import line_named
from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.return_goods import PROPOSED, Disposition, Finding, Grade
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, OrderId, ReturnId
from desk.domain.views import OrderView
from desk.services import (
    accounts,
    orders,
    return_bulk,
    return_file,
    return_opening,
    return_settling,
    return_steps,
    return_views,
    wording_returns,
)
from desk.services.context import Desk
from desk.services.return_bulk import Standing
from desk.services.return_file import Said
from desk.services.return_settling import Settlement, Terms
from desk.services.return_views import ReturnView
from desk.store.returns import StoredReturn

E = TypeVar("E", Grade, Disposition, ReturnStep, ReturnState)

Numbers = Annotated[
    list[str], typer.Argument(metavar="NUMBER...", help="Of one return or several, such as RT-2026-000123-K.")
]
Lines = Annotated[
    list[str] | None, typer.Option("--line", metavar="ID=PIECES", help="Line id or SKU; may be repeated.")
]


def register(group: typer.Typer) -> None:
    group.command("list")(show_list)
    group.command("open")(open_one)
    group.command("show")(show)
    group.command("receive")(receive)
    group.command("missing")(missing)
    group.command("inspect")(inspect)
    group.command("step")(step)
    group.command("settle")(settle)
    group.command("bulk")(bulk)


def show_list(
    context: typer.Context,
    state: Annotated[list[str] | None, typer.Option(help="Only in this state; may be repeated.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 1000,
) -> None:
    """The returns that somebody still has to do something for, the most urgent first."""
    session: Session = context.obj
    states = [_code(one, ReturnState, "--state") for one in state] if state else None
    with session.desk() as desk:
        rows = return_views.overview(desk, states=states, limit=limit)

    def tell() -> None:
        for row in rows:
            due = f"  until {SAY.moment(row.due)}" if row.due else ""
            pieces = f"{row.received}/{row.announced}"
            echo(f"{row.number}  {_state(row.state):<26} {row.order_number:<22} {pieces:>5}  {row.title[:40]}{due}")
        echo(f"{len(rows)} returns")

    session.tell({"returns": rows}, tell)


def open_one(
    context: typer.Context,
    references: Annotated[list[str], typer.Argument(metavar="REF...", help="Order numbers or channel ids.")],
    line: Lines = None,
    reason: Annotated[str, typer.Option(help="A code such as CHANGED_MIND or DEFECTIVE.")] = "",
    arrived: Annotated[bool, typer.Option("--arrived", help="The parcel is here, unannounced.")] = False,
) -> None:
    """Open a return for an order or several; without --line of everything that can come back."""
    _only_one(references, line=line)

    def deed(desk: Desk, reference: str) -> ReturnId:
        order = orders.find(desk, reference, by_number=True)
        lines = _counted(orders.show(desk, order), line) if line else _all(desk, order)
        code = reason.strip().upper().replace("-", "_")
        return return_opening.open_return(desk, order, lines, reason=code, by_parcel=arrived).told.id

    _each(context, references, deed)


def show(context: typer.Context, numbers: Numbers) -> None:
    """Returns with their lines and the steps that may follow."""
    _each(context, numbers, lambda desk, number: return_file.numbered(desk, number).id)


def receive(context: typer.Context, numbers: Numbers, line: Lines = None) -> None:
    """Count what parcels held; without --line all that was expected."""
    _only_one(numbers, line=line)

    def deed(desk: Desk, told: StoredReturn) -> None:
        return_steps.receive(desk, told.id, _counted(orders.show(desk, told.order), line) if line else None)

    _do(context, numbers, deed)


def missing(context: typer.Context, numbers: Numbers) -> None:
    """Say that what is still expected will not come."""
    _do(context, numbers, lambda desk, told: return_steps.miss(desk, told.id))


def inspect(
    context: typer.Context,
    numbers: Numbers,
    grade: Annotated[str, typer.Option(help="A new, B opened, C used, D damaged, E unusable, X wrong content.")],
    line: Annotated[str, typer.Option(metavar="ID", help="Line id or SKU; else all that waits.")] = "",
    pieces: Annotated[int, typer.Option(min=1, help="Of that line.")] = 1,
    disposition: Annotated[str, typer.Option(help="What becomes of it; what fits the grade when left out.")] = "",
    note: Annotated[str, typer.Option(help="What was found.")] = "",
    photo: Annotated[Path | None, typer.Option(help="Its name is kept; wrong content needs one.")] = None,
) -> None:
    """Note in what condition pieces came back. With the last piece a return is inspected."""
    _only_one(numbers, line=line)
    found = _code(grade, Grade, "--grade")
    goes = _code(disposition, Disposition, "--disposition") if disposition else PROPOSED[found]
    if photo is not None and not photo.expanduser().is_file():
        raise NotAllowed(f"There is no photo {photo.name}.", code="return_photo_gone")
    name = "" if photo is None else photo.name

    def deed(desk: Desk, told: StoredReturn) -> None:
        looked_at = {line_named(orders.show(desk, told.order), line): pieces} if line else _waiting(told)
        for one, quantity in looked_at.items():
            finding = Finding(quantity=quantity, grade=found, disposition=goes, note=note, photo=name)
            return_steps.inspect(desk, told.id, one, finding)

    _do(context, numbers, deed)


def step(
    context: typer.Context,
    numbers: Numbers,
    what: Annotated[str, typer.Argument(metavar="STEP", help="Such as approve; `return show` names what may follow.")],
    words: Annotated[str, typer.Option(help="Why, or what was said.")] = "",
    carrier: Annotated[str, typer.Option(help="Of the parcel back.")] = "",
    parcel: Annotated[str, typer.Option(metavar="NUMBER", help="Of the parcel back.")] = "",
    photo: Annotated[str, typer.Option(help="Of wrong content.")] = "",
    reference: Annotated[str, typer.Option(help="What goes out instead.")] = "",
) -> None:
    """Move returns a step on; their channels are told where they take that."""
    wanted = _code(what, ReturnStep, "STEP")
    said = Said(words=words, carrier=carrier, parcel=parcel, photo=photo, reference=reference)
    _do(context, numbers, lambda desk, told: return_steps.step(desk, told.id, wanted, said))


def settle(
    context: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Of one return or several.")],
    shipping: Annotated[str, typer.Option(metavar="X", help="Of the way there; else as the law has it.")] = "",
    extra: Annotated[str, typer.Option(metavar="X", help="Beyond the goods.")] = "",
    loss: Annotated[str, typer.Option(metavar="X", help="Loss of value to be taken off.")] = "",
    label: Annotated[str, typer.Option(metavar="X", help="What the label back costs the buyer.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show how it comes about.")] = False,
) -> None:
    """Give the money of returns back, each reckoned step by step; one that is barred stops no other."""
    session: Session = context.obj
    with session.desk() as desk:
        wanted = [return_file.numbered(desk, one).id for one in dict.fromkeys(numbers)]
        told = []
        for one in wanted:
            view = orders.show(desk, return_views.show(desk, one).order)
            terms = Terms(
                shipping=read_amount(shipping, view, "--shipping") if shipping else None,
                extra=read_amount(extra, view, "--extra") if extra else None,
                loss_of_value=read_amount(loss, view, "--loss") if loss else None,
                label_fee=read_amount(label, view, "--label") if label else None,
            )
            (row,) = return_settling.preview(desk, [one], terms)
            if row.refused is None and not dry_run:
                row = _settled(desk, row, terms)
            told.append(row)
    failed = sum(row.refused is not None for row in told)
    session.tell({"settlements": [_document(row) for row in told], "refused": failed}, lambda: _tell_settled(told))
    if failed:
        raise typer.Exit(1)


def bulk(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns: return, shipping, extra, loss, label.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what each row would do.")] = False,
    results: Annotated[Path | None, typer.Option(metavar="OUT.csv", help="Write there how each row ended.")] = None,
) -> None:
    """Settle the returns of a table. What is barred says why and stops nothing else; run again, nothing is doubled."""
    session: Session = context.obj
    path = file.expanduser()
    out = None if results is None else results.expanduser()
    if out is not None:
        table_files.check_writable(out)
    entries = return_bulk.read(table_files.read_bytes(path), name=path.name)
    with session.desk() as desk:
        rows = return_bulk.plan(desk, entries)
        given = return_bulk.totals(rows)
        if not dry_run:
            rows, _ = return_bulk.run(desk, rows)
        names = {one.id: one.name for one in accounts.overview(desk)}
    by_account = [{"account": names[one], "amounts": amounts} for one, amounts in given.items()]
    if out is not None:
        header = ("row", "return", "amount", "result", "reason")
        table_files.write_results(out, header, [list(_row(one).values()) for one in rows])
    bad = sum(one.standing in (Standing.BLOCKED, Standing.FAILED) for one in rows)
    told = [_row(one) | {"code": "" if one.error is None else one.error.code} for one in rows]
    document = {"rows": told, "totals": by_account, "dry_run": dry_run, "refused": bad}
    session.tell(document, lambda: _tell_bulk(rows, by_account))
    if bad:
        raise typer.Exit(1)


def _row(row: return_bulk.Row) -> dict[str, str]:
    return {
        "row": str(row.entry.at),
        "return": row.entry.number,
        "amount": "" if row.settlement is None else str(row.settlement.reckoning.amount),
        "result": row.standing,
        "reason": "" if row.error is None else row.error.text,
    }


def _tell_bulk(rows: Sequence[return_bulk.Row], totals: Sequence[dict[str, Any]]) -> None:
    for row in sorted(rows, key=lambda one: one.error is None):  # the barred ones first
        told = _row(row)
        echo(f"{told['row']:>5}  {told['return']:<20} {told['amount']:>14}  {told['result']:<11} {told['reason']}")
    for one in totals:
        echo(f"{one['account']}: " + ", ".join(str(amount) for amount in one["amounts"]))


def _settled(desk: Desk, row: Settlement, terms: Terms) -> Settlement:
    try:
        moved = return_settling.settle(desk, row.told.id, terms, hold_seconds=0)
    except DeskError as error:  # something has changed since the preview
        return Settlement(told=row.told, reckoning=row.reckoning, in_case=row.in_case, refused=error)
    return Settlement(told=moved.told, reckoning=row.reckoning, in_case=row.in_case, refused=None)


def _document(row: Settlement) -> dict[str, object]:
    return {
        "return": shown(row.told.number),
        "state": row.told.state,
        "amount": row.reckoning.amount,
        "steps": row.reckoning.steps,
        "in_case": row.in_case,
        "error": "" if row.refused is None else row.refused.text,
        "error_code": "" if row.refused is None else row.refused.code,
    }


def _tell_settled(rows: Sequence[Settlement]) -> None:
    for row in sorted(rows, key=lambda one: one.refused is None):  # the barred ones first
        echo(f"{shown(row.told.number)}  {row.reckoning.amount}")
        for part, amount in row.reckoning.steps:
            echo(f"    {SAY.text(wording_returns.MONEY_STEPS[part]):<40} {amount}")
        if row.refused is not None:
            echo(f"    not settled: {row.refused.text}")


def _do(context: typer.Context, numbers: Sequence[str], deed: Callable[[Desk, StoredReturn], object]) -> None:
    def to_one(desk: Desk, number: str) -> ReturnId:
        told = return_file.numbered(desk, number)
        deed(desk, told)
        return told.id

    _each(context, numbers, to_one)


def _each(context: typer.Context, names: Sequence[str], deed: Callable[[Desk, str], ReturnId]) -> None:
    """Does it to each return and shows them; of several, one that is refused says so and stops no other."""
    session: Session = context.obj
    done: list[ReturnId] = []
    refused: list[tuple[str, DeskError]] = []
    several = dict.fromkeys(names)
    with session.desk() as desk:
        for name in several:
            try:
                done.append(deed(desk, name))
            except (NotAllowed, NotFound) as error:
                if len(several) == 1:
                    raise
                refused.append((name, error))
        seen = return_views.show_all(desk, list(dict.fromkeys(done)))
    document = {
        "returns": seen,
        "refused": [{"name": name, "error": error.text, "error_code": error.code} for name, error in refused],
    }

    def tell() -> None:
        for name, error in refused:  # first, so that it is seen
            echo(f"{name}: {error.text}", err=True)
        for one in seen:
            _tell(one)

    session.tell(document if len(several) > 1 else seen[0], tell)
    if refused:
        raise typer.Exit(1)


def _only_one(names: Sequence[str], **options: object) -> None:
    """Raises BadParameter where what belongs to one return is said of several."""
    said = [f"--{name}" for name, value in options.items() if value]
    if said and len(names) > 1:
        raise typer.BadParameter(f"{', '.join(said)} is of one return; leave it out, or name a single one.")


def _waiting(told: StoredReturn) -> dict[LineId, int]:
    """What came of a return and was not looked at. Raises NotAllowed where nothing waits."""
    found = {one.line: one.uninspected for one in told.lines if one.uninspected}
    if not found:
        raise NotAllowed("Nothing of this return waits for inspection.", code="return_none_waiting")
    return found


def _counted(view: OrderView, told: Sequence[str]) -> dict[LineId, int]:
    counted: dict[LineId, int] = {}
    for text in told:
        name, _, pieces = text.rpartition("=")
        if not name or not (pieces.isascii() and pieces.isdigit()) or len(pieces) > 6:
            raise typer.BadParameter(f"--line takes a line and its pieces such as 11=2, not {text!r}.")
        counted[line_named(view, name)] = int(pieces)
    return counted


def _all(desk: Desk, order: OrderId) -> dict[LineId, int]:
    return {line: free for line, free in return_opening.free_of(desk, order).items() if free}


def _code(text: str, kind: type[E], option: str) -> E:
    for one in kind:
        if one.value.casefold() == text.strip().casefold().replace("-", "_"):
            return one
    known = ", ".join(one.value for one in kind)
    raise typer.BadParameter(f"{option} takes one of these: {known}.")


def _state(state: ReturnState) -> str:
    return SAY.text(wording_returns.RETURN_STATES[state])


def _tell(seen: ReturnView) -> None:
    echo(f"{seen.number}  {_state(seen.state)}  order {seen.order_number}  money: {seen.settled}")
    if seen.parcel:
        echo(f"  parcel {seen.carrier} {seen.parcel}")
    if seen.words:
        echo(f"  {seen.words}")
    for line in seen.lines:
        one = line.counted
        counts = f"{one.received} of {one.announced} came, {one.missing} missing, {one.extra} extra"
        echo(f"  {line.remote_id}  {line.title[:50]}: {counts}")
        for finding in one.findings:
            grade = SAY.text(wording_returns.GRADES[finding.grade])
            goes = SAY.text(wording_returns.DISPOSITIONS[finding.disposition])
            echo(f"      {finding.quantity} x {grade}, {goes.lower()} {finding.note}".rstrip())
    echo("  may follow: " + (", ".join(seen.steps) or "nothing"))
