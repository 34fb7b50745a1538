"""Owns the deeds that tests of the outbox share: report a parcel, let the hold pass, drain, look."""

from __future__ import annotations

from desk.domain.clock import ManualClock
from desk.domain.pushes import PushState
from desk.domain.shipments import LineQuantity, Parcel
from desk.domain.values import OrderId, PushId
from desk.domain.views import PushView
from desk.services import orders, outbox, pusher, shipments
from desk.services.context import Desk
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.fakes import FakeChannel, never

NUMBER = "00340434161094015902"


def numbers(channel: FakeChannel) -> list[str]:
    """The parcels that had an effect at the channel, in turn."""
    return [effect.number for effect in channel.journal]


def parcel_of(desk: Desk, order_id: OrderId, number: str, **pieces: int) -> Parcel:
    """A parcel of `_11=2, _12=1`, else of everything open."""
    ids = {one.remote_id: one.id for one in orders.show(desk, order_id).lines}
    lines = tuple(LineQuantity(ids[name[1:]], quantity) for name, quantity in pieces.items())
    return Parcel(carrier="dhl_de", number=number, lines=lines)


def ship(desk: Desk, order_id: OrderId, number: str, **pieces: int) -> PushId:
    """Report one parcel, free to go at once."""
    (push,) = shipments.confirm(desk, order_id, [parcel_of(desk, order_id, number, **pieces)], hold_seconds=0).pushes
    return push


def drain(desk: Desk, account: Account) -> pusher.DrainReport:
    return pusher.drain(desk, account.id, never())


def push_of(desk: Desk, push: PushId) -> PushView:
    return next(one for one in outbox.overview(desk) if one.id == push)


def state_of(desk: Desk, push: PushId) -> PushState:
    return push_of(desk, push).state


def let_pass(clock: ManualClock, desk: Desk, push: PushId) -> None:
    """Move the clock to when the push may be tried again."""
    clock.advance(max(0.0, (push_of(desk, push).not_before - clock.now()).total_seconds()))


def leave_sending(desk: Desk, push: PushId, owner: str = "a process that died") -> None:
    """What a process leaves behind that dies while it sends: a *sending* row of its own."""
    with desk.store.write() as transaction:
        row = outbox_store.load_push(transaction, push)
        assert row is not None
        moved = outbox_store.move(
            transaction, row, PushState.SENDING, owner=owner, attempts=row.attempts + 1, sent_at=desk.clock.now()
        )
        assert moved
