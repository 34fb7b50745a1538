"""A simulated Amazon account without a socket, asked as a client would ask it. For the tests of the simulator."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.channels.amazon.simulator import AmazonChannel, Simulator, build
from connectors.channels.amazon.simulator_model import AmazonOrder, SellerOptions
from connectors.simulation.clock import SimulationClock
from connectors.simulation.faults import Faults
from connectors.simulation.wire import WireRequest
from connectors.simulation.world import world

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
ORDERS = "/orders/2026-01-01/orders"
SELLERS = "/sellers/v1/marketplaceParticipations"
TOKEN = "/auth/o2/token"
GERMANY = "A1PA6795UKMFR9"
EVERYTHING = (
    "BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT,FULFILLMENT_ORDERS"
)
BEGINNING = "2024-01-01T00:00:00Z"


class FixedClock(SimulationClock):
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now

    def epoch(self) -> float:
        return self._now.timestamp() + self.offset


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> tuple[int, str]:
        """Status and code of the one error, checked for Amazon's shape."""
        (error,) = self.json["errors"]
        assert set(error) == {"code", "message", "details"}
        return self.status, error["code"]

    @property
    def words(self) -> str:
        (error,) = self.json["errors"]
        return f"{error['message']} {error['details']}".strip()


class Account:
    """Quotas are off unless asked for. `later` moves the account's time."""

    def __init__(self, orders: int = 40, seed: int = 1, **options: Any) -> None:
        self.clock = FixedClock(NOW)
        options.setdefault("quotas", False)
        self.simulator: Simulator = build(
            world(seed, orders, ("amazon",)).orders,
            seed=seed,
            clock=self.clock,
            options=SellerOptions(**options),
            faults=Faults(seed),
        )
        self.seller = self.simulator.seller
        self.token = self.new_token()

    @property
    def channel(self) -> AmazonChannel:
        channel = self.simulator.app.channel
        assert isinstance(channel, AmazonChannel)
        return channel

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def later(self, **how_much: float) -> None:
        self.clock.advance(timedelta(**how_much).total_seconds())

    def login(self, **changed: str | None) -> Answer:
        form = {
            "grant_type": "refresh_token",
            "client_id": self.simulator.login.client_id,
            **self.simulator.credentials,
            **changed,
        }
        body = urlencode({name: value for name, value in form.items() if value is not None}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded;charset=UTF-8"}
        return self.ask("POST", TOKEN, raw=body, headers=headers, token="")

    def new_token(self) -> str:
        self.token = ""
        answer = self.login()
        assert answer.status == 200, answer.body
        self.token = str(answer.json["access_token"])
        return self.token

    def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | list[tuple[str, str]] | None = None,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        token: str | None = None,
    ) -> Answer:
        request = self.request(method, path, params, body, headers=headers, raw=raw, token=token)
        answer = self.simulator.app.answer(request)
        return Answer(answer.status, answer.body, {name.lower(): value for name, value in answer.headers})

    def request(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | list[tuple[str, str]] | None = None,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        token: str | None = None,
    ) -> WireRequest:
        sent = {"user-agent": "Test/1.0 (Language=Python)", "content-type": "application/json"}
        sent["x-amz-access-token"] = self.token if token is None else token
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value}
        content = raw if raw is not None else json.dumps(body).encode() if body is not None else b""
        return WireRequest(method, path, urlencode(params or {}), sent, content, secure=False, at=self.now)

    def get(self, path: str, **params: Any) -> Answer:
        return self.ask("GET", path, params)

    def search(self, **params: Any) -> Answer:
        given = {"lastUpdatedAfter": BEGINNING, **params}
        return self.ask("GET", ORDERS, {name: value for name, value in given.items() if value is not None})

    def pages(self, **params: Any) -> Iterator[dict[str, Any]]:
        token: dict[str, str] = {}
        while True:
            answer = self.search(**params, **token)
            assert answer.status == 200, answer.body
            yield answer.json
            if "pagination" not in answer.json:
                return
            token = {"paginationToken": answer.json["pagination"]["nextToken"]}

    def listed(self, **params: Any) -> list[dict[str, Any]]:
        return [order for page in self.pages(**params) for order in page["orders"]]

    def order(self, order_id: str, wanted: str = EVERYTHING) -> dict[str, Any]:
        answer = self.get(f"{ORDERS}/{order_id}", includedData=wanted)
        assert answer.status == 200, answer.body
        found: dict[str, Any] = answer.json["order"]
        return found

    def do(self, deed: str, **arguments: Any) -> Any:
        return self.channel.do(deed, arguments, self.now)

    def state(self, **query: str) -> Any:
        return self.channel.state(query)

    def journal(self) -> list[tuple[str, str]]:
        return [(entry.deed, str(entry.remote_ids["order_id"])) for entry in self.simulator.journal.since(0)]

    def some(self, status: str = "UNSHIPPED", fulfilled_by: str = "MERCHANT", pieces: int = 0) -> AmazonOrder:
        """A new order of that status, with at least so many pieces of its first item."""
        made = self.do("new_order", status=status, fulfilled_by=fulfilled_by)
        order = self.seller.orders[made["id"]]
        order.items[0].quantity = max(order.items[0].quantity, pieces)
        return order

    def confirm(self, order: AmazonOrder, *, leave_out: str = "", **changed: Any) -> Answer:
        """A right confirmation of everything, but for what is changed."""
        marketplace = changed.pop("marketplaceId", order.marketplace)
        detail = {
            "packageReferenceId": "1",
            "carrierCode": "DHL",
            "carrierName": "DHL",
            "shippingMethod": "DHL Paket",
            "trackingNumber": "00340434161094042557",
            "shipDate": self.now.isoformat().replace("+00:00", "Z"),
            "orderItems": [{"orderItemId": item.id, "quantity": item.quantity} for item in order.items],
            **changed,
        }
        detail.pop(leave_out, None)
        body = {"marketplaceId": marketplace, "packageDetail": detail}
        return self.ask("POST", f"/orders/v0/orders/{order.id}/shipmentConfirmation", body=body)
