from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.cases import CaseDeed, CaseKind, CaseState
from desk.domain.changes import Changes, Kind
from desk.domain.clock import ManualClock
from desk.domain.pushes import ReturnAnswer
from desk.domain.values import CaseId, OrderId
from desk.domain.views import OrderView, Permission
from desk.ui.orders.cards.cases import CasesCard
from desk.ui.orders.deeds.cancel import AnswerCancellationDialog
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.inquiry import RefundInquiryDialog, TellShipmentDialog
from desk.ui.orders.deeds.returns import AnswerReturnDialog, EscalateDialog, LabelDialog, RefundReturnDialog
from desk.ui.orders.fixes import Fix
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fake_deeds import LIMITS, YES, case
from tests.ui.orders.fakes import FakeCalls, FakeServices, euro, order_row, order_view, shipment
from tests.ui.orders.steps import HOSTILE, texts

CONTROL = Qt.KeyboardModifier.ControlModifier
Shown = Callable[[OrderView], OrdersScreen]


@pytest.fixture
def calls() -> FakeCalls:
    return FakeCalls([order_row(1)])


@pytest.fixture
def shown(qtbot: QtBot, opened: Opened, calls: FakeCalls) -> Shown:
    def show(view: OrderView) -> OrdersScreen:
        calls.views[OrderId(1)] = view
        screen = opened(calls)
        screen.show_order(OrderId(1))
        qtbot.waitUntil(lambda: screen.detail.view is not None)
        return screen

    return show


def with_case(*cases: object, **changes: object) -> OrderView:
    return order_view(1, cases=cases, limits=LIMITS, refundable=euro(123450), **changes)


def card_of(screen: OrdersScreen) -> CasesCard:
    card = screen.detail.page.cases
    assert card is not None
    return card


def dialog_of(screen: OrdersScreen) -> DeedDialog:
    dialog = screen.doing.dialog
    assert dialog is not None
    return dialog


def test_an_order_without_cases_builds_no_card_for_them(shown: Shown) -> None:
    screen = shown(order_view(1))
    assert screen.detail.page.cases is None
    assert screen.detail.page.messages is None


def test_a_return_tells_state_reason_deadline_money_and_history(shown: Shown) -> None:
    screen = shown(with_case(case()))
    told = texts(card_of(screen))
    assert "Return 500001" in told
    assert "Defective · 1 × Akku-Bohrschrauber 18 V" in told
    assert "“Der Motor läuft nicht an.”" in told
    assert "Act until 22/11/2026, 16:00 · 1 day 6\u00a0h left" in told
    assert "to refund €1,149.00" in told
    assert "Create return" not in told
    card_of(screen).boxes[0].fold.click()
    assert "Buyer · Create return" in texts(card_of(screen))


@pytest.mark.parametrize(
    "due_in, tint, words",
    [(-3, "err", "overdue for 3\u00a0h"), (30, "warn", "1 day 6\u00a0h left"), (100, "2", "4 days left")],
)
def test_a_deadline_is_coloured_as_it_comes_near(shown: Shown, due_in: float, tint: str, words: str) -> None:
    screen = shown(with_case(case(due_in=due_in)))
    label = card_of(screen).boxes[0].deadlines
    assert label.property("tint") == tint
    assert label.text().endswith(words)


def test_the_strip_names_a_missed_deadline_and_leads_to_its_case(shown: Shown) -> None:
    screen = shown(with_case(case(due_in=-3)))
    strip = screen.detail.page.alert
    assert strip.alert is not None
    assert strip.alert.grave
    assert "Deadline missed. Return 500001 · Act until" in strip.accessibleName()
    strip.buttons[Fix.SHOW_CASE].click()
    assert screen.focusWidget() is card_of(screen).boxes[0].buttons[CaseDeed.APPROVE]


def test_a_far_deadline_or_the_buyers_is_no_alarm(shown: Shown) -> None:
    assert shown(with_case(case(due_in=100))).detail.page.alert.alert is None


def test_a_state_desk_does_not_know_is_shown_by_the_channels_own_word(shown: Shown) -> None:
    screen = shown(
        with_case(case(state=CaseState.UNKNOWN, channel_state="ZZ_NEW", reason="", channel_reason="ODD_ONE"))
    )
    box = card_of(screen).boxes[0]
    assert box.state.text == "ZZ_NEW"
    assert box.reason.full_text.startswith("Odd one")


