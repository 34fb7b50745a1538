"""Owns the pictures of the area "To ship": list, selection, preview with blocked rows, run, end, nothing left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.carriers import with_check_digit
from desk.domain.standing import Standing
from desk.services import pusher, to_ship
from desk.services.bulk_planning import Plan
from desk.services.bulk_shipping import Report, RowResult
from desk.services.to_ship import Filter, Goes
from desk.ui.background import hub
from desk.ui.picture_stage import Stage, wait
from desk.ui.to_ship.batch_dialog import BatchDialog
from desk.ui.to_ship.calls import ServiceCalls

_ROWS_BEFORE_GATE, _NEVER = 5, 60.0
State = Iterator[tuple[str, QWidget]]


class _Halting(ServiceCalls):
    """The real services, whose run waits after some rows until it is let go."""

    def __init__(self, on: Stage) -> None:
        super().__init__(on.desk)
        self._on = on
        self.gate = threading.Event()

    def run(self, plan: Plan, tell: Callable[[RowResult, int], None], stop: threading.Event) -> Report:
        def slowly(result: RowResult, done: int) -> None:
            self._on.clock.advance(0.4)
            tell(result, done)
            if done == _ROWS_BEFORE_GATE:
                self.gate.wait(_NEVER)

        return super().run(plan, slowly, stop)


def number(place: int) -> str:
    """A parcel's number as the carrier makes them."""
    return with_check_digit(f"0034043416109{404_200 + place:06d}")


def scene(on: Stage) -> State:
    screen = on.window.to_ship
    on.window.commands.run("go.to-ship")
    on.settle()
    yield "to-ship", on.window
    orders = [row.id for row in on.rows() if row.standings[0] is Standing.TO_SHIP]
    for one in sorted(orders)[:6]:
        screen.model.choose([one])
    on.settle()
    yield "to-ship-selected", on.window
    yield from _batch(on)
    accounts = sorted({row.account for row in on.rows()})
    nowhere = (Filter(account, goes) for account in accounts for goes in Goes)
    screen.filter_by(next(one for one in nowhere if not to_ship.summary(on.desk).of(one)))
    on.settle()
    yield "to-ship-empty", on.window
    screen.escape()
    on.window.commands.run("go.search")
    on.settle()


def _batch(on: Stage) -> State:
    """One order of each kind, the ways a spreadsheet spoils a number, and an order that nobody knows."""
    rows = [row for row in on.rows() if row.standings[0] is Standing.TO_SHIP]
    by_account: dict[int, list[str]] = {}
    for row in rows:
        by_account.setdefault(row.account, []).append(row.number)
    numbers = [one for its in by_account.values() for one in its[:4]]
    shipped = next(row.number for row in on.rows() if row.standings[0] is Standing.SHIPPED)
    table = [f"{order}\t{number(place)}" for place, order in enumerate(numbers)]
    table[1] = f"{numbers[1]}\t3,40434E+17"
    table += [f"{shipped}\t{number(90)}", f"WB-2026-99999\t{number(91)}"]
    QApplication.clipboard().setText("Bestellnummer\tSendungsnummer\n" + "\n".join(table))
    on.window.to_ship.model.choose_only(())
    halting = on.window.to_ship.calls = _Halting(on)
    on.window.commands.run("ship.paste")
    on.settle()
    dialog = _dialog(on)
    yield "to-ship-preview", dialog
    dialog.confirm()
    wait(400)
    yield "to-ship-running", dialog
    halting.gate.set()
    on.settle()
    on.stand_still()
    on.settle()
    yield "to-ship-held", dialog
    refused = on.shop.simulator.shop.options
    on.clock.advance(30)
    _push(on, refuse=True)
    yield "to-ship-ended", dialog
    dialog.only_failed.click()
    on.settle()
    on.shop.simulator.shop.options = refused
    dialog.reject()
    on.window.toasts.clear()
    on.settle()


def _push(on: Stage, *, refuse: bool) -> None:
    """The channels take what is queued; at the shop one order was called off meanwhile."""
    held = [row.parcel.order_number for row in _dialog(on).model.results if row.parcel.account == on.account.id]
    if refuse and held:
        on.at_the_shop("cancel", order=held[0])
    for account in {row.account for row in on.rows()}:
        hub().changed.emit(pusher.drain(on.desk, account, threading.Event()).changes, None)
    wait(1500)
    on.settle()
    on.stand_still()


def _dialog(on: Stage) -> BatchDialog:
    found = on.window.to_ship.dialog
    if found is None:
        raise LookupError("the dialog of many parcels did not open")
    return found
