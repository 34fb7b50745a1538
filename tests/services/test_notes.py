from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from desk.domain.changes import Changes, Kind
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.values import NoteId, OrderId
from desk.domain.views import EventKind
from desk.services import notes, orders, outbox
from desk.services.context import Desk
from desk.services.search import Searcher
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel
from tests.support.orders import order


@pytest.fixture
def one(channel: FakeChannel, synced: Synced) -> OrderId:
    channel.add(order("1"), order("2"))
    return synced()["1"]


def found(desk: Desk, text: str) -> list[OrderId]:
    with Searcher(desk) as searcher:
        return [row.id for row in searcher.find(text).orders]


def test_a_note_is_shown_with_its_author_and_time_and_stands_in_the_history(
    desk: Desk, one: OrderId, clock: ManualClock
) -> None:
    noted = notes.add(desk, one, "  Ruft morgen an.\n\nPaket beim Nachbarn  ")
    assert noted.now is not None
    assert noted.changes == Changes.of(Kind.ORDER, [one]) + Changes.of(Kind.NOTE, [noted.now.id])
    view = orders.show(desk, one)
    assert [(note.author, note.at, note.text) for note in view.notes] == [
        ("Ada", clock.now(), "Ruft morgen an.\n\nPaket beim Nachbarn")
    ]
    entry = view.timeline[0]
    assert (entry.kind, entry.actor) == (EventKind.NOTE, "Ada")
    assert entry.facts == {"text": "Ruft morgen an. Paket beim Nachbarn"}


def test_several_notes_stand_newest_first(desk: Desk, one: OrderId, clock: ManualClock) -> None:
    for text in ("erste", "zweite", "dritte"):
        notes.add(desk, one, text)
        clock.advance(60)
    assert [note.text for note in orders.show(desk, one).notes] == ["dritte", "zweite", "erste"]


def test_a_note_is_found_as_long_as_it_says_so(desk: Desk, one: OrderId) -> None:
    first = notes.add(desk, one, "Kulanz wegen Glasbruch, Rückruf 0170 5550134").now
    assert first is not None
    assert found(desk, "glasbr") == [one]
    assert found(desk, "rueckruf") == [one]
    second = notes.edit(desk, first.id, "Kulanz wegen Lackschaden", was=first.text)
    assert (found(desk, "glasbruch"), found(desk, "lackschaden")) == ([], [one])
    assert second.before == first
    gone = notes.remove(desk, first.id)
    assert found(desk, "lackschaden") == []
    assert gone.before is not None
    notes.restore(desk, one, gone.before)
    assert found(desk, "lackschaden") == [one]
    assert orders.show(desk, one).notes == (second.now,)


def test_what_a_sync_writes_keeps_the_note_and_what_finds_it(
    desk: Desk, one: OrderId, channel: FakeChannel, synced: Synced
) -> None:
    notes.add(desk, one, "Glasbruch")
    channel.change("1", buyer_note="neu")
    synced()
    assert found(desk, "glasbruch") == [one]
    assert [note.text for note in orders.show(desk, one).notes] == ["Glasbruch"]


def test_a_note_never_goes_to_a_channel(desk: Desk, one: OrderId, channel: FakeChannel) -> None:
    channel.calls.clear()
    made = notes.add(desk, one, "Nur für uns").now
    assert made is not None
    notes.edit(desk, made.id, "Nur für uns beide", was=made.text)
    notes.remove(desk, made.id)
    assert outbox.overview(desk) == ()
    assert (channel.calls, channel.journal) == ([], [])


@pytest.mark.parametrize("text, code", [(" \n\t ", "note_empty"), ("x" * 2001, "note_too_long")])
def test_a_note_has_words_and_an_end(desk: Desk, one: OrderId, text: str, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        notes.add(desk, one, text)
    assert refused.value.code == code
    assert orders.show(desk, one).notes == ()


def test_what_stands_at_the_end_of_the_longest_note_is_found(desk: Desk, one: OrderId) -> None:
    text = ("wort " * 400)[: notes.LONGEST - 10] + " Schlusswo"
    assert len(text) == notes.LONGEST
    notes.add(desk, one, text)
    assert found(desk, "schlusswo") == [one]


def test_another_agents_note_stays_as_it_is(desk: Desk, one: OrderId) -> None:
    hers = notes.add(replace(desk, agent="Grace"), one, "von Grace").now
    assert hers is not None
    edit = partial(notes.edit, desk, hers.id, "von mir", was=hers.text)
    for deed in (edit, partial(notes.remove, desk, hers.id)):
        with pytest.raises(NotAllowed, match="Grace") as refused:
            deed()
        assert refused.value.code == "note_of_another"
    assert orders.show(desk, one).notes == (hers,)


def test_a_note_changed_meanwhile_is_not_overwritten(desk: Desk, one: OrderId) -> None:
    made = notes.add(desk, one, "eins").now
    assert made is not None
    notes.edit(desk, made.id, "zwei", was="eins")
    with pytest.raises(NotAllowed) as refused:
        notes.edit(desk, made.id, "drei", was="eins")
    assert refused.value.code == "note_changed"
    assert [note.text for note in orders.show(desk, one).notes] == ["zwei"]


def test_what_is_gone_is_said_so(desk: Desk, one: OrderId) -> None:
    with pytest.raises(NotFound):
        notes.remove(desk, NoteId(99))
    with pytest.raises(NotFound):
        notes.add(desk, OrderId(9999), "wohin?")
    made = notes.add(desk, one, "eins").now
    assert made is not None
    with pytest.raises(NotFound):
        notes.restore(desk, OrderId(9999), made)


def test_a_note_whose_id_was_given_away_comes_back_beside_the_other(desk: Desk, one: OrderId) -> None:
    first = notes.add(desk, one, "eins").now
    assert first is not None
    notes.remove(desk, first.id)
    second = notes.add(desk, one, "zwei").now
    assert second is not None
    notes.restore(desk, one, first)
    assert sorted(note.text for note in orders.show(desk, one).notes) == ["eins", "zwei"]
