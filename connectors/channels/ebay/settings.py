"""Owns what an eBay account is made of and how it is read. Imported at start: no HTTP library here."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.channels.ebay.units import DEFAULT_MARKETPLACE, SITES
from connectors.contract.errors import LoginNeeded
from connectors.contract.kinds import QT_TRANSLATE_NOOP, ConnectorKind, Setting

if TYPE_CHECKING:
    from connectors.contract.protocols import AccountAccess

PRODUCTION = "https://api.ebay.com"
TOKEN_PATH = "/identity/v1/oauth2/token"  # noqa: S105 - a path
TRADING_PATH = "/ws/api.dll"
_LIKE_THE_FIRST = QT_TRANSLATE_NOOP("channel", "Empty: beside the address of the API.")

KIND = ConnectorKind(
    kind="ebay",
    name="eBay",
    tile="eB",
    tile_colour="ebay",
    settings=(
        Setting(
            name="app_id",
            label=QT_TRANSLATE_NOOP("channel", "App ID (client ID) of the keyset"),
            shape=r"[\w.-]+-(?:PRD|SBX)-\w+-\w+",
        ),
        Setting(
            name="cert_id",
            label=QT_TRANSLATE_NOOP("channel", "Cert ID (client secret) of the keyset"),
            secret=True,
            shape=r"(?:PRD|SBX)-\w+(?:-\w+)+",
        ),
        Setting(
            name="refresh_token",
            label=QT_TRANSLATE_NOOP("channel", "Refresh token of the seller"),
            secret=True,
            help=QT_TRANSLATE_NOOP("channel", "Beside the keyset: User Tokens > Sign in to Production, as the seller."),
            shape=r"v\^1\.1#\S+",
            from_sign_in=True,
        ),
        Setting(
            name="dev_id",
            label=QT_TRANSLATE_NOOP("channel", "Dev ID of the keyset"),
            required=False,
            shape=r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        ),
        Setting(
            name="ru_name",
            label=QT_TRANSLATE_NOOP("channel", "RuName of the keyset"),
            required=False,
            help=QT_TRANSLATE_NOOP(
                "channel",
                "For signing in by the browser. Beside the keyset: User Tokens > Get a Token from eBay via Your "
                "Application.",
            ),
        ),
        Setting(
            name="marketplace",
            label=QT_TRANSLATE_NOOP("channel", "Marketplace"),
            required=False,
            default=DEFAULT_MARKETPLACE,
            choices=tuple(sorted(SITES)),
        ),
        Setting(
            name="site_id",
            label=QT_TRANSLATE_NOOP("channel", "Site ID for Trading calls"),
            required=False,
            help=QT_TRANSLATE_NOOP("channel", "Empty: the marketplace's."),
        ),
        Setting(
            name="signing_jwe",
            label=QT_TRANSLATE_NOOP("channel", "Digital signature: JWE of the key"),
            secret=True,
            required=False,
            from_sign_in=True,
        ),
        Setting(
            name="signing_private_key",
            label=QT_TRANSLATE_NOOP("channel", "Digital signature: private key"),
            secret=True,
            required=False,
            from_sign_in=True,
        ),
        Setting(
            name="refresh_expires",
            label=QT_TRANSLATE_NOOP("channel", "Consent at eBay until"),
            required=False,
            from_sign_in=True,
            ends=True,
        ),
        Setting(
            name="signing_expires",
            label=QT_TRANSLATE_NOOP("channel", "Digital signature until"),
            required=False,
            from_sign_in=True,
            ends=True,
        ),
        Setting(
            name="base_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of the API"),
            required=False,
            default=PRODUCTION,
        ),
        Setting(
            name="auth_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of the consent page"),
            required=False,
            help=_LIKE_THE_FIRST,
        ),
        Setting(
            name="token_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of access tokens"),
            required=False,
            help=_LIKE_THE_FIRST,
        ),
        Setting(
            name="apiz_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of the identity API"),
            required=False,
            help=_LIKE_THE_FIRST,
        ),
        Setting(
            name="apim_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of the media API"),
            required=False,
            help=_LIKE_THE_FIRST,
        ),
        Setting(
            name="trading_url",
            label=QT_TRANSLATE_NOOP("channel", "Address of the Trading API"),
            required=False,
            help=_LIKE_THE_FIRST,
        ),
    ),
    needs=QT_TRANSLATE_NOOP(
        "channel",
        "Sign in at developer.ebay.com and open Application Keysets: the keyset for Production holds App ID, Dev ID "
        "and Cert ID. eBay keeps a new keyset switched off until you subscribe to Marketplace Account Deletion (Alerts "
        "& Notifications, with an https address of yours that answers eBay) or are exempt from it; an exemption is "
        "only for those who store no data of eBay's users, and Desk stores them. Beside the keyset, under User Tokens, "
        "is the RuName.",
    ),
    rights=QT_TRANSLATE_NOOP(
        "channel",
        "Consent for sell.fulfillment, sell.finances, commerce.message and commerce.identity.readonly: Desk reads "
        "orders, returns and messages and, once you allow it, reports tracking numbers, answers buyers and gives money "
        "back. Offers stay untouched.",
    ),
    signs_in_by_browser=True,
    # A run that finds nothing costs one of 100,000 calls a day.
    sync_every=300.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyset:
    """An application at eBay, checked, and where it is let in. `ru_name` may be empty."""

    app_id: str
    cert_id: str
    ru_name: str
    base_url: str
    auth_url: str
    token_url: str
    apiz_url: str

    def __repr__(self) -> str:
        return f"Keyset(base_url={self.base_url!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSettings:
    """One account's settings, checked. Addresses are without a slash at their end; token and Trading are whole."""

    base_url: str
    token_url: str
    apiz_url: str
    trading_url: str
    app_id: str
    cert_id: str
    refresh_token: str
    dev_id: str
    marketplace: str
    site_id: str
    signing_jwe: str = ""
    signing_private_key: str = ""
    refresh_expires: str = ""
    signing_expires: str = ""

    @property
    def is_sandbox(self) -> bool:
        return ".sandbox." in (urlsplit(self.base_url).hostname or "")

    def __repr__(self) -> str:
        return f"SellerSettings(base_url={self.base_url!r})"


