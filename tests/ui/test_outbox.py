"""The outbox on screen: order of the rows, what they say, which deeds they allow, and that deeds reach the services."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.pushes import PushState
from desk.domain.values import PushId
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.outbox.entries import LOOKS, Part, entry_of, of_part
from tests.ui.fakes import FakeShellCalls
from tests.ui.orders.fakes import NOW

pytestmark = pytest.mark.usefixtures("app")


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def shown(window: MainWindow, qtbot: QtBot) -> None:
    window.open_outbox()
    settled(qtbot)


def select(window: MainWindow, push: int) -> None:
    model = window.outbox.model
    window.outbox.list.setCurrentIndex(model.index(model.row_of(PushId(push))))


def test_every_state_has_a_look_and_words(calls: FakeShellCalls) -> None:
    for number, state in enumerate(PushState, 1):
        entry = entry_of(calls.put(number, state, text="Der Shop sagt nein."), NOW)
        assert (entry.glyph, entry.tone) == LOOKS[state]
        assert entry.state
        assert entry.state in entry.spoken
        assert "00340434161094042557" in entry.title


def test_what_needs_a_person_comes_first_and_the_newest_of_it(calls: FakeShellCalls) -> None:
    for number, state in enumerate(
        (PushState.CONFIRMED, PushState.FAILED, PushState.WAITING, PushState.UNCLEAR, PushState.RECALLED), 1
    ):
        calls.put(number, state)
    listed = of_part(calls.outbox(), Part.ALL)
    assert [one.id for one in listed] == [4, 2, 3, 5, 1]
    assert [one.id for one in of_part(calls.outbox(), Part.NEEDS_SOMEBODY)] == [4, 2]
    assert [one.id for one in of_part(calls.outbox(), Part.SETTLED)] == [5, 1]


def test_a_failed_push_tells_reason_and_channels_words(calls: FakeShellCalls) -> None:
    push = calls.put(1, PushState.FAILED, text="The shop refused this.")
    entry = entry_of(push, NOW)
    assert "The shop refused this." in entry.detail
    assert "1 Versuch" in entry.detail


def test_a_count_of_nothing_has_a_next_step(window: MainWindow, qtbot: QtBot) -> None:
    shown(window, qtbot)
    assert window.outbox._empty.isVisible()
    assert "Verkaufskanal" in window.outbox._empty.text()


@pytest.mark.parametrize(
    "state, possible",
    [
        (PushState.HELD, {"recall"}),
        (PushState.WAITING, {"recall", "retry"}),
        (PushState.SENDING, set()),
        (PushState.CONFIRMED, set()),
        (PushState.FAILED, {"recall", "retry"}),
        (PushState.UNCLEAR, {"retry", "resolve"}),
        (PushState.CONFLICT, {"retry", "resolve"}),
        (PushState.RECALLED, set()),
    ],
)
def test_only_deeds_that_the_state_allows_are_offered(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls, state: PushState, possible: set[str]
) -> None:
    calls.put(1, state)
    shown(window, qtbot)
    select(window, 1)
    outbox = window.outbox
    offered = {name for name, button in (("recall", outbox.recall), ("retry", outbox.retry)) if button.isEnabled()}
    if outbox.was_done.isVisible():
        offered.add("resolve")
    assert offered == possible
    for button in (outbox.recall, outbox.retry):
        assert button.isEnabled() or button.toolTip()


def test_recalling_takes_it_back_and_keeps_a_row_selected(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.put(1, PushState.WAITING)
    calls.put(2, PushState.WAITING)
    shown(window, qtbot)
    window.outbox.show_part(Part.ON_THE_WAY)
    select(window, 2)
    QTest.mouseClick(window.outbox.recall, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert calls.pushes[PushId(2)].state is PushState.RECALLED
    selected = window.outbox.selected()
    assert selected is not None
    assert selected.id == 1


def test_the_delete_key_and_the_command_recall_too(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.HELD)
    calls.put(2, PushState.HELD)
    shown(window, qtbot)
    select(window, 1)
    QTest.keyClick(window.outbox, Qt.Key.Key_Delete)
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.RECALLED
    select(window, 2)
    assert window.commands.run("order.recall")
    settled(qtbot)
    assert calls.pushes[PushId(2)].state is PushState.RECALLED


def test_a_failed_one_is_tried_again(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.FAILED)
    shown(window, qtbot)
    assert window.commands.run("order.retry")
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.WAITING


def test_an_unclear_one_is_settled_by_hand(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.UNCLEAR)
    shown(window, qtbot)
    QTest.mouseClick(window.outbox.was_done, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.CONFIRMED


def test_a_refusal_is_told_and_nothing_is_lost(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    push = calls.put(1, PushState.WAITING)
    shown(window, qtbot)
    calls.put(1, PushState.SENDING)  # it went out meanwhile, and the screen does not know yet
    QTest.mouseClick(window.outbox.recall, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert [one.text for one in window.toasts.shown] == ["Es ist schon gesendet und kann nicht zurückgenommen werden."]
    assert calls.pushes[push.id].state is PushState.SENDING


def test_a_second_press_does_nothing_until_the_first_is_done(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.put(1, PushState.FAILED)
    shown(window, qtbot)
    window.outbox.retry.click()
    window.outbox.retry.click()
    settled(qtbot)
    assert not window.toasts.shown
    assert calls.pushes[PushId(1)].state is PushState.WAITING


def test_enter_opens_the_order(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.FAILED, order=3)
    shown(window, qtbot)
    window.outbox.list.setFocus()
    window.outbox.list.activated.emit(window.outbox.list.currentIndex())
    settled(qtbot)
    assert window.areas.currentWidget() is window.orders
    assert window.orders.current_order() == 3


def test_a_late_answer_shows_rows_of_the_real_height_meanwhile(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.reading.clear()
    window.open_outbox()
    qtbot.waitUntil(window.outbox._skeleton.isVisible)
    calls.reading.set()
    settled(qtbot)
    assert not window.outbox._skeleton.isVisible()


def test_words_follow_the_language(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.FAILED)
    shown(window, qtbot)
    assert window.outbox.model.entry(0).state == "Fehlgeschlagen"
    locale().speak("en")
    qtbot.wait(10)  # Qt posts the change to the widgets
    assert window.outbox.model.entry(0).state == "Failed"
    assert window.outbox.retry.text() == "Try again"
