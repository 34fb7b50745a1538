"""Owns the choices that are commands: language, look, density, text size; and which of them holds."""

from __future__ import annotations

from functools import partial

from desk.ui.actions.commands import Commands
from desk.ui.locale import locale
from desk.ui.theme.look import Density, LookChoice, look

_TEXT_STEP = 0.1


def bind_choices(commands: Commands) -> None:
    bind = commands.bind
    bind("text.larger", lambda: look().scale_text(round(look().text_scale + _TEXT_STEP, 2)))
    bind("text.smaller", lambda: look().scale_text(round(look().text_scale - _TEXT_STEP, 2)))
    bind("text.normal", lambda: look().scale_text(1.0))
    for choice in LookChoice:
        bind(f"look.{choice.value}", partial(look().choose, choice))
    for density in Density:
        bind(f"density.{density.value}", partial(look().space, density))
    for language in ("de", "en"):
        bind(f"language.{language}", partial(locale().speak, language))


def mark_choices(commands: Commands) -> None:
    commands.mark(f"look.{look().choice.value}", True)
    commands.mark(f"density.{look().density.value}", True)
    commands.mark(f"language.{locale().language}", True)
