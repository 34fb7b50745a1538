"""The index finds what brute force finds, in the same order; and what the agent typed, however she wrote it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.store.search_index import Hit, SearchIndex, Tier
from desk.store.search_text import SearchDocument
from tests.store import search_oracle
from tests.store.search_connections import index_of
from tests.store.search_oracle import Found, Oracle
from tests.store.search_orders import draw_orders, fields, misspell, typed_texts

ORDERS = 3_000
UNLIMITED = 10_000


@pytest.fixture(scope="module")
def orders() -> list[SearchDocument]:
    return draw_orders(ORDERS, seed=11)


@pytest.fixture(scope="module")
def oracle(orders: list[SearchDocument]) -> Oracle:
    return Oracle(orders)


@pytest.fixture(scope="module", params=["counted", "uncounted"])
def index(orders: list[SearchDocument], request: pytest.FixtureRequest) -> Iterator[SearchIndex]:
    """With and without the frequencies of the grams, which may only change the speed."""
    connection, index = index_of(orders)
    if request.param == "counted":
        connection.execute("begin")
        index.rebuild_frequencies()
        connection.execute("commit")
    yield index
    connection.close()


def without_guesses(hits: Sequence[Hit]) -> list[Found]:
    return [Found(hit.kind, hit.owner_id, hit.tier.value) for hit in hits if hit.tier is not Tier.FUZZY]


def compare(index: SearchIndex, oracle: Oracle, text: str) -> int:
    """Assert the same list, order and tiers; give how many were found."""
    expected = oracle.find(text)
    hits = without_guesses(index.search(text))
    if not any(one.tier <= search_oracle.PREFIX for one in expected) and hits and hits[0].tier == Tier.NUMBER:
        # Picked out of a longer text: the whole number must stand in it.
        assert all(oracle.has_number_in(one.owner_id, text) for one in hits), text
        return 0
    assert hits == expected[:50], text
    direct = [one for one in expected if one.tier <= search_oracle.PREFIX]
    assert without_guesses(index.direct(text)) == direct[:50], text
    assert index.count(text) == min(len(expected), 1000), text
    assert index.count(text, direct_only=True) == min(len(direct), 1000), text
    return len(expected)


def test_same_list_order_and_tier_as_brute_force(
    orders: list[SearchDocument], index: SearchIndex, oracle: Oracle
) -> None:
    draw = random.Random(3)
    texts = [text for order in draw.sample(orders, 14) for text in typed_texts(order, draw)]
    found = [compare(index, oracle, text) for text in draw.sample(texts, 420)]
    assert sum(one > 0 for one in found) > 350
    assert sum(one > 50 for one in found) > 20


ALPHABETS = st.sampled_from(["abc", "eua", "0123", "müße-", "a1-", "oeuqß", "ουλ"])


@st.composite
def small_orders(draw: st.DrawFn) -> list[SearchDocument]:
    letters = draw(ALPHABETS)
    word = st.text(letters, min_size=1, max_size=9)
    return [
        SearchDocument(
            kind="order",
            owner_id=at,
            recency=draw(st.integers(1, 6)),
            names=tuple(draw(st.lists(word, max_size=2))),
            numbers=tuple(draw(st.lists(word, max_size=2))),
            mails=tuple(draw(st.lists(word, max_size=1))),
            tie=str(at),
        )
        for at in range(1, draw(st.integers(1, 8)) + 1)
    ]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), documents=small_orders())
def test_small_alphabets_against_brute_force(data: st.DataObject, documents: list[SearchDocument]) -> None:
    connection, index = index_of(documents)
    oracle = Oracle(documents)
    letters = sorted({letter for one in documents for field in fields_of(one) for letter in field} | {"e"})
    texts = st.lists(st.text(letters, min_size=1, max_size=9), min_size=1, max_size=3).map(" ".join)
    for text in data.draw(st.lists(texts, min_size=5, max_size=15)):
        assert compare(index, oracle, text) <= len(documents)
    connection.close()


def fields_of(document: SearchDocument) -> list[str]:
    return [*document.names, *document.numbers, *document.mails]


def test_every_piece_of_a_written_word_finds_its_order(orders: list[SearchDocument], index: SearchIndex) -> None:
    """Drawn from the text as it was written, so no folding rule is shared with what is tested."""
    draw = random.Random(5)
    for order in draw.sample(orders, 120):
        word = draw.choice([word for field in fields(order) for word in field.split() if len(word) >= 6])
        at = draw.randrange(len(word) - 4)
        piece = word[at : at + draw.randint(5, 9)]
        if piece[0] in "υύ" or sum(sign.isalnum() for sign in piece) < 4:
            continue  # what this letter is depends on the one before; too little left without its dashes
        found = {hit.owner_id for hit in index.search(piece, UNLIMITED)}
        assert order.owner_id in found, (piece, word)


def test_every_beginning_of_a_word_finds_its_order_at_once(orders: list[SearchDocument], index: SearchIndex) -> None:
    draw = random.Random(6)
    for order in draw.sample(orders, 60):
        word = draw.choice([word for field in fields(order) for word in field.split()])
        for length in range(1, len(word) + 1):
            if any(sign.isalnum() for sign in word[:length]):
                found = {hit.owner_id for hit in index.direct(word[:length], UNLIMITED)}
                assert order.owner_id in found, (word[:length], word)


def test_nine_of_ten_misspelt_surnames_are_found(orders: list[SearchDocument], index: SearchIndex) -> None:
    draw = random.Random(8)
    wanted = found = 0
    for order in draw.sample(orders, 300):
        last = order.names[0].split()[1]
        if len(search_oracle.squashed(last)) < 5:
            continue
        typed = misspell(draw, search_oracle.squashed(last))
        hits = {hit.owner_id for hit in index.search(typed)}
        family = {one.owner_id for one in orders if one.names[0].split()[1] == last}
        wanted += 1
        found += bool(hits & family)
    print(f"misspelt: {found} of {wanted}")
    assert wanted > 200
    assert found / wanted >= 0.90
