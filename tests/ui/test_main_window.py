"""The main window: measures and colours of UX 3 and 11, keys, layout, undo, history, language, condition, leaving."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import connectors.http
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Unavailable
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.pushes import PushState
from desk.domain.values import AccountId, OrderId, PushId
from desk.domain.views import AccountState, AccountView
from desk.services import wording
from desk.ui.accounts.wizard import AccountWizard
from desk.ui.background import hub, lanes
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.sentences import SENTENCES
from desk.ui.theme import LookChoice, current, look
from desk.ui.widgets.button import KeyButton
from tests.ui.fakes import FakeShellCalls, account_view, later, progress
from tests.ui.orders.fakes import FakeCalls

pytestmark = pytest.mark.usefixtures("app")
BOTH = pytest.mark.parametrize("choice", [LookChoice.LIGHT, LookChoice.DARK])


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def size(window: MainWindow, qtbot: QtBot, width: int, height: int = 800) -> None:
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.width() == width)


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
def test_the_picture_itself_measures_so(window: MainWindow, choice: LookChoice, qtbot: QtBot) -> None:
    look().choose(choice)
    qtbot.wait(50)
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
    qtbot.wait(20)
    assert window.top.height() == 66
    assert window.status.height() == 31
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
    qtbot.wait(20)
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
    qtbot.wait(1)


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


def test_counts_are_written_as_the_language_does(window: MainWindow, qapp: QApplication) -> None:
    field = window.top.field
    field.show_hits(1234, exact=True)
    assert field._count.text() == "1.234 Treffer"
    field.show_hits(1000, exact=False)
    assert field._count.text() == "mehr als 1.000 Treffer"
    locale().speak("en")
    qapp.processEvents()  # Qt posts the change to the widgets
    assert field._count.text() == "more than 1,000 hits"
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


# --- Words and errors ---------------------------------------------------------------------------------------


def test_errors_stay_others_go_and_three_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    for number in range(4):
        window.toast(f"Meldung {number}")
    assert [one.text for one in window.toasts.shown] == ["Meldung 1", "Meldung 2", "Meldung 3"]
    window.toasts.clear()
    window.toast("Fehler", tone="err")
    assert not window.toasts.shown[0]._timer.isActive()
    place = window.toasts.shown[0].geometry()
    assert place.right() <= window.width() - 16 + 1
    assert place.bottom() < window.status.geometry().top()
    qtbot.wait(1)


def test_an_error_that_nobody_took_is_told_once(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        hub().failed.emit(NotAllowed("This order is cancelled.", code="order_cancelled"))
    assert [one.text for one in window.toasts.shown] == ["Diese Bestellung ist storniert."]
    qtbot.wait(1)


def test_a_channels_error_is_told_in_german(window: MainWindow) -> None:
    window._tell_error(DeskError("shop.example took too long to answer.", code="timed_out"))
    assert window.toasts.shown[0].text == "Die Antwort dauerte zu lange. Desk versucht es weiter."
    window.toasts.clear()
    locale().speak("en")
    window._tell_error(DeskError("shop.example took too long to answer.", code="timed_out"))
    assert window.toasts.shown[0].text == "shop.example took too long to answer."


def test_a_wrong_key_is_told_in_german_everywhere(window: MainWindow) -> None:
    english = "The shop does not accept the consumer key, or its user may not see orders."
    window.commands.run("app.settings")
    told = "Der Consumer Key wird nicht angenommen"
    window.show_accounts(
        (account_view(state=AccountState.LOGIN_NEEDED, trouble_code="key_wrong", trouble_text=english),)
    )
    segment = next(iter(window.status.segments().values()))
    window._tell_error(LoginNeeded(english, code="key_wrong"))
    shown = {
        "tooltip": segment.toolTip(),
        "toast": window.toasts.shown[0].text,
        "strip": " ".join(one.text() for one in window.trouble_strip.findChildren(QLabel)),
        "settings": " ".join(one.text() for one in window.settings.findChildren(QLabel)),
    }
    for where, text in shown.items():
        assert told in text, where
        assert english not in text, where


def test_a_wrong_key_is_mended_in_the_window(window: MainWindow) -> None:
    broken = account_view(name="Laden am Markt", state=AccountState.LOGIN_NEEDED, trouble_code="key_wrong")
    window.commands.run("app.settings")
    window.show_accounts((broken,))
    assert window.trouble_strip.fix.text() == "Neu anmelden …"
    assert "Neu anmelden …" in [one.text() for one in window.settings.findChildren(KeyButton)]
    shown = [window.trouble_strip.text, next(iter(window.status.segments().values())).toolTip()]
    assert not any("Terminal" in one for one in shown)


def test_without_an_account_every_place_says_how_to_begin(
    opened: Callable[..., MainWindow], qtbot: QtBot, calls: FakeShellCalls, orders: FakeCalls
) -> None:
    calls.views.clear()
    orders.rows.clear()
    window = opened()
    settled(qtbot)
    nothing = window.orders.list.nothing
    for typed in ("", "müller"):
        window.top.field.edit.setText(typed)
        qtbot.waitUntil(lambda: not window.orders.searching.running and nothing.isVisible())
        words = " ".join(one.text() for one in nothing.findChildren(QLabel))
        assert "Noch kein Konto" in words
        assert nothing.connect_button.isVisible()
        assert nothing.demo_button.isVisible()
    assert window.status.none.isVisible()
    assert window.status.none.words.startswith("Noch kein Konto")
    QTest.mouseClick(window.status.none, Qt.MouseButton.LeftButton)
    assert window.settings.accounts.demo_button.isVisible()
    QTest.mouseClick(window.settings.accounts.connect_button, Qt.MouseButton.LeftButton)
    assert isinstance(window.account_deeds.dialog, AccountWizard)
    window.account_deeds.dialog.reject()
    window.show_accounts((account_view(),))
    assert not window.status.none.isVisible()
    window.top.field.edit.clear()
    window.commands.run("go.search")
    qtbot.waitUntil(lambda: not window.orders.searching.running and nothing.isVisible())
    assert not nothing.connect_button.isVisible()


def test_every_code_of_the_connectors_has_a_german_sentence() -> None:
    """A code is whatever a connector's source hands over as one."""
    root = Path(connectors.http.__file__).parents[1]
    channels = [one for one in root.glob("channels/*/*.py") if not one.name.startswith("simulator")]
    sources = [*root.glob("http/*.py"), *root.glob("contract/errors.py"), *channels]
    classes: list[type[ConnectorError]] = [ConnectorError, *ConnectorError.__subclasses__(), RateLimited]
    kinds = {kind.code for kind in classes}
    codes = kinds | {found for one in sources for found in codes_in(ast.parse(one.read_text("utf-8")))}
    assert {"key_wrong", "timed_out", "not_an_address", "page_repeated", "rate_limited", "consent_ended"} <= codes
    assert sorted(codes - set(SENTENCES) - set(wording._REASONS)) == []


