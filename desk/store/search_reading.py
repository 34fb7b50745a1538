"""Owns how lists of documents are read: newest first, and never more of them than decides what is shown.
Used by desk.store.search_index only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from desk.store.search_connection import Questions
from desk.store.search_frequency import Frequencies
from desk.store.search_query import Reading, infixes
from desk.store.search_text import NUMBER_MARK, asked_grams, digits_from

# So many of the newest words with the same first letters are looked through before whole lists are asked for.
_WINDOW = 150
_WIDEST_WINDOW = 2_000
INDEXED = (1, 2, 3, 4, 6)
"""How long the beginnings are whose documents are one list each."""
_SHORTEST_INFIX = 3
# Words of other lengths: FTS5 gathers the lists of all words that begin so before it gives the
# first document. Where these are few that is the quickest; to look a document's words up takes as long as eight.
_FEW, _MANY = 2_000, 4_000
# Of several words one so rare is asked for alone: to look its documents up is quicker than to read other lists.
_VERY_FEW = 300
_LOOK_UP = 8
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
_IN_WINDOW = f"select {_ROW}, {{}}{_NEWEST}"
_KEYS_IN_WINDOW = (
    "select d.rkey, {} from (select rowid as r from search_px where search_px match ? limit ?)"
    " cross join search_doc d on d.rkey = r"
)
_COMPARED = " from search_px cross join search_doc d on d.rkey = search_px.rowid where search_px match ? and {}"
_BY_WORDS_COMPARED = f"select {_ROW}{_COMPARED} and search_px.rowid < ? order by search_px.rowid desc limit ?"
_KEYS_BY_WORDS_COMPARED = f"select d.rkey{_COMPARED} limit ?"
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
        self._frequencies = Frequencies(questions.ask)

    def load_frequencies(self) -> None:
        self._frequencies.load()

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

    def exact(self, words: Sequence[str]) -> Walk:
        """Documents with these words."""
        rare, others = self._rarest([[word] for word in words])
        match = " AND ".join([_any_of([f'"{each}"' for each in _marked_too(word)]) for (word,) in rare])
        return self._by_words_and(match, [[f" {each} " for each in _marked_too(word)] for (word,) in others])

    def beginning(self, words: Sequence[Word]) -> Walk:
        """Documents with words that begin so."""
        rare, others = self._rarest(words)
        if others:
            return self._by_words_and(_beginning_so(rare), _after_a_space(others))
        long = [word for word in words if any(len(spelling) not in INDEXED for spelling in word)]
        common = [word for word in long if self._frequencies.begin(word, _FEW) > _FEW]
        # Of these only the first letters are one list; what follows is compared.
        match = _beginning_so([_first_letters(word) if word in common else word for word in words])
        if common and len(common) == len(long):
            return self._by_long_words(match, words, common)
        return self._by_words_and(match, _after_a_space(common))

    def _rarest(self, words: Sequence[Word]) -> tuple[Sequence[Word], Sequence[Word]]:
        """The words to ask for, and those to compare afterwards."""
        if len(words) > 1:
            counts = [self._frequencies.begin(word, _VERY_FEW) for word in words]
            if (least := min(counts)) <= _VERY_FEW:
                at = counts.index(least)
                return words[at : at + 1], [*words[:at], *words[at + 1 :]]
        return words, ()

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

    def _by_words_and(self, match: str, compared: Sequence[Word]) -> Walk:
        if not compared:
            return self._by_words(match)
        holds, needles = _holding(compared)
        pages, keys = _BY_WORDS_COMPARED.format(holds), _KEYS_BY_WORDS_COMPARED.format(holds)
        return self._compared(match, needles, pages, keys)

    def _by_long_words(self, match: str, words: Sequence[Word], long: Sequence[Word]) -> Walk:
        """Words so common that the newest documents with their first letters mostly answer."""
        whole, pieces = self._by_words(_beginning_so(words)), self._by_grams(_after_a_space(words))
        holds, needles = _holding(_after_a_space(long))
        in_window, keys_in_window = _IN_WINDOW.format(holds), _KEYS_IN_WINDOW.format(holds)
        to_gather = sum(self._frequencies.begin(word, _FEW) for word in long)
        share = 0.0

        def page(below: int, size: int) -> Page:
            nonlocal share
            window = _WINDOW
            if below < _ABOVE_ALL:
                window = int(size / share) if share else _ABOVE_ALL
                if to_gather <= min(_LOOK_UP * window, _MANY):
                    return whole.page(below, size)
                if window > _WIDEST_WINDOW:
                    return pieces.page(below, size)
            rows = self._ask(in_window, (*needles, match, below, window))
            read = _page(rows, below, window)
            fitting = [row[:5] for row in rows if row[5]]
            share = len(fitting) / len(rows) if rows else 0.0
            return Page(fitting, read.below, read.is_last)

        def keys(size: int) -> list[int]:
            window = max(_LOOK_UP, 2 * size)
            rows = self._ask(keys_in_window, (*needles, match, window))
            found = [key for key, fits in rows if fits][:size]
            return found if len(found) == size or len(rows) < window else whole.keys(size)

        return Walk(page, keys)

    def _by_grams(self, words: Sequence[Word]) -> Walk:
        """Documents that hold one of each word's spellings."""
        match = self._gram_match(words)
        holds, needles = _holding(words)
        return self._compared(match, needles, _BY_GRAMS.format(holds), _KEYS_BY_GRAMS.format(holds))

    def _compared(self, match: str, needles: Sequence[str], pages: str, keys: str) -> Walk:
        """Documents of a list whose words hold these, too."""
        return Walk(
            lambda below, size: _page(self._ask(pages, (match, *needles, below, size)), below, size),
            lambda size: _keys(self._ask(keys, (match, *needles, size))),
        )

    def _gram_match(self, words: Sequence[Word]) -> str:
        """Which grams to ask for; the words themselves are compared afterwards."""
        of_words = [[asked_grams(spelling) for spelling in word] for word in words]
        telling = self._frequencies.telling
        # What all spellings of a word have in common comes first: lists that are read once.
        common = [frozenset.intersection(*spellings) for spellings in of_words]
        matches = [_holding_gram(gram) for gram in telling(common)]
        own = [[known - shared for known in some] for some, shared in zip(of_words, common, strict=True)]
        matches += [_any_of([_holding_gram(telling([known])[0]) for known in some]) for some in own if all(some)]
        return " AND ".join(matches)


