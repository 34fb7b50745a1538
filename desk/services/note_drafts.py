"""Notes that are begun and not saved, kept over a restart: in a small file beside the store, sealed with its key.

They are no notes yet: no search finds them, no backup and no other computer has them. An order is named by its account
and channel id, since a store that is fetched anew gives it another number.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from desk.domain.errors import StoreUnavailable
from desk.domain.values import AccountId, ConversationId, NoteId, OrderId
from desk.services.care import write_whole
from desk.services.context import Desk
from desk.store import notes as note_store
from desk.store.engine import StoreFile
from desk.system.sealing import NotOpened, seal, unseal

FILE = "drafts.sealed"
_PURPOSE = "desk note drafts 1"
_WRITING = threading.Lock()
"""Held from reading to writing: what a window keeps meanwhile must not bring back what is forgotten, nor get lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """What is typed for one order: a new note (None) and changes of written ones; `was` is what those said then.

    `messages` are texts to the buyer that are not sent: the conversation, None for a first one, text and images.
    """

    order: OrderId
    texts: tuple[tuple[NoteId | None, str], ...]
    was: tuple[tuple[NoteId, str], ...] = ()
    editing: NoteId | None = None
    messages: tuple[tuple[ConversationId | None, str, str], ...] = ()


@dataclass(slots=True)
class DraftFile:
    """The drafts of one store. Safe on any thread: of two writes the later one asked for stays."""

    desk: Desk
    _last: int = 0

    def load(self) -> tuple[NoteDraft, ...]:
        """All that is kept of orders that are still there. Raises StoreError where the file cannot be read.

        A file of another key, or a damaged one, holds nothing for this store.
        """
        told = _all_in(self.desk.store.place)
        with self.desk.store.read() as transaction:
            orders = note_store.ids_of(transaction, [(one["account"], one["order"]) for one in told])
        return tuple(_read(one, order) for one, order in zip(told, orders, strict=True) if order is not None)

    def keep(self, drafts: Sequence[NoteDraft], serial: int) -> None:
        """Keep these and no others. `serial` counts up: an older one comes too late. Raises StoreError."""
        place = self.desk.store.place
        with _WRITING:
            if serial <= self._last:
                return
            with self.desk.store.read() as transaction:
                refs = note_store.refs_of(transaction, [one.order for one in drafts])
            told = [_told(one, *refs[one.order]) for one in drafts if one.order in refs]
            try:
                _write(place, told)
            except OSError as error:
                raise StoreUnavailable(
                    "The draft of this note cannot be kept on the disk. Save the note, or free some space.",
                    str(error),
                    code="drafts_not_kept",
                ) from error
            self._last = serial


def forget(place: StoreFile, account: AccountId) -> None:
    """Take an account's drafts away: they are about its buyers.

    Raises StoreError.
    """
    _keep_only(place, lambda one: one["account"] != account)


def forget_of(place: StoreFile, refs: Collection[tuple[int, str]]) -> None:
    """Take the drafts of single orders away, by account and channel id. Raises StoreError."""
    gone = set(refs)
    _keep_only(place, lambda one: (one["account"], one["order"]) not in gone)


def _keep_only(place: StoreFile, wanted: Callable[[dict[str, Any]], bool]) -> None:
    with _WRITING:
        told = _all_in(place)
        left = [one for one in told if wanted(one)]
        try:
            if len(left) != len(told):
                _write(place, left)
        except OSError as error:
            raise _unreachable(error) from error


def _all_in(place: StoreFile) -> list[dict[str, Any]]:
    try:
        told: list[dict[str, Any]] = json.loads(unseal(place.key.hex, _PURPOSE, (place.folder / FILE).read_bytes()))
    except (FileNotFoundError, NotOpened, ValueError):
        return []
    except OSError as error:
        raise _unreachable(error) from error
    return told


def _unreachable(error: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        "The drafts of notes cannot be read. Check the rights on the store's folder.",
        str(error),
        code="drafts_not_read",
    )


def _write(place: StoreFile, told: Sequence[dict[str, Any]]) -> None:
    if told:
        write_whole(place.folder / FILE, seal(place.key.hex, _PURPOSE, json.dumps(told).encode()))
    else:
        (place.folder / FILE).unlink(missing_ok=True)


def _told(draft: NoteDraft, account: int, remote_id: str) -> dict[str, Any]:
    return {
        "account": account,
        "order": remote_id,
        "texts": list(draft.texts),
        "was": list(draft.was),
        "editing": draft.editing,
        "messages": list(draft.messages),
    }


def _read(told: dict[str, Any], order: OrderId) -> NoteDraft:
    texts: list[tuple[NoteId | None, str]] = []
    was: list[tuple[NoteId, str]] = []
    messages: list[tuple[ConversationId | None, str, str]] = []
    editing = told.get("editing")
    with suppress(TypeError, ValueError, KeyError):
        texts = [(NoteId(note) if note is not None else None, str(text)) for note, text in told["texts"]]
        was = [(NoteId(note), str(text)) for note, text in told["was"]]
    with suppress(TypeError, ValueError):
        messages = [
            (ConversationId(talk) if talk is not None else None, str(text), str(images))
            for talk, text, images in told.get("messages", ())
        ]
    return NoteDraft(
        order=order,
        texts=tuple(texts),
        was=tuple(was),
        editing=NoteId(editing) if isinstance(editing, int) else None,
        messages=tuple(messages),
    )
