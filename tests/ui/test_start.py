"""The start: what the window's code pulls in, that it paints first, and that it ends cleanly as a program."""

import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.errors import StoreDamaged, StoreError, StoreUnavailable
from desk.store.engine import Store
from desk.ui import first_picture
from desk.ui.background import lanes
from desk.ui.first_picture import FirstPicture
from desk.ui.main_window import MainWindow
from desk.ui.unread_sources import leave_sources_unread
from desk.ui.window import begin_when_whole
from tests.ui.fakes import FakeShellCalls

ROOT = Path(__file__).parents[2]
HEAVY = (
    "requests",
    "sqlalchemy",
    "qtpy",
    "asyncio",
    "msgspec",
    "keyring",
    "alembic",
    "starlette",
    "uvicorn",
    "qtawesome",
    "rapidfuzz",
    "anyascii",
    # Many data classes each, which take longest to make of all that is ours.
    "desk.domain.views",
    "desk.domain.pushes",
    "connectors.contract.capabilities",
    "desk.domain.orders",
    "desk.domain.cases",
    "desk.domain.return_goods",
    # Hundreds of sentences, none of which a list of orders needs.
    "desk.services.wording",
    "desk.ui.sentence_table",
    "desk.ui.care.card",
    # Of the language itself: each brings a library or a table of its own.
    "hashlib",
    "socket",
    "zoneinfo",
    "pkgutil",
)
LOADED = (
    *("connectors.registry", "desk.app", "desk.cli.display", "desk.cli.say", "desk.services.care"),
    *("desk.services.newest", "desk.system.crash", "desk.system.store_key", "desk.ui.window"),
)
"""What desk.app loads of Desk before the first picture."""

SHOW_FONT = """
from PySide6.QtGui import QFontInfo
from desk.ui.theme import font
from desk.ui.window import make_application
app = make_application(["x"])
print(QFontInfo(font("name")).family(), QFontInfo(font("name")).weight())
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_importing_the_window_pulls_in_nothing_heavy() -> None:
    done = run(f"import sys, {', '.join(LOADED)}; print([one for one in {HEAVY} if one in sys.modules])")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_no_source_is_read_for_switches_that_nobody_uses() -> None:
    """PySide would read those of all modules; a new version of it may do so from another place."""
    assert leave_sources_unread()


WRONG_CALL = """
import sys
import desk.ui
from PySide6.QtCore import QRect
reader = sys.modules["shibokensupport.signature.parser"].arglistParser
print(type(reader._finditer).__name__)
try:
    QRect(1, 2, "three")
except TypeError as error:
    print("(left: int, top: int, width: int, height: int" in str(error), error)
"""


def test_pyside_compiles_patterns_late_and_still_says_how_a_wrong_call_should_be() -> None:
    """A new version of it may compile them from another place."""
    late, told, *_ = run(WRONG_CALL).stdout.split()
    assert (late, told) == ("function", "True")


def test_qt_writes_no_second_desk_behind_the_title() -> None:
    """It does so for a display name of its own; without one the name of the program is told."""
    code = "from desk.ui.window import make_application as made; print(made(['x']).applicationDisplayName())"
    assert run(code).stdout.strip() == "desk"


def test_nothing_is_asked_of_the_network_before_the_window_was_painted(
    window: MainWindow, calls: FakeShellCalls
) -> None:
    assert window.isVisible()
    assert not calls.ended
    assert not calls.woken


def test_the_first_picture_stands_when_orders_are_painted(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for late in ("_UNPAINTED_MS", "_AT_LATEST_MS"):
        monkeypatch.setattr(first_picture, late, 600_000)
    first = FirstPicture(window.orders, window)
    with qtbot.waitSignal(first.stands):
        window.orders.searching.ask("müller")  # what stands in the list already would not be painted again
    assert window.orders.list.model.rowCount()


class SomeStore:
    """Only what is asked of a store when the first picture stands."""

    def __init__(self, trouble: StoreError | None) -> None:
        self._trouble = trouble

    def read_through(self) -> None:
        if self._trouble is not None:
            raise self._trouble


@pytest.mark.parametrize(
    "trouble, begins",
    [
        (None, True),
        (StoreUnavailable("Another program keeps the store locked.", code="store_locked"), True),
        (StoreDamaged("The store is damaged. Restore the newest backup.", code="store_damaged"), False),
    ],
)
def test_a_damaged_store_is_shown_but_nothing_is_fetched_into_it(
    window: MainWindow, qtbot: QtBot, trouble: StoreError | None, begins: bool
) -> None:
    begin_when_whole(window, cast(Store, SomeStore(trouble)))
    qtbot.waitUntil(lambda: lanes().busy == 0 and window._ticker.isActive() is begins)
    assert window.store_strip.isVisible() is (trouble is not None)


def test_fonts_come_from_the_bundle_even_where_the_system_has_none(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            SHOW_FONT,
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "FONTCONFIG_FILE": str(empty),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["Inter", "600"], done.stderr


@pytest.mark.usefixtures("running_lanes")
def test_a_mistake_in_a_slot_is_told_and_logged(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    from desk.ui.mistakes import tell_mistake

    mistake = ZeroDivisionError("a slot divided")
    tell_mistake(type(mistake), mistake, None)
    assert [one.text for one in window.toasts.shown] == [
        "In Desk ist etwas schiefgegangen. Erneut versuchen; Einzelheiten stehen im Protokoll."
    ]
    assert "ZeroDivisionError" in caplog.text
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert qapp is not None
