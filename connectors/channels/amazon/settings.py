"""Owns what an Amazon account is made of and how it is read. Imported at start: no HTTP library here."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.channels.amazon.units import (
    BY_COUNTRY,
    HOSTS,
    MARKETPLACES,
    REGION_NAMES,
    TOKEN_URL,
    Region,
)
from connectors.contract.errors import LoginNeeded
from connectors.contract.kinds import QT_TRANSLATE_NOOP, ConnectorKind, Setting
from desk.domain.clock import parse_utc

if TYPE_CHECKING:
    from connectors.contract.protocols import AccountAccess

KIND = ConnectorKind(
    kind="amazon",
    name="Amazon",
    tile="Am",
    tile_colour="amazon",
    settings=(
        Setting(
            name="region",
            label=QT_TRANSLATE_NOOP("channel", "Region (eu, na or fe)"),
            default=Region.EU.value,
            choices=tuple(region.value for region in Region),
            help=QT_TRANSLATE_NOOP("channel", "Europe is eu, the Americas are na, Japan, Australia and Singapore fe."),
        ),
        Setting(
            name="marketplaces",
            label=QT_TRANSLATE_NOOP("channel", "Marketplaces, by country or id (DE, FR, A1PA6795UKMFR9 …)"),
        ),
        Setting(
            name="client_id",
            label=QT_TRANSLATE_NOOP("channel", "LWA client identifier (amzn1.application-oa2-client…)"),
            shape=r"amzn1\.application-oa2-client\.\S+",
        ),
        Setting(
            name="client_secret",
            label=QT_TRANSLATE_NOOP("channel", "LWA client secret"),
            secret=True,
            help=QT_TRANSLATE_NOOP("channel", "It ends every 180 days; the application's page shows the new one."),
            shape=r"amzn1\.oa2-cs\.\S+",
        ),
        Setting(
            name="refresh_token",
            label=QT_TRANSLATE_NOOP("channel", "Refresh token (Atzr|…)"),
            secret=True,
            help=QT_TRANSLATE_NOOP("channel", "Authorise the application there, then copy what the page shows."),
            shape=r"Atzr\|\S+",
        ),
        Setting(
            name="merchant_token",
            label=QT_TRANSLATE_NOOP("channel", "Merchant token"),
            required=False,
            help=QT_TRANSLATE_NOOP(
                "channel",
                "Seller Central > Settings > Account Info shows it. Refunds and cancellations are sent in its name.",
            ),
        ),
        Setting(
            name="secret_expires",
            label=QT_TRANSLATE_NOOP("channel", "Client secret until"),
            required=False,
            help=QT_TRANSLATE_NOOP(
                "channel",
                "As year-month-day; the application's page shows it. Left empty: 180 days after you enter the secret.",
            ),
            ends=True,
            lasts_days=180,
            lasts_from="client_secret",
        ),
        Setting(
            name="base_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of the Selling Partner API, where not the region's"),
            required=False,
        ),
        Setting(
            name="token_url",
            label=QT_TRANSLATE_NOOP("channel", "Address that gives access tokens"),
            required=False,
            default=TOKEN_URL,
        ),
    ),
    needs=QT_TRANSLATE_NOOP(
        "channel",
        "In Seller Central open Apps and Services > Develop Apps. The application's LWA credentials are the client "
        "identifier and secret; Authorise gives the refresh token.",
    ),
    rights=QT_TRANSLATE_NOOP(
        "channel",
        "Roles Inventory and Order Tracking, Finance and Accounting, and Direct-to-Consumer Shipping for buyers' "
        "addresses: Desk reads orders and what went back and, once you allow it, confirms shipments, cancels and "
        "refunds.",
    ),
    # One call in three minutes is all that Amazon gives in the long run.
    sync_every=300.0,
    forget_buyers_after=30,
)

_MARKETPLACE_ID = re.compile(r"A[0-9A-Z]{9,19}")
_MERCHANT_TOKEN = re.compile(r"[0-9A-Z_]{5,30}")
_MOST_MARKETPLACES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSettings:
    """One account's settings, checked. `root` is the API's address without a slash at its end."""

    root: str
    token_url: str
    region: Region
    marketplaces: tuple[str, ...]
    client_id: str
    client_secret: str
    refresh_token: str
    merchant_token: str = ""

    @property
    def is_sandbox(self) -> bool:
        return (urlsplit(self.root).hostname or "").startswith("sandbox.")

    def __repr__(self) -> str:
        return f"SellerSettings(root={self.root!r}, region={self.region.value!r}, marketplaces={self.marketplaces})"


def read_settings(access: AccountAccess) -> SellerSettings:
    """Check an account's settings and secrets. Raises LoginNeeded with the field at fault."""
    settings = access.settings
    region = _region(settings.get("region", ""))
    client_id = _key("client_id", settings.get("client_id", ""), "client identifier")
    client_secret = _key("client_secret", access.secrets.get("client_secret", ""), "client secret")
    refresh_token = _key("refresh_token", access.secrets.get("refresh_token", ""), "refresh token")
    _check_day("secret_expires", settings.get("secret_expires", ""))
    if client_secret.startswith("Atzr|") or refresh_token.startswith("amzn1."):
        raise _wrong(
            "refresh_token",
            "Client secret and refresh token are swapped: the refresh token begins with Atzr|.",
            "keys_swapped",
        )
    return SellerSettings(
        root=_address("base_url", settings.get("base_url", "").strip() or HOSTS[region]),
        token_url=_address("token_url", settings.get("token_url", "").strip() or TOKEN_URL),
        region=region,
        marketplaces=_marketplaces(settings.get("marketplaces", ""), region),
        client_id=client_id,
        client_secret=client_secret,
        refresh_token=refresh_token,
        merchant_token=_merchant_token(settings.get("merchant_token", "")),
    )


