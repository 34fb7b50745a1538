"""Results depend on the documents alone: not on the order in which they were stored, on repeats, on earlier versions of
them, on removed ones, on how many went into one transaction, nor on the counts of the grams.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.store.search_index import SearchIndex
from desk.store.search_text import SearchDocument
from tests.store.search_connections import empty_index, index_of
from tests.store.search_orders import draw_orders, typed_texts

Results = list[tuple[str, list[tuple[str, int, int]], int]]


def results(index: SearchIndex, texts: Sequence[str], limit: int = 50) -> Results:
    return [
        (text, [(hit.kind, hit.owner_id, hit.tier) for hit in index.search(text, limit)], index.count(text))
        for text in texts
    ]


def put(connection: object, index: SearchIndex, documents: Sequence[SearchDocument]) -> None:
    connection.execute("begin")  # type: ignore[attr-defined]
    index.put(documents)
    connection.execute("commit")  # type: ignore[attr-defined]


def crowded(count: int, seed: int) -> list[SearchDocument]:
    """Many in few seconds, and seconds next to each other, so that keys are taken wherever they turn."""
    draw = random.Random(seed)
    return [
        order._replace(
            recency=1_750_000_000 + draw.choice((0, 0, 0, 1, 2, 5, 5, 90_000)),
            kind=draw.choice(("order", "return")),
        )
        for order in draw_orders(count, seed)
    ]


WORDS = (
    "anna",
    "anne",
    "anni",
    "hanna",
    "muller",
    "mueller",
    "miller",
    "bauer",
    "baur",
    "berlin",
    "1234",
    "12-34",
    "1235",
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[SearchDocument], list[list[SearchDocument | int]]]:
    """What is there in the end, and steps that lead to it: other versions first, removals, repeats, any batches."""
    count = draw(st.integers(1, 14))
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)
    version = st.builds(
        SearchDocument,
        kind=st.just("order"),
        owner_id=st.just(0),
        recency=st.integers(0, 5),
        names=words,
        numbers=words,
        tie=st.just(""),
    )

    def of(owner_id: int) -> SearchDocument:
        return draw(version)._replace(owner_id=owner_id, tie=f"{(owner_id * 7) % 15:02}")

    final = [of(owner_id) for owner_id in range(1, count + 1)]
    steps: list[SearchDocument | int] = [of(draw(st.integers(1, count + 4))) for _ in range(draw(st.integers(0, 12)))]
    steps += draw(st.lists(st.integers(1, count + 4), max_size=4))
    steps = draw(st.permutations(steps))
    steps += list(range(count + 1, count + 5))
    last: list[SearchDocument | int] = list(draw(st.permutations(final)))
    if draw(st.booleans()):
        last += draw(st.permutations(final))
    steps += last
    batches: list[list[SearchDocument | int]] = []
    while steps:
        size = draw(st.integers(1, 6))
        batches.append(steps[:size])
        steps = steps[size:]
    return final, batches


TEXTS = [
    *WORDS, "a", "an", "ann", "m", "mu", "b", "ba", "1", "12", "123", "ller", "uller", "nna", "auer", "234", "12 34",
    "anna muller", "muller anna", "an mu", "bauer 1234", "annq", "mulelr", "brelin", "anna berlim", "xyz", "ann xyz",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(histories(), st.integers(1, 5))
def test_any_history_leads_to_the_same_results(
    history: tuple[list[SearchDocument], list[list[SearchDocument | int]]], limit: int
) -> None:
    final, batches = history
    connection, index = empty_index()
    for batch in batches:
        connection.execute("begin")
        run: list[SearchDocument] = []
        for step in batch:
            if isinstance(step, int):
                index.put(run)
                run = []
                index.remove("order", [step])
            else:
                run.append(step)
        index.put(run)
        connection.execute("commit")
    other_connection, other = index_of(sorted(final, key=lambda one: one.tie))
    assert results(index, TEXTS, limit) == results(other, TEXTS, limit)
    assert index.check() == []
    assert other.check() == []
    connection.close()
    other_connection.close()


@pytest.mark.parametrize("seed", range(3))
def test_two_hundred_searches_do_not_tell_how_the_orders_came(seed: int) -> None:
    draw = random.Random(seed)
    orders = crowded(600, seed)
    texts = [text for order in draw.sample(orders, 8) for text in typed_texts(order, draw)]
    texts = draw.sample(sorted(set(texts)), 200)
    first_connection, first = index_of(orders)
    expected = results(first, texts)
    assert sum(len(hits) == 50 for _, hits, _ in expected) > 10

    second_connection, second = empty_index()
    shuffled = draw.sample(orders, len(orders))
    for at in range(0, len(shuffled), 37):
        page = shuffled[at : at + 37]
        put(second_connection, second, [one._replace(recency=one.recency + 1, names=("Früher",)) for one in page[:9]])
        put(second_connection, second, page)
        put(second_connection, second, page[:5] + shuffled[: at // 10])
    second_connection.execute("begin")
    second.rebuild_frequencies()
    second.optimize()
    second_connection.execute("commit")
    assert results(second, texts) == expected
    assert second.check() == []
    first_connection.close()
    second_connection.close()


def test_the_cut_falls_right_where_hundreds_share_a_second() -> None:
    """The fiftieth place is inside the crowd, and the crowd's keys reach into later seconds."""
    draw = random.Random(4)
    crowd = [SearchDocument("order", at, 1_000, names=("Anna",), tie=f"{at:05}") for at in range(1, 501)]
    later = [SearchDocument("order", 1_000 + at, 1_000 + at, names=("Anna",), tie="x") for at in range(1, 31)]
    for _ in range(3):
        connection, index = empty_index()
        documents = draw.sample(crowd + later, 530)
        for at in range(0, len(documents), 100):
            put(connection, index, documents[at : at + 100])
        assert [hit.owner_id for hit in index.search("anna")] == [*range(1_030, 1_000, -1), *range(1, 21)]
        assert [hit.owner_id for hit in index.search("nna", 31)] == [*range(1_030, 1_000, -1), 1]
        connection.close()


def test_keys_stay_dense_and_where_they_are() -> None:
    connection, index = empty_index()
    crowd = [SearchDocument("order", at, 5_000, names=("Anna",), tie=f"{at:05}") for at in range(1, 301)]
    put(connection, index, crowd)
    keys = {key for (key,) in connection.execute("select rkey from search_doc").fetchall()}
    assert keys == set(range(5_000, 5_300))
    before = connection.execute("select rkey, owner_id from search_doc order by 1").fetchall()
    put(connection, index, [one._replace(names=("Berta",)) for one in crowd])
    assert connection.execute("select rkey, owner_id from search_doc order by 1").fetchall() == before
    connection.close()
