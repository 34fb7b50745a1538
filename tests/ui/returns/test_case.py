"""One return as an agent works on it: what the page shows, what is barred and why, receive, inspect, settle."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.pushes import PushState
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_money import LossReason, MoneyStep
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import Money, ReturnId
from desk.services import outbox, return_steps, return_views
from desk.services.context import Desk
from desk.ui.returns.case.exchanging import ExchangeDialog
from desk.ui.returns.case.inspecting import InspectDialog
from desk.ui.returns.case.keeping import KeepDialog
from desk.ui.returns.case.pane import CasePane
from desk.ui.returns.case.receiving import ReceiveDialog
from desk.ui.returns.case.saying import SayDialog
from desk.ui.returns.case.settling import SettleDialog
from tests.support.pictures import png
from tests.ui.orders.fakes import FakeServices
from tests.ui.orders.steps import texts
from tests.ui.returns.conftest import NUMBER, Opened

D = TypeVar("D", bound=QDialog)
CONTROL = Qt.KeyboardModifier.ControlModifier


def came(desk: Desk, wanted: ReturnId, grade: Grade = Grade.NEW) -> None:
    """All of it is here and was looked at."""
    for one in return_steps.receive(desk, wanted).told.lines:
        finding = Finding(quantity=one.received, grade=grade, disposition=Disposition.RESTOCK)
        return_steps.inspect(desk, wanted, one.line, finding)


def state(desk: Desk, wanted: ReturnId) -> ReturnState:
    return return_views.show(desk, wanted).state


def active(dialog: object, kind: type[D], qtbot: QtBot) -> D:
    """The open dialog, with the keyboard in it."""
    assert isinstance(dialog, kind)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def begun(pane: CasePane, step: ReturnStep, kind: type[D], qtbot: QtBot) -> D:
    """The dialog that the button of a step opens."""
    pane.page.deeds.buttons[step].click()
    return active(pane.doing.dialog, kind, qtbot)


def why_not(pane: CasePane, step: ReturnStep) -> str:
    return pane.page.deeds.buttons[step].reason


def test_the_page_tells_goods_money_and_why_a_deed_has_to_wait(opened: Opened, of_agent: ReturnId) -> None:
    pane = opened(of_agent)
    told = texts(pane.page)
    assert pane.page.header.state.text == "Requested"
    assert "Too small" in told
    counts = pane.page.goods.boxes[0].counts
    assert [one.text() for one in counts] == ["2", "0", "0", "0", "0"]
    assert counts[0].accessibleName() == "Announced: 2"
    assert why_not(pane, ReturnStep.RESOLVE_REFUND) == "Nothing of this return has come yet."
    assert not why_not(pane, ReturnStep.WAREHOUSE_SCAN)
    assert not unnamed(pane)


def test_every_step_of_the_formula_stands_there_with_its_amount(opened: Opened, of_agent: ReturnId, desk: Desk) -> None:
    came(desk, of_agent, Grade.USED)
    pane = opened(of_agent)
    case = pane.case
    assert case is not None
    told = texts(pane.page.money)
    for words in ("Goods", "Shipping", "Extra credit", "Loss of value", "Return label", "Refunded before", "Goes back"):
        assert words in told
    assert sum(amount.minor for _, amount in case.reckoning.steps) == case.reckoning.amount.minor
    assert dict(case.reckoning.steps)[MoneyStep.GOODS] == Money(
        sum(one.net.minor for one in case.money.values()), "EUR"
    )
    assert case.loss_proposed.minor == sum(one.net.minor * 40 // 100 for one in case.money.values())


def test_what_is_taken_off_bears_one_sign_and_an_ended_return_promises_nothing(
    opened: Opened, of_agent: ReturnId, desk: Desk, qtbot: QtBot
) -> None:
    came(desk, of_agent, Grade.DAMAGED)
    pane = opened(of_agent)
    dialog = begun(pane, ReturnStep.RESOLVE_REFUND, SettleDialog, qtbot)
    dialog.propose.click()
    pane.page.money.steps.show_case(dialog.case, dialog.reckoning())
    assert any(words.startswith("−") for words in texts(pane.page.money))
    assert not any(words.startswith("-") for words in texts(pane.page.money))
    for word in (ReturnState.REFUNDED, ReturnState.DECLINED):
        pane.page.money.show_case(replace(dialog.case, view=replace(dialog.case.view, state=word)))
        assert not pane.page.money.steps.isVisible()
        assert not pane.page.money.why_not.isVisible()
        assert pane.page.money.left.text() == "No money went back for this return."
    dialog.reject()


def test_what_came_is_counted_and_more_than_announced_is_told(
    opened: Opened, of_agent: ReturnId, desk: Desk, qtbot: QtBot
) -> None:
    pane = opened(of_agent)
    dialog = begun(pane, ReturnStep.WAREHOUSE_SCAN, ReceiveDialog, qtbot)
    first, second = dialog.fields.values()
    assert (first.box.value(), second.box.value()) == (2, 1)
    first.box.setValue(3)
    second.box.setValue(0)
    assert "1 more than announced" in dialog.told.text()
    assert "1 still expected." in dialog.told.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: pane.doing.dialog is None and state(desk, of_agent) is ReturnState.RECEIVED)
    qtbot.waitUntil(lambda: pane.page.goods.boxes[0].counts[3].text() == "1")
    assert why_not(pane, ReturnStep.RESOLVE_REFUND) == "3 pieces still wait for inspection."


def test_a_finding_needs_a_condition_proposes_what_becomes_and_is_taken_back(
    opened: Opened, of_agent: ReturnId, desk: Desk, services: FakeServices, qtbot: QtBot
) -> None:
    return_steps.receive(desk, of_agent)
    pane = opened(of_agent)
    pane.page.goods.boxes[0].inspect.click()
    dialog = active(pane.doing.dialog, InspectDialog, qtbot)
    assert dialog.why_not() == "Choose the condition."
    QTest.keyClick(dialog, Qt.Key.Key_C)
    assert dialog.goes.currentData() == Disposition.RESELL_USED
    dialog.note.edit.setPlainText("scratched")
    assert dialog.verb() == "Note 2 × C"
    dialog.confirm()
    qtbot.waitUntil(lambda: bool(services.undone))
    qtbot.waitUntil(lambda: len(pane.page.goods.boxes[0].findings) == 1)
    assert "scratched" in pane.page.goods.boxes[0].findings[0].text.full_text
    services.undone[0][1]()
    qtbot.waitUntil(lambda: not return_views.show(desk, of_agent).lines[0].counted.findings)


def test_money_goes_back_once_by_what_was_typed_and_starts_on_cancel(
    opened: Opened, of_agent: ReturnId, desk: Desk, services: FakeServices, qtbot: QtBot
) -> None:
    came(desk, of_agent, Grade.DAMAGED)
    pane = opened(of_agent)
    dialog = begun(pane, ReturnStep.RESOLVE_REFUND, SettleDialog, qtbot)
    whole = dialog.reckoning().amount
    dialog.steps.fields[MoneyStep.LOSS_OF_VALUE].setText("abc")
    assert "is no amount" in dialog.why_not()
    dialog.propose.click()
    lessened = dialog.reckoning().amount
    assert (whole - lessened).minor == dialog.case.loss_proposed.minor > 0
    assert dialog.held.isVisible()
    assert dialog.why_not() == "Choose why money is held back."
    dialog.held.reason.choose(LossReason.OTHER)
    assert dialog.why_not() == "Say in words why money is held back."
    dialog.held.words.edit.setPlainText("dog hair all over")
    dialog.reword()
    assert (dialog.reckoning().amount, dialog.held.value()) == (lessened, LossReason.OTHER), "it outlives a language"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not outbox.at_hand(desk), "Enter alone confirms nothing"
    dialog.confirm()
    dialog.confirm()
    qtbot.waitUntil(lambda: bool(services.told))
    (push,) = outbox.at_hand(desk)
    assert push.state is PushState.HELD
    assert push.what["amount_minor"] == lessened.minor
    qtbot.waitUntil(lambda: "on its way" in why_not(pane, ReturnStep.RESOLVE_REFUND))
    assert "dog hair all over" in pane.page.money.held.full_text


def test_what_only_desk_knows_of_is_done_at_once_and_undone(
    opened: Opened, of_agent: ReturnId, desk: Desk, services: FakeServices, qtbot: QtBot
) -> None:
    pane = opened(of_agent)
    dialog = begun(pane, ReturnStep.APPROVE, SayDialog, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(services.undone))
    assert state(desk, of_agent) is ReturnState.APPROVED
    services.undone[0][1]()
    qtbot.waitUntil(lambda: services.toasts == ["Taken back."])
    assert state(desk, of_agent) is ReturnState.REQUESTED


def test_what_a_channel_is_told_is_held_and_its_return_set_back_with_it(
    opened: Opened, of_channel: ReturnId, desk: Desk, services: FakeServices, qtbot: QtBot
) -> None:
    pane = opened(of_channel)
    dialog = begun(pane, ReturnStep.WAREHOUSE_SCAN, ReceiveDialog, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(services.told))
    ((words, pushes, seconds),) = services.told
    assert (words.endswith(": Received"), len(pushes), seconds) == (True, 1, 10.0)
    assert outbox.at_hand(desk)[0].state is PushState.HELD
    outbox.recall(desk, pushes)
    assert state(desk, of_channel) is ReturnState.APPROVED


def test_a_return_that_is_gone_says_so_with_a_way_on(opened: Opened, of_agent: ReturnId, qtbot: QtBot) -> None:
    pane = opened(of_agent)
    pane.show_return(ReturnId(999))
    qtbot.waitUntil(lambda: pane.currentWidget() is not pane.page)
    assert "This return is not in the store." in texts(pane)


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_word_is_cut_off_in_a_narrow_pane(
    opened: Opened, of_agent: ReturnId, app: QApplication, language: str
) -> None:
    from desk.ui.locale import locale

    assert app is not None
    pane = opened(of_agent, 560)
    locale().speak(language)
    pane.page.reword()
    shown = [one for one in pane.page.deeds.buttons.values() if one.isVisible()]
    assert shown[0].x() + shown[0].width() <= pane.page.deeds.width()
    locale().speak("en")


def test_wrong_content_needs_its_photo_which_is_kept_by_what_it_is(
    opened: Opened, of_agent: ReturnId, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    return_steps.receive(desk, of_agent)
    pane = opened(of_agent)
    pane.page.goods.boxes[0].inspect.click()
    dialog = active(pane.doing.dialog, InspectDialog, qtbot)
    dialog.choose(Grade.WRONG)
    assert "Add a photo" in dialog.why_not()
    (tmp_path / "box.png").write_bytes(b"no picture")
    dialog.photos.take([tmp_path / "box.png"])
    qtbot.waitUntil(lambda: "no picture that Desk keeps" in dialog.photos.problem.text())
    qtbot.waitUntil(lambda: not dialog.photos.busy)
    (tmp_path / "box.png").write_bytes(png())
    dialog.photos.take([tmp_path / "box.png"])
    qtbot.waitUntil(lambda: dialog.photos.names == "1.png")
    dialog.confirm()
    qtbot.waitUntil(lambda: pane.doing.dialog is None)
    assert return_views.show(desk, of_agent).lines[0].counted.findings[0].photo == "1.png"
    qtbot.waitUntil(lambda: len(pane.page.photos.photos.thumbs) == 1)


def test_an_exchange_asks_what_goes_out_and_tells_who_owes_the_difference(
    opened: Opened, of_agent: ReturnId, desk: Desk, qtbot: QtBot
) -> None:
    came(desk, of_agent)
    pane = opened(of_agent)
    dialog = begun(pane, ReturnStep.RESOLVE_EXCHANGE, ExchangeDialog, qtbot)
    assert dialog.why_not() == "Name the order or the parcel that goes out instead."
    dialog.reference.setText("1002")
    dialog.way.setCurrentIndex(1)
    assert dialog.why_not() == "Enter the difference."
    dialog.amount.setText("3.50")
    dialog.reword()
    assert dialog.told.text().startswith("The buyer owes"), "what was chosen outlives another language"
    dialog.confirm()
    qtbot.waitUntil(lambda: pane.doing.dialog is None)
    assert state(desk, of_agent) is ReturnState.EXCHANGE_SENT
    qtbot.waitUntil(lambda: "not paid yet" in pane.page.facts.facts.full_text)


def test_goods_are_left_to_the_buyer_only_below_the_limit(opened: Opened, of_agent: ReturnId, qtbot: QtBot) -> None:
    pane = opened(of_agent)
    pane.doing.step(ReturnStep.OFFER_KEEP)
    dialog = active(pane.doing.dialog, KeepDialog, qtbot)
    assert dialog.why_not() == "Enter the limit."
    dialog.below.setText("1.00")
    assert "let them come back" in dialog.why_not()
    dialog.below.setText("1000")
    assert not dialog.why_not()


def test_the_channel_hands_our_own_label_to_the_buyer_once_its_file_is_one(
    opened: Opened, of_channel: ReturnId, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    pane = opened(of_channel)
    dialog = begun(pane, ReturnStep.ISSUE_LABEL, SayDialog, qtbot)
    assert dialog.label is not None
    assert dialog.parcel is not None
    (tmp_path / "label.pdf").write_bytes(b"<html>")
    dialog.label.take(tmp_path / "label.pdf")
    qtbot.waitUntil(lambda: "no PDF" in dialog.problem.text())
    (tmp_path / "label.pdf").write_bytes(b"%PDF-1.7 label")
    dialog.label.take(tmp_path / "label.pdf")
    qtbot.waitUntil(lambda: "as the label of this return" in dialog.told.text())
    assert dialog.why_not() == "Enter the tracking number."
    dialog.parcel.number.setText(NUMBER)
    qtbot.waitUntil(lambda: dialog.parcel is not None and dialog.parcel.values()[0] == "dhl_de")
    dialog.confirm()
    qtbot.waitUntil(lambda: pane.doing.dialog is None)
    assert state(desk, of_channel) is ReturnState.LABEL_ISSUED
    (push,) = outbox.at_hand(desk)
    assert push.kind == "send_return_label"


def test_no_file_is_asked_for_where_nobody_hands_it_on(opened: Opened, of_agent: ReturnId, desk: Desk) -> None:
    return_steps.step(desk, of_agent, ReturnStep.APPROVE)
    pane = opened(of_agent)
    pane.doing.step(ReturnStep.ISSUE_LABEL)
    dialog = pane.doing.dialog
    assert isinstance(dialog, SayDialog)
    assert dialog.label is None
    dialog.reject()
