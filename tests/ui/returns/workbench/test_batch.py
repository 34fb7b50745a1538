"""One deed on many returns: what is blocked, confirmed, run, stopped, tried again and taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.clock import ManualClock
from desk.domain.return_states import ReturnState
from desk.domain.values import ReturnId
from desk.services import accounts, outbox, pusher, return_settling, return_views
from desk.services.context import Desk
from desk.services.return_batch import BatchDeed, Plan, Report, Row
from desk.store.accounts import Account
from desk.ui.background import Lane, hub, lanes
from desk.ui.locale import locale
from desk.ui.returns.bulk_words import Ending
from desk.ui.returns.calls import ServiceCalls
from desk.ui.returns.screen import ReturnsScreen
from tests.ui.orders.fakes import FakeServices
from tests.ui.returns.workbench.conftest import Made
from tests.ui.returns.workbench.steps import dialog_of, ran, settled, state, what


def test_blocked_rows_stand_first_and_are_left_out_and_enter_alone_confirms_nothing(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, services: FakeServices, account: Account
) -> None:
    screen.select_all()
    settled(qtbot)
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    assert dialog.counts.text() == "5 ready · 3 blocked and left out"
    assert what(dialog)[0] == "Blocked · It is “Received”: it is refunded after its inspection."
    assert what(dialog)[3] == "Refund · Shop pays on the order"
    assert dialog.totals.text() == "Shop: 5 · €293.60"
    assert dialog.confirm_button.text() == "Refund €293.60"
    assert dialog.cancel.hasFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    dialog.confirm_button.setFocus()
    QTest.keyClick(dialog.confirm_button, Qt.Key.Key_Return)
    assert not dialog.ran
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "5 on the way · 3 blocked and left out"
    assert len(services.told[0][1]) == 5
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    clock.advance(60)
    hub().changed.emit(pusher.drain(desk, account.id, threading.Event()).changes, None)
    qtbot.waitUntil(lambda: dialog.model.endings() == [Ending.DONE] * 5)
    dialog.reject()
    settled(qtbot)
    assert screen.model.chosen == ()


def test_a_batch_that_no_channel_hears_of_is_taken_back_as_well(
    qtbot: QtBot, screen: ReturnsScreen, returned: list[ReturnId], desk: Desk, services: FakeServices
) -> None:
    screen.select_all()
    settled(qtbot)
    screen.do(BatchDeed.RECEIVE)
    dialog = dialog_of(qtbot, screen)
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.model.endings() == [Ending.DONE] * 2
    assert services.told[0][:2] == ("Receive returns in full: 2", ())
    assert dialog.undo.isVisible()
    back = services.backs[0]
    assert back is not None
    taken = back()
    hub().changed.emit(taken.changes, None)
    qtbot.waitUntil(lambda: dialog.model.endings() == [Ending.RECALLED] * 2)
    assert (len(taken.done), taken.refused, dialog.undo.isVisible()) == (2, (), False)
    states = [return_views.show(desk, one).state for one in returned[:3]]
    assert states == [ReturnState.REQUESTED, ReturnState.REQUESTED, ReturnState.RECEIVED]


def test_many_rows_are_confirmed_by_typing_how_many(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, account: Account
) -> None:
    accounts.change(desk, account, {"count_typed_from_rows": "5"}, {})
    screen.select_all()
    settled(qtbot)
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog.confirm()
    assert not dialog.ran
    assert dialog.problem.text() == "Type how many rows there are: 5."
    dialog.proof.count.setText("8")
    assert not dialog.confirm_button.isEnabled()
    dialog.proof.count.setText("5")
    assert dialog.confirm_button.isEnabled()
    dialog.confirm()
    ran(qtbot, dialog)
    assert len(dialog.model.endings()) == 5
    dialog.reject()


def test_a_reason_is_chosen_before_returns_are_declined(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.model.choose_only(returned[:3])
    screen.do(BatchDeed.DECLINE)
    dialog = dialog_of(qtbot, screen)
    assert dialog.counts.text() == "2 ready · 1 blocked and left out"
    assert dialog.proof.why_not() == "Choose a reason."
    dialog.proof.reason.choose("own")
    assert dialog.proof.own.isVisibleTo(dialog)
    assert not dialog.confirm_button.isEnabled()
    dialog.proof.own.setText("Worn, and washed twice")
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "2 done · 1 blocked and left out"
    assert {state(desk, one) for one in returned[:2]} == {ReturnState.DECLINED}
    assert return_views.show(desk, returned[0]).words == "Worn, and washed twice"
    dialog.reject()


class Halting(ServiceCalls):
    """Waits after the first row until the gate opens."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.gate = threading.Event()

    def run(self, plan: Plan, tell: Callable[[Row, int], None], stop: threading.Event) -> Report:
        def slowly(row: Row, done: int) -> None:
            tell(row, done)
            if done == 1:
                self.gate.wait(60)

        return super().run(plan, slowly, stop)


