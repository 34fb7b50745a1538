"""Owns the repair list of one account: what could not be read, why, a sample without anybody's data, and once more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.domain.changes import Changes
from desk.domain.errors import DeskError
from desk.domain.values import AccountId
from desk.services.sync_centre import RepairView
from desk.ui.background import Lane, run_in_background
from desk.ui.locale import locale
from desk.ui.sentences import channel_text, error_text
from desk.ui.sync_centre.calls import SyncCalls
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label

_SHOWN = 100


class RepairDialog(QDialog):
    """The latest records; each can be asked for again."""

    def __init__(self, calls: SyncCalls, account: AccountId, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._calls, self._account = calls, account
        self.rows: dict[str, KeyButton] = {}
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = alone(name)
        self._found: tuple[RepairView, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self._title = Label("", "card-name", wrap=True)
        self._hint = Label("", "body", "2", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area, 1)
        self.told = Label("", "body", "warn", wrap=True)
        self.told.hide()
        column.addWidget(self.told)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_button = KeyButton(key="Esc")
        self.close_button.clicked.connect(self.reject)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        self.resize(scaled(620), scaled(480))
        self.retranslate()
        self.load()

    def retranslate(self) -> None:
        title = self.tr("{account}: records that could not be read").format(account=self._name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._area.setAccessibleName(title)
        self._title.setText(title)
        self._hint.setText(self.tr("They are kept here until they can be read. All others are fetched as usual."))
        self.close_button.show_text(self.tr("Close"))
        if self._found is not None:
            self.show_repairs(self._found)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def load(self) -> None:
        run_in_background(lambda: self._calls.repairs(self._account), parent=self).on(Lane.READING).success(
            self.show_repairs
        ).start()

    def show_repairs(self, found: tuple[RepairView, ...]) -> None:
        self._found = found
        self.rows.clear()
        page = QWidget()
        page.setProperty("ground", "none")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(14)
        if not found:
            column.addWidget(Label(self.tr("All records could be read."), "body", "2", wrap=True))
        for one in found[:_SHOWN]:
            column.addWidget(self._row(one))
        if len(found) > _SHOWN:
            more = self.tr("%n more", "", len(found) - _SHOWN)
            column.addWidget(Label(more, "secondary", "2"))
        column.addStretch(1)
        self._area.setWidget(page)
        (next(iter(self.rows.values()), self.close_button)).setFocus()

    def _row(self, one: RepairView) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        unknown = self.tr("without a number")
        column.addWidget(Label(alone(one.remote_id) if one.may_read_again else unknown, "name").selectable())
        seen = self.tr("seen %n time(s)", "", one.times) + " · " + locale().moment(one.last_seen)
        column.addWidget(Label(seen, "secondary", "2"))
        why = self.tr("Not readable: {reason}").format(reason=channel_text(one.reason))
        column.addWidget(Label(why, "body", "warn", wrap=True).selectable())
        column.addWidget(Label(one.sample, "secondary", "3", wrap=True).selectable())
        buttons = QHBoxLayout()
        again = KeyButton(self.tr("Read again"), glyph=Glyph.REFUND)
        again.setAccessibleName(self.tr("Read {record} again").format(record=one.remote_id))
        again.clicked.connect(lambda: self._read_again(one.remote_id, again))
        if not one.may_read_again:
            again.forbid(self.tr("It came without a number; the next fetch may bring it again."))
        copy = KeyButton(self.tr("Copy"), glyph=Glyph.COPY)
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(f"{one.remote_id}\n{one.reason}\n{one.sample}")
        )
        buttons.addWidget(again)
        buttons.addWidget(copy)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.rows[one.remote_id] = again
        return row

    def _read_again(self, remote_id: str, button: KeyButton) -> None:
        button.forbid(self.tr("It is being read."))
        calls, account = self._calls, self._account
        reading = run_in_background(lambda: calls.read_again(account, remote_id), parent=self).on(Lane.NETWORK)
        reading.success(self._read).failure(self._refused).finished(self.load).start()

    def _read(self, _changes: Changes) -> None:
        self.told.hide()

    def _refused(self, error: DeskError) -> None:
        text = QCoreApplication.translate("RepairDialog", "Not yet: {trouble}")
        self.told.setText(text.format(trouble=error_text(error)))
        self.told.show()