def test_refused_deeds_stand_there_with_their_reason(shown: Shown) -> None:
    screen = shown(with_case(case()))
    button = card_of(screen).boxes[0].buttons[CaseDeed.REFUND]
    assert button.is_barred
    assert button.toolTip() == "The channel does not take this at the moment."
    assert button.accessibleDescription() == button.toolTip()
    assert CaseDeed.SEND_LABEL not in card_of(screen).boxes[0].buttons, "what makes no sense is left out"


def test_what_a_buyer_writes_is_plain_text(shown: Shown) -> None:
    screen = shown(with_case(case(comment=HOSTILE)))
    comment = card_of(screen).boxes[0].comment
    assert comment.textFormat() is Qt.TextFormat.PlainText
    assert "<script>" in comment.full_text
    assert "\u202e" not in comment.full_text


def test_declining_starts_on_leaving_it_needs_words_and_takes_enter_for_nothing(
    qtbot: QtBot, shown: Shown, calls: FakeCalls, services: FakeServices
) -> None:
    screen = shown(with_case(case()))
    card_of(screen).boxes[0].buttons[CaseDeed.DECLINE].click()
    dialog = dialog_of(screen)
    assert isinstance(dialog, AnswerReturnDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.focusWidget() is dialog.cancel
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert dialog.problem.text() == "Tell the buyer why."
    dialog.comment.edit.setPlainText("The goods were damaged on purpose.")
    dialog.confirm_button.setFocus()
    QTest.keyClick(dialog.confirm_button, Qt.Key.Key_Return)
    assert calls.outbox.queued == []
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    told = (OrderId(1), CaseId(1), ReturnAnswer.DECLINE, "The goods were damaged on purpose.", None)
    assert calls.outbox.queued == [("answer_return", told)]
    assert services.told[0][2] == 10.0
    assert services.told[0][0].startswith("Decline return: 18-12345-00001")


def test_an_offer_is_never_more_than_the_return_is_worth(shown: Shown) -> None:
    screen = shown(with_case(case()))
    card_of(screen).boxes[0].buttons[CaseDeed.OFFER_PART].click()
    dialog = dialog_of(screen)
    assert isinstance(dialog, AnswerReturnDialog)
    assert dialog.amount is not None
    dialog.amount.setText("1150")
    assert not dialog.confirm_button.isEnabled()
    assert dialog.problem.text() == "Only €1,149.00 of it can still be refunded."
    dialog.amount.setText("300,50")
    assert dialog.confirm_button.text() == "Offer €300.50"
    assert dialog.confirm_button.isEnabled()


def test_a_return_is_refunded_for_goods_and_shipping(qtbot: QtBot, shown: Shown, calls: FakeCalls) -> None:
    view = with_case(case(may={CaseDeed.REFUND: YES}, expected=euro(2000)))
    screen = shown(view)
    card_of(screen).boxes[0].buttons[CaseDeed.REFUND].click()
    dialog = dialog_of(screen)
    assert isinstance(dialog, RefundReturnDialog)
    assert dialog.confirm_button.text() == "Refund €20.00"
    assert dialog.rest.text() == "€20.00 of €1,234.50 that can still be refunded"
    dialog.shipping.setText("1")
    assert dialog.problem.text() == "Only €0.00 of it can still be refunded."
    dialog.shipping.setText("")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued[0][1][2:] == (euro(2000), euro(0), "")


def test_a_label_is_checked_before_it_is_sent(qtbot: QtBot, shown: Shown, calls: FakeCalls, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    screen = shown(with_case(case(may={CaseDeed.SEND_LABEL: YES})))
    card_of(screen).boxes[0].buttons[CaseDeed.SEND_LABEL].click()
    dialog = dialog_of(screen)
    assert isinstance(dialog, LabelDialog)
    assert dialog.confirm_button.text() == "Say it was sent"
    odd = folder / "label.pdf"
    odd.write_bytes(b"<html>")
    dialog.file.take(odd)
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert not dialog.confirm_button.isEnabled()
    odd.write_bytes(b"%PDF-1.7 label")
    dialog.file.take(odd)
    qtbot.waitUntil(lambda: dialog.confirm_button.text() == "Give the label")
    dialog.parcel.number.setText("00340434161094042557")
    qtbot.waitUntil(lambda: dialog.parcel.carrier.value() == "dhl_de")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    told = ("dhl_de", "00340434161094042557", "label.pdf", b"%PDF-1.7 label")
    assert calls.outbox.queued[0][1][2:] == told


def test_escalating_needs_one_of_the_channels_reasons_in_words(qtbot: QtBot, shown: Shown, calls: FakeCalls) -> None:
    screen = shown(with_case(case(may={CaseDeed.ESCALATE: YES})))
    card_of(screen).boxes[0].buttons[CaseDeed.ESCALATE].click()
    dialog = dialog_of(screen)
    assert isinstance(dialog, EscalateDialog)
    assert not dialog.confirm_button.isEnabled()
    assert dialog.reason.itemText(0) == "Trouble communication with buyer"
    dialog.reason.choose("TROUBLE_COMMUNICATION_WITH_BUYER")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued[0][1][2:] == ("TROUBLE_COMMUNICATION_WITH_BUYER", "")


def test_a_wish_to_cancel_is_declined_with_the_parcel(qtbot: QtBot, shown: Shown, calls: FakeCalls) -> None:
    wish = case(kind=CaseKind.CANCELLATION, may={CaseDeed.APPROVE: YES, CaseDeed.DECLINE: YES})
    screen = shown(with_case(wish, shipments=(shipment("00340434161094042557"),)))
    card_of(screen).boxes[0].buttons[CaseDeed.DECLINE].click()
    dialog = dialog_of(screen)
    assert isinstance(dialog, AnswerCancellationDialog)
    parcel = dialog.parcel
    assert parcel is not None
    assert parcel.number.text() == "00340434161094042557"
    qtbot.waitUntil(lambda: parcel.values()[0] == "dhl_de")
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued[0][1][2:] == (False, "dhl_de", "00340434161094042557")


def test_an_inquiry_is_answered_by_the_parcel_or_by_all_the_money(shown: Shown) -> None:
    screen = shown(
        with_case(case(kind=CaseKind.INQUIRY, may={CaseDeed.TELL_SHIPMENT: YES, CaseDeed.REFUND: YES}, expected=None))
    )
    box = card_of(screen).boxes[0]
    box.buttons[CaseDeed.TELL_SHIPMENT].click()
    first = dialog_of(screen)
    assert isinstance(first, TellShipmentDialog)
    assert not first.confirm_button.isEnabled()
    first.reject()
    box.buttons[CaseDeed.REFUND].click()
    second = dialog_of(screen)
    assert isinstance(second, RefundInquiryDialog)
    assert second.confirm_button.text() == "Refund €1,234.50"


def test_a_deed_that_a_sync_has_forbidden_does_not_open(shown: Shown) -> None:
    screen = shown(with_case(case(may={CaseDeed.APPROVE: Permission(False, "case_ended", "This case is closed.")})))
    screen.doing.in_case(CaseId(1), CaseDeed.APPROVE)
    assert screen.doing.dialog is None


def test_a_screen_reader_can_name_every_control(shown: Shown) -> None:
    screen = shown(with_case(case()))
    assert not list(unnamed(screen.detail.page))
    for deed in (CaseDeed.OFFER_PART, CaseDeed.WRITE):
        card_of(screen).boxes[0].buttons[deed].click()
        assert not list(unnamed(dialog_of(screen)))
        dialog_of(screen).reject()


def test_time_that_passes_turns_a_deadline_red_while_the_order_is_open(shown: Shown, calls: FakeCalls) -> None:
    screen = shown(with_case(case(due_in=1)))
    clock = calls.clock
    assert isinstance(clock, ManualClock)
    assert screen.detail.page.alert.alert is not None
    assert not screen.detail.page.alert.alert.grave
    clock.advance(2 * 3600)
    screen.doing._minute.timeout.emit()
    assert screen.detail.page.alert.alert.grave
    assert card_of(screen).boxes[0].deadlines.property("tint") == "err"


def test_what_a_channel_tells_of_a_case_is_shown_at_once(qtbot: QtBot, shown: Shown, calls: FakeCalls) -> None:
    screen = shown(with_case(case()))
    calls.views[OrderId(1)] = with_case(case(state=CaseState.ESCALATED, may={}))
    screen.reload(Changes.of(Kind.CASE, [CaseId(1)]))
    qtbot.waitUntil(lambda: card_of(screen).boxes[0].state.text == "The channel decides")
    assert card_of(screen).boxes[0].buttons[CaseDeed.APPROVE].isHidden()


def test_a_no_asks_for_no_parcel_where_the_channel_takes_none(qtbot: QtBot, shown: Shown, calls: FakeCalls) -> None:
    wish = case(kind=CaseKind.CANCELLATION, may={CaseDeed.APPROVE: YES, CaseDeed.DECLINE: YES})
    screen = shown(replace(with_case(wish), limits=replace(LIMITS, no_needs_parcel=False)))
    card_of(screen).boxes[0].buttons[CaseDeed.DECLINE].click()
    dialog = dialog_of(screen)
    assert isinstance(dialog, AnswerCancellationDialog)
    assert dialog.parcel is None
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    assert calls.outbox.queued[0][1][2:] == (False, "", "")
