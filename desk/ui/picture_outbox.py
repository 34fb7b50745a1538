"""Owns the pictures of the outbox and the sync centre: all eight states, both sides, accounts well and broken."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from connectors.contract.errors import LoginNeeded, Unavailable
from connectors.contract.snapshots import UnreadableRecord
from desk.domain.changes import Changes, Kind
from desk.domain.pushes import PushState
from desk.domain.shipments import Parcel
from desk.domain.standing import Standing
from desk.domain.values import OrderId, PushId
from desk.services import accounts, shipments
from desk.store import outbox as outbox_store
from desk.store import repairs as repair_store
from desk.ui.background import hub
from desk.ui.picture_stage import Stage
from desk.ui.picture_to_ship import number

State = Iterator[tuple[str, QWidget]]

# How each state is reached, and what is known of it then.
_WAYS: dict[PushState, tuple[PushState, ...]] = {
    PushState.HELD: (),
    PushState.WAITING: (PushState.WAITING,),
    PushState.SENDING: (PushState.WAITING, PushState.SENDING),
    PushState.CONFIRMED: (PushState.WAITING, PushState.SENDING, PushState.CONFIRMED),
    PushState.FAILED: (PushState.WAITING, PushState.SENDING, PushState.FAILED),
    PushState.UNCLEAR: (PushState.WAITING, PushState.SENDING, PushState.UNCLEAR),
    PushState.CONFLICT: (PushState.WAITING, PushState.SENDING, PushState.CONFLICT),
    PushState.RECALLED: (PushState.RECALLED,),
}
_WORDS: dict[PushState, dict[str, str]] = {
    PushState.FAILED: {
        "error_code": "not_permitted",
        "error_text": "The keys are not allowed to do this. Check their rights.",
        "channel_words": "Sorry, you are not allowed to edit this resource.",
    },
    PushState.UNCLEAR: {
        "error_code": "outcome_unknown",
        "error_text": "It is not known whether the change arrived. Desk looks there before it tries again.",
    },
    PushState.CONFLICT: {
        "error_code": "moved",
        "error_text": "The channel has moved elsewhere meanwhile.",
        "channel_words": "cancelled",
    },
}


def _put(on: Stage, order: OrderId, place: int, state: PushState) -> PushId:
    """An entry of this state, left there as the pusher would leave it."""
    parcel = Parcel(carrier="dhl_de", number=number(place + 50))
    (push,) = shipments.confirm(on.desk, order, [parcel], hold_seconds=10).pushes
    with on.desk.store.write() as transaction:
        for step in _WAYS[state]:
            row = outbox_store.load_push(transaction, push)
            if row is None:
                raise LookupError("the entry is gone")
            values: dict[str, object] = {}
            if step is PushState.SENDING:
                values = {"attempts": 1, "sent_at": on.desk.clock.now(), "owner": "pictures"}
            elif step is not PushState.WAITING:
                values = {"settled_at": on.desk.clock.now(), **_WORDS.get(step, {})}
            outbox_store.move(transaction, row, step, **values)
    return push


def scene(on: Stage) -> State:
    orders = [row.id for row in on.rows() if row.standings[0] is Standing.TO_SHIP]
    made = {state: _put(on, orders[place], place, state) for place, state in enumerate(_WAYS)}
    on.refresh()
    on.window.open_outbox()
    on.settle()
    screen = on.window.outbox
    for name, state in (("conflict", PushState.CONFLICT), ("unclear", PushState.UNCLEAR)):
        screen.list.setCurrentIndex(screen.model.index(screen.model.row_of(made[state])))
        on.settle()
        yield f"outbox-{name}", on.window
    on.window.activateWindow()
    screen.focus_list()
    screen.list.go_to(2)
    screen.list.toggle()
    screen.list.step(2)
    screen.list.toggle()
    screen.list.step(1)
    on.settle()
    yield "outbox-marked", on.window
    screen.list.end_marking()
    screen.list.selectAll()
    on.settle()
    yield "outbox-several", on.window
    _spoil(on)
    on.settle()
    yield "sync-trouble", on.window
    screen.panel.open_repairs(on.account.id)
    on.settle()
    dialog = screen.panel.dialog
    if dialog is None:
        raise LookupError("the repair list did not open")
    yield "sync-unreadable", dialog
    dialog.reject()
    on.settle()


def _spoil(on: Stage) -> None:
    """One account out of reach, one that needs a new sign-in, and a record that cannot be read."""
    known = accounts.overview(on.desk)
    accounts.note_trouble(
        on.desk, known[0].id, Unavailable("It cannot be reached just now.", code="timed_out", retry_after=90)
    )
    if len(known) > 1:
        accounts.note_trouble(on.desk, known[1].id, LoginNeeded("The keys are not accepted.", code="login_needed"))
    bad = UnreadableRecord(
        remote_id="10457",
        reason="line_items[0].quantity: Expected `int`, got `str`",
        sample=b'{"id":10457,"status":"processing","billing":{"first_name":"Erika"},"line_items":[{"quantity":"two"}]}',
    )
    with on.desk.store.write() as transaction:
        repair_store.note_unreadable(transaction, on.account.id, [bad], on.desk.clock.now())
    hub().changed.emit(Changes.of(Kind.ACCOUNT, [one.id for one in known]), None)
    on.refresh()
