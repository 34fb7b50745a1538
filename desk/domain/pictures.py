"""Owns what a picture file is by its first bytes: its kind and how many points it claims. Pure; decodes nothing.

What strangers send may claim anything. A file whose beginning is none of these, or that claims more points than anybody
photographs, is refused before any decoder sees it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MOST_POINTS = 60_000_000
_LONGEST_SIDE = 20_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A file's kind, as media type and usual ending, and its size in points."""

    kind: str
    ending: str
    width: int
    height: int

    @property
    def is_sane(self) -> bool:
        """Whether it is no trap that grows beyond all memory when it is opened."""
        sides = (self.width, self.height)
        return min(sides) > 0 and max(sides) <= _LONGEST_SIDE and self.width * self.height <= MOST_POINTS


def recognise(data: bytes) -> Picture | None:
    """What the file is; None for everything that is no JPEG, PNG or WebP, or is cut off before it tells its size."""
    for begins, kind, ending, size in _KINDS:
        if data.startswith(begins):
            found = size(data)
            return None if found is None else Picture(kind, ending, *found)
    return None


def _png(data: bytes) -> tuple[int, int] | None:
    if len(data) < 33 or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


_FRAMES = frozenset({*range(0xC0, 0xD0)}) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """Read from mark to mark until the one of a frame, which tells the size."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        mark = data[at + 1]
        if mark == 0xFF:  # filling
            at += 1
            continue
        if mark in _ALONE:
            at += 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        if mark in _FRAMES:
            if len(data) < at + 9:
                return None
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        if mark in (0xD9, 0xDA) or length < 2:
            return None
        at += 2 + length
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    if len(data) < 30 or data[8:12] != b"WEBP":
        return None
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L" and data[20] == 0x2F:
        (bits,) = struct.unpack("<I", data[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None


_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png", _png),
    (b"\xff\xd8\xff", "image/jpeg", "jpg", _jpeg),
    (b"RIFF", "image/webp", "webp", _webp),
)
