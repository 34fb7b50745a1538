"""Owns what the orders' commands offer in the palette: states to narrow the list to, days, a note's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import Clock
from desk.ui.actions.commands import Choice, fitting
from desk.ui.locale import locale
from desk.ui.orders.chips import days_words, with_days
from desk.ui.orders.days import Days, month_of, read
from desk.ui.orders.hits import Filter, Narrowing
from desk.ui.orders.list_pane import ListPane

translate = QCoreApplication.translate
Narrow = Callable[[Filter], object]


def narrowings(pane: ListPane, narrow: Narrow, text: str) -> Sequence[Choice]:
    """The states the list can be narrowed to, with how many there are."""
    counts, shown = pane.hits.counts(pane.filter), pane.filter
    return fitting(
        (
            Choice(pane.chips.words(one), partial(narrow, replace(shown, narrowing=one)), locale().number(counts[one]))
            for one in Narrowing
        ),
        text,
    )


def days(pane: ListPane, clock: Clock, narrow: Narrow, text: str) -> Sequence[Choice]:
    """Days as they are typed, or some that are often wanted."""

    def choice(words: str, meant: Days) -> Choice:
        return Choice(words, partial(narrow, with_days(pane.filter, meant)), days_words(meant))

    today = locale().local(clock.now()).date()
    yesterday = today - timedelta(days=1)
    often = [
        choice(translate("asking", "Today"), Days(today, today)),
        choice(translate("asking", "Yesterday"), Days(yesterday, yesterday)),
        choice(translate("asking", "Last seven days"), Days(today - timedelta(days=6), today)),
        choice(translate("asking", "This month"), month_of(today)),
        choice(translate("asking", "Last month"), month_of(today, 1)),
        choice(translate("asking", "All days"), Days()),
    ]
    meant = read(text, today)
    typed = [choice(text.strip(), meant)] if meant is not None else []
    return [*typed, *(one for one in fitting(often, text) if meant is None or one.hint != days_words(meant))]


def note(write: Callable[[str], object], text: str) -> Sequence[Choice]:
    """The words of a note, as they are typed."""
    said = text.strip()
    return [Choice(said, partial(write, said), translate("asking", "Save as a note"))] if said else []
