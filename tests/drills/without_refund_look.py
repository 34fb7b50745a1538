"""Desk without its look for a refund that may have arrived: sent again as if nothing of it were there. For the twin."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

from connectors.channels.ebay import connector, refunds
from connectors.channels.woocommerce import deeds
from connectors.channels.woocommerce import refunds as at_shops
from connectors.channels.woocommerce.gateways import Gateways
from connectors.contract.capabilities import CanIssueRefunds
from connectors.contract.protocols import Accepted, AlreadyDone, NotThere
from desk.app import main
from desk.domain.pushes import Attempt, RefundOrder

issue = refunds.Refunds.issue
issue_at_shop = at_shops.Refunds.issue


def blind(self: refunds.Refunds, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
    self._judge = lambda *_: NotThere()  # type: ignore[method-assign]
    try:
        return issue(self, push, attempt)
    finally:
        del self._judge  # looking after the push stays as it is


def blind_at_shop(self: at_shops.Refunds, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
    self._judge = lambda *_: NotThere()  # type: ignore[method-assign]
    try:
        return issue_at_shop(self, push, attempt)
    finally:
        del self._judge


def at_once(gateways: Gateways) -> CanIssueRefunds:
    return replace(at_shops.can_refund(gateways), settles=0)


if __name__ == "__main__":
    refunds.Refunds.issue = blind  # type: ignore[method-assign]
    at_shops.Refunds.issue = blind_at_shop  # type: ignore[method-assign]
    monkey: Any = deeds
    monkey.can_refund = at_once
    monkey = connector
    monkey.CAN_REFUND = replace(refunds.CAN_REFUND, settles=0)
    sys.exit(main())
