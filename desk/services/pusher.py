"""Send one account's pushes in order, and believe only what the channel itself then says.

Every push is written *sending* before the first byte leaves; whoever finds it so later looks at the channel first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from connectors.contract.errors import ConnectorError, LoginNeeded, OutcomeUnknown, Refused, Unavailable, Undecided
from connectors.contract.protocols import (
    Accepted,
    AlreadyDone,
    Connector,
    Look,
    Moved,
    SetsStatusesTogether,
    Told,
    UnderWay,
)
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import DeskError, StoreBug
from desk.domain.pushes import (
    NOT_SHOWN,
    Attempt,
    ConfirmShipment,
    Progress,
    Push,
    PushState,
    RefundInquiry,
    RefundOrder,
    RefundReturn,
    SendReturnLabel,
    SetStatus,
)
from desk.domain.values import AccountId
from desk.domain.views import AccountState, EventKind
from desk.services import accounts, push_facts, refetching, refunding, return_keeping, shipments
from desk.services.context import Desk
from desk.services.leases import Task, held, renew
from desk.services.push_ways import Way, cannot, way_of
from desk.services.refetching import Fresh
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store
from desk.store.orders import OrderEvent, add_events
from desk.store.outbox import PushRow
from desk.store.types import Transaction

_FIRST_WAIT, _LONGEST_WAIT = 5.0, 900.0
_FIRST_UNDER_WAY = 60.0
"""What the channel says that it works on takes it minutes, and each look takes from the quota of the next deeds."""

_SHOWN_WITHIN = timedelta(days=1)
_LEAST_LOOKS = 12
"""A parcel that the channel took and does not show for so long, in spite of so many tries, goes back to the agent. Both
count: Desk may have been closed for most of the day."""
_SPREAD = 8
"""The longer it has been taken without being shown, the rarer it is tried: by an eighth of that time."""

_log = logging.getLogger("outbox")

_EVENTS = {
    PushState.CONFIRMED: EventKind.PUSH_CONFIRMED,
    PushState.FAILED: EventKind.PUSH_FAILED,
    PushState.CONFLICT: EventKind.PUSH_CONFLICT,
    PushState.UNCLEAR: EventKind.PUSH_UNCLEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainReport:
    """What became of the pushes that were due. `again_after` are seconds the channel asked us to stay away."""

    account: AccountId
    confirmed: int
    failed: int
    unclear: int
    conflict: int
    postponed: int
    changes: Changes
    again_after: float | None = None


@dataclass(slots=True)
class _Outcome:
    state: PushState
    remote_ref: str = ""
    error: DeskError | None = None
    wait: float | None = None  # seconds until the next try
    stop: bool = False  # the account cannot go on now
    taken: bool = False  # the channel said yes, and does not show it
    under_way: bool = False  # the channel shows that it works on it
    sent: bool = True  # the try may have reached the channel
    changes: Changes = field(default_factory=Changes)  # beyond the push and its order


@dataclass(frozen=True, slots=True)
class _Begun:
    """A push that is marked as sending. `sent_at` is when its last try left that may have reached the channel."""

    row: PushRow
    push: Push
    sent_at: Instant | None


@dataclass(slots=True)
class _Tally:
    counts: dict[PushState, int] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    again_after: float | None = None

    def add(self, row: PushRow, outcome: _Outcome) -> None:
        self.counts[outcome.state] = self.counts.get(outcome.state, 0) + 1
        self.changes += Changes.of(Kind.PUSH, [row.id]) + Changes.of(Kind.ORDER, [row.order]) + outcome.changes
        if outcome.stop:
            self.again_after = outcome.wait


def drain(desk: Desk, account_id: AccountId, stop: threading.Event) -> DrainReport:
    """Send what is due, one after the other, until nothing is, the account cannot go on, or `stop` is set.

    Raises NotAllowed when another process drains this account, and LoginNeeded; pushes report through their rows.
    """
    tally = _Tally()
    account = accounts.load(desk, account_id)
    if account.writing and account.state is AccountState.READY:
        with held(desk, account_id, account.name, Task.PUSH) as holder:
            try:
                with accounts.connected(desk, account, stop=stop) as connector:
                    _drain(desk, account_id, holder, connector, stop, tally)
            except ConnectorError as error:
                accounts.note_trouble(desk, account_id, error)
                raise
    return DrainReport(
        account=account_id,
        confirmed=tally.counts.get(PushState.CONFIRMED, 0),
        failed=tally.counts.get(PushState.FAILED, 0),
        unclear=tally.counts.get(PushState.UNCLEAR, 0),
        conflict=tally.counts.get(PushState.CONFLICT, 0),
        postponed=tally.counts.get(PushState.WAITING, 0),
        changes=tally.changes,
        again_after=tally.again_after,
    )


def _drain(
    desk: Desk, account: AccountId, holder: str, connector: Connector, stop: threading.Event, tally: _Tally
) -> None:
    most = connector.together if isinstance(connector, SetsStatusesTogether) else 1
    while not stop.is_set():
        begun = desk.on_database(lambda: _begin(desk, account, holder, most))
        if not begun:
            return
        # All of them were sent, so each is followed to its end, also where the account cannot go on.
        ends = [
            _followed(desk, connector, one, outcome, stop, tally)
            for one, outcome in zip(begun, _sent(desk, connector, begun), strict=True)
        ]
        if any(ends):
            return


def _followed(
    desk: Desk, connector: Connector, one: _Begun, outcome: _Outcome, stop: threading.Event, tally: _Tally
) -> bool:
    """Fetch what a push has moved and write down how it went; whether the account cannot go on now."""
    row = one.row
    asked_at = desk.clock.now()
    fresh = refetching.refetched(connector, one.push) if _moves(outcome, one.push) else refetching.Fresh()
    settled = desk.on_database(partial(_settle, desk, row, outcome, fresh, asked_at, one.sent_at))
    if settled is not None:
        outcome = settled
        tally.add(row, outcome)
    _log.info("push %s of account %s: %s after %s tries", row.id, row.account, outcome.state, row.attempts)
    if outcome.stop and outcome.error is not None and not stop.is_set():
        tally.changes += accounts.note_trouble(desk, row.account, outcome.error)
    return outcome.stop


def _moves(outcome: _Outcome, push: Push) -> bool:
    """Whether the channel may hold what Desk does not know: where it refuses money, somebody else gave some back."""
    refused_money = outcome.state is PushState.FAILED and isinstance(push, RefundOrder | RefundReturn | RefundInquiry)
    return refused_money or outcome.state in (PushState.CONFIRMED, PushState.CONFLICT)


def _begin(desk: Desk, account: AccountId, holder: str, most: int) -> list[_Begun]:
    """Mark the next push as sending, before anything leaves; renew the lease with it. Where the channel takes `most`
    moves to another status at once, those that follow it are marked with it.
    """
    now = desk.clock.now()
    begun: list[_Begun] = []
    with desk.store.write() as transaction:
        known = account_store.load_account(transaction, account)
        if known is None or not known.writing or known.state is not AccountState.READY:
            return begun  # switched off while we were sending
        if not renew(desk, transaction, account, Task.PUSH, holder):
            return begun
        outbox_store.release_held(transaction, account, now)
        while row := outbox_store.next_due(transaction, account, now, holder):
            if begun and not _is_fresh_move(row):
                break
            begun.append(_marked(transaction, row, holder, now))
            if len(begun) == most or not _is_fresh_move(row):
                break
    return begun


def _is_fresh_move(row: PushRow) -> bool:
    """What was sent before is looked up by itself."""
    return isinstance(row.push, SetStatus) and row.sent_at is None


def _marked(transaction: Transaction, row: PushRow, holder: str, now: Instant) -> _Begun:
    sent_at = row.sent_at
    for parcel in outbox_store.of_kind([row], ConfirmShipment):
        # What may have been sent already keeps the number that it was sent with.
        if row.state is PushState.WAITING or not parcel.push.parcel:
            outbox_store.rewrite(transaction, row.id, shipments.numbered(transaction, parcel))
    for refund in outbox_store.of_kind([row], RefundOrder):
        if sent_at is None:
            outbox_store.rewrite(transaction, row.id, refunding.as_known(transaction, refund))
    outbox_store.move(transaction, row, PushState.SENDING, owner=holder, attempts=row.attempts + 1, sent_at=now)
    marked = outbox_store.load_push(transaction, row.id)
    if marked is None:
        raise StoreBug("Desk lost a change it was about to send.", "a row vanished inside its transaction")
    for parcel in outbox_store.of_kind([marked], ConfirmShipment):
        return _Begun(marked, shipments.as_it_stands(transaction, parcel), sent_at)
    return _Begun(marked, marked.push, sent_at)


def _sent(desk: Desk, connector: Connector, begun: Sequence[_Begun]) -> list[_Outcome]:
    """How each went: by itself, or many by one request."""
    tries = [(one, _attempt(desk, one.row, one.sent_at)) for one in begun]
    if len(tries) == 1 or not isinstance(connector, SetsStatusesTogether):
        return [_send(connector, one.row, one.push, attempt, desk.clock.now()) for one, attempt in tries]
    moves = [(one.push, attempt) for one, attempt in tries if isinstance(one.push, SetStatus)]
    told: Sequence[Told]
    try:
        told = connector.set_statuses(moves)
    except ConnectorError as error:
        told = [error] * len(tries)
    return [
        _send(connector, one.row, one.push, attempt, desk.clock.now(), answer)
        for (one, attempt), answer in zip(tries, told, strict=True)
    ]


def _given(answer: Told) -> Accepted | AlreadyDone:
    if isinstance(answer, ConnectorError):
        raise answer
    return answer


def _attempt(desk: Desk, row: PushRow, sent_at: Instant | None) -> Attempt:
    """What the connector learns of this try, with a way to keep what the next one must know."""
    progress = Progress(row.progress, lambda kept: desk.on_database(partial(_keep, desk, row, kept)))
    return Attempt(key=row.key, queued_at=row.created_at, sent_at=sent_at, progress=progress)


def _keep(desk: Desk, row: PushRow, kept: Mapping[str, str]) -> None:
    """Committed before the connector goes on. Whoever lost the push to another process must not send for it."""
    with desk.store.write() as transaction:
        ours = outbox_store.keep_progress(transaction, row, kept)
    if not ours:
        raise ConnectorError("Another Desk has taken this over.", f"push {row.id} moved on", code="taken_over")


def _send(
    connector: Connector, row: PushRow, push: Push, attempt: Attempt, now: Instant, answer: Told | None = None
) -> _Outcome:
    """Carry a push out and look after it; with an `answer` it was carried out together with others."""
    try:
        way = way_of(connector, push, attempt)
        # What is there once a try has left may be ours.
        after = way_of(connector, push, replace(attempt, sent_at=now))
    except ConnectorError as error:
        return _postponed(error, row)
    if way is None or after is None:
        return _Outcome(PushState.FAILED, error=cannot(push))
    sent_at = attempt.sent_at
    if sent_at is not None and way.settles and now < (settled_at := sent_at + way.settles):
        return _settling(way, row, (settled_at - now).total_seconds())
    try:
        told = way.carry_out() if answer is None else _given(answer)
    except OutcomeUnknown as error:
        return _looked_up(after, row, error)
    except Refused as error:
        return _refused(way, row, error)
    except ConnectorError as error:
        return _postponed(error, row)
    if isinstance(told, AlreadyDone):
        return _judged(told, row)  # a look has shown it: another one would only take from the channel's quota
    outcome = _looked_up(after, row, None)
    outcome.taken = outcome.state is PushState.WAITING and outcome.error is None
    return outcome


def _settling(way: Way, row: PushRow, rest: float) -> _Outcome:
    """An earlier try may still be on its way through the channel, so it is only looked for; `rest` in seconds."""
    try:
        outcome = _judged(way.look(), row)
    except Refused as error:
        return _Outcome(PushState.FAILED, error=error)
    except ConnectorError as error:
        outcome = _postponed(error, row)
    outcome.sent = False
    if outcome.state is PushState.WAITING:
        outcome.wait = min(rest, outcome.wait or rest)
    return outcome


def _judged(look: Look, row: PushRow, error: DeskError | None = None) -> _Outcome:
    """What the channel's own state says about a push that was sent."""
    if isinstance(look, AlreadyDone):
        return _Outcome(PushState.CONFIRMED, remote_ref=look.remote_ref)
    if isinstance(look, Moved):
        moved = Refused("The channel has moved elsewhere meanwhile.", code="moved", words=look.words)
        return _Outcome(PushState.CONFLICT, error=moved)
    under_way = isinstance(look, UnderWay)
    return _Outcome(PushState.WAITING, error=error, wait=_wait(row.attempts, under_way), under_way=under_way)


