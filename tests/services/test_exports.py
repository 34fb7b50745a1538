"""Orders as a table: what a spreadsheet reads, what stays out, and that it is written whole or not at all."""

from __future__ import annotations

import csv
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from desk.domain.clock import parse_utc
from desk.domain.errors import NotAllowed
from desk.domain.orders import Buyer
from desk.domain.values import OrderId
from desk.services import care, export_sheet, exports, notes, orders
from desk.services.context import Desk
from desk.services.exports import ExportStopped, Table, write_table
from desk.system.processes import own_name
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel
from tests.services.say import PlainSay
from tests.support.orders import many, order

SAY = PlainSay()
PLAIN = ["-12,50", "Müller; Söhne", "", "ruft an:\n- früh\n- spät", "10.000,-"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


@pytest.fixture
def ids(channel: FakeChannel, synced: Synced) -> dict[str, OrderId]:
    channel.add(order("1"), order("2"))
    return synced()


def read(file: Path, separator: str = ";") -> list[dict[str, str]]:
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "a spreadsheet takes it for UTF-8"
    return list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=separator))


def names(file: Path) -> Sequence[str]:
    return [one["Order number"] for one in read(file)]


def test_a_row_holds_what_is_asked_for_most(desk: Desk, ids: dict[str, OrderId], file: Path) -> None:
    view = orders.show(desk, ids["1"])
    assert write_table(desk, Table(file=file, orders=[ids["1"]]), SAY) == 1
    (row,) = read(file)
    assert (row["Account"], row["Order number"], row["Name"]) == ("Shop", view.number, view.recipient.name)
    assert row["Total"] == str(view.totals.total.decimal).replace(".", ",")
    assert row["Currency"] == "EUR"
    assert row["Status"] == "To ship"
    assert "Internal notes" not in row


def test_notes_are_in_it_only_if_asked(desk: Desk, ids: dict[str, OrderId], file: Path) -> None:
    notes.add(desk, ids["1"], "schwieriger Kunde\nnicht anrufen")
    write_table(desk, Table(file=file), SAY)
    assert "schwierig" not in file.read_text(encoding="utf-8")
    write_table(desk, Table(file=file, notes=True, replace=True), SAY)
    told = {one["Order number"]: one["Internal notes"] for one in read(file)}
    assert told[orders.show(desk, ids["1"]).number] == "schwieriger Kunde\nnicht anrufen"
    assert min(told.values()) == ""
    documents = list(orders.everything(desk))
    assert not hasattr(documents[0], "notes")
    with_notes = [one for one in orders.everything(desk, notes=True) if isinstance(one, orders.ExportedWithNotes)]
    assert [note.text for one in with_notes for note in one.notes] == ["schwieriger Kunde\nnicht anrufen"]


def test_all_orders_come_newest_first_and_in_parts(
    desk: Desk, channel: FakeChannel, synced: Synced, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_AT_ONCE", 4)
    channel.page_size = 50
    channel.add(*many(10))
    synced()
    told: list[tuple[int, int]] = []
    assert write_table(desk, Table(file=file), SAY, lambda done, of: told.append((done, of))) == 10
    assert told == [(4, 10), (8, 10), (10, 10)]
    dates = [one["Ordered"] for one in read(file)]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+49", "-cmd", "@SUM(A1)", "\tx", " =1+1", "＝1"])
def test_a_name_that_a_spreadsheet_would_reckon_with_stays_a_name(name: str) -> None:
    assert exports._harmless(name) == f"'{name}"


@pytest.mark.parametrize(
    "name, written",
    [
        ("Müller;=cmd|'/C calc'!A0", "Müller;'=cmd|'/C calc'!A0"),
        ("Müller, @SUM(A1)", "Müller,' @SUM(A1)"),
        ("Müller\n=1+1", "Müller\n'=1+1"),
        ("M\0ller\x1b", "M ller "),
        ("\0=1+1", "' =1+1"),
    ],
)
def test_no_name_becomes_a_formula_where_cells_are_divided_otherwise(name: str, written: str) -> None:
    assert exports._harmless(name) == written


def test_numbers_and_plain_names_stay_as_they_are(desk: Desk, channel: FakeChannel, synced: Synced, file: Path) -> None:
    assert [exports._harmless(one) for one in PLAIN] == PLAIN
    made = order("1")
    channel.add(replace(made, buyer=replace(made.buyer, name='Müller; "Söhne"')))
    synced()
    write_table(desk, Table(file=file, separator=",", comma=False), SAY)
    assert [one["Name"] for one in read(file, ",")] == ['Müller; "Söhne"']


def test_an_existing_file_is_kept_unless_somebody_said_so(desk: Desk, ids: dict[str, OrderId], file: Path) -> None:
    assert ids
    file.write_text("mine")
    with pytest.raises(NotAllowed) as refused:
        write_table(desk, Table(file=file), SAY)
    assert refused.value.code == "file_exists"
    assert file.read_text() == "mine"


def test_stopped_it_leaves_no_file_and_no_half_of_one(desk: Desk, ids: dict[str, OrderId], file: Path) -> None:
    assert ids
    stop = threading.Event()
    stop.set()
    with pytest.raises(ExportStopped):
        write_table(desk, Table(file=file), SAY, stop=stop)
    assert list(file.parent.glob("*orders*")) == []
    assert list(file.parent.glob(".*orders*")) == []


def test_a_folder_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed) as refused:
        write_table(desk, Table(file=tmp_path / "gone" / "orders.csv"), SAY)
    assert refused.value.code == "file_not_written"


