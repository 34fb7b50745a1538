from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.changes import Changes, Kind
from desk.domain.errors import NotAllowed
from desk.domain.shipments import LineQuantity
from desk.domain.values import LineId, OrderId
from desk.ui.background import lanes
from desk.ui.orders.screen import OrdersScreen
from desk.ui.orders.ship_dialog import ShipDialog
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, FakeServices, line, order_row, order_view, shipment

DHL = "00340434161094042557"
OTHER = "00340434161094042571"
UNSURE = "12345678901234"
CONTROL = Qt.KeyboardModifier.ControlModifier


def settled() -> bool:
    return not lanes().busy


@pytest.fixture
def calls() -> FakeCalls:
    made = FakeCalls([order_row(1), order_row(2)])
    made.views[OrderId(1)] = order_view(1, lines=(line(1, "Drill", 2), line(2, "Bit")))
    return made


def dialog_of(qtbot: QtBot, screen: OrdersScreen) -> ShipDialog:
    screen.ship()
    dialog = screen.dialog
    assert dialog is not None
    qtbot.waitUntil(settled)
    return dialog


def type_number(qtbot: QtBot, dialog: ShipDialog, place: int, number: str) -> None:
    field = dialog.forms[place].number
    field.setFocus()
    QTest.keyClicks(field, number)
    qtbot.waitUntil(lambda: not dialog.forms[place]._pause.isActive() and settled())


def told(dialog: ShipDialog, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: not dialog._pause.isActive() and dialog._previewing is None)
    return dialog.told.text()


def test_the_keyboard_is_in_the_number_field_and_everything_open_is_in_the_parcel(
    qtbot: QtBot, screen: OrdersScreen
) -> None:
    dialog = dialog_of(qtbot, screen)
    assert dialog.focusWidget() is dialog.forms[0].number
    assert [dialog.forms[0].quantity(LineId(n)).box.value() for n in (1, 2)] == [2, 1]
    assert dialog.confirm_button.text() == "Report shipment"
    assert told(dialog, qtbot) == "Enter number and carrier to see it here."


def test_a_number_tells_its_carrier_and_what_the_channel_will_hear(qtbot: QtBot, screen: OrdersScreen) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, DHL)
    assert dialog.forms[0].carrier.currentText() == "DHL Paket"
    assert dialog.forms[0].hint == "Recognised: DHL Paket"
    assert told(dialog, qtbot) == (
        f"DHL Paket {DHL}: 2 × Drill, 1 × Bit\nNothing stays open: the order is shipped in full."
    )


def test_an_unsure_number_asks_for_the_carrier_and_a_choice_is_kept(qtbot: QtBot, screen: OrdersScreen) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, UNSURE)
    form = dialog.forms[0]
    assert form.carrier.value() == ""
    assert form.hint == "Could be DPD, GLS. Choose the carrier."
    assert [form.carrier.itemText(row) for row in range(2)] == ["DPD", "GLS"], "likely ones come first"
    field = form.carrier.lineEdit()
    assert field is not None
    field.setText("gls")
    field.textEdited.emit("gls")  # as typed; the offscreen platform warns of the completer's popup
    assert dialog.draft.parcels[0].carrier == "gls_de"
    type_number(qtbot, dialog, 0, "9")
    assert dialog.draft.parcels[0].carrier == "gls_de", "a guess does not replace what the agent chose"


def test_a_carrier_desk_does_not_know_is_reported_by_its_name(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, "K-77")
    field = dialog.forms[0].carrier.lineEdit()
    assert field is not None
    QTest.keyClicks(field, "Bike Courier")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(calls.queued) == 1)
    assert calls.queued[0][1][0].carrier == "Bike Courier"


