"""Many returns from one table: shown before, settled once, told row by row."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed
from desk.domain.orders import ShippingFacet
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_numbers import shown
from desk.services import outbox, pusher, return_batch, return_bulk, return_opening, return_steps
from desk.services.context import Desk
from desk.services.return_batch import Plan, Row
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry
from tests.services.fakes import Killed, never
from tests.support.orders import euros, order


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    made.add(*(order(str(number), shipping=ShippingFacet.SHIPPED) for number in range(1001, 1005)))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def numbers(desk: Desk, synced: Synced) -> list[str]:
    """Four returns of everything, of which the last is not inspected."""
    found = []
    for one in synced().values():
        told = return_opening.open_return(desk, one, return_opening.free_of(desk, one), by_parcel=True).told
        found.append(shown(told.number))
        for line in told.lines if len(found) < 4 else ():
            finding = Finding(quantity=line.received, grade=Grade.NEW, disposition=Disposition.RESTOCK)
            return_steps.inspect(desk, told.id, line.line, finding)
    return found


def planned(desk: Desk, text: str) -> Plan:
    return return_batch.plan_table(desk, return_bulk.read(text.encode("cp1252"), name="returns.csv"))


def standings(rows: Sequence[Row]) -> list[str]:
    return [one.standing.value for one in rows]


def test_each_row_says_before_what_it_will_do(desk: Desk, account: Account, numbers: list[str]) -> None:
    plan = planned(
        desk,
        "Retoure;Wertersatz;Versand;Wertersatzgrund\r\n"
        f"{numbers[0]};5,00 €;0;Beschädigt\r\n{numbers[1]};;\r\n{numbers[2]};viel;\r\n"
        f"{numbers[3]};;\r\n{numbers[0]};;\r\nRT-1;;\r\n",
    )
    assert standings(plan.rows) == ["ready", "ready", "blocked", "blocked", "blocked", "blocked"]
    codes = [one.error.code if one.error else "" for one in plan.rows]
    assert codes == ["", "", "return_amount_odd", "return_step", "return_twice", "return_unknown"]
    assert [one.amount for one in plan.rows[:2]] == [euros(5470), euros(6460)]
    assert plan.per_account() == {account.name: (2, (euros(5470 + 6460),))}
    assert outbox.overview(desk) == ()


def test_returns_of_one_order_share_its_money_in_the_preview_as_they_do_in_the_run(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    """Of 64.60 the shop gave 30.00 back: 34.60 are left for goods of 39.80 and, after them, of 19.90."""
    channel.give_back("1001", euros(3000))
    wanted = synced()["1001"]
    found = []
    for line, pieces in return_opening.free_of(desk, wanted).items():
        told = return_opening.open_return(desk, wanted, {line: pieces}, by_parcel=True).told
        found.append(shown(told.number))
        finding = Finding(quantity=pieces, grade=Grade.NEW, disposition=Disposition.RESTOCK)
        return_steps.inspect(desk, told.id, line, finding)
    table = "\n".join(["return;shipping", f"{found[0]};0", f"{found[1]};0"])
    plan = planned(desk, table)
    assert [one.amount for one in plan.rows] == [euros(3460), euros(0)]
    assert standings(plan.rows) == ["ready", "blocked"]
    turned = planned(desk, "\n".join(["return;loss;why", f"{found[1]};19,00;worn", f"{found[0]};;"]))
    assert [one.amount for one in turned.rows] == [euros(90), euros(3370)]
    assert standings(return_batch.run(desk, turned).rows) == ["queued", "queued"]
    told_to_channel = [one.what["amount_minor"] for one in outbox.overview(desk)]
    assert sorted(told_to_channel) == [90, 3370]


def test_run_again_after_a_stop_it_finishes_the_rest_and_doubles_nothing(desk: Desk, numbers: list[str]) -> None:
    text = "\n".join(["return", *numbers[:3]])
    stop = threading.Event()
    report = return_batch.run(desk, planned(desk, text), tell=lambda _row, _done: stop.set(), stop=stop)
    assert standings(report.rows) == ["queued", "not reached", "not reached"]
    again = planned(desk, text)
    assert standings(again.rows) == ["already", "ready", "ready"]
    report = return_batch.run(desk, again)
    assert standings(report.rows) == ["queued", "queued"]
    assert report.changes
    assert len(outbox.overview(desk)) == 3


def test_killed_in_the_middle_and_started_again_it_finishes_the_rest(
    desk: Desk, account: Account, channel: DeedChannel, clock: ManualClock, numbers: list[str]
) -> None:
    """Over the table, and once more over its pushes: no return is paid twice, none is left out."""
    text = "\n".join(numbers[:3])

    def die(_row: Row, done: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        return_batch.run(desk, planned(desk, text), tell=die)
    again = planned(desk, text)
    assert standings(again.rows) == ["already", "already", "ready"]
    return_batch.run(desk, again)
    channel.plan("issue_refund", None, Killed())
    with pytest.raises(Killed):
        pusher.drain(desk, account.id, never())
    clock.advance(1000)
    assert pusher.drain(desk, account.id, never()).confirmed == 2
    assert sorted(channel.did) == [f"refund {order} 64.60 EUR" for order in (1001, 1002, 1003)]
    assert standings(planned(desk, text).rows) == ["already"] * 3


def test_what_changed_since_the_plan_fails_alone(desk: Desk, numbers: list[str]) -> None:
    plan = planned(desk, "\n".join(numbers[:2]))
    return_batch.run(desk, planned(desk, numbers[0]))
    assert standings(return_batch.run(desk, plan).rows) == ["failed", "queued"]


@pytest.mark.parametrize(
    "text, code",
    [("", "file_empty"), ("order;amount\n1;2", "file_return_columns"), ('return\n"RT', "file_broken")],
)
def test_what_is_no_table_of_returns_says_so(text: str, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        return_bulk.read(text.encode(), name="returns.csv")
    assert refused.value.code == code


def test_columns_that_mean_nothing_are_named() -> None:
    table = b"Retoure;Wertersatz;Farbe;;Lager\nRT-1;1,00;rot;;A\n"
    assert return_bulk.unread_columns(table, name="returns.csv") == ("Farbe", "Lager")
    assert return_bulk.unread_columns(b"RT-2026-000001-1\n", name="returns.csv") == ()
