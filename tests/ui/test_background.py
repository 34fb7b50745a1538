"""The seam to background work: queued results, dropped parents, cancelling, told failures, no thread left."""

import logging
import threading

import pytest
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError, NotAllowed
from desk.ui.background import Lane, Unexpected, Work, hub, lanes, run_in_background, run_long

pytestmark = pytest.mark.usefixtures("app", "running_lanes")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def test_the_result_arrives_on_the_main_thread(qtbot: QtBot, parent: QWidget) -> None:
    main = QThread.currentThread()
    seen: list[tuple[int, bool]] = []
    worked_on: list[int] = []

    def work() -> int:
        worked_on.append(threading.get_ident())
        return 5

    run_in_background(work, parent=parent).success(
        lambda value: seen.append((value, QThread.currentThread() is main))
    ).start()
    settled(qtbot)
    assert seen == [(5, True)]
    assert worked_on != [threading.get_ident()]


def test_what_one_result_sets_off_comes_before_the_next_result(qtbot: QtBot, parent: QWidget) -> None:
    """Both are there at once; were they told in one turn, nothing typed or painted would come between."""
    seen: list[str] = []
    parent.windowTitleChanged.connect(lambda _: seen.append("set off"), Qt.ConnectionType.QueuedConnection)

    def arrived(_: object) -> None:
        seen.append("result")
        parent.setWindowTitle(str(len(seen)))

    operations = [run_in_background(lambda: None, parent=parent).success(arrived).start() for _ in range(2)]
    for operation in operations:
        assert operation.future is not None
        operation.future.result(60)
    settled(qtbot)
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert seen == ["result", "set off"] * 2


@pytest.mark.parametrize("lane", list(Lane))
def test_a_result_never_arrives_inside_start_even_when_the_work_is_done(
    qtbot: QtBot, parent: QWidget, lane: Lane
) -> None:
    seen: list[str] = []
    operation = run_in_background(lambda: None, parent=parent).on(lane).success(lambda _: seen.append("result"))
    operation.start()
    future = operation.future
    assert future is not None
    future.result(60)  # the work itself is finished here
    seen.append("after start")
    settled(qtbot)
    assert seen == ["after start", "result"]


def test_nothing_is_called_once_the_parent_is_gone(qtbot: QtBot) -> None:
    parent = QObject()
    go = threading.Event()
    seen: list[str] = []
    run_in_background(lambda: go.wait(60), parent=parent).success(lambda _: seen.append("success")).failure(
        lambda _: seen.append("failure")
    ).finished(lambda: seen.append("end")).start()
    parent.deleteLater()
    with qtbot.waitSignal(parent.destroyed):
        pass
    go.set()
    settled(qtbot)
    assert seen == []


def test_changes_are_told_to_every_view_with_who_caused_them(qtbot: QtBot, parent: QWidget) -> None:
    changes = Changes.of(Kind.ORDER, [4])
    with qtbot.waitSignal(hub().changed) as told:
        run_in_background(lambda: changes, parent=parent).start()
    assert told.args == [changes, parent]


def test_changes_inside_a_result_are_told_too_even_after_cancelling(qtbot: QtBot, parent: QWidget) -> None:
    class Report:
        changes = Changes.of(Kind.PUSH, [1])

    go = threading.Event()

    def work() -> Report:
        go.wait(60)
        return Report()

    seen: list[Report] = []
    with qtbot.waitSignal(hub().changed) as told:
        operation = run_in_background(work, parent=parent).success(seen.append).start()
        qtbot.waitUntil(lambda: operation.future is not None and operation.future.running())
        operation.cancel()
        go.set()
    settled(qtbot)
    assert told.args is not None
    assert told.args[0] == Report.changes
    assert seen == []


def test_an_untaken_error_goes_to_the_message_bar(qtbot: QtBot, parent: QWidget) -> None:
    def refuse() -> None:
        raise NotAllowed("This order is cancelled.")

    with qtbot.waitSignal(hub().failed) as told:
        run_in_background(refuse, parent=parent).start()
    assert told.args is not None
    assert told.args[0].text == "This order is cancelled."