def test_a_name_too_long_for_the_disk_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed) as refused:
        write_table(desk, Table(file=tmp_path / f"{'x' * 300}.csv"), SAY)
    assert refused.value.code == "file_not_written"


def test_two_exports_to_one_file_do_not_mix(desk: Desk, ids: dict[str, OrderId], file: Path) -> None:
    assert ids

    def other(_done: int, _of: int) -> None:
        write_table(desk, Table(file=file, orders=[ids["1"]]), SAY)

    with pytest.raises(NotAllowed) as refused:
        write_table(desk, Table(file=file), SAY, other)
    assert refused.value.code == "file_exists"
    assert names(file) == [orders.show(desk, ids["1"]).number]
    assert list(file.parent.glob(".orders*")) == []


def test_what_a_killed_export_left_is_swept_up(desk: Desk, synced: Synced, tmp_path: Path) -> None:
    synced()
    name = own_name()
    place, _, start, lot = name.split(":")
    left, alive = tmp_path / ".orders-1.part", tmp_path / ".orders-2.part"
    for part in (left, alive):
        part.write_text("Müller")
    begun = {str(left): f"{place}:{2**22 + 1}:{start}:{lot}", str(alive): name}
    care.note(desk.store.place.folder, exports_begun=begun)
    write_table(desk, Table(file=tmp_path / "all.csv"), SAY)
    assert (left.exists(), alive.exists()) == (False, True)
    assert care.notes(desk.store.place.folder)["exports_begun"] == {str(alive): name}


# --- as a spreadsheet's own file -------------------------------------------------------------------------------------

_NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet(file: Path) -> list[list[tuple[str, str]]]:
    """Each cell's kind (text, number, date) and value, read from the bare file."""
    with zipfile.ZipFile(file) as packed:
        texts = ["".join(one.itertext()) for one in ET.fromstring(packed.read("xl/sharedStrings.xml"))]
        styles = ET.fromstring(packed.read("xl/styles.xml"))
        forms = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iterfind(".//s:numFmt", _NS)}
        of_style = [forms.get(one.get("numFmtId"), "") for one in styles.iterfind("s:cellXfs/s:xf", _NS)]
        body = ET.fromstring(packed.read("xl/worksheets/sheet1.xml"))
        assert body.find(".//s:f", _NS) is None, "no cell is a formula"
        return [
            [_cell(cell, texts, of_style) for cell in row.iterfind("s:c", _NS)]
            for row in body.iterfind(".//s:row", _NS)
        ]


def _cell(cell: ET.Element, texts: list[str], styles: list[str]) -> tuple[str, str]:
    value = cell.findtext("s:v", "", _NS)
    if cell.get("t") == "s":
        return "text", texts[int(value)]
    form = styles[int(cell.get("s", "0"))]
    return ("date" if "yy" in form else form or "number"), value


def test_a_spreadsheets_own_file_holds_numbers_dates_and_words(
    desk: Desk, channel: FakeChannel, synced: Synced, tmp_path: Path
) -> None:
    evil = '=HYPERLINK("http://example.org")'
    channel.add(order("1", placed_at=parse_utc("2026-03-01T22:30:00Z"), buyer=Buyer(name=evil, email="@SUM(1)")))
    channel.add(order("2", number="0815"))
    ids = synced()
    file = tmp_path / "orders.XLSX"
    berlin = timezone(timedelta(hours=1))
    wanted = Table(file=file, orders=[ids["1"], ids["2"]], zone=berlin)
    assert write_table(desk, wanted, SAY) == 2
    assert file.stat().st_mode & 0o777 == 0o600
    headers, first, second = sheet(file)
    assert [value for _, value in headers] == list(exports.HEADERS)
    told = dict(zip(exports.HEADERS, first, strict=False))
    assert told["Name"] == ("text", evil)
    assert told["E-mail"] == ("text", "@SUM(1)")
    assert told["Items"] == ("number", "3")
    assert told["Total"] == ("0.00", "64.60")
    kind, days = told["Ordered"]
    assert (kind, round((float(days) - 46082) * 24 * 60)) == ("date", 23 * 60 + 30), "the time on the wall in Berlin"
    assert dict(zip(exports.HEADERS, second, strict=False))["Order number"] == ("text", "0815"), "its zero stays"


def test_a_sheet_that_is_stopped_or_cannot_be_written_leaves_nothing(
    desk: Desk, ids: dict[str, OrderId], tmp_path: Path
) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(ExportStopped):
        write_table(desk, Table(file=tmp_path / "orders.xlsx"), SAY, stop=stop)
    with pytest.raises(NotAllowed, match="cannot be written"):
        write_table(desk, Table(file=tmp_path / "nowhere" / "orders.xlsx"), SAY)
    assert not list(tmp_path.glob("*orders*"))
    assert ids


def test_more_rows_than_a_sheet_takes_are_refused(
    desk: Desk, ids: dict[str, OrderId], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_sheet, "MOST_ROWS", len(ids) - 1)
    with pytest.raises(NotAllowed, match=r"\.csv"):
        write_table(desk, Table(file=tmp_path / "orders.xlsx"), SAY)
    assert not list(tmp_path.glob("*orders*"))
