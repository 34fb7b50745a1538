"""`desk export`: everything as JSON or as a table, and internal notes only for whoever asks for them."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Call

SAID = "schwieriger Kunde"


@pytest.fixture
def noted(shop: Call) -> Call:
    """The shop's orders, one with an internal note."""
    first = json.loads(shop("export").out.splitlines()[0])
    assert shop("note", first["order"]["number"], SAID).status == 0
    return shop


def test_notes_stay_out_of_an_export_unless_asked_for(noted: Call) -> None:
    assert SAID not in noted("export").out
    assert SAID not in noted("export", "--json").out
    documents = [json.loads(line) for line in noted("export", "--notes").out.splitlines()]
    assert [note["text"] for one in documents for note in one["notes"]] == [SAID]


def test_a_table_for_a_spreadsheet(noted: Call, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    assert noted("export", "--table", str(file), "--json").document == {"file": str(file), "orders": 2}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == 2
    assert "Internal notes" not in rows[0]
    refused = noted("export", "--table", str(file), "--notes")
    assert refused.status != 0
    assert "exists already" in refused.err
    assert SAID not in file.read_text(encoding="utf-8"), "what is there is kept"


def test_a_table_of_another_kind_is_refused_and_not_written(noted: Call, tmp_path: Path) -> None:
    for command in (("export", "--table"), ("return", "export")):
        refused = noted(*command, str(tmp_path / "orders.pdf"))
        assert refused.status != 0
        assert "as .csv or .xlsx" in refused.err
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_file_of_a_spreadsheets_own_is_written_by_its_name(noted: Call, tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    assert noted("export", "--table", str(file), "--json").document == {"file": str(file), "orders": 2}
    with zipfile.ZipFile(file) as packed:
        texts = packed.read("xl/sharedStrings.xml").decode()
    assert "Order number" in texts
    assert SAID not in texts
