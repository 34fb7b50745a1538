"""Fixtures of the orders screen's tests: a dressed application, a screen over the fake services, clean lanes."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.values import OrderId
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.orders.screen import OrdersScreen
from desk.ui.theme import LookChoice, look, qss
from tests.ui.orders.fakes import FakeCalls, FakeServices

_dressed: list[QApplication] = []


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application in its clothes, light, English, in Berlin."""
    if qapp not in _dressed:
        qss.apply(qapp)
        _dressed.append(qapp)
    look().choose(LookChoice.LIGHT)
    look().scale_text(1.0)
    locale().use_zone("Europe/Berlin")
    locale().speak("en")
    return qapp


@pytest.fixture
def clean_lanes() -> Iterator[None]:
    lanes().open()
    yield
    lanes().shut_down()


@pytest.fixture
def services(app: QApplication) -> Iterator[FakeServices]:
    assert app is not None
    window = QWidget()
    yield FakeServices(window)
    window.deleteLater()


Opened = Callable[[FakeCalls], OrdersScreen]


@pytest.fixture
def opened(qtbot: QtBot, clean_lanes: None, services: FakeServices) -> Iterator[Opened]:  # noqa: ARG001
    """Shows a screen over some services and waits for its first list."""
    screens: list[OrdersScreen] = []

    def show(calls: FakeCalls) -> OrdersScreen:
        screen = OrdersScreen(None, services, calls=calls)
        screens.append(screen)
        screen.resize(1232, 812)
        qtbot.addWidget(screen)
        screen.show()
        if calls.gate.is_set():
            qtbot.waitUntil(lambda: not screen.searching.running)
        return screen

    yield show
    for screen in screens:
        screen.shut_down()


@pytest.fixture
def screen(qtbot: QtBot, opened: Opened, calls: FakeCalls) -> OrdersScreen:
    """The first order of the test's own `calls` on show."""
    made = opened(calls)
    made.show_order(OrderId(1))
    qtbot.waitUntil(lambda: made.detail.view is not None)
    return made
