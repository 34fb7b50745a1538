"""Owns what kinds of tasks a return may leave to a person, since no program may do them. Pure."""

from __future__ import annotations

from enum import StrEnum


class TaskKind(StrEnum):
    """What somebody has to do; all but DECIDE and SEND_MONEY in the channel's own pages."""

    APPROVE = "APPROVE"
    DECLINE = "DECLINE"
    CLAIM = "CLAIM"  # something else or something spoilt came back: say so where the channel hears it
    ANSWER = "ANSWER"  # the channel decides, and waits for our word
    EXCHANGE = "EXCHANGE"  # tell the channel of the parcel that went out instead
    DECIDE = "DECIDE"  # a parcel came for a return that nobody had agreed to
    SEND_MONEY = "SEND_MONEY"  # the channel only books the refund
    REFUND_FAILED = "REFUND_FAILED"
