"""Owns reading the file of a return label."""

from __future__ import annotations

from pathlib import Path

from connectors.contract.capabilities import CanAnswerReturns
from desk.domain.errors import NotAllowed
from desk.domain.views import DeedLimits


def read_label(path: Path, limits: DeedLimits) -> bytes:
    """The bytes of a label, checked as the outbox checks them. Blocks. Raises NotAllowed with the reason."""
    from desk.services.returns import LabelFile, check_label

    can = CanAnswerReturns(deeds=(), label_files=limits.label_files, label_bytes=limits.label_bytes)
    try:
        # One byte more than it may have is enough to know, however large it is.
        with path.open("rb") as file:
            data = file.read(limits.label_bytes + 1 if limits.label_bytes else -1)
    except OSError as error:
        raise NotAllowed(f"{path.name} cannot be read.", code="file_unreadable") from error
    check_label(LabelFile(path.name, data), can)
    return data
