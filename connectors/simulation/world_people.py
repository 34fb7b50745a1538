"""Names of people and firms in the simulated world, by country. Written by hand; read by the world's builder only."""

from __future__ import annotations

FIRST_NAMES_DE = tuple(
    """
    Alexander Andrea Andreas Angelika Anja Anke Anna Anne Annette Antje Armin Astrid Axel Barbara Beate Ben Benedikt
    Bernd Bettina Birgit Björn Brigitte Britta Bruno Carina Carla Carsten Charlotte Christa Christian Christiane
    Christina Christoph Claudia Clara Cornelia Daniel Daniela David Dennis Dieter Dirk Dominik Doris Dörte Elias Elke
    Ella Emil Emilia Emma Erik Erika Eva Fabian Felix Finn Florian Franziska Frank Frieda Friedrich Gabriele Georg
    Gerd Gerhard Gisela Greta Günter Günther Hanna Hannah Hannelore Hans Hans-Jürgen Harald Heike Heiko Heinz Helga
    Helmut Henrik Holger Ida Ilse Ines Inge Ingrid Irene Jakob Jan Jana Jannik Jens Joachim Johanna Johannes Jonas
    Jörg Josef Julia Julian Jürgen Jutta Kai Karin Karl Karl-Heinz Katharina Kathrin Katja Katrin Kerstin Kevin Klara
    Klaus Konstantin Lara Laura Lea Lena Leon Leonie Lina Lisa Lotte Luca Lukas Lutz Manfred Manuela Marc Marcel
    Marco Maria Marie Marie-Luise Marina Mario Marion Markus Martin Martina Mathilda Matthias Max Maximilian Melanie
    Mia Michael Michaela Mira Monika Moritz Nadine Nele Nico Nicole Niklas Nils Noah Norbert Olaf Oliver Oskar Otto
    Pascal Patrick Paul Paula Peter Petra Philipp Pia Rainer Ralf Regina Reinhard Renate René Rita Robert Rolf Ronja
    Rüdiger Sabine Sandra Sara Sarah Sascha Sebastian Silke Simon Simone Sofia Sonja Sophie Stefan Stefanie Steffen
    Stephan Susanne Svenja Sven Tanja Theo Thomas Thorsten Tim Timo Tobias Tom Torsten Ulrich Ulrike Ursula Ute Uwe
    Valentin Vera Verena Volker Walter Werner Wilhelm Wolfgang Yvonne Aylin Emre Leyla Mustafa Agnieszka Olga Giulia
    """.split()
)

SURNAMES_DE = (
    *"""
    Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
    Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier
    Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß
    Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht
    Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel
    Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas
    Voigt Sauer Arnold Wolff Pfeiffer Ernst Lindner Hübner Ritter Beyer Götz Kaufmann Hartwig Barth Nowak Wenzel
    Dietz Jansen Bender Lutz Ott Reuter Gebhardt Brinkmann Kruse Kirsch Blum Petersen Hansen Thiele Grimm Noack
    Bauer-Klose Müller-Lüdenscheid Schmidt-Petersen Meyer-Groß Öztürk Özdemir Yılmaz Kaya Demir Şahin Çelik Mueller
    Schroeder Koehler Jaeger Weiss Gross Boehm Goetz Krueger Kuehn Schaefer Kowalski Nowicki Janßen Heß Preuß Voß
    Thieß Strauß Kloß Größl Bräu Träger Brüggemann Düsing Ströbele Höß Käsbauer Nägele Schöll Zöllner Häusler Bäumer
    Büchner Fröhlich Gräf Hänsel Hölzl Kübler Lüders Mäder Nüßlein Pöschl Röhrig Süß Täuber Ünal Wüst Nguyen Tran
    Petrov Ivanova Rossi Bianchi Santos Ferreira Kovač Horvat Popescu Achterberg Bleibtreu Czerny Dombrowski
    Eichinger Fahrenholz Gottschalk Hagedorn Jacobsen Kampmann Langhammer Mittermaier Niehaus Oberländer
    Pfannenschmidt Quandt Rademacher Steinmetz Trautmann Uhlig Wiesinger Zechner
    """.split(),
    "von Hohenfels",
    "van den Berg",
    "Freiherr von Lodern",
    "zu Guttenau",
    "O'Brien",
    "de la Cruz",
    "von der Heide",
)

