"""Owns one shortcut through Python's enums: those of PySide are made at once instead of member by member.

PySide makes an enum of the language for each of Qt's when the class around it is first used, thousands of members
before the first picture, and that is a tenth of the start. Here each begins as a copy of an empty one that Python has
made, and its members are put in as Python would have left them. What is not plainly names and whole numbers is left to
Python, and so is everything where Python may keep its enums otherwise.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

_KNOWN = (3, 11)
"""The version of Python whose enums are kept as they are filled here; a test compares both ways."""
_NEW: dict[object, Callable[..., Any]] = {
    enum.Enum: object.__new__,
    enum.IntEnum: int.__new__,
    enum.Flag: object.__new__,
    enum.IntFlag: int.__new__,
}
_TAKEN = frozenset({"name", "value", "mro", ""})
"""Names that mean something else to an enum."""

_PARTS = ("_member_names_", "_member_map_", "_value2member_map_", "_unhashable_values_")
"""Where an enum keeps its members."""

as_python_does: Callable[..., Any] = vars(enum.EnumType)["_create_"]
"""How the language makes an enum of a class, a name and pairs."""


def make_enums_quickly() -> bool:
    """Once, before PySide is loaded. False for a Python that is not known here: then it makes them itself."""
    if sys.version_info[:2] != _KNOWN:
        return False
    enum.EnumType._create_ = _create  # type: ignore[attr-defined]
    return True


def _create(kind: Any, name: str, names: Any, **told: Any) -> Any:
    if kind not in _NEW or told.get("type") is not None or not _are_plain(names):
        return as_python_does(kind, name, names, **told)
    # Python looks for the module at this distance as well: whoever asked for the enum.
    module = told.get("module") or sys._getframe(2).f_globals.get("__name__", "")  # noqa: SLF001
    made = _empty(kind, name, module, told.get("qualname"), told.get("boundary"))
    _fill(made, names, _NEW[kind])
    if issubclass(made, enum.Flag):
        _reckon_bits(made)
    return made


def _empty(kind: Any, name: str, module: str, qualified: str | None, boundary: Any) -> Any:
    """An enum without members: the one that Python has made of this kind before, under another name."""
    pattern = _pattern(kind, boundary)
    space = {**vars(pattern), **{part: type(vars(pattern)[part])() for part in _PARTS}, "__module__": module}
    if qualified is not None:
        space["__qualname__"] = qualified
    return type.__new__(enum.EnumType, name, (kind,), space)


@cache
def _pattern(kind: Any, boundary: Any) -> Any:
    return as_python_does(kind, "Pattern", (), module=__name__, boundary=boundary)


def _are_plain(names: Any) -> bool:
    return isinstance(names, list) and all(
        type(pair) is tuple and type(pair[1]) is int and pair[0][:1] != "_" and pair[0] not in _TAKEN for pair in names
    )


def _fill(made: Any, pairs: list[tuple[str, int]], new: Callable[..., Any]) -> None:
    names, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    given = (lambda _value: ()) if new is object.__new__ else (lambda value: (value,))
    is_flag = issubclass(made, enum.Flag)
    put = type.__setattr__
    for name, value in pairs:
        member = by_value.get(value)
        if member is None:
            member = new(made, *given(value))
            vars(member).update(_value_=value, _name_=name, __objclass__=made, _sort_order_=len(names))
            by_value[value] = member
            if not is_flag or _is_one_bit(value):
                names.append(name)
        by_name[name] = member
        put(made, name, member)


def _is_one_bit(value: int) -> bool:
    return value != 0 and value & (value - 1) == 0


def _reckon_bits(made: Any) -> None:
    """What a set of flags knows of its bits."""
    mask = single = 0
    for value in made._value2member_map_:
        mask |= value
        if _is_one_bit(value):
            single |= value
    made._flag_mask_, made._singles_mask_, made._all_bits_ = mask, single, 2 ** mask.bit_length() - 1
    values = [made._member_map_[name]._value_ for name in made._member_names_]
    if values != sorted(values):
        made._iter_member_ = made._iter_member_by_def_
