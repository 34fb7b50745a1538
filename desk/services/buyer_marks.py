"""Owns how a buyer is known again who is forgotten: keyed hashes of mail address and of name with address.

The key comes from the store's own, which is in the keyring: whoever has the store alone cannot try names out. A mark
holds within one kind of channel, so nobody is followed from one to the other.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.orders import Address
from desk.store.engine import StoreFile
from desk.store.search_text import fold
from desk.system.sealing import derived

_PURPOSE = "desk buyer marks 1"
_LENGTH = 32  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Marks:
    """By mail address, and by name and address; empty where the order does not tell them."""

    mail: str
    home: str


class Marker:
    """Makes the marks of one store and one kind of channel."""

    def __init__(self, place: StoreFile, kind: str) -> None:
        self._key = derived(place.key.hex, _PURPOSE)
        self._kind = kind

    def marks(self, order: OrderSnapshot) -> Marks:
        mail = order.buyer.email.strip().lower()
        return Marks(self._mark("mail", mail) if mail else "", self._home(order.recipient or order.billing))

    def _home(self, address: Address) -> str:
        name = sorted(fold(address.name or address.company).split())
        street = _squashed(address.street).replace("strasse", "str")
        if not name or not street:
            return ""
        parts = (" ".join(name), street, _squashed(address.postcode), _squashed(address.town), address.country)
        return self._mark("home", "\n".join(parts))

    def _mark(self, what: str, value: str) -> str:
        told = f"{self._kind}\n{what}\n{value}".encode()
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()[:_LENGTH]


def _squashed(text: str) -> str:
    return "".join(one for one in fold(text) if one.isalnum())
