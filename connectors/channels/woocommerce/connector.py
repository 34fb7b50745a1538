"""Owns the WooCommerce connector: what the contract asks for, put together from client, paging, mapping, shipping."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import tzinfo
from email.utils import parsedate_to_datetime
from typing import Any, cast

import msgspec
from msgspec import UnsetType

from connectors.channels.woocommerce import findings, paging, tracking, units
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.deeds import WooCommerceDeeds
from connectors.channels.woocommerce.mapping import (
    OrderMapping,
    RefundDetail,
    parse_order,
    parse_refunds,
    unreadable,
)
from connectors.channels.woocommerce.paging import Oddity, OddPage, Phase, Place, Question, Stamped
from connectors.channels.woocommerce.payloads import OrderPayload, RefundSummary, Stamp, meta_of
from connectors.channels.woocommerce.settings import KIND, read_settings
from connectors.channels.woocommerce.shipping import Shipping
from connectors.channels.woocommerce.skipped import askable, paging_second
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanConfirmShipments, Capabilities
from connectors.contract.errors import ConnectorError, LoginNeeded, Refused, Unavailable, Unreadable
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Fetched, LoginReport, Look
from connectors.contract.snapshots import Cursor, Page, RemovedSnapshot, ShipmentSnapshot, UnreadableRecord
from connectors.http.messages import Answer
from desk.domain.clock import as_instant
from desk.domain.giving_way import give_way
from desk.domain.orders import OrderFacet
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey, RemoteRef

__all__ = ["KIND", "WooCommerce", "connect"]

log = logging.getLogger("sync")

_RECORDS = msgspec.json.Decoder(list[msgspec.Raw])
_STAMP = msgspec.json.Decoder(Stamp, strict=False)
_NEXT_PAGE = re.compile(r"""<[^>]*>[^,<]*;\s*rel\s*=\s*["']?next\b""", re.IGNORECASE)
_MOST_ASKS = 3
# After so many failures of one order's refunds, each tried several times, it is taken without their details.
_PATIENCE = 3
_FAULTS_OF_ONE_ORDER = frozenset({"server_error", "cut_answer", "empty_answer", "html_answer"})
_SWEEP = 100
_NOT_THERE = frozenset({"no_such_host", "connection_refused", "no_https", "tls", "no_api", "html_answer", "not_found"})


def connect(access: AccountAccess) -> WooCommerce:
    """The connector of one account; asks nothing yet. Raises LoginNeeded where a setting makes no sense."""
    return WooCommerce(access, ShopClient(read_settings(access), access))


