import pytest

from desk.domain.orders import Address
from desk.ui.orders.addresses import address_lines, in_one_line, same_place, town_line


@pytest.mark.parametrize(
    "country,region,line",
    [
        ("DE", "BE", "10117 Springfield"),
        ("FR", "", "10117 Springfield"),
        ("", "", "10117 Springfield"),
        ("US", "IL", "Springfield, IL 10117"),
        ("US", "", "Springfield 10117"),
        ("CA", "ON", "Springfield, ON 10117"),
        ("GB", "Kent", "Springfield 10117"),
        ("IT", "MI", "10117 Springfield (MI)"),
        ("ES", "Comunidad de Madrid", "10117 Springfield"),
    ],
)
def test_the_destination_country_orders_town_and_postcode(country: str, region: str, line: str) -> None:
    assert town_line(Address(postcode="10117", town="Springfield", region=region, country=country)) == line


def test_empty_parts_leave_no_empty_line() -> None:
    address = Address(name=" Anna ", street="", extra="  ", postcode="10117", town="Berlin", country="DE")
    assert address_lines(address) == ("Anna", "10117 Berlin")
    assert address_lines(Address()) == ()


def test_a_british_county_has_a_line_of_its_own_and_the_country_stands_last() -> None:
    address = Address(name="Ann", street="1 High St", town="Dover", region="Kent", postcode="CT16 1AA", country="GB")
    assert address_lines(address, "United Kingdom") == ("Ann", "1 High St", "Dover CT16 1AA", "Kent", "United Kingdom")


def test_one_line_for_a_card_holds_no_names() -> None:
    address = Address(name="Anna", company="ACME", street="Lange Straße 1", postcode="10117", town="Berlin")
    assert in_one_line(address) == "Lange Straße 1, 10117 Berlin"


def test_places_are_compared_without_blanks_and_capitals() -> None:
    one = Address(name="Anna  Müller", street="Lange Straße 1", town="Berlin")
    assert same_place(one, Address(name="anna müller", street="Lange  Strasse 1".replace("ss", "ß"), town="BERLIN"))
    assert not same_place(one, Address(name="Anna Müller", street="Lange Straße 2", town="Berlin"))
