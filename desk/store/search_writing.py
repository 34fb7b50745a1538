"""Owns the rows of the search tables: storing, moving and removing documents, and the proof that all is well.
Used by desk.store.search_index only, always inside a transaction that somebody else began.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from desk.domain.giving_way import give_way
from desk.store.search_connection import Connection
from desk.store.search_frequency import RARE, SHORTEST_WORD
from desk.store.search_terms import SearchTerms
from desk.store.search_text import SearchDocument, gram_text, index_text, index_words, spoken_words, words_of

_INDEXES = ("search_px", "search_gr")
_EARLIEST = 1
_LATEST = 253_402_300_799  # the end of the year 9999
_AT_ONCE = 2_000
_RENEWED_AT_ONCE = 250
"""Between these somebody may call it off, and sees how far it has come."""


class _Stored(NamedTuple):
    rkey: int
    recency: int
    tie: str
    text: str


class _Row(NamedTuple):
    rkey: int
    kind: str
    owner_id: int
    recency: int
    tie: str
    text: str
    whole: list[str]


_Key = tuple[str, int]
_IN_ORDER = attrgetter("recency", "tie", "kind", "owner_id")


def put(connection: Connection, terms: SearchTerms, documents: Sequence[SearchDocument]) -> None:
    """Insert or replace. Of two documents for one owner the later one counts."""
    latest = {(document.kind, document.owner_id): document for document in documents}
    stored = _load(connection, latest)
    gone: list[_Stored] = []
    placed: list[_Row] = []
    homeless: list[_Row] = []
    retied: list[tuple[str, int]] = []
    for key, document in latest.items():
        give_way()
        words = words_of(document)
        text, tie, recency = index_text(words), _clean(document.tie), _bounded(document.recency)
        old = stored.get(key)
        if old and old.recency == recency:
            if old.text != text:
                gone.append(old)
                placed.append(_Row(old.rkey, *key, recency, tie, text, words.whole))
            elif old.tie != tie:
                retied.append((tie, old.rkey))
            continue
        if old:
            gone.append(old)
        homeless.append(_Row(recency, *key, recency, tie, text, words.whole))
    placed += _with_free_keys(connection, homeless)
    _delete(connection, gone)
    _insert(connection, placed)
    connection.executemany("update search_doc set tie = ? where rkey = ?", retied)
    _count_terms(terms, added=(row.text for row in placed), removed=(old.text for old in gone))


def remove(connection: Connection, terms: SearchTerms, kind: str, owner_ids: Iterable[int]) -> None:
    gone = list(_load(connection, ((kind, owner_id) for owner_id in owner_ids)).values())
    _delete(connection, gone)
    _count_terms(terms, added=(), removed=(old.text for old in gone))


def _load(connection: Connection, keys: Iterable[_Key]) -> dict[_Key, _Stored]:
    by_kind: dict[str, list[int]] = {}
    for kind, owner_id in keys:
        by_kind.setdefault(kind, []).append(owner_id)
    found: dict[_Key, _Stored] = {}
    for kind, owner_ids in by_kind.items():
        for owner_id, *rest in connection.execute(
            "select owner_id, rkey, recency, tie, tok from search_doc"
            " where kind = ? and owner_id in (select value from json_each(?))",
            (kind, json.dumps(owner_ids)),
        ).fetchall():
            found[kind, owner_id] = _Stored(*rest)
    return found


def _bounded(recency: int) -> int:
    return min(max(recency, _EARLIEST), _LATEST)


def _clean(tie: str) -> str:
    """Without lone surrogates, which the database refuses."""
    return tie if tie.isascii() else tie.encode("utf-8", "replace").decode()


def _with_free_keys(connection: Connection, rows: list[_Row]) -> list[_Row]:
    """Each row at its second, or at a free one above. Never below: readers count on rkey >= recency."""
    rows.sort(key=_IN_ORDER)
    wanted = json.dumps([row.recency for row in rows])
    taken: set[int] = {
        key
        for (key,) in connection.execute(
            "select rkey from search_doc where rkey in (select value from json_each(?))", (wanted,)
        ).fetchall()
    }
    for at, row in enumerate(rows):
        key = row.rkey
        if key in taken:
            key = _free_key_above(connection, key, taken)
            rows[at] = row._replace(rkey=key)
        taken.add(key)
    return rows


def _free_key_above(connection: Connection, occupied: int, taken: set[int]) -> int:
    """A free key right above an occupied one, in few look-ups also where thousands share a second."""

    def is_free(key: int) -> bool:
        return (
            key not in taken
            and connection.execute("select 1 from search_doc where rkey = ?", (key,)).fetchone() is None
        )

    step = 1
    while not is_free(occupied + step):
        occupied += step
        step *= 2
    free = occupied + step
    while free - occupied > 1:
        middle = (free + occupied) // 2
        if is_free(middle):
            free = middle
        else:
            occupied = middle
    return free


def _delete(connection: Connection, gone: list[_Stored]) -> None:
    gone.sort()  # FTS5 writes a piece of index to disk whenever a key is below the one before
    connection.executemany(
        "insert into search_px(search_px, rowid, tok) values ('delete', ?, ?)",
        ((old.rkey, old.text) for old in gone),
    )
    connection.executemany("delete from search_gr where rowid = ?", ((old.rkey,) for old in gone))
    connection.executemany("delete from search_doc where rkey = ?", ((old.rkey,) for old in gone))


def _insert(connection: Connection, rows: list[_Row]) -> None:
    rows.sort()
    connection.executemany(
        "insert into search_doc(rkey, kind, owner_id, recency, tie, tok) values (?, ?, ?, ?, ?, ?)",
        [row[:6] for row in rows],
    )
    connection.executemany("insert into search_px(rowid, tok) values (?, ?)", ((row.rkey, row.text) for row in rows))
    connection.executemany("insert into search_gr(rowid, g) values (?, ?)", [_grams_of(row) for row in rows])


def _grams_of(row: _Row) -> tuple[int, str]:
    give_way()
    return row.rkey, gram_text(row.whole)


def _count_terms(terms: SearchTerms, *, added: Iterable[str], removed: Iterable[str]) -> None:
    change = Counter(chain.from_iterable(map(spoken_words, added)))
    change.subtract(chain.from_iterable(map(spoken_words, removed)))
    terms.adjust(change)


def rebuild_frequencies(connection: Connection) -> None:
    """How many documents hold each gram, and each long word, that is not rare."""
    (documents,) = connection.execute("select count(*) from search_doc").fetchone()
    connection.execute("delete from gram_df")
    for table, counted in (
        ("search_gr", "1"),
        ("search_px", f"length(term) >= {SHORTEST_WORD} and term not glob '*[^a-z]*'"),
    ):
        connection.execute(
            f"create virtual table if not exists temp.{table}_terms using fts5vocab('main', '{table}', 'row')"
        )
        frequent = connection.execute(
            f"select term, doc from temp.{table}_terms where doc > ? and {counted}",  # noqa: S608 - our own names
            (documents // RARE,),
        ).fetchall()
        connection.execute(f"drop table temp.{table}_terms")
        connection.executemany("insert into gram_df(g, df) values (?, ?)", frequent)


def rebuild(connection: Connection, terms: SearchTerms) -> None:
    """Make every derived table anew from the documents' words."""
    connection.execute("insert into search_px(search_px) values ('rebuild')")
    connection.execute("insert into search_gr(search_gr) values ('delete-all')")
    counts: Counter[str] = Counter()
    above = 0
    while rows := _texts_above(connection, above):
        connection.executemany(
            "insert into search_gr(rowid, g) values (?, ?)",
            ((key, gram_text(index_words(text))) for key, text in rows),
        )
        counts.update(word for _, text in rows for word in spoken_words(text))
        above = rows[-1][0]
    terms.rebuild(counts)
    rebuild_frequencies(connection)


