"""Owns how several values pasted at once find their fields: by their shape, else by the name before a colon. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connectors.contract.capabilities import Setting

_NAMED = re.compile(r"\s*([^:=\t]{2,60}?)\s*(?::|=|\t)\s*(\S.*)")
_MARKS = "\"'<>,; "


def spread(text: str, settings: Sequence[Setting]) -> dict[str, str]:
    """Values by setting, for pasted text of several lines or words; empty where nothing can be told apart.

    A value that fits no field or two of them is left out: a wrong guess costs more than a second paste.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found: dict[str, str] = {}
    for place, line in enumerate(lines):
        for name, value in (*_by_shape(line, settings), *_by_name(line, lines[place + 1 :], settings)):
            found.setdefault(name, value)
    return found


def _by_shape(line: str, settings: Sequence[Setting]) -> list[tuple[str, str]]:
    found = []
    for word in line.split():
        value = word.strip(_MARKS)
        fitting = [one.name for one in settings if one.shape and re.fullmatch(one.shape, value)]
        if not fitting and (":" in value or "=" in value):
            # "key:value" without a blank between.
            value = re.split(r"[:=]", value, maxsplit=1)[1].strip(_MARKS)
            fitting = [one.name for one in settings if one.shape and re.fullmatch(one.shape, value)]
        if len(fitting) == 1:
            found.append((fitting[0], value))
    return found


def _by_name(line: str, after: Sequence[str], settings: Sequence[Setting]) -> list[tuple[str, str]]:
    """`consumer_key: …`, `Dev ID = …`, or a name in a line of its own with the value below it."""
    matched = _NAMED.fullmatch(line)
    if matched:
        told, value = matched.group(1), matched.group(2).strip(_MARKS)
    elif after:
        told, value = line.rstrip(":"), after[0].strip(_MARKS)
    else:
        return []
    fitting = [one for one in settings if _plain(told) in (_plain(one.name), _plain(one.label.split("(")[0]))]
    if len(fitting) != 1 or (fitting[0].shape and not re.fullmatch(fitting[0].shape, value)):
        return []
    return [(fitting[0].name, value)]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
