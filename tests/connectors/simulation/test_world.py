"""The simulated world: pure, whole to the cent, and as varied as the drills ask for."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.simulation.world import CHANNELS, DEFAULT_NOW, STATES, World, WorldOrder, world
from connectors.simulation.world_numbers import CARRIERS, mod10_check, relay_mail, tracking_number, ups_check
from connectors.simulation.world_people import spelled_out, transliterated
from connectors.simulation.world_shapes import part_of_gross, spread

SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def large() -> World:
    return world(1, 2000)


def test_the_same_seed_gives_the_same_world() -> None:
    assert world(7, 150) == world(7, 150)
    assert world(7, 150) != world(8, 150)


def test_the_world_is_the_same_in_another_process_with_another_hash_seed() -> None:
    program = (
        "import hashlib, json; from dataclasses import asdict; from connectors.simulation.world import world;"
        "print(hashlib.sha256(json.dumps(asdict(world(3, 80)), default=str).encode()).hexdigest())"
    )
    here = hashlib.sha256(json.dumps(asdict(world(3, 80)), default=str).encode()).hexdigest()
    for hash_seed in ("0", "4711"):
        there = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert there.stdout.strip() == here


def test_the_world_moves_with_its_now() -> None:
    later = datetime(2027, 2, 1, 8, tzinfo=UTC)
    first, second = world(2, 60), world(2, 60, now=later)
    assert [order.total for order in first.orders] == [order.total for order in second.orders]
    shift = later - DEFAULT_NOW
    assert all(b.created_at - a.created_at == shift for a, b in zip(first.orders, second.orders, strict=True))


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_amounts_add_up_to_the_cent(seed: int) -> None:
    for order in world(seed, 40).orders:
        goods = sum(line.total.gross for line in order.lines)
        fees = sum(fee.part.gross for fee in order.fees)
        assert goods + order.shipping_cost.part.gross + fees == order.total
        assert sum(line.subtotal.gross for line in order.lines) - goods == order.discount.gross
        assert sum(refund.amount for refund in order.refunds) <= order.total
        for refund in order.refunds:
            shipping = refund.shipping.gross if refund.shipping else 0
            if refund.lines and order.state != "refunded":
                assert sum(line.part.gross for line in refund.lines) + shipping == refund.amount
        for part in (*[line.total for line in order.lines], order.shipping_cost.part):
            assert part == part_of_gross(part.gross, part.tax_percent)
            assert part.tax_percent in (0, 7, 19)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_quantities_and_instants_make_sense(seed: int) -> None:
    peopled = world(seed, 40)
    for order in peopled.orders:
        shipped: Counter[int] = Counter()
        for parcel in order.parcels:
            shipped.update(dict(parcel.pieces))
            assert order.created_at <= parcel.shipped_at <= order.modified_at
        for line in order.lines:
            assert 0 <= line.cancelled + line.returned <= line.quantity
            assert shipped[line.number] <= line.quantity
        if order.state == "shipped":
            assert sum(shipped.values()) == sum(line.quantity for line in order.lines)
            assert order.completed_at is not None
        for moment in (order.paid_at, order.completed_at, *(refund.at for refund in order.refunds)):
            assert moment is None or order.created_at <= moment <= order.modified_at
        assert order.modified_at <= peopled.now
        assert peopled.now - order.created_at <= timedelta(days=731)
        assert order.state in STATES
        assert 1 <= len(order.lines) <= 6 + bool(order.gift_message)
    created = [order.created_at for order in peopled.orders]
    assert created == sorted(created)


def test_slices_part_the_world(large: World) -> None:
    slices = [large.slice(channel) for channel in CHANNELS]
    assert sum(map(len, slices)) == len(large.orders) == 2000
    assert min(map(len, slices)) > 300
    alone = world(1, 500, ("woocommerce",))
    assert len(alone.slice("woocommerce")) == 500


def test_what_a_world_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no channel etsy"):
        world(1, 5, ("etsy",))
    with pytest.raises(ValueError, match="offset"):
        world(1, 5, now=datetime(2026, 1, 1))  # noqa: DTZ001 - a naive now is the mistake
    assert world(1, 0).orders == ()


# -- shares ----------------------------------------------------------------------------------------------------------


def share(large: World, holds: object) -> float:
    assert callable(holds)
    return sum(1 for order in large.orders if holds(order)) / len(large.orders)


def test_four_fifths_are_german(large: World) -> None:
    assert 0.76 < share(large, lambda order: order.billing.country == "DE") < 0.84
    abroad = {order.billing.country for order in large.orders}
    assert {"AT", "CH", "GR", "PL", "TR", "DK"} <= abroad


def test_a_third_of_the_people_buys_on_more_than_one_channel(large: World) -> None:
    channels = defaultdict(set)
    for order in large.orders:
        channels[order.buyer.person].add(order.channel)
    many = sum(1 for bought in channels.values() if len(bought) > 1) / len(channels)
    assert 0.28 < many < 0.40


def test_new_orders_are_dense(large: World) -> None:
    ages = [large.now - order.created_at for order in large.orders]
    assert sum(1 for age in ages if age < timedelta(weeks=8)) > 600
    assert sum(1 for age in ages if age > timedelta(days=365)) > 300


def test_names_of_other_scripts_are_there(large: World) -> None:
    text = " ".join(f"{order.billing.first_name} {order.billing.last_name}" for order in large.orders)
    for letters in ("Παπ", "ł", "ş", "ø", "ß", "ü"):
        assert letters in text.lower() or letters in text


@pytest.mark.parametrize(
    "what,least",
    [
        ("company", 0.05),
        ("vat", 0.03),
        ("guest", 0.3),
        ("packstation", 0.02),
        ("gift", 0.02),
        ("no_phone", 0.003),
        ("part_shipped", 0.015),
        ("refunded_lines", 0.03),
        ("returned", 0.02),
        ("cancelled_piece", 0.001),
        ("other_warehouse", 0.02),
        ("test", 0.002),
        ("unpaid", 0.02),
        ("wrongly_paid", 0.001),
        ("foreign_currency", 0.04),
        ("coupon", 0.05),
        ("relay", 0.3),
        ("other_address", 0.05),
    ],
)
def test_special_cases_are_there(large: World, what: str, least: float) -> None:
    def holds(order: WorldOrder) -> bool:
        return {
            "company": bool(order.billing.company),
            "vat": bool(order.buyer.vat_id),
            "guest": order.buyer.account == 0,
            "packstation": order.shipping.street.startswith("Packstation"),
            "gift": bool(order.gift_message),
            "no_phone": not order.buyer.phone,
            "part_shipped": order.state == "partly_shipped" and bool(order.parcels),
            "refunded_lines": any(refund.lines for refund in order.refunds),
            "returned": any(line.returned for line in order.lines),
            "cancelled_piece": any(line.cancelled for line in order.lines),
            "other_warehouse": order.warehouse != "DE-Hannover",
            "test": order.is_test,
            "unpaid": order.paid_at is None and order.state not in ("cancelled", "failed"),
            "wrongly_paid": order.paid not in (0, order.total),
            "foreign_currency": order.currency != "EUR",
            "coupon": bool(order.coupon),
            "relay": "@members.ebay" in order.buyer.email or "@marketplace.amazon" in order.buyer.email,
            "other_address": order.shipping != order.billing,
        }[what]

    assert share(large, holds) >= least


def test_counts_of_lines_parcels_and_currencies(large: World) -> None:
    assert {len(order.lines) for order in large.orders} >= {1, 2, 3, 4, 5, 6}
    assert {len(order.parcels) for order in large.orders} == {0, 1, 2, 3, 4}
    assert {"EUR", "CHF", "GBP", "PLN", "DKK", "JPY"} <= {order.currency for order in large.orders}


def test_namesakes_and_families_are_there(large: World) -> None:
    people = {order.buyer.person: order.billing for order in large.orders if not order.is_test}
    by_name_and_town = Counter((each.first_name, each.last_name, each.town) for each in people.values())
    by_door = Counter((each.street, each.postcode, each.last_name) for each in people.values() if each.street)
    assert max(by_name_and_town.values()) >= 2
    assert max(by_door.values()) >= 2


def test_all_mails_are_at_example_domains(large: World) -> None:
    assert {order.buyer.email.rpartition(".")[2] for order in large.orders if order.buyer.email} == {"example"}


# -- numbers ---------------------------------------------------------------------------------------------------------


def test_check_digits_agree_with_published_numbers() -> None:
    assert mod10_check("0034043416109401590", (3, 1)) == 2
    assert mod10_check("0034043383644263659", (3, 1)) == 7
    assert mod10_check("0913313153072", (3, 1)) == 4
    assert ups_check("5R8939035756712") == 7
    assert ups_check("879E93034683444") == 0


@pytest.mark.parametrize("carrier", CARRIERS)
def test_tracking_numbers_have_their_carriers_shape(carrier: str) -> None:
    random = Random(5)
    numbers = {tracking_number(random, carrier) for _ in range(200)}
    assert len(numbers) == 200
    length = {"dhl": 20, "dpd": 14, "gls": 11, "hermes": 14, "ups": 18}[carrier]
    assert {len(number) for number in numbers} == {length}
    for number in numbers:
        if carrier in ("dhl", "hermes"):
            assert mod10_check(number[:-1], (3, 1)) == int(number[-1])
        if carrier == "ups":
            assert number.startswith("1Z")
            assert ups_check(number[2:-1]) == int(number[-1])


def test_names_can_be_spelled_out() -> None:
    assert spelled_out("Müller-Lüdenscheid") == "Mueller-Luedenscheid"
    assert spelled_out("Weiß") == "Weiss"
    assert spelled_out("Łukasz Søndergaard") == "Lukasz Soendergaard"
    assert transliterated("Παπαδόπουλος") == "Papadopoulos"
    assert relay_mail(Random(1), "amazon").endswith("@marketplace.amazon.example")


@pytest.mark.parametrize(
    "gross,percent,tax",
    [(119, 19, 19), (499, 19, 80), (100, 7, 7), (23, 7, 2), (-250, 19, -40), (1, 19, 0), (0, 19, 0), (250, 0, 0)],
)
def test_tax_inside_a_gross_amount_is_rounded_half_up(gross: int, percent: int, tax: int) -> None:
    part = part_of_gross(gross, percent)
    assert (part.tax, part.net, part.gross) == (tax, gross - tax, gross)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_spreading_loses_nothing(amount: int, weights: list[int]) -> None:
    shares = spread(amount, weights)
    assert sum(shares) == (amount if sum(weights) else 0)
    assert all(one >= 0 for one in shares)
