"""`desk simulate`: the simulated channels alone, to try Desk or a program of one's own against them."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from desk.cli.wiring import Session


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
    running = []
    for position, kind in enumerate(kinds or session.wiring.kinds()):
        module = session.wiring.simulator(kind)
        at = port + position if port else 0
        running.append((kind, module.start(seed=seed, orders=orders, port=at, faults=faults or None)))
    document = [
        {"kind": kind, "url": one.url, "settings": one.account_settings, "secrets": one.credentials}
        for kind, one in running
    ]

    def tell() -> None:
        for one in document:
            typer.echo(f"{one['kind']} at {one['url']}")
            for name, value in {**one["settings"], **one["secrets"]}.items():
                typer.echo(f"   {name} = {value}")
        typer.echo("Ctrl+C ends it.")

    session.tell({"simulators": document}, tell)
    import sys

    sys.stdout.flush()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        ended.wait()
    except KeyboardInterrupt:
        pass
    finally:
        for _, one in running:
            one.stop()
