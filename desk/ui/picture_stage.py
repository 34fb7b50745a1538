"""Owns the stage on which pictures are taken: simulated channels, a throwaway store, a clock that stands still.

Everything shown went through the real connectors and the real services; only time and the channels are ours.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

import connectors.registry
from desk.domain.clock import Instant, ManualClock, parse_utc, to_seconds
from desk.domain.errors import DeskError
from desk.domain.standing import Standing
from desk.domain.values import AccountId, OrderId
from desk.domain.views import AccountView, OrderRow, SyncProgress
from desk.services import accounts, pusher, sync
from desk.services.context import Desk
from desk.services.newest import latest
from desk.store.engine import StoreKey, open_store
from desk.system.secrets import MemorySecrets
from desk.ui.background import Lane, hub, lanes
from desk.ui.calls import ServiceCalls
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.memory import look_for_garbage_in_pauses
from desk.ui.window import window_on

NOW = parse_utc("2026-11-20T14:02:30")
ZONE = "Europe/Berlin"
SEED = 7
_PORTS = (41871, 41872, 41873)
_WAY = "tracking"
_QUIET_MS = 40
_RELOAD_MS = 350
"""The list asks again only so often (desk.ui.orders.screen)."""
_NEVER = 60_000


class GatedCalls(ServiceCalls):
    """The real services, whose sync can be made to stop after some pages until it is let go."""

    def __init__(self, desk: Desk, clock: ManualClock) -> None:
        super().__init__(desk)
        self._clock = clock
        self.gate = threading.Event()
        self.gate.set()
        self.reached = threading.Event()
        self.pages_before_gate = 2

    def fetch(
        self,
        account: AccountId,
        progress: Callable[[SyncProgress], None],
        stop: threading.Event,
        *,
        asked: bool = False,
    ) -> sync.SyncReport:
        pages = 0

        def told(one: SyncProgress) -> None:
            nonlocal pages
            pages += 1
            self._clock.advance(1.5)  # a page takes time, and the rest time is reckoned from it
            progress(one)
            if pages >= self.pages_before_gate and not self.gate.is_set():
                self.reached.set()
                self.gate.wait(_NEVER / 1000)

        return super().fetch(account, told, stop, asked=asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One window on one store. `shop` is the running simulator in which something happens, `account` the one on it.

    `others` are those of the other channels, where there are some.
    """

    application: QApplication
    desk: Desk
    clock: ManualClock
    calls: GatedCalls
    window: MainWindow
    shop: Any
    account: AccountView
    others: tuple[Any, ...] = ()

    def rows(self, *, limit: int = 1000) -> tuple[OrderRow, ...]:
        return latest(self.desk, limit=limit)

    def order(self, standing: Standing, *, skip: int = 0) -> OrderRow:
        """The shop's newest order of this standing, of several pieces if there is one. Raises LookupError for none."""
        found = [row for row in self.rows() if row.standings[0] is standing and row.account == self.account.id]
        return sorted(found, key=lambda row: row.items < 2)[skip]

    def show_order(self, order: OrderId) -> None:
        self.window.top.field.edit.clear()
        self.settle()
        self.window.orders.show_order(order)
        self.settle()

    def type(self, text: str) -> None:
        self.window.top.field.take_focus()
        self.window.top.field.edit.setText(text)
        self.settle()

    def fetch(self) -> None:
        """One run of the shop's account in this thread, as the schedule would do it."""
        with suppress(DeskError):  # the account's trouble is what the picture shows
            report = sync.fetch(self.desk, self.account.id, lambda _: None, threading.Event())
            hub().changed.emit(report.changes, None)
        self.refresh()

    def at_the_shop(self, deed: str, **arguments: str) -> None:
        """What the shop's owner does there."""
        self.at(self.shop, deed, **arguments)

    def at(self, running: Any, deed: str, **arguments: str) -> None:
        """What somebody does at one of the simulated channels."""
        import requests

        body = {"deed": deed, **arguments}
        requests.post(f"{running.url}/_sim/do", json=body, timeout=5).raise_for_status()

    def drain(self) -> None:
        report = pusher.drain(self.desk, self.account.id, threading.Event())
        hub().changed.emit(report.changes, None)
        self.refresh()

    def refresh(self) -> None:
        """Let the window look at accounts and order again."""
        self.stand_still()
        self.window.load_accounts()
        wait(_RELOAD_MS)
        self.settle()

    def stand_still(self) -> None:
        """Set the clock to the pictures' moment; work done meanwhile has moved it."""
        self.clock.advance((NOW - self.clock.now()).total_seconds())

    def settle(self) -> None:
        settle()


def settle(at_most_ms: int = 4000) -> None:
    """Let the event loop run until no background work is left and the screens' short timers have fired."""
    quiet, spent = 0, 0
    while quiet < 4 and spent < at_most_ms:
        wait(_QUIET_MS)
        spent += _QUIET_MS
        quiet = quiet + 1 if lanes().busy == 0 else 0


