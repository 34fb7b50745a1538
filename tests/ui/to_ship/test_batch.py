"""Many parcels in one dialog: typed, scanned or pasted, what is left out and why, the run, undo, and trying again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from connectors.contract.errors import OutcomeUnknown, Refused
from desk.domain.clock import ManualClock
from desk.domain.orders import Handling
from desk.domain.pushes import PushState
from desk.domain.values import PushId
from desk.domain.views import PushView
from desk.services import bulk_shipping, outbox, pusher
from desk.services.bulk_planning import Plan
from desk.services.bulk_shipping import Report, RowResult
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.ui.background import hub, lanes
from desk.ui.to_ship.batch_dialog import BatchDialog
from desk.ui.to_ship.batch_model import Column
from desk.ui.to_ship.batch_words import Ending
from desk.ui.to_ship.calls import ServiceCalls
from desk.ui.to_ship.screen import ToShipScreen
from tests.services.fakes import FakeChannel
from tests.ui.orders.fakes import FakeServices
from tests.ui.to_ship.conftest import fetched, settled, told

CONTROL = Qt.KeyboardModifier.ControlModifier


def ups(number: int) -> str:
    return f"1Z999AA1{number:010d}"


def opened(qtbot: QtBot, screen: ToShipScreen, *rows: int) -> BatchDialog:
    for row in rows:
        screen.model.toggle(row)
    screen.focus_list()
    screen.ship_selected()
    return dialog_of(qtbot, screen)


def dialog_of(qtbot: QtBot, screen: ToShipScreen) -> BatchDialog:
    settled(qtbot)
    found = screen.dialog
    assert found is not None
    settled(qtbot)
    return found


def field(dialog: BatchDialog) -> QLineEdit:
    found = [one for one in dialog.table.findChildren(QLineEdit) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def left(qtbot: QtBot, dialog: BatchDialog, row: int) -> None:
    """The field of a row is closed: what stood in it has been taken."""
    qtbot.waitUntil(lambda: not dialog.table.editing or dialog.table.currentIndex().row() != row)


def column(dialog: BatchDialog, one: Column) -> list[str]:
    return [str(dialog.model.index(row, one).data()) for row in range(dialog.model.rowCount())]


def checked(qtbot: QtBot, dialog: BatchDialog) -> None:
    qtbot.waitUntil(lambda: dialog.plan is not None and bool(dialog.plan.deed) and lanes().busy == 0)


def pasted(qtbot: QtBot, screen: ToShipScreen, text: str) -> BatchDialog:
    QGuiApplication.clipboard().setText(text)
    screen.focus_list()
    QTest.keyClick(screen.list, Qt.Key.Key_V, CONTROL)
    return dialog_of(qtbot, screen)


def drained(qtbot: QtBot, desk: Desk, account: Account, dialog: BatchDialog) -> None:
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    clock.advance(60)
    hub().changed.emit(pusher.drain(desk, account.id, threading.Event()).changes, None)
    qtbot.waitUntil(lambda: lanes().busy == 0 and not dialog.following.looking)


def test_numbers_are_scanned_one_row_after_the_other_and_confirmed_by_key(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, services: FakeServices
) -> None:
    dialog = opened(qtbot, screen, 0, 1, 2)
    assert column(dialog, Column.ORDER)[0].startswith("WB-100")
    assert not dialog.confirm_button.isEnabled()
    for at in range(3):
        cell, row = field(dialog), dialog.table.currentIndex().row()
        QTest.keyClicks(cell, ups(at))
        QTest.keyClick(cell, Qt.Key.Key_Return)
        left(qtbot, dialog, row)
    checked(qtbot, dialog)
    assert column(dialog, Column.CARRIER) == ["UPS"] * 3
    assert dialog.counts.text() == "3 ready"
    assert "Shop 3" in dialog.totals.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    settled(qtbot)
    assert {one.state for one in outbox.overview(desk)} == {PushState.HELD}
    assert [len(pushes) for _, pushes, _ in services.told] == [3]
    dialog.reject()
    settled(qtbot)
    assert screen.model.chosen == ()


def test_what_is_typed_last_counts_when_it_is_confirmed_at_once(qtbot: QtBot, screen: ToShipScreen, desk: Desk) -> None:
    dialog = opened(qtbot, screen, 0)
    QTest.keyClicks(field(dialog), ups(1))
    dialog.confirm()
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    settled(qtbot)
    assert [str(one.what["number"]) for one in outbox.overview(desk)] == [ups(1)]


def test_enter_alone_never_reports(qtbot: QtBot, screen: ToShipScreen, desk: Desk) -> None:
    dialog = pasted(qtbot, screen, f"order\tnumber\nWB-100\t{ups(1)}\n")
    dialog.confirm_button.setFocus()
    QTest.keyClick(dialog.confirm_button, Qt.Key.Key_Return)
    settled(qtbot)
    assert outbox.overview(desk) == ()
    QTest.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    settled(qtbot)
    assert len(outbox.overview(desk)) == 1


def test_blocked_rows_stand_first_with_their_reason_and_are_left_out(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account
) -> None:
    channel.change("102", handling=Handling.CHANNEL)
    told(qtbot, screen, fetched(desk, account))
    table = [("WB-100", ups(0)), ("WB-101", "3,4E+17"), ("WB-102", ups(2)), ("nix", ups(3)), ("WB-104", "")]
    dialog = pasted(qtbot, screen, "Bestellung;Sendungsnummer\n" + "\n".join(";".join(row) for row in table))
    assert [one.partition(" ")[0] for one in column(dialog, Column.ORDER)] == [
        "WB-101",
        "WB-102",
        "nix",
        "WB-104",
        "WB-100",
    ]
    states = column(dialog, Column.STATE)
    assert [one.partition(" ")[0] for one in states] == ["Blocked", "Blocked", "Blocked", "Incomplete", "Ready"]
    assert "spreadsheet" in states[0]
    assert "itself" in states[1]
    assert dialog.counts.text() == "1 ready · 3 blocked and left out · 1 incomplete and left out"
    mended = dialog.model.index(0, Column.NUMBER)
    assert dialog.model.setData(mended, ups(1))
    checked(qtbot, dialog)
    assert column(dialog, Column.STATE)[0].startswith("Ready"), "a row stays where it is while one types"
    dialog.confirm()
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    settled(qtbot)
    assert sorted(one.order_number for one in outbox.overview(desk)) == ["WB-100", "WB-101"]


def test_what_is_pasted_over_selected_orders_fills_them(qtbot: QtBot, screen: ToShipScreen) -> None:
    dialog = opened(qtbot, screen, 0, 1)
    cell = field(dialog)
    QGuiApplication.clipboard().setText(f"WB-101\t{ups(1)}\nWB-109\t{ups(9)}\n")
    QTest.keyClick(cell, Qt.Key.Key_V, CONTROL)
    settled(qtbot)
    checked(qtbot, dialog)
    found = dict(zip(column(dialog, Column.ORDER), column(dialog, Column.NUMBER), strict=True))
    assert {order.partition(" ")[0]: number for order, number in found.items()} == {
        "WB-100": "",
        "WB-101": ups(1),
        "WB-109": ups(9),
    }


@pytest.mark.parametrize("text", ["", "  \n ", "just words", "a\tb\nc\td"])
def test_what_is_no_table_is_told_and_opens_nothing(
    qtbot: QtBot, screen: ToShipScreen, services: FakeServices, text: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    screen.paste_numbers()
    settled(qtbot)
    assert screen.dialog is None
    assert len(services.toasts) == 1


def test_undo_takes_the_whole_batch_back(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, services: FakeServices
) -> None:
    def recall() -> None:
        hub().changed.emit(outbox.recall(desk, services.told[-1][1]), None)

    services.commands.bind("edit.undo", recall)
    dialog = pasted(qtbot, screen, f"order\tnumber\nWB-100\t{ups(1)}\nWB-101\t{ups(2)}\n")
    dialog.confirm()
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    settled(qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Z, CONTROL)
    settled(qtbot)
    assert {one.state for one in outbox.overview(desk)} == {PushState.RECALLED}
    assert dialog.counts.text() == "2 taken back"


def test_the_end_counts_each_ending_and_only_the_failed_are_tried_again(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account
) -> None:
    rows = "".join(f"WB-{100 + at}\t{ups(at)}\n" for at in range(4))
    dialog = pasted(qtbot, screen, "order\tnumber\n" + rows)
    dialog.confirm()
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    channel.plan("confirm_shipment", Refused("no", code="shop_refused"))
    drained(qtbot, desk, account, dialog)
    assert dialog.counts.text() == "3 reported, 1 failed"
    assert dialog.again.isVisible()
    QTest.mouseClick(dialog.only_failed, Qt.MouseButton.LeftButton)
    assert [one.partition(" ")[0] for one in column(dialog, Column.ORDER)] == ["WB-100"]
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    settled(qtbot)
    drained(qtbot, desk, account, dialog)
    assert dialog.counts.text() == "4 reported"
    assert len(channel.journal) == 4
    assert dialog.model.rowCount() == 4
    assert not dialog.again.isVisible()


def test_what_is_unclear_is_counted_and_never_tried_again_by_the_batch(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account
) -> None:
    dialog = pasted(qtbot, screen, f"order\tnumber\nWB-100\t{ups(1)}\n")
    dialog.confirm()
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    result = dialog.model.results[0]
    channel.plan("confirm_shipment", OutcomeUnknown("?"))
    drained(qtbot, desk, account, dialog)
    views = bulk_shipping.standing_of(desk, [result])
    assert result.push is not None
    unclear = {PushId(result.push): _as(views[result.push], PushState.UNCLEAR)}
    dialog._show_standing(unclear)
    assert dialog.model.endings() == [Ending.UNCLEAR]
    assert dialog.counts.text() == "1 unclear"
    assert not dialog.again.isVisible()


def _as(view: PushView, state: PushState) -> PushView:
    return replace(view, state=state)


class Slow(ServiceCalls):
    """The real services, whose run waits after each row until it is let on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.at = threading.Semaphore(0)
        self.reached = 0

    def run(self, plan: Plan, tell: Callable[[RowResult, int], None], stop: threading.Event) -> Report:
        def each(result: RowResult, done: int) -> None:
            tell(result, done)
            self.reached = done
            self.at.acquire(timeout=60)

        return super().run(plan, each, stop)


