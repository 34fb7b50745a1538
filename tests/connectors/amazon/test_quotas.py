"""Quotas: planned by operation, shared by an account's connectors, announced, and kept for who waits at the screen."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.channels.amazon import simulator
from connectors.channels.amazon.client import LONGEST_WAIT, SEARCH_RATE
from connectors.channels.amazon.connector import Amazon, connect
from connectors.contract.errors import RateLimited, Unavailable
from connectors.contract.protocols import AccountAccess, Shared, TellsQuotas
from connectors.contract.snapshots import Cursor
from desk.domain.clock import DrillClock, ManualClock
from desk.domain.values import AccountId, RemoteRef
from tests.connectors.amazon.bench import DrillFile
from tests.connectors.amazon.desk_side import ACCOUNT, NOW, ORDER, Asked, access, amazon, errors, order, page
from tests.connectors.http.server import reply

ONE_CALL = 1 / SEARCH_RATE.per_second


def to(running: Any, clock: Any, shared: Shared | None = None) -> AccountAccess:
    return AccountAccess(
        id=AccountId(3),
        kind="amazon",
        settings=running.account_settings,
        secrets=running.credentials,
        clock=clock,
        timeout=10.0,
        shared=shared or Shared(),
    )


def through_json(cursor: Cursor) -> Cursor:
    return Cursor(json.loads(json.dumps(cursor.value)))


def orders_listed(running: Any) -> int:
    found: int = requests.get(f"{running.url}/_sim/state?orders=0", timeout=10).json()["counts"]["orders"]
    return found


def searches_left(running: Any) -> float:
    found: float = requests.get(f"{running.url}/_sim/state?orders=0", timeout=10).json()["quotas"]["searchOrders"]
    return found


# --- the list of orders ------------------------------------------------------------------------------------------


def test_nineteen_hundred_orders_stay_inside_the_burst(tmp_path: Path) -> None:
    drill = DrillFile(tmp_path / "clock.json")
    clock = DrillClock(drill.file)
    with simulator.start(seed=5, orders=1900, clock_file=str(drill.file)) as running:
        connector = connect(to(running, clock))
        cursor, pages, items = Cursor(), 0, 0
        while True:
            page_ = connector.fetch_orders(through_json(cursor))
            cursor, pages, items = page_.cursor, pages + 1, items + len(page_.items)
            assert page_.pause == 0.0
            if page_.done:
                break
        connector.close()
        assert (pages, items) == (19, orders_listed(running))
        assert items == 1900
        assert searches_left(running) >= 1.0


def test_four_thousand_orders_take_the_time_that_each_page_announces(tmp_path: Path) -> None:
    """At each page the announced rest is enough, and a tenth less of it is not."""
    drill = DrillFile(tmp_path / "clock.json")
    clock = DrillClock(drill.file)
    with simulator.start(seed=6, orders=4000, clock_file=str(drill.file)) as running:
        shared = Shared()
        connector = connect(to(running, clock, shared))
        cursor, pages, items, rests = Cursor(), 0, 0, []
        while True:
            page_ = connector.fetch_orders(through_json(cursor))
            cursor, pages, items = page_.cursor, pages + 1, items + len(page_.items)
            if page_.done:
                break
            if page_.pause:
                began = clock.monotonic()
                drill.jump(page_.pause * 0.9)
                with pytest.raises(RateLimited) as caught:
                    connector.fetch_orders(through_json(cursor))
                assert caught.value.retry_after == pytest.approx(page_.pause * 0.1, abs=2.0)
                assert searches_left(running) < 1.0, "our own count refused it, Amazon was not asked"
                drill.jump(began + page_.pause - clock.monotonic())
                rests.append((page_.pause, clock.monotonic() - began))
        connector.close()
        assert (pages, items) == (40, orders_listed(running))
        assert items == 4000
        assert len(rests) == 20
        for announced, passed in rests:
            assert 0 < announced <= ONE_CALL + 1
            assert passed == pytest.approx(announced, rel=0.1)
    assert sum(announced for announced, _ in rests) == pytest.approx(20 * ONE_CALL, rel=0.1)


def test_all_connectors_of_an_account_share_its_quota() -> None:
    clock, shared = ManualClock(NOW), Shared()
    with amazon(lambda _: reply(page())) as there:
        for _ in range(20):
            connector = connect(access(there.url, clock=clock, shared=shared))
            connector.fetch_orders(Cursor())
            connector.close()
        late = connect(access(there.url, clock=clock, shared=shared))
        with pytest.raises(RateLimited) as caught:
            late.fetch_orders(Cursor())
        late.close()
        assert len(there.calls) == 20
        assert caught.value.retry_after == pytest.approx(ONE_CALL)
        assert caught.value.code == "quota_used_up"
        other = connect(access(there.url, clock=clock, account=5))
        assert other.fetch_orders(Cursor()).pause == 0.0
        other.close()


def test_a_short_wait_is_waited_out_inside() -> None:
    clock = ManualClock(NOW)
    with amazon(lambda _: reply(page())) as there:
        connector = connect(access(there.url, clock=clock))
        found = [connector.fetch_orders(Cursor()) for _ in range(20)][-1]
        clock.advance(found.pause - LONGEST_WAIT + 1)
        before = clock.monotonic()
        connector.fetch_orders(Cursor())
        connector.close()
    assert clock.monotonic() - before == pytest.approx(LONGEST_WAIT - 1)


def test_waiting_for_the_quota_can_be_stopped() -> None:
    with amazon(lambda _: reply(page())) as there:
        found = access(there.url, clock=ManualClock(NOW))
        connector = connect(found)
        found.stop.set()
        with pytest.raises(Unavailable) as caught:
            connector.fetch_orders(Cursor())
        connector.close()
        assert there.calls == []
    assert caught.value.code == "stopped"


QUOTA = errors("QuotaExceeded", "You exceeded your quota for the requested resource.")


@pytest.mark.parametrize("retry_after", ["", "1"])
def test_somebody_elses_use_of_the_quota_is_met_with_growing_rests(retry_after: str) -> None:
    """Amazon's own Retry-After is missing or far too short, so it only ever lengthens ours."""
    clock = ManualClock(NOW)
    headers = {"Retry-After": retry_after} if retry_after else {}
    rests = []
    with amazon(lambda _: reply(QUOTA, 429, **headers)) as there:
        connector = connect(access(there.url, clock=clock))
        for _ in range(8):
            with pytest.raises(RateLimited) as caught:
                connector.fetch_orders(Cursor())
            assert caught.value.retry_after is not None
            rests.append(caught.value.retry_after)
            clock.advance(caught.value.retry_after)
        connector.close()
        assert len(there.calls) == 10, "the first short rests are waited out inside"
    assert rests[-1] == pytest.approx(ONE_CALL, rel=0.25)
    assert all(rest <= ONE_CALL for rest in rests)
    assert rests[0] > LONGEST_WAIT


