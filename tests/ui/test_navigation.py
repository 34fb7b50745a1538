"""Back and forward like a browser's."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.values import OrderId
from desk.ui.navigation import Area, History, Place


def place(number: int) -> Place:
    return Place(Area.SEARCH, "", OrderId(number))


def test_back_and_forward_lead_through_the_same_places() -> None:
    history = History()
    for number in (1, 2, 3):
        history.visit(place(number))
    assert history.back() == place(2)
    assert history.back() == place(1)
    assert history.back() is None
    assert history.here == place(1)
    assert history.forward() == place(2)
    assert history.forward() == place(3)
    assert history.forward() is None


def test_going_somewhere_new_forgets_what_lay_ahead() -> None:
    history = History()
    for number in (1, 2, 3):
        history.visit(place(number))
    history.back()
    history.visit(place(9))
    assert not history.can_go_forward
    assert history.back() == place(2)


def test_typing_corrects_the_place_and_is_no_step() -> None:
    history = History()
    history.correct(Place(Area.SEARCH, "m"))
    history.correct(Place(Area.SEARCH, "mü"))
    assert history.here == Place(Area.SEARCH, "mü")
    assert not history.can_go_back


@given(st.lists(st.integers(1, 5), max_size=200))
def test_fifty_steps_are_kept_and_none_twice_in_a_row(visited: list[int]) -> None:
    history = History()
    for number in visited:
        history.visit(place(number))
    trail = []
    here = history.here
    while here is not None:
        trail.append(here)
        here = history.back()
    assert len(trail) <= 50
    assert all(one != other for one, other in pairwise(trail))
    if visited:
        assert trail[0] == place(visited[-1])
