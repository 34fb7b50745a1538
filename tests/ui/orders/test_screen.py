from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.changes import Changes, Kind
from desk.domain.errors import StoreUnavailable
from desk.domain.pushes import PushState
from desk.domain.standing import Standing
from desk.domain.values import OrderId, PushId
from desk.domain.views import CustomerRow, MatchTier, OrderView, Permission
from desk.services.search import SearchInterrupted
from desk.ui.locale import locale
from desk.ui.orders.alerts import Fix
from desk.ui.orders.hits import EntryKind, Filter, Narrowing
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row, order_view, push_view, shipment

HOSTILE = '<b>Müller</b><img src="file:///etc/passwd"> & "Söhne"\u202e <script>alert(1)</script>'


def people() -> FakeCalls:
    return FakeCalls(
        [
            order_row(1, name="Anna Müller"),
            order_row(2, name="Bernd Müller", standings=(Standing.WAITING_FOR_PAYMENT,)),
            order_row(3, name="Claudia Schmidt", standings=(Standing.SHIPPED,)),
            order_row(4, name="Emüllerich", tier=MatchTier.SUBSTRING),
        ],
        [CustomerRow(name="Anna Müller", email="a@posteo.example", town="Kiel", orders=2, query="a@posteo.example")],
    )


def shown(screen: OrdersScreen) -> list[int]:
    return [entry.order.id for entry in screen.list.model.entries if entry.order is not None]


def search(qtbot: QtBot, screen: OrdersScreen, text: str) -> None:
    screen.set_query(text)
    qtbot.waitUntil(lambda: not screen.searching.running)


def opened_order(screen: OrdersScreen) -> int | None:
    return screen.detail.view.id if screen.detail.view is not None else None


def spoken_row(screen: OrdersScreen, row: int) -> str:
    return str(screen.list.model.data(screen.list.model.index(row), int(Qt.ItemDataRole.AccessibleTextRole)))


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


# --- searching ----------------------------------------------------------------------------------------------


def test_the_empty_field_shows_the_newest_orders(opened: Opened) -> None:
    screen = opened(people())
    assert shown(screen) == [1, 2, 3, 4]
    assert screen.list.model.data(screen.list.model.index(0)) == "Newest orders"


