"""Paints Desk's icon and writes it in each system's form: `python packaging/icon.py FOLDER`."""

import os
import struct
import sys
from pathlib import Path

SIZES = (16, 32, 48, 64, 128, 256, 512)
# What a Mac calls a PNG of this edge.
MAC_NAMES = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}


def painted() -> dict[int, bytes]:
    """PNGs by edge: the headset of the window's corner on the accent colour (UX 11)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QRectF, Qt
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

    from desk.ui.theme import icons

    application = QGuiApplication.instance() or QGuiApplication([])
    found = {}
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor("#2457D6"))
        painter.setPen(Qt.PenStyle.NoPen)
        edge = size / 16
        painter.drawRoundedRect(QRectF(edge, edge, size - 2 * edge, size - 2 * edge), size / 5, size / 5)
        icons.draw(painter, QRectF(0, 0, size, size), icons.Glyph.HEADSET, QColor("#FFFFFF"), round(size * 0.6))
        painter.end()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stubs want bytes, which it refuses
        found[size] = bytes(buffer.data().data())
    del application  # it had to live as long as the painting
    return found


def windows(pictures: dict[int, bytes]) -> bytes:
    """An .ico: a table of pictures, each a PNG."""
    chosen = [size for size in pictures if size <= 256]
    head, place = struct.pack("<HHH", 0, 1, len(chosen)), 6 + 16 * len(chosen)
    table = b""
    for size in chosen:
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(pictures[size]), place)
        place += len(pictures[size])
    return head + table + b"".join(pictures[size] for size in chosen)


def mac(pictures: dict[int, bytes]) -> bytes:
    """An .icns: chunks of a name, a length and a PNG."""
    chunks = b"".join(
        name + struct.pack(">I", len(pictures[size]) + 8) + pictures[size] for size, name in MAC_NAMES.items()
    )
    return b"icns" + struct.pack(">I", len(chunks) + 8) + chunks


def save(folder: Path) -> dict[str, Path]:
    """Write all forms; where each system's lies."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = painted()
    made = {"win32": folder / "desk.ico", "darwin": folder / "desk.icns", "linux": folder / "desk.png"}
    made["win32"].write_bytes(windows(pictures))
    made["darwin"].write_bytes(mac(pictures))
    made["linux"].write_bytes(pictures[256])
    return made


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    for made_file in save(Path(sys.argv[1])).values():
        print(made_file)
