"""Owns the bar that is there while returns are selected: how many, what they are worth, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QWidget

from desk.services.return_batch import BatchDeed
from desk.services.wording_deeds import RETURN_REASONS
from desk.ui.returns.faces import reason_words
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton, LinkButton
from desk.ui.widgets.label import ElidingLabel

translate = QCoreApplication.translate
_GLYPHS = {
    BatchDeed.SETTLE: Glyph.REFUND,
    BatchDeed.APPROVE: Glyph.CHECK,
    BatchDeed.RECEIVE: Glyph.BOX,
    BatchDeed.DECLINE: Glyph.CANCELLED,
}
_MORE = (BatchDeed.REJECT, BatchDeed.CLOSE)


def deed_words(deed: BatchDeed) -> str:
    """What stands on the button."""
    return {
        BatchDeed.SETTLE: translate("returns", "Refund …"),
        BatchDeed.APPROVE: translate("returns", "Accept …"),
        BatchDeed.RECEIVE: translate("returns", "Receive …"),
        BatchDeed.DECLINE: translate("returns", "Decline …"),
        BatchDeed.REJECT: translate("returns", "Reject after inspection …"),
        BatchDeed.CLOSE: translate("returns", "Close …"),
    }[deed]


class SelectionBar(QWidget):
    """`wanted` with the deed; `all_wanted` and `cleared` for the selection itself."""

    wanted = Signal(object)  # BatchDeed
    reason_wanted = Signal(str)  # a code of ours
    all_wanted = Signal()
    cleared = Signal()

    def __init__(self, refund_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._refund_key = refund_key
        self.setProperty("ground", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(16, 8, 16, 8)
        self._lines.setSpacing(8)
        said, row = self._halves = QHBoxLayout(), QHBoxLayout()
        for half in self._halves:
            half.setSpacing(8)
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
        self.more = KeyButton(glyph=Glyph.MORE)
        self.more.clicked.connect(self._open_more)
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
        self.more.show_text(self.tr("More"))
        self.clear.show_text("", key=self.tr("Esc"))
        self.clear.setAccessibleName(self.tr("Clear selection"))
        self.clear.setToolTip(self.tr("Clear selection"))

    def show_selection(self, count: int, total: int, worth: str) -> None:
        """`total` is how many the filter has, `worth` what those selected are worth."""
        self.setVisible(count > 0)
        chosen = self.tr("%n selected", "", count)
        self.told.setText(" · ".join(filter(None, (chosen, worth))))
        self.all_link.show_text(self.tr("Select all %n of the filter", "", total))
        self.all_link.setVisible(total > count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two lines where one has no room for all words."""
        super().resizeEvent(event)
        wanted = sum(half.sizeHint().width() for half in self._halves) + 2 * 16 + 8
        one_line = QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(one_line if self.width() >= wanted else QBoxLayout.Direction.TopToBottom)

    def _open_more(self) -> None:
        menu = QMenu(self)
        for deed in _MORE:
            menu.addAction(deed_words(deed)).triggered.connect(lambda _=False, one=deed: self.wanted.emit(one))
        reasons = menu.addMenu(self.tr("Give another reason"))
        for code in RETURN_REASONS:
            entry = reasons.addAction(reason_words(code).replace("&", "&&"))
            entry.triggered.connect(lambda _=False, one=code: self.reason_wanted.emit(one))
        menu.aboutToHide.connect(menu.deleteLater)
        above = QPoint(0, -menu.sizeHint().height())
        menu.popup(self.more.mapToGlobal(above))