def test_typing_shows_hits_in_groups_and_tells_how_many(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    told: list[tuple[int, bool]] = []
    screen.hitsChanged.connect(lambda count, exact: told.append((count, exact)))
    search(qtbot, screen, "müller")
    assert shown(screen) == [1, 2, 4]
    assert [entry.kind for entry in screen.list.model.entries[:2]] == [EntryKind.HEADING, EntryKind.CUSTOMER]
    assert told[-1] == (3, True)


def test_the_quick_answer_is_painted_before_the_complete_one(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    steps: list[list[int]] = []
    screen.hitsChanged.connect(lambda _count, _exact: steps.append(shown(screen)))
    search(qtbot, screen, "müller")
    assert steps == [[1, 2], [1, 2, 4]]
    assert calls.asked == [("müller", True), ("müller", False)]


def test_an_older_question_is_broken_off_and_its_answer_dropped(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    calls.gate.clear()
    screen.set_query("m")
    qtbot.waitUntil(lambda: calls.asked == [("m", True)])
    screen.set_query("mü")
    screen.set_query("schmidt")
    calls.gate.set()
    qtbot.waitUntil(lambda: not screen.searching.running)
    assert shown(screen) == [3]
    assert not {("m", False), ("mü", False)} & set(calls.asked), "what nobody waits for is not asked to the end"


def test_a_break_off_that_hits_the_new_question_is_made_good(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    search(qtbot, screen, "anna")
    finder = calls.finders[0]
    real, failing = finder.find, [True]

    def find(text: str, *, limit: int = 50, direct_only: bool = False) -> object:
        if failing:
            failing.clear()
            raise SearchInterrupted("late")
        return real(text, limit=limit, direct_only=direct_only)

    monkeypatch.setattr(finder, "find", find)
    search(qtbot, screen, "schmidt")
    assert shown(screen) == [3]


def test_a_failed_search_keeps_the_old_rows_and_offers_another_try(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    search(qtbot, screen, "müller")

    def find(*_words: object, **_more: object) -> object:
        raise StoreUnavailable("Another program keeps the store locked.", code="x")

    with monkeypatch.context() as broken:
        broken.setattr(calls.finders[0], "find", find)
        search(qtbot, screen, "schmidt")
        assert shown(screen) == [1, 2, 4]
        assert "keeps the store locked" in texts(screen.list)
    screen.list.again_wanted.emit()
    qtbot.waitUntil(lambda: shown(screen) == [3])
    assert "locked" not in texts(screen.list)


def test_skeleton_rows_come_only_when_it_takes_long_and_there_is_nothing_old(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.gate.clear()
    screen = opened(calls)
    assert not screen.list.view.shows_skeleton
    qtbot.waitUntil(lambda: screen.list.view.shows_skeleton, timeout=2000)
    calls.gate.set()
    qtbot.waitUntil(lambda: not screen.searching.running)
    assert not screen.list.view.shows_skeleton
    calls.gate.clear()
    screen.set_query("müller")
    qtbot.wait(220)
    assert shown(screen) == [1, 2, 3, 4], "old rows stay while a new question runs"
    assert not screen.list.view.shows_skeleton
    calls.gate.set()
    qtbot.waitUntil(lambda: not screen.searching.running)


def test_no_hit_says_why_and_offers_what_works(qtbot: QtBot, opened: Opened, services: FakeServices) -> None:
    screen = opened(people())
    search(qtbot, screen, "nobody here")
    nothing = screen.list.nothing
    assert nothing.isVisible()
    assert "Nothing found for “nobody here”" in texts(nothing)
    nothing._fewer.click()
    assert services.searched == ["nobody"]
    nothing._copy.click()
    assert QGuiApplication.clipboard().text() == "nobody here"


def test_a_filter_that_hides_all_hits_can_be_loosened(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.list.narrow(Filter(Narrowing.TO_SHIP))
    search(qtbot, screen, "schmidt")
    assert "None of these orders is “To ship”" in texts(screen.list.nothing)
    screen.list.nothing._loosen.click()
    assert shown(screen) == [3]
    assert not screen.list.nothing.isVisible()


def test_chips_filter_the_hits_and_a_second_click_shows_all(opened: Opened) -> None:
    screen = opened(people())
    chip = screen.list.chips._chips[Narrowing.UNPAID]
    assert chip.accessibleName() == "Awaiting payment 1"
    chip.click()
    assert shown(screen) == [2]
    chip.click()
    assert shown(screen) == [1, 2, 3, 4]
    actions = screen.list.chips.menu().actions()
    account = next(action for action in actions if action.text().startswith("eBay"))
    account.trigger()
    assert screen.list.filter.accounts == {1}


def test_choosing_a_customer_looks_for_their_orders(qtbot: QtBot, opened: Opened, services: FakeServices) -> None:
    screen = opened(people())
    search(qtbot, screen, "müller")
    view = screen.list.view
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.visualRect(view.model().index(1, 0)).center(),
    )
    assert services.searched == ["a@posteo.example"]


def test_all_customers_are_shown_when_wanted(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.customers = tuple(replace(calls.customers[0], email=f"{n}@x.example", query=f"{n}") for n in range(8))
    screen = opened(calls)
    search(qtbot, screen, "müller")
    model = screen.list.model
    assert model.face(6).title == "Show all 8 customers"
    screen.list.view.choose_row(6)
    QTest.keyClick(screen.list.view, Qt.Key.Key_Return)
    assert [entry.kind for entry in model.entries].count(EntryKind.CUSTOMER) == 8


# --- choosing -----------------------------------------------------------------------------------------------


def test_enter_opens_the_first_order_and_the_keys_go_on_from_it(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    heard: list[int] = []
    titles: list[str] = []
    screen.orderOpened.connect(heard.append)
    screen.titleChanged.connect(titles.append)
    search(qtbot, screen, "müller")
    assert screen.open_first()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.next_row()
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    screen.previous_row()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert heard == [1, 2, 1]
    assert titles[0] == "Anna Müller · 18-12345-00001"
    assert screen.current_order() == 1


def test_arrows_step_over_headings_and_the_detail_follows(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    search(qtbot, screen, "müller")
    screen.focus_list()
    view = screen.list.view
    assert view.currentIndex().row() == 1, "the first row that is no heading"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 3
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    QTest.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: opened_order(screen) == 4)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 1
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1


def test_the_heading_is_seen_above_the_first_row(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(FakeCalls([order_row(n) for n in range(1, 40)]))
    screen.list.view.choose_row(39)
    assert screen.list.view.verticalScrollBar().value() > 0
    screen.list.view.choose_row(1)
    assert screen.list.view.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: opened_order(screen) == 1)


def test_another_text_shows_its_best_hits_wherever_the_open_order_stands(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(FakeCalls([order_row(n) for n in range(1, 60)]))
    screen.show_order(OrderId(50))
    qtbot.waitUntil(lambda: opened_order(screen) == 50)
    assert screen.list.view.verticalScrollBar().value() > 0
    search(qtbot, screen, "müller")
    assert screen.list.view.verticalScrollBar().value() == 0
    assert screen.list.view.current_entry().key == "order:50"  # type: ignore[union-attr]
    screen.focus_list()
    assert screen.list.view.place_of_current() is not None


def test_only_paid_orders_make_shipping_the_next_deed(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.views[OrderId(2)] = order_view(2, standings=(Standing.WAITING_FOR_PAYMENT,))
    screen = opened(calls)
    button = screen.detail.deeds.ship_button
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert button._primary
    screen.show_order(OrderId(2))
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    assert button.isEnabled()
    assert not button._primary


def test_fast_steps_show_only_the_last_order(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    heard: list[int] = []
    screen.orderOpened.connect(heard.append)
    for _ in range(4):
        screen.next_row()
    qtbot.waitUntil(lambda: opened_order(screen) == 4)
    assert heard == [4]


def test_single_letters_are_left_to_the_commands(opened: Opened) -> None:
    screen = opened(people())
    screen.focus_list()
    before = screen.list.view.currentIndex().row()
    QTest.keyClicks(screen.list.view, "cC")
    assert screen.list.view.currentIndex().row() == before, "no type-ahead"


def test_nothing_found_opens_nothing(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    search(qtbot, screen, "nobody")
    assert not screen.open_first()
    assert screen.current_order() is None


def test_the_open_order_stays_when_the_text_changes(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    search(qtbot, screen, "schmidt")
    assert opened_order(screen) == 1
    assert not screen.list.view.currentIndex().isValid()
    search(qtbot, screen, "anna")
    assert screen.list.model.entry(screen.list.view.currentIndex().row()).key == "order:1"  # type: ignore[union-attr]


def test_an_order_that_is_gone_says_so(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(99))
    qtbot.waitUntil(lambda: "not in the store any more" in texts(screen.detail))
    assert not screen.detail._empty._button.isVisible(), "another try would not help"
    assert screen.why_not_ship() == "Choose an order first."


def test_an_order_that_cannot_be_read_now_offers_another_try(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)

    def show(_order: OrderId) -> OrderView:
        raise StoreUnavailable("The store is locked.", code="x")

    with monkeypatch.context() as broken:
        broken.setattr(calls, "show", show)
        screen.show_order(OrderId(1))
        qtbot.waitUntil(lambda: "The store is locked." in texts(screen.detail))
    screen.detail._empty._button.click()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)


# --- changes ------------------------------------------------------------------------------------------------


def changed(*orders: int) -> Changes:
    return Changes.of(Kind.ORDER, orders)


def test_new_rows_by_sync_wait_behind_a_pill_and_never_move_the_chosen_row(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.focus_list()
    screen.next_row()
    place = screen.list.view.visualRect(screen.list.view.currentIndex())
    calls.rows = [order_row(8), order_row(9), *calls.rows]
    screen.reload(changed(8, 9))
    qtbot.waitUntil(screen.list.new_rows.isVisible, timeout=3000)
    assert screen.list.new_rows.accessibleName().startswith("2 ")
    assert shown(screen) == [1, 2, 3, 4]
    assert screen.list.view.visualRect(screen.list.view.currentIndex()) == place
    screen.list.new_rows.click()
    assert shown(screen) == [8, 9, 1, 2, 3, 4]
    assert screen.list.view.current_entry().key == "order:2"  # type: ignore[union-attr]
    assert not screen.list.new_rows.isVisible()


def test_what_comes_above_the_chosen_row_does_not_push_it_away(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(n, name=f"Müller {n}") for n in range(1, 40)])
    screen = opened(calls)
    search(qtbot, screen, "müller")
    screen.list.view.choose_row(5)
    place = screen.list.view.place_of_current()
    calls.customers = people().customers
    screen.searching.ask_for_more()  # the same text; now with a customer above the orders
    qtbot.waitUntil(lambda: not screen.searching.running)
    assert screen.list.model.entries[0].key == "heading:customers"
    assert screen.list.view.place_of_current() == place


def test_rows_come_in_at_once_where_nobody_looks_at_one(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls()
    screen = opened(calls)
    assert "No orders yet" in texts(screen.list.nothing)
    calls.rows = [order_row(1)]
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: shown(screen) == [1], timeout=3000)
    assert not screen.list.nothing.isVisible()


def test_a_changed_row_is_repainted_in_its_place(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.focus_list()
    calls.rows[0] = replace(calls.rows[0], standings=(Standing.SHIPPED,))
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: "Shipped" in spoken_row(screen, 1), timeout=3000)
    assert screen.list.view.currentIndex().row() == 1


def test_the_open_order_is_refilled_marked_and_keeps_its_place(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.resize(1232, 400)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    bar = screen.detail.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50)
    bar.setValue(50)
    view = calls.show(OrderId(1))
    calls.views[OrderId(1)] = replace(view, buyer_note="Ring twice", payment_method="Invoice")
    screen.reload(changed(1))
    qtbot.waitUntil(screen.detail.note.isVisible)
    assert bar.value() == 50
    assert screen.detail.payment._updated.isVisible()
    assert not screen.detail.items._updated.isVisible(), "what stayed the same is not marked"
    screen.show_order(OrderId(2))
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    assert not screen.detail.payment._updated.isVisible()


def test_other_orders_changes_leave_the_open_one_alone(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    asked: list[int] = []
    real = calls.show

    def show(order: OrderId) -> OrderView:
        asked.append(order)
        return real(order)

    monkeypatch.setattr(calls, "show", show)
    screen.reload(changed(2))
    screen.reload(Changes.of(Kind.REPAIR, [5]))
    qtbot.wait(30)
    assert asked == []
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: asked == [1])


# --- one order ------------------------------------------------------------------------------------------------


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
    assert screen.detail.shipment.bar.accessibleName() == (
        "Ordered: reached, Paid: reached, Shipped: ahead, Delivery: ahead, Delivered: ahead"
    )
    assert not screen.detail.note.isVisible()
    assert not screen.detail.addresses.isVisible(), "one address for both is shown once"


def test_a_barred_deed_tells_its_reason(qtbot: QtBot, opened: Opened, services: FakeServices) -> None:
    calls = people()
    calls.views[OrderId(1)] = order_view(1, may_ship=Permission(allowed=False, code="writing_off", text="x"))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    button = screen.detail.deeds.ship_button
    reason = "eBay is read-only. Switch writing on for this account first."
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == reason
    assert services.commands.why_not("order.ship") == reason
    screen.ship()
    assert screen.dialog is None


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
    strip = screen.detail.alert
    assert strip.isVisible()
    assert "Invalid provider" in texts(strip)
    for done, fix in fixes:
        assert strip.buttons[fix].isVisible()
        strip.buttons[fix].click()
        assert not strip.buttons[fix].isEnabled(), "no second click while the first is under way"
        qtbot.waitUntil(strip.buttons[fix].isEnabled)
        assert calls.done[-1] == (done, (PushId(7),))
    assert len(calls.done) == len(fixes)


def test_an_order_without_a_problem_has_no_strip(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert not screen.detail.alert.isVisible()


def test_nobody_waits_for_the_money_of_a_cancelled_order(qtbot: QtBot, opened: Opened) -> None:
    from desk.domain.orders import PaymentFacet

    calls = people()
    unpaid = order_view(1, payment=PaymentFacet.UNPAID, standings=(Standing.WAITING_FOR_PAYMENT,))
    calls.views[OrderId(1)] = unpaid
    calls.views[OrderId(2)] = replace(unpaid, id=OrderId(2), standings=(Standing.CANCELLED,))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert screen.detail.payment._state._filled
    screen.show_order(OrderId(2))
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    assert not screen.detail.payment._state._filled


def test_refreshing_asks_the_channel_once_and_shows_it(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.refresh()
    assert not screen.detail.deeds.refresh_button.isEnabled()
    qtbot.waitUntil(screen.detail.deeds.refresh_button.isEnabled)
    assert calls.refreshed == [1]


def test_a_further_order_opens(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.views[OrderId(901)] = order_view(901)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.detail.further.links[0].click()
    qtbot.waitUntil(lambda: opened_order(screen) == 901)


def test_the_number_is_copied(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.copy_number()
    assert QGuiApplication.clipboard().text() == "18-12345-00001"


def test_the_timeline_grows_and_is_filtered_by_kind(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    view = order_view(1)
    calls.views[OrderId(1)] = replace(view, timeline=view.timeline * 5)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    card = screen.detail.timeline

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
    assert HOSTILE in screen.detail.note.text.text()
    assert screen.detail.header.number.full_text == "<i>1</i>"


def test_an_elided_text_is_copied_in_full(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    long = "Akku-Bohrschrauber " * 30
    base = order_view(1)
    calls.views[OrderId(1)] = replace(base, lines=(replace(base.lines[0], title=long),))
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    title = screen.detail.items.rows[0]._title
    assert "…" in title.text()
    title.setSelection(0, len(title.text()))
    QTest.keyClick(title, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == long


# --- looks ------------------------------------------------------------------------------------------------------


def test_rows_are_56_pixels_high_and_say_their_status(opened: Opened) -> None:
    screen = opened(people())
    view, model = screen.list.view, screen.list.model
    heights = {view.visualRect(model.index(row)).height() for row in range(1, model.rowCount())}
    assert heights == {56}
    assert spoken_row(screen, 2) == (
        "Bernd Müller, eBay order 18-12345-00002, yesterday, 10:00, €1,234.50, Akku-Bohrschrauber 18 V. "
        "Status: Awaiting payment"
    )


def test_the_list_pane_is_452_pixels_wide_with_its_line(opened: Opened) -> None:
    screen = opened(people())
    assert abs(screen.list.width() + screen._splitter.handleWidth() - 452) <= 2


@pytest.mark.parametrize("width,columns,two", [(1232, "wide", True), (1232, "medium", False), (900, "wide", False)])
def test_cards_stand_in_two_columns_where_there_is_room(opened: Opened, width: int, columns: str, two: bool) -> None:
    screen = opened(people())
    screen.resize(width, 800)
    screen.set_layout(columns)
    QApplication.processEvents()
    assert screen.detail.has_two_columns is two


def test_in_pages_enter_opens_and_escape_returns(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.resize(800, 600)
    screen.set_layout("pages")
    assert screen.panes() == (screen.list,)
    screen.focus_list()
    assert screen.list.isVisible()
    QTest.keyClick(screen.list.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert screen.panes() == (screen.detail,)
    assert screen.escape()
    assert screen.panes() == (screen.list,)
    assert not screen.escape()


def test_escape_drops_the_filter(opened: Opened) -> None:
    screen = opened(people())
    screen.list.narrow(Filter(Narrowing.UNPAID))
    assert screen.escape()
    assert shown(screen) == [1, 2, 3, 4]
    assert not screen.escape()


def test_another_language_reaches_rows_and_cards(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert screen.list.model.face(1).amount == "€1,234.50"
    locale().speak("de")
    try:
        assert screen.list.model.face(1).amount == "1.234,50\u00a0€"
        assert "24,99\u00a0€" in texts(screen.detail)
    finally:
        locale().speak("en")


def test_the_screen_closes_its_connection(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    search(qtbot, screen, "müller")
    screen.shut_down()
    assert calls.finders
    assert all(finder.closed for finder in calls.finders)


def test_the_model_has_no_children_and_answers_other_roles_with_nothing(opened: Opened) -> None:
    model = opened(people()).list.model
    assert model.rowCount(model.index(0)) == 0
    assert model.rowCount(QModelIndex()) == 5
    assert model.data(model.index(1), int(Qt.ItemDataRole.DecorationRole)) is None


def test_the_mouse_opens_a_row(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    view = screen.list.view
    place = view.visualRect(view.model().index(2, 0)).center() + QPoint(20, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(lambda: opened_order(screen) == 2)


def test_every_control_of_an_open_order_has_a_name(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.views[OrderId(1)] = order_view(
        1, pushes=(push_view(words="Invalid provider"),), shipments=(shipment("1"), shipment("2"))
    )
    screen = opened(calls)
    search(qtbot, screen, "müller")
    screen.open_first()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert unnamed(screen) == []


def test_every_control_of_the_empty_states_has_a_name(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    search(qtbot, screen, "nobody here")
    assert unnamed(screen) == []


def test_the_steps_of_a_shipment_are_real_text(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    bar = screen.detail.shipment.bar
    assert [label.text() for label in bar._names] == ["Ordered", "Paid", "Shipped", "Delivery", "Delivered"]
    right = [label.geometry().right() for label in bar._names]
    left = [label.geometry().left() for label in bar._names]
    assert all(one < other for one, other in zip(right, left[1:], strict=False)), "no word runs into the next"
    assert left[0] >= 0
    assert right[-1] <= bar.width()


def test_focus_by_key_chooses_the_first_row_and_by_the_window_none(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    view = screen.list.view
    view.clearFocus()
    view.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert not view.currentIndex().isValid()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.currentIndex().row() == 1
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
