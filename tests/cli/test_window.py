"""`desk`, `desk open`, `desk --version` and `desk logs`: what the command line itself answers and hands on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import desk
from desk.cli.main import run
from desk.cli.wiring import Wiring
from desk.domain.errors import NotAllowed
from desk.system import crash, logs
from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def no_log_of_others() -> Iterator[None]:
    before = {area: list(logging.getLogger(area).handlers) for area in logs.AREAS}
    yield
    for area, handlers in before.items():
        logging.getLogger(area).handlers = handlers


def test_the_version_stands_in_one_place(call: Call) -> None:
    assert call("--version").out == f"Desk {desk.__version__}\n"
    assert call("--version", "--json").document == {"version": desk.__version__}


def unused(*_: object) -> None:
    raise AssertionError("the window opens its own store")


def wired(asked: list[tuple[Path, str]]) -> Wiring:
    """A wiring that can only show the window."""

    def start(folder: Path, told: str) -> int:
        asked.append((folder, told))
        return 0

    nothing = dict.fromkeys(Wiring.__dataclass_fields__, unused)
    return Wiring(**{**nothing, "start_window": start})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words,told",
    [((), ""), (("open", "WB-2026-10001"), "WB-2026-10001"), (("open", "desk://order/WB-2026-10001"), "WB-2026-10001")],
)
def test_the_window_is_started_on_the_folder_with_what_it_is_to_open(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    asked: list[tuple[Path, str]] = []
    assert run(["--data", str(tmp_path), *words], wired(asked)) == 0
    assert asked == [(tmp_path, told)]


def test_a_window_that_does_not_answer_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def busy(_folder: Path, _told: str) -> int:
        raise NotAllowed("Desk is open on this store already and does not answer.", code="window_busy")

    assert run(["--data", str(tmp_path)], replace(wired([]), start_window=busy)) == 1
    assert capsys.readouterr().err == "Desk is open on this store already and does not answer.\n"


def test_the_log_is_found_and_read_from_the_terminal(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "logs"
    assert call("logs").out == f"{folder}\n", "also before there is one"
    logs.start(tmp_path / "data")
    for number in range(3):
        logging.getLogger("sync").info("run %s", number)
    assert call("logs").out == f"{folder}\n"
    assert [line.rsplit(" ", 1)[1] for line in call("logs", "--lines", "2").out.splitlines()[1:]] == ["1", "2"]
    told = call("logs", "--json", "--lines", "1").document
    assert isinstance(told, dict)
    assert told["folder"] == str(folder)
    assert told["crashed"] is False


def test_the_report_of_a_crash_is_there_in_the_terminal_too(call: Call, tmp_path: Path) -> None:
    logs.start(tmp_path / "data")
    logging.getLogger("sync").info("the last line")
    (tmp_path / "data" / "logs" / crash.LAST_MARK).write_text('{"began": "2026-11-18T12:00:00+00:00"}')
    said = call("logs")
    assert said.err == "Desk did not end properly last time. The report: desk logs --report\n"
    report = call("logs", "--report")
    assert "2026-11-18T12:00:00+00:00" in report.out
    assert "the last line" in report.out
    told = call("logs", "--report", "--json").document
    assert isinstance(told, dict)
    assert told["crashed"] is True
    assert "the last line" in told["report"]
