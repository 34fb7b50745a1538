"""Owns what the command line is given at start and what each command reads from it: parts, flags, output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import msgspec

from desk.system.folders import data_folder
from desk.system.secrets import KeyringSecrets, Secrets

if TYPE_CHECKING:
    from connectors.contract.capabilities import ConnectorKind
    from desk.services.context import Desk


PATIENCE = 3.0
"""Seconds a command waits for whoever keeps the store locked: with its own start it answers within five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The parts desk.app puts together, as functions, so that a command loads only what it needs."""

    open_desk: Callable[[Path], Desk]
    open_demo: Callable[[Path], Desk]
    start_window: Callable[[Path, str], int]
    open_window: Callable[[Desk], int]
    save_pictures: Callable[[Desk, Path], list[Path]]
    kinds: Callable[[], tuple[str, ...]]
    describe: Callable[[str], ConnectorKind]
    simulator: Callable[[str], ModuleType]
    keyring: Callable[[], Secrets] = KeyringSecrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One call of the command line."""

    wiring: Wiring
    data: str
    json: bool

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The agent's Desk, its store closed at the end."""
        found = self.wiring.open_desk(data_folder(self.data))
        found.store.wait_for_locks(PATIENCE)
        try:
            yield found
        finally:
            found.store.close()

    def tell(self, document: Any, text: Callable[[], None]) -> None:
        """Print the document as JSON, or let `text` tell it to a person."""
        if self.json:
            sys.stdout.write(to_json(document) + "\n")
        else:
            text()


def to_json(document: Any) -> str:
    """Plain values, data classes, instants (ISO 8601, UTC) and amounts (minor units and currency) as JSON."""
    return msgspec.json.encode(document, enc_hook=_plain).decode()


def _plain(value: object) -> object:
    if isinstance(value, Path | str):  # msgspec takes no text that is more than a text
        return str(value)
    raise TypeError(f"not a value for JSON: {type(value).__name__}")
