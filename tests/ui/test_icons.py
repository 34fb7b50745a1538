"""Icons: every name exists, a missing one fails at start, and the tint follows the look at paint time."""

import ast
from enum import StrEnum
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desk.ui.theme import LookChoice, icons, look
from desk.ui.theme.icons import Glyph, icon

WINDOW = Path(icons.__file__).parents[1]


def test_every_name_is_in_the_font(app: QApplication) -> None:
    assert app is not None
    icons.load()


def test_a_name_that_the_font_lacks_fails_at_start(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app is not None
    wrong = StrEnum("wrong", {"NO_SUCH": "no-such-icon"})
    monkeypatch.setattr(icons, "Glyph", wrong)
    icons._loaded.cache_clear()
    try:
        with pytest.raises(icons.IconsMissingError, match="no-such-icon"):
            icons.load()
    finally:
        icons._loaded.cache_clear()


def test_every_glyph_named_in_the_window_is_listed() -> None:
    named = {
        node.attr
        for file in WINDOW.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Glyph"
    }
    assert named
    assert named <= set(Glyph.__members__)
    assert set(Glyph.__members__) <= named, "listed and never used"


def inked(image: QImage) -> set[str]:
    found = set()
    for x in range(image.width()):
        for y in range(image.height()):
            pixel = image.pixelColor(x, y)
            if pixel.alpha() == 255:
                found.add(QColor(pixel).name().upper())
    return found


def test_the_same_icon_is_tinted_anew_in_the_other_look(app: QApplication) -> None:
    assert app is not None
    made = icon(Glyph.DONE_FILL, "accent")
    assert "#2457D6" in inked(made.pixmap(32, 32).toImage())
    look().choose(LookChoice.DARK)
    assert "#86ABFF" in inked(made.pixmap(32, 32).toImage())


def test_an_unknown_tint_fails_when_the_icon_is_made() -> None:
    with pytest.raises(KeyError):
        icon(Glyph.DONE, "pink")
