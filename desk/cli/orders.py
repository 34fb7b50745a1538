"""`desk search` and `desk show`: the one field and one order, in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.values import Money
from desk.domain.views import MatchTier, OrderRow, OrderView, SearchResults
from desk.services import history, orders, wording
from desk.services.search import Searcher


def register(app: typer.Typer) -> None:
    app.command("search")(search)
    app.command("show")(show)


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(help="Number, name, e-mail, phone, postcode, SKU or parcel, in part.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many orders.")] = 50,
) -> None:
    """Find orders by anything known of them, newest first."""
    session: Session = context.obj
    with session.desk() as desk, Searcher(desk) as searcher:
        found = searcher.find(" ".join(text), limit=limit)
    session.tell(found, lambda: _tell_found(found))


def _tell_found(found: SearchResults) -> None:
    if not found.total:
        echo(f"Nothing found for {found.text!r}. Try fewer words, or a part of one.")
    else:
        of = "" if found.total_is_exact else "more than "
        echo(f"{of}{found.total} {'order' if found.total == 1 else 'orders'}")
    fuzzy = False
    for row in found.orders:
        if row.tier is MatchTier.FUZZY and not fuzzy:
            fuzzy = True
            echo("Did you mean:")
        echo(_line(row))


def _line(row: OrderRow) -> str:
    standing = wording.standing(row.standings[0], SAY)
    return (
        f"[{row.tile.letters}] {row.number}  {row.name}  {SAY.date(row.placed_at)}  {SAY.money(row.total)}  "
        f"{row.first_item}  · {standing}"
    )


def show(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Order number, channel id or parcel number.")],
) -> None:
    """Show one order with everything known about it."""
    session: Session = context.obj
    with session.desk() as desk:
        view = orders.show(desk, orders.find(desk, reference))
    session.tell({"order": view}, lambda: _tell_order(view))


def _tell_order(view: OrderView) -> None:
    standings = ", ".join(wording.standing(one, SAY) for one in view.standings[:2])
    echo(f"[{view.tile.letters}] {view.number}  {standings}")
    echo(f"{view.account_name} · ordered {SAY.moment(view.placed_at)} · {view.channel_status} in the channel")
    contact = (view.buyer.name, view.buyer.company, view.buyer.email, view.buyer.phone)
    echo("Buyer:    " + ", ".join(part for part in contact if part))
    echo("Goes to:  " + history.one_line(view.recipient))
    echo(f"Payment:  {view.payment_method}, {wording.PAYMENT_FACETS[view.payment]}")
    for line in view.lines:
        echo(
            f"  {line.quantity} × {line.title} ({line.sku})  {SAY.money(line.total)}  "
            f"shipped {line.shippable.shipped}, open {line.shippable.open}  [line {line.remote_id}]"
        )
    _tell_sum(view)
    for parcel in view.shipments:
        state = f" · {wording.push_state(parcel.state, SAY)}" if parcel.state else ""
        echo(f"Parcel:   {parcel.carrier} {parcel.number}{state}")
    if not view.may_ship.allowed:
        echo(f"Shipping: {view.may_ship.text}")
    echo("History:")
    for entry in view.timeline:
        title, detail = wording.timeline(entry, SAY)
        echo(f"  {SAY.moment(entry.at)}  {title}" + (f" · {detail}" if detail else ""))


def _tell_sum(view: OrderView) -> None:
    """What is added to the lines and taken off, so that it comes to the total."""
    told, currency = view.totals, view.totals.total.currency
    # Channels take a discount off the lines, off the whole, or off both.
    rest = told.total.minor - told.shipping.minor - told.fees.minor - sum(line.total.minor for line in view.lines)
    for label, minor in (
        ("Shipping", told.shipping.minor),
        ("Fees", told.fees.minor),
        ("Discount" if rest < 0 < told.discount.minor else "Other", rest),
    ):
        if minor:
            echo(f"  {label}  {SAY.money(Money(minor, currency))}")
    inside = told.discount.minor + min(rest, 0)
    off = f" (a discount of {SAY.money(Money(inside, currency))} is taken off the lines)" if inside > 0 else ""
    echo(f"Total:    {SAY.money(told.total)}{off}")
