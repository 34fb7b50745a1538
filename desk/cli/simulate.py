"""`desk simulate`: the simulated channels alone, to try Desk or a program of one's own against them."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import ExitStack, suppress
from types import ModuleType
from typing import Annotated, Any

import typer

from desk.cli.say import echo
from desk.cli.wiring import Session
from desk.domain.errors import NotAllowed


def register(app: typer.Typer) -> None:
    app.command("simulate")(simulate)


def simulate(
    context: typer.Context,
    kinds: Annotated[list[str] | None, typer.Argument(metavar="[KIND…]", help="Which; all when left out.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the first; 0 takes any free one.")] = 0,
    orders: Annotated[int, typer.Option(min=0, max=1_000_000, help="How many orders the world has.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same world.")] = 1,
    faults: Annotated[str, typer.Option(help="A fault profile, such as throttle.")] = "",
) -> None:
    """Serve simulated channels on this computer until Ctrl+C, and print how to connect to them."""
    session: Session = context.obj
    with ExitStack() as stack:
        running: list[tuple[str, Any]] = []
        together = tuple(kinds or session.wiring.kinds())
        for position, kind in enumerate(together):
            module = session.wiring.simulator(kind)
            at = port + position if port else 0
            one = _start(module, port=at, faults=faults or None, seed=seed, orders=orders, channels=together)
            stack.callback(one.stop)
            running.append((kind, one))
        _announce(session, running)
        ended = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: ended.set())
        with suppress(KeyboardInterrupt):
            ended.wait()


def _start(module: ModuleType, *, port: int, faults: str | None, **world: Any) -> Any:
    try:
        return module.start(port=port, faults=faults, **world)
    except ValueError as error:  # an unknown fault profile; the sentence names those there are
        raise typer.BadParameter(str(error)) from None
    except OSError as error:
        raise NotAllowed(
            f"The port {port} cannot be used: {error.strerror}. Choose another with --port, or 0 for any free one.",
            code="port_taken",
        ) from None


def _announce(session: Session, running: list[tuple[str, Any]]) -> None:
    document = [
        {"kind": kind, "url": one.url, "settings": one.account_settings, "secrets": one.credentials}
        for kind, one in running
    ]

    def tell() -> None:
        for one in document:
            echo(f"{one['kind']} at {one['url']}")
            for name, value in {**one["settings"], **one["secrets"]}.items():
                echo(f"   {name} = {value}")
        echo("Ctrl+C ends it.")

    session.tell({"simulators": document}, tell)
    sys.stdout.flush()
