"""Owns the Amazon connector: what the contract asks for, put together from client, paging, mapping, shipping."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar, cast

from connectors.channels.amazon import paging, reading, units
from connectors.channels.amazon.cancellations import CAN_CANCEL, Cancellations
from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.finances import Finances
from connectors.channels.amazon.mapping import OrderMapping, id_of, unreadable
from connectors.channels.amazon.paging import Place, TokenRepeatedError, Window
from connectors.channels.amazon.payloads import Participant, Search
from connectors.channels.amazon.privacy import Privacy
from connectors.channels.amazon.refunds import CAN_REFUND, Refunds
from connectors.channels.amazon.report_api import ReportApi
from connectors.channels.amazon.return_mapping import ReturnMapping
from connectors.channels.amazon.returns import Returns
from connectors.channels.amazon.self_test import MISSING, NOTHING_SHOWN, SOME_MISSING, SelfTest
from connectors.channels.amazon.settings import KIND, read_settings
from connectors.channels.amazon.shipping import Shipping
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanConfirmShipments, Capabilities, Filled
from connectors.contract.errors import ConnectorError, LoginNeeded, Refused, Unreadable
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Fetched, LoginReport, Look, Quota
from connectors.contract.reasons import WITHHELD
from connectors.contract.snapshots import CaseSnapshot, Cursor, OrderSnapshot, Page, UnreadableRecord
from connectors.http.messages import Answer
from desk.domain.cases import CaseKind
from desk.domain.orders import Handling, Payment, PaymentKind, ShippingFacet
from desk.domain.pushes import Attempt, CancellationPush, ConfirmShipment, CorrectShipment, RefundOrder
from desk.domain.values import PushKey, RemoteRef

__all__ = ["KIND", "Amazon", "connect"]

log = logging.getLogger("sync")

_T = TypeVar("_T")

_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}")
_NO_ROLE = QT_TRANSLATE_NOOP(
    "channel",
    "Amazon refuses buyers' names and addresses to this application, so orders come without them. Ask for the roles "
    "Direct-to-Consumer Delivery and Tax Invoicing in Seller Central, then authorise it again. Desk then fetches what "
    "is missing by itself.",
)
_GIVEN_AGAIN = QT_TRANSLATE_NOOP(
    "channel",
    "Amazon gives buyers' names and addresses again. Desk is fetching them for the orders that came without.",
)
_SUSPENDED = QT_TRANSLATE_NOOP("channel", "Amazon has suspended the listings at {marketplace}.")
_NO_PART = QT_TRANSLATE_NOOP("channel", "The seller does not take part in {marketplace} at present.")
_CAPABILITIES = Capabilities(
    confirms_shipments=CanConfirmShipments(
        partial=True, several_parcels=True, corrects=True, way="Selling Partner API, shipment confirmation"
    ),
    cancels_orders=CAN_CANCEL,
    issues_refunds=CAN_REFUND,
    why_not={
        "answers_returns": QT_TRANSLATE_NOOP(
            "channel",
            "Amazon lets no program answer returns. Do it in Seller Central; the money goes back with the order here.",
        ),
        "answers_inquiries": QT_TRANSLATE_NOOP(
            "channel", "Amazon lets no program answer A-to-z claims. Answer them in Seller Central."
        ),
        "sends_messages": QT_TRANSLATE_NOOP(
            "channel", "Amazon lets no program write to buyers freely. Write in Seller Central."
        ),
        "marks_paid": QT_TRANSLATE_NOOP("channel", "Amazon collects the money itself, before it lets an order go."),
        "sends_pay_link": QT_TRANSLATE_NOOP(
            "channel", "Amazon collects the money itself and forbids any reminder of it."
        ),
        "sweeps_orders": "Amazon deletes no orders: it cancels them, and says so.",
    },
    page_name="Seller Central",
)
_PAGES = {
    "answers_returns": "/gp/returns/list",
    "answers_inquiries": "/a-to-z-guarantee/manage",
    "sends_messages": "/messaging/inbox",
}
"""Where people do in Seller Central what no program may."""


_NOT_LEFT = (ShippingFacet.UNSHIPPED, ShippingFacet.NOTHING_TO_SHIP)
_KEPT_FOR_NEW = 4
"""Pages of the quota that are left to new orders while those are read again that came without personal data."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A page, read: `changed` are the times of all its orders, `undated` counts those of which nobody can tell.

    `addressed`: whether any order has an address; None where there is none that should have one.
    """

    items: tuple[Fetched, ...] = ()
    unreadable: tuple[UnreadableRecord, ...] = ()
    changed: tuple[str, ...] = ()
    undated: int = 0
    records: Sequence[bytes] = ()
    addressed: bool | None = None

    @property
    def has_holes(self) -> bool:
        """Whether orders that somebody has to ship come without an address: a role lacks, though nothing is refused."""
        return self.addressed is False


def connect(access: AccountAccess) -> Amazon:
    """The connector of one account; asks nothing yet. Raises LoginNeeded where a setting makes no sense."""
    return Amazon(access, AmazonClient(read_settings(access), access))


class Amazon:
    """One Amazon account: one region, some marketplaces. Used by one thread at a time."""

    kind = KIND

    def __init__(self, access: AccountAccess, client: AmazonClient) -> None:
        self.account = access.id
        self._access = access
        self._client = client
        self._mapping = OrderMapping(access.id, client.settings)
        self._shipping = Shipping(client, access.clock)
        self._told = access.shared.of("amazon told", partial(set[str]))
        self._returns = Returns(
            access, ReportApi(client), ReturnMapping(access.id, client.settings, self._is_new_to_us)
        )
        self._refunds = Refunds(client, access)
        self._finances = Finances(client)
        self._cancellations = Cancellations(client, access)
        self._privacy = access.shared.of("amazon privacy", partial(Privacy, access.id, access.clock))
        self._self_test = SelfTest(client, ReportApi(client), self._privacy, access.clock)
        # What this walk has handed on, by id and time of change: pages that shift show orders twice.
        self._seen: set[tuple[str, str]] = set()
        self._tried = False

    def close(self) -> None:
        self._client.close()

    def quotas(self) -> tuple[Quota, ...]:
        return self._client.quotas()

    # --- what the account can do ---------------------------------------------------------------------------

    def capabilities(self) -> Capabilities:
        settings = self._client.settings
        known = units.MARKETPLACES.get(settings.marketplaces[0])
        office = f"https://sellercentral.amazon.{known.domain if known else units.MAIN_DOMAIN[settings.region]}"
        return replace(_CAPABILITIES, elsewhere={ability: office + page for ability, page in _PAGES.items()})

    def check_login(self) -> LoginReport:
        """Try the keys; every error names the setting at fault."""
        return self._placed("find_marketplaces", self._report)

    def _report(self) -> LoginReport:
        settings = self._client.settings
        sold_at = {one.marketplace.id: one for one in reading.participations(self._client.find_marketplaces())}
        missing = [one for one in settings.marketplaces if one not in sold_at]
        if missing:
            known = ", ".join(_name(one) for one in sold_at.values()) or "none"
            raise LoginNeeded(
                f"The seller does not sell at {', '.join(map(_country, missing))}. Amazon names these marketplaces: "
                f"{known}.",
                field="marketplaces",
                code="marketplace_not_sold_at",
            )
        chosen = [sold_at[one] for one in settings.marketplaces]
        warnings: list[str] = [
            Filled(_SUSPENDED, marketplace=_name(one)) for one in chosen if one.participation.has_suspended_listings
        ]
        warnings += [
            Filled(_NO_PART, marketplace=_name(one)) for one in chosen if not one.participation.is_participating
        ]
        seen = self._self_test.findings()
        if self._privacy.refused:
            warnings.append(_NO_ROLE)
        elif any(found == MISSING for _name, found in seen):
            warnings.append(SOME_MISSING)
        if settings.is_sandbox:
            warnings.append(QT_TRANSLATE_NOOP("channel", "This is Amazon's sandbox: its orders are not real."))
        return LoginReport(
            identity=next((one.store_name for one in chosen if one.store_name), "") or _name(chosen[0]),
            may_write=None,
            capabilities=self.capabilities(),
            findings=(
                (QT_TRANSLATE_NOOP("channel", "Region"), units.REGION_NAMES[settings.region]),
                (QT_TRANSLATE_NOOP("channel", "Marketplaces"), ", ".join(_name(one) for one in chosen)),
                *seen,
            ),
            warnings=tuple(warnings),
        )

    # --- orders --------------------------------------------------------------------------------------------

    def fetch_orders(self, since: Cursor) -> Page[Fetched]:
        """One page of changed orders, and when Amazon's quota allows the next."""
        return self._placed("search_orders", partial(self._fetch_page, since))

    def _fetch_page(self, since: Cursor) -> Page[Fetched]:
        place = self._place(since)
        if place.turn:
            return self._fetch_again(place)
        place, window = paging.window_of(
            place, self._client.settings.marketplaces, self._access.start_date, self._access.clock.now()
        )
        place, found, plain = self._ask(place, window, self._search)
        read = self._read(found, plain=plain, first=not window.token)
        if plain or read.has_holes:
            lacking = [*read.changed, *[window.after] * read.undated]
            place = paging.came_plain(place, lacking, holes=not plain)
        done = place.window is None
        if done and not plain and self._is_given(place, read) and self._may_catch_up():
            place, done = replace(place, turn=True), False
        return self._page(place, read, done=done, plain=plain)

    def _fetch_again(self, place: Place) -> Page[Fetched]:
        """One page of the orders that came without personal data. What goes wrong with it keeps no new order away."""
        over = replace(place, turn=False)
        if self._privacy.refused:
            return self._page(over, _Read(), done=True, plain=True)
        try:
            again, window = paging.again_of(place, self._client.settings.marketplaces, self._access.clock.now())
            again, found, _ = self._ask(again, window, self._search_for_all)
        except ConnectorError as error:
            if isinstance(error, LoginNeeded) and not self._privacy.refused:
                raise
            log.info("account %d: orders without personal data wait for the next run (%s)", self.account, error.code)
            return self._page(over, _Read(), done=True, plain=self._privacy.refused)
        read = self._read(found, plain=False, first=not window.token)
        if read.has_holes and not again.holes:
            # No longer refused, and not there either: it takes an order that shows the role.
            return self._page(paging.still_plain(place), read, done=True, plain=False)
        place = paging.behind_again(place, again, more=self._may_catch_up())
        return self._page(place, read, done=not place.turn, plain=False)

    @staticmethod
    def _is_given(place: Place, read: _Read) -> bool:
        """Whether there are orders to be read again, and a page without a refusal shows enough to begin or to go on."""
        again = place.again
        return again is not None and (not again.holes or again.window is not None or read.addressed is True)

    def _page(self, place: Place, read: _Read, *, done: bool, plain: bool) -> Page[Fetched]:
        if plain:
            findings = ((WITHHELD, _NO_ROLE), *NOTHING_SHOWN)
        elif read.has_holes:
            findings = ((WITHHELD, SOME_MISSING), *self._self_test.seen(read.records))
        elif place.again is None:
            findings = ((WITHHELD, ""),)
        elif self._is_given(place, read):
            findings = ((WITHHELD, _GIVEN_AGAIN), *self._self_test.seen(read.records))
        else:
            findings = ()  # it shows nothing of the role
        return Page(
            items=read.items,
            cursor=Cursor(place.write()),
            done=done,
            unreadable=read.unreadable,
            pause=self._client.search_pause(),
            findings=findings,
        )

    def _may_catch_up(self) -> bool:
        """Whether the quota has room for more than new orders and a test of the keys."""
        return self._client.searches_left() > _KEPT_FOR_NEW

    def _read(self, found: Search, *, plain: bool, first: bool) -> _Read:
        """A page's records; those that this run has handed on before are left out."""
        if first:
            self._seen.clear()
        items: list[Fetched] = []
        bad: list[UnreadableRecord] = []
        changed: list[str] = []
        addressed: list[bool] = []
        for record in found.orders:
            raw = bytes(record)
            try:
                order = self._mapping.read(raw, plain=plain)
            except Unreadable as error:
                bad.append(UnreadableRecord(remote_id=id_of(raw), reason=error.detail, sample=raw))
                continue
            changed.append(order.changed_at.isoformat())
            if order.handling is Handling.OURS and order.channel_status in units.OPEN:
                addressed.append(bool(order.recipient.name or order.recipient.street))
            if self._is_new(order):
                items.append(order)
        return _Read(
            items=tuple(items),
            unreadable=tuple(bad),
            changed=tuple(changed),
            undated=len(bad),
            records=found.orders,
            addressed=any(addressed) if addressed and not plain else None,
        )

    def carried_over(self, cursor: Cursor, other: Cursor) -> Cursor:
        """The cursor that also reads again what came without personal data in the run of the other one."""
        owed = self._place(other).again
        if owed is None:
            return cursor
        return Cursor(paging.came_plain(self._place(cursor), [owed.since], holes=owed.holes).write())

    def _place(self, since: Cursor) -> Place:
        try:
            return Place.read(cast(dict[str, Any], since.value))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            # Reading everything again costs time but loses nothing.
            log.warning("account %d: begins anew, the cursor is unknown (%s)", self.account, type(error).__name__)
            return Place()

    def _ask(
        self, place: Place, window: Window, search: Callable[[Window], tuple[Answer, bool]]
    ) -> tuple[Place, Search, bool]:
        """One page and the place behind it; asked once more when its token is one we had, anew when ours is refused."""
        asked_again = False
        while True:
            try:
                answer, plain = search(window)
            except Refused as refused:
                if refused.code != "invalid_input" or not window.token:
                    raise
                log.info("account %d: the page token is refused, the window is read anew", self.account)
                window = paging.anew(place, self._access.start_date, self._access.clock.now())
                continue
            found = reading.page(answer)
            token = (found.pagination.next_token if found.pagination else None) or ""
            before = paging.closing(
                found.last_updated_before or "", reading.server_time(answer), self._access.clock.now()
            )
            try:
                return paging.advance(place, window, token, before, self._access.clock.now()), found, plain
            except TokenRepeatedError as repeated:
                if asked_again:
                    raise Unreadable(
                        "Amazon keeps sending the same page of its orders. Desk stopped there and tries again at the "
                        "next sync.",
                        f"page token repeated {repeated}",
                        code="page_repeated",
                    ) from None
                asked_again = True

    def _search(self, window: Window) -> tuple[Answer, bool]:
        privacy = self._privacy
        # Two calls, where it is in vain; of those who wait for this run only the first is worth it.
        anew = privacy.is_due() or (privacy.refused and self._access.asked and not self._tried)
        self._tried = True
        return privacy.ask(self._searching(window), anew=anew and self._client.searches_left() >= 2)

    def _search_for_all(self, window: Window) -> tuple[Answer, bool]:
        return self._privacy.ask_for_all(self._searching(window)), False

    def _searching(self, window: Window) -> Callable[[tuple[str, ...]], Answer]:
        return lambda sets: self._client.search_orders(window.query(sets))

    def _is_new(self, order: OrderSnapshot) -> bool:
        known = (order.ref.id, order.changed_at.isoformat())
        if known in self._seen:
            return False
        self._seen.add(known)
        return True

    def fetch_order(self, ref: RemoteRef) -> Fetched:
        """One order with its parcels. Raises Refused for one that Amazon lists no longer: it deletes none."""
        return self._placed("get_order", partial(self._fetch_one, ref))

    def _fetch_one(self, ref: RemoteRef) -> Fetched:
        gone = Refused(
            "Amazon lists orders of the last two years only, and this one no longer. It stays as Desk knew it last.",
            operation="get_order",
            code="no_longer_listed",
        )
        if not _ORDER_ID.fullmatch(ref.id):
            raise gone  # Amazon has no such ids, and calls the question a mistake
        try:
            # Whoever waits at the screen for one order may know that the role is there by now.
            anew = self._access.urgent or self._privacy.is_due()
            answer, plain = self._privacy.ask(partial(self._client.get_order, ref.id), anew=anew)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            raise gone from refused
        found = self._mapping.read(reading.one_order(answer), plain=plain)
        if found.ref != ref:
            raise unreadable("Amazon sent another order than asked for")
        return self._with_refunds(found)

    def _with_refunds(self, order: OrderSnapshot) -> OrderSnapshot:
        """What the seller's books show as gone back, whoever gave it; without them the order is as it was known."""
        if order.handling is not Handling.OURS or order.shipping in _NOT_LEFT:
            return order
        try:
            books = self._finances.of_order(order.ref.id)
        except ConnectorError as error:
            log.info("account %d: an order without what its books say (%s)", self.account, error.code)
            return order
        refunds = tuple(
            Payment(remote_id=one.id, kind=PaymentKind.REFUND, amount=one.amount, at=one.at)
            for one in books
            if one.is_refund and one.amount
        )
        return replace(order, payments=(*order.payments, *refunds))

    # --- returns -------------------------------------------------------------------------------------------

    def fetch_cases(self, since: Cursor) -> Page[CaseSnapshot]:
        """The next step of reading Amazon's reports of returns; done while one is still being made."""
        return self._placed("create_report", partial(self._returns.fetch, since))

    def _is_new_to_us(self, what: str) -> bool:
        """Whether it was not told before, so that it is told once."""
        is_new = what not in self._told
        self._told.add(what)
        return is_new

    def fetch_case(self, kind: CaseKind, ref: RemoteRef) -> CaseSnapshot:
        """Never one by itself. Raises Refused with code ``not_singly``."""
        raise self._returns.not_singly()

    # --- parcels -------------------------------------------------------------------------------------------

    def look_shipment(self, push: ConfirmShipment, key: PushKey) -> Look:
        return self._placed("get_order", partial(self._shipping.look, push))

    def confirm_shipment(self, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then send what is missing. A push that no longer makes sense there is Refused with code ``moved``."""
        return self._placed("confirm_shipment", partial(self._shipping.confirm, push))

    def look_correction(self, push: CorrectShipment, key: PushKey) -> Look:
        return self._placed("get_order", partial(self._shipping.look_correction, push))

    def correct_shipment(self, push: CorrectShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then send the parcel once more under its own reference."""
        return self._placed("confirm_shipment", partial(self._shipping.correct, push))

    # --- money and cancellations ---------------------------------------------------------------------------

    def look_refund(self, push: RefundOrder, attempt: Attempt) -> Look:
        return self._placed("look_refund", partial(self._refunds.look, push, attempt))

    def issue_refund(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, weigh, then take the steps of a feed, each kept with the push. Raises Undecided, too."""
        return self._placed("issue_refund", partial(self._refunds.issue, push, attempt))

    def look_cancellation(self, push: CancellationPush, attempt: Attempt) -> Look:
        return self._placed("look_cancellation", partial(self._cancellations.look, push, attempt))

    def cancel_order(self, push: CancellationPush, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then take the steps of a feed, each kept with the push."""
        return self._placed("cancel_order", partial(self._cancellations.cancel, push, attempt))

    # --- trouble -------------------------------------------------------------------------------------------

    def _placed(self, operation: str, do: Callable[[], _T]) -> _T:
        """Whatever goes wrong says where: account and operation."""
        try:
            return do()
        except ConnectorError as error:
            error.account = error.account or self.account
            error.operation = error.operation or operation
            raise


def _country(marketplace: str) -> str:
    known = units.MARKETPLACES.get(marketplace)
    return known.country if known else marketplace


def _name(one: Participant) -> str:
    return one.marketplace.name or _country(one.marketplace.id)
