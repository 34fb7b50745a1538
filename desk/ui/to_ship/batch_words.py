"""Owns what the batch dialog says of each parcel: before, during and after the run, in the window's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desk.domain.errors import DeskError
from desk.domain.pushes import PushState
from desk.domain.views import PushView
from desk.services import wording
from desk.services.bulk_planning import PlannedParcel, RowState
from desk.services.bulk_shipping import Outcome, RowResult
from desk.ui.locale import locale
from desk.ui.outbox.entries import LOOKS
from desk.ui.say import SAY
from desk.ui.sentences import error_text, trouble_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.paint import State

translate = QCoreApplication.translate


class Ending(StrEnum):
    """How a parcel of a run stands, as the sums count it."""

    REPORTED = "reported"
    ON_THE_WAY = "on the way"
    FAILED = "failed"
    UNCLEAR = "unclear"
    RECALLED = "recalled"
    ALREADY = "already"
    NOT_REACHED = "not reached"


_BY_PUSH = {
    PushState.CONFIRMED: Ending.REPORTED,
    PushState.FAILED: Ending.FAILED,
    PushState.CONFLICT: Ending.FAILED,
    PushState.UNCLEAR: Ending.UNCLEAR,
    PushState.RECALLED: Ending.RECALLED,
}
_BY_OUTCOME = {
    Outcome.ALREADY: Ending.ALREADY,
    Outcome.FAILED: Ending.FAILED,
    Outcome.NOT_REACHED: Ending.NOT_REACHED,
}


def ending_of(result: RowResult, push: PushView | None) -> Ending:
    """How the parcel stands now: as its push does, once there is one."""
    if push is not None:
        return _BY_PUSH.get(push.state, Ending.ON_THE_WAY)
    return _BY_OUTCOME.get(result.outcome, Ending.ON_THE_WAY)


def planned_state(parcel: PlannedParcel) -> State:
    """What would happen to it, or why nothing can."""
    if parcel.state is RowState.READY:
        return State(Glyph.TRUCK, "info", translate("to_ship", "ready"), False, _will_happen(parcel))
    if parcel.state is RowState.DONE:
        word = translate("to_ship", "reported already")
        return State(Glyph.DONE, "ok", word, False, "")
    reason = reason_of(parcel.code, parcel.reason, parcel.facts)
    if parcel.state is RowState.UNFINISHED:
        word = translate("to_ship", "incomplete")
        return State(Glyph.NOTE, "warn", word, False, reason)
    return State(Glyph.CANCELLED, "err", translate("to_ship", "blocked"), True, reason)


def _will_happen(parcel: PlannedParcel) -> str:
    items = ", ".join(f"{locale().number(count)}\u00a0×\u00a0{alone(title)}" for title, count in parcel.items)
    words = [items]
    if not parcel.completes:
        words.append(translate("to_ship", "the rest stays open"))
    if parcel.failed_push is not None:
        words.append(translate("to_ship", "refused before, is tried again"))
    if parcel.note:
        words.insert(0, translate("to_ship", "number also stands with another recipient"))
    return " · ".join(words)


def reached_state(result: RowResult, push: PushView | None) -> State:
    """How far it has come."""
    if push is not None:
        glyph, tone = LOOKS[push.state]
        ending = ending_of(result, push)
        detail = ""
        if push.error_text and push.state is not PushState.CONFIRMED:
            detail = trouble_text(push.error_code, push.error_text, push.account_name)
        filled = ending in (Ending.FAILED, Ending.UNCLEAR)
        return State(glyph, tone, wording.push_state(push.state, SAY), filled, detail)
    if result.outcome is Outcome.QUEUED:
        return State(Glyph.HOURGLASS, "info", translate("to_ship", "queued"), False, "")
    if result.outcome is Outcome.ALREADY:
        return State(Glyph.DONE, "ok", translate("to_ship", "reported already"), False, "")
    if result.outcome is Outcome.NOT_REACHED:
        return State(Glyph.MINUS, "neutral", translate("to_ship", "not reached"), False, "")
    reason = reason_of(result.code, result.reason, result.facts)
    return State(Glyph.ALERT, "err", translate("to_ship", "failed"), True, reason)


def reason_of(code: str, text: str, facts: Mapping[str, str | int]) -> str:
    """A reason kept as code, English text and facts."""
    told = DeskError(text, code=code)
    told.facts = dict(facts)
    return error_text(told)


def counted(endings: Iterable[Ending]) -> str:
    """`46 reported, 2 failed, 1 unclear`: only what there is."""
    found = list(endings)
    words: tuple[tuple[Ending, Callable[[int], str]], ...] = (
        (Ending.REPORTED, lambda count: translate("to_ship", "%n reported", None, count)),
        (Ending.ON_THE_WAY, lambda count: translate("to_ship", "%n on the way", None, count)),
        (Ending.FAILED, lambda count: translate("to_ship", "%n failed", None, count)),
        (Ending.UNCLEAR, lambda count: translate("to_ship", "%n unclear", None, count)),
        (Ending.RECALLED, lambda count: translate("to_ship", "%n taken back", None, count)),
        (Ending.ALREADY, lambda count: translate("to_ship", "%n reported before", None, count)),
        (Ending.NOT_REACHED, lambda count: translate("to_ship", "%n not reached", None, count)),
    )
    return ", ".join(say(found.count(ending)) for ending, say in words if ending in found)
