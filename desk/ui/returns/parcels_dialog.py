"""Owns the dialog of parcels that nobody announced: one field for what stands on them, whose they may be, keeping them.

A parcel that is kept waits in the list until somebody knows whose it is; what came is counted on the return's page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.values import OrderId, ReturnId
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.locale import locale
from desk.ui.orders.deeds.open_return import OpenReturnDialog
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton, LinkButton
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.domain.views import OrderView
    from desk.services.return_file import Moved
    from desk.services.return_parcels import Found
    from desk.store.stray_parcels import StrayParcel

_PAUSE_MS = 150
_MOST = 8
Row = tuple[str, Callable[[], object]]


class ParcelsDialog(QDialog):
    """Whose a parcel is: its return is opened, or one for its order."""

    def __init__(self, calls: ReturnsCalls, clock: Clock, services: WindowServices, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._clock, self._services = calls, clock, services
        self._kept: Sequence[StrayParcel] = ()
        self._found: Found | None = None
        self._parcel: StrayParcel | None = None  # the kept one that is looked for
        self._asking: Operation[Found] | None = None
        self.rows: list[LinkButton] = []
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self._ask)
        self._words()
        self._load_kept()

    def _build(self) -> None:
        self._title = Label("", "card-name")
        self.field = QLineEdit(self)
        self.field.setMaxLength(200)
        self.told = Label("", "secondary", "2", wrap=True)
        inside = QWidget(self)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._list.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        self.problem = Label("", "body", "err", wrap=True)
        self.problem.hide()
        self.keep = KeyButton(glyph=Glyph.BOX, parent=self)
        self.keep.clicked.connect(self._keep)
        self.close_button = KeyButton(key="Esc", parent=self)
        self.close_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (self._title, self.field, self.told):
            column.addWidget(widget)
        column.addWidget(area, 1)
        column.addWidget(self.problem)
        column.addLayout(foot)
        self.resize(scaled(620), scaled(460))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, self._words)

    def _words(self) -> None:
        self.setWindowTitle(self.tr("Unannounced parcel"))
        self._title.setText(self.tr("Unannounced parcel"))
        self.field.setPlaceholderText(self.tr("Scan or type what stands on it: a number, an order, an article"))
        self.field.setAccessibleName(self.tr("What stands on the parcel"))
        self.keep.show_text(self.tr("Keep it, nobody knows whose it is"))
        self.close_button.show_text(self.tr("Close"))
        self._show()

    # --- whose it may be ------------------------------------------------------------------------------------------

    def _load_kept(self) -> None:
        asking = run_in_background(self._calls.parcels_waiting, parent=self).on(Lane.READING)
        asking.success(self._show_kept).failure(self._refused).start()

    def _show_kept(self, kept: Sequence[StrayParcel]) -> None:
        self._kept = kept
        self._show()

    def _typed(self) -> None:
        if not self.field.text().strip():
            self._parcel = None  # another one is looked for
        self._pause.start()

    def _ask(self) -> None:
        self._pause.stop()
        if self._asking is not None:
            self._asking.cancel()
        self._found = None
        text, parcel, calls = self.field.text().strip(), self._parcel, self._calls
        if not text and parcel is None:
            self._show()
            return
        asking = run_in_background(lambda: calls.whose_parcel(text, parcel), parent=self).on(Lane.READING)
        self._asking = asking.success(self._take).failure(self._refused).start()

    def _take(self, found: Found) -> None:
        self._asking, self._found = None, found
        self._tell_problem("")
        self._show()
        self._services.announce(self.told.text())

    def _look_for(self, parcel: StrayParcel) -> None:
        self._parcel = parcel
        self.field.setText(parcel.number)
        self._ask()
        self.field.setFocus()

    def _show(self) -> None:
        if self._found is None:
            rows: list[Row] = [(self._kept_words(one), partial(self._look_for, one)) for one in self._kept]
            told = self.tr("%n parcel(s) wait until somebody knows whose they are", "", len(rows)) if rows else ""
        else:
            rows = self._hits(self._found)
            nobody = self.tr("Nobody's, as far as Desk knows. Look for the sender's name, or keep it.")
            told = self.tr("It may belong to:") if rows else nobody
        meant = "" if self._parcel is None else self._kept_words(self._parcel)
        self.told.setText("\n".join(filter(None, (meant, told))))
        self._fill(rows)
        self.keep.setEnabled(self._found is not None and self._parcel is None)

    def _kept_words(self, one: StrayParcel) -> str:
        since = locale().near(one.arrived_at, self._clock.now())
        return in_a_row((alone(one.number), alone(one.sender), one.postcode, alone(one.note), since))

    def _hits(self, found: Found) -> list[Row]:
        rows: list[Row] = []
        for row in found.returns[:_MOST]:
            words = in_a_row((row.number, row.order_number, alone(row.buyer), alone(row.title)))
            rows.append((self.tr("Return {return_}").format(return_=words), partial(self._to_return, row.id)))
        for order in found.orders[:_MOST]:
            words = in_a_row((order.number, alone(order.name), alone(order.first_item)))
            told = self.tr("Open a return of order {order}").format(order=words)
            rows.append((told, partial(self._to_order, order.id)))
        return rows

    def _fill(self, rows: Sequence[Row]) -> None:
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = []
        for at, (words, deed) in enumerate(rows):
            button = LinkButton(parent=self)
            button.show_text(words)
            button.clicked.connect(lambda _=False, one=deed: one())
            self.rows.append(button)
            self._list.insertWidget(at, button)

    # --- what becomes of it ---------------------------------------------------------------------------------------

    def _to_return(self, wanted: ReturnId) -> None:
        parcel, calls = self._parcel, self._calls
        if parcel is None:
            self._open(wanted)
            return
        matching = run_in_background(lambda: calls.match_parcel(parcel.id, wanted), parent=self)
        matching.success(lambda _changes: self._open(wanted)).failure(self._refused).start()

    def _open(self, wanted: ReturnId) -> None:
        self.accept()
        self._services.open_return(wanted)

    def _to_order(self, wanted: OrderId) -> None:
        calls = self._calls
        loading = run_in_background(lambda: calls.order(wanted), parent=self).on(Lane.READING)
        loading.success(self._ask_pieces).failure(self._refused).start()

    def _ask_pieces(self, view: OrderView) -> None:
        dialog = OpenReturnDialog(view, self._calls.deeds, self)
        dialog.here.setChecked(True)
        dialog.queued.connect(self._opened)
        dialog.open()

    def _opened(self, moved: Moved) -> None:
        self._to_return(moved.told.id)

    def _keep(self) -> None:
        calls, number = self._calls, self.field.text().strip()
        keeping = run_in_background(lambda: calls.keep_parcel(number), parent=self)
        keeping.success(self._was_kept).failure(self._refused).start()

    def _was_kept(self, _kept: StrayParcel) -> None:
        self.field.clear()
        self._found = None
        self._tell_problem("")
        self._load_kept()
        self.field.setFocus()

    def _refused(self, error: DeskError) -> None:
        self._tell_problem(error_text(error))

    def _tell_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
