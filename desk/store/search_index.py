"""Owns the search tables and how a text finds documents. The writer calls `put` and `remove` inside its own
transaction; readers call `direct`, `search` and `count` on connections of their own.

Results depend on the documents alone, never on the order in which they were stored. A key (`rkey`) is the
time moved up where that second is taken, so a list is read on until nothing unread can belong to the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from desk.store import search_terms, search_writing
from desk.store.search_connection import Connection, Interrupted, Questions
from desk.store.search_folding import squash, umlauts
from desk.store.search_numbers import pick_numbers
from desk.store.search_query import Query, Reading, read, read_otherwise
from desk.store.search_reading import INDEXED, Row, SearchReader, Walk
from desk.store.search_terms import SearchTerms
from desk.store.search_text import SearchDocument

__all__ = ["SCHEMA", "Hit", "Interrupted", "SearchIndex", "Tier"]

_SORTED_AT_ONCE = 8 * 1024 * 1024
"""Bytes: as much as a page of orders brings. No more is kept in memory."""
_PIECE = 3_960
"""Bytes: what fits a page of the encrypted file, of which the codec keeps eighty for itself. FTS5's own pieces are a
little longer, and each would begin in one page and end in another.
"""


_PIECES_SIDE_BY_SIDE = 8
"""Of one size, before they are merged: by half of them, a first import would write all it has written once more."""


def _settings(table: str) -> tuple[str, ...]:
    return tuple(
        f"insert into {table}({table}, rank) values ('{name}', {value})"  # noqa: S608 - our own names
        for name, value in (
            ("hashsize", _SORTED_AT_ONCE),
            ("pgsz", _PIECE),
            ("automerge", _PIECES_SIDE_BY_SIDE),
        )
    )


# Each length of beginnings costs a sixth of what an order's words cost to write; one of five can do without.
_BEGINNINGS = (
    f"""create virtual table search_px using fts5(tok, content='search_doc', content_rowid='rkey',
    detail=none, columnsize=0, tokenize='ascii', prefix='{" ".join(map(str, INDEXED))}')""",
    *_settings("search_px"),
)
SCHEMA: tuple[str, ...] = (
    """create table search_doc(rkey integer primary key, kind text not null, owner_id integer not null,
    recency integer not null, tie text not null, tok text not null, unique(kind, owner_id))""",
    *_BEGINNINGS,
    """create virtual table search_gr using fts5(g, content='', contentless_delete=1,
    detail=none, tokenize='ascii')""",
    *_settings("search_gr"),
    "create table gram_df(g text primary key, df integer not null) without rowid",
    *search_terms.SCHEMA,
)

_FEW = 5
_MOST_CORRECTIONS = 6
_TYPED_FIRST = "abcdefghijklmnopqrstuvwxyz0123456789"


class Tier(IntEnum):
    """How well a document fits, best first."""

    NUMBER = 0
    """The text is one of the document's own numbers."""
    EXACT = 1
    """Each word stands in it."""
    PREFIX = 2
    """Words in it begin with each word."""
    SUBSTRING = 3
    FUZZY = 4
    """One letter is different: to be shown as "did you mean"."""


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    owner_id: int
    tier: Tier
    rkey: int


