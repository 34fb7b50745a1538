"""The figures of returns: counted by line and by the month the goods left, and equal to the list behind each."""

from dataclasses import replace

import pytest

from connectors.contract.snapshots import ShippedLineSnapshot
from desk.domain.clock import Instant
from desk.domain.orders import ShippingFacet
from desk.domain.return_states import ReturnStep
from desk.domain.values import OrderId, ReturnId
from desk.services import return_lists, return_opening, return_statistics, return_steps
from desk.services.context import Desk
from desk.services.return_file import Said
from desk.services.return_lists import Filter
from desk.services.return_statistics import Statistics, Wanted
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry
from tests.support.orders import after, line, order, parcel

DAY = 86_400.0


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    for number, days, country in (("1001", 0.5, "DE"), ("1002", 0.6, "AT"), ("1003", 40, "DE")):
        told = order(
            number,
            lines=(line(f"{number}-1", 2), line(f"{number}-2", 3)),
            shipping=ShippingFacet.SHIPPED,
            shipments=(parcel(f"0034043416109404{number}", at=after(DAY * days)),),
        )
        lines = tuple(replace(one, sku=f"SKU-{place}") for place, one in enumerate(told.lines))
        made.add(replace(told, lines=lines, recipient=replace(told.recipient, country=country)))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def ids(synced: Synced) -> dict[str, OrderId]:
    return synced()


def back(desk: Desk, of: OrderId, place: int, pieces: int, reason: str) -> ReturnId:
    line_id = sorted(return_opening.free_of(desk, of))[place]
    return return_opening.open_return(desk, of, {line_id: pieces}, reason=reason).told.id


def counted(desk: Desk, since: float = 0, until: float = 30) -> Statistics:
    return return_statistics.statistics(desk, Wanted(since=after(DAY * since), until=after(DAY * until)))


def test_an_order_with_two_returns_is_shipped_once(desk: Desk, ids: dict[str, OrderId]) -> None:
    back(desk, ids["1001"], 0, 1, "TOO_SMALL")
    back(desk, ids["1001"], 0, 1, "DEFECTIVE")
    found = counted(desk)
    assert (found.shipped, found.returned) == (10, 2)
    assert [(one.reason, one.count) for one in found.reasons] == [("TOO_SMALL", 1), ("DEFECTIVE", 1)]
    first = found.articles[0]
    assert (first.key, first.shipped, first.returned) == ("SKU-0", 4, 2)
    assert first.rate == pytest.approx(0.5)
    assert {one.key: (one.shipped, one.returned) for one in found.countries} == {"DE": (5, 2), "AT": (5, 0)}


def test_the_rate_goes_by_when_the_goods_left_not_by_when_they_came_back(desk: Desk, ids: dict[str, OrderId]) -> None:
    back(desk, ids["1003"], 1, 3, "TOO_LARGE")
    assert counted(desk).returned == 0
    both = counted(desk, until=60)
    assert [one.returned for one in both.cohorts] == [0, 3]
    assert sum(one.shipped for one in both.cohorts) == both.shipped == 15


def test_what_was_declined_counts_only_where_it_came_all_the_same(desk: Desk, ids: dict[str, OrderId]) -> None:
    wanted = back(desk, ids["1001"], 1, 3, "DEFECTIVE")
    return_steps.step(desk, wanted, ReturnStep.DECLINE, Said(words="Used."))
    assert counted(desk).returned == 0
    return_steps.receive(desk, wanted)
    assert counted(desk).returned == 3


def test_only_what_the_parcels_held_counts_of_an_order_that_left_in_part(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    told = channel.order("1002")
    sent = replace(told.shipments[0], lines=(channel_line(told.lines[1].remote_id, 2),)) if told.shipments else None
    assert sent is not None
    channel.change("1002", shipping=ShippingFacet.PARTLY_SHIPPED, shipments=(sent,))
    synced()
    assert counted(desk).shipped == 5 + 2


def channel_line(remote_id: str, quantity: int) -> ShippedLineSnapshot:
    return ShippedLineSnapshot(remote_line_id=remote_id, quantity=quantity)


def test_each_number_is_that_of_the_list_behind_it(desk: Desk, ids: dict[str, OrderId], account: Account) -> None:
    back(desk, ids["1001"], 0, 1, "TOO_SMALL")
    back(desk, ids["1002"], 0, 1, "DEFECTIVE")
    back(desk, ids["1003"], 0, 1, "TOO_SMALL")
    found = counted(desk)
    time = {"shipped_since": after(0), "shipped_until": after(DAY * 30)}

    def listed(**changes: object) -> int:
        return len(return_lists.page(desk, Filter(**time, **changes)).rows)  # type: ignore[arg-type]

    for one in found.reasons:
        assert listed(reasons=frozenset({one.reason})) == one.count
    for share in found.countries:
        assert listed(country=share.key) == share.returned
    for share in found.articles:
        assert listed(sku=share.key) == share.returned
    assert listed(accounts=frozenset({account.id})) == found.channels[0].returned


def test_a_month_begins_where_its_first_day_does() -> None:
    found: Instant = return_statistics.first_of(after(0).date().replace(day=1))
    assert (found.day, found.hour) == (1, 0)