def read_keyset(settings: Mapping[str, str], secrets: Mapping[str, str]) -> Keyset:
    """Check what is known before anybody has signed in. Raises LoginNeeded with the field at fault."""
    app_id = _key(settings, "app_id", "App ID")
    cert_id = _key(secrets, "cert_id", "Cert ID")
    base = read_address(settings, "base_url", PRODUCTION)
    # Nobody who points an account at another server wants its keys to go to eBay itself.
    read_address(settings, "apim_url", _beside(base, "apim"))
    return Keyset(
        app_id=app_id,
        cert_id=cert_id,
        ru_name=settings.get("ru_name", "").strip(),
        base_url=base,
        auth_url=read_address(settings, "auth_url", _beside(base, "auth")),
        token_url=_with_path(read_address(settings, "token_url", f"{base}{TOKEN_PATH}"), TOKEN_PATH),
        apiz_url=read_address(settings, "apiz_url", _beside(base, "apiz")),
    )


def read_settings(access: AccountAccess) -> SellerSettings:
    """Check an account's settings and secrets. Raises LoginNeeded with the field at fault."""
    settings = access.settings
    keyset = read_keyset(settings, access.secrets)
    refresh_token = _key(access.secrets, "refresh_token", "refresh token")
    _check_keyset(keyset.app_id, keyset.cert_id, refresh_token)
    marketplace = settings.get("marketplace", "").strip().upper() or DEFAULT_MARKETPLACE
    trading = read_address(settings, "trading_url", f"{keyset.base_url}{TRADING_PATH}")
    return SellerSettings(
        base_url=keyset.base_url,
        token_url=keyset.token_url,
        apiz_url=keyset.apiz_url,
        trading_url=_with_path(trading, TRADING_PATH),
        app_id=keyset.app_id,
        cert_id=keyset.cert_id,
        refresh_token=refresh_token,
        dev_id=settings.get("dev_id", "").strip(),
        marketplace=marketplace,
        site_id=_site(settings.get("site_id", ""), marketplace),
        signing_jwe=access.secrets.get("signing_jwe", "").strip(),
        signing_private_key="".join(access.secrets.get("signing_private_key", "").split()),
        refresh_expires=settings.get("refresh_expires", "").strip(),
        signing_expires=settings.get("signing_expires", "").strip(),
    )


