"""Owns the four calls of the client, for tests that try something with each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.settings import read_settings
from connectors.contract.protocols import AccountAccess
from tests.connectors.amazon.desk_side import GERMANY, ORDER

SETS = ("FULFILLMENT", "PACKAGES")
QUERY = {"lastUpdatedAfter": "2026-11-01T00:00:00Z", "marketplaceIds": GERMANY}
BODY: dict[str, Any] = {"marketplaceId": GERMANY, "packageDetail": {"packageReferenceId": "1"}}


def client_of(found: AccountAccess) -> AmazonClient:
    return AmazonClient(read_settings(found), found)


CALLS: dict[str, Callable[[AmazonClient], object]] = {
    "search_orders": lambda client: client.search_orders(QUERY),
    "get_order": lambda client: client.get_order(ORDER, SETS),
    "find_marketplaces": lambda client: client.find_marketplaces(),
    "confirm_shipment": lambda client: client.confirm_shipment(ORDER, BODY),
}
