"""One name has one spelling; what is typed so far of a word is the beginning of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.store.search_folding import fold, squash
from tests.store import search_oracle

SAME = """Müller Mueller Muller MÜLLER MUELLER -> muller
Schäfer Schaefer SCHAEFER -> schafer
Köhler Koehler -> kohler
Groß Gross GROẞ GROSS -> gross
Straße Strasse STRASSE -> strasse
Goethe Göthe GOETHE -> gothe
Größl Groessl -> grossl
Übelacker Uebelacker -> ubelacker
Sørensen Soerensen Sorensen -> sorensen
Ærø Aero -> aro
Østergård -> ostergard
Œuvre Oeuvre -> ouvre
Łuczak Luczak ŁUCZAK -> luczak
Wójcik Dąbrowski -> wojcik dabrowski
Åse Ångström -> ase angstrom
Yılmaz YILMAZ Yilmaz yilmaz -> yilmaz
İzmir izmir IZMIR -> izmir
Diyarbakır DİYARBAKIR -> diyarbakir
Þór Ðóra -> thor dora
Đorđe -> dorde
Čapek Řehoř Dvořák -> capek rehor dvorak
Ñuñoa -> nunoa
Ιωάννης -> ioannis
Παπαδόπουλος ΠΑΠΑΔΟΠΟΥΛΟΣ Papadopoulos -> papadopoulos
Παύλος Pavlos -> pavlos
Ευγενία Evgenia -> evgenia
Λυδία Lydia -> lydia
Αθήνα -> athina
Θεσσαλονίκη -> thessaloniki
Щербаков Shcherbakov -> shcherbakov
Иванова Ivanova -> ivanova
Жуков -> zhukov
Объезд -> obezd"""


@pytest.mark.parametrize("line", SAME.splitlines())
def test_spellings_of_one_name(line: str) -> None:
    left, right = line.split(" -> ")
    wanted = right.split()
    found = [fold(name) for name in left.split()]
    if len(wanted) == 1:
        assert set(found) == set(wanted)
    else:
        assert found == wanted


@pytest.mark.parametrize(
    "name,folded",
    [
        ("Bauer", "bauer"),  # after a vowel the e stays
        ("Breuer", "breuer"),
        ("Neue", "neue"),
        ("Quelle", "quelle"),  # and after q
        ("Manuel", "manul"),  # no umlaut, but nobody can know
        ("Israel", "isral"),
        ("Uwe", "uwe"),
    ],
)
def test_ue_after_a_vowel_or_q_is_no_umlaut(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    "text,squashed",
    [
        ("306-1234567-7654321", "30612345677654321"),
        ("max.mueller@gmx.de", "maxmullergmxde"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("blu-e5", "blu5"),  # as one would type it without the dash
        ("№ 7", "no7"),
        ("①", "1"),
        ("ｆｕｌｌ", "full"),
        ("½", "12"),
        ("😀", ""),
        ("\ud800", ""),
        ("a\x00b", "ab"),
        ("a\u00adb\u200bc", "abc"),  # soft hyphen, zero-width space
        ("", ""),
    ],
)
def test_squashed_to_letters_and_digits(text: str, squashed: str) -> None:
    assert squash(text) == squashed


def test_punctuation_and_spaces_stay_in_fold() -> None:
    assert fold("Hans-Peter  Müller, Köln!") == "hans-peter  muller, koln!"


@pytest.mark.parametrize("letter", sorted(search_oracle.TABLE))
def test_each_letter_of_the_hand_written_table(letter: str) -> None:
    word = f"x{letter}x"
    assert squash(word) == search_oracle.without_umlauts(search_oracle.squashed(word))
    assert squash(word.upper()) == squash(word) or letter in "ıĸ"
    assert squash(unicodedata.normalize("NFD", word)) == squash(word)


LETTERS = st.text(
    st.sampled_from("abeouqhsxyz0189 -.'@äöüßÄÖÜéøłåıİςουαεύΰйёщъ\u0308\u0301") | st.characters(), max_size=12
)


@given(LETTERS)
def test_what_is_typed_so_far_begins_the_word(word: str) -> None:
    whole = squash(word)
    for length in range(len(word)):
        # A loose accent belongs to the letter before it and is typed with it.
        if not unicodedata.combining(word[length]):
            assert whole.startswith(squash(word[:length])), word[:length]


@given(LETTERS)
def test_only_letters_and_digits_are_left(word: str) -> None:
    assert set(squash(word)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert fold(word).isascii()
