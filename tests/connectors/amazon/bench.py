"""Owns a simulated Amazon with Desk's connector to it, both by one drill clock, for the tests of the connector."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from connectors.channels.amazon import simulator
from connectors.channels.amazon.connector import Amazon, connect
from connectors.contract.errors import OutcomeUnknown, Refused, Unavailable, Unreadable
from connectors.contract.protocols import AccountAccess, AlreadyDone
from connectors.contract.snapshots import Cursor, OrderSnapshot, Page, UnreadableRecord
from connectors.simulation.world import DEFAULT_NOW
from desk.domain.clock import DrillClock
from desk.domain.orders import Handling
from desk.domain.pushes import ConfirmShipment, ShippedLine
from desk.domain.values import AccountId, PushKey
from tests.support.channel_side import Simulated

ACCOUNT = AccountId(3)
KEY = PushKey("0192f0c1-key-one")
NUMBER = "00340434161094000001"


class DrillFile:
    """A drill's clock as its driving process writes it; it runs at its rate, and jumps when told."""

    def __init__(self, file: Path, rate: float = 1.0) -> None:
        self.file = file
        self._rate = rate
        self._set((DEFAULT_NOW + timedelta(minutes=10)).timestamp())  # the world lies behind

    def _set(self, drill: float) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps({"real": time.time(), "drill": drill, "rate": self._rate}))
        fresh.replace(self.file)

    def jump(self, seconds: float) -> None:
        self._set(DrillClock(self.file).monotonic() + seconds)


@dataclass
class Bench(Simulated):
    """A simulated seller, and Desk's connector to it."""

    access: AccountAccess
    connector: Amazon
    drill: DrillFile
    cursor: Cursor = field(default_factory=Cursor)
    mirror: dict[str, OrderSnapshot] = field(default_factory=dict)
    unreadable: list[UnreadableRecord] = field(default_factory=list)

    def faults(self, *planned: dict[str, Any], **profiles: float) -> None:
        self.post("faults", profiles=profiles, planned=list(planned), patience=3.0)

    def hits(self, profile: str) -> int:
        found: int = self.get("faults")["hits"].get(profile, 0)
        return found

    def truth(self) -> dict[str, dict[str, Any]]:
        return {one["id"]: one for one in self.get("state")["orders"]}

    def effects(self) -> Counter[tuple[str, str, str]]:
        """Parcels that our calls told, also those that changed one: more than one of a kind is a doubled deed."""
        return Counter(
            (one["remote_ids"]["order_id"], one["deed"].partition("_")[0], one["remote_ids"]["tracking_number"])
            for one in self.get("journal")["entries"]
            if one["actor"] == "client"
        )

    def page(self) -> Page[Any]:
        found = self.connector.fetch_orders(Cursor(json.loads(json.dumps(self.cursor.value))))
        for item in found.items:
            assert isinstance(item, OrderSnapshot)
            self.mirror[item.ref.id] = item
        self.unreadable += found.unreadable
        self.cursor = found.cursor
        return found

    def run(self, patience: int = 60) -> None:
        """One run to its end, taking trouble that passes as a reader would: by coming back when told."""
        for _ in range(patience):
            try:
                found = self.page()
            except (Unavailable, Unreadable) as error:
                self.drill.jump(getattr(error, "retry_after", None) or 5.0)
                continue
            if found.done:
                return
            self.drill.jump(found.pause)
        raise AssertionError("the run never ends")

    def later(self, minutes: float = 10) -> None:
        self.drill.jump(minutes * 60)

    def open_order(self, pieces: int = 2) -> OrderSnapshot:
        """An order of ours to ship, without a parcel yet, with at least so many pieces."""
        if not self.mirror:
            self.run()
        for one in self.mirror.values():
            ours = one.handling is Handling.OURS and one.channel_status == "UNSHIPPED"
            if ours and sum(line.quantity - line.refunded for line in one.lines) >= pieces:
                return one
        raise AssertionError("the world has no such order")

    def push_through(self, push: ConfirmShipment, patience: int = 200) -> bool:
        """As the outbox does: look, send, look, and come back later after trouble."""
        for _ in range(patience):
            try:
                if isinstance(self.connector.look_shipment(push, KEY), AlreadyDone):
                    return True
                self.connector.confirm_shipment(push, KEY)
            except (Unavailable, OutcomeUnknown, Unreadable) as error:
                self.drill.jump(getattr(error, "retry_after", None) or 5.0)
            except Refused as refused:
                if refused.code == "moved":
                    return False
                raise
        raise AssertionError("the parcel never gets through")


@contextmanager
def seller(folder: Path, orders: int = 60, seed: int = 11, timeout: float = 2.0, **options: Any) -> Iterator[Bench]:
    drill = DrillFile(folder / "clock.json", rate=30.0)  # so that short rests take no time
    with simulator.start(seed=seed, orders=orders, clock_file=str(drill.file), **options) as running:
        found = AccountAccess(
            id=ACCOUNT,
            kind="amazon",
            settings=running.account_settings,
            secrets=dict(running.credentials),
            clock=DrillClock(drill.file),
            timeout=timeout,
        )
        bench = Bench(running, found, connect(found), drill)
        try:
            yield bench
        finally:
            bench.connector.close()


def parcel_of(
    one: OrderSnapshot, number: str = NUMBER, *, parcel: int = 1, lines: dict[str, int] | None = None, **more: Any
) -> ConfirmShipment:
    wanted = lines or {line.remote_id: line.quantity - line.refunded for line in one.lines}
    plain = ConfirmShipment(
        order=one.ref,
        carrier="dhl_de",
        carrier_name="DHL Paket",
        number=number,
        tracking_url="",
        lines=tuple(ShippedLine(remote_id=line, quantity=many) for line, many in wanted.items() if many),
        completes=lines is None,
        shipped_at=one.changed_at,
        parcel=parcel,
    )
    return replace(plain, **more)