def codes_in(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "Trouble" and texts:
            found.add(texts[0])
        elif name in {"_wrong", "at"} and len(texts) > 1:
            found.add(texts[-1])
        for word in node.keywords:
            if word.arg == "code" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str):
                found.add(word.value.value)
    return found - {""}


def test_everything_changes_its_language_at_once(window: MainWindow, qtbot: QtBot) -> None:
    assert window.nav.row(window.travels.area).text() == "Suche"
    window.commands.run("language.en")
    qtbot.wait(10)
    assert window.nav.row(window.travels.area).text() == "Search"
    assert window.top.palette_button.text() == "Commands"
    assert window.commands.action("app.quit").text() == "Quit"
    assert window.menuBar().actions()[0].text() == "&File"
    assert window.status.outbox.words == "Outbox is empty"
    assert window.commands.action("language.en").isChecked()


# --- Accounts -----------------------------------------------------------------------------------------------


def words(window: MainWindow) -> str:
    return next(iter(window.status.segments().values())).words


def test_the_status_bar_tells_the_age_of_the_last_good_sync(window: MainWindow, calls: FakeShellCalls) -> None:
    assert words(window) == "Werkbank-Shop vor 0\u00a0s"
    calls.clock.advance(12)
    window._show_status()
    assert words(window) == "Werkbank-Shop vor 12\u00a0s"


