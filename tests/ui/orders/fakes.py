"""Owns the orders screen's stateful stand-in for the services, and builders of the shapes it shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from desk.domain.carriers import Carrier, Guess, is_odd_carrier
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Clock, Instant, ManualClock, parse_utc
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.orders import (
    Address,
    Buyer,
    Handling,
    OrderFacet,
    Payment,
    PaymentFacet,
    PaymentKind,
    ShippingFacet,
    Totals,
)
from desk.domain.pushes import PushState
from desk.domain.shipments import Parcel, ShippableLine, allot, normalise_number
from desk.domain.standing import Standing
from desk.domain.values import AccountId, LineId, Money, OrderId, PushId, ReturnId, ShipmentId
from desk.domain.views import (
    ChannelTile,
    CustomerRow,
    EventKind,
    LineView,
    MatchTier,
    OrderRow,
    OrderView,
    Permission,
    PushView,
    ShipmentView,
    Step,
    StepState,
    TimelineEntry,
)
from desk.services.exports import ExportStopped, Table
from desk.services.return_lists import Filter
from desk.services.return_undoing import TakenBack
from desk.services.shipments import CARRIER_ODD, Queued, Told
from desk.ui.actions.commands import Commands
from tests.ui.orders.fake_deeds import FakeDeeds, FakeOutbox
from tests.ui.orders.fake_finder import FakeFinder
from tests.ui.orders.fake_notes import AGENT, FakeNotes

NOW = parse_utc("2026-11-21T09:00:00Z")
SHOP = ChannelTile(kind="woocommerce", name="Onlineshop", letters="Sh", colour="sh")
EBAY = ChannelTile(kind="ebay", name="eBay", letters="eB", colour="eb")
AMAZON = ChannelTile(kind="amazon", name="Amazon", letters="Am", colour="am")
TILES = {1: EBAY, 2: AMAZON, 3: SHOP}


def at(days: float) -> Instant:
    """So many days before now."""
    return Instant(NOW - timedelta(days=days))


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def order_row(
    number: int,
    *,
    name: str = "Anna Müller",
    standings: tuple[Standing, ...] = (Standing.TO_SHIP,),
    tier: MatchTier | None = MatchTier.PREFIX,
    account: int = 1,
    first_item: str = "Akku-Bohrschrauber 18 V",
    total: int = 123450,
    days: float = 1.0,
    shown_number: str = "",
) -> OrderRow:
    tile = TILES.get(account, SHOP)
    return OrderRow(
        id=OrderId(number),
        tile=tile,
        account=AccountId(account),
        account_name=tile.name,
        number=shown_number or f"18-12345-{number:05d}",
        remote_id=str(number),
        name=name,
        first_item=first_item,
        items=1,
        placed_at=at(days),
        total=euro(total),
        standings=standings,
        tier=tier,
    )


def line(
    number: int,
    title: str,
    quantity: int = 1,
    *,
    sku: str = "",
    price: int = 1000,
    refunded: int = 0,
    shipped: int = 0,
    on_its_way: int = 0,
) -> LineView:
    return LineView(
        id=LineId(number),
        remote_id=str(number),
        sku=sku or f"SKU-{number}",
        title=title,
        quantity=quantity,
        unit_price=euro(price),
        total=euro(price * quantity),
        tax=euro(price * quantity * 19 // 119),
        refunded=refunded,
        shippable=ShippableLine(
            line=LineId(number),
            ordered=quantity,
            shipped=shipped,
            on_its_way=on_its_way,
            cancelled=refunded,
        ),
        needs_shipping=True,
    )


def shipment(number: str, *, carrier: str = "DHL Paket", state: PushState | None = None) -> ShipmentView:
    return ShipmentView(
        id=None if state else ShipmentId(1),
        carrier=carrier,
        number=number,
        url=f"https://www.dhl.example/?n={number}",
        shipped_at=at(2),
        lines=((LineId(1), 1),),
        push=PushId(7) if state else None,
        state=state,
    )


def push_view(
    number: int = 7, *, order: int = 1, state: PushState = PushState.FAILED, text: str = "", words: str = ""
) -> PushView:
    return PushView(
        id=PushId(number),
        key=f"key-{number}",
        kind="confirm_shipment",
        account=AccountId(1),
        account_name="eBay",
        tile=EBAY,
        order=OrderId(order),
        order_number=f"18-12345-{order:05d}",
        what={"carrier": "DHL Paket", "number": "00340434161094042557"},
        state=state,
        attempts=1,
        created_at=at(0.1),
        not_before=at(0.1),
        sent_at=at(0.1),
        settled_at=at(0.1),
        error_text=text,
        channel_words=words,
        actor="sandra",
    )


def steps(reached: int = 2, problem: int | None = None) -> tuple[Step, ...]:
    names = ("ordered", "paid", "shipped", "on_the_way", "delivered")
    return tuple(
        Step(
            name,
            StepState.CURRENT_PROBLEM if n == problem else StepState.REACHED if n < reached else StepState.AHEAD,
            at(3 - n) if n < reached or n == problem else None,
        )
        for n, name in enumerate(names)
    )


HOME = Address(
    name="Anna Müller",
    street="Lange Straße 1",
    postcode="10117",
    town="Berlin",
    country="DE",
    phone="+49 171 5550123",
)
LINES = (
    line(1, "Akku-Bohrschrauber 18 V, 2 Akkus, Koffer und Ladegerät", price=114900, sku="ABS-18-4"),
    line(2, "Bit-Set 32-teilig", 2, price=2499, sku="BIT-32"),
    line(3, "Ersatzakku 4 Ah", price=3552, sku="AKK-4"),
)
HISTORY = (
    TimelineEntry(
        at=at(2.4),
        kind=EventKind.PAID,
        facts={"amount_minor": 123450, "currency": "EUR", "method": "PayPal"},
        actor="",
    ),
    TimelineEntry(
        at=at(2.5),
        kind=EventKind.IMPORTED,
        facts={"amount_minor": 123450, "currency": "EUR", "items": 4},
        actor="",
    ),
)


def order_view(order: int = 1, **changes: Any) -> OrderView:
    """A paid order of three lines that nobody has shipped yet."""
    lines = changes.pop("lines", LINES)
    goods = sum(one.total.minor for one in lines)
    base: dict[str, Any] = {
        "id": OrderId(order),
        "tile": EBAY,
        "account": AccountId(1),
        "account_name": "eBay",
        "number": f"18-12345-{order:05d}",
        "remote_id": str(order),
        "placed_at": at(2.5),
        "changed_at": at(1),
        "fetched_at": at(0.01),
        "order": OrderFacet.OPEN,
        "payment": PaymentFacet.PAID,
        "shipping": ShippingFacet.UNSHIPPED,
        "handling": Handling.OURS,
        "channel_status": "processing",
        "standings": (Standing.TO_SHIP,),
        "totals": Totals(
            goods=euro(goods),
            shipping=euro(0),
            fees=euro(0),
            discount=euro(0),
            tax=euro(goods * 19 // 119),
            total=euro(goods),
        ),
        "lines": lines,
        "buyer": Buyer(name="Anna Müller", email="anna.mueller@posteo.example", phone="+49 171 5550123"),
        "billing": HOME,
        "recipient": HOME,
        "payments": (
            Payment(remote_id="p1", kind=PaymentKind.PAYMENT, amount=euro(goods), at=at(2.4), method="PayPal"),
        ),
        "paid": euro(goods),
        "refunded": euro(0),
        "payment_method": "eBay Zahlungsabwicklung",
        "paid_at": at(2.4),
        "buyer_note": "",
        "invoice_number": "RE-2026-1042",
        "is_test": False,
        "open_in_channel": "https://shop.example/order/1",
        "shipments": (),
        "pushes": (),
        "timeline": HISTORY,
        "further_orders": (order_row(901, account=2, total=2499, standings=(Standing.SHIPPED,), tier=None),),
        "buyer_orders": 7,
        "buyer_revenue": (euro(241800),),
        "steps": steps(),
        "may_ship": Permission(allowed=True),
        "writing": True,
        "agent": AGENT,
    }
    return OrderView(**{**base, **changes})


class FakeServices:
    """The window's side of a screen: real commands, and a record of what the screen told."""

    def __init__(self, window: QWidget) -> None:
        self.commands = Commands(window)
        self.toasts: list[str] = []
        self.deeds: list[Callable[[], object]] = []  # of the toasts that have a button
        self.told: list[tuple[str, tuple[PushId, ...], float]] = []
        self.backs: list[Callable[[], TakenBack] | None] = []
        self.opened: list[OrderId] = []
        self.returns: list[ReturnId] = []
        self.lists: list[Filter] = []
        self.undone: list[tuple[str, Callable[[], object]]] = []
        self.searched: list[str] = []
        self.announced: list[str] = []

    def toast(
        self, text: str, *, tone: str = "info", action: str = "", deed: Callable[[], object] | None = None
    ) -> None:
        self.toasts.append(text)
        if deed is not None:
            self.deeds.append(deed)

    def queued(
        self, text: str, pushes: Sequence[PushId], hold_seconds: float, *, back: Callable[[], TakenBack] | None = None
    ) -> None:
        self.told.append((text, tuple(pushes), hold_seconds))
        self.backs.append(back)

    def undoable(self, text: str, back: Callable[[], object]) -> None:
        self.undone.append((text, back))

    def open_order(self, order: OrderId) -> None:
        self.opened.append(order)

    def open_returns(self, wanted: Filter) -> None:
        self.lists.append(wanted)

    def open_return(self, wanted: ReturnId) -> None:
        self.returns.append(wanted)

    def open_outbox(self) -> None:
        self.toasts.append("outbox")

    def search(self, text: str) -> None:
        self.searched.append(text)

    def announce(self, text: str) -> None:
        self.announced.append(text)


