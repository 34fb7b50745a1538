"""Desk without its look before sending: each push is sent as if nothing of it were there. For the drill's twin."""

from __future__ import annotations

import sys
from functools import partial

from connectors.channels.woocommerce import shipping, tracking
from connectors.channels.woocommerce.shipping import Shipping
from connectors.channels.woocommerce.units import COMPLETED, MOVED_WORDS, Way
from connectors.contract.protocols import Accepted, AlreadyDone
from desk.app import main
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey

confirm = Shipping.confirm


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


if __name__ == "__main__":
    Shipping.confirm = blind  # type: ignore[method-assign]
    sys.exit(main())
