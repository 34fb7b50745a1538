"""Owns what a WooCommerce account is made of and how it is read. Imported at start: no HTTP library here."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.channels.woocommerce.units import PAY_LATER_METHODS, Way
from connectors.contract.errors import LoginNeeded
from connectors.contract.kinds import QT_TRANSLATE_NOOP, ConnectorKind, Setting

if TYPE_CHECKING:
    from connectors.contract.protocols import AccountAccess

TRACKING_BY_ITSELF = "auto"

KIND = ConnectorKind(
    kind="woocommerce",
    name="WooCommerce",
    tile="Sh",
    tile_colour="shop",
    settings=(
        Setting(
            name="base_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of the shop"),
            help=QT_TRANSLATE_NOOP(
                "channel", "As it stands in the browser when the shop is open: https://shop.example"
            ),
            shape=r"https?://\S+",
        ),
        Setting(
            name="consumer_key",
            label=QT_TRANSLATE_NOOP("channel", "Consumer key (ck_…)"),
            secret=True,
            shape=r"ck_\w+",
        ),
        Setting(
            name="consumer_secret",
            label=QT_TRANSLATE_NOOP("channel", "Consumer secret (cs_…)"),
            secret=True,
            help=QT_TRANSLATE_NOOP("channel", "The shop shows it only once, right after the key was made."),
            shape=r"cs_\w+",
        ),
        Setting(
            name="tracking",
            label=QT_TRANSLATE_NOOP("channel", "Way of tracking numbers"),
            required=False,
            default=TRACKING_BY_ITSELF,
            choices=(TRACKING_BY_ITSELF, *(way.value for way in Way)),
            help=QT_TRANSLATE_NOOP("channel", "“auto” takes the extension that the shop has."),
        ),
        Setting(
            name="pay_later",
            label=QT_TRANSLATE_NOOP("channel", "Payment methods that are shipped before they are paid"),
            required=False,
            default=",".join(sorted(PAY_LATER_METHODS)),
        ),
    ),
    needs=QT_TRANSLATE_NOOP(
        "channel",
        "In the shop's back office open WooCommerce > Settings > Advanced > REST API and add a key for a shop manager. "
        "Keep that page open: it shows key and secret.",
    ),
    rights=QT_TRANSLATE_NOOP(
        "channel",
        "Permission Read/Write: Desk reads orders and, once you allow it, reports tracking numbers. With Read alone "
        "Desk can only show orders.",
    ),
)

# What people copy from the address bar behind the shop's own address.
_PASTED_TAIL = re.compile(r"/(?:wp-json|wp-admin|wp-login\.php|wc-api|wc-auth|index\.php)(?:/.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSettings:
    """One account's settings, checked. `root` is the shop's address without a slash at its end."""

    root: str
    consumer_key: str
    consumer_secret: str
    tracking: Way | None  # None: by itself
    pay_later: frozenset[str]
    language: str

    @property
    def is_safe(self) -> bool:
        return self.root.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        return is_loopback(urlsplit(self.root).hostname or "")

    def __repr__(self) -> str:
        return f"ShopSettings(root={self.root!r})"


def read_settings(access: AccountAccess) -> ShopSettings:
    """Check an account's settings and secrets. Raises LoginNeeded with the field at fault."""
    key = _secret(access, "consumer_key", "consumer key")
    secret = _secret(access, "consumer_secret", "consumer secret")
    if key.startswith("cs_") or secret.startswith("ck_"):
        raise _wrong(
            "consumer_key",
            "Consumer key and consumer secret are swapped: the key begins with ck_, the secret with cs_.",
            "keys_swapped",
        )
    pay_later = access.settings.get("pay_later", "").strip()
    return ShopSettings(
        root=read_root(access.settings.get("base_url", "")),
        consumer_key=key,
        consumer_secret=secret,
        tracking=_way(access.settings.get("tracking", "")),
        pay_later=frozenset(_names(pay_later)) if pay_later else PAY_LATER_METHODS,
        language=access.settings.get("language", "").strip().lower()[:2] or "de",
    )


def read_root(text: str) -> str:
    """The shop's address from what was typed or pasted; a sub folder stays. Raises LoginNeeded."""
    text = "".join(text.split()).strip("\"'<>")
    if not text:
        raise _wrong("base_url", "Enter the address of the shop, such as https://shop.example.", "address_missing")
    if "://" not in text:
        host = text.split("/", 1)[0].rsplit(":", 1)[0]
        text = f"{'http' if is_loopback(host) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _not_an_address() from None
    host = parts.hostname or ""
    if parts.scheme.lower() not in {"http", "https"} or not host or host.startswith((".", "-")):
        raise _not_an_address()
    if parts.username or parts.password:
        raise _wrong(
            "base_url",
            "The address must not hold a user name or password. Enter the keys in their own fields.",
            "address_with_keys",
        )
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port else shown
    path = _PASTED_TAIL.sub("", parts.path.rstrip("/") or "").rstrip("/")
    return f"{parts.scheme.lower()}://{netloc}{path}"


def is_loopback(host: str) -> bool:
    """Whether the host is this computer, so that nothing travels."""
    host = host.strip("[]").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(access: AccountAccess, name: str, words: str) -> str:
    value = access.secrets.get(name, "").strip()
    if not value:
        raise _wrong(
            name,
            f"The {words} is missing. Make a key in the shop under WooCommerce > Settings > Advanced > REST API.",
            "key_missing",
        )
    if len(value.split()) > 1:
        raise _wrong(name, f"The {words} holds blanks. Copy it again, on its own.", "key_with_blanks")
    return value


def _way(text: str) -> Way | None:
    name = text.strip().lower() or TRACKING_BY_ITSELF
    if name == TRACKING_BY_ITSELF:
        return None
    try:
        return Way(name)
    except ValueError:
        known = ", ".join((TRACKING_BY_ITSELF, *Way))
        raise _wrong("tracking", f"No such way of tracking numbers. Choose one of: {known}.", "no_such_way") from None


def _names(text: str) -> list[str]:
    return [name.strip().lower() for name in text.split(",") if name.strip()]


def _not_an_address() -> LoginNeeded:
    return _wrong("base_url", "That is not an address of a shop. It looks like https://shop.example.", "not_an_address")


def _wrong(field: str, text: str, code: str) -> LoginNeeded:
    return LoginNeeded(text, f"setting {field}", field=field, code=code)
