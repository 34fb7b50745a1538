"""A forked command ends as a program does: threads done, what it registered called, and with its own status."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from drills.nursery import Nursery

ROOT = Path(__file__).parents[2]
COMMAND = """
import atexit, sys, threading, time
print("begun")
atexit.register(print, "at the end")
threading.Thread(target=lambda: (time.sleep(0.05), print("a thread"))).start()
{ending}
"""


@pytest.mark.parametrize(
    "ending, status, error",
    [
        ("", 0, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit(3)", 3, ""),
        ("sys.exit('cannot')", 1, "cannot\n"),
        ("raise ValueError('wrong')", 1, "ValueError: wrong\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9, ""),
    ],
)
def test_a_command_says_all_and_ends_with_its_own_status(tmp_path: Path, ending: str, status: int, error: str) -> None:
    program = ("-c", COMMAND.format(ending=ending))
    with (
        closing(Nursery(os.environ | {"PYTHONPATH": str(ROOT)}, tmp_path, ())) as nursery,
        (tmp_path / "out").open("wb") as out,
        (tmp_path / "err").open("wb") as err,
    ):
        born = nursery.fork(program, (), {}, {"1": out.fileno(), "2": err.fileno()})
        assert born.wait() == status
    said = (tmp_path / "out").read_text().splitlines()
    assert (said == ["begun", "a thread", "at the end"]) is (status >= 0), said
    assert (tmp_path / "err").read_text().endswith(error)
