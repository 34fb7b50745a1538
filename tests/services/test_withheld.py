"""Orders that Amazon tells without their buyers for a while: nothing known is lost, and what lacks comes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.channels.amazon.privacy import TRY_AFTER
from connectors.contract.shared import Shared
from connectors.contract.snapshots import Cursor
from desk.domain.changes import Kind
from desk.domain.clock import as_instant
from desk.domain.values import OrderId
from desk.domain.views import AccountView
from desk.services import accounts, sync
from desk.services.search import Searcher
from desk.store import accounts as account_store
from tests.services import test_deeds_over_amazon as deeds
from tests.services.fakes import never
from tests.services.test_deeds_over_amazon import Bench

bench = deeds.bench


def account_of(bench: Bench) -> AccountView:
    (found,) = accounts.overview(bench.desk)
    return found


def street(bench: Bench, order: OrderId) -> str:
    return bench.view(order).recipient.street


@pytest.mark.parametrize(
    "taken, given",
    [({"denied": "pii"}, {"denied": ""}), ({"delivery_role": False}, {"delivery_role": True})],
    ids=["refused", "with holes"],
)
def test_who_lacks_the_role_for_a_while_keeps_all_buyers_and_gets_those_of_the_time_between(
    bench: Bench, taken: dict[str, object], given: dict[str, object]
) -> None:
    known, there = bench.bought()
    before = bench.view(known)
    assert before.recipient.street
    bench.do("set_roles", **taken)
    fresh, other = bench.bought()
    assert street(bench, fresh) == ""
    assert bench.view(fresh).withheld == account_of(bench).withheld
    assert bench.view(known).withheld == ""
    assert "Direct-to-Consumer Delivery" in account_of(bench).withheld
    bench.do("change_address", order=there.id, address={"addressLine1": "Neue Straße 9"})
    bench.later(minutes=10)
    bench.fetch()
    held = bench.view(known)
    assert (held.buyer, held.recipient, held.buyer_note) == (before.buyer, before.recipient, before.buyer_note)
    bench.desk = replace(bench.desk, shared=Shared())  # as one that is started anew
    bench.later(days=3)
    bench.do("set_roles", **given)
    bench.do("new_order")
    bench.later(minutes=10)
    report = sync.fetch(bench.desk, bench.account.id, lambda _: None, never())
    assert street(bench, known) == "Neue Straße 9"
    assert street(bench, fresh) == other.address["addressLine1"]
    assert bench.view(fresh).withheld == ""
    assert account_of(bench).withheld == ""
    assert bench.account.id in report.changes.touches(Kind.ACCOUNT)
    with Searcher(bench.desk) as searcher:
        assert fresh in [row.id for row in searcher.find(other.address["addressLine1"]).orders]


def test_a_test_of_the_keys_leaves_to_the_next_fetch_what_is_said_of_orders(bench: Bench) -> None:
    bench.do("set_roles", denied="pii")
    bench.bought()
    told = account_of(bench).withheld
    accounts.check_login(bench.desk, accounts.load(bench.desk, bench.account.id))
    found = account_of(bench)
    assert found.withheld == told
    assert ("Recipients' addresses", "missing") in found.findings
    bench.do("set_roles", denied="")
    bench.later(seconds=TRY_AFTER)
    for _ in range(2):
        bench.fetch()
    assert account_of(bench).withheld == ""


def test_what_a_run_from_some_day_brought_without_its_buyers_comes_as_well(bench: Bench) -> None:
    there = bench.running.simulator.seller.orders[bench.do("new_order")["id"]]
    bench.later(days=2)
    began = Cursor({"v": 1, "marketplaces": [there.marketplace], "since": bench.clock.now().isoformat()})
    with bench.desk.store.write() as transaction:
        run = replace(account_store.NO_RUN, cursor=began)
        account_store.save_run(transaction, bench.account.id, sync.ORDERS, run, bench.clock.now())
    bench.do("set_roles", denied="pii")
    day = as_instant(bench.clock.now() - timedelta(days=5))
    sync.fetch(bench.desk, bench.account.id, lambda _: None, never(), since=day)
    with bench.desk.store.read() as transaction:
        (order,) = account_store.order_ids_of(transaction, bench.account.id)
        kept = account_store.load_run(transaction, bench.account.id, sync.ORDERS).cursor.value
    assert street(bench, OrderId(order)) == ""
    assert kept["since"] == began.value["since"]
    bench.do("set_roles", denied="")
    bench.later(seconds=TRY_AFTER)
    bench.fetch()
    assert street(bench, OrderId(order)) == there.address["addressLine1"]
