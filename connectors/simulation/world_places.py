"""Towns, streets and countries of the simulated world. Written by hand; read by the world's builder only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Town:
    postcode: str
    name: str
    state: str = ""


def _towns(text: str) -> tuple[Town, ...]:
    rows = [line.strip().split("|") for line in text.strip().splitlines()]
    return tuple(Town(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows)


TOWNS_DE = _towns(
    """
    10115|Berlin|DE-BE
    10247|Berlin|DE-BE
    12049|Berlin|DE-BE
    13353|Berlin|DE-BE
    20095|Hamburg|DE-HH
    22303|Hamburg|DE-HH
    80331|München|DE-BY
    81241|München|DE-BY
    50667|Köln|DE-NW
    50823|Köln|DE-NW
    60311|Frankfurt am Main|DE-HE
    70173|Stuttgart|DE-BW
    40213|Düsseldorf|DE-NW
    44135|Dortmund|DE-NW
    45127|Essen|DE-NW
    04109|Leipzig|DE-SN
    28195|Bremen|DE-HB
    01067|Dresden|DE-SN
    30159|Hannover|DE-NI
    90402|Nürnberg|DE-BY
    47051|Duisburg|DE-NW
    44787|Bochum|DE-NW
    42103|Wuppertal|DE-NW
    33602|Bielefeld|DE-NW
    53111|Bonn|DE-NW
    48143|Münster|DE-NW
    76133|Karlsruhe|DE-BW
    68159|Mannheim|DE-BW
    86150|Augsburg|DE-BY
    65183|Wiesbaden|DE-HE
    41061|Mönchengladbach|DE-NW
    38100|Braunschweig|DE-NI
    24103|Kiel|DE-SH
    09111|Chemnitz|DE-SN
    52062|Aachen|DE-NW
    06108|Halle (Saale)|DE-ST
    39104|Magdeburg|DE-ST
    79098|Freiburg im Breisgau|DE-BW
    47798|Krefeld|DE-NW
    23552|Lübeck|DE-SH
    55116|Mainz|DE-RP
    99084|Erfurt|DE-TH
    18055|Rostock|DE-MV
    34117|Kassel|DE-HE
    66111|Saarbrücken|DE-SL
    14467|Potsdam|DE-BB
    26121|Oldenburg|DE-NI
    49074|Osnabrück|DE-NI
    69117|Heidelberg|DE-BW
    64283|Darmstadt|DE-HE
    97070|Würzburg|DE-BY
    93047|Regensburg|DE-BY
    37073|Göttingen|DE-NI
    89073|Ulm|DE-BW
    74072|Heilbronn|DE-BW
    85049|Ingolstadt|DE-BY
    90762|Fürth|DE-BY
    72072|Tübingen|DE-BW
    88045|Friedrichshafen|DE-BW
    78462|Konstanz|DE-BW
    73728|Esslingen am Neckar|DE-BW
    95444|Bayreuth|DE-BY
    96047|Bamberg|DE-BY
    84028|Landshut|DE-BY
    94032|Passau|DE-BY
    83022|Rosenheim|DE-BY
    87435|Kempten (Allgäu)|DE-BY
    29221|Celle|DE-NI
    21335|Lüneburg|DE-NI
    25813|Husum|DE-SH
    17489|Greifswald|DE-MV
    03046|Cottbus|DE-BB
    02826|Görlitz|DE-SN
    07743|Jena|DE-TH
    98617|Meiningen|DE-TH
    54290|Trier|DE-RP
    67655|Kaiserslautern|DE-RP
    58507|Lüdenscheid|DE-NW
    59065|Hamm|DE-NW
    32423|Minden|DE-NW
    91781|Weißenburg in Bayern|DE-BY
    63739|Aschaffenburg|DE-BY
    35037|Marburg|DE-HE
    16225|Eberswalde|DE-BB
    """
)

STREETS_DE = tuple(
    """
    Hauptstraße|Bahnhofstraße|Schulstraße|Gartenstraße|Dorfstraße|Bergstraße|Birkenweg|Lindenstraße|Kirchstraße
    Waldstraße|Ringstraße|Schillerstraße|Goethestraße|Amselweg|Jahnstraße|Wiesenweg|Am Mühlbach|Buchenweg
    Friedhofstraße|Eichenallee|Rosenstraße|Blumenweg|Beethovenstraße|Feldstraße|Mühlenweg|An der Weißen Elster
    Königstraße|Kurfürstendamm|Große Bleiche|Kleine Gasse|Straße des 17. Juni|Dr.-Külz-Ring|Platz der Republik
    Weißenburger Str.|Görlitzer Straße|Südring|Nordwall|Am Schloßgraben|Im Brühl|Zum Grünen Kranz|Lübecker Straße
    Kölner Landstr.|Äußere Bayreuther Straße|Hölderlinweg|Dürerstraße|Käthe-Kollwitz-Straße|Brüder-Grimm-Weg
    """.replace("\n", "|").split("|")
)
STREETS_DE = tuple(street.strip() for street in STREETS_DE if street.strip())

# country: currency, dial code, towns, streets. In a street {n} is the house number.
PLACES_ABROAD: dict[str, tuple[str, str, tuple[Town, ...], tuple[str, ...]]] = {
    "AT": (
        "EUR",
        "+43",
        _towns("1010|Wien\n1160|Wien\n8010|Graz\n4020|Linz\n5020|Salzburg\n6020|Innsbruck\n9500|Villach"),
        ("Mariahilfer Straße {n}", "Landstraßer Hauptstraße {n}/12", "Höttinger Au {n}", "Grüne Gasse {n}/Top 4"),
    ),
    "CH": (
        "CHF",
        "+41",
        _towns("8001|Zürich\n3011|Bern\n4051|Basel\n1201|Genève\n6003|Luzern\n7000|Chur"),
        ("Bahnhofstrasse {n}", "Rue du Rhône {n}", "Spalenring {n}", "Obere Gasse {n}"),
    ),
    "GR": (
        "EUR",
        "+30",
        _towns("105 57|Αθήνα\n546 24|Θεσσαλονίκη\n262 21|Πάτρα\n712 01|Ηράκλειο"),
        ("Ερμού {n}", "Τσιμισκή {n}", "Λεωφόρος Κηφισίας {n}", "Αγίου Ανδρέα {n}"),
    ),
    "PL": (
        "PLN",
        "+48",
        _towns("00-001|Warszawa\n30-002|Kraków\n50-001|Wrocław\n90-001|Łódź\n80-001|Gdańsk\n60-001|Poznań"),
        ("ul. Świętokrzyska {n}/7", "ul. Długa {n}", "al. Jerozolimskie {n} m. 12", "ul. Żeromskiego {n}"),
    ),
    "TR": (
        "EUR",
        "+90",
        _towns("34433|İstanbul\n06420|Ankara\n35210|İzmir\n07100|Antalya"),
        ("İstiklal Caddesi No: {n}", "Atatürk Bulvarı {n}/3", "Gül Sokağı No: {n} D: 5"),
    ),
    "DK": (
        "DKK",
        "+45",
        _towns("1050|København K\n8000|Aarhus C\n5000|Odense C\n9000|Aalborg\n6700|Esbjerg"),
        ("Nørregade {n}", "Østerbrogade {n}, 2. tv.", "Strøget {n}", "Åboulevarden {n}"),
    ),
    "FR": (
        "EUR",
        "+33",
        _towns("75011|Paris\n67000|Strasbourg\n69002|Lyon"),
        ("{n} rue de la République", "{n} bis, allée des Érables"),
    ),
    "NL": (
        "EUR",
        "+31",
        _towns("1012 AB|Amsterdam\n3511 LX|Utrecht\n6211 CD|Maastricht"),
        ("Prinsengracht {n}", "Oudegracht {n} A"),
    ),
    "SE": (
        "EUR",
        "+46",
        _towns("111 22|Stockholm\n211 20|Malmö\n411 03|Göteborg"),
        ("Drottninggatan {n}", "Västra Hamngatan {n}"),
    ),
    "CZ": ("EUR", "+420", _towns("110 00|Praha\n602 00|Brno"), ("Národní třída {n}", "Dvořákova {n}")),
    "GB": (
        "GBP",
        "+44",
        _towns("SW1A 1AA|London\nEH1 1YZ|Edinburgh\nM1 1AE|Manchester"),
        ("{n} High Street", "Flat 2, {n} King's Road"),
    ),
    "IT": ("EUR", "+39", _towns("39100|Bozen\n00184|Roma\n20121|Milano"), ("Via Dante {n}", "Piazza Walther {n}")),
    "HU": ("HUF", "+36", _towns("1051|Budapest\n6720|Szeged"), ("Váci utca {n}", "Kossuth tér {n}")),
}

# How the 20 % from abroad are spread. Greek, Polish, Turkish and Danish names must be among them in any world.
SHARES_ABROAD: dict[str, int] = {
    "AT": 24,
    "CH": 13,
    "PL": 13,
    "DK": 12,
    "GR": 11,
    "TR": 8,
    "FR": 5,
    "NL": 5,
    "GB": 4,
    "SE": 3,
    "CZ": 3,
    "IT": 3,
    "HU": 2,
}

WAREHOUSES = ("DE-Hannover", "DE-Regensburg", "PL-Poznań", "CZ-Brno")
