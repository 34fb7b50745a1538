from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.errors import NotAllowed
from desk.domain.orders import PaymentFacet
from desk.domain.pushes import CancelReason, RefundReason
from desk.domain.values import LineId, OrderId
from desk.domain.views import OrderView, Permission
from desk.ui.locale import locale
from desk.ui.orders.deeds.cancel import CancelOrderDialog
from desk.ui.orders.deeds.fields import parse_amount
from desk.ui.orders.deeds.refund import RefundDialog
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fake_deeds import LIMITS, YES
from tests.ui.orders.fakes import FakeCalls, FakeServices, euro, line, order_row, order_view

CONTROL = Qt.KeyboardModifier.ControlModifier


def paid_order() -> OrderView:
    lines = (
        replace(line(1, "Drill", 2, price=5000), refundable=euro(7500)),
        replace(line(2, "Bit", price=1000), refundable=euro(0)),
    )
    return order_view(
        1, lines=lines, limits=LIMITS, refundable=euro(7500), may_refund=YES, may_cancel=YES, may_write=YES
    )


@pytest.fixture
def calls() -> FakeCalls:
    made = FakeCalls([order_row(1)])
    made.views[OrderId(1)] = paid_order()
    return made


def refund_of(screen: OrdersScreen, services: FakeServices) -> RefundDialog:
    assert services.commands.run("order.refund")
    dialog = screen.doing.dialog
    assert isinstance(dialog, RefundDialog)
    return dialog


@pytest.mark.parametrize(
    "typed, minor",
    [
        ("12,5", 1250),
        ("12.50 €", 1250),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1.234", 123400),
        ("1.234.567", 123456700),
        ("1234", 123400),
        ("0,01", 1),
        ("12,345,6", None),
        ("1,2345", None),
        ("1.23.45", None),
        ("12,", None),
        ("-5", None),
        ("5 000 000", 500000000),
        ("٣", None),
        ("1e3", None),
    ],
)
def test_amounts_are_read_with_comma_or_point_and_never_rounded(typed: str, minor: int | None) -> None:
    found = parse_amount(typed, "EUR")
    assert (found.minor if found is not None else None) == minor


