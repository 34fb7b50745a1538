"""A file from Amazon's storage is unpacked by what it is, and only as far as there is room for it."""

import gzip

import pytest

from connectors.channels.amazon.packed import unpacked
from connectors.contract.errors import Unreadable

TEXT = b"order-id\treturn-date\n" * 50
PACKED = gzip.compress(TEXT, mtime=0)


def test_what_is_packed_is_unpacked_and_what_is_not_stays() -> None:
    assert unpacked(PACKED, len(TEXT), "getReportDocument") == TEXT
    assert unpacked(TEXT, 10, "getReportDocument") == TEXT


@pytest.mark.parametrize(
    "body, why",
    [
        (PACKED[:-12], "breaks off"),
        (PACKED[:12] + b"\xff" * 8 + PACKED[20:], "damaged"),
        (gzip.compress(TEXT * 2, mtime=0), f"more than {len(TEXT)} bytes"),
    ],
    ids=["broken off", "damaged", "too large"],
)
def test_what_cannot_be_unpacked_whole_is_not_read(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        unpacked(body, len(TEXT), "getReportDocument")
    assert why in caught.value.detail
    assert "getReportDocument" in caught.value.detail or caught.value.operation == "getReportDocument"
