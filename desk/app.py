"""Start-up: wires store, services, connectors and window. Nobody imports it but `__main__`.

Most of it is imported where it is needed: a second start only hands over to the window that is open, at once.
"""

from __future__ import annotations

import gc
import getpass
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from desk.domain.clock import SystemClock, clock_from_environment
from desk.domain.errors import DeskError, NotAllowed
from desk.system import garbage, instance
from desk.system.folders import data_folder

if TYPE_CHECKING:
    from desk.cli.say import Count
    from desk.services.context import Desk
    from desk.store.search_renewal import Renewing
    from desk.system.crash import Run

_PATIENCE = 10.0
"""Seconds that a second start waits for the first, which may only just be opening its store."""


def open_desk(folder: Path, *, for_window: bool = False) -> Desk:
    """The agent's Desk on the store in `folder`. Raises StoreError, SecretsUnavailable, and NotAllowed where the agent
    leaves what an older store takes to be opened for later.

    A window reads the store through for damage itself, when its first picture stands.
    """
    import connectors.registry
    from desk.services.care import Place, is_restore_unfinished
    from desk.services.context import Desk
    from desk.store.engine import FILE_NAME, StoreKey, open_store
    from desk.system import logs
    from desk.system.secrets import EnvironmentSecrets, KeyringSecrets
    from desk.system.store_key import store_key

    keyring = KeyringSecrets()
    if is_restore_unfinished(folder):
        from desk.services.care_restore import finish

        given = os.environ.get("DESK_STORE_KEY_FD", "") or os.environ.get("DESK_STORE_KEY", "")
        finish(Place(folder=folder, secrets=keyring, clock=clock_from_environment(), given=given))
    key = StoreKey(store_key(folder, keyring, exists=(folder / FILE_NAME).exists()))
    with _in_window(folder) if for_window else _in_terminal() as renewing:
        store = open_store(folder, key, read_through=not for_window, renewing=renewing)
    logs.start(folder)
    return Desk(
        store=store,
        clock=clock_from_environment(),
        connectors=connectors.registry,
        secrets=EnvironmentSecrets(keyring),
        agent=_agent(),
        timeout=_timeout(),
    )


@contextmanager
def _in_terminal() -> Iterator[Renewing]:
    """How far an older store's search index is made anew, in a line; Ctrl+C leaves the rest for the next command."""
    counts: list[Count] = []

    def hear(done: int, total: int) -> None:
        from desk.cli.say import Count

        if not counts:
            counts.append(Count("orders are prepared for this version's search", total))
        counts[0].at(done)

    try:
        yield hear
    finally:
        for one in counts:
            one.close()


@contextmanager
def _in_window(folder: Path) -> Iterator[Renewing]:
    """The same before a window. Only an older store needs any of it, so nothing is loaded before it is told."""
    with ExitStack() as later:
        seen: list[Renewing] = []

        def hear(done: int, total: int) -> None:
            from desk.ui.renewal import renewing_seen

            if not seen:
                seen.append(later.enter_context(renewing_seen(folder)))
            seen[0](done, total)

        yield hear


def open_demo(folder: Path) -> Desk:
    """A throwaway Desk: its key and its secrets end with the process."""
    import connectors.registry
    from desk.services.context import Desk
    from desk.store.engine import StoreKey, open_store
    from desk.system import logs
    from desk.system.secrets import MemorySecrets

    store = open_store(folder, StoreKey.new())
    logs.start(folder)
    return Desk(
        store=store,
        clock=clock_from_environment(),
        connectors=connectors.registry,
        secrets=MemorySecrets(),
        agent="Demo",
        demo=True,
        timeout=_timeout(),
    )


def _agent() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a bare container
        return ""


def _timeout() -> float:
    told = os.environ.get("DESK_NETWORK_TIMEOUT", "")
    return float(told) if told.isascii() and told.replace(".", "", 1).isdigit() else 30.0


def start_window(folder: Path, reference: str) -> int:
    """Show the window on the store in `folder` until it is closed, or bring the one to the front that is open on it.

    `reference` is what it is to open; empty for nothing. Raises DeskError.
    """
    from desk.system.crash import Run

    run = Run(folder)
    try:
        if not run.begin():
            return _hand_over_patiently(folder, reference)
        run.catch_faults()
        desk = open_desk(folder, for_window=True)
    except DeskError as error:
        run.good_bye()
        if not _no_terminal():
            raise
        if error.code == "search_left_for_later":
            return 1  # who has just said so need not be told
        from desk.ui.unopened import tell

        # The keyring's key or a whole store may be back then: begin anew.
        return tell(error, folder) or start_window(folder, reference)
    status = _show(desk, folder, run, reference)
    desk.store.close()
    run.good_bye()
    return status if status >= 0 else _restore(folder)


