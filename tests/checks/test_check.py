import sys

import pytest

from checks.__main__ import Check, main

GOOD = Check("quiet", (sys.executable, "-c", "print('hidden')"))
BAD = Check("loud", (sys.executable, "-c", "print('the reason'); raise SystemExit(3)"))


def test_every_check_runs_and_one_failure_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BAD, GOOD]) == 1
    output = capsys.readouterr().out
    assert output.endswith("\nFAILED  loud\nok      quiet\n")
    assert "the reason" in output
    assert "hidden" not in output


def test_all_well_ends_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([GOOD]) == 0
    assert capsys.readouterr().out.endswith("\nok      quiet\n")
