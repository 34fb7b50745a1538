from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.changes import Changes, Kind
from desk.domain.errors import NotAllowed

IDS = st.frozensets(st.integers(1, 9))
SOME = st.dictionaries(st.sampled_from(Kind), IDS).map(lambda told: Changes(dict(told)))


@given(SOME, SOME)
def test_two_changes_join_and_neither_is_touched(one: Changes, other: Changes) -> None:
    before = dict(one.ids)
    both = one + other
    for kind in Kind:
        assert both.touches(kind) == one.touches(kind) | other.touches(kind)
    assert one.ids == before
    assert bool(both) is (bool(one) or bool(other))


def test_nothing_changed_is_false() -> None:
    assert not Changes()
    assert not Changes.of(Kind.ORDER, [])
    assert not Changes({Kind.ORDER: frozenset()})
    assert Changes.of(Kind.ORDER, [3, 3]).touches(Kind.ORDER) == {3}


def test_an_error_carries_a_sentence_for_people_and_a_detail_for_the_log() -> None:
    error = NotAllowed("Not now.", "row 7", code="later", left=2)
    assert (str(error), error.detail, error.code, error.facts) == ("Not now.", "row 7", "later", {"left": 2})
    assert NotAllowed("x").code == "not_allowed"
