"""Owns the judgement over a drill: what Desk shows against what the channels hold and what was done to them. Imports
nothing of Desk; reads what `desk export --json` prints.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drills.truth import Between, ChannelOrder, Holding, OneOf, Paid, ParcelEffect, Truth, plain_number

SETTLED = ("confirmed", "failed", "unclear", "conflict", "recalled")
LEAST_CONFIRMED = 0.95
Exported = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A parcel that the agent has told Desk of. `accepted` is false where Desk refused to take it."""

    shop: str
    order: str  # the channel's id
    number: str  # the order's number for people
    tracking: str
    accepted: bool
    ours: bool = True
    """False for an order that the channel ships itself or keeps back."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.shop, self.number, plain_number(self.tracking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    order: str
    field: str
    desk: Any
    channel: Any
    shop: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What came out. `broken` says in sentences which rule does not hold, empty when all do."""

    counts: Mapping[str, int]
    doubled: tuple[str, ...]
    lost: tuple[str, ...]
    differences: tuple[Difference, ...]
    broken: tuple[str, ...]

    @property
    def deeds(self) -> int:
        return sum(self.counts.values())


def judge(exported: Sequence[Exported], truths: Iterable[Truth], deeds: Iterable[Deed]) -> Judgement:
    truths, deeds = tuple(truths), tuple(deeds)
    pushes = list(_pushes(exported))
    counts = Counter(push["state"] for push in pushes)
    parcels = [effect for truth in truths for effect in truth.parcels]
    doubled = [*_doubled_parcels(parcels), *_doubled_rows(pushes)]
    doubled += [f"{one.shop} order {one.order}: {one.what}" for truth in truths for one in truth.doubled]
    differences = tuple(differ(exported, [order for truth in truths for order in truth.orders]))
    return Judgement(
        counts=dict(counts),
        doubled=tuple(doubled),
        lost=tuple(_lost(pushes, parcels, deeds)),
        differences=differences,
        broken=tuple(_broken(pushes, truths, deeds)),
    )


def own_pieces(exported: Iterable[Exported]) -> dict[str, int]:
    """Pieces in parcels that Desk holds for confirmed, by order number."""
    found: Counter[str] = Counter()
    for order in exported:
        for push in order["pushes"]:
            if push["state"] == "confirmed":
                found[push["order_number"]] += push["what"].get("pieces", 0)
    return dict(found)


# -- deeds ---------------------------------------------------------------------------------------------------------


def _pushes(exported: Iterable[Exported]) -> Iterator[dict[str, Any]]:
    for order in exported:
        for push in order["pushes"]:
            yield {
                "shop": order["account"],
                "order": order["order"]["ref"]["id"],
                "number": push["order_number"],
                "tracking": plain_number(push["what"]["number"]),
                "state": push["state"],
                "error": push["error_code"],
            }


def _doubled_parcels(parcels: Iterable[ParcelEffect]) -> Iterator[str]:
    """Two effects for one deed: a client's second one, or its first after the channel's own people had entered it."""
    seen: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for effect in parcels:
        before = seen[(effect.shop, effect.order, effect.number)]
        if effect.by_client and before:
            yield f"{effect.shop} order {effect.order}: parcel {effect.number} told again"
        before.append(effect.by_client)


