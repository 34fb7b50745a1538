"""A deed that cannot be done: the keyboard reaches it, it tells why, and leads to where it can be done."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.cases import CaseDeed
from desk.domain.values import OrderId
from desk.domain.views import OrderView, Permission
from desk.ui.orders.deeds.why_not import WhyNot
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fake_deeds import LIMITS, YES, case
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row, order_view

NOT_OFFERED = Permission(False, "channel_cannot_because", "The channel takes this in its own pages only.")
PAGE = "https://market.example/order/1"


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was given."""
    found: list[str] = []

    def open_url(url: QUrl) -> bool:
        found.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


Shown = Callable[[OrderView], OrdersScreen]


@pytest.fixture
def shown(qtbot: QtBot, opened: Opened) -> Shown:
    def show(view: OrderView) -> OrdersScreen:
        calls = FakeCalls([order_row(1)])
        calls.views[OrderId(1)] = view
        screen = opened(calls)
        screen.show_order(OrderId(1))
        qtbot.waitUntil(lambda: screen.detail.view is not None)
        return screen

    return show


def barred(permission: Permission = NOT_OFFERED, **changes: object) -> OrderView:
    view = order_view(1, limits=LIMITS, may_refund=permission, may_cancel=YES, may_write=YES)
    return replace(view, open_in_channel=PAGE, **changes)  # type: ignore[arg-type]


def card(screen: OrdersScreen) -> WhyNot:
    why = screen.detail.page.deeds.why
    assert why is not None
    assert why.isVisible()
    return why


def test_tab_reaches_a_barred_deed_and_enter_leads_to_the_channels_page(shown: Shown, pages: list[str]) -> None:
    screen = shown(barred())
    bar = screen.detail.page.deeds
    bar.message_button.setFocus()
    QTest.keyClick(bar.message_button, Qt.Key.Key_Tab)
    assert screen.focusWidget() is bar.refund_button
    assert bar.refund_button.accessibleName() == "Refund …, not possible"
    assert bar.refund_button.accessibleDescription() == NOT_OFFERED.text
    QTest.keyClick(bar.refund_button, Qt.Key.Key_Space)
    why = card(screen)
    assert screen.doing.dialog is None
    assert why.title.text() == "Refund: not possible"
    assert why.reason.text() == NOT_OFFERED.text
    assert why.go_on.text() == "Open in eBay"
    assert unnamed(why) == []
    QTest.keyClick(why.go_on, Qt.Key.Key_Return)
    assert pages == [PAGE]
    assert not why.isVisible()


def test_its_command_tells_why_too(shown: Shown, services: FakeServices, pages: list[str]) -> None:
    screen = shown(barred())
    assert not services.commands.run("order.refund")
    services.commands.explain("order.refund")
    QTest.keyClick(card(screen), Qt.Key.Key_Escape)
    assert pages == []
    services.commands.explain("order.cancel")
    assert screen.doing.dialog is None, "what is possible is done by itself and not by asking why"


def test_what_is_changed_in_desk_leads_there_and_not_to_the_channel(shown: Shown, services: FakeServices) -> None:
    allowed: list[str] = []
    services.commands.bind("account.allow-writing", lambda: allowed.append("asked"))
    screen = shown(barred(Permission(False, "writing_off", "eBay is read-only.")))
    screen.detail.page.deeds.refund_button.click()
    assert card(screen).go_on.text() == "Switch writing on …"
    card(screen).go_on.click()
    assert allowed == ["asked"]
    waits = shown(barred(Permission(False, "cancellation_on_its_way", "A cancellation is on its way already.")))
    waits.detail.page.deeds.refund_button.click()
    assert not card(waits).go_on.isVisible(), "the channel's page would only lead to doing it twice"


def test_a_page_that_is_not_safe_is_not_offered(shown: Shown) -> None:
    screen = shown(replace(barred(), open_in_channel="http://market.example/order/1"))
    screen.detail.page.deeds.refund_button.click()
    assert not card(screen).go_on.isVisible()


def test_a_case_that_is_answered_elsewhere_leads_to_its_own_page(shown: Shown, pages: list[str]) -> None:
    returned = case(may={CaseDeed.APPROVE: NOT_OFFERED, CaseDeed.WRITE: YES})
    screen = shown(barred(cases=(returned,)))
    cases = screen.detail.page.cases
    assert cases is not None
    box = cases.boxes[0]
    box.buttons[CaseDeed.APPROVE].click()
    assert screen.doing.dialog is None
    assert box.why is not None
    assert box.why.reason.text() == NOT_OFFERED.text
    box.why.go_on.click()
    assert pages == [returned.open_in_channel]
