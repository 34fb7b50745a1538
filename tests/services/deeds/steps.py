"""Owns what the tests of deeds do and read over and over."""

from __future__ import annotations

from desk.domain.orders import Buyer
from desk.domain.pushes import PushState, RefundReason, SendReturnLabel
from desk.domain.values import CaseId, OrderId, PushId
from desk.domain.views import OrderView
from desk.services import orders, outbox
from desk.services.context import Desk
from desk.services.refunding import LineAmount, Wanted
from desk.store import outbox as outbox_store
from tests.support.orders import euros

BUYER = Buyer(name="Ada B", remote_id="ada_b")
DAY = 86_400.0


def show(desk: Desk, order_id: OrderId) -> OrderView:
    return orders.show(desk, order_id)


def goodwill(minor: int) -> Wanted:
    return Wanted(reason=RefundReason.GOODWILL, amount=euros(minor))


def of_lines(*lines: LineAmount) -> Wanted:
    return Wanted(reason=RefundReason.GOODWILL, lines=lines)


def case_id(desk: Desk, order_id: OrderId) -> CaseId:
    return show(desk, order_id).cases[0].id


def told(desk: Desk, push: PushId) -> tuple[PushState, str]:
    (found,) = [one for one in outbox.overview(desk) if one.id == push]
    return found.state, found.error_code


def label_of(desk: Desk, push: PushId) -> tuple[str, bytes]:
    with desk.store.read() as transaction:
        row = outbox_store.load_push(transaction, push)
    assert row is not None
    assert isinstance(row.push, SendReturnLabel)
    return row.push.file_name, row.push.file
