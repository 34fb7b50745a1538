"""Owns which fault befalls which simulator in which round of a drill, so that each profile is met."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from drills.simulators import Simulator

PROFILES = (
    "throttle",
    "server_html",
    "maintenance",
    "cut_body",
    "slow_body",
    "warning_before_json",
    "empty_200",
    "deed_done_no_answer",
    "deed_done_reset",
    "token_expired",
    "token_repeated",
    "page_shift",
    "late_record",
    "unknown_enum",
    "missing_field",
    "foreign_record",
    "clock_skew",
    "channel_moved",
)
METHODS = ("GET", "POST", "PUT")
# These befall reading or writing alike; which of both is drawn.
_EITHER = (*PROFILES[:7], "token_expired", "clock_skew")
_QUICK = {"throttle": 0.01, "server_html": 0.01, "cut_body": 0.01, "warning_before_json": 0.02, "deed_done_reset": 0.02}


class Weather:
    """Deals the profiles like cards, so that none is left out for long."""

    def __init__(self, dice: Random, methods: Sequence[str] = METHODS) -> None:
        """`methods` are those that the channel is asked by."""
        self._dice, self._methods = dice, tuple(methods)
        self._deck: list[str] = []

    def set_in(self, simulator: Simulator, count: int, late_record: dict[str, Any], *, storm: bool) -> None:
        """So many faults from the deck; and always a record that appears late, which a cursor must not pass by."""
        planned = [self._plan(profile, late_record) for profile in self._deal(count)]
        planned += [dict(late_record)] if late_record not in planned else []
        order: dict[str, Any] = {"planned": planned, "profiles": _QUICK if storm else {}}
        simulator.ask("faults", order)

    def _deal(self, count: int) -> list[str]:
        dealt = []
        for _ in range(count):
            if not self._deck:
                self._deck = list(PROFILES)
                self._dice.shuffle(self._deck)
            dealt.append(self._deck.pop())
        return dealt

    def _plan(self, profile: str, late_record: dict[str, Any]) -> dict[str, Any]:
        if profile == "late_record":
            return dict(late_record)
        plan: dict[str, Any] = {"profile": profile}
        if profile in _EITHER:
            plan |= {"method": self._dice.choice(self._methods), "skip": self._dice.randrange(3)}
        if profile == "token_expired" and self._dice.random() < 0.5:
            plan["count"] = 3  # long enough that no other way of signing helps
        return plan


def clear(simulators: Sequence[Simulator]) -> None:
    for simulator in simulators:
        simulator.ask("faults", {"clear": True, "release": True})


def hits(simulators: Sequence[Simulator]) -> dict[str, int]:
    counted = dict.fromkeys(PROFILES, 0)
    for simulator in simulators:
        for profile, count in simulator.hits().items():
            if profile in counted:
                counted[profile] += count
    return counted
