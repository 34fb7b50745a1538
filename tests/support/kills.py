"""Owns killing a piece of work at each of its lines: a child that ends at once, as by SIGKILL, nothing cleaned up."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from types import FrameType, ModuleType
from typing import Any

KILLED, WRONG = 99, 98


def killed_at_each_line(work: Callable[[], object], modules: Iterable[ModuleType], step: int = 1) -> Iterator[int]:
    """Run `work` in a child again and again, killed one `step` of lines later each time; the last one runs through.

    Gives the line's number after each kill, so that the caller can look at what is left. Only lines of `modules` count.
    """
    files = frozenset(str(module.__file__) for module in modules)
    for line in count(1, step):
        child = os.fork()
        if child == 0:
            _run(work, files, line)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ended == 0:
            return
        assert ended == KILLED, f"the work failed by itself ({ended}) before line {line}"
        yield line


def _run(work: Callable[[], object], files: frozenset[str], line: int) -> None:
    left = line

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os._exit(KILLED)
        return trace

    try:
        sys.settrace(trace)
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it is, the child may not go on as a second test run
        traceback.print_exc()
        os._exit(WRONG)
