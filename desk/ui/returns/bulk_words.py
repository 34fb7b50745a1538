"""Owns what the bulk dialog says of each return: before, during and after the run, in the window's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desk.domain.pushes import PushState
from desk.domain.values import Money
from desk.domain.views import PushView
from desk.services import wording
from desk.services.return_batch import BatchDeed, Plan, Row, Way
from desk.services.return_bulk import Standing
from desk.services.return_lists import GROUPS, Group
from desk.services.wording_returns import RETURN_STATES
from desk.ui.locale import locale
from desk.ui.outbox.entries import LOOKS
from desk.ui.say import SAY
from desk.ui.sentences import error_text, trouble_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.paint import State

translate = QCoreApplication.translate
_CURRENCIES = 2  # so many amounts have room on a button


class Ending(StrEnum):
    """How a row of a run stands, as the sums count it."""

    DONE = "done"
    ON_THE_WAY = "on the way"
    FAILED = "failed"
    UNCLEAR = "unclear"
    RECALLED = "recalled"
    NOT_REACHED = "not reached"


_BEFORE_INSPECTION = GROUPS[Group.ANNOUNCED] | GROUPS[Group.ARRIVED]
WRONG = frozenset({Ending.FAILED, Ending.UNCLEAR})
_BY_PUSH = {
    PushState.CONFIRMED: Ending.DONE,
    PushState.FAILED: Ending.FAILED,
    PushState.CONFLICT: Ending.FAILED,
    PushState.UNCLEAR: Ending.UNCLEAR,
    PushState.RECALLED: Ending.RECALLED,
}


def ending_of(row: Row, push: PushView | None) -> Ending | None:
    """How a row that ran stands now: as its push does, once there is one; None for one that did not run."""
    if row.standing is Standing.FAILED:
        return Ending.FAILED
    if row.standing is Standing.NOT_REACHED:
        return Ending.NOT_REACHED
    if row.standing is Standing.TAKEN_BACK:
        return Ending.RECALLED
    if row.standing is not Standing.QUEUED:
        return None
    if push is not None:
        return _BY_PUSH.get(push.state, Ending.ON_THE_WAY)
    return Ending.ON_THE_WAY if row.push is not None else Ending.DONE


def planned_state(row: Row, deed: BatchDeed) -> State:
    """What would happen to it, or why nothing can."""
    if row.standing is Standing.READY:
        return State(Glyph.FORWARD, "info", verb_of(row, deed), False, where_of(row))
    if row.standing is Standing.ALREADY:
        reason = error_text(row.error) if row.error is not None else ""
        return State(Glyph.DONE, "ok", translate("returns", "done already"), False, reason)
    if row.error is not None and row.error.code == "number_missing":
        return State(Glyph.CLOCK, "neutral", translate("returns", "lacks its number"), False, "")
    return State(Glyph.CANCELLED, "err", translate("returns", "blocked"), True, barred_by(row, deed))


def barred_by(row: Row, deed: BatchDeed) -> str:
    """Why nothing can happen to it; where it stands is told by name."""
    if row.error is None:
        return ""
    if row.error.code != "return_step" or row.state is None:
        return error_text(row.error)
    stands = SAY.text(RETURN_STATES[row.state])
    if deed is BatchDeed.SETTLE and _BEFORE_INSPECTION & {row.state}:
        return translate("returns", "It is “{state}”: it is refunded after its inspection.").format(state=stands)
    return translate("returns", "It is “{state}”: this step does not follow from there.").format(state=stands)


def verb_of(row: Row, deed: BatchDeed) -> str:
    """What happens to one return, in a word or two."""
    if deed is BatchDeed.SETTLE:
        booked = row.way is Way.BOOKED
        return translate("returns", "book refund") if booked else translate("returns", "refund")
    return {
        BatchDeed.APPROVE: translate("returns", "accept"),
        BatchDeed.DECLINE: translate("returns", "decline"),
        BatchDeed.RECEIVE: translate("returns", "received in full"),
        BatchDeed.LABEL: translate("returns", "give its label"),
        BatchDeed.REJECT: translate("returns", "reject"),
        BatchDeed.CLOSE: translate("returns", "close"),
    }[deed]


def where_of(row: Row) -> str:
    """Where a row has its effect."""
    words = {
        Way.HERE: translate("returns", "in Desk only"),
        Way.CHANNEL: translate("returns", "{account} is told"),
        Way.CASE: translate("returns", "{account} pays in its return case"),
        Way.ORDER: translate("returns", "{account} pays on the order"),
        Way.TASK: translate("returns", "to be done by hand at {account}: a task is left"),
        Way.BOOKED: translate("returns", "{account} only books it: send the money by hand"),
    }
    return words[row.way].format(account=row.account_name)


def waiting_state() -> State:
    return State(Glyph.CLOCK, "neutral", translate("returns", "waits"), False, "")


def turning_state() -> State:
    return State(Glyph.SYNC, "info", translate("returns", "running"), False, "")


def reached_state(row: Row, push: PushView | None) -> State:
    """How far a row that ran has come."""
    if push is not None:
        glyph, tone = LOOKS[push.state]
        detail = ""
        if push.error_text and push.state is not PushState.CONFIRMED:
            detail = trouble_text(push.error_code, push.error_text, push.account_name)
        if push.state is PushState.CONFIRMED:
            glyph, tone = Glyph.CHECK, "ok"
        filled = ending_of(row, push) in WRONG
        return State(glyph, tone, wording.push_state(push.state, SAY), filled, detail)
    if row.standing is Standing.QUEUED:
        if row.push is None:
            return State(Glyph.CHECK, "ok", translate("returns", "done"), False, "")
        return State(Glyph.CHECK, "info", translate("returns", "queued"), False, "")
    if row.standing is Standing.TAKEN_BACK:
        glyph, tone = LOOKS[PushState.RECALLED]
        return State(glyph, tone, wording.push_state(PushState.RECALLED, SAY), False, "")
    if row.standing is Standing.NOT_REACHED:
        return State(Glyph.MINUS, "neutral", translate("returns", "not reached"), False, "")
    reason = error_text(row.error) if row.error is not None else ""
    return State(Glyph.CLOSE, "err", translate("returns", "failed"), True, reason)


def counted(endings: Iterable[Ending]) -> str:
    """`46 done, 2 failed, 1 unclear`: only what there is."""
    found = list(endings)
    words: tuple[tuple[Ending, Callable[[int], str]], ...] = (
        (Ending.DONE, lambda count: translate("returns", "%n done", None, count)),
        (Ending.ON_THE_WAY, lambda count: translate("returns", "%n on the way", None, count)),
        (Ending.FAILED, lambda count: translate("returns", "%n failed", None, count)),
        (Ending.UNCLEAR, lambda count: translate("returns", "%n unclear", None, count)),
        (Ending.RECALLED, lambda count: translate("returns", "%n taken back", None, count)),
        (Ending.NOT_REACHED, lambda count: translate("returns", "%n not reached", None, count)),
    )
    return ", ".join(say(found.count(ending)) for ending, say in words if ending in found)


# --- the dialog's own words ---------------------------------------------------------------------------------


def title_of(deed: BatchDeed) -> str:
    return {
        BatchDeed.SETTLE: translate("returns", "Refund returns"),
        BatchDeed.APPROVE: translate("returns", "Accept returns"),
        BatchDeed.DECLINE: translate("returns", "Decline returns"),
        BatchDeed.RECEIVE: translate("returns", "Receive returns in full"),
        BatchDeed.LABEL: translate("returns", "Labels of returns"),
        BatchDeed.REJECT: translate("returns", "Reject returns after inspection"),
        BatchDeed.CLOSE: translate("returns", "Close returns"),
    }[deed]


def button_of(plan: Plan) -> str:
    """A verb with what it is about: the amount where there is one, else how many."""
    count = len(plan.ready)
    if plan.wish.deed is BatchDeed.SETTLE:
        if len(plan.sums()) > _CURRENCIES:
            return translate("returns", "Refund %n return(s)", None, count)
        return translate("returns", "Refund {amount}").format(amount=money(plan.sums()) or "–")
    return {
        BatchDeed.APPROVE: translate("returns", "Accept %n return(s)", None, count),
        BatchDeed.DECLINE: translate("returns", "Decline %n return(s)", None, count),
        BatchDeed.RECEIVE: translate("returns", "Receive %n return(s)", None, count),
        BatchDeed.LABEL: translate("returns", "Give %n label(s)", None, count),
        BatchDeed.REJECT: translate("returns", "Reject %n return(s)", None, count),
        BatchDeed.CLOSE: translate("returns", "Close %n return(s)", None, count),
    }[plan.wish.deed]


def consequence_of(plan: Plan) -> str:
    """What it means, and what of it cannot be undone."""
    told = any(one.way is Way.CHANNEL for one in plan.ready)
    if plan.wish.deed is BatchDeed.SETTLE:
        return translate(
            "returns", "Once a channel has paid, it cannot be undone. Until then: 10 seconds to take back."
        )
    if plan.wish.deed is BatchDeed.DECLINE:
        return translate(
            "returns", "Each buyer is told the reason, and may ask the channel to decide. 10 seconds to take back."
        )
    if plan.wish.deed is BatchDeed.REJECT:
        return translate("returns", "No money goes back for these. The goods stay here until somebody decides on them.")
    if plan.wish.deed is BatchDeed.LABEL:
        return translate(
            "returns", "The numbers are kept before the parcels move, and told to channels that take them."
        )
    if told:
        return translate("returns", "The channels are told. Their buyers' money goes back only afterwards.")
    return ""


def money(sums: Iterable[Money]) -> str:
    return " + ".join(locale().money(one) for one in sums)


def totals_of(plan: Plan) -> str:
    """`Shop: 21 · 1.204,30 €`, one part for each account."""
    parts = []
    for name, (count, sums) in plan.per_account().items():
        amount = money(sums) if plan.wish.deed is BatchDeed.SETTLE else ""
        parts.append(f"{name}: {locale().number(count)}" + (f" · {amount}" if amount else ""))
    return "   ".join(parts)


def grounds(deed: BatchDeed) -> tuple[tuple[str, str], ...]:
    """Why returns are declined or rejected; the last asks for words of one's own."""
    if deed is BatchDeed.DECLINE:
        return (
            ("late", translate("returns", "The return period is over")),
            ("exempt", translate("returns", "These goods are excluded from return")),
            ("not-ours", translate("returns", "These goods are not from this order")),
            ("own", translate("returns", "Another reason …")),
        )
    return (
        ("used", translate("returns", "The goods were used")),
        ("incomplete", translate("returns", "Parts are missing")),
        ("not-ours", translate("returns", "These goods are not from this order")),
        ("own", translate("returns", "Another reason …")),
    )
