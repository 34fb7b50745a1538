"""The list of running work: what takes longer than a second is seen, told how far it is, and stopped; nothing else."""

import threading
from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.values import AccountId
from desk.ui.background import Lane, Work, lanes, run_long
from desk.ui.job_kinds import backing_up, how_far, making_index, reporting_batch
from desk.ui.jobs import Share, board
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from tests.ui.fakes import FakeShellCalls, account_view, progress
from tests.ui.orders.fakes import NOW

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def window(opened: Callable[..., MainWindow]) -> MainWindow:
    made = opened()
    made.jobs.show_after_ms = 0
    return made


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def begin_fetch(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls, done: int = 1240) -> None:
    """A sync that stands at its first page until it is stopped or let go."""
    calls.pages = [progress(done)]
    calls.gate.clear()
    window.loop.fetch_now(AccountId(1))
    qtbot.waitUntil(lambda: done in [one.job.share.done for one in window.jobs.shown])


def test_a_fetch_stands_in_the_status_bar_and_goes_with_its_end(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    assert window.jobs.segment.isHidden()
    begin_fetch(qtbot, window, calls)
    window.jobs._tell()
    assert window.jobs.segment.words == "Abruf Werkbank-Shop 1.240 / 3.100"
    calls.gate.set()
    settled(qtbot)
    assert window.jobs.segment.isHidden()
    assert board().jobs == ()


def test_what_ends_within_a_second_is_never_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.jobs.show_after_ms = 60_000  # so long no machine takes for nothing
    seen: list[bool] = []
    window.jobs.moved.connect(lambda: seen.append(bool(window.jobs.shown)))
    run_long(lambda _: None, parent=window).as_job(making_index()).start()
    (begun,) = window.jobs._all.values()
    settled(qtbot)
    window.jobs._let_in(begun)  # as when the second is over
    assert window.jobs.shown == []
    assert True not in seen


def test_the_drawer_by_keys_tells_since_when_and_how_fast_and_cancels(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    begin_fetch(qtbot, window, calls)
    calls.clock.advance(20)
    window.orders.focus_list()
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    (row,) = window.jobs.drawer.rows
    assert row.name.full_text == "Abruf Werkbank-Shop"
    assert row.since.text() == f"seit {locale().time(NOW)} (20\u00a0s)"
    assert row.far.text() == "1.240 / 3.100 · 62/s · noch 30\u00a0s"
    assert (row.bar.value(), row.bar.maximum()) == (1240, 3100)
    assert row.stop.hasFocus()
    assert row.stop.accessibleName() == "Abbrechen: Abruf Werkbank-Shop"
    assert row.bar.accessibleName() == "Fortschritt: Abruf Werkbank-Shop"
    QTest.keyClick(row.stop, Qt.Key.Key_Space)
    assert row.far.text() == "Wird angehalten …"
    assert not row.stop.isEnabled()
    settled(qtbot)
    assert calls.stopped_at == [1240]
    assert window.toasts.shown[-1].text == (
        "Werkbank-Shop: Nach 1240 Bestellungen angehalten. Der nächste Lauf macht dort weiter."
    )
    assert window.jobs.drawer.rows == []
    assert QApplication.focusWidget() is window.jobs.drawer.close_button, "the keyboard has a place"


def test_escape_closes_the_drawer_and_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    begin_fetch(qtbot, window, calls)
    window.top.field.edit.setText("müller")
    window.jobs.segment.setFocus()
    QTest.keyClick(window.jobs.segment, Qt.Key.Key_Space)
    drawer = window.jobs.drawer
    assert drawer.isVisible()
    assert drawer.geometry().bottom() < window.status.geometry().top(), "it lies above the status bar"
    QTest.keyClick(drawer.rows[0].stop, Qt.Key.Key_Escape)
    assert not drawer.isVisible()
    assert window.top.field.edit.text() == "müller", "Esc closes the nearest thing first"
    focused = window.focusWidget()
    assert focused is not None
    assert window.orders.isAncestorOf(focused)
    calls.gate.set()
    settled(qtbot)


def test_f6_leads_to_the_open_drawer(window: MainWindow) -> None:
    window.jobs.open()
    window.orders.detail.setFocus()
    visited: set[bool] = set()
    for _ in range(6):
        window.travels.next_pane(1)
        focused: QWidget | None = window.focusWidget()
        visited.add(focused is not None and window.jobs.drawer.isAncestorOf(focused))
    assert True in visited


def test_where_there_is_little_room_the_accounts_keep_their_words(
    qtbot: QtBot, opened: Callable[..., MainWindow], calls: FakeShellCalls
) -> None:
    for number, name in ((2, "eBay Deutschland"), (3, "Amazon Deutschland")):
        calls.views[AccountId(number)] = account_view(number, name)
    window = opened(900, 600)
    window.jobs.show_after_ms = 0
    begin_fetch(qtbot, window, calls)
    window.jobs._tell()
    segments = [*window.status.segments().values(), window.jobs.segment]
    whole = [True, True, True, False]
    qtbot.waitUntil(lambda: [one.width() >= one.whole_size().width() for one in segments] == whole)
    assert window.jobs.segment.accessibleName() == "Abruf Werkbank-Shop 1.240 / 3.100"
    window.resize(1440, 600)
    qtbot.waitUntil(lambda: window.jobs.segment.width() >= window.jobs.segment.whole_size().width())
    calls.gate.set()
    settled(qtbot)


def test_several_jobs_are_counted_in_one_place(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    window.commands.run("care.rebuild-index")
    begin_fetch(qtbot, window, calls)

    def told() -> str:
        window.jobs._tell()
        return window.jobs.segment.toolTip()

    qtbot.waitUntil(lambda: "Suchindex wird neu aufgebaut 25\u00a0%" in told())
    assert window.jobs.segment.words == "2 Vorgänge laufen"
    calls.care_calls.rebuilding.set()
    calls.gate.set()
    settled(qtbot)


def test_a_push_that_takes_long_is_a_job_of_its_account(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.services.schedule import Due, Task

    go, drain = threading.Event(), calls.drain
    monkeypatch.setattr(calls, "drain", lambda account, stop: (go.wait(60), drain(account, stop))[1])
    calls.planned = [Due(AccountId(1), Task.PUSH)]
    window.loop.beat()
    qtbot.waitUntil(lambda: bool(window.jobs.shown))
    assert window.jobs.segment.words == "Übertragung an Werkbank-Shop"
    go.set()
    settled(qtbot)


def test_leaving_asks_for_what_would_be_lost_and_for_no_fetch(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    asked: list[tuple[int, tuple[str, ...]]] = []

    def stay(_window: QWidget, waiting: int, running: Sequence[str]) -> bool:
        asked.append((waiting, tuple(running)))
        return False

    window.ask_before_leaving = stay
    begin_fetch(qtbot, window, calls)
    window.commands.run("care.rebuild-index")
    assert window.jobs.lost_when_left() == ()
    go = threading.Event()
    run_long(lambda _: go.wait(60), parent=window).on(Lane.NETWORK).as_job(backing_up()).start()
    assert not window.close()
    assert asked == [(0, ("Sicherung",))]
    go.set()
    calls.care_calls.rebuilding.set()
    calls.gate.set()
    settled(qtbot)


def test_an_index_that_was_left_half_made_is_begun_again_at_the_next_start(
    qtbot: QtBot, opened: Callable[..., MainWindow], calls: FakeShellCalls
) -> None:
    first = opened()
    first.commands.run("care.rebuild-index")
    assert first.close(), "nothing is lost, so nothing is asked"
    lanes().open()
    second = opened()
    second.care.start()
    qtbot.waitUntil(lambda: [job.words for job in board().jobs] == ["Suchindex wird neu aufgebaut"])
    calls.care_calls.rebuilding.set()
    settled(qtbot)
    assert "7 Bestellungen" in second.toasts.shown[-1].text
    third = opened()
    third.care.start()
    assert board().jobs == ()


def test_a_stopped_backup_says_what_is_left_of_it(qtbot: QtBot, window: MainWindow) -> None:
    def work(one: Work) -> None:
        one.report(0.5)
        one.stop.wait(60)

    run_long(work, parent=window).on(Lane.NETWORK).as_job(backing_up()).start()
    qtbot.waitUntil(lambda: bool(window.jobs.shown) and window.jobs.shown[0].job.share.done == 50)
    window.jobs.shown[0].job.stop()
    settled(qtbot)
    assert window.toasts.shown[-1].text == "Die Sicherung wurde angehalten. Es bleibt nichts davon zurück."


def test_the_words_follow_the_language(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    begin_fetch(qtbot, window, calls)
    window.jobs.open()
    locale().speak("en")
    qtbot.waitUntil(lambda: window.jobs.drawer.rows[0].stop.text() == "Cancel")
    assert window.jobs.drawer.rows[0].name.full_text == "Fetching Werkbank-Shop"
    calls.gate.set()
    settled(qtbot)


def test_how_far_is_told_with_what_is_known() -> None:
    locale().speak("en")
    assert how_far(Share(), None) == ""
    assert how_far(Share(done=7), 0.5) == "7"
    assert how_far(Share(done=50, total=100, as_percent=True), 2.0) == "50% · 25\u00a0s left"
    assert how_far(Share(done=5, total=10, pause=12), 3.0) == "5 / 10 · 3/s · waits 12\u00a0s"
    assert reporting_batch(3, lambda told: told[1]).words(Share()) == "Reporting 3 parcels"


def test_a_window_that_goes_leaves_no_job(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    begin_fetch(qtbot, window, calls)
    window.show_accounts((account_view(),))
    window.close_at_once()
    assert board().jobs == ()
