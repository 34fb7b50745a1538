"""Each fault as an agent in the window meets it: the German sentence, its one fix, and nothing lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.domain.shipments import Parcel
from desk.services import orders, shipments
from desk.ui.accounts.access_dialog import AccessDialog
from desk.ui.background import hub
from desk.ui.locale import locale
from desk.ui.orders.ship_dialog import ShipDialog
from desk.ui.theme import LookChoice, look, qss
from tests.faults.computer import ACCOUNT, TO_SHIP, Computer, unreachable
from tests.faults.market import seller
from tests.faults.window import Window
from tests.services.fakes import KEY

NUMBER = "00340434161094040000"
FULL = "Der Datenträger ist voll. Platz schaffen; Desk macht dann weiter."
READ_ONLY = "Der Datenbestand kann nicht geschrieben werden. Die Rechte am Ordner prüfen."
Open = Callable[[Computer], AbstractContextManager[Window]]


@pytest.fixture
def in_german(qapp: QApplication, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> Iterator[Open]:
    """Opens the window on a computer. No mistake of ours may reach it meanwhile."""
    qss.apply(qapp)
    look().choose(LookChoice.LIGHT)
    locale().speak("de")
    told: list[DeskError] = []
    hub().failed.connect(told.append)

    @contextmanager
    def show(computer: Computer) -> Iterator[Window]:
        made = Window.on(computer, qtbot)
        try:
            yield made
        finally:
            made.close()

    with caplog.at_level(logging.ERROR, logger="ui"):
        yield show
    hub().failed.disconnect(told.append)
    locale().speak("en")
    assert [one.code for one in told if one.code in ("unexpected", "store_bug")] == []
    assert [one.getMessage() for one in caplog.records if one.name == "ui" and one.levelno >= logging.ERROR] == []


@pytest.fixture
def window(in_german: Open, computer: Computer) -> Iterator[Window]:
    with in_german(computer) as made:
        yield made


def ship(window: Window, number: int = 1) -> None:
    found = orders.find(window.desk, f"L-{number}")
    shipments.confirm(window.desk, found, [Parcel(carrier="dhl_de", number=NUMBER)], hold_seconds=0)


def enter_key(window: Window, key: str, field_name: str = "consumer_key") -> None:
    """Into the dialog that a broken account's fix opens, which asks for just this field."""
    (dialog,) = window.open(AccessDialog)
    assert dialog.form is not None
    (field,) = [one for one in dialog.form.fields.values() if one.isVisible()]
    assert field.setting.name == field_name
    assert field.problem, "the sentence stands at the field"
    QTest.keyClicks(field.edit, key)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    window.until_gone(AccessDialog)


# --- Keys ---------------------------------------------------------------------------------------------------------


def test_a_key_that_stops_working_is_mended_at_its_strip_and_the_parcel_goes_once(
    computer: Computer, window: Window
) -> None:
    before = computer.kept()
    computer.shop.key = "the new key"
    ship(window)
    window.routine(computer)
    (told,) = window.strips()
    assert told.startswith(f"{ACCOUNT}: Die Schlüssel werden nicht angenommen")
    assert window.toasts() == []
    assert window.hits("L-7") >= 1, "the rest goes on"
    assert (computer.kept(), computer.shop.told) == (before, [])
    assert "Neu anmelden" in window.press(ACCOUNT)
    enter_key(window, "the new key")
    assert window.strips() == []
    window.routine(computer)
    assert computer.shop.told == [("1", NUMBER)]


def test_keys_that_are_gone_from_the_keyring_are_asked_for_at_their_strip(computer: Computer, window: Window) -> None:
    computer.lose_the_keys_of_accounts()
    ship(window)
    window.routine(computer)
    (told,) = window.strips()
    assert told == f"{ACCOUNT}: Ein Schlüssel dieses Kontos ist nicht im Schlüsselbund. Neu eingeben."
    window.press(ACCOUNT)
    enter_key(window, KEY)
    window.routine(computer)
    assert window.strips() == []
    assert computer.shop.told == [("1", NUMBER)]


def test_a_keyring_that_is_locked_behind_the_window_is_told_though_nobody_asked(
    computer: Computer, window: Window
) -> None:
    computer.shop.place(TO_SHIP + 1)
    computer.lock_the_keyring()
    window.routine(computer)
    assert len(window.strips()) == 1
    assert "Schlüsselbund" in window.strips()[0]
    assert "Entsperren" in window.strips()[0]
    assert window.hits("L-7") >= 1
    computer.unlock_the_keyring()
    assert window.press("Schlüsselbund") == "Jetzt versuchen"
    assert window.strips() == []
    assert window.hits(f"L-{TO_SHIP + 1}") == 1