def _looked_up(way: Way, row: PushRow, unknown: OutcomeUnknown | None) -> _Outcome:
    """What the channel shows of a try that left."""
    try:
        return _judged(way.look(), row, unknown)
    except Refused as refused:
        return _Outcome(PushState.FAILED, error=refused)
    except ConnectorError as error:
        # Waiting is safe: the next try looks before it sends.
        outcome = _postponed(error, row)
        outcome.sent = True
        return outcome


def _refused(way: Way, row: PushRow, refused: Refused) -> _Outcome:
    """A refusal is final, unless the channel shows that it has moved, or has done it after all."""
    try:
        look = way.look()
    except ConnectorError:
        return _Outcome(PushState.FAILED, error=refused)
    if isinstance(look, AlreadyDone | Moved):
        return _judged(look, row)
    return _Outcome(PushState.FAILED, error=refused)


def _postponed(error: ConnectorError, row: PushRow) -> _Outcome:
    """To be tried again later. Where nobody answers, or nobody lets us in, the account's other pushes wait, too.

    What the channel cannot tell waits for a person instead.
    """
    if isinstance(error, Undecided):
        return _Outcome(PushState.UNCLEAR, error=error)
    asked = error.retry_after if isinstance(error, Unavailable) else None
    stop = isinstance(error, LoginNeeded) or (isinstance(error, Unavailable) and not error.for_this_only)
    sent = isinstance(error, OutcomeUnknown)
    return _Outcome(PushState.WAITING, error=error, wait=asked or _wait(row.attempts), stop=stop, sent=sent)


