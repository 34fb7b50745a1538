"""A purchase before checkout and the order that it becomes are one, whichever is told first and however often."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import OrderSnapshot, RemovedSnapshot
from desk.domain.cases import CaseKind
from desk.domain.orders import Buyer, OrderFacet, PaymentFacet
from desk.domain.pushes import CancelReason
from desk.domain.values import AccountId, OrderId, RemoteRef
from desk.domain.views import EventKind
from desk.services import cancelling, merging, notes, orders
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.note_drafts import DraftFile, NoteDraft
from desk.services.search import Searcher
from desk.store import orders as order_store
from desk.store.accounts import Account
from desk.store.engine import Store
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case
from tests.services.test_merging import LATER, VERSIONS
from tests.support.orders import after, line, order
from tests.support.stores import add_account, open_new_store

OLD, NEW = "77-1", "12-001"
NUMBERS = count()


@pytest.fixture
def channel() -> DeedChannel:
    return DeedChannel()


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


def unpaid() -> OrderSnapshot:
    return order(OLD, payments=(), payment=PaymentFacet.UNPAID, paid_at=None, lines=(line("77-1", 1, listing="77"),))


def paid() -> OrderSnapshot:
    return order(NEW, replaces=(OLD,), lines=(line("501", 1, listing="77", sku="SKU-77-1", title="Becher 77-1"),))


def test_a_purchase_goes_on_as_the_order_it_becomes(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    channel.add(unpaid())
    channel.put_case(case("c1", OLD, CaseKind.INQUIRY))
    found = synced()[OLD]
    notes.add(desk, found, "Asked for the colour.")
    drafts = DraftFile(desk)
    drafts.keep([NoteDraft(order=found, texts=((None, "half a thou"),))], 1)
    channel.delete(OLD)
    channel.add(paid())
    assert synced() == {NEW: found}
    view = orders.show(desk, found)
    assert (view.remote_id, view.payment, [one.text for one in view.notes]) == (
        NEW,
        PaymentFacet.PAID,
        ["Asked for the colour."],
    )
    assert [one.remote_id for one in view.cases] == ["c1"]
    assert [one.order for one in drafts.load()] == [found]
    assert orders.find(desk, OLD) == found, "what mails called it before is still good for finding it"
    assert EventKind.LINES_CHANGED not in {one.kind for one in view.timeline}
    with Searcher(desk) as searcher:
        assert [row.id for row in searcher.find(NEW).orders] == [found]


def test_pushes_that_wait_are_told_of_the_new_id(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    channel.add(unpaid())
    found = synced()[OLD]
    cancelling.cancel(desk, found, CancelReason.OUT_OF_STOCK)
    channel.add(paid())
    synced()
    with desk.store.read() as transaction:
        told = transaction.exec_driver_sql("select push from channel_pushes").scalar_one()
    assert NEW in told
    assert OLD not in told


def test_two_that_turn_out_to_be_one_are_joined(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    """The paid order came first, without a word of what it was before."""
    channel.add(unpaid(), replace(paid(), replaces=()))
    before = synced()
    notes.add(desk, before[NEW], "Pack it well.")
    notes.add(desk, before[OLD], "Asked for the colour.")
    channel.change(NEW, replaces=(OLD,))
    (left,) = (after_ids := synced())
    assert left == NEW
    view = orders.show(desk, after_ids[NEW])
    assert {one.text for one in view.notes} == {"Pack it well.", "Asked for the colour."}
    assert view.id == before[OLD]
    with Searcher(desk) as searcher:
        assert [row.id for row in searcher.find("Jürgen").orders] == [view.id]


def test_the_older_id_gone_from_the_list_is_no_removal(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(unpaid())
    found = synced()[OLD]
    channel.add(paid())
    synced()
    gone = RemovedSnapshot(ref=RemoteRef(account.id, OLD), changed_at=LATER, channel_status="deleted")
    with desk.store.write() as transaction:
        ingest(transaction, account.id, [gone], (), LATER)
    assert orders.show(desk, found).order is OrderFacet.OPEN


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("renaming")
    opened = open_new_store(folder / "data")
    yield opened
    opened.close()


def reports(told: Sequence[dict[str, object]], split: int) -> list[OrderSnapshot]:
    """The first ones under the older id, the others under the new one; each newer than the one before."""
    return [
        replace(
            order(OLD if at < split else NEW),
            **fields,  # type: ignore[arg-type]
            changed_at=after(10 * at),
            replaces=() if at < split else (OLD,),
        )
        for at, fields in enumerate(told)
    ]


def stored(store: Store, name: str, told: Sequence[Fetched]) -> tuple[object, object, int]:
    account = add_account(store, name)
    with store.write() as transaction:
        for one in told:
            mine: Fetched = replace(one, ref=RemoteRef(account, one.ref.id))
            ingest(transaction, account, [mine], (), LATER)
        ids = order_store.ids_by_ref(transaction, account, [OLD, NEW])
        (record,) = order_store.load_records(transaction, list(ids.values())).values()
    parcels = record.merged.shipments  # their order is that of their coming, as in the canonical dump
    plain = replace(
        record.merged,
        ref=RemoteRef(AccountId(1), record.merged.ref.id),
        shipments=None if parcels is None else tuple(sorted(parcels, key=lambda one: one.remote_id)),
    )
    return plain, record.kept, len(ids)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(VERSIONS, min_size=2, max_size=5), st.data())
def test_the_outcome_does_not_depend_on_what_came_first_or_how_often(
    shared_store: Store, told: list[dict[str, object]], data: st.DataObject
) -> None:
    split = data.draw(st.integers(1, len(told) - 1))
    draw = random.Random(data.draw(st.integers(0, 10_000)))
    arriving = reports(told, split)
    shuffled = [*arriving, *draw.choices(arriving, k=2)]
    draw.shuffle(shuffled)
    number = next(NUMBERS)
    expected = stored(shared_store, f"in order {number}", arriving)
    assert stored(shared_store, f"shuffled {number}", shuffled) == expected


def test_what_the_new_one_hides_the_older_one_tells() -> None:
    """Joined as if they had been merged report by report."""
    older = merging.first(replace(unpaid(), buyer=Buyer(name="Ada", email="a@example.org")), b"1", LATER)
    newer = merging.first(replace(paid(), changed_at=after(9), buyer=Buyer(name="Ada B")), b"2", LATER)
    found = merging.joined(replace(newer, id=OrderId(1)), merging.renamed(older, NEW, None))
    assert (found.merged.buyer.name, found.merged.buyer.email) == ("Ada B", "a@example.org")
