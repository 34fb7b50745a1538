from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.return_numbers import check_character, next_number, read, shown

numbers = st.builds(lambda year, last: next_number(year, last)[0], st.integers(2000, 2100), st.integers(0, 900_000))


@pytest.mark.parametrize(
    "text, check", [("A12425GABC1234002", "M"), ("0000000189470000", "8"), ("188166C734206541", "Y")]
)
def test_check_characters_are_those_of_published_examples(text: str, check: str) -> None:
    """A release identifier (GRid) and two of audiovisual works (ISAN), as their registries print them."""
    assert check_character(text) == check


@given(numbers, st.data())
def test_one_wrong_character_is_noticed(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(2, len(number) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != number[at]))
    assert read(number[:at] + other + number[at + 1 :]) is None


def test_nearly_all_swaps_of_two_neighbours_are_noticed() -> None:
    """The check is known to let a few swaps through; one in a hundred is far above that."""
    swapped = [
        number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        for number in (next_number(2026, last)[0] for last in range(0, 9000, 7))
        for at in range(2, len(number) - 2)
        if number[at] != number[at + 1]
    ]
    assert sum(read(one) is not None for one in swapped) * 100 < len(swapped)


@given(numbers)
def test_it_is_read_as_people_and_scanners_write_it(number: str) -> None:
    """A scanner set to English types ß for a hyphen on a German keyboard."""
    assert number[-1] not in "YZ"
    for typed in (shown(number), number.lower(), f" {shown(number)} ", shown(number).replace("-", "ß")):
        assert read(typed) == number


@pytest.mark.parametrize("typed", ["", "RT", "RT-2026-000001", "30548090456019001", "RT2026००००01A", "4711"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read(typed) is None


def test_counting_goes_on_over_numbers_left_out_and_ends_with_the_year() -> None:
    counts: list[int] = []
    last = 0
    while len(counts) < 200:
        number, last = next_number(2026, last)
        counts.append(last)
        assert read(number) == number
    assert len(set(counts)) == 200 < counts[-1]
    with pytest.raises(ValueError, match="no number"):
        next_number(2026, 999_999)
