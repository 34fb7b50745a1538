"""`desk demo`: simulated channels, a throwaway store, and the agent's whole job, in the window or in the terminal."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli import demo_job
from desk.cli.demo_job import DemoResult, Simulated
from desk.cli.display import has_display
from desk.cli.say import echo
from desk.cli.sync import fetch_with_bar
from desk.cli.wiring import Session
from desk.domain.clock import Instant, clock_from_environment
from desk.domain.errors import NotAllowed
from desk.services import accounts
from desk.services.context import Desk

_LATE = timedelta(minutes=5)
"""Marketplaces tell of a change some minutes after it."""
_HISTORY = timedelta(days=730) - timedelta(minutes=30)
"""How far the world goes back, and the marketplaces' memory."""


def register(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help="Do the agent's job in the terminal.")] = False,
    orders: Annotated[int, typer.Option(min=20, max=200_000, help="How many orders the world has.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same world.")] = 1,
    pictures: Annotated[Path | None, typer.Option(help="Folder for the pictures of a headless run.")] = None,
) -> None:
    """Try Desk on simulated channels. Nothing leaves this computer; the store is thrown away at the end."""
    session: Session = context.obj
    in_terminal = headless or session.json or not has_display()
    # Whoever opened the demo from a window may end it at any time; its folder goes all the same.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with ExitStack() as stack:
        now = clock_from_environment().now()
        simulated = stack.enter_context(_simulators(session, orders, seed, (now - _LATE).isoformat()))
        channels = "1 simulated channel" if len(simulated) == 1 else f"{len(simulated)} simulated channels"
        _say(f"{channels} with {orders} orders in all: running.")
        folder = stack.enter_context(_folder(session.data))
        desk = session.wiring.open_demo(folder)
        stack.callback(desk.store.close)
        texts = demo_job.draw_searches(simulated, seed) if in_terminal else []
        _connect(desk, simulated, Instant(now - _HISTORY))
        for account in accounts.overview(desk):
            fetch_with_bar(desk, account)
        if not in_terminal:
            raise typer.Exit(session.wiring.open_window(desk))
        result = demo_job.do(desk, simulated, texts, seed)
        # Pictures come last: painting needs Qt, and everything else must not.
        result.pictures.extend(session.wiring.save_pictures(desk, pictures or Path.cwd() / "build" / "demo"))
    session.tell(result.document(), lambda: _tell(result))
    if not result.is_good:
        _say("The demo did not end as it should; the lines above say where.")
        raise typer.Exit(1)


def _say(text: str) -> None:
    echo(text, err=True)


@contextmanager
def _folder(told: str) -> Iterator[Path]:
    if told:
        folder = Path(told).expanduser().absolute()
        if folder.exists() and any(folder.iterdir()):
            raise NotAllowed(f"{folder} is not empty. Give the demo an empty folder, or none.", code="demo_folder")
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="desk-demo-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def _simulators(session: Session, orders: int, seed: int, now: str) -> Iterator[list[Simulated]]:
    running: list[tuple[str, Any]] = []
    kinds = session.wiring.kinds()
    try:
        for kind in kinds:
            # One by one, so that those that run are stopped when a later one cannot start. The world leads up to now,
            # since marketplaces hide the buyers of old orders.
            started = session.wiring.simulator(kind).start(seed=seed, orders=orders, channels=kinds, now=now)
            running.append((kind, started))
        yield [
            Simulated(kind=kind, url=one.url, settings=dict(one.account_settings), secrets=dict(one.credentials))
            for kind, one in running
        ]
    finally:
        for _, one in running:
            one.stop()


def _connect(desk: Desk, simulated: list[Simulated], start: Instant) -> None:
    for one in simulated:
        settings = one.settings | {"writing": "on", "start_date": start.isoformat()}
        accounts.add(desk, one.kind, settings, one.secrets)


def _tell(result: DemoResult) -> None:
    for kind, count in result.world.items():
        echo(f"{kind}: {result.orders.get(kind, 0)} of {count} orders are in the store")
    for one in result.searches:
        right = "found" if one["first"] == one["expected"] else f"expected {one['expected']}, found"
        echo(f"search {one['text']!r}: {right} {one['first']} in {one['ms']} ms")
    pushes = ", ".join(f"{count} {state}" for state, count in result.pushes.items())
    echo(f"parcels: {pushes}; read back: {result.matched} matched, {result.missing} missing")
    for picture in result.pictures:
        echo(f"picture: {picture}")
