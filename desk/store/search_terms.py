"""Owns the vocabulary of the search: the words of names and places, to find those that were meant by a misspelling.
Written by desk.store.search_index with each document, read by it when a text finds next to nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict

from desk.store.search_connection import Connection, Questions

# A wrong letter at the third place or later leaves the first two, which are a range of `term`. One before that leaves
# what follows, which is a range of `term_del`: each word without its first, and without its second letter.
SCHEMA: tuple[str, ...] = (
    "create table term(t text primary key, df integer not null) without rowid",
    "create table term_del(d text not null, t text not null, primary key(d, t)) without rowid",
)

_SHORTEST = 4
_LONGEST = 30
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

# One range each, because SQLite reads the whole table for several joined by "or".
_FROM_THE_THIRD = """select t, df from term where t >= :first_two and t < :first_two || '{'
    and (substr(t, 1, :half) = :head or substr(t, 1, :half + 1) = :swapped_at_half
    or instr(substr(t, :half, length(:tail) + 2), :tail) > 0)"""
_KNOWN = "select t, df from term where t >= :{0} and t < :{0} || '{{'"
_KNOWN_WITHOUT_ONE = (
    "select term.t, term.df from term_del cross join term on term.t = term_del.t"
    " where term_del.d >= :{0} and term_del.d < :{0} || '{{'"
)
_NEAR = " union ".join(
    [
        _FROM_THE_THIRD,
        *map(_KNOWN.format, ("without_first", "without_second", "swapped", "swapped_later")),
        *map(_KNOWN_WITHOUT_ONE.format, ("typed", "without_first", "without_second")),
    ]
)


class SearchTerms:
    """Counts are exact at any time, or corrections would depend on the order in which orders arrived."""

    def __init__(self, connection: Connection, questions: Questions) -> None:
        self._connection = connection
        self._ask = questions.ask

    def adjust(self, change: Counter[str]) -> None:
        """In how many documents more or fewer each word stands."""
        changed = {term: by for term, by in change.items() if by}
        if not changed:
            return
        stored: dict[str, int] = dict(
            self._ask(
                "select t, df from term where t in (select value from json_each(?))",
                (json.dumps(list(changed)),),
            )
        )
        counts = {term: stored.get(term, 0) + by for term, by in sorted(changed.items())}
        new = [term for term in counts if term not in stored and counts[term] > 0]
        gone = [term for term in counts if counts[term] <= 0]
        many = self._connection.executemany
        many(
            "insert into term(t, df) values (?, ?) on conflict(t) do update set df = excluded.df",
            ((term, count) for term, count in counts.items() if count > 0),
        )
        many("insert or ignore into term_del(d, t) values (?, ?)", (pair for term in new for pair in _pairs(term)))
        many("delete from term where t = ?", ((term,) for term in gone))
        many("delete from term_del where d = ? and t = ?", (pair for term in gone for pair in _pairs(term)))

    def rebuild(self, counts: Counter[str]) -> None:
        self._connection.execute("delete from term_del")
        self._connection.execute("delete from term")
        self.adjust(counts)

    def stored(self) -> dict[str, int]:
        return dict(self._ask("select t, df from term"))

    def corrections(self, typed: str, at_most: int) -> list[str]:
        """Beginnings of known words that are one edit away from a folded one, the most frequent first."""
        if not _SHORTEST <= len(typed) <= _LONGEST or not _LETTERS.issuperset(typed):
            return []
        half = max(3, len(typed) // 2)
        near = self._ask(
            _NEAR,
            {
                "typed": typed,
                "first_two": typed[:2],
                "half": half,
                "head": typed[:half],
                "tail": typed[half:],
                "swapped_at_half": typed[: half - 1] + typed[half] + typed[half - 1],
                "without_first": typed[1:],
                "without_second": typed[0] + typed[2:],
                "swapped": typed[1] + typed[0] + typed[2:],
                "swapped_later": typed[0] + typed[2] + typed[1] + typed[3:],
            },
        )
        meant: defaultdict[str, int] = defaultdict(int)
        for term, count in near:
            if (beginning := _beginning_near(typed, term)) is not None:
                meant[beginning] += count
        chosen: list[str] = []
        for beginning in sorted(meant, key=lambda one: (-meant[one], one)):
            if not beginning.startswith(tuple(chosen)):
                chosen.append(beginning)
        return chosen[:at_most]


def _pairs(term: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ((term[1:], term), (term[0] + term[2:], term))


def _beginning_near(typed: str, term: str) -> str | None:
    """How much of a known word was meant by what is typed so far, when that is one edit away: a letter changed, two
    neighbours swapped, one left out, or one too many. None too when it begins as typed: that needs no correction.
    """
    at = 0
    for one, other in zip(typed, term, strict=False):
        if one != other:
            break
        at += 1
    if at == len(typed):
        return None
    rest = typed[at + 1 :]
    if term.startswith(rest, at + 1) or term.startswith(rest[:1] + typed[at] + rest[1:], at):
        return term[: len(typed)]
    if term.startswith(typed[at:], at + 1):
        return term[: len(typed) + 1]
    return term[: len(typed) - 1] if term.startswith(rest, at) else None
