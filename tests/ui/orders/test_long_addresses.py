"""Addresses longer than their card: every line is seen, and a word without end shortens itself."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk.domain.orders import Address
from desk.domain.values import OrderId
from desk.ui.orders.screen import OrdersScreen
from desk.ui.orders.texts import Block
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import order_view
from tests.ui.orders.steps import opened_order, people

LONG = Address(
    name="Dr. Maximilian von Hohenfels-Waldburg-Zeil",
    company="Rechtsanwaltskanzlei Hohenfels, Meyer-Lüdenscheidt & Partner mbB",
    street="Straße des Friedens und der Völkerverständigung 117",
    postcode="09337",
    town="Hohenstein-Ernstthal",
    country="DE",
)


def show(qtbot: QtBot, opened: Opened, recipient: Address) -> OrdersScreen:
    calls = people()
    calls.views[OrderId(1)] = replace(order_view(1), recipient=recipient)
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    return screen


def is_whole(label: QLabel) -> bool:
    """Whether the label and all that holds it have room for its lines."""
    fact = label.parentWidget()
    assert fact is not None
    inside = label.geometry().bottom() <= fact.rect().bottom() and label.geometry().right() <= fact.rect().right()
    return inside and label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("width", [1232, 900, 760])
def test_wrapped_lines_of_an_address_are_all_seen(qtbot: QtBot, opened: Opened, width: int) -> None:
    screen = show(qtbot, opened, LONG)
    screen.resize(width, 812)
    place, delivery = screen.detail.page.customer.place.text, screen.detail.page.addresses.facts[0].text
    assert screen.detail.page.addresses.isVisible()
    for label in (place, delivery, screen.detail.page.customer.name):
        assert "Hohen" in label.text() or label is screen.detail.page.customer.name
        # Wrapped lines are laid out anew in rounds, one for each thing that holds them.
        qtbot.waitUntil(partial(is_whole, label))
    lines = delivery.fontMetrics().lineSpacing()
    assert delivery.height() > 5 * lines or width < 900, "it wraps where the card is narrow"


def test_a_word_without_end_is_shortened_and_told_in_full(qtbot: QtBot, opened: Opened) -> None:
    screen = show(qtbot, opened, replace(LONG, street="W" * 150))
    label = screen.detail.page.addresses.facts[0].text
    assert isinstance(label, Block)
    qtbot.waitUntil(lambda: "…" in label.text() and is_whole(label))
    assert "W" * 150 in label.full_text
    assert "W" * 150 in label.toolTip()
    assert "Hohenstein-Ernstthal" in label.text()
    assert label.width() <= screen.detail.page.addresses.width()
