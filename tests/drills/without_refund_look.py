"""Desk without its look for a refund that may have arrived: sent again as if nothing of it were there. For the twin."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

from connectors.channels.ebay import connector, refunds
from connectors.contract.protocols import Accepted, AlreadyDone, NotThere
from desk.app import main
from desk.domain.pushes import Attempt, RefundOrder

issue = refunds.Refunds.issue


def blind(self: refunds.Refunds, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
    self._judge = lambda *_: NotThere()  # type: ignore[method-assign]
    try:
        return issue(self, push, attempt)
    finally:
        del self._judge  # looking after the push stays as it is


if __name__ == "__main__":
    refunds.Refunds.issue = blind  # type: ignore[method-assign]
    monkey: Any = connector
    monkey.CAN_REFUND = replace(refunds.CAN_REFUND, settles=0)
    sys.exit(main())
