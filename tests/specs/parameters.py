"""Owns checks of query parameters: none that is unknown, none twice, each of its own form."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

# What is wrong with a value, or None.
Parameter = Callable[[str], str | None]


def pattern(expression: str) -> Parameter:
    form = re.compile(expression, re.DOTALL)
    return lambda value: None if form.fullmatch(value) else f"is not of the form {expression}"


def one_of(*values: str) -> Parameter:
    return lambda value: None if value in values else f"is none of {', '.join(values)}"


def some_of(values: Collection[str], at_most: int | None = None) -> Parameter:
    """A list, its members parted by commas."""

    def found(text: str) -> str | None:
        members = text.split(",")
        if unknown := [member for member in members if member not in values]:
            return f"holds {len(unknown)} that are none of {', '.join(sorted(values))}"
        return f"holds more than {at_most}" if at_most is not None and len(members) > at_most else None

    return found


def number(least: int, most: int | None = None) -> Parameter:
    def found(text: str) -> str | None:
        if not re.fullmatch(r"-?\d+", text):
            return "is no whole number"
        return None if least <= int(text) and (most is None or int(text) <= most) else f"is not in {least}..{most}"

    return found


def parameter_problems(
    query: Mapping[str, str], allowed: Mapping[str, Parameter], *, required: Collection[str] = ()
) -> list[str]:
    problems = [f"query: {name} is unknown here" for name in query if name not in allowed]
    problems += [f"query: {name} is missing" for name in required if name not in query]
    told = [(name, allowed[name](value)) for name, value in query.items() if name in allowed]
    return problems + [f"query: {name} {problem}" for name, problem in told if problem]
