import ctypes
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checks.cycles import circles, graph_of, read
from checks.source_rules import Found, broad_catches, clock_reads, exceptions_on_file

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SHIPPED = ("desk", "connectors")
MOST_BROAD_CATCHES = 4


def found(rule: Callable[[str, str], Iterator[Found]], *packages: str) -> list[Found]:
    return [
        place
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        for place in rule(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]


# --- Circles ----------------------------------------------------------------------------------------------


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = graph_of(read(ROOT, SHIPPED))
    assert len(graph) > 10
    assert circles(graph) == []


def test_a_circle_is_found_through_a_lazy_and_a_relative_import() -> None:
    sources = {
        "desk": ("", True),
        "desk.a": ("from desk import b", False),
        "desk.b": ("def late():\n    if 1:\n        from .c import thing\n", False),
        "desk.c": ("import desk.a", False),
        "desk.d": ("from desk.a import x", False),
    }
    assert circles(graph_of(sources)) == [["desk.a", "desk.b", "desk.c", "desk.a"]]


def test_an_import_for_types_only_makes_no_circle() -> None:
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from desk import b\n"
    sources = {"desk": ("", True), "desk.a": (typed, False), "desk.b": ("import desk.a", False)}
    assert circles(graph_of(sources)) == []
    sources["desk.a"] = (typed + "else:\n    from desk import b\n", False)
    assert circles(graph_of(sources)) == [["desk.a", "desk.b", "desk.a"]]


# --- Time -------------------------------------------------------------------------------------------------


def test_only_the_clocks_ask_for_the_time() -> None:
    allowed = exceptions_on_file(HERE / "real_time.txt")
    places = found(clock_reads, *SHIPPED, "drills")
    assert [str(place) for place in places if place.where not in allowed] == []
    used = {place.where for place in places}
    assert [name for name in allowed if (ROOT / name).exists() and name not in used] == [], "exceptions not needed"


@pytest.mark.parametrize(
    "text,what",
    [
        ("import time\ntime.time()", "time.time"),
        ("import time as t\nt.sleep(1)", "time.sleep"),
        ("from time import monotonic as m\nm()", "time.monotonic"),
        ("import time\nrun(clock=time.perf_counter)", "time.perf_counter"),
        ("import time\ntime.gmtime()", "time.gmtime"),
        ("import datetime\ndatetime.datetime.now()", "datetime.now"),
        ("from datetime import datetime, UTC\ndatetime.now(UTC)", "datetime.now"),
        ("from datetime import datetime as dt\ndt.utcnow()", "datetime.utcnow"),
        ("from datetime import date\ndate.today()", "date.today"),
        ("import asyncio\nasync def f():\n    await asyncio.sleep(1)", "asyncio.sleep"),
        ("from PySide6.QtCore import QDateTime\nQDateTime.currentDateTime()", "QDateTime.currentDateTime"),
    ],
)
def test_asking_for_the_time_is_found(text: str, what: str) -> None:
    assert [place.what for place in clock_reads("desk/x.py", text)] == [what]


def test_what_only_looks_like_the_time_is_let_through() -> None:
    text = "import time\ntime.gmtime(5)\nself.clock.now()\nclock.sleep(2)\n"
    text += "from datetime import datetime\ndatetime.fromtimestamp(1)"
    assert list(clock_reads("desk/x.py", text)) == []


def test_no_test_of_the_window_waits_a_fixed_time() -> None:
    """It is too short for a busy machine and too long for a quiet one: `waitUntil` waits for the very thing."""
    call = "qtbot." + "wait("
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert [str(one.relative_to(ROOT)) for one in tests if call in one.read_text(encoding="utf-8")] == []


# --- Broad catches ----------------------------------------------------------------------------------------


def test_everything_is_caught_only_where_the_list_says() -> None:
    allowed = exceptions_on_file(HERE / "broad_excepts.txt")
    places = found(broad_catches, *SHIPPED)
    assert [str(place) for place in places if place.where not in allowed] == []
    assert [name for name in allowed if name not in {place.where for place in places}] == [], "no longer there"
    assert len([place for place in allowed if place.startswith("desk/")]) <= MOST_BROAD_CATCHES


IN_MODULE = """
try:
    f()
except Exception:
    pass
"""
IN_FUNCTION = """
def g():
    try:
        f()
    except:
        pass
"""
IN_METHOD = """
class A:
    def g(self):
        try:
            f()
        except (OSError, BaseException) as error:
            raise B from error
"""
SUPPRESSED = """
import contextlib
def g():
    with contextlib.suppress(Exception):
        f()
"""


@pytest.mark.parametrize(
    "text,where",
    [(IN_MODULE, "x.py::"), (IN_FUNCTION, "x.py::g"), (IN_METHOD, "x.py::A.g"), (SUPPRESSED, "x.py::g")],
)
def test_catching_everything_is_found(text: str, where: str) -> None:
    assert [place.where for place in broad_catches("x.py", text)] == [where]


def test_catching_what_is_meant_or_raising_again_is_let_through() -> None:
    text = "try:\n    f()\nexcept OSError:\n    pass\nexcept BaseException:\n    tidy()\n    raise\n"
    text += "try:\n    f()\nexcept BaseException as error:\n    future.set_exception(error)\n"
    assert list(broad_catches("x.py", text)) == []


def test_an_exception_on_file_needs_a_reason(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# why\nx.py::g\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no reason"):
        exceptions_on_file(tmp_path / "list.txt")


# --- Layers -----------------------------------------------------------------------------------------------


def test_every_package_of_desk_has_its_layer() -> None:
    """import-linter lets a package pass that no layer names."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = " ".join(next(contract for contract in contracts if contract["id"] == "layers")["layers"])
    named = {word.strip("()") for word in layers.split()}
    parts = {path.stem for path in (ROOT / "desk").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {f"desk.{part}" for part in parts - {"__init__"}} <= named


# --- Qt ---------------------------------------------------------------------------------------------------


def none_references_after(times: int, call: Callable[[], object]) -> int:
    before = sys.getrefcount(None)
    for _ in range(times):
        call()
    return sys.getrefcount(None) - before


def test_qt_calls_keep_the_references_to_none(qtbot: QtBot) -> None:
    """PySide 6.12.0 lost one a call and aborted after some thousand: this holds the pin (decision 2)."""
    widget = QWidget()
    qtbot.addWidget(widget)
    assert abs(none_references_after(1000, lambda: widget.setToolTip("parcel"))) < 50


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_lost_reference_to_none_shows() -> None:
    lost = none_references_after(100, lambda: ctypes.pythonapi.Py_DecRef(ctypes.py_object(None)))
    for _ in range(100):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(None))
    assert lost <= -90
