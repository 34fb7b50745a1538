"""Simulators that are forked from one warm Python are processes of their own: each keeps its own traffic."""

from pathlib import Path

import pytest
import requests

from connectors.simulation import traffic
from connectors.simulation.world import DEFAULT_NOW
from drills.clock import DrillTime
from drills.simulators import Wanted, start_all


def test_each_keeps_its_traffic_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "traffic"
    told.mkdir()
    monkeypatch.setenv(traffic.ENVIRONMENT, str(told))
    time = DrillTime(tmp_path / "clock.json", DEFAULT_NOW, 8.0)
    wanted = [Wanted(name=name, kind="woocommerce", seed=1, orders=1, options={}) for name in ("one", "other")]
    with (tmp_path / "log").open("wb") as log:
        one, other = start_all(wanted, time.file, log)
        for asked, times in ((one, 1), (other, 2)):
            for _ in range(times):
                assert requests.get(f"{asked.url}/wp-json/wc/v3/orders", timeout=10).status_code == 401
        one.stop()
        assert requests.get(f"{other.url}/wp-json/wc/v3/orders", timeout=10).status_code == 401
        other.stop()
    lines = {int(file.stem): len(file.read_text().splitlines()) for file in told.glob("*.jsonl")}
    assert lines == {one.process.pid: 1, other.process.pid: 3}
    assert (one.process.returncode, other.process.returncode) == (0, 0)