def test_two_parcels_by_keyboard_alone(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    queued: list[object] = []
    screen.queued.connect(queued.append)
    assert services.commands.run("order.ship")
    dialog = screen.dialog
    assert dialog is not None
    QGuiApplication.clipboard().setText(f" {DHL}\n{OTHER} \n")
    QTest.keyClick(dialog.forms[0].number, Qt.Key.Key_V, CONTROL)
    assert [form.number.text() for form in dialog.forms] == [DHL, OTHER]
    qtbot.waitUntil(lambda: all(form.carrier.value() == "dhl_de" for form in dialog.forms))
    assert dialog.confirm_button.accessibleName().startswith("Report 2")
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(services.told) == 1)
    order, parcels = calls.queued[0]
    assert order == 1
    assert [parcel.number for parcel in parcels] == [DHL, OTHER]
    assert [parcel.lines for parcel in parcels] == [
        (LineQuantity(LineId(1), 2),),
        (LineQuantity(LineId(2), 1),),
    ]
    assert len(queued) == 1
    assert services.told[0][1:] == ((100, 101), 10.0)
    qtbot.waitUntil(lambda: screen.detail.view is not None and len(screen.detail.view.shipments) == 2)
    assert screen.dialog is None
    assert not screen.detail.page.shipment._updated.isVisible(), "the agent's own deed is no surprise"


def test_enter_goes_on_and_never_confirms(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    dialog = dialog_of(qtbot, screen)
    dialog.add.click()
    dialog.forms[0].number.setFocus()
    QTest.keyClicks(dialog.forms[0].number, DHL)
    QTest.keyClick(dialog.forms[0].number, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.forms[1].number
    QTest.keyClicks(dialog.forms[1].number, OTHER)
    QTest.keyClick(dialog.forms[1].number, Qt.Key.Key_Enter)
    assert dialog.focusWidget() is dialog.forms[2].number, "three pieces may lie in three parcels"
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    for widget in (dialog, dialog.confirm_button, dialog.forms[0].quantity(LineId(1)).box):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Return)
    qtbot.waitUntil(settled)
    assert calls.queued == []
    assert dialog.isVisible()


def test_a_scan_and_ctrl_enter_at_once_still_finds_the_carrier(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    screen.ship()
    dialog = screen.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClicks(dialog.forms[0].number, DHL)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(calls.queued) == 1)
    assert calls.queued[0][1][0].carrier == "dhl_de"


def test_a_refusal_stands_at_the_field_and_the_next_try_works(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    dialog = dialog_of(qtbot, screen)
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: dialog.forms[0].hint == "A parcel needs its tracking number.")
    assert dialog.forms[0].number.property("problem")
    assert dialog.focusWidget() is dialog.forms[0].number
    assert calls.queued == []
    type_number(qtbot, dialog, 0, UNSURE)
    assert not dialog.forms[0].number.property("problem")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: dialog.forms[0].hint == "Choose the carrier of the parcel.")
    assert dialog.forms[0].carrier.property("problem")
    dialog.forms[0].carrier.setCurrentIndex(0)
    dialog.forms[0].carrier.activated.emit(0)
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: len(calls.queued) == 1)


def test_a_refusal_of_the_rules_is_told_in_the_dialog(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    calls.refusal = NotAllowed("This order is cancelled.", code="order_cancelled")
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, DHL)
    dialog.confirm()
    qtbot.waitUntil(lambda: dialog.problem.text() == "This order is cancelled.")
    assert dialog.isVisible()
    assert dialog.confirm_button.isEnabled()


def test_too_many_pieces_are_said_before_and_refused_after(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, DHL)
    dialog.add.click()
    type_number(qtbot, dialog, 1, OTHER)
    dialog.forms[1].quantity(LineId(1)).more.click()
    rest = dialog.forms[0]._rows[LineId(1)][2]
    assert rest.text().startswith("1 too many")
    assert "Only 0 of this line are left to ship, not 1." in told(dialog, qtbot)
    dialog.confirm()
    qtbot.waitUntil(lambda: "Only 0 of this line" in dialog.problem.text())
    assert calls.queued == []


