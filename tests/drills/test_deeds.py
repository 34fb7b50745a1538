"""The drills of one channel's deeds hold; without the look for what may have arrived, money goes back twice."""

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from drills import amazon_month, feed_steps, fortnight, month
from drills.result import Result
from drills.stage import Terms

HERE = Path(__file__).parent
SCALE = 0.1
# A busy machine may take some times as long as a quiet one.
pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True, kw_only=True)
class Drill:
    """One channel's, and its twin: which look it goes without, and where it dies for its sake."""

    run: Callable[[Terms], Result]
    kills: int
    least_confirmed: int
    killed_in: frozenset[str] = frozenset()
    twin: str = "without_refund_look.py"
    twin_kills: int = 10
    dies: str = "sending_after_effect"


DRILLS = {
    "amazon": Drill(
        run=amazon_month.run,
        kills=feed_steps.LEAST,
        least_confirmed=10,
        killed_in=frozenset(feed_steps.STEPS),
        twin="without_feed_look.py",
        twin_kills=3,
        dies="submitting_unheard",
    ),
    "ebay": Drill(run=fortnight.run, kills=10, least_confirmed=21),
    "woocommerce": Drill(run=month.run, kills=10, least_confirmed=21),
}


@pytest.mark.parametrize("seed", [1, None], ids=["the first seed", "any seed"])
@pytest.mark.parametrize("name", DRILLS)
def test_it_holds(tmp_path: Path, name: str, seed: int | None) -> None:
    """Under the seed that everybody knows, and under one that is drawn and printed (DRILLS D2)."""
    drill = DRILLS[name]
    drawn = random.SystemRandom().randrange(2, 1_000_000) if seed is None else seed
    print(f"python run.py drill {name} --seed {drawn} --scale {SCALE} --kills {drill.kills}")
    result = drill.run(Terms(seed=drawn, scale=SCALE, kills=drill.kills, folder=tmp_path, tell=print))
    assert result.reasons() == []
    told = result.document()
    assert told["doubled"] == told["lost"] == told["unclear"] == 0
    assert told["kills"] == sum(told["kills_by_state"].values()) >= drill.kills
    assert drill.killed_in < set(told["kills_by_state"])
    assert min(told["kills_by_state"].values()) >= 1
    assert min(told["faults"].values()) >= 1
    assert told["confirmed"] >= drill.least_confirmed


@pytest.mark.parametrize("name", DRILLS)
def test_without_a_look_money_goes_back_twice(tmp_path: Path, name: str) -> None:
    drill = DRILLS[name]
    terms = Terms(
        seed=1,
        scale=SCALE,
        kills=drill.twin_kills,
        folder=tmp_path,
        program=(sys.executable, str(HERE / drill.twin)),
        only=(drill.dies,),
        tell=print,
    )
    result = drill.run(terms)
    assert any(one.startswith("refund_order") for one in result.judgement.doubled), result.reasons()
    assert not result.holds
