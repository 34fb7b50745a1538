"""Open returns: by an agent, or for a parcel that lay there unannounced. Those of channels come by return_following."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from desk.domain import return_goods, return_numbers
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed, StoreBug
from desk.domain.pushes import ConfirmShipment
from desk.domain.return_goods import ReturnLine
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId, CaseId, LineId, OrderId, ReturnId
from desk.domain.views import EventKind
from desk.services import order_file, shipments
from desk.services.context import Desk
from desk.services.order_file import OrderFile
from desk.services.return_file import Moved
from desk.services.wording_deeds import RETURN_REASONS
from desk.store import counters
from desk.store import outbox as outbox_store
from desk.store import returns as return_store
from desk.store.orders import OrderEvent, add_events
from desk.store.returns import OpenedBy, StoredReturn
from desk.store.types import Transaction

_OVER = frozenset({ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED})
"""States in which what was announced does not come."""


def returnable(file: OrderFile, others: Sequence[StoredReturn]) -> dict[LineId, int]:
    """How many pieces of each line may still come back: shipped, less what other returns hold."""
    held: Counter[LineId] = Counter()
    for one in others:
        for line in one.lines:
            held[line.line] += line.received if one.state in _OVER else line.announced
    parcels = outbox_store.of_kind(list(file.rows), ConfirmShipment)
    lines = shipments.shippable(file.order, file.line_ids, parcels)
    return {line.line: max(0, line.shipped - held[line.line]) for line in lines}


def free_of(desk: Desk, order: OrderId) -> dict[LineId, int]:
    """How many pieces of each line of an order may still come back. Raises NotFound."""
    with desk.store.read() as transaction:
        file = order_file.load(transaction, order, desk.clock.now())
        return returnable(file, return_store.load_of_orders(transaction, [order]))


def all_free_of(desk: Desk, order: OrderId) -> dict[LineId, int]:
    """All that may still come back of an order. Raises NotFound."""
    return {line: left for line, left in free_of(desk, order).items() if left}


def open_return(
    desk: Desk, order: OrderId, announced: Mapping[LineId, int], *, reason: str = "", by_parcel: bool = False
) -> Moved:
    """Open a return of these pieces; `by_parcel`: it is here already, and they are received.

    Raises NotFound, and NotAllowed for a quantity that was not shipped or comes back already, or an unknown reason.
    """
    if reason and reason not in RETURN_REASONS:
        raise NotAllowed("This is no reason that Desk knows.", code="return_reason_unknown")

    def work() -> Moved:
        with desk.store.write() as transaction:
            now = desk.clock.now()
            file = order_file.load(transaction, order, now)
            free = returnable(file, return_store.load_of_orders(transaction, [order]))
            if not any(free.values()):
                raise NotAllowed(
                    "Nothing of this order can come back: as far as Desk knows nothing has left, or all is in a "
                    "return. If goods did leave, report their parcel first.",
                    code="return_nothing_left",
                )
            if not announced:
                raise NotAllowed("Say which lines come back.", code="return_lines_missing")
            lines = [_line(line, quantity, free, reason, by_parcel) for line, quantity in announced.items()]
            made = add(
                transaction,
                file.account.id,
                order,
                lines,
                now,
                state=ReturnState.RECEIVED if by_parcel else ReturnState.REQUESTED,
                by=OpenedBy.PARCEL if by_parcel else OpenedBy.AGENT,
                actor=desk.agent,
            )
            told = return_store.load_return(transaction, made)
        if told is None:
            raise StoreBug("Desk lost a return it was about to open.", "a row vanished inside its transaction")
        return Moved(told=told, changes=Changes.of(Kind.RETURN, [made]) + Changes.of(Kind.ORDER, [order]))

    return desk.on_database(work)


def _line(line: LineId, quantity: int, free: Mapping[LineId, int], reason: str, here: bool) -> ReturnLine:
    if line not in free:
        raise NotAllowed("The order has no such line.", code="no_such_line")
    if not 1 <= quantity <= free[line]:
        raise NotAllowed(
            f"Only {free[line]} pieces of this line can come back: the others were not shipped, or are in a return.",
            code="return_over_shipped",
            left=free[line],
        )
    made = ReturnLine(line=line, announced=quantity, reason=reason)
    return return_goods.receive(made, quantity) if here else made


def add(
    transaction: Transaction,
    account: AccountId,
    order: OrderId,
    lines: Sequence[ReturnLine],
    now: Instant,
    *,
    state: ReturnState,
    by: OpenedBy,
    case: CaseId | None = None,
    actor: str = "",
) -> ReturnId:
    """Write a new return under the next number, and tell the order's history. Raises NotAllowed in a full year."""
    of_year = f"returns {now.year}"
    try:
        number, count = return_numbers.next_number(now.year, counters.last(transaction, of_year))
    except ValueError:
        raise NotAllowed("All numbers of this year are given to returns.", code="return_numbers_gone") from None
    counters.note(transaction, of_year, count)
    made = return_store.add_return(
        transaction,
        account=account,
        order=order,
        number=number,
        state=state,
        opened_by=by,
        lines=lines,
        now=now,
        case=case,
    )
    if by is OpenedBy.CHANNEL:
        return made  # the channel's own case is in the history
    facts: dict[str, str | int] = {"return": number, "new": state, "by": by}
    add_events(transaction, [(order, OrderEvent(at=now, kind=EventKind.RETURN_OPENED, facts=facts, actor=actor))])
    return made
