"""What dialogs of deeds do with what is typed: a switch of language keeps it, and a scanned code is no amount."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk.domain.cases import CaseDeed
from desk.domain.pushes import RefundReason, ReturnAnswer
from desk.domain.values import CaseId, LineId, OrderId
from desk.domain.views import OrderView
from desk.ui.locale import locale
from desk.ui.orders.deeds.correcting import CorrectParcelDialog
from desk.ui.orders.deeds.paying import SetStatusDialog
from desk.ui.orders.deeds.refund import RefundDialog
from desk.ui.orders.deeds.returns import AnswerReturnDialog
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.fake_deeds import LIMITS, YES, case
from tests.ui.orders.fakes import FakeCalls, FakeServices, euro, line, order_row, order_view, shipment

EAN = "4006381333931"


def view() -> OrderView:
    return order_view(
        1,
        lines=(replace(line(1, "Drill", 2, price=500000), refundable=euro(900000)),),
        limits=replace(LIMITS, statuses=("on-hold", "completed")),
        refundable=euro(900000),
        may_refund=YES,
        may_set_status=YES,
        may_correct=YES,
        shipments=(shipment("00340001"), shipment("00340002")),
        channel_status="processing",
        cases=(case(),),
    )


@pytest.fixture
def calls() -> FakeCalls:
    made = FakeCalls([order_row(1)])
    made.views[OrderId(1)] = view()
    return made


@pytest.fixture
def refund(screen: OrdersScreen, services: FakeServices) -> RefundDialog:
    assert services.commands.run("order.refund")
    dialog = screen.doing.dialog
    assert isinstance(dialog, RefundDialog)
    return dialog


def press(field: QLineEdit, text: str, *, gap: int, start: int = 1000, end: Qt.Key | None = Qt.Key.Key_Return) -> int:
    """Keys as they come from a keyboard, so many milliseconds apart; gives back when the next may come."""
    at = start
    keys = [(0, one) for one in text] + ([(int(end), "\r")] if end is not None else [])
    for key, sign in keys:
        event = QKeyEvent(QEvent.Type.KeyPress, key or ord(sign), Qt.KeyboardModifier.NoModifier, sign)
        event.setTimestamp(at)
        QApplication.sendEvent(field, event)
        at += gap
    return at + 500


def test_a_code_that_is_scanned_into_an_amount_is_not_taken_for_one(refund: RefundDialog) -> None:
    field = refund.table.fields[LineId(1)]
    after = press(field, "12,5", gap=150, end=None)
    press(field, EAN, gap=5, start=after)
    assert field.text() == "12,5"
    assert EAN in refund.problem.text()
    assert refund.sum() == euro(1250)


def test_a_scan_that_ends_by_no_key_goes_out_too(refund: RefundDialog, qtbot: QtBot) -> None:
    field = refund.table.fields[LineId(1)]
    press(field, EAN, gap=5, end=None)
    qtbot.waitUntil(lambda: field.text() == "")


def test_what_is_typed_by_hand_stays_however_long_it_is(refund: RefundDialog) -> None:
    field = refund.table.fields[LineId(1)]
    press(field, "1.234,50", gap=60)
    assert field.text() == "1.234,50"
    assert refund.sum() == euro(123450)


def test_a_switch_of_language_rewords_an_open_dialog_and_keeps_what_was_typed(
    refund: RefundDialog, qtbot: QtBot
) -> None:
    refund.table.fields[LineId(1)].setText("1234.50")
    refund.reason.choose(RefundReason.GOODWILL.value)
    refund.comment.edit.setPlainText("Sorry for the scratch")
    locale().speak("de")
    qtbot.waitUntil(lambda: refund.windowTitle() == "Erstatten")
    assert refund.table.fields[LineId(1)].text() == "1.234,50\u00a0€"
    assert refund.sum() == euro(123450)
    assert refund.reason.value() == RefundReason.GOODWILL.value
    assert refund.reason.currentText() != "Goodwill"
    assert refund.comment.text() == "Sorry for the scratch"
    assert refund.why_not() == ""


def test_our_own_number_goes_with_the_answer_to_a_return(screen: OrdersScreen, calls: FakeCalls, qtbot: QtBot) -> None:
    screen.doing.in_case(CaseId(1), CaseDeed.APPROVE)
    dialog = screen.doing.dialog
    assert isinstance(dialog, AnswerReturnDialog)
    assert dialog.number is not None
    dialog.number.setText(" R4711A8X ")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    told = (OrderId(1), CaseId(1), ReturnAnswer.APPROVE, "", None, "R4711A8X")
    assert calls.outbox.queued == [("answer_return", told)]


def test_another_status_is_chosen_from_the_shops_own(
    screen: OrdersScreen, services: FakeServices, calls: FakeCalls, qtbot: QtBot
) -> None:
    assert services.commands.run("order.set-status")
    dialog = screen.doing.dialog
    assert isinstance(dialog, SetStatusDialog)
    assert [dialog.status.itemText(place) for place in range(dialog.status.count())] == ["On hold", "Completed"]
    assert dialog.why_not() == "Choose a status."
    dialog.status.choose("on-hold")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued == [("set_status", (OrderId(1), "on-hold"))]


def test_a_parcels_number_is_put_right(
    screen: OrdersScreen, services: FakeServices, calls: FakeCalls, qtbot: QtBot
) -> None:
    assert services.commands.run("order.correct-parcel")
    dialog = screen.doing.dialog
    assert isinstance(dialog, CorrectParcelDialog)
    assert dialog.why_not() == "Choose a parcel."
    dialog.parcel.choose("00340002")
    assert dialog.right.carrier.value(), "its carrier stands there"
    dialog.right.number.setText("0034 0002")
    assert dialog.why_not() == "That is the number it has."
    dialog.right.number.setText("00340003")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    ((deed, told),) = calls.outbox.queued
    assert (deed, told[1], told[3]) == ("correct_parcel", "00340002", "00340003")
