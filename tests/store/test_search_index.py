"""What the one field does for the agent, and what it leaves behind in the store."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.store.search_index import Hit, Interrupted, SearchIndex, Tier
from desk.store.search_text import SearchDocument
from tests.store.search_connections import connect, empty_index, index_of
from tests.store.search_orders import draw_orders

ANNA = SearchDocument(
    kind="order",
    owner_id=1,
    recency=1_760_000_000,
    names=("Anna Müller",),
    numbers=("306-1234567-7654321", "00340434161094015902", "RE-2026-0033"),
    mails=("anna.mueller@gmx.de",),
    phones=(("+49 (0)151 2345678", "DE"),),
    places=("10115", "Berlin", "Hauptstraße 12a"),
    words=("BIT-32", "Tasse"),
    tie="00000001/306-1234567-7654321",
)
JORG = SearchDocument(
    kind="order",
    owner_id=2,
    recency=1_760_000_100,
    names=("Jörg Größl",),
    numbers=("#10482",),
    mails=("joerg@web.de",),
    phones=(("0221 998877", "DE"),),
    places=("50667", "Köln", "Ring 5"),
    words=("BIT-33",),
    tie="00000002/10482",
)
NIKOS = SearchDocument(
    kind="order",
    owner_id=3,
    recency=1_760_000_200,
    names=("Νίκος Παπαδόπουλος", "Małgorzata Wójcik"),
    numbers=("12-12345-67890", "1Z5R89390357567127"),
    places=("10482", "Αθήνα", "Θησέως 3"),
    tie="00000003/12-12345-67890",
)
ALL = [ANNA, JORG, NIKOS]


def owners(hits: list[Hit]) -> list[int]:
    return [hit.owner_id for hit in hits]


@pytest.mark.parametrize(
    "text,found",
    [
        # Order, parcel and invoice numbers: with and without dashes, in part.
        ("306-1234567-7654321", [1]),
        ("30612345677654321", [1]),
        ("306 1234567 7654321", [1]),
        ("1234567", [1, 3]),
        ("7654321", [1]),
        ("6-12345", [1]),
        ("#10482", [2, 3]),
        ("12-12345", [3]),
        ("1212345678", [3]),
        ("00340434161094015902", [1]),
        ("0034 0434 1610 9401 5902", [1]),
        ("5902", [1]),
        ("1z5r89390357567127", [3]),
        ("1Z 5R8 939 03 5756 7127", [3]),
        ("RE-2026", [1]),
        ("2026-0033", [1]),
        # Names in any order, umlauts written either way, other scripts.
        ("müller", [1]),
        ("MUELLER anna", [1]),
        ("muller ann", [1]),
        ("Müller, Anna", [1]),
        ("Müller,Anna", [1]),
        ("joerg groessl", [2]),
        ("Jörg Größl", [2]),
        ("grossl", [2]),
        ("papadopoulos", [3]),
        ("παπαδο", [3]),
        ("malgorzata wojcik", [3]),
        ("athina", [3]),
        # Mail, phone, address, article.
        ("anna.mueller@gmx.de", [1]),
        ("anna.müller@gmx.de", [1]),
        ("@gmx", [1]),
        ("gmx.de", [1]),
        ("mueller@gmx", [1]),
        ("web.de", [2]),
        ("0151 2345678", [1]),
        ("0151/2345", [1]),
        ("+49 151 23", [1]),
        ("+49 (0) 151 2345678", [1]),
        ("0049 151 2345678", [1]),
        ("491512345678", [1]),
        ("2345678", [3, 1]),
        ("0221-998877", [2]),
        ("10115", [1]),
        ("50667 köln", [2]),
        ("hauptstrasse 12a", [1]),
        ("BIT-32", [1]),
        ("bit32", [1]),
        ("bit", [2, 1]),
        # Pieces of words.
        ("ller", [1]),
        ("eller", [1]),
        ("uptstr", [1]),
        ("roess", [2]),
        # Nothing.
        ("berlin köln", []),
        ("zzz", []),
    ],
)
def test_the_one_field(text: str, found: list[int]) -> None:
    connection, index = index_of(ALL)
    assert owners(index.search(text)) == found
    connection.close()


def test_a_whole_number_stands_before_newer_ones_that_only_hold_it() -> None:
    connection, index = index_of(ALL)
    hits = index.search("10482")
    assert [(hit.owner_id, hit.tier) for hit in hits] == [(2, Tier.NUMBER), (3, Tier.EXACT)]
    connection.close()


def test_tiers_in_order_and_newest_first_inside_each() -> None:
    names = ["Anna", "Annabell", "Hanna", "Anja", "Anna", "Annabell", "Hanna", "Anja"]
    documents = [SearchDocument("order", at, 1_000 + at, names=(name,), tie=str(at)) for at, name in enumerate(names)]
    connection, index = index_of(documents)
    assert [(hit.owner_id, hit.tier.name) for hit in index.search("anna")] == [
        (4, "EXACT"), (0, "EXACT"), (5, "PREFIX"), (1, "PREFIX"), (6, "SUBSTRING"), (2, "SUBSTRING"),
    ]  # fmt: skip
    assert [hit.tier.name for hit in index.search("annab")] == ["PREFIX", "PREFIX", "FUZZY", "FUZZY"]
    assert owners(index.search("anna", 3)) == [4, 0, 5]
    assert owners(index.direct("anna")) == [4, 0, 5, 1]
    assert index.search("anna", 0) == []
    connection.close()


def test_misspellings_only_where_little_is_found_and_marked_so() -> None:
    same = [SearchDocument("order", at, at, names=("Bergmann",), tie=str(at)) for at in range(10, 15)]
    connection, index = index_of([*same[:4], ANNA._replace(names=("Bergman Nowak",))])
    assert [hit.tier for hit in index.search("bergmann")] == [Tier.EXACT] * 4 + [Tier.FUZZY]
    connection.execute("begin")
    index.put(same)
    connection.execute("commit")
    assert [hit.tier for hit in index.search("bergmann")] == [Tier.EXACT] * 5
    assert owners(index.search("bregman nowak")) == [1]
    assert index.count("bregman nowak") == 0
    assert index.search("bregman nowak berlln zzzz") == []
    index.put([ANNA._replace(owner_id=99, names=("Bergmann Nowak",), tie="99")])
    assert [(hit.owner_id, hit.tier) for hit in index.search("bergmann nowak")] == [(99, Tier.EXACT)], (
        "two known words that stand together are not misspelt"
    )
    assert [hit.tier for hit in index.search("bergman novak")] == [Tier.FUZZY, Tier.FUZZY]
    connection.close()


@pytest.mark.parametrize(
    "typed", ["muler", "mulller", "mjller", "mulelr", "umller", "uller", "nuller", "mullr", "mullex", "schwarzenburger"]
)
def test_one_wrong_letter_anywhere(typed: str) -> None:
    connection, index = index_of([ANNA._replace(names=("Müller", "Schwarzenberger"), mails=())])
    assert owners(index.search(typed)) == [1]
    connection.close()


@pytest.mark.parametrize(
    "pasted",
    [
        """Sehr geehrte Damen und Herren,

        ich warte noch immer auf meine Bestellung 306-1234567-7654321 vom 3. Mai, die laut Sendungsverfolgung längst
        da sein müsste. Bitte melden Sie sich.

        Mit freundlichen Grüßen""",
        "> Bestellnummer: 306-1234567-7654321",
        "AW: Ihre Rechnung RE-2026-0033 (Mahnung)",
        "Wo ist mein Paket 0034 0434 1610 9401 5902?",
        "x " * 30_000 + " 306–1234567–7654321",
    ],
)
def test_numbers_in_a_pasted_text_find_their_order(pasted: str) -> None:
    connection, index = index_of(ALL)
    assert [(hit.owner_id, hit.tier) for hit in index.search(pasted)] == [(1, Tier.NUMBER)]
    assert [(hit.owner_id, hit.tier) for hit in index.direct(pasted)] == [(1, Tier.NUMBER)]
    assert index.count(pasted) == 1
    connection.close()


HOSTILE = [
    "", " ", "\x00", "\ud800", "😀", "!!!", '"', "'", "*", "a*", '"a', "a OR b", "NEAR(a b)", "a AND", "-a", "tok:a",
    "{tok} : a", "^a", "a + b", "%", "_", "'; drop table search_doc; --", "|", "№", "10482№", "a" * 100_000,
    "a " * 50_000, "1" * 100_000, "\u202e\u200b", "ﷺ" * 5_000, "+", "+49", "00", "0", "#", "@", "e", "ue", "eee",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_find_nothing_or_something(text: str) -> None:
    connection, index = index_of(ALL)
    assert len(index.search(text)) <= 3
    assert len(index.direct(text)) <= 3
    assert index.count(text) <= 3
    assert index.check() == []
    connection.close()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=5), st.text(max_size=12))
def test_any_text_can_be_stored_and_typed(stored: list[str], typed: str) -> None:
    names = tuple(stored)
    made = SearchDocument("order", 1, 1, names=names, numbers=names, mails=names, places=names, tie="".join(names))
    connection, index = index_of([made, made._replace(owner_id=2, phones=tuple((name, "DE") for name in names))])
    for text in (typed, *stored):
        assert len(index.search(text)) <= 2
        assert index.count(text) <= 2
    assert index.check() == []
    connection.close()


@pytest.mark.parametrize("recency", [-(2**62), -1, 0, 2**62])
def test_any_time_can_be_stored(recency: int) -> None:
    connection, index = index_of([ANNA._replace(recency=recency), JORG, NIKOS._replace(recency=recency)])
    assert owners(index.search("anna")) == [1]
    assert sorted(owners(index.search("1"))) == [1, 2, 3]
    assert index.check() == []
    connection.close()


def everything(connection: Any) -> str:
    """All that the search tables hold, as text."""
    texts = [row for (row,) in connection.execute("select tok from search_doc").fetchall()]
    texts += [row for (row,) in connection.execute("select t from term").fetchall()]
    texts += [row for (row,) in connection.execute("select d from term_del").fetchall()]
    for table in ("search_px", "search_gr"):
        connection.execute(f"create virtual table temp.words_of_{table} using fts5vocab('main', '{table}', 'row')")
        texts += [row for (row,) in connection.execute(f"select term from temp.words_of_{table}").fetchall()]
        connection.execute(f"drop table temp.words_of_{table}")
    return " ".join(texts)


def test_a_changed_order_is_found_by_its_new_words_only() -> None:
    connection, index = index_of(ALL)
    connection.execute("begin")
    index.put([ANNA._replace(names=("Berta Schulze",), mails=("b@web.de",), recency=ANNA.recency + 500)])
    connection.execute("commit")
    assert owners(index.search("schulze")) == [1]
    for gone in ("müller", "anna", "gmx", "mulelr", "ulle"):
        assert index.search(gone) == [], gone
    assert owners(index.search("web")) == [1, 2], "it moved before the other, as it is newer now"
    assert index.check() == []
    connection.close()


def test_a_removed_order_leaves_no_word_behind() -> None:
    connection, index = index_of(ALL)
    assert {"muller", "mul", "rli", "6123"} <= set(everything(connection).split())
    connection.execute("begin")
    index.remove("order", [1, 77])
    index.remove("message", [2])
    index.optimize()
    connection.execute("commit")
    for gone in ("müller", "306-1234567-7654321", "@gmx", "ulle", "mulelr", "7654321"):
        assert 1 not in owners(index.search(gone)), gone
    assert owners(index.search("joerg")) == [2]
    left = everything(connection)
    for gone in ("muller", "mull", "mul", "berlin", "rli", "3061234567", "6123", "015123"):
        assert gone not in left.split()
    assert {"jorg", "jor"} <= set(left.split())
    assert index.check() == []
    connection.close()


def test_unchanged_documents_are_not_written() -> None:
    connection, index = index_of(ALL)
    before = connection.total_changes
    connection.execute("begin")
    index.put(ALL)
    index.put([ANNA._replace(names=("Müller Anna",))])  # the same words
    connection.execute("commit")
    assert connection.total_changes == before
    connection.close()


def test_of_two_versions_at_once_the_later_counts() -> None:
    connection, index = index_of([ANNA, ANNA._replace(names=("Berta",), mails=()), JORG])
    assert owners(index.search("berta")) == [1]
    assert index.search("anna müller berlin") == []
    assert index.check() == []
    connection.close()


def test_kinds_keep_their_own_ids() -> None:
    connection, index = index_of([ANNA, ANNA._replace(kind="return")])
    assert sorted(hit.kind for hit in index.search("müller")) == ["order", "return"]
    connection.execute("begin")
    index.remove("order", [1])
    connection.execute("commit")
    assert [hit.kind for hit in index.search("müller")] == ["return"]
    connection.close()


def test_found_the_moment_the_transaction_ends_and_not_before(tmp_path: Path) -> None:
    connection, index = index_of([JORG], tmp_path / "desk.db")
    reading = connect(tmp_path / "desk.db")
    reader = SearchIndex(reading)
    connection.execute("begin")
    index.put([ANNA])
    assert owners(index.search("müller")) == [1], "the writer sees its own"
    assert reader.search("müller") == []
    connection.execute("commit")
    assert owners(reader.search("müller")) == [1]
    connection.execute("begin")
    index.remove("order", [1])
    connection.execute("rollback")
    assert owners(reader.search("müller")) == [1]
    assert not reading.in_transaction
    reading.close()
    connection.close()


def test_another_thread_ends_a_running_search() -> None:
    """The search is held inside its first statement until it has been interrupted."""
    connection, index = index_of(draw_orders(300, 2))
    is_running, is_interrupted = threading.Event(), threading.Event()

    def hold() -> int:
        is_running.set()
        assert is_interrupted.wait(10)
        return 0

    def interrupt() -> None:
        assert is_running.wait(10)
        index.interrupt()
        is_interrupted.set()

    other = threading.Thread(target=interrupt)
    connection.set_progress_handler(hold, 10)
    other.start()
    with pytest.raises(Interrupted):
        index.search("m")
    other.join()
    connection.set_progress_handler(None, 0)
    assert not connection.in_transaction
    assert index.search("müller"), "and the next one runs"
    connection.close()


def test_an_interrupt_between_two_statements_is_not_lost() -> None:
    connection, index = index_of(draw_orders(50, 2))
    questions = index._questions
    ask = questions.ask

    def stopped_after_the_first(sql: str, parameters: Any = ()) -> list[Any]:
        answer = ask(sql, parameters)
        index.interrupt()
        return answer

    index._reader._ask = stopped_after_the_first
    with pytest.raises(Interrupted):
        index.search("müller")
    index._reader._ask = ask
    assert index.search("müller")
    connection.close()


def test_an_interrupt_while_nothing_runs_stops_nothing() -> None:
    connection, index = index_of([ANNA])
    index.interrupt()
    assert owners(index.search("müller")) == [1]
    index.interrupt()
    connection.execute("begin")
    index.put([JORG])
    connection.execute("commit")
    assert owners(index.search("jörg")) == [2]
    connection.close()


def test_an_empty_index_finds_nothing() -> None:
    connection, index = empty_index()
    index.warm_up()
    index.rebuild_frequencies()
    index.optimize()
    index.remove("order", [])
    index.put([])
    assert index.search("müller") == []
    assert index.count("müller") == 0
    assert index.check() == []
    connection.close()


def test_check_finds_what_is_missing_and_rebuild_mends_it() -> None:
    connection, index = index_of(draw_orders(40, 9))
    assert index.check() == []
    connection.execute("delete from search_gr where rowid = (select max(rkey) from search_doc)")
    connection.execute("delete from term where t in (select t from term limit 1)")
    connection.execute("update search_doc set tok = ' verloren | ' where rkey = (select min(rkey) from search_doc)")
    assert len(index.check()) == 3
    index.rebuild()
    assert index.check() == []
    assert len(index.search("verloren")) == 1
    connection.close()
