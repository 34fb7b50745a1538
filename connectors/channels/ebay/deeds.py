"""Owns what an eBay account can do beside parcels, and hands each deed to the module that knows it."""

from __future__ import annotations

from connectors.channels.ebay.cancellations import CAN_CANCEL, CancelledOrders
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.inquiries import CAN_ANSWER_INQUIRIES, Inquiries
from connectors.channels.ebay.post_order import PostOrder
from connectors.channels.ebay.refunds import CAN_REFUND, Refunds
from connectors.channels.ebay.returns import CAN_ANSWER_RETURNS, Returns
from connectors.channels.ebay.trading import TradingClient
from connectors.contract.protocols import Accepted, AlreadyDone, Look
from desk.domain.pushes import Attempt, CancellationPush, InquiryPush, RefundOrder, ReturnPush

__all__ = ["CAN_ANSWER_INQUIRIES", "CAN_ANSWER_RETURNS", "CAN_CANCEL", "CAN_REFUND", "EbayDeeds"]


class EbayDeeds:
    """The part of the connector that cancels, gives money back and answers cases; see the contract's Protocols."""

    def __init__(self, client: SellerClient, post_order: PostOrder, trading: TradingClient) -> None:
        self._cancellations = CancelledOrders(client, post_order)
        self._refunds = Refunds(client, post_order)
        self._returns = Returns(client, post_order, trading)
        self._inquiries = Inquiries(client, post_order, trading)

    def look_cancellation(self, push: CancellationPush, attempt: Attempt) -> Look:
        return self._cancellations.look(push)

    def cancel_order(self, push: CancellationPush, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._cancellations.carry_out(push)

    def look_refund(self, push: RefundOrder, attempt: Attempt) -> Look:
        return self._refunds.look(push, attempt)

    def issue_refund(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._refunds.issue(push, attempt)

    def look_return(self, push: ReturnPush, attempt: Attempt) -> Look:
        return self._returns.look(push, attempt)

    def answer_return(self, push: ReturnPush, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._returns.carry_out(push, attempt)

    def look_inquiry(self, push: InquiryPush, attempt: Attempt) -> Look:
        return self._inquiries.look(push, attempt)

    def answer_inquiry(self, push: InquiryPush, attempt: Attempt) -> Accepted | AlreadyDone:
        return self._inquiries.carry_out(push, attempt)
