"""Parcels from the command line: only for the order that was named, only with what was said."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path
from typing import cast

import pytest

from desk.cli.say import Count
from desk.services import shipments
from tests.cli.conftest import Call, Said
from tests.services.fakes import FakeChannel

DHL = "00340434161094015902"
UPS = "1Z999AA10123456784"


def results(said: Said) -> list[tuple[str, str]]:
    rows = cast("dict[str, list[dict[str, str]]]", said.document)["rows"]
    return [(row["number"], row["result"]) for row in rows]


def told(channel: FakeChannel) -> list[tuple[str, str]]:
    return [(one.order, one.number) for one in channel.journal]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "parcels.csv"


@pytest.mark.parametrize("reference", ["WB-2026-10001", "wb202610001", "#WB-2026-10001", "1"])
def test_a_parcel_goes_to_the_order_with_this_number_however_it_is_written(
    shop: Call, channel: FakeChannel, reference: str
) -> None:
    assert shop("ship", reference, "--number", DHL).status == 0
    assert shop("outbox", "push").status == 0
    assert told(channel) == [("1", DHL)]


@pytest.mark.parametrize("reference", ["10001", "WB-2026-1000", "SKU-11", "WB-2026-10003", ""])
def test_a_parcel_never_goes_to_an_order_that_only_looks_like_the_one_meant(
    shop: Call, file: Path, reference: str
) -> None:
    said = shop("ship", reference, "--number", DHL)
    assert (said.status, said.out) == (1 if reference else 2, "")
    file.write_text(f"order,number\n{reference},{DHL}\n")
    said = shop("ship", "--file", str(file), "--json")
    assert (said.status, results(said)) == (1, [(DHL, "blocked")])
    assert shop("outbox", "list", "--json").document == {"pushes": []}


def test_a_wrong_number_is_corrected_and_the_parcel_stays_one(shop: Call, channel: FakeChannel) -> None:
    shop("ship", "1", "--number", DHL)
    shop("outbox", "push")
    fresh = "00340434161094015919"
    said = shop("ship", "1", "--corrects", DHL, "--number", fresh, "--dry-run")
    assert (said.status, shop("outbox", "list", "--json").out.count(fresh)) == (0, 0)
    said = shop("ship", "1", "--corrects", DHL, "--number", fresh)
    assert (said.status, f"{DHL} -> DHL" in said.out) == (0, True)
    assert shop("outbox", "push").status == 0
    assert told(channel) == [("1", DHL), ("1", fresh)]
    assert [one.number for one in channel.order("1").shipments or ()] == [fresh]
    shown = shop("show", "1").out
    assert (DHL in shown.partition("History")[0], fresh in shown) == (False, True)


@pytest.mark.parametrize("more", [["--corrects", UPS], ["--corrects", DHL, "--line", "11=1"]])
def test_a_correction_of_no_parcel_or_of_what_is_inside_is_refused(shop: Call, more: list[str]) -> None:
    shop("ship", "1", "--number", DHL)
    shop("outbox", "push")
    said = shop("ship", "1", "--number", "00340434161094015919", *more)
    assert said.status in (1, 2)
    assert "00340434161094015919" not in shop("outbox", "list", "--json").out


def test_showing_still_takes_what_the_search_finds(shop: Call) -> None:
    assert "WB-2026-10001" in shop("show", "10001").out


def test_a_missing_number_is_wrong_usage(shop: Call) -> None:
    said = shop("ship", "WB-2026-10001")
    assert (said.status, said.out) == (2, "")
    assert "--number" in said.err


def test_what_stands_in_the_file_is_not_given_beside_it(shop: Call, file: Path) -> None:
    file.write_text(f"order,number\nWB-2026-10001,{DHL}\n")
    said = shop("ship", "--file", str(file), "--number", UPS)
    assert (said.status, said.out) == (2, "")


@pytest.mark.parametrize("dry", [["--dry-run"], []])
def test_several_parcels_of_an_order_need_their_lines(shop: Call, file: Path, dry: list[str]) -> None:
    file.write_text(f"order,number\nWB-2026-10001,{DHL}\nWB-2026-10001,{UPS}\nWB-2026-10002,{DHL}\n")
    said = shop("ship", "--file", str(file), "--json", *dry)
    done = "would be reported" if dry else "reported"
    assert results(said) == [(DHL, "blocked"), (UPS, "blocked"), (DHL, done)]
    assert said.err == "2 parcels are blocked; the reasons stand in their rows.\n"


def test_several_parcels_of_an_order_hold_what_their_rows_say(shop: Call, channel: FakeChannel, file: Path) -> None:
    file.write_text(
        "order;number;line;quantity\n"
        f"WB-2026-10001;{DHL};11;1\nWB-2026-10001;{DHL};12;1\nWB-2026-10001;{UPS};SKU-11;1\n"
    )
    assert shop("ship", "--file", str(file)).status == 0
    assert shop("outbox", "push").status == 0
    inside = {
        one.number: {part.remote_line_id: part.quantity for part in one.lines or ()}
        for one in channel.order("1").shipments or ()
    }
    assert inside == {DHL: {"11": 1, "12": 1}, UPS: {"11": 1}}
    again = shop("ship", "--file", str(file), "--json")
    assert (again.status, results(again)) == (0, [(DHL, "already reported"), (UPS, "already reported")])


def test_the_last_parcel_of_an_order_may_hold_the_rest(shop: Call, channel: FakeChannel, file: Path) -> None:
    file.write_text(f"order,number,line,quantity\nWB-2026-10001,{DHL},11,1\nWB-2026-10001,{UPS},,\n")
    dry = shop("ship", "--file", str(file), "--json", "--dry-run")
    assert results(dry) == [(DHL, "would be reported"), (UPS, "would be reported")]
    assert shop("ship", "--file", str(file)).status == 0
    assert shop("outbox", "push").status == 0
    inside = [
        {part.remote_line_id: part.quantity for part in one.lines or ()} for one in channel.order("1").shipments or ()
    ]
    assert inside == [{"11": 1}, {"11": 1, "12": 1}]
    file.write_text(f"order,number,line,quantity\nWB-2026-10002,{DHL},,\nWB-2026-10002,{UPS},21,1\n")
    said = shop("ship", "--file", str(file), "--json")
    assert results(said) == [(DHL, "blocked"), (UPS, "reported")]


def test_a_dry_run_counts_what_the_parcels_before_would_take(shop: Call, file: Path) -> None:
    file.write_text(f"order,number,line,quantity\nWB-2026-10002,{DHL},21,2\nWB-2026-10002,{UPS},21,2\n")
    for arguments, first in ((["--dry-run"], "would be reported"), ([], "reported")):
        said = shop("ship", "--file", str(file), "--json", *arguments)
        assert results(said) == [(DHL, first), (UPS, "blocked")]


@pytest.mark.parametrize("rows", [f"WB-2026-10001,{DHL},,1", f"WB-2026-10001,{DHL},11,1\nWB-2026-10001,{DHL},,"])
def test_a_quantity_without_its_line_never_means_everything(shop: Call, file: Path, rows: str) -> None:
    file.write_text(f"order,number,line,quantity\n{rows}\n")
    said = shop("ship", "--file", str(file), "--json")
    assert (said.status, results(said)) == (1, [(DHL, "blocked")])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"\x00\x01\x02binary",
        "order,number\n".encode("utf-16"),
        b'order,number\n"WB-2026-10001,1\nWB-2026-10002,2\n',
        b"order,number\n" + b"x" * 200_000 + b",1\n",
    ],
    ids=["empty", "other columns", "binary", "utf-16", "quote never closed", "one huge field"],
)
def test_a_file_that_is_none_of_parcels_is_told_in_one_sentence(shop: Call, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    said = shop("ship", "--file", str(file), "--json")
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("parcels.csv ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_sheet_saved_in_germany_is_read(shop: Call, channel: FakeChannel, file: Path, encoding: str) -> None:
    text = f"Bestellnummer;Versanddienst;Sendungsnummer\r\nWB-2026-10001;Österreichische Post;{DHL}\r\n\r\n"
    file.write_bytes(text.encode(encoding))
    assert shop("ship", "--file", str(file)).status == 0
    assert shop("outbox", "push").status == 0
    assert [one.carrier for one in channel.order("1").shipments or ()] == ["Österreichische Post"]


def unknown(file: Path, count: int) -> None:
    file.write_text("order,number\n" + "".join(f"NO-{at},{DHL}{at}\n" for at in range(count)))


def one_each(order: str, line: str, count: int) -> str:
    """Rows of parcels with one piece each."""
    return "".join(f"{order},1Z999AA1012345678{at},{line},1\n" for at in range(count))


def test_unknown_orders_are_told_row_by_row(shop: Call, file: Path) -> None:
    unknown(file, 30)
    said = shop("ship", "--file", str(file), "--json")
    assert [result for _, result in results(said)] == ["blocked"] * 30


@pytest.mark.parametrize("slow", [True, False])
def test_what_lasts_tells_how_far_it_is(shop: Call, file: Path, monkeypatch: pytest.MonkeyPatch, slow: bool) -> None:
    if slow:
        monkeypatch.setattr(Count, "_FIRST", 0.0)
        monkeypatch.setattr(Count, "_NEXT_LINE", 0.0)
    else:
        monkeypatch.setattr(Count, "_FIRST", 600.0)
    file.write_text(f"order,number,line,quantity\n{one_each('WB-2026-10002', '21', 3)}")
    said = shop("ship", "--file", str(file), "--json")
    counted = ["1 of 3 parcels", "2 of 3 parcels", "3 of 3 parcels"] if slow else []
    assert (said.status, said.err.splitlines()) == (0, counted)


def test_in_a_terminal_the_count_stays_in_its_line_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", stream := Terminal())
    monkeypatch.setattr(Count, "_FIRST", 0.0)
    monkeypatch.setattr(Count, "_NEXT", 0.0)
    count = Count("parcels", 10)
    count.at(9)
    count.at(10)
    count.close()
    assert stream.getvalue() == "\r9 of 10 parcels\r10 of 10 parcels\r" + " " * 16 + "\r"


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_between_two_parcels_keeps_and_tells_what_is_done(
    shop: Call, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(f"order,number\nWB-2026-10001,{DHL}\nWB-2026-10002,{UPS}\n")
    confirm = shipments.confirm
    done: list[object] = []

    def second_is_interrupted(*arguments: object, **more: object) -> object:
        if done:
            signal.raise_signal(signal.SIGINT)
        done.append(arguments)
        return confirm(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(shipments, "confirm", second_is_interrupted)
    said = shop("ship", "--file", str(file), "--json")
    assert (said.status, results(said)) == (1, [(DHL, "reported")])
    assert said.err == "Stopped. What was done so far is kept; the next run goes on from there.\n"
    monkeypatch.undo()
    again = shop("ship", "--file", str(file), "--json")
    assert (again.status, results(again)) == (0, [(DHL, "already reported"), (UPS, "reported")])


def test_each_row_ends_in_the_file_of_results_and_no_cell_is_a_formula(shop: Call, file: Path, tmp_path: Path) -> None:
    file.write_text(f"order,number,carrier\nWB-2026-10001,{DHL},\n=HYPERLINK(1),{UPS},\nWB-2026-10002,1Z1,@Boten\n")
    out = tmp_path / "results.csv"
    said = shop("ship", "--file", str(file), "--result", str(out), "--json")
    assert said.status == 1
    text = out.read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == "row;order;number;carrier;account;result;reason"
    assert lines[1].startswith(f"2;WB-2026-10001;{DHL};DHL Paket;")
    assert lines[1].endswith(";reported;")
    assert lines[2].startswith(f"3;'=HYPERLINK(1);{UPS};")
    assert ";'@Boten;" in lines[3]
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.split(";"))


def test_a_result_file_that_cannot_be_written_stops_before_anything_is_reported(
    shop: Call, file: Path, tmp_path: Path
) -> None:
    file.write_text(f"order,number\nWB-2026-10001,{DHL}\n")
    said = shop("ship", "--file", str(file), "--result", str(tmp_path / "none" / "results.csv"))
    assert (said.status, said.err.count("\n")) == (1, 1)
    assert shop("outbox", "list", "--json").document == {"pushes": []}
    assert shop("ship", "WB-2026-10001", "--number", DHL, "--result", "x.csv").status == 2


def test_a_file_is_read_in_every_dress_a_spreadsheet_gives_it(shop: Call, file: Path) -> None:
    rows = [("Auftrags-Nr.", "Trackingnummer"), ("WB-2026-10001", DHL)]
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "latin-1"):
        for sign in ("\t", ";", ","):
            file.write_bytes("\r\n".join(sign.join(row) for row in rows).encode(encoding))
            said = shop("ship", "--file", str(file), "--json", "--dry-run")
            assert (said.status, results(said)) == (0, [(DHL, "would be reported")]), (encoding, sign)
