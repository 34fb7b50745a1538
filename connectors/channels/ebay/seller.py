"""Owns who the seller is at eBay: by identity, or by Trading where the consent does not cover that."""

from __future__ import annotations

import logging
import threading

import msgspec

from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.payloads import User
from connectors.channels.ebay.trading import TradingClient
from connectors.contract.errors import ConnectorError, LoginNeeded, Refused, Unavailable

log = logging.getLogger("sync")

_USER = msgspec.json.Decoder(User, strict=False)


class _Names:
    """What the seller is called, kept by all connectors of an account while the process lives."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: frozenset[str] = frozenset()


class Seller:
    def __init__(self, client: SellerClient, trading: TradingClient) -> None:
        self._client = client
        self._trading = trading
        self._account = client.access.id
        self._names = client.access.shared.of("seller's names", _Names)

    def name(self) -> str:
        """The user name; empty where eBay does not tell."""
        found = self._by_identity()
        return found[0] if found else self._by_trading()

    def names(self) -> frozenset[str]:
        """User name and id, under either of which eBay may list who wrote. Raises Unavailable where it tells none."""
        with self._names.lock:
            if not self._names.known:
                self._names.known = frozenset(self._by_identity() or filter(None, [self._by_trading()]))
            if self._names.known:
                return self._names.known
        raise Unavailable(
            "eBay does not tell who the seller is, so nobody knows who wrote what. Desk keeps trying.",
            "no user name",
            account=self._account,
            operation="find_user",
            code="no_seller_name",
        )

    def _by_identity(self) -> list[str]:
        try:
            found = _USER.decode(self._client.user().body)
        except (LoginNeeded, Refused, Unavailable, msgspec.DecodeError) as error:
            log.info("account %d: no identity (%s)", self._account, type(error).__name__)
            return []
        names = [str(one).strip() for one in (found.username, found.user_id) if one]
        return names if found.username else []

    def _by_trading(self) -> str:
        try:
            return self._trading.user_name()
        except ConnectorError as error:
            log.info("account %d: no user name (%s)", self._account, error.code)
            return ""
