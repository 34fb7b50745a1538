from __future__ import annotations

import zlib

import pytest

from desk.store.packing import pack, unpack

PAYLOADS = [b"", b"{}", b'{"buyer":"M\xc3\xbcller"}' * 500, bytes(range(256))]


@pytest.mark.parametrize("payload", PAYLOADS, ids=len)
def test_what_is_packed_can_be_read_by_whoever_knows_zlib(payload: bytes) -> None:
    assert zlib.decompress(pack(payload)) == payload


@pytest.mark.parametrize("payload", PAYLOADS, ids=len)
def test_what_an_earlier_desk_packed_is_read(payload: bytes) -> None:
    assert unpack(zlib.compress(payload, 1)) == payload
