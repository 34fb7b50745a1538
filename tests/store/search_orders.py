"""Owns drawn orders for the search's tests: names and numbers as channels send them. Not the simulators' world,
which belongs to the proofs from outside.
"""

from __future__ import annotations

import random

from desk.store.search_text import SearchDocument

FIRST = """Anna Max Jörg Jürgen Björn Käthe Manuel Samuel Ute Uwe Michael Hans-Peter Anne-Sophie Lukas Zoë Øyvind Åse
Łukasz Małgorzata Γιώργος Ελένη Παύλος Юлия Иван İbrahim Ayşe Çağla Noël Françoise José Søren Mads Raphael Emma Mia
Thomas Sabine Klaus Monika Ursula Ingrid""".split()
LAST = """Müller Mueller Muller Schmidt Schäfer Schaefer Köhler Koehler Groß Gross Weiß Bauer Mayer-Vorfelder Größl
Böhm Goethe Göthe Quell Israel Nguyen O'Brien Jäger Jaeger Krüger Krueger Hübner Rößler Strauß Sauer Breuer Neuer
Sørensen Ångström Nowak Wójcik Dąbrowski Kowalczyk Łuczak Yılmaz Çelik Öztürk Şahin Παπαδόπουλος Γεωργίου Νικολάου
Щербаков Иванова Жуков Hofmann Hoffmann Huber Vogel Winkler Lorenz Zimmermann Schwarzenberger Schwarzenbach""".split()
TOWNS = """Berlin München Köln Düsseldorf Nürnberg Würzburg Lübeck Göttingen Fürth Münster Saarbrücken Kraków Łódź
Gdańsk Wien Sankt-Pölten København Århus Αθήνα Θεσσαλονίκη İstanbul İzmir Diyarbakır Frankfurt Offenbach""".split()
STREETS = """Hauptstraße Bahnhofstraße Goethestr. Königsallee Am_Mühlbach Grüner_Weg Lange_Straße Ringstr. Bauerngasse
Quellenweg""".split()
MAILS = ("gmx.de", "web.de", "t-online.de", "gmail.com", "mail.example.co.uk")


def draw_orders(count: int, seed: int) -> list[SearchDocument]:
    """Some of one second: shops that know only the day stamp midnight."""
    draw = random.Random(seed)
    lasts = LAST + [_made_up(draw) for _ in range(count // 10)]
    return [_order(draw, number, lasts) for number in range(1, count + 1)]


def _made_up(draw: random.Random) -> str:
    middle = "".join(draw.choice(("ba", "ke", "lü", "mo", "rie", "sto", "wal", "hue")) for _ in range(2))
    return (middle + draw.choice(("mann", "berger", "bach", "meier", "ström", "ski"))).capitalize()


def _order(draw: random.Random, at: int, lasts: list[str]) -> SearchDocument:
    first, last = draw.choice(FIRST), draw.choice(lasts)
    number = draw.choice(
        (
            f"{draw.randint(300, 306)}-{draw.randint(0, 9999999):07}-{draw.randint(0, 9999999):07}",
            f"{draw.randint(1, 27):02}-{draw.randint(0, 99999):05}-{draw.randint(0, 99999):05}",
            f"#{10000 + at}",
        )
    )
    tracking = draw.choice(
        (
            f"0034043416{draw.randint(0, 10**10 - 1):010}",
            f"0034 0434 1{draw.randint(0, 999):03} {draw.randint(0, 9999):04} {draw.randint(0, 9999):04}",
            f"1Z{draw.randint(0, 16**8):08X}{draw.randint(0, 10**8 - 1):08}",
            f"RB{draw.randint(0, 10**9 - 1):09}DE",
        )
    )
    mail = f"{first}.{last}{draw.choice(('', str(draw.randint(1, 99))))}@{draw.choice(MAILS)}"
    phone = draw.choice(
        (
            (f"+49 151 {draw.randint(10**6, 10**8)}", "DE"),
            (f"0{draw.randint(30, 999)}/{draw.randint(10**4, 10**8)}", "DE"),
            (f"+49 (0){draw.randint(30, 999)} {draw.randint(10**4, 10**7)}", "DE"),
            (f"49170{draw.randint(10**6, 10**7)}", "DE"),
            (f"0048 {draw.randint(10**8, 10**9)}", "PL"),
            ("", ""),
        )
    )
    time = 1_750_000_000 + draw.randint(0, 5_000_000)
    if draw.random() < 0.2:
        time -= time % 86_400
    return SearchDocument(
        kind="order",
        owner_id=at,
        recency=time,
        names=(f"{first} {last}",),
        numbers=(number, tracking, f"RE-2025-{draw.randint(1, 9999):04}"),
        mails=(mail.lower().replace("ü", draw.choice(("ü", "ue"))),),
        phones=(phone,) if phone[0] else (),
        places=(
            f"{draw.randint(1000, 99999):05}",
            draw.choice(TOWNS),
            f"{draw.choice(STREETS).replace('_', ' ')} {draw.randint(1, 150)}{draw.choice(('', 'a', ' b'))}",
        ),
        words=(f"BIT-{draw.randint(1, 40)}", draw.choice(("Tasse blau", "Ω-Messgerät", "Kabel 2m", "Müsli"))),
        tie=f"00000001/{number}",
    )


def fields(document: SearchDocument) -> list[str]:
    """All texts but telephone numbers, which are stored as they are dialled."""
    return [
        *document.names, *document.numbers, *document.mails, *document.places, *document.words
    ]  # fmt: skip


def misspell(draw: random.Random, word: str) -> str:
    """One edit after the first letter, which changes the word."""
    while True:
        at = draw.randrange(1, len(word))
        letter = draw.choice("aeinrstlmu")
        other = draw.choice(
            (
                word[:at] + letter + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            )
        )
        if other != word:
            return other


def typed_texts(document: SearchDocument, draw: random.Random) -> list[str]:
    """What an agent may type to find this order, some of it half."""
    first, last = document.names[0].split()
    number, tracking, invoice = document.numbers
    texts = [
        last, last.upper(), f"{last} {first}", f"{first} {document.places[1]}", f"{last}, {first}",
        number, number.replace("-", ""), number[-7:], number[2:9], f"{number[:3]} {number[4:7]}",
        tracking, tracking.replace(" ", ""), tracking[4:12], invoice, invoice[3:], invoice[-4:],
        document.mails[0], "@" + document.mails[0].partition("@")[2], document.mails[0][2:9],
        document.places[0], document.places[2], document.words[0], document.words[0].replace("-", ""),
        document.words[1], f"{document.places[0]} {last}", f"{last}/{first}", last[1:5], last[2:],
        last.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae").replace("ß", "ss"),
        last.replace("ue", "ü").replace("oe", "ö").replace("ae", "ä"),
    ]  # fmt: skip
    for phone, _ in document.phones:
        texts += [phone, phone[-8:], phone.replace(" ", ""), "0" + phone.removeprefix("+49 ")]
    return texts + [text[: draw.randint(1, len(text))] for text in texts if text]
