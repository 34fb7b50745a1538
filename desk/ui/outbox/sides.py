"""Owns the card below the outbox's list: all about the selected push, and both sides where a person settles it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk.domain.clock import Instant
from desk.domain.pushes import PushState
from desk.domain.views import PushView
from desk.services import wording
from desk.services.outbox_sides import BothSides
from desk.ui.locale import locale
from desk.ui.outbox.entries import NEEDS_SOMEBODY, PARCEL, detail_of, title_of
from desk.ui.say import SAY
from desk.ui.widgets.card import Card
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label


class SidesCard(Card):
    """`show_push` at once with what the row knows; `show_sides` when the store has told the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._push: PushView | None = None
        self._sides: BothSides | None = None
        self.why = Label("", "body", wrap=True).selectable()
        self.ours = Label("", "secondary", "2", wrap=True).selectable()
        self.theirs = Label("", "secondary", "2", wrap=True).selectable()
        self.ask = Label("", "secondary", "warn", wrap=True)
        for label in (self.why, self.ours, self.theirs, self.ask):
            self.content.addWidget(label)
        self.hide()

    def show_push(self, push: PushView | None, now: Instant) -> None:
        """Only what needs somebody has more to tell than its row."""
        wanted = push is not None and push.state in NEEDS_SOMEBODY
        if push is None or not wanted:
            self._push = self._sides = None
            self.hide()
            return
        if self._push is None or self._push.id != push.id or self._push.state is not push.state:
            self._sides = None
        self._push = push
        self._paint(now)
        self.show()

    def show_sides(self, sides: BothSides, now: Instant) -> None:
        if self._push is not None and sides.push.id == self._push.id:
            self._sides = sides
            self._paint(now)

    def word_again(self, now: Instant) -> None:
        """The language was switched."""
        self._paint(now)

    def _paint(self, now: Instant) -> None:
        push, sides = self._push, self._sides
        if push is None:
            return
        self.show_title(f"{wording.push_state(push.state, SAY)} · {push.order_number}")
        self.why.setText(detail_of(push, now))
        self.why.setVisible(bool(self.why.text()))
        sent = ""
        if push.sent_at is not None:
            sent = " · " + self.tr("sent {when}").format(when=locale().near(push.sent_at, now))
        self.ours.setText(self.tr("Desk: {what}").format(what=title_of(push)) + sent)
        self.theirs.setText(self._channel_side(push, sides, now))
        self.theirs.setVisible(bool(self.theirs.text()))
        self.ask.setText(self._question(push))
        self.ask.setVisible(bool(self.ask.text()))

    def _channel_side(self, push: PushView, sides: BothSides | None, now: Instant) -> str:
        if sides is None:
            return ""
        parts = []
        if sides.channel_status:
            parts.append(f"“{sides.channel_status}”")
        if push.kind == PARCEL:
            parcels = [" ".join(filter(None, one)) for one in sides.parcels]
            parts.append(", ".join(parcels) if parcels else self.tr("no parcel"))
        if sides.case is not None:
            state = wording.case_state(sides.case.state, sides.case.channel_state, SAY)
            parts.append(f"{wording.case_kind(sides.case.kind, SAY)} {sides.case.remote_id}: {state}")
        if sides.refunded is not None and "amount_minor" in push.what:
            parts.append(self.tr("refunded {amount}").format(amount=locale().money(sides.refunded)))
        parts.append(self.tr("as of {when}").format(when=locale().near(sides.fetched_at, now)))
        return self.tr("{channel}: {what}").format(channel=push.account_name, what=" · ".join(parts))

    def _question(self, push: PushView) -> str:
        if push.state is PushState.APPROVAL:
            told = self.tr("{agent} has queued it. It goes once somebody else has agreed, and stays here until then.")
            return told.format(agent=alone(push.actor) or "–")
        if push.state is PushState.UNCLEAR:
            return self.tr("Desk sends nothing more by itself here. Look into the channel and say whether it arrived.")
        if push.state is PushState.CONFLICT:
            return self.tr("Decide: is it done there, is it dropped, or is it tried again?")
        return ""
