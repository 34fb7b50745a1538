"""Owns one shortcut of loading PySide: the patterns by which it reads signatures are compiled when one is first used.

They are long, and it compiles them at each start; it needs them only to say how a call that was wrong should have been.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

_READER = "shibokensupport."
"""The modules of PySide that read signatures."""
_METHODS = frozenset({"search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})


class LatePattern:
    """Stands for a pattern, and for its methods even before it is compiled."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            return getattr(self.compiled, name)

        def method(*told: Any, **named: Any) -> Any:
            return getattr(self.compiled, name)(*told, **named)

        return method


@contextmanager
def patterns_compiled_late() -> Iterator[None]:
    """While PySide is loaded. What other modules compile meanwhile they get as ever."""
    plainly = re.compile

    def compile_(pattern: Any, flags: Any = 0) -> Any:
        asking = sys._getframe(1).f_globals.get("__name__", "")  # noqa: SLF001 - nothing else tells who asks
        return LatePattern(pattern, flags) if asking.startswith(_READER) else plainly(pattern, flags)

    re.compile = compile_
    try:
        yield
    finally:
        re.compile = plainly
