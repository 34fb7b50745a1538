"""Owns where log lines go: one rotating file in the store's folder. Areas: sync outbox store search net ui auth.

Buyer data and secrets never reach a log; what writes a line sees to it, and the redaction here is the second net.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
from pathlib import Path

from connectors.http.redaction import Redactor

AREAS = ("sync", "outbox", "store", "search", "net", "ui", "auth")
_BYTES, _FILES = 2_000_000, 5


class _Redacted(logging.Formatter):
    """Formats a line and takes out what looks like a secret or personal."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


def start(folder: Path) -> None:
    """Write the areas' lines to `folder`/logs; DESK_LOG=DEBUG writes more. A read-only folder gets none."""
    try:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(
            folder / "logs" / "desk.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return  # reading must work on a read-only folder, too
    file.setFormatter(_Redacted(Redactor()))
    level = os.environ.get("DESK_LOG", "INFO").upper()
    for area in AREAS:
        logger = logging.getLogger(area)
        logger.setLevel(level if level in logging.getLevelNamesMapping() else logging.INFO)
        for before in [one for one in logger.handlers if isinstance(one.formatter, _Redacted)]:
            logger.removeHandler(before)  # another store was open before in this process
            before.close()
        logger.addHandler(file)
        logger.propagate = False
