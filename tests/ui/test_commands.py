"""The registry: each command once, reachable by menu, palette and key, said in German, refused with its reason."""

from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.values import OrderId
from desk.ui.actions.catalogue import BY_ID, CATALOGUE
from desk.ui.actions.commands import Commands
from desk.ui.actions.keys_help import KeysHelp
from desk.ui.actions.menus import MENU_TEXTS, Menu
from desk.ui.actions.palette import offers, ranked
from desk.ui.background import lanes
from desk.ui.main_window import MainWindow
from desk.ui.orders.lookup import FoundOrder
from tests.ui.orders.fakes import FakeCalls
from tests.ui.test_translations import FOLDER

pytestmark = pytest.mark.usefixtures("app")


def test_ids_and_keys_are_given_once() -> None:
    assert len(BY_ID) == len(CATALOGUE)
    keys = [QKeySequence(key).toString() for one in CATALOGUE for key in one.keys]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_keys_spare_german_keyboards() -> None:
    """AltGr is Ctrl+Alt: no such combination, and no bracket, backslash or tilde as the only way."""
    for one in CATALOGUE:
        assert not any("Ctrl+Alt" in key or "Alt+Ctrl" in key for key in one.keys)
        hard = [key for key in one.keys if key.rpartition("+")[2] in {"[", "]", "/", "\\", "~"}]
        assert len(hard) < max(1, len(one.keys)) or not hard


def test_every_command_has_german_words() -> None:
    told = {
        message.findtext("source"): message.findtext("translation")
        for context in ET.parse(FOLDER / "desk_de.ts").getroot().iter("context")
        if context.findtext("name") == "commands"
        for message in context.iter("message")
    }
    for one in CATALOGUE:
        assert told[one.text]
        assert not one.synonyms or told[one.synonyms]
    assert all(told[text] for text in MENU_TEXTS)
    assert set(MENU_TEXTS) == {menu.value for menu in Menu}


def actions_of(window: MainWindow) -> set[str]:
    menus = [action.menu() for action in window.menuBar().actions()]
    return {action.objectName() for menu in menus if isinstance(menu, QMenu) for action in menu.actions()} - {""}


def test_every_command_stands_in_a_menu_and_in_the_palette(window: MainWindow) -> None:
    assert actions_of(window) == set(BY_ID)
    assert {one.command.id for one in offers(window.commands)} == set(BY_ID) - {"app.palette"}


def test_every_command_is_bound_somewhere(window: MainWindow) -> None:
    assert window.outbox.isEnabled(), "it is made when it is first needed, and binds its own then"
    unbound = [one for one in BY_ID if not window.commands._bindings.get(one)]
    assert not unbound


def test_the_same_action_serves_menu_and_key(window: MainWindow) -> None:
    action = window.commands.action("go.outbox")
    assert action in window.actions()
    window.activateWindow()
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.areas.currentWidget() is window.outbox
    window.commands.action("go.search").trigger()
    assert window.areas.currentWidget() is window.orders


