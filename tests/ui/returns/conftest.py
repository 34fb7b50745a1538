"""Fixtures of the returns' screens: the real services on a real store, with a channel in memory behind them."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.domain.cases import CaseLine, CaseState
from desk.domain.orders import Buyer, ShippingFacet
from desk.domain.values import OrderId, ReturnId
from desk.services import return_case, return_opening, sync
from desk.services.context import Desk
from desk.store.accounts import Account
from desk.ui.background import Lane, lanes
from desk.ui.returns.case.calls import ServiceCaseCalls
from desk.ui.returns.case.pane import CasePane
from tests.services.conftest import Synced, account, clock, desk, key, store, synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case
from tests.services.fakes import never
from tests.support.orders import after, line, order, parcel
from tests.ui.orders.conftest import app, clean_lanes, services
from tests.ui.orders.fakes import FakeServices

__all__ = ["account", "app", "clean_lanes", "clock", "desk", "key", "services", "store", "synced"]
NUMBER = "00340434161094042557"


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    made.add(
        order(
            "1001",
            buyer=Buyer(name="Ada B", remote_id="ada_b"),
            lines=(line("11", 2, listing="77"), line("12", 1)),
            shipping=ShippingFacet.SHIPPED,
            shipments=(parcel(NUMBER, at=after(43_200)),),
        )
    )
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def order_id(synced: Synced) -> OrderId:
    return synced()["1001"]


Opened = Callable[..., CasePane]


@pytest.fixture
def opened(
    qtbot: QtBot,
    clean_lanes: None,  # noqa: ARG001 - the lanes open before the pane and shut down after it
    desk: Desk,
    services: FakeServices,
) -> Iterator[Opened]:
    """Shows the pane of a return, as wide as told."""
    panes: list[tuple[QWidget, CasePane]] = []

    def show(wanted: ReturnId, width: int = 1072) -> CasePane:
        window = QWidget()
        pane = CasePane(ServiceCaseCalls(desk.with_database(lanes().executor(Lane.DATABASE))), services, window)
        panes.append((window, pane))
        window.resize(width, 700)
        pane.resize(width, 700)
        window.show()
        pane.show_return(wanted)
        qtbot.waitUntil(lambda: pane.case is not None)
        return pane

    yield show
    for window, _ in panes:
        window.close()
        window.deleteLater()


@pytest.fixture
def of_agent(desk: Desk, order_id: OrderId) -> ReturnId:
    """A return of three pieces of two lines, opened here."""
    return return_opening.open_return(
        desk, order_id, return_opening.free_of(desk, order_id), reason="TOO_SMALL"
    ).told.id


@pytest.fixture
def of_channel(desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId) -> ReturnId:
    """A return of one piece that the channel has approved."""
    goods = (CaseLine(remote_line="11", title="Becher", quantity=1),)
    channel.put_case(case(lines=goods, state=CaseState.APPROVED))
    sync.fetch(desk, account.id, lambda _: None, never())
    (made,) = return_case.of_order(desk, order_id)
    return made.id
