"""Owns `desk bench search`: what each keystroke in the one field takes and finds, beside what a user would write."""

from __future__ import annotations

import gc
import random
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from math import floor
from pathlib import Path

from desk.bench.beside import ORACLE, Beside, Expected
from desk.bench.drawing import Drawer
from desk.bench.measuring import BenchResult, Budget, Figure, Taken, Tell, load, milliseconds, now, ratio, spread
from desk.bench.stores import bring_in, pages, with_account
from desk.bench.typed import keystrokes, some_orders, typos
from desk.domain.views import MatchTier, SearchResults
from desk.services.context import Desk
from desk.services.search import Searcher
from desk.store.search_documents import tidy
from desk.store.search_index import SearchIndex
from desk.store.yardsticks import PlainSearch

ORDERS = 100_000
_AT_MOST_OF_LIKE = 0.06
_AT_LEAST_OF_TYPOS = 0.90
_A_PAGE = 2_500
_YARDSTICK_TEXTS = 300
_TURNS = 20
_RECALL_TEXTS = 160
_MOST_FOR_BRUTE_FORCE = 400_000
"""With more orders brute force would take more room and time than the bench has."""
_BRUTE_FORCE_UNTIL, _YARDSTICKS_UNTIL = 170.0, 270.0
"""Seconds from the beginning; the whole bench has three hundred."""
_NOTES = (
    "Each time is the median of three, on the encrypted store, from the text to the fifty newest hits, as LIKE gives.",
    "with_rows adds all that the list shows of them, their buyers, and how many there are in all.",
    "Milliseconds and ratios are of the processor, which other work on the computer shifts least; wall is beside them.",
)
_TIERS = (MatchTier.NUMBER, MatchTier.EXACT, MatchTier.PREFIX, MatchTier.SUBSTRING)
"""In the order of the brute force's numbers."""


def bench(orders: int, kind: str, desk: Desk, folder: Path, tell: Tell, *, seed: int = 1) -> BenchResult:
    """Fill the Desk's empty store and search it. The times are of what the yardsticks give as well, the fifty newest
    hits; `with_rows` is the whole of the service, with what the list shows of each, their buyers, and the total.
    """
    begun, before = now(), load()
    drawn = some_orders(orders, seed)
    typed = keystrokes(drawn, seed)
    asked = typed[:_RECALL_TEXTS] if ORACLE.is_file() and orders <= _MOST_FOR_BRUTE_FORCE else []
    with ExitStack() as stack:
        beside = Beside(orders, seed, folder / "plain.db", asked)
        stack.callback(beside.close)
        _fill(desk, kind, orders, seed, tell)
        searcher = stack.enter_context(Searcher(desk))
        searcher.warm_up()
        found = _Found(orders, {text: searcher.find(text) for text in asked})
        wanted = typos(drawn, seed)
        guessed = [_means(searcher.find(text), meant) for text, meant in wanted]
        tell("waiting for the plain file and the brute force")
        beside.wait(begun + _BRUTE_FORCE_UNTIL)
        beside.close()
        found.compare(beside.expected)
        plain = PlainSearch(folder / "plain.db")
        stack.callback(plain.close)
        times = _measured(desk, searcher, plain, typed, seed, begun + _YARDSTICKS_UNTIL, tell)
    return _result(orders, times, found, guessed, now() - begun, before)


def _fill(desk: Desk, kind: str, orders: int, seed: int, tell: Tell) -> None:
    account, done = with_account(desk.store, kind), 0
    for page in pages(Drawer(orders, seed=seed).orders(account), _A_PAGE):
        bring_in(desk.store, account, page)
        done += len(page)
        if done % (8 * _A_PAGE) == 0:
            tell(f"{done} of {orders} orders stored")
    with desk.store.write() as transaction:
        tidy(transaction)  # as every sync does that brought many


@dataclass
class _Times:
    """Milliseconds by text; the slow yardsticks have a sample of the texts."""

    desk: Taken
    direct: Taken
    short: Taken
    with_rows: Taken
    first_touch: Taken
    like: Taken
    fts5_plain: Taken


