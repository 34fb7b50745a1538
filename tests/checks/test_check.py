import sys

import pytest

from checks.__main__ import CHECKS, Check, main, run_all

GOOD = Check("quiet", (sys.executable, "-c", "print('hidden')"))
BAD = Check("loud", (sys.executable, "-c", "print('the reason'); raise SystemExit(3)"))


def test_every_check_runs_and_one_failure_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_all([BAD, GOOD]) == 1
    output = capsys.readouterr().out
    assert output.endswith("\nFAILED  loud\nok      quiet\n")
    assert "the reason" in output
    assert "hidden" not in output


def test_all_well_ends_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_all([GOOD]) == 0
    assert capsys.readouterr().out.endswith("\nok      quiet\n")


def test_an_unknown_check_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ruf"]) == 2
    assert "'ruf'" in capsys.readouterr().err


def test_what_the_house_promises_is_checked() -> None:
    assert CHECKS.keys() == {"mypy", "controls", "translations", "ladder", "ruff", "format", "imports"}
