"""Builds the orders of the simulated world from its seed. Only `world.world` uses it. All chance comes from one
`random.Random(seed)`; nothing here may ask for the time or depend on the order of a set.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from connectors.simulation import world_goods, world_numbers, world_people, world_places
from connectors.simulation.world_persons import PeopleBuilder, Person
from connectors.simulation.world_shapes import (
    CANCELLED,
    FAILED,
    ON_HOLD,
    PARTLY_SHIPPED,
    PENDING,
    PROCESSING,
    REFUNDED,
    SHIPPED,
    Address,
    Buyer,
    NamedPart,
    Parcel,
    Part,
    RefundedLine,
    WorldLine,
    WorldOrder,
    WorldRefund,
    part_of_gross,
    spread,
)

SPAN_DAYS = 730
# What a euro cent becomes in minor units of the currency, in thousandths.
RATES = {"EUR": 1000, "CHF": 950, "GBP": 860, "PLN": 4300, "DKK": 7460, "HUF": 390_000, "JPY": 1640}
UNTAXED = frozenset({"CH", "GB", "TR"})  # exports


class Builder:
    def __init__(self, seed: int, channels: tuple[str, ...], now: datetime) -> None:
        self.random = Random(seed)
        self.channels = channels
        self.now = now.replace(microsecond=0)

    def build(self, count: int) -> tuple[WorldOrder, ...]:
        people = PeopleBuilder(self.random, self.channels).build(max(1, count * 6 // 10)) if count else []
        buyers = self._who_buys(people, count)
        ages = sorted((self._age() for _ in range(count)), reverse=True)
        self.random.shuffle(buyers)
        orders = []
        for place, (age, (person, channel)) in enumerate(zip(ages, buyers, strict=True)):
            orders.append(_OrderBuilder(self.random, self.now, place, age, person, channel).build())
        return tuple(orders)

    def _age(self) -> timedelta:
        # The exponent makes the last weeks dense: about a third of all orders are younger than eight weeks.
        seconds = (SPAN_DAYS * 86400 - 3600) * self.random.random() ** 2.3
        return timedelta(seconds=1200 + int(seconds))

    def _who_buys(self, people: list[Person], count: int) -> list[tuple[Person, str]]:
        """Everybody buys once on each of their channels; whoever comes back does so by chance."""
        buying = [(person, channel) for person in people for channel in person.channels][:count]
        while len(buying) < count:
            person = self.random.choice(people)
            buying.append((person, self.random.choice(person.channels)))
        return buying


class _OrderBuilder:
    """One order. Steps draw chance in a fixed sequence, so that the same seed gives the same order."""

    def __init__(self, random: Random, now: datetime, place: int, age: timedelta, person: Person, channel: str) -> None:
        self.random = random
        self.now = now
        self.place = place
        self.person = person
        self.channel = channel
        self.created = now - age
        self.days = age / timedelta(days=1)
        abroad = world_places.PLACES_ABROAD.get(person.country)
        self.currency = abroad[0] if abroad else "EUR"
        if random.random() < 0.004:
            self.currency = "JPY"
        reverse_charge = bool(person.vat_id) and person.country != "DE"
        self.taxed = person.country not in UNTAXED and not reverse_charge

    def build(self) -> WorldOrder:
        random = self.random
        is_test = random.random() < 0.006
        buyer, billing = self._buyer(is_test)
        gift = random.random() < 0.04
        shipping = self._shipping_address(billing, gift)
        lines, coupon, discount = self._lines(gift)
        method = self._payment_method()
        cost = self._shipping_cost(lines)
        fees = self._fees(method)
        total = sum(line.total.gross for line in lines) + cost.part.gross + sum(fee.part.gross for fee in fees)
        state = self._state(method)
        paid_at, paid = self._payment(state, method, total)
        parcels = self._parcels(state, lines, paid_at)
        lines, refunds = self._refunds(state, lines, cost, fees, total, paid_at, parcels)
        completed = (
            max((parcel.shipped_at for parcel in parcels), default=None) if state in (SHIPPED, REFUNDED) else None
        )
        moments = [
            self.created,
            *(parcel.shipped_at for parcel in parcels),
            *(refund.at for refund in refunds),
        ]
        moments += [moment for moment in (paid_at, completed) if moment is not None]
        modified = min(max(moments) + timedelta(seconds=random.randrange(0, 90)), self.now)
        return WorldOrder(
            key=f"w{self.place + 1:06d}",
            channel=self.channel,
            number=self._number(),
            created_at=self.created,
            modified_at=modified,
            paid_at=paid_at,
            completed_at=completed,
            state=state,
            currency=self.currency,
            buyer=buyer,
            billing=billing,
            shipping=shipping,
            lines=lines,
            shipping_cost=cost,
            fees=fees,
            coupon=coupon,
            discount=discount,
            total=total,
            paid=paid,
            payment_method=method,
            transaction=self._transaction(method, paid_at),
            parcels=parcels,
            refunds=refunds,
            invoice_number=f"RE-{self.created.year}-{self.place + 4711:06d}" if paid_at or parcels else "",
            customer_note=random.choice(world_goods.CUSTOMER_NOTES) if random.random() < 0.08 else "",
            gift_message=random.choice(world_goods.GIFT_MESSAGES) if gift else "",
            warehouse=random.choice(world_places.WAREHOUSES[1:]) if random.random() < 0.04 else "DE-Hannover",
            is_test=is_test,
        )

    # -- who and where ---------------------------------------------------------------------------------------------

    def _buyer(self, is_test: bool) -> tuple[Buyer, Address]:
        random, person = self.random, self.person
        home = person.home
        if person.moved_to is not None and self.days < person.moved_days_ago:
            home = person.moved_to
        first, last = self._name_variant(person.first_name, person.last_name)
        email = person.email
        if self.channel == "amazon" or (self.channel == "ebay" and random.random() < 0.7):
            email = world_numbers.relay_mail(random, self.channel)
        phone = person.phone
        if is_test:
            first, last, email = "Test", "Bestellung", "test@shop.example"
        billing = replace(home, first_name=first, last_name=last)
        gap = random.random()
        if gap < 0.008:
            phone = ""
        elif gap < 0.012:
            email = phone = ""
        elif gap < 0.015:
            billing = replace(billing, first_name="", street="", extra="")
        account = person.account if random.random() < 0.9 else 0
        return Buyer(person.number, email, phone, person.vat_id, account), billing

    def _name_variant(self, first: str, last: str) -> tuple[str, str]:
        chance = self.random.random()
        if chance > 0.22:
            return first, last
        spell = world_people.spelled_out
        return (
            (spell(first), spell(last)),
            (f"{first[0]}.", last),
            (last, first),
            (first.upper(), last.upper()),
            (first.lower(), last.lower()),
            (f"Dr. {first}", last),
            (f"{first} ", f" {last}"),
        )[int(chance / 0.22 * 7)]

    def _shipping_address(self, billing: Address, gift: bool) -> Address:
        random = self.random
        if gift:
            first, last = random.choice(world_people.FIRST_NAMES_DE), random.choice(world_people.SURNAMES_DE)
            town = random.choice(world_places.TOWNS_DE)
            street = f"{random.choice(world_places.STREETS_DE)} {random.randrange(1, 120)}"
            return Address(first, last, "", street, "", town.postcode, town.name, town.state, "DE")
        if billing.country == "DE" and random.random() < 0.07:
            post_number = "".join(random.choices("0123456789", k=8))
            station = random.choice(
                (f"Packstation {random.randrange(100, 300)}", f"Postfiliale {random.randrange(400, 600)}")
            )
            return replace(billing, company="", street=station, extra=post_number)
        if billing.country == "DE" and random.random() < 0.07:
            town = random.choice(world_places.TOWNS_DE)
            street = f"{random.choice(world_places.STREETS_DE)} {random.randrange(1, 90)}"
            moved = replace(billing, street=street, extra="", company="")
            return replace(moved, postcode=town.postcode, town=town.name, state=town.state)
        return billing

    def _number(self) -> str:
        if self.channel == "ebay":
            return f"{self._digits(2)}-{self._digits(5)}-{self._digits(5)}"
        if self.channel == "amazon":
            return f"30{self.random.choice('2345')}-{self._digits(7)}-{self._digits(7)}"
        return f"WB-{self.created.year}-{10_000 + self.place}"

    def _digits(self, count: int) -> str:
        return "".join(self.random.choices("0123456789", k=count))

    # -- what and how much -----------------------------------------------------------------------------------------

    def _price(self, euro_cents: int) -> int:
        amount = (euro_cents * RATES[self.currency] + 500) // 1000
        return (amount + 50) // 100 * 100 if self.currency == "HUF" else amount

    def _split(self, gross: int, percent: int) -> Part:
        return part_of_gross(gross, percent if self.taxed else 0)

    def _lines(self, gift: bool) -> tuple[tuple[WorldLine, ...], str, Part]:
        random = self.random
        count = random.choices((1, 2, 3, 4, 5, 6), weights=(48, 24, 13, 8, 4, 3))[0]
        articles = random.sample(world_goods.ARTICLES[:-1], count)
        if gift and count < 6:
            articles.append(world_goods.ARTICLES[-1])
        quantities = [random.choices((1, 2, 3, 4, 6, 10), weights=(70, 16, 6, 4, 3, 1))[0] for _ in articles]
        grosses = [self._price(article.price) * many for article, many in zip(articles, quantities, strict=True)]
        off, coupon = 0, ""
        if random.random() < 0.08:
            coupon = random.choice(("HERBST10", "willkommen5", "Stammkunde-15"))
            share = {"HERBST10": 10, "willkommen5": 5, "Stammkunde-15": 15}[coupon]
            off = sum(grosses) * share // 100
        discounts = spread(off, grosses)
        lines = []
        for place, article in enumerate(articles):
            subtotal = self._split(grosses[place], article.tax_percent)
            lines.append(
                WorldLine(
                    number=place + 1,
                    sku=article.sku,
                    name=article.name,
                    ean=article.ean,
                    product=article.number,
                    variation=article.variation,
                    quantity=quantities[place],
                    cancelled=0,
                    returned=0,
                    subtotal=subtotal,
                    total=self._split(grosses[place] - discounts[place], article.tax_percent),
                )
            )
        net = sum(line.subtotal.net - line.total.net for line in lines)
        tax = sum(line.subtotal.tax - line.total.tax for line in lines)
        return tuple(lines), coupon, Part(net, tax, 0)

    def _shipping_cost(self, lines: tuple[WorldLine, ...]) -> NamedPart:
        goods = sum(line.total.gross for line in lines)
        if self.random.random() < 0.02:
            return NamedPart("Selbstabholung", self._split(0, 19))
        if self.person.country == "DE":
            free = goods >= self._price(10_000)
            return NamedPart(
                "Kostenloser Versand" if free else "DHL Paket",
                self._split(0 if free else self._price(490), 19),
            )
        return NamedPart("Versand Europa", self._split(self._price(1490), 19))

    def _fees(self, method: str) -> tuple[NamedPart, ...]:
        if method == "cash_on_delivery":
            return (NamedPart("Nachnahmegebühr", self._split(self._price(490), 19)),)
        if self.random.random() < 0.01:
            return (NamedPart("Treuerabatt", self._split(-self._price(250), 19)),)
        return ()

    # -- what became of it -----------------------------------------------------------------------------------------

    def _payment_method(self) -> str:
        if self.channel != "woocommerce":
            return "marketplace"
        methods = ("paypal", "bank_transfer", "card", "invoice", "cash_on_delivery")
        return self.random.choices(methods, weights=(38, 25, 20, 12, 5))[0]

    def _state(self, method: str) -> str:
        chance = self.random.random()
        if chance < 0.04:
            return CANCELLED
        if chance < 0.05 and method in ("paypal", "card"):
            return FAILED
        if chance < 0.08:
            return REFUNDED if self.days > 3 else PROCESSING
        if method == "bank_transfer" and chance < (0.60 if self.days < 4 else 0.16):
            return ON_HOLD
        if method in ("paypal", "card") and chance < (0.14 if self.days < 1 else 0.09):
            return PENDING
        if self.channel == "ebay" and chance < 0.11:
            return PENDING  # bought, and never came to the checkout
        if self.days < 1.5:
            return PROCESSING if chance < 0.85 else SHIPPED
        if self.days < 6:
            return PROCESSING if chance < 0.40 else PARTLY_SHIPPED if chance < 0.50 else SHIPPED
        return PARTLY_SHIPPED if chance < 0.15 else SHIPPED

    def _later(self, after: datetime, least_hours: float, most_hours: float) -> datetime:
        moment = after + timedelta(seconds=int(self.random.uniform(least_hours, most_hours) * 3600))
        return min(moment, self.now - timedelta(seconds=self.random.randrange(30, 600)))

    def _payment(self, state: str, method: str, total: int) -> tuple[datetime | None, int]:
        random = self.random
        if state in (PENDING, ON_HOLD, FAILED, CANCELLED):
            # Somebody paid too little, so the order still waits.
            return None, (total // 2 if state == ON_HOLD and random.random() < 0.1 else 0)
        if method == "cash_on_delivery" and state in (PROCESSING, PARTLY_SHIPPED):
            return None, 0
        if method == "invoice" and (state in (PROCESSING, PARTLY_SHIPPED) or random.random() < 0.2):
            return None, 0
        waits = {"bank_transfer": (20, 110), "invoice": (100, 400), "cash_on_delivery": (40, 90)}
        paid_at = max(self._later(self.created, *waits.get(method, (0.01, 0.1))), self.created)
        over = method == "bank_transfer" and random.random() < 0.04
        return paid_at, total + (random.choice((1, 10, 490, 1000)) if over else 0)

    def _transaction(self, method: str, paid_at: datetime | None) -> str:
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
        made = "".join(self.random.choices(letters, k=17))
        if paid_at is None or method in ("bank_transfer", "invoice", "cash_on_delivery"):
            return ""
        return f"pi_{made.lower()}" if method == "card" else made

    def _parcels(self, state: str, lines: tuple[WorldLine, ...], paid_at: datetime | None) -> tuple[Parcel, ...]:
        random = self.random
        if state not in (SHIPPED, PARTLY_SHIPPED) and not (state == REFUNDED and random.random() < 0.6):
            return ()
        pieces = [line.number for line in lines for _ in range(line.quantity)]
        if state == PARTLY_SHIPPED:
            if len(pieces) < 2:
                return ()
            pieces = pieces[: random.randrange(1, len(pieces))]
        wanted = random.choices((1, 2, 3, 4), weights=(80, 13, 5, 2))[0]
        count = min(wanted, len(pieces))
        cuts = sorted(random.sample(range(1, len(pieces)), count - 1)) if count > 1 else []
        carrier = random.choices(world_numbers.CARRIERS, weights=(60, 15, 10, 9, 6))[0]
        start = max(paid_at or self.created, self.created)
        shipped = max(self._later(start, 3, 60), self.created)
        parcels = []
        for first, last in zip([0, *cuts], [*cuts, len(pieces)], strict=True):
            inside = pieces[first:last]
            content = tuple((line, inside.count(line)) for line in sorted(set(inside)))
            number = world_numbers.tracking_number(random, carrier)
            parcels.append(Parcel(carrier, number, shipped, content))
            if random.random() < 0.3:
                shipped = self._later(shipped, 1, 30)
        return tuple(sorted(parcels, key=lambda parcel: parcel.shipped_at))

    def _refunds(
        self,
        state: str,
        lines: tuple[WorldLine, ...],
        cost: NamedPart,
        fees: tuple[NamedPart, ...],
        total: int,
        paid_at: datetime | None,
        parcels: tuple[Parcel, ...],
    ) -> tuple[tuple[WorldLine, ...], tuple[WorldRefund, ...]]:
        random = self.random
        reason = random.choice(world_goods.REFUND_REASONS)
        chance = random.random()
        after = max([paid_at or self.created, *(parcel.shipped_at for parcel in parcels)])
        at = max(self._later(after, 20, 400), after)
        if state == REFUNDED:
            back = tuple(RefundedLine(line.number, line.quantity, line.total) for line in lines)
            returned = tuple(
                replace(line, returned=line.quantity if parcels else 0, cancelled=0 if parcels else line.quantity)
                for line in lines
            )
            return returned, (WorldRefund(at, reason, total, back, cost.part),)
        if state not in (SHIPPED, PARTLY_SHIPPED, PROCESSING) or chance > 0.09 or paid_at is None:
            return lines, ()
        if chance < 0.02:
            amount = min(self._price(500), total)
            return lines, (WorldRefund(at, "Kulanz", amount, (), None),)
        line = random.choice(lines)
        quantity = random.randrange(1, line.quantity + 1)
        part = self._split(line.total.gross * quantity // line.quantity, line.total.tax_percent)
        if part.gross <= 0:
            return lines, ()
        shipped = sum(many for parcel in parcels for number, many in parcel.pieces if number == line.number)
        is_return = shipped >= quantity
        changed = (
            replace(line, returned=quantity)
            if is_return
            else replace(line, cancelled=min(quantity, line.quantity - shipped))
        )
        if not is_return:
            quantity = changed.cancelled
            part = self._split(line.total.gross * quantity // line.quantity, line.total.tax_percent)
        if quantity == 0 or not 0 < part.gross <= total:  # a negative fee may leave less than the line
            return lines, ()
        refund = WorldRefund(at, reason, part.gross, (RefundedLine(line.number, quantity, part),), None)
        return tuple(changed if each is line else each for each in lines), (refund,)
