"""Fixtures of the tests of returns: one order of three pieces on two lines, all of it shipped."""

from __future__ import annotations

import pytest

from desk.domain.orders import Buyer, ShippingFacet
from desk.domain.values import OrderId
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry
from tests.services.returns.steps import DAY
from tests.support.orders import after, line, order, parcel


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    lines = (line("11", 2, listing="77"), line("12", 1))
    made.add(
        order(
            "1001",
            buyer=Buyer(name="Ada B", remote_id="ada_b"),
            lines=lines,
            shipping=ShippingFacet.SHIPPED,
            shipments=(parcel("00340434161094042557", at=after(DAY / 2)),),
        )
    )
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def order_id(synced: Synced) -> OrderId:
    return synced()["1001"]
