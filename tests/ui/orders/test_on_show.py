"""Keys act only on the order that is on show and chosen: not on one seen before."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.values import OrderId
from desk.domain.views import OrderView
from desk.ui.background import lanes
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row
from tests.ui.orders.steps import opened_order, people, search

COMMANDS = ("order.ship", "order.refresh", "order.open-in-channel", "order.copy-number")


def test_a_customers_row_shows_no_order_and_forbids_its_commands(
    qtbot: QtBot, opened: Opened, services: FakeServices
) -> None:
    calls = people()
    screen = opened(calls)
    titles: list[str] = []
    screen.titleChanged.connect(titles.append)
    search(qtbot, screen, "müller")
    screen.show_order(OrderId(3))
    qtbot.waitUntil(lambda: opened_order(screen) == 3)
    screen.focus_list()
    entry = screen.list.view.current_entry()
    assert entry is not None
    assert entry.customer is not None
    assert opened_order(screen) is None
    assert screen.current_order() is None
    assert titles[-1] == ""
    for command in COMMANDS:
        assert services.commands.why_not(command) == "Choose an order first."
        assert not services.commands.action(command).isEnabled()
        assert not services.commands.run(command)
    assert screen.dialog is None
    assert calls.refreshed == []
    QTest.keyClick(screen.list.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert services.commands.action("order.ship").isEnabled()


def test_no_command_acts_on_the_old_order_while_the_next_one_is_read(
    qtbot: QtBot, opened: Opened, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    real, gate = calls.show, threading.Event()

    def show(order: OrderId) -> OrderView:
        gate.wait(60)
        return real(order)

    monkeypatch.setattr(calls, "show", show)
    screen.next_row()
    assert services.commands.why_not("order.ship") == "The order is being opened."
    assert not services.commands.run("order.ship")
    gate.set()
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    assert services.commands.run("order.copy-number")


def test_where_only_the_list_is_seen_no_order_is_acted_on(qtbot: QtBot, opened: Opened, services: FakeServices) -> None:
    screen = opened(people())
    screen.set_layout("pages")
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert services.commands.action("order.ship").isEnabled()
    assert screen.escape()
    assert services.commands.why_not("order.ship") == "No order is on show here. Open one in the search first."
    assert not services.commands.action("order.ship").isEnabled()


def test_enter_before_the_answer_waits_for_it(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1, name="Anna Müller"), order_row(2, name="Claudia Schmidt")])
    screen = opened(calls)
    calls.gate.clear()
    screen.set_query("schmidt")
    assert not screen.open_first(), "what is listed now was not asked for"
    assert opened_order(screen) is None
    calls.gate.set()
    qtbot.waitUntil(lambda: opened_order(screen) == 2)


def test_enter_is_forgotten_when_the_agent_types_on(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    calls.gate.clear()
    screen.set_query("schmidt")
    screen.open_first()
    screen.set_query("schm")
    calls.gate.set()
    qtbot.waitUntil(lambda: not screen.searching.running)
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert opened_order(screen) is None
