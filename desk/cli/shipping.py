"""`desk ship`: report a parcel, or a file of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from desk.cli import table_files
from desk.cli.amounts import line_named
from desk.cli.say import Count, echo
from desk.cli.wiring import Session
from desk.domain.shipments import LineQuantity, Parcel
from desk.domain.views import OrderView
from desk.services import bulk_shipping, correcting, orders, shipments
from desk.services.bulk_planning import Plan, PlannedParcel, RowState
from desk.services.bulk_shipping import Outcome, RowResult
from desk.services.context import Desk
from desk.services.correcting import Correction

_HEADER = ("row", "order", "number", "carrier", "account", "result", "reason")


def register(app: typer.Typer) -> None:
    app.command("ship")(ship)


def ship(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="[REF]", help="Order number or channel id.")] = "",
    carrier: Annotated[str, typer.Option(help="Code or name; recognised from the number when left out.")] = "",
    number: Annotated[str, typer.Option(help="The parcel's tracking number.")] = "",
    line: Annotated[
        list[str] | None, typer.Option(metavar="ID=QTY", help="Only these pieces; may be repeated.")
    ] = None,
    corrects: Annotated[
        str, typer.Option(metavar="OLD", help="The parcel is reported with this number: tell the channel the new one.")
    ] = "",
    file: Annotated[Path | None, typer.Option(help="CSV: order, carrier, number[, line, quantity].")] = None,
    result: Annotated[Path | None, typer.Option(help="Write how each row ended to this CSV file.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be reported.")] = False,
) -> None:
    """Report a parcel (or a file of them) as shipped. It waits in the outbox until it is pushed."""
    session: Session = context.obj
    if (file is None) == (not reference):
        raise typer.BadParameter("Give either an order or --file FILE.csv.")
    if file is not None:
        if carrier or number or line or corrects:
            raise typer.BadParameter("--carrier, --number and --line stand in the file where there is one.")
        _ship_file(session, file, result, dry_run=dry_run)
        return
    if result is not None:
        raise typer.BadParameter("--result goes with --file.")
    if not number.strip():
        raise typer.BadParameter("A parcel needs its tracking number. Give it with --number.")
    if corrects.strip():
        if line:
            raise typer.BadParameter("A correction leaves what is inside as it is: --line does not go with --corrects.")
        _correct(session, reference, Correction(old_number=corrects, number=number, carrier=carrier), dry_run=dry_run)
        return
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        view = orders.show(desk, order)
        parcel = _parcel(view, carrier, number, _lines(view, line or []))
        told = shipments.preview(desk, order, [parcel])
        queued = None if dry_run else shipments.confirm(desk, order, [parcel], hold_seconds=0)

    def tell() -> None:
        verb = "Would report" if dry_run else "Reported to the outbox"
        for one in told:
            echo(f"{verb}: {view.number}  {one.carrier_name} {one.number}")

    session.tell({"order": view.number, "told": told, "pushes": queued.pushes if queued else []}, tell)


def _correct(session: Session, reference: str, wanted: Correction, *, dry_run: bool) -> None:
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        view = orders.show(desk, order)
        told = correcting.preview(desk, order, wanted)
        queued = None if dry_run else correcting.correct(desk, order, wanted, hold_seconds=0)

    def tell() -> None:
        verb = "Would correct" if dry_run else "Correction in the outbox"
        echo(f"{verb}: {view.number}  {told.old_number} -> {told.carrier_name} {told.number}")

    session.tell({"order": view.number, "told": told, "pushes": queued.pushes if queued else []}, tell)


def _parcel(view: OrderView, carrier: str, number: str, lines: tuple[LineQuantity, ...]) -> Parcel:
    if not carrier.strip():
        guess = shipments.recognise(number, view.recipient.country)
        if not guess.sure:
            shipments.refuse_unsure(number, guess.candidates)
        carrier = guess.carrier
    return Parcel(carrier=carrier, number=number, lines=lines)


def _lines(view: OrderView, told: Sequence[str]) -> tuple[LineQuantity, ...]:
    found = []
    for text in told:
        name, _, count = text.rpartition("=")
        if not name or not (count.isascii() and count.isdigit()):
            raise typer.BadParameter(f"--line takes ID=QTY, such as 17=2, not {text!r}.")
        found.append(LineQuantity(line_named(view, name), int(count)))
    return tuple(found)


Told = dict[str, str | int]
Results = dict[int, RowResult]


def _ship_file(session: Session, file: Path, result: Path | None, *, dry_run: bool) -> None:
    raw = table_files.read_bytes(file)
    if result is not None:
        table_files.check_writable(result)
    with session.desk() as desk:
        plan = bulk_shipping.plan(desk, bulk_shipping.read_file(desk, raw, name=file.name))
        results: Results = {}
        stopped = False
        try:
            if not dry_run:
                _run(desk, plan, results)
        except KeyboardInterrupt:
            # Each parcel is queued by itself: what was, is told, and the file may be given again.
            stopped = True
            raise
        finally:
            told = [_told(one, results.get(one.first), dry_run=dry_run) for one in plan.parcels]
            told = [one for one in told if one["result"] != _NOT_REACHED] if stopped else told
            if result is not None:
                table_files.write_results(result, _HEADER, [[str(one[name]) for name in _HEADER] for one in told])
            _tell(session, told, dry_run=dry_run, stopped=stopped)
    failed = sum(one["result"] == _BLOCKED for one in told)
    if failed:
        blocked = "1 parcel is blocked; the reason stands in its row."
        if failed > 1:
            blocked = f"{failed} parcels are blocked; the reasons stand in their rows."
        echo(blocked, err=True)
        raise typer.Exit(1)


def _run(desk: Desk, plan: Plan, results: Results) -> None:
    with closing(Count("parcels", len(plan.ready))) as count:

        def note(one: RowResult, done: int) -> None:
            results[one.parcel.first] = one
            count.at(done)

        bulk_shipping.run(desk, plan, tell=note)


_BLOCKED, _AGAIN, _NOT_REACHED = "blocked", "already reported", "not reached"
_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.QUEUED: "reported",
    Outcome.ALREADY: _AGAIN,
    Outcome.FAILED: _BLOCKED,
    Outcome.NOT_REACHED: _NOT_REACHED,
}


def _told(parcel: PlannedParcel, result: RowResult | None, *, dry_run: bool) -> Told:
    """One row as it is told, in JSON, for people and in the file of results."""
    word, reason = _BLOCKED, parcel.reason
    if result is not None:
        word, reason = _OUTCOMES[result.outcome], result.reason
    elif parcel.state is RowState.READY:
        word = "would be reported" if dry_run else _NOT_REACHED
    elif parcel.state is RowState.DONE:
        word = _AGAIN
    if word == _AGAIN:
        reason = ""
    if parcel.note and not reason and word != _AGAIN:
        reason = "This number stands with orders of several recipients. Check whether that is meant."
    return {
        "row": parcel.first,
        "order": parcel.reference,  # as the file has it
        "number": parcel.number,
        "carrier": parcel.carrier_name,
        "account": parcel.account_name,
        "reason": reason,
        "result": word,
    }


def _tell(session: Session, told: Sequence[Told], *, dry_run: bool, stopped: bool) -> None:
    """The results by row; people get those of blocked parcels first."""
    failed = sum(one["result"] == _BLOCKED for one in told)

    def tell() -> None:
        for one in sorted(told, key=lambda result: result["result"] != _BLOCKED):
            parcel = f"{one['carrier']} {one['number']}".strip()
            echo(f"row {one['row']}: {one['order']}  {parcel}  {one['result']}  {one['reason']}".rstrip())
        echo(f"{len(told) - failed} of {len(told)} parcels {'could be ' if dry_run else ''}reported")

    document: dict[str, object] = {"dry_run": dry_run, "rows": told}
    session.tell(document | {"stopped": True} if stopped else document, tell)
