"""Owns the one stream of orders out of eBay's two: what REST lists, and between two runs of it what is unpaid yet."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import timedelta

from connectors.channels.ebay.orders import Orders
from connectors.channels.ebay.unpaid import Known, Unpaid
from connectors.contract.errors import Refused, Unavailable, Unreadable
from connectors.contract.protocols import AccountAccess, Fetched
from connectors.contract.snapshots import Cursor, OrderSnapshot, Page, RemovedSnapshot, UnreadableRecord
from desk.domain.values import RemoteRef

log = logging.getLogger("sync")

_UNPAID, _THEN = "unpaid", "then"
# Trading's own troubles pass; only such as last are told, and never stop the paid orders.
_BEARS = timedelta(hours=1)
_OF_REST = re.compile(r"\d{2}-\d{5}-\d{5}")


class OrderStream:
    """Paid and unpaid orders of one seller. Used by one thread at a time."""

    def __init__(self, orders: Orders, unpaid: Unpaid, access: AccountAccess) -> None:
        self._orders = orders
        self._unpaid = unpaid
        self._access = access
        self._next: dict[str, object] | None = None
        self._asked = access.asked

    def fetch(self, since: Cursor) -> Page[Fetched]:
        """A page of REST's orders; when those are through and it is time, one of what Trading lists as unpaid."""
        known = Known.read(since.value.get(_UNPAID))
        paid = {name: value for name, value in since.value.items() if name not in {_UNPAID, _THEN}}
        if self._next is not None and self._next == since.value:
            self._next = None
            return self._unpaid_page(paid, known)
        self._next = None
        page = self._orders.fetch(Cursor(paid))
        items = tuple(self._named(one, known) for one in page.items)
        cursor = _with(page.cursor.value, known)
        if not page.done or not self._is_due(known):
            return replace(page, items=items, cursor=Cursor(cursor))
        # Not before these are stored: whatever befalls Trading, they have come in. Each such cursor differs.
        before = since.value.get(_THEN)
        self._next = {**cursor, _THEN: before + 1 if isinstance(before, int) else 1}
        return replace(page, items=items, cursor=Cursor(dict(self._next)), done=False)

    def _is_due(self, known: Known) -> bool:
        now, start = self._access.clock.now(), self._access.start_date
        asked, self._asked = self._asked, False  # once a run
        return (asked or known.is_due(now)) and (start is None or start < now)

    def _unpaid_page(self, paid: dict[str, object], known: Known) -> Page[Fetched]:
        items: list[Fetched] = []
        bad: tuple[UnreadableRecord, ...] = ()
        try:
            found = self._unpaid.poll(known)
            items += found.items
            bad = tuple(found.bad)
            items += self._told_with_what_they_replace(known)
        except (Unavailable, Unreadable) as trouble:
            lately = known.asked_at is not None and self._access.clock.now() < known.asked_at + _BEARS
            if not lately:
                raise
            log.info("account %d: unpaid purchases come later (%s)", self._access.id, trouble.code)
        return Page(items=tuple(items), cursor=Cursor(_with(paid, known)), done=True, unreadable=bad)

    def _told_with_what_they_replace(self, known: Known) -> list[OrderSnapshot]:
        told: list[OrderSnapshot] = []
        for number, olds in list(known.paid.items()):
            try:
                one = self._orders.find(RemoteRef(self._access.id, number))
            except Unreadable as error:
                # REST's own list has it in the repair list; here it must not keep the others waiting.
                log.warning("account %d: a paid order cannot be read yet (%s)", self._access.id, error.detail)
                continue
            if one is not None:  # else REST does not have it yet
                told.append(replace(one, replaces=tuple(olds)))
                del known.paid[number]
        return told

    def _named(self, one: Fetched, known: Known) -> Fetched:
        """A paid order with the unpaid purchases that it was, where its line ids are their transactions'."""
        if not isinstance(one, OrderSnapshot) or not known.open:
            return one
        known.open.pop(one.ref.id, None)
        purchases = frozenset((line.listing, line.remote_id) for line in one.lines)
        olds = known.replaced_by(one.ref.id, purchases)
        return replace(one, replaces=tuple(olds)) if olds else one

    def fetch_one(self, ref: RemoteRef) -> Fetched:
        """One order by its id, which mostly tells whether REST or Trading has it.

        Raises Refused for one that neither has any more: eBay deletes no orders, it ceases to list them. An unpaid
        purchase that both are without is gone: it has expired, or became part of another order.
        """
        of_rest = _OF_REST.fullmatch(ref.id) is not None
        both = (self._orders.find, self._unpaid.fetch_one)
        for find in both if of_rest else reversed(both):
            if (found := find(ref)) is not None:
                return found
        if of_rest:
            raise Refused(
                "eBay lists orders of the last two years only, and this one no longer. It stays as Desk knew it last.",
                operation="fetch_order",
                code="no_longer_listed",
            )
        return RemovedSnapshot(ref=ref, changed_at=self._access.clock.now(), channel_status="not listed")


def _with(paid: dict[str, object], known: Known) -> dict[str, object]:
    return {**paid, _UNPAID: known.written()} if known != Known() else dict(paid)