def test_a_mistake_of_ours_is_logged_and_told_as_a_sentence(
    qtbot: QtBot, parent: QWidget, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("secret buyer data")

    seen: list[DeskError] = []
    with caplog.at_level(logging.ERROR):
        run_in_background(stumble, parent=parent).failure(seen.append).start()
        settled(qtbot)
    assert isinstance(seen[0], Unexpected)
    assert "secret" not in seen[0].text + seen[0].detail
    assert "ZeroDivisionError" in caplog.text


def test_a_taken_error_stays_with_who_took_it(qtbot: QtBot, parent: QWidget) -> None:
    def refuse() -> None:
        raise NotAllowed("No.")

    told: list[object] = []
    hub().failed.connect(told.append)
    seen: list[str] = []
    run_in_background(refuse, parent=parent).failure(lambda error: seen.append(error.text)).finished(
        lambda: seen.append("end")
    ).start()
    settled(qtbot)
    hub().failed.disconnect(told.append)
    assert seen == ["No.", "end"]
    assert told == []


def test_progress_is_reported_in_order_on_the_main_thread(qtbot: QtBot, parent: QWidget) -> None:
    def count(work: Work) -> str:
        for number in range(3):
            work.report(number)
        return "done"

    seen: list[object] = []
    run_long(count, parent=parent).progress(seen.append).success(seen.append).start()
    settled(qtbot)
    assert seen == [0, 1, 2, "done"]


def test_asking_to_stop_lets_the_work_end_and_delivers_it(qtbot: QtBot, parent: QWidget) -> None:
    seen: list[bool] = []
    operation = run_long(lambda work: work.stop.wait(60), parent=parent).success(seen.append).start()
    operation.ask_to_stop()
    settled(qtbot)
    assert seen in ([True], [])  # not begun yet counts as never done


def test_cancelling_interrupts_a_running_call_and_drops_its_result(qtbot: QtBot, parent: QWidget) -> None:
    broken_off = threading.Event()
    begun = threading.Event()

    def work() -> str:
        begun.set()
        broken_off.wait(60)
        return "late"

    seen: list[str] = []
    operation = (
        run_in_background(work, parent=parent)
        .on(Lane.READING)
        .success(seen.append)
        .finished(lambda: seen.append("end"))
        .interrupt_by(broken_off.set)
        .start()
    )
    assert begun.wait(60)
    operation.cancel()
    settled(qtbot)
    assert broken_off.is_set()
    assert seen == ["end"]


def test_work_that_waits_its_turn_is_never_begun_after_cancelling(qtbot: QtBot, parent: QWidget) -> None:
    go = threading.Event()
    begun: list[str] = []
    run_in_background(lambda: go.wait(60), parent=parent).start()
    second = run_in_background(lambda: begun.append("second"), parent=parent).start()
    second.cancel()
    go.set()
    settled(qtbot)
    assert begun == []


def test_writes_come_one_after_the_other_and_may_submit_to_themselves(qtbot: QtBot, parent: QWidget) -> None:
    database = lanes().executor(Lane.DATABASE)
    seen: list[int] = []
    run_in_background(lambda: database.submit(lambda: 7).result(60), parent=parent).success(seen.append).start()
    settled(qtbot)
    assert seen == [7]


def test_shutting_down_stops_what_runs_and_leaves_no_thread(parent: QWidget) -> None:
    stopped = threading.Event()

    def work(work: Work) -> None:
        if work.stop.wait(60):
            stopped.set()

    operations = [run_long(work, parent=parent).on(lane).start() for lane in Lane]
    lanes().shut_down()
    assert stopped.is_set()
    assert all(one.future is None or one.future.done() for one in operations)
    assert not [one.name for one in threading.enumerate() if one.name.startswith("desk-")]


def test_after_shutting_down_nothing_is_begun(parent: QWidget) -> None:
    lanes().shut_down()
    operation = run_in_background(lambda: 1, parent=parent).start()
    assert operation.future is None
    assert lanes().busy == 0