def _wait(tries: int, under_way: bool = False) -> float:
    first = _FIRST_UNDER_WAY if under_way else _FIRST_WAIT
    return min(_LONGEST_WAIT, first * 2.0 ** min(tries - 1, 10))


def _settle(
    desk: Desk, row: PushRow, outcome: _Outcome, fresh: Fresh, asked_at: Instant, sent_before: Instant | None
) -> _Outcome | None:
    """Write down how it went; None when another process took over after our lease ran out: it looks for itself."""
    now = desk.clock.now()
    with desk.store.write() as transaction:
        found = _weighed(transaction, row, outcome, now) if outcome.taken else outcome
        values = _values(row, found, now)
        if not found.sent:
            values["sent_at"] = sent_before
        if not outbox_store.move(transaction, row, found.state, **values):
            return None
        if outcome.taken and outbox_store.first_taken(transaction, row) is None:
            facts = push_facts.facts_of(row.push) | {"push": row.id, "attempts": row.attempts}
            add_events(transaction, [(row.order, OrderEvent(at=now, kind=EventKind.PUSH_SENT, facts=facts))])
        if found.state in _EVENTS:
            _tell(transaction, row, found, now)
        for label in outbox_store.of_kind([row], SendReturnLabel):
            if found.state is PushState.CONFIRMED:  # the channel has the file: here it would only weigh on every list
                outbox_store.rewrite(transaction, row.id, replace(label.push, file=b""))
        refetching.keep(transaction, row.account, fresh, now, asked_at)
        found.changes = return_keeping.note_push(transaction, row, found.state, now)
    return found


