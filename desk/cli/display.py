"""Owns whether this computer has a display: Qt ends the whole process where it looks for one in vain."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from desk.domain.errors import NotAllowed


def has_display() -> bool:
    """Whether a window can be shown here, or one without a screen is asked for (QT_QPA_PLATFORM)."""
    if sys.platform in ("win32", "darwin"):
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if platform and platform not in ("xcb", "wayland"):
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) or _x_answers(os.environ.get("DISPLAY", ""))


def _x_answers(display: str) -> bool:
    """A DISPLAY often outlives its server (a closed remote session), so a local one is knocked at."""
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is None:
        return bool(display)
    import socket

    path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108  (where X servers listen, by convention)
    for address in (path, f"\0{path}"):
        if address == path and not Path(path).exists():
            continue
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
            knock.settimeout(1.0)
            try:
                knock.connect(address)
            except OSError:
                continue
            return True
    return False


def need_display() -> None:
    """Raises NotAllowed with what to do instead where no window can be shown."""
    if not has_display():
        raise NotAllowed(
            "There is no display to open the window on. Use a command instead: desk --help",
            code="no_display",
        )
