"""`desk return open/show/receive/missing/inspect/step/undo`: returns of every channel in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from desk.cli.amounts import line_named
from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.return_goods import PROPOSED, Disposition, Finding, Grade
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, ReturnId
from desk.domain.views import OrderView
from desk.services import (
    orders,
    return_file,
    return_inspecting,
    return_opening,
    return_photos,
    return_steps,
    return_undoing,
    return_views,
    wording_returns,
)
from desk.services.context import Desk
from desk.services.return_file import Said
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
    group.command("open")(open_one)
    group.command("show")(show)
    group.command("receive")(receive)
    group.command("missing")(missing)
    group.command("inspect")(inspect)
    group.command("step")(step)
    group.command("undo")(undo)


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
        lines = counted(orders.show(desk, order), line) if line else return_opening.all_free_of(desk, order)
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
        came = counted(orders.show(desk, told.order), line) if line else None
        return_steps.receive(desk, told.id, came, hold_seconds=0)

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
    photo: Annotated[Path | None, typer.Option(help="A picture, kept with it; wrong content needs one.")] = None,
) -> None:
    """Note in what condition pieces came back. With the last piece a return is inspected."""
    _only_one(numbers, line=line)
    found = _code(grade, Grade, "--grade")
    goes = _code(disposition, Disposition, "--disposition") if disposition else PROPOSED[found]
    picture = b"" if photo is None else read_picture(photo)

    def deed(desk: Desk, told: StoredReturn) -> None:
        if not line and not picture:
            return_inspecting.inspect_waiting(desk, told.id, found, goes=goes, note=note)
            return
        its = {line_named(orders.show(desk, told.order), line): pieces} if line else return_inspecting.waiting(told)
        for one, quantity in its.items():
            finding = Finding(quantity=quantity, grade=found, disposition=goes, note=note)
            _inspect(desk, told, one, finding, picture)

    _do(context, numbers, deed)


def _inspect(desk: Desk, told: StoredReturn, line: LineId, finding: Finding, picture: bytes) -> None:
    """A picture stays only with what it shows."""
    if not picture:
        return_steps.inspect(desk, told.id, line, finding)
        return
    with _kept(desk, told, picture, line) as name:
        return_steps.inspect(desk, told.id, line, replace(finding, photo=name))


@contextmanager
def _kept(desk: Desk, told: StoredReturn, picture: bytes, line: LineId | None = None) -> Iterator[str]:
    """Under which name the picture is kept; it goes again where what it shows is refused."""
    photo = return_photos.add(desk, told.id, picture, line=line)
    try:
        yield photo.name
    except NotAllowed:
        return_photos.remove(desk, photo.id)
        raise


def step(
    context: typer.Context,
    numbers: Numbers,
    what: Annotated[str, typer.Argument(metavar="STEP", help="Such as approve; `return show` names what may follow.")],
    words: Annotated[str, typer.Option(help="Why, or what was said.")] = "",
    carrier: Annotated[str, typer.Option(help="Of the parcel back.")] = "",
    parcel: Annotated[str, typer.Option(metavar="NUMBER", help="Of the parcel back.")] = "",
    photo: Annotated[Path | None, typer.Option(help="A picture of wrong content, kept with it.")] = None,
    reference: Annotated[str, typer.Option(help="What goes out instead.")] = "",
) -> None:
    """Move returns a step on; their channels are told where they take that."""
    wanted = _code(what, ReturnStep, "STEP")
    picture = b"" if photo is None else read_picture(photo)
    said = Said(words=words, carrier=carrier, parcel=parcel, reference=reference)

    def deed(desk: Desk, told: StoredReturn) -> None:
        if picture and wanted is ReturnStep.WRONG_CONTENT:
            with _kept(desk, told, picture) as name:
                return_steps.step(desk, told.id, wanted, replace(said, photo=name), hold_seconds=0)
            return
        return_steps.step(desk, told.id, wanted, said, hold_seconds=0)
        if picture:
            return_photos.add(desk, told.id, picture)

    _do(context, numbers, deed)


def undo(context: typer.Context, numbers: Numbers) -> None:
    """Take back what was done last with returns; what waits for a channel is recalled with it."""
    _do(context, numbers, lambda desk, told: return_undoing.take_back_last(desk, told.id), undoable=False)


def read_picture(photo: Path) -> bytes:
    """The file, as far as Desk would keep it. Raises NotAllowed."""
    file = photo.expanduser()
    try:
        if file.stat().st_size > return_photos.MOST_BYTES:
            raise NotAllowed("The picture is larger than 10 MB. Make it smaller.", code="photo_large")
        data = file.read_bytes()
    except OSError as error:
        raise NotAllowed(f"The photo {photo.name} cannot be read: {error.strerror}.", code="file_unreadable") from None
    return_photos.check(data)
    return data


def _do(
    context: typer.Context,
    numbers: Sequence[str],
    deed: Callable[[Desk, StoredReturn], object],
    *,
    undoable: bool = True,
) -> None:
    def to_one(desk: Desk, number: str) -> ReturnId:
        told = return_file.numbered(desk, number)
        deed(desk, told)
        return told.id

    _each(context, numbers, to_one, undoable=undoable)


def _each(
    context: typer.Context,
    names: Sequence[str],
    deed: Callable[[Desk, str], ReturnId],
    *,
    undoable: bool = False,
) -> None:
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
            if undoable:
                echo(f"  to take it back, until a channel has it: desk return undo {one.number}")

    session.tell(document if len(several) > 1 else seen[0], tell)
    if refused:
        raise typer.Exit(1)


def _only_one(names: Sequence[str], **options: object) -> None:
    """Raises BadParameter where what belongs to one return is said of several."""
    said = [f"--{name}" for name, value in options.items() if value]
    if said and len(names) > 1:
        raise typer.BadParameter(f"{', '.join(said)} is of one return; leave it out, or name a single one.")


def counted(view: OrderView, told: Sequence[str]) -> dict[LineId, int]:
    """Pieces by line, from `LINE=PIECES`."""
    found: dict[LineId, int] = {}
    for text in told:
        name, _, pieces = text.rpartition("=")
        if not name or not (pieces.isascii() and pieces.isdigit()) or len(pieces) > 6:
            raise typer.BadParameter(f"--line takes a line and its pieces such as 11=2, not {text!r}.")
        found[line_named(view, name)] = int(pieces)
    return found


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
    if seen.deduction is not None:
        held = seen.deduction
        echo(f"  held back {held.amount}: {SAY.text(wording_returns.LOSS_REASONS[held.reason])} {held.words}".rstrip())
    for line in seen.lines:
        one = line.counted
        counts = f"{one.received} of {one.announced} came, {one.missing} missing, {one.extra} extra"
        echo(f"  {line.remote_id}  {line.title[:50]}: {counts}")
        for finding in one.findings:
            grade = SAY.text(wording_returns.GRADES[finding.grade])
            goes = SAY.text(wording_returns.DISPOSITIONS[finding.disposition])
            echo(f"      {finding.quantity} x {grade}, {goes.lower()} {finding.note}".rstrip())
    for task in seen.tasks:
        if task.done_at is None:
            echo(f"  task {task.id}: {SAY.text(wording_returns.TASKS[task.what])}  {task.page}")
    if seen.photos:
        echo("  photos: " + ", ".join(one.name for one in seen.photos))
    if seen.exchange is not None:
        gone = seen.exchange
        echo(f"  sent instead: {gone.carrier} {gone.number} {gone.reference}  {gone.difference}")
    echo("  may follow: " + (", ".join(seen.steps) or "nothing"))
