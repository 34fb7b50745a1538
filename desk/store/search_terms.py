"""Owns the vocabulary of the search: beginnings of names and places, and how they look with a letter missing.
Written by desk.store.search_index with each document, read by it when a text finds next to nothing.
"""

from __future__ import annotations

import json
from collections import Counter

from desk.store.search_connection import Connection

SCHEMA: tuple[str, ...] = (
    "create table term(t text primary key, df integer not null) without rowid",
    "create table term_del(d text not null, t text not null, primary key(d, t)) without rowid",
)

_SHORTEST = 4
_LONGEST = 10
_LETTERS_ONLY_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz")


def beginnings(word: str) -> list[str]:
    """Of four to ten letters, so that half-typed words are corrected too."""
    return [word[:length] for length in range(_SHORTEST, min(len(word), _LONGEST) + 1)]


def _with_one_missing(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


class SearchTerms:
    """Counts are exact at any time, or corrections would depend on the order in which orders arrived."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def adjust(self, change: Counter[str]) -> None:
        """By how many documents each beginning became more or less frequent."""
        changed = {term: by for term, by in change.items() if by}
        if not changed:
            return
        asked = json.dumps(list(changed))
        stored: dict[str, int] = dict(
            self._connection.execute(
                "select t, df from term where t in (select value from json_each(?))", (asked,)
            ).fetchall()
        )
        new: list[tuple[str, int]] = []
        other: list[tuple[int, str]] = []
        gone: list[str] = []
        for term, by in sorted(changed.items()):
            count = stored.get(term, 0) + by
            if count <= 0:
                gone.append(term)
            elif term in stored:
                other.append((count, term))
            else:
                new.append((term, count))
        execute = self._connection.executemany
        execute("update term set df = ? where t = ?", other)
        execute("insert into term(t, df) values (?, ?)", new)
        execute(
            "insert or ignore into term_del(d, t) values (?, ?)",
            ((missing, term) for term, _ in new for missing in sorted({term} | _with_one_missing(term))),
        )
        execute("delete from term where t = ?", ((term,) for term in gone))
        execute(
            "delete from term_del where d = ? and t = ?",
            ((missing, term) for term in gone for missing in {term} | _with_one_missing(term)),
        )

    def rebuild(self, counts: Counter[str]) -> None:
        self._connection.execute("delete from term_del")
        self._connection.execute("delete from term")
        self.adjust(counts)

    def corrections(self, word: str, at_most: int) -> list[str]:
        """Known beginnings one edit away from a folded word, the most frequent first."""
        if len(word) < _SHORTEST or not _LETTERS_ONLY_ASCII.issuperset(word):
            return []
        typed = word[:_LONGEST]
        asked = json.dumps(sorted({typed} | _with_one_missing(typed)))
        near = self._connection.execute(
            "select t, df from term where t in"
            " (select t from term_del where d in (select value from json_each(?)))",
            (asked,),
        ).fetchall()
        # What the typed text itself begins has been found already, unless it is longer than we store.
        found = [
            (term, df)
            for term, df in near
            if _one_edit_apart(typed, term) and not (term.startswith(typed) and len(word) <= _LONGEST)
        ]
        found.sort(key=lambda one: (-one[1], one[0]))
        chosen: list[str] = []
        for term, _ in found:
            if not any(term.startswith(other) for other in chosen):
                chosen.append(term)
        return chosen[:at_most]

    def stored(self) -> dict[str, int]:
        return dict(self._connection.execute("select t, df from term").fetchall())


def _one_edit_apart(one: str, other: str) -> bool:
    """At most one letter added, left out, changed, or two neighbours swapped."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = 0
    while same < len(one) and one[same] == other[same]:
        same += 1
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    if one[same + 1 :] == other[same + 1 :]:
        return True
    swapped = one[same + 1 : same + 2] + one[same : same + 1]
    return swapped == other[same : same + 2] and one[same + 2 :] == other[same + 2 :]
