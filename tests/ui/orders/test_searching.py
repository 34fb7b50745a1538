from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.errors import StoreUnavailable
from desk.domain.views import MatchTier
from desk.services.search import SearchInterrupted
from desk.ui.orders.hits import EntryKind, Filter, Narrowing
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row
from tests.ui.orders.steps import people, search, shown, texts


def test_the_empty_field_shows_the_newest_orders(opened: Opened) -> None:
    screen = opened(people())
    assert shown(screen) == [1, 2, 3, 4]
    assert screen.list.model.data(screen.list.model.index(0)) == "Newest orders"


def test_typing_shows_hits_in_groups_and_tells_how_many(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    told: list[tuple[int, bool]] = []
    screen.hitsChanged.connect(lambda count, exact: told.append((count, exact)))
    search(qtbot, screen, "müller")
    assert shown(screen) == [1, 2, 4]
    assert [entry.kind for entry in screen.list.model.entries[:2]] == [EntryKind.HEADING, EntryKind.CUSTOMER]
    assert told[-1] == (3, True)


def test_the_quick_answer_is_painted_before_the_complete_one(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    steps: list[list[int]] = []
    screen.hitsChanged.connect(lambda _count, _exact: steps.append(shown(screen)))
    search(qtbot, screen, "müller")
    assert steps == [[1, 2], [1, 2, 4]]
    assert calls.asked == [("müller", True), ("müller", False)]


def test_an_older_question_is_broken_off_and_its_answer_dropped(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    calls.gate.clear()
    screen.set_query("m")
    qtbot.waitUntil(lambda: calls.asked == [("m", True)])
    screen.set_query("mü")
    screen.set_query("schmidt")
    calls.gate.set()
    qtbot.waitUntil(lambda: not screen.searching.running)
    assert shown(screen) == [3]
    assert not {("m", False), ("mü", False)} & set(calls.asked), "what nobody waits for is not asked to the end"


def test_a_break_off_that_hits_the_new_question_is_made_good(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    search(qtbot, screen, "anna")
    finder = calls.finders[0]
    real, failing = finder.find, [True]

    def find(text: str, *, limit: int = 50, direct_only: bool = False) -> object:
        if failing:
            failing.clear()
            raise SearchInterrupted("late")
        return real(text, limit=limit, direct_only=direct_only)

    monkeypatch.setattr(finder, "find", find)
    search(qtbot, screen, "schmidt")
    assert shown(screen) == [3]


def test_a_failed_search_keeps_the_old_rows_and_offers_another_try(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    search(qtbot, screen, "müller")

    def find(*_words: object, **_more: object) -> object:
        raise StoreUnavailable("Another program keeps the store locked.", code="x")

    with monkeypatch.context() as broken:
        broken.setattr(calls.finders[0], "find", find)
        search(qtbot, screen, "schmidt")
        assert shown(screen) == [1, 2, 4]
        assert "keeps the store locked" in texts(screen.list)
    screen.list.again_wanted.emit()
    qtbot.waitUntil(lambda: shown(screen) == [3])
    assert "locked" not in texts(screen.list)


def test_skeleton_rows_come_only_when_it_takes_long_and_there_is_nothing_old(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.gate.clear()
    screen = opened(calls)
    assert not screen.list.view.shows_skeleton
    qtbot.waitUntil(lambda: screen.list.view.shows_skeleton)
    calls.gate.set()
    qtbot.waitUntil(lambda: not screen.searching.running)
    assert not screen.list.view.shows_skeleton
    calls.gate.clear()
    screen.set_query("müller")
    qtbot.waitUntil(lambda: not screen.searching._patience.isActive())
    assert shown(screen) == [1, 2, 3, 4], "old rows stay while a new question runs"
    assert not screen.list.view.shows_skeleton
    calls.gate.set()
    qtbot.waitUntil(lambda: not screen.searching.running)


def test_an_answer_that_waits_for_a_busy_window_comes_before_any_skeleton(qtbot: QtBot, opened: Opened) -> None:
    searching = opened(people()).searching
    searching._patience.setInterval(1)
    told: list[str] = []
    searching.slow.connect(lambda: told.append("slow"))
    searching.answered.connect(lambda _: told.append("answer"))
    searching.ask("")
    operation = searching._operation
    assert operation is not None
    assert operation.future is not None
    operation.future.result(timeout=60)  # nothing is delivered meanwhile, as while a window is made
    while searching._patience.remainingTime() > 0:
        pass
    qtbot.waitUntil(lambda: not searching.running)
    assert told == ["answer"]


def test_no_hit_says_why_and_offers_what_works(qtbot: QtBot, opened: Opened, services: FakeServices) -> None:
    screen = opened(people())
    search(qtbot, screen, "nobody here")
    nothing = screen.list.nothing
    assert nothing.isVisible()
    assert "Nothing found for “nobody here”" in texts(nothing)
    nothing._fewer.click()
    assert services.searched == ["nobody"]
    nothing._copy.click()
    assert QGuiApplication.clipboard().text() == "nobody here"


def test_a_filter_that_hides_all_hits_can_be_loosened(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.list.narrow(Filter(Narrowing.TO_SHIP))
    search(qtbot, screen, "schmidt")
    assert "None of these orders is “To ship”" in texts(screen.list.nothing)
    screen.list.nothing._loosen.click()
    assert shown(screen) == [3]
    assert not screen.list.nothing.isVisible()


def test_chips_filter_the_hits_and_a_second_click_shows_all(opened: Opened) -> None:
    screen = opened(people())
    chip = screen.list.chips._chips[Narrowing.UNPAID]
    assert chip.accessibleName() == "Awaiting payment 1"
    chip.click()
    assert shown(screen) == [2]
    chip.click()
    assert shown(screen) == [1, 2, 3, 4]
    actions = screen.list.chips.menu().actions()
    account = next(action for action in actions if action.text().startswith("eBay"))
    account.trigger()
    assert screen.list.filter.accounts == {1}


def test_choosing_a_customer_looks_for_their_orders(qtbot: QtBot, opened: Opened, services: FakeServices) -> None:
    screen = opened(people())
    search(qtbot, screen, "müller")
    view = screen.list.view
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.visualRect(view.model().index(1, 0)).center(),
    )
    assert services.searched == ["a@posteo.example"]


def test_all_customers_are_shown_when_wanted(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.customers = tuple(replace(calls.customers[0], email=f"{n}@x.example", query=f"{n}") for n in range(8))
    screen = opened(calls)
    search(qtbot, screen, "müller")
    model = screen.list.model
    assert model.face(6).title == "Show all 8 customers"
    screen.list.view.choose_row(6)
    QTest.keyClick(screen.list.view, Qt.Key.Key_Return)
    assert [entry.kind for entry in model.entries].count(EntryKind.CUSTOMER) == 8


def test_days_accounts_and_amounts_stand_as_chips_that_a_click_or_one_key_takes_away(opened: Opened) -> None:
    calls = FakeCalls([order_row(n, days=n * 5, account=n % 2 + 1, total=n * 10_000) for n in range(1, 6)])
    screen = opened(calls)
    active = screen.list.active
    assert not active.isVisible()
    for text in ("Last 30 days", "Amount 50 to 250", "Amazon"):
        next(one for one in screen.list.chips.menu().actions() if one.text().startswith(text)).trigger()
    assert shown(screen) == [1]
    assert active.isVisible()
    names = [chip.accessibleName() for chip in (active.accounts, active.period, active.sums)]
    assert names == [
        "Remove filter: Amazon",
        "Remove filter: Last 30 days",
        "Remove filter: Amount 50 to 250",
    ]
    QTest.mouseClick(active.accounts, Qt.MouseButton.LeftButton)
    assert shown(screen) == [1, 2]
    assert active.accounts.isHidden()
    QTest.mouseClick(active.sums, Qt.MouseButton.LeftButton)
    assert shown(screen) == [1, 2, 3, 4, 5]
    assert screen.escape()
    assert not active.isVisible()
    assert not screen.escape()


def test_today_begins_at_the_merchants_midnight(opened: Opened) -> None:
    calls = FakeCalls([order_row(1, days=0.4), order_row(2, days=0.45)])  # now is 10:00 in Berlin
    screen = opened(calls)
    next(one for one in screen.list.chips.menu().actions() if one.text() == "Today").trigger()
    assert shown(screen) == [1]


def test_a_filter_that_hides_all_hits_says_so_and_is_loosened(opened: Opened) -> None:
    screen = opened(FakeCalls([order_row(1, days=60)]))
    next(one for one in screen.list.chips.menu().actions() if one.text() == "Today").trigger()
    assert "None of these orders fits the filter" in texts(screen.list.nothing)
    screen.list.nothing._loosen.click()
    assert shown(screen) == [1]


def test_what_may_have_been_meant_stands_apart_under_its_own_words(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(FakeCalls([order_row(1, name="Winterfeldt", tier=MatchTier.FUZZY)]))
    search(qtbot, screen, "winterfeldt")
    heading = screen.list.model.face(0)
    assert heading.title == "Did you mean …"


def test_the_store_is_warmed_up_soon_after_the_start(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    opened(calls)
    qtbot.waitUntil(lambda: calls.warmed == 1)


@pytest.mark.parametrize(
    "name,typed,marked",
    [
        ("Müller", "mueller", ["Müller"]),
        ("Groß", "gross", ["Groß"]),
        ("Hans Weiß", "weiss", ["Weiß"]),
        ("Anna Müller", "muller", ["Müller"]),
    ],
)
def test_found_letters_are_marked_in_the_row_also_after_folding(
    qtbot: QtBot, opened: Opened, name: str, typed: str, marked: list[str]
) -> None:
    calls = FakeCalls([order_row(1, name=name)])
    calls.rows_for[typed] = calls.rows
    screen = opened(calls)
    search(qtbot, screen, typed)
    face = screen.list.model.face(screen.list.model.first_order())
    assert [face.title[start:end] for start, end in face.title_marks] == marked


def test_a_number_is_marked_however_it_is_typed(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1, shown_number="18-12345-67890", first_item="Becher")])
    for typed in ("181234567890", "18-12345", "18 12345 67890"):
        calls.rows_for[typed] = calls.rows
    screen = opened(calls)
    for typed, marked in (
        ("181234567890", "18-12345-67890"),
        ("18-12345", "18-12345"),
        ("18 12345 67890", "18-12345-67890"),
    ):
        search(qtbot, screen, typed)
        face = screen.list.model.face(screen.list.model.first_order())
        found = "".join(face.second[start:end] for start, end in face.second_marks)
        assert found.replace("-", "") == marked.replace("-", ""), typed