def test_a_revoked_token_is_asked_for_at_its_strip_and_an_expired_one_never(bare: Computer, in_german: Open) -> None:
    with seller(bare, "ebay") as (computer, market), in_german(computer) as window:
        window.fetch()
        market.expire_tokens()
        window.fetch()
        assert (window.strips(), window.toasts()) == ([], [])
        before = computer.kept()
        market.revoke()
        window.fetch()
        (told,) = window.strips()
        assert told.startswith(f"{ACCOUNT}: Die Zustimmung für dieses Konto ist abgelaufen oder zurückgenommen.")
        assert computer.kept() == before
        window.press(ACCOUNT)
        enter_key(window, market.authorise(), field_name="refresh_token")
        window.fetch()
        assert (window.strips(), computer.kept()) == ([], before)


# --- Network ------------------------------------------------------------------------------------------------------


def test_without_a_network_a_strip_counts_what_waits_and_goes_when_it_is_back(
    computer: Computer, window: Window
) -> None:
    computer.shop.trouble = unreachable()
    ship(window)
    window.routine(computer)
    assert window.strips() == ["Offline – Änderungen werden gesammelt (1)"]
    assert window.toasts() == []
    assert window.hits("L-7") >= 1
    computer.shop.trouble = None
    assert window.press("Offline") == "Jetzt versuchen"
    window.routine(computer)
    assert window.strips() == []
    assert computer.shop.told == [("1", NUMBER)]


# --- Disk ---------------------------------------------------------------------------------------------------------


def test_a_full_disk_behind_the_window_is_told_though_nobody_asked(computer: Computer, window: Window) -> None:
    before = computer.kept()
    computer.shop.place(*range(101, 131))
    computer.disk.is_full = True
    window.routine(computer)
    assert window.strips() == [FULL]
    assert window.hits("L-7") >= 1
    assert computer.kept() == before
    window.fetch()
    assert (window.strips(), window.toasts()) == ([FULL], []), "F5 tells it once"
    computer.disk.is_full = False
    assert window.press("Datenträger") == "Jetzt versuchen"
    assert window.strips() == []
    assert window.hits("L-130") == 1


def test_a_read_only_store_is_shown_keeps_what_is_typed_and_takes_it_once_it_is_mended(
    computer: Computer, in_german: Open
) -> None:
    computer.shop.place(TO_SHIP + 1)
    computer.disk.is_read_only = True
    with in_german(computer) as window:
        window.routine(computer)
        (told,) = window.strips()
        assert told == READ_ONLY
        assert window.hits("L-7") >= 1
        main = window.main
        main.open_order(orders.find(window.desk, "L-1"))
        window.qtbot.waitUntil(lambda: main.orders.detail.view is not None)
        assert main.commands.run("order.ship")
        dialog = main.orders.dialog
        assert dialog is not None
        window.settle()
        dialog.forms[0].number.take(NUMBER)
        window.qtbot.waitUntil(lambda: NUMBER[-6:] in dialog.told.text())
        dialog.confirm_button.click()
        window.settle()
        assert dialog.isVisible()
        assert dialog.problem.text() == READ_ONLY
        assert dialog.forms[0].number.text() == NUMBER
        computer.disk.is_read_only = False
        dialog.confirm_button.click()
        window.until_gone(ShipDialog)
        window.press(READ_ONLY)
        window.routine(computer)
        assert window.strips() == []
        assert computer.shop.told == [("1", NUMBER)]
        assert window.hits(f"L-{TO_SHIP + 1}") == 1


def test_damage_that_is_met_behind_the_window_leads_to_the_backup(computer: Computer, window: Window) -> None:
    left: list[str] = []
    window.main.store_strip.offer_restore(lambda: left.append("for a backup"))
    window.desk.store.close()  # what it holds in memory would hide the damage
    computer.spoil_the_store()
    for asked in (False, True):
        if asked:
            window.fetch()
        else:
            window.routine(computer)
        (told,) = window.strips()
        assert told.startswith("Der Datenbestand ist beschädigt. Die neueste Sicherung wiederherstellen")
        assert window.toasts() == [], "it is said once"
    assert window.press("beschädigt") == "Sicherung einspielen …"
    assert left == ["for a backup"]


# --- Another Desk -------------------------------------------------------------------------------------------------


def test_while_another_desk_fetches_only_who_asked_is_told_and_both_end_well(
    computer: Computer, window: Window
) -> None:
    computer.shop.place(TO_SHIP + 1)
    met: list[list[str]] = []

    def meanwhile() -> None:
        window.beat()
        assert (window.strips(), window.toasts()) == ([], [])
        window.fetch()
        met.append(window.toasts())

    computer.shop.plan("fetch_orders", meanwhile)
    said = computer.terminal("sync")
    assert (said.status, "1 new" in said.out) == (0, True)
    assert met == [[f"Ein anderes Desk arbeitet gerade an {ACCOUNT}. Warten, bis es fertig ist."]]
    window.fetch()
    assert window.strips() == []
    assert window.hits(f"L-{TO_SHIP + 1}") == 1
