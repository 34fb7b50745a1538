"""The beat of the open window: runs what is due once, shows progress, can be stopped, wakes after sleep."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from connectors.contract.errors import Unavailable
from desk.domain.changes import Kind
from desk.domain.errors import DeskError
from desk.domain.pushes import PushState
from desk.domain.values import AccountId
from desk.services.schedule import Due, Task
from desk.ui.background import hub, lanes
from desk.ui.picture_stage import lay_out
from desk.ui.schedule_loop import ScheduleLoop
from tests.ui.fakes import FakeShellCalls, account_view, progress

pytestmark = pytest.mark.usefixtures("app", "running_lanes")
SYNC = Due(AccountId(1), Task.SYNC)
PUSH = Due(AccountId(1), Task.PUSH)


@pytest.fixture
def parent() -> QObject:
    return QObject()


@pytest.fixture
def loop(calls: FakeShellCalls, parent: QObject) -> ScheduleLoop:
    return ScheduleLoop(calls, parent)


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def test_what_is_due_is_run_and_reported_as_done(qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop) -> None:
    calls.planned = [SYNC, PUSH]
    calls.put(1, PushState.WAITING)
    loop.beat()
    settled(qtbot)
    assert {due for due, _ in calls.ended} == {SYNC, PUSH}
    assert [error for _, error in calls.ended] == [None, None]
    assert {one.state for one in calls.pushes.values()} == {PushState.CONFIRMED}
    assert not loop.working


def test_a_run_is_begun_once_however_often_the_beat_comes(
    qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop
) -> None:
    calls.planned = [SYNC]
    calls.pages = [progress(100)]
    calls.gate.clear()
    for _ in range(5):
        loop.beat()
        lay_out()
    assert loop.is_fetching(AccountId(1))
    assert len(loop._runs) == 1
    calls.gate.set()
    settled(qtbot)
    assert len(calls.ended) == 1


def test_progress_is_seen_while_it_runs_and_gone_afterwards(
    qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop
) -> None:
    calls.planned = [SYNC]
    calls.pages = [progress(1240, 3100, rest=42)]
    calls.gate.clear()
    with qtbot.waitSignal(loop.progressed):
        loop.beat()
    qtbot.waitUntil(lambda: AccountId(1) in loop.progress)
    assert loop.progress[AccountId(1)].fetched == 1240
    calls.gate.set()
    with qtbot.waitSignal(loop.ended):
        pass
    assert not loop.progress


def test_what_a_running_sync_stored_reaches_open_views_before_it_ends(
    qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop
) -> None:
    calls.planned = [SYNC]
    calls.pages = [progress(100)]
    calls.gate.clear()
    loop.beat()
    qtbot.waitUntil(lambda: bool(loop.progress))
    with qtbot.waitSignal(hub().changed) as told:
        loop.beat()
    assert told.args is not None
    assert told.args[0].touches(Kind.ORDER) == frozenset({100})
    assert loop.working
    calls.gate.set()
    settled(qtbot)


def test_cancelling_ends_the_run_after_its_page(qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop) -> None:
    calls.planned = [SYNC]
    calls.pages = [progress(100), progress(200), progress(300)]
    calls.gate.clear()
    loop.beat()
    qtbot.waitUntil(lambda: bool(loop.progress))
    loop.cancel(AccountId(1))
    settled(qtbot)
    assert calls.stopped_at == [100]
    assert calls.ended == [(SYNC, None)]
    assert not calls.running


def test_cancelling_another_account_leaves_it_alone(qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop) -> None:
    calls.planned = [SYNC]
    calls.pages = [progress(100), progress(200)]
    calls.gate.clear()
    loop.beat()
    qtbot.waitUntil(lambda: bool(loop.progress))
    loop.cancel(AccountId(2))
    calls.gate.set()
    settled(qtbot)
    assert calls.stopped_at == [200]


def test_routine_trouble_is_kept_quiet(qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop) -> None:
    calls.planned = [SYNC]
    calls.trouble = Unavailable("The shop cannot be reached.")
    told: list[DeskError] = []
    loop.troubled.connect(lambda error, _account: told.append(error))
    hub().failed.connect(told.append)
    loop.beat()
    settled(qtbot)
    hub().failed.disconnect(told.append)
    assert told == []
    assert calls.ended == [(SYNC, calls.trouble)]


def test_who_asked_for_a_run_is_told_of_its_trouble(qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop) -> None:
    calls.trouble = Unavailable("The shop cannot be reached.")
    with qtbot.waitSignal(loop.troubled) as told:
        loop.fetch_now(AccountId(1))
    assert told.args == [calls.trouble, AccountId(1)]
    assert calls.woken == [AccountId(1)]
    settled(qtbot)
    told_again: list[DeskError] = []
    loop.troubled.connect(lambda error, _account: told_again.append(error))
    calls.planned = [SYNC]
    loop.beat()
    settled(qtbot)
    assert told_again == []


def test_all_accounts_are_fetched_on_demand(qtbot: QtBot) -> None:
    calls = FakeShellCalls(account_view(1), account_view(2, "Zweitshop"))
    parent = QObject()
    loop = ScheduleLoop(calls, parent)
    loop.fetch_now()
    settled(qtbot)
    assert {due.account for due, _ in calls.ended} == {AccountId(1), AccountId(2)}


def test_a_gap_between_beats_is_taken_for_sleep(qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop) -> None:
    loop.beat()
    settled(qtbot)
    calls.clock.advance(29)
    loop.beat()
    settled(qtbot)
    assert calls.woken == []
    calls.clock.advance(31)
    loop.beat()
    settled(qtbot)
    assert calls.woken == [None]


def test_a_store_that_does_not_answer_is_told_once_and_asked_less(qtbot: QtBot) -> None:
    calls = FakeShellCalls()
    calls.views = {}
    calls.trouble = DeskError("The store is locked.")
    parent = QObject()
    loop = ScheduleLoop(calls, parent)
    with qtbot.waitSignal(loop.troubled):
        loop.beat()
    settled(qtbot)
    assert loop._timer.interval() == 30_000
    calls.trouble = None
    loop.beat()
    settled(qtbot)
    assert loop._timer.interval() == 1000


def test_a_task_that_was_cancelled_before_it_began_is_free_again(
    qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop
) -> None:
    busy = [Due(AccountId(number), Task.SYNC) for number in range(1, 6)]  # one more than the network lane has threads
    calls.planned = list(busy)
    calls.pages = [progress(100)]
    calls.gate.clear()
    loop.beat()
    qtbot.waitUntil(lambda: len(loop._runs) == 5)
    loop.cancel()
    calls.gate.set()
    settled(qtbot)
    assert {due for due, _ in calls.ended} == set(busy)
    assert not calls.running


def test_stopping_leaves_nothing_running(qtbot: QtBot, calls: FakeShellCalls, loop: ScheduleLoop) -> None:
    calls.planned = [SYNC]
    calls.pages = [progress(number) for number in range(100, 1000, 100)]
    calls.gate.clear()
    loop.start()
    qtbot.waitUntil(lambda: bool(loop.progress))
    loop.stop()
    settled(qtbot)
    assert calls.stopped_at == [100]
    assert not loop._timer.isActive()
