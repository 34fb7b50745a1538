"""Owns the digital signatures of a simulated eBay: which calls need one, the keys that were given out, and whether a
signature is right. Stands where eBay's gate stands, before any call does anything; knows nothing of orders.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from connectors.channels.ebay.simulator_errors import RestError
from connectors.simulation.wire import WireRequest

ED25519, RSA = "ED25519", "RSA"
LIFETIME = timedelta(days=3 * 365)
# How far the caller's clock may be off; eBay does not tell.
CLOCK_SECONDS = 300
BARE = ("x-ebay-signature-key", "@method", "@path", "@authority")
WITH_BODY = ("content-digest", *BARE)
# The calls of sellers in the European Union and the United Kingdom that are signed.
SIGNED = (
    ("POST", re.compile(r"/sell/fulfillment/v1/order/[^/]+/issue_refund")),
    ("POST", re.compile(r"/post-order/v2/inquiry/[^/]+/issue_refund")),
    ("POST", re.compile(r"/post-order/v2/casemanagement/[^/]+/issue_refund")),
    ("POST", re.compile(r"/post-order/v2/return/[^/]+/(issue_refund|decide)")),
    ("POST", re.compile(r"/post-order/v2/cancellation")),
    ("POST", re.compile(r"/post-order/v2/cancellation/[^/]+/approve")),
)
FINANCES = "/sell/finances/v1/"
_INPUT = re.compile(r'sig1=\((?P<names>"[^"]+"(?: "[^"]+")*)\);created=(?P<created>\d{1,12})')
_SIGNATURE = re.compile(r"sig1=:(?P<value>[A-Za-z0-9+/]+={0,2}):")

PublicKey = ed25519.Ed25519PublicKey | rsa.RSAPublicKey


class UnknownKey(Exception):
    """A text that is no key, or none that was given out here, or one that is too old."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    id: str
    cipher: str
    public: str  # base64 of its DER form
    private: str  # told once
    jwe: str
    created: datetime
    expires: datetime

    def document(self, *, secret: bool) -> dict[str, Any]:
        told: dict[str, Any] = {
            "creationTime": int(self.created.timestamp()),
            "expirationTime": int(self.expires.timestamp()),
            "jwe": self.jwe,
            "publicKey": self.public,
            "signingKeyCipher": self.cipher,
            "signingKeyId": self.id,
        }
        return told | ({"privateKey": self.private} if secret else {})


class SigningKeys:
    """The keys of one application. What the public key is stands in the sealed `jwe` that comes with each signature,
    so that a key goes on working when the simulator starts anew.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._master = hashlib.sha256(f"ebay:{seed}:master".encode()).digest()
        self.made: dict[str, SigningKey] = {}

    def create(self, cipher: str, now: datetime) -> SigningKey:
        number = len(self.made) + 1
        private, public = self._pair(cipher, number)
        digest = hashlib.sha256(public + str(number).encode()).hexdigest()
        name = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
        expires = now + LIFETIME
        sealed = {"pkey": _text(public), "cipher": cipher, "kid": name, "exp": int(expires.timestamp())}
        made = SigningKey(name, cipher, _text(public), _text(private), self._seal(sealed, number), now, expires)
        self.made[name] = made
        return made

    def public_key(self, jwe: str, now: datetime) -> PublicKey:
        """Of a key that was given out here and has not expired."""
        sealed = self._open(jwe)
        if datetime.fromtimestamp(int(sealed["exp"]), UTC) <= now:
            raise UnknownKey
        return load_public(str(sealed["pkey"]))

    def _pair(self, cipher: str, number: int) -> tuple[bytes, bytes]:
        key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
        if cipher == RSA:
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        else:
            drawn = hashlib.sha256(f"ebay:{self._seed}:signing:{number}".encode()).digest()
            key = ed25519.Ed25519PrivateKey.from_private_bytes(drawn)
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return private, public

    def _seal(self, document: dict[str, Any], number: int) -> str:
        """Compact JWE as eBay's are: A256GCMKW around A256GCM, deflated."""
        drawn = hashlib.sha512(f"ebay:{self._seed}:jwe:{number}".encode()).digest()
        content_key, key_iv, iv = drawn[:32], drawn[32:44], drawn[44:56]
        wrapped = AESGCM(self._master).encrypt(key_iv, content_key, None)
        header = {"alg": "A256GCMKW", "enc": "A256GCM", "zip": "DEF", "iv": _url(key_iv), "tag": _url(wrapped[32:])}
        protected = _url(json.dumps(header, separators=(",", ":")).encode())
        deflate = zlib.compressobj(wbits=-15)
        plain = deflate.compress(json.dumps(document).encode()) + deflate.flush()
        sealed = AESGCM(content_key).encrypt(iv, plain, protected.encode())
        return ".".join((protected, _url(wrapped[:32]), _url(iv), _url(sealed[:-16]), _url(sealed[-16:])))

    def _open(self, jwe: str) -> dict[str, Any]:
        try:
            protected, wrapped, iv, sealed, tag = jwe.split(".")
            header = json.loads(_unurl(protected))
            wrapped_key = _unurl(wrapped) + _unurl(header["tag"])
            content_key = AESGCM(self._master).decrypt(_unurl(header["iv"]), wrapped_key, None)
            plain = AESGCM(content_key).decrypt(_unurl(iv), _unurl(sealed) + _unurl(tag), protected.encode())
            document: dict[str, Any] = json.loads(zlib.decompress(plain, wbits=-15))
        except (ValueError, KeyError, TypeError, InvalidTag, zlib.error) as error:
            raise UnknownKey from error
        return document


