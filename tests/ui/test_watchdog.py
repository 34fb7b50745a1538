"""The main thread stays free while an agent types and scrolls and a sync runs; an injected sleep is found."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.ui.picture_stage import Stage, settle, stage, wait
from tests.ui.watchdog import Watchdog

pytestmark = [pytest.mark.alone, pytest.mark.timeout(180)]
WORDS = ("anna", "schmidt", "wb-2026", "posteo", "bohrer", "0171", "koeln", "ludwig")


@pytest.fixture
def on(app: QApplication) -> Iterator[Stage]:
    """A window on a store with orders; its next sync has as many pages as it wants."""
    with stage(app, orders=600, fetch=False) as made:
        yield made


def use(on: Stage, rounds: int) -> None:
    """Type, open, walk through rows, change the area, while the first sync brings orders page by page."""
    edit = on.window.top.field.edit
    for number in range(rounds):
        edit.clear()
        for letter in WORDS[number % len(WORDS)]:
            QTest.keyClicks(edit, letter)
            wait(60)
        on.window.orders.open_first()
        wait(60)
        for _ in range(4):
            on.window.commands.run("list.next")
            wait(40)
        bar = on.window.orders.list.view.verticalScrollBar()
        for step in range(6):
            bar.setValue(bar.maximum() * step // 6)
            wait(20)


def watched(on: Stage, rounds: int) -> Watchdog:
    on.window.loop.fetch_now(on.account.id)
    wait(300)
    use(on, 2)  # what is loaded and prepared once does not count: it is the start's budget
    watchdog = Watchdog()
    watchdog.start()
    use(on, rounds)
    watchdog.stop()
    settle()
    return watchdog


def test_typing_and_scrolling_during_a_sync_never_wait(on: Stage) -> None:
    watchdog = watched(on, 8)
    assert not watchdog.faults(), f"{watchdog.faults()}; sorted end: {sorted(watchdog.late_ms)[-12:]}"
    assert on.desk.store is not None


def test_an_injected_sleep_is_found(on: Stage) -> None:
    """The check can fail: 80 ms of sleep in the main thread at each tenth of a second."""
    culprit = QTimer(on.window)
    culprit.setInterval(100)
    culprit.timeout.connect(lambda: time.sleep(0.08))
    culprit.start()
    watchdog = watched(on, 2)
    culprit.stop()
    assert "more than 50 ms late" in watchdog.faults() or "ms late" in watchdog.faults()
