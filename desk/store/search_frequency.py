"""Owns how common the pieces of words are: which of them are asked for, and at most how many documents hold a word.
Used by desk.store.search_reading only. What it says decides about speed, never about what is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from desk.store.search_text import asked_grams, digits_from, gram_text, index_words

RARE = 1_000
"""What fewer than one in so many documents hold is as good as any: how rare it is, is not kept."""
SHORTEST_WORD = 5
"""Words at least so long are counted, too: shorter ones are lists of the index by themselves."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_MOST_GRAMS = 3
# Frequencies may grow old; in a store that has just been made they do so fast.
_SAMPLE = 300
_USES = 20_000
_USES_WHILE_FEW = 20
_ANY = 1 << 40
_FEW_ENOUGH = 100
"""So many documents are looked up sooner than another list is read."""
_SAME_WORD = 0.2
_MAILS_TOO = 3
"""A name stands in about so many words of a document: alone, and in what is joined of a mail address."""


class Frequencies:
    """Of one connection's documents, as counted when the store was idle; of the newest ones when it never was."""

    def __init__(self, ask: Callable[..., list[Any]]) -> None:
        self._ask = ask
        self._grams: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        """How often the frequent words stand, by each beginning."""
        self._unknown, self._documents = 0, 1
        self._uses_left = 0

    def load(self) -> None:
        counts: dict[str, int] = dict(self._ask("select g, df from gram_df"))
        documents = self._about_how_many()
        self._documents = max(1, documents)
        self._uses_left, self._unknown = _USES, documents // RARE
        if not counts:
            newest = self._ask("select tok from search_doc order by rkey desc limit ?", (_SAMPLE,))
            each = max(1, documents // max(1, len(newest)))
            sample = Counter(piece for (text,) in newest for piece in _pieces(text))
            counts = {piece: count * each for piece, count in sample.items()}
            self._unknown = each
            if len(newest) < _SAMPLE:
                self._uses_left = _USES_WHILE_FEW
        self._grams, self._begun = {}, {}
        for piece, count in counts.items():
            if len(piece) < SHORTEST_WORD or piece.isdigit():
                self._grams[piece] = count
                continue
            for length in range(SHORTEST_WORD, len(piece) + 1):
                self._begun[piece[:length]] = self._begun.get(piece[:length], 0) + count

    def _about_how_many(self) -> int:
        """Documents, without counting them: ids are given one after the other."""
        ((highest,),) = self._ask("select max(owner_id) from search_doc where kind = 'order'")
        return int(highest or 0)

    def hold(self, words: Iterable[str]) -> int:
        """How many documents can hold one of these at most, as far as the counts are still true."""
        self._used()
        return sum(min(map(self._count, asked_grams(word)), default=_ANY) for word in words)

    def _count(self, gram: str) -> int:
        get, unknown = self._grams.get, self._unknown
        return sum([get(piece, unknown) for piece in digits_from(gram)])

    def begin(self, words: Iterable[str], few: int) -> int:
        """About how many words of all documents begin with one of these long ones; roughly where there are `few`."""
        return sum(self._begin(word, few) for word in words)

    def _begin(self, word: str, few: int) -> int:
        holding = self.hold([word])
        if holding <= few or len(word) < SHORTEST_WORD or not _LETTERS.issuperset(word):
            return holding
        ((known,),) = self._ask("select total(df) from term where t >= ? and t < ? || '{'", (word, word))
        return min(holding, self._begun.get(word, 0) + _MAILS_TOO * int(known))

    def telling(self, words: Sequence[frozenset[str]]) -> list[str]:
        """Pieces, given by word, that few documents hold together: of each word its rarest, then more of each, and no
        more than it takes.
        """
        self._used()
        count = self._count
        ranks: list[list[tuple[int, str]]] = [[] for _ in range(_MOST_GRAMS)]
        every = Counter(gram for known in words for gram in known)
        for known in words:
            chosen: list[str] = []
            # What is in another word, too, does not tell whether this one is there.
            own = {gram for gram in known if every[gram] == 1} or known
            for gram in sorted(own, key=lambda one: (count(one), -len(one), one)):
                if not any(_comes_with(gram, one) for one in chosen):
                    ranks[len(chosen)].append((count(gram), gram))
                    chosen.append(gram)
                    if len(chosen) == _MOST_GRAMS:
                        break
        left, found = float(self._documents), dict[str, None]()
        for rank, pieces in enumerate(ranks):
            for holding, gram in sorted(pieces):
                found[gram] = None
                # Another piece of the same word mostly stands where the first one does.
                left *= max(holding / self._documents, _SAME_WORD if rank else 0)
                if left < _FEW_ENOUGH:
                    return list(found)
        return list(found)

    def _used(self) -> None:
        self._uses_left -= 1
        if self._uses_left < 0:
            self.load()


def _comes_with(gram: str, other: str) -> bool:
    """Whether where one is the other mostly is, too: part of it, or letters beside it; after a digit any may follow."""
    return gram in other or (gram.isalpha() and (gram[1:] == other[:-1] or other[1:] == gram[:-1]))


def _pieces(index: str) -> set[str]:
    """What is counted of a document's words."""
    return {*gram_text(index_words(index)).split(), *_long_words(index)}


def _long_words(index: str) -> list[str]:
    """The words of an index text whose frequencies are counted."""
    return [word for word in index.split() if len(word) >= SHORTEST_WORD and _LETTERS.issuperset(word)]