def begin_renewal(connection: Connection, terms: SearchTerms, beginnings: Iterable[str]) -> None:
    """Empty all that is derived from the documents' words, and lay it out as this Desk looks for it."""
    connection.execute("drop table search_px")
    for statement in beginnings:
        connection.execute(statement)
    connection.execute("insert into search_gr(search_gr) values ('delete-all')")
    terms.rebuild(Counter())


def renew_more(connection: Connection, terms: SearchTerms, above: int) -> int | None:
    """Make some more documents known again, those above a key; gives the last one's key, None when all are known."""
    rows = connection.execute(
        "select rkey, tok from search_doc where rkey > ? and rkey not in (select id from search_gr_docsize)"
        " order by rkey limit ?",
        (above, _RENEWED_AT_ONCE),
    ).fetchall()
    if not rows:
        rebuild_frequencies(connection)
        return None
    connection.executemany("insert into search_px(rowid, tok) values (?, ?)", rows)
    connection.executemany(
        "insert into search_gr(rowid, g) values (?, ?)", [(key, gram_text(index_words(text))) for key, text in rows]
    )
    _count_terms(terms, added=(text for _, text in rows), removed=())
    last: int = rows[-1][0]
    return last


def renewed(connection: Connection) -> tuple[int, int]:
    """How many documents are known again, and how many there are."""
    ((done, total),) = connection.execute(
        "select (select count(*) from search_gr_docsize), (select count(*) from search_doc)"
    ).fetchall()
    return done, total


