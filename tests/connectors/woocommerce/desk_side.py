"""Owns what the tests of this connector share on Desk's side: an account's access, pushes, sample orders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from connectors.contract.protocols import AccountAccess
from desk.domain.clock import Clock, ManualClock, parse_utc
from desk.domain.pushes import ConfirmShipment, ShippedLine
from desk.domain.values import AccountId, RemoteRef

NOW = parse_utc("2026-11-20T10:00:00")
KEY, SECRET = "ck_0123456789abcdef", "cs_fedcba9876543210"
ACCOUNT = AccountId(4)


def access(
    base_url: str = "https://shop.example",
    *,
    clock: Clock | None = None,
    timeout: float = 2.0,
    secrets: dict[str, str] | None = None,
    ca_file: Path | None = None,
    **settings: str,
) -> AccountAccess:
    return AccountAccess(
        id=ACCOUNT,
        kind="woocommerce",
        settings={"base_url": base_url, **settings},
        secrets=secrets if secrets is not None else {"consumer_key": KEY, "consumer_secret": SECRET},
        clock=clock or ManualClock(NOW),
        timeout=timeout,
        ca_file=ca_file,
    )


def parcel(
    order: str = "727",
    number: str = "00340434161094000001",
    *,
    lines: tuple[tuple[str, int], ...] = (("315", 1),),
    completes: bool = True,
    carrier: str = "dhl_de",
    carrier_name: str = "DHL Paket",
    tracking_url: str = "https://www.dhl.de/verfolgen?piececode=00340434161094000001",
) -> ConfirmShipment:
    return ConfirmShipment(
        order=RemoteRef(ACCOUNT, order),
        carrier=carrier,
        carrier_name=carrier_name,
        number=number,
        tracking_url=tracking_url,
        lines=tuple(ShippedLine(remote_id=line, quantity=quantity) for line, quantity in lines),
        completes=completes,
        shipped_at=NOW,
    )


def order(**changes: Any) -> dict[str, Any]:
    """A paid order as a shop of today sends it, with `dp=4`; `changes` replace whole fields, None drops one."""
    found = json.loads((Path(__file__).parent / "order.json").read_text(encoding="utf-8"))
    for name, value in changes.items():
        if value is None:
            del found[name]
        else:
            found[name] = value
    assert isinstance(found, dict)
    return found


def raw(**changes: Any) -> bytes:
    return json.dumps(order(**changes)).encode()
