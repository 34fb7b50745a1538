"""A simulated eBay account without a socket, asked as a client would ask it. For the tests of the simulator."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from lxml import etree

from connectors.channels.ebay.simulator import Simulator, build
from connectors.channels.ebay.simulator_model import EbayOrder, MarketOptions, iso
from connectors.simulation.faults import Faults
from connectors.simulation.server import RunningSimulator
from connectors.simulation.wire import WireRequest
from connectors.simulation.world import world

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
ORDERS = "/sell/fulfillment/v1/order"
TOKENS = "/identity/v1/oauth2/token"
TRADING = "/ws/api.dll"
SCOPE = "https://api.ebay.com/oauth/api_scope"
XML = {"e": "urn:ebay:apis:eBLBaseComponents"}
HOST = "api.ebay.example"
KEYS = "/developer/key_management/v1/signing_key"


class StoodClock:
    """The simulation's clock, moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]
    content_type: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> int:
        """The number of the one error."""
        (only,) = self.json["errors"]
        number: int = only["errorId"]
        return number

    @property
    def xml(self) -> etree._Element:
        return etree.fromstring(self.body)

    def text(self, path: str) -> str:
        found = self.xml.find("/".join(f"e:{part}" for part in path.split("/")), XML)
        return "" if found is None else (found.text or "")

    def texts(self, path: str) -> list[str]:
        return [each.text or "" for each in self.xml.findall("/".join(f"e:{part}" for part in path.split("/")), XML)]