def lay_out() -> None:
    """Bring what was just switched onto the screen: Qt posts words, styles and layouts one after the other."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@contextmanager
def stage(
    application: QApplication,
    *,
    orders: int = 400,
    fetch: bool = True,
    demo: bool = False,
    writing: bool = True,
    account_way: str = "auto",
    slow: bool = False,
    shop: Any = None,
    everywhere: bool = False,
) -> Iterator[Stage]:
    """A shop of so many orders, an account on it, and a window of 1440 × 900 that shows it.

    With `everywhere` the orders are spread over a simulator of each kind of channel.
    `slow` keeps every reading thread busy until the gate opens, so that the first answer is late. A `shop` that
    runs already, in another process perhaps, is taken instead of one of our own.
    """
    application.setCursorFlashTime(0)  # a cursor that blinks would make pictures differ
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-pictures-", ignore_cleanup_errors=True))
        )
        if shop is None:
            others, shop = _channels(folder, orders, everywhere=everywhere)
        else:
            others = []
        for running in (*others, shop):
            stack.callback(running.stop)
        clock = ManualClock(Instant(NOW - timedelta(seconds=12)))
        desk = _desk(folder, clock, demo=demo)
        stack.callback(desk.store.close)
        common = {"writing": "on" if writing else "off", "start_date": "2024-11-25"}
        for one in others:
            accounts.add(desk, one.kind, {**one.account_settings, **common}, dict(one.credentials))
        settings = {**shop.account_settings, **common, _WAY: account_way}
        account = accounts.add(desk, shop.kind, settings, dict(shop.credentials), name="Werkbank-Shop")
        if fetch:
            for known in accounts.overview(desk):
                sync.fetch(desk, known.id, lambda _: None, threading.Event())
        _rewind(clock)
        lanes().open()
        locale().use_zone(ZONE)
        window_desk = desk.with_database(lanes().executor(Lane.DATABASE))
        calls = GatedCalls(window_desk, clock)
        if slow:
            calls.gate.clear()
            for _ in range(3):
                lanes().executor(Lane.READING).submit(calls.gate.wait, _NEVER / 1000)
        window = window_on(window_desk, calls, folder)
        stack.callback(_end, window)
        stack.callback(calls.gate.set)
        window.commands.run("window.menu-bar")  # the pictures show the window without it, as macOS has it
        window.resize(1440, 900)
        look_for_garbage_in_pauses(window)
        window.show()
        made = Stage(
            application=application,
            desk=desk,
            clock=clock,
            calls=calls,
            window=window,
            shop=shop,
            account=account,
            others=tuple(others),
        )
        if not slow:
            made.refresh()
        yield made


def _desk(folder: Path, clock: ManualClock, *, demo: bool) -> Desk:
    """On a throwaway store."""
    return Desk(
        store=open_store(folder, StoreKey.new()),
        clock=clock,
        connectors=connectors.registry,
        secrets=MemorySecrets(),
        agent="Sandra K.",  # not translated: a person
        demo=demo,
        timeout=5.0,
    )


def _end(window: MainWindow) -> None:
    """Every window that stays would be dressed anew with each switch of look or size."""
    window.close_at_once()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _rewind(clock: ManualClock) -> None:
    """Work has moved the clock by its waits; the pictures' moment is always the same."""
    clock.advance((NOW - clock.now()).total_seconds())


def _channels(folder: Path, orders: int, *, everywhere: bool) -> tuple[list[Any], Any]:
    """Simulators at the pictures' moment: those of the marketplaces, and the shop whose owner takes part.

    It is the one whose accounts choose a way for tracking numbers, since losing that way is a picture of its own.
    """
    found = {kind: connectors.registry.describe(kind).settings for kind in connectors.registry.kinds()}
    shop = next(kind for kind, settings in found.items() if any(one.name == _WAY for one in settings))
    kinds = [*(kind for kind in found if kind != shop and everywhere), shop]
    file = folder / "channels-clock.json"
    file.write_text(json.dumps({"real": 0, "drill": to_seconds(NOW), "rate": 0}))
    running = [_simulator(kind, kinds, orders, str(file), place) for place, kind in enumerate(reversed(kinds))]
    return running[1:], running[0]


def _simulator(kind: str, kinds: Sequence[str], orders: int, clock_file: str, place: int) -> Any:
    """On a port of its own where one is free: it is seen in the settings."""
    module = connectors.registry.simulator(kind)
    for port in (*(first + 10 * place for first in _PORTS), 0):
        try:
            return module.start(SEED, orders, port=port, channels=kinds, clock_file=clock_file)
        except OSError:
            continue
    raise OSError("no port is free for a simulated channel")