def read_address(settings: Mapping[str, str], name: str, default: str) -> str:
    """An address as typed or pasted, `default` where there is none. Raises LoginNeeded."""
    text = "".join(settings.get(name, "").split()).strip("\"'<>") or default
    if "://" not in text:
        host = text.split("/", 1)[0].rsplit(":", 1)[0]
        text = f"{'http' if is_loopback(host) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _not_an_address(name) from None
    host = (parts.hostname or "").lower()
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https"} or not host or host.startswith((".", "-")):
        raise _not_an_address(name)
    if parts.username or parts.password:
        raise _wrong(
            name,
            "The address must not hold a user name or password. Enter the keys in their own fields.",
            "address_with_keys",
        )
    if scheme == "http" and not is_loopback(host):
        raise _wrong(
            name,
            "Over http the keys would travel readable for others. Enter the address with https:// in front.",
            "address_not_safe",
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether the host is this computer, so that nothing travels."""
    host = host.strip("[]").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _beside(base: str, host: str) -> str:
    """The same place's other server: eBay has one host per family, everybody else one for all."""
    found = urlsplit(base).hostname or ""
    if found in {"api.ebay.com", "api.sandbox.ebay.com"}:
        return f"https://{host}{found.removeprefix('api')}"
    return base


def _with_path(address: str, path: str) -> str:
    return address if urlsplit(address).path else f"{address}{path}"


def _key(values: Mapping[str, str], name: str, words: str) -> str:
    value = values.get(name, "").strip().strip("\"'")
    if not value:
        raise _wrong(
            name,
            f"The {words} is missing. Copy it from the keyset at developer.ebay.com, or sign in there once more.",
            "key_missing",
        )
    if len(value.split()) > 1:
        raise _wrong(name, f"The {words} holds blanks. Copy it again, on its own.", "key_with_blanks")
    if not value.isascii() or not value.isprintable():
        raise _wrong(name, f"The {words} holds signs that no key has. Copy it again.", "key_with_blanks")
    return value


def _check_keyset(app_id: str, cert_id: str, refresh_token: str) -> None:
    """Keys pasted into each other's fields, as far as their shape tells."""
    if refresh_token in {app_id, cert_id} or cert_id.startswith("v^1.1"):
        raise _wrong(
            "cert_id" if cert_id.startswith("v^1.1") else "refresh_token",
            "Two keys are in each other's fields: a refresh token begins with v^1.1, a Cert ID with PRD- or SBX-.",
            "keys_in_wrong_fields",
        )


def _site(text: str, marketplace: str) -> str:
    """Trading's number of the site. Raises LoginNeeded for what is none."""
    text = text.strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise _wrong("site_id", "A site ID is a number, such as 77 for Germany.", "no_such_site")
    if marketplace not in SITES:
        known = ", ".join(sorted(SITES))
        raise _wrong("marketplace", f"No such marketplace. Choose one of: {known}.", "no_such_site")
    return text or SITES[marketplace].number


def _not_an_address(name: str) -> LoginNeeded:
    return _wrong(name, f"That is not an address. It looks like {PRODUCTION}.", "not_an_address")


def _wrong(field: str, text: str, code: str) -> LoginNeeded:
    return LoginNeeded(text, f"setting {field}", field=field, code=code)
