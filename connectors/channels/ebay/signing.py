"""Owns eBay's digital signatures: which calls carry one, and its headers, made of exactly the bytes that are sent."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.contract.errors import ConnectorError, LoginNeeded, Refused
from connectors.http.messages import Answer
from desk.domain.clock import Clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from requests import PreparedRequest

    from connectors.channels.ebay.auth import BearerAuth
    from connectors.channels.ebay.settings import SellerSettings

KEY_SETTING = "signing_private_key"
JWE_SETTING = "signing_jwe"
KEY_HEADER = "x-ebay-signature-key"
ERRORS = range(215000, 215123)
"""eBay's numbers about signatures."""

_VALIDATION_FAILED = frozenset({215120, 215122})
_DIFFER_AT_LEAST = 120.0  # seconds by which the clocks differ before they are to blame
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Sellers of the European Union and the United Kingdom have to sign these, and nobody looks at others' signatures.
_SIGNED = (
    (frozenset({"GET", "POST"}), re.compile(r".*/sell/finances/v1/.*")),
    (frozenset({"POST"}), re.compile(r".*/sell/fulfillment/v1/order/[^/]+/issue_refund")),
    (frozenset({"POST"}), re.compile(r".*/post-order/v2/(inquiry|casemanagement|return)/[^/]+/issue_refund")),
    (frozenset({"POST"}), re.compile(r".*/post-order/v2/return/[^/]+/decide")),
    (frozenset({"POST"}), re.compile(r".*/post-order/v2/cancellation(/[^/]+/approve)?")),
)
_PEM = re.compile(r"-----[^-]*-----")


def wants_signature(method: str, path: str) -> bool:
    """Whether a call is one of those that eBay takes from such sellers only with a signature."""
    return any(method in methods and form.fullmatch(path.rstrip("/")) for methods, form in _SIGNED)


def signature_headers(
    key: Ed25519PrivateKey, jwe: str, *, method: str, authority: str, path: str, body: bytes, created: int
) -> dict[str, str]:
    """The headers of one signature. `path` is without query, `body` empty where none is sent."""
    headers = {KEY_HEADER: jwe}
    signed = [(KEY_HEADER, jwe), ("@method", method), ("@path", path), ("@authority", authority)]
    if body:
        headers["Content-Digest"] = f"sha-256=:{_text(hashlib.sha256(body).digest())}:"
        signed.insert(0, ("content-digest", headers["Content-Digest"]))
    names = " ".join(f'"{name}"' for name, _ in signed)
    parameters = f"({names});created={created}"
    base = "\n".join(f'"{name}": {value}' for name, value in (*signed, ("@signature-params", parameters)))
    headers["Signature-Input"] = f"sig1={parameters}"
    headers["Signature"] = f"sig1=:{_text(key.sign(base.encode()))}:"
    return headers


def read_key(text: str) -> Ed25519PrivateKey:
    """The key as eBay told it once: base64 of PKCS#8, also with the lines of a PEM file around. Raises LoginNeeded."""
    # Loaded with the first deed only: no run that just reads pays for it.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    try:
        found = load_der_private_key(base64.b64decode("".join(_PEM.sub("", text).split()), validate=True), None)
    except (binascii.Error, ValueError, TypeError, UnsupportedAlgorithm):
        raise _wrong_key("no key in PKCS#8") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise _wrong_key(f"a key of another kind: {type(found).__name__}")
    return found


class Signer:
    """Signs one seller's calls; the key is read when the first call wants it."""

    def __init__(self, settings: SellerSettings, clock: Clock) -> None:
        self._text = settings.signing_private_key
        self._jwe = settings.signing_jwe
        self._clock = clock
        self._key: Ed25519PrivateKey | None = None

    @property
    def has_key(self) -> bool:
        return bool(self._text and self._jwe)

    def sign(self, request: PreparedRequest) -> None:
        """Put a signature on the request where its call wants one, as the last thing. Raises LoginNeeded."""
        parts = urlsplit(request.url or "")
        method = request.method or ""
        if not wants_signature(method, parts.path):
            return
        body = request.body or b""
        made = signature_headers(
            self._ready_key(),
            self._jwe,
            method=method,
            authority=_authority(parts.scheme, parts.hostname or "", parts.port),
            path=parts.path,
            body=body if isinstance(body, bytes) else body.encode(),
            created=int(self._clock.now().timestamp()),
        )
        request.headers.update(made)

    def _ready_key(self) -> Ed25519PrivateKey:
        if not self.has_key:
            raise LoginNeeded(
                "eBay wants a digital signature for this, and the account has no key for it yet. Sign in at eBay once "
                "more from the account's page: Desk then has one made.",
                "no signing key",
                field=JWE_SETTING if self._text else KEY_SETTING,
                code="signing_key_missing",
            )
        if self._key is None:
            self._key = read_key(self._text)
        return self._key


class SigningAuth:
    """Puts a token on each call as the auth inside does, and then the signature, since that goes over what is sent."""

    def __init__(self, inside: BearerAuth, signer: Signer) -> None:
        self._inside = inside
        self._signer = signer

    def apply(self, request: PreparedRequest) -> None:
        self._inside.apply(request)
        self._signer.sign(request)

    def refresh(self, answer: Answer, tried: int) -> bool:
        return self._inside.refresh(answer, tried)


def signature_error(number: int, apart: float | None, detail: str, words: str) -> ConnectorError:
    """What one of eBay's numbers about signatures means. `apart`: seconds between eBay's clock and ours, if known."""
    if number in _VALIDATION_FAILED and apart is not None and apart >= _DIFFER_AT_LEAST:
        minutes = round(apart / 60)
        return Refused(
            f"eBay did not take the digital signature: this computer's clock and eBay's differ by {minutes} minutes. "
            "Set the clock, then try again.",
            detail,
            words=words,
            code="clock_differs",
            number=number,
            minutes=minutes,
        )
    if number in _VALIDATION_FAILED:
        text = (
            "eBay does not accept the digital signature. Private key and JWE have to be of one key that has not "
            "expired, and this computer's clock has to be right. Sign in at eBay once more: Desk then has a new key "
            "made."
        )
    else:
        text = (
            "eBay does not accept the key of the digital signature. Sign in at eBay once more from the account's page: "
            "Desk then has a new key made."
        )
    return LoginNeeded(text, detail, field=KEY_SETTING, words=words, code="signature_refused", number=number)


def _authority(scheme: str, host: str, port: int | None) -> str:
    """As the Host header is sent: in small letters, the port only where it is not the scheme's own."""
    shown = f"[{host}]" if ":" in host else host
    return shown if port in {None, _DEFAULT_PORTS.get(scheme)} else f"{shown}:{port}"


def _wrong_key(detail: str) -> LoginNeeded:
    return LoginNeeded(
        "The private key of the digital signature is none: it is the long text that eBay showed once as privateKey, of "
        "the cipher ED25519. Enter it again, or sign in at eBay once more and Desk has a new one made.",
        detail,
        field=KEY_SETTING,
        code="signing_key_wrong",
    )


def _text(made: bytes) -> str:
    return base64.b64encode(made).decode()
