"""Finds connectors by folder. Adding one edits no other file; desk.app hands this registry to the services."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, cast

from desk.domain.errors import NotFound

if TYPE_CHECKING:  # who only asks what a kind looks like loads nothing of what it can do
    from connectors.contract.capabilities import ConnectorKind
    from connectors.contract.protocols import AccountAccess, Connector, ConnectorModule, SignsInByBrowser


@cache
def kinds() -> tuple[str, ...]:
    """Names of all channel folders, sorted; imports none of them."""
    import pkgutil

    # By name, as `_module` does: to import the package would put the channels below their registry.
    folders = importlib.import_module("connectors.channels").__path__
    return tuple(sorted(found.name for found in pkgutil.iter_modules(folders) if found.ispkg))


def _is_there(kind: str) -> bool:
    """Whether there is such a folder; quicker than to look for all of them."""
    found = importlib.util.find_spec(f"connectors.channels.{kind}") if kind.isidentifier() else None
    return found is not None and found.submodule_search_locations is not None


def _module(kind: str, part: str) -> ModuleType:
    if not _is_there(kind):
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


def sign_in(kind: str) -> SignsInByBrowser:
    """How accounts of the kind are let in by the browser. Raises NotFound for a kind that has no such page."""
    described = describe(kind)
    if not described.signs_in_by_browser:
        raise NotFound(f"{described.name} has no page to sign in at.", code="no_sign_in_page", kind=described.name)
    return cast("SignsInByBrowser", _module(kind, "connector"))


def simulator(kind: str) -> ModuleType:
    """The kind's simulator module (`start(seed, orders, port, faults)`). Raises NotFound."""
    return _module(kind, "simulator")
