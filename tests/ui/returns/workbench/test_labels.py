"""Labels of many returns: numbers typed, pasted or read for those selected, shown before, given and taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk.domain.return_goods import Grade
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import ReturnId
from desk.services import return_steps, return_views
from desk.services.context import Desk
from desk.services.return_batch import BatchDeed
from desk.ui.returns.bulk_model import Column
from desk.ui.returns.label_dialog import LabelDialog
from desk.ui.returns.screen import ReturnsScreen
from tests.ui.orders.fakes import FakeServices
from tests.ui.returns.workbench.steps import dialog_of, ran, settled, state, what

DHL, UPS = "00340434161094042557", "1Z999AA10123456784"


def labels_of(qtbot: QtBot, screen: ReturnsScreen) -> LabelDialog:
    qtbot.waitUntil(lambda: screen.dialog is not None)
    found = dialog_of(qtbot, screen)
    assert isinstance(found, LabelDialog)
    settled(qtbot)
    return found


def type_in(dialog: LabelDialog, text: str) -> None:
    """Into the cell that waits for it, ended as a scanner ends it."""
    (cell,) = (one for one in dialog.table.viewport().findChildren(QLineEdit) if one.isVisible())
    cell.setText(text)
    QTest.keyClick(cell, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_numbers_of_the_selected_are_typed_one_after_the_other_and_given(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, returned: list[ReturnId], services: FakeServices
) -> None:
    for one in returned[:2]:
        return_steps.step(desk, one, ReturnStep.APPROVE)
    screen.model.choose_only(returned[:2])
    screen.do(BatchDeed.LABEL)
    dialog = labels_of(qtbot, screen)
    assert [one.split(" · ")[0] for one in what(dialog)] == ["Lacks its number"] * 2
    assert not dialog.table.isColumnHidden(Column.PARCEL)
    assert dialog.table.isColumnHidden(Column.AMOUNT)
    type_in(dialog, DHL)
    assert dialog.plan is None, "what is shown is checked anew"
    type_in(dialog, UPS)
    qtbot.waitUntil(lambda: dialog.plan is not None and dialog.counts.text() == "2 ready")
    assert dialog.confirm_button.text() == "Give 2 labels"
    dialog.confirm()
    ran(qtbot, dialog)
    assert not dialog.paste.isVisible()
    seen = [return_views.show(desk, one) for one in returned[:2]]
    assert [(one.state, one.carrier, one.parcel) for one in seen] == [
        (ReturnState.LABEL_ISSUED, "dhl_de", DHL),
        (ReturnState.LABEL_ISSUED, "ups", UPS),
    ]
    back = services.backs[0]
    assert back is not None
    back()
    assert [state(desk, one) for one in returned[:2]] == [ReturnState.APPROVED] * 2


def test_rows_are_pasted_or_read_and_name_returns_by_their_orders(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, returned: list[ReturnId], tmp_path: Path
) -> None:
    return_steps.step(desk, returned[0], ReturnStep.APPROVE)
    screen.model.choose_only(())
    screen.list.setCurrentIndex(screen.model.index(-1, 0))
    screen.batches.do(BatchDeed.LABEL, ())
    dialog = labels_of(qtbot, screen)
    assert dialog.counts.text().startswith("Paste rows of a spreadsheet")
    QGuiApplication.clipboard().setText(f"1001\t{DHL}\n1008\t{UPS}\n")
    dialog.paste.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2 and dialog.plan is not None)
    assert what(dialog)[0].startswith("Blocked · It is “Inspected”")
    assert what(dialog)[1] == "Give its label · in Desk only"
    file = tmp_path / "labels.csv"
    file.write_text(f"Retoure;Sendungsnummer\nRT-1;{UPS}\n", encoding="utf-8")
    dialog.read_file(file)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3 and dialog.plan is not None)
    assert "Blocked · There is no such return." in what(dialog)
    dialog.read_file(tmp_path / "none.csv")
    qtbot.waitUntil(dialog.problem.isVisible)
    dialog.reject()
    settled(qtbot)


def test_every_deed_of_the_selection_bar_is_a_command_and_asks_its_choice_in_the_palette(
    qtbot: QtBot, screen: ReturnsScreen, services: FakeServices, desk: Desk, returned: list[ReturnId]
) -> None:
    commands = services.commands
    screen.model.choose_only([returned[2]])
    names = {f"return.{deed}" for deed in BatchDeed} | {"return.condition", "return.reason"}
    assert {one for one in names if commands.why_not(one)} == set()
    grades = commands.choices("return.condition")
    reasons = commands.choices("return.reason")
    assert grades is not None
    assert reasons is not None
    assert [one.text[0] for one in grades("")] == [grade.value for grade in Grade if grade is not Grade.WRONG]
    assert [one.text for one in reasons("too sm")] == ["Too small"]
    (used,) = grades("signs of")
    used.deed()
    settled(qtbot)
    assert state(desk, returned[2]) is ReturnState.INSPECTED