def _texts_above(connection: Connection, above: int) -> list[tuple[int, str]]:
    return connection.execute(
        "select rkey, tok from search_doc where rkey > ? order by rkey limit ?", (above, _AT_ONCE)
    ).fetchall()


def optimize(connection: Connection) -> None:
    connection.execute("insert into search_px(search_px) values ('optimize')")
    connection.execute("insert into search_gr(search_gr) values ('optimize')")


_PURGED_AT_ONCE = 2_000  # pages


def begin_purge(connection: Connection) -> None:
    """Begin to merge both indexes into one piece each: only so do words of removed documents leave the file."""
    for table in _INDEXES:
        _merge(connection, table, -_PURGED_AT_ONCE)


def purge_more(connection: Connection) -> bool:
    """Go on with it for a moment, in a transaction of its own; whether there is more to do."""
    left = [_merge(connection, table, _PURGED_AT_ONCE) for table in _INDEXES]  # a step of each
    return any(left)


def _merge(connection: Connection, table: str, pages: int) -> bool:
    """Two changes are those that FTS5 makes whether or not there is anything to merge."""
    before: int = connection.total_changes
    connection.execute(f"insert into {table}({table}, rank) values ('merge', {pages})")  # noqa: S608 - our own names
    return bool(connection.total_changes - before >= 2)


def check(connection: Connection, terms: SearchTerms) -> list[str]:
    problems = []
    for table in ("search_px", "search_gr"):
        try:
            connection.execute(f"insert into {table}({table}, rank) values ('integrity-check', 1)")  # noqa: S608
        except connection.DatabaseError as error:
            problems.append(f"The index {table} is damaged: {error}.")
    (orphans,) = connection.execute(
        "select count(*) from search_gr_docsize where id not in (select rkey from search_doc)"
    ).fetchone()
    if orphans:
        problems.append(f"The pieces of {orphans} removed documents are still stored.")
    (early,) = connection.execute("select count(*) from search_doc where rkey < recency").fetchone()
    if early:
        problems.append(f"{early} documents stand before their time.")
    counts: Counter[str] = Counter()
    lost = above = 0
    while rows := _texts_above(connection, above):
        counts.update(word for _, text in rows for word in spoken_words(text))
        lost += sum(not _is_under_its_grams(connection, key, text) for key, text in rows[:: len(rows) // 20 + 1])
        above = rows[-1][0]
    if lost:
        problems.append(f"{lost} of the documents looked at are not found by pieces of their words.")
    if dict(counts) != terms.stored():
        problems.append("The words that misspellings are compared with are not those of the documents.")
    return problems


def _is_under_its_grams(connection: Connection, key: int, text: str) -> bool:
    match = " AND ".join(f'"{gram}"' for gram in sorted(set(gram_text(index_words(text)).split())))
    if not match:
        return True
    found = connection.execute("select 1 from search_gr where search_gr match ? and rowid = ?", (match, key))
    return found.fetchone() is not None
