"""Desk whose runs begin exactly where the last one ended. For the drill's twin."""

from __future__ import annotations

import sys
from datetime import timedelta

from connectors.channels.amazon import paging as amazon
from connectors.channels.ebay import paging as ebay
from connectors.channels.woocommerce import paging as woocommerce
from desk.app import main

if __name__ == "__main__":
    amazon.OVERLAP = ebay.OVERLAP = woocommerce.OVERLAP = timedelta(0)
    sys.exit(main())
