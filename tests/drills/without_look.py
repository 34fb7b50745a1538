"""Desk without its look before sending: each push is sent as if nothing of it were there. For the drill's twin."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from connectors.channels.amazon import shipping as amazon
from connectors.channels.ebay import shipping as ebay
from connectors.channels.woocommerce import shipping, tracking
from connectors.channels.woocommerce.shipping import Shipping
from connectors.channels.woocommerce.units import COMPLETED, MOVED_WORDS, Way
from connectors.contract.protocols import Accepted, AlreadyDone, Look, NotThere
from desk.app import main
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey

confirm = Shipping.confirm
confirm_at_amazon = amazon.Shipping.confirm
confirm_at_ebay = ebay.Shipping.confirm
judge = amazon.judge


def nothing_there(self: Shipping, there: shipping._There, push: ConfirmShipment, _: PushKey) -> shipping._Missing:
    way = self.way(push.order.id)
    return shipping._Missing(
        None,
        note=way is Way.META,
        mark=tracking.needs_mark(way),
        completed=push.completes and there.status != COMPLETED,
        moved=MOVED_WORDS.get(there.status, ""),
    )


def blind(self: Shipping, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
    self._missing = partial(nothing_there, self)  # type: ignore[method-assign]
    try:
        return confirm(self, push, key)
    finally:
        del self._missing  # looking after the push stays as it is


def never_there(*_: Any) -> Look:
    return NotThere()


def blind_at_ebay(self: ebay.Shipping, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
    self._judge = never_there  # type: ignore[assignment, method-assign]
    try:
        return confirm_at_ebay(self, push, key)
    finally:
        del self._judge


def blind_at_amazon(self: amazon.Shipping, push: ConfirmShipment) -> Accepted | AlreadyDone:
    amazon.judge = never_there  # type: ignore[assignment]
    try:
        return confirm_at_amazon(self, push)
    finally:
        amazon.judge = judge


if __name__ == "__main__":
    Shipping.confirm = blind  # type: ignore[method-assign]
    ebay.Shipping.confirm = blind_at_ebay  # type: ignore[method-assign]
    amazon.Shipping.confirm = blind_at_amazon  # type: ignore[method-assign]
    sys.exit(main())
