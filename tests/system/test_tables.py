from __future__ import annotations

import re

from desk.system import tables
from desk.system.resources import folder


def test_every_format_names_a_carrier_of_the_table_and_can_be_read() -> None:
    known = {one.code for one in tables.carriers()} | {"__s10__"}
    assert len(tables.number_formats()) > 15
    for one in tables.number_formats():
        re.compile(one.regex)
        assert one.carrier in known, one.carrier
        assert 0 < one.confidence < 1


def test_carriers_are_read_whole_and_once() -> None:
    rows = (folder("data") / "carriers.csv").read_text(encoding="utf-8").strip().splitlines()
    assert len(tables.carriers()) == len(rows) - 1
    assert len({one.code for one in tables.carriers()}) == len(rows) - 1
    assert all(one.code and one.name for one in tables.carriers())
    assert tables.carriers() is tables.carriers()