class FakeCalls(FakeNotes, FakeDeeds):
    """Keeps orders and pushes in memory and behaves as the services promise."""

    def __init__(self, rows: Sequence[OrderRow] = (), customers: Sequence[CustomerRow] = ()) -> None:
        super().__init__()
        self.clock: Clock = ManualClock(NOW)
        self.rows = list(rows)
        self.customers = tuple(customers)
        self.views: dict[OrderId, OrderView] = {}
        self.outbox = FakeOutbox(self.views)
        self.gate = threading.Event()
        self.gate.set()
        self.warmed = 0
        self.rows_for: dict[str, list[OrderRow]] = {}  # what a text finds by folding, which this one cannot do
        self.asked: list[tuple[str, bool]] = []
        self.queued: list[tuple[OrderId, tuple[Parcel, ...]]] = []
        self.deeds: dict[str, Queued] = {}
        self.done: list[tuple[str, tuple[PushId, ...]]] = []
        self.refreshed: list[OrderId] = []
        self.refusal: DeskError | None = None
        self.finders: list[FakeFinder] = []
        self.confirm_gate = threading.Event()
        self.confirm_gate.set()
        self.days_asked: list[tuple[Instant | None, Instant | None]] = []
        self.exported: list[Table] = []
        self.export_gate = threading.Event()
        self.export_gate.set()

    def finder(self) -> FakeFinder:
        made = FakeFinder(self)
        self.finders.append(made)
        return made

    def newest(self, limit: int) -> tuple[OrderRow, ...]:
        self.gate.wait(60)
        return tuple(replace(row, tier=None) for row in self.rows[:limit])

    def placed_between(self, since: Instant | None, until: Instant | None, limit: int) -> tuple[OrderRow, ...]:
        self.days_asked.append((since, until))
        fitting = [
            row
            for row in self.rows
            if (since is None or row.placed_at >= since) and (until is None or row.placed_at < until)
        ]
        return tuple(sorted(fitting, key=lambda row: row.placed_at, reverse=True)[:limit])

    def show(self, order: OrderId) -> OrderView:
        if order in self.views:
            return self.views[order]
        for row in self.rows:
            if row.id == order:
                return order_view(
                    order,
                    number=row.number,
                    tile=row.tile,
                    account_name=row.account_name,
                    standings=row.standings,
                    buyer=Buyer(name=row.name, email="a@posteo.example"),
                )
        raise NotFound("This order is not in the store any more.")

    def refresh(self, order: OrderId) -> Changes:
        self.refreshed.append(order)
        return Changes.of(Kind.ORDER, [order])

    def carriers(self) -> Sequence[Carrier]:
        return tuple(
            Carrier(code=code, name=name, home_country="DE", url="", s10_country="")
            for code, name in (("dhl_de", "DHL Paket"), ("dpd_de", "DPD"), ("gls_de", "GLS"))
        )

    def recognise(self, number: str, country: str) -> Guess:
        digits = "".join(letter for letter in number if letter.isalnum())
        if digits.startswith("0034") and len(digits) == 20:
            return Guess("dhl_de", sure=True, candidates=("dhl_de",))
        if len(digits) == 14:
            return Guess("dpd_de", sure=False, candidates=("dpd_de", "gls_de"))
        return Guess("", sure=False, candidates=())

    def preview(self, order: OrderId, parcels: Sequence[Parcel]) -> tuple[Told, ...]:
        """As the real one: refuses what `confirm` would refuse."""
        view = self.show(order)
        told = {normalise_number(one.number) for one in view.shipments}
        for parcel in parcels:
            if not normalise_number(parcel.number):
                raise NotAllowed("A parcel needs its tracking number.", code="number_missing")
            if not parcel.carrier:
                raise NotAllowed("Choose the carrier of the parcel.", code="carrier_missing")
            if is_odd_carrier(parcel.carrier):
                raise NotAllowed(CARRIER_ODD, code="carrier_odd")
            if normalise_number(parcel.number) in told:
                raise NotAllowed("The number is reported for this order already.", code="number_repeated")
            told.add(normalise_number(parcel.number))
        names = {one.code: one.name for one in self.carriers()}
        titles = {one.id: one.title for one in view.lines}
        found = allot(self._open(order), parcels)
        return tuple(
            Told(
                carrier_name=names.get(parcel.carrier, parcel.carrier),
                number=parcel.number,
                lines=tuple((titles[part.line], part.quantity) for part in lines),
                completes=found.completes and parcel is parcels[-1],
            )
            for parcel, lines in zip(parcels, found.parcels, strict=True)
        )

    def _open(self, order: OrderId) -> list[ShippableLine]:
        return [one.shippable for one in self.show(order).lines]

    def confirm(self, order: OrderId, parcels: Sequence[Parcel], *, deed: str) -> Queued:
        self.confirm_gate.wait(60)
        if deed in self.deeds:
            return self.deeds[deed]
        if self.refusal is not None:
            raise self.refusal
        view = self.show(order)
        if not view.may_ship.allowed:
            raise NotAllowed(view.may_ship.text, code=view.may_ship.code)
        self.preview(order, parcels)
        self.queued.append((order, tuple(parcels)))
        self.views[order] = replace(
            view,
            standings=(Standing.REPORTING,),
            may_ship=Permission(allowed=False, code="nothing_left_to_ship", text="Nothing is left to ship."),
            lines=tuple(replace(one, shippable=replace(one.shippable, on_its_way=one.quantity)) for one in view.lines),
            shipments=tuple(shipment(parcel.number, state=PushState.HELD) for parcel in parcels),
        )
        pushes = tuple(PushId(100 + n) for n, _ in enumerate(parcels))
        queued = Queued(pushes, Changes.of(Kind.ORDER, [order]) + Changes.of(Kind.PUSH, pushes))
        self.deeds[deed] = queued
        return queued

    def retry(self, pushes: Sequence[PushId]) -> Changes:
        self.done.append(("retry", tuple(pushes)))
        return Changes.of(Kind.PUSH, pushes)

    def recall(self, pushes: Sequence[PushId]) -> Changes:
        self.done.append(("recall", tuple(pushes)))
        return Changes.of(Kind.PUSH, pushes)

    def resolve(self, push: PushId, *, done: bool) -> Changes:
        self.done.append((f"resolve {done}", (push,)))
        return Changes.of(Kind.PUSH, [push])

    def export(self, wanted: Table, progress: Callable[[int, int], None], stop: threading.Event) -> int:
        self.exported.append(wanted)
        count = len(self.rows if wanted.orders is None else wanted.orders)
        progress(0, count)
        while not self.export_gate.wait(0.01):
            if stop.is_set():
                raise ExportStopped("The export was stopped. No file was written.")
        if self.refusal is not None:
            raise self.refusal
        return count
