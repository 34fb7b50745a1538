"""The recovery key: made once and shown, kept by the agent alone; with it a lost keyring does not lose the store.

Beside the store lies `desk.recovery`, which holds the store's key wrapped by it. Desk never keeps the recovery key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from desk.domain.errors import NotAllowed, StoreUnavailable
from desk.services.care import RECOVERY, Place, about, write_whole
from desk.services.context import Desk
from desk.store.engine import StoreFile, StoreKey, open_store
from desk.system.store_key import entry_of
from desk.system.wrapping import RecoveryKey

_FORMAT = 1


def has_recovery(place: StoreFile) -> bool:
    """Whether a recovery key was made for the store as it is now."""
    return wrap_in(place.folder, place.key.check) is not None


def make(desk: Desk) -> str:
    """A new recovery key, as text to be shown once; one made before opens the store no more.

    Raises StoreUnavailable where it cannot be written.
    """
    place = desk.store.place
    recovery = RecoveryKey.new()
    keep_wrap(place.folder, place.key.check, recovery.wrap(place.key.hex, about(place.key.check)))
    return recovery.text


def keep_wrap(folder: Path, key_check: str, wrap: Mapping[str, object]) -> None:
    """Write the recovery file. Raises StoreUnavailable."""
    told = {"format": _FORMAT, "key_check": key_check, "wrap": dict(wrap)}
    try:
        write_whole(folder / RECOVERY, json.dumps(told).encode())
    except OSError as error:
        raise StoreUnavailable(
            f"The recovery key cannot be kept beside the store: {error.strerror}. Free some space or check the rights "
            "on the folder, then try again.",
            code="recovery_not_kept",
            reason=error.strerror or "",
        ) from None


def wrap_in(folder: Path, key_check: str) -> Mapping[str, object] | None:
    """The wrapped key of this fingerprint beside a store; None where there is none to be read."""
    told = _told(folder)
    return told[1] if told is not None and told[0] == key_check else None


def _told(folder: Path) -> tuple[str, Mapping[str, object]] | None:
    """What the recovery file tells: the fingerprint of the key, and the key wrapped."""
    try:
        told = json.loads((folder / RECOVERY).read_bytes())
        if int(told["format"]) != _FORMAT:
            return None
        return str(told["key_check"]), dict(told["wrap"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def recover(place: Place, typed: str) -> None:
    """Put the store's key back into the keyring. Raises NotAllowed, StoreError and SecretsUnavailable.

    The key is tried on the store first: what does not open it is kept nowhere.
    """
    key_check, wrap = check_there(place)
    key = StoreKey(RecoveryKey.read(typed).unwrap(wrap, about(key_check)))
    open_store(place.folder, key).close()
    place.secrets.set(entry_of(place.folder), key.hex)


def check_there(place: Place) -> tuple[str, Mapping[str, object]]:
    """What a recovery key would open here: fingerprint and wrapped key. Raises NotAllowed where there is nothing."""
    if not place.file.exists():
        raise NotAllowed(
            "There is no store in this folder. Choose its folder with --data, or restore a backup.",
            code="no_store",
        )
    told = _told(place.folder)
    if told is None:
        raise NotAllowed(
            "No recovery key was made for this store. Restore a backup with its passphrase, or log in as the user who "
            "made the store.",
            code="no_recovery",
        )
    return told
