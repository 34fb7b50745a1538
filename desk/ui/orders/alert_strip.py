"""Owns the strip above the cards: the order's single worst problem, and the buttons that mend it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Instant
from desk.domain.views import OrderView, PushView
from desk.ui.locale import locale
from desk.ui.orders.alerts import Alert, Problem, worst_problem
from desk.ui.orders.deeds.words import case_words, deadline_words, reason_of
from desk.ui.orders.fixes import Fix
from desk.ui.outbox.entries import PARCEL, deed_of
from desk.ui.sentences import channel_text, trouble_text
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, qcolour, scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label

_BESIDE_FROM = 520
"""Narrower, the buttons stand below the words."""


class AlertStrip(QWidget):
    """What is wrong, what it means, one or two ways on."""

    fix_wanted = Signal(object, object)  # Fix, PushView or None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._alert: Alert | None = None
        self._title = Label("", "title", wrap=True).selectable()
        self._detail = Label("", "body", wrap=True).selectable()
        for label in (self._title, self._detail):
            label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setSpacing(8)
        self._row.addLayout(texts, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self._row.addLayout(buttons)
        self.buttons: dict[Fix, KeyButton] = {}
        for fix in Fix:
            button = KeyButton(parent=self)
            button.clicked.connect(lambda _checked=False, one=fix: self._wanted(one))
            self.buttons[fix] = button
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.hide()

    @property
    def alert(self) -> Alert | None:
        """What is on show."""
        return self._alert

    def show_view(self, view: OrderView, now: Instant) -> None:
        self._row.setContentsMargins(scaled(40), 8, 12, 8)
        self.setMinimumHeight(scaled(48))
        self._alert = worst_problem(view, now)
        self.setVisible(self._alert is not None)
        if self._alert is None:
            return
        title, detail = self._words(self._alert, view, now)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        for fix, button in self.buttons.items():
            button.setVisible(fix in self._alert.fixes)
            button.show_text(self._fix_words(fix))
            button.forbid("")
        self.setAccessibleName(f"{title}. {detail}")
        self.update()

    def show_busy(self) -> None:
        """A fix is under way; no second click."""
        for button in self.buttons.values():
            button.forbid(self.tr("Being done right now."))

    def _words(self, alert: Alert, view: OrderView, now: Instant) -> tuple[str, str]:
        push = alert.push
        if push is not None:
            return self._push_words(alert.problem, push)
        if alert.case is not None and alert.problem is Problem.BUYER_CANCELS:
            why = reason_of(alert.case) or alert.case.comment
            told = self.tr("Do not ship before you have answered.")
            return self.tr("The buyer wants to cancel"), in_a_row((case_words(alert.case), why, told))
        if alert.problem is Problem.SHIP_LATE and view.ship_by is not None:
            when = locale().moment(view.ship_by)
            told = self.tr(
                "{channel} wanted to hear of the parcel by {moment}. Late parcels count against the account."
            )
            return self.tr("Shipment overdue"), told.format(channel=view.account_name or view.tile.name, moment=when)
        if alert.case is not None and alert.deadline is not None:
            title = self.tr("Deadline missed") if alert.grave else self.tr("A deadline ends soon")
            return title, in_a_row((case_words(alert.case), deadline_words(alert.deadline, now)))
        if alert.problem is Problem.PAYMENT_FAILED:
            return self.tr("Payment failed"), self.tr("Ship only once the channel shows a payment.")
        if alert.problem is Problem.UNPAID:
            return self.tr("Awaiting payment"), self.tr("Ship once the payment has arrived.")
        return (
            self.tr("State unknown to Desk"),
            self.tr("The channel says “{}”. Look at the order there.").format(view.channel_status),
        )

    def _push_words(self, problem: Problem, push: PushView) -> tuple[str, str]:
        what, told = deed_of(push)
        if problem is Problem.PUSH_APPROVAL:
            queued = self.tr("queued by {agent}; somebody else agrees in the outbox").format(agent=alone(push.actor))
            return self.tr("{deed} waits for a second person").format(deed=what), in_a_row((told, queued))
        reason = channel_text(push.channel_words) or trouble_text(push.error_code, push.error_text, push.account_name)
        if problem is Problem.PUSH_CONFLICT:
            title = self.tr("{deed} in conflict")
            reason = reason or self.tr("The channel has moved elsewhere meanwhile.")
        elif problem is Problem.PUSH_FAILED:
            title = self.tr("{deed} refused")
        else:
            title = self.tr("{deed} unclear")
            reason = reason or self.tr("It was sent, but the channel gave no answer. Look there first.")
        if push.kind in ("", PARCEL):
            what = self.tr("Shipment report")
        return title.format(deed=what), " – ".join(part for part in (told, reason) if part)

    def _fix_words(self, fix: Fix) -> str:
        return {
            Fix.RETRY: self.tr("Try again"),
            Fix.RECALL: self.tr("Drop it"),
            Fix.IT_ARRIVED: self.tr("It arrived"),
            Fix.OPEN_IN_CHANNEL: self.tr("Open in the channel"),
            Fix.SHOW_CASE: self.tr("Show the case"),
            Fix.SHIP: self.tr("Report shipment"),
            Fix.SHOW_OUTBOX: self.tr("To the outbox"),
        }[fix]

    def _wanted(self, fix: Fix) -> None:
        if self._alert is not None:
            self.fix_wanted.emit(fix, self._alert.push)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= scaled(_BESIDE_FROM)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if beside else down)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._alert is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pair = current().tone("err" if self._alert.grave else "warn")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolour(pair.bg))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        size = scaled(tokens.ICON_LARGE)
        place = QRectF(12, (self.height() - size) / 2, size, size)
        glyph = Glyph.ALERT if self._alert.grave else Glyph.WARNING
        icons.draw(painter, place, glyph, qcolour(pair.fg), size)
