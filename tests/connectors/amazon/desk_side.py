"""Owns what the tests of this connector share on Desk's side: an account's access, parcels, a small fake of Amazon."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.channels.amazon.mapping import OrderMapping
from connectors.channels.amazon.settings import read_settings
from connectors.contract.protocols import AccountAccess, Shared
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import Clock, ManualClock, parse_utc
from desk.domain.pushes import ConfirmShipment, ShippedLine
from desk.domain.values import AccountId, RemoteRef
from tests.connectors.http.server import Seen, Server, reply, serving

NOW = parse_utc("2026-11-20T10:00:00")
ACCOUNT = AccountId(4)
SECRETS = {"client_secret": "amzn1.oa2-cs.v1.5ecre7", "refresh_token": "Atzr|re-fresh-me"}
CLIENT = "amzn1.application-oa2-client.c11en7"
GERMANY = "A1PA6795UKMFR9"
NUMBER = "00340434161094000001"
ORDER = "302-1234567-7654321"
MODELS = Path(__file__).parents[4] / "shared" / "specs" / "amazon" / "models"


def access(
    base_url: str = "https://sellingpartnerapi-eu.amazon.com",
    *,
    clock: Clock | None = None,
    secrets: dict[str, str] | None = None,
    timeout: float = 2.0,
    ca_file: Path | None = None,
    shared: Shared | None = None,
    urgent: bool = False,
    account: int = ACCOUNT,
    **settings: str,
) -> AccountAccess:
    plain = {"region": "eu", "marketplaces": "DE", "client_id": CLIENT, "base_url": base_url}
    if base_url.startswith("http://"):
        plain["token_url"] = f"{base_url}/auth/o2/token"
    return AccountAccess(
        id=AccountId(account),
        kind="amazon",
        settings={**plain, **settings},
        secrets=SECRETS if secrets is None else secrets,
        clock=clock or ManualClock(NOW),
        timeout=timeout,
        ca_file=ca_file,
        shared=shared or Shared(),
        urgent=urgent,
    )


def parcel(
    order: str = ORDER,
    number: str = NUMBER,
    *,
    lines: tuple[tuple[str, int], ...] = (("11", 1),),
    parcel: int = 1,
    carrier: str = "dhl_de",
    carrier_name: str = "DHL Paket",
    **more: Any,
) -> ConfirmShipment:
    return ConfirmShipment(
        **{
            "order": RemoteRef(ACCOUNT, order),
            "carrier": carrier,
            "carrier_name": carrier_name,
            "number": number,
            "tracking_url": "",
            "lines": tuple(ShippedLine(remote_id=line, quantity=quantity) for line, quantity in lines),
            "completes": True,
            "shipped_at": NOW,
            "parcel": parcel,
            **more,
        }
    )


def amount(text: str, currency: str = "EUR") -> dict[str, str]:
    return {"amount": text, "currencyCode": currency}


def order(**changes: Any) -> dict[str, Any]:
    """A paid order of two lines, as Amazon sends it; `changes` replace whole fields, None drops one."""
    found: dict[str, Any] = {
        "orderId": ORDER,
        "createdTime": "2026-11-18T09:00:00Z",
        "lastUpdatedTime": "2026-11-19T09:00:00Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": GERMANY, "marketplaceName": "Amazon.de"},
        "buyer": {"buyerName": "Jörg Groß", "buyerEmail": "abc@marketplace.amazon.de"},
        "recipient": {
            "deliveryAddress": {
                "name": "Jörg Groß",
                "addressLine1": "Hauptstraße 5",
                "city": "Köln",
                "postalCode": "50667",
                "countryCode": "DE",
                "phone": "+49 221 123456",
                "addressType": "RESIDENTIAL",
            }
        },
        "proceeds": {"grandTotal": amount("44.99")},
        "payment": {"paymentExecutions": [{"paymentMethod": "CreditCard", "paymentAmount": amount("44.99")}]},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "orderItems": [
            item("11", 2, "20.00", parts={"ITEM": "40.00", "SHIPPING": "4.99", "DISCOUNT": "-10.00"}, total="34.99"),
            item("12", 1, "10.00", parts={"ITEM": "10.00"}, total="10.00"),
        ],
        "packages": [],
    }
    for name, value in changes.items():
        if value is None:
            del found[name]
        else:
            found[name] = value
    return found


def item(id_: str, quantity: int, price: str, *, parts: dict[str, str], total: str, **more: Any) -> dict[str, Any]:
    return {
        "orderItemId": id_,
        "quantityOrdered": quantity,
        "product": {
            "asin": "B08C1W5N87",
            "title": f"Article {id_}",
            "sellerSku": f"SKU-{id_}",
            "price": {"unitPrice": amount(price)},
        },
        "proceeds": {
            "proceedsTotal": amount(total),
            "breakdowns": [{"type": type_, "subtotal": amount(part)} for type_, part in parts.items()],
        },
        "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": quantity},
        **more,
    }


def raw(**changes: Any) -> bytes:
    return json.dumps(order(**changes)).encode()


def mapping(base_url: str = "https://sellingpartnerapi-eu.amazon.com") -> OrderMapping:
    return OrderMapping(ACCOUNT, read_settings(access(base_url)))


def read(**changes: Any) -> OrderSnapshot:
    return mapping().read(raw(**changes))


def examples(file: str, operation: str) -> list[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Amazon's own examples of an operation: status, request and answer of each."""
    model = json.loads((MODELS / file).read_text(encoding="utf-8"))
    calls = [one for path in model["paths"].values() for one in path.values() if isinstance(one, dict)]
    call = next(one for one in calls if one.get("operationId") == operation)
    return [
        (int(status), example["request"]["parameters"], example["response"])
        for status, answer in call["responses"].items()
        for example in answer.get("x-amzn-api-sandbox", {}).get("static", [])
    ]


