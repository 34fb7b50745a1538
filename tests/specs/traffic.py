"""Owns the reading of files to which simulators have written their traffic."""

from __future__ import annotations

import json
from pathlib import Path

from connectors.simulation.traffic import Exchange, read
from tests.specs.channels import judge_of_all
from tests.specs.judge import Judge, Report


def read_from(file: Path, place: int = 0) -> tuple[list[Exchange], int]:
    """All that was written whole since that place, and the next place. The last line may be cut by a kill."""
    found = []
    with file.open("rb") as lines:
        lines.seek(place)
        for line in lines:
            if not line.endswith(b"\n"):
                break
            place += len(line)
            found.append(read(json.loads(line)))
    return found, place


def judge(file: Path, by: Judge | None = None) -> Report:
    """The verdict on one file. Needs the specifications beside the checkout (`channels.available`)."""
    found, _ = read_from(file)
    return (by or judge_of_all()).judge(found)
