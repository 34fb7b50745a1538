"""Owns the pane of one return: loading it off the main thread, its states (UX 5), and its deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError
from desk.domain.values import ReturnId
from desk.ui.background import Lane, Operation, hub, run_in_background
from desk.ui.locale import locale
from desk.ui.returns.case.calls import CaseCalls
from desk.ui.returns.case.doing import CaseDoing
from desk.ui.returns.case.page import CasePage
from desk.ui.sentences import error_text
from desk.ui.theme.look import look
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label
from desk.ui.widgets.skeleton import DELAY_MS, SkeletonRows
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.return_case import ReturnCase

_AGAIN_MS = 120
_MINUTE_MS = 60_000


class CasePane(QStackedWidget):
    """Shows one return, or why there is none."""

    closed = Signal()  # the agent wants the list back

    def __init__(self, calls: CaseCalls, services: WindowServices, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._calls, self._services = calls, services
        self._wanted: ReturnId | None = None
        self._loading: Operation[ReturnCase] | None = None
        self._trouble: DeskError | None = None
        self._keyboard_wanted = False
        self.page = CasePage(calls, self)
        self.doing = CaseDoing(calls, services, self)
        self._empty = _Empty(self)
        self._empty.again.connect(self._load)
        self._skeleton = SkeletonRows("", self)
        for widget in (self._empty, self._skeleton, self.page):
            self.addWidget(widget)
        self.setFocusProxy(self.page.header.copy)
        self._late = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._late.timeout.connect(self._show_skeleton)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._load)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.page.tell_time)
        self._minute.start()
        page = self.page
        page.header.order_wanted.connect(self._open_order)
        page.header.list_wanted.connect(self.closed)
        page.deeds.wanted.connect(self.doing.step)
        page.deeds.allow_wanted.connect(lambda: services.commands.run("account.allow-writing"))
        page.goods.inspect_wanted.connect(self.doing.inspect)
        page.goods.back_wanted.connect(self.doing.uninspect)
        page.tasks.done_wanted.connect(self.doing.task_done)
        page.goods.missing_wanted.connect(self.doing.miss)
        hub().changed.connect(self._on_changes)
        locale().changed.connect(self._reword)
        look().changed.connect(self.page.reword)
        self.show_none()

    # --- what the workbench asks --------------------------------------------------------------------------------

    @property
    def shown(self) -> ReturnId | None:
        """The return on show, or being loaded."""
        return self._wanted

    @property
    def case(self) -> ReturnCase | None:
        """What is known of it; None while it is loaded."""
        case = self.page.case
        return case if case is not None and case.view.id == self._wanted else None

    def show_return(self, wanted: ReturnId) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._late.start()
        self._load()

    def take_focus(self) -> None:
        """Give the keyboard to the next deed, once the return is there."""
        self._keyboard_wanted = self.case is None
        first = self.page.deeds.first() if self.case is not None else None
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Whether something of its own was closed."""
        why = self.page.deeds.why
        if why is not None and shiboken6.isValid(why) and why.isVisible():
            why.close()
            return True
        return False

    def show_none(self) -> None:
        self._wanted, self._trouble = None, None
        self._cancel()
        self._late.stop()
        self._empty.tell(self.tr("No return chosen"), self.tr("Choose one from the list, or scan its number."))
        self.setCurrentWidget(self._empty)

    # --- loading ------------------------------------------------------------------------------------------------

    def _cancel(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def _load(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._cancel()
        self._loading = (
            run_in_background(lambda: self._calls.show(wanted), parent=self)
            .on(Lane.READING)
            .success(self._loaded)
            .failure(self._failed)
        )
        self._loading.start()

    def _loaded(self, case: ReturnCase) -> None:
        self._loading, self._trouble = None, None
        self._late.stop()
        if case.view.id == self._wanted:
            self.page.show_case(case)
            self.setCurrentWidget(self.page)
            self.doing.show_case(case)
            if self._keyboard_wanted:
                self.take_focus()

    def _failed(self, error: DeskError) -> None:
        self._loading, self._trouble = None, error
        self._late.stop()
        self._empty.tell(self.tr("This return cannot be shown"), error_text(error), again=True)
        self.setCurrentWidget(self._empty)

    def _show_skeleton(self) -> None:
        if self._loading is not None:
            self.setCurrentWidget(self._skeleton)

    def _on_changes(self, changes: Changes, _by: object) -> None:
        case = self.case
        if case is None:
            return
        ours = case.view.id in changes.touches(Kind.RETURN) or case.view.order in changes.touches(Kind.ORDER)
        if ours or changes.touches(Kind.PUSH) or changes.touches(Kind.CASE):
            self._again.start()

    def _open_order(self) -> None:
        case = self.case
        if case is not None:
            self._services.open_order(case.view.order)

    # --- words --------------------------------------------------------------------------------------------------

    def _reword(self) -> None:
        self.setAccessibleName(self.tr("Return"))
        self._skeleton.setAccessibleName(self.tr("Loading"))
        self.page.reword()
        if self._trouble is not None:
            self._failed(self._trouble)
        elif self._wanted is None:
            self.show_none()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "_minute"):
            self._reword()


class _Empty(QWidget):
    """A quiet sentence in the middle, with a button where one helps."""

    again = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Label("", "card-name", wrap=True)
        self._text = Label("", "body", "2", wrap=True)
        self._button = KeyButton(parent=self)
        self._button.clicked.connect(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.addStretch(2)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def tell(self, title: str, text: str, *, again: bool = False) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._button.show_text(self.tr("Try again"))
        self._button.setVisible(again)
