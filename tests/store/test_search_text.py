"""Which words a document is found by, what is picked out of pasted texts, and which letters are marked."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.store.search_text import (
    NUMBER_MARK,
    SearchDocument,
    asked_grams,
    digits_from,
    gram_text,
    highlight,
    index_text,
    index_words,
    pick_numbers,
    tokens,
    words_of,
)
from tests.support.yardstick import SECOND, yardsticks


def document(
    *,
    names: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
    mails: tuple[str, ...] = (),
    phones: tuple[tuple[str, str], ...] = (),
) -> SearchDocument:
    return SearchDocument("order", 1, 1, names=names, numbers=numbers, mails=mails, phones=phones)


@pytest.mark.parametrize(
    "made,found",
    [
        (
            document(numbers=("306-1234567-7654321",)),
            "306 1234567 7654321 12345677654321 30612345677654321",
        ),
        (document(numbers=("0034 0434 1610",)), "0034 0434 1610 04341610 003404341610"),
        (document(mails=("Max.Mueller@gmx.de",)), "max muller gmx de gmxde mullergmxde maxmullergmxde"),
        (document(names=("Hans-Peter  von Müller",)), "hans peter hanspeter von muller"),
        (document(names=("Müller & Söhne",)), "muller sohne"),
        (document(names=("-- !!", "")), ""),
        (document(phones=(("+49 (0)151 / 234-567", "DE"),)), "0151234567 151234567"),
        (document(phones=(("0049151234567", ""),)), "0151234567 151234567"),
        (document(phones=(("0151 234567", "DE"),)), "0151234567 151234567"),
        (document(phones=(("+353 87 1234567", "IE"),)), "0871234567 871234567"),
        (document(phones=(("49151234567", "DE"),)), "0151234567 151234567 049151234567 49151234567"),
        (document(phones=(("keine", "DE"),)), ""),
    ],
)
def test_words_of_a_document(made: SearchDocument, found: str) -> None:
    assert tokens(made) == sorted(found.split())


def test_a_huge_document_is_cut_and_not_refused() -> None:
    made = document(names=("Anna " + "x" * 500_000,), numbers=tuple(f"A-{at}-{at}" for at in range(5_000)))
    assert "anna" in tokens(made)
    assert len(index_text(words_of(made))) < 200_000


@given(st.text("ab12-. ü", max_size=20), st.text("ae12-. üu", max_size=20))
def test_the_index_holds_the_words_and_by_its_pieces_each_piece_of_them(name: str, number: str) -> None:
    made = document(names=(name,), numbers=(number,))
    words = words_of(made)
    stored = index_text(words)
    assert all(f" {word} " in stored or f" {word}{NUMBER_MARK} " in stored for word in tokens(made))
    typed = {word[at : at + 3 + more] for word in tokens(made) for at in range(len(word) - 2) for more in range(4)}
    asked = [digits_from(gram) for piece in typed for gram in asked_grams(piece)]
    of_document, of_stored = (set(gram_text(one).split()) for one in (words.whole, index_words(stored)))
    assert all(any(one in of_document for one in gram) for gram in asked)
    assert all(any(one in of_stored for one in gram) for gram in asked)


def test_a_whole_number_stands_once_and_marked() -> None:
    stored = index_text(words_of(document(names=("Anna",), numbers=("12-345", "Adam"))))
    assert stored.split() == ["anna", "|", "12", "345", "adam", f"12345{NUMBER_MARK}"]


@pytest.mark.parametrize(
    "words,pieces",
    [
        ("muller", "mul ull lle ler"),
        ("12345", "1234 2345 345"),
        ("123", "123"),
        ("12", ""),
        ("bec734", "bec ec7 c73 734"),
        ("re2024a", "re2 e20 2024 024 24a"),
        ("ab1 b1", "ab1"),
        ("", ""),
    ],
)
def test_pieces_of_words(words: str, pieces: str) -> None:
    assert set(gram_text(words.split()).split()) == set(pieces.split())


@pytest.mark.parametrize(
    "typed,asked",
    [("uller", "ull lle ler"), ("2345", "2345"), ("c734", "c73"), ("734", "734"), (" 12345", "1234 2345"), ("ab", "")],
)
def test_pieces_that_are_asked_for(typed: str, asked: str) -> None:
    assert asked_grams(typed) == set(asked.split())


@pytest.mark.parametrize(
    "text,picked",
    [
        ("Guten Tag, meine Bestellung 12-12345-67890 ist nicht da.", ["12-12345-67890"]),
        ("Re: 306-1234567-7654321: Ihre Anfrage", ["306-1234567-7654321"]),
        ("306–1234567–7654321", ["306-1234567-7654321"]),  # a mail program made its own dashes
        ("zu #10482 und # 10483", ["10482", "10483"]),
        ("Bestellnummer: 4711", ["4711"]),
        ("Rechnung Nr. RE-2026-33 vom 3.4.2026", ["RE-2026-33"]),
        ("order no. 991", ["991"]),
        ("Paket 00340434161094015902 fehlt", ["00340434161094015902"]),
        ("0034 0434 1610 9401 5902", ["0034 0434 1610 9401 5902"]),
        ("UPS 1Z5R89390357567127", ["1Z5R89390357567127"]),
        ("RB123456785DE", ["RB123456785DE"]),
        ("JJD1410302937991 / 12-12345-67890", ["12-12345-67890", "JJD1410302937991"]),
        ("Sendung 201298452277", ["201298452277"]),
        ("irgendwo 201298452277, 12", ["201298452277"]),
        ("1306-1234567-76543219", ["1306-1234567-76543219"]),  # no piece of a longer number
        ("Bestellung am Montag, Rechnung fehlt", []),
        ("max1234@example.de", []),
        ("", []),
    ],
)
def test_numbers_in_a_pasted_text(text: str, picked: list[str]) -> None:
    assert pick_numbers(text) == picked


def test_many_numbers_are_bounded() -> None:
    assert len(pick_numbers(" ".join(f"#{number}" for number in range(1000)))) == 20


@pytest.mark.parametrize(
    "hostile", ["#" * 100_000, "1-" * 50_000, "order " * 20_000, "0034 " * 20_000, "a" * 1_000_000]
)
def test_a_hostile_paste_takes_no_longer_than_its_length(hostile: str) -> None:
    assert yardsticks(lambda: pick_numbers(hostile)) < 2 * SECOND


@pytest.mark.parametrize(
    "text,query,marked",
    [
        ("Max Müller", "mueller", ["Müller"]),
        ("Max Mueller", "müll", ["Muell"]),
        ("Max Müller", "müller max", ["Max", "Müller"]),
        ("Straße des 17. Juni", "strasse", ["Straße"]),
        ("Straße", "stras", ["Straß"]),
        ("306-1234567-7654321", "3061234", ["306-1234"]),
        ("306-1234567-7654321", "7654", ["7654"]),
        ("306-1234567-7654321", "456", ["456"]),
        ("max.mueller@gmx.de", "@gmx", ["gmx"]),
        ("max.mueller@gmx.de", "uellerg", ["ueller@g"]),
        ("0151 234 5678", "01512345", ["0151 234 5"]),
        ("Bauer", "uer", ["uer"]),
        ("Παπαδόπουλος", "papadopou", ["Παπαδόπου"]),
        ("Yılmaz", "yil", ["Yıl"]),
        ("Müller-Lüdenscheidt", "lueden", ["Lüden"]),
        ("Anna", "ann anna", ["Anna"]),
        ("Anna", "xyz", []),
        ("Anna", "nn", []),  # too short to be looked for inside a word
        ("Anna", "", []),
        ("", "anna", []),
        ("😀 Anna \ud800", "anna", ["Anna"]),
    ],
)
def test_marked_letters(text: str, query: str, marked: list[str]) -> None:
    assert [text[begin:end] for begin, end in highlight(text, query)] == marked


@given(st.text("aeuüoß qn-.12 ", max_size=20) | st.text(max_size=20), st.text("aeuüoß qn-.12 ", max_size=8))
def test_marks_lie_in_the_text_and_apart(text: str, query: str) -> None:
    last = -1
    for begin, end in highlight(text, query):
        assert last < begin < end <= len(text)
        last = end


def microseconds(work: Callable[[], object]) -> float:
    rounds = []
    for _ in range(20):
        begun = time.perf_counter()
        for _ in range(50):
            work()
        rounds.append(time.perf_counter() - begun)
    return min(rounds) / 50 * 1e6


@pytest.mark.alone
def test_marking_a_row_is_cheap() -> None:
    each = microseconds(lambda: highlight("Hans-Peter Größl-Mueller", "mueller hans"))
    print(f"highlight: {each:.0f} µs")
    assert each < 150  # 30 on a quiet machine
