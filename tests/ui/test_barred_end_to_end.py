"""A deed that a channel offers no program, in the real window by keys alone: why, and its page at the channel."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.standing import Standing
from desk.services import accounts, sync
from desk.ui.orders.fixes import Fix
from desk.ui.picture_stage import Stage, stage


@pytest.fixture
def on(app: QApplication) -> Iterator[Stage]:
    with stage(app, orders=25, everywhere=True, fetch=False) as made:
        yield made


def test_a_person_finds_out_why_amazon_takes_no_message_and_is_led_to_seller_central(
    on: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []

    def open_url(url: QUrl) -> bool:
        pages.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    market = next(one for one in on.others if one.kind == "amazon")
    account = next(one.id for one in accounts.overview(on.desk) if one.tile.kind == market.kind)
    sync.fetch(on.desk, account, lambda _: None, threading.Event())
    on.stand_still()
    row = next(one for one in on.rows() if one.account == account and Standing.TO_SHIP in one.standings)
    window = on.window

    on.type(row.number)
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.orders.detail.view is not None and window.orders.detail.view.number == row.number)
    bar = window.orders.detail.page.deeds
    bar.ship_button.setFocus()
    QTest.keyClick(bar.ship_button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is bar.message_button
    assert bar.message_button.accessibleName() == "Nachricht …, nicht möglich"
    QTest.keyClick(bar.message_button, Qt.Key.Key_Return)
    assert bar.why is not None
    assert QApplication.focusWidget() is bar.why.go_on
    assert bar.why.reason.text() == "Amazon lässt kein Programm frei an Käufer schreiben. Das geht in Seller Central."
    assert bar.why.go_on.text() == "In Seller Central öffnen"
    QTest.keyClick(bar.why.go_on, Qt.Key.Key_Return)
    assert [one.partition("?")[0] for one in pages] == ["https://sellercentral.amazon.de/messaging/inbox"]
    assert QApplication.focusWidget() is bar.message_button, "the keyboard is back where it was"

    on.at(market, "request_cancel", order=row.remote_id)
    window.commands.run("order.refresh")
    page = window.orders.detail.page
    qtbot.waitUntil(lambda: page.deeds.ship_button.is_barred)
    assert "Der Käufer will stornieren" in page.alert.accessibleName()
    assert page.alert.buttons[Fix.SHOW_CASE].isVisible()
