"""Owns what a test of an account tells of its shop: versions, storage of orders, extensions, clock, pages, warnings."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from connectors.channels.woocommerce import units
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.payloads import Index
from connectors.channels.woocommerce.statuses import Statuses
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import ConnectorError

log = logging.getLogger("net")

Finding = tuple[str, str]

# Namespaces that WordPress and WooCommerce bring along; whatever else there is comes from other plugins.
_CORE = frozenset(
    {
        "batch",
        "oembed",
        "wc",
        "wc-admin",
        "wc-analytics",
        "wc-telemetry",
        "wccom-site",
        "wp",
        "wp-abilities",
        "wp-block-editor",
        "wp-site-health",
    }
)
_KNOWN = {
    "wc-shipment-tracking": units.WAY_NAMES[units.Way.SHIPMENT_TRACKING],
    "wc-ast": units.WAY_NAMES[units.Way.AST],
    "jetpack": "Jetpack",
    "wordfence": "Wordfence",
    "wc-bookings": "WooCommerce Bookings",
    "yoast": "Yoast SEO",
}
_MOST = 8
_LARGEST_PAGE = 100


def versions(client: ShopClient) -> Iterator[Finding]:
    """Versions and where orders are kept, where the key may see them."""
    try:
        found = client.system()
    except ConnectorError as error:
        log.info("no system status (%s)", error.code)
        return
    for name, field in (("WooCommerce", "version"), ("WordPress", "wp_version")):
        if found.environment.get(field):
            yield name, str(found.environment[field])[:40]
    tables = found.settings.get("HPOS_enabled")
    if isinstance(tables, bool):
        kept = QT_TRANSLATE_NOOP("channel", "own tables (HPOS)") if tables else QT_TRANSLATE_NOOP("channel", "posts")
        yield QT_TRANSLATE_NOOP("channel", "Orders are kept in"), kept


def of_the_shop(client: ShopClient, statuses: Statuses, now: datetime) -> Iterator[Finding]:
    """What its index and its description of orders tell."""
    index = client.index()
    plugins = _plugins(index) if index else ""
    if plugins:
        yield QT_TRANSLATE_NOOP("channel", "Extensions"), plugins
    if index is not None:
        yield QT_TRANSLATE_NOOP("channel", "Time zone"), _zone(client.zone(), now)
    if any(_skips(zone, now) for zone in client.skipping_zones()):
        yield (
            QT_TRANSLATE_NOOP("channel", "Change of the clock"),
            QT_TRANSLATE_NOOP("channel", "the hour that is skipped in spring is read twice"),
        )
    own = statuses.own()
    if own:
        yield QT_TRANSLATE_NOOP("channel", "The shop's own statuses"), ", ".join(own[:_MOST])
    largest = statuses.largest_page()
    if largest is not None and largest < _LARGEST_PAGE:
        yield QT_TRANSLATE_NOOP("channel", "Orders a page"), str(largest)
    yield (
        QT_TRANSLATE_NOOP("channel", "Changes"),
        QT_TRANSLATE_NOOP("channel", "asked for by the date of the change; no webhook is needed"),
    )


def warnings(client: ShopClient) -> Iterator[str]:
    settings = client.settings
    if not settings.is_safe and not settings.is_loopback:
        yield QT_TRANSLATE_NOOP(
            "channel",
            "The shop is asked over http: the keys are signed, but buyers' data travels readable for others. "
            "Use https.",
        )
    if client.index() is None:
        yield QT_TRANSLATE_NOOP("channel", "The shop hides its API index, so Desk finds out by trying what it can do.")
    if client.noisy():
        yield QT_TRANSLATE_NOOP(
            "channel",
            "A plugin of the shop writes warnings before its data. Desk reads past them; tell whoever looks after the "
            "shop.",
        )


def _plugins(index: Index) -> str:
    found: dict[str, None] = {}
    for space in index.spaces:
        name = space.partition("/")[0]
        if name not in _CORE:
            found[_KNOWN.get(name, name[:40])] = None
    shown = list(found)[:_MOST]
    return ", ".join(shown) + (f" + {len(found) - _MOST}" if len(found) > _MOST else "")


def _zone(zone: tzinfo, now: datetime) -> str:
    minutes = round((zone.utcoffset(now.astimezone(zone)) or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    offset = f"UTC{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"
    name = getattr(zone, "key", "")
    return f"{name} ({offset})" if name else offset


def _skips(zone: tzinfo, now: datetime) -> bool:
    """Whether its distance from UTC differs over the year."""
    return len({(now + timedelta(days=30 * month)).astimezone(zone).utcoffset() for month in range(12)}) > 1
