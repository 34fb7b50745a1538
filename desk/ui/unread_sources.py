"""Owns one setting of PySide: that it does not read the source of every module which is loaded after it.

It looks there for modules that name PySide, since such might switch its snake_case or properties on (`__feature__`).
Nobody does that here, and the reading is a tenth of the start. A frozen program has no sources to read.
"""

from __future__ import annotations

import sys

import PySide6  # noqa: F401 (loads what is looked for here)


def leave_sources_unread() -> bool:
    """Once, before the window's modules are loaded. False where this PySide has no such place: then it reads on."""
    feature = sys.modules.get("shibokensupport.feature")
    if not hasattr(feature, "_mod_uses_pyside"):
        return False
    vars(feature)["_mod_uses_pyside"] = lambda _module: False
    return True