def _doubled_rows(pushes: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    rows = Counter((push["shop"], push["number"], push["tracking"]) for push in pushes if push["state"] != "recalled")
    for (_, number, tracking), count in rows.items():
        if count > 1:
            yield f"order {number}: {count} entries of the outbox for the parcel {tracking}"


def _lost(pushes: Sequence[Mapping[str, Any]], parcels: Iterable[ParcelEffect], deeds: Iterable[Deed]) -> Iterator[str]:
    parcels = tuple(parcels)
    there = {(effect.shop, effect.order, effect.number) for effect in parcels}
    confirmed = {(push["shop"], push["order"], push["tracking"]) for push in pushes if push["state"] == "confirmed"}
    for shop, order, tracking in sorted(confirmed - there):
        yield f"{shop} order {order}: parcel {tracking} is confirmed, the channel has never had it"
    by_client = {(effect.shop, effect.order, effect.number) for effect in parcels if effect.by_client}
    for shop, order, tracking in sorted(by_client - confirmed):
        yield f"{shop} order {order}: parcel {tracking} reached the channel, Desk does not show it as done"
    rows = {(push["shop"], push["number"], push["tracking"]) for push in pushes}
    for deed in deeds:
        if deed.accepted and deed.key not in rows:
            yield f"order {deed.number}: parcel {deed.tracking} was accepted and is not in the outbox"


def _broken(pushes: Sequence[Mapping[str, Any]], truths: Sequence[Truth], deeds: Sequence[Deed]) -> Iterator[str]:
    moved = frozenset[tuple[str, str]]().union(*(truth.moved for truth in truths))
    refused = frozenset[tuple[str, str]]().union(*(truth.refused for truth in truths))
    state = {(push["shop"], push["number"], push["tracking"]): push["state"] for push in pushes}
    yield from _deeds_broken(deeds, state, moved)
    for push in pushes:
        where, name = (push["shop"], push["order"]), f"order {push['number']}, parcel {push['tracking']}"
        if push["state"] not in SETTLED:
            yield f"{name} is still {push['state']}"
        if push["state"] == "unclear":
            yield f"{name} is unclear, though the channel can be asked"
        if push["state"] == "conflict" and where not in moved:
            yield f"{name} is in conflict, though nobody moved the order"
        if push["state"] == "failed" and where not in refused:
            yield f"{name} failed ({push['error']}), though the channel refused nothing"
    for truth in truths:
        yield from truth.troubles


def _deeds_broken(
    deeds: Sequence[Deed], state: Mapping[tuple[str, str, str], str], moved: Collection[tuple[str, str]]
) -> Iterator[str]:
    """`state` is that of a deed's push, by the deed's key."""
    ours = [deed for deed in deeds if deed.ours]
    allowed = [deed for deed in ours if (deed.shop, deed.order) not in moved or state.get(deed.key) == "confirmed"]
    confirmed = sum(state.get(deed.key) == "confirmed" for deed in allowed)
    if confirmed < LEAST_CONFIRMED * len(allowed):
        yield f"only {confirmed} of {len(allowed)} deeds that the channels allow are confirmed"
    for deed in deeds:
        if deed.accepted and not deed.ours:
            yield f"order {deed.number}: parcel {deed.tracking} was taken, though the order is the channel's to handle"
        if not deed.accepted and state.get(deed.key, "recalled") != "recalled":
            yield f"order {deed.number}: parcel {deed.tracking} was refused, though it is in the outbox"


# -- orders --------------------------------------------------------------------------------------------------------


def differ(exported: Iterable[Exported], orders: Iterable[ChannelOrder]) -> Iterator[Difference]:
    """Field by field, over all orders of either side."""
    shown = {(one["account"], one["order"]["ref"]["id"]): one["order"] for one in exported}
    for order in orders:
        mine = shown.pop((order.shop, order.id), None)
        if not order.readable:
            if mine is not None:
                yield Difference(shop=order.shop, order=order.number, field="readable", desk=True, channel=False)
        elif mine is None and order.may_miss:
            continue
        elif mine is None:
            yield Difference(shop=order.shop, order=order.number, field="present", desk=False, channel=True)
        else:
            yield from _fields_differ(order, desk_fields(mine))
    for (shop, _), left in shown.items():
        yield Difference(shop=shop, order=left["number"], field="present", desk=True, channel=False)


def _fields_differ(order: ChannelOrder, mine: Mapping[str, Any]) -> Iterator[Difference]:
    if mine["number"] != order.number:
        yield Difference(shop=order.shop, order=order.number, field="number", desk=mine["number"], channel=order.number)
    for field, value in order.fields.items():
        loose = isinstance(value, OneOf | Between | Holding | Paid)
        fits = mine[field] in value if loose else mine[field] == value
        if not fits:
            told = value.shown() if loose else value
            yield Difference(shop=order.shop, order=order.number, field=field, desk=mine[field], channel=told)


def desk_fields(order: Mapping[str, Any]) -> dict[str, Any]:
    """An exported order as flat fields under the names that channels are described by."""

    def money(name: str) -> tuple[int, str]:
        return order["totals"][name]["minor"], order["totals"][name]["currency"]

    plain = (
        "number", "channel_status", "order", "payment", "shipping", "placed_at", "changed_at", "paid_at",
        "payment_method", "buyer_note", "invoice_number", "handling",
    )  # fmt: skip
    found: dict[str, Any] = {name: order[name] for name in plain}
    found |= {"total": money("total"), "tax": money("tax"), "shipping_cost": money("shipping")}
    for part in ("buyer", "billing", "recipient"):
        found |= {f"{part}.{name}": value for name, value in (order[part] or {}).items()}
    found["lines"] = tuple(
        sorted(
            (one["remote_id"], one["sku"], one["title"], one["quantity"], one["total"]["minor"], one["refunded"])
            for one in order["lines"]
        )
    )
    found["payments"] = tuple(sorted((one["kind"], one["amount"]["minor"], one["reason"]) for one in order["payments"]))
    found["shipments"] = tuple(sorted(plain_number(one["number"]) for one in order["shipments"] or ()))
    return found
