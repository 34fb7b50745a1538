"""Owns an order at the fake Amazon that takes parcels, and what Desk would tell of them."""

from __future__ import annotations

from typing import Any

from connectors.channels.amazon.connector import Amazon, connect
from connectors.channels.amazon.mapping import parse_order
from connectors.channels.amazon.shipping import body_of
from desk.domain.clock import Instant, ManualClock
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey
from tests.connectors.amazon.desk_side import GERMANY, NOW, Asked, Fake, access, order, raw
from tests.connectors.http.server import reply

KEY = PushKey("0192f0c1-key-one")
DATE = "Fri, 20 Nov 2026 10:00:30 GMT"


def package(
    reference: str, number: str, items: dict[str, int] | None = None, status: str = "SHIPPED"
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "packageReferenceId": reference,
        "trackingNumber": number,
        "packageStatus": {"status": status},
    }
    if items is not None:
        found["packageItems"] = [{"orderItemId": line, "quantity": many} for line, many in items.items()]
    return found


def told(push: ConfirmShipment, now: Instant = NOW, **changes: Any) -> dict[str, Any]:
    return body_of(push, str(push.parcel), parse_order(raw(**changes)), now, GERMANY)


class Held:
    """An order at the fake that takes parcels; `answers` are what the confirmations are answered with, in turn."""

    def __init__(self, *answers: object, effect: bool = True, **changes: Any) -> None:
        self.record = order(**changes)
        self.answers = list(answers)
        self.effect = effect
        self.sent: list[dict[str, Any]] = []

    def __call__(self, asked: Asked) -> object:
        if asked.body is None:
            return reply({"order": self.record}, Date=DATE)
        self.sent.append(asked.body)
        answer = self.answers.pop(0) if self.answers else reply("", 204)
        if self.effect:
            detail = asked.body["packageDetail"]
            kept = [one for one in self.record["packages"] if one["packageReferenceId"] != detail["packageReferenceId"]]
            items = {one["orderItemId"]: one["quantity"] for one in detail["orderItems"]}
            self.record["packages"] = [*kept, package(detail["packageReferenceId"], detail["trackingNumber"], items)]
        return answer


def connected(there: Fake, timeout: float = 1.0) -> Amazon:
    return connect(access(there.url, clock=ManualClock(NOW), timeout=timeout))
