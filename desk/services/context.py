"""Owns Desk: the parts every service needs, put together once by desk.app or by a test."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from connectors.contract.shared import Shared
from desk.domain.clock import Clock
from desk.domain.errors import NotFound
from desk.domain.rows import ChannelTile
from desk.store.engine import Store
from desk.system.processes import own_name
from desk.system.secrets import Secrets

if TYPE_CHECKING:
    from connectors.contract.capabilities import ConnectorKind
    from connectors.contract.protocols import AccountAccess, Connector, SignsInByBrowser

P = ParamSpec("P")
T = TypeVar("T")


class ConnectorSource(Protocol):
    """Where connectors come from; connectors.registry is the real one."""

    def kinds(self) -> tuple[str, ...]: ...

    def describe(self, kind: str) -> ConnectorKind: ...

    def connect(self, access: AccountAccess) -> Connector: ...

    def sign_in(self, kind: str) -> SignsInByBrowser:
        """Raises NotFound for a kind that signs in otherwise."""
        ...


class DirectExecutor(Executor):
    """Runs at once in the caller's thread: for the command line and tests."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - an executor hands every error to whoever asks for the result
            done.set_exception(error)
        return done


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that services work with.

    `database` runs what writes: one thread in the window, at once on the command line. `owner` names this process in
    leases. `timeout` is the network time-out in real seconds. `shared` holds, by account,
    what its connectors have in common in this process.
    """

    store: Store
    clock: Clock
    connectors: ConnectorSource
    secrets: Secrets
    agent: str = ""
    database: Executor = field(default_factory=DirectExecutor)
    demo: bool = False
    timeout: float = 30.0
    owner: str = field(default_factory=own_name)
    shared: Shared = field(default_factory=Shared)

    def with_database(self, executor: Executor) -> Desk:
        """The same Desk whose writes run elsewhere."""
        return replace(self, database=executor)

    def on_database(self, work: Callable[[], T]) -> T:
        """Run work that writes where writes run, and wait for it. Never call it from that place itself."""
        return self.database.submit(work).result()

    def tiles(self) -> dict[str, ChannelTile]:
        """The tile of each kind of channel, also of one that only a newer Desk knows."""
        return _Tiles({kind: tile_of(self.connectors.describe(kind)) for kind in self.connectors.kinds()})

    def kind_of(self, kind: str) -> ConnectorKind | None:
        """What is known of a kind; None where only a newer Desk, which made the account, knows it."""
        try:
            return self.connectors.describe(kind)
        except NotFound:
            return None


class _Tiles(dict[str, ChannelTile]):
    def __missing__(self, kind: str) -> ChannelTile:
        return unknown_tile(kind)


def unknown_tile(kind: str) -> ChannelTile:
    return ChannelTile(kind=kind, name=kind, letters="?", colour="neutral")


def tile_of(kind: ConnectorKind) -> ChannelTile:
    return ChannelTile(kind=kind.kind, name=kind.name, letters=kind.tile, colour=kind.tile_colour)


def facts_of(error: Exception) -> dict[str, Any]:
    """What a known error tells beside its sentence."""
    return dict(getattr(error, "facts", {}))
