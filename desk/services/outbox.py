"""What an agent does with the outbox: look at it, take a push back, try again, or say how an unclear one ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.pushes import NOT_SHOWN, OPEN_STATES, PushState, may_follow
from desk.domain.values import AccountId, OrderId, PushId
from desk.domain.views import EventKind, PushView
from desk.services import push_facts, return_deeds, return_keeping
from desk.services.context import Desk
from desk.services.four_eyes import is_same_person
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store
from desk.store import views as view_store
from desk.store.orders import OrderEvent, add_events
from desk.store.outbox import PushRow
from desk.store.types import Transaction

_SETTLED = frozenset({PushState.CONFIRMED, PushState.RECALLED})
_AT_MOST = 100_000
_APPROVAL = (EventKind.PUSH_APPROVED, EventKind.PUSH_DECLINED)


def overview(
    desk: Desk,
    *,
    states: Iterable[PushState] | None = None,
    account: AccountId | None = None,
    limit: int = 1000,
) -> tuple[PushView, ...]:
    """Pushes in any of `states` (all where None), of one account or all, newest first."""
    with desk.store.read() as transaction:
        rows = outbox_store.load_pushes(transaction, states=states, account=account, limit=limit)
        return views_of(desk, transaction, rows)


def at_hand(desk: Desk, *, settled: int = 1000) -> tuple[PushView, ...]:
    """Everything that is not settled, however old, and the newest that are; newest first."""
    with desk.store.read() as transaction:
        rows = outbox_store.load_pushes(transaction, states=frozenset(PushState) - _SETTLED, limit=_AT_MOST)
        rows += outbox_store.load_pushes(transaction, states=_SETTLED, limit=settled)
        return views_of(desk, transaction, sorted(rows, key=lambda one: -one.id))


def views_of(desk: Desk, transaction: Transaction, rows: Sequence[PushRow]) -> tuple[PushView, ...]:
    """Rows of the outbox with the names people know."""
    accounts = {one.id: one for one in account_store.load_accounts(transaction)}
    numbers = view_store.order_numbers(transaction, sorted({row.order for row in rows}))
    tiles = desk.tiles()
    return tuple(
        PushView(
            id=row.id,
            key=row.key,
            kind=row.kind,
            account=row.account,
            account_name=accounts[row.account].name,
            tile=tiles[accounts[row.account].kind],
            order=row.order,
            order_number=numbers[row.order],
            what=push_facts.facts_of(row.push),
            state=row.state,
            attempts=row.attempts,
            created_at=row.created_at,
            not_before=row.not_before,
            sent_at=row.sent_at,
            settled_at=row.settled_at,
            error_code=row.error_code,
            error_text=row.error_text,
            channel_words=row.channel_words,
            remote_ref=row.remote_ref,
            actor=row.actor,
        )
        for row in rows
    )


def standing_of(desk: Desk, queued: Mapping[PushId, OrderId]) -> dict[PushId, PushView]:
    """How these pushes stand, each given with its order; those that are gone are left out."""
    with desk.store.read() as transaction:
        of_orders = outbox_store.load_pushes_of(transaction, sorted(set(queued.values())))
        found = [row for rows in of_orders.values() for row in rows if row.id in queued]
        return {one.id: one for one in views_of(desk, transaction, found)}


def recall(desk: Desk, ids: Sequence[PushId]) -> Changes:
    """Take pushes back before they are sent, or drop ones that failed. Raises NotAllowed once one is sent."""
    newest_first = sorted(ids, reverse=True)  # what was done with a return last is taken back first
    return _move(desk, newest_first, PushState.RECALLED, EventKind.PUSH_RECALLED, _recall_refused)


def approve(desk: Desk, ids: Sequence[PushId], *, by: str = "") -> Changes:
    """Agree, as somebody else than who queued them; they go with the next push. `by` is the agent's own name, where the
    computer's is not theirs. Raises NotAllowed.
    """
    name = _named(desk, by)

    def check(row: PushRow) -> None:
        if is_same_person(name, row.actor):
            raise NotAllowed(
                f"{row.actor} has queued this: somebody else has to agree.",
                code="approval_same_person",
                agent=row.actor,
            )

    return _move(desk, ids, PushState.WAITING, EventKind.PUSH_APPROVED, _approval_refused, by=name, check=check)


def decline(desk: Desk, ids: Sequence[PushId], *, by: str = "") -> Changes:
    """Say no to what waits for a second person: it never goes. Raises NotAllowed."""
    name = _named(desk, by)
    return _move(desk, ids, PushState.RECALLED, EventKind.PUSH_DECLINED, _approval_refused, by=name)


def _named(desk: Desk, by: str) -> str:
    name = by.strip() or desk.agent
    if not name:
        raise NotAllowed("Say who you are: history keeps who agreed.", code="approver_unknown")
    return name


def is_doubtful(one: PushView) -> bool:
    """Whether trying it again may give money back twice: nobody knows whether it arrived. Ask the agent first."""
    agrees = one.kind == "answer_cancellation" and bool(one.what.get("approve"))
    return one.state is PushState.UNCLEAR and ("amount_minor" in one.what or bool(one.what.get("paid")) or agrees)


def retry(desk: Desk, ids: Sequence[PushId]) -> Changes:
    """Send failed, unclear or conflicting pushes again (they look at the channel first), waiting ones at once."""
    return _move(desk, ids, PushState.WAITING, EventKind.PUSH_RETRIED, _retry_refused)


def resolve(desk: Desk, push: PushId, *, done: bool) -> Changes:
    """An agent has looked at the channel: the unclear push arrived there (`done`), or is to be dropped."""
    state = PushState.CONFIRMED if done else PushState.RECALLED
    return _move(desk, [push], state, EventKind.PUSH_RESOLVED, _resolve_refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class EachReport:
    """What became of a deed at several entries: those that could not follow say why, the others are done."""

    done: tuple[PushId, ...]
    refused: tuple[tuple[PushId, DeskError], ...]
    changes: Changes


def each(deed: Callable[[Sequence[PushId]], Changes], ids: Sequence[PushId]) -> EachReport:
    """Do it to all at once, or, where one refuses, to each by itself: one bad entry stops no other (UX 1)."""
    try:
        return EachReport(done=tuple(ids), refused=(), changes=deed(ids))
    except (NotAllowed, NotFound):
        done: list[PushId] = []
        refused: list[tuple[PushId, DeskError]] = []
        changes = Changes()
        for one in sorted(ids, reverse=True):  # of one return's deeds the last is taken back first
            try:
                changes += deed([one])
                done.append(one)
            except (NotAllowed, NotFound) as error:
                refused.append((one, error))
        return EachReport(done=tuple(done), refused=tuple(refused), changes=changes)


def _move(
    desk: Desk,
    ids: Sequence[PushId],
    state: PushState,
    event: EventKind,
    refused: Callable[[PushRow], NotAllowed],
    *,
    by: str = "",
    check: Callable[[PushRow], None] = lambda _: None,
) -> Changes:
    now = desk.clock.now()
    orders: set[OrderId] = set()
    changes = Changes()
    with desk.store.write() as transaction:
        for one in ids:
            row = outbox_store.load_push(transaction, one)
            if row is None:
                raise NotFound(f"The outbox has no entry {one}.", code="no_such_push", push=one)
            if row.state is state is PushState.WAITING and event is EventKind.PUSH_RETRIED:
                outbox_store.hasten(transaction, row, now)
            elif not _may(row, state, event):
                raise refused(row)
            else:
                check(row)
                _change(transaction, row, state, now)
                changes += _set_back(transaction, row, state, event, by or desk.agent, now)
                changes += return_keeping.note_push(transaction, row, state, now)
            facts = push_facts.facts_of(row.push) | {"push": row.id, "done": int(state is PushState.CONFIRMED)}
            entry = OrderEvent(at=now, kind=event, facts=facts, actor=by or desk.agent)
            add_events(transaction, [(row.order, entry)])
            orders.add(row.order)
    return changes + Changes.of(Kind.PUSH, ids) + Changes.of(Kind.ORDER, orders)


def _may(row: PushRow, state: PushState, event: EventKind) -> bool:
    if row.state is PushState.SENDING or not may_follow(row.state, state):
        return False
    if event in _APPROVAL:
        return row.state is PushState.APPROVAL
    if row.state is PushState.APPROVAL:
        return state is PushState.RECALLED  # nobody lets it go by trying it again
    settles_by_hand = row.state in (PushState.UNCLEAR, PushState.CONFLICT)
    return (
        settles_by_hand
        if event is EventKind.PUSH_RESOLVED
        else row.state is not PushState.UNCLEAR or (state is PushState.WAITING)
    )


def _change(transaction: Transaction, row: PushRow, state: PushState, now: Instant) -> None:
    values: dict[str, object] = {
        "not_before": now,
        "settled_at": None,
        "error_code": "",
        "error_text": "",
        "channel_words": "",
    }
    if row.state is PushState.FAILED and row.error_code != NOT_SHOWN:
        values["sent_at"] = None  # the channel refused it, so nothing of it is there
    if state is not PushState.WAITING:
        values = {"settled_at": now}
    if not outbox_store.move(transaction, row, state, **values):
        raise NotAllowed("This entry changed just now. Look at it again.", code="push_changed")


def _set_back(
    transaction: Transaction, row: PushRow, state: PushState, event: EventKind, actor: str, now: Instant
) -> Changes:
    """What does not go has not happened to its return, either. Raises NotAllowed where it may have gone already."""
    if state is not PushState.RECALLED or row.error_code == NOT_SHOWN:
        return Changes()  # what the channel said yes to may be there
    deed = return_deeds.of_push(transaction, row.id)
    if deed is None:
        return Changes()
    may_go = event is EventKind.PUSH_RECALLED and row.state in OPEN_STATES
    if may_go and row.sent_at is not None:
        raise _recall_refused(row)
    return return_deeds.note_recalled(transaction, deed, now, actor, may_go=may_go)


def _recall_refused(row: PushRow) -> NotAllowed:
    if row.state is PushState.RECALLED:
        return NotAllowed("It was taken back already.", f"push {row.id} is {row.state}", code="push_recalled")
    return NotAllowed(
        "It is sent already and cannot be taken back.",
        f"push {row.id} is {row.state}",
        code="push_sent",
        state=row.state,
    )


def _approval_refused(row: PushRow) -> NotAllowed:
    return NotAllowed(
        "This entry does not wait for a second person.",
        f"push {row.id} is {row.state}",
        code="push_not_for_approval",
        state=row.state,
    )


def _retry_refused(row: PushRow) -> NotAllowed:
    return NotAllowed(
        "There is nothing to try again here.",
        f"push {row.id} is {row.state}",
        code="push_not_retried",
        state=row.state,
    )


def _resolve_refused(row: PushRow) -> NotAllowed:
    return NotAllowed(
        "Only unclear and conflicting entries are settled by hand.",
        f"push {row.id} is {row.state}",
        code="push_not_resolved",
        state=row.state,
    )
