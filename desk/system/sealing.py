"""Owns how small files beside the store are sealed with its key: nobody without it reads or changes them."""

from __future__ import annotations

import hashlib
import os

_NONCE = 12


class NotOpened(ValueError):
    """Another key or another purpose sealed it, or it is damaged."""


def seal(key: str, purpose: str, content: bytes) -> bytes:
    """The content, to be had again with the store's key (64 hex digits) for this purpose only."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(derived(key, purpose)).encrypt(nonce, content, purpose.encode())


def unseal(key: str, purpose: str, sealed: bytes) -> bytes:
    """Raises NotOpened."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(derived(key, purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise NotOpened(purpose) from error


def derived(key: str, purpose: str) -> bytes:
    """A key of its own for a purpose, from the store's (64 hex digits)."""
    return hashlib.blake2b(purpose.encode(), key=bytes.fromhex(key), digest_size=32).digest()