def test_fewer_pieces_leave_a_rest_that_is_shown(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, DHL)
    dialog.forms[0].quantity(LineId(1)).box.setValue(1)
    assert dialog.forms[0]._rows[LineId(1)][2].text().startswith("of 2 · 1 stay")
    assert "The rest of the order stays open." in told(dialog, qtbot)
    dialog.confirm()
    qtbot.waitUntil(lambda: len(calls.queued) == 1)
    assert calls.queued[0][1][0].lines == (LineQuantity(LineId(1), 1), LineQuantity(LineId(2), 1))


def test_pressing_twice_queues_once(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, DHL)
    calls.confirm_gate.clear()
    QTest.mouseDClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    dialog.confirm()
    assert not dialog.confirm_button.isEnabled(), "busy until the outbox took it"
    assert dialog.isVisible()
    calls.confirm_gate.set()
    qtbot.waitUntil(lambda: screen.dialog is None)
    qtbot.waitUntil(settled)
    assert len(calls.queued) == 1


def test_a_number_that_is_reported_already_warns(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1)])
    calls.views[OrderId(1)] = order_view(1, shipments=(shipment(DHL),))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, DHL)
    assert dialog.forms[0].hint == "This number is reported for this order already."
    assert "reported for this order already" in told(dialog, qtbot)
    dialog.forms[0].number.clear()
    dialog.add.click()
    type_number(qtbot, dialog, 0, OTHER)
    type_number(qtbot, dialog, 1, OTHER)
    assert dialog.forms[1].hint == "This number stands in another parcel, too."


def test_a_parcel_can_be_taken_out_again(qtbot: QtBot, screen: OrdersScreen) -> None:
    dialog = dialog_of(qtbot, screen)
    dialog.add.click()
    type_number(qtbot, dialog, 1, OTHER)
    dialog.forms[0]._remove.click()
    assert len(dialog.forms) == 1
    assert dialog.forms[0].number.text() == OTHER
    assert [dialog.forms[0].quantity(LineId(n)).box.value() for n in (1, 2)] == [2, 1]


def test_what_was_typed_outlives_the_dialog_and_a_sync(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, DHL)
    view = calls.views[OrderId(1)]
    part = replace(view.lines[0], shippable=replace(view.lines[0].shippable, shipped=1))
    calls.views[OrderId(1)] = replace(view, lines=(part, view.lines[1]))
    screen.reload(Changes.of(Kind.ORDER, [1]))
    qtbot.waitUntil(lambda: dialog.forms[0].quantity(LineId(1)).box.value() == 1)
    assert dialog.forms[0].number.text() == DHL
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: screen.dialog is None)
    screen.show_order(OrderId(2))
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.id == 2)
    other = dialog_of(qtbot, screen)
    assert other.forms[0].number.text() == ""
    other.reject()
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.id == 1)
    again = dialog_of(qtbot, screen)
    assert again.forms[0].number.text() == DHL
    assert again.forms[0].carrier.value() == "dhl_de"
    again.reject()


def test_a_long_order_folds_its_lines(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1)])
    calls.views[OrderId(1)] = order_view(1, lines=tuple(line(n, f"Thing {n}") for n in range(1, 40)))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    dialog = dialog_of(qtbot, screen)
    form = dialog.forms[0]
    assert not form._lines.isVisible()
    assert form._fold.text().startswith("All 39 open piece")
    form._fold.click()
    assert form._lines.isVisible()
    dialog.reject()


def test_every_field_has_a_name_and_every_text_is_plain(qtbot: QtBot, screen: OrdersScreen) -> None:
    dialog = dialog_of(qtbot, screen)
    dialog.add.click()
    QApplication.processEvents()
    names = [form.number.accessibleName() for form in dialog.forms]
    assert names == ["Parcel 1: tracking number", "Parcel 2: tracking number"]
    assert dialog.forms[1].carrier.accessibleName() == "Parcel 2: carrier"
    assert dialog.forms[0].quantity(LineId(1)).box.accessibleName() == "Pieces of Drill"
    assert unnamed(dialog) == []
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))
    dialog.reject()


