"""Owns what a row of the outbox says and which deeds it allows. No widgets; the model and the screen ask here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import Instant
from desk.domain.pushes import PushState
from desk.domain.values import AccountId
from desk.domain.views import PushView
from desk.services import wording
from desk.ui.locale import locale
from desk.ui.say import SAY
from desk.ui.sentences import channel_text, trouble_text
from desk.ui.theme.icons import Glyph

NEEDS_SOMEBODY = frozenset({PushState.APPROVAL, PushState.FAILED, PushState.UNCLEAR, PushState.CONFLICT})
ON_THE_WAY = frozenset({PushState.HELD, PushState.WAITING, PushState.SENDING})
SETTLED = frozenset({PushState.CONFIRMED, PushState.RECALLED})

LOOKS: dict[PushState, tuple[Glyph, str]] = {
    PushState.APPROVAL: (Glyph.HOURGLASS, "warn"),
    PushState.HELD: (Glyph.HOURGLASS, "info"),
    PushState.WAITING: (Glyph.CLOCK, "info"),
    PushState.SENDING: (Glyph.CLOUD_UP, "info"),
    PushState.CONFIRMED: (Glyph.DONE, "ok"),
    PushState.FAILED: (Glyph.ALERT, "err"),
    PushState.UNCLEAR: (Glyph.QUESTION, "warn"),
    PushState.CONFLICT: (Glyph.WARNING, "err"),
    PushState.RECALLED: (Glyph.RETURN, "neutral"),
}
"""How a state looks: its icon and tone. The word comes from desk.services.wording."""


class Part(StrEnum):
    """What of the outbox is listed."""

    ALL = "all"
    NEEDS_SOMEBODY = "needs-somebody"
    ON_THE_WAY = "on-the-way"
    SETTLED = "settled"


_STATES = {
    Part.ALL: frozenset(PushState),
    Part.NEEDS_SOMEBODY: NEEDS_SOMEBODY,
    Part.ON_THE_WAY: ON_THE_WAY,
    Part.SETTLED: SETTLED,
}


def of_account(pushes: Iterable[PushView], account: AccountId | None) -> list[PushView]:
    """Those of an account, or all."""
    return [one for one in pushes if account in (None, one.account)]


def counts_of(pushes: Iterable[PushView]) -> dict[Part, int]:
    """How many each part has."""
    states = Counter(one.state for one in pushes)
    return {part: sum(states[state] for state in _STATES[part]) for part in Part}


def of_part(pushes: Iterable[PushView], part: Part) -> list[PushView]:
    """Those of a part: what needs a person first, then what is on its way, then the rest; the newest first in each."""
    rank = {**dict.fromkeys(NEEDS_SOMEBODY, 0), **dict.fromkeys(ON_THE_WAY, 1), **dict.fromkeys(SETTLED, 2)}
    wanted = [one for one in pushes if one.state in _STATES[part]]
    return sorted(wanted, key=lambda one: (rank[one.state], -one.id))


def may_recall(push: PushView) -> bool:
    return push.state in (PushState.APPROVAL, PushState.HELD, PushState.WAITING, PushState.FAILED)


def may_retry(push: PushView) -> bool:
    return push.state in (PushState.FAILED, PushState.UNCLEAR, PushState.CONFLICT, PushState.WAITING)


def may_resolve(push: PushView) -> bool:
    return push.state in (PushState.UNCLEAR, PushState.CONFLICT)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row in words, ready to paint or to read aloud."""

    title: str
    order: str
    when: str
    state: str
    glyph: Glyph
    tone: str
    filled: bool
    detail: str
    spoken: str


PARCEL = "confirm_shipment"
_WRITTEN = frozenset({"send_message", "write_to_return"})
"""Pushes whose words are to the buyer."""


def title_of(push: PushView) -> str:
    """What is to be told to the channel."""
    if push.kind == PARCEL:
        title = QCoreApplication.translate("outbox", "Report shipment: {carrier} {number}")
        return title.replace("{carrier}", str(push.what.get("carrier", ""))).replace(
            "{number}", str(push.what.get("number", ""))
        )
    title, detail = deed_of(push)
    return f"{title}: {detail}" if detail else title


def deed_of(push: PushView) -> tuple[str, str]:
    """What a push is called, and what is told of it."""
    return wording.deed({"deed": push.kind, **push.what}, SAY)


def entry_of(push: PushView, now: Instant) -> Entry:
    """The row in the window's language and formats."""
    title = title_of(push)
    glyph, tone = LOOKS[push.state]
    state = wording.push_state(push.state, SAY)
    detail = detail_of(push, now)
    when = locale().near(push.created_at, now)
    spoken = ". ".join(filter(None, (title, push.account_name, push.order_number, state, detail, when)))
    return Entry(
        title=title,
        order=push.order_number,
        when=when,
        state=state,
        glyph=glyph,
        tone=tone,
        filled=push.state in NEEDS_SOMEBODY,
        detail=detail,
        spoken=spoken,
    )


def detail_of(push: PushView, now: Instant) -> str:
    """Why, how often and when next."""
    words = []
    if push.error_text and push.state is not PushState.CONFIRMED:
        words.append(trouble_text(push.error_code, push.error_text, push.account_name))
    theirs = channel_text(push.channel_words)
    if theirs and theirs not in words:
        words.append(QCoreApplication.translate("outbox", "Channel: “{words}”").replace("{words}", theirs))
    if push.state is PushState.HELD:
        rest = max(0.0, (push.not_before - now).total_seconds())
        text = QCoreApplication.translate("outbox", "goes out in {duration}")
        words.append(text.format(duration=locale().duration(rest)))
    elif push.state is PushState.WAITING and push.not_before > now:
        rest = (push.not_before - now).total_seconds()
        text = QCoreApplication.translate("outbox", "next try in {duration}")
        words.append(text.format(duration=locale().duration(rest)))
    if push.attempts > 1 or (push.attempts and push.state in NEEDS_SOMEBODY):
        words.append(QCoreApplication.translate("outbox", "%n attempt(s)", "", push.attempts))
    if push.settled_at is not None and push.state in SETTLED:
        words.append(locale().near(push.settled_at, now))
    return " · ".join(words)


def report_of(pushes: Iterable[PushView], now: Instant) -> str:
    """What somebody needs who is asked for help with these entries: all that is known, without anything of a buyer."""
    reports = []
    for one in pushes:
        entry = entry_of(one, now)
        lines = [
            f"#{one.id} · {one.account_name} · {one.order_number}",
            f"{deed_of(one)[0] if one.kind in _WRITTEN else entry.title} · {entry.state}",
            detail_of(one, now),
            *_times(one),
            " · ".join(filter(None, (one.error_code, one.remote_ref, one.key))),
        ]
        reports.append("\n".join(filter(None, lines)))
    return "\n\n".join(reports)


def _times(push: PushView) -> list[str]:
    """When it was asked for, sent and settled, as far as it was."""
    moments = (
        (QCoreApplication.translate("outbox", "Reported: {when}"), push.created_at),
        (QCoreApplication.translate("outbox", "Sent last: {when}"), push.sent_at),
        (QCoreApplication.translate("outbox", "Settled: {when}"), push.settled_at),
    )
    return [words.format(when=locale().exact(at)) for words, at in moments if at is not None]
