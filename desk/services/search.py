"""The one field: any order by number, name, e-mail, phone, postcode, SKU or parcel number, newest first."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from desk.domain.errors import DeskError
from desk.domain.values import OrderId
from desk.domain.views import CustomerRow, MatchTier, OrderRow, SearchResults
from desk.services.context import Desk
from desk.store import views as view_store
from desk.store.engine import told_apart
from desk.store.search_index import Hit, Interrupted, SearchIndex, Tier
from desk.store.search_text import highlight

__all__ = ["SearchInterrupted", "Searcher", "highlight"]

COUNT_AT_MOST = 1000


class SearchInterrupted(DeskError):
    """A newer keystroke stopped this search; not an error to show."""

    code = "search_interrupted"


class Searcher:
    """Searches on a connection of its own, so that `interrupt` (from any thread) stops nothing but the search.

    `find` and `close` belong to one thread at a time.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._connection = desk.store.raw_connection()
        self._index = SearchIndex(self._connection)
        self._tiles = desk.tiles()
        self._busy = threading.Lock()

    def find(self, text: str, *, limit: int = 50, direct_only: bool = False) -> SearchResults:
        """What the text finds. `direct_only` answers at once with whole words and beginnings only.

        Raises SearchInterrupted.
        """
        with self._busy:
            began = self._desk.clock.monotonic()
            try:
                with told_apart():
                    hits = self._index.direct(text, limit) if direct_only else self._index.search(text, limit)
                    # What may have been meant instead is offered, not found.
                    found = sum(hit.tier is not Tier.FUZZY for hit in hits)
                    total = found
                    if len(hits) >= limit:
                        total = self._index.count(text, COUNT_AT_MOST, direct_only=direct_only)
            except Interrupted:
                raise SearchInterrupted("A newer search replaced this one.") from None
            rows, customers = self._rows(hits)
            return SearchResults(
                text=text,
                orders=rows,
                customers=customers,
                total=max(total, found),
                total_is_exact=total < COUNT_AT_MOST,
                complete=not direct_only,
                milliseconds=(self._desk.clock.monotonic() - began) * 1000,
            )

    def _rows(self, hits: list[Hit]) -> tuple[tuple[OrderRow, ...], tuple[CustomerRow, ...]]:
        if not hits:
            return (), ()
        tiers = {OrderId(hit.owner_id): MatchTier[hit.tier.name] for hit in hits if hit.kind == "order"}
        with self._desk.store.read() as transaction:
            rows = view_store.load_rows(transaction, list(tiers), self._tiles, tiers)
            direct = [one for one, tier in tiers.items() if tier is not MatchTier.FUZZY]
            customers = view_store.customers_of(transaction, direct)
        return tuple(rows), tuple(customers)

    def interrupt(self) -> None:
        """Stop a running search; without effect when none runs."""
        self._index.interrupt()

    def warm_up(self) -> None:
        """Read what nearly every search needs, so that the first keystroke is as fast as the next."""
        with self._busy, told_apart():
            self._index.warm_up()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
