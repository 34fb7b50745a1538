"""A buyer who is to be forgotten is in no table, index or draft any more, and no later report brings them back."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from desk.domain.cases import CaseEvent, CaseKind
from desk.domain.errors import NotAllowed
from desk.domain.orders import Address, Buyer, OrderFacet
from desk.domain.values import NoteId
from desk.services import anonymising, messages, note_drafts, notes, orders, pusher
from desk.services.context import Desk
from desk.services.note_drafts import DraftFile, NoteDraft
from desk.services.search import Searcher
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case, said, talk
from tests.services.fakes import never
from tests.support.orders import after, line, order

TRACES = ("Zwetschgenberger", "ada_b", "zwetsch@example.org", "0221777888", "Geheimweg", "eias-TOKEN", "WhereIsMyCup")
HOME = Address(name="Ada Zwetschgenberger", street="Geheimweg 5", postcode="50667", town="Köln", country="DE")


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    buyer = Buyer(name="Ada Zwetschgenberger", email="zwetsch@example.org", phone="0221777888", remote_id="ada_b")
    raw = b'{"buyer": {"token": "eias-TOKEN", "name": "Zwetschgenberger"}}'
    lines = (line("11", 1, listing="77"),)
    made.add(order("1001", buyer=buyer, billing=HOME, recipient=HOME, buyer_note="WhereIsMyCup", lines=lines, raw=raw))
    made.add(order("1002", lines=(line("21", 1, listing="77"),)))
    made.put_texts(talk("t1", said("WhereIsMyCup", at=3000)))
    events = (CaseEvent(at=after(1), actor="BUYER", what="SAID", text="WhereIsMyCup"),)
    made.put_case(case("c1", comment="WhereIsMyCup", buyer="ada_b", events=events, raw=b'"ada_b"'))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


def cells(desk: Desk) -> Iterator[str]:
    """All that stands in the store, packed or not."""
    connection = desk.store.raw_connection()
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall()]
    for table in tables:
        if table in ("accounts", "channel_pushes") or not table.startswith(("search_", "sqlite_")):
            for row in connection.execute(f'select * from "{table}"').fetchall():
                for cell in row:
                    if isinstance(cell, bytes):
                        try:
                            yield zlib.decompress(cell).decode(errors="replace")
                        except zlib.error:
                            yield cell.decode(errors="replace")
                    else:
                        yield str(cell)
    connection.close()


def traces(desk: Desk) -> set[str]:
    everything = "\n".join(cells(desk))
    return {one for one in TRACES if one in everything}


@pytest.mark.parametrize("names", [["ada_b"], ["eias-TOKEN"]], ids=["by name", "by token"])
def test_nothing_of_a_forgotten_buyer_is_left(desk: Desk, account: Account, synced: Synced, names: list[str]) -> None:
    ids = synced()
    notes.add(desk, ids["1001"], "Zwetschgenberger rang.")
    drafts = DraftFile(desk)
    drafts.keep([NoteDraft(order=ids["1001"], texts=((None, "Zwetschgenberger"),))], 1)
    messages.send(desk, ids["1001"], "Dear WhereIsMyCup", hold_seconds=0)
    pusher.drain(desk, account.id, never())
    assert traces(desk) == set(TRACES), "all of it was there"
    assert anonymising.find(desk, "fake", names).orders == (ids["1001"],)
    done = anonymising.anonymise(desk, "fake", names)
    assert (done.orders, done.conversations, done.cases) == ((ids["1001"],), 1, 1)
    assert traces(desk) == set()
    assert drafts.load() == ()
    with Searcher(desk) as searcher:
        assert searcher.find("Zwetschgenberger").orders == ()
        assert [row.id for row in searcher.find("1001").orders] == [ids["1001"]]
    view = orders.show(desk, ids["1001"])
    assert (view.totals.total.minor, view.recipient.country, view.buyer) == (6460, "DE", Buyer())
    assert orders.show(desk, ids["1002"]).buyer.name == "Jürgen Müller"


def test_a_later_report_brings_nobody_back(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    found = synced()["1001"]
    anonymising.anonymise(desk, "fake", ["ada_b"])
    channel.change("1001", order=OrderFacet.COMPLETED, raw=b'"Zwetschgenberger"')
    # It names no order, only the buyer, and what it is about.
    channel.put_texts(talk("t1", said("WhereIsMyCup", at=3000), said("Zwetschgenberger", "m2", at=5000)))
    synced()
    assert orders.show(desk, found).order is OrderFacet.COMPLETED
    assert traces(desk) == set()
    assert orders.all_conversations(desk) == ()


def test_what_waits_for_the_buyer_is_sent_or_recalled_first(desk: Desk, synced: Synced) -> None:
    messages.send(desk, synced()["1001"], "Hello")
    with pytest.raises(NotAllowed, match="wait in the outbox"):
        anonymising.anonymise(desk, "fake", ["ada_b"])
    assert traces(desk) >= {"Zwetschgenberger"}


@pytest.mark.parametrize("names", [[], [" "], ["x"]])
def test_somebody_has_to_be_named(desk: Desk, names: list[str]) -> None:
    with pytest.raises(NotAllowed):
        anonymising.anonymise(desk, "fake", names)


def test_drafts_of_other_orders_stay(desk: Desk, synced: Synced) -> None:
    ids = synced()
    drafts = DraftFile(desk)
    drafts.keep([NoteDraft(order=ids[name], texts=((NoteId(1), "x"),)) for name in ("1001", "1002")], 1)
    note_drafts.forget_of(desk.store.place, [(1, "1001")])
    assert [one.order for one in drafts.load()] == [ids["1002"]]


def test_an_inquiry_that_names_only_the_buyer_goes_too(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    channel.put_case(replace(case("i1", "77-9", CaseKind.INQUIRY), buyer="ada_b", listing="77", comment="WhereIsMyCup"))
    synced()
    assert anonymising.anonymise(desk, "fake", ["ada_b"]).cases == 2
    assert traces(desk) == set()
