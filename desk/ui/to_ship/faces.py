"""Owns what a row of the list "To ship" says: formatted once to paint it, and whole for who hears it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import Instant
from desk.domain.standing import NEEDS_SOMEBODY
from desk.services.to_ship import ToShipRow
from desk.ui.locale import locale
from desk.ui.orders.cards.people import HOME, country_name
from desk.ui.orders.faces import Mark, name_of
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone, in_a_row

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Day:
    """By when it must be on its way, or how long it waits. Filled only where somebody must act today."""

    word: str
    glyph: Glyph
    tone: str
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    title: str
    second: str
    amount: str
    day: Day
    mark: Mark | None  # what of the order itself needs somebody, such as a report that failed


def face_of(row: ToShipRow, now: Instant) -> Face:
    """The row in the window's language and formats."""
    order = row.order
    abroad = country_name(row.country) if row.country not in ("", HOME) else ""
    pieces = translate("to_ship", "%n piece(s)", None, order.items)
    worst = order.standings[0] if order.standings else None
    return Face(
        title=alone(name_of(order)),
        second=in_a_row((order.number, pieces, order.first_item, row.town, abroad)),
        amount=locale().money(order.total),
        day=day_of(row, now),
        mark=Mark.of(worst) if worst in NEEDS_SOMEBODY and worst is not None else None,
    )


def day_of(row: ToShipRow, now: Instant) -> Day:
    if row.ship_by is None:
        word = translate("to_ship", "ordered {when}").format(when=locale().near(row.order.placed_at, now, time=False))
        return Day(word, Glyph.CLOCK, "neutral", filled=False)
    local, today = locale().local(row.ship_by), locale().local(now).date()
    if row.ship_by < now:
        when = locale().near(row.ship_by, now)
        return Day(translate("to_ship", "overdue since {when}").format(when=when), Glyph.ALERT, "err", filled=True)
    if local.date() == today:
        word = translate("to_ship", "today by {time}").format(time=locale().time(row.ship_by))
        return Day(word, Glyph.CLOCK, "warn", filled=True)
    word = translate("to_ship", "by {when}").format(when=f"{locale().day(row.ship_by)} {locale().time(row.ship_by)}")
    return Day(word, Glyph.CLOCK, "neutral", filled=False)


def spoken(row: ToShipRow, face: Face, *, chosen: bool) -> str:
    """The row as a screen reader says it."""
    account = row.order.account_name or row.order.tile.name
    state = translate("to_ship", "Selected") if chosen else ""
    marks = face.mark.word if face.mark is not None else ""
    return ". ".join(filter(None, (state, face.title, account, face.second, face.day.word, face.amount, marks)))


def tip(row: ToShipRow, face: Face) -> str:
    """The row in full, for what had no room."""
    day = locale().moment(row.ship_by) if row.ship_by is not None else ""
    until = translate("to_ship", "Ship by {when}").format(when=day) if day else ""
    ordered = translate("to_ship", "Ordered {when}").format(when=locale().moment(row.order.placed_at))
    return "\n".join(filter(None, (face.title, row.order.account_name, face.second, until, ordered, face.amount)))