def test_a_refund_by_line_shows_the_rest_and_is_queued_once(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    dialog = refund_of(screen, services)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.focusWidget() is dialog.cancel, "what cannot be undone starts on leaving it"
    assert dialog.rest.text() == "€0.00 of €75.00 that can still be refunded"
    first, second = dialog.table.fields.values()
    assert not second.isEnabled(), "nothing is left of the second line"
    first.setText("24,99")
    dialog.reason.choose(RefundReason.GOODWILL)
    assert dialog.confirm_button.text() == "Refund €24.99"
    assert dialog.rest.text() == "€24.99 of €75.00 that can still be refunded"
    calls.outbox.gate.clear()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert not dialog.confirm_button.isEnabled()
    dialog.confirm()
    dialog.reject()
    assert screen.doing.dialog is dialog, "it stays until the outbox has it"
    calls.outbox.gate.set()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    lines = ((LineId(1), euro(2499)),)
    assert calls.outbox.queued == [("refund_order", (OrderId(1), euro(2499), lines, RefundReason.GOODWILL, ""))]
    assert len(services.told) == 1
    assert screen.focusWidget() is screen.list.view


def test_more_than_is_left_is_never_confirmed(screen: OrdersScreen, services: FakeServices, calls: FakeCalls) -> None:
    dialog = refund_of(screen, services)
    dialog.reason.choose(RefundReason.GOODWILL)
    field = dialog.table.fields[LineId(1)]
    field.setText("75,01")
    assert dialog.problem.text() == "Only €75.00 of it can still be refunded."
    assert dialog.confirm_button.toolTip() == dialog.problem.text()
    dialog.whole.click()
    dialog.amount.setText("80")
    dialog.confirm()
    assert dialog.problem.text() == "Only €75.00 of it can still be refunded."
    dialog.amount.setText("abc")
    assert dialog.problem.text() == "“abc” is no amount. It looks like €12.50."
    assert calls.outbox.queued == []
    dialog.amount.setText("75")
    assert dialog.confirm_button.isEnabled()


def test_another_refund_meanwhile_makes_the_rest_smaller(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    dialog = refund_of(screen, services)
    dialog.reason.choose(RefundReason.GOODWILL)
    dialog.table.fields[LineId(1)].setText("70")
    assert dialog.confirm_button.isEnabled()
    view = paid_order()
    first = replace(view.lines[0], refundable=euro(5000))
    calls.views[OrderId(1)] = replace(view, lines=(first, view.lines[1]), refundable=euro(5000))
    screen._show_again()
    qtbot.waitUntil(lambda: not dialog.confirm_button.isEnabled())
    assert dialog.problem.text() == "Only €50.00 of it can still be refunded."
    assert dialog.table.fields[LineId(1)].text() == "70", "what was typed stays"


def test_a_comment_too_long_is_refused_before_it_is_sent(screen: OrdersScreen, services: FakeServices) -> None:
    dialog = refund_of(screen, services)
    dialog.table.fields[LineId(1)].setText("1")
    dialog.reason.choose(RefundReason.GOODWILL)
    dialog.comment.edit.setPlainText("x" * 101)
    assert dialog.comment.counter.text() == "101 / 100"
    assert not dialog.confirm_button.isEnabled()


def test_what_the_services_refuse_stays_in_the_dialog(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    calls.outbox.refusal = NotAllowed("Nothing of this order's money is left to give back.", code="nothing_left")
    dialog = refund_of(screen, services)
    dialog.table.fields[LineId(1)].setText("1")
    dialog.reason.choose(RefundReason.GOODWILL)
    dialog.confirm()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert dialog.problem.text() == "Nothing of this order's money is left to give back."
    assert dialog.table.fields[LineId(1)].text() == "1"
    assert dialog.confirm_button.isEnabled()


def test_cancelling_needs_a_reason_and_says_who_gives_the_money_back(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    assert services.commands.run("order.cancel")
    dialog = screen.doing.dialog
    assert isinstance(dialog, CancelOrderDialog)
    assert "eBay gives the buyer the €110.00 back by itself" in dialog.told.text()
    assert dialog.reason.value() == "", "no reason is preset"
    dialog.confirm()
    assert dialog.problem.text() == "Choose a reason."
    dialog.reason.choose(CancelReason.OUT_OF_STOCK)
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued == [("cancel_order", (OrderId(1), CancelReason.OUT_OF_STOCK))]


def test_an_unpaid_order_is_cancelled_without_talk_of_money(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    calls.views[OrderId(1)] = replace(paid_order(), payment=PaymentFacet.UNPAID)
    screen._show_again()
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.payment is PaymentFacet.UNPAID)
    services.commands.run("order.cancel")
    assert screen.doing.dialog is not None
    assert "back by itself" not in screen.doing.dialog.told.text()


def test_where_the_channel_sends_no_money_the_dialogs_say_so(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    shown = paid_order()
    limits = replace(shown.limits, cancel_refunds=False, refund_sends_money=False)
    calls.views[OrderId(1)] = replace(shown, limits=limits)
    screen._show_again()
    qtbot.waitUntil(lambda: screen.detail.view is not None and not screen.detail.view.limits.cancel_refunds)
    assert services.commands.run("order.cancel")
    assert screen.doing.dialog is not None
    assert "gives no money back with it: refund the €110.00 afterwards" in screen.doing.dialog.told.text()
    screen.doing.dialog.reject()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    refund = refund_of(screen, services)
    assert "Send it to the buyer by hand" in refund.told.text()
    refund.table.fields[LineId(1)].setText("5.00")
    assert refund.confirm_button.text() == "Book €5.00", "it promises no more than it does"


def test_what_is_not_allowed_is_greyed_with_its_reason_everywhere(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    barred = Permission(False, "nothing_left_to_refund", "Nothing of this order's money is left to give back.")
    calls.views[OrderId(1)] = replace(paid_order(), may_refund=barred)
    screen._show_again()
    button = screen.detail.page.deeds.refund_button
    qtbot.waitUntil(lambda: button.is_barred)
    assert button.toolTip() == "Nothing of this order's money is left to give back."
    assert services.commands.why_not("order.refund") == button.toolTip()
    services.commands.run("order.refund")
    screen.doing.refund()
    assert screen.doing.dialog is None


def test_the_bar_has_five_buttons_at_most_and_the_rest_behind_more(screen: OrdersScreen) -> None:
    bar = screen.detail.page.deeds
    shown = [one for one in (*bar._deeds, bar.more) if not one.isHidden()]
    assert shown == [bar.ship_button, bar.message_button, bar.refund_button, bar.cancel_button, bar.more]
    assert [action.text() for action in bar.menu().actions()] == ["Return … (not possible)", "Refresh", "Open in eBay"]


def test_what_has_no_room_or_is_not_offered_tells_its_reason_from_the_menu(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1)])  # its views say that this channel takes no such change
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    bar = screen.detail.page.deeds
    bar.resize(420, bar.height())
    barred = [action for action in bar.menu().actions() if action.toolTip() == "This channel takes no such change."]
    assert [one.text() for one in barred][-2:] == ["Refund … (not possible)", "Cancel order … (not possible)"]
    assert bar.paid_button.isHidden()
    assert not any("paid" in action.text() for action in bar.menu().actions()), "money is no business of ours there"
    barred[-1].trigger()
    assert bar.why is not None
    assert bar.why.reason.text() == "This channel takes no such change."
    bar.why.close()


def test_the_dialogs_speak_german_and_name_every_control(screen: OrdersScreen, services: FakeServices) -> None:
    locale().speak("de")
    dialog = refund_of(screen, services)
    assert unnamed(dialog) == []
    assert dialog.windowTitle() == "Erstatten"
    dialog.table.fields[LineId(1)].setText("24,99")
    assert dialog.confirm_button.text() == "24,99\u00a0€ erstatten"


def test_what_a_sync_has_forbidden_meanwhile_is_told_in_the_windows_language(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    locale().speak("de")
    assert services.commands.run("order.cancel")
    dialog = screen.doing.dialog
    assert dialog is not None
    barred = Permission(False, "order_cancelled", "This order is cancelled.")
    calls.views[OrderId(1)] = replace(paid_order(), may_cancel=barred)
    screen._show_again()
    qtbot.waitUntil(lambda: dialog.confirm_button.toolTip() == "Diese Bestellung ist storniert.")
    dialog.confirm()
    assert calls.outbox.queued == []
