"""A day without the shop over the simulator: fifty parcels are collected, the screens say so, each goes out once."""

import json
import threading
import urllib.request
from collections import Counter
from typing import Any

from PySide6.QtWidgets import QApplication

from desk.domain.errors import DeskError
from desk.domain.pushes import PushState
from desk.domain.shipments import Parcel
from desk.domain.standing import Standing
from desk.domain.values import OrderId
from desk.services import orders, outbox, pusher, shipments
from desk.ui.background import hub
from desk.ui.picture_stage import Stage, stage
from desk.ui.picture_to_ship import number

PARCELS = 50
# The server takes no request: the connection is cut before an answer.
AWAY = {"profiles": {"reset": 1.0}}


def control(on: Stage, name: str, body: dict[str, Any] | None = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(f"{on.shop.url}/_sim/{name}", data=data, timeout=10) as answer:
        return json.load(answer)


def drain(on: Stage) -> None:
    try:
        report = pusher.drain(on.desk, on.account.id, threading.Event())
        hub().changed.emit(report.changes, None)
    except DeskError:
        pass


def orders_of(on: Stage) -> list[OrderId]:
    return [row.id for row in on.rows() if row.standings[0] in (Standing.TO_SHIP, Standing.PARTLY_SHIPPED)]


def test_fifty_parcels_of_a_day_offline_go_out_once_each(app: QApplication) -> None:
    with stage(app, orders=950) as on:
        found = orders_of(on)
        rows = [one for one in found if orders.show(on.desk, one).may_ship.allowed][:PARCELS]
        assert len(rows) == PARCELS
        control(on, "faults", AWAY)
        numbers = [number(place) for place in range(PARCELS)]
        for row, told in zip(rows, numbers, strict=True):
            shipments.confirm(on.desk, row, [Parcel(carrier="dhl_de", number=told)], hold_seconds=0)
        for _ in range(3):
            on.clock.advance(8 * 3600)
            on.fetch()
            drain(on)
        on.window.load_accounts()
        on.settle()
        assert on.window.offline_strip.text == f"Offline – Änderungen werden gesammelt ({PARCELS})"
        assert {one.state for one in outbox.overview(on.desk)} == {PushState.WAITING}
        assert numbers[0] not in json.dumps(control(on, "state"))
        control(on, "faults", {"clear": True})
        on.fetch()
        for _ in range(3):
            on.clock.advance(3600)
            drain(on)
        on.window.load_accounts()
        on.settle()
        assert {one.state for one in outbox.overview(on.desk)} == {PushState.CONFIRMED}
        assert not on.window.offline_strip.isVisible()
        state = json.dumps(control(on, "state"))
        assert [told for told in numbers if told not in state] == []
        ours = [one for one in control(on, "journal")["entries"] if one["actor"] == "client"]
        deeds = Counter((one["remote_ids"]["order_id"], one["deed"], one["remote_ids"].get("key")) for one in ours)
        assert set(deeds.values()) == {1}, "no parcel is told twice"
        assert sum(deed == "status_set" for _, deed, _ in deeds) == PARCELS
