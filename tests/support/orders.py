"""Owns builders of order snapshots for tests: one by hand, or many drawn by seed. Nothing here knows a channel."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from connectors.contract.snapshots import LineSnapshot, OrderSnapshot, ShipmentSnapshot, ShippedLineSnapshot
from desk.domain.clock import Instant, parse_utc
from desk.domain.orders import (
    Address,
    Buyer,
    OrderFacet,
    Payment,
    PaymentFacet,
    PaymentKind,
    ShippingFacet,
    Totals,
)
from desk.domain.values import AccountId, Money, RemoteRef

START = parse_utc("2026-03-02T08:00:00Z")

_FIRST = "Jürgen Anna Mehmet Zoë Łukasz Søren Ελένη Karl Yağmur Renée Björn Ingrid Ada Tom Fatima Olaf".split()
_LAST = "Müller Groß Schmidt Yılmaz Kowalczyk Sørensen Παπαδοπούλου Weiß Bäcker Lehmann Krüger Nguyen Öztürk".split()
_STREETS = "Lindenstraße Hauptstraße Gartenweg Am-Markt Bahnhofstraße Königsallee Wiesengrund Schulgasse".split()
_TOWNS = "Köln Berlin Görlitz München Überlingen Kiel Aachen Leipzig".split()
_GOODS = "Becher Teller Kanne Lampe Kissen Decke Schale Vase Tuch Korb".split()


def after(seconds: float) -> Instant:
    """So many seconds after START."""
    return Instant(START + timedelta(seconds=seconds))


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def totals(goods: int, shipping: int = 490) -> Totals:
    return Totals(
        goods=euros(goods),
        shipping=euros(shipping),
        fees=euros(0),
        discount=euros(0),
        tax=euros((goods + shipping) * 19 // 119),
        total=euros(goods + shipping),
    )


def line(remote_id: str, quantity: int = 1, price: int = 1990, **more: object) -> LineSnapshot:
    made = LineSnapshot(
        remote_id=remote_id,
        sku=f"SKU-{remote_id}",
        title=f"Becher {remote_id}",
        quantity=quantity,
        unit_price=euros(price),
        total=euros(price * quantity),
        tax=euros(price * quantity * 19 // 119),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def parcel(
    number: str, lines: dict[str, int] | None = None, *, at: Instant | None = None, carrier: str = "DHL"
) -> ShipmentSnapshot:
    """A shipment as a channel reports it; `lines` None where it does not say what is inside."""
    inside = (
        None if lines is None else tuple(ShippedLineSnapshot(remote_line_id=k, quantity=v) for k, v in lines.items())
    )
    return ShipmentSnapshot(remote_id=f"parcel-{number}", carrier=carrier, number=number, shipped_at=at, lines=inside)


def paid(minor: int, at: Instant = START, remote_id: str = "pay-1") -> Payment:
    return Payment(remote_id=remote_id, kind=PaymentKind.PAYMENT, amount=euros(minor), at=at, method="PayPal")


def refunded(minor: int, at: Instant, remote_id: str = "refund-1", reason: str = "broken") -> Payment:
    return Payment(remote_id=remote_id, kind=PaymentKind.REFUND, amount=euros(minor), at=at, reason=reason)


def order(remote_id: str = "1001", account: int = 1, **changes: object) -> OrderSnapshot:
    """A paid order of two lines (two cups and one plate) that waits to be shipped; `changes` replace its fields."""
    home = Address(
        name="Jürgen Müller",
        street="Lindenstraße 5",
        postcode="50667",
        town="Köln",
        country="DE",
    )
    made = OrderSnapshot(
        ref=RemoteRef(AccountId(account), remote_id),
        number=remote_id,
        placed_at=START,
        changed_at=START,
        order=OrderFacet.OPEN,
        payment=PaymentFacet.PAID,
        shipping=ShippingFacet.UNSHIPPED,
        channel_status="processing",
        totals=totals(5970),
        lines=(line("11", 2), line("12", 1)),
        buyer=Buyer(name="Jürgen Müller", email="juergen.mueller@example.org", phone="0221 123456"),
        billing=home,
        recipient=home,
        payments=(paid(6460),),
        shipments=(),
        payment_method="paypal",
        payment_method_title="PayPal",
        paid_at=START,
        raw=b'{"id": %s}' % remote_id.encode(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def many(count: int, *, seed: int = 1, account: int = 1, first: int = 20001) -> list[OrderSnapshot]:
    """Orders of many people, drawn by seed: one to four lines, some shipped, payloads of a real one's size."""
    draw = random.Random(seed)
    return [_drawn(draw, str(first + position), account, position) for position in range(count)]


def _drawn(draw: random.Random, remote_id: str, account: int, position: int) -> OrderSnapshot:
    first, last = draw.choice(_FIRST), draw.choice(_LAST)
    home = Address(
        name=f"{first} {last}",
        company=draw.choice(("", "", "", f"{last} GmbH")),
        street=f"{draw.choice(_STREETS)} {draw.randint(1, 180)}",
        postcode=f"{draw.randint(1067, 99998):05d}",
        town=draw.choice(_TOWNS),
        country="DE",
        phone=f"0{draw.randint(1500000000, 1799999999)}" if draw.random() < 0.5 else "",
    )
    lines = tuple(
        line(
            f"{remote_id}-{at}",
            draw.randint(1, 3),
            draw.randint(290, 9990),
            sku=f"{draw.choice(_GOODS)[:3].upper()}-{draw.randint(100, 999)}",
            title=f"{draw.choice(_GOODS)} {draw.choice(('blau', 'rot', 'groß'))}",
        )
        for at in range(draw.randint(1, 4))
    )
    placed = after(position * 37.0)
    shipped = draw.random() < 0.6
    sums = totals(sum(one.total.minor for one in lines))
    number = f"00340434{draw.randint(10**11, 10**12 - 1)}"
    return order(
        remote_id,
        account,
        placed_at=placed,
        changed_at=placed,
        shipping=ShippingFacet.SHIPPED if shipped else ShippingFacet.UNSHIPPED,
        lines=lines,
        totals=sums,
        buyer=Buyer(name=home.name, company=home.company, email=f"{last}.{draw.randint(1, 9999)}@example.org".lower()),
        billing=home,
        recipient=home,
        payments=(paid(sums.total.minor, placed, f"pay-{remote_id}"),),
        shipments=(parcel(number, {one.remote_id: one.quantity for one in lines}, at=placed),) if shipped else (),
        paid_at=placed,
        invoice_number=f"RE-{remote_id}" if draw.random() < 0.3 else "",
        raw=b'{"id": "%s", "padding": "%s"}' % (remote_id.encode(), draw.randbytes(600).hex().encode()),
    )
