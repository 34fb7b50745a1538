"""One batch over all kinds of channels, with the real connectors and their simulators over HTTP on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import connectors.registry
from desk.domain.clock import Instant, ManualClock, parse_utc, to_seconds
from desk.domain.pushes import PushState
from desk.services import accounts, bulk_shipping, outbox, pusher, sync, to_ship
from desk.services.bulk_planning import Entry
from desk.services.context import Desk
from desk.services.parcel_table import ParcelRow
from desk.services.to_ship import Filter
from desk.system.secrets import MemorySecrets
from tests.support.stores import open_new_store

NOW = parse_utc("2026-11-20T14:02:30")
_WAY = "tracking"


@pytest.fixture
def shops(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A simulator of each kind over one world."""
    file = tmp_path / "clock.json"
    file.write_text(json.dumps({"real": 0, "drill": to_seconds(NOW), "rate": 0}))
    kinds = connectors.registry.kinds()
    running = {
        kind: connectors.registry.simulator(kind).start(7, 240, channels=list(kinds), clock_file=str(file))
        for kind in kinds
    }
    yield running
    for one in running.values():
        one.stop()


@pytest.fixture
def desk(shops: dict[str, Any], tmp_path: Path) -> Iterator[Desk]:
    made = Desk(
        store=open_new_store(tmp_path / "data"),
        clock=ManualClock(Instant(NOW - timedelta(seconds=12))),
        connectors=connectors.registry,
        secrets=MemorySecrets(),
        agent="Ada",
        timeout=5.0,
    )
    for kind, shop in shops.items():
        ways = {_WAY: "shipment-tracking"} if has_ways(kind) else {}
        settings = {**shop.account_settings, **ways, "writing": "on", "start_date": "2024-11-25"}
        account = accounts.add(made, kind, settings, dict(shop.credentials))
        sync.fetch(made, account.id, lambda _: None, threading.Event())
    yield made
    made.store.close()


def has_ways(kind: str) -> bool:
    return any(one.name == _WAY for one in connectors.registry.describe(kind).settings)


def drain(desk: Desk) -> None:
    for account in accounts.overview(desk):
        pusher.drain(desk, account.id, threading.Event())


def test_a_batch_over_all_channels_with_one_refusal_and_its_retry(desk: Desk, shops: dict[str, Any]) -> None:
    known = accounts.overview(desk)
    assert len(known) == len(shops) >= 3
    entries: list[Entry] = []
    for account in known:
        for row in to_ship.page(desk, Filter(account=account.id), limit=2):
            at = len(entries) + 1
            number = f"1Z999AA1{at:010d}"
            entries.append(Entry(row=ParcelRow(at=at, order=row.order.number, number=number, carrier="UPS")))
    assert len(entries) == 2 * len(known)
    plan = bulk_shipping.plan(desk, entries)
    assert [one.reason for one in plan.parcels] == [""] * len(entries)
    assert list(plan.per_account().values()) == [2] * len(known)

    choosing = next(shop for kind, shop in shops.items() if has_ways(kind))
    before = choosing.simulator.shop.options
    choosing.simulator.shop.options = replace(before, tracking="none")  # its owner takes the extension away
    report = bulk_shipping.run(desk, plan)
    drain(desk)
    standing = bulk_shipping.standing_of(desk, report.results)
    refused = [one for one in report.pushes if standing[one].state is PushState.FAILED]
    assert {standing[one].tile.kind for one in refused} == {choosing.kind}
    others = [standing[one].state for one in report.pushes if one not in refused]
    assert others == [PushState.CONFIRMED] * (len(entries) - 2)
    assert all(standing[one].error_text for one in refused)

    choosing.simulator.shop.options = before
    bulk_shipping.retry(desk, report.pushes)
    drain(desk)
    standing = bulk_shipping.standing_of(desk, report.results)
    assert {one.state for one in standing.values()} == {PushState.CONFIRMED}
    assert len(outbox.overview(desk)) == len(entries)
    again = bulk_shipping.plan(desk, entries)
    assert [one.state.value for one in again.parcels] == ["done"] * len(entries)
