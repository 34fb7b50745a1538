"""Send something else for what came back: its parcel is linked to the return, and the difference in price is settled.

The return goes on as the table has it (EXCHANGE_SENT). The channel hears of the parcel where it knows such a step, else
a task tells whoever sees to it there. What the buyer pays is noted when it is there; what goes back is a refund.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from desk.domain.changes import Changes, Kind
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.pushes import RefundReason
from desk.domain.return_states import ReturnStep
from desk.domain.rows import EventKind
from desk.domain.values import Money, PushId, PushKey, ReturnId
from desk.services import case_rules, refunding, return_tasks
from desk.services.context import Desk
from desk.services.order_file import enqueue
from desk.services.refunding import Wanted
from desk.services.return_file import Moved, ReturnFile, change, moved_by
from desk.services.shipments import carrier_named
from desk.store import return_exchanges as store
from desk.store.orders import OrderEvent, add_events
from desk.store.return_exchanges import Exchange
from desk.store.returns import StoredReturn
from desk.store.types import Transaction

__all__ = ["Exchange", "Replacement", "of_return", "paid", "send"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What goes out instead. `reference` is its own order, where there is one.

    `difference` above zero is the buyer's to pay, below zero goes back to them.
    """

    carrier: str = ""
    number: str = ""
    reference: str = ""
    difference: Money | None = None


def send(desk: Desk, wanted: ReturnId, replacement: Replacement, *, hold_seconds: float = 10, deed: str = "") -> Moved:
    """Note what went out instead and move the return on. A second call with the same `deed` changes nothing.

    Raises NotFound and NotAllowed.
    """
    key = PushKey(f"{deed or uuid4().hex}-0")

    def work(transaction: Transaction, file: ReturnFile) -> tuple[StoredReturn, Sequence[PushId]]:
        if deed and any(row.key == key for row in file.order.rows):
            return file.told, ()
        made: tuple[PushId, ...] = ()
        said, difference = _checked(file, replacement)
        after = moved_by(file, ReturnStep.RESOLVE_EXCHANGE)
        if difference.minor < 0:
            push = refunding.judged(file.order, Wanted(reason=RefundReason.RETURNED, amount=-difference))
            made = enqueue(desk, transaction, file.order, push, key=key, hold_seconds=hold_seconds).pushes
        store.save(
            transaction,
            file.told.id,
            carrier=said.carrier,
            number=said.number,
            reference=said.reference,
            difference=difference.minor,
            refund=made[0] if made else None,
            now=file.now,
            actor=desk.agent,
        )
        what = return_tasks.needed(file, ReturnStep.RESOLVE_EXCHANGE)
        if what is not None:
            words = " ".join(one for one in (said.carrier, said.number, said.reference) if one)
            return_tasks.add(transaction, file, what, words=words, actor=desk.agent)
        facts: dict[str, str | int] = {"return": file.told.number, "carrier": said.carrier, "number": said.number}
        if difference:
            facts |= {"amount_minor": difference.minor, "currency": difference.currency}
        event = OrderEvent(at=file.now, kind=EventKind.RETURN_EXCHANGED, facts=facts, actor=desk.agent)
        add_events(transaction, [(file.told.order, event)])
        return replace(file.told, state=after, words=said.reference or said.number), made

    return change(desk, wanted, work)


def _checked(file: ReturnFile, told: Replacement) -> tuple[Replacement, Money]:
    number, reference = told.number.strip(), told.reference.strip()
    if not number and not reference:
        raise NotAllowed("Name the order or parcel that goes out instead.", code="return_exchange_reference")
    if number:
        case_rules.check_number(number)
        if not told.carrier.strip():
            raise NotAllowed("Choose the carrier of the parcel.", code="carrier_missing")
    carrier = carrier_named(told.carrier).code if told.carrier.strip() else ""
    currency = file.order.order.totals.total.currency
    difference = told.difference or Money.zero(currency)
    if difference.currency != currency:
        raise NotAllowed(f"This order is in {currency}.", code="currency_odd", currency=currency)
    return Replacement(carrier=carrier, number=number, reference=reference, difference=difference), difference


def of_return(desk: Desk, wanted: ReturnId) -> Exchange | None:
    """What went out instead; None where nothing did."""
    with desk.store.read() as transaction:
        return store.load(transaction, [wanted]).get(wanted)


def paid(desk: Desk, wanted: ReturnId) -> Changes:
    """Note that the buyer has paid the difference. Raises NotFound and NotAllowed."""

    def work() -> Changes:
        with desk.store.write() as transaction:
            found = store.load(transaction, [wanted]).get(wanted)
            if found is None:
                raise NotFound("Nothing went out instead of this return.", code="exchange_none")
            if found.difference.minor <= 0 or found.paid_at is not None:
                raise NotAllowed("The buyer owes nothing for this exchange.", code="exchange_nothing_owed")
            store.note_paid(transaction, wanted, desk.clock.now())
        return Changes.of(Kind.RETURN, [wanted])

    return desk.on_database(work)
