"""Desk whose runs begin exactly where the last one ended. For the drill's twin."""

from __future__ import annotations

import sys
from datetime import timedelta

from connectors.channels.woocommerce import paging
from desk.app import main

if __name__ == "__main__":
    paging.OVERLAP = timedelta(0)
    sys.exit(main())
