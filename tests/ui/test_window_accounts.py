"""How accounts fare, in the main window's status bar, strips and counts."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from connectors.contract.errors import Unavailable
from desk.domain.values import AccountId
from desk.domain.views import AccountState, AccountView
from desk.ui.main_window import MainWindow
from desk.ui.picture_stage import lay_out
from desk.ui.settings.kept import first_size
from tests.ui.fakes import FakeShellCalls, account_view, later, progress
from tests.ui.shell import settled, size

pytestmark = pytest.mark.usefixtures("app")


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
    toast = window.toasts.shown[0]

    def is_above_the_strip() -> bool:
        strip = window.offline_strip.mapTo(window, QPoint(0, 0)).y()
        return strip > 0 and toast.mapTo(window, toast.rect().bottomLeft()).y() < strip

    qtbot.waitUntil(is_above_the_strip)


@pytest.mark.parametrize("area", ["go.search", "go.outbox", "app.settings"])
def test_a_strip_that_goes_hands_the_keyboard_to_the_area(window: MainWindow, area: str) -> None:
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


def test_the_settings_take_the_keyboard_and_tab_goes_down_card_by_card(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    window.activateWindow()
    window.commands.run("app.settings")
    connect = window.settings.accounts.connect_button
    inside = window.settings.accounts.parentWidget()
    assert inside is not None
    assert window.focusWidget() is connect
    window.show_accounts((account_view(orders=7),))  # its row is made anew
    settled(qtbot)
    lay_out()
    connect.setFocus()
    passed: list[int] = []
    here: QWidget | None = connect
    while here is not None and inside.isAncestorOf(here) and len(passed) < 40:
        passed.append(here.mapTo(inside, QPoint(0, 0)).y())
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = window.focusWidget()
    assert len(passed) > 10
    assert passed == sorted(passed), "nothing above comes after what stands below it"
    settled(qtbot)
    assert calls.views


def test_the_first_window_fits_its_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    small = SimpleNamespace(availableSize=lambda: QSize(1366, 728))
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    assert first_size(cast(QScreen, small)) == QSize(1350, 688)
    large = SimpleNamespace(availableSize=lambda: QSize(2560, 1400))
    assert first_size(cast(QScreen, large)) == QSize(1440, 900)


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
    assert window.status.outbox.words == "1 Änderung im Ausgang wartet auf Sie"
    assert row.accessibleName() == "Ausgang 1"
    assert row.accessibleDescription() == "1 wartet auf Sie"


def test_gone_accounts_leave_the_bar(window: MainWindow) -> None:
    window.show_accounts((account_view(1, "A"), account_view(2, "B")))
    assert len(window.status.segments()) == 2
    window.show_accounts((account_view(2, "B"),))
    assert [one.words for one in window.status.segments().values()] == ["B vor 0\u00a0s"]


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
    segments = window.status.segments().values()
    assert [one.words.endswith("lädt 1.240 / 3.100 · weiter in 3\u00a0min") for one in segments] == [True] * 3
    qtbot.waitUntil(lambda: all(one.width() >= one.whole_size().width() for one in segments))
    assert window.status.outbox.isVisible()
    assert window.status.outbox.accessibleName() == "Ausgang ist leer"
    window.status.show_accounts(accounts, {}, calls.clock.now())
    outbox = window.status.outbox
    qtbot.waitUntil(lambda: outbox.width() >= outbox.whole_size().width())  # room again, words again


def test_a_strip_shows_all_its_words(window: MainWindow, qtbot: QtBot) -> None:
    size(window, qtbot, 950, 700)
    name = "Werkbank-Shop am Markt, zweite Kasse"
    window.show_accounts((account_view(name=name, state=AccountState.LOGIN_NEEDED, trouble_code="consent_ended"),))
    strip = window.trouble_strip
    label = strip.findChild(QLabel)
    assert isinstance(label, QLabel)
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) > 20)
    window.show_accounts((account_view(trouble_code="connection_refused"),))
    qtbot.waitUntil(lambda: window.offline_strip.height() == 28)


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
