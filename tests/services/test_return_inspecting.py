"""All that waits of returns is inspected as one condition, each by itself, and taken back whole."""

from __future__ import annotations

import threading

import pytest

from desk.domain.errors import NotAllowed, StoreError
from desk.domain.orders import ShippingFacet
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_states import ReturnState
from desk.domain.values import ReturnId
from desk.services import return_file, return_inspecting, return_opening, return_steps, return_undoing, return_views
from desk.services.context import Desk
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry
from tests.support.orders import after, line, order, parcel

GONE = ReturnId(999)


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    for at in range(3):
        lines = (line(f"{at}1", 2), line(f"{at}2", 1))
        gone = (parcel(f"0034043416109404{at:04d}", at=after(43_200)),)
        made.add(order(str(1001 + at), lines=lines, shipping=ShippingFacet.SHIPPED, shipments=gone))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def arrived(desk: Desk, synced: Synced) -> list[ReturnId]:
    """Three returns of three pieces on two lines; all of it is here."""
    return [
        return_opening.open_return(
            desk, one, return_opening.free_of(desk, one), reason="TOO_SMALL", by_parcel=True
        ).told.id
        for one in synced().values()
    ]


def found(desk: Desk, wanted: ReturnId) -> list[tuple[int, str, str]]:
    lines = return_views.show(desk, wanted).lines
    return [(one.quantity, one.grade, one.disposition) for its in lines for one in its.counted.findings]


def state(desk: Desk, wanted: ReturnId) -> ReturnState:
    return return_views.show(desk, wanted).state


def test_only_what_waits_is_inspected_and_one_deed_takes_all_of_it_back(desk: Desk, arrived: list[ReturnId]) -> None:
    first = return_views.show(desk, arrived[0]).lines[0].line
    looked_at = Finding(quantity=1, grade=Grade.DAMAGED, disposition=Disposition.SCRAP)
    return_steps.inspect(desk, arrived[0], first, looked_at)
    moved = return_inspecting.inspect_waiting(desk, arrived[0], Grade.OPENED)
    rest = [(1, "B", "RESELL_USED"), (1, "B", "RESELL_USED")]
    assert found(desk, arrived[0]) == [(1, "D", "SCRAP"), *rest]
    assert state(desk, arrived[0]) is ReturnState.INSPECTED
    assert moved.pushes == ()
    assert moved.deed is not None
    return_undoing.take_back(desk, moved.deed)
    assert (found(desk, arrived[0]), state(desk, arrived[0])) == ([(1, "D", "SCRAP")], ReturnState.RECEIVED)


def test_what_has_nothing_waiting_or_is_gone_is_left_out_and_stops_no_other(
    desk: Desk, arrived: list[ReturnId]
) -> None:
    return_inspecting.inspect_waiting(desk, arrived[1], Grade.NEW)
    told: list[int] = []
    ended = return_inspecting.inspect_all(desk, [GONE, *arrived, arrived[0]], Grade.UNUSABLE, tell=told.append)
    assert ended.done == (arrived[0], arrived[2])
    assert [(one.wanted, one.error.code) for one in ended.left_out] == [
        (GONE, "return_gone"),
        (arrived[1], "return_none_waiting"),
    ]
    assert [one.number for one in ended.left_out] == ["", return_views.show(desk, arrived[1]).number]
    assert told == [1, 2, 3, 4]
    assert found(desk, arrived[2]) == [(2, "E", "SCRAP"), (1, "E", "SCRAP")]
    assert {state(desk, one) for one in arrived} == {ReturnState.INSPECTED}
    taken = return_undoing.take_back_all(desk, ended.deeds)
    assert (len(taken.done), taken.refused) == (2, ())
    assert [state(desk, one) is ReturnState.RECEIVED for one in arrived] == [True, False, True]


def test_wrong_content_needs_the_photo_of_each_piece_and_so_its_own_page(desk: Desk, arrived: list[ReturnId]) -> None:
    with pytest.raises(NotAllowed) as refused:
        return_inspecting.inspect_waiting(desk, arrived[0], Grade.WRONG)
    assert refused.value.code == "return_photo_missing"
    assert found(desk, arrived[0]) == []


def test_stopped_between_two_what_was_done_stays(desk: Desk, arrived: list[ReturnId]) -> None:
    stop = threading.Event()
    ended = return_inspecting.inspect_all(desk, arrived, Grade.NEW, tell=lambda _done: stop.set(), stop=stop)
    assert (ended.done, ended.not_reached, len(ended.deeds)) == (tuple(arrived[:1]), tuple(arrived[1:]), 1)
    assert found(desk, arrived[1]) == []


def test_a_store_that_gives_way_keeps_what_was_done_to_be_taken_back(
    desk: Desk, arrived: list[ReturnId], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, trouble = return_file.change, StoreError("The disk is full.", code="disk_full")

    def full(of: Desk, wanted: ReturnId, deed: object) -> object:
        if wanted == arrived[1]:
            raise trouble
        return whole(of, wanted, deed)  # type: ignore[arg-type]

    monkeypatch.setattr(return_inspecting, "change", full)
    ended = return_inspecting.inspect_all(desk, arrived, Grade.NEW)
    assert (ended.done, ended.not_reached, ended.broken) == (tuple(arrived[:1]), tuple(arrived[1:]), trouble)
    with pytest.raises(StoreError):
        return_inspecting.inspect_all(desk, arrived[1:], Grade.NEW)
