"""Time comes from the drill's file where there is one; the journal keeps every effect in its sequence."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.simulation.clock import CLOCK_VARIABLE, SimulationClock, parse_instant
from connectors.simulation.journal import CLIENT, SHOP, Journal
from connectors.simulation.wire import WireRequest

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def write_clock(file: Path, drill: datetime) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({"real": 0, "drill": drill.timestamp(), "rate": 0}), encoding="utf-8")
    os.replace(fresh, file)  # noqa: PTH105 - as the driving process does it


def test_drill_time_is_read_at_each_call(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    write_clock(file, AT)
    clock = SimulationClock(file)
    assert clock.now() == AT
    later = datetime(2027, 1, 1, tzinfo=UTC)
    write_clock(file, later)
    assert clock.now() == later


def test_the_rate_makes_weeks_pass(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    file.write_text(json.dumps({"real": 0.0, "drill": 0.0, "rate": 2.0}), encoding="utf-8")
    real = SimulationClock().epoch()
    assert SimulationClock(file).epoch() == pytest.approx(2 * real, abs=20)


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_clock(tmp_path / "clock.json", AT)
    clock = SimulationClock()
    assert clock.source == "real"
    monkeypatch.setenv(CLOCK_VARIABLE, str(tmp_path / "clock.json"))
    assert clock.now() == AT


def test_a_broken_clock_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="needs the numbers real, drill and rate"):
        SimulationClock(tmp_path / "clock.json").now()


def test_an_offset_moves_the_clock(tmp_path: Path) -> None:
    write_clock(tmp_path / "clock.json", AT)
    clock = SimulationClock(tmp_path / "clock.json", offset=90)
    clock.advance(30)
    assert (clock.now() - AT).total_seconds() == 120
    clock.set_now(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.now() == datetime(2020, 1, 1, tzinfo=UTC)


def test_an_instant_needs_its_offset() -> None:
    assert parse_instant("2026-11-20T13:00:00+01:00") == AT
    with pytest.raises(ValueError, match="no offset"):
        parse_instant("2026-11-20T13:00:00")


def test_the_journal_numbers_effects_and_tells_whose_they_are(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    sent = WireRequest("PUT", "/orders/1", "", {}, b"{}", secure=False, at=AT)
    journal.record(AT, "status_set", {"order_id": 1}, sent)
    journal.record(AT, "order_paid", {"order_id": 2}, None)
    assert [(entry.seq, entry.actor, entry.method) for entry in journal.since(0)] == [(1, CLIENT, "PUT"), (2, SHOP, "")]
    assert [entry.deed for entry in journal.since(1)] == ["order_paid"]
    assert len(journal.since(0)[0].body_digest) == 64
    kept = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["deed"] for entry in kept] == ["status_set", "order_paid"]
