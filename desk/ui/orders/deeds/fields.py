"""Owns the fields of the deeds' dialogs: an amount, a reason, a word to the buyer with its counter, a carrier."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.values import Money, MoneyError, minor_digits
from desk.ui.locale import locale
from desk.ui.theme import icons
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, font, scaled
from desk.ui.widgets.burst import BurstGuard
from desk.ui.widgets.label import Label

_SIGNS = "€$£ \u00a0\u202f"


def parse_amount(text: str, currency: str) -> Money | None:
    """An amount as people type it, with comma or point; None for what is none. Never rounds."""
    kept = text.strip()
    for sign in (*_SIGNS, currency):
        kept = kept.replace(sign, "")
    whole, mark, part = _split(kept, minor_digits(currency))
    if not (whole + part).isascii() or not (whole + part).isdigit() or (mark and not part):
        return None
    try:
        return Money.parse(f"{whole or '0'}.{part or '0'}", currency)
    except MoneyError:
        return None


def _split(text: str, digits: int) -> tuple[str, str, str]:
    """Before and behind the decimal mark. One mark with three digits behind it parts thousands: `1.234`."""
    at = max(text.rfind(","), text.rfind("."))
    if at < 0:
        return text, "", ""
    mark, other = text[at], "." if text[at] == "," else ","
    before, behind = text[:at], text[at + 1 :]
    groups = before.replace(other, mark).split(mark)
    grouped = len(groups) > 1 and all(len(one) == 3 for one in groups[1:]) and 0 < len(groups[0]) <= 3
    if len(behind) <= digits:
        if len(groups) > 1 and (not grouped or mark in before):
            return "x", mark, behind  # marks where none belong
        return "".join(groups), mark, behind
    if len(behind) == 3 and other not in before and (len(groups) == 1 or grouped) and 0 < len(groups[0]) <= 3:
        return "".join(groups) + behind, "", ""
    return "x", mark, behind


class AmountField(QLineEdit):
    """An amount of one currency, nought while empty. A code that is scanned into it goes out again."""

    scanned = Signal(str)

    def __init__(self, currency: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._currency = currency
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(font("body", tabular=True))
        self.setFixedWidth(scaled(112))
        self.setMaxLength(20)
        self.setPlaceholderText(locale().money(Money.zero(currency)))
        BurstGuard(self).scanned.connect(self.scanned)

    def amount(self) -> Money | None:
        """None for what cannot be read."""
        if not self.text().strip():
            return Money.zero(self._currency)
        return parse_amount(self.text(), self._currency)

    def put(self, amount: Money) -> None:
        self.setText(locale().money(amount))
        self.setCursorPosition(0)

    def mark(self, *, problem: bool) -> None:
        if bool(self.property("problem")) != problem:
            self.setProperty("problem", problem)
            self.style().unpolish(self)
            self.style().polish(self)


class ReasonBox(QComboBox):
    """A choice with no preset: whoever confirms has chosen."""

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, words in choices:
            self.addItem(words, value)
        self.setCurrentIndex(-1)
        self.setPlaceholderText(QCoreApplication.translate("deeds", "Choose a reason"))

    def value(self) -> str:
        """Empty while nothing is chosen."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # no reason is chosen in passing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = scaled(14)
        place = QRectF(self.width() - size - 8, (self.height() - size) / 2, size, size)
        icons.draw(QPainter(self), place, Glyph.CARET_DOWN, colour("text_2"), size)


class TextBox(QPlainTextEdit):
    """Some lines of plain text; Tab goes on."""

    def __init__(self, lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + scaled(14))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(120), self.height())


class CommentField(QWidget):
    """A word that the buyer reads, its name above and its length below."""

    changed = Signal()

    def __init__(self, name: str, limit: int, parent: QWidget, *, lines: int = 2) -> None:
        super().__init__(parent)
        self._limit = limit
        self.edit = TextBox(lines, self)
        self.edit.setAccessibleName(name)
        self.name = Label(name, "secondary", "2")
        self.name.setBuddy(self.edit)
        self.counter = Label("", "secondary", "3")
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.edit)
        self.edit.textChanged.connect(self._typed)
        self._count()

    def text(self) -> str:
        return self.edit.toPlainText().strip()

    def why_not(self) -> str:
        """Too long by how much; empty while it fits."""
        over = len(self.text()) - self._limit
        return QCoreApplication.translate("deeds", "%n character(s) too many", "", over) if over > 0 else ""

    def _typed(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        has = len(self.text())
        self.counter.setText(f"{locale().number(has)} / {locale().number(self._limit)}")
        self.counter.set_tint("err" if has > self._limit else "3")
