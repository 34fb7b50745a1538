"""The drill's judge can fail: every kind of wrong is found, and nothing is found where both sides agree."""

from dataclasses import replace
from typing import Any

import pytest

from drills.compare import Deed, Judgement, desk_fields, judge, own_pieces
from drills.truth import Between, ChannelOrder, Doubled, OneOf, Paid, ParcelEffect, Truth

EUR = "EUR"
ADDRESS = {
    "name": "Jörg Müller",
    "company": "",
    "street": "Hauptstraße 12",
    "extra": "",
    "postcode": "50667",
    "town": "Köln",
    "region": "DE-NW",
    "country": "DE",
    "phone": "0221 123456",
}
NUMBER = "00340434161094015902"
DEED = Deed(shop="core", order="1042", number="CO-1", tracking=NUMBER, accepted=True)


def money(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": EUR}


def push(state: str = "confirmed", tracking: str = NUMBER) -> dict[str, Any]:
    what = {"carrier": "DHL Paket", "number": tracking, "pieces": 2, "completes": 1}
    return {"order_number": "CO-1", "what": what, "state": state, "error_code": ""}


def exported(**changes: Any) -> dict[str, Any]:
    """One order as `desk export` prints it, with one confirmed parcel."""
    order: dict[str, Any] = {
        "ref": {"account": 1, "id": "1042"},
        "number": "CO-1",
        "placed_at": "2026-11-20T10:00:00Z",
        "changed_at": "2026-11-20T12:00:00Z",
        "order": "COMPLETED",
        "payment": "PARTLY_REFUNDED",
        "shipping": "SHIPPED",
        "channel_status": "completed",
        "totals": {
            "goods": money(2000), "shipping": money(490), "fees": money(0), "discount": money(0), "tax": money(398),
            "total": money(2490),
        },
        "lines": [
            {"remote_id": "7", "sku": "M-1", "title": "Becher", "quantity": 2, "total": money(2000), "refunded": 1},
        ],
        "buyer": {
            "name": "Jörg Müller", "company": "", "email": "j@example.org", "phone": "0221 123456", "vat_id": "",
            "remote_id": "",
        },
        "billing": dict(ADDRESS),
        "recipient": dict(ADDRESS),
        "payments": [
            {"remote_id": "1042-paid", "kind": "PAYMENT", "amount": money(2490), "reason": ""},
            {"remote_id": "9", "kind": "REFUND", "amount": money(500), "reason": "Kulanz"},
        ],
        "shipments": [{"number": "0034 0434 1610 9401 5902"}],
        "payment_method": "bacs",
        "paid_at": "2026-11-20T11:00:00Z",
        "buyer_note": "",
        "invoice_number": "RE-1",
        "handling": "OURS",
    }  # fmt: skip
    return {"account": "core", "order": order | changes, "pushes": [push()]}


def truth(**changes: Any) -> Truth:
    """The channel that this order comes from."""
    fields = {name: value for name, value in desk_fields(exported()["order"]).items() if name != "number"}
    order = ChannelOrder(shop="core", id="1042", number="CO-1", readable=True, fields=fields)
    effect = ParcelEffect(shop="core", order="1042", number=NUMBER, by_client=True)
    whole = Truth(
        orders=(order,),
        parcels=(effect,),
        doubled=(),
        moved=frozenset(),
        refused=frozenset(),
        client_effects=2,
        troubles=(),
    )
    return replace(whole, **changes)


def judged(shown: dict[str, Any] | None = None, held: Truth | None = None, *deeds: Deed) -> Judgement:
    return judge([shown or exported()], [held or truth()], deeds or (DEED,))


def is_clean(found: Judgement) -> bool:
    return not (found.doubled or found.lost or found.differences or found.broken)


def test_both_sides_agree() -> None:
    found = judged()
    assert is_clean(found), found
    assert (found.deeds, found.counts) == (1, {"confirmed": 1})
    assert own_pieces([exported()]) == {"CO-1": 2}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for name, one in value.items() for leaf in leaves(one, (*path, name))]
    if isinstance(value, list):
        return [leaf for place, one in enumerate(value) for leaf in leaves(one, (*path, place))]
    return [path]


