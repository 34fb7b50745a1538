"""The demo as a newcomer starts it: one command, in the terminal and on a screen."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

ROOT = Path(__file__).resolve().parents[2]
ORDERS = 300
TILE = "#dcf0f4"  # ground of a web shop's tile, UX 11
GRAB = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "xcb"
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DESK_", "QT_"))}
    return kept | {"HOME": str(home), "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ['PYTHONPATH']}"} | more


def test_the_terminal_demo_does_the_whole_job(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "desk", "demo", "--headless", "--json", "--orders", str(ORDERS), "--seed", "7"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=240, check=False
    )

    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["orders"] == told["world"]
    assert sum(told["world"].values()) > ORDERS * 0.9
    assert len(told["searches"]) >= 2
    assert [one["first"] for one in told["searches"]] == [one["expected"] for one in told["searches"]]
    assert told["pushes"] == {"confirmed": 10, "failed": 0, "unclear": 0}
    assert told["read_back"] == {"matched": 10, "missing": 0}
    assert told["pictures"]
    for picture in told["pictures"]:
        assert not QImage(picture).isNull(), picture


@pytest.fixture
def screen() -> Iterator[str]:
    """A virtual screen of 1440 × 900; its number is chosen by the server."""
    assert shutil.which("Xvfb"), "run.py test installs Xvfb"
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(timeout=120)


def rows_shown(picture: QImage) -> int:
    """How many channel tiles stand below each other in the list."""
    tile = QColor(TILE)
    for x in range(210, 260):
        column = [QColor(picture.pixel(x, y)) == tile for y in range(100, picture.height())]
        edges = sum(now and not before for before, now in pairwise(column))
        if edges >= 8:
            return edges
    return 0


def test_one_command_shows_the_orders_on_a_screen(tmp_path: Path, screen: str) -> None:
    env = environment(tmp_path, DISPLAY=screen)
    picture = tmp_path / "root.png"
    log = (tmp_path / "log").open("w")
    desk = subprocess.Popen(
        [sys.executable, "-m", "desk", "demo", "--orders", str(ORDERS)], cwd=tmp_path, env=env, stdout=log, stderr=log
    )
    try:
        give_up = time.monotonic() + 120
        while time.monotonic() < give_up and desk.poll() is None:
            subprocess.run([sys.executable, "-c", GRAB, str(picture)], env=env, check=True, timeout=60)
            if rows_shown(QImage(str(picture))) >= 8:
                break
        assert desk.poll() is None, (tmp_path / "log").read_text()[-2000:]
        assert rows_shown(QImage(str(picture))) >= 8
    finally:
        desk.terminate()
        desk.wait(timeout=120)
        log.close()
