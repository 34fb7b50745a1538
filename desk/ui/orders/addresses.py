"""Owns how an address is written: in the destination country's order of lines (UX 10). Qt-free and pure."""

from __future__ import annotations

from desk.domain.orders import Address
from desk.ui.widgets.foreign import alone

# Where the postcode stands apart from the town, or the region belongs to the line. All others, most of
# Europe, write "10117 Berlin".
_TOWN_REGION_POSTCODE = frozenset({"US", "CA", "AU", "PR"})
_TOWN_THEN_POSTCODE = frozenset({"GB", "IE", "JE", "GG", "IM", "IN", "NZ", "ZA", "SG", "TH", "PK", "MT"})
_REGION_IN_BRACKETS = frozenset({"IT", "ES"})
_REGION_ON_ITS_OWN = frozenset({"GB", "IE", "IN"})
# Street and number are kept as typed: changing their order would send the parcel somewhere else.


def town_line(address: Address) -> str:
    """Postcode, town and, where the post wants it, the region, in one line."""
    postcode, town, region = address.postcode.strip(), address.town.strip(), address.region.strip()
    if address.country in _TOWN_REGION_POSTCODE:
        return " ".join(part for part in (f"{town}," if town and region else town, region, postcode) if part)
    if address.country in _TOWN_THEN_POSTCODE:
        return " ".join(part for part in (town, postcode) if part)
    if address.country in _REGION_IN_BRACKETS and region and len(region) <= 3:
        return " ".join(part for part in (postcode, town, f"({region})") if part)
    return " ".join(part for part in (postcode, town) if part)


def address_lines(address: Address, country_name: str = "", *, with_name: bool = True) -> tuple[str, ...]:
    """The lines of a label, from name to country. `country_name` is empty at home."""
    lines = [
        address.name if with_name else "",
        address.company,
        address.street,
        address.extra,
        town_line(address),
    ]
    if address.country in _REGION_ON_ITS_OWN:
        lines.append(address.region)
    lines.append(country_name)
    return tuple(line.strip() for line in lines if line.strip())


def in_one_line(address: Address, country_name: str = "") -> str:
    """Street, postcode and town for a card, without the name."""
    lines = address_lines(address, country_name, with_name=False)
    return ", ".join(alone(line) for line in lines if line != address.company.strip())


def same_place(one: Address, other: Address) -> bool:
    """Whether two addresses differ in nothing that a parcel or an invoice would notice."""

    def bare(address: Address) -> tuple[str, ...]:
        return tuple(
            " ".join(part.split()).casefold()
            for part in (
                address.name,
                address.company,
                address.street,
                address.extra,
                address.postcode,
                address.town,
                address.country,
            )
        )

    return bare(one) == bare(other)
