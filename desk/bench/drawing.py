"""Owns the orders of the benches: drawn by seed, one at a time, so that a million of them need no room.

As in PERFORMANCE "Data": Zipf-like names, 80 % German addresses, marketplaces that hide the buyer's e-mail behind one
of their own, tracking numbers that share their beginning. Knows no channel, and nothing of the simulators' world.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate

import msgspec

from connectors.contract.snapshots import LineSnapshot, OrderSnapshot, ShipmentSnapshot, ShippedLineSnapshot
from desk.domain.clock import Instant, parse_utc
from desk.domain.orders import (
    Address,
    Buyer,
    OrderFacet,
    Payment,
    PaymentFacet,
    PaymentKind,
    ShippingFacet,
    Totals,
)
from desk.domain.values import AccountId, Money, RemoteRef

NEWEST = parse_utc("2026-11-20T14:00:00Z")
_HISTORY_SECONDS = 2 * 365 * 86_400

_FIRST = """Anna Max Jörg Jürgen Michael Thomas Sabine Klaus Monika Ursula Ingrid Peter Stefan Petra Andreas Claudia
Julia Laura Lena Leon Lukas Paul Emma Mia Hannah Felix Jonas Björn Käthe Manuel Samuel Ute Uwe Hans-Peter Anne-Sophie
Zoë Günter Jürg Heike Birgit Kerstin Sören Raphael Joachim Renate Gisela Helga Wolfgang Dieter Silke Nadine""".split()
_LAST = """Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann Köhler
Maier Huber Mueller Groß Weiß Böhm Quell Jäger Hübner Rößler Strauß Sauer Breuer Vogel Winkler Lorenz Mayer-Vorfelder
Schaefer Koehler Gross Yılmaz Nowak Nguyen""".split()
# Made-up words are put together of as many pieces as real ones. Of few, every piece of a name would stand in every
# twentieth order, which no list of customers looks like.
_HEADS = """Achter Adel Ahorn Alb Alt Amsel Ander Arn Asch Auer Bach Bader Bär Balz Bamm Barth Bart Bass Beck Beil
Bend Ber Berg Bern Beyer Bieber Bier Bind Birk Blank Blum Bock Böck Bohn Born Brand Brau Breit Bremer Brenn Brink
Bruck Bruhn Brunn Buch Büch Bühl Burg Busch Büttel Claus Damm Daniel Degen Deich Dick Diet Dill Distel Dober Dorn
Drei Dreher Dürr Eber Eck Edel Egg Ehren Eich Eisen Elb Eller Emmer Engel Ensch Erb Erl Esch Eulen Faber Falk Farn
Fass Feder Feld Fell Fichten Fink Flach Fleisch Flori Föhr Forst Frank Frei Fried Fröh Fuchs Fuhr Funk Furt Gabel
Gall Gans Gebhard Geiger Geis Gerber Gern Gers Giebel Gies Glas Glöck Gold Göpp Gott Graben Graf Greif Gries Grimm
Groth Grün Gump Gut Haber Hacken Hag Hahn Halber Hamm Hand Hannes Hard Hart Hasel Hasen Haupt Heb Hecht Hegel Heid
Heil Heim Heiner Hell Helm Henne Herbst Herm Herr Herz Hess Heu Hilde Himmel Hinter Hirsch Hoch Hohen Holl Holm Holz
Hopfen Horn Huf Hum Hund Hüls Ilm Imm Inger Irm Iser Jagst Jahn Jan Jens Joch Jord Junk Käfer Kahl Kaiser Kalk Kalt
Kamm Kant Karl Kasper Kauf Kehl Keil Kemp Kern Kess Kiel Kien Kirch Kirsch Klamm Klar Klee Kling Klop Knapp Knob
Koben Kohl Kolb König Kopp Korn Krähen Kram Kreuz Kron Krumm Kuh Kupfer Lach Lamm Land Lang Lauf Laub Lauter Leber
Lech Lehn Leicht Leim Lenz Lerch Leucht Licht Lieb Lind Loch Löff Lohr Ludwig Luft Lüne Lust Maas Mager Mahl Mal
Mand Mark Marten Maus Meck Meer Meis Melch Merz Metz Michel Milden Mittel Mohn Moos Morgen Most Mühl Münd Mus Nacht
Nagel Neben Nebel Neid Neu Nieder Niko Nord Nuss Ober Ochsen Öhl Opitz Oppen Orten Oster Otten Pabst Pank Paul Pech
Peters Pfann Pfeff Pfeil Pflug Pilg Plank Pohl Poll Pop Preis Probst Puls Quand Quell Rab Rad Ramm Raps Rasch Rau
Raven Reb Rech Regen Rehm Reich Reif Rein Renn Reut Rhein Ried Riem Ring Ritter Rock Rodel Roggen Rohr Roll Rosen
Roß Roth Rübe Rud Ruh Rump Rüst Saal Sach Säg Salz Sand Sauer Schaf Schal Scharf Schatz Scheib Schell Schenk Scherf
Schild Schim Schlag Schlei Schlicht Schloss Schmal Schmelz Schnabel Schneck Schnell Schön Schott Schreib Schub Schul
Schütz Schwab Schwan Schwein See Seeger Seidel Seil Sell Senn Sieb Sieg Silber Simon Söll Sommer Sonn Span Speck
Sperl Spiegel Spitz Spor Springer Stade Stahl Stamm Star Staud Steg Steif Stein Stell Stephan Stern Steu Stich Stier
Stock Stolz Storch Stoß Strand Strauch Streit Stroh Stuhl Stumpf Sturm Sulz Süß Tann Taub Teich Tempel Teufel Thal
Theis Thom Tief Till Titt Tor Traut Treu Trommel Troll Tuch Turm Uhl Ulm Ulrich Unter Urban Vier Viet Vill Vogel
Voigt Volk Vorder Wach Wagen Wald Wall Walter Wand Wasser Weber Weich Weid Weih Wein Weiß Weizen Wendel Werf Werk
Wester Wetter Wick Wies Wild Wilms Wind Winkel Winter Wirth Wisch Witt Wohl Wolf Woll Worm Wulf Wunder Wurm Wust
Zach Zahn Zander Zangen Zehn Zell Zeug Ziegel Zieg Zier Zimmer Zinn Zipf Zoll Zorn Zuck Zwick""".split()
_MIDDLES = ["", "", "", "", "", "", "", "", "en", "er", "el", "s", "ing"]
_NAME_ENDS = """mann berger bach meier hauser ner ke hoff feld stein huber schmidt bauer brink ström ski mayer
müller huth holz acker ald an apfel arth auer aus baum beck becker beil beiner bein brandt brecht brock bruch
brunner busch dahl dörfer dorn eder egger eisen er ert fahrt felder fuß gang gart garten geb gens glas graf gruber
haas haber hagen halter hammer hardt hase haupt heimer heinz helm henn hert hilf hofer hold horn hut ich ig ige
inger ink ke kamp kant keller kircher klaas kopf kötter krug kuhl kus lach lauf lein lich lieb ling loch löffel
macher mar mehl mer meister mund nagel nick olt pel peter pfennig pohl ram rath reich reiter rich ring ritt roth
sack saß schild schläger schlag schuh schütz sen senn sing son spiel stadt städter ster stock strauß tal thaler
thoma topf treu ul vogel vogt wagen wald wasser weber weg wein werth wich wig wind winkel wirth witz wolf zahn zer
ziger""".split()
_TOWN_ENDS = """burg heim dorf stadt hausen berg feld bach ingen furt brück kirchen rode leben au walde münster
hagen born scheid rath weiler hofen büttel stedt beck kamp lohe see brunn horn loh mühl moos ow in itz witz ach tal
ried stetten wangen zell kappel werder hafen förde siel wik""".split()
_TOWNS = """Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover
Nürnberg Duisburg Bochum Wuppertal Bielefeld Bonn Münster Karlsruhe Mannheim Augsburg Wiesbaden Lübeck Göttingen Fürth
Würzburg Saarbrücken""".split()
_STREETS = """Hauptstraße Bahnhofstraße Goethestr. Gartenstraße Dorfstraße Schulstraße Bergstraße Lindenweg Ringstr.
Königsallee Am_Mühlbach Grüner_Weg Lange_Straße Bauerngasse Quellenweg Kirchplatz Waldweg Mühlenstraße""".split()
_MAILS = (("gmx.de", 26), ("web.de", 24), ("gmail.com", 20), ("t-online.de", 12), ("posteo.de", 4), ("icloud.com", 8))
_RELAY = "marketplace.example"
_ABROAD: tuple[tuple[str, str, str, str, str], ...] = (
    # country, first names, last names, towns, streets
    ("AT", "Maria Josef Franz", "Gruber Pichler Steiner Moser Eder", "Wien Graz Linz Sankt-Pölten", "Hauptplatz"),
    ("PL", "Łukasz Małgorzata Anna", "Nowak Wójcik Dąbrowski Kowalczyk Łuczak", "Kraków Łódź Gdańsk", "Długa"),
    ("GR", "Γιώργος Ελένη Παύλος", "Παπαδόπουλος Γεωργίου Νικολάου", "Αθήνα Θεσσαλονίκη", "Ερμού"),
    ("TR", "İbrahim Ayşe Çağla", "Yılmaz Çelik Öztürk Şahin", "İstanbul İzmir Diyarbakır", "İstiklal"),
    ("DK", "Søren Mads Åse", "Sørensen Jensen Ångström", "København Århus", "Østergade"),
    ("FR", "Noël Françoise José", "Lefèvre Dupont Béranger", "Besançon Nîmes Lyon", "Rue_de_la_Forêt"),
)
_CODES = {"AT": "+43", "PL": "+48", "GR": "+30", "TR": "+90", "DK": "+45", "FR": "+33"}
_GOODS = "Becher Teller Kanne Lampe Kissen Decke Schale Vase Tuch Korb Bohrer Säge Hammer Schraubendreher".split()
_LOOKS = "blau rot grün groß klein 2m 5kg XL".split()
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Drawer:
    """Draws the orders of one seed. Two drawers of equal seed and count draw the same orders."""

    def __init__(self, count: int, *, seed: int) -> None:
        self._draw = random.Random(f"desk bench {seed}")  # noqa: S311 - drawn by seed, not for secrecy
        self._count = count
        words = min(30_000, max(200, count // 6))
        self._lasts, self._last_weights = self._vocabulary(_LAST, _NAME_ENDS, words)
        self._towns, self._town_weights = self._vocabulary(_TOWNS, _TOWN_ENDS, max(60, words // 3))

    def _vocabulary(self, known: Sequence[str], ends: Sequence[str], size: int) -> tuple[list[str], list[float]]:
        """The known words first, made-up ones behind, and how often each is drawn: as its rank has it (Zipf)."""
        found = dict.fromkeys(known)
        while len(found) < size:
            found[self._draw.choice(_HEADS) + self._draw.choice(_MIDDLES) + self._draw.choice(ends)] = None
        words = list(found)[:size]
        return words, list(accumulate(1 / (rank + 8) for rank in range(len(words))))

    def orders(self, account: AccountId) -> Iterator[OrderSnapshot]:
        """From the oldest to the newest, as a first import brings them."""
        step = _HISTORY_SECONDS / self._count
        for position in range(self._count):
            age = (self._count - position - self._draw.random()) * step
            yield self._order(position, account, Instant(NEWEST - timedelta(seconds=int(age))))

    def _order(self, position: int, account: AccountId, placed: Instant) -> OrderSnapshot:
        draw = self._draw
        way = draw.random()
        name, home = self._person()
        mail = self._mail(name, hidden=way < 0.45)
        number = self._number(way, position)
        remote_id = f"{position + 1:07d}"
        lines = tuple(self._line(remote_id, at) for at in range(draw.choice((1, 1, 1, 2, 2, 3, 5))))
        goods = sum(one.total.minor for one in lines)
        is_shipped = draw.random() < 0.85
        parcel = ShipmentSnapshot(
            remote_id=f"s-{remote_id}",
            carrier="DHL",
            number=self._tracking(),
            shipped_at=placed,
            lines=tuple(ShippedLineSnapshot(remote_line_id=one.remote_id, quantity=one.quantity) for one in lines),
        )
        return OrderSnapshot(
            ref=RemoteRef(account, remote_id),
            number=number,
            placed_at=placed,
            changed_at=placed,
            order=OrderFacet.COMPLETED if is_shipped else OrderFacet.OPEN,
            payment=PaymentFacet.PAID,
            shipping=ShippingFacet.SHIPPED if is_shipped else ShippingFacet.UNSHIPPED,
            channel_status="completed" if is_shipped else "processing",
            totals=_totals(goods),
            lines=lines,
            buyer=Buyer(name=name, company=home.company, email=mail, phone=home.phone, remote_id=f"b{position % 9973}"),
            billing=home,
            recipient=home if draw.random() < 0.9 else self._person()[1],
            payments=(
                Payment(remote_id=f"p-{remote_id}", kind=PaymentKind.PAYMENT, amount=_euros(goods + 490), at=placed),
            ),
            shipments=(parcel,) if is_shipped else (),
            payment_method="paypal",
            payment_method_title="PayPal",
            paid_at=placed,
            invoice_number=f"RE-{placed.year}-{position + 1:06d}" if draw.random() < 0.7 else "",
            raw=msgspec.json.encode({"id": remote_id, "billing": home, "lines": lines, "shipping": home, "mail": mail}),
        )

    def _person(self) -> tuple[str, Address]:
        draw = self._draw
        if draw.random() < 0.8:
            country, first = "DE", draw.choice(_FIRST)
            last = draw.choices(self._lasts, cum_weights=self._last_weights)[0]
            town = draw.choices(self._towns, cum_weights=self._town_weights)[0]
            street = draw.choice(_STREETS)
        else:
            country, *words = draw.choice(_ABROAD)
            first, last, town, street = (draw.choice(each.split()) for each in words)
        name = f"{first} {last}"
        return name, Address(
            name=name,
            company=f"{last} GmbH" if draw.random() < 0.08 else "",
            street=f"{street.replace('_', ' ')} {draw.randint(1, 180)}{draw.choice(('', '', '', 'a', ' b'))}",
            postcode=f"{draw.randint(1067, 99_998):05d}",
            town=town,
            country=country,
            phone=self._phone(country),
        )

    def _phone(self, country: str) -> str:
        draw = self._draw
        if draw.random() < 0.4:
            return ""
        digits = str(draw.randint(10**6, 10**8 - 1))
        if country != "DE":
            return f"{_CODES[country]} {digits}"
        area = draw.choice(("151", "160", "170", "171", "176", "30", "40", "89", "221", "345"))
        return draw.choice(
            (f"+49 {area} {digits}", f"0{area}/{digits}", f"0{area} {digits}", f"+49 (0){area} {digits}")
        )

    def _mail(self, name: str, *, hidden: bool) -> str:
        draw = self._draw
        if hidden:
            return f"{''.join(draw.choices(_LETTERS, k=14))}@{_RELAY}"
        first, _, last = name.lower().partition(" ")
        domain = draw.choices([one for one, _ in _MAILS], [weight for _, weight in _MAILS])[0]
        local = draw.choice(
            (f"{first}.{last}", f"{last}{draw.randint(1, 99)}", f"{first[0]}.{last}", f"{first}_{last}")
        )
        return f"{local.replace('ü', 'ue').replace('ö', 'oe').replace('ä', 'ae').replace('ß', 'ss')}@{domain}"

    def _number(self, way: float, position: int) -> str:
        draw = self._draw
        if way < 0.45:
            return f"{draw.randint(302, 306)}-{draw.randint(0, 9_999_999):07}-{draw.randint(0, 9_999_999):07}"
        if way < 0.75:
            return f"{draw.randint(1, 27):02}-{draw.randint(0, 99_999):05}-{draw.randint(0, 99_999):05}"
        return f"WB-{2024 + position % 3}-{10_000 + position}"

    def _tracking(self) -> str:
        draw = self._draw
        way = draw.random()
        if way < 0.6:
            return f"0034043416{draw.randint(0, 10**10 - 1):010}"
        if way < 0.8:
            return f"H{draw.randint(10**18, 10**19 - 1)}"
        if way < 0.9:
            return f"1Z{draw.randint(0, 16**8):08X}{draw.randint(0, 10**8 - 1):08}"
        return f"RB{draw.randint(0, 10**9 - 1):09}DE"

    def _line(self, remote_id: str, at: int) -> LineSnapshot:
        draw = self._draw
        thing, price, quantity = draw.choice(_GOODS), draw.randint(290, 9990), draw.choice((1, 1, 1, 2, 3))
        return LineSnapshot(
            remote_id=f"{remote_id}-{at}",
            sku=f"{thing[:3].upper()}-{draw.randint(100, 999)}",
            title=f"{thing} {draw.choice(_LOOKS)}",
            quantity=quantity,
            unit_price=_euros(price),
            total=_euros(price * quantity),
            tax=_euros(price * quantity * 19 // 119),
        )


def _euros(minor: int) -> Money:
    return Money(minor, "EUR")


def _totals(goods: int) -> Totals:
    return Totals(
        goods=_euros(goods),
        shipping=_euros(490),
        fees=_euros(0),
        discount=_euros(0),
        tax=_euros((goods + 490) * 19 // 119),
        total=_euros(goods + 490),
    )
