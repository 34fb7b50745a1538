"""A shop's orders at Amazon: what names their buyers is found everywhere before, and nowhere once it had to go.

The search is the same before and after: a plain export of the store with all tables of the index, raw payloads
unpacked, values raw and folded; every page of the file, unused ones and the log's too; every other file; and a backup.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

import connectors.registry
from connectors.contract.snapshots import CaseSnapshot, OrderSnapshot, UnreadableRecord
from connectors.simulation.world import DEFAULT_NOW
from desk.domain.cases import CaseEvent, CaseKind, CaseState
from desk.domain.clock import DrillClock, Instant
from desk.domain.orders import Buyer
from desk.domain.rows import EventKind
from desk.domain.values import AccountId, OrderId, RemoteRef
from desk.services import accounts, care_backup, notes, orders, privacy, sync
from desk.services.case_ingest import ingest_cases
from desk.services.context import Desk
from desk.services.note_drafts import DraftFile, NoteDraft
from desk.services.search import Searcher
from desk.store import backup, repairs
from desk.store.search_index import SearchIndex
from desk.system.secrets import MemorySecrets
from tests.services.fakes import never
from tests.support.stores import KEY, open_new_store
from tests.support.traces import Haystack, exported, folded, other_files, pages, terms

LATER = timedelta(days=45)


@dataclass
class World:
    """A store filled from a simulated Amazon; the clock is Desk's and Amazon's."""

    desk: Desk
    account: AccountId
    folder: Path
    clock_file: Path

    def later(self, by: timedelta) -> None:
        told = json.loads(self.clock_file.read_text())
        set_clock(self.clock_file, told["drill"] + by.total_seconds())

    def told(self) -> dict[OrderId, OrderSnapshot]:
        return {one.id: one.order for one in orders.everything(self.desk)}

    def haystacks(self, work: Path) -> dict[str, Haystack]:
        """All there is to search, and a backup that is made now."""
        work.mkdir()
        made = care_backup.make(self.desk, work / "now.deskbackup", "correct horse battery")
        backup.unpack(made.file, work / "unpacked.db")
        return {
            "export": exported(self.desk.store, work),
            "terms": terms(self.desk.store),
            "pages": pages(self.folder, KEY),
            "backup": pages(work, KEY, "unpacked.db"),
            "files": other_files(self.folder),
        }


def set_clock(file: Path, drill: float) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({"real": time.time(), "drill": drill, "rate": 1}))
    fresh.replace(file)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    file = tmp_path / "clock.json"
    set_clock(file, (DEFAULT_NOW + timedelta(minutes=10)).timestamp())
    with connectors.registry.simulator("amazon").start(11, 30, clock_file=str(file)) as running:
        desk = Desk(
            store=open_new_store(tmp_path / "data"),
            clock=DrillClock(file),
            connectors=connectors.registry,
            secrets=MemorySecrets(),
            agent="Ada",
            timeout=5.0,
        )
        settings = {**running.account_settings, "start_date": "2024-01-01"}
        account = accounts.add(desk, "amazon", settings, dict(running.credentials))
        assert sync.fetch(desk, account.id, lambda _: None, never()).fetched == 30
        yield World(desk, account.id, tmp_path / "data", file)
        desk.store.close()


def words_of(order: OrderSnapshot) -> set[str]:
    """What names its buyer: names, streets, phones, mail, and each long word of a name by itself."""
    found = {order.buyer.name, order.buyer.email, order.buyer.phone, order.buyer_note}
    for home in (order.billing, order.recipient):
        found |= {home.name, home.street, home.phone}
    parts = {word for name in (order.buyer.name, order.recipient.name) for word in name.split() if len(word) > 4}
    return {one for one in found | parts if one}


def others(world: World, gone: set[OrderId]) -> Haystack:
    """What is still said of orders and goods: a word in it is no trace of anybody who is forgotten."""
    texts: list[str] = []
    for one, order in world.told().items():
        homes = (order.recipient.town, order.billing.town, *(line.title for line in order.lines))
        texts += homes if one in gone else (*homes, *words_of(order))
    return Haystack(texts)


def write_about(world: World, order: OrderId, told: OrderSnapshot) -> None:
    """All that people and channels may say of a buyer beside the order itself."""
    name, desk = told.buyer.name, world.desk
    notes.add(desk, order, f"{name} rang.")
    DraftFile(desk).keep([NoteDraft(order=order, texts=((None, f"Call {name}"),))], 1)
    event = CaseEvent(at=told.placed_at, actor="BUYER", what="SAID", text=f"Greetings, {name}")
    case = CaseSnapshot(
        ref=RemoteRef(world.account, "R-1"),
        kind=CaseKind.RETURN,
        order=told.ref,
        state=CaseState.REFUNDED,
        channel_state="Completed",
        opened_at=told.placed_at,
        comment=f"Too small. {name}",
        buyer=name,
        events=(event,),
        raw=f'{{"name": "{name}"}}'.encode(),
    )
    bad = UnreadableRecord(remote_id="302-0000000-0000000", reason="no total", sample=name.encode())
    with desk.store.write() as transaction:
        ingest_cases(transaction, world.account, [case], (), desk.clock.now())
        repairs.note_unreadable(transaction, world.account, [bad], desk.clock.now())


def test_buyers_are_found_everywhere_before_and_nowhere_after(world: World, tmp_path: Path) -> None:
    desk = world.desk
    before = world.told()
    first = next(one for one, order in before.items() if order.shipments and order.buyer.email)
    write_about(world, first, before[first])
    world.later(LATER)

    planned = privacy.plan(desk)
    (account,) = planned.accounts
    assert (account.days, account.cases, account.notes, account.samples) == (30, 1, 1, 1)
    assert world.told() == before, "a dry run changes nothing"
    full = world.haystacks(tmp_path / "before")
    done = privacy.run(desk)
    assert done.clean
    assert done.accounts == planned.accounts, "the dry run told the truth"

    after = world.told()
    gone = {one for one, order in after.items() if order.buyer == Buyer() and before[one].buyer.name}
    assert len(gone) == done.orders >= 20
    said = others(world, gone)
    values = sorted({word for one in gone for word in words_of(before[one]) if not said.holds(word)})
    assert len(values) > 60
    assert sum("@" in one for one in values) > 10
    assert len([one for one in values if sum(map(str.isdigit, one)) > 8 and "@" not in one]) > 2, "phones among them"
    for value in values:
        assert full["export"].holds(value), value
        assert full["pages"].holds(value), value
        assert full["backup"].holds(value), value
    long_words = {folded(one) for one in values if one.isalpha() and len(one) > 5}
    assert {one for one in long_words if full["terms"].holds(one)} == long_words
    left = world.haystacks(tmp_path / "after")
    assert {(where, value) for where, hay in left.items() for value in values if hay.holds(value)} == set()

    # What the books need is all there, and so is the return.
    for one in gone:
        old, new = before[one], after[one]
        assert (new.totals, new.lines, new.payments, new.number) == (old.totals, old.lines, old.payments, old.number)
        assert (new.recipient.town, new.recipient.country) == (old.recipient.town, old.recipient.country)
        assert old.recipient.postcode.startswith(new.recipient.postcode)
    view = orders.show(desk, first)
    assert [(one.state, one.comment) for one in view.cases] == [(CaseState.REFUNDED, "")]
    assert EventKind.BUYER_FORGOTTEN in {one.kind for one in view.timeline}
    assert (view.notes, DraftFile(desk).load()) == ((), ())
    with Searcher(desk) as searcher:
        assert [row.id for row in searcher.find(view.number).orders] == [first]
    connection = desk.store.raw_connection()
    assert SearchIndex(connection).check() == []
    connection.close()

    # The channel tells the order once more, with the buyer in it.
    orders.refresh(desk, first)
    again = world.haystacks(tmp_path / "again")
    assert {(where, value) for where, hay in again.items() for value in values if hay.holds(value)} == set()


def test_who_comes_back_is_known_though_forgotten(world: World) -> None:
    desk, before = world.desk, world.told()
    by_home: dict[tuple[str, str], list[OrderId]] = {}
    for one, order in sorted(before.items(), key=lambda told: told[1].placed_at):
        by_home.setdefault((order.recipient.name.lower(), order.recipient.street.lower()), []).append(one)
    returning = next(ids for ids in by_home.values() if len(ids) > 1 and before[ids[0]].buyer.name)
    newest_placed = before[returning[-1]].placed_at
    world.later(newest_placed - Instant(desk.clock.now()) + timedelta(days=20))
    assert orders.show(desk, returning[-1]).buyer_earlier == 0, "marketplaces give another mail address each time"
    privacy.run(desk)
    newest, oldest = orders.show(desk, returning[-1]), orders.show(desk, returning[0])
    assert (oldest.forgotten, oldest.buyer, newest.forgotten) == (True, Buyer(), False)
    assert newest.buyer_earlier == len(returning) - 1
    assert {row.id for row in newest.further_orders} == set(returning[:-1])
    world.later(timedelta(days=365))
    privacy.run(desk)
    assert orders.show(desk, returning[-1]).forgotten
    assert orders.show(desk, returning[-1]).buyer_earlier == len(returning) - 1
