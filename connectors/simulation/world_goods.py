"""The catalogue of the simulated world: what its merchant sells. Written by hand; read by the world's builder only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    sku: str
    name: str
    price: int  # gross, in euro cents
    tax_percent: int
    number: int  # the channel's own product number
    variation: int
    ean: str


def _ean(number: int) -> str:
    body = f"40{number:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{(10 - total % 10) % 10}"


def _catalogue(text: str) -> tuple[Article, ...]:
    articles = []
    for place, line in enumerate(text.strip().splitlines()):
        sku, name, price, tax, variants = (part.strip() for part in line.split("|"))
        for offset, variant in enumerate(variants.split(",") if variants else [""]):
            articles.append(
                Article(
                    sku=f"{sku}-V{offset + 1}" if variant else sku,
                    name=f"{name} - {variant.strip()}" if variant else name,
                    price=int(price) + 100 * offset,
                    tax_percent=int(tax),
                    number=200 + 10 * place,
                    variation=201 + 10 * place + offset if variant else 0,
                    ean=_ean(1_000 + 10 * place + offset),
                )
            )
    return tuple(articles)


ARTICLES = _catalogue(
    """
    WZ-1001|Akku-Bohrschrauber 18 V mit 2 Akkus|12990|19|
    WZ-1002|Bohrer-Set HSS 19-teilig|2495|19|
    WZ-1010|Steckschlüsselsatz 1/2 Zoll, 24-teilig|8999|19|
    WZ-1015|Wasserwaage 60 cm|1899|19|
    WZ-1020|Hammer 500 g Eschenstiel|1649|19|
    WZ-1033|Schraubendreher-Set isoliert|3250|19|6-teilig,9-teilig
    WZ-1040|Zollstock 2 m Buche|599|19|
    WZ-1051|Japansäge Ryoba 240 mm|3790|19|
    WZ-1060|Arbeitshandschuhe|449|19|Größe 8,Größe 9,Größe 10,Größe 11
    WZ-1077|Werkstattwagen 7 Schubladen|39900|19|
    EL-2001|LED-Leuchtmittel E27 9 W warmweiß|349|19|
    EL-2002|Steckdosenleiste 6-fach mit Schalter|1999|19|
    EL-2010|Verlängerungskabel|1290|19|3 m,5 m,10 m
    EL-2024|Rauchwarnmelder 10 Jahre|2290|19|
    EL-2030|Türklingel Funk|2795|19|
    HH-3001|Kaffeebecher Steingut blau|1290|19|
    HH-3002|Teller tief Ø 22 cm|890|19|
    HH-3005|Geschirrtücher Halbleinen 3er-Set|1450|19|
    HH-3010|Brotkasten Blech|2990|19|weiß,schwarz,salbeigrün
    HH-3021|Gusseiserne Pfanne 28 cm|6490|19|
    HH-3030|Messerblock Buche, leer|4900|19|
    HH-3044|Wärmflasche mit Bezug|1790|19|
    HH-3050|Schaffell naturweiß|7900|19|
    HH-3066|Vorratsglas 1 l mit Bügel|495|19|
    HH-3070|Kerzen Bienenwachs|1195|19|klein,groß
    GA-4001|Gartenschere Bypass|3499|19|
    GA-4002|Spaten geschmiedet|5990|19|
    GA-4010|Hochbeet Lärche 120×80|18900|19|
    GA-4020|Gießkanne Zink 10 l|4250|19|
    GA-4031|Blumenzwiebeln Tulpen-Mischung 50 Stück|1690|7|
    GA-4032|Saatgut Wildblumenwiese 100 g|990|7|
    GA-4040|Rosenstock 'Schneewittchen'|1890|7|
    BU-5001|Handbuch Holzverbindungen|3900|7|
    BU-5002|Kochbuch Süddeutsche Küche|2995|7|
    BU-5003|Bildkalender Nordsee|1999|7|
    LM-6001|Olivenöl Kreta 0,5 l|1290|7|
    LM-6002|Waldhonig 500 g|899|7|
    LM-6003|Espresso ganze Bohne 1 kg|2190|7|
    LM-6010|Früchtetee Weiße Weihnacht 200 g|749|7|
    TX-7001|Bettwäsche Leinen 135×200|11900|19|natur,taubenblau
    TX-7002|Handtuch Frottier|1699|19|weiß,anthrazit,ocker
    TX-7010|Wolldecke Merino|15900|19|
    TX-7020|Kissenhülle 50×50|1990|19|
    KI-8001|Holzeisenbahn Starter-Set|4990|19|
    KI-8002|Malkreide 24 Farben|1290|19|
    KI-8003|Laufrad Esche|8900|19|
    BÜ-9001|Füllfederhalter M schwarz|2890|19|
    BÜ-9002|Notizbuch A5 liniert|1490|19|
    BÜ-9003|Aktenordner breit, 10 Stück|2650|19|
    VP-0001|Geschenkverpackung|395|19|
    """
)

GIFT_MESSAGES = (
    "Alles Gute zum Geburtstag, liebe Oma!",
    "Frohe Weihnachten wünschen euch Jörg & Käthe",
    "Zur Hochzeit von uns allen ♥",
    "Danke fürs Blumengießen",
)
CUSTOMER_NOTES = (
    "Bitte beim Nachbarn Weiß abgeben.",
    "Klingel ist defekt, bitte anrufen!",
    "Rechnung bitte auf die Firma ausstellen.",
    "Wenn möglich ohne Plastik verpacken, danke :-)",
    "Lieferung erst ab dem 5., wir sind im Urlaub.",
    "Paket bitte in die Garage (Tor ist offen)",
)
REFUND_REASONS = (
    "Retoure: Größe passt nicht",
    "Transportschaden",
    "Artikel gefällt nicht",
    "Falscher Artikel geliefert",
    "Teillieferung nicht mehr verfügbar",
    "Kulanz",
)