# country: first names, surnames. Greek names stand in their own script; the builder transliterates some.
NAMES_ABROAD: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "GR": (
        tuple("Γιώργος Μαρία Δημήτρης Ελένη Νίκος Κατερίνα Κώστας Σοφία Γιάννης Χριστίνα".split()),
        tuple("Παπαδόπουλος Παπαδοπούλου Νικολάου Γεωργίου Οικονόμου Βασιλείου Αντωνίου Καραγιάννης".split()),
    ),
    "PL": (
        tuple("Łukasz Agnieszka Piotr Małgorzata Paweł Katarzyna Wojciech Joanna Michał Żaneta".split()),
        tuple("Wiśniewski Wójcik Kowalczyk Kamińska Lewandowski Zieliński Szymańska Dąbrowski Łuczak".split()),
    ),
    "TR": (
        tuple("Özgür Ayşe Mehmet Şebnem Çağlar Gülşen İbrahim Işıl Uğur Yağmur".split()),
        tuple("Yılmaz Şimşek Özdemir Çelik Aydın Yıldırım Öztürk Kılıç Arslan Güneş".split()),
    ),
    "DK": (
        tuple("Søren Mette Jørgen Kirsten Rasmus Åse Bjørn Freja Lærke Mikkel".split()),
        tuple("Søndergaard Jørgensen Østergaard Kjær Nørgaard Møller Ågård Christensen Frederiksen".split()),
    ),
    "AT": (
        tuple("Johann Theresia Alois Franziska Leopold Katharina Sepp Annemarie".split()),
        tuple("Gruber Pichler Steiner Moser Hofer Leitner Eder Fürst Schwarzenböck Strobl".split()),
    ),
    "CH": (
        tuple("Urs Regula Beat Vreni Reto Ursina Luzi Noémie".split()),
        tuple("Aebischer Bächli Zürcher Brünisholz Hürlimann Schäublin Gfeller Dubois".split()),
    ),
    "FR": (
        tuple("Amélie François Hélène Benoît Chloé Jérôme".split()),
        tuple("Lefèvre Dupont Bérard Garçon Moreau Le-Gall".split()),
    ),
    "NL": (
        tuple("Sanne Joost Femke Ruben Marloes Daan".split()),
        ("de Vries", "van der Meer", "Jansen", "Bakker", "van 't Hoff", "Hendriks"),
    ),
    "SE": (tuple("Åsa Göran Linnéa Björn".split()), tuple("Sjöström Åkesson Lindqvist Öberg".split())),
    "CZ": (tuple("Jiří Zdeněk Božena Tomáš".split()), tuple("Dvořák Němcová Růžička Procházka".split())),
    "GB": (tuple("Oliver Fiona Alistair Niamh".split()), ("O'Connor", "Smith", "MacLeod", "Featherstone")),
    "IT": (tuple("Giulia Niccolò Chiara Matteo".split()), ("Rossi", "D'Angelo", "Esposito", "Bianchi")),
    "HU": (tuple("Zoltán Győző Erzsébet Ágnes".split()), tuple("Szabó Kovács Nagy Tóth".split())),
}

COMPANIES = (
    "Malerbetrieb Gebr. Böhm GmbH",
    "Café Süßes Eck",
    "Kita Löwenzahn e.V.",
    "Tischlerei Jäger & Söhne GmbH & Co. KG",
    "Ingenieurbüro Dr. Weiß",
    "Autohaus Krüger AG",
    "Hotel Schwarzwaldblick GmbH",
    "Zahnarztpraxis Dr. Öztürk",
    "Stadtwerke Niederfeld GmbH",
    "Gärtnerei Grünes Glück",
    "Bürgerverein Süd e.V.",
    "Elektro Preuß Inh. M. Preuß",
    "Maschinenbau Horváth GmbH",
    "Physiotherapie Am Markt",
    "Bäckerei Füßl KG",
    "Architekten Größl + Partner mbB",
    "Freiwillige Feuerwehr Oberbach",
    "Nordlicht Medien UG (haftungsbeschränkt)",
    "Schreinerei Käsbauer",
    "Weingut Freiherr von Lodern",
)

MAIL_HOSTS = (
    "posteo.example",
    "gmx.example",
    "web.example",
    "mail.example",
    "t-online.example",
    "outlook.example",
    "freenet.example",
)

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊΐϋΰ",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o a e i i o y o i i y y".split(),
        strict=True,
    )
)


def transliterated(text: str) -> str:
    """Greek letters as a Greek shop customer would type them on a German keyboard."""
    letters = []
    for letter in text.replace("ου", "ou").replace("Ου", "Ou").replace("ού", "ou"):
        plain = _GREEK.get(letter.lower(), letter)
        letters.append(plain.capitalize() if letter.isupper() else plain)
    return "".join(letters)


_PLAIN = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ı": "i", "İ": "I", "ş": "s",
        "Ş": "S", "ç": "c", "Ç": "C", "ğ": "g", "Ğ": "G", "ł": "l", "Ł": "L", "ś": "s", "Ś": "S", "ń": "n", "ó": "o",
        "ą": "a", "ę": "e", "ż": "z", "Ż": "Z", "ź": "z", "ć": "c", "ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa",
        "æ": "ae", "Æ": "Ae", "é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a", "à": "a", "í": "i", "ì": "i", "ò": "o",
        "ô": "o", "ő": "o", "ú": "u", "ů": "u", "ý": "y", "ř": "r", "ž": "z", "ě": "e", "č": "c", "î": "i",
    }
)  # fmt: skip


def spelled_out(text: str) -> str:
    """A name as people write it without the special letters: Müller as Mueller, Łukasz as Lukasz."""
    return transliterated(text).translate(_PLAIN)
