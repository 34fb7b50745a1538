"""The shortcut through Python's enums: what it makes is what Python makes."""

import enum
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Qt

from desk.ui import quick_enums
from desk.ui.quick_enums import as_python_does, make_enums_quickly

Pairs = list[tuple[str, int]]

NUMBERS: Pairs = [("TWO", 2), ("ONE", 1), ("AGAIN", 2), ("BELOW", -7), ("NONE", 0), ("real", 9)]
BITS: Pairs = [("NOTHING", 0), ("A", 1), ("B", 2), ("BOTH", 3), ("ALSO_B", 2), ("HIGH", 1 << 31), ("MASK", 0xF0)]
UNSORTED: Pairs = [("B", 2), ("A", 1), ("BOTH", 3)]
ALL = -1
"""A Qt enum's way to say: every bit."""


def seen(made: Any) -> dict[str, object]:
    """All that tells two enums apart, without the identity of their members."""
    kept = {key: value for key, value in vars(made).items() if not isinstance(value, made)}
    return {
        "order": [(one.name, one.value, one._sort_order_) for one in made],
        "names": {name: (one.name, one.value, repr(one), str(one)) for name, one in made.__members__.items()},
        "found": {one.value: made(one.value).name for one in made.__members__.values()},
        "own": {name: vars(one).keys() for name, one in made.__members__.items()},
        "attributes": {name: getattr(made, name).value for name in made.__members__},
        "kept": {key: value for key, value in kept.items() if isinstance(value, int | str | list | type(None))},
        "has": set(vars(made)),
        "bases": made.__mro__[1:],
        "called": (made.__name__, made.__qualname__, made.__module__, made.__doc__),
    }


def joined(made: Any) -> list[object]:
    """What flags do when they are put together, taken apart and turned round."""
    one, other = list(made.__members__.values())[1:3]
    found = (one | other, one & other, one ^ other, ~one, made(0), made(1 << 20))
    return [(repr(each), each.value, [bit and bit.name for bit in each]) for each in found]


@pytest.mark.parametrize(
    "kind, pairs",
    [
        (enum.Enum, NUMBERS),
        (enum.IntEnum, NUMBERS),
        (enum.Flag, BITS),
        (enum.IntFlag, BITS),
        (enum.Flag, UNSORTED),
        (enum.IntFlag, [("ALL", ALL), ("A", 1)]),
        (enum.Enum, []),
    ],
)
def test_an_enum_is_made_as_python_makes_it(kind: Any, pairs: Pairs) -> None:
    assert make_enums_quickly()
    slow = as_python_does(kind, "Made", pairs, module=__name__, boundary=enum.KEEP)
    quick: Any = kind("Made", pairs, module=__name__, boundary=enum.KEEP)
    assert seen(quick) == seen(slow)
    if issubclass(kind, enum.Flag) and pairs in (BITS, UNSORTED):
        assert joined(quick) == joined(slow)


@pytest.mark.parametrize("deed", [lambda made: setattr(made, "ONE", 3), lambda made: delattr(made, "ONE")])
def test_nobody_moves_a_member(deed: Callable[[Any], None]) -> None:
    with pytest.raises(AttributeError):
        deed(enum.IntEnum("Made", NUMBERS))


@pytest.mark.parametrize("pairs", [[("name", 1)], [("_hidden", 1)], [("A", "text")], [("A", True)]])
def test_what_is_not_plain_is_left_to_python(pairs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def heard(kind: Any, name: str, names: Any, **told: Any) -> Any:
        asked.append(names)
        return as_python_does(kind, name, names, **told)

    monkeypatch.setattr(quick_enums, "as_python_does", heard)
    enum.Enum("Made", pairs, module=__name__)
    assert asked == [pairs]


def test_an_enum_belongs_to_the_module_that_asked_for_it() -> None:
    assert enum.Enum("Made", [("A", 1)]).__module__ == __name__


def test_enums_of_qt_are_whole() -> None:
    """Each that is made here is the one that Python makes of its members, but for what PySide adds itself."""
    compared = 0
    for place in (Qt, QtCore.QEvent, QtGui.QPalette, QtWidgets.QStyle, QtWidgets.QSizePolicy):
        found: list[Any] = [one for one in vars(place).values() if isinstance(one, enum.EnumType)]
        for made in found:
            kind = next(one for one in made.__mro__[1:] if one in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag))
            pairs = [(name, one.value) for name, one in made.__members__.items()]
            slow: Any = as_python_does(kind, made.__name__, pairs, module=made.__module__, boundary=enum.KEEP)
            for told in ("_member_names_", "_value_repr_", "_flag_mask_", "_singles_mask_", "_all_bits_"):
                assert getattr(made, told, None) == getattr(slow, told, None)
            assert {n: o.name for n, o in made.__members__.items()} == {n: o.name for n, o in slow.__members__.items()}
        compared += len(found)
    assert compared > 100
    assert pickle.loads(pickle.dumps(Qt.Key.Key_A)) is Qt.Key.Key_A
    assert (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop).value == 0x21


def test_another_python_makes_its_enums_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_enums, "_KNOWN", (3, 10))
    assert not make_enums_quickly()
