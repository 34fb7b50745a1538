"""`desk ship`: report a parcel, or a file of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.parcel_file import ParcelRow, parcels_of, read_rows
from desk.cli.say import Count, echo
from desk.cli.wiring import Session
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.shipments import LineQuantity, Parcel, normalise_number
from desk.domain.values import LineId, OrderId
from desk.domain.views import OrderView
from desk.services import orders, shipments
from desk.services.context import Desk
from desk.services.search import Searcher

Told = dict[str, str | int]


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
    file: Annotated[Path | None, typer.Option(help="CSV: order, carrier, number[, line, quantity].")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be reported.")] = False,
) -> None:
    """Report a parcel (or a file of them) as shipped. It waits in the outbox until it is pushed."""
    session: Session = context.obj
    if (file is None) == (not reference):
        raise typer.BadParameter("Give either an order or --file FILE.csv.")
    if file is not None:
        if carrier or number or line:
            raise typer.BadParameter("--carrier, --number and --line stand in the file where there is one.")
        _ship_file(session, file, dry_run=dry_run)
        return
    if not number.strip():
        raise typer.BadParameter("A parcel needs its tracking number. Give it with --number.")
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


def _parcel(view: OrderView, carrier: str, number: str, lines: tuple[LineQuantity, ...]) -> Parcel:
    if not carrier.strip():
        guess = shipments.recognise(number, view.recipient.country)
        if not guess.sure:
            fitting = ", ".join(guess.candidates) or "none"
            raise NotAllowed(
                f"The number {number!r} does not tell its carrier for sure (fitting: {fitting}). Give the carrier.",
                code="carrier_unsure",
            )
        carrier = guess.carrier
    return Parcel(carrier=carrier, number=number, lines=lines)


def _lines(view: OrderView, told: Sequence[str]) -> tuple[LineQuantity, ...]:
    found = []
    for text in told:
        name, _, count = text.rpartition("=")
        if not name or not (count.isascii() and count.isdigit()):
            raise typer.BadParameter(f"--line takes ID=QTY, such as 17=2, not {text!r}.")
        found.append(LineQuantity(_line_named(view, name), int(count)))
    return tuple(found)


def _line_named(view: OrderView, name: str) -> LineId:
    for fits in (
        [one for one in view.lines if one.remote_id == name],
        [one for one in view.lines if one.sku and one.sku.casefold() == name.casefold()],
    ):
        if len(fits) == 1:
            return fits[0].id
    known = ", ".join(f"{one.remote_id} ({one.sku})" for one in view.lines)
    raise NotAllowed(f"Order {view.number} has no line {name!r}. It has: {known}.", code="no_such_line")


def _ship_file(session: Session, file: Path, *, dry_run: bool) -> None:
    parcels = parcels_of(read_rows(file))
    results: list[Told] = []
    try:
        with session.desk() as desk:
            _ship_all(desk, parcels, results, dry_run=dry_run)
    except KeyboardInterrupt:
        # Each parcel is queued by itself: what was, is told, and the file may be given again.
        _tell_results(session, results, dry_run=dry_run, stopped=True)
        raise
    failed = _tell_results(session, results, dry_run=dry_run, stopped=False)
    if failed:
        blocked = "1 parcel is blocked; the reason stands in its row."
        if failed > 1:
            blocked = f"{failed} parcels are blocked; the reasons stand in their rows."
        echo(blocked, err=True)
        raise typer.Exit(1)


def _ship_all(desk: Desk, parcels: Sequence[list[ParcelRow]], results: list[Told], *, dry_run: bool) -> None:
    of_order: dict[OrderId, list[list[ParcelRow]]] = {}
    with closing(Count("parcels", len(parcels))) as count, Searcher(desk) as searcher:
        for parcel in parcels:
            try:
                order = orders.find(desk, parcel[0].order, by_number=True, searcher=searcher)
                of_order.setdefault(order, []).append(parcel)
            except DeskError as error:
                results.append(_told(parcel, "blocked", error.text))
                count.at(len(results))
        for order, its_parcels in of_order.items():
            for result in _ship_order(desk, order, its_parcels, dry_run=dry_run):
                results.append(result)
                count.at(len(results))


def _tell_results(session: Session, results: list[Told], *, dry_run: bool, stopped: bool) -> int:
    """The results by row, those of blocked parcels first; gives how many are blocked."""
    results.sort(key=itemgetter("row"))
    failed = sum(one["result"] == "blocked" for one in results)

    def tell() -> None:
        for one in sorted(results, key=lambda result: result["result"] != "blocked"):
            echo(f"row {one['row']}: {one['order']}  {one['number']}  {one['result']}  {one['reason']}".rstrip())
        echo(f"{len(results) - failed} of {len(results)} parcels {'could be ' if dry_run else ''}reported")

    document: dict[str, object] = {"dry_run": dry_run, "rows": results}
    session.tell(document | {"stopped": True} if stopped else document, tell)
    return failed


def _told(rows: Sequence[ParcelRow], result: str, reason: str = "") -> Told:
    first = rows[0]
    return {"row": first.at, "order": first.order, "number": first.number, "reason": reason, "result": result}


def _ship_order(desk: Desk, order: OrderId, parcels: Sequence[Sequence[ParcelRow]], *, dry_run: bool) -> Iterator[Told]:
    """One order's parcels, each for itself; a dry run counts what the parcels before it would take."""
    before: list[Parcel] = []
    # A parcel without lines holds what is left. Told before another, it would take everything and the other be lost.
    whole = [at for at, rows in enumerate(parcels) if not any(row.line for row in rows)]
    clear = whole in ([], [len(parcels) - 1])
    for rows in parcels:
        try:
            parcel = _filed(orders.show(desk, order), rows, clear=clear)
            if dry_run:
                shipments.preview(desk, order, [*before, parcel])
                before.append(parcel)
            else:
                shipments.confirm(desk, order, [parcel], hold_seconds=0)
        except DeskError as error:
            # A file that was stopped half-way is given again: what is reported already is no mistake.
            again = error.code == "number_repeated"
            yield _told(rows, "already reported") if again else _told(rows, "blocked", error.text)
        except typer.BadParameter as error:
            yield _told(rows, "blocked", str(error))
        else:
            yield _told(rows, "would be reported" if dry_run else "reported")


def _filed(view: OrderView, rows: Sequence[ParcelRow], *, clear: bool) -> Parcel:
    first = rows[0]
    named = [row for row in rows if row.line]
    if named and len(named) < len(rows):
        raise NotAllowed("Some rows of this parcel name a line and others none. Name it in each.", code="line_missing")
    if not named and any(row.quantity for row in rows):
        raise NotAllowed(
            "A quantity needs its line. Name the line, or leave both empty for all pieces.", code="no_line"
        )
    if not named and not clear and not _is_told(view, first.number):
        raise NotAllowed(
            "This order has several parcels in the file. Say by line and quantity what is in each; only the "
            "last may go without and holds the rest.",
            code="parcels_without_lines",
        )
    lines = _lines(view, [f"{row.line}={row.quantity or 1}" for row in named])
    return _parcel(view, first.carrier, first.number, lines)


def _is_told(view: OrderView, number: str) -> bool:
    return normalise_number(number) in {normalise_number(one.number) for one in view.shipments}
