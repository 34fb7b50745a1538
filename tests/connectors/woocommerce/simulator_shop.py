"""A simulated shop without a socket, asked as a client over https would ask it. For the tests of the simulator."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.channels.woocommerce.simulator import Simulator, build
from connectors.channels.woocommerce.simulator_model import ShopOptions, ShopOrder
from connectors.simulation.clock import SimulationClock
from connectors.simulation.faults import Faults
from connectors.simulation.wire import WireRequest
from connectors.simulation.world import world

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
ORDERS = "/wp-json/wc/v3/orders"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, list[str]]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def one(self, name: str) -> str:
        return self.headers[name.lower()][-1]


class Shop:
    """`now` is the shop's time; move it by hand."""

    def __init__(self, orders: int = 12, seed: int = 1, **options: Any) -> None:
        self.now = NOW
        peopled = world(seed, orders, ("woocommerce",))
        self.simulator: Simulator = build(
            peopled.orders, seed=seed, clock=SimulationClock(), options=ShopOptions(**options), faults=Faults(seed)
        )
        self.simulator.reached_at("https://shop.example")

    def later(self, **how_much: float) -> None:
        self.now += timedelta(**how_much)

    def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | list[tuple[str, str]] | None = None,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        secure: bool = True,
        signed_in: bool = True,
    ) -> Answer:
        sent = {"content-type": "application/json"} if raw is None else {}
        if signed_in:
            sent["authorization"] = basic(**self.simulator.credentials)
        content = raw if raw is not None else json.dumps(body).encode() if body is not None else b""
        request = WireRequest(
            method, path, urlencode(params or {}), {**sent, **(headers or {})}, content, secure=secure, at=self.now
        )
        answer = self.simulator.app.answer(request)
        merged: dict[str, list[str]] = {}
        for name, value in answer.headers:
            merged.setdefault(name.lower(), []).append(value)
        return Answer(answer.status, answer.body, merged)

    def get(self, path: str, /, **params: Any) -> Answer:
        return self.ask("GET", path, params)

    def listed(self, **params: Any) -> list[dict[str, Any]]:
        answer = self.get(ORDERS, **params)
        assert answer.status == 200, answer.body
        listed: list[dict[str, Any]] = answer.json
        return listed

    def ids(self, **params: Any) -> list[int]:
        return [order["id"] for order in self.listed(**params)]

    def do(self, deed: str, **arguments: Any) -> Any:
        return self.simulator.app.channel.do(deed, arguments, self.now)

    def state(self, **query: str) -> Any:
        return self.simulator.app.channel.state(query)

    def deeds(self) -> list[str]:
        return [entry.deed for entry in self.simulator.journal.since(0)]

    def mails(self) -> list[str]:
        return [mail.kind for mail in self.simulator.shop.mails]

    def order_with(self, status: str, method: str | None = None, **attributes: Any) -> ShopOrder:
        """Some order of that status and payment method, made so if there is none."""
        orders = list(self.simulator.shop.visible())
        for order in orders:
            if order.status == status and method in (None, order.payment_method) and not order.refunds:
                break
        else:
            order = next(order for order in orders if not order.refunds and len(order.lines) > 0)
            order.status, order.payment_method = status, method or order.payment_method
            order.paid = order.completed = None
        for name, value in attributes.items():
            setattr(order, name, value)
        order.rendered.clear()
        return order


def basic(consumer_key: str, consumer_secret: str) -> str:
    return "Basic " + base64.b64encode(f"{consumer_key}:{consumer_secret}".encode()).decode()