def scan(dialog: ShipDialog, number: str) -> None:
    """As a hand scanner does: into whatever has the keyboard, with Enter at the end, without a pause."""
    QTest.keyClicks(dialog.focusWidget(), number)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


def test_two_scans_in_a_row_become_two_parcels(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    dialog = dialog_of(qtbot, screen)
    scan(dialog, DHL)
    scan(dialog, OTHER)
    assert [form.number.text() for form in dialog.forms] == [DHL, OTHER, ""]
    assert [form.carrier.value() for form in dialog.forms] == ["dhl_de", "dhl_de", ""]
    assert dialog.confirm_button.accessibleName().startswith("Report 2")
    assert f"DHL Paket {OTHER}: 1 × Bit" in told(dialog, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(calls.queued) == 1)
    assert [(one.carrier, one.number) for one in calls.queued[0][1]] == [("dhl_de", DHL), ("dhl_de", OTHER)]


def test_one_scan_is_one_parcel_although_a_row_waits_for_the_next(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    dialog = dialog_of(qtbot, screen)
    scan(dialog, DHL)
    assert len(dialog.forms) == 2
    assert dialog.confirm_button.text() == "Report shipment"
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(calls.queued) == 1)
    (parcel,) = calls.queued[0][1]
    assert parcel.lines == (LineQuantity(LineId(1), 2), LineQuantity(LineId(2), 1))


def test_a_scan_after_the_last_piece_goes_nowhere(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    calls.views[OrderId(1)] = order_view(1, lines=(line(1, "Drill"),))
    screen.reload(Changes.of(Kind.ORDER, [1]))
    qtbot.waitUntil(lambda: screen.detail.view is not None and len(screen.detail.view.lines) == 1)
    dialog = dialog_of(qtbot, screen)
    scan(dialog, DHL)
    assert dialog.focusWidget() is dialog.confirm_button
    scan(dialog, OTHER)
    assert [form.number.text() for form in dialog.forms] == [DHL]
    assert dialog.forms[0].carrier.value() == "dhl_de"
    assert calls.queued == []


def test_a_number_scanned_into_the_carrier_is_refused_there(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    dialog = dialog_of(qtbot, screen)
    type_number(qtbot, dialog, 0, "K-77")
    form = dialog.forms[0]
    form.carrier.setFocus()
    field = form.carrier.lineEdit()
    assert field is not None
    field.setText("DHL Paket1Z999AA10123456784")
    field.textEdited.emit(field.text())  # as typed; the offscreen platform warns of the completer's popup
    assert form.hint.startswith("This is no carrier's name.")
    assert form.carrier.property("problem")
    dialog.confirm()
    qtbot.waitUntil(lambda: settled() and not dialog._busy)
    assert calls.queued == []
    assert form.carrier.property("problem")
    field.setText("Bike Courier")
    field.textEdited.emit(field.text())
    assert not form.carrier.property("problem")


def test_the_dialog_is_as_high_as_what_is_in_it(qtbot: QtBot, screen: OrdersScreen) -> None:
    dialog = dialog_of(qtbot, screen)
    qtbot.waitExposed(dialog)

    def gap() -> int:
        below = dialog._told_title.mapTo(dialog, dialog._told_title.rect().topLeft()).y()
        return below - dialog.add.mapTo(dialog, dialog.add.rect().bottomLeft()).y()

    assert 0 < gap() <= 40
    before = dialog.height()
    dialog.add.click()
    qtbot.waitUntil(settled)
    assert dialog.height() > before
    assert 0 < gap() <= 40
    for _ in range(12):
        dialog.add.click()
    qtbot.waitUntil(settled)
    assert dialog.height() <= screen.window().height() - 80
    assert dialog.confirm_button.mapTo(dialog, dialog.confirm_button.rect().bottomLeft()).y() < dialog.height()
