"""Owns the reading of orders: pages of what changed, each order with its parcels, and one order by itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import msgspec

from connectors.channels.ebay import paging, units
from connectors.channels.ebay.client import SellerClient, ebays_now
from connectors.channels.ebay.mapping import (
    OrderMapping,
    parse_fulfillments,
    parse_order,
    shipments_in_hrefs,
    shipments_of,
    unreadable,
)
from connectors.channels.ebay.paging import OddPage, Place, Run, Seen, Stamped
from connectors.channels.ebay.payloads import Listing, OrderPayload, Stamp
from connectors.contract.errors import Refused, Unreadable
from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import Cursor, OrderSnapshot, Page, ShipmentSnapshot, UnreadableRecord
from connectors.http.messages import Answer
from desk.domain.clock import Instant
from desk.domain.values import RemoteRef

log = logging.getLogger("sync")

_LISTING = msgspec.json.Decoder(Listing, strict=False)
_STAMP = msgspec.json.Decoder(Stamp, strict=False)
_MOST_ASKS = 3
# Orders of a list that are asked for by themselves before a page is given out: a page that takes minutes shows nothing.
_DETAILS_TO_A_PAGE = 25
_PARCELS_ASKED_FOR = timedelta(days=30)


@dataclass
class _Going:
    """A run under way in this connector: its place, what was listed and not given out yet, and the last cursor."""

    run: Run
    place: Place
    sweeping: bool
    issued: dict[str, object]
    step: int
    now: Instant
    waiting: list[Stamped] = field(default_factory=list)
    items: list[Fetched] = field(default_factory=list)
    bad: list[UnreadableRecord] = field(default_factory=list)


class Orders:
    """The orders of one seller. Used by one thread at a time."""

    def __init__(self, client: SellerClient, mapping: OrderMapping) -> None:
        self._client = client
        self._mapping = mapping
        self._access = client.access
        self.account = client.access.id
        self._going: _Going | None = None

    def fetch(self, since: Cursor) -> Page[Fetched]:
        """Some of the orders that changed: one answer's, or those of it that were asked for by themselves by now."""
        going = self._going
        if going is None or going.issued != since.value:
            going = self._begun(since)
            if self._starts_later(going):
                return Page(items=(), cursor=since, done=True)
            self._going = going
        self._client.check_quota()
        lists = not going.waiting and not going.run.over
        if lists:
            self._list(going)
        self._read_some(going, spent=int(lists))
        return self._page(going)

    def _begun(self, since: Cursor) -> _Going:
        try:
            place = Place.read(cast(dict[str, Any], since.value))
        except (ValueError, TypeError) as error:
            # Reading everything again costs time but loses nothing.
            log.warning("account %d: begins anew, the cursor is unknown (%s)", self.account, error)
            place = Place()
        now = self._access.clock.now()
        start, sweeping = place.begins(now, self._access.start_date)
        step = since.value.get("step", 0)
        return _Going(
            run=Run(start=start),
            place=place,
            sweeping=sweeping,
            issued=dict(since.value),
            step=step if isinstance(step, int) else 0,
            now=now,
        )

    def _starts_later(self, going: _Going) -> bool:
        """An account whose first day is yet to come has no orders, and eBay refuses to look into the future."""
        start = self._access.start_date
        return start is not None and going.place.since is None and start > going.now

    def _list(self, going: _Going) -> None:
        """Ask for the next page and take it in, asking again when an answer contradicts the question."""
        asked = 0
        while True:
            asked += 1
            question = going.run.question()
            query = {
                "filter": question.filter,
                "limit": str(paging.LARGEST_PAGE),
                "offset": str(question.offset),
            }
            try:
                answer = self._client.orders("fetch_orders", query)
                seen = _seen(answer, question.offset, self._access.clock.now())
                going.waiting = going.run.advance(seen, patient=asked < _MOST_ASKS)
                going.now = seen.now
                return
            except OddPage as odd:
                log.info("account %d: odd page of orders (%s), asked %d times", self.account, odd, asked)
                if asked >= _MOST_ASKS:
                    raise self._repeated(question.offset) from None
            except Unreadable:
                if asked >= _MOST_ASKS:
                    raise
            except Refused as refused:
                if asked >= _MOST_ASKS or not self._window_mended(going, refused):
                    raise

    def _window_mended(self, going: _Going, refused: Refused) -> bool:
        """Begin the run anew where eBay's clock went back meanwhile, or its two years are shorter than ours."""
        number = refused.facts.get("number")
        if number not in units.WINDOW_ERRORS:
            return False
        later = timedelta(0) if number == units.FUTURE_WINDOW else timedelta(days=1)
        if number == units.FUTURE_WINDOW and going.run.end is None:
            return False
        log.warning("account %d: eBay refuses the window (%s), begins anew", self.account, number)
        going.run = Run(start=Instant(going.run.start + later), seen=going.run.seen)
        return True

    def _repeated(self, offset: int) -> Unreadable:
        return Unreadable(
            "eBay keeps sending the same page of its orders. Desk stopped there and tries again at the next sync.",
            f"page at {offset} repeated",
            account=self.account,
            operation="fetch_orders",
            code="page_repeated",
        )

    def _read_some(self, going: _Going, spent: int) -> None:
        """Turn listed orders into snapshots. What trouble interrupts goes on where it was when asked again.

        `spent`: calls that this page has cost already.
        """
        details = 0
        while going.waiting and details < _DETAILS_TO_A_PAGE:
            if details + spent and self._client.rest() > 0:
                return  # the quota is used up: the reader waits, and can be stopped meanwhile
            record = going.waiting[0]
            try:
                found, asked = self._read(record, going.now)
                details += asked
                if found is not None:
                    going.items.append(found)
            except Unreadable as error:
                details += 1
                going.bad.append(UnreadableRecord(remote_id=record.id or "", reason=error.detail, sample=record.raw))
            going.waiting.pop(0)

    def _page(self, going: _Going) -> Page[Fetched]:
        items, bad = tuple(going.items), tuple(going.bad)
        going.items, going.bad = [], []
        place, run = going.place, going.run
        done = run.over and not going.waiting
        if not going.waiting and run.read_to is not None:
            place = Place(run.read_to, place.swept, place.sweeping, place.inside)
        going.place = place
        if done:
            self._going = None
            cursor = paging.between(place.since, going.now if going.sweeping else place.swept)
        else:
            going.step += 1
            cursor = paging.within(place.since, place.swept, sweeping=going.sweeping, step=going.step)
            going.issued = dict(cursor)
        pause = 0.0 if done else self._client.rest()
        return Page(items=items, cursor=Cursor(cursor), done=done, unreadable=bad, total=run.total, pause=pause)

    # --- one order -----------------------------------------------------------------------------------------

    def _read(self, record: Stamped, now: Instant) -> tuple[Fetched | None, int]:
        """A listed order as a snapshot, and how many calls that took; None for one from before the first day."""
        asked = 0
        raw = record.raw
        order: OrderPayload | None
        try:
            order = parse_order(raw)
        except Unreadable:
            if record.id is None:
                raise
            order = None
        if order is not None and self._is_too_old(order):
            return None, asked
        if order is None or order.seems_damaged or order.cancel_state == units.CANCEL_ASKED:
            # What a list leaves out or has cut may stand in the order itself.
            raw, order = self._alone(record, raw, order)
            asked += 1
        shipments = self._shipments_of(order, now)
        asked += bool(order.fulfillment_hrefs)
        return self._mapping.read(raw, order=order, shipments=shipments), asked

    def _alone(self, record: Stamped, raw: bytes, listed: OrderPayload | None) -> tuple[bytes, OrderPayload]:
        """The order by itself; as listed where eBay does not give it that way."""
        try:
            alone = self._client.order("fetch_order", record.id or "").body
            found = parse_order(alone)
            if found.order_id == record.id:
                return alone, found
        except (Refused, Unreadable) as error:
            log.info("account %d: an order is not to be had by itself (%s)", self.account, error.code)
        return raw, listed or parse_order(raw)

    def _is_too_old(self, order: OrderPayload) -> bool:
        placed = paging.instant_in(order.creation_date)
        start = self._access.start_date
        return start is not None and placed is not None and placed < start

    def _shipments_of(self, order: OrderPayload, now: Instant) -> tuple[ShipmentSnapshot, ...] | None:
        """A list names an order's parcels without what is in them: that is asked for while it is fresh."""
        hrefs = order.fulfillment_hrefs
        if not hrefs:
            return None if hrefs is None else ()
        changed = paging.instant_in(order.last_modified_date)
        if changed is None or changed < Instant(now - _PARCELS_ASKED_FOR):
            return shipments_in_hrefs(hrefs)
        for _ in range(2):
            try:
                return self._shipments(order.order_id)
            except (Refused, Unreadable) as error:
                log.warning("account %d: parcels of an order cannot be read (%s)", self.account, error.code)
        return None

    def _shipments(self, order: str) -> tuple[ShipmentSnapshot, ...]:
        return shipments_of(parse_fulfillments(self._client.fulfillments("fetch_shipments", order).body))

    def find(self, ref: RemoteRef) -> OrderSnapshot | None:
        """One order with its parcels; None where this API does not have it (not yet paid, or older than two years)."""
        try:
            raw = self._client.order("fetch_order", ref.id).body
            order = parse_order(raw)
            if order.seems_damaged:
                raw = self._client.order("fetch_order", ref.id).body
                order = parse_order(raw)
        except Refused as refused:
            if refused.code not in {"no_such_order", "not_found"}:
                raise
            return None
        if order.order_id != ref.id:
            raise unreadable("eBay sent another order than asked for")
        return self._mapping.read(raw, order=order, shipments=self._shipments(ref.id))


def listing_in(answer: Answer) -> Listing:
    """Raises Unreadable for an answer that is no list of orders."""
    try:
        found = _LISTING.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _no_list(str(error)[:160]) from error
    if found.orders is None and found.total != 0:
        raise _no_list("no orders in it")
    return found


def _no_list(detail: str) -> Unreadable:
    return Unreadable(
        "eBay's list of orders is no list. Desk tries again at the next sync.", detail, operation="fetch_orders"
    )


def _seen(answer: Answer, offset: int, now: Instant) -> Seen:
    listing = listing_in(answer)
    return Seen(
        records=[_stamped(bytes(raw)) for raw in listing.orders or ()],
        now=ebays_now(answer) or now,
        total=listing.total,
        offset=listing.offset,
        window=paging.window_in(listing.href),
        following=paging.offset_in(listing.next, offset),
    )


def _stamped(raw: bytes) -> Stamped:
    try:
        stamp = _STAMP.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Stamped(None, None, raw)
    return Stamped(stamp.id, paging.instant_in(stamp.changed), raw)
