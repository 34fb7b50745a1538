"""The drill ship holds; without one of the safeties that it is there for, the same drill fails."""

import random
import sys
from pathlib import Path

import pytest

from drills import ship
from drills.result import Result

HERE = Path(__file__).parent
SCALE, KILLS = 0.1, 10
# A busy machine may take some times as long as a quiet one.
pytestmark = pytest.mark.timeout(600)


def drill(folder: Path, seed: int, program: tuple[str, ...] | None = None) -> Result:
    print(f"python run.py drill ship --seed {seed} --scale {SCALE} --kills {KILLS}")
    more = {} if program is None else {"program": program}
    return ship.run(seed=seed, scale=SCALE, kills=KILLS, folder=folder, tell=print, **more)


def test_it_holds(tmp_path: Path) -> None:
    result = drill(tmp_path, seed=1)
    assert result.reasons() == []
    assert result.holds
    told = result.document()
    assert told["doubled"] == told["lost"] == told["failed"] == told["unclear"] == 0
    assert told["kills"] == sum(told["kills_by_state"].values()) >= KILLS
    assert min(told["kills_by_state"].values()) >= 1
    assert min(told["faults"].values()) >= 1
    assert told["confirmed"] > 20


def test_it_holds_under_any_seed(tmp_path: Path) -> None:
    result = drill(tmp_path, seed=random.SystemRandom().randrange(2, 1_000_000))
    assert result.reasons() == []


@pytest.mark.parametrize(
    "safety, found",
    [("without_look", "doubled"), ("cursor_ahead", "differences"), ("without_overlap", "differences")],
)
def test_its_twin_without_a_safety_fails(tmp_path: Path, safety: str, found: str) -> None:
    result = drill(tmp_path, seed=1, program=(sys.executable, str(HERE / f"{safety}.py")))
    assert getattr(result.judgement, found), result.reasons()
    assert not result.holds
