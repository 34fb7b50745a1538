"""Owns telling a shop of parcels: finds out by which way, looks what is there, sends only the missing steps."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import msgspec

from connectors.channels.woocommerce import tracking
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.mapping import parse_order
from connectors.channels.woocommerce.payloads import Meta, OrderPayload, meta_of
from connectors.channels.woocommerce.tracking import Entry
from connectors.channels.woocommerce.units import COMPLETED, MOVED_WORDS, NAMESPACES, TRACKING_META, Way
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere
from connectors.http.messages import Answer
from desk.domain.pushes import ConfirmShipment, ShippedLine
from desk.domain.values import PushKey

log = logging.getLogger("net")

# An order that does not exist: its fulfillments route answers otherwise than a route that does not exist.
_NO_ORDER = "0"
_LINE_GONE = QT_TRANSLATE_NOOP("channel", "The order was changed in the shop: a line of this parcel is gone.")


@dataclass(frozen=True, slots=True)
class _There:
    """What the shop holds of an order, as far as parcels go."""

    order: OrderPayload
    status: str
    meta: Sequence[Meta]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Missing:
    """What is still to be done of a push; `entry` is the parcel that is there already."""

    entry: Entry | None
    note: bool = False
    mark: bool = False
    completed: bool = False
    moved: str = ""

    @property
    def nothing(self) -> bool:
        # A mark is ours alone: an entry that a colleague typed into the shop needs none.
        return self.entry is not None and not (self.note or self.completed)


class Shipping:
    """Reports parcels of one account. Calling twice with one key is safe."""

    def __init__(self, client: ShopClient) -> None:
        self._client = client
        self._way: Way | None = client.settings.tracking
        self._providers: tuple[str, ...] | None = None

    # --- the way -------------------------------------------------------------------------------------------

    def way(self, order: str = "") -> Way:
        """How this shop takes tracking numbers; asked once. `order` is any order of the shop, for the asking."""
        if self._way is None:
            order = order or self._any_order()
            found = self._detect(order or _NO_ORDER)
            if not order:
                return found
            self._way = found
            log.info("tracking numbers go by way of %s", found)
        return self._way

    def offers(self, way: Way) -> bool:
        """Whether the shop has this way."""
        order = self._any_order() or _NO_ORDER
        if way is Way.META:
            return True
        if way is Way.FULFILLMENTS:
            return self._has_fulfillments(order)
        index = self._client.index()
        return NAMESPACES[way] in index.spaces if index and index.spaces else self._has_trackings(way, order)

    def _any_order(self) -> str:
        answer = self._client.orders("find_order", {"per_page": "1", "_fields": "id"})
        found = msgspec.json.decode(answer.body)
        first = found[0] if isinstance(found, list) and found else {}
        return str(first.get("id") or "") if isinstance(first, dict) else ""

    def _detect(self, order: str) -> Way:
        if self._has_fulfillments(order):
            return Way.FULFILLMENTS
        index = self._client.index()
        for way, namespace in NAMESPACES.items():
            if namespace in index.spaces if index and index.spaces else self._has_trackings(way, order):
                return way
        return Way.META

    def _has_fulfillments(self, order: str) -> bool:
        try:
            answer = self._unless_shut(partial(self._client.fulfillments, order))
        except Refused as refused:
            # A shop that knows the route but not the order has the feature on.
            return refused.code == "no_such_order"
        if answer is None:
            return False
        found = msgspec.json.decode(answer.body)
        # A server that answers anything under an order with the order has no fulfillments.
        return not (isinstance(found, dict) and "line_items" in found)

    def _has_trackings(self, way: Way, order: str) -> bool:
        try:
            return self._unless_shut(partial(self._client.trackings, way, order)) is not None
        except Refused:
            return False

    def _unless_shut(self, ask: Callable[[], Answer]) -> Answer | None:
        """What a route answers; None where the shop keeps this one from the key. Keys that are out for a moment look
        the same, and whoever took the route for missing then would not see its parcels.
        """
        try:
            return ask()
        except LoginNeeded as trouble:
            log.info("a way of tracking numbers is shut (%s): are the keys out?", trouble.code)
            self._client.orders("find_order", {"per_page": "1", "_fields": "id"})
        try:
            return ask()
        except LoginNeeded:
            return None

    # --- looking -------------------------------------------------------------------------------------------

    def look(self, push: ConfirmShipment, key: PushKey) -> Look:
        """Whether all of the push is done there. Sends nothing."""
        try:
            there = self._there(push.order.id)
        except Refused as refused:
            if refused.code == "no_such_order":
                return Moved(QT_TRANSLATE_NOOP("channel", "The order was deleted in the shop."))
            raise
        missing = self._missing(there, push, key)
        if missing.moved:
            return Moved(missing.moved)
        if missing.nothing and missing.entry:
            return AlreadyDone(missing.entry.id)
        return NotThere()

    def entries(self, order: str) -> tuple[Entry, ...]:
        """The order's parcels as the shop's way tells them. Raises Refused for an order that is not there."""
        return self._there(order).entries

    def _there(self, order: str) -> _There:
        payload = parse_order(self._client.order("look_order", order).body)
        meta = meta_of(payload.meta_data)
        return _There(payload, payload.status.removeprefix("wc-"), meta, self.entries_of(order, meta))

    def entries_of(self, order: str, meta: Sequence[Meta]) -> tuple[Entry, ...]:
        """The order's parcels, `meta` being its own. Finds the way anew when an extension is gone."""
        try:
            return self._read_entries(self.way(order), order, meta)
        except Refused as refused:
            if refused.code != "no_route" or self._client.settings.tracking is not None:
                raise
            self._way = None
            return self._read_entries(self.way(order), order, meta)

    def _read_entries(self, way: Way, order: str, meta: Sequence[Meta]) -> tuple[Entry, ...]:
        if way is Way.FULFILLMENTS:
            found = msgspec.json.decode(self._client.fulfillments(order).body)
            return tracking.read_fulfillments(found, self._client.zone())
        marks = tracking.marks_in(meta)
        if way is Way.META:
            value = next((one.value for one in meta if one.key == TRACKING_META), None)
            return tracking.with_marks(tracking.read_trackings(value), marks)
        entries = tracking.read_trackings(msgspec.json.decode(self._client.trackings(way, order).body))
        return tracking.with_marks(entries, marks)

    def _missing(self, there: _There, push: ConfirmShipment, key: PushKey) -> _Missing:
        entry = self._found(there, push, key)
        if there.status in MOVED_WORDS:
            # What was shipped before the order went elsewhere is done; nothing more is sent.
            return _Missing(entry, moved="" if entry else MOVED_WORDS[there.status])
        if entry is None:
            gone = {line.remote_id for line in push.lines} - {str(item.id) for item in there.order.line_items or ()}
            if gone:
                return _Missing(None, moved=_LINE_GONE)
        way = self.way(push.order.id)
        note = way is Way.META and (entry is None or entry.key == key)
        if note and entry is not None:
            note = not self._note_is_there(push, key)
        return _Missing(
            entry,
            note=note,
            mark=tracking.needs_mark(way) and (entry is None or entry.key != key),
            completed=push.completes and there.status != COMPLETED,
        )

    def _found(self, there: _There, push: ConfirmShipment, key: PushKey) -> Entry | None:
        entry = tracking.find(there.entries, push, key)
        if entry is None and there.order.meta_data is None and self.way(push.order.id) is Way.META:
            # A shop that keeps no meta knows of a parcel by nothing but the customer's note.
            return tracking.noted(push, key) if self._note_is_there(push, key) else None
        return entry

    def _note_is_there(self, push: ConfirmShipment, key: PushKey) -> bool:
        notes = msgspec.json.decode(self._client.notes(push.order.id).body)
        wanted = tracking.reference(key)
        return any(wanted in str(one.get("note", "")) for one in notes if isinstance(one, dict))

    # --- sending -------------------------------------------------------------------------------------------

    def confirm(self, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then send what is missing: the tracking first, so that the shop's mail about it has the number."""
        there = self._there(push.order.id)
        missing = self._missing(there, push, key)
        if missing.moved:
            raise Refused(missing.moved, f"order is {there.status}", words=there.status, code="moved")
        if missing.nothing and missing.entry:
            return AlreadyDone(missing.entry.id)
        entry = missing.entry.id if missing.entry else self._add_entry(there, push, key)
        if missing.note:
            self._client.add_note(push.order.id, tracking.note_text(push, key, self._client.settings.language))
        completed = missing.completed
        if completed and (missing.entry is None or missing.note):
            completed = self._may_complete(push)
        if missing.mark or completed:
            self._finish(push, key, entry, mark=missing.mark, completed=completed)
        return Accepted(entry)

    def _may_complete(self, push: ConfirmShipment) -> bool:
        """Whether the order still waits for it: one that was cancelled since the look must not come back to life."""
        status = parse_order(self._client.order("look_order", push.order.id).body).status.removeprefix("wc-")
        if status in MOVED_WORDS:
            log.warning("an order became %s while its parcel was reported; it is left so", status)
        return status != COMPLETED and status not in MOVED_WORDS

    def _add_entry(self, there: _There, push: ConfirmShipment, key: PushKey) -> str:
        """Write the parcel; its id there."""
        way, order = self.way(push.order.id), push.order.id
        if way is Way.FULFILLMENTS:
            body = tracking.fulfillment_body(self._with_lines(there, push), key)
            answer = self._client.add_fulfillment(order, body)
            written = tracking.read_fulfillments(msgspec.json.decode(answer.body))
            return written[0].id if written else ""
        if way is Way.META:
            return self._add_meta_entry(there, push, key)
        answer = self._client.add_tracking(way, order, tracking.extension_body(push, self._listed(way, order)))
        found = tracking.written_entry(msgspec.json.decode(answer.body), push)
        if not found:
            raise _unclear("the shop's answer names no tracking number")
        return found

    def _add_meta_entry(self, there: _There, push: ConfirmShipment, key: PushKey) -> str:
        """Read-modify-write of the list in the order's meta; the answer shows whether the entry is in it."""
        kept = next((one.value for one in there.meta if one.key == TRACKING_META), None)
        entries = list(kept.values()) if isinstance(kept, dict) else list(kept) if isinstance(kept, list) else []
        entry = tracking.meta_entry(push, key)
        body = {"meta_data": [{"key": TRACKING_META, "value": [*entries, entry]}]}
        try:
            answer = self._client.change_order("add_tracking", push.order.id, body)
        except Refused as refused:
            if refused.code != "invalid_param" or there.order.meta_data is not None:
                raise
            return tracking.reference(key)
        order = parse_order(answer.body)
        if order.meta_data is None and there.order.meta_data is None:
            return tracking.reference(key)  # it keeps no meta: the customer's note is all there is
        written = meta_of(order.meta_data)
        value = next((one.value for one in written if one.key == TRACKING_META), None)
        if tracking.find(tracking.read_trackings(value), push, key) is None:
            raise _unclear("the order's meta does not show the parcel")
        return str(entry["tracking_id"])

    def _finish(self, push: ConfirmShipment, key: PushKey, entry: str, *, mark: bool, completed: bool) -> None:
        body: dict[str, object] = {}
        if completed:
            body["status"] = COMPLETED
        if mark:
            body["meta_data"] = [tracking.mark_meta(push, key, entry)]
        answer = self._client.change_order("complete_order" if completed else "mark_order", push.order.id, body)
        status = parse_order(answer.body).status.removeprefix("wc-")
        if completed and status != COMPLETED:
            raise Refused(
                "The tracking number is in the shop, but the shop did not take the order for completed.",
                f"status {status[:40]}",
                words=status[:40],
                code="not_completed",
            )

    def _listed(self, way: Way, order: str) -> tuple[str, ...]:
        """Carriers the extension knows; asked once. Without its list every carrier goes by name and link."""
        if self._providers is None:
            try:
                self._providers = tracking.read_providers(self._client.providers(way, order).body)
            except Refused:
                self._providers = ()
        return self._providers

    @staticmethod
    def _with_lines(there: _There, push: ConfirmShipment) -> ConfirmShipment:
        """Core wants to know what is in a parcel: without lines, all that no parcel holds yet."""
        if push.lines:
            return push
        left = {str(item.id): int(float(item.quantity)) for item in there.order.line_items or ()}
        for entry in there.entries:
            for line in entry.lines or ():
                if line.remote_id in left:
                    left[line.remote_id] -= line.quantity
        lines = tuple(ShippedLine(remote_id=line, quantity=rest) for line, rest in left.items() if rest > 0)
        return replace(push, lines=lines)


def _unclear(detail: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        "The shop's answer does not show the parcel. Desk looks there before it tries again.",
        detail,
        code="not_shown",
    )
