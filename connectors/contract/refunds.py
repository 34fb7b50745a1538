"""Owns what is no refund at any channel: connectors refuse it before they ask anything. Pure."""

from __future__ import annotations

from connectors.contract.errors import Refused
from desk.domain.pushes import RefundOrder


def nothing_to_refund() -> Refused:
    """For amounts of zero or less."""
    return Refused("A refund is more than nothing.", "an amount of zero or less", code="nothing_to_refund")


def check_refund(push: RefundOrder) -> None:
    """Raises Refused."""
    parts = [line.amount for line in push.lines]
    if push.amount.minor <= 0 or any(one.minor <= 0 for one in parts):
        raise nothing_to_refund()
    if parts and (
        {one.currency for one in parts} != {push.amount.currency}
        or sum(one.minor for one in parts) != push.amount.minor
    ):
        raise Refused(
            "The parts of this refund do not make up its sum. Enter it anew.",
            "lines and sum differ",
            code="sums_differ",
        )
