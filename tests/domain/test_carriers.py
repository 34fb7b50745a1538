from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.carriers import Carrier, named, passes, tracking_url, with_check_digit
from desk.domain.shipments import normalise_number
from desk.services.shipments import carriers, recognise
from desk.system.resources import folder

TOLD: dict[str, Any] = json.loads((folder("data") / "tracking_number_formats.json").read_text(encoding="utf-8"))
CHECK_ON = {one["check"]: one["check_on"] for one in TOLD["formats"] if one["check"]}


@pytest.mark.parametrize("check,number,fits", TOLD["test_vectors"])
def test_check_digits_agree_with_published_numbers(check: str, number: str, fits: bool) -> None:
    on = "digits" if check == "s10" else "all"
    assert passes(check, on, number) is fits


def test_every_algorithm_has_a_vector_or_is_marked_unverified() -> None:
    known = {vector[0] for vector in TOLD["test_vectors"]}
    assert {name for name in CHECK_ON if name not in known} == {"mod10_13"}


@pytest.mark.parametrize("check,number", [vector[:2] for vector in TOLD["test_vectors"] if vector[2]])
def test_a_wrong_check_digit_is_found(check: str, number: str) -> None:
    on = "digits" if check == "s10" else "all"
    at = max(place for place, character in enumerate(number) if character.isdigit())
    others = [f"{number[:at]}{digit}{number[at + 1 :]}" for digit in "0123456789" if digit != number[at]]
    assert [one for one in others if passes(check, on, one)] == []


@pytest.mark.parametrize(
    "format_",
    [one for one in TOLD["formats"] if one["public_example"] and one["carrier"] != "__s10__"],
    ids=lambda one: f"{one['carrier']}-{one['name']}",
)
def test_a_carriers_own_example_names_it_among_the_candidates(format_: dict[str, Any]) -> None:
    assert format_["carrier"] in recognise(format_["public_example"]).candidates


@pytest.mark.parametrize(
    "number,country,carrier,sure",
    [
        ("00340434161094015902", "DE", "dhl_de", True),
        ("0034 0434.1610-94015902", "", "dhl_de", True),
        ("1z5r89390357567127", "", "ups", True),
        ("%008182709980000020033350276C", "", "dpd_de", True),
        ("201298452277", "DE", "dhl_de", False),  # twelve digits are also GLS and FedEx
        ("05308801410058", "", "dpd_de", False),  # fourteen are also Hermes
        ("XYZ", "", "", False),
        ("", "", "", False),
    ],
)
def test_a_number_tells_its_carrier_only_as_surely_as_it_can(
    number: str, country: str, carrier: str, sure: bool
) -> None:
    found = recognise(number, country)
    assert (found.carrier, found.sure) == (carrier, sure)


def test_the_destination_tips_the_scales() -> None:
    assert recognise("201298452277", "DE").carrier == "dhl_de"
    assert recognise("201298452277", "US").carrier == "fedex"


def test_an_international_number_belongs_to_the_post_of_its_country() -> None:
    """RB 12345678 5 GB is Royal Mail's own; the two letters at the end decide."""
    british = next(one.code for one in carriers() if one.s10_country == "GB")
    assert recognise("RB123456785GB").carrier == british


@given(st.text(max_size=40))
def test_whatever_is_scanned_never_breaks_the_guess(text: str) -> None:
    found = recognise(text, "DE")
    assert found.carrier == "" or found.carrier in found.candidates


@pytest.mark.parametrize("number", ["٠" * 14 + "A", "²" * 12, "１" * 20, "١" * 11])
def test_digits_of_other_scripts_are_no_tracking_number(number: str) -> None:
    assert recognise(number).candidates == ()


@given(st.text(max_size=60))
def test_comparing_numbers_twice_changes_nothing(text: str) -> None:
    assert normalise_number(normalise_number(text)) == normalise_number(text)


@given(st.from_regex(r"\A00340[0-9]{14}\Z"))
def test_a_made_number_passes_its_own_check(body: str) -> None:
    made = with_check_digit(body)
    assert passes("mod10_31", "all", made)
    assert made[:19] == body
    with pytest.raises(ValueError, match="19 digits"):
        with_check_digit(body[:-1])


def carrier(url: str) -> Carrier:
    return Carrier(code="x", name="X", home_country="DE", url=url, s10_country="")


@pytest.mark.parametrize(
    "url,number,postcode,expected",
    [
        ("https://x.example/{number}", "00 34-04", "", "https://x.example/003404"),
        ("https://x.example/{number}?zip={postcode}", "1", "50 667", "https://x.example/1?zip=50667"),
        ("https://x.example/{number}?zip={postcode}", "1", "", ""),  # not known: no link rather than a wrong one
        ("", "1", "", ""),
        ("https://x.example/{number}", "", "", ""),
        ("https://x.example/?n={number}", "1&evil=2#/", "", "https://x.example/?n=1%26EVIL%3D2%23%2F"),
        ("https://x.example/{number}/{postcode}", "{postcode}", "5", "https://x.example/%7BPOSTCODE%7D/5"),
    ],
)
def test_a_parcels_page_holds_its_number_and_nothing_else(url: str, number: str, postcode: str, expected: str) -> None:
    assert tracking_url(carrier(url), number, postcode=postcode) == expected


def test_every_carriers_page_needs_only_what_desk_knows() -> None:
    for one in carriers():
        made = tracking_url(one, "123456789012", postcode="50667", country="DE")
        assert "{" not in made, one.code
        assert made.startswith("https://") or not one.url, one.code


@pytest.mark.parametrize(
    "written,code",
    [
        ("DHL", "dhl_de"),
        ("dhl paket", "dhl_de"),
        ("DHL Germany", "dhl_de"),
        ("DHLEXPRESS", "dhl_express"),
        ("dhl-express", "dhl_express"),
        ("dpd-de", "dpd_de"),
        ("DPD.de", "dpd_de"),
        ("DPD", "dpd_de"),
        ("GLS", "gls_de"),
        ("hermes", "hermes_de"),
        ("Royal-Mail", "royal_mail"),
        ("DPD Poland", ""),
        ("Radkurier Köln", ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_carrier_is_known_however_its_name_is_spelt(written: str, code: str) -> None:
    found = named(written, carriers())
    assert (found.code if found is not None else "") == code
