from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.pushes import GOING_STATES, OPEN_STATES, PushState, may_follow

HELD, WAITING, SENDING = PushState.HELD, PushState.WAITING, PushState.SENDING
FAILED, UNCLEAR, CONFLICT = PushState.FAILED, PushState.UNCLEAR, PushState.CONFLICT
CONFIRMED, RECALLED, APPROVAL = PushState.CONFIRMED, PushState.RECALLED, PushState.APPROVAL

ALLOWED = {
    (APPROVAL, WAITING), (APPROVAL, RECALLED),
    (HELD, WAITING), (HELD, RECALLED),
    (WAITING, SENDING), (WAITING, RECALLED), (WAITING, HELD),
    (SENDING, WAITING), (SENDING, CONFIRMED), (SENDING, FAILED), (SENDING, UNCLEAR), (SENDING, CONFLICT),
    (FAILED, WAITING), (FAILED, RECALLED),
    (CONFLICT, WAITING), (CONFLICT, RECALLED), (CONFLICT, CONFIRMED),
    (UNCLEAR, WAITING), (UNCLEAR, CONFIRMED), (UNCLEAR, RECALLED),
}  # fmt: skip


@pytest.mark.parametrize("state", PushState)
@pytest.mark.parametrize("following", PushState)
def test_a_push_goes_only_where_the_outbox_lets_it(state: PushState, following: PushState) -> None:
    assert may_follow(state, following) is ((state, following) in ALLOWED)


@given(st.lists(st.sampled_from(PushState), max_size=12))
def test_what_was_never_sending_is_confirmed_by_nobody(wishes: list[PushState]) -> None:
    """However states are asked for: a push is only confirmed after a call may have reached the channel."""
    state, was_sending = HELD, False
    for wish in wishes:
        if not may_follow(state, wish):
            continue
        state = wish
        was_sending = was_sending or state is SENDING
        if state is CONFIRMED:
            assert was_sending


def test_what_waits_for_a_second_person_neither_goes_nor_comes_back_by_itself() -> None:
    assert not may_follow(APPROVAL, SENDING)
    assert APPROVAL in OPEN_STATES - GOING_STATES
    assert not any(may_follow(state, APPROVAL) for state in PushState)


def test_what_is_settled_stays_settled() -> None:
    for settled in (CONFIRMED, RECALLED):
        assert not any(may_follow(settled, state) for state in PushState)
        assert settled not in OPEN_STATES


def test_once_sending_it_cannot_be_taken_back() -> None:
    assert not may_follow(SENDING, RECALLED)
    assert not may_follow(SENDING, HELD)
