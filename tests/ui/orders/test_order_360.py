from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.changes import Changes, Kind
from desk.domain.orders import Address, Buyer, Handling, Totals
from desk.domain.pushes import PushState
from desk.domain.standing import Standing
from desk.domain.values import OrderId, PushId
from desk.domain.views import Permission
from desk.ui.orders.fixes import Fix
from desk.ui.theme.look import look
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, FakeServices, euro, order_row, order_view, push_view
from tests.ui.orders.steps import HOSTILE, opened_order, people, texts


def test_the_order_is_shown_with_all_it_has(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    said = texts(screen.detail)
    for word in (
        "18-12345-00001",
        "RE-2026-1042",
        "Bit-Set 32-teilig",
        "BIT-32",
        "€24.99",
        "€49.98",
        "Payment received: €1,234.50",
        "10117 Berlin",
        "eBay Zahlungsabwicklung",
        "Ordered",
        "Delivered",
    ):
        assert word in said
    assert screen.detail.page.shipment.bar.accessibleName() == (
        "Ordered: reached, Paid: reached, Shipped: ahead, Delivery: ahead, Delivered: ahead"
    )
    assert not screen.detail.page.note.isVisible()
    assert not screen.detail.page.addresses.isVisible(), "one address for both is shown once"


def test_a_barred_deed_tells_its_reason(qtbot: QtBot, opened: Opened, services: FakeServices) -> None:
    calls = people()
    calls.views[OrderId(1)] = order_view(1, may_ship=Permission(allowed=False, code="writing_off", text="x"))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    button = screen.detail.page.deeds.ship_button
    reason = "eBay is read-only. Switch writing on for this account first. Settings > Accounts."
    assert button.is_barred
    assert button.toolTip() == button.accessibleDescription() == reason
    assert services.commands.why_not("order.ship") == reason
    allowed: list[str] = []
    services.commands.bind("account.allow-writing", lambda: allowed.append("asked"))
    QTest.mouseClick(screen.detail.page.deeds.allow_button, Qt.MouseButton.LeftButton)
    assert allowed == ["asked"], "the way out stands beside what is barred"
    screen.ship()
    assert screen.dialog is None


@pytest.mark.parametrize(
    "code,standing,handling,reason",
    [
        ("channel_ships", Standing.CHANNEL_SHIPS, Handling.CHANNEL, "The channel ships this order itself."),
        (
            "channel_keeps_back",
            Standing.WAITING_FOR_PAYMENT,
            Handling.NOT_YET,
            "The channel has not released this order yet: do not ship it.",
        ),
    ],
)
def test_what_a_channel_ships_or_keeps_back_is_barred_with_the_reason(
    qtbot: QtBot, opened: Opened, services: FakeServices, code: str, standing: Standing, handling: Handling, reason: str
) -> None:
    calls = people()
    barred = Permission(allowed=False, code=code, text=reason)
    calls.views[OrderId(1)] = order_view(1, may_ship=barred, standings=(standing,), handling=handling)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    button = screen.detail.page.deeds.ship_button
    assert button.is_barred
    assert button.toolTip() == services.commands.why_not("order.ship") == reason
    assert screen.detail.page.alert.isVisible() is (standing is Standing.WAITING_FOR_PAYMENT)


@pytest.mark.parametrize(
    "state,fixes",
    [
        (PushState.FAILED, [("retry", Fix.RETRY), ("recall", Fix.RECALL)]),
        (PushState.CONFLICT, [("retry", Fix.RETRY), ("recall", Fix.RECALL)]),
        (PushState.UNCLEAR, [("retry", Fix.RETRY), ("resolve True", Fix.IT_ARRIVED)]),
    ],
)
def test_the_worst_problem_stands_on_top_with_its_ways_on(
    qtbot: QtBot, opened: Opened, state: PushState, fixes: list[tuple[str, Fix]]
) -> None:
    calls = people()
    calls.views[OrderId(1)] = order_view(1, pushes=(push_view(state=state, words="Invalid provider"),))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    strip = screen.detail.page.alert
    assert strip.isVisible()
    assert "Invalid provider" in texts(strip)
    for done, fix in fixes:
        assert strip.buttons[fix].isVisible()
        strip.buttons[fix].click()
        assert not strip.buttons[fix].isEnabled(), "no second click while the first is under way"
        qtbot.waitUntil(strip.buttons[fix].isEnabled)
        assert calls.done[-1] == (done, (PushId(7),))
    assert len(calls.done) == len(fixes)


def test_money_that_may_have_gone_is_sent_again_only_after_a_question(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    told: dict[str, str | int] = {"amount_minor": 4000, "currency": "EUR", "refund_reason": "GOODWILL"}
    refund = replace(push_view(state=PushState.UNCLEAR), kind="refund_order", what=told)
    calls.views[OrderId(1)] = order_view(1, pushes=(refund,))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.detail.page.alert.buttons[Fix.RETRY].click()
    question = screen.mending.question
    assert question is not None
    assert "€40.00" in question.what.text()
    assert question.focusWidget() is question.leave
    QTest.keyClick(question.leave, Qt.Key.Key_Return)
    assert screen.mending.question is None
    assert calls.done == []
    screen.detail.page.alert.buttons[Fix.RETRY].click()
    assert screen.mending.question is not None
    screen.mending.question.go.click()
    qtbot.waitUntil(lambda: calls.done == [("retry", (PushId(7),))])


def test_an_order_without_a_problem_has_no_strip(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert not screen.detail.page.alert.isVisible()


def test_an_amount_that_the_channel_keeps_back_is_no_nothing(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    lines = tuple(replace(one, unit_price=euro(0), total=euro(0)) for one in order_view(1).lines)
    zero = euro(0)
    totals = Totals(goods=zero, shipping=zero, fees=zero, discount=zero, tax=zero, total=zero)
    waiting = order_view(1, standings=(Standing.WAITING_FOR_PAYMENT,), handling=Handling.NOT_YET, totals=totals)
    calls.views[OrderId(1)] = replace(waiting, lines=lines)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert "€0.00" not in texts(screen.detail.page.items)
    calls.views[OrderId(1)] = replace(waiting, lines=lines, standings=(Standing.TO_SHIP,))
    screen.reload(Changes.of(Kind.ORDER, [1]))
    qtbot.waitUntil(lambda: "€0.00" in texts(screen.detail.page.items))


def test_an_order_without_an_address_says_why_as_long_as_the_channel_withholds_it(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    known = order_view(1)
    why = "Amazon gives buyers' names and addresses again. Desk is fetching them for the orders that came without."
    calls.views[OrderId(1)] = replace(known, buyer=Buyer(), recipient=Address(), billing=Address(), withheld=why)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    said = texts(screen.detail.page.customer)
    assert "Name hidden by the channel" in said
    assert why in said
    calls.views[OrderId(1)] = known
    screen.reload(Changes.of(Kind.ORDER, [1]))
    qtbot.waitUntil(lambda: not screen.detail.page.customer.withheld.isVisible())


@pytest.mark.parametrize("priced_less, told", [(True, "Discount, already taken off above"), (False, "Discount")])
def test_the_sums_below_the_items_can_be_added_up(qtbot: QtBot, opened: Opened, priced_less: bool, told: str) -> None:
    calls = people()
    view = order_view(1)
    (first, *others), goods = view.lines, view.totals.goods.minor
    if priced_less:
        first = replace(first, total=euro(first.total.minor - 973))
    totals = replace(view.totals, shipping=euro(490), discount=euro(973), total=euro(goods + 490 - 973))
    calls.views[OrderId(1)] = replace(view, lines=(first, *others), totals=totals)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    shown = texts(screen.detail.page.items)
    assert told in shown
    assert shown.count("-€9.73") == 1


def test_nobody_waits_for_the_money_of_a_cancelled_order(qtbot: QtBot, opened: Opened) -> None:
    from desk.domain.orders import PaymentFacet

    calls = people()
    unpaid = order_view(1, payment=PaymentFacet.UNPAID, standings=(Standing.WAITING_FOR_PAYMENT,))
    calls.views[OrderId(1)] = unpaid
    calls.views[OrderId(2)] = replace(unpaid, id=OrderId(2), standings=(Standing.CANCELLED,))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert screen.detail.page.payment._state._filled
    screen.show_order(OrderId(2))
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    assert not screen.detail.page.payment._state._filled


def test_refreshing_asks_the_channel_once_and_shows_it(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.refresh()
    assert not screen.detail.page.deeds.refresh_button.isEnabled()
    qtbot.waitUntil(screen.detail.page.deeds.refresh_button.isEnabled)
    assert calls.refreshed == [1]


def test_a_further_order_opens(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.views[OrderId(901)] = order_view(901)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.detail.page.further.links[0].click()
    qtbot.waitUntil(lambda: opened_order(screen) == 901)


def test_the_number_is_copied(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen._services.commands.run("order.copy-number")
    assert QGuiApplication.clipboard().text() == "18-12345-00001"


def test_the_timeline_grows_and_is_filtered_by_kind(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    view = order_view(1)
    calls.views[OrderId(1)] = replace(view, timeline=view.timeline * 5)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    card = screen.detail.page.timeline

    def rows() -> int:
        return sum(row.isVisible() for row in card.rows)

    assert rows() == 6
    card._all.click()
    assert rows() == 10
    payment = next(action for action in card.menu().actions() if action.text() == "Payment")
    payment.trigger()
    assert rows() == 5
    assert "Payment received" not in texts(card)


def test_hostile_words_are_shown_letter_by_letter(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(1, name=HOSTILE, first_item=HOSTILE, shown_number="<i>1</i>")])
    base = order_view(1)
    calls.views[OrderId(1)] = replace(
        base,
        number="<i>1</i>",
        buyer=replace(base.buyer, name=HOSTILE, email="<a href='x'>x</a>@x.example"),
        buyer_note=HOSTILE,
        lines=tuple(replace(line, title=HOSTILE, sku="<u>S</u>") for line in base.lines),
    )
    screen = opened(calls)
    screen.open_first()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    for label in screen.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    for widget in (*screen.findChildren(QWidget), screen):
        tip = widget.toolTip()
        assert "<b>" not in tip
        assert "<i>" not in tip
        assert "<img" not in tip
    tip = screen.list.model.data(screen.list.model.index(1), int(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;" in tip
    assert "<b>" not in tip
    assert HOSTILE.replace("\u202e", "") in screen.detail.page.note.text.text()
    assert screen.detail.page.header.number.full_text == "<i>1</i>"


def test_an_elided_text_is_copied_in_full(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    long = "Akku-Bohrschrauber " * 30
    base = order_view(1)
    calls.views[OrderId(1)] = replace(base, lines=(replace(base.lines[0], title=long),))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    title = screen.detail.page.items.rows[0]._title
    assert "…" in title.text()
    title.setSelection(0, len(title.text()))
    QTest.keyClick(title, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == long


def test_why_an_order_cannot_be_shown_stays_when_the_text_gets_larger(opened: Opened) -> None:
    detail = opened(people()).detail
    detail.show_trouble("The store does not answer.", again=True)
    look().changed.emit()
    assert "The store does not answer." in texts(detail)
    detail.show_none()
    look().changed.emit()
    assert "No order chosen" in texts(detail)
