"""The main window: measures and colours of UX 3 and 11, layout, keys, search field, undo, leaving."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.pushes import PushState
from desk.domain.values import OrderId, PushId
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.picture_stage import lay_out
from desk.ui.theme import LookChoice, current, look
from tests.ui.fakes import FakeShellCalls, account_view, progress
from tests.ui.shell import settled, size

pytestmark = pytest.mark.usefixtures("app")
BOTH = pytest.mark.parametrize("choice", [LookChoice.LIGHT, LookChoice.DARK])


# --- Measures and colours -----------------------------------------------------------------------------------


def test_measures_at_1440_by_900(window: MainWindow) -> None:
    def near(value: int, wanted: int) -> bool:
        return abs(value - wanted) <= 2

    assert near(window.nav.width(), 208)
    assert near(window.orders.list.width() + 1, 452)
    assert near(window.top.height(), 60)
    assert near(window.top.field.height(), 40)
    assert near(window.status.height(), 28)
    assert near(window.orders.list.view.visualRect(window.orders.list.model.index(1)).height(), 56)
    assert near(window.orders.mapTo(window, window.orders.rect().topLeft()).x(), 208)


def changes_along(picture: QImage, y: int) -> list[tuple[int, str]]:
    """Where the colour changes on a row of the picture, and to what."""
    found: list[tuple[int, str]] = []
    for x in range(picture.width()):
        colour = picture.pixelColor(x, y).name().upper()
        if not found or found[-1][1] != colour:
            found.append((x, colour))
    return found


@BOTH
def test_the_picture_itself_measures_so(window: MainWindow, choice: LookChoice) -> None:
    look().choose(choice)
    lay_out()
    t = current()
    picture = window.grab().toImage()
    empty_row = changes_along(picture, 840)  # below the list's six rows, above the status bar
    edges = [x for x, _ in empty_row]
    assert empty_row[0][1] == t.nav
    assert any(abs(x - 208) <= 2 for x in edges)
    assert any(abs(x - 660) <= 2 for x in edges)
    assert picture.pixelColor(1100, 840).name().upper() == t.bg
    assert picture.pixelColor(450, 840).name().upper() == t.surface
    assert picture.pixelColor(700, 890).name().upper() == t.nav
    assert picture.pixelColor(980, 30).name().upper() == t.surface
    assert picture.pixelColor(980, 59).name().upper() == t.line
    assert picture.pixelColor(700, 900 - 28).name().upper() == t.line


@BOTH
def test_the_chosen_area_is_painted_as_selected(window: MainWindow, choice: LookChoice) -> None:
    look().choose(choice)
    picture = window.nav.grab().toImage()
    row = window.nav.row(window.travels.area)
    middle = row.geometry().center()
    assert picture.pixelColor(row.geometry().right() - 20, middle.y()).name().upper() == current().sel
    assert picture.pixelColor(row.geometry().left() + 1, middle.y()).name().upper() == current().accent


def test_the_search_fields_frame_shows_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.top.field.take_focus()
    qtbot.waitUntil(window.top.field.edit.hasFocus)
    inked = window.top.field.grab().toImage()
    assert inked.pixelColor(300, 0).name().upper() == current().accent
    assert inked.pixelColor(300, 1).name().upper() == current().accent
    window.nav.focusable().setFocus()
    rested = window.top.field.grab().toImage()
    assert rested.pixelColor(300, 1).name().upper() == current().surface


def test_switching_the_look_needs_no_restart(window: MainWindow, qapp: QApplication) -> None:
    before = window.grab().toImage().pixelColor(10, 400)
    window.commands.run("look.dark")
    after = window.grab().toImage().pixelColor(10, 400)
    assert before == QColor("#EDEFF3")
    assert after == QColor("#111418")
    assert qapp.palette().window().color() == QColor("#1C2026")
    assert window.commands.action("look.dark").isChecked()


def test_larger_text_makes_larger_rows(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("text.larger")
    qtbot.waitUntil(lambda: window.top.height() == 66)
    qtbot.waitUntil(lambda: window.status.height() == 31)
    window.commands.run("text.normal")
    assert window.top.height() == 60


# --- Layout -------------------------------------------------------------------------------------------------


def test_breakpoints(window: MainWindow, qtbot: QtBot) -> None:
    size(window, qtbot, 1280)
    assert window.nav.width() == 208
    size(window, qtbot, 1279)
    assert window.nav.width() == 56
    assert window.nav.focusable().toolTip() == "Suche"
    size(window, qtbot, 1000)
    assert window.orders.list.isVisible()
    assert window.orders.detail.isVisible()
    size(window, qtbot, 999)
    assert window.orders.list.isVisible() != window.orders.detail.isVisible()
    assert (window.minimumWidth(), window.minimumHeight()) == (900, 600)


def test_two_pages_open_with_enter_and_return_with_escape(window: MainWindow, qtbot: QtBot) -> None:
    size(window, qtbot, 950)
    window.activateWindow()
    window.top.field.take_focus()
    window.top.field.edit.insert("müller")
    settled(qtbot)
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_Return)
    settled(qtbot)
    assert window.orders.detail.isVisible()
    assert not window.orders.list.isVisible()
    window.orders.detail.setFocus()
    window.commands.run("go.list")
    assert window.orders.list.isVisible()


def test_switching_the_look_turns_no_page(window: MainWindow, qtbot: QtBot) -> None:
    size(window, qtbot, 950)
    window.open_order(OrderId(2))
    settled(qtbot)
    window.orders.focus_list()
    assert window.orders.list.isVisible()
    window.commands.run("look.dark")
    window.commands.run("language.en")
    lay_out()
    settled(qtbot)
    assert window.orders.list.isVisible()


def test_window_state_is_kept_for_the_next_start(opened: Callable[..., MainWindow], qtbot: QtBot) -> None:
    first = opened()
    size(first, qtbot, 1200, 700)
    look().choose(LookChoice.DARK)
    locale().speak("en")
    look().scale_text(1.25)
    first.close_at_once()
    lanes().open()
    kept = first._kept
    assert kept.look is LookChoice.DARK
    assert kept.language == "en"
    assert kept.text_scale == 1.25
    assert not kept.menu_bar
    look().scale_text(1.0)
    second = opened(1200, 700)
    assert (second.width(), second.height()) == (1200, 700)


# --- Keys ---------------------------------------------------------------------------------------------------


def test_f6_goes_round_all_panes_and_back(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.nav.focusable().setFocus()
    visited: list[QWidget] = []
    for _ in range(5):
        window.commands.run("go.next-pane")
        focused = window.focusWidget()
        assert focused is not None
        visited.append(focused)
        settled(qtbot)
    assert visited[0] is window.top.field.edit
    assert visited[1] is window.orders.list.view, "the rows, not the chips above them"
    assert window.orders.detail.isAncestorOf(visited[2]) or visited[2] is window.orders.detail
    assert window.status.isAncestorOf(visited[3])
    assert window.nav.isAncestorOf(visited[4])
    window.commands.run("go.previous-pane")
    assert window.status.isAncestorOf(window.focusWidget())


def test_f6_passes_by_a_pane_without_anything_to_do(window: MainWindow) -> None:
    window.activateWindow()
    assert window.orders.detail.view is None
    window.orders.list.view.setFocus(Qt.FocusReason.OtherFocusReason)
    window.commands.run("go.next-pane")
    assert window.status.isAncestorOf(window.focusWidget())


def test_escape_clears_the_field_then_goes_to_the_list(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.top.field.take_focus()
    window.top.field.edit.insert("mü")
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_Escape)
    assert window.top.field.edit.text() == ""
    settled(qtbot)
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_Escape)
    assert window.orders.list.isAncestorOf(window.focusWidget())


def test_single_letters_stay_letters_in_a_text_field(window: MainWindow) -> None:
    window.activateWindow()
    window.top.field.take_focus()
    QTest.keyClicks(window.top.field.edit, "jkvo/?")
    assert window.top.field.edit.text() == "jkvo/?"


def test_enter_leaves_the_field_so_that_letters_are_commands(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.top.field.take_focus()
    window.top.field.edit.insert("müller")
    settled(qtbot)
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_Return)
    settled(qtbot)
    assert window.focusWidget() is window.orders.list.view
    first = window.orders.current_order()
    QTest.keyClicks(window.orders.list.view, "j")
    settled(qtbot)
    assert window.orders.current_order() not in (None, first)
    assert window.top.field.edit.text() == "müller"
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.top.field.edit


def test_an_orders_commands_are_barred_where_no_order_is_on_show(window: MainWindow, qtbot: QtBot) -> None:
    window.open_order(OrderId(2))
    settled(qtbot)
    assert window.commands.action("order.ship").isEnabled()
    for place in ("go.outbox", "app.settings"):
        window.commands.run(place)
        for command in ("order.ship", "order.refresh", "order.open-in-channel", "order.copy-number"):
            assert window.commands.why_not(command) == (
                "Hier ist keine Bestellung zu sehen. Zuerst in der Suche eine öffnen."
            )
            assert not window.commands.action(command).isEnabled()
            assert not window.commands.run(command)
        assert window.orders.dialog is None
    window.commands.run("go.search")
    assert window.commands.action("order.ship").isEnabled()


def test_the_slash_focuses_the_search_from_the_list(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.orders.focus_list()
    qtbot.waitUntil(lambda: window.focusWidget() is not window.top.field.edit)
    QTest.keyClick(window.orders.list.view, Qt.Key.Key_Slash)
    assert window.focusWidget() is window.top.field.edit


def test_back_and_forward_lead_to_the_same_orders(window: MainWindow, qtbot: QtBot) -> None:
    for order in (2, 5):
        window.open_order(OrderId(order))
        settled(qtbot)
    window.open_outbox()
    settled(qtbot)
    assert window.commands.run("go.back")
    settled(qtbot)
    assert window.orders.current_order() == 5
    assert window.commands.run("go.back")
    settled(qtbot)
    assert window.orders.current_order() == 2
    assert window.commands.run("go.forward")
    settled(qtbot)
    assert window.orders.current_order() == 5
    assert "5" in window.windowTitle()


# --- Search field -------------------------------------------------------------------------------------------


def test_typing_searches_and_counts(window: MainWindow, qtbot: QtBot) -> None:
    window.top.field.edit.setText("müller")
    settled(qtbot)
    qtbot.waitUntil(lambda: window.top.field._count.text() != "")
    assert window.top.field._count.text() == "6 Treffer"
    window.top.field.edit.clear()
    settled(qtbot)
    assert window.top.field._count.text() == ""


def test_counts_are_written_as_the_language_does(window: MainWindow, qtbot: QtBot) -> None:
    field = window.top.field
    field.show_hits(1234, exact=True)
    assert field._count.text() == "1.234 Treffer"
    field.show_hits(1000, exact=False)
    assert field._count.text() == "mehr als 1.000 Treffer"
    locale().speak("en")
    qtbot.waitUntil(lambda: field._count.text() == "more than 1,000 hits")  # Qt posts the change to the widgets
    field.show_hits(1, exact=True)
    assert field._count.text() == "1 hit"


def test_typing_in_another_area_comes_back_to_the_search(window: MainWindow, qtbot: QtBot) -> None:
    window.open_outbox()
    window.top.field.edit.setText("anna")
    settled(qtbot)
    assert window.areas.currentWidget() is window.orders


# --- Undo ---------------------------------------------------------------------------------------------------


def test_a_queued_push_is_recalled_by_key_while_its_toast_counts(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.put(7, PushState.HELD)
    assert not window.commands.run("edit.undo")
    window.queued("1 Paket wird gemeldet", [PushId(7)], 10)
    assert window.toasts.shown[0].button.text() == "Rückgängig (10\u00a0s)"
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot)
    assert calls.pushes[PushId(7)].state is PushState.RECALLED
    assert [one.text for one in window.toasts.shown] == ["Zurückgenommen. Es wurde nichts gesendet."]
    assert not window.commands.run("edit.undo")


def test_the_toasts_button_recalls_too(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(7, PushState.HELD)
    window.queued("1 Paket wird gemeldet", [PushId(7)], 10)
    QTest.mouseClick(window.toasts.shown[0].button, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert calls.pushes[PushId(7)].state is PushState.RECALLED


def test_undo_takes_the_newest_first(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    for number in (7, 8):
        calls.put(number, PushState.HELD)
        window.queued(f"Paket {number}", [PushId(number)], 10)
    window.undo()
    settled(qtbot)
    assert calls.pushes[PushId(8)].state is PushState.RECALLED
    assert calls.pushes[PushId(7)].state is PushState.HELD


def test_after_the_hold_there_is_nothing_to_undo(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(7, PushState.HELD)
    window.queued("1 Paket wird gemeldet", [PushId(7)], 0.3)
    qtbot.waitUntil(lambda: not window.toasts.shown)
    assert not window.commands.run("edit.undo")
    assert calls.pushes[PushId(7)].state is PushState.HELD


def test_a_refused_recall_is_told(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.put(7, PushState.SENDING)
    window.queued("1 Paket wird gemeldet", [PushId(7)], 10)
    window.undo()
    settled(qtbot)
    assert window.toasts.shown[-1].text == "Es ist schon gesendet und kann nicht zurückgenommen werden."


# --- Leaving ------------------------------------------------------------------------------------------------


def test_leaving_asks_once_while_changes_wait(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[int] = []

    def stay(_window: QWidget, waiting: int, _running: Sequence[str]) -> bool:
        asked.append(waiting)
        return False

    window.ask_before_leaving = stay
    window.show_accounts((account_view(open_pushes=2),))
    assert not window.close()
    assert window.isVisible()
    assert asked == [2]
    window.ask_before_leaving = lambda _window, _waiting, _running: True
    with qtbot.waitSignal(window.closed):
        assert window.close()


def test_leaving_stops_a_running_sync_and_every_thread(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.pages = [progress(number) for number in range(100, 900, 100)]
    calls.gate.clear()
    window.start()
    calls.wake()
    window.loop.beat()
    qtbot.waitUntil(lambda: window.loop.working)
    window.close_at_once()
    assert lanes().busy == 0
    assert calls.stopped_at == [100]


def test_the_settings_show_and_change_what_holds(window: MainWindow) -> None:
    window.commands.run("app.settings")
    screen = window.settings
    assert screen._language_chips["de"].isChecked()
    QTest.mouseClick(screen._language_chips["en"], Qt.MouseButton.LeftButton)
    assert locale().language == "en"
    QTest.mouseClick(screen._look_chips[LookChoice.DARK], Qt.MouseButton.LeftButton)
    assert current().dark
    QTest.mouseClick(screen._size_chips[125], Qt.MouseButton.LeftButton)
    assert look().text_scale == 1.25
    assert screen._size_chips[125].isChecked()
    names = [one.accessibleName() for one in screen.findChildren(QWidget) if one.accessibleName()]
    assert "Werkbank-Shop" in names


def test_no_control_is_without_a_name(window: MainWindow, qtbot: QtBot) -> None:
    from checks.controls import unnamed

    assert unnamed(window) == []
    window.open_outbox()
    settled(qtbot)
    assert unnamed(window) == []
    window.commands.run("app.settings")
    window.commands.run("app.palette")
    assert unnamed(window) == []


def test_owner_of_the_toasts_dies_with_the_window(window: MainWindow) -> None:
    assert isinstance(window.toasts, QObject)
    assert window.toasts.parent() is window.centralWidget()
