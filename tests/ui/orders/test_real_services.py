"""The orders screen over the real services, the real connector and the simulated shop, over HTTP on loopback."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import connectors.registry
from desk.domain.changes import Changes
from desk.domain.clock import SystemClock
from desk.domain.standing import Standing
from desk.domain.views import OrderRow
from desk.services import accounts, newest, orders, pusher, sync
from desk.services.context import Desk
from desk.system.secrets import MemorySecrets
from desk.ui.background import hub, lanes
from desk.ui.orders.calls import ServiceCalls
from desk.ui.orders.screen import OrdersScreen
from tests.support.stores import open_new_store
from tests.ui.orders.fakes import FakeServices

DHL = "00340434161094042557"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shop() -> Iterator[Any]:
    running = connectors.registry.simulator("woocommerce").start(seed=7, orders=60)
    yield running
    running.stop()


@pytest.fixture
def desk(shop: Any, tmp_path: Path) -> Iterator[Desk]:
    """A Desk that has fetched the whole shop."""
    made = Desk(
        store=open_new_store(tmp_path / "data"),
        clock=SystemClock(),
        connectors=connectors.registry,
        secrets=MemorySecrets(),
        agent="Sandra",
        demo=True,
    )
    account = accounts.add(made, "woocommerce", dict(shop.account_settings) | {"writing": "on"}, dict(shop.credentials))
    sync.fetch(made, account.id, lambda _: None, threading.Event())
    yield made
    made.store.close()


@pytest.fixture
def screen(
    qtbot: QtBot,
    clean_lanes: None,  # noqa: ARG001 - the lanes open before the screen and shut down after it
    services: FakeServices,
    desk: Desk,
) -> Iterator[OrdersScreen]:
    made = OrdersScreen(None, services, calls=ServiceCalls(desk))
    made.resize(1232, 812)
    qtbot.addWidget(made)

    def pass_on(changes: Changes, _who: object) -> None:
        made.reload(changes)

    hub().changed.connect(pass_on)  # as the window does
    made.show()
    qtbot.waitUntil(lambda: not made.searching.running)
    yield made
    hub().changed.disconnect(pass_on)
    made.shut_down()
    qtbot.waitUntil(lambda: not lanes().busy)


def find(qtbot: QtBot, screen: OrdersScreen, text: str) -> None:
    screen.set_query(text)
    qtbot.waitUntil(lambda: not screen.searching.running)


def other_spelling(name: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        name = name.lower().replace(umlaut, letters)
    return name


def one_to_ship(desk: Desk) -> OrderRow:
    """An order of several open pieces."""
    for row in newest.latest(desk, 60):
        if row.standings[0] is Standing.TO_SHIP:
            view = orders.show(desk, row.id)
            if view.may_ship.allowed and sum(line.shippable.open for line in view.lines) > 1:
                return row
    raise AssertionError("the world has no order of several pieces to ship")


def test_typing_finds_the_orders_of_the_shop(qtbot: QtBot, screen: OrdersScreen, desk: Desk) -> None:
    row = next(one for one in newest.latest(desk, 60) if one.name)
    find(qtbot, screen, row.number.lstrip("#"))
    first = screen.list.model.entry(screen.list.model.first_order())
    assert first is not None
    assert first.order is not None
    assert first.order.number == row.number
    find(qtbot, screen, other_spelling(row.name))
    found = [entry.order.number for entry in screen.list.model.entries if entry.order is not None]
    assert row.number in found
    assert screen.list.model.face(screen.list.model.row_of_order(row.id)).title_marks


def test_two_parcels_reach_the_shop(
    qtbot: QtBot, screen: OrdersScreen, desk: Desk, shop: Any, services: FakeServices
) -> None:
    row = one_to_ship(desk)
    find(qtbot, screen, row.number)
    assert screen.open_first()
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.number == row.number)
    assert services.commands.run("order.ship")
    dialog = screen.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.forms[0].number.take(f"{DHL}\n00340434161094042571")
    qtbot.waitUntil(lambda: "Nothing stays open" in dialog.told.text())
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(services.told) == 1)
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.standings[0] is Standing.REPORTING)
    pushes = services.told[0][1]
    assert len(pushes) == 2
    screen._calls.retry(pushes)  # an end to the hold
    drained = pusher.drain(desk, row.account, threading.Event())
    assert drained.confirmed == 2
    screen.reload(drained.changes)
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.standings[0] is Standing.SHIPPED)
    settings = shop.account_settings
    told = requests.get(f"{shop.url}/_sim/state?orders=1", timeout=10)
    assert told.ok, settings
    assert DHL in told.text
    assert not screen.detail.page.alert.isVisible()
    assert [step.state.value for step in screen.detail.view.steps][:3] == ["reached"] * 3  # type: ignore[union-attr]


def test_refreshing_shows_what_the_shop_has_now(qtbot: QtBot, screen: OrdersScreen, desk: Desk) -> None:
    row = one_to_ship(desk)
    screen.show_order(row.id)
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    before = screen.detail.view
    screen.refresh()
    qtbot.waitUntil(screen.detail.page.deeds.refresh_button.isEnabled)
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.fetched_at > before.fetched_at)  # type: ignore[union-attr]


def test_a_read_only_account_says_how_to_go_on(
    qtbot: QtBot, screen: OrdersScreen, desk: Desk, services: FakeServices
) -> None:
    row = one_to_ship(desk)
    screen.show_order(row.id)
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    assert services.commands.why_not("order.ship") == ""
    screen.reload(accounts.switch_writing(desk, row.account, on=False))
    qtbot.waitUntil(lambda: "read-only" in services.commands.why_not("order.ship"))
    assert "Switch writing on" in screen.detail.page.deeds.ship_button.toolTip()
