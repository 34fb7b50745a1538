"""Five hundred returns are shown within a second and settled behind a shown window that never waits for them."""

from __future__ import annotations

from time import process_time

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.return_goods import Disposition, Finding, Grade, ReturnLine
from desk.domain.return_states import ReturnState
from desk.domain.values import ReturnId
from desk.services import order_file, outbox, return_batch, return_opening
from desk.services.return_batch import BatchDeed, Report, Wish
from desk.services.return_bulk import Standing
from desk.store.returns import OpenedBy
from desk.ui.background import Lane, Work, run_long
from desk.ui.picture_stage import Stage, settle, stage, wait
from tests.support.yardstick import SECOND, yardstick
from tests.ui.watchdog import BareTimer, Watchdog

pytestmark = [pytest.mark.alone, pytest.mark.timeout(600)]
RETURNS, ORDERS = 500, 320


def inspected_returns(on: Stage) -> list[ReturnId]:
    """One for each piece that left, as if all of them had come back and been looked at."""
    made: list[ReturnId] = []
    looked_at = Finding(quantity=1, grade=Grade.NEW, disposition=Disposition.RESTOCK)
    with on.desk.store.write() as transaction:
        now = on.clock.now()
        for one in (row.id for row in on.rows(limit=ORDERS)):
            file = order_file.load(transaction, one, now)
            for line, pieces in return_opening.returnable(file, ()).items():
                for _ in range(min(pieces, RETURNS - len(made))):
                    goods = [ReturnLine(line=line, announced=1, received=1, findings=(looked_at,))]
                    state, by = ReturnState.INSPECTED, OpenedBy.AGENT
                    made.append(return_opening.add(transaction, file.account.id, one, goods, now, state=state, by=by))
    assert len(made) == RETURNS, f"only {len(made)} pieces have left"
    return made


def type_and_scroll(on: Stage, ended: list[Report]) -> None:
    """As an agent does until the run has ended."""
    edit = on.window.top.field.edit
    while not ended:
        edit.clear()
        for letter in "schmidt":
            QTest.keyClicks(edit, letter)
            wait(40)
        bar = on.window.orders.list.view.verticalScrollBar()
        for step in range(6):
            bar.setValue(bar.maximum() * step // 6)
            wait(20)


def test_five_hundred_returns_are_previewed_within_a_second_and_settled_while_nobody_waits(app: QApplication) -> None:
    with stage(app, orders=ORDERS) as on:
        wanted = inspected_returns(on)
        wish = Wish(deed=BatchDeed.SETTLE)
        return_batch.plan(on.desk, wish, wanted[:20])  # what is made once belongs to no budget
        unit = min(yardstick() for _ in range(3))
        begun = process_time()
        planned = return_batch.plan(on.desk, wish, wanted)
        took = (process_time() - begun) / unit
        print(f"\npreview: {took:.1f} of {SECOND:.0f} yardsticks of {unit * 1000:.0f} ms")
        assert len(planned.of(Standing.READY)) > 0.8 * RETURNS
        assert took < SECOND

        ended: list[Report] = []
        heard: list[object] = []
        owner = QObject()

        def work(running: Work) -> Report:
            desk = on.calls._desk
            return return_batch.run(
                desk, planned, tell=lambda row, done: running.report((row, done)), stop=running.stop
            )

        operation = run_long(work, parent=owner).on(Lane.READING)
        operation.progress(heard.append).success(ended.append)
        bare, watchdog = BareTimer(), Watchdog()
        watchdog.start()
        operation.start()
        type_and_scroll(on, ended)
        watchdog.stop()
        machine = bare.stop()
        settle(20_000)
        print(f"\nwatchdog: {watchdog.told()} beside {machine:.0f} ms of a bare timer")
        assert len(heard) == len(ended[0].rows) == len(planned.ready)
        assert len(outbox.overview(on.desk, limit=1000)) == len(planned.ready)
        assert not watchdog.faults(machine), watchdog.told()
