"""Owns saying in what condition the selected returns came back: at once, beside everything else, told with Undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.return_goods import Grade
from desk.domain.values import ReturnId
from desk.ui.actions.commands import Choice, fitting
from desk.ui.background import Lane, Work, run_in_background, run_long
from desk.ui.job_kinds import settling_batch
from desk.ui.locale import locale
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.sentences import error_text
from desk.ui.widgets.foreign import in_a_row
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.return_inspecting import Inspected, LeftOut
    from desk.services.return_undoing import TakenBack

_NAMED = 3
"""So many of those left out are called by their numbers."""


class Conditions(QObject):
    """Between the selection and the services. `choose` selects returns, such as those that were left out."""

    busy = Signal(bool)

    def __init__(
        self,
        calls: ReturnsCalls,
        services: WindowServices,
        choose: Callable[[Sequence[ReturnId]], object],
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._calls, self._services, self._choose = calls, services, choose
        self._busy = False

    def choices(self, give: Callable[[Grade], object], text: str) -> Sequence[Choice]:
        """The grades for the command palette, by letter and name. Wrong content is for the return's page."""
        from desk.ui.returns.case.words import grade_words

        grades = (one for one in Grade if one is not Grade.WRONG)
        return fitting([Choice(grade_words(one), partial(give, one)) for one in grades], text)

    def give(self, grade: Grade, wanted: Sequence[ReturnId]) -> None:
        """Inspect what waits of them. A second press while it runs is no second deed."""
        if self._busy or not wanted:
            return
        calls = self._calls

        def work(one: Work) -> Inspected:
            return calls.inspect(wanted, grade, one.report, one.stop)

        self._hold(True)
        kind = settling_batch(len(wanted), int)
        inspecting = run_long(work, parent=self).on(Lane.NETWORK).as_job(kind)
        inspecting.success(partial(self._given, grade)).failure(self._refused)
        inspecting.finished(partial(self._hold, False)).start()

    def _hold(self, busy: bool) -> None:
        self._busy = busy
        self.busy.emit(busy)

    def _given(self, grade: Grade, ended: Inspected) -> None:
        if ended.done:
            from desk.ui.returns.case.words import grade_words

            words = self.tr("%n return(s) inspected: {grade}", "", len(ended.done)).format(grade=grade_words(grade))
            self._services.undoable(words, partial(self._back, ended.deeds))
        if ended.broken is not None:
            self._refused(ended.broken)
        if ended.not_reached:
            self._tell_rest(self.tr("%n return(s) not reached", "", len(ended.not_reached)), ended.not_reached)
        if ended.left_out:
            self._tell_rest(self._left_out(ended.left_out), [one.wanted for one in ended.left_out])

    def _tell_rest(self, words: str, rest: Sequence[ReturnId]) -> None:
        self._services.toast(words, tone="warn", action=self.tr("Select them"), deed=partial(self._choose, rest))

    def _left_out(self, its: Sequence[LeftOut]) -> str:
        """How many, and by reason which of them."""
        why: dict[str, list[str]] = defaultdict(list)
        for one in its:
            why[error_text(one.error)].append(one.number or "–")
        lines = [self.tr("%n return(s) left out", "", len(its))]
        for reason, numbers in why.items():
            named = in_a_row(numbers[:_NAMED])
            if len(numbers) > _NAMED:
                more = locale().number(len(numbers) - _NAMED)
                named = self.tr("{numbers} and {more} more").format(numbers=named, more=more)
            lines.append(f"{named}: {reason}")
        return "\n".join(lines)

    def _back(self, deeds: Sequence[int]) -> None:
        calls = self._calls
        undoing = run_in_background(lambda: calls.take_back(deeds), parent=self).on(Lane.NETWORK)
        undoing.success(self._taken_back).failure(self._refused).start()

    def _taken_back(self, taken: TakenBack) -> None:
        """What was done since with some of them stays, and says so."""
        if taken.done:
            self._services.toast(self.tr("%n return(s) wait for inspection again", "", len(taken.done)), tone="ok")
        for why in {error_text(one): one for one in taken.refused}.values():
            self._refused(why)

    def _refused(self, error: DeskError) -> None:
        self._services.toast(error_text(error), tone="err")
