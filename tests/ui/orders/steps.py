"""Owns the steps that tests of the orders screen share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.standing import Standing
from desk.domain.views import CustomerRow, MatchTier
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.fakes import FakeCalls, order_row

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
