"""Owns the outbox screen: parts as chips, the list, and the deeds for the selected push."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError
from desk.domain.views import PushView
from desk.ui.background import Lane, hub, run_in_background
from desk.ui.calls import ShellCalls
from desk.ui.locale import locale
from desk.ui.outbox.entries import Part, may_recall, may_resolve, may_retry, of_part
from desk.ui.outbox.rows import PushDelegate, PushModel
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Chip, KeyButton
from desk.ui.widgets.label import Label
from desk.ui.widgets.skeleton import DELAY_MS, SkeletonRows
from desk.ui.window_services import WindowServices

_AGAIN_MS = 1000


class OutboxScreen(QWidget):
    """Every push with its state. `orderWanted` with an order's id."""

    orderWanted = Signal(object)

    def __init__(self, calls: ShellCalls, services: WindowServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calls, self._services = calls, services
        self._pushes: tuple[PushView, ...] = ()
        self._part = Part.ALL
        self._loaded = False
        self._busy = False
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self._pass_time)
        hub().changed.connect(self._on_changes)
        self.retranslate()

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(6)
        self._chips: dict[Part, Chip] = {}
        group = QButtonGroup(self)
        for part in Part:
            chip = self._chips[part] = Chip()
            chip.clicked.connect(lambda _=False, one=part: self.show_part(one))
            group.addButton(chip)
            head.addWidget(chip)
        self._chips[Part.ALL].setChecked(True)
        head.addStretch(1)
        column.addLayout(head)
        column.addLayout(self._build_deeds())
        self.list = QListView()
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.model = PushModel(self._calls.clock, self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PushDelegate(self.list))
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._show_deeds())
        self.model.modelReset.connect(self._show_deeds)
        self.list.activated.connect(lambda _: self._open_order())
        self._empty = Label("", "body", "2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._skeleton = SkeletonRows("")
        self._stack = QStackedLayout()
        for widget in (self.list, self._empty, self._skeleton):
            self._stack.addWidget(widget)
        column.addLayout(self._stack, 1)

    def _build_deeds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self.open = KeyButton(glyph=Glyph.EXTERNAL)
        self.retry = KeyButton(glyph=Glyph.REFUND)
        self.recall = KeyButton(glyph=Glyph.RETURN)
        self.was_done = KeyButton(glyph=Glyph.DONE)
        self.drop = KeyButton(glyph=Glyph.CLOSE)
        self.open.clicked.connect(self._open_order)
        self.retry.clicked.connect(self._retry)
        self.recall.clicked.connect(self._recall)
        self.was_done.clicked.connect(lambda: self._resolve(done=True))
        self.drop.clicked.connect(lambda: self._resolve(done=False))
        for button in (self.open, self.retry, self.recall, self.was_done, self.drop):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Changes for the channels"))
        self._skeleton.setAccessibleName(self.tr("Loading"))
        self.open.show_text(self.tr("Open order"))
        self.retry.show_text(self.tr("Try again"))
        self.recall.show_text(self.tr("Take back"))
        self.was_done.show_text(self.tr("It arrived"))
        self.drop.show_text(self.tr("It did not arrive, drop it"))
        self.model.word_again()
        self._show_counts()
        self._show_deeds()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- showing --------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()
        self._timer.start()

    def load(self) -> None:
        """Read the outbox; while the first answer is late, skeleton rows stand in."""
        if not self._loaded:
            QTimer.singleShot(DELAY_MS, self, self._show_skeleton)
        run_in_background(self._calls.outbox, parent=self).on(Lane.READING).success(self.show_pushes).start()

    def _show_skeleton(self) -> None:
        if not self._loaded:
            self._stack.setCurrentWidget(self._skeleton)

    def show_pushes(self, pushes: tuple[PushView, ...]) -> None:
        self._loaded = True
        self._pushes = pushes
        self._show_list()

    def show_part(self, part: Part) -> None:
        self._part = part
        self._chips[part].setChecked(True)
        self._show_list()

    def selected(self) -> PushView | None:
        return self.model.push(self.list.currentIndex().row())

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, rows: int) -> None:
        """Select the next or an earlier row."""
        row = min(max(self.list.currentIndex().row() + rows, 0), self.model.rowCount() - 1)
        self.list.setCurrentIndex(self.model.index(row))

    def _show_list(self) -> None:
        kept = self.selected()
        row = self.list.currentIndex().row()
        self.model.show(of_part(self._pushes, self._part))
        if self.model.rowCount():
            found = self.model.row_of(kept.id) if kept is not None else -1
            # The deed may have moved the row out of this part; then the next one takes its place.
            place = found if found >= 0 else min(max(row, 0), self.model.rowCount() - 1)
            self.list.setCurrentIndex(self.model.index(place))
        self._stack.setCurrentWidget(self.list if self.model.rowCount() else self._empty)
        self._show_counts()
        self._show_deeds()

    def _show_counts(self) -> None:
        texts = {
            Part.ALL: self.tr("All"),
            Part.NEEDS_SOMEBODY: self.tr("Needs you"),
            Part.ON_THE_WAY: self.tr("On the way"),
            Part.SETTLED: self.tr("Done"),
        }
        for part, chip in self._chips.items():
            chip.show_text(texts[part], locale().number(len(of_part(self._pushes, part))))
        self._empty.setText(
            self.tr("Nothing is waiting. What you report to a channel shows here until the channel confirms it.")
            if self._part is Part.ALL
            else self.tr("Nothing here.")
        )

    def _show_deeds(self) -> None:
        push = self.selected()
        for button, possible in (
            (self.open, True),
            (self.retry, push is not None and may_retry(push)),
            (self.recall, push is not None and may_recall(push)),
        ):
            if push is None:
                button.forbid(self.tr("Select an entry first."))
            elif not possible:
                button.forbid(self.tr("Not possible in this state."))
            else:
                button.forbid("")
        for button in (self.was_done, self.drop):
            button.setVisible(push is not None and may_resolve(push))
        self._services.commands.refresh()

    def _pass_time(self) -> None:
        if self.isVisible():
            self.model.word_again()
        else:
            self._timer.stop()

    def _on_changes(self, changes: Changes, _by: object) -> None:
        if self.isVisible() and changes.touches(Kind.PUSH):
            self.load()

    # --- deeds ----------------------------------------------------------------------------------------------

    def why_not_retry(self) -> str:
        return self.retry.toolTip() if not self.retry.isEnabled() else ""

    def why_not_recall(self) -> str:
        return self.recall.toolTip() if not self.recall.isEnabled() else ""

    def _open_order(self) -> None:
        push = self.selected()
        if push is not None:
            self.orderWanted.emit(push.order)

    def _retry(self) -> None:
        push = self.selected()
        if push is not None:
            self._do(lambda: self._calls.retry([push.id]))

    def _recall(self) -> None:
        push = self.selected()
        if push is not None:
            self._do(lambda: self._calls.recall([push.id]))

    def _resolve(self, *, done: bool) -> None:
        push = self.selected()
        if push is not None:
            self._do(lambda: self._calls.resolve(push.id, done=done))

    def _do(self, deed: Callable[[], Changes]) -> None:
        if self._busy:  # a second press does nothing until the outbox has taken the first
            return
        self._busy = True
        run_in_background(deed, parent=self).failure(self._refused).finished(self._done).start()

    def _done(self) -> None:
        self._busy = False
        self.load()

    def _refused(self, error: DeskError) -> None:
        self._services.toast(error_text(error), tone="err")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.recall.isEnabled():
            self._recall()
            return
        super().keyPressEvent(event)