def load_public(text: str) -> PublicKey:
    loaded = serialization.load_der_public_key(base64.b64decode(text))
    if not isinstance(loaded, ed25519.Ed25519PublicKey | rsa.RSAPublicKey):
        raise UnknownKey
    return loaded


# -- one request ---------------------------------------------------------------------------------------------------


def needs_signature(method: str, path: str) -> bool:
    if path.startswith(FINANCES):
        return True
    return any(method == each and expression.fullmatch(path.rstrip("/")) for each, expression in SIGNED)


def check_signature(request: WireRequest, keys: SigningKeys) -> None:
    """Raises the refusal that eBay's gate gives. What need not be signed may be, and nobody looks."""
    if not needs_signature(request.method, request.path):
        return
    jwe = request.headers.get("x-ebay-signature-key", "")
    if not jwe:
        raise RestError(215001)
    try:
        public = keys.public_key(jwe, request.at)
    except UnknownKey as error:
        raise RestError(215120) from error
    if (fault := signature_fault(request, public)) is not None:
        raise RestError(fault)


def signature_fault(request: WireRequest, public: PublicKey) -> int | None:
    """The number of the error, or None when the signature is right."""
    names = WITH_BODY if request.body else BARE
    told = _INPUT.fullmatch(request.headers.get("signature-input", ""))
    signature = _SIGNATURE.fullmatch(request.headers.get("signature", ""))
    if told is None or signature is None:
        return 215120
    # Order and spelling matter, and what is not to be signed may not be there.
    if tuple(name.strip('"') for name in told["names"].split(" ")) != names:
        return 215120
    if abs(request.at.timestamp() - int(told["created"])) > CLOCK_SECONDS:
        return 215120
    digest = request.headers.get("content-digest", "")
    if digest != (content_digest(request.body) if request.body else ""):
        return 215120
    base = signature_base(request, names, request.headers["signature-input"].partition("=")[2])
    try:
        return None if _fits(public, base64.b64decode(signature["value"], validate=True), base) else 215122
    except binascii.Error:
        return 215120


def content_digest(body: bytes) -> str:
    return f"sha-256=:{_text(hashlib.sha256(body).digest())}:"


def signature_base(request: WireRequest, names: tuple[str, ...], parameters: str) -> str:
    values = {
        "content-digest": request.headers.get("content-digest", ""),
        "x-ebay-signature-key": request.headers.get("x-ebay-signature-key", ""),
        "@method": request.method,
        "@path": request.path,
        "@authority": request.headers.get("host", "").lower(),
    }
    lines = [f'"{name}": {values[name]}' for name in names]
    return "\n".join([*lines, f'"@signature-params": {parameters}'])


def _fits(public: PublicKey, signature: bytes, base: str) -> bool:
    try:
        if isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, base.encode())
        else:
            public.verify(signature, base.encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _text(made: bytes) -> str:
    return base64.b64encode(made).decode()


def _url(made: bytes) -> str:
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _unurl(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
