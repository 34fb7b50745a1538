"""Fixtures of the workbench: eight returns, each further on than the one before, and the screen over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk.domain.orders import Buyer, ShippingFacet
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.values import ReturnId
from desk.services import return_opening, return_steps
from desk.services.context import Desk
from desk.ui.background import Lane, lanes
from desk.ui.returns.calls import ServiceCalls
from desk.ui.returns.screen import ReturnsScreen
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel
from tests.support.orders import after, line, order, parcel
from tests.ui.orders.fakes import FakeServices
from tests.ui.returns.workbench.steps import settled

ORDERS = 8


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    for at in range(ORDERS):
        made.add(
            order(
                str(1001 + at),
                buyer=Buyer(name=f"Ada {at}", remote_id=f"ada_{at}"),
                lines=(line(f"{at}-1", 1, price=1000 * (at + 1)),),
                shipping=ShippingFacet.SHIPPED,
                shipments=(parcel(f"0034043416109404{at:04d}", at=after(43_200)),),
            )
        )
    return made


@pytest.fixture
def returned(desk: Desk, synced: Synced) -> list[ReturnId]:
    """One of each order: the first two only announced, the third here, the others inspected."""
    made = []
    for at, one in enumerate(synced().values()):
        free = return_opening.free_of(desk, one)
        # The first may be declined at once; what is a withdrawal has its deadline.
        reason = "DEFECTIVE" if at % 2 else "TOO_SMALL" if at else "ARRIVED_LATE"
        told = return_opening.open_return(desk, one, free, reason=reason, by_parcel=at > 1).told
        made.append(told.id)
        for its in told.lines if at > 2 else ():
            finding = Finding(quantity=its.received, grade=Grade.NEW, disposition=Disposition.RESTOCK)
            return_steps.inspect(desk, told.id, its.line, finding)
    return made


Made = Callable[..., ReturnsScreen]


@pytest.fixture
def made(qtbot: QtBot, clean_lanes: None, desk: Desk, services: FakeServices) -> Iterator[Made]:  # noqa: ARG001
    windows: list[QWidget] = []

    def show(calls: ServiceCalls | None = None) -> ReturnsScreen:
        window = QWidget()
        windows.append(window)
        used = calls or ServiceCalls(desk.with_database(lanes().executor(Lane.DATABASE)))
        screen = ReturnsScreen(used, desk.clock, services, window)
        screen.placeChanged.connect(lambda place: screen.show_return(place.goods))
        window.resize(1072, 620)
        screen.resize(1072, 620)
        window.show()
        settled(qtbot)
        return screen

    yield show
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def screen(made: Made, returned: list[ReturnId]) -> ReturnsScreen:
    assert len(returned) == ORDERS
    return made()
