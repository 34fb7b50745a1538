import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.shipments import ShippableLine, allot
from desk.domain.values import LineId, OrderId
from desk.ui.orders.parcels import Drafts, ParcelDraft, ShipDraft, doubled_numbers, numbers_in, shares_of
from tests.ui.orders.fakes import order_view, shipment


def line(number: int, open_pieces: int) -> ShippableLine:
    return ShippableLine(line=LineId(number), ordered=open_pieces, shipped=0, on_its_way=0, cancelled=0)


@pytest.mark.parametrize(
    "text,numbers",
    [
        ("", ()),
        ("  \n ", ()),
        (" 00340434161094042557 ", ("00340434161094042557",)),
        ("0034 0434 1610\t9404 2557", ("0034 0434 1610", "9404 2557")),
        ("111\r\n\r\n222\n333\n", ("111", "222", "333")),
        ("111; 222,333", ("111", "222", "333")),
    ],
)
def test_numbers_of_a_pasted_text(text: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(text) == numbers


def test_pasting_lines_makes_a_parcel_each_and_fills_empty_rows_first() -> None:
    draft = ShipDraft(parcels=(ParcelDraft(), ParcelDraft(), ParcelDraft(number="999")))
    pasted = draft.with_number(0, "111\n222\n333")
    assert [parcel.number for parcel in pasted.parcels] == ["111", "222", "333", "999"]


def test_whole_lines_are_shared_out_and_single_pieces_where_lines_do_not_suffice() -> None:
    assert shares_of([line(1, 1), line(2, 5)], 2) == (((LineId(1), 1),), ((LineId(2), 5),))
    assert shares_of([line(1, 3)], 2) == (((LineId(1), 2),), ((LineId(1), 1),))
    assert shares_of([line(1, 1)], 2) == (((LineId(1), 1),), ())


@given(st.lists(st.integers(0, 6), min_size=1, max_size=6), st.integers(1, 5))
def test_a_spread_draft_ships_everything_open_and_nothing_twice(pieces: list[int], parcels: int) -> None:
    lines = [line(n, count) for n, count in enumerate(pieces)]
    draft = ShipDraft(parcels=tuple(ParcelDraft(number=str(n)) for n in range(parcels))).spread(lines)
    assert all(draft.rest(one) == 0 for one in lines)
    if sum(pieces) >= parcels:
        assert allot(lines, draft.as_parcels()).completes


def test_what_the_agent_set_is_not_moved_by_a_further_parcel() -> None:
    lines = [line(1, 3)]
    draft = ShipDraft().spread(lines).with_quantity(0, LineId(1), 1)
    grown = draft.added(lines)
    assert [parcel.quantity(LineId(1)) for parcel in grown.parcels] == [1, 2]
    assert grown.rest(lines[0]) == 0
    assert grown.removed(1, lines).rest(lines[0]) == 2


def test_a_line_that_a_sync_took_away_leaves_the_draft() -> None:
    draft = ShipDraft().spread([line(1, 1), line(2, 1)]).with_quantity(0, LineId(1), 1)
    assert draft.spread([line(2, 1)]).parcels[0].quantities == ((LineId(2), 1),)


def test_numbers_given_before_are_found_in_any_spelling() -> None:
    view = order_view(shipments=(shipment("0034 0434-1610"),))
    draft = ShipDraft(
        parcels=(ParcelDraft(number="003404341610"), ParcelDraft(number="AB 1"), ParcelDraft(number="ab1"))
    )
    assert doubled_numbers(draft, view) == (frozenset({0}), frozenset({2}))


def test_a_draft_is_kept_per_order_and_an_empty_one_is_not() -> None:
    drafts = Drafts()
    typed = ShipDraft(parcels=(ParcelDraft(number="1"),))
    drafts.keep(OrderId(1), typed)
    drafts.keep(OrderId(2), ShipDraft())
    assert drafts.of(OrderId(1)) == typed
    assert drafts.of(OrderId(2)) == ShipDraft()
    assert set(drafts.kept) == {1}
    drafts.keep(OrderId(1), ShipDraft())
    assert not drafts.kept
