from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import NotAllowed
from desk.domain.shipments import Allotment, LineQuantity, Parcel, ShippableLine, allot
from desk.domain.values import LineId


def line(number: int, ordered: int, shipped: int = 0, on_its_way: int = 0, cancelled: int = 0) -> ShippableLine:
    return ShippableLine(
        line=LineId(number), ordered=ordered, shipped=shipped, on_its_way=on_its_way, cancelled=cancelled
    )


def parcel(**quantities: int) -> Parcel:
    return Parcel(
        carrier="dhl_de", number="1", lines=tuple(LineQuantity(LineId(int(k[1:])), v) for k, v in quantities.items())
    )


REST = Parcel(carrier="dhl_de", number="1")

LINES = st.lists(
    st.builds(
        lambda ordered, parts: (ordered, parts),
        st.integers(1, 6),
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)),
    ),
    min_size=1,
    max_size=4,
).map(lambda many: [line(at + 1, ordered, *parts) for at, (ordered, parts) in enumerate(many)])
WISHES = st.lists(
    st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 7)), max_size=3).map(
        lambda told: Parcel(
            carrier="dhl_de", number="1", lines=tuple(LineQuantity(LineId(one), pieces) for one, pieces in told)
        )
    ),
    max_size=4,
)


def pieces(filled: Allotment) -> dict[LineId, int]:
    sums: dict[LineId, int] = {}
    for one in filled.parcels:
        for part in one:
            assert part.quantity >= 1
            sums[part.line] = sums.get(part.line, 0) + part.quantity
    return sums


@given(LINES, st.lists(WISHES, max_size=4))
def test_no_sequence_of_deeds_ships_more_than_was_ordered(
    lines: list[ShippableLine], deeds: list[list[Parcel]]
) -> None:
    """Deed after deed, each seeing what the ones before took; refused deeds take nothing."""
    taken: dict[LineId, int] = {}
    for parcels in deeds:
        now = [
            line(one.line, one.ordered, one.shipped, one.on_its_way + taken.get(one.line, 0), one.cancelled)
            for one in lines
        ]
        try:
            filled = allot(now, parcels)
        except NotAllowed:
            continue
        assert len(filled.parcels) == len(parcels)
        for of, quantity in pieces(filled).items():
            taken[of] = taken.get(of, 0) + quantity
        open_after = {one.line: one.open - pieces(filled).get(one.line, 0) for one in now}
        assert filled.completes is (not any(open_after.values()))
    for one in lines:
        used = max(0, one.shipped) + one.on_its_way + one.cancelled
        assert taken.get(one.line, 0) <= max(0, one.ordered - used)


@given(LINES)
def test_a_parcel_that_names_nothing_takes_all_that_is_open(lines: list[ShippableLine]) -> None:
    if not any(one.open for one in lines):
        with pytest.raises(NotAllowed) as refused:
            allot(lines, [REST])
        assert refused.value.code == "nothing_left_to_ship"
        return
    filled = allot(lines, [REST])
    assert pieces(filled) == {one.line: one.open for one in lines if one.open}
    assert filled.completes


@given(LINES, WISHES)
def test_an_empty_rest_after_named_parcels_is_refused_and_never_sent_empty(
    lines: list[ShippableLine], parcels: list[Parcel]
) -> None:
    try:
        filled = allot(lines, [*parcels, REST])
    except NotAllowed:
        return
    assert all(filled.parcels)
    assert filled.completes


def test_the_parcels_of_one_deed_share_what_is_open() -> None:
    filled = allot([line(1, 3), line(2, 1)], [parcel(l1=2), parcel(l1=1, l2=1)])
    assert filled == Allotment(
        ((LineQuantity(LineId(1), 2),), (LineQuantity(LineId(1), 1), LineQuantity(LineId(2), 1))), completes=True
    )


def test_a_line_named_twice_in_one_parcel_counts_twice() -> None:
    twice = Parcel(carrier="x", number="1", lines=(LineQuantity(LineId(1), 2), LineQuantity(LineId(1), 2)))
    with pytest.raises(NotAllowed) as refused:
        allot([line(1, 3)], [twice])
    assert refused.value.facts == {"left": 3, "wanted": 4}


@pytest.mark.parametrize(
    "lines,wish,code",
    [
        ([line(1, 2, shipped=1)], parcel(l1=2), "pieces_not_left"),
        ([line(1, 2, on_its_way=2)], parcel(l1=1), "pieces_not_left"),
        ([line(1, 2, cancelled=2)], REST, "nothing_left_to_ship"),
        ([line(1, 2)], parcel(l9=1), "no_such_line"),
        ([line(1, 2)], parcel(l1=0), "quantity_below_one"),
        ([line(1, 2)], Parcel(carrier="x", number="1", lines=(LineQuantity(LineId(1), 2), LineQuantity(LineId(1), -1))),
         "quantity_below_one"),
    ],
)  # fmt: skip
def test_refusals_say_why(lines: list[ShippableLine], wish: Parcel, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        allot(lines, [wish])
    assert refused.value.code == code
    assert refused.value.text.endswith(".")


def test_more_shipped_than_ordered_leaves_nothing_rather_than_a_debt() -> None:
    assert line(1, 2, shipped=5).open == 0
