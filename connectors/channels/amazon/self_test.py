"""Owns the self-test of an account: which kinds of personal data Amazon hands out, and whether it tells of returns.

Whoever lacks a role mostly gets the orders all the same, only with holes. So a few orders of late are looked at.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from connectors.channels.amazon import reading, units
from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.paging import text_of
from connectors.channels.amazon.payloads import Address, Order
from connectors.channels.amazon.privacy import Privacy
from connectors.channels.amazon.report_api import ReportApi
from connectors.channels.amazon.return_place import XML
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import LoginNeeded, Unavailable, Unreadable
from desk.domain.clock import Clock, Instant

log = logging.getLogger("sync")

_DAYS = timedelta(days=30)
_ORDERS = "50"
_ORDER = msgspec.json.Decoder(Order)
_SETS = ("BUYER", "RECIPIENT")

GRANTED = QT_TRANSLATE_NOOP("channel", "granted")
PARTLY = QT_TRANSLATE_NOOP("channel", "partly granted")
MISSING = QT_TRANSLATE_NOOP("channel", "missing")
UNKNOWN = QT_TRANSLATE_NOOP("channel", "not known yet, for want of orders of late")
UNCHECKED = QT_TRANSLATE_NOOP("channel", "could not be checked just now")
RETURNS = QT_TRANSLATE_NOOP("channel", "Returns")
SOME_MISSING = QT_TRANSLATE_NOOP(
    "channel",
    "Amazon keeps some of what an order needs to itself. For addresses and mail ask in Seller Central for the role "
    "Direct-to-Consumer Delivery, for names Tax Invoicing, for returns Inventory and Order Tracking; then authorise "
    "the application again.",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of personal data: where it stands, and in which orders it can be expected."""

    name: str
    shown: Callable[[Order], str | None]
    expected: frozenset[str] = units.HAS_PRICES


def _address(order: Order) -> Address:
    return (order.recipient.delivery_address if order.recipient else None) or Address()


_KINDS = (
    _Kind(
        QT_TRANSLATE_NOOP("channel", "Recipients' addresses"),
        lambda order: _address(order).address_line1 or _address(order).address_line2,
    ),
    _Kind(QT_TRANSLATE_NOOP("channel", "Buyers' names"), lambda order: order.buyer.buyer_name if order.buyer else None),
    _Kind(
        QT_TRANSLATE_NOOP("channel", "Buyers' mail aliases"),
        lambda order: order.buyer.buyer_email if order.buyer else None,
    ),
    # Amazon takes it out of shipped orders after a while, whatever the role.
    _Kind(QT_TRANSLATE_NOOP("channel", "Recipients' phones"), lambda order: _address(order).phone, units.OPEN),
)


NOTHING_SHOWN = tuple((kind.name, MISSING) for kind in _KINDS)


class SelfTest:
    """Asks a few reading calls of an account and says what it may see."""

    def __init__(self, client: AmazonClient, reports: ReportApi, privacy: Privacy, clock: Clock) -> None:
        self._client = client
        self._reports = reports
        self._privacy = privacy
        self._clock = clock

    def findings(self) -> tuple[tuple[str, str], ...]:
        """Each kind with what was found. Raises LoginNeeded where the application may not even see orders."""
        return (*self._personal(), (RETURNS, self._returns()))

    @staticmethod
    def seen(records: Sequence[bytes]) -> tuple[tuple[str, str], ...]:
        """Each kind of personal data that these orders tell something about."""
        orders = _decoded(records)
        found = ((kind.name, _found(kind, orders)) for kind in _KINDS)
        return tuple(one for one in found if one[1] != UNKNOWN)

    def _personal(self) -> list[tuple[str, str]]:
        try:
            orders = self._orders(_SETS)
        except LoginNeeded as error:
            if error.code != "not_permitted":
                raise
            self._orders(())  # who may not even see these has to mend more than a role
            self._privacy.refuse()
            return list(NOTHING_SHOWN)
        except (Unavailable, Unreadable) as trouble:
            log.info("the self-test could not look at orders: %s", trouble.code)
            return [(kind.name, UNCHECKED) for kind in _KINDS]
        self._privacy.grant()
        return [(kind.name, _found(kind, orders)) for kind in _KINDS]

    def _orders(self, sets: tuple[str, ...]) -> list[Order]:
        answer = self._client.search_orders(
            {
                "lastUpdatedAfter": text_of(Instant(self._clock.now() - _DAYS)),
                "marketplaceIds": ",".join(self._client.settings.marketplaces),
                "fulfilledBy": units.BY_MERCHANT,
                "fulfillmentStatuses": ",".join(sorted(units.HAS_PRICES)),
                "maxResultsPerPage": _ORDERS,
                "includedData": ",".join((*sets, "FULFILLMENT")),
            }
        )
        return _decoded(reading.page(answer).orders)

    def _returns(self) -> str:
        try:
            self._reports.may_ask(XML)
        except LoginNeeded as error:
            if error.code != "not_permitted":
                raise
            return MISSING
        except (Unavailable, Unreadable):
            return UNCHECKED
        return GRANTED


def _decoded(records: Sequence[bytes]) -> list[Order]:
    found = []
    for record in records:
        try:
            found.append(_ORDER.decode(record))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # the sync tells of those
    return found


def _found(kind: _Kind, orders: Sequence[Order]) -> str:
    fitting = [one for one in orders if one.fulfillment and one.fulfillment.fulfillment_status in kind.expected]
    if not fitting:
        return UNKNOWN
    shown = sum(bool((kind.shown(one) or "").strip(" *")) for one in fitting)
    if not shown:
        return MISSING
    return GRANTED if shown == len(fitting) else PARTLY