Script = Callable[["Asked"], object]


@dataclass(frozen=True)
class Asked:
    """A call to the fake, taken apart."""

    path: str
    query: dict[str, str]
    token: str
    body: Any
    seen: Seen


@dataclass
class Fake:
    """A server that gives tokens and leaves every other call to a test's script."""

    server: Server
    calls: list[Asked] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.address


@contextmanager
def amazon(script: Script, token: Callable[[int], object] | None = None) -> Iterator[Fake]:
    """`script` answers the API's calls, `token` the n-th request for a token (from 1)."""
    kept: list[Fake] = []

    def answer(seen: Seen) -> object:
        fake = kept[0]
        parts = urlsplit(seen.target)
        if parts.path == "/auth/o2/token":
            fake.forms.append(dict(parse_qsl(seen.body.decode())))
            number = len(fake.forms)
            return token(number) if token else reply(token_answer(f"Atza|token-{number}"))
        body = json.loads(seen.body) if seen.body else None
        asked = Asked(parts.path, dict(parse_qsl(parts.query)), seen.headers.get("x-amz-access-token", ""), body, seen)
        fake.calls.append(asked)
        return script(asked)

    with serving(answer) as server:
        kept.append(Fake(server))
        yield kept[0]


def token_answer(value: str, lives: int = 3600) -> dict[str, object]:
    return {"access_token": value, "token_type": "bearer", "expires_in": lives, "refresh_token": "Atzr|other"}


def errors(code: str, message: str, details: str = "") -> dict[str, Any]:
    return {"errors": [{"code": code, "message": message, "details": details}]}


def page(*orders: dict[str, Any], token: str = "", before: str = "2026-11-20T09:58:00Z") -> dict[str, Any]:
    found: dict[str, Any] = {"orders": copy.deepcopy(list(orders)), "lastUpdatedBefore": before}
    return {**found, "pagination": {"nextToken": token}} if token else found
