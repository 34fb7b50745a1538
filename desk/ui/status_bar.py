"""Owns the status bar: one segment for each account with its age, progress or problem, and the outbox at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desk.domain.clock import Instant
from desk.domain.rows import AccountState, AccountView, SyncProgress
from desk.domain.values import AccountId
from desk.ui.condition import is_unreachable
from desk.ui.locale import locale
from desk.ui.sentences import channel_text, trouble_of
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, font, look, qcolour, scaled
from desk.ui.widgets.foreign import tip_of
from desk.ui.widgets.paint import draw_focus_ring, draw_line, draw_text, fill, text_width

_PADDING = 12
_GAP = 6


class Segment(QAbstractButton):
    """Icon, a strong word and a weak one. Click opens what belongs to it."""

    def __init__(self, parent: QWidget | None = None, *, rule: bool = True) -> None:
        super().__init__(parent)
        self._glyph, self._tone, self._strong, self._weak, self._rule = Glyph.DONE, "ok", "", "", rule
        self._short = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    @property
    def words(self) -> str:
        return f"{self._strong} {self._weak}".strip()

    def show_state(self, glyph: Glyph, tone: str, strong: str, weak: str, tooltip: str = "") -> None:
        changed = (strong, weak) != (self._strong, self._weak)
        self._glyph, self._tone, self._strong, self._weak = glyph, tone, strong, weak
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(tooltip)
        self.setToolTip(tip_of(tooltip or weak or strong))
        if changed:
            self.updateGeometry()
        self.update()

    def part_from_next(self, on: bool) -> None:
        """A line stands between two accounts, none behind the last."""
        if on != self._rule:
            self._rule = on
            self.update()

    def shorten(self, on: bool) -> None:
        """Show the icon alone; the words stay in the tooltip and for screen readers."""
        if on != self._short:
            self._short = on
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() if self._short else self.whole_size()

    def whole_size(self) -> QSize:
        """With all its words."""
        wide = 2 * _PADDING + scaled(tokens.ICON_PILL) + _GAP
        wide += text_width(self._strong, font("strong-secondary")) + 2
        if self._weak:
            wide += (4 if self._strong else 0) + text_width(self._weak, font("secondary")) + 2
        return QSize(wide, scaled(tokens.STATUS_BAR))

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * _PADDING + scaled(tokens.ICON_PILL), scaled(tokens.STATUS_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect.adjusted(0, 1, 0, 0), qcolour(t.hover))
        size = scaled(tokens.ICON_PILL)
        left = rect.left() + _PADDING
        tone = qcolour(t.tone(self._tone).fg)
        icons.draw(painter, QRectF(left, rect.top(), size, rect.height()), self._glyph, tone, size)
        left += size + _GAP
        if self._strong and not self._short:
            painter.setFont(font("strong-secondary"))
            painter.setPen(qcolour(t.text))
            room = min(text_width(self._strong, font("strong-secondary")) + 1, int(rect.right() - left - 4))
            draw_text(painter, QRectF(left, rect.top(), room, rect.height()), self._strong)
            left += room + 4
        painter.setFont(font("secondary"))
        painter.setPen(qcolour(t.text_2))
        if not self._short:
            draw_text(painter, QRectF(left, rect.top(), rect.right() - left - 4, rect.height()), self._weak)
        if self._rule:
            x = rect.right() - 0.5
            middle = rect.center()
            draw_line(
                painter,
                middle.__class__(x, middle.y() - 6),
                middle.__class__(x, middle.y() + 6),
                qcolour(t.line),
            )
        if self.hasFocus():
            draw_focus_ring(painter, rect.adjusted(1, 1, -1, -1))


class StatusBar(QWidget):
    """`accountClicked` with an account's id and its segment; `outboxClicked`."""

    accountClicked = Signal(object, object)
    outboxClicked = Signal()
    firstAccountWanted = Signal()

    def __init__(self, agent: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments: dict[AccountId, Segment] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 1, 4, 0)
        self._row.setSpacing(0)
        self._none = Segment(rule=False)
        self._none.clicked.connect(self.firstAccountWanted)
        self._none.hide()
        self._row.addWidget(self._none)
        self._row.addStretch(1)
        self._jobs: Segment | None = None
        self._outbox = Segment(rule=False)
        self._outbox.clicked.connect(self.outboxClicked)
        self._row.addWidget(self._outbox)
        self._agent = Segment(rule=False)
        self._agent.setEnabled(False)
        self._agent.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._agent.show_state(Glyph.USER_CIRCLE, "neutral", "", agent)
        self._has_agent = bool(agent)
        self._nothing_waits = True
        self._agent.setVisible(self._has_agent)
        self._row.addWidget(self._agent)
        self._resize()
        look().changed.connect(self._resize)

    def segments(self) -> Mapping[AccountId, Segment]:
        return self._segments

    @property
    def none(self) -> Segment:
        """What stands there before the first account."""
        return self._none

    @property
    def outbox(self) -> Segment:
        return self._outbox

    def add_jobs(self, segment: Segment) -> None:
        """The place of running work, left of the outbox (desk.ui.job_room)."""
        self._jobs = segment
        self._row.insertWidget(self._row.indexOf(self._outbox), segment)

    def focusable(self) -> QWidget:
        """Where F6 puts the keyboard."""
        return next(iter(self._segments.values()), self._outbox if self._none.isHidden() else self._none)

    def _resize(self) -> None:
        self.setFixedHeight(scaled(tokens.STATUS_BAR))

    def show_accounts(
        self, accounts: Sequence[AccountView], running: Mapping[AccountId, SyncProgress], now: Instant
    ) -> None:
        """Bring the segments up to what the accounts are; cheap enough for each second."""
        self._none.setVisible(not accounts)
        if not accounts:
            self._none.show_state(
                Glyph.INFO, "neutral", self.tr("No account yet"), self.tr("Settings say how to add one")
            )
        known = {one.id for one in accounts}
        for gone in [account for account in self._segments if account not in known]:
            left = self._segments.pop(gone)
            left.hide()  # it goes only after the next paint
            left.deleteLater()
        for place, view in enumerate(accounts):
            segment = self._segments.get(view.id)
            if segment is None:
                segment = self._segments[view.id] = Segment()
                segment.clicked.connect(
                    lambda _=False, account=view.id, one=segment: self.accountClicked.emit(account, one)
                )
                self._row.insertWidget(place, segment)
            segment.part_from_next(place < len(accounts) - 1)
            self._show_account(segment, view, running.get(view.id), now)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, the accounts keep theirs: first who works here goes, then that nothing waits."""
        shown = [*self._segments.values(), *(one for one in (self._none,) if not one.isHidden())]
        room = self.width() - 8 - sum(one.whole_size().width() for one in shown)
        if self._jobs is not None and not self._jobs.isHidden():
            # An account's progress stands at the account as well, so the icon is enough where there is little room.
            self._jobs.shorten(self._jobs.whole_size().width() + self._outbox.minimumSizeHint().width() > room)
            room -= self._jobs.sizeHint().width()
        outbox, agent = self._outbox.whole_size().width(), self._agent.whole_size().width()
        self._agent.setVisible(self._has_agent and outbox + agent <= room)
        self._outbox.shorten(self._nothing_waits and outbox > room)

    def _show_account(self, segment: Segment, view: AccountView, running: SyncProgress | None, now: Instant) -> None:
        tooltip = self._tooltip(view, now)
        if running is not None:
            segment.show_state(Glyph.SYNC, "info", view.name, self._progress(running), tooltip)
        elif view.state is AccountState.LOGIN_NEEDED:
            segment.show_state(Glyph.WARNING, "warn", view.name, self.tr("needs a new sign-in"), tooltip)
        elif view.trouble_code:
            told = self.tr("not reachable") if is_unreachable(view) else self.tr("has a problem")
            segment.show_state(Glyph.WARNING, "warn", view.name, told, tooltip)
        elif view.state is AccountState.PAUSED:
            segment.show_state(Glyph.PAUSE, "neutral", view.name, self.tr("paused"), tooltip)
        elif view.last_good_sync is None:
            segment.show_state(Glyph.CLOCK, "neutral", view.name, self.tr("not fetched yet"), tooltip)
        else:
            segment.show_state(Glyph.DONE, "ok", view.name, locale().ago(view.last_good_sync, now), tooltip)

    def _progress(self, progress: SyncProgress) -> str:
        fetched = locale().number(progress.fetched)
        if progress.total is None:
            text = self.tr("fetching {count}").format(count=fetched)
        else:
            total = locale().number(progress.total)
            text = self.tr("fetching {count} / {total}").format(count=fetched, total=total)
        if progress.pause_seconds >= 1:
            return f"{text} · " + self.tr("on in {duration}").format(duration=locale().duration(progress.pause_seconds))
        if progress.rest_seconds is not None and progress.rest_seconds >= 1:
            text += " · " + self.tr("{duration} left").format(duration=locale().duration(progress.rest_seconds))
        return text

    def _tooltip(self, view: AccountView, now: Instant) -> str:
        lines = []
        if view.trouble_code:
            lines.append(trouble_of(view))
        if view.withheld:
            lines.append(channel_text(view.withheld))
        if view.last_good_sync is not None:
            when = locale().exact(view.last_good_sync)
            lines.append(self.tr("Last fetched: {when}").format(when=when))
        if view.next_run is not None:
            seconds = max(0.0, (view.next_run - now).total_seconds())
            lines.append(self.tr("Next in {duration}").format(duration=locale().duration(seconds)))
        lines.append(self.tr("Orders: {count}").format(count=locale().number(view.orders)))
        if view.unreadable:
            lines.append(self.tr("Not readable: {count}").format(count=locale().number(view.unreadable)))
        if not view.writing:
            lines.append(self.tr("Read-only"))
        return "\n".join(lines)

    def show_outbox(self, waiting: int, needing: int) -> None:
        """How many changes are on their way, and how many need a person."""
        self._nothing_waits = not needing and not waiting
        if needing:
            text = self.tr("%n change(s) in the outbox need you", "", needing)
            self._outbox.show_state(Glyph.WARNING, "warn", text, "")
        elif waiting:
            text = self.tr("%n change(s) in the outbox", "", waiting)
            self._outbox.show_state(Glyph.CLOUD_UP, "neutral", text, "")
        else:
            self._outbox.show_state(Glyph.CLOUD_CHECK, "neutral", "", self.tr("Outbox is empty"))
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        fill(painter, self.rect(), qcolour(t.nav))
        fill(painter, QRect(0, 0, self.width(), 1), qcolour(t.line))
