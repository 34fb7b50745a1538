"""Owns the moments of Amazon's feeds at which a drill kills Desk, and how it is brought to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from drills.amazon import Amazon
from drills.clock import until
from drills.killing import Killing
from drills.kills import OTHERS
from drills.simulators import Wanted
from drills.truth import Hold

_FEEDS = "/feeds/2021-06-30"
_BUCKET = "/tortuga"
CREATE_FEED = f"{_FEEDS}/feeds"
LOSING, CHECKING = "submitting_unheard", "checking"

PARCELS: Mapping[str, Hold] = {
    "parcel_before_effect": Hold(when="before", method="POST", path_contains="/shipmentConfirmation"),
    "parcel_after_effect": Hold(when="after", method="POST", path_contains="/shipmentConfirmation"),
}
FRESH: Mapping[str, Hold] = {
    "prepared": Hold(when="before", method="POST", path_contains=f"{_FEEDS}/documents"),
    "uploading": Hold(when="before", method="PUT", path_contains=_BUCKET),
    "uploaded": Hold(when="after", method="PUT", path_contains=_BUCKET),
    "submitting": Hold(when="before", method="POST", path_contains=CREATE_FEED),
    LOSING: Hold(when="after", method="POST", path_contains=CREATE_FEED),
    "submitted": Hold(when="before", method="GET", path_contains=f"{CREATE_FEED}/"),
}
"""While a new feed is made. Of *submitting*, the first has made no feed, the second has, and nobody was told."""
RUNNING: Mapping[str, Hold] = {
    "polling": Hold(when="after", method="GET", path_contains=f"{CREATE_FEED}/"),
    "before_report": Hold(when="before", method="GET", path_contains=f"{_FEEDS}/documents/"),
}
BOOKING: Mapping[str, Hold] = {
    "before_finances": Hold(when="before", method="GET", path_contains="/finances/2024-06-19/transactions"),
}
_CHECK = Hold(when="before", method="GET", path_contains=f"{CREATE_FEED}?")
STEPS: Mapping[str, Hold] = {**PARCELS, **FRESH, CHECKING: _CHECK, **RUNNING, **BOOKING}
LEAST = len(STEPS) + len(OTHERS)
_SLOW = {"report_seconds": "600"}
_WITHIN, _GLANCE = 15.0, 0.02


class Account(Amazon):
    """The account of this drill: a moment of sending is a step of a feed, or of a parcel."""

    def wanted(self, seed: int, orders: int) -> tuple[Wanted, ...]:
        return tuple(replace(one, options=_SLOW) for one in super().wanted(seed, orders))

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        return STEPS[moment] if moment in STEPS else super().hold(shop, moment, nth)


class FeedKilling(Killing):
    """Kills Desk at the steps of its feeds."""

    def wants(self, moment: str) -> bool:
        """Whether Desk is to die there: at each step once, and once more in losing a feed, while the look for one is
        still to come. The weather may have let the look for the first pass by.
        """
        return bool(self.kills.left(moment)) or (moment == LOSING and bool(self.kills.left(CHECKING)))

    def step(self, moment: str) -> None:
        if not self.wants(moment):
            return
        if moment == "uploaded":
            self._once_uploaded()
        else:
            self.at(moment)

    def _once_uploaded(self) -> None:
        """It has heard that the document lies there and begins to write that down; the next request is held."""
        simulator = self.stage.all[0]
        first, fence = STEPS["uploaded"], STEPS["submitting"]
        simulator.hold(first.when, first.method, first.path_contains, first.nth)
        child = self.desk.start("outbox", "push", "--account", simulator.name)
        until(lambda: not child.running() or simulator.holding(), _WITHIN, _GLANCE)
        moment = ""
        if simulator.holding():
            before, held = self.desk.written(), simulator.held_total()
            simulator.hold(fence.when, fence.method, fence.path_contains, fence.nth)
            until(lambda: self.desk.written() != before or not child.running(), _WITHIN)
            if child.kill():
                moment = "submitting" if simulator.held_total() > held else "uploaded"
        simulator.release()
        self.desk.finish(child)
        if moment:
            self.kills.hit(moment, simulator.kind)
            self.after()
