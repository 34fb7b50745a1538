"""Owns the vocabulary of the search: the words of names and places, to find those that were meant by a misspelling.
Written by desk.store.search_index with each document, read by it when a text finds next to nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict

from desk.store.search_connection import Connection, Questions

# A mistake behind the first letters leaves these, which are a range of `term`. One among them leaves what follows,
# which is a range of `term_del`: each word without one of its first letters. So no range is wide.
_FIRST = 4
SCHEMA: tuple[str, ...] = (
    "create table term(t text primary key, df integer not null) without rowid",
    "create table term_del(d text not null, t text not null, primary key(d, t)) without rowid",
)

_SHORTEST = 4
_LONGEST = 30
_NONE = "{"
"""Behind all words."""
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

# One range each, because SQLite reads the whole table for several joined by "or". What a word is corrected to is told
# by one letter more than was typed; so many of each are all in a range or none. What begins as typed is no correction.
_BEHIND_THE_FIRST = """select substr(t, 1, :length + 1) as b, sum(df) from term where t >= :first and t < :first || '{'
    and (substr(t, 1, :late) = :late_head or substr(t, 1, :late + 1) = :swapped_late
    or substr(t, 1, :half + 1) = :swapped_at_half
    or substr(t, 1, :half) = :head and instr(substr(t, :late, length(:late_tail) + 2), :late_tail) > 0
    or instr(substr(t, :half, length(:tail) + 2), :tail) > 0) and (t < :typed or t >= :typed || '{') group by b"""
_KNOWN = (
    "select substr(t, 1, :length + 1) as b, sum(df) from term where t >= :{0} and t < :{0} || '{{'"
    " and (t < :typed or t >= :typed || '{{') group by b"
)
_KNOWN_WITHOUT_ONE = (
    "select substr(term.t, 1, :length + 1) as b, sum(term.df)"
    " from (select distinct t from term_del where d >= :{0} and d < :{0} || '{{'"
    " and (t < :typed or t >= :typed || '{{')) as near cross join term on term.t = near.t group by b"
)
_PLACES = range(_FIRST)
_NEAR = " union ".join(
    [
        _BEHIND_THE_FIRST,
        *map(_KNOWN.format, (f"{how}_{at}" for how in ("without", "swapped") for at in _PLACES)),
        *map(_KNOWN_WITHOUT_ONE.format, ("typed", *(f"without_{at}" for at in _PLACES))),
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

    def has_any(self, beginning: str) -> bool:
        """Whether a known word begins so."""
        return bool(self._ask("select 1 from term where t >= ? and t < ? || '{' limit 1", (beginning, beginning)))

    def corrections(self, typed: str, at_most: int) -> list[str]:
        """Beginnings of known words that are one edit away from a folded one, the most frequent first."""
        if not _SHORTEST <= len(typed) <= _LONGEST or not _LETTERS.issuperset(typed):
            return []
        half = max(_FIRST + 1, len(typed) // 2)
        late = (half + len(typed) + 1) // 2
        near = self._ask(
            _NEAR,
            {
                "typed": typed,
                "length": len(typed),
                "first": typed[:_FIRST] if len(typed) > _FIRST else _NONE,
                "half": half,
                "head": typed[:half],
                "tail": typed[half:],
                "late": late,
                "late_head": typed[:late],
                "late_tail": typed[late:],
                "swapped_late": _swapped(typed, late - 1)[: late + 1],
                "swapped_at_half": _swapped(typed, half - 1)[: half + 1],
                # The last of four letters says nothing yet about what is meant.
                **{f"without_{at}": _without(typed, at) if at + 1 < len(typed) else _NONE for at in _PLACES},
                **{f"swapped_{at}": _swapped(typed, at) for at in _PLACES},
            },
        )
        meant: defaultdict[str, int] = defaultdict(int)
        for begun, count in near:
            if (beginning := _beginning_near(typed, begun)) is not None:
                meant[beginning] += count
        chosen: list[str] = []
        for beginning in sorted(meant, key=lambda one: (-meant[one], one)):
            if not beginning.startswith(tuple(chosen)):
                chosen.append(beginning)
        return chosen[:at_most]


def _without(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def _pairs(term: str) -> list[tuple[str, str]]:
    """Each of its first letters left out, once where two neighbours are the same."""
    return list(dict.fromkeys((_without(term, at), term) for at in _PLACES))


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
