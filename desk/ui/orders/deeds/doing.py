"""Owns what happens when an agent wants a deed on the order on show: its dialog, or the outbox, and the toast."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.values import CaseId, OrderId
from desk.ui.background import run_in_background
from desk.ui.orders.deeds.calls import HOLD_SECONDS
from desk.ui.sentences import error_text, reason_text

if TYPE_CHECKING:
    from desk.domain.cases import CaseDeed
    from desk.domain.rows import Permission
    from desk.domain.views import CaseView, OrderView
    from desk.services.return_file import Moved
    from desk.services.shipments import Queued
    from desk.ui.orders.action_bar import ActionBar
    from desk.ui.orders.cards.cases import CasesCard
    from desk.ui.orders.cards.messages import MessagesCard, Wanted
    from desk.ui.orders.deeds.calls import DeedCalls
    from desk.ui.orders.deeds.dialog import DeedDialog
    from desk.ui.orders.detail_pane import DetailPane
    from desk.ui.orders.returning import Returning
    from desk.ui.widgets.deed_button import DeedButton
    from desk.ui.window_services import WindowServices


_MINUTE_MS = 60_000
_ButtonOf = Callable[["ActionBar"], "DeedButton"]


class Doing(QObject):
    """Between order 360 and the services of deeds. One dialog at a time."""

    def __init__(
        self,
        calls: DeedCalls,
        services: WindowServices,
        detail: DetailPane,
        why_no_order: Callable[[], str],
        done: Callable[[OrderId], object],
    ) -> None:
        """`done` is told whose deed went into the outbox, or that its dialog is closed."""
        super().__init__(detail)
        self._calls, self._services, self._detail = calls, services, detail
        self._why_no_order, self._done = why_no_order, done
        self.dialog: DeedDialog | None = None
        self.returning: Returning | None = None
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._time_passes)
        detail.page_made.connect(self._page_made)
        commands = services.commands
        commands.bind(
            "order.message",
            self.message,
            self.why_not_message,
            explain=lambda: self.explain(lambda bar: bar.message_button),
        )
        commands.bind(
            "order.return",
            self.open_return,
            self.why_not_return,
            explain=lambda: self.explain(lambda bar: bar.return_button),
        )
        self._bind("order.refund", self.refund, "may_refund", lambda bar: bar.refund_button)
        self._bind("order.cancel", self.cancel, "may_cancel", lambda bar: bar.cancel_button)
        self._bind("order.mark-paid", self.mark_paid, "may_mark_paid", lambda bar: bar.paid_button)
        self._bind("order.send-link", self.send_link, "may_send_link", lambda bar: bar.link_button)
        self._bind("order.set-status", self.set_status, "may_set_status", lambda bar: bar.status_button)
        self._bind("order.correct-parcel", self.correct_parcel, "may_correct", lambda bar: bar.correct_button)

    def _bind(self, command: str, deed: Callable[[], object], permission: str, button: _ButtonOf) -> None:
        self._services.commands.bind(
            command, deed, lambda: self._why_not(permission), explain=lambda: self.explain(button)
        )

    def explain(self, button: _ButtonOf) -> None:
        """Tell why a deed of the order on show is barred."""
        if self._detail.view is not None and not self._why_no_order():
            bar = self._detail.page.deeds
            bar.explain(button(bar))

    def _allow(self) -> None:
        self._services.commands.run("account.allow-writing")

    def _time_passes(self) -> None:
        """What is left of deadlines is told anew, and a missed one becomes red."""
        view = self._detail.view
        if view is not None and view.cases:
            self._detail.page.tell_time(view)

    def _page_made(self) -> None:
        from desk.ui.orders.returning import Returning

        page = self._detail.page
        self.returning = Returning(self._calls, self._services, page)
        self.returning.another_wanted.connect(self.another_return)
        self._minute.start()
        page.deeds.message.connect(self.message)
        page.deeds.refund.connect(self.refund)
        page.deeds.cancel.connect(self.cancel)
        page.deeds.mark_paid.connect(self.mark_paid)
        page.deeds.send_link.connect(self.send_link)
        page.deeds.set_status.connect(self.set_status)
        page.deeds.correct_parcel.connect(self.correct_parcel)
        page.deeds.open_return.connect(self.open_return)
        page.cases_made.connect(self._cases_made)
        page.messages_made.connect(self._messages_made)

    def _cases_made(self, card: CasesCard) -> None:
        card.deed_wanted.connect(self.in_case)
        card.allow_wanted.connect(self._allow)

    def _messages_made(self, card: MessagesCard) -> None:
        card.send_wanted.connect(lambda wanted: self._send(card, wanted))

    # --- commands -------------------------------------------------------------------------------------------------

    def _why_not(self, permission: str) -> str:
        view = self._detail.view
        missing = self._why_no_order()
        return missing if missing or view is None else _against(getattr(view, permission), view)

    def why_not_message(self) -> str:
        """A conversation can be read and answered from its card, whose field says why it takes nothing."""
        view = self._detail.view
        missing = self._why_no_order()
        if missing or view is None:
            return missing
        return "" if view.conversations else _against(view.may_write, view)

    def message(self) -> None:
        """Reply, or write first."""
        view = self._detail.view
        if view is not None and not self.why_not_message():
            self._detail.page.begin_message(view)

    def why_not_return(self) -> str:
        view = self._detail.view
        missing = self._why_no_order()
        return missing if missing or view is None else self._detail.page.deeds.return_button.reason

    def open_return(self) -> None:
        """The one that is under way, or else a new one."""
        if self.returning is None or not self.returning.open_current():
            self.another_return()

    def another_return(self) -> None:
        view = self._detail.view
        if view is not None and not self.why_not_return():
            from desk.ui.orders.deeds.open_return import OpenReturnDialog

            self._open(view, lambda parent: OpenReturnDialog(view, self._calls, parent))

    def refund(self) -> None:
        view = self._detail.view
        if view is not None and view.may_refund.allowed:
            from desk.ui.orders.deeds.refund import RefundDialog

            self._open(view, lambda parent: RefundDialog(view, self._calls, parent))

    def cancel(self) -> None:
        view = self._detail.view
        if view is not None and view.may_cancel.allowed:
            from desk.ui.orders.deeds.cancel import CancelOrderDialog

            self._open(view, lambda parent: CancelOrderDialog(view, self._calls, parent))

    def mark_paid(self) -> None:
        view = self._detail.view
        if view is not None and view.may_mark_paid.allowed:
            from desk.ui.orders.deeds.paying import MarkPaidDialog

            self._open(view, lambda parent: MarkPaidDialog(view, self._calls, parent))

    def send_link(self) -> None:
        view = self._detail.view
        if view is not None and view.may_send_link.allowed:
            from desk.ui.orders.deeds.paying import SendLinkDialog

            self._open(view, lambda parent: SendLinkDialog(view, self._calls, parent))

    def set_status(self) -> None:
        view = self._detail.view
        if view is not None and view.may_set_status.allowed:
            from desk.ui.orders.deeds.paying import SetStatusDialog

            self._open(view, lambda parent: SetStatusDialog(view, self._calls, parent))

    def correct_parcel(self) -> None:
        view = self._detail.view
        if view is not None and view.may_correct.allowed:
            from desk.ui.orders.deeds.correcting import CorrectParcelDialog

            self._open(view, lambda parent: CorrectParcelDialog(view, self._calls, parent))

    def in_case(self, case_id: CaseId, deed: CaseDeed) -> None:
        """A button of a case was pressed."""
        view = self._detail.view
        case = next((one for one in view.cases if one.id == case_id), None) if view is not None else None
        if view is None or case is None or deed not in case.may or not case.may[deed].allowed:
            return
        self._open(view, lambda parent: _dialog_of(view, case, deed, self._calls, parent))

    # --- dialogs --------------------------------------------------------------------------------------------------

    def _open(self, view: OrderView, make: Callable[[QWidget], DeedDialog]) -> None:
        if self.dialog is not None:
            return
        dialog = self.dialog = make(self._detail)
        dialog.queued.connect(lambda done: self._taken(view, dialog.title(), done))
        dialog.finished.connect(lambda _result: self._closed(view.id))
        dialog.open()

    def _closed(self, order: OrderId) -> None:
        self.dialog = None
        self._done(order)

    def show_view(self, view: OrderView) -> None:
        """The order on show was loaded again."""
        if self.returning is not None:
            self.returning.show_view(view)
        if self.dialog is not None:
            self.dialog.show_view(view)

    def _taken(self, view: OrderView, deed: str, done: Queued | Moved) -> None:
        """A push waits in the outbox, or a return was opened."""
        from desk.services.shipments import Queued

        if isinstance(done, Queued):
            self._queued(view, deed, done)
        elif self.returning is not None:
            self.returning.opened(done)

    def _queued(self, view: OrderView, deed: str, queued: Queued) -> None:
        if queued.needs_approval:
            words = self.tr("{deed}: {number} waits for a second person, who agrees in the outbox.")
            told = words.format(deed=deed, number=view.number)
            self._services.toast(told, action=self.tr("To the outbox"), deed=self._services.open_outbox)
            return
        words = self.tr("{deed}: {number} waits in the outbox").format(deed=deed, number=view.number)
        self._services.queued(words, queued.pushes, HOLD_SECONDS)

    # --- messages -------------------------------------------------------------------------------------------------

    def _send(self, card: MessagesCard, wanted: Wanted) -> None:
        calls, view = self._calls, self._detail.view

        def taken(queued: Queued) -> None:
            card.sent(wanted, queued.pushes[0] if queued.pushes else None)
            if view is not None:
                self._queued(view, self.tr("Message"), queued)
            self._done(wanted.order)

        def refused(error: DeskError) -> None:
            card.not_sent(wanted, error_text(error))

        (
            run_in_background(
                lambda: calls.send_message(
                    wanted.order, wanted.conversation, wanted.text, wanted.images, deed=wanted.deed
                ),
                parent=self,
            )
            .success(taken)
            .failure(refused)
            .start()
        )


def _against(permission: Permission, view: OrderView) -> str:
    """Why it is not allowed; empty when it is."""
    return "" if permission.allowed else reason_text(permission, view.account_name)


def _dialog_of(view: OrderView, case: CaseView, deed: CaseDeed, calls: DeedCalls, parent: QWidget) -> DeedDialog:
    """The dialog for a deed in a case."""
    from desk.domain.cases import CaseDeed, CaseKind
    from desk.domain.push_states import ReturnAnswer
    from desk.ui.orders.deeds import cancel, inquiry, returns

    answers = {
        CaseDeed.APPROVE: ReturnAnswer.APPROVE,
        CaseDeed.DECLINE: ReturnAnswer.DECLINE,
        CaseDeed.OFFER_PART: ReturnAnswer.OFFER_PART,
    }
    if case.kind is CaseKind.CANCELLATION:
        return cancel.AnswerCancellationDialog(view, case, calls, parent, approve=deed is CaseDeed.APPROVE)
    if deed in answers:
        return returns.AnswerReturnDialog(view, case, calls, parent, answer=answers[deed])
    if deed is CaseDeed.REFUND and case.kind is CaseKind.INQUIRY:
        return inquiry.RefundInquiryDialog(view, case, calls, parent)
    made = {
        CaseDeed.SEND_LABEL: returns.LabelDialog,
        CaseDeed.RECEIVE: returns.ReceiveDialog,
        CaseDeed.REFUND: returns.RefundReturnDialog,
        CaseDeed.WRITE: returns.WriteDialog,
        CaseDeed.ESCALATE: returns.EscalateDialog,
        CaseDeed.TELL_SHIPMENT: inquiry.TellShipmentDialog,
    }[deed]
    return made(view, case, calls, parent)
