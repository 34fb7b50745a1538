"""Money that the merchant collects: it has come in, or the buyer gets a link to pay."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.orders import PaymentFacet
from desk.domain.standing import Standing
from desk.domain.values import OrderId
from desk.domain.views import OrderView, Permission
from desk.ui.orders.deeds.paying import MarkPaidDialog, SendLinkDialog
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.fake_deeds import LIMITS, YES
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row, order_view

PAID = Permission(False, "paid_already", "The order is paid already.")
NOTHING_PAID = Permission(False, "nothing_paid", "Nothing was paid for this order yet.")


def unpaid() -> OrderView:
    return order_view(
        1,
        payment=PaymentFacet.UNPAID,
        standings=(Standing.WAITING_FOR_PAYMENT,),
        limits=replace(LIMITS, payment_reference=True),
        may_mark_paid=YES,
        may_send_link=YES,
        may_refund=NOTHING_PAID,
        may_write=YES,
        may_cancel=YES,
    )


@pytest.fixture
def calls() -> FakeCalls:
    made = FakeCalls([order_row(1)])
    made.views[OrderId(1)] = unpaid()
    return made


def test_while_the_money_is_awaited_its_arrival_stands_in_sight_and_giving_it_back_does_not(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    bar = screen.detail.page.deeds
    assert not bar.paid_button.isHidden()
    assert bar.refund_button.isHidden()
    assert "Send a link to pay …" in [one.text() for one in bar.menu().actions()]
    calls.views[OrderId(1)] = replace(unpaid(), may_mark_paid=PAID, may_send_link=PAID, may_refund=YES)
    screen._show_again()
    qtbot.waitUntil(lambda: bar.paid_button.is_barred)
    assert bar.paid_button.isHidden()
    assert not bar.refund_button.isHidden()
    assert "Mark as paid … (not possible)" in [one.text() for one in bar.menu().actions()]


def test_money_that_came_in_is_told_with_its_reference_and_the_sum(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    screen.detail.page.deeds.paid_button.click()
    dialog = screen.doing.dialog
    assert isinstance(dialog, MarkPaidDialog)
    assert unnamed(dialog) == []
    assert dialog.confirm_button.text() == "€1,234.50 received"
    assert dialog.transaction is not None
    dialog.transaction.setText(" BANK-77 ")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued == [("mark_paid", (OrderId(1), "BANK-77"))]
    assert len(services.told) == 1


def test_no_reference_is_asked_for_where_the_channel_keeps_none(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    calls.views[OrderId(1)] = replace(unpaid(), limits=LIMITS)
    screen._show_again()
    qtbot.waitUntil(lambda: screen.detail.view is not None and not screen.detail.view.limits.payment_reference)
    assert services.commands.run("order.mark-paid")
    dialog = screen.doing.dialog
    assert isinstance(dialog, MarkPaidDialog)
    assert dialog.transaction is None


def test_the_link_to_pay_says_to_whom_it_goes(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    assert services.commands.run("order.send-link")
    dialog = screen.doing.dialog
    assert isinstance(dialog, SendLinkDialog)
    assert calls.views[OrderId(1)].buyer.email in dialog.told.text()
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued == [("send_link", (OrderId(1),))]
