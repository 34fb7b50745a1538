"""A run's mark and the report of one that ended without a good-bye, with real processes that are really killed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.clock import ManualClock, parse_utc
from desk.domain.errors import NotAllowed
from desk.system import crash, logs
from desk.system.crash import Run

ROOT = Path(__file__).parents[2]
NOON = parse_utc("2026-11-18T12:00:00")
SECRETS = (
    *("ck_0123456789abcdef", "cs_fedcba9876543210", "Bearer eyJhbGciOiJIUzI1NiJ9", "refresh_token=Atzr|IwEBIExample"),
    *("juergen.mueller@example.org", "+49 151 23456789", "Jürgen Müller", "Hauptstraße 5"),
)

RUN = """
import faulthandler, sys
from pathlib import Path
from desk.system.crash import Run
run = Run(Path(sys.argv[1]))
print(run.begin(), flush=True)
run.catch_faults()
match sys.argv[2]:
    case "wait":
        sys.stdin.read()
        run.good_bye()
    case "fault":
        faulthandler._sigsegv()
    case "mistake":
        raise ZeroDivisionError
"""


@pytest.fixture(autouse=True)
def no_log_of_others() -> Iterator[None]:
    before = {area: list(logging.getLogger(area).handlers) for area in logs.AREAS}
    yield
    for area, handlers in before.items():
        logging.getLogger(area).handlers = handlers


def fail(words: str) -> None:
    raise RuntimeError(words)


def child(data: Path, what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(data), what],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def begun(data: Path) -> Run:
    run = Run(data, ManualClock(NOON))
    assert run.begin()
    return run


def test_a_run_that_says_good_bye_leaves_nothing_to_report(tmp_path: Path) -> None:
    for _ in range(2):
        run = begun(tmp_path)
        assert run.marked
        assert run.crashed is None
        run.good_bye()
        assert not run.marked
    assert sorted(one.name for one in (tmp_path / "logs").iterdir()) == ["running"]


@pytest.mark.parametrize("what", ["wait", "fault", "mistake"])
def test_a_run_that_dies_is_known_at_the_next_start(tmp_path: Path, what: str) -> None:
    with child(tmp_path, what) as dying:
        assert dying.stdout is not None
        assert dying.stdout.readline() == "True\n"
        if what == "wait":
            dying.kill()
        assert dying.wait(timeout=120) != 0
    run = begun(tmp_path)
    found = run.crashed
    assert found is not None
    assert found.began.startswith("20")
    text = crash.report(run.folder, crash=found)
    assert ("Segmentation fault" in text) == (what == "fault")
    assert ("No trace" in text) == (what != "fault")
    run.good_bye()
    assert begun(tmp_path).crashed == found, "it is offered until somebody has looked"
    crash.dismiss(run.folder)
    assert crash.found(run.folder) is None


def test_two_runs_on_one_store_are_not_possible_and_the_second_is_no_crash(tmp_path: Path) -> None:
    with child(tmp_path, "wait") as first:
        assert first.stdout is not None
        first.stdout.readline()
        second = Run(tmp_path)
        assert not second.begin()
        second.good_bye()
        assert not Run(tmp_path).begin(), "the good-bye of a run that never began lets nobody in"
        assert Run(tmp_path / "other").begin()
        first.communicate("")
    third = begun(tmp_path)
    assert third.crashed is None
    third.good_bye()


@pytest.mark.parametrize("left", [b"{", b"[]", b"\xff\xfe", b'{"began": 7}'])
def test_a_mark_that_was_cut_is_a_crash_too(tmp_path: Path, left: bytes) -> None:
    begun(tmp_path).good_bye()
    (tmp_path / "logs" / "running").write_bytes(left)
    run = begun(tmp_path)
    assert run.crashed is not None
    assert crash.report(run.folder, crash=run.crashed)
    run.good_bye()


def test_where_nothing_can_be_written_a_run_goes_on_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    run = begun(tmp_path)
    run.catch_faults()
    assert not run.marked
    assert run.crashed is None
    run.good_bye()


def test_the_report_holds_versions_and_lines_and_neither_buyers_nor_secrets(tmp_path: Path, home: Path) -> None:
    logs.start(tmp_path)
    for planted in SECRETS[:-2]:  # names are no pattern: what says them is an error's words, below
        logging.getLogger("net").error("answered: %s", planted)
        (tmp_path / "logs" / "crashed-fault.txt").write_text(f"Fatal: {planted} in {home}/desk/x.py\n")
        assert planted not in crash.report(tmp_path / "logs", {"Qt": "6.11"})
    for planted in SECRETS:
        try:
            fail(f"cannot store {planted}")
        except RuntimeError:
            logging.getLogger("sync").exception("a record failed")
    before = (tmp_path / "logs" / "desk.log").read_text()
    (tmp_path / "logs" / "desk.log").write_text(before + f"x {SECRETS[0]} {SECRETS[4]}\n")  # of an older Desk
    text = crash.report(tmp_path / "logs", {"Qt": "6.11"})
    assert [planted for planted in SECRETS if planted in text] == []
    assert "Qt: 6.11" in text
    assert "a record failed" in text
    assert "RuntimeError" in text
    assert str(home) not in text
    assert "~/desk/x.py" in text


def test_only_the_last_lines_are_in_the_report(tmp_path: Path) -> None:
    logs.start(tmp_path)
    for number in range(300):
        logging.getLogger("sync").info("run %s.", number)
    text = crash.report(tmp_path / "logs")
    assert "run 99." not in text
    assert "run 100." in text
    assert "run 299." in text


def test_a_report_is_saved_or_says_what_to_do(tmp_path: Path) -> None:
    crash.save("für später\n", tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "für später\n"
    with pytest.raises(NotAllowed, match="Choose another folder"):
        crash.save("", tmp_path / "none" / "report.txt")


def test_the_mark_tells_when_the_run_began_and_of_which_version(tmp_path: Path) -> None:
    run = begun(tmp_path)
    told = json.loads((tmp_path / "logs" / "running").read_bytes())
    assert told["began"] == "2026-11-18T12:00:00+00:00"
    assert told["version"].count(".") == 2
    run.good_bye()
