"""Owns which state, parcel and carrier a return of ours takes over from the channel's case of it. Pure.

A state that the channel reports is taken over from any state of ours, but never back: what was received or inspected
here stays so, whatever the channel still believes of the parcel (DOMAIN 4.1).
"""

from __future__ import annotations

from dataclasses import replace

from desk.domain.cases import CaseState
from desk.domain.return_states import ReturnState
from desk.store.cases import StoredCase
from desk.store.returns import StoredReturn

_GOODS_COME = (
    ReturnState.REQUESTED,
    ReturnState.APPROVED,
    ReturnState.LABEL_ISSUED,
    ReturnState.IN_TRANSIT,
    ReturnState.IN_CUSTOMS,
    ReturnState.DELIVERED_TO_US,
)
"""In this order until the goods are here; then only we know more."""
_HERE = frozenset(
    {ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.IN_REPAIR, ReturnState.REJECTED_AFTER_INSPECTION}
)
_MONEY = frozenset({ReturnState.REFUND_PENDING, ReturnState.REFUNDED})


def state_of(case: StoredCase) -> ReturnState | None:
    """Ours for the channel's; None where the channel's word is none that Desk knows."""
    return None if case.told.state is CaseState.UNKNOWN else ReturnState(case.told.state)


def taken_over(ours: StoredReturn, case: StoredCase) -> StoredReturn:
    """Our return as the channel's case moves it on."""
    carrier = case.told.carrier or ours.carrier
    after = replace(ours, parcel=case.told.number or ours.parcel, carrier=carrier)
    state = state_of(case)
    if state is None or state is ours.state or not _goes_on(ours.state, state):
        return after
    return replace(after, state=state)


def _goes_on(ours: ReturnState, theirs: ReturnState) -> bool:
    if theirs in _GOODS_COME:
        return ours in _GOODS_COME and _GOODS_COME.index(theirs) > _GOODS_COME.index(ours)
    if theirs in _MONEY:
        # An early or automatic refund leaves receipt and inspection open: money is a facet of its own.
        return ours is ReturnState.REFUND_PENDING and theirs is ReturnState.REFUNDED
    if ours in _HERE:
        return theirs in (ReturnState.ESCALATED, ReturnState.CLOSED)
    return True
