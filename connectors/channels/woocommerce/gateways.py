"""Owns which of a shop's payment methods can send money back by themselves; asked once."""

from __future__ import annotations

import logging
from typing import Any

import msgspec

from connectors.channels.woocommerce.client import TURNED_AWAY, ShopClient
from connectors.contract.errors import LoginNeeded, Refused, Unavailable

log = logging.getLogger("net")


class _Gateway(msgspec.Struct, kw_only=True):
    id: str = ""
    method_supports: Any = None


_GATEWAYS = msgspec.json.Decoder(list[_Gateway], strict=False)


class Gateways:
    """The shop's payment methods. A key without the right to see them leaves it open what they can."""

    def __init__(self, client: ShopClient) -> None:
        self._client = client
        self._asked = False
        self._can: dict[str, bool] | None = None

    def refunding(self) -> tuple[str, ...]:
        """Codes of the methods by which the shop sends money back; none where it does not tell."""
        return tuple(sorted(method for method, can in (self._known() or {}).items() if can))

    def refunds(self, method: str) -> bool | None:
        """Whether this method sends money back; None where the shop does not tell of its methods at all.

        A method that is gone from the shop cannot: there is nobody left to ask for the money.
        """
        known = self._known()
        return None if known is None else known.get(method, False)

    def _known(self) -> dict[str, bool] | None:
        if not self._asked:
            self._can = self._read()
            self._asked = True
        return self._can

    def _read(self) -> dict[str, bool] | None:
        try:
            found = _GATEWAYS.decode(self._client.gateways().body)
        except (LoginNeeded, Refused, msgspec.DecodeError) as error:
            log.info("payment methods are not told (%s)", getattr(error, "code", type(error).__name__))
            return None
        except Unavailable as trouble:
            if trouble.code not in TURNED_AWAY:
                raise
            log.info("payment methods are not told (%s)", trouble.code)
            return None
        told = [one for one in found if one.id and isinstance(one.method_supports, list | dict)]
        return {one.id: "refunds" in _texts(one.method_supports) for one in told} if told else None


def _texts(value: list[Any] | dict[str, Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value