def test_a_refused_command_does_nothing_and_says_why(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    commands = Commands(window)
    done: list[str] = []
    reason = "Amazon: erst nach Versand"
    commands.bind("order.ship", lambda: done.append("ship"), lambda: reason)
    action = commands.action("order.ship")
    assert not action.isEnabled()
    assert action.toolTip() == reason
    assert not commands.run("order.ship")
    reason = ""
    commands.refresh()
    assert action.isEnabled()
    assert commands.run("order.ship")
    assert done == ["ship"]


def test_nobody_bound_means_not_here(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert Commands(window).why_not("order.ship") == "Hier nicht verfügbar."


def test_an_unknown_command_cannot_be_bound(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with pytest.raises(KeyError):
        Commands(window).bind("order.burn", lambda: None)


def test_the_screen_on_show_gets_the_key(window: MainWindow, qtbot: QtBot) -> None:
    """J moves in the orders list; in the outbox it moves there."""
    done: list[str] = []
    window.commands.bind("list.next", lambda: done.append("outbox"), scope=window.outbox)
    window.commands.run("list.next")
    assert done == []
    window.open_outbox()
    qtbot.waitUntil(window.outbox.isVisible)
    window.commands.run("list.next")
    assert done == ["outbox"]


@pytest.mark.parametrize(
    "typed, first",
    [
        ("versand", "order.ship"),
        ("ship", "order.ship"),
        ("dunkel", "look.dark"),
        ("dark", "look.dark"),
        ("ausgang", "go.outbox"),
        ("outbox", "go.outbox"),
        ("einstelungen", "app.settings"),  # a slip of the fingers
        (">quit", "app.quit"),
        ("bestellnummer", "order.copy-number"),
        ("notiz", "order.note"),
        ("vermerk", "order.note"),
        ("comment", "order.note"),
        ("lieferadresse", "order.copy-address"),
        ("tracking number", "order.copy-tracking"),
    ],
)
def test_the_palette_understands_german_english_and_slips(window: MainWindow, typed: str, first: str) -> None:
    known = offers(window.commands)
    possible = [type(one)(one.command, one.text, one.key, "") for one in known]
    assert ranked(possible, typed)[0].command.id == first


def test_the_palette_lists_possible_commands_first(window: MainWindow) -> None:
    listed = ranked(offers(window.commands), "")
    reasons = [bool(one.reason) for one in listed]
    assert reasons == sorted(reasons)
    assert any(reasons)


def test_the_palette_lists_no_slips_beside_what_is_called_so(window: MainWindow) -> None:
    found = {one.command.id for one in ranked(offers(window.commands), "versand")}
    assert "order.ship" in found
    assert not found & {"go.list", "language.de", "sync.pause"}


def test_the_deeds_of_the_order_on_show_come_first(window: MainWindow, qtbot: QtBot) -> None:
    window.orders.show_order(OrderId(1))
    qtbot.waitUntil(lambda: window.orders.detail.view is not None)
    assert ranked(offers(window.commands), "")[0].command.id == "order.copy-number"
    window.commands.run("app.settings")
    barred = [one.command.id for one in ranked(offers(window.commands), "") if one.reason]
    assert "order.ship" in barred, "its order is not on the screen"


def listed_orders(window: MainWindow) -> list[int]:
    return [one.order for one in window.palette_box.listed if isinstance(one, FoundOrder)]


def test_the_palette_says_when_nothing_fits(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("app.palette")
    palette = window.palette_box
    assert not palette.nothing.isVisible()
    palette.field.setText("qqzzqqzz")
    qtbot.waitUntil(palette.nothing.isVisible)
    assert palette.nothing.text() == "Nichts passt dazu. Bitte weniger Buchstaben eingeben."
    palette.field.setText("")
    assert not palette.nothing.isVisible()


def test_the_palette_finds_orders_and_opens_them(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.commands.run("app.settings")
    window.commands.run("app.palette")
    box = window.palette_box
    assert listed_orders(window) == []
    QTest.keyClicks(box.field, "00003")
    qtbot.waitUntil(lambda: listed_orders(window) == [3])
    assert box.listed[0] == next(one for one in box.listed if isinstance(one, FoundOrder))
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.orders.detail.view is not None and window.orders.detail.view.id == 3)
    assert not box.isVisible()
    assert window.focusWidget() is window.orders.list.view
    window.commands.run("app.palette")
    assert listed_orders(window) == [3], "what was opened last"
    QTest.keyClicks(box.field, "xylophon")
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert listed_orders(window) == []


def test_hits_that_come_late_leave_the_mark_where_it_is(window: MainWindow, qtbot: QtBot, orders: FakeCalls) -> None:
    window.commands.run("app.palette")
    box = window.palette_box
    orders.gate.clear()
    QTest.keyClicks(box.field, "an")
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    marked = box.listed[box.list.currentIndex().row()]
    orders.gate.set()
    qtbot.waitUntil(lambda: listed_orders(window) != [])
    assert box.listed[box.list.currentIndex().row()] == marked


def test_nonsense_finds_no_command(window: MainWindow) -> None:
    assert ranked(offers(window.commands), "qqqqqqqq") == []


def test_the_palette_does_what_is_chosen_and_gives_the_keyboard_back(window: MainWindow) -> None:
    window.activateWindow()
    window.top.field.take_focus()
    QTest.keyClicks(window.top.field.edit, ">")
    box = window.palette_box
    assert box.isVisible()
    assert window.top.field.edit.text() == ""
    QTest.keyClicks(box.field, "einstellungen")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert not box.isVisible()
    assert window.areas.currentWidget() is window.settings
    window.commands.run("app.palette")
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_the_help_lists_every_key(window: MainWindow) -> None:
    window.commands.run("help.keys")
    shown = window.findChild(KeysHelp)
    assert shown is not None
    spoken = " ".join(child.accessibleName() for child in shown.findChildren(QWidget))
    for one in CATALOGUE:
        for key in one.keys:
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) in spoken
    shown.reject()


def test_the_help_shows_first_what_works_on_this_screen(window: MainWindow, qtbot: QtBot) -> None:
    def told() -> list[str]:
        window.commands.run("help.keys")
        shown = window.findChild(KeysHelp)
        assert shown is not None
        texts = [label.text() for label in shown.findChildren(QLabel)]
        shown.reject()
        shown.setParent(None)
        shown.deleteLater()
        return texts

    elsewhere = QCoreApplication.translate("KeysHelp", "Elsewhere")
    ship, note = (window.commands.action(one).text() for one in ("order.ship", "order.note"))
    at_search = told()
    assert at_search.index(ship) > at_search.index(elsewhere)
    assert window.commands.why_not("order.ship") in at_search
    window.orders.show_order(OrderId(1))
    qtbot.waitUntil(lambda: window.orders.detail.view is not None)
    with_order = told()
    assert with_order.index(ship) < with_order.index(elsewhere)
    assert with_order.index(note) < with_order.index(elsewhere)
