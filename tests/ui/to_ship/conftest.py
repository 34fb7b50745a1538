"""Fixtures of the tests of orders to ship: the area over the real services, with a channel in memory behind them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.changes import Changes
from desk.domain.clock import Instant, ManualClock
from desk.services import accounts, sync
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.system.secrets import MemorySecrets
from desk.ui.background import Lane, hub, lanes
from desk.ui.locale import locale
from desk.ui.theme import LookChoice, look, qss
from desk.ui.to_ship.calls import ServiceCalls
from desk.ui.to_ship.screen import ToShipScreen
from tests.services.fakes import KEY, FakeChannel, FakeRegistry
from tests.support.orders import after, line, order
from tests.support.stores import open_new_store
from tests.ui.orders.fakes import FakeServices

NOW = after(86_400)


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application in its clothes, light, English, in Berlin."""
    qss.apply(qapp)
    look().choose(LookChoice.LIGHT)
    look().scale_text(1.0)
    locale().use_zone("Europe/Berlin")
    locale().speak("en")
    return qapp


@pytest.fixture
def services(app: QApplication) -> Iterator[FakeServices]:
    assert app is not None
    window = QWidget()
    yield FakeServices(window)
    window.deleteLater()


@pytest.fixture
def clean_lanes() -> Iterator[None]:
    lanes().open()
    yield
    lanes().shut_down()


@pytest.fixture
def channel() -> FakeChannel:
    """Thirty orders: ten with a last day, the first of them overdue, and twenty that only grow old."""
    made = FakeChannel(page_size=100)
    for at in range(30):
        day = Instant(NOW + timedelta(hours=10 * at - 25)) if at < 10 else None
        one = order(str(100 + at), number=f"WB-{100 + at}", ship_by=day, lines=(line(f"{at}-1", 2),))
        made.add(replace(one, placed_at=after(60.0 * at)))
    return made


@pytest.fixture
def desk(clean_lanes: None, tmp_path: Path, channel: FakeChannel) -> Iterator[Desk]:
    assert clean_lanes is None
    store = open_new_store(tmp_path / "data")
    desk = Desk(
        store=store, clock=ManualClock(NOW), connectors=FakeRegistry(channel), secrets=MemorySecrets(), agent="Ada"
    )
    yield desk.with_database(lanes().executor(Lane.DATABASE))
    lanes().shut_down()
    store.close()


@pytest.fixture
def account(desk: Desk) -> Account:
    settings = {"base_url": "https://shop.example.org", "writing": "on"}
    account = accounts.load(desk, accounts.add(desk, "fake", settings, {"consumer_key": KEY}, name="Shop").id)
    fetched(desk, account)
    return account


def fetched(desk: Desk, account: Account) -> Changes:
    return sync.fetch(desk, account.id, lambda _: None, threading.Event()).changes


@pytest.fixture
def screen(qtbot: QtBot, desk: Desk, account: Account, services: FakeServices) -> Iterator[ToShipScreen]:
    assert account.writing
    made = ToShipScreen(ServiceCalls(desk), desk.clock, services)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    settled(qtbot)
    yield made
    settled(qtbot)


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def told(qtbot: QtBot, screen: ToShipScreen, changes: Changes) -> None:
    """The window hears of changes, and the list has read them."""
    hub().changed.emit(changes, None)
    qtbot.waitUntil(lambda: not screen._again.isActive() and lanes().busy == 0)
