"""A person's path through the returns in the real window: filter, select fifty, read the blocked row, confirm by typing
how many, follow the rows, and try the one again that failed.
"""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_states import ReturnState
from desk.domain.values import ReturnId
from desk.services import orders, pusher, return_opening, return_steps, return_views
from desk.services.return_lists import Group
from desk.ui.background import hub, lanes
from desk.ui.picture_stage import Stage, stage
from desk.ui.returns.bulk_model import Column
from desk.ui.returns.bulk_words import Ending

CONTROL = Qt.KeyboardModifier.ControlModifier
_COUNT = 50


@pytest.fixture
def on(app: QApplication) -> Iterator[Stage]:
    with stage(app, orders=120) as made:
        yield made


def returned(on: Stage) -> list[ReturnId]:
    """Fifty parcels that lay there, one piece each; all but one were inspected."""
    made: list[ReturnId] = []
    for row in on.rows():
        view = orders.show(on.desk, row.id)
        while len(made) < _COUNT and view.may_refund.allowed and not view.refunded:
            free = {line: 1 for line, left in return_opening.free_of(on.desk, row.id).items() if left}
            if not free:
                break
            line = next(iter(free))
            told = return_opening.open_return(on.desk, row.id, {line: 1}, reason="TOO_SMALL", by_parcel=True).told
            made.append(told.id)
            if len(made) > 1:
                finding = Finding(quantity=1, grade=Grade.NEW, disposition=Disposition.RESTOCK)
                return_steps.inspect(on.desk, told.id, line, finding)
    assert len(made) == _COUNT, "too few pieces were shipped"
    return made


def pushed(on: Stage) -> None:
    on.clock.advance(30)
    hub().changed.emit(pusher.drain(on.desk, on.account.id, threading.Event()).changes, None)


def test_fifty_returns_are_settled_in_one_go_and_the_one_that_failed_is_tried_again(on: Stage, qtbot: QtBot) -> None:
    blocked, *ready = returned(on)
    window, screen = on.window, on.window.areas.returns
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_2, CONTROL)
    assert window.areas.currentWidget() is screen
    on.settle()
    assert screen.filters.tabs[Group.INSPECTED].accessibleName() == f"Geprüft {_COUNT - 1}"
    QTest.keyClicks(screen.filters.field, "RT-2026")
    qtbot.waitUntil(lambda: screen.filter.text == "RT-2026" and lanes().busy == 0)
    screen.list.setFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: screen.bar.told.full_text.startswith("50 ausgewählt · "))
    assert window.commands.run("order.refund")

    dialog = screen.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.counts.text() == "49 bereit · 1 gesperrt und ausgelassen"
    told = dialog.model.index(0, Column.WHAT).data()
    assert told == "Gesperrt · Stand „Eingetroffen“: erstattet wird nach der Prüfung."
    assert dialog.model.row(0).wanted == blocked
    assert dialog.cancel.hasFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert not dialog.ran, "how many there are was not typed"
    assert dialog.proof.count.hasFocus()
    QTest.keyClicks(dialog.proof.count, "49")
    QTest.keyClick(dialog.proof.count, Qt.Key.Key_Return)
    assert not dialog.ran, "Enter alone confirms nothing"
    QTest.keyClick(dialog.proof.count, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    assert dialog.counts.text() == "49 unterwegs · 1 gesperrt und ausgelassen"

    on.at_the_shop("gateway_trouble", words="Der Zahlungsdienst antwortet nicht.")
    pushed(on)
    qtbot.waitUntil(lambda: dialog.counts.text().startswith("48 erledigt, 1 fehlgeschlagen"))
    assert str(dialog.model.index(0, Column.WHAT).data()).startswith("Fehlgeschlagen · ")
    dialog.only_wrong.click()
    assert dialog.model.rowCount() == 1
    dialog.again.click()
    qtbot.waitUntil(lambda: Ending.ON_THE_WAY in dialog.model.endings())
    pushed(on)
    qtbot.waitUntil(lambda: dialog.counts.text() == "49 erledigt · 1 gesperrt und ausgelassen")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    on.settle()
    states = {return_views.show(on.desk, one).state for one in ready}
    assert states == {ReturnState.REFUNDED}
    assert return_views.show(on.desk, blocked).state is ReturnState.RECEIVED