def _restore(folder: Path) -> int:
    """The agent has left a window whose store is damaged: a backup, and begin anew."""
    from desk.domain.errors import StoreDamaged
    from desk.ui.unopened import tell

    error = StoreDamaged(
        "The store is damaged. Restore the newest backup; Desk will fetch from the channels what came after.",
        code="store_damaged",
    )
    return tell(error, folder) or start_window(folder, "")


def _hand_over_patiently(folder: Path, reference: str) -> int:
    clock = SystemClock()
    give_up = clock.monotonic() + _PATIENCE
    while clock.monotonic() < give_up:
        if instance.hand_over(folder, reference):
            return 0
        clock.wait(threading.Event(), 0.1)
    raise NotAllowed(
        "Desk is open on this store already and does not answer. Wait a moment, or end it, then start Desk again.",
        code="window_busy",
    )


def _show(desk: Desk, folder: Path, run: Run, reference: str) -> int:
    from desk.ui.window import open_window as show

    return show(desk, argv=sys.argv[:1], folder=folder, run=run, reference=reference)


def open_window(desk: Desk) -> int:
    """Show the demo's window until it is closed. It is no run that a second start looks for."""
    from desk.ui.window import open_window as show

    return show(desk, argv=sys.argv[:1])


def save_pictures(desk: Desk, folder: Path) -> list[Path]:
    """Pictures of the window on this store, painted without a display."""
    from desk.ui.pictures import save_for

    return save_for(desk, folder)


def _no_terminal() -> bool:
    """Nobody would read what is printed: a window program on Windows, or one started from a desktop's menu."""
    return sys.stderr is None or bool(os.environ.get("DESK_NO_TERMINAL"))


def _tell_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A mistake of ours that ends the program: into the log, and one sentence where an agent reads it."""
    from desk.system import logs

    folder = logs.started()
    is_gone = folder is None or not folder.exists()  # the demo's goes with it
    if is_gone or issubclass(kind, KeyboardInterrupt) or os.environ.get("DESK_LOG", "").upper() == "DEBUG":
        sys.__excepthook__(kind, error, trace)
        return
    import logging

    logging.getLogger("ui").critical("a mistake ended the program", exc_info=(kind, error, trace))
    print(f"Something went wrong inside Desk. Try again; the log holds the details: {folder}", file=sys.stderr)  # noqa: T201


def _handed_over(arguments: list[str]) -> bool:
    """Whether the window that these words ask for was open, and has come to the front."""
    wanted = instance.window_words(arguments)
    if wanted is None:
        return False
    try:
        return instance.hand_over(data_folder(wanted[0]), wanted[1])
    except DeskError:
        return False  # the command itself will say why


def _window_alone(told: str, reference: str) -> int:
    """The window without the command line's frame: loading all commands takes longer than opening the store."""
    from desk.cli.display import need_display
    from desk.cli.say import echo, open_streams

    open_streams(json=False)
    gc.disable()  # until the first picture stands (desk.ui.memory): what is loaded till then stays
    try:
        need_display()
        return start_window(data_folder(told), reference)
    except DeskError as error:
        echo(error.text, err=True)
        return 1
    finally:
        gc.enable()


def main() -> int:
    """The program: the window without an argument, else a command. Returns the exit status."""
    garbage.look_seldom()
    if _handed_over(sys.argv[1:]):
        return 0
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # a window program on Windows has none
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (as long as the process)
            os.environ["DESK_NO_TERMINAL"] = "1"
    sys.excepthook = _tell_mistake
    wanted = instance.window_words(sys.argv[1:])
    if wanted is not None:
        return _window_alone(*wanted)
    import connectors.registry
    from desk.cli.main import run
    from desk.cli.wiring import Wiring

    wiring = Wiring(
        open_desk=open_desk,
        open_demo=open_demo,
        start_window=start_window,
        open_window=open_window,
        save_pictures=save_pictures,
        kinds=connectors.registry.kinds,
        describe=connectors.registry.describe,
        simulator=connectors.registry.simulator,
    )
    return run(sys.argv[1:], wiring)
