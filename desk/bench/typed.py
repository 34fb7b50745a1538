"""Owns what is typed in the bench of the search: texts drawn from the orders by seed, character by character."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import islice

from connectors.contract.snapshots import OrderSnapshot
from desk.bench.drawing import Drawer
from desk.domain.values import AccountId

_TEXTS_FROM = 10
"""Orders of which everything is typed."""
_TYPOS = 200
_SHORTEST_MISSPELT = 5
_EDITS = "aeinrstlmu"


def some_orders(orders: int, seed: int) -> list[OrderSnapshot]:
    """So many of the drawn orders as texts are taken from, spread over all of them."""
    every = max(1, orders // (_TYPOS * 2))
    return list(islice(Drawer(orders, seed=seed).orders(AccountId(1)), 0, None, every))


def keystrokes(drawn: Sequence[OrderSnapshot], seed: int) -> list[str]:
    """Each text as it grows while it is typed, each state once, in an order drawn by seed."""
    draw = random.Random(f"keystrokes {seed}")  # noqa: S311 - drawn by seed, not for secrecy
    rich = [one for one in drawn if one.shipments and one.billing.phone and one.invoice_number]
    chosen = draw.sample(rich, min(_TEXTS_FROM, len(rich)))
    states = {text[:end] for one in chosen for text in _texts(one, draw) for end in range(1, len(text) + 1)}
    found = sorted({state.strip() for state in states} - {""})
    draw.shuffle(found)
    return found


def _texts(order: OrderSnapshot, draw: random.Random) -> Iterable[str]:
    """What an agent may know of this order, 28 ways to begin."""
    name, home = order.buyer.name, order.recipient
    first, _, last = name.partition(" ")
    mail, sku = order.buyer.email, order.lines[0].sku
    tracking = order.shipments[0].number if order.shipments else ""
    phone, digits = home.phone, "".join(sign for sign in home.phone if sign.isdigit())
    return (
        last,
        name,
        f"{last} {first}",
        f"{first} {home.town}",
        f"{last}, {first[:1]}",
        last.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae").replace("ß", "ss").lower(),
        last[1:],
        misspelt(last, draw) if len(last) >= _SHORTEST_MISSPELT else last,
        order.number,
        order.number.replace("-", ""),
        order.number[-7:],
        order.number[2:11],
        tracking,
        tracking[-8:],
        tracking[6:14],
        order.invoice_number,
        order.invoice_number[-5:],
        mail,
        mail[2:],
        "@" + mail.partition("@")[2],
        f"{mail.partition('@')[2]} {first}",
        phone,
        digits[-7:],
        f"{home.postcode} {last}",
        home.street,
        f"{home.town} {home.street}",
        sku,
        f"{sku.replace('-', '')} {last}",
    )


def typos(drawn: Sequence[OrderSnapshot], seed: int) -> list[tuple[str, str]]:
    """Surnames with one mistake after the first letter, and what was meant."""
    draw = random.Random(f"typos {seed}")  # noqa: S311 - drawn by seed, not for secrecy
    lasts = [one.buyer.name.partition(" ")[2].lower() for one in drawn]
    long_enough = [last for last in lasts if len(last) >= _SHORTEST_MISSPELT and last.isascii() and last.isalpha()]
    return [(misspelt(last, draw), last) for last in draw.sample(long_enough, min(_TYPOS, len(long_enough)))]


def misspelt(word: str, draw: random.Random) -> str:
    """The word with one letter changed, put in, left out, or swapped with the next."""
    while True:
        at, letter = draw.randrange(1, len(word)), draw.choice(_EDITS)
        edits = (
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        )
        edited = draw.choice(edits)
        if edited != word:
            return edited