def is_loopback(host: str) -> bool:
    """Whether the host is this computer, so that nothing travels."""
    host = host.strip("[]").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _region(text: str) -> Region:
    name = text.strip().lower() or Region.EU.value
    by_name = {words.lower(): region for region, words in REGION_NAMES.items()}
    try:
        return by_name.get(name) or Region(name)
    except ValueError:
        known = ", ".join(Region)
        raise _wrong("region", f"Amazon has no such region. Choose one of: {known}.", "no_such_region") from None


def _marketplaces(text: str, region: Region) -> tuple[str, ...]:
    """Marketplace ids from what was typed: ids or country codes, in any mixture."""
    names = [name for name in re.split(r"[\s,;]+", text.strip().upper()) if name]
    if not names:
        raise _wrong("marketplaces", "Name at least one marketplace, such as DE.", "marketplace_missing")
    found = dict.fromkeys(BY_COUNTRY.get(name, name) for name in names)
    for one in found:
        known = MARKETPLACES.get(one)
        # Amazon opens new sites: an id that is none of ours is left to Amazon to judge.
        if known is None and not _MARKETPLACE_ID.fullmatch(one):
            raise _wrong("marketplaces", f"Amazon has no marketplace {one[:20]!r}.", "no_such_marketplace")
        if known is not None and known.region is not region:
            raise _wrong(
                "marketplaces",
                f"The marketplace {known.country} belongs to {REGION_NAMES[known.region]}, not to "
                f"{REGION_NAMES[region]}. Each region is an account of its own.",
                "marketplace_of_other_region",
            )
    if len(found) > _MOST_MARKETPLACES:
        raise _wrong("marketplaces", f"Name at most {_MOST_MARKETPLACES} marketplaces.", "too_many_marketplaces")
    return tuple(found)


def _address(field: str, text: str) -> str:
    text = text.strip("\"'<> ").rstrip("/")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _no_address(field) from None
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment or len(text.split()) > 1:
        raise _no_address(field)
    if parts.username or parts.password:
        raise _wrong(field, "The address must not hold a user name or password.", "address_with_keys")
    if parts.scheme == "http" and not is_loopback(host):
        raise _wrong(field, "Buyers' data may only travel over a safe connection. Use https.", "address_not_safe")
    return text


def _key(field: str, text: str, words: str) -> str:
    value = text.strip()
    if not value:
        raise _wrong(
            field,
            f"The {words} is missing. Seller Central shows it under Apps and Services > Develop Apps.",
            "key_missing",
        )
    if len(value.split()) > 1:
        raise _wrong(field, f"The {words} holds blanks. Copy it again, on its own.", "key_with_blanks")
    return value


def _check_day(field: str, text: str) -> None:
    if not text.strip():
        return
    try:
        parse_utc(text)
    except ValueError:
        raise _wrong(field, "Write the day as year-month-day, such as 2027-05-20.", "no_day") from None


def _merchant_token(text: str) -> str:
    token = text.strip()
    if token in MARKETPLACES or (token and not _MERCHANT_TOKEN.fullmatch(token)):
        raise _wrong(
            "merchant_token",
            "That is no merchant token. Seller Central > Settings > Account Info shows it: capital letters and digits.",
            "no_merchant_token",
        )
    return token


def _no_address(field: str) -> LoginNeeded:
    return _wrong(field, "That is not an address. It looks like https://sellingpartnerapi-eu.amazon.com.", "no_address")


def _wrong(field: str, text: str, code: str) -> LoginNeeded:
    return LoginNeeded(text, f"setting {field}", field=field, code=code)
