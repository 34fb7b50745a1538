"""Owns which case of an order a command means."""

from __future__ import annotations

from desk.domain.cases import ENDED, CaseKind
from desk.domain.errors import NotFound
from desk.domain.views import CaseView, OrderView


def case_named(view: OrderView, name: str, *kinds: CaseKind) -> CaseView:
    """The case with the channel's number `name`, else the only one that is open. Raises NotFound."""
    fitting = [one for one in view.cases if one.kind in kinds]
    found = [one for one in fitting if one.remote_id == name] if name else [x for x in fitting if x.state not in ENDED]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{one.remote_id} ({one.kind.lower()}, {one.state.lower()})" for one in fitting) or "none"
    if found:
        raise NotFound(f"Order {view.number} has several: {known}. Say which with --case ID.", code="several_cases")
    what = f"no case {name!r}" if name else f"no open {' or '.join(kind.lower() for kind in kinds)}"
    raise NotFound(f"Order {view.number} has {what}. It has: {known}.", code="no_such_case")
