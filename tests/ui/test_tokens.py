"""The tokens of UX 11: contrast computed for every pair in use, and the values as they stand there."""

import re
from pathlib import Path

import pytest

from desk.ui.theme.tokens import DARK, LIGHT, TONES, Tokens, colour_names, with_high_contrast

UX = Path(__file__).parents[3] / "shared" / "UX.md"
BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def text_pairs(t: Tokens) -> list[tuple[str, str, str]]:
    """Every text colour with every ground it is painted on."""
    grounds = {name: t.colour(name) for name in ("bg", "surface", "nav", "raised", "hover", "sel")}
    pairs = [
        (f"{text} on {ground}", t.colour(text), value)
        for text in ("text", "text_2")
        for ground, value in grounds.items()
    ]
    pairs += [(f"text_3 on {ground}", t.text_3, t.colour(ground)) for ground in ("surface", "raised", "nav", "bg")]
    pairs += [(f"accent on {ground}", t.accent, t.colour(ground)) for ground in ("surface", "bg", "raised")]
    pairs += [
        ("text on mark", t.text, t.mark),
        ("text_2 on key cap", t.text_2, t.key_cap),
        ("primary button", t.on_accent, t.accent),
        ("primary button under the mouse", t.on_accent, t.accent_hover),
        ("checked chip", t.info.fg, t.sel),
    ]
    pairs += [(f"pill {name}", t.tone(name).fg, t.tone(name).bg) for name in TONES]
    pairs += [(f"tone {name} on surface", t.tone(name).fg, t.surface) for name in TONES]
    pairs += [(f"tile {name}", pair.fg, pair.bg) for name, pair in t.tiles.items()]
    return pairs


@BOTH
def test_every_text_can_be_read(tokens: Tokens) -> None:
    weak = {name: round(contrast(fg, bg), 2) for name, fg, bg in text_pairs(tokens) if contrast(fg, bg) < 4.5}
    assert not weak


@BOTH
def test_with_high_contrast_everything_is_as_strong_as_text(tokens: Tokens) -> None:
    strong = with_high_contrast(tokens)
    assert strong.text_2 == strong.text_3 == strong.line == strong.text
    assert strong.tone("warn").bg == strong.surface
    weak = {name: contrast(fg, bg) for name, fg, bg in text_pairs(strong) if contrast(fg, bg) < 4.5}
    assert not weak


@BOTH
def test_edges_and_rings_can_be_seen(tokens: Tokens) -> None:
    for ground in (tokens.surface, tokens.raised):  # fields stand in the top bar, on cards and in dialogs
        assert contrast(tokens.field_line, ground) >= 3
    for ground in (tokens.surface, tokens.raised, tokens.bg, tokens.nav, tokens.sel):
        assert contrast(tokens.accent, ground) >= 3


@BOTH
def test_each_colour_is_a_value(tokens: Tokens) -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", tokens.colour(name)) for name in colour_names())


def test_an_unknown_colour_is_told() -> None:
    with pytest.raises(KeyError):
        LIGHT.colour("tiles")
    with pytest.raises(KeyError):
        LIGHT.tone("text")


def test_a_channel_nobody_planned_has_a_neutral_tile() -> None:
    assert LIGHT.tile("violet") == LIGHT.neutral
    assert LIGHT.tile("Sh") == LIGHT.tile("sh") == LIGHT.tiles["sh"]


ROWS = {
    "bg / surface / nav": ("bg", "surface", "nav"),
    "raised / hover / sel": ("raised", "hover", "sel"),
    "line / line-soft / field-line": ("line", "line_soft", "field_line"),
    "text / text-2 / text-3": ("text", "text_2", "text_3"),
    "accent / on-accent / accent-hover": ("accent", "on_accent", "accent_hover"),
    "mark / key cap": ("mark", "key_cap"),
}
PAIRS = {"ok (fg / bg)": "ok", "info": "info", "warn": "warn", "err": "err", "return": "returned", "neutral": "neutral"}


def test_values_are_those_of_the_specification() -> None:
    if not UX.exists():
        pytest.skip("shared/UX.md is not here")
    table = {
        cells[1].strip(): (cells[2], cells[3])
        for cells in (line.split("|") for line in UX.read_text(encoding="utf-8").splitlines())
        if len(cells) > 4
    }
    for name, fields in ROWS.items():
        for tokens, cell in zip((LIGHT, DARK), table[name], strict=True):
            assert re.findall(r"#[0-9A-F]{6}", cell) == [tokens.colour(field) for field in fields]
    for name, tone in PAIRS.items():
        for tokens, cell in zip((LIGHT, DARK), table[name], strict=True):
            assert re.findall(r"#[0-9A-F]{6}", cell) == [tokens.tone(tone).fg, tokens.tone(tone).bg]
