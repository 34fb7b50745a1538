"""What is tried out in the demo's window stays in the demo."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import connectors.registry
from desk.domain.clock import SystemClock
from desk.services.context import Desk
from desk.system.secrets import MemorySecrets
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.theme import LookChoice, look
from desk.ui.window import build_window
from tests.support.stores import open_new_store


@pytest.fixture
def built(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window of the demo or of the real store; both find their state by the same DESK_DATA."""
    assert app is not None
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    store = open_new_store(tmp_path / "store")

    def build(*, demo: bool) -> MainWindow:
        desk = Desk(
            store=store,
            clock=SystemClock(),
            connectors=connectors.registry,
            secrets=MemorySecrets(),
            agent="Sandra",
            demo=demo,
        )
        return build_window(desk)

    yield build
    lanes().shut_down()
    store.close()


def test_the_demos_settings_are_not_those_of_the_real_store(built: Callable[..., MainWindow]) -> None:
    real = built(demo=False)
    real.commands.run("language.de")
    real.commands.run("look.light")
    real.close_at_once()
    demo = built(demo=True)
    demo.commands.run("language.en")
    demo.commands.run("look.dark")
    demo.commands.run("text.larger")
    demo.close_at_once()
    built(demo=False).close_at_once()
    assert (locale().language, look().choice, look().text_scale) == ("de", LookChoice.LIGHT, 1.0)
    built(demo=True).close_at_once()
    assert (locale().language, look().choice, look().text_scale) == ("en", LookChoice.DARK, 1.1)
