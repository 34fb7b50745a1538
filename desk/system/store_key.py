"""Owns where a store's key comes from: the environment or an inherited pipe for this process, else the keyring."""

from __future__ import annotations

import os
from pathlib import Path

from desk.domain.errors import StoreUnavailable
from desk.system.secrets import Secrets


def store_key(folder: Path, secrets: Secrets, *, exists: bool) -> str:
    """The key as 64 hex digits; a new store gets a new one, kept in the keyring.

    Raises SecretsUnavailable (no or a locked keyring) and StoreUnavailable (the store is there, its key is not).
    """
    given = given_key()
    if given:
        return given
    name = entry_of(folder)
    kept = secrets.get(name)
    if kept:
        return kept
    if exists:
        raise StoreUnavailable(
            "The key of this store is not in the keyring of this computer. Type the recovery key (desk recover), log in"
            " as the user who made the store, give the key as DESK_STORE_KEY, or restore a backup with its passphrase.",
            code="store_key_missing",
        )
    made = os.urandom(32).hex()
    secrets.set(name, made)
    return made


def entry_of(folder: Path) -> str:
    """The keyring's entry for the key of the store in a folder."""
    import hashlib

    # Several stores on one computer have a key each; the folder tells them apart without naming it.
    return "store-key/" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def given_key() -> str:
    """The key that this process was given, empty where it was given none. An inherited pipe tells it once only."""
    pipe = os.environ.pop("DESK_STORE_KEY_FD", "")
    if pipe:
        try:
            with os.fdopen(int(pipe), "r") as told:
                return told.read().strip().lower()
        except (OSError, ValueError) as error:
            raise StoreUnavailable(
                "The store's key cannot be read from where DESK_STORE_KEY_FD says. Start Desk without it, or hand it "
                "an open pipe.",
                str(error),
                code="store_key_pipe",
            ) from None
    return os.environ.get("DESK_STORE_KEY", "").strip().lower()