def test_a_long_retry_after_is_handed_on() -> None:
    with amazon(lambda _: reply("<html>closed</html>", 503, "text/html", Retry_After="600")) as there:
        connector = connect(access(there.url))
        with pytest.raises(Unavailable) as caught:
            connector.fetch_orders(Cursor())
        connector.close()
        assert len(there.calls) == 1
    assert caught.value.retry_after == 600


def test_failed_calls_of_the_list_count_too() -> None:
    """Amazon counts what it answers with a fault of its own; what never reached it costs nothing."""
    answers = [reply("", 500), reply("", 502), reply(page())]
    clock = ManualClock(NOW)
    with amazon(lambda _: answers.pop(0) if len(answers) > 1 else answers[0]) as there:
        connector = connect(access(there.url, clock=clock))
        connector.fetch_orders(Cursor())
        found = [connector.fetch_orders(Cursor()) for _ in range(17)][-1]
        connector.close()
        assert len(there.calls) == 20
    assert found.pause > 0
    shared = Shared()
    gone = connect(access("http://127.0.0.1:9", clock=clock, shared=shared, timeout=0.3))
    for _ in range(25):
        with pytest.raises(Unavailable) as caught:
            gone.fetch_orders(Cursor())
        assert not isinstance(caught.value, RateLimited)
    gone.close()


# --- single orders -----------------------------------------------------------------------------------------------


def ask(connector: Amazon) -> None:
    connector.fetch_order(RemoteRef(ACCOUNT, ORDER))


def test_the_order_on_the_screen_is_refreshed_while_pushes_wait() -> None:
    clock, shared = ManualClock(NOW), Shared()
    with amazon(lambda _: reply({"order": order()})) as there:
        busy = connect(access(there.url, clock=clock, shared=shared))
        urgent = connect(access(there.url, clock=clock, shared=shared, urgent=True))
        for _ in range(24):
            ask(busy)
        assert clock.now() == NOW, "the burst less the reserve is free"
        for _ in range(6):
            ask(urgent)
        assert clock.now() == NOW, "the reserve is kept for who waits at the screen"
        ask(busy)
        assert clock.monotonic() - NOW.timestamp() >= 12, "the rest waits until the reserve is full again"
        busy.close()
        urgent.close()
        assert len(there.calls) == 31


def test_the_list_of_orders_takes_nothing_of_single_orders_quota() -> None:
    clock, shared = ManualClock(NOW), Shared()

    def script(asked: Asked) -> object:
        return reply({"order": order()} if asked.path.endswith(ORDER) else page())

    with amazon(script) as there:
        connector = connect(access(there.url, clock=clock, shared=shared, urgent=True))
        for _ in range(20):
            connector.fetch_orders(Cursor())
        for _ in range(30):
            ask(connector)
        assert clock.now() == NOW
        connector.close()


def test_several_threads_stay_inside_one_quota(tmp_path: Path) -> None:
    """Against the simulator, which refuses what Amazon would refuse."""
    drill = DrillFile(tmp_path / "clock.json", rate=20.0)
    clock, shared = DrillClock(drill.file), Shared()
    with simulator.start(seed=5, orders=5, clock_file=str(drill.file)) as running:
        known = requests.get(f"{running.url}/_sim/state", timeout=10).json()["orders"][0]["id"]
        failed: list[Exception] = []

        def many() -> None:
            connector = connect(to(running, clock, shared))
            try:
                for _ in range(12):
                    connector.fetch_order(RemoteRef(AccountId(3), known))
            except Exception as error:  # noqa: BLE001 - told below
                failed.append(error)
            finally:
                connector.close()

        threads = [threading.Thread(target=many) for _ in range(3)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert failed == []


def test_what_is_left_is_told_by_our_own_count_and_asks_nothing(tmp_path: Path) -> None:
    drill = DrillFile(tmp_path / "clock.json")
    clock = ManualClock(NOW)
    with simulator.start(seed=5, orders=12, clock_file=str(drill.file)) as running:
        shared = Shared()
        connector = connect(to(running, clock, shared))
        assert isinstance(connector, TellsQuotas)
        connector.fetch_orders(Cursor())
        told = {one.name: one.left for one in connector.quotas()}
        connector.close()
        again = connect(to(running, clock, shared))
        assert isinstance(again, TellsQuotas)
        assert {one.name: one.left for one in again.quotas()} == told
        again.close()
    assert told == {"Lists of orders": 19, "Single orders": 30, "Reported parcels": 10, "Refunds and cancellations": 15}
