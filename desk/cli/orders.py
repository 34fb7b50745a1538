"""`desk search`, `desk show` and `desk note`: the one field and one order, in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.clock import Instant
from desk.domain.shipments import normalise_number, only_day_known
from desk.domain.standing import Standing
from desk.domain.values import Money
from desk.domain.views import CaseView, EventKind, MatchTier, OrderRow, OrderView, SearchResults
from desk.services import history, notes, orders, wording, wording_standings
from desk.services.search import Searcher


def register(app: typer.Typer) -> None:
    app.command("search")(search)
    app.command("show")(show)
    app.command("note")(note)


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
    standing = wording_standings.standing(row.standings[0], SAY)
    kept_back = not row.total.minor and Standing.WAITING_FOR_PAYMENT in row.standings
    amount = "–" if kept_back else SAY.money(row.total)
    return (
        f"[{row.tile.letters}] {row.number}  {row.name}  {SAY.date(row.placed_at)}  {amount}  "
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


def note(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Order number, channel id or parcel number.")],
    text: Annotated[list[str], typer.Argument(help="What your colleagues shall know. No channel ever sees it.")],
) -> None:
    """Write an internal note on an order."""
    session: Session = context.obj
    with session.desk() as desk:
        noted = notes.add(desk, orders.find(desk, reference, by_number=True), " ".join(text))
    session.tell({"order": noted.order, "note": noted.now}, lambda: echo(f"Noted on {reference}. No channel sees it."))


def _tell_order(view: OrderView) -> None:
    standings = ", ".join(wording_standings.standing(one, SAY) for one in view.standings[:2])
    echo(f"[{view.tile.letters}] {view.number}  {standings}")
    echo(f"{view.account_name} · ordered {SAY.moment(view.placed_at)} · {view.channel_status} in the channel")
    _tell_links(view)
    contact = (view.buyer.name, view.buyer.company, view.buyer.email, view.buyer.phone)
    known = "forgotten, as the privacy rules want it" if view.forgotten else ", ".join(part for part in contact if part)
    echo(f"Buyer:    {known}")
    if view.buyer_earlier:
        echo(f"          earlier orders of this buyer: {view.buyer_earlier}")
    echo("Goes to:  " + (history.one_line(view.recipient) or view.withheld))
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
    if view.ship_by is not None and view.may_ship.allowed:
        echo(f"Ship by:  {SAY.moment(view.ship_by)}")
    if not view.may_ship.allowed:
        echo(f"Shipping: {view.may_ship.text}")
    _tell_money(view)
    for case in view.cases:
        _tell_case(case)
    if view.conversations:
        from desk.cli.messages import tell_conversations

        tell_conversations(view.conversations)
    for one in reversed(view.notes):
        by = f"{one.author}, " if one.author else ""
        echo(f"Note:     {by}{SAY.moment(one.at)}")
        for said in one.text.splitlines():
            echo(f"  {said}")
    _tell_history(view)


def _tell_links(view: OrderView) -> None:
    """Other orders about the same goods."""
    for one in view.linked:
        echo(f"Instead of order {one.number}" if one.is_first else f"Sent again as order {one.number}")


_NO_SUCH_DEED = ("channel_cannot", "channel_cannot_because")


def _tell_money(view: OrderView) -> None:
    """What can go back, and whether the order can be called off; nothing where the channel knows neither."""
    if view.may_refund.allowed and view.refundable is not None:
        echo(f"Refund:   up to {SAY.money(view.refundable)}")
    elif view.may_refund.code not in _NO_SUCH_DEED:
        echo(f"Refund:   {view.may_refund.text}")
    if not view.may_cancel.allowed and view.may_cancel.code not in _NO_SUCH_DEED:
        echo(f"Cancel:   {view.may_cancel.text}")


def _tell_case(case: CaseView) -> None:
    """What it is about, until when somebody has to act, and what the channel takes now."""
    state = wording.case_state(case.state, case.channel_state, SAY)
    reason = wording.case_reason(case.reason, case.channel_reason, SAY)
    about = f" · {reason}" if reason else ""
    echo(f"{wording.case_kind(case.kind, SAY)} {case.remote_id}: {state}{about}")
    if case.comment:
        echo(f"  {case.comment}")
    for due in case.deadlines:
        echo(f"  {'we' if due.ours else 'they'} until {SAY.moment(due.at)}  {due.what}")
    allowed = [wording.case_deed(deed, SAY) for deed, may in case.may.items() if may.allowed]
    if allowed:
        echo(f"  Now: {', '.join(allowed)}")


def _tell_history(view: OrderView) -> None:
    """What happened, newest first. Of many parcels the channel tells but the day, and no time is made up for it."""
    days = {
        normalise_number(one.number): Instant(one.shipped_at.replace(hour=12))
        for one in view.shipments
        if one.shipped_at is not None and only_day_known(one.shipped_at)
    }
    echo("History:")
    for entry in view.timeline:
        title, detail = wording.timeline(entry, SAY)
        number = normalise_number(str(entry.facts.get("number", "")))
        day = days.get(number) if entry.kind is EventKind.SHIPMENT_SEEN else None
        when = SAY.moment(entry.at) if day is None else f"{SAY.date(day):16}"
        echo(f"  {when}  {title}" + (f" · {detail}" if detail else ""))


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
