"""Owns what a WooCommerce account can do beside parcels, and hands each deed to the module that knows it."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.channels.woocommerce import batch
from connectors.channels.woocommerce.cancellations import CAN_CANCEL, Cancellations
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.customer_notes import CAN_SEND, CustomerNotes
from connectors.channels.woocommerce.gateways import Gateways
from connectors.channels.woocommerce.payments import CAN_MARK_PAID, CAN_SEND_LINK, Payments
from connectors.channels.woocommerce.refunds import Refunds, can_refund
from connectors.channels.woocommerce.shipping import Shipping
from connectors.channels.woocommerce.statuses import Statuses
from connectors.contract.capabilities import Capabilities
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, Told
from desk.domain.pushes import Attempt, CancellationPush, MarkPaid, RefundOrder, SendMessage, SendPayLink, SetStatus


class WooCommerceDeeds:
    """The part of the connector that cancels, refunds, writes and sees to payments; see the contract's Protocols."""

    def __init__(self, client: ShopClient, shipping: Shipping, access: AccountAccess) -> None:
        self._client = client
        self._gateways = Gateways(client)
        self._cancellations = Cancellations(client, shipping)
        self._refunding = Refunds(client, self._gateways, access)
        self._notes = CustomerNotes(client)
        self._payments = Payments(client, access)
        self._statuses = Statuses(client, access)

    def deed_capabilities(self) -> Capabilities:
        """What the shop offers beside parcels; may ask it once and remembers it."""
        mails = self._client.mails_invoices()
        return Capabilities(
            cancels_orders=CAN_CANCEL,
            issues_refunds=can_refund(self._gateways),
            sends_messages=CAN_SEND,
            marks_paid=CAN_MARK_PAID,
            sends_pay_link=CAN_SEND_LINK if mails else None,
            sets_status=self._statuses.can_set(),
            why_not={} if mails else {"sends_pay_link": "This shop is too old to mail the link to pay for others."},
        )

    def look_cancellation(self, push: CancellationPush, attempt: Attempt) -> Look:
        return self._cancellations.look(push)

    def cancel_order(self, push: CancellationPush, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._cancellations.carry_out(push)

    def look_refund(self, push: RefundOrder, attempt: Attempt) -> Look:
        return self._refunding.look(push, attempt)

    def issue_refund(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._refunding.issue(push, attempt)

    def look_message(self, push: SendMessage, attempt: Attempt) -> Look:
        return self._notes.look(push, attempt)

    def send_message(self, push: SendMessage, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._notes.send(push, attempt)

    def look_payment(self, push: MarkPaid, attempt: Attempt) -> Look:
        return self._payments.look_paid(push)

    def mark_paid(self, push: MarkPaid, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._payments.mark_paid(push)

    def look_pay_link(self, push: SendPayLink, attempt: Attempt) -> Look:
        return self._payments.look_link(push, attempt)

    def send_pay_link(self, push: SendPayLink, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._payments.send_link(push, attempt)

    together = batch.MOST

    def set_statuses(self, pushes: Sequence[tuple[SetStatus, Attempt]]) -> Sequence[Told]:
        return self._statuses.carry_out_many([push for push, _ in pushes])

    def look_status(self, push: SetStatus, attempt: Attempt) -> Look:
        return self._statuses.look(push)

    def set_status(self, push: SetStatus, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._statuses.carry_out(push)
