"""The listening side of a second start, and the window that comes to the front."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.errors import NotFound
from desk.domain.values import OrderId
from desk.services import orders
from desk.services.context import Desk
from desk.system import instance
from desk.ui.background import lanes
from desk.ui.instance import Listening, bring_to_front
from desk.ui.main_window import MainWindow
from desk.ui.window import show_wanted

Listens = Callable[[Path], list[str]]


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QObject]:
    made = QObject(qapp)
    yield made
    for one in made.findChildren(Listening):
        one.end()
    made.deleteLater()


@pytest.fixture
def listens(parent: QObject) -> Listens:
    """Begins to listen on a store's folder; what is wanted is added to the list."""

    def begin(data: Path) -> list[str]:
        wanted: list[str] = []
        listening = Listening(data, parent)
        listening.wanted.connect(wanted.append)
        assert listening.begin()
        return wanted

    return begin


def in_thread(qtbot: QtBot, ask: Callable[[], bool]) -> bool:
    """Ask as a second process does, while this one's window goes on."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive())
    thread.join()
    return answers[0]


def test_a_second_start_is_heard_with_what_it_wants(qtbot: QtBot, listens: Listens, tmp_path: Path) -> None:
    wanted = listens(tmp_path)
    assert in_thread(qtbot, lambda: instance.hand_over(tmp_path, "Bestellung 302 ü"))
    assert in_thread(qtbot, lambda: instance.hand_over(tmp_path, ""))
    assert wanted == ["Bestellung 302 ü", ""]


def test_two_stores_have_a_window_each(qtbot: QtBot, listens: Listens, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    wanted = [listens(folder) for folder in folders]
    for folder in folders:
        assert in_thread(qtbot, partial(instance.hand_over, folder, folder.name))
    assert wanted == [["one"], ["two"]]


def test_what_a_crash_left_is_taken_over(qtbot: QtBot, listens: Listens, tmp_path: Path) -> None:
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(instance.address(tmp_path))
    stale.close()
    instance.make_token(tmp_path)
    wanted = listens(tmp_path)
    assert in_thread(qtbot, lambda: instance.hand_over(tmp_path, "1"))
    assert wanted == ["1"]


def test_only_this_user_may_ask_and_nothing_stays_at_the_end(listens: Listens, parent: QObject, tmp_path: Path) -> None:
    listens(tmp_path)
    where = Path(instance.address(tmp_path))
    assert where.stat().st_mode & 0o077 == 0
    parent.findChildren(Listening)[0].end()
    assert not where.exists()
    assert not (tmp_path / instance.TOKEN_NAME).exists()


@pytest.mark.parametrize(
    "words",
    [
        [b"GET / HTTP/1.1\n", b"\n"],
        [b'{"hello": "x"}\n', b'{"open": "4711", "activation": "", "proof": "00"}\n'],
        [b'{"hello": "x"}\n', b'{"open": "4711"}\n'],
        [b"x" * 30_000],
        [b"[]\n", b"7\n"],
    ],
)
def test_who_does_not_know_the_token_opens_nothing(
    qtbot: QtBot, listens: Listens, tmp_path: Path, words: list[bytes]
) -> None:
    wanted = listens(tmp_path)

    def ask() -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(instance.address(tmp_path))
            for word in words:
                line.sendall(word)
            try:
                while heard := line.recv(1000):
                    assert b"done" not in heard
            except ConnectionError:
                pass
        return True

    assert in_thread(qtbot, ask), "the line is hung up"
    assert wanted == []
    assert in_thread(qtbot, lambda: instance.hand_over(tmp_path, "mine"))
    assert wanted == ["mine"]


def test_a_proof_that_was_overheard_is_worth_nothing_later(qtbot: QtBot, listens: Listens, tmp_path: Path) -> None:
    wanted = listens(tmp_path)
    token = (tmp_path / instance.TOKEN_NAME).read_text()
    old = instance.proof(token, "start", "an older hello", "4711", "")
    words = json.dumps({"open": "4711", "activation": "", "proof": old}).encode() + b"\n"

    def ask() -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            line.connect(instance.address(tmp_path))
            line.sendall(b'{"hello": "x"}\n' + words)
            while line.recv(1000):
                pass
        return True

    assert in_thread(qtbot, ask)
    assert wanted == []


def test_where_it_cannot_listen_the_window_works_all_the_same(parent: QObject, tmp_path: Path) -> None:
    assert not Listening(tmp_path / "none", parent).begin()


def test_a_minimised_window_comes_back_as_it_was(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    raised: list[str] = []
    monkeypatch.setattr(window, "raise_", lambda: raised.append("raised"))  # the offscreen platform cannot
    window.showMaximized()
    window.setWindowState(window.windowState() | window.windowState().WindowMinimized)
    bring_to_front(window)
    assert not window.isMinimized()
    assert window.isMaximized()
    assert window.isVisible()
    assert raised == ["raised"]
    assert os.environ.get("XDG_ACTIVATION_TOKEN") is None


# --- What a second start wants to see ----------------------------------------------------------------------


def find(_desk: object, told: str) -> OrderId:
    """As services.orders: two numbers are known."""
    if told in ("WB-2", "WB-3"):
        return OrderId(int(told[-1]))
    raise NotFound(f"There is no order {told}.", code="no_such_order")


@pytest.fixture
def front(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(orders, "find", find)
    monkeypatch.setattr(window, "raise_", lambda: None)  # the offscreen platform cannot
    return window


def test_the_order_that_is_wanted_is_shown_and_the_way_back_stays(qtbot: QtBot, front: MainWindow) -> None:
    show_wanted(front, cast(Desk, None), "WB-2")
    qtbot.waitUntil(lambda: front.orders.current_order() == 2)
    show_wanted(front, cast(Desk, None), "WB-3")
    qtbot.waitUntil(lambda: front.orders.current_order() == 3)
    front.commands.run("go.back")
    qtbot.waitUntil(lambda: front.orders.current_order() == 2)


def test_what_is_no_one_order_is_searched_for(qtbot: QtBot, front: MainWindow) -> None:
    show_wanted(front, cast(Desk, None), "Müller")
    qtbot.waitUntil(lambda: front.top.field.edit.text() == "Müller")
    assert front.toasts.shown == ()


def test_without_a_wish_what_is_open_stays_open(qtbot: QtBot, front: MainWindow) -> None:
    front.search("WB")
    show_wanted(front, cast(Desk, None), "")
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert front.top.field.edit.text() == "WB"
