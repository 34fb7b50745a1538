"""Owns how lists of documents are read: newest first, and never more of them than decides what is shown.
Used by desk.store.search_index only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from desk.store.search_connection import Questions
from desk.store.search_query import Reading, infixes
from desk.store.search_text import NUMBER_MARK, grams

# So many of the newest words with the same first six letters are looked through before the grams are asked.
_WINDOW = 150
_LONGEST_INDEXED = 6
_SHORTEST_INFIX = 3
_MOST_GRAMS = 3
_MOST_OF_SEVERAL = 4
# Frequencies decide about speed only, so they may grow old; in a store that has just been made they do so fast.
_SAMPLE = 300
_USES = 1_000
_USES_WHILE_FEW = 20
_SPARE = 4
_MOST_AT_ONCE = 2_000
_ABOVE_ALL = 1 << 62

Row = tuple[int, int, str, str, int]
"""rkey, recency, tie, kind, owner_id"""

Word = Sequence[str]
"""Spellings of which one must fit, folded."""


class Page(NamedTuple):
    rows: list[Row]
    below: int
    """What is unread has a smaller key."""
    is_last: bool


class Walk(NamedTuple):
    """A list of documents."""

    page: Callable[[int, int], Page]
    """Reads on: below which key, how many."""
    keys: Callable[[int], list[int]]
    """Any so many of the keys in it."""


_ROW = "d.rkey, d.recency, d.tie, d.kind, d.owner_id"
_NEWEST = (
    " from (select rowid as r from search_px where search_px match ? and rowid < ? order by rowid desc limit ?)"
    " cross join search_doc d on d.rkey = r"
)
_BY_WORDS = f"select {_ROW}{_NEWEST}"
_KEYS_BY_WORDS = "select rowid from search_px where search_px match ? limit ?"
_KEYS_BY_LONG_WORDS = (
    "select d.rkey, {} from (select rowid as r from search_px where search_px match ? limit ?)"
    " cross join search_doc d on d.rkey = r"
)
_GRAMS = " from search_gr cross join search_doc d on d.rkey = search_gr.rowid where search_gr match ? and {}"
_BY_GRAMS = f"select {_ROW}{_GRAMS} and search_gr.rowid < ? order by search_gr.rowid desc limit ?"
_KEYS_BY_GRAMS = f"select d.rkey{_GRAMS} limit ?"


def in_order(row: Row) -> tuple[int, str, str, int]:
    """Newest first; of one second by their own tie, which is the same in every store."""
    return (-row[1], row[2], row[3], row[4])


class SearchReader:
    """Lists of one connection's documents."""

    def __init__(self, questions: Questions) -> None:
        self._ask = questions.ask
        self._frequencies: dict[str, int] = {}
        self._uses_left = 0

    def load_frequencies(self) -> None:
        """As counted when the store was idle; of the newest documents when it never was."""
        self._frequencies = dict(self._ask("select g, df from gram_df"))
        self._uses_left = _USES
        if not self._frequencies:
            newest = self._ask("select tok from search_doc order by rkey desc limit ?", (_SAMPLE,))
            self._frequencies = Counter(gram for (text,) in newest for gram in grams(text))
            if len(newest) < _SAMPLE:
                self._uses_left = _USES_WHILE_FEW

    def take(self, walks: Sequence[Walk], at_most: int, seen: set[tuple[str, int]]) -> list[Row]:
        """The first `at_most` rows of several lists together, without those seen; adds them to `seen`."""
        if len(walks) == 1:
            rows = self._first(walks[0], at_most, seen)
        else:
            every = {(row[3], row[4]): row for walk in walks for row in self._first(walk, at_most, seen)}
            rows = sorted(every.values(), key=in_order)[:at_most]
        seen.update([(row[3], row[4]) for row in rows])
        return rows

    def _first(self, walk: Walk, at_most: int, seen: set[tuple[str, int]]) -> list[Row]:
        rows: list[Row] = []
        below = _ABOVE_ALL
        size = at_most + _SPARE + len(seen)
        while True:
            page = walk.page(below, size)
            rows += [row for row in page.rows if (row[3], row[4]) not in seen] if seen else page.rows
            below = page.below
            if any(row[0] != row[1] for row in rows):
                rows.sort(key=in_order)
            else:
                rows.sort(reverse=True)  # all stand at their own second, so none shares one
            # A key is never below its recency, so what is unread is older than `below`.
            if page.is_last or (len(rows) >= at_most and rows[at_most - 1][1] >= below):
                return rows[:at_most]
            missing = at_most - len(rows)
            size = missing + _SPARE if missing > 0 else min(2 * size, _MOST_AT_ONCE)

    def has_any(self, walk: Walk) -> bool:
        return bool(walk.keys(1))

    def number(self, number: str) -> Walk:
        """Documents of which this is a whole number."""
        return self._by_words(f'"{number}{NUMBER_MARK}"')

    def exact(self, words: Iterable[str]) -> Walk:
        return self._by_words(" AND ".join([f'"{word}"' for word in words]))

    def beginning(self, words: Sequence[Word]) -> Walk:
        """Documents with words that begin so."""
        match = " AND ".join([_any_of([f'"{spelling[:_LONGEST_INDEXED]}"*' for spelling in word]) for word in words])
        if all(len(spelling) <= _LONGEST_INDEXED for word in words for spelling in word):
            return self._by_words(match)
        # Longer beginnings are not in the index; FTS5 would merge the lists of all words that begin so.
        return self._by_long_words(match, [[f" {spelling}" for spelling in word] for word in words])

    def containing(self, reading: Reading) -> Walk | None:
        """Documents with words that hold these pieces; None when all are too short to be looked for."""
        words = [infixes(word) for word in reading]
        long_enough = [[piece for piece in word if len(piece) >= _SHORTEST_INFIX] for word in words]
        if not any(long_enough):
            return None
        return self._by_grams([long or word for long, word in zip(long_enough, words, strict=True)])

    def _by_words(self, match: str) -> Walk:
        return Walk(
            lambda below, size: _page(self._ask(_BY_WORDS, (match, below, size)), below, size),
            lambda size: _keys(self._ask(_KEYS_BY_WORDS, (match, size))),
        )

    def _by_long_words(self, match: str, words: Sequence[Word]) -> Walk:
        # The first six letters are a matter of course by now: what follows tells more.
        rest = self._by_grams(words, skip=_LONGEST_INDEXED - _SHORTEST_INFIX + 2)
        holds, needles = _holding(words)
        in_window = f"select {_ROW}, {holds}{_NEWEST}"
        among_some = _KEYS_BY_LONG_WORDS.format(holds)

        def page(below: int, size: int) -> Page:
            if below < _ABOVE_ALL:
                return rest.page(below, size)
            rows = self._ask(in_window, (*needles, match, below, _WINDOW))
            read = _page(rows, below, _WINDOW)
            return Page([row[:5] for row in rows if row[5]], read.below, read.is_last)

        def keys(size: int) -> list[int]:
            window = max(_WINDOW, 2 * size)
            rows = self._ask(among_some, (*needles, match, window))
            found = [key for key, fits in rows if fits][:size]
            return found if len(found) == size or len(rows) < window else rest.keys(size)

        return Walk(page, keys)

    def _by_grams(self, words: Sequence[Word], skip: int = 0) -> Walk:
        """Documents that hold one of each word's spellings."""
        match = self._gram_match(words, skip)
        holds, needles = _holding(words)
        pages, keys = _BY_GRAMS.format(holds), _KEYS_BY_GRAMS.format(holds)
        return Walk(
            lambda below, size: _page(self._ask(pages, (match, *needles, below, size)), below, size),
            lambda size: _keys(self._ask(keys, (match, *needles, size))),
        )

    def _gram_match(self, words: Sequence[Word], skip: int) -> str:
        """Which grams to ask for; the words themselves are compared afterwards."""
        single = [grams(word[0][skip:]) or grams(word[0]) for word in words if len(word) == 1]
        single = [known for known in single if known]
        matches = [
            _any_of([f"({_all_of(self._rarest(grams(spelling)))})" for spelling in word])
            for word in words
            if len(word) > 1 and all(len(spelling.strip()) >= _SHORTEST_INFIX for spelling in word)
        ]
        if len(single) == 1:
            matches.append(_all_of(self._rarest(single[0])))
        elif single:
            # Pieces of one word come together; those of another tell more.
            each = max(1, _MOST_OF_SEVERAL // len(single))
            chosen = {gram: None for known in single for gram in self._rarest(known, each)}
            matches.append(_all_of(chosen))
        return " AND ".join(matches)

    def _rarest(self, known: set[str], at_most: int = _MOST_GRAMS) -> list[str]:
        """The rarest of one word's grams, and such that do not stand side by side, as long as there are any."""
        self._uses_left -= 1
        if self._uses_left < 0:
            self.load_frequencies()
        frequency = self._frequencies
        rarest = sorted(known, key=lambda gram: (frequency.get(gram, 0), -len(gram), gram))
        chosen: list[str] = []
        for gram in rarest:
            if len(chosen) < at_most and not any(gram[1:] == one[:-1] or one[1:] == gram[:-1] for one in chosen):
                chosen.append(gram)
        return chosen or rarest[:at_most]


def _page(rows: list[Row], below: int, size: int) -> Page:
    return Page(rows, min([row[0] for row in rows], default=below), len(rows) < size)


def _keys(rows: list[tuple[int]]) -> list[int]:
    return [key for (key,) in rows]


def _any_of(matches: Sequence[str]) -> str:
    return matches[0] if len(matches) == 1 else f"({' OR '.join(matches)})"


def _all_of(grams_: Iterable[str]) -> str:
    return " AND ".join([f'"{gram}"' for gram in grams_])


def _holding(words: Sequence[Word]) -> tuple[str, list[str]]:
    """The condition that a document holds one spelling of each word, and the spellings."""
    conditions = [" or ".join(["instr(d.tok, ?) > 0"] * len(word)) for word in words]
    return " and ".join([f"({one})" for one in conditions]), [spelling for word in words for spelling in word]
