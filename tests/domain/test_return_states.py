from __future__ import annotations

import csv
from pathlib import Path

import pytest

from desk.domain.return_states import Course, ReturnState, ReturnStep, transitions
from desk.system.tables import return_course

TABLE = Path(__file__).parents[2] / "resources" / "data" / "return_transitions.csv"


def lines() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return list(csv.reader(rows))[1:]


def test_each_row_of_the_table_is_a_way_that_can_be_gone() -> None:
    course = return_course()
    for before, event, after, *_ in lines():
        if before in "-*":
            continue
        for word in event.split(" / "):
            assert course.after(ReturnState(before), ReturnStep(word)) is ReturnState(after), (before, word)


def test_nothing_outside_the_table_is_a_way() -> None:
    """Counted by hand: 43 rows, of which one has two steps, one begins, and one starts in all other states."""
    course = return_course()
    ways = [
        (state, step) for state in (None, *ReturnState) for step in ReturnStep if course.after(state, step) is not None
    ]
    assert len(lines()) == 43
    assert len(ways) == 43 + 1 + (len(ReturnState) - 2)


def test_all_states_are_reached_from_the_beginning() -> None:
    course = return_course()
    reached: set[ReturnState | None] = {None}
    while grown := {row.after for row in course.rows if row.before in reached} - reached:
        reached |= grown
    assert reached == {None, *ReturnState}


def test_a_parcel_that_is_there_is_received_whatever_was_said_of_it() -> None:
    course = return_course()
    for state in (ReturnState.REQUESTED, ReturnState.DECLINED, ReturnState.EXPIRED, ReturnState.CANCELLED):
        assert course.after(state, ReturnStep.WAREHOUSE_SCAN) is ReturnState.RECEIVED


def test_what_was_closed_opens_again_by_a_late_parcel_or_the_channel_only() -> None:
    assert return_course().steps(ReturnState.CLOSED) == (ReturnStep.CHANNEL_ESCALATED, ReturnStep.REOPEN)


def test_a_row_of_an_edited_table_with_an_unknown_word_is_told_of() -> None:
    row = {"from": "REQUESTED", "event": "approve", "to": "PERHAPS", "guard": "", "effects": ""}
    with pytest.raises(ValueError, match="PERHAPS"):
        Course(transitions([row]))
