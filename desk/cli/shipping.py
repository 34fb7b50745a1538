"""`desk ship`: report a parcel, or a file of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.wiring import Session
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.shipments import LineQuantity, Parcel
from desk.domain.values import LineId
from desk.domain.views import OrderView
from desk.services import orders, shipments
from desk.services.context import Desk

MAX_FILE_BYTES = 20_000_000
_COLUMNS = {
    "order": "order", "bestellung": "order", "bestellnummer": "order", "order number": "order",
    "carrier": "carrier", "versanddienst": "carrier",
    "number": "number", "sendungsnummer": "number", "tracking number": "number", "tracking": "number",
    "line": "line", "position": "line", "sku": "line",
    "quantity": "quantity", "menge": "quantity",
}  # fmt: skip


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
        _ship_file(session, file, dry_run=dry_run)
        return
    with session.desk() as desk:
        order = orders.find(desk, reference)
        view = orders.show(desk, order)
        parcel = _parcel(view, carrier, number, _lines(view, line or []))
        told = shipments.preview(desk, order, [parcel])
        queued = None if dry_run else shipments.confirm(desk, order, [parcel], hold_seconds=0)

    def tell() -> None:
        verb = "Would report" if dry_run else "Reported to the outbox"
        for one in told:
            typer.echo(f"{verb}: {view.number}  {one.carrier_name} {one.number}")

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
        if not name or not count.isdigit():
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    at: int  # line of the file
    order: str
    carrier: str
    number: str
    line: str
    quantity: str


def _ship_file(session: Session, file: Path, *, dry_run: bool) -> None:
    rows = _read(file)
    with session.desk() as desk:
        results = [_ship_rows(desk, parcel, dry_run=dry_run) for parcel in _parcels(rows)]
    failed = sum(one["result"] == "blocked" for one in results)

    def tell() -> None:
        for one in sorted(results, key=lambda result: result["result"] != "blocked"):
            typer.echo(f"row {one['row']}: {one['order']}  {one['number']}  {one['result']}  {one['reason']}".rstrip())
        typer.echo(f"{len(results) - failed} of {len(results)} parcels {'could be ' if dry_run else ''}reported")

    session.tell({"dry_run": dry_run, "rows": results}, tell)
    if failed:
        typer.echo(f"{failed} parcels are blocked; the reasons stand in their rows.", err=True)
        raise typer.Exit(1)


def _ship_rows(desk: Desk, rows: Sequence[_Row], *, dry_run: bool) -> dict[str, str | int]:
    first = rows[0]
    told: dict[str, str | int] = {"row": first.at, "order": first.order, "number": first.number, "reason": ""}
    try:
        order = orders.find(desk, first.order)
        view = orders.show(desk, order)
        lines = _lines(view, [f"{row.line}={row.quantity or 1}" for row in rows if row.line])
        parcel = _parcel(view, first.carrier, first.number, lines)
        if dry_run:
            shipments.preview(desk, order, [parcel])
        else:
            shipments.confirm(desk, order, [parcel], hold_seconds=0)
    except DeskError as error:
        # A file that was stopped half-way is given again: what is reported already is no mistake.
        if error.code == "number_repeated":
            return told | {"result": "already reported"}
        return told | {"result": "blocked", "reason": error.text}
    except typer.BadParameter as error:
        return told | {"result": "blocked", "reason": str(error)}
    return told | {"result": "would be reported" if dry_run else "reported"}


def _parcels(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows of one order and number make one parcel."""
    by_parcel: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        by_parcel.setdefault((row.order, row.number), []).append(row)
    yield from by_parcel.values()


def _read(file: Path) -> list[_Row]:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise NotAllowed(f"{file.name} is larger than 20 MB. Split it.", code="file_too_large")
        raw = file.read_bytes()
    except OSError as error:
        raise NotAllowed(f"{file} cannot be read: {error.strerror}.", code="file_unreadable") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what Excel writes in Germany
    if "\0" in text:
        raise NotAllowed(f"{file.name} is no CSV file. Save the sheet as CSV first.", code="file_not_csv")
    first = text.partition("\n")[0]
    sign = max(";,\t", key=first.count)
    reader = csv.DictReader(text.splitlines(), delimiter=sign)
    names = {name: _COLUMNS.get(name.strip().lower(), "") for name in reader.fieldnames or ()}
    missing = {"order", "number"} - set(names.values())
    if missing:
        raise NotAllowed(
            f"{file.name} lacks the column {' and '.join(sorted(missing))}. It needs: order, number; and may have: "
            "carrier, line, quantity.",
            code="file_columns",
        )
    rows = []
    for record in reader:
        values = {names[name]: (value or "").strip() for name, value in record.items() if name in names}
        if any(values.values()):
            rows.append(
                _Row(
                    at=reader.line_num,
                    **{name: values.get(name, "") for name in ("order", "carrier", "number", "line", "quantity")},
                )
            )
    return rows
