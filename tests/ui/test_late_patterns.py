"""Patterns that are compiled when first used find what others find; who else compiles meanwhile hears nothing."""

import re
from types import ModuleType

import pytest

from desk.ui.late_patterns import LatePattern, patterns_compiled_late

TEXT = "eins, zwei,drei"


def found(pattern: "re.Pattern[str] | LatePattern", method: str) -> object:
    if method in {"sub", "subn"}:
        return getattr(pattern, method)("-", TEXT)
    told = getattr(pattern, method)(TEXT)
    if method == "finditer":
        return [one.span() for one in told]
    return told.span() if isinstance(told, re.Match) else told


@pytest.mark.parametrize("method", ["search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"])
def test_a_late_pattern_finds_the_same(method: str) -> None:
    late = LatePattern(", ?  # a comma", re.VERBOSE)
    assert found(late, method) == found(re.compile(", ?  # a comma", re.VERBOSE), method)
    assert late.pattern == ", ?  # a comma"


def test_only_the_reader_of_signatures_gets_one_and_only_meanwhile() -> None:
    plainly = re.compile
    reader, other = ModuleType("shibokensupport.signature.parser"), ModuleType("shibokensupporters")
    for module in (reader, other):
        vars(module)["re"] = re
    with patterns_compiled_late():
        for module in (reader, other):
            exec("made = re.compile('a+')", vars(module))
    assert isinstance(vars(reader)["made"], LatePattern)
    assert isinstance(vars(other)["made"], re.Pattern)
    assert re.compile is plainly
    with pytest.raises(KeyError), patterns_compiled_late():
        raise KeyError
    assert re.compile is plainly
