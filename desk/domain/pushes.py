"""Owns what may be pushed to a channel and the states a push goes through. The outbox keeps it, connectors do it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk.domain.clock import Instant
from desk.domain.values import RemoteRef


class PushState(StrEnum):
    """Where a push stands (STYLE 3, the outbox)."""

    HELD = "held"  # the agent may still take it back without a word
    WAITING = "waiting"
    SENDING = "sending"  # a call may have reached the channel; never sent again before a look
    CONFIRMED = "confirmed"  # the channel's own state says so
    FAILED = "failed"  # refused; back to the agent
    UNCLEAR = "unclear"  # sent, no answer, and the channel cannot be asked
    CONFLICT = "conflict"  # the channel has moved elsewhere
    RECALLED = "recalled"


OPEN_STATES = frozenset({PushState.HELD, PushState.WAITING, PushState.SENDING})
"""States in which the push still lies over the mirror as on its way."""

_NEXT = {
    PushState.HELD: {PushState.WAITING, PushState.RECALLED},
    PushState.WAITING: {PushState.SENDING, PushState.RECALLED, PushState.HELD},
    PushState.SENDING: {
        PushState.WAITING,
        PushState.CONFIRMED,
        PushState.FAILED,
        PushState.UNCLEAR,
        PushState.CONFLICT,
    },
    PushState.FAILED: {PushState.WAITING, PushState.RECALLED},
    PushState.CONFLICT: {PushState.WAITING, PushState.RECALLED, PushState.CONFIRMED},
    PushState.UNCLEAR: {PushState.WAITING, PushState.CONFIRMED, PushState.RECALLED},
    PushState.CONFIRMED: set(),
    PushState.RECALLED: set(),
}


def may_follow(state: PushState, following: PushState) -> bool:
    """Whether a push may go from one state to the other."""
    return following in _NEXT[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLine:
    """So many pieces of one order line, by the channel's own line id."""

    remote_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmShipment:
    """Tell the channel that a parcel is on its way.

    `carrier` is a code of carriers.csv or a name as typed, `carrier_name` what people read, `tracking_url` may be
    empty. `completes` says that nothing of the order stays open after it. `shipped_at` is when the agent reported it.
    `parcel` numbers it within its order, for channels that want a reference of our own: stored before the first call,
    never another parcel's; 0 until then.
    """

    order: RemoteRef
    carrier: str
    carrier_name: str
    number: str
    tracking_url: str
    lines: tuple[ShippedLine, ...]
    completes: bool
    shipped_at: Instant
    parcel: int = 0


Push = ConfirmShipment
"""What can be pushed; grows to a union as channels learn more deeds."""
