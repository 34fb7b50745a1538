"""Owns the dialog in which pieces that came are looked at: how many, in what condition, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desk.domain.return_goods import PROPOSED, Disposition, Finding, Grade
from desk.domain.values import LineId
from desk.services.return_views import LineView
from desk.ui.locale import locale
from desk.ui.orders.deeds.fields import CommentField, ReasonBox
from desk.ui.orders.quantity import Quantity
from desk.ui.orders.texts import Line
from desk.ui.returns.case.asking import ReturnDialog
from desk.ui.returns.case.calls import CaseCalls
from desk.ui.returns.case.photos import Photos
from desk.ui.returns.case.words import disposition_words, grade_words
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Chip
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.services.return_photos import Photo

_LONGEST_NOTE = 500


class InspectDialog(ReturnDialog):
    """One finding on one line. The grade has no preset; what usually becomes of such a piece follows it."""

    glyph = Glyph.EYE

    def __init__(self, case: object, calls: CaseCalls, parent: QWidget, *, line: LineId) -> None:
        self.line = line
        self.grade: Grade | None = None
        super().__init__(case, calls, parent)  # type: ignore[arg-type]
        for grade in Grade:
            key = QShortcut(QKeySequence(grade.value), self)
            key.activated.connect(lambda one=grade: self.choose(one))

    @property
    def found(self) -> LineView:
        return next(one for one in self.case.view.lines if one.line == self.line)

    def title(self) -> str:
        return self.tr("Inspect goods")

    def reword(self) -> None:
        goes = self.goes.currentData()
        super().reword()
        if self.grade is not None:
            self.choose(self.grade)
            self.goes.setCurrentIndex(self.goes.findData(goes))

    def fill(self) -> None:
        one = self.found
        waiting = one.counted.uninspected
        told = self.tr("%n to inspect", "", waiting)
        self.body.addWidget(Line(in_a_row((one.title or one.sku, one.sku, told)), "name", parent=self))
        self.pieces = Quantity(self)
        self.pieces.name_it(one.title or one.sku)
        self.pieces.show_value(waiting, waiting)
        self.pieces.changed.connect(lambda _value: self.check())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(self.tr("Pieces"), "secondary", "2"))
        row.addWidget(self.pieces)
        row.addStretch(1)
        self.body.addLayout(row)
        self._add_grades()
        dispositions = [(one, disposition_words(one)) for one in Disposition]
        self.goes = ReasonBox(dispositions, self.tr("What becomes of it"), self)
        self.goes.setPlaceholderText("")  # the grade proposes one
        self.goes.currentIndexChanged.connect(self.check)
        self.labelled(self.tr("What becomes of it"), self.goes)
        self.note = CommentField(self.tr("Note"), _LONGEST_NOTE, self)
        self.note.changed.connect(self.check)
        self.body.addWidget(self.note)
        self.photos = Photos(self.calls, self)
        self.photos.line = self.line
        self.photos.show_photos(self.case.view.id, self._of_line())
        self.photos.changed.connect(self.check)
        self.body.addWidget(self.photos)

    def _of_line(self) -> list[Photo]:
        """Pictures of this line that no finding speaks of yet."""
        told = {name.strip() for one in self.found.counted.findings for name in one.photo.split(",")}
        return [one for one in self.case.view.photos if one.line == self.line and one.name not in told]

    def _add_grades(self) -> None:
        self.body.addWidget(Label(self.tr("Condition (keys A to E, X)"), "secondary", "2"))
        box = QWidget(self)
        flow = Flow(6, box)
        self._group = QButtonGroup(self)
        self.grades: dict[Grade, Chip] = {}
        for grade in Grade:
            chip = self.grades[grade] = Chip(grade_words(grade), parent=box)
            chip.clicked.connect(lambda _=False, one=grade: self.choose(one))
            self._group.addButton(chip)
            flow.addWidget(chip)
        self.body.addWidget(box)

    def choose(self, grade: Grade) -> None:
        """The condition, and with it what usually becomes of such a piece."""
        self.grade = grade
        self.grades[grade].setChecked(True)
        self.goes.setCurrentIndex(self.goes.findData(PROPOSED[grade]))
        self.check()

    def first_field(self) -> QWidget | None:
        return self.grades[self.grade or Grade.NEW]

    def is_wrong(self) -> bool:
        return bool(self.note.why_not())

    def why_not(self) -> str:
        if not self.pieces.box.value():
            return self.tr("Say how many pieces this is about.")
        if self.grade is None:
            return self.tr("Choose the condition.")
        if self.goes.currentIndex() < 0:
            return self.tr("Choose what becomes of it.")
        if self.grade is Grade.WRONG and not self.photos.names:
            return self.tr("Add a photo of the wrong content: the channel asks for it.")
        return self.note.why_not()

    def consequence(self) -> str:
        waiting = self.found.counted.uninspected - self.pieces.box.value()
        if waiting:
            return self.tr("%n of this line wait for inspection afterwards.", "", waiting)
        others = sum(one.counted.uninspected for one in self.case.view.lines if one.line != self.line)
        if others:
            return self.tr("%n of other lines wait for inspection afterwards.", "", others)
        return self.tr("With this the return is inspected.")

    def verb(self) -> str:
        if self.grade is None:
            return self.tr("Note it")
        count = locale().number(self.pieces.box.value())
        return self.tr("Note {count} × {grade}").format(count=count, grade=self.grade)

    def work(self) -> Callable[[str], object]:
        calls, wanted, line = self.calls, self.case.view.id, self.line
        finding = Finding(
            quantity=self.pieces.box.value(),
            grade=self.grade or Grade.NEW,
            disposition=Disposition(self.goes.currentData()),
            note=self.note.text(),
            photo=self.photos.names,
        )
        return lambda _deed: calls.inspect(wanted, line, finding)
