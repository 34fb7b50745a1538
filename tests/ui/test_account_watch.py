"""What the window knows of its accounts, also where the store did not answer at first."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.domain.errors import StoreDamaged
from desk.domain.rows import AccountView
from desk.ui.account_watch import AccountWatch
from desk.ui.background import lanes
from desk.ui.schedule_loop import ScheduleLoop
from tests.ui.fakes import FakeShellCalls

pytestmark = pytest.mark.usefixtures("app", "running_lanes")


def test_accounts_that_a_damaged_store_kept_back_are_read_once_it_answers(
    qtbot: QtBot, calls: FakeShellCalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = calls.accounts

    def accounts() -> tuple[AccountView, ...]:
        asked.append("accounts")
        if len(asked) == 1:
            raise StoreDamaged("The store is damaged.", code="store_damaged")
        return answers()

    monkeypatch.setattr(calls, "accounts", accounts)
    window = QWidget()
    qtbot.addWidget(window)
    loop = ScheduleLoop(calls, window)
    watch = AccountWatch(calls, loop, None, window)  # type: ignore[arg-type]
    watch.load()
    qtbot.waitUntil(lambda: lanes().busy == 0 and bool(asked))
    assert not watch.known
    loop.beat()
    qtbot.waitUntil(lambda: watch.known)
    assert watch.accounts == answers()
    loop.beat()
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert len(asked) == 2, "nobody asks again without a reason"
