"""Owns the bar that is there while returns are selected: how many, what they are worth, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from desk.domain.return_goods import Grade
from desk.services.return_batch import BatchDeed
from desk.services.wording_deeds import RETURN_REASONS
from desk.ui.returns.faces import reason_words
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton, LinkButton
from desk.ui.widgets.label import ElidingLabel

translate = QCoreApplication.translate
_GLYPHS = {
    BatchDeed.SETTLE: Glyph.REFUND,
    BatchDeed.APPROVE: Glyph.CHECK,
    BatchDeed.RECEIVE: Glyph.BOX,
    BatchDeed.DECLINE: Glyph.CANCELLED,
    BatchDeed.LABEL: Glyph.RECEIPT,
}
_MARGIN, _GAP, _SAID = 16, 8, 180
_BEFORE_CONDITION = (BatchDeed.SETTLE, BatchDeed.APPROVE, BatchDeed.RECEIVE)
_MORE = (BatchDeed.REJECT, BatchDeed.CLOSE)


def deed_words(deed: BatchDeed) -> str:
    """What stands on the button."""
    return {
        BatchDeed.SETTLE: translate("returns", "Refund …"),
        BatchDeed.APPROVE: translate("returns", "Accept …"),
        BatchDeed.RECEIVE: translate("returns", "Receive …"),
        BatchDeed.DECLINE: translate("returns", "Decline …"),
        BatchDeed.LABEL: translate("returns", "Label …"),
        BatchDeed.REJECT: translate("returns", "Reject after inspection …"),
        BatchDeed.CLOSE: translate("returns", "Close …"),
    }[deed]


class SelectionBar(QWidget):
    """`wanted` with the deed; `all_wanted` and `cleared` for the selection itself."""

    wanted = Signal(object)  # BatchDeed
    reason_wanted = Signal(str)  # a code of ours
    condition_wanted = Signal(object)  # Grade
    all_wanted = Signal()
    cleared = Signal()

    def __init__(self, refund_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._refund_key = refund_key
        self.setProperty("ground", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # However little room there is: what has none is in a menu.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        self._lines.setSpacing(_GAP)
        said, row = self._halves = QHBoxLayout(), QHBoxLayout()
        for half in self._halves:
            half.setSpacing(_GAP)
        self._lines.addLayout(said, 1)
        self._lines.addLayout(row)
        self.told = ElidingLabel("", "name")
        self.all_link = LinkButton()
        self.all_link.clicked.connect(self.all_wanted)
        said.addWidget(self.told, 1)
        said.addWidget(self.all_link)
        self.buttons: dict[BatchDeed, KeyButton] = {}
        for deed, glyph in _GLYPHS.items():
            button = self.buttons[deed] = KeyButton(glyph=glyph, primary=deed is BatchDeed.SETTLE)
            button.clicked.connect(lambda _=False, one=deed: self.wanted.emit(one))
            row.addWidget(button)
        self.condition = KeyButton(glyph=Glyph.CARET_DOWN)
        self.condition.clicked.connect(lambda: self._open(self.condition_menu(self), self.condition))
        row.insertWidget(len(_BEFORE_CONDITION), self.condition)
        self.more = KeyButton(glyph=Glyph.MORE)
        self.more.clicked.connect(lambda: self._open(self.more_menu(), self.more))
        self.clear = KeyButton(glyph=Glyph.CLOSE)
        self.clear.clicked.connect(self.cleared)
        row.addWidget(self.more)
        row.addWidget(self.clear)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Selected returns"))
        for deed, button in self.buttons.items():
            button.show_text(deed_words(deed), key=self._refund_key if deed is BatchDeed.SETTLE else None)
        self.condition.show_text(self.tr("Condition"))
        self.condition.setToolTip(self.tr("Inspect all that waits of them, as one condition"))
        self.more.show_text(self.tr("More"))
        self.clear.show_text("", key=self.tr("Esc"))
        self.clear.setAccessibleName(self.tr("Clear selection"))
        self.clear.setToolTip(self.tr("Clear selection"))
        self._fit()

    def show_selection(self, count: int, total: int, worth: str) -> None:
        """`total` is how many the filter has, `worth` what those selected are worth."""
        self.setVisible(count > 0)
        chosen = self.tr("%n selected", "", count)
        self.told.setText(" · ".join(filter(None, (chosen, worth))))
        self.all_link.show_text(self.tr("Select all %n of the filter", "", total))
        self.all_link.setVisible(total > count)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """One line, or two where the words need it; what has no room in them goes behind "More".

        What is selected is given a room of its own: the bar does not change with each row more.
        """
        receive, decline = self.buttons[BatchDeed.RECEIVE], self.buttons[BatchDeed.DECLINE]
        label = self.buttons[BatchDeed.LABEL]
        every = (*self.buttons.values(), self.condition, self.more, self.clear)
        wide = sum(one.sizeHint().width() + _GAP for one in every)
        said = scaled(_SAID) + self.all_link.sizeHint().width() + 2 * _GAP
        room = self.width() - 2 * _MARGIN + _GAP
        behind = label.sizeHint().width() + receive.sizeHint().width() + 2 * _GAP
        one_line = wide - behind <= room - said
        self._lines.setDirection(QBoxLayout.Direction.LeftToRight if one_line else QBoxLayout.Direction.TopToBottom)
        room -= said if one_line else 0
        for one in (receive, label, self.condition, decline):
            one.setVisible(wide <= room)
            wide -= 0 if wide <= room else one.sizeHint().width() + _GAP
        self._lines.activate()  # none of them is painted where it was

    def condition_menu(self, parent: QWidget) -> QMenu:
        """Each grade with its letter as its key. Wrong content is for the return's page: each piece has its photo."""
        from desk.ui.returns.case.words import grade_words

        menu = QMenu(self.tr("Condition"), parent)
        for grade in Grade:
            words = grade_words(grade)
            if grade is Grade.WRONG:
                words = self.tr("{grade} (with its photo, on the return's page)").format(grade=words)
            entry = menu.addAction("&" + words.replace("&", "&&"))
            entry.setEnabled(grade is not Grade.WRONG)
            entry.triggered.connect(lambda _=False, one=grade: self.condition_wanted.emit(one))
        return menu

    def more_menu(self) -> QMenu:
        menu = QMenu(self)
        for deed in (*(one for one, button in self.buttons.items() if button.isHidden()), *_MORE):
            menu.addAction(deed_words(deed)).triggered.connect(lambda _=False, one=deed: self.wanted.emit(one))
        if self.condition.isHidden() and self.condition.isEnabled():
            menu.addMenu(self.condition_menu(menu))
        menu.addMenu(self.reason_menu(menu))
        return menu

    def reason_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(self.tr("Give another reason"), parent)
        for code in RETURN_REASONS:
            entry = menu.addAction(reason_words(code).replace("&", "&&"))
            entry.triggered.connect(lambda _=False, one=code: self.reason_wanted.emit(one))
        return menu

    def open_conditions(self, beside: QWidget) -> None:
        """From the menu bar; `beside` where the button is not on show."""
        self._open(self.condition_menu(self.window()), self.condition if self.condition.isVisible() else beside)

    def open_reasons(self, beside: QWidget) -> None:
        """As `open_conditions`, for the reasons."""
        self._open(self.reason_menu(self.window()), self.more if self.more.isVisible() else beside)

    def _open(self, menu: QMenu, at: QWidget) -> None:
        """Above a button: the bar is at the window's lower edge."""
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at.mapToGlobal(QPoint(0, -menu.sizeHint().height() if isinstance(at, KeyButton) else 0)))
