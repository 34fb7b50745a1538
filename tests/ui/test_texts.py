"""Every picture's texts: none cut, no glyph missing in the bundled font, no control unnamed; both languages, 150 %."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.system.resources import folder
from desk.ui import pictures
from desk.ui.background import lanes
from desk.ui.locale import LANGUAGES, locale
from desk.ui.main_window import MainWindow
from desk.ui.picture_stage import lay_out, wait
from desk.ui.status_bar import Segment
from desk.ui.theme import look
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import ElidingLabel, Label
from desk.ui.widgets.nav import NavRow
from desk.ui.widgets.pill import Pill
from tests.ui.shell import settled


def is_cut(widget: QWidget) -> bool:
    """Whether a widget has less room than its text needs, and does not say the rest in a tooltip."""
    if isinstance(widget, ElidingLabel):
        return False
    if isinstance(widget, QLabel):
        room = widget.contentsRect()
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 1
        return (
            any(widget.fontMetrics().horizontalAdvance(line) > room.width() + 1 for line in widget.text().splitlines())
            or widget.fontMetrics().height() * max(1, widget.text().count("\n") + 1) > room.height() + 2
        )
    if isinstance(widget, NavRow):
        return widget.width() < widget.needed_width() and not widget.toolTip()
    if isinstance(widget, Segment):
        return widget.width() < widget.sizeHint().width() and not widget.toolTip()
    if isinstance(widget, QAbstractButton | Pill):
        hint = widget.sizeHint()
        return widget.width() < hint.width() or widget.height() < hint.height()
    return False


def shown(screen: QWidget) -> Iterator[QWidget]:
    yield screen
    for widget in screen.findChildren(QWidget):
        # Hidden pages still have the size of a window that is long gone.
        if widget.isVisibleTo(screen) and widget.width() and not widget.visibleRegion().isEmpty():
            yield widget


def cut_texts(screen: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()!r}"
        for widget in shown(screen)
        if is_cut(widget)
    ]


def texts(screen: QWidget) -> Iterator[str]:
    for widget in shown(screen):
        yield widget.accessibleName()
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            for row in range(min(40, widget.model().rowCount())):
                spoken = widget.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
                yield spoken if isinstance(spoken, str) else ""


def missing_glyphs(screen: QWidget, font: QRawFont) -> set[str]:
    letters = {letter for text in texts(screen) for letter in text if letter.isprintable()}
    return {letter for letter in letters if not all(font.glyphIndexesForString(letter))}


def bundled_font() -> QRawFont:
    font = QRawFont(str(folder("fonts") / "Inter-Regular.ttf"), 13)
    assert font.isValid()
    return font


# --- The checks can fail ------------------------------------------------------------------------------------


def test_a_cut_label_and_button_are_found(app: QApplication, qtbot: QtBot) -> None:
    assert app is not None
    screen = QWidget()
    qtbot.addWidget(screen)
    label = Label("Zahlungserinnerung", parent=screen)
    button = KeyButton("Erneut versuchen", parent=screen)
    label.resize(200, 20)
    button.resize(button.sizeHint())
    screen.resize(400, 100)
    screen.show()
    assert cut_texts(screen) == []
    label.resize(40, 20)
    button.resize(60, 32)
    assert len(cut_texts(screen)) == 2


def test_a_missing_glyph_is_found(app: QApplication, qtbot: QtBot) -> None:
    assert app is not None
    screen = QWidget()
    qtbot.addWidget(screen)
    Label("Łódź Ελλάδα Москва €", parent=screen).resize(300, 20)
    screen.show()
    assert missing_glyphs(screen, bundled_font()) == set()
    Label("注文", parent=screen).resize(100, 20)
    screen.findChildren(Label)[1].show()
    assert missing_glyphs(screen, bundled_font()) == {"注", "文"}


# --- All screens --------------------------------------------------------------------------------------------


PARTS = 4


@pytest.mark.timeout(400)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_screen_can_be_read_in_both_languages(app: QApplication, part: int) -> None:
    assert "Inter" in QFontDatabase.families()
    font = bundled_font()
    faults: list[str] = []
    seen: list[str] = []
    for name, screen in pictures.screens(app, pictures.SCENES[part::PARTS]):
        seen.append(name)
        for language in LANGUAGES:
            locale().speak(language)
            wait(20)
            lay_out()
            where = f"{name} ({language})"
            faults += [f"{where}: cut {text}" for text in cut_texts(screen)]
            faults += [f"{where}: no glyph for {letter!r}" for letter in sorted(missing_glyphs(screen, font))]
            faults += [f"{where}: {fault}" for fault in unnamed(screen)]
        locale().speak("de")
    lanes().shut_down()
    assert len(seen) == len(set(seen)) > PARTS
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shell_can_be_read_at_150_percent(window: MainWindow, language: str, qtbot: QtBot) -> None:
    locale().speak(language)
    look().scale_text(1.5)

    def read(*parts: QWidget) -> None:
        """What is cut is laid out once a busy machine comes to it, or never."""
        lay_out()
        settled(qtbot)
        qtbot.waitUntil(lambda: [text for part in parts for text in cut_texts(part)] == [])

    for command in ("go.search", "go.outbox", "app.settings"):
        window.commands.run(command)
        read(window.nav, window.top, window.status)
    read(window.settings)
    window.open_outbox()
    read(window.outbox)
