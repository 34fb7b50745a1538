"""Owns the pictures of returns, messages and what agents do at a channel besides shipping."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

import connectors.registry
from desk.domain.cases import CaseDeed
from desk.domain.standing import Standing
from desk.domain.views import OrderView
from desk.services import orders, sync
from desk.ui.locale import locale
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
    yield from _at_the_shop(on)
    yield from _elsewhere(on)


def _at_the_shop(on: Stage) -> State:
    """What the merchant sees to alone: money that came in, a link to pay, a status of the shop's own."""
    rows = [row for row in on.rows() if row.account == on.account.id]
    unpaid = next(row for row in rows if Standing.WAITING_FOR_PAYMENT in row.standings)
    on.show_order(unpaid.id)
    for name, command in (("mark-paid", "order.mark-paid"), ("other-status", "order.set-status")):
        if on.window.commands.run(command):
            yield from _asked(on, name)
    refund = next(one for one in (orders.show(on.desk, row.id) for row in rows) if _only_books(one))
    on.show_order(refund.id)
    on.window.commands.run("order.refund")
    yield from _asked(on, "refund-by-hand", _part_of_it)


def _only_books(view: OrderView) -> bool:
    return view.may_refund.allowed and not view.limits.refund_sends_money


def _elsewhere(on: Stage) -> State:
    """A deed that is done in the channel's own pages only, and an order whose buyer wants it no more."""
    shown = (orders.show(on.desk, row.id) for row in on.rows() if row.standings[0] is Standing.TO_SHIP)
    view = next(one for one in shown if one.limits.page_name and one.may_cancel.allowed)
    on.show_order(view.id)

    def explain() -> None:
        QTimer.singleShot(0, on.window, lambda: on.window.commands.explain("order.message"))

    explain()
    locale().changed.connect(explain)  # other words end the card
    on.settle()
    yield "deed-elsewhere", on.window
    locale().changed.disconnect(explain)
    on.window.top.field.take_focus()
    channel = next(one for one in on.others if one.kind == view.tile.kind)
    on.at(channel, "request_cancel", order=view.remote_id, reason="Versehentlich bestellt")
    on.window.orders.refresh()
    on.settle()
    yield "order-cancel-wish", on.window
    on.at(channel, "withdraw_cancel", order=view.remote_id)  # the next scene ships it
    on.window.orders.refresh()
    on.settle()


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
