"""Owns how a store's key is wrapped: by a passphrase, or by the recovery key. Knows no files and no store.

A wrap is a small document of plain values that may stand in any file; without what it was wrapped by it says nothing
about the key. Neither passphrases nor keys are ever logged.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping

from desk.domain.errors import NotAllowed

PASSPHRASE, RECOVERY = "passphrase", "recovery"
SHORTEST = 10
"""Characters of a passphrase at least: a copy of the file can be tried at for years."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are read and heard as others."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_KEY_BYTES, _CHECK_BYTES = 32, 3
_GROUP = 4
_SIGNS = (_KEY_BYTES + _CHECK_BYTES) * 8 // 5
_COST, _MOST_COST = 1 << 17, 1 << 19
"""scrypt's N, with r = 8 and p = 1 what OWASP's password storage cheat sheet asks for at least: 128 MB and a third of a
second here. A file that asks for more than four times that is none of ours."""
_BLOCK, _MOST_MEMORY = 8, 1 << 30


class WrongPassphrase(NotAllowed):
    """It is not what the key was wrapped by."""

    code = "wrong_passphrase"


class RecoveryKey:
    """256 bits that an agent keeps outside of Desk. Desk itself never keeps it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return "RecoveryKey(…)"

    @classmethod
    def new(cls) -> RecoveryKey:
        return cls(os.urandom(_KEY_BYTES))

    @property
    def text(self) -> str:
        """Fourteen groups of four signs; the last ones tell a mistyped key."""
        number = int.from_bytes(self._secret + _check(self._secret))
        signs = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_SIGNS)))
        return "-".join(signs[at : at + _GROUP] for at in range(0, _SIGNS, _GROUP))

    @classmethod
    def read(cls, text: str) -> RecoveryKey:
        """What an agent typed: in any case, with any blanks and dashes. Raises NotAllowed."""
        signs = "".join(one for one in text.upper() if one.isalnum()).translate(_READ_AS)
        if len(signs) != _SIGNS:
            raise NotAllowed(
                f"A recovery key has {_SIGNS} letters and digits in groups of {_GROUP}; these are {len(signs)}. Type "
                "all of it.",
                code="recovery_key_length",
                signs=_SIGNS,
                found=len(signs),
            )
        number = 0
        for sign in signs:
            if sign not in _ALPHABET:
                raise _mistyped()
            number = number << 5 | _ALPHABET.index(sign)
        whole = number.to_bytes(_KEY_BYTES + _CHECK_BYTES)
        secret, check = whole[:_KEY_BYTES], whole[_KEY_BYTES:]
        if check != _check(secret):
            raise _mistyped()
        return cls(secret)

    def wrap(self, key: str, about: str) -> dict[str, str | int]:
        """The key, to be had again with this recovery key only. `about` is what the wrap belongs to."""
        salt = os.urandom(16)
        return {"by": RECOVERY, "salt": _told(salt), **_seal(self._derived(salt), key, about)}

    def unwrap(self, wrapped: Mapping[str, object], about: str) -> str:
        """Raises WrongPassphrase and NotAllowed."""
        return _open(self._derived(_bytes(wrapped, "salt")), wrapped, about, "recovery key")

    def _derived(self, salt: bytes) -> bytes:
        return hashlib.blake2b(b"desk recovery", key=self._secret, salt=salt[:16], digest_size=32).digest()


def _mistyped() -> NotAllowed:
    return NotAllowed(
        "This recovery key holds a mistake: its last signs do not fit the others. Compare it with what you wrote down.",
        code="recovery_key_mistyped",
    )


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"desk recovery key" + secret).digest()[:_CHECK_BYTES]


def check_passphrase(passphrase: str) -> None:
    """Raises NotAllowed for one that is too short."""
    if len(passphrase) < SHORTEST:
        raise NotAllowed(
            f"The passphrase is too short. Take at least {SHORTEST} characters, such as four words.",
            code="passphrase_short",
            shortest=SHORTEST,
        )


def wrap_by_passphrase(key: str, passphrase: str, about: str) -> dict[str, str | int]:
    """The key, to be had again with this passphrase only. Raises NotAllowed for a short one."""
    check_passphrase(passphrase)
    salt = os.urandom(16)
    derived = _scrypt(passphrase, salt, _COST)
    return {"by": PASSPHRASE, "salt": _told(salt), "cost": _COST, **_seal(derived, key, about)}


def unwrap_by_passphrase(wrapped: Mapping[str, object], passphrase: str, about: str) -> str:
    """Raises WrongPassphrase and NotAllowed."""
    cost = wrapped.get("cost")
    if not isinstance(cost, int) or not 2 <= cost <= _MOST_COST or cost & (cost - 1):
        raise _unreadable()
    return _open(_scrypt(passphrase, _bytes(wrapped, "salt"), cost), wrapped, about, "passphrase")


def _scrypt(passphrase: str, salt: bytes, cost: int) -> bytes:
    # An umlaut may be typed as one sign or as two, by another keyboard.
    import unicodedata

    told = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(told, salt=salt, n=cost, r=_BLOCK, p=1, maxmem=_MOST_MEMORY, dklen=32)


def _seal(derived: bytes, key: str, about: str) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return {"nonce": _told(nonce), "key": _told(AESGCM(derived).encrypt(nonce, bytes.fromhex(key), about.encode()))}


def _open(derived: bytes, wrapped: Mapping[str, object], about: str, what: str) -> str:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, sealed = _bytes(wrapped, "nonce"), _bytes(wrapped, "key")
    try:
        return AESGCM(derived).decrypt(nonce, sealed, about.encode()).hex()
    except InvalidTag:
        raise WrongPassphrase(
            f"This {what} does not open it. Check what you typed, and which file it belongs to.",
            code="wrong_recovery_key" if what == "recovery key" else "wrong_passphrase",
        ) from None
    except ValueError:  # a nonce of a strange length
        raise _unreadable() from None


def _told(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(wrapped: Mapping[str, object], name: str) -> bytes:
    try:
        return base64.b64decode(str(wrapped[name]), validate=True)
    except (KeyError, binascii.Error, ValueError):
        raise _unreadable() from None


def _unreadable() -> NotAllowed:
    return NotAllowed("The wrapped key in this file cannot be read. Use another backup.", code="wrap_unreadable")
