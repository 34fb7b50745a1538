"""Commands with arguments ask in the palette's own field (UX 8): an account, a state, days, the words of a note."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId, OrderId
from desk.ui.actions.commands import Choice, fitting
from desk.ui.actions.palette import Palette
from desk.ui.background import lanes
from desk.ui.main_window import MainWindow
from desk.ui.orders.export_dialog import ExportDialog
from desk.ui.orders.hits import Narrowing
from tests.ui.fakes import FakeShellCalls, account_view
from tests.ui.orders.fakes import FakeCalls

pytestmark = pytest.mark.usefixtures("app")
ENTER = Qt.Key.Key_Return


@pytest.fixture
def calls() -> FakeShellCalls:
    return FakeShellCalls(account_view(), account_view(2, "eBay"), account_view(3, "Amazon DE"))


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def asked(window: MainWindow, typed: str) -> Palette:
    """The palette at what a command asks for, the command found by its words."""
    window.commands.run("app.palette")
    box = window.palette_box
    QTest.keyClicks(box.field, typed)
    QTest.keyClick(box.field, ENTER)
    return box


def offered(box: Palette) -> list[tuple[str, str]]:
    return [(one.text, one.hint) for one in box.listed if isinstance(one, Choice)]


def test_one_account_is_fetched(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    box = asked(window, "Ein Konto abrufen")
    assert box.isVisible()
    assert box.asked_for.text() == "Ein Konto abrufen …"
    assert box.field.accessibleName() == "Ein Konto abrufen …"
    assert [text for text, _ in offered(box)] == ["Werkbank-Shop", "eBay", "Amazon DE"]
    QTest.keyClicks(box.field, "ama de")
    QTest.keyClick(box.field, ENTER)
    assert not box.isVisible()
    assert calls.woken == [AccountId(3)]
    settled(qtbot)


def test_the_menu_leads_to_the_same_question(window: MainWindow, calls: FakeShellCalls) -> None:
    assert calls.views
    window.commands.action("sync.pause-one").trigger()
    box = window.palette_box
    assert offered(box) == [("Werkbank-Shop", "Anhalten"), ("eBay", "Anhalten"), ("Amazon DE", "Anhalten")]
    assert box.isVisible()


def test_an_account_is_paused_and_goes_on(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    for state, hint in (("paused", "Fortsetzen"), ("ready", "Anhalten")):
        window.palette_box.ask("sync.pause-one")
        QTest.keyClicks(window.palette_box.field, "ebay")
        QTest.keyClick(window.palette_box.field, ENTER)
        settled(qtbot)
        assert calls.views[AccountId(2)].state == state
        window.palette_box.ask("sync.pause-one")
        assert ("eBay", hint) in offered(window.palette_box)
        window.palette_box.close_palette()


def test_backspace_leads_back_and_escape_out(window: MainWindow) -> None:
    box = asked(window, "Ein Konto abrufen")
    QTest.keyClick(box.field, Qt.Key.Key_Backspace)
    assert box.isVisible()
    assert box.asked_for.isHidden()
    assert len(box.listed) > 10, "all commands again"
    QTest.keyClicks(box.field, "Ein Konto abrufen")
    QTest.keyClick(box.field, ENTER)
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()
    window.commands.run("app.palette")
    assert box.asked_for.isHidden(), "a palette that is opened anew asks nothing"


def test_the_list_is_narrowed_to_a_state_from_another_area(qtbot: QtBot, window: MainWindow) -> None:
    window.open_outbox()
    settled(qtbot)
    box = asked(window, "Liste filtern")
    assert [text for text, _ in offered(box)][:2] == ["Alle", "Offen"]
    QTest.keyClicks(box.field, "zahl")
    QTest.keyClick(box.field, ENTER)
    settled(qtbot)
    assert window.areas.currentWidget() is window.orders
    assert window.orders.list.filter.narrowing is Narrowing.UNPAID


def test_days_are_typed_in_the_palette(qtbot: QtBot, window: MainWindow) -> None:
    box = asked(window, "Bestellungen dieser Tage")
    assert ("Heute", "21.11.2026") in offered(box)
    QTest.keyClicks(box.field, "10/2026")
    assert offered(box) == [("10/2026", "01.10.2026 – 31.10.2026")]
    QTest.keyClick(box.field, ENTER)
    settled(qtbot)
    assert window.orders.list.active.period.text() == "01.10.2026 – 31.10.2026"


def test_a_note_is_written_in_the_palette_and_the_draft_in_the_field_stays(
    qtbot: QtBot, window: MainWindow, orders: FakeCalls
) -> None:
    window.open_order(OrderId(2))
    settled(qtbot)
    card = window.orders.detail.page.notes
    card.editor.setPlainText("halb fertig")
    box = asked(window, "Notiz schreiben")
    assert offered(box) == []
    QTest.keyClicks(box.field, "Ruft morgen an")
    assert offered(box) == [("Ruft morgen an", "Als Notiz speichern")]
    QTest.keyClick(box.field, ENTER)
    settled(qtbot)
    assert [note.text for note in orders.views[OrderId(2)].notes] == ["Ruft morgen an"]
    assert card.editor.toPlainText() == "halb fertig"


def test_a_note_that_is_refused_waits_in_the_field(qtbot: QtBot, window: MainWindow, orders: FakeCalls) -> None:
    window.open_order(OrderId(2))
    settled(qtbot)
    orders.refusal = NotAllowed("A note has at most 2000 characters.", code="note_too_long", most=2000, has=2001)
    box = asked(window, "Notiz schreiben")
    QTest.keyClicks(box.field, "Zu lang")
    QTest.keyClick(box.field, ENTER)
    settled(qtbot)
    assert window.orders.detail.page.notes.editor.toPlainText() == "Zu lang"


def test_an_export_shows_the_list_that_it_means(qtbot: QtBot, window: MainWindow) -> None:
    window.open_outbox()
    settled(qtbot)
    window.commands.run("list.export")
    assert window.areas.currentWidget() is window.orders
    (dialog,) = window.findChildren(ExportDialog)
    assert dialog.list_chip.accessibleName() == "Die Liste 6"
    dialog.reject()


def test_a_command_that_is_not_possible_asks_nothing(window: MainWindow) -> None:
    box = asked(window, "Notiz schreiben")
    assert box.asked_for.isHidden()
    window.palette_box.close_palette()
    window.palette_box.ask("order.note")
    assert not window.palette_box.isVisible()


def test_choices_fit_by_the_beginnings_of_their_words() -> None:
    choices = [Choice(text, lambda: None) for text in ("Amazon DE", "Amazon FR", "eBay")]
    assert [one.text for one in fitting(choices, "fr ama")] == ["Amazon FR"]
    assert len(fitting(choices, "")) == 3
    assert fitting(choices, "mazon") == []
