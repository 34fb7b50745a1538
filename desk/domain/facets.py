"""Owns where an order stands in each respect: of a whole order, lists know no more. Pure."""

from __future__ import annotations

from enum import StrEnum


class OrderFacet(StrEnum):
    """Where the purchase itself stands."""

    OPEN = "OPEN"  # somebody still has to do something: pay, pack, answer
    COMPLETED = "COMPLETED"  # the channel holds it for done
    CANCELLED = "CANCELLED"  # called off, by whom ever
    REMOVED = "REMOVED"  # in the channel's bin or gone there; kept here as history
    UNKNOWN = "UNKNOWN"  # a state this Desk does not know; the channel's own word is kept


class PaymentFacet(StrEnum):
    """Where the money stands."""

    UNPAID = "UNPAID"
    PARTLY_PAID = "PARTLY_PAID"
    PAID = "PAID"
    PARTLY_REFUNDED = "PARTLY_REFUNDED"
    REFUNDED = "REFUNDED"
    FAILED = "FAILED"  # tried and declined
    PAY_LATER = "PAY_LATER"  # invoice, cash on delivery: ship first
    UNKNOWN = "UNKNOWN"


class ShippingFacet(StrEnum):
    """Where the goods stand, as far as the channel knows."""

    NOTHING_TO_SHIP = "NOTHING_TO_SHIP"
    UNSHIPPED = "UNSHIPPED"
    PARTLY_SHIPPED = "PARTLY_SHIPPED"
    SHIPPED = "SHIPPED"
    UNKNOWN = "UNKNOWN"


class Handling(StrEnum):
    """Who sees to an order's parcels."""

    OURS = "OURS"
    CHANNEL = "CHANNEL"  # the channel packs and ships it from its own warehouse; nothing of it is ours to tell
    NOT_YET = "NOT_YET"  # the channel keeps it back for now, and nobody may act on it
