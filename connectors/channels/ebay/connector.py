"""Owns the eBay connector: what the contract asks for, put together from its readers, deeds and shipping."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from connectors.channels.ebay import signing_keys
from connectors.channels.ebay.case_mapping import CaseMapping
from connectors.channels.ebay.cases import Cases
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.consent import finish_sign_in, sign_in_page
from connectors.channels.ebay.deeds import (
    CAN_ANSWER_INQUIRIES,
    CAN_ANSWER_RETURNS,
    CAN_CANCEL,
    CAN_REFUND,
    EbayDeeds,
)
from connectors.channels.ebay.mapping import OrderMapping
from connectors.channels.ebay.messages import CAN_SEND, Messages
from connectors.channels.ebay.order_stream import OrderStream
from connectors.channels.ebay.orders import Orders, listing_in
from connectors.channels.ebay.post_order import PostOrder
from connectors.channels.ebay.seller import Seller
from connectors.channels.ebay.settings import KIND, read_settings
from connectors.channels.ebay.shipping import Shipping
from connectors.channels.ebay.trading import TradingClient
from connectors.channels.ebay.unpaid import Unpaid
from connectors.channels.ebay.unpaid_mapping import UnpaidMapping
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanConfirmShipments, Capabilities, Filled
from connectors.contract.errors import ConnectorError, LoginNeeded, Refused, Unavailable
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Fetched, LoginReport, Look, Quota
from connectors.contract.snapshots import CaseSnapshot, ConversationSnapshot, Cursor, Page
from desk.domain.cases import CaseKind
from desk.domain.pushes import Attempt, ConfirmShipment, SendMessage
from desk.domain.values import PushKey, RemoteRef

__all__ = ["KIND", "Ebay", "connect", "finish_sign_in", "sign_in_page"]

log = logging.getLogger("sync")

_T = TypeVar("_T")
_P = TypeVar("_P", CaseSnapshot, ConversationSnapshot)
_CLOCKS_MAY_DIFFER = timedelta(minutes=2)
_NOT_THERE = frozenset(
    {"no_such_host", "connection_refused", "no_https", "tls", "html_answer", "not_found", "no_such_order"}
)


def connect(access: AccountAccess) -> Ebay:
    """The connector of one account; asks nothing yet. Raises LoginNeeded where a setting makes no sense."""
    return Ebay(access, SellerClient(read_settings(access), access))


_NO_MESSAGES = QT_TRANSLATE_NOOP(
    "channel",
    "The consent does not cover messages, so none come in and none go out. Sign in at eBay once more to agree to it.",
)
_CLOCKS_DIFFER = QT_TRANSLATE_NOOP(
    "channel",
    "The clocks of this computer and of eBay differ by {minutes} minutes. Set this computer's clock.",
)


class Ebay(EbayDeeds):
    """One eBay account. Used by one thread at a time."""

    kind = KIND

    def __init__(self, access: AccountAccess, client: SellerClient) -> None:
        self.account = access.id
        self._access = access
        self._client = client
        self._trading = TradingClient(client)
        self._post_order = PostOrder(client)
        super().__init__(client, self._post_order, self._trading)
        settings = client.settings
        self._mapping = OrderMapping(access.id, settings.marketplace, client.told.is_new, sandbox=settings.is_sandbox)
        self._shipping = Shipping(client, self._trading)
        unpaid = UnpaidMapping(access.id, settings.marketplace, sandbox=settings.is_sandbox)
        self._orders = OrderStream(Orders(client, self._mapping), Unpaid(self._trading, unpaid, access), access)
        cases = CaseMapping(access.id, settings.marketplace, client.told.is_new, sandbox=settings.is_sandbox)
        self._cases = Cases(client, self._post_order, cases)
        self._seller = Seller(client, self._trading)
        self._messages = Messages(client, self._seller)

    def close(self) -> None:
        self._client.close()
        self._post_order.close()
        self._trading.close()
        self._messages.close()

    # --- what the account can do ---------------------------------------------------------------------------

    def capabilities(self) -> Capabilities:
        return Capabilities(
            # Without a number nobody could tell after a lost answer whether the parcel arrived.
            confirms_shipments=CanConfirmShipments(
                partial=True, several_parcels=True, needs_number=True, way="Fulfillment API"
            ),
            cancels_orders=CAN_CANCEL,
            issues_refunds=CAN_REFUND,
            answers_returns=CAN_ANSWER_RETURNS,
            answers_inquiries=CAN_ANSWER_INQUIRIES,
            sends_messages=CAN_SEND,
            why_not={"sweeps_orders": "eBay deletes no orders; after two years it just lists them no longer."},
        )

    def check_login(self) -> LoginReport:
        """Try the keys; every error names the setting at fault."""
        try:
            return self._report()
        except LoginNeeded as error:
            error.field = error.field or "refresh_token"
            raise

    def _report(self) -> LoginReport:
        settings = self._client.settings
        self._at("token_url", self._client.tokens.value)
        listed = self._at("base_url", lambda: self._client.orders("check_login", {"limit": "1"}))
        time = self._at("trading_url", self._trading.official_time)
        findings = [
            (QT_TRANSLATE_NOOP("channel", "Marketplace"), settings.marketplace),
            (QT_TRANSLATE_NOOP("channel", "Trading site"), settings.site_id),
        ]
        total = listing_in(listed).total
        if total is not None:
            findings.append((QT_TRANSLATE_NOOP("channel", "Orders of 90 days"), str(total)))
        endings, warnings = signing_keys.endings(settings, self._access.clock.now())
        findings += endings
        if not self._messages.are_permitted():
            warnings.append(_NO_MESSAGES)
        apart = abs(time - self._access.clock.now())
        if apart > _CLOCKS_MAY_DIFFER:
            warnings.append(Filled(_CLOCKS_DIFFER, minutes=int(apart.total_seconds() // 60)))
        if settings.is_sandbox:
            warnings.append(QT_TRANSLATE_NOOP("channel", "This is eBay's sandbox: its orders are tests."))
        return LoginReport(
            identity=self._seller.name() or f"eBay ({settings.marketplace})",
            may_write=None,
            capabilities=self.capabilities(),
            findings=tuple(findings),
            warnings=tuple(warnings),
        )

    def _at(self, field: str, ask: Callable[[], _T]) -> _T:
        """Ask; where nobody or somebody else answers, the address in that setting is at fault."""
        try:
            return ask()
        except (Unavailable, Refused) as error:
            # What Trading sends in place of XML passes: eBay's edge has web pages of its own.
            if error.code in _NOT_THERE and (field, error.code) != ("trading_url", "html_answer"):
                raise _address_at_fault(error, field) from error
            raise
        except LoginNeeded as error:
            if error.field == "base_url":  # the kit names the one address that every channel has
                error.field = field
            raise

    def quotas(self) -> tuple[Quota, ...]:
        return self._client.quotas()

    # --- orders --------------------------------------------------------------------------------------------

    def fetch_orders(self, since: Cursor) -> Page[Fetched]:
        return self._orders.fetch(since)

    def fetch_order(self, ref: RemoteRef) -> Fetched:
        return self._orders.fetch_one(ref)

    # --- cases ---------------------------------------------------------------------------------------------

    def fetch_cases(self, since: Cursor) -> Page[CaseSnapshot]:
        return self._permitted("cases", since, self._cases.fetch)

    def fetch_case(self, kind: CaseKind, ref: RemoteRef) -> CaseSnapshot:
        return self._cases.fetch_one(kind, ref)

    # --- messages ------------------------------------------------------------------------------------------

    def fetch_messages(self, since: Cursor) -> Page[ConversationSnapshot]:
        return self._permitted("messages", since, self._messages.fetch)

    def fetch_conversation(self, ref: RemoteRef) -> ConversationSnapshot:
        return self._messages.fetch_one(ref)

    def look_message(self, push: SendMessage, attempt: Attempt) -> Look:
        return self._messages.look(push, attempt)

    def send_message(self, push: SendMessage, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._messages.send(push, attempt)

    def _permitted(self, what: str, since: Cursor, fetch: Callable[[Cursor], Page[_P]]) -> Page[_P]:
        """What an older consent does not cover is left out; the orders go on. The test of the keys tells of it."""
        try:
            return fetch(since)
        except LoginNeeded as error:
            if error.code != "not_permitted":
                raise
            if self._client.told.is_new(f"not permitted: {what}"):
                log.warning("account %d: the consent does not cover %s", self.account, what)
            return Page(items=(), cursor=since, done=True)

    # --- parcels -------------------------------------------------------------------------------------------

    def look_shipment(self, push: ConfirmShipment, key: PushKey) -> Look:
        return self._shipping.look(push, key)

    def confirm_shipment(self, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then send what is missing. A push that no longer makes sense there is Refused with code ``moved``."""
        return self._shipping.confirm(push, key)


def _address_at_fault(error: ConnectorError, field: str) -> LoginNeeded:
    found = LoginNeeded(error.text, error.detail, field=field, words=error.words, code=error.code)
    found.sample, found.account, found.operation = error.sample, error.account, error.operation
    found.facts.update(error.facts)
    return found