def _measured(
    desk: Desk, searcher: Searcher, plain: PlainSearch, typed: Sequence[str], seed: int, until: float, tell: Tell
) -> _Times:
    """By turns a share of our keystrokes and of the yardsticks': what else the machine does meanwhile hits both."""
    plain.warm_up()
    sample = random.Random(seed).sample(typed, min(_YARDSTICK_TEXTS, len(typed)))  # noqa: S311 - not for secrecy
    ours, direct, with_rows, fts5, like = (Taken([], []) for _ in range(5))
    gc.collect()
    gc.freeze()  # the looks for garbage shall find this bench's own as little as a window's
    try:
        tell(f"{len(typed)} keystrokes, {len(sample)} of them for the yardsticks")
        with closing(desk.store.raw_connection()) as connection:
            index = SearchIndex(connection)
            first = milliseconds(index.search, typed, rounds=1)
            for turn in range(_TURNS):
                ours += milliseconds(index.search, typed[turn::_TURNS])
                like += milliseconds(plain.like, sample[turn::_TURNS], until=until)
                direct += milliseconds(index.direct, typed[turn::_TURNS])
                with_rows += milliseconds(searcher.find, sample[turn::_TURNS])
                fts5 += milliseconds(plain.fts5_plain, sample[turn::_TURNS])
    finally:
        gc.unfreeze()
    in_turn = [text for turn in range(_TURNS) for text in typed[turn::_TURNS]]
    short = ours.only([len(text) <= 2 for text in in_turn])
    return _Times(ours, direct, short, with_rows, first, like, fts5)


@dataclass
class _Found:
    """What the search found of what brute force finds."""

    orders: int
    answers: dict[str, SearchResults]
    expected: dict[MatchTier, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[MatchTier, int] = field(default_factory=lambda: defaultdict(int))
    texts: int = 0
    same: int = 0

    def compare(self, expected: Expected) -> None:
        for text, wanted in expected.items():
            ours = [(row, row.tier) for row in self.answers[text].orders if row.tier is not MatchTier.FUZZY]
            is_picked = (
                not any(tier < len(_TIERS) - 1 for _, tier in wanted) and ours and ours[0][1] is MatchTier.NUMBER
            )
            if is_picked or not wanted:
                continue  # a number out of a longer text is found beyond what brute force looks for
            places = {int(row.remote_id) for row, _ in ours}
            self.texts += 1
            self.same += [(int(row.remote_id), tier) for row, tier in ours] == [(at, _TIERS[n]) for at, n in wanted]
            for place, number in wanted:
                self.expected[_TIERS[number]] += 1
                self.found[_TIERS[number]] += place in places

    def recall(self, *tiers: MatchTier) -> float | None:
        """Of all that brute force has among its first fifty, how much we have among ours."""
        wanted = sum(self.expected[tier] for tier in tiers)
        # Rounded down: one that is missing among many may not look like none.
        return floor(sum(self.found[tier] for tier in tiers) / wanted * 1e6) / 1e6 if wanted else None

    def document(self) -> dict[str, Figure]:
        by_tier = {tier.value: self.recall(tier) for tier in _TIERS}
        return {"by_tier": by_tier, "keystrokes": self.texts, "same_list_and_order": self.same}


def _means(results: SearchResults, meant: str) -> bool:
    """Whether an order of the surname that was meant is among the results."""
    return any(meant in row.name.lower() for row in results.orders)


def _result(
    orders: int, times: _Times, found: _Found, guessed: Sequence[bool], seconds: float, before: float | None
) -> BenchResult:
    recall = found.recall(*_TIERS)
    typos_found = round(sum(guessed) / len(guessed), 4) if guessed else None
    ratios = {
        "p99_vs_like": ratio(times.desk, times.like, 0.99),
        "p95_vs_like": ratio(times.desk, times.like, 0.95),
        "p50_vs_like": ratio(times.desk, times.like, 0.50),
        "wall_p99_vs_like": ratio(times.desk, times.like, 0.99, wall=True),
        "with_rows_p99_vs_like": ratio(times.with_rows, times.like, 0.99),
        "p99_vs_fts5_plain": ratio(times.desk, times.fts5_plain, 0.99),
        "direct_p99_vs_all_tiers": ratio(times.direct, times.desk, 0.99),
    }
    notes = [*_NOTES]
    if recall is None:
        notes.append(
            "recall: not taken. It needs tests/store/search_oracle.py of a checkout, time, and at most"
            f" {_MOST_FOR_BRUTE_FORCE} orders."
        )
    return BenchResult(
        bench="search",
        orders=orders,
        desk={
            **spread(times.desk, "keystrokes"),
            "recall": recall,
            "recall_of": found.document(),
            "typos_found": typos_found,
            "typos": len(guessed),
            "with_rows": spread(times.with_rows, "keystrokes"),
            "direct": spread(times.direct, "keystrokes"),
            "one_or_two_characters": spread(times.short, "keystrokes"),
            "first_touch": spread(times.first_touch, "keystrokes"),
        },
        yardsticks={"like": spread(times.like, "keystrokes"), "fts5_plain": spread(times.fts5_plain, "keystrokes")},
        ratios={**ratios},
        budgets=(
            Budget("p99_vs_like", ratios["p99_vs_like"], at_most=_AT_MOST_OF_LIKE),
            Budget("recall", recall, at_least=1.0),
            Budget("typos_found", typos_found, at_least=_AT_LEAST_OF_TYPOS),
        ),
        seconds=seconds,
        load_before=before,
        notes=tuple(notes),
    )
