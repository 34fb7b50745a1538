from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain import return_goods
from desk.domain.errors import NotAllowed
from desk.domain.return_goods import Disposition, Finding, Grade, ReturnLine
from desk.domain.values import LineId

quantities = st.integers(-2, 9)
plays = st.lists(
    st.one_of(
        st.tuples(st.just("receive"), quantities),
        st.tuples(st.just("inspect"), quantities),
        st.tuples(st.sampled_from(["miss", "uninspect"]), st.just(0)),
    ),
    max_size=20,
)


def line(announced: int) -> ReturnLine:
    return ReturnLine(line=LineId(1), announced=announced)


def found(quantity: int, grade: Grade = Grade.NEW, photo: str = "") -> Finding:
    return Finding(quantity=quantity, grade=grade, disposition=Disposition.RESTOCK, photo=photo)


def play(of: ReturnLine, what: str, quantity: int) -> ReturnLine:
    match what:
        case "receive":
            return return_goods.receive(of, quantity)
        case "inspect":
            return return_goods.inspect(of, found(quantity))
        case "miss":
            return return_goods.miss(of)
        case _:
            return return_goods.uninspect(of)


@given(st.integers(0, 9), plays)
def test_quantities_add_up_whatever_is_done(announced: int, deeds: list[tuple[str, int]]) -> None:
    """Pieces that came are neither lost nor made: a count kept beside the line agrees with it after each deed."""
    now, came, seen = line(announced), 0, []
    for what, quantity in deeds:
        with suppress(NotAllowed):
            now = play(now, what, quantity)
            came += quantity if what == "receive" else 0
            if what == "inspect":
                seen.append(quantity)
            elif what == "uninspect":
                seen = seen[:-1]
        assert now.received + now.missing + now.expected == announced
        assert now.received + now.extra == came
        assert now.uninspected == came - sum(seen)


def test_what_came_late_is_missing_no_more() -> None:
    late = return_goods.receive(return_goods.miss(return_goods.receive(line(3), 1)), 3)
    assert (late.received, late.missing, late.extra) == (3, 0, 1)


def test_more_than_came_cannot_be_inspected() -> None:
    with pytest.raises(NotAllowed, match="Only 1 pieces"):
        return_goods.inspect(return_goods.receive(line(2), 1), found(2))


def test_wrong_content_needs_its_photo() -> None:
    here = return_goods.receive(line(1), 1)
    with pytest.raises(NotAllowed) as refused:
        return_goods.inspect(here, found(1, Grade.WRONG))
    assert refused.value.code == "return_photo_missing"
    assert return_goods.inspect(here, found(1, Grade.WRONG, photo="box.jpg")).uninspected == 0


def test_a_line_that_does_not_add_up_is_no_line() -> None:
    with pytest.raises(ValueError, match="add up"):
        ReturnLine(line=LineId(1), announced=1, received=1, missing=1)