def _weighed(transaction: Transaction, row: PushRow, outcome: _Outcome, now: Instant) -> _Outcome:
    """A push that the channel took and does not show: tried more and more rarely, then given back to the agent."""
    first = outbox_store.first_taken(transaction, row)
    if first is None:
        return replace(outcome, wait=_wait(1, outcome.under_way))
    since, tries = now - first.at, row.attempts - first.attempts
    if since >= _SHOWN_WITHIN and tries >= _LEAST_LOOKS and not outcome.under_way:
        error = Refused(
            "The channel took this more than a day ago and still does not show it. Look there; try again if "
            "it is missing.",
            code=NOT_SHOWN,
        )
        return _Outcome(PushState.FAILED, error=error)
    return replace(outcome, wait=max(_wait(tries + 1, outcome.under_way), since.total_seconds() / _SPREAD))


def _values(row: PushRow, outcome: _Outcome, now: Instant) -> dict[str, object]:
    error = outcome.error
    values: dict[str, object] = {
        "error_code": error.code if error else "",
        "error_text": str(error.text) if error else "",
        "channel_words": _words_of(error),
        "remote_ref": outcome.remote_ref or row.remote_ref,
    }
    if outcome.state is PushState.WAITING:
        return values | {"not_before": Instant(now + timedelta(seconds=outcome.wait or 0)), "owner": ""}
    return values | {"settled_at": now}


def _words_of(error: DeskError | None) -> str:
    """The channel's words as plain text: a sentence that knows its parts is no JSON."""
    return str(getattr(error, "words", ""))


def _tell(transaction: Transaction, row: PushRow, outcome: _Outcome, now: Instant) -> None:
    facts = push_facts.facts_of(row.push)
    if outcome.error is not None:
        facts |= {
            "error_code": outcome.error.code,
            "error_text": str(outcome.error.text),
            "channel_words": _words_of(outcome.error),
        }
    event = OrderEvent(at=now, kind=_EVENTS[outcome.state], facts=facts)
    add_events(transaction, [(row.order, event)])
