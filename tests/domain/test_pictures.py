from __future__ import annotations

import struct

from desk.domain.pictures import Picture, recognise
from tests.support.pictures import jpeg, png


def webp(form: bytes, body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 4 + 8 + len(body)) + b"WEBP" + form + struct.pack("<I", len(body)) + body


def test_a_picture_is_known_by_its_first_bytes() -> None:
    assert recognise(png(640, 480)) == Picture("image/png", "png", 640, 480)
    assert recognise(jpeg(640, 480)) == Picture("image/jpeg", "jpg", 640, 480)
    plain = webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 640, 480))
    lossless = webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14) + bytes(9))
    extended = webp(b"VP8X", bytes(4) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little"))
    for one in (plain, lossless, extended):
        assert recognise(one) == Picture("image/webp", "webp", 640, 480)


def test_what_only_says_it_is_one_is_none() -> None:
    for data in (
        b"",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"MZ" + bytes(100),
        png()[:20],
        jpeg()[:20],
        b"\xff\xd8\xff\xe0\0\0" + bytes(40),  # a piece of no length leads nowhere
        b"\xff\xd8\xff" + b"\xff" * 100,
        b"RIFF" + bytes(40),
        webp(b"VP8 ", bytes(20)),
    ):
        assert recognise(data) is None, data[:12]


def test_a_picture_that_would_fill_all_memory_is_not_sane() -> None:
    for width, height, sane in ((8000, 6000, True), (30_000, 10, False), (12_000, 12_000, False), (0, 5, False)):
        assert Picture("image/png", "png", width, height).is_sane is sane
