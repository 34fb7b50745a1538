"""`desk return`: take part in a return, or answer a buyer who says that nothing arrived."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from desk.cli.amounts import amount as read_amount
from desk.cli.approval import tell_approval
from desk.cli.case_named import case_named
from desk.cli.say import echo
from desk.cli.wiring import Session
from desk.domain.cases import CaseKind
from desk.domain.errors import NotAllowed
from desk.domain.pushes import ReturnAnswer
from desk.domain.values import OrderId
from desk.domain.views import CaseView, OrderView
from desk.services import inquiries, orders, returns
from desk.services.context import Desk
from desk.services.returns import LabelFile
from desk.services.shipments import Queued

_MOST_BYTES = 50_000_000
_MOST = "50 MB"
_ANSWER = "answer"


class _OrTakePart(TyperGroup):
    """`desk return REF …` answers the channel's own case of an order; a command's name in its place is that one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_ANSWER, *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    from desk.cli import many_returns, own_returns, return_figures, return_lists, return_work

    group = typer.Typer(cls=_OrTakePart, no_args_is_help=True, help="Returns of all channels, and buyers' cases.")
    group.command(_ANSWER)(take_part)
    for part in (return_lists, own_returns, many_returns, return_work, return_figures):
        part.register(group)
    app.add_typer(group, name="return")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What one call asks for, besides the deed itself."""

    comment: str
    carrier: str
    number: str
    shipping: str


def take_part(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Order number or channel id.")],
    case: Annotated[str, typer.Option(metavar="ID", help="Which case; the only open one when left out.")] = "",
    approve: Annotated[bool, typer.Option("--approve", help="The goods may come back.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="They may not.")] = False,
    offer: Annotated[str, typer.Option(metavar="AMOUNT", help="Offer so much for keeping the goods.")] = "",
    label: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Give this label, with --carrier and --number.")
    ] = None,
    label_sent: Annotated[bool, typer.Option("--label-sent", help="The buyer has the label already.")] = False,
    received: Annotated[bool, typer.Option("--received", help="The goods are back.")] = False,
    refund: Annotated[
        str, typer.Option(metavar="AMOUNT", help="Give so much back for the goods; `all` where nothing arrived.")
    ] = "",
    escalate: Annotated[str, typer.Option(metavar="REASON", help="Let the channel decide.")] = "",
    write: Annotated[str, typer.Option(metavar="TEXT", help="Write to the buyer inside the return.")] = "",
    tell_shipment: Annotated[
        bool, typer.Option("--tell-shipment", help="Nothing arrived: tell the parcel, the known one or --number.")
    ] = False,
    shipping: Annotated[str, typer.Option(metavar="AMOUNT", help="With --refund: of the way there.")] = "",
    carrier: Annotated[str, typer.Option(help="Of the label or the parcel.")] = "",
    number: Annotated[str, typer.Option(help="Of the label or the parcel; with --approve our number.")] = "",
    comment: Annotated[str, typer.Option(help="A word to the buyer.")] = "",
) -> None:
    """Answer a return (or an item that did not arrive). It waits in the outbox until it is pushed."""
    session: Session = context.obj
    deeds = {
        "approve": approve,
        "decline": decline,
        "offer": bool(offer),
        "label": label is not None,
        "label-sent": label_sent,
        "received": received,
        "refund": bool(refund),
        "escalate": bool(escalate),
        "write": bool(write),
        "tell-shipment": tell_shipment,
    }
    wanted = [name for name, given in deeds.items() if given]
    if len(wanted) != 1:
        raise typer.BadParameter("Give exactly one of " + ", ".join(f"--{name}" for name in deeds) + ".")
    (deed,) = wanted
    if shipping and deed != "refund":
        raise typer.BadParameter("--shipping goes with --refund.")
    asked = _Asked(comment=comment, carrier=carrier, number=number, shipping=shipping)
    word = {"offer": offer, "refund": refund, "escalate": escalate, "write": write, "label": str(label or "")}
    with session.desk() as desk:
        order = orders.find(desk, reference, by_number=True)
        view = orders.show(desk, order)
        kinds = _kinds(deed, refund)
        found = case_named(view, case, *kinds)
        queued = _carry_out(desk, order, view, found, deed, word.get(deed, ""), asked)
    told = {"order": view.number, "case": found.remote_id, "pushes": queued.pushes}

    def tell() -> None:
        echo(f"To the outbox: {view.number}, case {found.remote_id}, {deed}")
        tell_approval(queued)

    session.tell({**told, "needs_approval": queued.needs_approval}, tell)


def _kinds(deed: str, refund: str) -> tuple[CaseKind, ...]:
    if deed == "tell-shipment" or refund.strip().lower() == "all":
        return (CaseKind.INQUIRY,)
    return (CaseKind.RETURN,)


def _carry_out(
    desk: Desk, order: OrderId, view: OrderView, case: CaseView, deed: str, word: str, asked: _Asked
) -> Queued:
    if deed in ("approve", "decline", "offer"):
        answer = {"approve": ReturnAnswer.APPROVE, "decline": ReturnAnswer.DECLINE, "offer": ReturnAnswer.OFFER_PART}
        part = read_amount(word, view, "--offer") if deed == "offer" else None
        return returns.decide(
            desk, order, case.id, answer[deed], comment=asked.comment, amount=part, number=asked.number, hold_seconds=0
        )
    if deed in ("label", "label-sent"):
        file = _file(Path(word).expanduser()) if deed == "label" else None
        return returns.send_label(
            desk, order, case.id, carrier=asked.carrier, number=asked.number, file=file, hold_seconds=0
        )
    if deed == "received":
        return returns.receive(desk, order, case.id, comment=asked.comment, hold_seconds=0)
    if deed == "escalate":
        return returns.escalate(desk, order, case.id, word.strip(), comment=asked.comment, hold_seconds=0)
    if deed == "write":
        return returns.write(desk, order, case.id, word, hold_seconds=0)
    if deed == "tell-shipment":
        return inquiries.tell_shipment(desk, order, case.id, carrier=asked.carrier, number=asked.number, hold_seconds=0)
    if case.kind is CaseKind.INQUIRY:
        return inquiries.refund(desk, order, case.id, comment=asked.comment, hold_seconds=0)
    way = read_amount(asked.shipping, view, "--shipping") if asked.shipping else None
    goods = read_amount(word, view, "--refund")
    return returns.refund(desk, order, case.id, goods=goods, shipping=way, comment=asked.comment, hold_seconds=0)


def _file(path: Path) -> LabelFile:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise NotAllowed(f"The label is larger than {_MOST}. Make it smaller.", code="label_large", most=_MOST)
        return LabelFile(path.name, path.read_bytes())
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise NotAllowed(f"The label {path.name} cannot be read: {reason}.", code="label_unread") from error
