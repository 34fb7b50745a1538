"""Internal notes in order 360: written by keys and mouse, kept as drafts, changed, deleted and taken back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.domain.changes import Changes, Kind
from desk.domain.errors import NotAllowed
from desk.domain.values import NoteId, OrderId
from desk.domain.views import NoteView
from desk.ui.background import hub
from desk.ui.orders.cards.notes import NoteRow, NotesCard
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fake_notes import AGENT
from tests.ui.orders.fakes import NOW, FakeCalls, FakeServices
from tests.ui.orders.steps import HOSTILE, opened_order, people

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def calls() -> FakeCalls:
    return people()


@pytest.fixture
def screen(qtbot: QtBot, opened: Opened, calls: FakeCalls) -> Iterator[OrdersScreen]:
    """Order 1 on show, in a screen that hears of changes as in the window."""
    made = opened(calls)

    def pass_on(changes: Changes, _by: QWidget | None) -> None:
        made.reload(changes)

    hub().changed.connect(pass_on)
    show(qtbot, made, 1)
    yield made
    hub().changed.disconnect(pass_on)


def show(qtbot: QtBot, screen: OrdersScreen, order: int) -> None:
    screen.show_order(OrderId(order))
    qtbot.waitUntil(lambda: opened_order(screen) == order)


def rows(screen: OrdersScreen) -> list[NoteRow]:
    return [row for row in screen.detail.page.notes.rows if not row.isHidden()]


def said(screen: OrdersScreen) -> list[str]:
    return [row.text.full_text for row in rows(screen)]


def write(screen: OrdersScreen, text: str) -> None:
    QTest.keyClicks(screen.detail.page.notes.editor, text)
    QTest.keyClick(screen.detail.page.notes.editor, Qt.Key.Key_Return, CTRL)


def given(calls: FakeCalls, *notes: NoteView) -> None:
    calls.views[OrderId(1)] = replace(calls.show(OrderId(1)), notes=notes)


def note(number: int, text: str, author: str = AGENT) -> NoteView:
    return NoteView(id=NoteId(number), at=NOW, author=author, text=text)


def again(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    screen.reload(Changes.of(Kind.ORDER, [1]))
    qtbot.waitUntil(lambda: screen.detail.view is calls.views[OrderId(1)])


def test_i_leads_to_the_field_and_ctrl_enter_saves(qtbot: QtBot, screen: OrdersScreen, services: FakeServices) -> None:
    screen.activateWindow()
    assert services.commands.key("order.note") == "I"
    assert services.commands.run("order.note")
    qtbot.waitUntil(screen.detail.page.notes.editor.hasFocus)
    write(screen, "Ruft morgen an")
    qtbot.waitUntil(lambda: said(screen) == ["Ruft morgen an"])
    assert rows(screen)[0].head.full_text.startswith(f"{AGENT} · ")
    card = screen.detail.page.notes
    assert card.editor.toPlainText() == ""
    assert card.save.isHidden()
    assert [text for text, _ in services.undone] == ["Note saved"]


def test_the_mouse_saves_as_well_and_an_empty_note_cannot_be_saved(qtbot: QtBot, screen: OrdersScreen) -> None:
    card = screen.detail.page.notes
    assert card.save.isHidden()
    write(screen, "   ")
    assert card.save.isHidden()
    card.editor.setPlainText("Zeile 1\nZeile 2")
    QTest.mouseClick(card.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(screen) == ["Zeile 1\nZeile 2"])


def test_a_second_press_saves_nothing_twice(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    calls.note_gate.clear()
    write(screen, "einmal")
    screen.detail.page.notes.save.click()
    QTest.keyClick(screen.detail.page.notes.editor, Qt.Key.Key_Return, CTRL)
    calls.note_gate.set()
    qtbot.waitUntil(lambda: said(screen) == ["einmal"])
    assert len(calls.views[OrderId(1)].notes) == 1


def test_a_draft_waits_while_one_looks_elsewhere(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    editor = screen.detail.page.notes.editor
    QTest.keyClicks(editor, "halb fertig")
    show(qtbot, screen, 2)
    assert editor.toPlainText() == ""
    QTest.keyClicks(editor, "anderes")
    show(qtbot, screen, 1)
    assert editor.toPlainText() == "halb fertig"
    given(calls, note(9, "von Grace", "Grace"))
    again(qtbot, screen, calls)
    assert (editor.toPlainText(), said(screen)) == ("halb fertig", ["von Grace"])


def test_what_was_saved_while_one_has_gone_on_leaves_the_other_drafts_alone(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    calls.note_gate.clear()
    write(screen, "an Anna")
    show(qtbot, screen, 2)
    calls.note_gate.set()
    qtbot.waitUntil(screen.detail.page.notes.editor.isEnabled)
    assert [one.text for one in calls.views[OrderId(1)].notes] == ["an Anna"]
    assert said(screen) == []
    show(qtbot, screen, 1)
    assert (screen.detail.page.notes.editor.toPlainText(), said(screen)) == ("", ["an Anna"])


def test_a_refused_note_keeps_its_words_and_says_why(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    calls.refusal = NotAllowed("A note has at most 2000 characters; this one has 2001.", code="odd_refusal")
    write(screen, "viel zu lang")
    card = screen.detail.page.notes
    qtbot.waitUntil(lambda: not card.trouble.isHidden())
    assert "2000" in card.trouble.text()
    assert card.editor.toPlainText() == "viel zu lang"
    QTest.keyClicks(card.editor, "!")
    assert card.trouble.isHidden()


def test_ones_own_note_is_changed_and_taken_back(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    given(calls, note(1, "eins"))
    again(qtbot, screen, calls)
    card = screen.detail.page.notes
    QTest.keyClicks(card.editor, "neuer Entwurf")
    QTest.mouseClick(rows(screen)[0].edit, Qt.MouseButton.LeftButton)
    assert card.editor.toPlainText() == "eins"
    card.editor.setPlainText("zwei")
    QTest.keyClick(card.editor, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: said(screen) == ["zwei"])
    assert card.editor.toPlainText() == "neuer Entwurf"
    text, back = services.undone[-1]
    assert text == "Note changed"
    back()
    qtbot.waitUntil(lambda: said(screen) == ["eins"])


def test_a_change_can_be_left(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    given(calls, note(1, "eins"))
    again(qtbot, screen, calls)
    rows(screen)[0].edit.click()
    card = screen.detail.page.notes
    card.editor.setPlainText("zwei")
    card.drop.click()
    assert (card.editor.toPlainText(), said(screen)) == ("", ["eins"])


def test_deleting_acts_at_once_and_comes_back_as_it_was(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    mine = note(1, "weg damit")
    given(calls, mine)
    again(qtbot, screen, calls)
    QTest.mouseClick(rows(screen)[0].remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(screen) == [])
    services.undone[-1][1]()
    qtbot.waitUntil(lambda: said(screen) == ["weg damit"])
    assert calls.views[OrderId(1)].notes == (mine,)


def test_another_agents_note_has_no_buttons(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    given(calls, note(2, "von Grace", "Grace"), note(1, "von mir"))
    again(qtbot, screen, calls)
    assert [row.edit.isHidden() for row in rows(screen)] == [True, False]
    assert [row.remove.isHidden() for row in rows(screen)] == [True, False]


def test_the_words_of_a_note_that_vanished_while_it_was_edited_are_kept(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    given(calls, note(1, "eins"))
    again(qtbot, screen, calls)
    rows(screen)[0].edit.click()
    screen.detail.page.notes.editor.setPlainText("eins und zwei")
    given(calls)
    again(qtbot, screen, calls)
    assert screen.detail.page.notes.editor.toPlainText() == "eins und zwei"
    QTest.keyClick(screen.detail.page.notes.editor, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: said(screen) == ["eins und zwei"])


def test_a_note_is_shown_letter_by_letter_and_nothing_in_it_is_a_link(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    text = f"siehe https://example.org/{HOSTILE}"
    given(calls, note(1, text))
    again(qtbot, screen, calls)
    label = rows(screen)[0].text
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert not label.openExternalLinks()
    assert "<b>Müller</b>" in label.full_text


def test_ones_own_note_marks_no_card_as_changed_at_the_channel(qtbot: QtBot, screen: OrdersScreen) -> None:
    write(screen, "Ruft an")
    qtbot.waitUntil(lambda: said(screen) == ["Ruft an"])
    assert [card for card in screen.detail.page.cards if not card._updated.isHidden()] == []


def test_many_notes_show_the_newest_first(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    given(calls, *(note(n, f"Notiz {n}") for n in range(9, 0, -1)))
    again(qtbot, screen, calls)
    assert said(screen) == [f"Notiz {n}" for n in range(9, 4, -1)]
    screen.detail.page.notes._all.click()
    assert len(said(screen)) == 9


def test_all_controls_have_names(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    given(calls, note(1, "eins"))
    again(qtbot, screen, calls)
    card: NotesCard = screen.detail.page.notes
    row = rows(screen)[0]
    names = [one.accessibleName() for one in (card, card.editor, row.edit, row.remove, card.save)]
    assert names == ["Internal notes", "Internal note", "Edit note", "Delete note", "Save"]


def test_addresses_and_parcels_are_copied(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    from PySide6.QtGui import QGuiApplication

    from tests.ui.orders.fakes import shipment

    clipboard = QGuiApplication.clipboard()
    assert services.commands.run("order.copy-address")
    assert clipboard.text().splitlines()[0] == "Anna Müller"
    assert "10117 Berlin" in clipboard.text()
    assert not services.commands.run("order.copy-tracking")
    assert "no tracking number" in services.commands.why_not("order.copy-tracking")
    parcels = (shipment("00340434161094042557"), shipment("00340434161094042564"))
    calls.views[OrderId(1)] = replace(calls.show(OrderId(1)), shipments=parcels)
    again(qtbot, screen, calls)
    assert services.commands.run("order.copy-tracking")
    assert clipboard.text().split() == ["00340434161094042557", "00340434161094042564"]


@pytest.mark.parametrize("url,opens", [("https://shop.example/1", True), ("http://shop.example/1", False), ("", False)])
def test_only_safe_pages_are_opened(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices, url: str, opens: bool
) -> None:
    calls.views[OrderId(1)] = replace(calls.show(OrderId(1)), open_in_channel=url)
    again(qtbot, screen, calls)
    assert (services.commands.why_not("order.open-in-channel") == "") is opens
    assert screen.detail.page.deeds.channel_button.is_barred is not opens
