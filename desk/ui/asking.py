"""Owns which commands of the whole window ask for an argument in the palette, and what they offer: the accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from desk.domain.rows import AccountState
from desk.ui.account_watch import AccountWatch
from desk.ui.actions.commands import Choice, Commands, fitting
from desk.ui.widgets.foreign import alone

translate = QCoreApplication.translate


def bind_asking(
    commands: Commands, watch: AccountWatch, fetch: Callable[..., object], ask: Callable[[str], object]
) -> None:
    """`fetch` takes an account; `ask` opens the palette at a command, for whoever chose it in a menu."""

    def to_fetch(text: str) -> Sequence[Choice]:
        ready = [one for one in watch.accounts if one.state is AccountState.READY]
        return fitting((Choice(alone(one.name), partial(fetch, one.id), one.tile.name) for one in ready), text)

    def to_pause(text: str) -> Sequence[Choice]:
        pause, go_on = translate("asking", "Pause"), translate("asking", "Go on")
        found = []
        for one in watch.accounts:
            paused = one.state is AccountState.PAUSED
            deed = partial(watch.pause, one.id, not paused)
            found.append(Choice(alone(one.name), deed, go_on if paused else pause))
        return fitting(found, text)

    commands.bind("sync.one", partial(ask, "sync.one"), watch.why_not_fetch)
    commands.ask("sync.one", to_fetch)
    commands.bind("sync.pause-one", partial(ask, "sync.pause-one"), watch.why_not_fetch)
    commands.ask("sync.pause-one", to_pause)
