"""Owns what the tests of this connector share on Desk's side: an account's access, pushes, sample orders."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from connectors.contract.protocols import AccountAccess, Shared
from desk.domain.clock import Clock, Instant, ManualClock, parse_utc
from desk.domain.pushes import ConfirmShipment, ShippedLine
from desk.domain.values import AccountId, RemoteRef

NOW = parse_utc("2026-11-20T10:00:00")
ACCOUNT = AccountId(4)
APP, CERT, REFRESH = "Werkbank-Desk-PRD-0123456789", "PRD-fedcba987654-3210", "v^1.1#i^1#r^1#p^3#t^Ul4xMF8yOkZFRDAx"
KEYS = {"cert_id": CERT, "refresh_token": REFRESH}
_SAMPLE = (Path(__file__).parent / "order.json").read_text(encoding="utf-8")
NUMBER = "00340434161094000001"


def access(
    base_url: str = "https://api.ebay.com",
    *,
    account: AccountId = ACCOUNT,
    clock: Clock | None = None,
    timeout: float = 2.0,
    secrets: dict[str, str] | None = None,
    start_date: Instant | None = None,
    ca_file: Path | None = None,
    shared: Shared | None = None,
    urgent: bool = False,
    **settings: str,
) -> AccountAccess:
    return AccountAccess(
        id=account,
        kind="ebay",
        settings={"base_url": base_url, "app_id": APP, **settings},
        secrets=secrets if secrets is not None else dict(KEYS),
        clock=clock or ManualClock(NOW),
        start_date=start_date,
        timeout=timeout,
        ca_file=ca_file,
        shared=shared or Shared(),
        urgent=urgent,
    )


def parcel(
    order: str = "01-03955-36441",
    number: str = NUMBER,
    *,
    lines: tuple[tuple[str, int], ...] = (("10012345678901", 2),),
    carrier: str = "dhl_de",
    carrier_name: str = "DHL Paket",
    shipped_at: Instant = NOW,
) -> ConfirmShipment:
    return ConfirmShipment(
        order=RemoteRef(ACCOUNT, order),
        carrier=carrier,
        carrier_name=carrier_name,
        number=number,
        tracking_url="",
        lines=tuple(ShippedLine(remote_id=line, quantity=quantity) for line, quantity in lines),
        completes=True,
        shipped_at=shipped_at,
        parcel=1,
    )


def order(**changes: Any) -> dict[str, Any]:
    """A paid order as the sheet shows one; `changes` replace whole fields, None drops one."""
    found: dict[str, Any] = json.loads(_SAMPLE)
    for name, value in changes.items():
        if value is None:
            del found[name]
        else:
            found[name] = value
    return found


def inside(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one inner field changed, or dropped for None: `buyer.username`, `lineItems.0.sku`."""
    made = copy.deepcopy(document)
    place: Any = made
    *way, last = path.split(".")
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    if value is None:
        del place[last]
    else:
        place[last] = value
    return made


def raw(**changes: Any) -> bytes:
    return json.dumps(order(**changes)).encode()
