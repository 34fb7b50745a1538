"""The sync centre on screen: what each account's card says and does, and the repair list."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from connectors.contract.protocols import Quota
from desk.domain.changes import Changes, Kind
from desk.domain.values import AccountId
from desk.domain.views import AccountState
from desk.services.sync_centre import RepairView
from desk.ui.background import hub, lanes
from desk.ui.condition import condition_of
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.sync_centre.account_card import AccountCard
from desk.ui.widgets.label import Label
from tests.ui.fakes import FakeShellCalls, account_view, progress
from tests.ui.orders.fakes import NOW

pytestmark = pytest.mark.usefixtures("app")
ONE = AccountId(1)


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def card_of(window: MainWindow, qtbot: QtBot) -> AccountCard:
    window.open_outbox()
    settled(qtbot)
    card = window.outbox.panel.cards[ONE]
    qtbot.waitUntil(card.isVisible)  # its layout shows it
    return card


def words(label: Label) -> str:
    """With plain blanks, as people read it."""
    return label.text().replace("\xa0", " ")


def changed(qtbot: QtBot) -> None:
    hub().changed.emit(Changes.of(Kind.ACCOUNT, [1]), None)
    settled(qtbot)


def test_a_card_tells_the_last_and_the_next_run_and_both_tick(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    card = card_of(window, qtbot)
    assert card.pill.text == "Aktuell"
    assert "nächster in 42 s" in words(card.run)
    looks = calls.sync_calls.looks
    calls.clock.advance(12)
    window.outbox.panel._tick()
    assert "vor 12 s" in words(card.run)
    assert "nächster in 30 s" in words(card.run)
    assert calls.sync_calls.looks == looks, "time passes without a look at the store"


def test_quotas_are_told_and_an_empty_one_says_when_it_is_full(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.sync_calls.quotas[ONE] = (
        Quota(name="Orders", left=19, of=20, seconds=180),
        Quota(name="Parcels", left=0, of=10, seconds=5),
    )
    card = card_of(window, qtbot)
    told = words(card.quotas).splitlines()
    assert "19" in told[0]
    assert "wieder voll" not in told[0]
    assert "wieder voll in 5 s" in told[1]


def test_progress_rest_and_the_pause_of_a_quota_show_while_it_runs(window: MainWindow, qtbot: QtBot) -> None:
    card = card_of(window, qtbot)
    panel = window.outbox.panel
    panel.show_progress({ONE: progress(1240, 3100, rest=75)})
    assert "1.240 / 3.100" in words(card.run)
    assert card._bar.isVisible()
    assert (card._bar.value(), card._bar.maximum()) == (1240, 3100)
    assert card.stop.isVisible()
    assert not card.fetch.isVisible()
    panel.show_progress({ONE: replace(progress(1240), pause_seconds=90)})
    assert "Kontingent" in words(card.run)
    panel.show_progress({})
    assert not card._bar.isVisible()


def test_a_run_broken_off_says_where_it_goes_on(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.sync_calls.fetched, calls.sync_calls.total = 300, 900
    assert "300 / 900" in words(card_of(window, qtbot).run)


def test_fetch_pause_and_go_on_by_mouse_and_key(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    card = card_of(window, qtbot)
    QTest.mouseClick(card.fetch, Qt.MouseButton.LeftButton)
    assert calls.woken == [ONE]
    settled(qtbot)
    QTest.keyClick(card.pause, Qt.Key.Key_Space)
    settled(qtbot)
    assert calls.views[ONE].state is AccountState.PAUSED
    assert card.pill.text == "Angehalten"
    assert card.fetch.toolTip()
    assert not card.fetch.isEnabled()
    QTest.keyClick(card.pause, Qt.Key.Key_Space)
    settled(qtbot)
    assert calls.views[ONE].state is AccountState.READY


def test_writing_is_held_back_at_once_and_let_go_only_after_a_question(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    card = card_of(window, qtbot)
    assert not card.writing.isChecked()
    card.writing.click()
    settled(qtbot)
    assert not calls.views[ONE].writing
    assert card.writing.isChecked()
    card.writing.click()
    settled(qtbot)
    assert card.writing.isChecked(), "it asks first"
    dialog = window.account_deeds.dialog
    assert dialog is not None
    dialog.accept()
    settled(qtbot)
    assert calls.views[ONE].writing
    assert not card.writing.isChecked()


def test_a_broken_account_tells_the_one_fix(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    card = card_of(window, qtbot)
    assert not card.fix.isVisible()
    calls.views[ONE] = replace(
        calls.views[ONE],
        state=AccountState.LOGIN_NEEDED,
        trouble_code="key_wrong",
        trouble_text="The key is wrong.",
        trouble_since=NOW,
    )
    changed(qtbot)
    assert card.fix.isVisible()
    assert card.trouble.text()
    card.fix.click()
    settled(qtbot)
    assert window.account_deeds.dialog is not None
    window.account_deeds.dialog.reject()


def test_an_account_that_is_gone_leaves(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.views[AccountId(2)] = account_view(2, "Zweiter")
    card_of(window, qtbot)
    assert set(window.outbox.panel.cards) == {1, 2}
    del calls.views[AccountId(2)]
    changed(qtbot)
    assert set(window.outbox.panel.cards) == {1}


def test_a_record_is_read_again_from_the_list(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    for name in ("7", "?8"):
        calls.sync_calls.broken[name] = RepairView(
            account=ONE,
            account_name="Werkbank-Shop",
            remote_id=name,
            reason="quantity is no number",
            sample='{"id":7}',
            first_seen=NOW,
            last_seen=NOW,
            times=3,
            may_read_again=name == "7",
        )
    calls.views[ONE] = replace(calls.views[ONE], unreadable=2)
    card = card_of(window, qtbot)
    assert card.repairs.isVisible()
    assert "2" in card.repairs.text()
    card.repairs.click()
    settled(qtbot)
    dialog = window.outbox.panel.dialog
    assert dialog is not None
    assert set(dialog.rows) == {"7", "?8"}
    assert not dialog.rows["?8"].isEnabled()
    dialog.rows["7"].click()
    settled(qtbot)
    assert dialog.told.text().startswith("Noch nicht: ")
    calls.sync_calls.readable.add("7")
    dialog.rows["7"].click()
    settled(qtbot)
    assert set(dialog.rows) == {"?8"}
    assert not dialog.told.isVisible()
    dialog.reject()
    assert window.outbox.panel.dialog is None
    settled(qtbot)


def test_the_panel_looks_only_while_it_is_on_screen(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    card_of(window, qtbot)
    window.commands.run("go.search")
    looks = calls.sync_calls.looks
    changed(qtbot)
    assert calls.sync_calls.looks == looks
    assert not window.outbox.panel._timer.isActive()


def test_offline_with_fifty_changes_the_strip_counts_them(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.views[ONE] = replace(
        calls.views[ONE], trouble_code="connection_refused", trouble_text="No.", trouble_since=NOW, open_pushes=50
    )
    changed(qtbot)
    assert condition_of(window.watch.accounts).offline
    assert window.offline_strip.text == "Offline – Änderungen werden gesammelt (50)"
    card = card_of(window, qtbot)
    assert card.pill.text == "Nicht erreichbar"
    assert "50" in card.outbox.text()
    locale().speak("en")
    qtbot.waitUntil(lambda: card.pill.text == "Not reachable")
    qtbot.waitUntil(lambda: window.offline_strip.text == "Offline – changes are collected (50)")


def test_everything_in_the_panel_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    card = card_of(window, qtbot)
    for button in (card.fetch, card.stop, card.pause, card.fix, card.writing):
        assert button.accessibleName()
    assert card.accessibleName() == "Werkbank-Shop"
