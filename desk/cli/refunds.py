"""`desk refund`, `cancel`, `paid` and `pay-link`: money goes back or came in, or a whole order is called off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from desk.cli.amounts import amount as read_amount
from desk.cli.amounts import line_named
from desk.cli.amounts import reason as read_reason
from desk.cli.approval import tell_approval
from desk.cli.case_named import case_named
from desk.cli.say import SAY, echo
from desk.cli.wiring import Session
from desk.domain.cases import CaseKind
from desk.domain.pushes import CancelReason, RefundReason
from desk.domain.views import OrderView
from desk.services import cancelling, orders, paying, refunding
from desk.services.refunding import LineAmount, Preview, Wanted

Reference = Annotated[str, typer.Argument(metavar="REF", help="Order number or channel id.")]


def register(app: typer.Typer) -> None:
    app.command("refund")(refund)
    app.command("cancel")(cancel)
    app.command("paid")(paid)
    app.command("pay-link")(pay_link)


def refund(
    context: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option(help="Such as GOODWILL; a wrong one names those there are.")],
    amount: Annotated[str, typer.Option(metavar="X", help="For the order as a whole.")] = "",
    line: Annotated[
        list[str] | None, typer.Option(metavar="ID=AMOUNT", help="Of one line's money; may be repeated.")
    ] = None,
    comment: Annotated[str, typer.Option(help="A word to the buyer, where the channel takes one.")] = "",
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="Only book it: you send the money some other way.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show how it comes about.")] = False,
) -> None:
    """Give money back without a return. It waits in the outbox until it is pushed."""
    session: Session = context.obj
    if bool(amount) == bool(line):
        raise typer.BadParameter("Give either --amount X or --line ID=AMOUNT.")
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        view = orders.show(desk, order)
        wanted = Wanted(
            reason=read_reason(reason, RefundReason, view.limits.refund_reasons),
            amount=read_amount(amount, view, "--amount") if amount else None,
            lines=_lines(view, line or ()),
            comment=comment,
            by_hand=by_hand,
        )
        seen = refunding.preview(desk, order, wanted)
        queued = None if dry_run else refunding.refund(desk, order, wanted, hold_seconds=0)
    document = {
        "order": view.number,
        "preview": seen,
        "pushes": queued.pushes if queued else (),
        "needs_approval": queued is not None and queued.needs_approval,
    }

    def tell() -> None:
        _tell_refund(view.number, seen, dry_run=dry_run)
        if queued is not None:
            tell_approval(queued)

    session.tell(document, tell)


def _lines(view: OrderView, told: Sequence[str]) -> tuple[LineAmount, ...]:
    found = []
    for text in told:
        name, _, part = text.rpartition("=")
        if not name:
            raise typer.BadParameter(f"--line takes ID=AMOUNT, such as 17=9.95, not {text!r}.")
        found.append(LineAmount(line_named(view, name), read_amount(part, view, "--line")))
    return tuple(found)


def _tell_refund(number: str, seen: Preview, *, dry_run: bool) -> None:
    echo(f"{'Would be refunded' if dry_run else 'Refund to the outbox'}: {number}  {SAY.money(seen.amount)}")
    for title, part in seen.lines:
        echo(f"  {title}  {SAY.money(part)}")
    echo(
        f"  paid {SAY.money(seen.paid)} - refunded {SAY.money(seen.refunded)} - on its way "
        f"{SAY.money(seen.on_its_way)} = {SAY.money(seen.left)} left; then {SAY.money(seen.rest)}"
    )
    if not seen.sends_money:
        echo("  The channel only books it: send the money to the buyer by hand.")


def cancel(
    context: typer.Context,
    reference: Reference,
    reason: Annotated[str, typer.Option(help="Such as OUT_OF_STOCK; a wrong one names those there are.")] = "",
    approve: Annotated[bool, typer.Option("--approve", help="Agree to the buyer's wish to cancel.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Say no: the goods are on their way.")] = False,
    number: Annotated[str, typer.Option(help="With --reject: the parcel; the known one when left out.")] = "",
    carrier: Annotated[str, typer.Option(help="With --number: who brings it.")] = "",
) -> None:
    """Call a whole order off, or answer a buyer who wishes to. It waits in the outbox until it is pushed."""
    session: Session = context.obj
    if [bool(reason), approve, reject].count(True) != 1:
        raise typer.BadParameter("Give one of --reason R, --approve and --reject.")
    if (number or carrier) and not reject:
        raise typer.BadParameter("--number and --carrier go with --reject.")
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        view = orders.show(desk, order)
        if reason:
            why = read_reason(reason, CancelReason, view.limits.cancel_reasons)
            queued = cancelling.cancel(desk, order, why, hold_seconds=0)
            told = f"Cancellation to the outbox: {view.number}"
            if view.paid and not view.limits.cancel_refunds:
                told += "\n  The channel gives no money back with it: refund it once it is cancelled."
        else:
            wish = case_named(view, "", CaseKind.CANCELLATION)
            queued = cancelling.answer(
                desk, order, wish.id, approve=approve, number=number, carrier=carrier, hold_seconds=0
            )
            told = f"{'Approval' if approve else 'Refusal'} to the outbox: {view.number}"
    session.tell({"order": view.number, "pushes": queued.pushes}, lambda: echo(told))


def paid(
    context: typer.Context,
    reference: Reference,
    transaction: Annotated[str, typer.Option(help="What names the payment, such as a line of the bank's list.")] = "",
) -> None:
    """Say that an order's money came in beside the channel. It waits in the outbox until it is pushed."""
    session: Session = context.obj
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        queued = paying.mark_paid(desk, order, transaction, hold_seconds=0)
        number = orders.show(desk, order).number
    session.tell({"order": number, "pushes": queued.pushes}, lambda: echo(f"Payment to the outbox: {number}"))


def pay_link(context: typer.Context, reference: Reference) -> None:
    """Have the channel mail the buyer the link to pay. It waits in the outbox until it is pushed."""
    session: Session = context.obj
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        queued = paying.send_link(desk, order, hold_seconds=0)
        number = orders.show(desk, order).number
    session.tell({"order": number, "pushes": queued.pushes}, lambda: echo(f"Link to pay to the outbox: {number}"))
