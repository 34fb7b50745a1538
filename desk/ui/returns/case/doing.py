"""Owns what happens when an agent wants a deed on the return on show: its dialog or the service, toast and undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.return_states import ReturnStep
from desk.domain.values import LineId, ReturnId
from desk.ui.background import run_in_background
from desk.ui.returns.case.calls import HOLD_SECONDS, CaseCalls
from desk.ui.returns.case.words import state_words, step_words
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.domain.changes import Changes
    from desk.services.return_case import ReturnCase
    from desk.services.return_file import Moved
    from desk.ui.returns.case.asking import ReturnDialog


class CaseDoing(QObject):
    """Between the page of one return and its services. One dialog at a time."""

    done = Signal(object)  # ReturnId, after each deed

    def __init__(self, calls: CaseCalls, services: WindowServices, pane: QWidget) -> None:
        super().__init__(pane)
        self._calls, self._services, self._pane = calls, services, pane
        self._case: ReturnCase | None = None
        self._busy = False
        self.dialog: ReturnDialog | None = None

    def show_case(self, case: ReturnCase) -> None:
        self._case = case
        if self.dialog is not None:
            self.dialog.show_case(case)

    # --- deeds --------------------------------------------------------------------------------------------------

    def step(self, step: ReturnStep) -> None:
        """A button was pressed."""
        case = self._case
        if case is None or step in case.barred:
            return
        if step is ReturnStep.WAREHOUSE_SCAN:
            from desk.ui.returns.case.receiving import ReceiveDialog

            self._open(case, step, lambda parent: ReceiveDialog(case, self._calls, parent))
        elif step is ReturnStep.INSPECT:
            waiting = [one.line for one in case.view.lines if one.counted.uninspected]
            if waiting:
                self.inspect(waiting[0])
        elif step is ReturnStep.RESOLVE_REFUND:
            from desk.ui.returns.case.settling import SettleDialog

            self._open(case, step, lambda parent: SettleDialog(case, self._calls, parent))
        elif step is ReturnStep.RESOLVE_EXCHANGE:
            from desk.ui.returns.case.exchanging import ExchangeDialog

            self._open(case, step, lambda parent: ExchangeDialog(case, self._calls, parent))
        elif step is ReturnStep.OFFER_KEEP:
            from desk.ui.returns.case.keeping import KeepDialog

            self._open(case, step, lambda parent: KeepDialog(case, self._calls, parent))
        else:
            self._say(case, step)

    def _say(self, case: ReturnCase, step: ReturnStep) -> None:
        from desk.services.return_file import Said
        from desk.ui.returns.case.saying import ASKED, SayDialog

        if step in ASKED:
            self._open(case, step, lambda parent: SayDialog(case, self._calls, parent, step=step))
            return
        self._at_once(lambda: self._calls.step(case.view.id, step, Said()), lambda moved: self._told(step, moved))

    def inspect(self, line: LineId) -> None:
        from desk.ui.returns.case.inspecting import InspectDialog

        case = self._case
        if case is not None and ReturnStep.INSPECT not in case.barred:
            self._open(
                case, ReturnStep.INSPECT, lambda parent: InspectDialog(case, self._calls, parent, line=line), line
            )

    def uninspect(self, line: LineId) -> None:
        case = self._case
        if case is not None:
            self._take_back(case.view.id, line)

    def _take_back(self, wanted: ReturnId, line: LineId) -> None:
        self._at_once(
            lambda: self._calls.uninspect(wanted, line),
            lambda _moved: self._services.toast(self.tr("The finding was taken back.")),
        )

    def task_done(self, task: int) -> None:
        """Tick a task off; it can be taken back."""

        def told(_changes: Changes) -> None:
            self._services.undoable(self.tr("Done in the channel: noted"), lambda: self._task_open(task))

        run_in_background(lambda: self._calls.task_done(task), parent=self).success(told).start()

    def _task_open(self, task: int) -> None:
        run_in_background(lambda: self._calls.task_open(task), parent=self).start()

    def miss(self) -> None:
        case = self._case
        if case is not None:
            self._at_once(
                lambda: self._calls.miss(case.view.id),
                lambda moved: self._done(self.tr("Noted: the rest will not come."), moved),
            )

    def _at_once(self, work: Callable[[], Moved], told: Callable[[Moved], object]) -> None:
        """A deed without a dialog; a second press while it runs is no second deed."""
        if self._busy:
            return
        self._busy = True

        def over() -> None:
            self._busy = False

        run_in_background(work, parent=self).success(told).finished(over).start()

    # --- dialogs ------------------------------------------------------------------------------------------------

    def _open(
        self,
        case: ReturnCase,
        step: ReturnStep,
        make: Callable[[QWidget], ReturnDialog],
        line: LineId | None = None,
    ) -> None:
        if self.dialog is not None:
            return
        dialog = self.dialog = make(self._pane)
        dialog.queued.connect(lambda moved: self._taken(case, step, moved, line))
        dialog.finished.connect(lambda _result: self._closed())
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _taken(self, case: ReturnCase, step: ReturnStep, moved: Moved, line: LineId | None) -> None:
        number = case.view.number
        if step is ReturnStep.INSPECT and line is not None:
            self._services.undoable(
                self.tr("{number}: inspected").format(number=number), lambda: self._take_back(case.view.id, line)
            )
        elif step is ReturnStep.RESOLVE_REFUND:
            self._done(self.tr("Refund: {number} waits in the outbox").format(number=number), moved)
        else:
            self._told(step, moved)
        self.done.emit(case.view.id)

    def _told(self, step: ReturnStep, moved: Moved) -> None:
        deed = step_words(step).removesuffix("…").strip()
        self._done(f"{deed}: {state_words(moved.told.state)}", moved)

    def _done(self, words: str, moved: Moved) -> None:
        """What goes to a channel is held and counted down; what only Desk knows of is done at once. Undo takes back."""
        deed = moved.deed
        if moved.pushes:
            self._services.queued(words, moved.pushes, HOLD_SECONDS)
        elif deed is not None:
            self._services.undoable(words, lambda: self._undo(deed))
        else:
            self._services.toast(words)

    def _undo(self, deed: int) -> None:
        told = self.tr("Taken back.")
        undoing = run_in_background(lambda: self._calls.take_back(deed), parent=self)
        undoing.success(lambda _: self._services.toast(told)).start()
