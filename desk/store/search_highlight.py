"""Owns which letters of a shown text are marked for a typed text. Pure; the window calls it through
desk.store.search_text for each row it paints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from desk.store.search_folding import UMLAUT, letter_by_letter, umlauts
from desk.store.search_query import infixes, read, read_otherwise

_CHUNK = re.compile(r"\S+")
_PART = re.compile(r"[a-z0-9]+")
_SHORTEST_INFIX = 3


@dataclass(frozen=True, slots=True)
class _Wanted:
    beginning: str
    infixes: tuple[str, ...]


@lru_cache(maxsize=64)
def _wanted(query: str) -> tuple[tuple[_Wanted, ...], tuple[_Wanted, ...]]:
    """What to mark inside single words, and what across spaces (digits may be grouped anyhow)."""
    words = dict.fromkeys(word for reading in (*read(query).readings, *read_otherwise(query)) for word in reading)
    within = tuple(_Wanted(umlauts(word), infixes(word)) for word in words)
    return within, tuple(one for one in within if one.beginning.isdigit() and len(one.beginning) >= _SHORTEST_INFIX)


def highlight(text: str, query: str) -> list[tuple[int, int]]:
    """The ranges (from, up to) of `text` that the search matched with `query`; in order, not overlapping."""
    within, across = _wanted(query)
    if not within:
        return []
    written, origin = letter_by_letter(text)
    found: list[tuple[int, int]] = []
    for chunk in _CHUNK.finditer(written):
        found += _marks(chunk.group(), chunk.start(), within)
    if across and " " in written:
        found += _marks(written, 0, across)
    found.sort()
    merged: list[tuple[int, int]] = []
    for first, last in found:
        begin, end = (first, last + 1) if origin is None else (origin[first], origin[last] + 1)
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _marks(chunk: str, offset: int, wanted: tuple[_Wanted, ...]) -> list[tuple[int, int]]:
    """First and last letter of each match in a word, counted from the text's beginning."""
    squashed, places = _squash_with_places(chunk)
    folded = squashed
    if "e" in squashed:
        dropped = {match.start() for match in UMLAUT.finditer(squashed)}
        if dropped:
            kept = [at for at in range(len(squashed)) if at not in dropped]
            folded = "".join([squashed[at] for at in kept])
            places = [places[at] if places else at for at in kept]
    starts = _part_starts(chunk, places)
    found = []
    for one in wanted:
        at, length = _match(folded, starts, one)
        if length:
            last = at + length - 1
            found.append((offset + places[at], offset + places[last]) if places else (offset + at, offset + last))
    return found


def _match(folded: str, starts: list[int], wanted: _Wanted) -> tuple[int, int]:
    """Where and how long: at the beginning of a part if it can be, else anywhere."""
    for start in starts:
        if folded.startswith(wanted.beginning, start):
            return start, len(wanted.beginning)
    for infix in wanted.infixes:
        if len(infix) >= _SHORTEST_INFIX:
            at = folded.find(infix)
            if at >= 0:
                return at, len(infix)
    return 0, 0


def _squash_with_places(chunk: str) -> tuple[str, list[int]]:
    """The chunk's letters and digits, and where each stood; no places when all stayed where they were."""
    if chunk.isalnum():
        return chunk, []
    places = [at for at, letter in enumerate(chunk) if letter.isalnum()]
    return "".join([chunk[at] for at in places]), places


def _part_starts(chunk: str, places: list[int]) -> list[int]:
    if not places or chunk.isalnum():
        return [0]
    begins = {part.start() for part in _PART.finditer(chunk)}
    return [at for at, place in enumerate(places) if place in begins]
