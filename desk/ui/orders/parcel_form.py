"""Owns one parcel's row in the ship dialog: number, carrier recognised from it, and how many pieces of which line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk.domain.carriers import Carrier, Guess, is_odd_carrier
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.values import LineId
from desk.domain.views import LineView
from desk.services.shipments import CARRIER_ODD
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.locale import locale
from desk.ui.orders.calls import Calls
from desk.ui.orders.parcels import ParcelDraft, numbers_in
from desk.ui.orders.quantity import Quantity
from desk.ui.orders.texts import Line
from desk.ui.sentences import error_text
from desk.ui.theme import icons
from desk.ui.theme.icons import Glyph, icon
from desk.ui.theme.look import colour, scaled
from desk.ui.widgets.button import IconButton, LinkButton
from desk.ui.widgets.label import Label

_RECOGNISE_AFTER_MS = 20
_FOLDED_FROM = 9
"""Orders with so many open lines show them only when asked: most parcels hold all of them."""


class NumberField(QLineEdit):
    """Takes one number. Several pasted lines are handed on; Enter, as a scanner sends it, goes to the next field."""

    several = Signal(str)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().text())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def take(self, text: str) -> None:
        """Paste: one number goes in here, several become parcels."""
        numbers = numbers_in(text)
        if len(numbers) > 1:
            self.several.emit("\n".join(numbers))
        elif numbers:
            self.insert(numbers[0])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copying = menu.addAction(icon(Glyph.COPY), self.tr("Copy"), self.copy)
        copying.setEnabled(self.hasSelectedText())
        pasting = menu.addAction(self.tr("Paste"), lambda: self.take(QGuiApplication.clipboard().text()))
        pasting.setEnabled(bool(QGuiApplication.clipboard().text()))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData().text())
        event.acceptProposedAction()


class CarrierBox(QComboBox):
    """All carriers by name, free text allowed. `picked` when the agent chose or typed, not when a guess was put in."""

    picked = Signal(str)  # a code, or the name as typed

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)
        self._codes: dict[str, str] = {}
        self._field = QLineEdit(self)
        self.setLineEdit(self._field)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.activated.connect(lambda _index: self._tell())
        self._field.textEdited.connect(lambda _text: self._tell())

    def name_it(self, name: str, hint: str) -> None:
        self.setAccessibleName(name)
        self._field.setAccessibleName(name)
        self._field.setPlaceholderText(hint)

    def offer(self, carriers: Sequence[Carrier], first: Sequence[str] = ()) -> None:
        """List the carriers, those that fit the number before the others; what stands there stays."""
        kept = self.value()
        ranked = sorted(carriers, key=lambda one: first.index(one.code) if one.code in first else len(first))
        if [one.name for one in ranked] != [self.itemText(row) for row in range(self.count())]:
            self.blockSignals(True)
            self.clear()
            for one in ranked:
                self.addItem(one.name, one.code)
            self.blockSignals(False)
        self._codes = {one.name.casefold(): one.code for one in carriers}
        self.put(kept)

    def put(self, carrier: str) -> None:
        """Show a carrier by its code, or a name as typed."""
        if self.value() == carrier:
            return
        row = self.findData(carrier)
        self.setCurrentIndex(row)
        if row < 0:
            self.setEditText(carrier)

    def value(self) -> str:
        """The code of the carrier that stands there; the text itself for one Desk does not know."""
        text = self.currentText().strip()
        return self._codes.get(text.casefold(), text)

    def select_text(self) -> None:
        self._field.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._field.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # scrolls the dialog instead of choosing another carrier unseen

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = scaled(14)
        place = QRectF(self.width() - size - 8, (self.height() - size) / 2, size, size)
        icons.draw(QPainter(self), place, Glyph.CARET_DOWN, colour("text_2"), size)

    def _tell(self) -> None:
        self.picked.emit(self.value())


class ParcelForm(QWidget):
    """One parcel. Tells every change; the dialog keeps the draft."""

    changed = Signal(object)  # ParcelDraft, without the quantities
    quantity_changed = Signal(object, int)  # LineId, pieces
    several = Signal(str)
    entered = Signal()
    removed = Signal()

    def __init__(self, calls: Calls, country: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._calls, self._country = calls, country
        self._carriers: Sequence[Carrier] = ()
        self._draft = ParcelDraft()
        self._filling = False
        self._unfolded = False
        self._asking: Operation[Guess] | None = None
        self._title = Label("", "title")
        self._remove = IconButton(Glyph.TRASH, self.tr("Remove this parcel"), parent=self)
        self.number = NumberField(self)
        self.number.setMaxLength(200)
        self.carrier = CarrierBox(self)
        self._hint = Label("", "secondary", "2", wrap=True)
        self._fold = LinkButton(parent=self)
        self._lines = QWidget(self)
        self._grid = QGridLayout(self._lines)
        self._rows: dict[LineId, tuple[Line, Quantity, Label]] = {}
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_RECOGNISE_AFTER_MS)
        self._pause.timeout.connect(self._recognise)
        self.number.textChanged.connect(self._number_changed)
        self.number.several.connect(self.several)
        self.number.entered.connect(self.entered)
        self.carrier.picked.connect(self._carrier_picked)
        self._remove.clicked.connect(self.removed)
        self._fold.clicked.connect(self._unfold)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._remove)
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.number, 3)
        fields.addWidget(self.carrier, 2)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(fields)
        column.addWidget(self._hint)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._lines)

    # --- filling ----------------------------------------------------------------------------------------------

    def show_parcel(self, draft: ParcelDraft, place: int, count: int) -> None:
        """Put a draft into the fields; `place` of `count` names the row."""
        known = self._draft.number == draft.number
        self._draft = draft
        self._filling = True
        name = self.tr("Parcel {}").format(locale().number(place + 1))
        self._title.setText(name)
        self._remove.show_name(self.tr("Remove parcel {}").format(locale().number(place + 1)))
        self._remove.setVisible(count > 1)
        self.number.setAccessibleName(self.tr("{}: tracking number").format(name))
        self.number.setPlaceholderText(self.tr("Tracking number: type, scan or paste"))
        self.carrier.name_it(self.tr("{}: carrier").format(name), self.tr("Carrier"))
        if self.number.text() != draft.number:
            self.number.setText(draft.number)
        self.carrier.put(draft.carrier)
        self._filling = False
        if not known or (draft.number and not draft.carrier):
            self._pause.start()

    def offer(self, carriers: Sequence[Carrier]) -> None:
        self._carriers = carriers
        self._filling = True
        self.carrier.offer(carriers)
        self.carrier.put(self._draft.carrier)
        self._filling = False

    def show_lines(self, lines: Sequence[LineView], rests: dict[LineId, int], count: int) -> None:
        """One row per line with open pieces; `rests` are what lies in no parcel."""
        for gone in [one for one in self._rows if one not in rests]:
            for widget in self._rows.pop(gone):
                widget.deleteLater()
        for place, line in enumerate(lines):
            if line.id not in self._rows:
                self._rows[line.id] = self._made(line, place)
            title, quantity, rest = self._rows[line.id]
            title.setText(line.title or line.sku)
            quantity.show_value(self._draft.quantity(line.id), line.shippable.open)
            rest.setText(self._rest_words(rests[line.id], line.shippable.open))
            rest.set_tint("err" if rests[line.id] < 0 else "2")
        folded = len(lines) >= _FOLDED_FROM and count == 1 and not self._unfolded
        self._lines.setVisible(not folded)
        self._fold.setVisible(folded)
        pieces = sum(self._draft.quantity(line.id) for line in lines)
        self._fold.show_text(self.tr("All %n open piece(s): choose others", "", pieces))

    def _rest_words(self, rest: int, pieces: int) -> str:
        if rest < 0:
            return self.tr("%n too many", "", -rest)
        of = self.tr("of {}").format(locale().number(pieces))
        return f"{of} · " + self.tr("%n stay(s) open", "", rest) if rest else of

    def _made(self, line: LineView, place: int) -> tuple[Line, Quantity, Label]:
        title, quantity = Line("", "body", parent=self._lines), Quantity(self._lines)
        rest = Label("", "secondary", "2")
        quantity.name_it(line.title or line.sku)
        quantity.changed.connect(lambda value, one=line.id: self.quantity_changed.emit(one, value))
        for column, widget in enumerate((title, quantity, rest)):
            self._grid.addWidget(widget, place, column)
        return title, quantity, rest

    def _unfold(self) -> None:
        self._unfolded = True
        self._fold.hide()
        self._lines.show()

    # --- what the agent does ------------------------------------------------------------------------------------

    def _number_changed(self, text: str) -> None:
        mark(self.number, wrong=False)
        if not self._filling:
            self._draft = replace(self._draft, number=text)
            if not self._draft.chosen:
                self._draft = replace(self._draft, carrier="")
                self.carrier.put("")
            self.changed.emit(self._draft)
            self._pause.start()

    def _carrier_picked(self, carrier: str) -> None:
        mark(self.carrier, wrong=False)
        if not self._filling:
            self._draft = replace(self._draft, carrier=carrier, chosen=bool(carrier))
            self._say("")
            self.changed.emit(self._draft)
            if is_odd_carrier(carrier):
                mark(self.carrier, wrong=True)
                self._say(error_text(NotAllowed(CARRIER_ODD, code="carrier_odd")), "err")

    def tells_carrier(self) -> bool:
        """Whether the parcel has its carrier, chosen or shown by its number. Asks at once, as a scanner's Enter does.

        Not in the background: the scanner's next number comes within milliseconds and needs its field.
        """
        if not self._draft.carrier and not self._draft.chosen:
            try:
                guess = self._calls.recognise(self._draft.number, self._country)
            except DeskError as error:
                self._not_recognised(error)
            else:
                self._recognised(self._draft.number, guess)
        return bool(self._draft.carrier) and not is_odd_carrier(self._draft.carrier)

    def _recognise(self) -> None:
        number, country, calls = self._draft.number, self._country, self._calls
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if self._draft.chosen or not number.strip():
            self._say("")
            return
        self._asking = (
            run_in_background(lambda: calls.recognise(number, country), parent=self)
            .on(Lane.READING)
            .success(lambda guess: self._recognised(number, guess))
            .failure(self._not_recognised)
            .start()
        )

    def _recognised(self, number: str, guess: Guess) -> None:
        self._asking = None
        if number != self._draft.number or self._draft.chosen:
            return
        names = {one.code: one.name for one in self._carriers}
        self._filling = True
        self.carrier.offer(self._carriers, guess.candidates)
        self.carrier.put(guess.carrier if guess.sure else "")
        self._filling = False
        self._draft = replace(self._draft, carrier=guess.carrier if guess.sure else "")
        if guess.sure:
            self._say(self.tr("Recognised: {}").format(names.get(guess.carrier, guess.carrier)), "ok")
        elif guess.candidates:
            likely = ", ".join(names.get(code, code) for code in guess.candidates[:3])
            self._say(self.tr("Could be {}. Choose the carrier.").format(likely), "warn")
        else:
            self._say(self.tr("Carrier not recognised. Choose it."), "warn")
        self.changed.emit(self._draft)

    def _not_recognised(self, _error: DeskError) -> None:
        self._asking = None
        self._say(self.tr("Carrier not recognised. Choose it."), "warn")

    def _say(self, text: str, tint: str = "2") -> None:
        self._hint.setText(text)
        self._hint.set_tint(tint)
        self._hint.setVisible(bool(text))

    # --- refusals -------------------------------------------------------------------------------------------------

    def warn(self, text: str, *, field: str = "", grave: bool = True) -> None:
        """Say what is wrong with this parcel, and mark the field at fault ("number" or "carrier")."""
        self._say(text, "err" if grave else "warn")
        if field == "number":
            mark(self.number, wrong=True)
            self.number.setFocus()
        elif field == "carrier":
            mark(self.carrier, wrong=True)
            self.carrier.setFocus()

    @property
    def hint(self) -> str:
        return self._hint.text()

    def quantity(self, line: LineId) -> Quantity:
        return self._rows[line][1]


def mark(field: QWidget, *, wrong: bool) -> None:
    """Give a field the red edge of a mistake, or take it away."""
    if bool(field.property("problem")) != wrong:
        field.setProperty("problem", wrong)
        field.style().unpolish(field)
        field.style().polish(field)
