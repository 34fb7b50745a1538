"""The tables that `GeteBayDetails` tells in a simulated eBay: its sites and the carriers it knows. Written by hand from
the channel's sheet and our own table of carriers; data only.
"""

from __future__ import annotations

# Code: how the site reads it out.
CARRIERS: dict[str, str] = {
    "BPost": "bpost",
    "Chronopost": "Chronopost",
    "ChinaPost": "China Post",
    "Colissimo": "Colissimo",
    "Correos": "Correos",
    "DHL": "DHL",
    "DHLEXPRESS": "DHL Express",
    "DHLGlobalMail": "DHL Global Mail",
    "DPD": "DPD",
    "DeutschePost": "Deutsche Post",
    "DieSchweizerischePost": "Die Schweizerische Post",
    "FedEx": "FedEx",
    "GLS": "GLS",
    "Hermes": "Hermes",
    "LAPOSTE": "La Poste",
    "Landmark": "Landmark Global",
    "MondialRelay": "Mondial Relay",
    "OsterreichischePostAG": "Österreichische Post AG",
    "Other": "Sonstige",
    "PocztaPolska": "Poczta Polska",
    "PostNL": "PostNL",
    "PosteItaliane": "Poste Italiane",
    "RoyalMail": "Royal Mail",
    "SwissPost": "Swiss Post",
    "TNT": "TNT",
    "UPS": "UPS",
    "USPS": "USPS",
}
# What is not offered everywhere.
ONLY_AT: dict[str, frozenset[int]] = {
    "USPS": frozenset({0, 77}),
    "DieSchweizerischePost": frozenset({77, 193}),
    "SwissPost": frozenset({0, 3, 193}),
}
SITES: dict[int, str] = {
    0: "US",
    3: "UK",
    16: "Austria",
    71: "France",
    77: "Germany",
    101: "Italy",
    146: "Netherlands",
    186: "Spain",
    193: "Switzerland",
    205: "Ireland",
    212: "Poland",
}


def carriers_of(site: int) -> list[tuple[int, str, str]]:
    """Number, code and name of each carrier at a site."""
    return [
        (place + 1, code, name)
        for place, (code, name) in enumerate(CARRIERS.items())
        if site in ONLY_AT.get(code, frozenset(SITES))
    ]
