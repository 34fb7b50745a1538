"""Owns finding the JSON in a body that a server may have dirtied, cut or left out. Free of I/O."""

from __future__ import annotations

import json
import re

import msgspec

_NOISE_LIMIT = 64 * 1024
_CANDIDATES = 40
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def in_utf8(body: bytes, content_type: str) -> bytes:
    """The body as JSON is written, where a server says that it wrote something else; untouched in any doubt."""
    named = _CHARSET.search(content_type)
    if named is None or named[1].lower() in ("utf-8", "utf8"):
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if b"\0" not in body:
            return body  # the header is wrong, as it often is
    try:
        return body.decode(named[1]).encode()
    except (LookupError, UnicodeError):
        return body


def is_json(body: bytes) -> bool:
    """Whether the body is one complete JSON document in UTF-8."""
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
        body.decode("utf-8")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False  # brackets nested without end are no data either
    return True


def find_json(body: bytes) -> tuple[bytes, bytes] | None:
    """The JSON document in the body and the noise around it; None where there is none.

    PHP prints warnings in front of (rarely behind) an answer. The noise may itself hold brackets, so the
    first places where a document could begin are tried in turn. Care: the tail of a *cut* document can be a
    document too (`[{"meta":[]` ends in an empty list), so what stands before must not look like JSON.
    """
    stripped = body.removeprefix(b"\xef\xbb\xbf").strip()
    if is_json(stripped):
        return stripped, b""
    start = -1
    for _ in range(_CANDIDATES):
        start = min(
            (at for at in (stripped.find(b"{", start + 1), stripped.find(b"[", start + 1)) if at >= 0),
            default=-1,
        )
        if start < 0 or start > _NOISE_LIMIT:
            return None
        noise, rest = stripped[:start], stripped[start:]
        if b'":' in noise or noise.startswith((b"{", b"[")):
            return None
        if noise and noise.rstrip(b" ")[-1:] not in b"\r\n\t>":
            continue
        if is_json(rest):
            return rest, noise
        alone = _without_tail(rest)
        if alone is not None:
            return alone, noise + rest[len(alone) :]
    return None


def _without_tail(rest: bytes) -> bytes | None:
    """A document followed by markup: the document alone. Anything else behind it means a broken answer."""
    if not rest.endswith(b">"):
        return None
    try:
        text = rest.decode("utf-8")
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return text[:end].encode() if text[end:].lstrip().startswith("<") else None
