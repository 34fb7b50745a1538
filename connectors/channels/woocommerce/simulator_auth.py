"""Who may enter a simulated WooCommerce shop: Basic and keys in the query over https, one-legged OAuth 1.0a
everywhere, the key's permission. Keeps the used nonces in the shop; changes nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from connectors.channels.woocommerce.simulator_model import Shop
from connectors.channels.woocommerce.simulator_params import Params, RestError
from connectors.simulation.wire import WireRequest

WINDOW = 15 * 60
OAUTH_NAMES = (
    "oauth_consumer_key",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
)
_NAMED = frozenset({"consumer_key", "oauth_consumer_key"})
DIGESTS = {"HMAC-SHA1": hashlib.sha1, "HMAC-SHA256": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class ApiKey:
    consumer_key: str
    consumer_secret: str
    permission: str


def make_key(seed: int, permission: str) -> ApiKey:
    def forty(name: str) -> str:
        return hashlib.sha1(f"woocommerce:{seed}:{name}".encode(), usedforsecurity=False).hexdigest()

    return ApiKey("ck_" + forty("key"), "cs_" + forty("secret"), permission)


def authenticate(shop: Shop, key: ApiKey, request: WireRequest, query: Params) -> bool:
    """True for the key's user, false for nobody in particular. Raises RestError for a failed attempt."""
    headers = dict(request.headers)
    if shop.options.strip_authorization and headers.pop("authorization", "") and not _NAMED.intersection(query):
        raise _refusal("Consumer key is missing.")
    if request.secure and _basic(key, headers, query):
        return True
    return _oauth(shop, key, request, headers, query)


def check_permission(key: ApiKey, method: str) -> None:
    if method in ("GET", "HEAD") and key.permission == "write":
        raise _refusal("The API key provided does not have read permissions.")
    if method in ("POST", "PUT", "PATCH", "DELETE") and key.permission == "read":
        raise _refusal("The API key provided does not have write permissions.")


def _basic(key: ApiKey, headers: Mapping[str, str], query: Params) -> bool:
    given, secret = str(query.get("consumer_key") or ""), str(query.get("consumer_secret") or "")
    if not (given and secret):
        given, secret = _basic_header(headers.get("authorization", ""))
    if not (given and secret) or given != key.consumer_key:
        return False
    if not hmac.compare_digest(secret, key.consumer_secret):
        raise _refusal("Consumer secret is invalid.")
    return True


def _basic_header(header: str) -> tuple[str, str]:
    if not header.lower().startswith("basic "):
        return "", ""
    try:
        user, _, password = base64.b64decode(header[6:].strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _oauth(shop: Shop, key: ApiKey, request: WireRequest, headers: Mapping[str, str], query: Params) -> bool:
    params: dict[str, Any] = dict(query)
    params.update(_oauth_header(headers.get("authorization", "")))
    missing = [name for name in OAUTH_NAMES if not params.get(name)]
    if len(missing) == len(OAUTH_NAMES):
        return False
    if missing:
        plural = "s" if len(missing) > 1 else ""
        words = f"Missing OAuth parameter{plural} {', '.join(missing)}"
        raise RestError(401, "woocommerce_rest_authentication_missing_parameter", words)
    if params["oauth_consumer_key"] != key.consumer_key:
        raise _refusal("Consumer key is invalid.")
    method = params["oauth_signature_method"]
    if method not in DIGESTS:
        raise _refusal("Invalid signature - signature method is invalid.")
    given = unquote(str(params.pop("oauth_signature")).replace(" ", "+"))
    text = signature_base(request.method, shop.site_url, _path_below_site(shop, request), params)
    made = hmac.new(f"{key.consumer_secret}&".encode(), text.encode(), DIGESTS[method]).digest()
    if not hmac.compare_digest(base64.b64encode(made).decode(), given):
        raise _refusal("Invalid signature - provided signature does not match.")
    _check_moment(shop, request, str(params["oauth_timestamp"]), str(params["oauth_nonce"]))
    return True


def _check_moment(shop: Shop, request: WireRequest, timestamp: str, nonce: str) -> None:
    now = request.at.timestamp()
    if not timestamp.isdigit() or abs(int(timestamp) - now) > WINDOW:
        raise _refusal("Invalid timestamp.")
    if nonce in shop.nonces:
        raise _refusal("Invalid nonce - nonce has already been used.")
    shop.nonces = {used: at for used, at in shop.nonces.items() if at >= now - WINDOW}
    shop.nonces[nonce] = int(timestamp)


def _oauth_header(header: str) -> dict[str, str]:
    if not header.strip().startswith("OAuth "):
        return {}
    return {name: unquote(value) for name, value in re.findall(r'(oauth_[a-z_-]*)="([^"]*)"', header)}


def _path_below_site(shop: Shop, request: WireRequest) -> str:
    base = shop.options.base_path
    return request.path[len(base) :] if base and request.path.startswith(base) else request.path


def signature_base(method: str, site_url: str, path: str, params: Mapping[str, Any]) -> str:
    """What is signed. The address is the site's own, as the API's index reports it, never the Host that was sent."""
    url = site_url + quote(path, safe="/%~:@!$&'()*+,;=-._")
    pairs: list[str] = []
    for name in sorted(params):
        _join(_encode(name), params[name], pairs)
    return f"{method.upper()}&{quote(url, safe='~-._')}&{'%26'.join(pairs)}"


def _join(name: str, value: Any, pairs: list[str]) -> None:
    # PHP has made `status[]=a` into element 0 before it signs, so that is what the client must have signed.
    if isinstance(value, list):
        for place, inner in enumerate(value):
            _join(f"{name}%5B{place}%5D", inner, pairs)
    elif isinstance(value, dict):
        for inner_name, inner in value.items():
            _join(f"{name}%5B{inner_name}%5D", inner, pairs)
    else:
        pairs.append(quote(f"{name}={_encode(str(value))}", safe="~-._"))


def _encode(text: str) -> str:
    return quote(unquote(text), safe="~-._")


def _refusal(words: str) -> RestError:
    return RestError(401, "woocommerce_rest_authentication_error", words)
