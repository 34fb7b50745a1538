"""Finds connectors by folder. Adding one edits no other file; desk.app hands this registry to the services."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, cast

from desk.domain.errors import NotFound

if TYPE_CHECKING:  # who only asks what a kind looks like loads nothing of what it can do
    from connectors.contract.capabilities import ConnectorKind
    from connectors.contract.protocols import AccountAccess, Connector, ConnectorModule


@cache
def kinds() -> tuple[str, ...]:
    """Names of all channel folders, sorted; imports none of them."""
    # By name, as `_module` does: to import the package would put the channels below their registry.
    folders = importlib.import_module("connectors.channels").__path__
    return tuple(sorted(found.name for found in pkgutil.iter_modules(folders) if found.ispkg))


def _module(kind: str, part: str) -> ModuleType:
    if kind not in kinds():
        known = ", ".join(kinds())
        raise NotFound(
            f"Desk knows no channel {kind!r}. Known: {known}.", code="no_such_channel", kind=kind, known=known
        )
    return importlib.import_module(f"connectors.channels.{kind}.{part}")


def describe(kind: str) -> ConnectorKind:
    """What is known of the kind without an account. Raises NotFound."""
    return cast("ConnectorModule", _module(kind, "settings")).KIND


def connect(access: AccountAccess) -> Connector:
    """The connector for one account. Raises NotFound for an unknown kind; does no I/O."""
    return cast("ConnectorModule", _module(access.kind, "connector")).connect(access)


def simulator(kind: str) -> ModuleType:
    """The kind's simulator module (`start(seed, orders, port, faults)`). Raises NotFound."""
    return _module(kind, "simulator")