def test_a_run_is_stopped_between_rows_and_goes_on_where_it_was(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, clock_advance: Callable[[float], None]
) -> None:
    slow = screen.calls = Slow(desk)
    rows = "".join(f"WB-{100 + at}\t{ups(at)}\n" for at in range(4))
    dialog = pasted(qtbot, screen, "order\tnumber\n" + rows)
    dialog.confirm()
    qtbot.waitUntil(lambda: slow.reached == 1)
    clock_advance(2.0)
    slow.at.release()
    qtbot.waitUntil(lambda: "2 of 4" in dialog.counts.text())
    dialog.reject()
    assert dialog.isVisible()
    slow.at.release(5)
    qtbot.waitUntil(lambda: not dialog.running)
    settled(qtbot)
    assert dialog.counts.text() == "2 on the way, 2 not reached"
    assert (dialog.cancel.text(), dialog.cancel.isEnabled()) == ("Close", True)
    slow.at.release(9)
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.running and lanes().busy == 0 and "4 on the way" in dialog.counts.text())
    assert len(outbox.overview(desk)) == 4


@pytest.fixture
def clock_advance(desk: Desk) -> Callable[[float], None]:
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    return clock.advance


def test_every_control_and_cell_has_words(qtbot: QtBot, screen: ToShipScreen) -> None:
    dialog = pasted(qtbot, screen, f"order\tnumber\nWB-100\t{ups(1)}\n")
    for button in (dialog.paste, dialog.cancel, dialog.confirm_button, dialog.again, dialog.undo, dialog.only_failed):
        assert button.accessibleName()
    assert dialog.table.accessibleName()
    spoken = [dialog.model.index(0, one).data(Qt.ItemDataRole.AccessibleTextRole) for one in Column]
    assert spoken[0].startswith("Order: WB-100")
    assert all(": " in one for one in spoken)
