"""Fixtures of the tests of deeds: one order of three pieces on two lines, paid and not shipped."""

from __future__ import annotations

import pytest

from desk.domain.values import OrderId
from tests.services.conftest import Synced
from tests.services.deeds.steps import BUYER
from tests.services.fake_deeds import DeedChannel, DeedRegistry
from tests.support.orders import line, order


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    lines = (line("11", 2, listing="77"), line("12", 1))
    made.add(order("1001", buyer=BUYER, lines=lines))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def order_id(synced: Synced) -> OrderId:
    return synced()["1001"]