def _page(rows: list[Row], below: int, size: int) -> Page:
    return Page(rows, min([row[0] for row in rows], default=below), len(rows) < size)


def _keys(rows: list[tuple[int]]) -> list[int]:
    return [key for (key,) in rows]


def _any_of(matches: Sequence[str]) -> str:
    return matches[0] if len(matches) == 1 else f"({' OR '.join(matches)})"


def _marked_too(word: str) -> list[str]:
    """How a word may stand in the index: one with digits may be a whole number."""
    return [word] if word.isalpha() else [word, f"{word}{NUMBER_MARK}"]


def _holding_gram(gram: str) -> str:
    return _any_of([f'"{piece}"' for piece in digits_from(gram)])


def _all_of(grams_: Iterable[str]) -> str:
    return " AND ".join([f'"{gram}"' for gram in grams_])


def _first_letters(word: Word) -> Word:
    """As many as are indexed."""
    return list(dict.fromkeys(spelling[: max(one for one in INDEXED if one <= len(spelling))] for spelling in word))


def _beginning_so(words: Sequence[Word]) -> str:
    return " AND ".join([_any_of([f'"{spelling}"*' for spelling in word]) for word in words])


def _after_a_space(words: Sequence[Word]) -> list[Word]:
    return [[f" {spelling}" for spelling in word] for word in words]


def _holding(words: Sequence[Word]) -> tuple[str, list[str]]:
    """The condition that a document holds one spelling of each word, and the spellings."""
    # Short ones first: where lists were read for the long ones, they mostly stand there.
    ordered = sorted(words, key=lambda word: len(word[0]))
    conditions = [" or ".join(["instr(d.tok, ?) > 0"] * len(word)) for word in ordered]
    return " and ".join([f"({one})" for one in conditions]), [spelling for word in ordered for spelling in word]
