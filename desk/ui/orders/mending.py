"""Owns what the buttons of the alert strip do: mend a push, go where the trouble lies, ask before money goes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.domain.push_states import PushState
from desk.domain.values import OrderId, PushId
from desk.ui.background import run_in_background
from desk.ui.orders.fixes import Fix

if TYPE_CHECKING:
    from desk.domain.changes import Changes
    from desk.domain.views import PushView
    from desk.ui.orders.calls import Calls
    from desk.ui.orders.detail_pane import DetailPane
    from desk.ui.outbox.again import AgainDialog


class Mending(QObject):
    """Between the strip of order 360 and the outbox. `done` is told whose push was mended."""

    def __init__(
        self,
        calls: Calls,
        detail: DetailPane,
        ways: Mapping[Fix, Callable[[], object]],
        done: Callable[[OrderId], object],
    ) -> None:
        """`ways` are the fixes that lead elsewhere."""
        super().__init__(detail)
        self._calls, self._detail, self._ways, self._done = calls, detail, ways, done
        self.question: AgainDialog | None = None

    def mend(self, fix: Fix, push: PushView | None) -> None:
        """A button of the strip was pressed."""
        if fix in self._ways:
            self._ways[fix]()
        elif push is not None and fix is Fix.RETRY and push.state is PushState.UNCLEAR:
            self._ask(push)
        elif push is not None:
            self._do(fix, push)

    def _ask(self, push: PushView) -> None:
        from desk.services.outbox import is_doubtful
        from desk.ui.outbox.again import AgainDialog

        if not is_doubtful(push):
            self._do(Fix.RETRY, push)
        elif self.question is None:
            question = self.question = AgainDialog([push], self._detail)
            question.accepted.connect(lambda: self._do(Fix.RETRY, push))
            question.finished.connect(self._asked)
            question.open()

    def _asked(self, _result: int) -> None:
        self.question = None

    def _do(self, fix: Fix, push: PushView) -> None:
        calls, one = self._calls, PushId(push.id)
        deeds: dict[Fix, Callable[[], Changes]] = {
            Fix.RETRY: lambda: calls.retry([one]),
            Fix.RECALL: lambda: calls.recall([one]),
            Fix.IT_ARRIVED: lambda: calls.resolve(one, done=True),
        }
        self._detail.page.alert.show_busy()
        run_in_background(deeds[fix], parent=self).finished(lambda: self._done(push.order)).start()
