"""Owns the list of running work in the window: its place in the status bar, and the drawer above that with cancel.

What runs is entered in `desk.ui.jobs` by whoever runs it. Work of less than a second is never shown (UX 7).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desk.domain.clock import Clock, Instant
from desk.ui.job_kinds import how_far
from desk.ui.jobs import Job, board
from desk.ui.locale import locale
from desk.ui.status_bar import Segment
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, look, qcolour, scaled
from desk.ui.widgets.button import IconButton, KeyButton
from desk.ui.widgets.label import ElidingLabel, Label
from desk.ui.window_services import WindowServices

SHOW_AFTER_MS = 1000
_TICK_MS = 1000
_ROW, _ROWS_AT_MOST = 40, 5


class Shown:
    """A job with what the list knows of it: since when, and where it was when its pace was first taken."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self.job, self._clock = job, clock
        self.since: Instant = clock.now()
        self._began = clock.monotonic()
        self._first = job.share.done

    @property
    def seconds(self) -> float:
        return max(0.0, self._clock.monotonic() - self._began)

    @property
    def pace(self) -> float | None:
        """How much is done in a second; None before anything is."""
        done, seconds = self.job.share.done - self._first, self.seconds
        return done / seconds if done > 0 and seconds > 0 else None

    @property
    def progress(self) -> str:
        return how_far(self.job.share, self.pace)


