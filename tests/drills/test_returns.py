"""The drill returns holds; without the look for a refund that may have arrived, a return's money goes back twice."""

import random
import sys
from pathlib import Path

import pytest

from drills import returns
from drills.stage import Terms

HERE = Path(__file__).parent
SCALE = 0.1
# A busy machine may take some times as long as a quiet one.
pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("seed", [1, None], ids=["the first seed", "any seed"])
def test_it_holds(tmp_path: Path, seed: int | None) -> None:
    """Under the seed that everybody knows, and under one that is drawn and printed (DRILLS D2)."""
    drawn = random.SystemRandom().randrange(2, 1_000_000) if seed is None else seed
    print(f"python run.py drill returns --seed {drawn} --scale {SCALE} --kills {returns.LEAST}")
    result = returns.run(Terms(seed=drawn, scale=SCALE, kills=returns.LEAST, folder=tmp_path, tell=print))
    assert result.reasons() == []
    told = result.document()
    assert told["doubled"] == told["lost"] == told["unclear"] == 0
    assert told["kills"] == sum(told["kills_by_state"].values()) >= returns.LEAST
    assert min(told["kills_by_state"].values()) >= 1
    assert min(told["faults"].values()) >= 1
    assert told["confirmed"] >= 40


def test_without_a_look_a_returns_money_goes_back_twice(tmp_path: Path) -> None:
    program = (sys.executable, str(HERE / "without_refund_look.py"))
    only = ("sending_after_effect",)
    result = returns.run(Terms(seed=1, scale=0.02, kills=2, folder=tmp_path, program=program, only=only, tell=print))
    assert any(one.startswith("refund_order") for one in result.judgement.doubled), result.reasons()
    assert not result.holds
