"""A parcel that nobody announced: found by what stands on it, kept, and given to its return."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.values import ReturnId
from desk.services import return_parcels, return_views
from desk.services.context import Desk
from desk.ui.orders.deeds.open_return import OpenReturnDialog
from desk.ui.returns.parcels_dialog import ParcelsDialog
from desk.ui.returns.screen import ReturnsScreen
from tests.ui.orders.fakes import FakeServices
from tests.ui.returns.workbench.steps import settled

NUMBER = "00340434161094042557"


def asked(qtbot: QtBot, dialog: ParcelsDialog, text: str) -> list[str]:
    """What it says of a parcel on which this stands, as a scanner types it."""
    dialog.field.setText(text)
    dialog.field.returnPressed.emit()
    settled(qtbot)
    return [one.text() for one in dialog.rows]


def test_a_parcel_is_found_kept_and_given_to_its_return(
    qtbot: QtBot, screen: ReturnsScreen, services: FakeServices, desk: Desk, returned: list[ReturnId]
) -> None:
    assert services.commands.run("return.parcel")
    dialog = screen.batches.parcels
    settled(qtbot)
    assert asked(qtbot, dialog, NUMBER) == []
    assert dialog.told.text().startswith("Nobody's")
    dialog.keep.click()
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    settled(qtbot)
    (kept,) = return_parcels.waiting(desk)
    assert kept.number == NUMBER
    dialog.rows[0].click()
    settled(qtbot)
    assert not dialog.keep.isEnabled(), "it is kept already"
    number = return_views.show(desk, returned[1]).number
    dialog.field.clear()
    QTest.keyClicks(dialog.field, number)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    settled(qtbot)
    assert NUMBER in dialog.told.text(), "what else is looked for is still for the kept one"
    dialog.rows[0].click()
    settled(qtbot)
    assert return_parcels.waiting(desk) == ()
    assert return_views.show(desk, returned[1]).parcel == NUMBER


def test_of_an_order_a_return_is_opened_that_is_here_already(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.batches.find_parcel()
    dialog = screen.batches.parcels
    rows = asked(qtbot, dialog, "1002")
    order = next(at for at, one in enumerate(rows) if one.startswith("Open a return of order 1002"))
    assert any(one.startswith("Return RT-") for one in rows)
    dialog.rows[order].click()
    settled(qtbot)
    (opening,) = dialog.findChildren(OpenReturnDialog)
    assert opening.here.isChecked()
    opening.reject()
    dialog.reject()
    settled(qtbot)
    assert len(return_views.overview(desk)) == len(returned)
