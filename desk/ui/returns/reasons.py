"""Owns giving returns another reason: at once, told with Undo where it can be put back as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk.domain.changes import Changes
from desk.domain.errors import DeskError
from desk.domain.values import ReturnId
from desk.services.return_lists import ListRow
from desk.services.wording_deeds import RETURN_REASONS
from desk.ui.actions.commands import Choice, fitting
from desk.ui.background import run_in_background
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.returns.faces import reason_words
from desk.ui.sentences import error_text
from desk.ui.window_services import WindowServices


class Reasons(QObject):
    """Between the selection and the services."""

    def __init__(self, calls: ReturnsCalls, services: WindowServices, host: QWidget) -> None:
        super().__init__(host)
        self._calls, self._services = calls, services

    def choices(self, give: Callable[[str], object], text: str) -> Sequence[Choice]:
        """Our reasons for the command palette."""
        return fitting([Choice(reason_words(one), partial(give, one)) for one in RETURN_REASONS], text)

    def give(self, code: str, wanted: Sequence[ReturnId], known: Sequence[ListRow]) -> None:
        """`known` are those of them whose row is loaded: what is not, cannot be put back."""
        before: dict[str, list[ReturnId]] = defaultdict(list)
        for row in known:
            if row.mapped and row.reason and row.reasons == 1:
                before[row.reason].append(row.id)
        whole = sum(map(len, before.values())) == len(wanted)
        calls = self._calls
        giving = run_in_background(lambda: calls.give_reason(wanted, code), parent=self)
        giving.success(partial(self._given, code, len(wanted), before if whole else {})).failure(self._refused).start()

    def _given(self, code: str, count: int, before: Mapping[str, list[ReturnId]], _changes: Changes) -> None:
        words = self.tr("%n return(s) now have the reason “{reason}”", "", count).format(reason=reason_words(code))
        if before:
            self._services.undoable(words, partial(self._back, before))
        else:
            self._services.toast(words, tone="ok")

    def _back(self, before: Mapping[str, list[ReturnId]]) -> None:
        calls = self._calls
        for code, its in before.items():
            one = run_in_background(partial(calls.give_reason, tuple(its), code), parent=self)
            one.failure(self._refused).start()

    def _refused(self, error: DeskError) -> None:
        self._services.toast(error_text(error), tone="err")
