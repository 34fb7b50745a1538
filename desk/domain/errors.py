"""Owns the root of all errors Desk raises on purpose. Each has a sentence for the agent and a detail for the log."""

from __future__ import annotations


class DeskError(Exception):
    """Something went wrong in a way Desk knows.

    `text` is one English sentence for the agent that says what to do next; `detail` goes to the log only and holds
    neither secrets nor buyer data. `code` names the sentence for translation, `facts` fill its gaps.
    """

    code = "desk"

    def __init__(self, text: str, detail: str = "", *, code: str = "", **facts: str | int) -> None:
        super().__init__(text)
        self.text = text
        self.detail = detail
        self.facts = facts
        if code:
            self.code = code


class NotAllowed(DeskError):
    """The rules forbid it: say so, nothing to report."""

    code = "not_allowed"


class NotFound(DeskError):
    """What was named does not exist in the store."""

    code = "not_found"


class StoreError(DeskError):
    """The store could not do its work."""

    code = "store"


class StoreUnavailable(StoreError):
    """Disk, lock, key: passes or can be mended by the user."""

    code = "store_unavailable"


class StoreTooNew(StoreError):
    """Written by a newer Desk."""

    code = "store_too_new"


class StoreDamaged(StoreError):
    """The file is not what was written."""

    code = "store_damaged"


class StoreBug(StoreError):
    """Our own mistake: report it."""

    code = "store_bug"


class SecretsUnavailable(DeskError):
    """The operating system's keyring is missing or locked."""

    code = "secrets_unavailable"
