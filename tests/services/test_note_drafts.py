"""Notes that were begun outlive a restart: for orders that are still there, and with the store's key only."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from desk.domain.errors import StoreUnavailable
from desk.domain.values import NoteId, OrderId
from desk.services import accounts, note_drafts, sync
from desk.services.context import Desk
from desk.services.note_drafts import DraftFile, NoteDraft
from desk.store import tables
from desk.store.accounts import Account
from desk.store.engine import StoreFile
from desk.system.sealing import NotOpened, seal, unseal
from tests.services.conftest import Synced, order_ids
from tests.services.fakes import KEY as KEY_OF
from tests.services.fakes import FakeChannel, never
from tests.support.orders import order

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def orders(channel: FakeChannel, synced: Synced) -> dict[str, OrderId]:
    channel.add(order("1"), order("2"))
    return synced()


def draft(one: OrderId, text: str = "Ruft morgen an") -> NoteDraft:
    return NoteDraft(
        order=one, texts=((None, text), (NoteId(4), "anders")), was=((NoteId(4), "so"),), editing=NoteId(4)
    )


def file_of(desk: Desk) -> Path:
    return desk.store.place.folder / note_drafts.FILE


def test_what_was_typed_is_there_after_a_restart_and_readable_by_nobody_else(
    desk: Desk, orders: dict[str, OrderId]
) -> None:
    DraftFile(desk).keep([draft(orders["1"]), draft(orders["2"], "")], 1)
    assert DraftFile(desk).load() == (draft(orders["1"]), draft(orders["2"], ""))
    assert b"morgen" not in file_of(desk).read_bytes()


def test_the_last_draft_takes_its_file_along(desk: Desk, orders: dict[str, OrderId]) -> None:
    kept = DraftFile(desk)
    kept.keep([draft(orders["1"])], 1)
    kept.keep([], 2)
    assert not file_of(desk).exists()
    assert kept.load() == ()


def test_a_write_that_was_overtaken_changes_nothing(desk: Desk, orders: dict[str, OrderId]) -> None:
    kept = DraftFile(desk)
    kept.keep([draft(orders["1"], "neu")], 2)
    kept.keep([draft(orders["1"], "alt")], 1)
    assert kept.load() == (draft(orders["1"], "neu"),)


def test_drafts_of_orders_that_are_gone_go_with_them(desk: Desk, orders: dict[str, OrderId]) -> None:
    DraftFile(desk).keep([draft(orders["1"]), draft(OrderId(999))], 1)
    assert DraftFile(desk).load() == (draft(orders["1"]),)
    with desk.store.write() as transaction:
        transaction.execute(delete(tables.orders).where(tables.orders.c.id == orders["1"]))
    assert DraftFile(desk).load() == ()


def test_an_account_that_is_removed_takes_its_drafts_along_and_no_other_ones(
    desk: Desk, account: Account, orders: dict[str, OrderId]
) -> None:
    other = accounts.add(desk, "fake", {"base_url": "https://two.example.org"}, {"consumer_key": KEY_OF}, name="Two")
    sync.fetch(desk, other.id, lambda _: None, never())
    theirs = order_ids(desk, other.id)["1"]
    DraftFile(desk).keep([draft(orders["1"]), draft(theirs, "bleibt")], 1)
    accounts.remove(desk, account)
    assert DraftFile(desk).load() == (draft(theirs, "bleibt"),)
    accounts.remove(desk, accounts.load(desk, other.id))
    assert not file_of(desk).exists(), "words about its buyers are gone, and no later account finds them"


def test_an_account_whose_drafts_cannot_be_taken_away_stays(
    desk: Desk, account: Account, orders: dict[str, OrderId], monkeypatch: pytest.MonkeyPatch
) -> None:
    DraftFile(desk).keep([draft(orders["1"])], 1)

    def refused(*_: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        with pytest.raises(StoreUnavailable):
            accounts.remove(desk, account)
    assert DraftFile(desk).load() == (draft(orders["1"]),)


@pytest.mark.parametrize(
    "content", [b"", b"x" * 40, seal(OTHER, "desk note drafts 1", b"[]")], ids=["empty", "no drafts", "another key's"]
)
def test_a_file_that_is_damaged_or_of_another_key_holds_nothing(desk: Desk, content: bytes) -> None:
    file_of(desk).write_bytes(content)
    assert DraftFile(desk).load() == ()


def test_a_disk_that_takes_nothing_is_told(
    desk: Desk, orders: dict[str, OrderId], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(note_drafts, "write_whole", full)
    with pytest.raises(StoreUnavailable) as met:
        DraftFile(desk).keep([draft(orders["1"])], 1)
    assert met.value.code == "drafts_not_kept"


def test_what_is_sealed_opens_with_its_key_for_its_purpose_only() -> None:
    sealed = seal(KEY, "notes", b"abc")
    assert unseal(KEY, "notes", sealed) == b"abc"
    assert seal(KEY, "notes", b"abc") != sealed, "the same words never look the same"
    for key, purpose, content in ((OTHER, "notes", sealed), (KEY, "other", sealed), (KEY, "notes", sealed[:-1])):
        with pytest.raises(NotOpened):
            unseal(key, purpose, content)


def test_what_is_kept_while_another_is_forgotten_is_not_lost(
    desk: Desk, orders: dict[str, OrderId], monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = DraftFile(desk)
    drafts.keep([NoteDraft(order=orders["1"], texts=((None, "a"),))], 1)
    other = NoteDraft(order=orders["2"], texts=((None, "b"),))
    keeping = threading.Thread(target=lambda: drafts.keep([other], 2))
    read = note_drafts._all_in

    def read_slowly(place: StoreFile) -> list[dict[str, Any]]:
        told = read(place)
        if keeping.ident is None:
            keeping.start()
            keeping.join(0.1)  # it cannot end before the forgetting has
        return told

    monkeypatch.setattr(note_drafts, "_all_in", read_slowly)
    note_drafts.forget_of(desk.store.place, [(1, "1")])
    keeping.join()
    assert drafts.load() == (other,)