class Market:
    """`now` is the account's time; move it by hand."""

    def __init__(self, orders: int = 12, seed: int = 1, **options: Any) -> None:
        peopled = world(seed, orders, ("ebay",))
        self.clock = StoodClock()
        self.simulator: Simulator = build(
            peopled.orders,
            seed=seed,
            clock=self.clock,  # type: ignore[arg-type]
            options=MarketOptions(**options),
            faults=Faults(seed),
        )
        self.simulator.reached_at(f"https://{HOST}")
        self._token = ""
        self._key: Mapping[str, str] = {}

    @property
    def now(self) -> datetime:
        return self.clock.at

    def later(self, **how_much: float) -> None:
        self.clock.at += timedelta(**how_much)

    # -- asking ----------------------------------------------------------------------------------------------------

    def ask(
        self,
        method: str,
        path: str,
        query: str = "",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        request = WireRequest(method, path, query, {"host": HOST, **(headers or {})}, body, secure=True, at=self.now)
        answer = self.simulator.app.answer(request)
        told = {name.lower(): value for name, value in answer.headers}
        return Answer(answer.status, answer.body, told, answer.content_type)

    def mint(self, *, basic: str | None = None, **form: str) -> Answer:
        keyset = self.simulator.auth.keyset
        given = basic if basic is not None else f"{keyset.app_id}:{keyset.cert_id}"
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "authorization": "Basic " + base64.b64encode(given.encode()).decode(),
        }
        filled = form or {"grant_type": "refresh_token", "refresh_token": self.simulator.auth.refresh_token}
        return self.ask("POST", TOKENS, body=urlencode(filled).encode(), headers=headers)

    def token(self) -> str:
        if not self._token or self.simulator.auth.token(self._token, self.now) is None:
            self._token = self.mint().json["access_token"]
        return self._token

    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token()}", "content-type": "application/json"}

    def get(self, path: str, /, **params: Any) -> Answer:
        return self.ask("GET", path, encoded(params), headers=self.bearer())

    def post(self, path: str, document: Any) -> Answer:
        return self.ask("POST", path, body=json.dumps(document).encode(), headers=self.bearer())

    def listed(self, **params: Any) -> list[dict[str, Any]]:
        answer = self.get(ORDERS, **params)
        assert answer.status == 200, answer.body
        orders: list[dict[str, Any]] = answer.json["orders"]
        return orders

    def every(self, **params: Any) -> list[dict[str, Any]]:
        """All orders of two years, paged by what `next` says."""
        start = iso(self.now - timedelta(days=729))
        answer = self.get(ORDERS, **{"filter": f"creationdate:[{start}..]", "limit": 200, **params})
        orders: list[dict[str, Any]] = answer.json["orders"]
        while "next" in answer.json:
            address = answer.json["next"].removeprefix("https://api.ebay.example")
            path, _, query = address.partition("?")
            answer = self.ask("GET", path, query, headers=self.bearer())
            orders += answer.json["orders"]
        return orders

    def refused(self, **params: Any) -> int:
        answer = self.get(ORDERS, **params)
        assert answer.status == 400, answer.body
        return answer.error

    # -- signed, and to Post-Order ---------------------------------------------------------------------------------

    def application(self) -> dict[str, str]:
        token = self.mint(grant_type="client_credentials", scope=SCOPE).json["access_token"]
        return {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def key(self) -> Mapping[str, str]:
        """The account's signing key, made when it is first wanted."""
        if not self._key:
            body = json.dumps({"signingKeyCipher": "ED25519"}).encode()
            self._key = self.ask("POST", KEYS, body=body, headers=self.application()).json
        return self._key

    def signature(self, method: str, path: str, body: bytes = b"") -> dict[str, str]:
        return signature(self.key(), method, path, body, int(self.now.timestamp()))

    def signed(self, path: str, document: Any) -> Answer:
        """A signed REST call."""
        body = json.dumps(document).encode()
        return self.ask("POST", path, body=body, headers=self.bearer() | self.signature("POST", path, body))

    def iaf(self) -> dict[str, str]:
        return {
            "authorization": f"IAF {self.token()}",
            "content-type": "application/json",
            "x-ebay-c-marketplace-id": "EBAY_DE",
        }

    def order_get(self, path: str, /, **params: Any) -> Answer:
        """Reads from Post-Order."""
        return self.ask("GET", f"/post-order/v2{path}", encoded(params), headers=self.iaf())

    def order_post(self, path: str, document: Any = None, *, sign: bool = False) -> Answer:
        """Does something by Post-Order."""
        whole = f"/post-order/v2{path}"
        body = json.dumps(document).encode() if document is not None else b""
        signed = self.signature("POST", whole, body) if sign else {}
        return self.ask("POST", whole, body=body, headers=self.iaf() | signed)

    def call(self, name: str, inside: str = "", **headers: str) -> Answer:
        """A Trading call. Headers by name with underscores; an empty one is left out."""
        sent = {
            "content-type": "text/xml",
            "x-ebay-api-call-name": name,
            "x-ebay-api-siteid": "77",
            "x-ebay-api-compatibility-level": "1451",
            "x-ebay-api-iaf-token": headers.pop("token", None) or self.token(),
            **{each.replace("_", "-"): value for each, value in headers.items()},
        }
        body = f'<?xml version="1.0" encoding="utf-8"?><{name}Request xmlns="{XML["e"]}">{inside}</{name}Request>'
        kept = {each: value for each, value in sent.items() if value}
        return self.ask("POST", TRADING, body=body.encode(), headers=kept)

    # -- the other side --------------------------------------------------------------------------------------------

    def do(self, deed: str, **arguments: Any) -> Any:
        return self.simulator.app.channel.do(deed, arguments, self.now)

    def state(self, **query: str) -> Any:
        return self.simulator.app.channel.state(query)

    def seen(self, order_id: str) -> dict[str, Any]:
        (order,) = self.state(order=order_id)["orders"]
        found: dict[str, Any] = order
        return found

    def deeds(self) -> list[str]:
        return [entry.deed for entry in self.simulator.journal.since(0)]

    def bought(self, pieces: tuple[int, ...] = (1,), **arguments: Any) -> EbayOrder:
        """A new paid order with lines of so many pieces, that nobody has done anything about."""
        for _ in range(200):
            made = self.do("new_order", country="DE", pickup=False, **arguments)
            order = self.simulator.market.orders[made["id"]]
            if len(order.lines) == len(pieces):
                for line, quantity in zip(order.lines, pieces, strict=True):
                    line.quantity = quantity
                return order
        raise AssertionError(f"nobody buys {len(pieces)} articles")

    def ship(self, order: EbayOrder, number: str | None = "00340434161094042557", **fields: Any) -> Answer:
        document: dict[str, Any] = {
            "lineItems": [{"lineItemId": line.id, "quantity": line.quantity} for line in order.lines],
            **({"trackingNumber": number, "shippingCarrierCode": "DHL"} if number is not None else {}),
            **fields,
        }
        kept = {name: value for name, value in document.items() if value is not None}
        return self.post(f"{ORDERS}/{order.id}/shipping_fulfillment", kept)

    def parcels(self, order: EbayOrder) -> list[dict[str, Any]]:
        answer = self.get(f"{ORDERS}/{order.id}/shipping_fulfillment").json
        assert answer["total"] == len(answer["fulfillments"])
        parcels: list[dict[str, Any]] = answer["fulfillments"]
        return parcels


def signature(
    key: Mapping[str, str], method: str, path: str, body: bytes, created: int, authority: str = HOST
) -> dict[str, str]:
    """What a right client adds to a request; written from the sheet, apart from the simulator's own reading."""
    values = {"x-ebay-signature-key": key["jwe"], "@method": method, "@path": path, "@authority": authority}
    headers = {"x-ebay-signature-key": key["jwe"]}
    if body:
        headers["content-digest"] = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        values = {"content-digest": headers["content-digest"], **values}
    parameters = "(" + " ".join(f'"{name}"' for name in values) + f");created={created}"
    base = "\n".join([f'"{name}": {value}' for name, value in values.items()] + [f'"@signature-params": {parameters}'])
    private = load_der_private_key(base64.b64decode(key["privateKey"]), None)
    assert isinstance(private, Ed25519PrivateKey)
    made = base64.b64encode(private.sign(base.encode())).decode()
    return headers | {"signature-input": f"sig1={parameters}", "signature": f"sig1=:{made}:"}


def encoded(params: Mapping[str, Any]) -> str:
    return "&".join(f"{name}={quote(str(value), safe='')}" for name, value in params.items())


def mint(running: RunningSimulator) -> str:
    """An access token of an account that is served."""
    settings, secrets = running.account_settings, running.credentials
    answer = requests.post(
        f"{settings['token_url']}{TOKENS}",
        auth=(settings["app_id"], secrets["cert_id"]),
        data={"grant_type": "refresh_token", "refresh_token": secrets["refresh_token"]},
        timeout=5,
    )
    given: str = answer.json()["access_token"]
    return given
