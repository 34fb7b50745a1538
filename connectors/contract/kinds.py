"""Owns what is known of a kind of channel before any account exists, and how connectors mark what they say.

Apart from what an account can do (connectors.contract.capabilities): lists show a kind's tile, and load no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 - the translators' tools look for this call
    """Mark a text for translation and leave it as it is. Whoever shows it looks it up in this context."""
    return text


CONTEXT = "channel"
"""In which translators find the words of channels."""


class Filled(str):
    """A sentence with its facts filled in that knows what it was made of, so the window tells it in its language."""

    __slots__ = ("facts", "source")

    def __new__(cls, source: str, **facts: str | int) -> Self:
        made = super().__new__(cls, source.format(**facts))
        made.source, made.facts = source, facts
        return made

    source: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value an account needs. `secret` ones go to the keyring only.

    `help` says where to find it. `shape` is a regular expression that the whole of such a value matches and hardly any
    other does, so that several values pasted at once find their fields. What `from_sign_in` marks is found by signing
    in at the channel's own page, and `ends` a time in UTC, as ISO text, at which what that brought is over.
    Where nobody gives such a time, it is `lasts_days` after the secret `lasts_from` was entered.
    """

    name: str
    label: str
    secret: bool = False
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()
    help: str = ""
    shape: str = ""
    from_sign_in: bool = False
    ends: bool = False
    lasts_days: int = 0
    lasts_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorKind:
    """What is known of a kind of channel before any account exists.

    `tile` are the two letters of its square in lists, `tile_colour` the UX 11 set it is painted with. `sync_every` are
    the seconds between two runs of an account that is well, as the channel's quotas bear them. `needs` says where its
    keys are made, `rights` which rights Desk asks for and why. `signs_in_by_browser`: its connector module answers to
    SignsInByBrowser. `forget_buyers_after`: so many days after an order is over its terms want the buyer forgotten.
    """

    kind: str
    name: str
    tile: str
    tile_colour: str
    settings: tuple[Setting, ...]
    sync_every: float = 60.0
    needs: str = ""
    rights: str = ""
    signs_in_by_browser: bool = False
    forget_buyers_after: int | None = None
