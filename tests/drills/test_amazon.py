"""The drill amazon holds; without the look for a feed that may have been made, money goes back twice."""

import random
import sys
from pathlib import Path

import pytest

from drills import amazon_month
from drills.feed_steps import LEAST, STEPS

HERE = Path(__file__).parent
SCALE = 0.1
# A busy machine may take some times as long as a quiet one.
pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("seed", [1, None], ids=["the first seed", "any seed"])
def test_it_holds(tmp_path: Path, seed: int | None) -> None:
    """Under the seed that everybody knows, and under one that is drawn and printed (DRILLS D2)."""
    drawn = random.SystemRandom().randrange(2, 1_000_000) if seed is None else seed
    print(f"python run.py drill amazon --seed {drawn} --scale {SCALE} --kills {LEAST}")
    result = amazon_month.run(seed=drawn, scale=SCALE, kills=LEAST, folder=tmp_path, tell=print)
    assert result.reasons() == []
    told = result.document()
    assert told["doubled"] == told["lost"] == told["unclear"] == 0
    assert told["kills"] == sum(told["kills_by_state"].values()) >= LEAST
    assert set(STEPS) < set(told["kills_by_state"])
    assert min(told["kills_by_state"].values()) >= 1
    assert min(told["faults"].values()) >= 1
    assert told["confirmed"] >= 10


def test_without_a_look_for_its_feed_money_goes_back_twice(tmp_path: Path) -> None:
    program = (sys.executable, str(HERE / "without_feed_look.py"))
    result = amazon_month.run(
        seed=1, scale=SCALE, kills=3, folder=tmp_path, program=program, only=("submitting_unheard",), tell=print
    )
    assert any(one.startswith("refund_order") for one in result.judgement.doubled), result.reasons()
    assert not result.holds
