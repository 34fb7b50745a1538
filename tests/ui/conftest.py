"""Fixtures of the shell's tests: a dressed application, and a main window over services in memory."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.standing import Standing
from desk.ui import picture_stage
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.orders.screen import OrdersScreen
from desk.ui.theme import LookChoice, look, qss
from tests.support.stores import open_new_store
from tests.ui.fakes import FakeShellCalls
from tests.ui.orders.fakes import FakeCalls, order_row


@pytest.fixture(autouse=True)
def no_window_is_left() -> Iterator[None]:
    """Whatever stays of a test is dressed anew by all later ones that switch the look, each slower than the last."""
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    for widget in QApplication.topLevelWidgets():
        if id(widget) not in before and widget.parent() is None:
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def stages_begin_with_a_laid_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for each of them: to go through all migrations is for those to show who test them."""
    monkeypatch.setattr(picture_stage, "open_store", lambda folder, _: open_new_store(folder))


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its clothes, light, German, in Berlin; whatever a test switches is put back."""
    qss.apply(qapp)
    look().choose(LookChoice.LIGHT)
    look().scale_text(1.0)
    locale().use_zone("Europe/Berlin")
    locale().speak("de")
    yield qapp
    look().scale_text(1.0)
    look().choose(LookChoice.LIGHT)
    locale().speak("en")


@pytest.fixture
def running_lanes() -> Iterator[None]:
    lanes().open()
    yield
    lanes().shut_down()


@pytest.fixture
def orders() -> FakeCalls:
    """Six orders of one name, and how they stand."""
    standings = list(Standing)[:6]
    return FakeCalls([order_row(number, standings=(standings[number - 1],), days=number) for number in range(1, 7)])


@pytest.fixture
def calls() -> FakeShellCalls:
    return FakeShellCalls()


Opened = Callable[..., MainWindow]


@pytest.fixture
def opened(
    qtbot: QtBot, app: QApplication, running_lanes: None, tmp_path: Path, orders: FakeCalls, calls: FakeShellCalls
) -> Iterator[Opened]:
    """Opens a main window, as large as told; its schedule is not begun."""
    assert app is not None
    assert running_lanes is None
    windows: list[MainWindow] = []

    def show(width: int = 1440, height: int = 900, *, demo: bool = False) -> MainWindow:
        window = MainWindow(
            calls,
            tmp_path,
            lambda services, parent: OrdersScreen(None, services, parent, calls=orders),
            agent="Sandra K.",
            demo=demo,
        )
        windows.append(window)
        window.commands.run("window.menu-bar")
        window.resize(width, height)
        window.show()
        window.load_accounts()
        qtbot.waitUntil(lambda: lanes().busy == 0)
        return window

    yield show
    for window in windows:
        window.close_at_once()
        window.deleteLater()


@pytest.fixture
def window(opened: Opened) -> MainWindow:
    return opened()