# What Desk keeps for itself or the channel does not tell.
BESIDE = ("goods", "fees", "discount", "remote_id", "ref", "account", "currency")
WATCHED = [path for path in leaves(exported()["order"]) if not (set(path) & set(BESIDE) and path[0] != "buyer")]


@pytest.mark.parametrize("path", WATCHED, ids=str)
def test_each_single_value_that_differs_is_found(path: tuple[Any, ...]) -> None:
    shown = exported()
    inner: Any = shown["order"]
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = 4711 if isinstance(inner[path[-1]], int) else "something else"
    found = judged(shown)
    assert len(found.differences) == 1, found.differences


def test_an_order_missing_on_either_side_is_found() -> None:
    (difference,) = judge([], [truth(parcels=())], ()).differences
    assert (difference.field, difference.desk, difference.channel) == ("present", False, True)
    (difference,) = judged(held=truth(orders=())).differences
    assert (difference.field, difference.desk, difference.channel) == ("present", True, False)


def test_a_record_that_cannot_be_read_must_not_be_shown() -> None:
    order = replace(truth().orders[0], readable=False)
    assert [one.field for one in judged(held=truth(orders=(order,))).differences] == ["readable"]
    assert judge([], [truth(orders=(order,), parcels=())], ()).differences == ()


def test_a_field_may_read_either_way_but_not_any() -> None:
    order = truth().orders[0]
    either = replace(order, fields={**order.fields, "shipping": OneOf(("SHIPPED", "PARTLY_SHIPPED"))})
    assert is_clean(judged(held=truth(orders=(either,))))
    neither = replace(order, fields={**order.fields, "shipping": OneOf(("UNSHIPPED", "PARTLY_SHIPPED"))})
    (difference,) = judged(held=truth(orders=(neither,))).differences
    assert difference.channel == ["UNSHIPPED", "PARTLY_SHIPPED"]


@pytest.mark.parametrize(
    "least, most, fits",
    [((), (NUMBER,), True), ((NUMBER,), (NUMBER, "X"), True), (("X",), ("X", NUMBER), False), ((), ("X",), False)],
)
def test_a_list_told_in_part_has_bounds(least: tuple[str, ...], most: tuple[str, ...], fits: bool) -> None:
    order = truth().orders[0]
    bounds = Between(frozenset(least), frozenset(most))
    held = truth(orders=(replace(order, fields={**order.fields, "shipments": bounds}),))
    assert is_clean(judged(held=held)) is fits


# --- Doubled and lost ---------------------------------------------------------------------------------------


def test_two_effects_for_one_deed_are_doubled() -> None:
    found = judged(held=truth(parcels=truth().parcels * 2))
    assert len(found.doubled) == 1
    assert not is_clean(found)


def test_a_parcel_that_a_colleague_had_entered_may_not_be_sent_again_but_the_other_way_round_is_theirs() -> None:
    (ours,) = truth().parcels
    theirs = replace(ours, by_client=False)
    assert judged(held=truth(parcels=(theirs, ours))).doubled
    assert not judged(held=truth(parcels=(ours, theirs))).doubled


def test_what_the_channel_merged_is_doubled_too() -> None:
    merged = Doubled(shop="core", order="1042", what="status_repeated")
    assert judged(held=truth(doubled=(merged,))).doubled == ("core order 1042: status_repeated",)


def test_two_entries_of_the_outbox_for_one_parcel_are_doubled() -> None:
    shown = exported()
    shown["pushes"].append(push())
    assert judged(shown).doubled
    shown["pushes"][0]["state"] = "recalled"
    assert not judged(shown).doubled


