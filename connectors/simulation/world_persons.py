"""Draws the people of the simulated world: who they are, where they live, on which channels they buy. Only the world's
builder uses it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from connectors.simulation import world_numbers, world_people, world_places
from connectors.simulation.world_shapes import Address


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    first_name: str
    last_name: str
    company: str
    vat_id: str
    email: str
    phone: str
    home: Address
    moved_to: Address | None
    moved_days_ago: int
    channels: tuple[str, ...]
    account: int

    @property
    def country(self) -> str:
        return self.home.country


class PeopleBuilder:
    def __init__(self, random: Random, channels: tuple[str, ...]) -> None:
        self.random = random
        self.channels = channels

    def build(self, count: int) -> list[Person]:
        people: list[Person] = []
        for number in range(count):
            person = self._person(number)
            chance = self.random.random()
            if people and chance < 0.03:
                person = self._namesake(person, self.random.choice(people))
            elif people and chance < 0.10:
                person = self._relative(person, self.random.choice(people))
            people.append(person)
        return people

    def _person(self, number: int) -> Person:
        random = self.random
        country = "DE" if random.random() < 0.8 else self._abroad()
        first, last = self._name(country)
        company = random.choice(world_people.COMPANIES) if random.random() < 0.12 else ""
        moved = self._address(country, first, last, company) if random.random() < 0.12 else None
        dial = "+49" if country == "DE" else world_places.PLACES_ABROAD[country][1]
        return Person(
            number=number,
            first_name=first,
            last_name=last,
            company=company,
            vat_id=world_numbers.vat_id(random, country) if company and random.random() < 0.7 else "",
            email=self._email(first, last, number),
            phone=world_numbers.phone(random, dial),
            home=self._address(country, first, last, company),
            moved_to=moved,
            moved_days_ago=random.randrange(20, 300),
            channels=self._channels(),
            account=1000 + number if random.random() < 0.55 else 0,
        )

    def _abroad(self) -> str:
        shares = world_places.SHARES_ABROAD
        return self.random.choices(list(shares), weights=list(shares.values()))[0]

    def _channels(self) -> tuple[str, ...]:
        weights = [{"woocommerce": 3, "ebay": 2, "amazon": 2}[channel] for channel in self.channels]
        first = self.random.choices(self.channels, weights=weights)[0]
        others = [channel for channel in self.channels if channel != first]
        if not others or self.random.random() >= 0.37:
            return (first,)
        return (first, *others) if self.random.random() < 0.25 else (first, self.random.choice(others))

    def _name(self, country: str) -> tuple[str, str]:
        if country == "DE":
            return self.random.choice(world_people.FIRST_NAMES_DE), self.random.choice(world_people.SURNAMES_DE)
        firsts, lasts = world_people.NAMES_ABROAD[country]
        first, last = self.random.choice(firsts), self.random.choice(lasts)
        if country == "GR" and self.random.random() < 0.4:
            return world_people.transliterated(first), world_people.transliterated(last)
        return first, last

    def _address(self, country: str, first: str, last: str, company: str) -> Address:
        random = self.random
        house = f"{random.randrange(1, 180)}{random.choice(('', '', '', '', 'a', 'b', ' c'))}"
        if country == "DE":
            town = random.choice(world_places.TOWNS_DE)
            street = f"{random.choice(world_places.STREETS_DE)} {house}"
        else:
            _, _, towns, streets = world_places.PLACES_ABROAD[country]
            town = random.choice(towns)
            street = random.choice(streets).replace("{n}", house)
        extra = random.choice(("", "", "", "", "", "Hinterhaus", "2. OG links", "c/o Weiß", "Whg. 12"))
        return Address(first, last, company, street, extra, town.postcode, town.name, town.state, country)

    def _email(self, first: str, last: str, number: int) -> str:
        random = self.random
        one = world_people.spelled_out(first).lower().replace(" ", "").replace("'", "")
        two = world_people.spelled_out(last).lower().replace(" ", ".").replace("'", "")
        local = random.choice((f"{one}.{two}", f"{one[0]}.{two}", f"{two}{number}", f"{one}_{two}{number % 100}"))
        return f"{local}@{random.choice(world_people.MAIL_HOSTS)}"

    def _namesake(self, person: Person, other: Person) -> Person:
        """Another person of the same name in the same town, who must never be taken for the first."""
        fresh = self._address(other.country, other.first_name, other.last_name, "")
        home = replace(fresh, postcode=other.home.postcode, town=other.home.town, state=other.home.state)
        return replace(
            person,
            first_name=other.first_name,
            last_name=other.last_name,
            company="",
            vat_id="",
            home=home,
            moved_to=None,
        )

    def _relative(self, person: Person, other: Person) -> Person:
        """Somebody else of the family at the same address."""
        first, _ = self._name(other.country)
        home = replace(other.home, first_name=first, company="")
        return replace(
            person,
            first_name=first,
            last_name=other.last_name,
            company="",
            vat_id="",
            phone=other.phone if self.random.random() < 0.5 else person.phone,
            home=home,
            moved_to=None,
        )
