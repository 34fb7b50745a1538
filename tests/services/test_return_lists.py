"""Lists of returns: filtered, in an order, page by page, and counted without a question per row."""

from __future__ import annotations

import pytest

from desk.domain.cases import CaseLine, CaseState, Deadline
from desk.domain.errors import NotAllowed
from desk.domain.orders import Buyer, ShippingFacet
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import ReturnId
from desk.services import return_lists, return_opening, return_reasons, return_steps
from desk.services.context import Desk
from desk.services.return_file import Said
from desk.services.return_lists import Filter, Group, Sort
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case
from tests.support.orders import after, euros, line, order, parcel

DAY = 86_400.0


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    for number, name in ((1001, "Ada Müller"), (1002, "Bo Strauss"), (1003, "Cy O'Neil")):
        made.add(
            order(
                str(number),
                buyer=Buyer(name=name),
                lines=(line("11", 2), line("12", 1)),
                shipping=ShippingFacet.SHIPPED,
                shipments=(parcel(f"0034043416109404255{number % 10}", at=after(DAY * (number - 1000))),),
            )
        )
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def found(desk: Desk, channel: DeedChannel, synced: Synced) -> dict[str, ReturnId]:
    """By order: one announced at the channel with a deadline, one that lies here, one inspected."""
    wish = case(
        "5001",
        "1001",
        channel_reason="TOO_SHINY",
        state=CaseState.REQUESTED,
        lines=(CaseLine(remote_line="12", title="Lid", quantity=1),),
        deadlines=(Deadline(what="ANSWER", at=after(DAY * 2)),),
    )
    channel.put_case(wish)
    ids = synced()
    here = return_opening.open_return(
        desk, ids["1002"], return_opening.free_of(desk, ids["1002"]), reason="DEFECTIVE", by_parcel=True
    ).told
    looked_at = return_opening.open_return(
        desk, ids["1003"], return_opening.free_of(desk, ids["1003"]), reason="CHANGED_MIND", by_parcel=True
    ).told
    for one in looked_at.lines:
        finding = Finding(quantity=one.received, grade=Grade.USED, disposition=Disposition.RESTOCK)
        return_steps.inspect(desk, looked_at.id, one.line, finding)
    (told,) = (one.id for one in return_lists.page(desk, Filter(group=Group.ANNOUNCED)).rows)
    return {"1001": told, "1002": here.id, "1003": looked_at.id}


def test_every_state_stands_in_one_group() -> None:
    states = [state for group in return_lists.GROUPS.values() for state in group]
    assert sorted(states) == sorted(ReturnState)


def test_the_soonest_deadline_comes_first_the_channels_or_the_laws(desk: Desk, found: dict[str, ReturnId]) -> None:
    rows = return_lists.page(desk).rows
    assert [one.order_number for one in rows] == ["1001", "1003", "1002"]
    assert [one.due for one in rows] == [after(DAY * 2), after(DAY * 15), None]
    assert [one.goods for one in rows] == [euros(1990), euros(5970), euros(5970)]
    assert [(one.grade, one.received) for one in rows] == [(None, 0), (Grade.USED, 3), (None, 3)]
    assert return_lists.rows_of(desk, [found["1002"]]) == rows[2:]


def test_pages_follow_each_other_without_gap_or_double_in_every_order(desk: Desk, found: dict[str, ReturnId]) -> None:
    for sort in Sort:
        for descending in (False, True):
            whole = return_lists.ids(desk, sort=sort, descending=descending)
            assert sorted(whole) == sorted(found.values())
            first = return_lists.page(desk, sort=sort, descending=descending, limit=1)
            seen, at, total = [first.rows[0].id], first.more, first.total
            while at is not None:
                after_it = return_lists.page(desk, sort=sort, descending=descending, limit=1, after=at)
                seen += [one.id for one in after_it.rows]
                at = after_it.more
            assert (tuple(seen), total) == (whole, 3), (sort, descending)


