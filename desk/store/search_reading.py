"""Owns how lists of documents are read: newest first, and never more of them than decides what is shown.
Used by desk.store.search_index only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from desk.store.search_connection import Connection, Interrupted
from desk.store.search_folding import umlauts
from desk.store.search_query import Reading, infixes
from desk.store.search_text import NUMBER_MARK, grams

# So many of the newest words with the same first six letters are looked through before the grams are asked.
_WINDOW = 150
_LONGEST_INDEXED = 6
_SHORTEST_INFIX = 3
_MOST_GRAMS = 3
_SPARE = 14
_MOST_AT_ONCE = 2_000
_ABOVE_ALL = 1 << 62

Row = tuple[int, int, str, str, int]
"""rkey, recency, tie, kind, owner_id"""


class Page(NamedTuple):
    rows: list[Row]
    below: int
    """What is unread has a smaller key."""
    is_last: bool


Walk = Callable[[int, int], Page]
"""Reads on in a list: below which key, how many."""

_ROW = "d.rkey, d.recency, d.tie, d.kind, d.owner_id"
_NEWEST = (
    " from (select rowid as r from search_px where search_px match ? and rowid < ?"
    " order by rowid desc limit ?)"
    " cross join search_doc d on d.rkey = r"
)
_BY_WORDS = f"select {_ROW}{_NEWEST}"
_BY_GRAMS = (
    f"select {_ROW} from search_gr cross join search_doc d"  # noqa: S608 - constants
    " on d.rkey = search_gr.rowid where search_gr match ? and search_gr.rowid < ? and "
)
_BY_GRAMS_END = " order by search_gr.rowid desc limit ?"
_HOLDS = "instr(d.tok, ?) > 0"


def in_order(row: Row) -> tuple[int, str, str, int]:
    """Newest first; of one second by their own tie, which is the same in every store."""
    return (-row[1], row[2], row[3], row[4])


class SearchReader:
    """Lists of one connection's documents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._frequencies: dict[str, int] = {}
        self.is_stopped = False

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        if self.is_stopped:
            raise Interrupted
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except self._connection.OperationalError as error:
            if str(error) == "interrupted":
                raise Interrupted from error
            raise

    def load_frequencies(self) -> None:
        self._frequencies = dict(self._connection.execute("select g, df from gram_df").fetchall())

    def take(self, walks: Sequence[Walk], at_most: int, seen: set[tuple[str, int]]) -> list[Row]:
        """The first `at_most` rows of several lists together, without those seen; adds them to `seen`."""
        found: dict[tuple[str, int], Row] = {}
        for walk in walks:
            for row in self._first(walk, at_most, seen):
                found[row[3], row[4]] = row
        rows = list(found.values())
        if len(walks) > 1:
            rows = sorted(rows, key=in_order)[:at_most]
        seen.update((row[3], row[4]) for row in rows)
        return rows

    def _first(self, walk: Walk, at_most: int, seen: set[tuple[str, int]]) -> list[Row]:
        rows: list[Row] = []
        below = _ABOVE_ALL
        size = at_most + _SPARE + len(seen)
        while True:
            page = walk(below, size)
            rows += [row for row in page.rows if (row[3], row[4]) not in seen] if seen else page.rows
            below = page.below
            rows.sort(key=in_order)
            # A key is never below its recency, so what is unread is older than `below`.
            if page.is_last or (len(rows) >= at_most and rows[at_most - 1][1] >= below):
                return rows[:at_most]
            size = min(2 * size, _MOST_AT_ONCE)

    def number(self, number: str) -> Walk:
        """Documents of which this is a whole number."""
        return self._by_words(f'"{number}{NUMBER_MARK}"')

    def exact(self, words: Sequence[str]) -> Walk:
        return self._by_words(" AND ".join([f'"{word}"' for word in words]))

    def beginning(self, words: Sequence[str]) -> Walk:
        """Documents with words that begin so."""
        match = " AND ".join([f'"{word[:_LONGEST_INDEXED]}"*' for word in words])
        long_words = [f" {word}" for word in words if len(word) > _LONGEST_INDEXED]
        # Longer beginnings are not in the index; FTS5 would merge the lists of all words that begin so.
        return self._by_long_words(match, long_words, words) if long_words else self._by_words(match)

    def containing(self, reading: Reading) -> Walk | None:
        """Documents with words that hold these pieces; None when all are too short to be looked for."""
        known: set[str] = set()
        groups: list[str] = []
        holds: list[str] = []
        needles: list[str] = []
        for word in reading:
            pieces = infixes(word)
            long_pieces = [piece for piece in pieces if len(piece) >= _SHORTEST_INFIX]
            if len(long_pieces) == 1:
                known |= grams(long_pieces[0])
            elif long_pieces:
                groups.append(" OR ".join([f"({self._all_of(grams(piece))})" for piece in long_pieces]))
            needles += long_pieces or pieces
            holds.append(" or ".join([_HOLDS] * len(long_pieces or pieces)))
        matches = [self._all_of(known)] if known else []
        matches += [f"({group})" for group in groups]
        if not matches:
            return None
        return self._by_grams(" AND ".join(matches), " and ".join([f"({one})" for one in holds]), needles)

    def _by_words(self, match: str) -> Walk:
        def walk(below: int, size: int) -> Page:
            rows = self.query(_BY_WORDS, (match, below, size))
            return _page(rows, below, size)

        return walk

    def _by_long_words(self, match: str, long_words: list[str], words: Sequence[str]) -> Walk:
        holds = " and ".join([_HOLDS] * len(long_words))
        in_window = f"select {_ROW}, {holds}{_NEWEST}"
        known: set[str] = set()
        for word in long_words:
            known |= grams(word)
        all_hold = " and ".join([_HOLDS] * len(words))
        rest = self._by_grams(self._all_of(known), all_hold, [f" {word}" for word in words])

        def walk(below: int, size: int) -> Page:
            if below < _ABOVE_ALL:
                return rest(below, size)
            rows = self.query(in_window, (*long_words, match, below, _WINDOW))
            read = _page(rows, below, _WINDOW)
            return Page([row[:5] for row in rows if row[5]], read.below, read.is_last)  # type: ignore[misc]

        return walk

    def _by_grams(self, match: str, holds: str, needles: Sequence[str]) -> Walk:
        sql = f"{_BY_GRAMS}{holds}{_BY_GRAMS_END}"

        def walk(below: int, size: int) -> Page:
            rows = self.query(sql, (match, below, *needles, size))
            return _page(rows, below, size)

        return walk

    def _all_of(self, known: set[str]) -> str:
        """The rarest of a word's grams, as FTS5 reads them; the words themselves are looked at afterwards."""
        if not self._frequencies:
            self.load_frequencies()
        frequency = self._frequencies
        rarest = sorted(known, key=lambda gram: (frequency.get(gram, 0), -len(gram), gram))[:_MOST_GRAMS]
        return " AND ".join([f'"{gram}"' for gram in rarest])


def _page(rows: list[Row], below: int, size: int) -> Page:
    return Page(rows, min([row[0] for row in rows], default=below), len(rows) < size)


def folded(reading: Reading) -> list[str]:
    return [umlauts(word) for word in reading]
