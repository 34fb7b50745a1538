"""The agent's whole way in the real window: type, open, report a parcel, and the simulated shop has it. Or undo."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.pushes import PushState
from desk.domain.standing import Standing
from desk.services import outbox
from desk.ui.background import lanes
from desk.ui.picture_stage import Stage, stage

NUMBER = "00340434161094042557"


@pytest.fixture
def on(app: QApplication) -> Iterator[Stage]:
    with stage(app, orders=60) as made:
        made.window.start()
        yield made


def in_the_shop(on: Stage) -> str:
    """The shop's own state, by bare HTTP."""
    with urllib.request.urlopen(f"{on.shop.url}/_sim/state", timeout=5) as answer:
        found: Any = json.load(answer)
    return json.dumps(found)


def report(on: Stage, qtbot: QtBot) -> str:
    """Find an order by its number, open it and report a parcel; the order's number."""
    row = on.order(Standing.TO_SHIP)
    on.window.activateWindow()
    on.window.top.field.take_focus()
    QTest.keyClicks(on.window.top.field.edit, row.number.replace("-", ""))
    qtbot.waitUntil(lambda: on.window.top.field._count.text() == "1 Treffer")
    on.window.orders.open_first()
    qtbot.waitUntil(lambda: on.window.orders.detail.view is not None and lanes().busy == 0)
    assert on.window.orders.current_order() == row.id
    assert on.window.commands.run("order.ship")
    dialog = on.window.orders.dialog
    assert dialog is not None
    dialog.forms[0].number.setText(NUMBER)
    on.settle()
    dialog.confirm()
    qtbot.waitUntil(lambda: on.window.orders.dialog is None)
    qtbot.waitUntil(lambda: bool(on.window.toasts.shown))
    return row.number


def states(on: Stage) -> list[PushState]:
    return [one.state for one in outbox.overview(on.desk)]


def test_a_reported_parcel_reaches_the_shop_after_its_hold(on: Stage, qtbot: QtBot) -> None:
    number = report(on, qtbot)
    assert states(on) == [PushState.HELD]
    assert NUMBER not in in_the_shop(on)
    on.clock.advance(11)
    on.window.loop.beat()
    qtbot.waitUntil(lambda: states(on) == [PushState.CONFIRMED])
    assert NUMBER in in_the_shop(on)
    qtbot.waitUntil(
        lambda: (
            on.window.orders.detail.view is not None and on.window.orders.detail.view.standings[0] is Standing.SHIPPED
        ),
    )
    assert on.window.windowTitle().endswith(number)
    qtbot.waitUntil(lambda: on.window.status.outbox.words == "Ausgang ist leer")


def test_undo_within_the_hold_and_the_shop_never_hears_of_it(on: Stage, qtbot: QtBot) -> None:
    report(on, qtbot)
    assert on.window.commands.run("edit.undo")
    qtbot.waitUntil(lambda: states(on) == [PushState.RECALLED])
    on.clock.advance(11)
    on.window.loop.beat()
    on.settle()
    assert states(on) == [PushState.RECALLED]
    assert NUMBER not in in_the_shop(on)
    qtbot.waitUntil(
        lambda: on.window.orders.detail.view is not None and on.window.orders.detail.view.may_ship.allowed,
    )


def test_the_same_screen_gives_the_same_picture_in_another_run(app: QApplication) -> None:
    pictures = []
    for _ in range(2):
        with stage(app, orders=60) as on:
            on.show_order(on.order(Standing.TO_SHIP).id)
            pictures.append(on.window.grab().toImage())
    assert pictures[0] == pictures[1]
