"""Owns how a file from Amazon's storage is unpacked. The reports and the feeds fetch through it.

Some storages unpack on their own whatever `compressionAlgorithm` says, so the file itself tells.
"""

from __future__ import annotations

import zlib

from connectors.channels.amazon.errors import not_understood

_ZIPPED = b"\x1f\x8b"


def unpacked(body: bytes, most: int, operation: str) -> bytes:
    """What stands in a file, at most so many bytes of it. Raises Unreadable."""
    if not body.startswith(_ZIPPED):
        return body
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpacker.decompress(body, most)
    except zlib.error as error:
        raise not_understood(operation, "a packed file that is damaged") from error
    if unpacker.unconsumed_tail:
        raise not_understood(operation, f"a packed file of more than {most} bytes")
    if not unpacker.eof:
        raise not_understood(operation, "a packed file that breaks off")
    return found
