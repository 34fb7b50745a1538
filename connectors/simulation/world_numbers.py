"""Makes numbers of the right shape for the simulated world: parcels of each carrier, VAT ids, invoices, relay
mails. Pure; read by the world's builder and by tests.
"""

from __future__ import annotations

from random import Random

CARRIERS = ("dhl", "dpd", "gls", "hermes", "ups")
CARRIER_NAMES = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "hermes": "Hermes", "ups": "UPS"}


def mod10_check(body: str, weights: tuple[int, int]) -> int:
    """The check digit after `body`, its digits weighted in turn from the left."""
    total = sum(int(digit) * weights[place % 2] for place, digit in enumerate(body))
    return (10 - total % 10) % 10


def ups_check(body: str) -> int:
    """The check digit after the 15 characters that follow 1Z."""
    values = [int(sign) if sign.isdigit() else (ord(sign) - 3) % 10 for sign in body]
    return (10 - (sum(values[0::2]) + 2 * sum(values[1::2])) % 10) % 10


def tracking_number(random: Random, carrier: str) -> str:
    if carrier == "dhl":
        body = "00340434" + _digits(random, 11)
        return body + str(mod10_check(body, (3, 1)))
    if carrier == "dpd":
        return "0" + _digits(random, 13)
    if carrier == "gls":
        return random.choice("3456789") + _digits(random, 10)
    if carrier == "hermes":
        body = "0" + _digits(random, 12)
        return body + str(mod10_check(body, (3, 1)))
    if carrier == "ups":
        body = "".join(random.choices("ABCDEFGHJKLMNPRSTVWXY0123456789", k=6)) + _digits(random, 9)
        return f"1Z{body}{ups_check(body)}"
    raise ValueError(f"There is no carrier {carrier}.")


_VAT_SHAPES = {
    "DE": "DE#########", "AT": "ATU########", "CH": "CHE-###.###.### MWST", "PL": "PL##########", "GR": "EL#########",
    "TR": "##########", "DK": "DK########", "FR": "FR###########", "NL": "NL#########B##", "SE": "SE##########01",
    "CZ": "CZ########", "GB": "GB#########", "IT": "IT###########", "HU": "HU########",
}  # fmt: skip


def vat_id(random: Random, country: str) -> str:
    return "".join(random.choice("0123456789") if sign == "#" else sign for sign in _VAT_SHAPES[country])


def relay_mail(random: Random, channel: str) -> str:
    """What a marketplace gives instead of the buyer's own address."""
    if channel == "amazon":
        return "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=14)) + "@marketplace.amazon.example"
    return "".join(random.choices("0123456789abcdef", k=20)) + "@members.ebay.example"


def phone(random: Random, dial: str) -> str:
    """The same line in one of the ways that people write it."""
    if dial == "+49":
        mobile = random.random() < 0.6
        prefix = (
            random.choice(("151", "160", "170", "171", "175", "176", "179"))
            if mobile
            else random.choice(("30", "40", "89", "221", "711", "341", "511", "9131"))
        )
        line = _digits(random, 7)
        style = random.randrange(5)
        return (
            f"+49 {prefix} {line}",
            f"0{prefix}/{line}",
            f"0{prefix} {line[:3]} {line[3:]}",
            f"0049{prefix}{line}",
            f"(0{prefix}) {line}",
        )[style]
    return f"{dial} {_digits(random, 3)} {_digits(random, 6)}"


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))
