"""The main thread stays free while an agent types and scrolls and a sync runs; an injected sleep is found."""

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from connectors import registry
from connectors.contract.protocols import AccountAccess, Connector, Fetched
from connectors.contract.snapshots import Cursor, Page
from desk.domain.clock import to_seconds
from desk.services import accounts
from desk.ui.picture_stage import NOW, SEED, Stage, settle, stage, wait
from tests.ui.watchdog import BareTimer, Watchdog

pytestmark = [pytest.mark.alone, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[2]
WORDS = ("anna", "schmidt", "wb-2026", "posteo", "bohrer", "0171", "koeln", "ludwig")
ORDERS, MANY, A_PAGE = 1500, 20_000, 200
AT_MOST_SECONDS = 400
"""Of real time: so long the sync of the many may take on a busy machine before the test gives up."""
SHOP = """
import json, sys
import connectors.registry as registry
shop = registry.simulator("woocommerce").start(int(sys.argv[1]), int(sys.argv[2]), clock_file=sys.argv[3])
told = {"url": shop.url, "account_settings": dict(shop.account_settings), "credentials": dict(shop.credentials)}
print(json.dumps(told), flush=True)
sys.stdin.read()
shop.stop()
"""

DRAWN = """
import itertools, pickle, sys
from desk.bench.drawing import Drawer
from desk.domain.values import AccountId
many, page, file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
orders = Drawer(many, seed=1).orders(AccountId(1))
with open(file, "wb") as written:
    while drawn := tuple(itertools.islice(orders, page)):
        written.write(len(told := pickle.dumps(drawn)).to_bytes(4, "big") + told)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The simulated shop in a process of its own: it must not share the window's interpreter."""
    clock = tmp_path / "shop-clock.json"
    clock.write_text(json.dumps({"real": 0, "drill": to_seconds(NOW), "rate": 0}))
    with subprocess.Popen(
        [sys.executable, "-c", SHOP, str(SEED), str(ORDERS), str(clock)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield SimpleNamespace(kind="woocommerce", stop=lambda: None, **told)
        process.communicate(timeout=120)


@pytest.fixture
def on(app: QApplication, shop: SimpleNamespace) -> Iterator[Stage]:
    """A window whose account has not fetched anything yet."""
    with stage(app, fetch=False, shop=shop) as made:
        yield made


def use(on: Stage, rounds: int, begin: int = 0) -> None:
    """Type, open, walk through rows and scroll."""
    edit = on.window.top.field.edit
    for number in range(begin, begin + rounds):
        edit.clear()
        for letter in WORDS[number % len(WORDS)]:
            QTest.keyClicks(edit, letter)
            wait(60)
        on.window.orders.open_first()
        wait(60)
        for _ in range(4):
            on.window.commands.run("list.next")
            wait(40)
        bar = on.window.orders.list.view.verticalScrollBar()
        for step in range(6):
            bar.setValue(bar.maximum() * step // 6)
            wait(20)


def watched(on: Stage, qtbot: QtBot, rounds: int) -> Watchdog:
    on.calls.gate.clear()
    on.window.loop.fetch_now(on.account.id)
    qtbot.waitUntil(on.calls.reached.is_set)
    use(on, 1)  # what is made once, for the first order, belongs to the start's budget
    on.calls.gate.set()
    watchdog = Watchdog()
    watchdog.start()
    use(on, rounds)
    watchdog.stop()
    assert len(on.rows(limit=ORDERS)) > 250, "no sync ran meanwhile"
    on.window.loop.cancel()
    settle(20_000)
    return watchdog


def test_typing_and_scrolling_during_a_sync_never_wait(on: Stage, qtbot: QtBot) -> None:
    bare = BareTimer()
    watchdog = watched(on, qtbot, 14)
    machine = bare.stop()
    print(f"\nwatchdog: {watchdog.told()} beside {machine:.0f} ms of a bare timer")
    assert not watchdog.faults(machine), watchdog.told()


class LiftedLimits:
    """A channel that hands out orders drawn beforehand as fast as they are stored; all else is the connector's."""

    def __init__(self, connector: Connector, drawn: Path) -> None:
        self._connector = connector
        self._drawn = drawn

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connector, name)

    def fetch_orders(self, since: Cursor) -> Page[Fetched]:
        place = cast(int, since.value.get("place", 0))
        with self._drawn.open("rb") as file:
            file.seek(place)
            length = int.from_bytes(file.read(4), "big")
            items: tuple[Fetched, ...] = pickle.loads(file.read(length))
            place = file.tell()
        return Page(
            items=items,
            cursor=Cursor({"place": place}),
            done=place == self._drawn.stat().st_size,
            total=MANY,
        )


class LiftedSource:
    """The registry, whose connectors have no limits."""

    kinds = staticmethod(registry.kinds)
    describe = staticmethod(registry.describe)
    sign_in = staticmethod(registry.sign_in)

    def __init__(self, drawn: Path) -> None:
        self._drawn = drawn

    def connect(self, access: AccountAccess) -> Connector:
        return cast(Connector, LiftedLimits(registry.connect(access), self._drawn))


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """The many orders, drawn in a process of their own before the window opens."""
    file = tmp_path / "drawn"
    subprocess.run([sys.executable, "-c", DRAWN, str(MANY), str(A_PAGE), str(file)], cwd=ROOT, check=True)
    return file


def test_typing_and_scrolling_stay_swift_while_twenty_thousand_orders_come(
    app: QApplication, drawn: Path, qtbot: QtBot
) -> None:
    """From the first page to the last, the merging of the index behind it included."""
    with stage(app, orders=1, fetch=False) as on:
        on.calls._desk = replace(on.calls._desk, connectors=LiftedSource(drawn))
        ended: list[object] = []
        on.window.loop.ended.connect(ended.append)
        on.calls.gate.clear()
        on.window.loop.fetch_now(on.account.id)
        qtbot.waitUntil(on.calls.reached.is_set)
        use(on, 1)
        ended.clear()
        bare, watchdog = BareTimer(), Watchdog()
        begun = time.monotonic()
        on.calls.gate.set()
        watchdog.start()
        rounds = 0
        while not ended and time.monotonic() - begun < AT_MOST_SECONDS:
            use(on, 1, begin=rounds)
            rounds += 1
        watchdog.stop()
        machine = bare.stop()
        (account,) = accounts.overview(on.desk)
        told = f"{account.orders} orders in {time.monotonic() - begun:.0f} s, {watchdog.told()}"
        print(f"\nwatchdog: {told} beside {machine:.0f} ms of a bare timer")
        settle(20_000)
        assert account.orders == MANY, told
        assert not watchdog.faults(machine), told


def test_an_injected_sleep_is_found(on: Stage, qtbot: QtBot) -> None:
    """The check can fail: 80 ms of sleep in the main thread, once a second."""
    culprit = QTimer(on.window)
    culprit.setInterval(1000)
    culprit.timeout.connect(lambda: time.sleep(0.08))
    culprit.start()
    bare = BareTimer()
    watchdog = watched(on, qtbot, 6)
    culprit.stop()
    assert "ms late" in watchdog.faults(bare.stop())
