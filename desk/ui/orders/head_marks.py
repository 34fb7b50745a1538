"""Owns which pills stand in the head of order 360: what the standings say, and what cases and days say besides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.domain.cases import CaseState
from desk.domain.push_states import PushState
from desk.domain.standing import Standing
from desk.ui.orders.alerts import NEAR_SECONDS, asked_to_cancel, most_urgent, rest_of
from desk.ui.orders.faces import Mark, late_mark
from desk.ui.theme.icons import Glyph

if TYPE_CHECKING:
    from desk.domain.clock import Instant
    from desk.domain.views import OrderView

_MOST = 2
_ON_THEIR_WAY = frozenset({PushState.HELD, PushState.WAITING, PushState.SENDING})
_PUSHES = (Standing.PUSH_CONFLICT, Standing.PUSH_FAILED, Standing.PUSH_UNCLEAR)


def head_marks(view: OrderView, now: Instant) -> tuple[Mark, ...]:
    """At most two, the worst first (UX 4.2)."""
    return tuple(_all(view, now))[:_MOST]


def _all(view: OrderView, now: Instant) -> Iterator[Mark]:
    translate = QCoreApplication.translate
    pushes = [one for one in _PUSHES if one in view.standings]
    yield from map(Mark.of, pushes)
    waiting = [one for one in view.pushes if one.state is PushState.APPROVAL]
    if waiting:
        yield Mark(Glyph.HOURGLASS, "warn", translate("orders", "Waits for approval"), filled=True)
    urgent = most_urgent(view)
    rest = rest_of(urgent[1], now) if urgent is not None else None
    if rest is not None and rest <= 0:
        yield Mark(Glyph.ALERT, "err", translate("orders", "Deadline missed"), filled=True)
    if asked_to_cancel(view) is not None:
        yield Mark(Glyph.CANCELLED, "warn", translate("orders", "Buyer wants to cancel"), filled=True)
    late = late_mark(view.standings, view.ship_by, now)
    if late is not None:
        yield late
    if any(one.state is CaseState.ESCALATED for one in view.cases):
        yield Mark(Glyph.WARNING, "err", translate("orders", "The channel decides"), filled=True)
    if rest is not None and 0 < rest <= NEAR_SECONDS:
        yield Mark(Glyph.CLOCK, "warn", translate("orders", "Deadline soon"), filled=True)
    told = {*pushes, *((Standing.TO_SHIP,) if late is not None else ())}
    if waiting and not any(one.state in _ON_THEIR_WAY for one in view.pushes):
        told.add(Standing.REPORTING)
    yield from (Mark.of(one) for one in view.standings if one not in told)
