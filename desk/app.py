"""Start-up: wires store, services, connectors and window. Nobody imports it but `__main__`."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import connectors.registry
from desk.cli.main import run
from desk.cli.wiring import Wiring
from desk.domain.clock import clock_from_environment
from desk.services.context import Desk
from desk.store.engine import FILE_NAME, StoreKey, open_store
from desk.system import logs
from desk.system.secrets import EnvironmentSecrets, KeyringSecrets, MemorySecrets
from desk.system.store_key import store_key


def open_desk(folder: Path) -> Desk:
    """The agent's Desk on the store in `folder`. Raises StoreError and SecretsUnavailable."""
    keyring = KeyringSecrets()
    key = StoreKey(store_key(folder, keyring, exists=(folder / FILE_NAME).exists()))
    store = open_store(folder, key)
    logs.start(folder)
    return Desk(
        store=store,
        clock=clock_from_environment(),
        connectors=connectors.registry,
        secrets=EnvironmentSecrets(keyring),
        agent=_agent(),
        timeout=_timeout(),
    )


def open_demo(folder: Path) -> Desk:
    """A throwaway Desk: its key and its secrets end with the process."""
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


def open_window(desk: Desk) -> int:
    """Show the window until it is closed. Raises DeskError where there is no display."""
    from desk.ui.window import open_window as show

    return show(desk, argv=sys.argv[:1])


def save_pictures(desk: Desk, folder: Path) -> list[Path]:
    """Pictures of the window on this store, painted without a display."""
    from desk.ui.pictures import save_for

    return save_for(desk, folder)


def main() -> int:
    """The program: the window without an argument, else a command. Returns the exit status."""
    wiring = Wiring(
        open_desk=open_desk,
        open_demo=open_demo,
        open_window=open_window,
        save_pictures=save_pictures,
        kinds=connectors.registry.kinds,
        describe=connectors.registry.describe,
        simulator=connectors.registry.simulator,
    )
    return run(sys.argv[1:], wiring)
