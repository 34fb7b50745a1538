"""`desk return list/export/photo/exchange/parcel/bulk` and `desk task`, over a channel in memory."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk.domain.cases import CaseLine
from desk.domain.orders import Buyer, ShippingFacet
from tests.cli.conftest import Call, document
from tests.services.fake_deeds import CAN_ALL, DeedChannel, case
from tests.support.orders import line, order, parcel
from tests.support.pictures import png

PARCEL = "00340434161094042557"
PAGE = "https://channel.example.org/returns/5001"


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel(capabilities=replace(CAN_ALL, answers_returns=None))
    for name in ("1", "2", "3"):
        made.add(
            order(
                name,
                number=f"WB-{name}",
                buyer=Buyer(name='=HYPERLINK("http://evil.example")' if name == "2" else "Ada"),
                lines=(line("11", 2), line("12", 1)),
                shipping=ShippingFacet.SHIPPED,
                shipments=(parcel(f"{PARCEL[:-1]}{name}"),),
            )
        )
    told = case(order="1", lines=(CaseLine(remote_line="12", title="Lid", quantity=1),), open_in_channel=PAGE)
    made.put_case(replace(told, channel_reason="TOO_SHINY"))
    return made


def ended(told: Any) -> list[str]:
    return [one["result"] for one in told["rows"]]


def test_what_the_channel_takes_from_no_program_is_listed_and_ticked_off(shop: Call) -> None:
    number = document(shop, "return", "list")["returns"][0]["number"]
    assert document(shop, "return", "step", number, "approve")["state"] == "APPROVED"
    listed = shop("task", "list").out
    assert PAGE in listed
    assert "Approve the return in the channel" in listed
    (task,) = document(shop, "task", "list")["tasks"]
    assert f"task {task['id']}" in shop("return", "show", number).out
    assert document(shop, "return", "list", "--tasks")["total"] == 1
    assert document(shop, "task", "done", str(task["id"]))["left"] == 0
    assert "by Ada" in shop("task", "list", "--done").out
    assert shop("task", "again", str(task["id"])).status == 0
    assert len(document(shop, "task", "list")["tasks"]) == 1
    assert shop("task", "done", "4711").status == 1


def test_a_list_is_filtered_and_a_code_of_the_channel_given_its_meaning(shop: Call) -> None:
    assert "unknown reason TOO_SHINY" in shop("return", "list", "--unmapped").out
    assert document(shop, "return", "list", "--reason", "TOO_SHINY")["total"] == 1
    seen = document(shop, "return", "list", "--group", "announced", "--text", "wb-1", "--sort", "opened")
    assert (seen["total"], seen["groups"]["announced"]) == (1, 1)
    assert document(shop, "return", "list", "--group", "done")["returns"] == []
    account = seen["returns"][0]["account_name"]
    told = document(shop, "return", "reasons", "--account", account, "--map", "TOO_SHINY=style-color")
    assert told["unmapped"] == []
    assert document(shop, "return", "list", "--reason", "style-color")["total"] == 1
    refused = shop("return", "list", "--reason", "NONSENSE")
    assert refused.status != 0
    assert "No return has the reason NONSENSE" in refused.err
    assert "CHANGED_MIND" in refused.err
    for words in (("--group", "here"), ("--sort", "luck"), ("--state", "GONE")):
        assert shop("return", "list", *words).status == 2


def test_a_list_becomes_a_table_in_which_nothing_is_a_formula(shop: Call, tmp_path: Path) -> None:
    document(shop, "return", "open", "WB-2", "--reason", "other", "--arrived")
    file = tmp_path / "returns.csv"
    assert document(shop, "return", "export", str(file))["returns"] == 2
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert {row["Order number"]: row["Name"][:3] for row in rows} == {"WB-1": "Ada", "WB-2": "'=H"}
    assert {row["Value of the goods"] for row in rows} == {"19.90", "59.70"}
    assert shop("return", "export", str(file)).status == 1, "it is there already"
    sheet = tmp_path / "returns.xlsx"
    assert document(shop, "return", "export", str(sheet), "--group", "arrived")["returns"] == 1
    assert sheet.read_bytes().startswith(b"PK")


def test_pictures_are_kept_with_what_they_show_and_come_out_as_they_were(shop: Call, tmp_path: Path) -> None:
    picture, trap = tmp_path / "box.png", tmp_path / "trap.png"
    picture.write_bytes(png())
    trap.write_bytes(b"<svg/>")
    number = document(shop, "return", "open", "WB-2", "--arrived")["number"]
    looked_at = ("return", "inspect", number, "--line", "12", "--grade", "X")
    assert shop(*looked_at).status == 1
    assert "no picture that Desk keeps" in shop(*looked_at, "--photo", str(trap)).err
    assert shop(*looked_at, "--pieces", "5", "--photo", str(picture)).status == 1
    seen = document(shop, *looked_at, "--photo", str(picture))
    assert [one["name"] for one in seen["photos"]] == ["1.png"]
    assert seen["lines"][1]["counted"]["findings"][0]["photo"] == "1.png"
    out = tmp_path / "out"
    out.mkdir()
    assert len(document(shop, "return", "photo", number, "--add", str(picture), "--save", str(out))["photos"]) == 2
    assert {one.read_bytes() for one in out.iterdir()} == {png()}
    assert shop("return", "photo", number, "--save", str(out)).status == 1
    assert shop("return", "photo", number, "--add", str(tmp_path / "none.png")).status == 1


def test_what_goes_out_instead_is_noted_with_its_price(shop: Call, channel: DeedChannel) -> None:
    number = document(shop, "return", "open", "WB-2", "--arrived")["number"]
    assert shop("return", "inspect", number, "--grade", "A").status == 0
    sent = ("return", "exchange", number, "--carrier", "DHL", "--parcel", PARCEL, "--back", "5")
    seen = document(shop, *sent)
    assert (seen["state"], seen["exchange"]["difference"]["minor"]) == ("EXCHANGE_SENT", -500)
    assert shop("outbox", "push").status == 0
    assert channel.did == ["refund 2 5.00 EUR"]
    assert shop("return", "exchange", number, "--paid").status == 1
    assert shop("return", "exchange", number, "--pays", "1", "--back", "1").status == 2


def test_a_parcel_of_nobody_is_kept_until_somebody_knows_whose_it_is(shop: Call) -> None:
    assert [one["number"] for one in document(shop, "return", "parcel", f"{PARCEL[:-1]}3")["orders"]] == ["WB-3"]
    assert "Keep it with --keep" in shop("return", "parcel", "nothing").out
    kept = document(shop, "return", "parcel", f"{PARCEL[:-1]}3", "--keep", "--note", "No slip")["parcel"]
    assert f"{kept['id']}" in shop("return", "parcels").out
    which = str(kept["id"])
    assert shop("return", "match", which).status == 2
    assert shop("return", "match", which, "--order", "WB-3").status == 2
    seen = document(shop, "return", "match", which, "--order", "WB-3", "--line", "12=1")
    assert (seen["state"], seen["order_number"], seen["parcel"]) == ("RECEIVED", "WB-3", f"{PARCEL[:-1]}3")
    assert document(shop, "return", "parcels")["parcels"] == []
    assert shop("return", "match", which, "--nobody").status == 1


def test_the_figures_tell_how_much_of_what_left_comes_back(shop: Call) -> None:
    document(shop, "return", "open", "WB-2", "--line", "11=1", "--reason", "defective", "--arrived")
    told = document(shop, "return", "stats", "--since", "2026-01-01", "--until", "2027-01-01")
    assert (told["shipped"], told["returned"]) == (9, 2)
    assert told["reasons"] == {"TOO_SHINY": 1, "DEFECTIVE": 1}
    (country,) = told["countries"]
    assert (country["key"], country["shipped"], country["rate"]) == ("DE", 9, 0.2222)
    assert "22.2 %" in shop("return", "stats", "--since", "2026-01-01", "--until", "2027-01-01").out
    for words in (("--since", "yesterday"), ("--since", "2026-02-01", "--until", "2026-01-01")):
        assert shop("return", "stats", *words).status == 2


def test_a_table_does_one_deed_and_says_how_each_row_ended(shop: Call, tmp_path: Path) -> None:
    numbers = [document(shop, "return", "open", name)["number"] for name in ("WB-2", "WB-3")]
    table, results = tmp_path / "returns.csv", tmp_path / "ended.csv"
    table.write_text("return\n" + "\n".join((*numbers, "RT-1")), encoding="utf-8")
    shown = shop("--json", "return", "bulk", str(table), "--do", "approve", "--dry-run")
    assert shown.status == 1
    assert ended(shown.document) == ["ready", "ready", "blocked"]
    done = shop("return", "bulk", str(table), "--do", "approve", "--results", str(results))
    assert done.status == 1
    assert "2 returns" in done.out
    with results.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    assert [(one["result"], one["reason"]) for one in rows] == [
        ("queued", ""),
        ("queued", ""),
        ("blocked", "There is no such return."),
    ]
    again = shop("--json", "return", "bulk", str(table), "--do", "approve").document
    assert ended(again) == ["already", "already", "blocked"]
    assert shop("return", "bulk", str(table), "--do", "decline").status == 2, "the buyer has to be told why"
    assert shop("return", "bulk", str(table), "--do", "burn").status == 2
