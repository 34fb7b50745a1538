"""Owns the values that travel everywhere: money, typed ids and remote references. Immutable, free of I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NewType

AccountId = NewType("AccountId", int)
OrderId = NewType("OrderId", int)
LineId = NewType("LineId", int)
ShipmentId = NewType("ShipmentId", int)
PushId = NewType("PushId", int)
NoteId = NewType("NoteId", int)
CaseId = NewType("CaseId", int)
ReturnId = NewType("ReturnId", int)
ConversationId = NewType("ConversationId", int)
PushKey = NewType("PushKey", str)
"""One per deed, made when the agent acts; every try and every look at the channel carries the same one."""

# ISO 4217 currencies whose minor unit is not a hundredth; all others have two decimals.
_MINOR_DIGITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(),
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


_LARGEST = Decimal("1e15")
_PLAIN = re.compile(r"[+-]?[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?")


class MoneyError(ValueError):
    """An amount or currency that cannot be read, or a sum over two currencies."""


def minor_digits(currency: str) -> int:
    """How many decimals the currency's minor unit has (ISO 4217)."""
    return _MINOR_DIGITS.get(currency, 2)


def check_currency(code: str) -> str:
    """Return the ISO 4217 code in capitals; raise MoneyError for anything but three Latin letters."""
    found = code.strip().upper()
    if len(found) != 3 or not (found.isascii() and found.isalpha()):
        raise MoneyError(f"not a currency code: {code[:12]!r}")
    return found


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (cents, or what the currency has) and its currency."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read a plain decimal text such as ``-12.50``, rounding half up to the minor unit.

        Raises MoneyError for anything that is not a finite decimal number or has an unknown currency form.
        """
        code = check_currency(currency)
        # Decimal alone would also take 1_000 and digits of other scripts.
        if _PLAIN.fullmatch(text.strip()) is None:
            raise MoneyError(f"not an amount: {text[:20]!r}")
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            raise MoneyError(f"not an amount: {text[:20]!r}") from None
        # Compared as it is: to take the size of 1e9999999 is an error of its own.
        if not number.is_finite() or not -_LARGEST <= number <= _LARGEST:
            raise MoneyError(f"not an amount: {text[:20]!r}")
        scaled = number.scaleb(minor_digits(code)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return cls(int(scaled), code)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def __str__(self) -> str:
        """Amount and currency for logs and terminals; only the window formats by locale."""
        return f"{self.decimal:.{minor_digits(self.currency)}f} {self.currency}"

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise MoneyError(f"cannot combine {self.currency} with {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0


@dataclass(frozen=True, slots=True)
class RemoteRef:
    """The only way a channel's own id travels: never without the account it belongs to."""

    account: AccountId
    id: str

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a remote reference needs an id")
