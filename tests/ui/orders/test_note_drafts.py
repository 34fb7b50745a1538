"""A note that was begun and not saved is there again when Desk is, until it is saved or discarded."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.errors import StoreUnavailable
from desk.domain.values import NoteId, OrderId
from desk.domain.views import NoteView
from desk.services.note_drafts import NoteDraft
from desk.ui.background import lanes
from desk.ui.orders import noting
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fake_notes import AGENT
from tests.ui.orders.fakes import NOW, FakeCalls, FakeServices
from tests.ui.orders.steps import opened_order, people

Restarted = Callable[[], OrdersScreen]


@pytest.fixture
def calls() -> FakeCalls:
    return people()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "KEEP_AFTER_MS", 1)


@pytest.fixture
def restarted(qtbot: QtBot, opened: Opened, calls: FakeCalls) -> Restarted:
    """Ends the screen before, as the window does, and begins another on the same store, order 1 on show."""
    screens: list[OrdersScreen] = []

    def restart() -> OrdersScreen:
        for one in screens:
            one.shut_down()
        screens.append(opened(calls))
        show(qtbot, screens[-1], 1)
        return screens[-1]

    return restart


def show(qtbot: QtBot, screen: OrdersScreen, order: int) -> None:
    screen.show_order(OrderId(order))
    qtbot.waitUntil(lambda: opened_order(screen) == order and lanes().busy == 0)


def kept(calls: FakeCalls) -> dict[int, str]:
    return {one.order: dict(one.texts).get(None, "") for one in calls.kept_drafts}


def test_drafts_of_several_orders_outlive_a_restart(qtbot: QtBot, calls: FakeCalls, restarted: Restarted) -> None:
    screen = restarted()
    QTest.keyClicks(screen.detail.page.notes.editor, "halb fertig")
    show(qtbot, screen, 2)
    QTest.keyClicks(screen.detail.page.notes.editor, "anderes")
    qtbot.waitUntil(lambda: kept(calls) == {1: "halb fertig", 2: "anderes"})
    screen = restarted()
    assert screen.detail.page.notes.editor.toPlainText() == "halb fertig"
    assert not screen.detail.page.notes.save.isHidden()
    show(qtbot, screen, 2)
    assert screen.detail.page.notes.editor.toPlainText() == "anderes"


def test_what_is_typed_right_before_the_window_goes_is_kept(
    calls: FakeCalls, restarted: Restarted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "KEEP_AFTER_MS", 60_000)
    screen = restarted()
    QTest.keyClicks(screen.detail.page.notes.editor, "noch schnell")
    assert kept(calls) == {}
    assert restarted().detail.page.notes.editor.toPlainText() == "noch schnell"


def test_what_could_not_be_kept_is_tried_once_more_when_the_window_goes(
    qtbot: QtBot, calls: FakeCalls, services: FakeServices, restarted: Restarted
) -> None:
    calls.refusal = StoreUnavailable("No.", code="drafts_not_kept")
    screen = restarted()
    QTest.keyClicks(screen.detail.page.notes.editor, "noch da")
    qtbot.waitUntil(lambda: bool(services.toasts) and lanes().busy == 0)
    calls.refusal = None
    assert restarted().detail.page.notes.editor.toPlainText() == "noch da"


def test_saved_and_discarded_drafts_do_not_come_back(qtbot: QtBot, calls: FakeCalls, restarted: Restarted) -> None:
    screen = restarted()
    card = screen.detail.page.notes
    QTest.keyClicks(card.editor, "gespeichert")
    QTest.keyClick(card.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(calls.show(OrderId(1)).notes) and card.editor.toPlainText() == "")
    show(qtbot, screen, 2)
    QTest.keyClicks(card.editor, "verworfen")
    qtbot.waitUntil(lambda: kept(calls) == {2: "verworfen"})
    QTest.keyClick(card.drop, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: kept(calls) == {})
    screen = restarted()
    assert screen.detail.page.notes.editor.toPlainText() == ""


def test_a_change_begun_before_the_restart_goes_on_and_overwrites_nobody(
    calls: FakeCalls, restarted: Restarted
) -> None:
    note = NoteView(id=NoteId(4), at=NOW, author=AGENT, text="so")
    calls.views[OrderId(1)] = replace(calls.show(OrderId(1)), notes=(note,))
    calls.kept_drafts = (
        NoteDraft(order=OrderId(1), texts=((NoteId(4), "so besser"),), was=((NoteId(4), "so"),), editing=NoteId(4)),
    )
    card = restarted().detail.page.notes
    assert (card.editor.toPlainText(), card.edited) == ("so besser", note)
    calls.views[OrderId(1)] = replace(calls.show(OrderId(1)), notes=(replace(note, text="von woanders"),))
    card = restarted().detail.page.notes
    assert (card.editor.toPlainText(), card.edited) == ("so besser", None), "its words wait as a new note"
    assert card.save.text() == "Save"


def test_what_is_typed_before_the_drafts_are_read_stays(qtbot: QtBot, calls: FakeCalls, restarted: Restarted) -> None:
    screen = restarted()
    QTest.keyClicks(screen.detail.page.notes.editor, "neu")
    assert screen.noting is not None
    screen.noting._take((NoteDraft(order=OrderId(1), texts=((None, "alt"),)),))
    assert screen.detail.page.notes.editor.toPlainText() == "neu"
    qtbot.waitUntil(lambda: kept(calls) == {1: "neu"})


def test_a_disk_that_keeps_no_drafts_is_told_once(
    qtbot: QtBot, calls: FakeCalls, restarted: Restarted, services: FakeServices
) -> None:
    screen = restarted()
    calls.refusal = StoreUnavailable("The draft cannot be kept.", code="drafts_not_kept")
    assert screen.noting is not None
    soon = screen.noting._keep_soon
    for sign in "ab":
        QTest.keyClicks(screen.detail.page.notes.editor, sign)
        qtbot.waitUntil(lambda: not soon.isActive() and lanes().busy == 0)
    assert services.toasts == ["The draft cannot be kept."]
    assert screen.detail.page.notes.editor.toPlainText() == "ab"
