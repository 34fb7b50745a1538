"""Owns what all simulators are started by: whose world, whose time, where effects are written, which certificate; and
how a channel's own options are read. Used by each channel's `start`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol, TypeVar

from connectors.simulation.app import SimulatorApp
from connectors.simulation.clock import SimulationClock, parse_instant
from connectors.simulation.faults import Faults, parse_faults
from connectors.simulation.server import RunningSimulator, serve
from connectors.simulation.world import DEFAULT_NOW, World, world

T = TypeVar("T")


class Built(Protocol):
    """A channel's simulator with everything around it, not yet served."""

    @property
    def app(self) -> SimulatorApp: ...
    @property
    def credentials(self) -> dict[str, str]: ...
    def account_settings(self, url: str) -> dict[str, str]: ...
    def reached_at(self, url: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a channel is built of. `own` are the options that only this channel knows."""

    seed: int
    peopled: World
    clock: SimulationClock
    faults: Faults
    journal_file: str | None
    own: Mapping[str, Any]


def serve_simulator(
    kind: str,
    build: Callable[[Parts], Built],
    /,
    *,
    seed: int,
    orders: int,
    port: int,
    faults: str | None,
    options: Mapping[str, Any],
) -> RunningSimulator:
    """Serves an account of `orders` orders on loopback. Options are the channel's own and

    - `channels`: whose world it is; all orders are this account's by default, and its slice when more are named,
    - `now`: ISO instant to which the world leads up (the world's default),
    - `clock_file`, `clock_offset`: the simulator's time, `journal_file`: where effects are also written,
    - `certificate`, `certificate_key`: files, to serve https.
    """
    own = dict(options)
    channels = tuple(_names(own.pop("channels", (kind,))))
    now = own.pop("now", None)
    clock = SimulationClock(own.pop("clock_file", None), float(own.pop("clock_offset", 0.0)))
    journal_file = own.pop("journal_file", None)
    certificate, certificate_key = own.pop("certificate", None), own.pop("certificate_key", None)
    peopled = world(seed, orders, channels, now=parse_instant(now) if now else DEFAULT_NOW)
    plagued = Faults(seed, shares=parse_faults(faults))
    built = build(Parts(seed=seed, peopled=peopled, clock=clock, faults=plagued, journal_file=journal_file, own=own))
    running = serve(built.app, port=port, certificate=certificate, certificate_key=certificate_key)
    built.reached_at(running.url)
    return replace(
        running,
        kind=kind,
        credentials=built.credentials,
        account_settings=built.account_settings(running.url),
        simulator=built,
    )


def own_options(wanted: type[T], given: Mapping[str, Any], name: str) -> T:
    """A channel's options from Python or from a command line, where everything is text. `name` begins the sentence of
    the ValueError: `A WooCommerce`.
    """
    known = {field.name: str(field.type) for field in fields(wanted)}  # type: ignore[arg-type]  # a data class
    if unknown := set(given) - set(known):
        raise ValueError(f"{name} simulator has no option {', '.join(sorted(unknown))}.")
    return wanted(**{option: _typed(value, known[option]) for option, value in given.items()})


def _typed(value: Any, type_name: str) -> Any:
    if isinstance(value, str) and type_name == "bool":
        return value.lower() in ("on", "true", "1", "yes")
    return int(value) if isinstance(value, str) and type_name == "int" else value


def _names(value: str | Sequence[str]) -> list[str]:
    return value.split(",") if isinstance(value, str) else list(value)