MEANT: tuple[tuple[Filter, set[str]], ...] = (
    (Filter(group=Group.ARRIVED), {"1002"}),
    (Filter(states=frozenset({ReturnState.INSPECTED}), group=Group.ARRIVED), {"1003"}),
    (Filter(reasons=frozenset({"DEFECTIVE", "CHANGED_MIND"})), {"1002", "1003"}),
    (Filter(unmapped=True), {"1001"}),
    (Filter(text="mueller"), {"1001"}),
    (Filter(text="strauß"), {"1002"}),
    (Filter(text="O'N"), {"1003"}),
    (Filter(text="%"), set()),
    (Filter(text="1002"), {"1002"}),
    (Filter(shipped_since=after(DAY * 2), shipped_until=after(DAY * 3)), {"1002"}),
    (Filter(sku="nothing"), set()),
    (Filter(country="DE"), {"1001", "1002", "1003"}),
    (Filter(tasks=True), set()),
    (Filter(overdue=True), set()),
)


@pytest.mark.usefixtures("found")
def test_a_filter_means_what_it_says(desk: Desk) -> None:
    for wanted, orders in MEANT:
        page = return_lists.page(desk, wanted)
        assert {one.order_number for one in page.rows} == orders, wanted
        assert page.total == len(orders) == len(return_lists.ids(desk, wanted))
        assert return_lists.from_plain(return_lists.to_plain(wanted)) == wanted


def test_a_number_is_found_however_it_is_typed(desk: Desk, found: dict[str, ReturnId]) -> None:
    (row,) = return_lists.rows_of(desk, [found["1003"]])
    for typed in (row.number, row.number.replace("-", "").lower(), row.number[-8:]):
        assert [one.id for one in return_lists.page(desk, Filter(text=typed)).rows] == [row.id]


@pytest.mark.usefixtures("found")
def test_the_counts_tell_of_all_groups_whichever_is_shown(desk: Desk, account: Account) -> None:
    told = return_lists.summary(desk, Filter(group=Group.DONE))
    assert dict(told.groups) == {Group.ANNOUNCED: 1, Group.ARRIVED: 1, Group.INSPECTED: 1, Group.DONE: 0}
    assert (told.total, told.unmapped, told.overdue, told.tasks) == (3, 1, 0, 0)
    assert dict(told.accounts) == {account.id: 3}
    assert dict(told.reasons) == {"TOO_SHINY": 1, "DEFECTIVE": 1, "CHANGED_MIND": 1}
    assert return_lists.summary(desk, Filter(text="müller")).total == 1


def test_what_would_go_back_is_summed_and_the_barred_are_counted(
    desk: Desk, account: Account, found: dict[str, ReturnId]
) -> None:
    told = return_lists.sums(desk, list(found.values()))
    assert (told.total, told.barred, told.counted) == ((euros(6460),), 2, 3)
    assert told.accounts == {account.id: (euros(6460),)}


def test_a_code_of_the_channel_is_given_a_meaning_once_for_all(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced, found: dict[str, ReturnId]
) -> None:
    with pytest.raises(NotAllowed) as refused:
        return_steps.step(desk, found["1001"], ReturnStep.DECLINE, Said(words="Worn."))
    assert refused.value.code == "return_reason_unmapped", "it may be a withdrawal"
    (odd,) = return_reasons.unmapped(desk)
    assert (odd.account, odd.code, odd.returns) == (account.id, "TOO_SHINY", 1)
    assert return_reasons.map_code(desk, account.id, "TOO_SHINY", "style-color")
    assert return_reasons.unmapped(desk) == ()
    with pytest.raises(NotAllowed) as refused:
        return_steps.step(desk, found["1001"], ReturnStep.DECLINE, Said(words="Worn."))
    assert refused.value.code == "return_withdrawal", "of colour and style, too"
    again = case("5002", "1002", channel_reason="TOO_SHINY", lines=(CaseLine(remote_line="11", title="", quantity=1),))
    return_steps.step(desk, found["1001"], ReturnStep.CANCEL)
    channel.put_case(again)
    synced()
    rows = return_lists.page(desk, Filter(reasons=frozenset({"STYLE_COLOR"}))).rows
    assert {one.order_number for one in rows} == {"1001", "1002"}


def test_many_returns_are_given_a_reason_at_once(desk: Desk, found: dict[str, ReturnId]) -> None:
    assert return_reasons.give(desk, list(found.values()), "OTHER")
    assert {one.reason for one in return_lists.page(desk).rows} == {"OTHER"}
    assert not return_reasons.give(desk, list(found.values()), "OTHER")