class SearchIndex:
    """Search on one raw connection, which belongs to the caller; cheap to make."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._questions = Questions(connection)
        self._terms = SearchTerms(connection, self._questions)
        self._reader = SearchReader(self._questions)

    # Writing, in the caller's transaction.

    def put(self, documents: Sequence[SearchDocument]) -> None:
        """Insert or replace; what did not change is not written. Many at once cost less each."""
        search_writing.put(self._connection, self._terms, documents)

    def remove(self, kind: str, owner_ids: Iterable[int]) -> None:
        """Unknown ids are passed over. Their words leave the file for good with the next `optimize`."""
        search_writing.remove(self._connection, self._terms, kind, owner_ids)

    def rebuild_frequencies(self) -> None:
        """Count the grams anew: after a first import, and when idle. Without, a sample of the newest has to do."""
        search_writing.rebuild_frequencies(self._connection)
        self._reader.load_frequencies()

    def rebuild(self) -> None:
        """Make all search tables anew from the stored words, after damage."""
        search_writing.rebuild(self._connection, self._terms)

    def begin_renewal(self) -> None:
        """Begin to bring tables of another format to this one (migrations.SEARCH_FORMAT)."""
        search_writing.begin_renewal(self._connection, self._terms, _BEGINNINGS)

    def renew_more(self, above: int) -> int | None:
        """Go on with it for a moment behind the key that the last moment gave; None when it is done."""
        return search_writing.renew_more(self._connection, self._terms, above)

    def renewed(self) -> tuple[int, int]:
        """How many documents are found again, and how many there are."""
        return search_writing.renewed(self._connection)

    def optimize(self) -> None:
        """Merge the index into one piece: after a first import, and when long idle."""
        search_writing.optimize(self._connection)

    def check(self) -> list[str]:
        """Sentences about what does not fit together; empty when all is well. Reads everything."""
        return search_writing.check(self._connection, self._terms)

    # Reading.

    def direct(self, text: str, limit: int = 50) -> list[Hit]:
        """What can be shown at once: numbers, whole words, beginnings."""
        with self._questions.in_one_state():
            return self._direct(read(text), text, limit, set())[0]

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """All tiers: what `direct` finds, then pieces of words, then, when little was found, misspellings."""
        query, seen = read(text), set[tuple[str, int]]()
        with self._questions.in_one_state():
            hits, is_all = self._direct(query, text, limit, seen)
            if is_all or len(hits) >= limit:
                return hits
            hits += _hits(self._reader.take(self._pieces(query), limit - len(hits), seen), Tier.SUBSTRING)
            if len(hits) < min(_FEW, limit):
                walks = self._corrected(query, found_any=bool(hits))
                hits += _hits(self._reader.take(walks, limit - len(hits), seen), Tier.FUZZY)
            return hits

    def count(self, text: str, at_most: int = 1000, *, direct_only: bool = False) -> int:
        """How many documents `search` finds without misspellings (or `direct` finds), up to a bound."""
        query = read(text)
        found: set[int] = set()
        with self._questions.in_one_state():
            if query.number:
                found.update(self._reader.number(query.number).keys(at_most))
            for walk in self._beginnings(query.readings):
                found.update(walk.keys(at_most))
            if not found:
                hits, is_all = self._direct(query, text, at_most, set())
                if is_all:
                    return len(hits)
                found.update([hit.rkey for hit in hits])
            # Takes longest, and adds nothing to what so common a word begins.
            for walk in () if direct_only or len(found) >= at_most else self._pieces(query):
                found.update(walk.keys(at_most))
        return min(len(found), at_most)

    def warm_up(self) -> None:
        """Read the lists that the first keystrokes need."""
        with self._questions.in_one_state():
            self._reader.load_frequencies()
            for letter in _TYPED_FIRST:
                self._reader.take([self._reader.beginning([(letter,)])], 50, set())

    def interrupt(self) -> None:
        """From another thread: the search that runs now ends with `Interrupted`."""
        self._questions.stop()

    def _direct(self, query: Query, text: str, limit: int, seen: set[tuple[str, int]]) -> tuple[list[Hit], bool]:
        """Hits, and whether they are all: numbers picked out of a longer text leave nothing else to look for."""
        reader = self._reader
        hits: list[Hit] = []
        if limit <= 0:
            return hits, True
        if query.number:
            hits += _hits(reader.take([reader.number(query.number)], limit, seen), Tier.NUMBER)
        hits += self._words(query.readings, limit - len(hits), seen)
        if hits:
            return hits, False
        other = [reading for reading in read_otherwise(text) if reading not in query.readings]
        hits = self._words(other, limit, seen)
        if hits:
            return hits, False
        numbers = {squash(number) for number in pick_numbers(text)} - {"", query.number}
        rows = reader.take([reader.number(number) for number in sorted(numbers)], limit, seen)
        return _hits(rows, Tier.NUMBER), bool(rows)

    def _words(self, readings: Sequence[Reading], room: int, seen: set[tuple[str, int]]) -> list[Hit]:
        if not readings or room <= 0:
            return []
        walks = [self._reader.exact([umlauts(word) for word in reading]) for reading in readings]
        hits = _hits(self._reader.take(walks, room, seen), Tier.EXACT)
        if len(hits) < room:
            rows = self._reader.take(self._beginnings(readings), room - len(hits), seen)
            hits += _hits(rows, Tier.PREFIX)
        return hits

    def _beginnings(self, readings: Sequence[Reading]) -> list[Walk]:
        return [self._reader.beginning([(umlauts(word),) for word in reading]) for reading in readings]

    def _pieces(self, query: Query) -> list[Walk]:
        return [walk for reading in query.readings if (walk := self._reader.containing(reading))]

    def _corrected(self, query: Query, *, found_any: bool) -> list[Walk]:
        """The text with those words corrected that begin nowhere. When all are known, each in turn; but where several
        known words found something together, none is misspelt.
        """
        words = [umlauts(word) for word in query.readings[0]] if query.readings else []
        choices = [[at] for at in range(len(words))]
        if len(words) > 1:
            unknown = [at for at, word in enumerate(words) if not self._is_known(word)]
            if not unknown and found_any:
                return []
            choices = [unknown] if unknown else choices
        wanted = {at for choice in choices for at in choice}
        corrected = {at: self._terms.corrections(words[at], _MOST_CORRECTIONS) for at in wanted}
        return [
            self._reader.beginning([corrected[at] if at in choice else [word] for at, word in enumerate(words)])
            for choice in choices
            if all(corrected[at] for at in choice)
        ]

    def _is_known(self, word: str) -> bool:
        return self._terms.has_any(word) or self._reader.has_any(self._reader.beginning([[word]]))


def _hits(rows: list[Row], tier: Tier) -> list[Hit]:
    return [Hit(row[3], row[4], tier, row[0]) for row in rows]