def test_confirmed_without_an_effect_is_lost() -> None:
    found = judged(held=truth(parcels=()))
    assert len(found.lost) == 1
    assert "never had it" in found.lost[0]


@pytest.mark.parametrize("state", ["failed", "conflict", "recalled", "waiting"])
def test_an_effect_that_desk_does_not_show_is_lost(state: str) -> None:
    shown = exported()
    shown["pushes"] = [push(state)]
    assert "does not show it as done" in judged(shown).lost[0]


def test_a_deed_that_desk_took_and_forgot_is_lost() -> None:
    other = replace(DEED, tracking="1Z999AA10123456784")
    assert "is not in the outbox" in judged(None, None, DEED, other).lost[0]


# --- Counts -------------------------------------------------------------------------------------------------


def without_effect(state: str, **more: Any) -> Judgement:
    shown = exported()
    shown["pushes"] = [push(state)]
    return judged(shown, truth(parcels=(), **more))


@pytest.mark.parametrize("state", ["held", "waiting", "sending", "unclear", "failed", "conflict"])
def test_each_state_but_confirmed_needs_its_reason(state: str) -> None:
    assert any(state in sentence for sentence in without_effect(state).broken)


@pytest.mark.parametrize("state, reason", [("failed", "refused"), ("conflict", "moved")])
def test_a_refusal_or_a_move_of_that_order_is_a_reason(state: str, reason: str) -> None:
    mine, other = frozenset({("core", "1042")}), frozenset({("core", "1043")})
    assert not any(state in sentence for sentence in without_effect(state, **{reason: mine}).broken)
    assert any(state in sentence for sentence in without_effect(state, **{reason: other}).broken)


def many(confirmed: int, refused: int) -> Judgement:
    shown = exported()
    numbers = [str(10_000 + place) for place in range(confirmed + refused)]
    shown["pushes"] = [push(tracking=number) for number in numbers[:confirmed]]
    effects = tuple(replace(truth().parcels[0], number=number) for number in numbers[:confirmed])
    deeds = [replace(DEED, tracking=number, accepted=place < confirmed) for place, number in enumerate(numbers)]
    return judged(shown, truth(parcels=effects), *deeds)


def test_less_than_nineteen_of_twenty_confirmed_is_too_few() -> None:
    assert is_clean(many(confirmed=19, refused=1))
    assert "only 18 of 19 deeds" in many(confirmed=18, refused=1).broken[0]


def test_a_deed_on_an_order_that_moved_is_not_held_against_desk() -> None:
    shown = exported()
    shown["pushes"] = [push("conflict")]
    assert is_clean(judged(shown, truth(parcels=(), moved=frozenset({("core", "1042")}))))


def test_a_parcel_refused_while_it_is_in_the_outbox_is_found() -> None:
    assert "was refused, though" in judged(None, None, replace(DEED, accepted=False)).broken[0]


def test_a_parcel_for_an_order_that_is_not_ours_must_be_refused() -> None:
    mine = replace(DEED, ours=False)
    assert "the channel's to handle" in judged(None, None, mine).broken[0]
    refused = replace(mine, accepted=False, tracking="X")
    assert is_clean(judged(None, None, DEED, refused))


def test_a_fault_of_a_simulator_is_told() -> None:
    assert judged(held=truth(troubles=("core: broken",))).broken == ("core: broken",)


def test_of_what_went_back_no_more_may_show_than_there_was() -> None:
    paid = ("PAYMENT", 1000, "")
    told = Paid((paid,), (300, 50, 50))
    assert (paid,) in told
    assert (paid, ("REFUND", 50, ""), ("REFUND", 300, "")) in told
    assert (paid, ("REFUND", 301, "")) not in told
    assert (paid, ("REFUND", 300, ""), ("REFUND", 300, "")) not in told
    assert (("PAYMENT", 999, ""),) not in told
