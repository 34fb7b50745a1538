"""Search, order 360, timeline, outbox: nothing in Desk knows a channel by its name; connectors describe themselves."""

from __future__ import annotations

import re
from pathlib import Path

from connectors import registry

DESK = Path(__file__).parents[2] / "desk"


def named(text: str) -> list[str]:
    """Names of channels in a text, as their folders and as people write them."""
    names = {name for kind in registry.kinds() for name in (kind, registry.describe(kind).name)}
    return re.findall("|".join(map(re.escape, sorted(names))), text, re.IGNORECASE)


def test_no_source_of_desk_names_a_channel() -> None:
    found = {str(path.relative_to(DESK)): named(path.read_text(encoding="utf-8")) for path in DESK.rglob("*.py")}
    assert len(found) > 100
    assert {path: names for path, names in found.items() if names} == {}


def test_a_name_would_be_found() -> None:
    for kind in registry.kinds():
        assert named(f"if order.tile.kind == {kind!r}:") == [kind]
        assert named(f'"{registry.describe(kind).name} ships"')
