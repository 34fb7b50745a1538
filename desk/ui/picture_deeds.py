"""Owns the pictures of returns, messages and what agents do at a channel besides shipping."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

import connectors.registry
from desk.domain.cases import CaseDeed
from desk.domain.standing import Standing
from desk.services import orders, sync
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.refund import RefundDialog
from desk.ui.picture_stage import Stage

State = Iterator[tuple[str, QWidget]]
_LOOKED_AT_AGAIN = 3600.0
"""After so many seconds the channel's cases are asked for anew, however seldom that is."""
_WORDS = "Guten Tag,\nich habe die Säge gestern zurückgegeben. Wann bekomme ich mein Geld?\nViele Grüße"


def scene(on: Stage) -> State:
    """A return with its deadline and a letter about it; then the dialogs, on it and on an order still to be shipped."""
    market = next(one for one in on.others if connectors.registry.describe(one.kind).signs_in_by_browser)
    rows = [row for row in on.rows() if row.tile.kind == market.kind]
    sent = next(row for row in rows if row.standings[0] is Standing.SHIPPED)
    on.at(market, "open_return", order=sent.remote_id, reason="DEFECTIVE_ITEM", comment="Der Motor läuft nicht an.")
    on.at(market, "write_message", order=sent.remote_id, text=_WORDS)
    on.clock.advance(_LOOKED_AT_AGAIN)
    sync.fetch(on.desk, sent.account, lambda _: None, threading.Event())
    on.refresh()
    on.show_order(sent.id)
    yield "order-return", on.window
    on.window.commands.run("order.message")
    on.settle()
    yield "order-messages", on.window
    card = on.window.orders.detail.page.cases
    if card is None or card.boxes[0].case is None:
        raise LookupError("the return did not arrive")
    doing = on.window.orders.doing
    for name, deed in (("return-approve", CaseDeed.APPROVE), ("return-offer", CaseDeed.OFFER_PART)):
        doing.in_case(card.boxes[0].case.id, deed)
        yield from _asked(on, name)
    views = (orders.show(on.desk, row.id) for row in rows)
    on.show_order(next(one.id for one in views if one.may_cancel.allowed and one.may_refund.allowed))
    on.window.commands.run("order.refund")
    yield from _asked(on, "refund", _part_of_it)
    on.window.commands.run("order.cancel")
    yield from _asked(on, "cancel-order")


def _part_of_it(dialog: DeedDialog) -> None:
    if isinstance(dialog, RefundDialog):
        next(iter(dialog.table.fields.values())).setText("5,00")


def _asked(on: Stage, name: str, typed: Callable[[DeedDialog], object] = DeedDialog.check) -> State:
    """The open dialog with what is typed into it."""
    dialog = on.window.orders.doing.dialog
    if dialog is None:
        raise LookupError(f"the dialog {name} did not open")
    typed(dialog)
    on.settle()
    yield name, dialog
    dialog.reject()
    on.settle()
