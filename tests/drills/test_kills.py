"""A drill kills Desk at least as often in sending as elsewhere, wherever a kill really falls."""

from random import Random
from types import SimpleNamespace
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from drills.feed_steps import CHECKING, LOSING, FeedKilling
from drills.kills import LEAST, OTHERS, SENDING, Kills
from drills.stage import Stage


@given(st.integers(LEAST, 40), st.lists(st.sampled_from([*SENDING, *OTHERS]), max_size=40), st.randoms())
@settings(max_examples=25)
def test_half_of_them_fall_into_sending_once_all_that_are_due_were_made(
    wanted: int, strays: list[str], dice: Random
) -> None:
    """`strays` fell elsewhere than they were meant for; then what is still due is made."""
    kills = Kills(wanted, dice)
    for stray in strays:
        kills.hit(stray)
    while (moment := kills.take(*SENDING, *OTHERS)) is not None:
        kills.hit(moment)
    assert kills.missed() == []


def test_with_moments_of_ones_own_no_other_is_asked_for() -> None:
    kills = Kills(3, Random(1), only=("waiting",))
    while (moment := kills.take(*SENDING, *OTHERS)) is not None:
        assert moment == "waiting"
        kills.hit(moment)
    assert kills.done == 3


def test_while_the_look_for_a_lost_feed_is_still_to_come_another_feed_may_be_lost() -> None:
    kills = Kills(2, Random(1), only=(LOSING, CHECKING), sending=(LOSING, CHECKING))
    feeds = FeedKilling(cast(Stage, SimpleNamespace(kills=kills, desk=None, dice=None)))
    kills.hit(LOSING)
    assert (kills.left(LOSING), feeds.wants(LOSING), feeds.wants(CHECKING)) == (0, True, True)
    kills.hit(CHECKING)
    assert (feeds.wants(LOSING), feeds.wants(CHECKING)) == (False, False)
