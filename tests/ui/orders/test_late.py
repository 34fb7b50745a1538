"""What has its day: a late parcel, a buyer who wants no parcel any more, a missed deadline."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.cases import CaseDeed, CaseKind, CaseState
from desk.domain.clock import Instant
from desk.domain.standing import Standing
from desk.domain.values import CaseId, OrderId
from desk.domain.views import OrderView, Permission
from desk.ui.orders.faces import worst_mark
from desk.ui.orders.fixes import Fix
from desk.ui.orders.head_marks import head_marks
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fake_deeds import YES, case
from tests.ui.orders.fakes import NOW, FakeCalls, order_row, order_view

LATE, TONIGHT = Instant(NOW - timedelta(minutes=5)), Instant(NOW + timedelta(hours=3))
WISH = Permission(False, "cancellation_open", "There is an open cancellation of this order. Answer that one.")


def words(view: OrderView) -> list[str]:
    return [one.word for one in head_marks(view, NOW)]


def wish(**changes: object) -> OrderView:
    asked = case(
        1,
        CaseKind.CANCELLATION,
        due_in=None,
        may={CaseDeed.APPROVE: YES, CaseDeed.DECLINE: YES},
        reason="",
        channel_reason="I ordered by mistake",
    )
    return order_view(1, cases=(asked,), may_ship=WISH, standings=(Standing.TO_SHIP,), **changes)


@pytest.mark.usefixtures("app")
def test_the_head_names_the_worst_first_and_two_at_most() -> None:
    assert words(order_view(1, standings=(Standing.TO_SHIP,), ship_by=TONIGHT)) == ["Ship today"]
    assert words(order_view(1, standings=(Standing.SHIPPED,), ship_by=LATE)) == ["Shipped"], "it went off"
    missed = order_view(1, cases=(case(due_in=-3),), standings=(Standing.TO_SHIP,), ship_by=LATE)
    assert words(missed) == ["Deadline missed", "Shipment overdue"]
    failed = order_view(1, cases=(case(due_in=-3),), standings=(Standing.PUSH_FAILED, Standing.TO_SHIP))
    assert words(failed) == ["Report failed", "Deadline missed"]
    assert words(wish()) == ["Buyer wants to cancel", "To ship"]
    decided = order_view(1, cases=(case(state=CaseState.ESCALATED, due_in=None),), standings=(Standing.SHIPPED,))
    assert words(decided) == ["The channel decides", "Shipped"]


@pytest.mark.usefixtures("app")
def test_a_late_order_says_so_in_the_list_unless_something_failed() -> None:
    def told(standing: Standing, ship_by: Instant | None) -> str:
        return worst_mark(replace(order_row(1, standings=(standing,)), ship_by=ship_by), NOW).word

    assert told(Standing.TO_SHIP, LATE) == "Shipment overdue"
    assert told(Standing.TO_SHIP, TONIGHT) == "Ship today"
    assert told(Standing.TO_SHIP, Instant(NOW + timedelta(days=2))) == "To ship"
    assert told(Standing.TO_SHIP, None) == "To ship"
    assert told(Standing.SHIPPED, LATE) == "Shipped"
    assert told(Standing.PUSH_FAILED, LATE) == "Report failed"


def test_a_late_order_offers_to_report_its_parcel(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1)])
    calls.views[OrderId(1)] = order_view(1, standings=(Standing.TO_SHIP,), ship_by=LATE)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    strip = screen.detail.page.alert
    assert "Shipment overdue" in strip.accessibleName()
    strip.buttons[Fix.SHIP].click()
    assert screen.dialog is not None
    screen.dialog.reject()


def test_a_buyers_wish_to_cancel_bars_shipping_and_leads_to_its_answer(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1)])
    calls.views[OrderId(1)] = wish(ship_by=LATE)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    page = screen.detail.page
    assert "The buyer wants to cancel" in page.alert.accessibleName()
    assert "I ordered by mistake" in page.alert.accessibleName()
    assert page.deeds.ship_button.reason == WISH.text
    page.alert.buttons[Fix.SHOW_CASE].click()
    assert page.cases is not None
    box = page.cases.box_of(CaseId(1))
    assert box is not None
    assert screen.focusWidget() is box.buttons[CaseDeed.APPROVE]
