"""Owns the ship dialog: parcels with numbers and pieces, what the channel will be told, and one deed at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.domain.carriers import Carrier, is_odd_carrier
from desk.domain.errors import DeskError
from desk.domain.shipments import Parcel, ShippableLine, normalise_number
from desk.domain.values import LineId, OrderId
from desk.domain.views import LineView, OrderView
from desk.services.shipments import Queued, Told
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.orders.addresses import in_one_line
from desk.ui.orders.calls import Calls
from desk.ui.orders.cards.people import HOME, country_name
from desk.ui.orders.parcel_form import ParcelForm
from desk.ui.orders.parcels import Drafts, ParcelDraft, ShipDraft, doubled_numbers
from desk.ui.orders.texts import Line
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import ConfirmButton, KeyButton
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label

_PREVIEW_AFTER_MS = 30
_OFF_THE_EDGE, _LEAST = 40, 360
"""So far the dialog stays from the window's edges, and so high it may be in the smallest one."""
_NOT_YET = frozenset({"number_missing", "carrier_missing", "no_parcel"})
"""Refusals that only say that the agent has not finished typing."""
_FIELDS = {
    "number_missing": "number",
    "number_odd": "number",
    "number_repeated": "number",
    "carrier_missing": "carrier",
    "carrier_odd": "carrier",
}


def with_carriers(calls: Calls, parcels: Sequence[Parcel], country: str) -> tuple[Parcel, ...]:
    """Parcels whose carrier was not filled in yet get the one their number shows, if it is sure. Off the main thread.

    A scan followed at once by Ctrl+Enter is faster than the recognition in the field.
    """
    found = []
    for parcel in parcels:
        guess = calls.recognise(parcel.number, country) if parcel.number and not parcel.carrier else None
        found.append(replace(parcel, carrier=guess.carrier) if guess is not None and guess.sure else parcel)
    return tuple(found)


