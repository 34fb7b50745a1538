"""Searching and showing from the command line: counts that count what was found, amounts that add up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from desk.domain.clock import parse_utc
from desk.domain.orders import Buyer, Totals
from desk.domain.values import Money
from tests.cli.conftest import Call
from tests.services.fakes import FakeChannel
from tests.support.orders import line, order, parcel


@pytest.fixture
def millers(shop: Call, channel: FakeChannel) -> Call:
    """Three called Winterfeldt, two whose name differs from it by a letter."""
    names = ["Winterfeldt", "Winterfeldt", "Winterfeldt", "Winterfeldz", "Winterfeldk"]
    channel.add(
        *[
            replace(
                order(str(at), lines=(line(f"{at}1"),)),
                number=f"W-{at}",
                buyer=Buyer(name=name),
                billing=order().billing,
            )
            for at, name in enumerate(names, 100)
        ]
    )
    assert shop("sync").status == 0
    return shop


def test_what_may_have_been_meant_is_not_counted_as_found(millers: Call) -> None:
    said = millers("search", "winterfeldt").out.splitlines()
    assert said[0] == "3 orders"
    assert said[4] == "Did you mean:"
    assert len(said) == 7


@pytest.mark.parametrize("limit", range(1, 7))
def test_the_total_is_the_same_however_many_are_shown(millers: Call, limit: int) -> None:
    document: Any = millers("search", "winterfeldt", "--limit", str(limit), "--json").document
    assert (document["total"], document["total_is_exact"]) == (3, True)
    assert len(document["orders"]) == min(limit, 5)


def test_where_only_guesses_are_left_it_says_that_nothing_was_found(millers: Call) -> None:
    said = millers("search", "winterfeldq").out.splitlines()
    assert said[0] == "Nothing found for 'winterfeldq'. Try fewer words, or a part of one."
    assert said[1] == "Did you mean:"


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


PLAIN = {"shipping": eur(490), "fees": eur(100), "tax": eur(0)}


@pytest.mark.parametrize(
    "totals, words",
    [
        (Totals(goods=eur(1000), discount=eur(0), total=eur(1590), **PLAIN), ("Shipping", "Fees")),
        (Totals(goods=eur(1000), discount=eur(250), total=eur(1340), **PLAIN), ("Discount",)),
        (Totals(goods=eur(1300), discount=eur(300), total=eur(1590), **PLAIN), ("(a discount of 3.00 EUR",)),
        (Totals(goods=eur(1300), discount=eur(400), total=eur(1490), **PLAIN), ("Discount", "(a discount of 3.00 EUR")),
        (Totals(goods=eur(1002), discount=eur(0), total=eur(1592), **PLAIN), ("Other",)),
    ],
    ids=["shipping and fees", "off the whole", "off the lines", "off both", "a cent or two"],
)
def test_what_is_shown_of_an_order_adds_up_to_its_total(
    shop: Call, channel: FakeChannel, totals: Totals, words: tuple[str, ...]
) -> None:
    channel.add(replace(order("9", lines=(line("91"),)), number="WB-9", totals=totals))
    channel.change("9", lines=(replace(line("91"), total=eur(1000)),))
    assert shop("sync").status == 0
    out = shop("show", "WB-9").out
    shown = [word for word in ("Shipping  ", "Fees", "Discount", "Other", "(a discount of") if word in out]
    assert all(word in out for word in words), shown
    amounts = re.findall(r"^  \S.*?  (-?\d+)\.(\d\d) EUR", out.partition("Total:")[0], re.MULTILINE)
    assert sum(int(whole + cents) for whole, cents in amounts) == totals.total.minor
    assert f"Total:    {totals.total}" in out


def test_a_note_is_written_shown_and_found(shop: Call, channel: FakeChannel) -> None:
    channel.add(order("1"))
    shop("sync")
    number = order("1").number
    assert shop("note", number, "Paket", "beim\nNachbarn").status == 0
    said = shop("show", number).out.splitlines()
    at = next(place for place, one in enumerate(said) if one.startswith("Note:"))
    assert said[at + 1 : at + 3] == ["  Paket beim", "  Nachbarn"]
    assert any("Internal note · Paket beim Nachbarn" in one for one in said)
    assert shop("search", "nachbarn").out.splitlines()[0] == "1 order"
    document: Any = shop("note", number, "zweite", "--json").document
    assert document["note"]["text"] == "zweite"


def test_a_note_on_an_order_that_is_not_there_says_so(shop: Call) -> None:
    tried = shop("note", "12-345", "wohin")
    assert tried.status == 1
    assert "No order fits" in tried.err


def test_of_a_parcel_known_by_its_day_no_time_is_made_up(shop: Call, channel: FakeChannel) -> None:
    day = parse_utc("2026-03-03T00:00:00Z")
    channel.add(order("1", shipments=(parcel("00340434161094015902", at=day),)))
    channel.add(order("2", shipments=(parcel("00340434161094015919", at=parse_utc("2026-03-03T00:07:00Z")),)))
    shop("sync")
    shipped = [
        next(one for one in shop("show", order(n).number).out.splitlines() if "Shipped · " in one) for n in ("1", "2")
    ]
    assert shipped[0].startswith("  2026-03-03        ")
    assert re.match(r"  2026-03-0\d \d\d:\d\d  Shipped", shipped[1])
