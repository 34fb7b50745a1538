from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from desk.domain.orders import Buyer
from desk.domain.views import MatchTier
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.newest import latest
from desk.services.search import COUNT_AT_MOST, Searcher, SearchInterrupted, highlight
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel
from tests.services.outbox_deeds import ship
from tests.support.orders import after, many, order, parcel


@pytest.fixture
def searcher(desk: Desk) -> Iterator[Searcher]:
    with Searcher(desk) as made:
        yield made


def buyer(name: str, email: str = "") -> Buyer:
    return Buyer(name=name, email=email or f"{name.lower()}@example.org")


def test_what_is_found_comes_ready_to_show(
    desk: Desk, channel: FakeChannel, synced: Synced, searcher: Searcher
) -> None:
    channel.add(
        order("1001", shipments=(parcel("00340434161094015902"),)),
        order("1002", placed_at=after(60), buyer=buyer("Anna Groß")),
        order("1003", placed_at=after(120)),
    )
    ids = synced()
    found = searcher.find("Müller")
    assert [row.number for row in found.orders] == ["1003", "1002", "1001"], "newest first; 1002 goes to Müller"
    assert {row.tier for row in found.orders} == {MatchTier.EXACT}
    assert (found.text, found.total, found.total_is_exact, found.complete) == ("Müller", 3, True, True)
    assert [one.name for one in found.customers] == ["Jürgen Müller", "Anna Groß"]
    assert found.customers[0].orders == 2
    row = found.orders[-1]
    assert (row.id, row.name, row.first_item, row.items, row.account_name) == (
        ids["1001"], "Jürgen Müller", "Becher 11", 3, "Shop",
    )  # fmt: skip
    assert searcher.find("gross").orders[0].number == "1002"
    ship(desk, ids["1003"], "7")
    assert searcher.find("1003").orders[0].standings[0] == "REPORTING", "rows show what is on its way"


def test_a_number_typed_in_full_stands_first(channel: FakeChannel, synced: Synced, searcher: Searcher) -> None:
    channel.add(order("4711", placed_at=after(0)), order("47110", placed_at=after(99)), order("47111"))
    synced()
    found = searcher.find("4711")
    assert (found.orders[0].number, found.orders[0].tier) == ("4711", MatchTier.NUMBER)
    assert {row.number for row in found.orders} == {"4711", "47110", "47111"}


def test_the_first_answer_may_leave_the_slow_part_out(channel: FakeChannel, synced: Synced, searcher: Searcher) -> None:
    channel.add(order("1", buyer=buyer("Winterfeldt")))
    synced()
    quick = searcher.find("terfel", direct_only=True)
    assert (quick.orders, quick.complete) == ((), False)
    assert [row.tier for row in searcher.find("terfel").orders] == [MatchTier.SUBSTRING]


def test_counts_go_as_far_as_they_may(channel: FakeChannel, synced: Synced, searcher: Searcher) -> None:
    channel.page_size = 400
    channel.add(*many(COUNT_AT_MOST + 100))
    synced()
    found = searcher.find("example.org", limit=50)
    assert (len(found.orders), found.total, found.total_is_exact) == (50, COUNT_AT_MOST, False)
    few = searcher.find("example.org", limit=COUNT_AT_MOST + 100)
    assert few.total == COUNT_AT_MOST + 100


def test_misspelt_names_are_offered_last_and_make_no_customer(
    channel: FakeChannel, synced: Synced, searcher: Searcher
) -> None:
    channel.add(order("1", buyer=buyer("Winterfeldt"), billing=order().billing))
    synced()
    found = searcher.find("Wintersfeldt")
    assert [row.tier for row in found.orders] == [MatchTier.FUZZY]
    assert found.customers == ()


@pytest.mark.parametrize("text", ["", " ", "*", '"', "a OR b", "NEAR(", "x" * 5000, "'; drop table orders", "№", "\0"])
def test_whatever_is_typed_is_only_looked_for(
    channel: FakeChannel, synced: Synced, searcher: Searcher, text: str
) -> None:
    channel.add(order("1"))
    synced()
    assert searcher.find(text).orders == ()
    assert len(searcher.find("Müller").orders) == 1


def test_a_newer_keystroke_stops_a_search_and_the_next_one_is_whole(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    """Interrupted at any moment from another thread: either it says so, or its answer is complete."""
    channel.page_size = 400
    channel.add(*many(1500))
    synced()
    with Searcher(desk) as searcher:
        expected = searcher.find("example.org", limit=500)
        interrupted = 0
        for round_ in range(40):
            begun = threading.Event()

            def keystroke(begun: threading.Event = begun, pause: float = round_ / 4000) -> None:
                begun.wait()
                threading.Event().wait(pause)
                searcher.interrupt()

            with ThreadPoolExecutor(1) as pool:
                typed = pool.submit(keystroke)
                begun.set()
                try:
                    found = searcher.find("example.org", limit=500)
                    assert [row.id for row in found.orders] == [row.id for row in expected.orders]
                except SearchInterrupted:
                    interrupted += 1
                typed.result()
        assert interrupted > 0
        searcher.interrupt()  # none runs: without effect
        assert searcher.find("example.org", limit=500).orders == expected.orders


def test_searching_goes_on_while_a_sync_writes(desk: Desk, account: Account) -> None:
    """Each answer belongs to one state of the store: an order is listed in full or not at all."""
    stop = threading.Event()
    answers: list[int] = []

    def search() -> None:
        with Searcher(desk) as searcher:
            while not stop.is_set():
                answers.append(len(searcher.find("Winterfeldt", limit=500).orders))

    thread = threading.Thread(target=search)
    thread.start()
    for at in range(20):
        with desk.store.write() as transaction:
            page = [
                replace(one, buyer=buyer("Winterfeldt"))
                for one in many(10, account=account.id, first=1000 + 10 * at, seed=at)
            ]
            ingest(transaction, account.id, page, (), desk.clock.now())
    stop.set()
    thread.join()
    assert answers == sorted(answers)
    assert all(count % 10 == 0 for count in answers), "whole pages only"


def test_warming_up_finds_nothing_and_harms_nothing(channel: FakeChannel, synced: Synced, searcher: Searcher) -> None:
    searcher.warm_up()
    channel.add(order("1"))
    synced()
    searcher.warm_up()
    assert len(searcher.find("Müller").orders) == 1


def test_the_empty_field_lists_the_newest_orders(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(*[order(str(at), placed_at=after(at)) for at in range(1, 8)])
    synced()
    assert [row.number for row in latest(desk, 3)] == ["7", "6", "5"]
    assert {row.tier for row in latest(desk)} == {None}


def test_found_letters_are_marked() -> None:
    assert highlight("Jürgen Müller", "muel") == [(7, 10)]


def test_a_pasted_mail_finds_the_order_it_names(channel: FakeChannel, synced: Synced, searcher: Searcher) -> None:
    channel.add(*[replace(order(str(n)), number=f"18-12345-0000{n}", buyer=buyer(f"Kunde{n}")) for n in range(1, 6)])
    synced()
    mail = """Sehr geehrte Damen und Herren,

    ich warte seit dem 12.03.2026 auf meine Bestellung Nr. 18-12345-00003 ueber 24,99 EUR.
    Bitte melden Sie sich unter 0221 / 555 01 34.

    Mit freundlichen Gruessen"""
    found = searcher.find(mail)
    assert [row.number for row in found.orders] == ["18-12345-00003"]
    assert found.orders[0].tier is MatchTier.NUMBER