class ShipDialog(QDialog):
    """Reports parcels of one order. `queued` carries what went into the outbox; the draft outlives the dialog."""

    queued = Signal(object)  # Queued

    def __init__(self, view: OrderView, calls: Calls, drafts: Drafts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._view, self._calls, self._drafts = view, calls, drafts
        self._draft = drafts.of(view.id).spread(self._shippable())
        # One deed per dialog: whatever happens to the button, the outbox takes it once.
        self._deed = uuid4().hex
        self._busy = False
        self._carriers: Sequence[Carrier] = ()
        self._previewing: Operation[tuple[Told, ...]] | None = None
        self.forms: list[ParcelForm] = []
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self._pause.timeout.connect(self._preview)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self.confirm)
        self._words()
        self._paint()
        self._load_carriers()
        self.forms[0].number.setFocus()

    def _build(self) -> None:
        self._title = Line("", "card-name", parent=self)
        self._to = Line("", "secondary", "2", parent=self)
        self._list = QVBoxLayout()
        self._list.setSpacing(20)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(20, 4, 20, 4)
        inner.setSpacing(12)
        inner.addLayout(self._list)
        self.add = KeyButton(glyph=Glyph.PLUS, parent=page)
        self.add.clicked.connect(self._add)
        inner.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addStretch(1)
        scroll = self._scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        foot = self._made_foot()
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 0)
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._to)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        rule = QFrame(self)
        rule.setProperty("line", "below")
        column.addWidget(rule)
        column.addLayout(foot)
        self.resize(scaled(640), 0)  # as high as it needs to be: see _fit
        self.setMinimumWidth(scaled(480))

    def _made_foot(self) -> QVBoxLayout:
        """What will be told, what is wrong, and the buttons."""
        self._told_title = Label("", "strong-secondary", "2")
        self.told = Label("", "body", wrap=True)
        self.problem = Label("", "body", "err", wrap=True)
        self._undo = Label("", "secondary", "3", wrap=True)
        self.cancel = KeyButton(parent=self)
        self.cancel.clicked.connect(self.reject)
        self.confirm_button = ConfirmButton(glyph=Glyph.TRUCK, key="Ctrl+Enter", primary=True, parent=self)
        self.confirm_button.clicked.connect(self.confirm)
        buttons = QHBoxLayout()
        buttons.addWidget(self._undo, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 16)
        foot.setSpacing(6)
        for widget in (self._told_title, self.told, self.problem):
            foot.addWidget(widget)
        foot.addSpacing(6)
        foot.addLayout(buttons)
        return foot

    def _words(self) -> None:
        view = self._view
        self.setWindowTitle(self.tr("Report shipment"))
        name = view.recipient.name or view.buyer.name
        self._title.setText(in_a_row((view.number, name)))
        abroad = country_name(view.recipient.country) if view.recipient.country not in ("", HOME) else ""
        self._to.setText(in_one_line(view.recipient, abroad))
        self.add.show_text(self.tr("Add parcel"))
        self._told_title.setText(self.tr("{} will be told").format(view.account_name or view.tile.name))
        self._undo.setText(self.tr("Can be taken back for 10 seconds."))
        self.cancel.show_text(self.tr("Cancel"))

    # --- draft and fields -----------------------------------------------------------------------------------------

    @property
    def draft(self) -> ShipDraft:
        return self._draft

    def _open_lines(self) -> list[LineView]:
        return [line for line in self._view.lines if line.shippable.open > 0]

    def _shippable(self) -> list[ShippableLine]:
        return [line.shippable for line in self._view.lines]

    def show_view(self, view: OrderView) -> None:
        """The order changed by a sync: what is open changes, what was typed stays."""
        if view.id == self._view.id and not self._busy:
            self._view = view
            self._keep(self._draft.spread(self._shippable()))
            self._words()
            self._paint()

    def _keep(self, draft: ShipDraft) -> None:
        self._draft = draft
        self._drafts.keep(self._view.id, draft)

    def _paint(self) -> None:
        """Bring forms and sums up to the draft."""
        parcels = self._draft.parcels
        while len(self.forms) < len(parcels):
            self._add_form()
        while len(self.forms) > len(parcels):
            form = self.forms.pop()
            self._list.removeWidget(form)
            form.hide()
            form.deleteLater()
        lines = self._open_lines()
        rests = {line.id: self._draft.rest(line.shippable) for line in lines}
        for place, (form, parcel) in enumerate(zip(self.forms, parcels, strict=True)):
            form.show_parcel(parcel, place, len(parcels))
            form.show_lines(lines, rests, len(parcels))
        self._warn_of_doubles()
        self._show_deed()
        self._fit()
        self._pause.start()

    def _fit(self) -> None:
        """Grow to what is in it, as far as the window has room. Never shrink: nothing jumps away under the mouse."""
        layout, page, host = self.layout(), self._scroll.widget(), self.parentWidget()
        if layout is None or page is None or host is None:
            return
        around = layout.totalHeightForWidth(self.width()) - self._scroll.sizeHint().height()
        room = host.window().height() - 2 * scaled(_OFF_THE_EDGE)
        high = min(around + page.sizeHint().height(), max(room, scaled(_LEAST)))
        if high > self.height():
            self.resize(self.width(), high)

    def _show_deed(self) -> None:
        count = len(self._draft.real)
        if self._busy:
            self.confirm_button.show_text(self.tr("Being queued …"))
        elif count == 1:
            self.confirm_button.show_text(self.tr("Report shipment"))
        else:
            self.confirm_button.show_text(self.tr("Report %n parcel(s)", "", count))

    def _add_form(self) -> None:
        form = ParcelForm(self._calls, self._view.recipient.country, self)
        form.offer(self._carriers)
        form.changed.connect(lambda draft, one=form: self._form_changed(one, draft))
        form.quantity_changed.connect(lambda line, count, one=form: self._quantity(one, line, count))
        form.several.connect(lambda text, one=form: self._several(one, text))
        form.entered.connect(lambda one=form: self._next_field(one))
        form.removed.connect(lambda one=form: self._remove(one))
        self.forms.append(form)
        self._list.addWidget(form)

    def _form_changed(self, form: ParcelForm, draft: ParcelDraft) -> None:
        at = self.forms.index(form)
        kept = replace(draft, quantities=self._draft.parcels[at].quantities)
        waited = self._draft.parcels[at].waits
        self._keep(self._draft.with_parcel(at, kept))
        self.problem.setText("")
        if waited != kept.waits:
            self._keep(self._draft.typed_into(at, self._shippable()))
            self._paint()
        self._warn_of_doubles()
        self._pause.start()

    def _quantity(self, form: ParcelForm, line: LineId, count: int) -> None:
        self._keep(self._draft.with_quantity(self.forms.index(form), line, count))
        self.problem.setText("")
        self._paint()

    def _several(self, form: ParcelForm, text: str) -> None:
        self._keep(self._draft.with_number(self.forms.index(form), text).spread(self._shippable()))
        self._paint()

    def _add(self) -> None:
        self._keep(self._draft.added(self._shippable()))
        self._paint()
        self.forms[-1].number.setFocus()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.forms[-1]))

    def _remove(self, form: ParcelForm) -> None:
        at = self.forms.index(form)
        self._keep(self._draft.removed(at, self._shippable()))
        self._paint()
        self.forms[min(at, len(self.forms) - 1)].number.setFocus()

    def _next_field(self, form: ParcelForm) -> None:
        """After a scan: the next parcel's number. The carrier only where the number does not tell it."""
        at = self.forms.index(form)
        if at + 1 == len(self.forms):
            if not form.number.text().strip():
                return
            if not form.tells_carrier():
                form.carrier.setFocus()
                form.carrier.select_text()  # what is typed next replaces what stands there
                return
            if not self._draft.offers_another(self._shippable()):
                self.confirm_button.setFocus()
                return
            self._keep(self._draft.offering())
            self._paint()
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.forms[-1]))
        self.forms[at + 1].number.setFocus()
        self.forms[at + 1].number.selectAll()

    def _warn_of_doubles(self) -> None:
        again, twice = doubled_numbers(self._draft, self._view)
        for at, form in enumerate(self.forms):
            if at in again:
                form.warn(self.tr("This number is reported for this order already."), grave=False)
            elif at in twice:
                form.warn(self.tr("This number stands in another parcel, too."), grave=False)

    # --- carriers and preview -------------------------------------------------------------------------------------

    def _load_carriers(self) -> None:
        calls = self._calls
        run_in_background(calls.carriers, parent=self).on(Lane.READING).success(self._offer).start()

    def _offer(self, carriers: Sequence[Carrier]) -> None:
        self._carriers = carriers
        for form in self.forms:
            form.offer(carriers)

    def _preview(self) -> None:
        if self._previewing is not None:
            self._previewing.cancel()
        calls, order, parcels, country = self._work()
        self._previewing = (
            run_in_background(lambda: calls.preview(order, with_carriers(calls, parcels, country)), parent=self)
            .on(Lane.READING)
            .success(self._show_told)
            .failure(self._show_untold)
            .start()
        )

    def _show_told(self, told: tuple[Told, ...]) -> None:
        self._previewing = None
        rows = [
            self.tr("{carrier} {number}: {items}").format(
                carrier=one.carrier_name,
                number=one.number,
                items=", ".join(f"{count} × {alone(title)}" for title, count in one.lines),
            )
            for one in told
        ]
        if told and told[-1].completes:
            rows.append(self.tr("Nothing stays open: the order is shipped in full."))
        elif told:
            rows.append(self.tr("The rest of the order stays open."))
        self.told.setText("\n".join(rows))
        self.told.set_tint("")
        self._fit()

    def _show_untold(self, error: DeskError) -> None:
        self._previewing = None
        if error.code in _NOT_YET:
            self.told.setText(self.tr("Enter number and carrier to see it here."))
            self.told.set_tint("3")
        else:
            self.told.setText(error_text(error))
            self.told.set_tint("err")

    def _work(self) -> tuple[Calls, OrderId, tuple[Parcel, ...], str]:
        """What a background call needs, gathered on the main thread."""
        return self._calls, self._view.id, self._draft.as_parcels(), self._view.recipient.country

    # --- the deed -------------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Hand the parcels to the outbox, once."""
        if self._busy:
            return
        self._set_busy(busy=True)
        self.problem.setText("")
        calls, order, parcels, country = self._work()
        deed = self._deed
        (
            run_in_background(
                lambda: calls.confirm(order, with_carriers(calls, parcels, country), deed=deed), parent=self
            )
            .success(self._taken)
            .failure(self._refused)
            .start()
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._show_deed()
        self.confirm_button.setEnabled(not busy)
        self.cancel.setEnabled(not busy)

    def _taken(self, queued: Queued) -> None:
        self._drafts.drop(self._view.id)
        self.queued.emit(queued)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self._set_busy(busy=False)
        text = error_text(error)
        field = _FIELDS.get(error.code, "")
        form = self._form_at_fault(error)
        if field and form is not None:
            form.warn(text, field=field)
        else:
            self.problem.setText(text)
            self.confirm_button.setFocus()

    def _form_at_fault(self, error: DeskError) -> ParcelForm | None:
        number = normalise_number(str(error.facts.get("number", "")))
        for form, parcel in zip(self.forms, self._draft.parcels, strict=True):
            if parcel.waits:
                continue
            typed = normalise_number(parcel.number)
            at_fault = {
                "number_missing": not typed,
                "number_odd": bool(typed) and (len(typed) > 60 or not parcel.number.isprintable()),
                "number_repeated": bool(number) and typed == number,
                "carrier_missing": not parcel.carrier.strip(),
                "carrier_odd": is_odd_carrier(parcel.carrier),
            }.get(error.code, False)
            if at_fault:
                return form
        return None

    def reject(self) -> None:
        """Close without asking: what was typed is kept for this order until the program ends."""
        if not self._busy:
            super().reject()
