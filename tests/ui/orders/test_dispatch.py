"""A parcel known by its day alone: no time is made up for it, and it stands last within that day."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.clock import Instant, parse_utc
from desk.domain.values import OrderId
from desk.domain.views import EventKind, OrderView, TimelineEntry
from desk.ui.locale import locale
from desk.ui.orders.dispatch import day_alone, history
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import order_view, shipment
from tests.ui.orders.steps import people, texts

NUMBER = "00340434161094042557"
DAY = parse_utc("2026-11-19T00:00:00Z")


def entry(kind: EventKind, at: str, **facts: str) -> TimelineEntry:
    return TimelineEntry(at=parse_utc(at), kind=kind, facts=facts, actor="")


def told(view: OrderView) -> list[EventKind]:
    return [one.entry.kind for one in history(view)]


def shipped(shipped_at: Instant, *, seen_at: str) -> OrderView:
    """Ordered and paid on the 19th, as the services tell it: a parcel never stands before the order itself."""
    return replace(
        order_view(1),
        shipments=(replace(shipment(NUMBER), shipped_at=shipped_at),),
        timeline=(
            entry(EventKind.PUSH_CONFIRMED, "2026-11-20T08:00:00Z", carrier="DHL", number=NUMBER),
            entry(EventKind.PAID, "2026-11-19T11:56:00Z"),
            entry(EventKind.SHIPMENT_SEEN, seen_at, carrier="DHL", number=NUMBER),
            entry(EventKind.IMPORTED, "2026-11-19T11:39:00Z"),
        ),
    )


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "UTC"])
def test_a_day_alone_stands_last_within_it_and_is_the_same_day_everywhere(zone: str) -> None:
    locale().use_zone(zone)
    view = shipped(DAY, seen_at="2026-11-19T11:39:00Z")
    assert told(view) == [EventKind.PUSH_CONFIRMED, EventKind.SHIPMENT_SEEN, EventKind.PAID, EventKind.IMPORTED]
    day = day_alone(DAY)
    assert day is not None
    assert locale().date(day) == "19/11/2026"


@pytest.mark.usefixtures("app")
def test_a_known_time_stays_where_and_as_it_is() -> None:
    view = shipped(parse_utc("2026-11-19T11:45:00Z"), seen_at="2026-11-19T11:45:00Z")
    assert told(view) == [one.kind for one in view.timeline]
    assert all(one.day is None for one in history(view))


def test_the_cards_show_the_day_without_a_time(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.views[OrderId(1)] = shipped(DAY, seen_at="2026-11-19T11:39:00Z")
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: screen.detail.view is not None)
    row = next(one for one in screen.detail.page.timeline.rows if one.title.text() == "Shipped")
    assert row._time.text() == "Thu"
    assert row._time.toolTip() == "19/11/2026"
    assert "00:00" not in texts(screen.detail)
    assert "01:00" not in texts(screen.detail)
