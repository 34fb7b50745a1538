"""Owns what the tests of returns do and read over and over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desk.domain.cases import CaseLine
from desk.domain.errors import NotAllowed
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, OrderId, ReturnId
from desk.services import orders, return_opening, return_steps, sync
from desk.services.context import Desk
from desk.services.return_file import Said
from desk.store import returns as return_store
from desk.store.accounts import Account
from desk.store.returns import StoredReturn
from tests.services.fake_deeds import DeedChannel, case
from tests.services.fakes import never
from tests.support.orders import after

DAY = 86_400.0
COMPLETE = Said(words="Because of this.", carrier="DHL", parcel="00340434161094042557", reference="1002")
"""All that any step asks for, but for a photo."""


def lines_of(desk: Desk, order_id: OrderId) -> dict[str, LineId]:
    return {one.remote_id: one.id for one in orders.show(desk, order_id).lines}


def opened(desk: Desk, order_id: OrderId, announced: dict[str, int] | None = None, reason: str = "") -> StoredReturn:
    ids = lines_of(desk, order_id)
    wanted = {ids[name]: quantity for name, quantity in (announced or {"11": 2, "12": 1}).items()}
    return return_opening.open_return(desk, order_id, wanted, reason=reason).told


def read(desk: Desk, wanted: ReturnId) -> StoredReturn:
    with desk.store.read() as transaction:
        found = return_store.load_return(transaction, wanted)
    assert found is not None
    return found


def put(desk: Desk, told: StoredReturn, state: ReturnState, days: float = 0) -> StoredReturn:
    """As if the return had come so far, `days` ago."""
    at = after(desk.clock.now().timestamp() - after(0).timestamp() - days * DAY)
    made = replace(told, state=state, changed_at=at)
    with desk.store.write() as transaction:
        return_store.save_return(transaction, made)
    return made


def code_of(desk: Desk, told: StoredReturn, step: ReturnStep, said: Said) -> str:
    """Why a step is refused; empty where it is not."""
    try:
        return_steps.step(desk, told.id, step, said)
    except NotAllowed as error:
        return error.code
    return ""


def found(quantity: int = 1, grade: Grade = Grade.NEW) -> Finding:
    return Finding(quantity=quantity, grade=grade, disposition=Disposition.RESTOCK)


def inspected(desk: Desk, told: StoredReturn) -> StoredReturn:
    """All of it came and was looked at."""
    moved = return_steps.receive(desk, told.id).told
    for one in moved.lines:
        moved = return_steps.inspect(desk, told.id, one.line, found(one.received)).told
    return moved


def of_channel(channel: DeedChannel, **changes: Any) -> None:
    goods = (CaseLine(remote_line="11", title="Becher", quantity=1),)
    channel.put_case(case(lines=goods, **changes))


def fetch(desk: Desk, account: Account) -> None:
    sync.fetch(desk, account.id, lambda _: None, never())


def only(desk: Desk, order_id: OrderId) -> StoredReturn:
    with desk.store.read() as transaction:
        (told,) = return_store.load_of_orders(transaction, [order_id])
    return told