def test_progress_stands_in_the_status_bar(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.pages = [progress(1240, 3100, rest=42)]
    calls.gate.clear()
    assert window.commands.run("sync.now")
    qtbot.waitUntil(lambda: "1.240" in words(window))
    assert words(window) == "Werkbank-Shop lädt 1.240 / 3.100 · noch 42\u00a0s"
    window.commands.refresh()
    assert window.commands.run("sync.cancel")
    calls.gate.set()
    settled(qtbot)
    assert words(window) == "Werkbank-Shop vor 0\u00a0s"


@pytest.mark.parametrize(
    "changes, told",
    [
        ({"state": AccountState.LOGIN_NEEDED, "trouble_code": "login_needed"}, "braucht eine neue Anmeldung"),
        ({"trouble_code": "connection_refused"}, "nicht erreichbar"),
        ({"trouble_code": "server_error"}, "hat ein Problem"),
        ({"state": AccountState.PAUSED}, "angehalten"),
        ({"last_good_sync": None}, "noch nicht abgeglichen"),
    ],
)
def test_a_segment_tells_what_is_wrong(
    window: MainWindow, changes: dict[str, Any], told: str, calls: FakeShellCalls
) -> None:
    view = account_view(**changes)
    window.show_accounts((view,))
    assert words(window) == f"Werkbank-Shop {told}"
    assert calls.views


def test_the_segments_menu_fetches_stops_and_pauses(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    menu = window.watch.menu(AccountId(1))
    texts = {action.text(): action for action in menu.actions()}
    texts.pop("")  # the line between two groups
    assert set(texts) == {"Jetzt abgleichen", "Abgleich abbrechen", "Anhalten", "Einstellungen und Schlüssel …"}
    assert not texts["Abgleich abbrechen"].isEnabled()
    texts["Anhalten"].trigger()
    settled(qtbot)
    assert calls.views[AccountId(1)].state is AccountState.PAUSED
    qtbot.waitUntil(lambda: words(window) == "Werkbank-Shop angehalten")
    again = {action.text(): action for action in window.watch.menu(AccountId(1)).actions()}
    assert not again["Jetzt abgleichen"].isEnabled()
    again["Fortsetzen"].trigger()
    settled(qtbot)
    assert calls.views[AccountId(1)].state is AccountState.READY


def test_offline_is_a_strip_and_no_error(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    assert not window.offline_strip.isVisible()
    window.show_accounts((account_view(trouble_code="no_such_host", open_pushes=3), account_view(2, "B")))
    assert not window.offline_strip.isVisible()  # one of them can still be reached
    window.show_accounts((account_view(trouble_code="no_such_host", open_pushes=3),))
    assert window.offline_strip.text == "Offline – Änderungen werden gesammelt (3)"
    assert window.offline_strip.isVisible()
    QTest.mouseClick(window.offline_strip.fix, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert calls.woken == [None]
    assert not window.toasts.shown


def fetched_in_vain(window: MainWindow, calls: FakeShellCalls, qtbot: QtBot, *views: AccountView) -> None:
    """F5 while the channels are out of reach: the account says so, as the real one does."""
    calls.views = {one.id: one for one in views}
    calls.trouble = Unavailable("shop.example cannot be reached just now.", code="connection_refused")
    window.commands.refresh()
    window.commands.run("sync.now")
    qtbot.waitUntil(lambda: len(calls.ended) >= len(views))
    settled(qtbot)


def unreached() -> AccountView:
    return account_view(trouble_code="connection_refused", trouble_text="It cannot be reached.")


def test_what_a_strip_says_is_no_toast(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    fetched_in_vain(window, calls, qtbot, unreached())
    qtbot.waitUntil(window.offline_strip.isVisible)
    assert not window.toasts.shown


def test_one_account_of_several_is_told_and_taken_back_when_it_is_well(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    well = account_view(2, "Zweitladen")
    window.show_accounts((account_view(), well))
    fetched_in_vain(window, calls, qtbot, unreached(), well)
    words = "Werkbank-Shop: Gerade nicht erreichbar. Desk versucht es weiter."
    qtbot.waitUntil(lambda: words in [one.text for one in window.toasts.shown])
    assert not window.offline_strip.isVisible()
    calls.trouble = None
    window.show_accounts((account_view(), well))
    lasting = [one.text for one in window.toasts.shown if not one._timer.isActive()]
    assert lasting == [], "errors stay only as long as they are true"


def test_toasts_leave_the_strips_alone(window: MainWindow, qtbot: QtBot) -> None:
    window.toast("Eins")
    window.show_accounts((unreached(),))
    qtbot.wait(20)
    toast = window.toasts.shown[0]
    assert toast.mapTo(window, toast.rect().bottomLeft()).y() < window.offline_strip.mapTo(window, QPoint(0, 0)).y()


@pytest.mark.parametrize("area", ["go.search", "go.outbox", "app.settings"])
def test_a_strip_that_goes_hands_the_keyboard_to_the_area(window: MainWindow, qtbot: QtBot, area: str) -> None:
    window.activateWindow()
    window.commands.run(area)
    window.show_accounts((unreached(),))
    window.offline_strip.fix.setFocus()
    assert window.focusWidget() is window.offline_strip.fix
    window.show_accounts((account_view(),))
    focused, area_on_show = window.focusWidget(), window.areas.currentWidget()
    assert focused is not None
    assert area_on_show is not None
    assert area_on_show.isAncestorOf(focused)
    assert window.orders.current_order() is None, "no order is opened by that"
    qtbot.wait(1)


def test_a_broken_account_has_its_one_fix(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    broken = account_view(state=AccountState.LOGIN_NEEDED, trouble_code="login_needed", trouble_text="Keys.")
    calls.views[broken.id] = broken
    calls.account_calls.know(broken.id)
    window.show_accounts((broken,))
    assert window.trouble_strip.text.startswith("Werkbank-Shop: Die Schlüssel werden nicht angenommen")
    QTest.mouseClick(window.trouble_strip.fix, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.trouble_strip.isVisible())
    assert calls.views[broken.id].state is AccountState.READY, "the keys are right again, so nothing is asked"
    assert window.account_deeds.dialog is None


def test_the_demo_says_so(opened: Callable[..., MainWindow], window: MainWindow) -> None:
    assert not window.demo_strip.isVisible()
    demo = opened(demo=True)
    assert demo.demo_strip.isVisible()
    assert demo.demo_strip.text == "Demo – es wird nichts übertragen"


def test_the_outbox_counts_in_nav_and_status_bar(window: MainWindow) -> None:
    window.show_accounts((account_view(open_pushes=2),))
    assert window.status.outbox.words == "2 Änderungen im Ausgang"
    row = window.nav.row(type(window.travels.area)("outbox"))
    assert row.accessibleName() == "Ausgang 2"
    window.show_accounts((account_view(open_pushes=2, failed_pushes=1),))
    assert window.status.outbox.words == "1 Änderung im Ausgang braucht dich"
    assert row.accessibleName() == "Ausgang 1"
    assert row.accessibleDescription() == "1 braucht dich"


def test_gone_accounts_leave_the_bar(window: MainWindow, qtbot: QtBot) -> None:
    window.show_accounts((account_view(1, "A"), account_view(2, "B")))
    assert len(window.status.segments()) == 2
    window.show_accounts((account_view(2, "B"),))
    assert [one.words for one in window.status.segments().values()] == ["B vor 0\u00a0s"]
    qtbot.wait(1)


@pytest.mark.parametrize("width", [1440, 1100, 950])
def test_three_busy_accounts_are_told_whole_at_every_width(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls, width: int
) -> None:
    names = ("eBay", "Amazon", "Werkbank-Shop")
    accounts = tuple(account_view(number, name) for number, name in enumerate(names, 1))
    running = {one.id: replace(progress(1240, 3100, 95, one.id), pause_seconds=178.0) for one in accounts}
    size(window, qtbot, width, 700)
    window.status.show_accounts(accounts, running, calls.clock.now())
    window.status.show_outbox(0, 0)
    qtbot.wait(20)
    for segment in window.status.segments().values():
        assert segment.words.endswith("lädt 1.240 / 3.100 · weiter in 3\u00a0min")
        assert segment.width() >= segment.whole_size().width()
    assert window.status.outbox.isVisible()
    assert window.status.outbox.accessibleName() == "Ausgang ist leer"
    window.status.show_accounts(accounts, {}, calls.clock.now())
    qtbot.wait(20)
    assert window.status.outbox.width() >= window.status.outbox.whole_size().width(), "room again, words again"


def test_a_strip_shows_all_its_words(window: MainWindow, qtbot: QtBot) -> None:
    size(window, qtbot, 950, 700)
    name = "Werkbank-Shop am Markt, zweite Kasse"
    window.show_accounts((account_view(name=name, state=AccountState.LOGIN_NEEDED, trouble_code="consent_ended"),))
    qtbot.wait(20)
    strip = window.trouble_strip
    label = strip.findChild(QLabel)
    assert isinstance(label, QLabel)
    assert label.height() >= label.heightForWidth(label.width()) > 20
    window.show_accounts((account_view(trouble_code="connection_refused"),))
    qtbot.wait(20)
    assert window.offline_strip.height() == 28


def test_tooltips_hold_the_exact_times(window: MainWindow) -> None:
    window.show_accounts((account_view(next_run=later(40), unreadable=2, writing=False),))
    tip = next(iter(window.status.segments().values())).toolTip().splitlines()
    assert tip == [
        "Zuletzt abgeglichen: 21.11.2026, 10:00:00",
        "Nächster Abgleich in 40\u00a0s",
        "Bestellungen: 1.240",
        "Nicht lesbar: 2",
        "Nur lesen",
    ]


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
