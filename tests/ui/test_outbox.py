"""The outbox on screen: order of the rows, what they say, which deeds they allow, and that deeds reach the services."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.pushes import PushState
from desk.domain.values import AccountId, PushId
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.outbox.approving import ApproveDialog
from desk.ui.outbox.entries import LOOKS, Part, entry_of, of_part, report_of
from tests.ui.fakes import FakeShellCalls
from tests.ui.orders.fakes import NOW

pytestmark = pytest.mark.usefixtures("app")


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def shown(window: MainWindow, qtbot: QtBot) -> None:
    window.open_outbox()
    settled(qtbot)


def select(window: MainWindow, push: int) -> None:
    window.outbox._go_to(window.outbox.model.row_of(PushId(push)))


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


@pytest.mark.parametrize(
    "kind, what, title",
    [
        (
            "refund_order",
            {"amount_minor": 2499, "currency": "EUR", "refund_reason": "GOODWILL"},
            "Erstattung: 24,99\u00a0€ · Kulanz",
        ),
        ("cancel_order", {"cancel_reason": "OUT_OF_STOCK", "paid": 1}, "Stornierung: Nicht lieferbar"),
        ("answer_return", {"case": "5", "answer": "DECLINE"}, "Antwort auf eine Retoure: Retoure abgelehnt"),
        ("receive_return", {"case": "5"}, "Eingang einer Retoure"),
        ("send_message", {"text": "Guten Tag"}, "Nachricht: Guten Tag"),
    ],
)
def test_every_kind_of_push_is_told_in_words(
    calls: FakeShellCalls, kind: str, what: dict[str, str | int], title: str
) -> None:
    locale().speak("de")
    push = replace(calls.put(1, PushState.WAITING), kind=kind, what=what)
    assert entry_of(push, NOW).title == title


def test_a_report_for_others_leaves_out_what_was_written_to_the_buyer(calls: FakeShellCalls) -> None:
    push = replace(calls.put(1, PushState.FAILED), kind="send_message", what={"text": "Liebe Frau Müller"})
    assert "Müller" not in report_of([push], NOW)


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
    qtbot.waitUntil(lambda: window.outbox.model.entry(0).state == "Failed")  # Qt posts the change to the widgets
    qtbot.waitUntil(lambda: window.outbox.retry.text() == "Try again")


# --- several, accounts, both sides ----------------------------------------------------------------------------------


def test_several_are_taken_back_at_once_and_one_that_cannot_stops_no_other(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    for number in range(1, 5):
        calls.put(number, PushState.WAITING)
    shown(window, qtbot)
    window.outbox.list.setFocus()
    QTest.keyClick(window.outbox.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window.outbox.recall.text() == "Zurücknehmen (4)"
    calls.put(3, PushState.SENDING)  # it goes out meanwhile
    QTest.keyClick(window.outbox.list, Qt.Key.Key_Delete)
    settled(qtbot)
    states = [calls.pushes[PushId(number)].state for number in range(1, 5)]
    assert states.count(PushState.RECALLED) == 3
    assert states[2] is PushState.SENDING
    (told,) = window.toasts.shown
    assert "1 nicht möglich" in told.text


def test_a_selection_outlives_a_new_look(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    for number in range(1, 7):
        calls.put(number, PushState.FAILED)
    shown(window, qtbot)
    model, rows = window.outbox.model, window.outbox.list.selectionModel()
    select(window, 5)
    for number in (4, 2):
        rows.select(model.index(model.row_of(PushId(number))), rows.SelectionFlag.Select)
    calls.put(9, PushState.FAILED)
    window.outbox.load()
    settled(qtbot)
    assert {one.id for one in window.outbox.chosen()} == {5, 4, 2}
    selected = window.outbox.selected()
    assert selected is not None
    assert selected.id == 5


def test_the_list_of_one_account(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.FAILED)
    other = calls.put(2, PushState.FAILED)
    calls.pushes[other.id] = replace(other, account=AccountId(2), account_name="Zweiter")
    shown(window, qtbot)
    outbox = window.outbox
    assert outbox.account_chip.isVisible()
    menu = outbox.account_menu()
    assert menu.actions()[0].text() == "Alle Konten"
    menu.actions()[-1].trigger()
    assert [one.id for one in (outbox.model.push(row) for row in range(outbox.model.rowCount())) if one] == [2]
    assert "Zweiter" in outbox.account_chip.text()
    outbox.show_account(None)
    assert outbox.model.rowCount() == 2


def test_both_sides_of_a_conflict_are_shown(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.CONFLICT, text="The channel has moved elsewhere meanwhile.")
    calls.put(2, PushState.WAITING)
    shown(window, qtbot)
    select(window, 1)
    settled(qtbot)
    sides = window.outbox.sides
    assert sides.isVisible()
    assert "00340434161094042557" in sides.ours.text()
    assert "cancelled" in sides.theirs.text()
    assert "1Z999AA10123456784" in sides.theirs.text()
    assert sides.ask.text()
    select(window, 2)
    settled(qtbot)
    assert not sides.isVisible()


def test_an_unclear_one_says_that_it_waits_for_a_person(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.put(1, PushState.UNCLEAR)
    shown(window, qtbot)
    select(window, 1)
    settled(qtbot)
    assert "von sich aus" in window.outbox.sides.ask.text()
    locale().speak("en")
    qtbot.waitUntil(lambda: "by itself" in window.outbox.sides.ask.text())


def test_the_undo_key_takes_back_what_is_selected(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.WAITING)
    shown(window, qtbot)
    select(window, 1)
    assert window.commands.run("edit.undo")
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.RECALLED
    assert not window.commands.run("edit.undo")


def test_a_report_is_copied_by_key(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.FAILED, text="The shop refused this.")
    shown(window, qtbot)
    select(window, 1)
    QTest.keyClick(window.outbox, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    for wanted in ("18-12345-00001", "00340434161094042557", "The shop refused this.", "Fehlgeschlagen", "key-1"):
        assert wanted in copied


def test_of_five_thousand_only_what_is_seen_is_put_into_words(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    for number in range(1, 5001):
        calls.put(number, PushState.WAITING)
    shown(window, qtbot)
    model, screen = window.outbox.model, window.outbox
    assert model.rowCount() == 5000
    assert len(model._entries) < 100
    screen.list.scrollToBottom()
    screen.list.viewport().repaint()
    assert len(model._entries) < 200
    model.word_again()
    screen.list.viewport().repaint()
    assert len(model._entries) < 100
    QTest.keyClick(screen.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    calls.put(1, PushState.SENDING)
    screen.load()
    settled(qtbot)
    assert len(screen.chosen()) == 5000


def test_money_that_may_have_gone_waits_for_an_answer_before_it_goes_again(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.put(1, PushState.UNCLEAR)
    refund = replace(calls.pushes[PushId(1)], kind="refund_order", what={"amount_minor": 4000, "currency": "EUR"})
    calls.pushes[PushId(1)] = refund
    shown(window, qtbot)
    select(window, 1)
    window.outbox.retry.click()
    assert window.outbox.question is not None
    window.outbox.question.leave.click()
    assert window.outbox.question is None
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.UNCLEAR
    window.outbox.retry.click()
    assert window.outbox.question is not None
    window.outbox.question.go.click()
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.WAITING


def test_money_above_the_amount_goes_once_somebody_else_agrees(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.put(1, PushState.APPROVAL)
    shown(window, qtbot)
    select(window, 1)
    outbox = window.outbox
    assert "sandra" in outbox.sides.ask.text()
    outbox.approve.click()
    dialog = outbox.question
    assert isinstance(dialog, ApproveDialog)
    assert unnamed(dialog) == []
    assert dialog.focusWidget() is dialog.field, "the computer is that of who queued it"
    dialog.field.setText("Sandra")
    assert dialog.problem.text()
    dialog.confirm()
    assert calls.pushes[PushId(1)].state is PushState.APPROVAL
    dialog.field.setText("Jonas")
    dialog.confirm()
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.WAITING
    assert calls.approved_by == "Jonas"
    qtbot.waitUntil(lambda: not outbox.approve.isVisible())


def test_what_a_second_person_declines_never_goes(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.APPROVAL)
    calls.put(2, PushState.WAITING)
    shown(window, qtbot)
    select(window, 2)
    assert not window.outbox.decline.isVisible()
    select(window, 1)
    window.outbox.decline.click()
    settled(qtbot)
    assert calls.pushes[PushId(1)].state is PushState.RECALLED