def test_a_run_shows_its_rows_stops_between_two_and_only_the_rest_is_tried_again(
    qtbot: QtBot, made: Made, desk: Desk, returned: list[ReturnId]
) -> None:
    calls = Halting(desk.with_database(lanes().executor(Lane.DATABASE)))
    screen = made(calls)
    screen.model.choose_only(returned[3:])
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    dialog.confirm()
    qtbot.waitUntil(lambda: len(dialog.model.results) == 1)
    assert [one.partition(" · ")[0] for one in what(dialog)] == ["Queued", "Running", "Waits", "Waits", "Waits"]
    dialog.reject()
    assert dialog.isVisible(), "it stops first"
    calls.gate.set()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "1 on the way, 4 not reached"
    assert len(outbox.overview(desk)) == 1
    dialog.again.click()
    qtbot.waitUntil(lambda: len(outbox.overview(desk)) == 5)
    ran(qtbot, dialog)
    assert dialog.model.endings() == [Ending.ON_THE_WAY] * 5
    dialog.reject()


def test_what_was_settled_meanwhile_fails_alone_and_first(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.model.choose_only(returned[3:])
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    return_settling.settle(desk, returned[5], hold_seconds=0)
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "4 on the way, 1 failed"
    assert what(dialog)[0] == "Failed · The money of this return is on its way already."
    dialog.only_wrong.click()
    assert dialog.model.rowCount() == 1
    dialog.reject()


def test_a_table_is_settled_on_its_own_terms(
    qtbot: QtBot, screen: ReturnsScreen, tmp_path: Path, desk: Desk, returned: list[ReturnId]
) -> None:
    number = return_views.show(desk, returned[4]).number
    file = tmp_path / "returns.csv"
    file.write_text(f"return;loss;why\n{number};10,00;worn\nRT-1;\n", encoding="utf-8")
    screen.batches.read_file(file)
    qtbot.waitUntil(lambda: screen.dialog is not None)
    dialog = dialog_of(qtbot, screen)
    assert dialog.counts.text() == "1 ready · 1 blocked and left out"
    assert what(dialog)[0] == "Blocked · There is no such return."
    assert dialog.confirm_button.text() == "Refund €44.90"
    dialog.reject()
    settled(qtbot)


def test_bar_and_dialog_speak_the_other_language_at_once(qtbot: QtBot, screen: ReturnsScreen) -> None:
    screen.select_all()
    qtbot.waitUntil(lambda: "€" in screen.bar.told.full_text)
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    locale().speak("de")
    qtbot.waitUntil(lambda: screen.bar.told.full_text.startswith("8 ausgewählt · "))
    assert screen.bar.told.full_text.endswith("\u00a0€"), "amounts, too"
    qtbot.waitUntil(lambda: dialog.confirm_button.text() == "293,60\u00a0€ erstatten")
    assert dialog.counts.text() == "5 bereit · 3 gesperrt und ausgelassen"
    dialog.reject()
    locale().speak("en")
    settled(qtbot)
