"""Owns what a channel can do, as data: the window greys out what a channel cannot do before the agent tries."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class CanConfirmShipments:
    """Limits of reporting parcels.

    `carriers` empty means any name is taken. `partial` says whether single lines and quantities reach the channel,
    `several_parcels` whether an order may get more than one number. `way` is how, for the account's page.
    """

    partial: bool
    several_parcels: bool
    carriers: tuple[str, ...] = ()
    needs_number: bool = True
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanCancelOrders:
    """Limits of calling orders off. `reasons` are names of CancelReason.

    An unpaid order may be called off for that reason `unpaid_from` to `unpaid_until` days after the purchase; `answers`
    says whether buyers' wishes can be answered here.
    """

    reasons: tuple[str, ...]
    answers: bool = False
    unpaid_from: int = 0
    unpaid_until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CanIssueRefunds:
    """Limits of giving money back. `reasons` are names of RefundReason, `until` days after the payment.

    `partial` says that less than everything can be given, `by_line` that it can be told for which line. What was sent
    and does not show is not sent again before `settles` seconds.
    """

    reasons: tuple[str, ...]
    partial: bool = True
    by_line: bool = True
    comment: int = 0  # characters of a word to the buyer; 0: none
    until: int | None = None
    settles: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class CanAnswerReturns:
    """Limits of taking part in returns. `deeds` are names of CaseDeed; `label_files` endings of files, such as pdf."""

    deeds: tuple[str, ...]
    label_files: tuple[str, ...] = ()
    label_bytes: int = 0
    comment: int = 0
    escalations: tuple[str, ...] = ()  # the channel's own reasons
    settles: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class CanAnswerInquiries:
    """Limits of answering *nothing arrived*. `deeds` are names of CaseDeed."""

    deeds: tuple[str, ...]
    comment: int = 0
    settles: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class CanSendMessages:
    """Limits of writing to buyers: characters, and image addresses a message."""

    length: int
    images: int = 0
    begins: bool = True  # whether the merchant may write first
    forbidden: str = ""  # what the channel takes offence at, in a sentence
    settles: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value an account needs. `secret` ones go to the keyring only.

    `help` says where to find it. `shape` is a regular expression that the whole of such a value matches and hardly any
    other does, so that several values pasted at once find their fields. What `from_sign_in` marks is found by signing
    in at the channel's own page, and `ends` a time in UTC, as ISO text, at which what that brought is over.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """All a channel can do; None means it cannot. `why_not` gives the reason by ability, for tooltips."""

    confirms_shipments: CanConfirmShipments | None = None
    cancels_orders: CanCancelOrders | None = None
    issues_refunds: CanIssueRefunds | None = None
    answers_returns: CanAnswerReturns | None = None
    answers_inquiries: CanAnswerInquiries | None = None
    sends_messages: CanSendMessages | None = None
    why_not: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorKind:
    """What is known of a kind of channel before any account exists.

    `tile` are the two letters of its square in lists, `tile_colour` the UX 11 set it is painted with. `sync_every` are
    the seconds between two runs of an account that is well, as the channel's quotas bear them. `needs` says where its
    keys are made, `rights` which rights Desk asks for and why. `signs_in_by_browser`: its connector module answers to
    SignsInByBrowser.
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
