"""Owns the dialogs of steps that ask for a few words: why it is declined, what customs ask, which parcel it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desk.domain.return_states import ReturnStep
from desk.services.return_file import Said
from desk.services.return_guards import LONGEST_WORDS
from desk.ui.orders.deeds.fields import CommentField
from desk.ui.orders.deeds.files import LabelField
from desk.ui.orders.deeds.parcel import ParcelFields
from desk.ui.returns.case.asking import ReturnDialog
from desk.ui.returns.case.calls import CaseCalls
from desk.ui.returns.case.photos import Photos
from desk.ui.returns.case.words import STEPS, say, step_words
from desk.ui.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks for: words, a parcel's number, a photo; and what it means."""

    words: str = ""
    must: bool = True
    parcel: bool = False
    means: str = ""
    danger: bool = False
    photo: bool = False
    to_channel: bool = False
    label: bool = False


ASKED: dict[ReturnStep, Asked] = {
    ReturnStep.APPROVE: Asked(
        means=QT_TRANSLATE_NOOP("returns", "The buyer may send the goods back. Money goes back only afterwards."),
        to_channel=True,
    ),
    ReturnStep.DECLINE: Asked(
        words=QT_TRANSLATE_NOOP("returns", "Why, for the buyer"),
        means=QT_TRANSLATE_NOOP(
            "returns", "The buyer is told that the return is declined. Once that is done, it cannot be undone."
        ),
        danger=True,
        to_channel=True,
    ),
    ReturnStep.ISSUE_LABEL: Asked(
        parcel=True,
        means=QT_TRANSLATE_NOOP("returns", "The parcel's number is kept before it moves."),
        to_channel=True,
        label=True,
    ),
    ReturnStep.FIRST_SCAN: Asked(parcel=True),
    ReturnStep.RESOLVE_REPAIR: Asked(words=QT_TRANSLATE_NOOP("returns", "Warranty, or which offer was taken")),
    ReturnStep.REJECT: Asked(
        words=QT_TRANSLATE_NOOP("returns", "On what ground, for the buyer"),
        means=QT_TRANSLATE_NOOP("returns", "No money goes back. Offer to send the goods back to the buyer."),
        danger=True,
    ),
    ReturnStep.WRONG_CONTENT: Asked(
        words=QT_TRANSLATE_NOOP("returns", "What was in the parcel instead"),
        means=QT_TRANSLATE_NOOP("returns", "No money goes back. The return is rejected for its wrong content."),
        danger=True,
        photo=True,
    ),
    ReturnStep.CUSTOMS_EVENT: Asked(words=QT_TRANSLATE_NOOP("returns", "What customs ask for")),
    ReturnStep.LOST_CONFIRMED: Asked(
        words=QT_TRANSLATE_NOOP("returns", "What the carrier answered"),
        means=QT_TRANSLATE_NOOP("returns", "The money is to go back although the goods will not come."),
    ),
    ReturnStep.CUSTOMER_DISPUTES: Asked(words=QT_TRANSLATE_NOOP("returns", "What the buyer disputes")),
    ReturnStep.REOPEN: Asked(words=QT_TRANSLATE_NOOP("returns", "Why it is opened again")),
}
"""Steps that ask for something, or should be read before they are done. The others are done at once."""


class SayDialog(ReturnDialog):
    """One step with what it asks for."""

    def __init__(self, case: object, calls: CaseCalls, parent: QWidget, *, step: ReturnStep) -> None:
        self.step, self.asked = step, ASKED[step]
        self.danger, self.glyph = self.asked.danger, STEPS[step][1]
        super().__init__(case, calls, parent)  # type: ignore[arg-type]

    def title(self) -> str:
        return step_words(self.step).removesuffix("…").strip()

    def fill(self) -> None:
        self.words: CommentField | None = None
        self.label: LabelField | None = None
        if self.asked.label and self.case.label_files:
            self.label = LabelField(self.case.label_files, self.case.label_bytes, self)
            self.label.changed.connect(self.check)
            self.body.addWidget(self.label)
        self.parcel: ParcelFields | None = None
        if self.asked.parcel:
            view = self.case.view
            self.parcel = ParcelFields(
                self.case.country,
                self.calls,
                self,
                number=view.parcel,
                carrier=view.carrier,
                carrier_needed=self.asked.label,
            )
            self.parcel.changed.connect(self.check)
            self.body.addWidget(self.parcel)
        if self.asked.words:
            limit = self.case.comment if self.asked.to_channel and self.case.comment else LONGEST_WORDS
            self.words = CommentField(say(self.asked.words), limit, self, lines=3)
            self.words.changed.connect(self.check)
            self.body.addWidget(self.words)
        self.photos: Photos | None = None
        if self.asked.photo:
            self.photos = Photos(self.calls, self)
            self.photos.show_photos(self.case.view.id, self.case.view.photos)
            self.photos.changed.connect(self.check)
            self.body.addWidget(self.photos)

    def reword(self) -> None:
        label = self.label.label if self.label is not None else None
        super().reword()
        if self.label is not None and label is not None:
            self.label.put(label)

    def first_field(self) -> QWidget | None:
        if self.parcel is not None:
            return self.parcel.number
        return self.words.edit if self.words is not None else None

    def is_wrong(self) -> bool:
        odd = self.label is not None and bool(self.label.trouble)
        return odd or (self.words is not None and bool(self.words.why_not()))

    def why_not(self) -> str:
        if self.label is not None and self.label.trouble:
            return self.label.trouble
        if self.parcel is not None and self.parcel.why_not():
            return self.parcel.why_not()
        if self.photos is not None and not self.photos.names:
            return self.tr("Add a photo of the wrong content: the channel asks for it.")
        if self.words is None:
            return ""
        if not self.words.text():
            return self.tr("Fill in: {field}").format(field=self.words.edit.accessibleName())
        return self.words.why_not()

    def consequence(self) -> str:
        told = [say(self.asked.means)] if self.asked.means else []
        if self.label is not None and self.label.label is not None:
            told.append(self.tr("The buyer gets the file as the label of this return."))
        if self.asked.to_channel and self.case.view.case:
            told.append(self.tr("{channel} is told at once.").format(channel=self.channel))
        return " ".join(told)

    def verb(self) -> str:
        return self.tr("Give the label") if self.asked.label else self.title()

    def said(self) -> Said:
        carrier, number = self.parcel.values() if self.parcel is not None else ("", "")
        return Said(
            words=self.words.text() if self.words is not None else "",
            parcel=number,
            carrier=carrier,
            label=self.label.label if self.label is not None else None,
            photo=self.photos.names if self.photos is not None else "",
        )

    def work(self) -> Callable[[str], object]:
        calls, wanted, step, said = self.calls, self.case.view.id, self.step, self.said()
        return lambda _deed: calls.step(wanted, step, said)
