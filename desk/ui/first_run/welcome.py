"""Owns the welcome: language, how to begin, look, the first keys. Skipping is possible at each step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.ui.actions.commands import Commands
from desk.ui.first_run.choice import Choice
from desk.ui.locale import LANGUAGES, locale
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import Density, LookChoice, look, scaled
from desk.ui.widgets.button import Chip, KeyButton
from desk.ui.widgets.label import Label

_KEYS = ("search.focus", "app.palette", "list.next", "order.ship", "edit.undo", "help.keys")
_SIZES = (90, 100, 110, 125, 150)
T = TypeVar("T")


class Beginning(StrEnum):
    """How the agent begins; the values are commands."""

    DEMO = "demo.open"
    CONNECT = "account.connect"
    LATER = ""


class Welcome(QDialog):
    """`chosen` carries the command to go on with when the last page is left."""

    chosen = Signal(str)

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands
        self._title = Label("", "number", wrap=True)
        self._about = Label("", "body", "2", wrap=True)
        self._stack = QStackedWidget()
        self.languages: dict[str, Choice] = {}
        self.beginnings: dict[Beginning, Choice] = {}
        self.looks: dict[LookChoice, Chip] = {}
        self.densities: dict[Density, Chip] = {}
        self.sizes: dict[int, Chip] = {}
        self._key_rows: list[tuple[str, Label, Label]] = []
        for page in (self._language_page(), self._begin_page(), self._look_page(), self._keys_page()):
            self._stack.addWidget(page)
        self.skip = KeyButton(key="Esc", parent=self)
        self.back = KeyButton(glyph=Glyph.BACK, parent=self)
        self.next = KeyButton(primary=True, parent=self)
        self._place = Label("", "secondary", "3")
        buttons = QHBoxLayout()
        buttons.addWidget(self.skip)
        buttons.addWidget(self._place)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)
        self.skip.clicked.connect(self.reject)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.resize(scaled(560), scaled(440))
        self.retranslate()
        self._show(0)

    # --- pages ------------------------------------------------------------------------------------------------------

    def _language_page(self) -> QWidget:
        page, column = _page()
        for code in LANGUAGES:
            choice = self.languages[code] = Choice(Glyph.TEXT_SIZE, page)
            choice.toggled.connect(lambda on, one=code: self._speak(one) if on else None)
            choice.taken.connect(self.go_on)
            column.addWidget(choice)
        self.languages[locale().language].setChecked(True)
        column.addStretch(1)
        return page

    def _speak(self, language: str) -> None:
        if language != locale().language:
            self._commands.run(f"language.{language}")

    def _begin_page(self) -> QWidget:
        page, column = _page()
        glyphs = {Beginning.CONNECT: Glyph.PLUS, Beginning.DEMO: Glyph.PUZZLE, Beginning.LATER: Glyph.CLOCK}
        for beginning, glyph in glyphs.items():
            choice = self.beginnings[beginning] = Choice(glyph, page)
            choice.taken.connect(self.go_on)
            column.addWidget(choice)
        self.beginnings[Beginning.DEMO].setChecked(True)
        column.addStretch(1)
        return page

    def _look_page(self) -> QWidget:
        page, column = _page()
        self._look_title, self._density_title, self._size_title = (Label("", "title") for _ in range(3))
        column.addWidget(self._look_title)
        column.addLayout(self._chips(self.looks, LookChoice, lambda one: self._commands.run(f"look.{one.value}")))
        column.addSpacing(8)
        column.addWidget(self._density_title)
        column.addLayout(self._chips(self.densities, Density, lambda one: self._commands.run(f"density.{one.value}")))
        column.addSpacing(8)
        column.addWidget(self._size_title)
        column.addLayout(self._chips(self.sizes, _SIZES, lambda one: look().scale_text(one / 100)))
        column.addStretch(1)
        return page

    def _chips(self, into: dict[T, Chip], choices: Iterable[T], deed: Callable[[T], object]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        group = QButtonGroup(self)
        for one in choices:
            chip = into[one] = Chip()
            group.addButton(chip)
            chip.clicked.connect(lambda _=False, this=one: deed(this))
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _keys_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        for row, command in enumerate(_KEYS):
            key, text = Label("", "name", "accent"), Label("", "body", wrap=True)
            self._key_rows.append((command, key, text))
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(_KEYS), 1)
        return page

    # --- going ------------------------------------------------------------------------------------------------------

    @property
    def beginning(self) -> Beginning:
        return next((one for one, choice in self.beginnings.items() if choice.isChecked()), Beginning.LATER)

    @property
    def page(self) -> int:
        return self._stack.currentIndex()

    def go_on(self) -> None:
        """The next page; from the last one to what was chosen."""
        if self.page + 1 < self._stack.count():
            self._show(self.page + 1)
            return
        beginning = self.beginning
        self.accept()
        if beginning:
            self.chosen.emit(beginning.value)

    def go_back(self) -> None:
        if self.page:
            self._show(self.page - 1)

    def _show(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        self.retranslate()
        choices: tuple[list[Choice], ...] = (list(self.languages.values()), list(self.beginnings.values()), [], [])
        held = [one for one in choices[page] if one.isChecked()]
        (held[0] if held else self.next).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
            return
        super().keyPressEvent(event)

    # --- words ------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        titles = (
            (self.tr("Welcome to Desk"), self.tr("Which language shall Desk speak? It can be changed at any time.")),
            (self.tr("How do you want to begin?"), ""),
            (self.tr("How shall it look?"), self.tr("The change is seen at once.")),
            (self.tr("Six keys are enough for the start"), self.tr("All of them are also in menus and buttons.")),
        )
        title, about = titles[self.page]
        self._title.setText(title)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.setWindowTitle(self.tr("First steps"))
        self.setAccessibleName(f"{self.windowTitle()}. {title}")
        # A language is named in itself, so that whoever cannot read the present one finds the way.
        for code, name in (("de", "Deutsch"), ("en", "English")):
            self.languages[code].say(name)
        for beginning, text, more in (
            (
                Beginning.CONNECT,
                self.tr("Connect an account"),
                self.tr("With the keys of your channel; Desk only reads to begin with."),
            ),
            (
                Beginning.DEMO,
                self.tr("Look at demo data"),
                self.tr("Made-up orders in a window of its own; nothing is transferred."),
            ),
            (Beginning.LATER, self.tr("Neither for now"), self.tr("Both are in the menu File.")),
        ):
            self.beginnings[beginning].say(text, more)
        self._look_title.setText(self.tr("Look"))
        self._density_title.setText(self.tr("Rows of lists"))
        self.densities[Density.COMFORTABLE].show_text(self.tr("Comfortable"))
        self.densities[Density.COMPACT].show_text(self.tr("Compact"))
        self.densities[look().density].setChecked(True)
        self._size_title.setText(self.tr("Text size"))
        self.looks[LookChoice.SYSTEM].show_text(self.tr("As the system"))
        self.looks[LookChoice.LIGHT].show_text(self.tr("Light"))
        self.looks[LookChoice.DARK].show_text(self.tr("Dark"))
        self.looks[look().choice].setChecked(True)
        for size, chip in self.sizes.items():
            chip.show_text(self.tr("{number} %").format(number=locale().number(size)))
        self.sizes[min(_SIZES, key=lambda one: abs(one - look().text_scale * 100))].setChecked(True)
        hints = (
            self.tr("One field finds everything: order number, name, e-mail, tracking number, any part of it"),
            self.tr("Every deed by its name"),
            self.tr("The next order in the list; its details follow"),
            self.tr("Report the shipment of the order on show"),
            self.tr("Take the last deed back"),
            self.tr("All keys"),
        )
        for (command, key, words_of_key), hint in zip(self._key_rows, hints, strict=True):
            key.setText(self._commands.key(command))
            words_of_key.setText(hint)
        last = self.page + 1 == self._stack.count()
        words = {
            Beginning.CONNECT: self.tr("Connect an account"),
            Beginning.DEMO: self.tr("Open the demo"),
            Beginning.LATER: self.tr("Begin"),
        }
        self.next.show_text(words[self.beginning] if last else self.tr("Next"))
        self.back.show_text(self.tr("Back"))
        self.back.setVisible(self.page > 0)
        self.skip.show_text(self.tr("Skip"))
        self._place.setText(self.tr("{number} of {all}").format(number=self.page + 1, all=self._stack.count()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "_place"):
            self.retranslate()


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return page, column
