from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain import clock as clocks
from desk.domain.clock import (
    DrillClock,
    ManualClock,
    SystemClock,
    as_instant,
    clock_from_environment,
    from_micros,
    parse_utc,
    to_micros,
    to_seconds,
)

NOON = parse_utc("2026-03-29T12:00:00Z")


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        as_instant(datetime(2026, 3, 29, 12))  # noqa: DTZ001 - naive on purpose


def test_an_instant_is_utc_whatever_zone_it_came_in() -> None:
    berlin = datetime(2026, 3, 29, 14, tzinfo=timezone(timedelta(hours=2)))
    assert as_instant(berlin) == NOON
    assert as_instant(berlin).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    ["2026-03-29T12:00:00", "2026-03-29T12:00:00Z", " 2026-03-29T14:00:00+02:00", "2026-03-29 12:00:00.000"],
)
def test_channels_times_are_read_as_utc(text: str) -> None:
    assert parse_utc(text) == NOON


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "29.03.2026"])
def test_nonsense_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_utc(text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_microseconds_keep_an_instant_exactly(moment: datetime) -> None:
    at = as_instant(moment)
    assert from_micros(to_micros(at)) == at
    assert to_seconds(at) == to_micros(at) // 1_000_000  # down, also before 1970


def drill(folder: Path, real: float, told: float, rate: float) -> Path:
    file = folder / "clock.json"
    fresh = folder / "clock.new"
    fresh.write_text(json.dumps({"real": real, "drill": told, "rate": rate}))
    fresh.replace(file)
    return file


def test_a_drill_tells_the_time_and_its_pace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1000.0)
    file = drill(tmp_path, real=990.0, told=5_000_000.0, rate=60.0)
    clock = DrillClock(file)
    assert clock.now() == clocks.from_seconds(5_000_600.0)
    assert clock.monotonic() == 5_000_600.0
    drill(tmp_path, real=1000.0, told=9_000_000.0, rate=1.0)  # the driver sets it forward
    assert clock.now() == clocks.from_seconds(9_000_000.0)


def test_waiting_in_a_drill_ends_when_its_clock_is_set_forward(tmp_path: Path) -> None:
    clock = DrillClock(drill(tmp_path, real=0.0, told=1000.0, rate=0.0))
    ended: list[bool] = []
    waiting = threading.Thread(target=lambda: ended.append(clock.wait(threading.Event(), 3600.0)))
    waiting.start()
    waiting.join(0.2)
    assert not ended, "time stands still, so the wait goes on"
    drill(tmp_path, real=0.0, told=5000.0, rate=0.0)
    waiting.join(60)
    assert ended == [False]


def test_waiting_ends_when_stopped(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert DrillClock(drill(tmp_path, real=0.0, told=0.0, rate=0.0)).wait(stop, 3600.0) is True
    assert SystemClock().wait(stop, 3600.0) is True
    assert ManualClock(NOON).wait(stop, 3600.0) is True
    assert SystemClock().wait(threading.Event(), 0.0) is False


def test_the_environment_chooses_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(clock_from_environment(), SystemClock)
    monkeypatch.setenv("DESK_CLOCK", str(drill(tmp_path, real=0.0, told=77.0, rate=0.0)))
    assert clock_from_environment().monotonic() == 77.0


def test_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(NOON)
    clock.advance(90)
    assert clock.now() - NOON == timedelta(seconds=90)
    assert clock.wait(threading.Event(), 30) is False
    assert clock.now() - NOON == timedelta(seconds=120)


def test_the_computers_clock_runs_forward_in_utc() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic() <= clock.monotonic()