class JobRow(QWidget):
    """What runs, since when, how far, and its end."""

    def __init__(self, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = shown
        self.name = ElidingLabel("", "name")
        self.since = Label("", "secondary", "2")
        self.far = Label("", "secondary", "2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(scaled(120))
        self.stop = KeyButton(glyph=Glyph.STOP)
        self.stop.clicked.connect(shown.job.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 16, 4)
        row.setSpacing(16)
        row.addWidget(self.name, 1)
        for widget in (self.since, self.far, self.bar, self.stop):
            row.addWidget(widget)
        self.tell()

    def tell(self) -> None:
        """Bring it up to how far the job is now."""
        job = self.shown.job
        self.name.setText(job.words)
        passed = locale().duration(self.shown.seconds)
        since = self.tr("since {time} ({duration})")
        self.since.setText(since.format(time=locale().time(self.shown.since), duration=passed))
        self.far.setText(self.tr("Stopping …") if job.stopping else self.shown.progress)
        total = job.share.total
        self.bar.setRange(0, total or 0)
        self.bar.setValue(min(job.share.done, total) if total else 0)
        self.bar.setVisible(bool(total))
        self.bar.setAccessibleName(self.tr("Progress: {job}").format(job=job.words))
        self.stop.show_text(self.tr("Cancel"))
        self.stop.forbid(self.tr("It ends after what it is at.") if job.stopping else "")
        self.stop.setAccessibleName(self.tr("Cancel: {job}").format(job=job.words))


class JobDrawer(QWidget):
    """All that runs, one row each; above the status bar, so that nothing lies over it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[JobRow] = []
        self._title = Label("", "title")
        self.close_button = IconButton(Glyph.CLOSE, "")
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(20, 6, 16, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        self._inside = QWidget()
        self._inside.setProperty("ground", "nav")
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 4)
        self._list.setSpacing(0)
        self._nothing = Label("", "body", "2")
        self._nothing.setContentsMargins(20, 4, 16, 8)
        self._list.addWidget(self._nothing)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._area)
        look().changed.connect(self._fit)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Running work"))
        self._title.setText(self.tr("Running work"))
        self._nothing.setText(self.tr("Nothing runs that takes longer than a second."))
        self.close_button.show_name(self.tr("Close running work"))
        for row in self.rows:
            row.tell()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def show_jobs(self, jobs: list[Shown]) -> None:
        """Rows that stay are only told anew: the keyboard stays at its button."""
        for gone in [row for row in self.rows if row.shown not in jobs]:
            self._drop(gone)
        known = [row.shown for row in self.rows]
        for one in jobs:
            if one not in known:
                row = JobRow(one, self._inside)
                self.rows.append(row)
                self._list.addWidget(row)
        for row in self.rows:
            held = row.stop.hasFocus()
            row.tell()
            if held and not row.stop.isEnabled():
                self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)  # UX 12: focus is never lost
        self._nothing.setVisible(not self.rows)
        self._fit()

    def _drop(self, gone: JobRow) -> None:
        held = gone.stop.hasFocus()
        self.rows.remove(gone)
        self._list.removeWidget(gone)
        gone.hide()  # it goes only after the next paint
        gone.deleteLater()
        if held:
            self.take_focus()  # UX 12: focus is never lost

    def take_focus(self) -> None:
        (self.rows[0].stop if self.rows else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        rows = min(max(len(self.rows), 1), _ROWS_AT_MOST)
        self._area.setFixedHeight(rows * scaled(_ROW) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), qcolour(current().nav))
        painter.fillRect(0, 0, self.width(), 1, qcolour(current().line))

    def event(self, event: QEvent) -> bool:
        # Esc is a command of the whole window; inside the drawer it closes that first (UX 8).
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and _is_escape(event):
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self.closed.emit()
            return True
        return super().event(event)


def _is_escape(event: QEvent) -> bool:
    key: Callable[[], int] | None = getattr(event, "key", None)
    return key is not None and key() == Qt.Key.Key_Escape


class JobRoom(QObject):
    """Between the register and the window. `go_on` takes the keyboard when the drawer that had it closes."""

    moved = Signal()  # the drawer opened, closed or has another height

    def __init__(self, window: QWidget, services: WindowServices, go_on: Callable[[], None], clock: Clock) -> None:
        super().__init__(window)
        self._window, self._services, self._go_on, self._clock = window, services, go_on, clock
        self.show_after_ms = SHOW_AFTER_MS
        self._place = 0
        self._all: dict[Job, Shown] = {}
        self.shown: list[Shown] = []
        self.segment = Segment(rule=False)
        self.segment.clicked.connect(self.toggle)
        self.segment.hide()
        self._column: QVBoxLayout | None = None
        self._drawer: JobDrawer | None = None
        self._ticker = QTimer(self, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tell)
        board().began.connect(self._began)
        board().told.connect(self._told)
        board().ended.connect(self._ended)
        locale().changed.connect(self._tell)
        for job in board().jobs:
            self._began(job)
        services.commands.bind("jobs.show", self.toggle)

    def live_in(self, column: QVBoxLayout) -> None:
        """Where the drawer goes, once it is needed, below all that is there now: the first picture does without it."""
        self._column, self._place = column, column.count()

    @property
    def drawer(self) -> JobDrawer:
        if self._drawer is None:
            self._drawer = JobDrawer()
            self._drawer.closed.connect(self.close)
            if self._column is not None:
                self._column.insertWidget(self._place, self._drawer)
        return self._drawer

    def panes(self) -> tuple[QWidget, ...]:
        """For F6: what can take the keyboard."""
        return (self._drawer,) if self._drawer is not None else ()

    # --- what runs ----------------------------------------------------------------------------------------------

    def _began(self, job: Job) -> None:
        shown = self._all[job] = Shown(job, self._clock)
        QTimer.singleShot(self.show_after_ms, self, lambda: self._let_in(shown))

    def _let_in(self, shown: Shown) -> None:
        """It takes longer than a second."""
        if self._all.get(shown.job) is shown:
            self.shown.append(shown)
            self._ticker.start()
            self._tell()

    def _told(self, job: Job) -> None:
        if job.stopping:
            self._tell()  # a press is answered at once, progress only each second

    def _ended(self, job: Job) -> None:
        shown = self._all.pop(job, None)
        if shown is None:
            return
        if shown in self.shown:
            self.shown.remove(shown)
            self._tell()
        if job.stopping and job.kind.stopped is not None:
            self._services.toast(job.kind.stopped(job.share))
        if not self.shown:
            self._ticker.stop()

    def lost_when_left(self) -> tuple[str, ...]:
        """What runs and would have to be begun anew after Desk was left."""
        return tuple(job.words for job in self._all if job.kind.is_lost)

    # --- showing ------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        if self._drawer is not None:
            self._drawer.show_jobs(self.shown)
        self.segment.setVisible(bool(self.shown))
        if len(self.shown) == 1:
            one = self.shown[0]
            self.segment.show_state(Glyph.HOURGLASS, "info", one.job.words, one.progress, self.tr("Show running work"))
        elif self.shown:
            words = self.tr("%n job(s) running", "", len(self.shown))
            tip = "\n".join(f"{one.job.words} {one.progress}" for one in self.shown)
            self.segment.show_state(Glyph.HOURGLASS, "info", "", words, tip)
        self.moved.emit()

    def toggle(self) -> None:
        if self._drawer is not None and self._drawer.isVisible():
            self.close()
        else:
            self.open()

    def open(self) -> None:
        self.drawer.show_jobs(self.shown)
        self.drawer.show()
        self.drawer.take_focus()
        self.moved.emit()

    def close(self) -> None:
        focused: QWidget | None = self._window.focusWidget()
        held = focused is not None and (focused is self.segment or self.drawer.isAncestorOf(focused))
        self.drawer.hide()
        self.moved.emit()
        if held:
            self._go_on()
