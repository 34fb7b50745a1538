"""Owns which code eBay knows a carrier by, for parcels to buyers and back, and numbers as eBay takes them."""

from __future__ import annotations

import logging
import re

from connectors.channels.ebay import units
from connectors.channels.ebay.trading import TradingClient
from connectors.contract.errors import ConnectorError

log = logging.getLogger("net")

_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]")


def plain_number(number: str) -> str:
    """A tracking number as eBay takes it: letters and digits, no blanks and dashes."""
    return _NOT_ALPHANUMERIC.sub("", number)


def carrier_code(trading: TradingClient, *names: str) -> str:
    """The code of the first name that is known: ours by table, eBay's own as typed; Other where its site knows none."""
    try:
        known = {code.casefold(): code for code in trading.carrier_codes()}
    except ConnectorError as error:
        # A list that cannot be had must not hold up the deed; the table holds what eBay is known to take.
        log.info("carrier codes: %s, by table for now", error.code)
        known = {code.casefold(): code for code in (*units.CARRIERS.values(), units.OTHER_CARRIER)}
    for name in names:
        for named in (units.CARRIERS.get(name, ""), name):
            wanted = "".join(named.split()).casefold()
            if wanted in known:
                return known[wanted]
    return units.OTHER_CARRIER
