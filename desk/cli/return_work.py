"""`desk return photo/exchange/parcel`: pictures of what came, what goes out instead, and parcels of nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.amounts import amount as read_amount
from desk.cli.amounts import line_named
from desk.cli.own_returns import Lines, counted, read_picture
from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.errors import NotAllowed
from desk.services import orders, return_exchange, return_file, return_parcels, return_photos, return_views
from desk.services.return_exchange import Replacement

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Of the return, such as RT-2026-000123-K.")]
Which = Annotated[int, typer.Argument(metavar="ID", help="Of the kept parcel, as `return parcels` names it.")]


def register(group: typer.Typer) -> None:
    group.command("photo")(photo)
    group.command("exchange")(exchange)
    group.command("parcel")(parcel)
    group.command("parcels")(parcels)
    group.command("match")(match)


def photo(
    context: typer.Context,
    number: Number,
    add: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Keep this picture; may be repeated.")] = None,
    line: Annotated[str, typer.Option(metavar="ID", help="With --add: the line it shows.")] = "",
    save: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write all pictures there.")] = None,
) -> None:
    """The pictures of a return: list them, add some, or write them into a folder."""
    session: Session = context.obj
    pictures = [read_picture(one) for one in add or ()]
    with session.desk() as desk:
        told = return_file.numbered(desk, number)
        of_line = line_named(orders.show(desk, told.order), line) if line else None
        for one in pictures:
            return_photos.add(desk, told.id, one, line=of_line)
        found = return_photos.of_return(desk, told.id)
        for each in found if save is not None else ():
            _write(Path(save or "").expanduser() / f"{told.number}-{each.name}", return_photos.load(desk, each.id))

    def tell() -> None:
        for one in found:
            echo(f"{one.name}  {one.kind}  {one.size} bytes")
        echo(f"{len(found)} pictures")

    session.tell({"photos": found}, tell)


def _write(file: Path, data: bytes) -> None:
    try:
        with file.open("xb") as opened:
            opened.write(data)
    except OSError as error:
        raise NotAllowed(f"{file} cannot be written: {error.strerror}.", code="file_unwritable") from None


def exchange(
    context: typer.Context,
    number: Number,
    carrier: Annotated[str, typer.Option(help="Of the parcel that goes out.")] = "",
    parcel_number: Annotated[str, typer.Option("--parcel", metavar="NUMBER", help="Of that parcel.")] = "",
    reference: Annotated[str, typer.Option(help="The order that goes out instead.")] = "",
    pays: Annotated[str, typer.Option(metavar="X", help="What the buyer has to pay on top.")] = "",
    back: Annotated[str, typer.Option(metavar="X", help="What goes back, since it costs less.")] = "",
    paid: Annotated[bool, typer.Option("--paid", help="The buyer has paid the difference.")] = False,
) -> None:
    """Note what goes out instead of what came back; money that goes back waits in the outbox."""
    session: Session = context.obj
    if pays and back:
        raise typer.BadParameter("Either --pays or --back.")
    with session.desk() as desk:
        told = return_file.numbered(desk, number)
        if paid:
            return_exchange.paid(desk, told.id)
        else:
            view = orders.show(desk, told.order)
            difference = read_amount(pays, view, "--pays") if pays else None
            difference = -read_amount(back, view, "--back") if back else difference
            sent = Replacement(carrier=carrier, number=parcel_number, reference=reference, difference=difference)
            return_exchange.send(desk, told.id, sent, hold_seconds=0)
        seen = return_views.show(desk, told.id)
    gone = seen.exchange
    text = "" if gone is None else f"{gone.carrier} {gone.number} {gone.reference}  {gone.difference}"
    back_words = "" if paid else f"\n  to take it back, until a channel has it: desk return undo {seen.number}"
    session.tell(seen, lambda: echo(f"{seen.number}  sent instead: {text}{back_words}"))


def parcel(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="TEXT", help="What stands on it: any number, or an article.")] = "",
    sender: Annotated[str, typer.Option(help="Who sent it.")] = "",
    postcode: Annotated[str, typer.Option(help="Of the sender.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Nobody knows whose it is: keep it until then.")] = False,
    carrier: Annotated[str, typer.Option(help="With --keep.")] = "",
    note: Annotated[str, typer.Option(help="With --keep: what it looks like, what is in it.")] = "",
    picture: Annotated[list[Path] | None, typer.Option("--photo", metavar="FILE", help="With --keep.")] = None,
) -> None:
    """Find out whose an unannounced parcel is, or keep it."""
    session: Session = context.obj
    pictures = [read_picture(one) for one in picture or ()]
    with session.desk() as desk:
        if keep:
            kept = return_parcels.keep(
                desk, carrier=carrier, number=number, sender=sender, postcode=postcode, note=note
            )
            for one in pictures:
                return_photos.add_to_parcel(desk, kept.id, one)
            session.tell({"parcel": kept}, lambda: echo(f"Kept as parcel {kept.id}."))
            return
        found = return_parcels.find(desk, number, sender=sender, postcode=postcode)

    def tell() -> None:
        for row in found.returns:
            echo(f"return {row.number}  order {row.order_number}  {row.title[:40]}")
        for each in found.orders:
            echo(f"order {each.number}  {each.name}  {each.first_item[:40]}  {SAY.date(each.placed_at)}")
        if not found.returns and not found.orders:
            echo("Nobody's, as far as Desk knows. Keep it with --keep.")

    session.tell({"returns": found.returns, "orders": found.orders}, tell)


def parcels(context: typer.Context) -> None:
    """The parcels of which nobody knows yet whose they are."""
    session: Session = context.obj
    with session.desk() as desk:
        found = return_parcels.waiting(desk)

    def tell() -> None:
        for one in found:
            echo(f"{one.id:>5}  {SAY.moment(one.arrived_at)}  {one.number} {one.sender} {one.postcode} {one.note}")
        echo(f"{len(found)} parcels")

    session.tell({"parcels": found}, tell)


def match(
    context: typer.Context,
    which: Which,
    to: Annotated[str, typer.Option("--return", metavar="NUMBER", help="The return it belongs to.")] = "",
    order: Annotated[str, typer.Option(metavar="REF", help="The order it belongs to, with --line.")] = "",
    line: Lines = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="It was seen to otherwise.")] = False,
) -> None:
    """Say whose a kept parcel is: of a return, or of an order, for which a return is opened, arrived."""
    session: Session = context.obj
    if [bool(to), bool(order), nobody].count(True) != 1:
        raise typer.BadParameter("Give one of --return, --order with --line, and --nobody.")
    if order and not line:
        raise typer.BadParameter("--order goes with --line ID=PIECES: say what is in the parcel.")
    with session.desk() as desk:
        if nobody:
            return_parcels.drop(desk, which)
            session.tell({"parcel": which}, lambda: echo(f"Parcel {which} waits no longer."))
            return
        if to:
            told = return_file.numbered(desk, to).id
            return_parcels.match(desk, which, told)
        else:
            found = orders.find(desk, order, by_number=True)
            came = counted(orders.show(desk, found), line or ())
            told = return_parcels.match_order(desk, which, found, came).told.id
        seen = return_views.show(desk, told)
    session.tell(seen, lambda: echo(f"Parcel {which} belongs to return {seen.number} of order {seen.order_number}."))
