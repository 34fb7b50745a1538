"""Order 360 with returns: opening one, the card that lists them, the history's way to each, and its filter."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import OrderId, ReturnId
from desk.services import return_case, return_steps
from desk.services.context import Desk
from desk.ui.background import Lane, lanes
from desk.ui.orders.cards.timeline import Sort
from desk.ui.orders.deeds.open_return import OpenReturnDialog
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.fakes import FakeServices

Shown = Callable[[OrderId], OrdersScreen]


@pytest.fixture
def shown(
    qtbot: QtBot,
    clean_lanes: None,  # noqa: ARG001 - the lanes open before the screen and shut down after it
    desk: Desk,
    services: FakeServices,
) -> Iterator[Shown]:
    screens: list[OrdersScreen] = []

    def show(order: OrderId) -> OrdersScreen:
        screen = OrdersScreen(desk.with_database(lanes().executor(Lane.DATABASE)), services)
        screens.append(screen)
        screen.resize(1232, 812)
        qtbot.addWidget(screen)
        screen.show()
        screen.show_order(order)
        qtbot.waitUntil(lambda: screen.detail.view is not None and lanes().busy == 0)
        return screen

    yield show
    for screen in screens:
        screen.shut_down()


def test_a_return_is_opened_from_its_order_with_what_can_come_back(
    shown: Shown, order_id: OrderId, desk: Desk, services: FakeServices, qtbot: QtBot
) -> None:
    screen = shown(order_id)
    assert services.commands.run("order.return")
    dialog = screen.doing.dialog
    assert isinstance(dialog, OpenReturnDialog)
    qtbot.waitUntil(lambda: dialog.why_not() == "Say how many pieces come back.")
    first, second = dialog.fields.values()
    assert (first.box.maximum(), second.box.maximum()) == (2, 1)
    first.box.setValue(1)
    assert dialog.why_not() == "Choose a reason."
    dialog.reason.choose("DEFECTIVE")
    dialog.here.setChecked(True)
    dialog.confirm()
    qtbot.waitUntil(lambda: screen.doing.dialog is None)
    (made,) = return_case.of_order(desk, order_id)
    assert (made.state, made.received) == (ReturnState.RECEIVED, 1)
    assert services.toasts[-1] == f"Return {made.number} is opened"
    screen.show_order(order_id)
    qtbot.waitUntil(lambda: screen.detail.page.returns is not None)
    card = screen.detail.page.returns
    assert card is not None
    assert card.rows[0].facts.full_text.endswith("1 of 1 arrived")
    card.rows[0].number.click()
    assert services.returns == [made.id]
    services.commands.run("order.return")
    assert services.returns == [made.id, made.id], "the one under way is opened, not another one made"


def test_the_history_leads_to_the_return_and_is_filtered_by_kind(
    shown: Shown, order_id: OrderId, of_agent: ReturnId, desk: Desk, services: FakeServices
) -> None:
    return_steps.step(desk, of_agent, ReturnStep.APPROVE)
    timeline = shown(order_id).detail.page.timeline
    told = [row for row in timeline.rows if row.open.isVisible()]
    assert [row.title.full_text.split()[0] for row in told] == ["Return", "Return"]
    told[0].open.click()
    assert services.returns == [of_agent]
    for sort in set(Sort) - {Sort.CASE}:
        next(one for one in timeline.menu().actions() if one.data() == sort).trigger()
    shown_now = [row for row in timeline.rows if row.isVisible()]
    assert shown_now
    assert all(row.open.isVisible() for row in shown_now)