class WooCommerce(WooCommerceDeeds):
    """One WooCommerce account. Used by one thread at a time."""

    kind = KIND

    def __init__(self, access: AccountAccess, client: ShopClient) -> None:
        self.account = access.id
        self._access = access
        self._client = client
        self._mapping = OrderMapping(access.id, client.settings.root, client.settings.pay_later)
        self._shipping = Shipping(client)
        super().__init__(client, self._shipping, access)
        self._may_write: bool | None = None
        self._by_id = False
        self._largest = paging.LARGEST_PAGE
        self._refund_failures: dict[str, int] = {}
        # Kept until the page is through, so that trouble in the middle of it costs no second asking.
        self._refunds_read: dict[str, tuple[frozenset[int], tuple[RefundDetail, ...]]] = {}

    def close(self) -> None:
        self._client.close()

    # --- what the account can do ---------------------------------------------------------------------------

    def capabilities(self) -> Capabilities:
        way = self._shipping.way()
        return replace(
            self.deed_capabilities(),
            confirms_shipments=CanConfirmShipments(partial=True, several_parcels=True, way=units.WAY_NAMES[way]),
        )

    def check_login(self) -> LoginReport:
        """Try the keys; every error names the setting at fault."""
        try:
            return self._report()
        except LoginNeeded as error:
            error.field = error.field or "consumer_key"
            raise
        except (Unavailable, Refused) as error:
            if error.code in _NOT_THERE or error.code == "no_route":
                raise _address_at_fault(error) from error
            raise

    def _report(self) -> LoginReport:
        self._statuses.forget()
        index = self._client.index()
        answer = self._client.orders("check_login", {"per_page": "1", "_fields": "id"})
        allowed = answer.header("allow").upper()
        self._may_write = False if allowed and "POST" not in allowed else self._client.may_write()
        settings = self._client.settings
        way = self._shipping.way()
        told = [
            (QT_TRANSLATE_NOOP("channel", "Tracking numbers"), units.WAY_NAMES[way]),
            (QT_TRANSLATE_NOOP("channel", "Signing in"), self._client.auth.signing.value),
        ]
        if answer.header("x-wp-total").isdigit():
            told.insert(0, (QT_TRANSLATE_NOOP("channel", "Orders"), answer.header("x-wp-total")))
        if settings.tracking is not None and not self._shipping.offers(settings.tracking):
            name = units.WAY_NAMES[settings.tracking]
            raise LoginNeeded(
                f"The shop has no {name}. Choose another way of tracking numbers, or auto.",
                field="tracking",
                code="way_missing",
            )
        return LoginReport(
            identity=(html.unescape(index.name) if index and index.name else "") or settings.root.partition("://")[2],
            may_write=self._may_write,
            capabilities=self.capabilities(),
            findings=(
                *findings.versions(self._client),
                *told,
                *findings.of_the_shop(self._client, self._statuses, self._access.clock.now()),
            ),
            warnings=tuple(findings.warnings(self._client)),
        )

    # --- orders --------------------------------------------------------------------------------------------

    def fetch_orders(self, since: Cursor) -> Page[Fetched]:
        """One request's worth of changed orders: first all listed ones, then the bin."""
        place = self._place(since)
        place, step = self._ask(place)
        items: list[Fetched] = []
        bad: list[UnreadableRecord] = []
        for record in step.new:
            give_way()
            try:
                found = self._read(record)
            except Unreadable as error:
                known = str(record.id) if record.id is not None else ""
                bad.append(UnreadableRecord(remote_id=known, reason=error.detail, sample=record.raw))
                continue
            if found is not None:
                items.append(found)
        self._refunds_read.clear()
        cursor = paging.over(step.since) if step.run is None else Place(step.since, step.run).write()
        total = place.run.total if step.run is None else step.run.total
        return Page(
            items=tuple(items),
            cursor=Cursor(cursor),
            done=step.run is None,
            unreadable=tuple(bad),
            total=total,
        )

    def _place(self, since: Cursor) -> Place:
        try:
            place = Place.read(cast(dict[str, Any], since.value))
        except (ValueError, TypeError) as error:
            # Reading everything again costs time but loses nothing.
            log.warning("account %d: begins anew, the cursor is unknown (%s)", self.account, error)
            place = Place()
        zones = self._client.skipping_zones()
        begins = askable(place.since, zones) if place.since else None
        run = replace(place.run, after=askable(place.run.after, zones)) if place.run.after else place.run
        if self._by_id and not run.by_id:
            run = paging.all_by_id(place)
        while run.size > self._largest:
            run = paging.smaller(run) or run
        return Place(begins, run)

    def _ask(self, place: Place) -> tuple[Place, paging.Step]:
        """Ask and take in, asking again when an answer contradicts the question."""
        asked = 0
        while True:
            asked += 1
            try:
                answer = _not_cached(self._client.orders("fetch_orders", self._query(place.question())))
                records = _records(answer, self._client.skipping_zones())
                pages, total = _pages(answer, place.run.page), _number(answer, "x-wp-total")
                now = _shops_now(answer) or paging.as_second(self._access.clock.now())
                return place, paging.advance(place, records, total, pages, now)
            except OddPage as odd:
                log.info("account %d: odd page of orders (%s), asked %d times", self.account, odd, asked)
                if asked >= _MOST_ASKS:
                    place, asked = self._way_out(place, odd), 0
            except Refused as refused:
                if _has_no_bin(place, refused):
                    return place, paging.advance(place, (), None, None)
                place = self._smaller_question(place, refused)

    def _way_out(self, place: Place, odd: OddPage) -> Place:
        if odd.oddity is Oddity.CACHED:
            raise Unreadable(
                "A cache answers in the shop's place, so new orders would be missed. Keep the shop's cache away from "
                "/wp-json; Desk tries again at the next sync.",
                account=self.account,
                operation="fetch_orders",
                code="shop_cached",
            )
        if odd.oddity is Oddity.REPEATED or place.run.by_id:
            raise Unreadable(
                "The shop keeps sending the same page of its orders. Desk stopped there and tries again at the "
                "next sync.",
                f"page {place.run.page} repeated",
                account=self.account,
                operation="fetch_orders",
                code="page_repeated",
            )
        return self._ask_by_id(place)

    def _ask_by_id(self, place: Place) -> Place:
        """Shops before WooCommerce 5.8 know no order by change: every order is read, each time."""
        log.warning("account %d: the shop cannot list orders by change, so all are read each time", self.account)
        self._by_id = True
        return Place(place.since, paging.all_by_id(place))

    def _smaller_question(self, place: Place, refused: Refused) -> Place:
        """Shops that refuse our parameters get simpler ones. Raises what cannot be helped."""
        params = str(refused.facts.get("params", "")).split(",") if refused.code == "invalid_param" else []
        if "orderby" in params and not place.run.by_id:
            return self._ask_by_id(place)
        run = paging.smaller(place.run) if "per_page" in params else None
        if run is None:
            raise refused
        self._largest = run.size
        return Place(place.since, run)

    def _query(self, question: Question) -> dict[str, str]:
        query = {
            "status": question.phase.value,
            "orderby": "id" if question.by_id else "modified",
            "order": "asc",
            "per_page": str(question.size),
            "page": str(question.page),
            "dates_are_gmt": "true",
            "dp": "4",
        }
        if question.after:
            query["modified_after"] = question.after
        if self._access.start_date:
            # Naive UTC: with a zone the shop would shift it by its own offset. Less one second, since "after" is.
            begin = paging.moved(paging.as_second(self._access.start_date), -1)
            query["after"] = askable(begin, self._client.skipping_zones())
        return query

    def _read(self, record: Stamped) -> Fetched | None:
        """One record as a snapshot; None for what is no order yet."""
        payload = parse_order(record.raw)
        status = payload.status.removeprefix("wc-")
        if status in units.DRAFTS:
            return None
        refunds = self._refunds(str(payload.id), payload.refunds)
        return self._mapping.read(
            record.raw, order=payload, refunds=refunds, shipments=self._fulfilled(payload, status)
        )

    def _fulfilled(self, order: OrderPayload, status: str) -> tuple[ShipmentSnapshot, ...] | None:
        """Parcels by core's fulfillments, of which the list tells only that there are some: asked for where somebody
        may still ship. None leaves it to what the order itself tells.
        """
        if units.ORDER_FACETS.get(status, OrderFacet.OPEN) is not OrderFacet.OPEN:
            return None
        meta = meta_of(order.meta_data)
        told = next((one.value for one in meta if one.key == units.FULFILLMENT_STATUS_META), None)
        if told not in units.SOMETHING_FULFILLED:
            return None
        try:
            return tracking.shipments_of(self._shipping.entries_of(str(order.id), meta))
        except (Refused, Unreadable) as error:
            log.warning("account %d: parcels of an order cannot be read (%s)", self.account, error.code)
            return None

    def _refunds(self, order: str, summary: list[RefundSummary] | UnsetType | None) -> tuple[RefundDetail, ...] | None:
        """Which pieces were given back: only the refunds themselves tell, so orders that have some are asked."""
        listed = frozenset(one.id for one in summary) if isinstance(summary, list) else frozenset()
        if not listed:
            return None
        known, details = self._refunds_read.get(order, (None, ()))
        if known == listed:
            return details
        try:
            found = parse_refunds(self._client.refunds(order).body)
            details = tuple(one for one in found if one.id in listed)
        except (Refused, Unreadable) as error:
            log.warning("account %d: refunds of an order cannot be read (%s)", self.account, error.code)
            return None
        except Unavailable as error:
            # One order whose refunds always fail must not hold up all others for ever.
            self._refund_failures[order] = self._refund_failures.get(order, 0) + 1
            if error.code not in _FAULTS_OF_ONE_ORDER or self._refund_failures[order] < _PATIENCE:
                raise
            log.warning("account %d: refunds of an order fail again and again, left out", self.account)
            return None
        self._refund_failures.pop(order, None)
        self._refunds_read[order] = (listed, details)
        return details

    def fetch_order(self, ref: RemoteRef) -> Fetched:
        """One order with its parcels and refunds; a RemovedSnapshot where it is gone for good."""
        try:
            raw = self._client.order("fetch_order", ref.id).body
        except Refused as refused:
            if refused.code not in {"no_such_order", "not_found"}:
                raise
            return RemovedSnapshot(ref=ref, changed_at=self._access.clock.now(), channel_status="deleted")
        payload = parse_order(raw)
        if str(payload.id) != ref.id:
            raise unreadable("the shop sent another order than asked for")
        entries = self._shipping.entries_of(ref.id, meta_of(payload.meta_data))
        told = bool(entries) or payload.meta_data is not None or self._shipping.way(ref.id) is not units.Way.META
        self._refunds_read.pop(ref.id, None)
        return self._mapping.read(
            raw,
            order=payload,
            refunds=self._refunds(ref.id, payload.refunds),
            # Who keeps no meta does not tell of parcels, which is not the same as having none.
            shipments=tracking.shipments_of(entries) if told else None,
        )

    def missing_orders(self, remote_ids: Collection[str]) -> set[str]:
        """Orders the shop no longer has, not even in its bin. Asked in lots, then each absent one by itself."""
        left = sorted((one for one in set(remote_ids) if one.isdigit()), key=int)
        gone = set(remote_ids) - set(left)
        for begin in range(0, len(left), _SWEEP):
            lot = left[begin : begin + _SWEEP]
            for phase in Phase:
                lot = [one for one in lot if one not in self._present(lot, phase)] if lot else lot
            # A status that a plugin keeps out of "any" is no deletion: only the order itself can tell.
            gone |= {one for one in lot if not self._is_there(one)}
        return gone

    def _present(self, ids: list[str], phase: Phase) -> set[str]:
        query = {
            "include": ",".join(ids),
            "status": phase.value,
            "_fields": "id,status",
            "per_page": str(min(self._largest, _SWEEP)),
        }
        answer = self._client.orders("sweep_orders", query)
        return {str(record.id) for record in _records(answer) if record.id is not None}

    def _is_there(self, order: str) -> bool:
        try:
            self._client.order("sweep_orders", order)
        except Refused as refused:
            if refused.code in {"no_such_order", "not_found"}:
                return False
            raise
        return True

    # --- parcels -------------------------------------------------------------------------------------------

    def look_shipment(self, push: ConfirmShipment, key: PushKey) -> Look:
        return self._shipping.look(push, key)

    def confirm_shipment(self, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then send what is missing. A push that no longer makes sense there is Refused with code ``moved``."""
        try:
            return self._shipping.confirm(push, key)
        except LoginNeeded as error:
            if error.code == "key_may_not_write":
                self._may_write = False
            raise


def _has_no_bin(place: Place, refused: Refused) -> bool:
    params = str(refused.facts.get("params", "")).split(",")
    return place.run.phase is Phase.BIN and refused.code == "invalid_param" and "status" in params


def _records(answer: Answer, zones: Sequence[tzinfo] = ()) -> list[Stamped]:
    """The answer's records, each as it was sent, with its stamp where it has one. Raises Unreadable."""
    try:
        raws = _RECORDS.decode(answer.body)
    except msgspec.DecodeError as error:
        raise Unreadable(
            "The shop's list of orders is no list. Desk tries again at the next sync.", str(error)[:160]
        ) from error
    return [_stamped(bytes(raw), zones) for raw in raws]


def _stamped(raw: bytes, zones: Sequence[tzinfo]) -> Stamped:
    try:
        stamp = _STAMP.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Stamped(None, None, raw)
    changed = paging.second(stamp.date_modified_gmt)
    return Stamped(stamp.id, paging_second(changed, zones) if changed else None, raw)


def _not_cached(answer: Answer) -> Answer:
    """The answer, unless a cache on the way kept it (RFC 9111, 5.1): a question with keys must never get such a one."""
    if _number(answer, "age"):
        raise OddPage(Oddity.CACHED)
    return answer


def _shops_now(answer: Answer) -> str | None:
    try:
        return paging.as_second(as_instant(parsedate_to_datetime(answer.header("date"))))
    except (ValueError, TypeError):
        return None


def _pages(answer: Answer, page: int) -> int | None:
    """How many pages there are; at least the following one, where only a link to it is given."""
    told = _number(answer, "x-wp-totalpages")
    if told is None and _NEXT_PAGE.search(answer.header("link")):
        return page + 1
    return told


def _number(answer: Answer, header: str) -> int | None:
    text = answer.header(header).strip()
    return int(text) if text.isascii() and text.isdigit() else None


def _address_at_fault(error: ConnectorError) -> LoginNeeded:
    text = error.text
    if error.code == "no_route":
        text = "WordPress is there, but WooCommerce is not active in it. Check the address and the plugin."
    found = LoginNeeded(text, error.detail, field="base_url", words=error.words, code=error.code)
    found.sample, found.account, found.operation = error.sample, error.account, error.operation
    found.facts.update(error.facts)
    return found
